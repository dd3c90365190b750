"""draftloop takes one title from a backlog to a shipped post every week. Importing it costs nothing."""

__version__ = "0.1.0"
