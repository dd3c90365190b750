"""Passive clauses, and those of them that hide who acts."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from draftloop.loop.data.style_words import PARTICIPLES
from draftloop.loop.readability_views import Candidate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftloop.loop.readability_views import ProseView

_BE = r"am|are|were|being|is|been|was|be|isn't|aren't|wasn't|weren't|isn’t|aren’t|wasn’t|weren’t"
_STATES = """
used based called named known required needed supposed allowed expected located related involved interested
concerned limited designed intended meant done gone based born excited pleased surprised worried confused
tired bored annoyed scared ashamed amazed impressed delighted disappointed frustrated satisfied happened
finished united dedicated committed experienced advanced detailed complicated sophisticated outdated
deprecated unused unrelated supported included enabled disabled blessed inclined aged hundred red bed
indeed become come fit beat cost cut hit hurt let put quit read rid set shut split spread thrust left lost
stuck broken prepared qualified convinced opposed tempted supposed exhausted overwhelmed embarrassed
mistaken similarly fed
"""
STATES = frozenset(_STATES.split())
"""Participles that stand for how something is more than for what was done to it."""

FEW_PASSIVES = 3
_AGENT = re.compile(r"[^.;:!?]{0,80}?\bby\b", re.IGNORECASE)


@cache
def _clause() -> re.Pattern[str]:
    irregular = "|".join(sorted(PARTICIPLES, key=len, reverse=True))
    return re.compile(
        rf"\b(?P<be>{_BE})\s+(?:(?:not|also|then|now|never|only|often|first|[a-z]{{2,20}}ly)\s+){{0,2}}"
        rf"(?P<done>[a-z]{{2,24}}ed|{irregular})\b(?!-)",
        re.IGNORECASE,
    )


def count_passives(view: ProseView) -> int:
    """Passive clauses as the bands count them, those with an agent and states of being among them."""
    return sum(1 for _ in _clause().finditer(view.text))


def agentless(view: ProseView) -> Iterator[Candidate]:
    """One mark on a paragraph with three passive clauses or more that do not say who acts.

    States of being are left out, and what "can be" or "has to be" done: anybody is meant there.
    """
    text = view.text
    found: list[re.Match[str]] = []
    for match in _clause().finditer(text):
        is_state = match["done"].lower() in STATES or match["be"].lower() == "be"
        if not is_state and not view.is_spared(*match.span()) and not _AGENT.match(text, match.end()):
            found.append(match)
    if len(found) < FEW_PASSIVES:
        return
    first = found[0]
    named = "”, “".join(match[0] for match in found[:3])
    yield Candidate(
        view=view,
        start=first.start(),
        end=first.end(),
        rule="Passive",
        kind="passive",
        message=f"“{named}”: who does it? Say so where a reader could ask.",
        weight=0.6,
        is_minor=True,  # the figure is said; which of them to change the author knows best
    )
