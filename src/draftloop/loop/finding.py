"""What a check has to say about one place in a file, how it is told apart, and how a fix is made."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from draftloop.loop.errors import BadValue
from draftloop.loop.grammar_rules import is_by_counts
from draftloop.loop.sentences import sentence_hash

if TYPE_CHECKING:
    from collections.abc import Iterable

PassName = Literal["grammar", "readability"]
Tier = Literal["sure", "maybe", "style", "term"]
"""`sure` counts; `maybe` is shown dimmed; `style` is taste; `term` is a word new in this post."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One alarm, ready to be shown and, where `fixes` has any, to be fixed.

    Offsets are code points of the file as it is on disk, end exclusive; line and column count from 1.
    """

    file: str
    start: int
    end: int
    line: int
    column: int
    pass_: PassName
    tier: Tier
    engine: str
    rule: str
    """The engine's own name for it."""
    kind: str
    """One of our words: spelling, grammar, casing, repetition, punctuation, style, ..."""
    message: str
    text: str
    """What stands there now, as written in the file."""
    fixes: tuple[str, ...] = ()
    """Best first; each stands for `text`. Empty when nothing can be changed safely at one key."""
    sentence: str = ""
    """The sentence around it, as the reader sees it; code and pictures as U+FFFC."""
    sentence_at: int = -1
    """Where the alarm begins in `sentence`; -1: not known."""
    sentence_end: int = -1
    """Where it ends there: markup in `text` is not in the sentence."""

    @property
    def rule_name(self) -> str:
        """Engine and rule as ignores.toml and `[checks] off` have them: `harper:AnA`."""
        return f"{self.engine}:{self.rule}"

    @property
    def near(self) -> str:
        """A name for the sentence that survives edits elsewhere."""
        return sentence_hash(self.sentence)

    @property
    def identity(self) -> tuple[str, str, str]:
        """The same alarm in another version of the text has the same rule, text and sentence."""
        return (self.rule_name, " ".join(self.text.split()), self.near)


def to_json(finding: Finding) -> dict[str, object]:
    """The alarm as `draftloop check --json` prints it."""
    return {
        "file": finding.file,
        "start": finding.start,
        "end": finding.end,
        "line": finding.line,
        "column": finding.column,
        "pass": finding.pass_,
        "tier": finding.tier,
        "engine": finding.engine,
        "rule": finding.rule,
        "message": finding.message,
        "replacements": list(finding.fixes),
    }


def apply_fix(text: str, finding: Finding, fix: str) -> str:
    """`text` with the finding's place replaced by `fix`.

    Raises:
        BadValue: the text has changed there since it was checked; nothing is replaced.
    """
    if text[finding.start : finding.end] != finding.text:
        raise BadValue("fix", fix, "the text has changed since it was checked")
    return text[: finding.start] + fix + text[finding.end :]


def apply_first_fixes(text: str, findings: Iterable[Finding]) -> str:
    """`text` with the first fix of each finding; none of them may meet another.

    Raises:
        BadValue: the text has changed since it was checked; nothing is replaced.
    """
    for finding in sorted(findings, key=lambda one: one.start, reverse=True):
        text = apply_fix(text, finding, finding.fixes[0])
    return text


def resolve_overlaps(findings: Iterable[Finding]) -> list[Finding]:
    """At most one finding for every place, in the order of the text.

    The better tier wins, then a rule over what was only counted, then the one that offers a fix, then the
    shorter. An empty span meets whatever it lies in or borders on.
    """
    kept: list[Finding] = []  # in the order of the text: whoever overlaps at all overlaps a neighbor
    for finding in sorted(findings, key=_rank):
        at = bisect_right(kept, finding.start, key=lambda one: one.start)
        if not any(_overlap(finding, other) for other in kept[max(0, at - 2) : at + 2]):
            kept.insert(at, finding)
    return sorted(kept, key=lambda finding: (finding.start, finding.end, finding.rule))


_TIER_RANK = {"sure": 0, "term": 1, "maybe": 2, "style": 3}


def _rank(finding: Finding) -> tuple[int, int, int, int, int, str]:
    return (
        _TIER_RANK[finding.tier],
        1 if is_by_counts(finding.rule) else 0,
        0 if finding.fixes else 1,
        finding.end - finding.start,
        finding.start,
        finding.rule,
    )


def _overlap(one: Finding, other: Finding) -> bool:
    if one.start == one.end or other.start == other.end:
        return one.start <= other.start <= one.end or other.start <= one.start <= other.end
    return one.start < other.end and other.start < one.end


def new_since(findings: Iterable[Finding], before: Iterable[Finding]) -> list[Finding]:
    """Findings whose rule, text and sentence did not occur before."""
    known = {finding.identity for finding in before}
    return [finding for finding in findings if finding.identity not in known]
