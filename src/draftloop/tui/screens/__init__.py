"""One thin screen per step of the loop."""
