"""The program's door: capture goes the short way, everything else through click."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line; the exit status."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["idea"] or "idea" in arguments[1:3]:
        # Parsed by hand: capture comes between two thoughts, and click costs three interpreters.
        from draftloop.quick import add_idea_quickly

        status = add_idea_quickly(arguments)
        if status is not None:
            return status
    from draftloop.cli.main import run

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
