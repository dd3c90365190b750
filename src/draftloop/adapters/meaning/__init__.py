"""The meaning engine of the outline diff: a small sentence model in a child process of its own."""
