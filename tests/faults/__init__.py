"""The real program, and what must not happen to an author's words when something breaks."""
