"""Marks on the opening: does the post begin with what its title promises?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftloop.loop.blocks import BlockKind
from draftloop.loop.lexicon import lexicon
from draftloop.loop.outline_related import related
from draftloop.loop.outline_words import STOP_WORDS, stem
from draftloop.loop.readability_views import Candidate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from draftloop.loop.blocks import Prose
    from draftloop.loop.readability_views import ProseView

LONG_OPENING, SHOWN_OPENING = 60, 100
"""Words of the first paragraph; nine of ten paragraphs have fewer than 71."""
PROMISE_WORDS = 100
"""Words of the post in which something of its title should stand."""

_CLEARING = re.compile(
    r"""^(?:(?:so|well|ok|okay|hi|hello|hey)\b[^.!?]{0,40}[,!.]\s+(?=(?:in|today|this)\b))?(?P<said>
      in\s+(?:this|today['’]s)\s+(?:\w+\s+)?(?:post|article|tutorial|blog|entry|piece|guide|series|one)\b
        [^.!?]{0,30}?\b(?:i|we)
        (?:['’]ll|['’]m|['’]re|['’]d|\s+(?:will|am|are|want|would|plan|hope|intend|aim))\b
    | (?:today|now),?\s+(?:i|we)
        (?:['’]ll|['’]m\s+going|['’]re\s+going|\s+(?:will|want\s+to|am\s+going|are\s+going))\b
    | this\s+(?:\w+\s+)?(?:post|article|tutorial|blog|entry|guide)\s+
        (?:will|is\s+going\s+to|aims\s+to|intends)\b
    | the\s+(?:purpose|aim|goal)\s+of\s+this\s+(?:\w+\s+)?(?:post|article|tutorial|guide)\s+is\b
    | have\s+you\s+ever\s+(?:wondered|asked\s+yourself)\b
    | in\s+today['’]s\s+(?:\S+\s+)?(?:world|age|era|digital)\b
    | (?:as\s+we\s+all\s+know|it\s+is\s+no\s+secret|it['’]s\s+no\s+secret|since\s+the\s+dawn\s+of)\b
    | (?:i|we)\s+(?:just\s+)?(?:wanted|decided)\s+to\s+
        (?:write|share|blog|put\s+together|take\s+a\s+moment)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_WORD = re.compile(r"[^\W\d_]+")
_SHORT_NAME = re.compile(r"\b[A-Z]{2,}\b")
COINED, TOO_COMMON = 2.5, 5.4
"""Zipf values: what is rarer may be a name of the author's making, what is commoner promises nothing."""
_GENERIC_WORDS = """
introduction introducing intro guide tutorial part notes note post article series review overview update
updates announcing announcement release released version week weekly month year day things thing way ways
tips lessons learned learnings story thoughts thought using use used better best good new first last
simple easy quick complete ultimate definitive beginner beginners beginner's what how why when
retrospective recap status state report summary
"""
_GENERIC = frozenset(_GENERIC_WORDS.split())


def _first_paragraph(views: Sequence[ProseView]) -> ProseView | None:
    paragraphs = (view for view in views if view.block.kind is BlockKind.PARAGRAPH and view.sentences)
    return next((view for view in paragraphs if view.words > 3), None)


def long_opening(views: Sequence[ProseView]) -> Iterator[Candidate]:
    """A first paragraph that asks much of somebody who has not decided to read yet."""
    first = _first_paragraph(views)
    if first is None or first.words <= LONG_OPENING:
        return
    start, end = first.sentences[0]
    yield Candidate(
        view=first,
        start=start,
        end=end,
        rule="LongOpening",
        kind="opening",
        message=f"The first paragraph has {first.words} words; a reader decides within the first forty.",
        weight=2.5,
        is_minor=first.words <= SHOWN_OPENING,
    )


def promise_marks(prose: Prose, views: Sequence[ProseView], title: str) -> Iterator[Candidate]:
    """Throat-clearing, and a title whose words come late."""
    first = _first_paragraph(views)
    if first is None:
        return
    start, end = first.sentences[0]
    said = _CLEARING.match(first.text[start:end])
    if said is not None and not first.is_spared(start, start + 1):
        yield Candidate(
            view=first,
            start=start + said.start("said"),
            end=start + said.end("said"),
            rule="ThroatClearing",
            kind="opening",
            message="The first sentence clears its throat; begin with what the second one says.",
            weight=2.0,
        )
    missing = _promise(prose, title or _top_heading(prose))
    if missing:
        named = "”, “".join(missing[:3])
        yield Candidate(
            view=first,
            start=start,
            end=end,
            rule="Promise",
            kind="opening",
            message=f"Of the title, “{named}” comes late: not in the first {PROMISE_WORDS} words.",
            weight=2.0,
            is_minor=True,  # an author may well let readers wait
        )


def _top_heading(prose: Prose) -> str:
    first = prose.headings[0] if prose.headings else None
    return first.text if first is not None and first.level == 1 else ""


def _promise(prose: Prose, title: str) -> list[str]:
    """The title's words when none of them, nor a word of their kind, stands at the beginning.

    Only of a title that promises: two telling words or more, no coined word and no abbreviation.
    """
    content = [
        word for word in _WORD.findall(title) if len(word) > 2 and word.lower() not in STOP_WORDS | _GENERIC
    ]
    known = lexicon()
    is_coined = any(known.zipf(word) < COINED for word in content)
    words = [word for word in content if known.zipf(word) < TOO_COMMON]
    if len(words) < 2 or is_coined or _SHORT_NAME.search(title):
        return []
    blocks = [block for block in prose.blocks if block.kind not in (BlockKind.TITLE, BlockKind.ALT)]
    if sum(len(block.text.split()) for block in blocks[:40]) < PROMISE_WORDS:
        return []
    stems: set[str] = set()
    left = PROMISE_WORDS
    for block in blocks:
        if block.text.strip().casefold() == title.strip().casefold():
            continue
        found = _WORD.findall(block.text.lower())[:left]
        stems.update(stem(word) for word in found)
        left -= len(found)
        if left <= 0:
            break
    table = related()
    topics = frozenset(topic for one in stems for topic in table.get(one, ()))
    for word in words:
        own = stem(word.lower())
        alike = any(own[:5] == other[:5] for other in stems) if len(own) >= 4 else own in stems
        if alike or topics & frozenset(table.get(own, ())):
            return []
    return words
