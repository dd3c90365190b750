"""Which alarms may be mended many at a time: kinds whose first fix was measured to be right nearly always."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from draftloop.loop.finding import Finding

_KINDS = frozenset({"repetition", "article", "name"})
"""A word twice, a or an, the case of a name: 53 of 54 first fixes were right on posts of others."""
_RULES = frozenset({"draftloop:Article"})
"""Of those kinds, under a wider word."""
_ARTICLES = frozenset({"a", "an", "the"})


def may_batch(finding: Finding) -> bool:
    """Whether the first fix of an alarm may be taken together with others, after one look at all of them."""
    is_kind = finding.kind in _KINDS or finding.rule_name in _RULES
    return is_kind and finding.tier == "sure" and bool(finding.fixes) and not _is_article_twice(finding)


def _is_article_twice(finding: Finding) -> bool:
    """Whether another article follows: with “a a post” it is no matter of a or an."""
    behind = finding.sentence[finding.sentence_at + len(finding.text) :].split(maxsplit=1)
    is_lone = finding.text.lower() in _ARTICLES and finding.sentence_at >= 0
    return is_lone and bool(behind) and behind[0].lower() in _ARTICLES


def batch_of(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """What can be mended together: in the order of the text, and none meets another."""
    chosen: list[Finding] = []
    for finding in sorted(filter(may_batch, findings), key=lambda one: (one.start, one.end)):
        if not chosen or finding.start >= chosen[-1].end:
            chosen.append(finding)
    return tuple(chosen)
