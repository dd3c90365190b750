"""The terminal app: face two."""
