"""The sentence model's child process: `python -m draftloop.adapters.meaning.worker MODEL_FOLDER CACHE_FILE`.

The runtime takes half a second to load and a hundred megabytes; here it blocks nobody, and can die without
harm. Says `{"ready": ...}` first, then answers `{"id", "old", "new"}`, points as `[text, text above it]`,
with `{"id", "likeness": base64}`: see `likeness.py` for what stands in it. Ends when standard input does.
"""

from __future__ import annotations

import base64
import sys
from typing import TYPE_CHECKING

from draftloop.adapters.child_side import own_stdout, read_questions, say

if TYPE_CHECKING:
    from draftloop.adapters.meaning.reader import Reader


def main(argv: list[str]) -> int:
    """Answer questions until standard input ends."""
    answers = own_stdout()
    questions = read_questions()
    problem, reader = _start(*argv)
    say(answers, {"ready": not problem, "problem": problem})
    if reader is None:
        return 1
    from draftloop.adapters.meaning.likeness import likeness

    while True:
        question = questions.get()
        matrix = likeness(reader, question["old"], question["new"])
        packed = base64.b64encode(matrix.tobytes()).decode("ascii")
        say(answers, {"id": question["id"], "likeness": packed})


def _start(folder: str, cache: str) -> tuple[str, Reader | None]:
    """A reason why the model cannot be used (empty when it can), and its reader."""
    try:
        from draftloop.adapters.meaning.reader import BadModel, Reader
    except ImportError as problem:
        return f"a package cannot be loaded: {problem}", None
    try:
        return "", Reader(folder, cache)
    except BadModel as problem:
        return str(problem), None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
