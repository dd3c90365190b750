"""The sentence model's child process: `python -m draftloop.adapters.meaning.worker MODEL_FOLDER CACHE_FILE`.

The runtime takes half a second to load and a hundred megabytes; here it blocks nobody, and can die without
harm. Says `{"ready": ...}` first, then answers `{"id", "old", "new"}`, points as `[text, text above it]`,
with `{"id", "likeness": base64}`: see `likeness.py` for what stands in it. Ends when standard input does.
"""

from __future__ import annotations

import base64
import json
import os
import queue
import sys
import threading
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from draftloop.adapters.meaning.reader import Reader


def main(argv: list[str]) -> int:
    """Answer questions until standard input ends."""
    answers = _own_stdout()
    questions = _read_in_thread()
    problem, reader = _start(*argv)
    _say(answers, {"ready": not problem, "problem": problem})
    if reader is None:
        return 1
    from draftloop.adapters.meaning.likeness import likeness

    while True:
        question = questions.get()
        matrix = likeness(reader, question["old"], question["new"])
        packed = base64.b64encode(matrix.tobytes()).decode("ascii")
        _say(answers, {"id": question["id"], "likeness": packed})


def _start(folder: str, cache: str) -> tuple[str, Reader | None]:
    """A reason why the model cannot be used (empty when it can), and its reader."""
    try:
        from draftloop.adapters.meaning.reader import BadModel, Reader
    except ImportError as problem:
        return f"a package is missing: {problem.name}", None
    try:
        return "", Reader(folder, cache)
    except BadModel as problem:
        return str(problem), None


def _own_stdout() -> BinaryIO:
    """The pipe to our parent; what the runtime prints itself goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    return answers


def _read_in_thread() -> queue.Queue[dict[str, Any]]:
    """Questions as they come. When the parent is gone its pipe ends, and so does this process at once."""
    questions: queue.Queue[dict[str, Any]] = queue.Queue()

    def read() -> None:
        for line in sys.stdin.buffer:
            questions.put(json.loads(line))
        os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    return questions


def _say(answers: BinaryIO, what: dict[str, Any]) -> None:
    answers.write(json.dumps(what).encode("ascii") + b"\n")
    answers.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
