"""Looking at Markdown texts as the second pass does, for its tests."""

from __future__ import annotations

from collections.abc import Collection

from draftloop.adapters.markdown import Markdown
from draftloop.loop.blocks import BlockKind
from draftloop.loop.readability import Readability, assess
from draftloop.loop.readability_figures import PUBLISHED, Bands

FIRST = "A short first paragraph stands here."

_STOCK = """
cold rain fell on slate roofs while two cats slept under old carts near some quiet harbor wall and nobody
came past until noon when trams began their slow climb toward town again
"""


def look(
    text: str,
    title: str = "",
    *,
    bands: Bands = PUBLISHED,
    off: Collection[str] = (),
    on: Collection[str] = (),
    is_english: bool = True,
) -> Readability:
    """What the second pass sees in a text."""
    prose = Markdown().read(text)
    own = next((block.text for block in prose.blocks if block.kind is BlockKind.TITLE), title)
    return assess(prose, own, text=text, bands=bands, off=off, on=on, is_english=is_english)


def rules(text: str, title: str = "", *, on: Collection[str] = ()) -> list[str]:
    """The rules of the marks that are shown, in the order of the text."""
    return [finding.rule for finding in look(text, title, on=on).findings]


def behind(text: str) -> list[str]:
    """The rules of the marks behind "more"."""
    return [finding.rule for finding in look(text).more]


def found(text: str, title: str = "") -> list[str]:
    """The rules of all marks, shown or held back."""
    report = look(text, title)
    return [finding.rule for finding in (*report.findings, *report.more)]


def marked(text: str, rule: str) -> list[str]:
    """The stretches of the text that a rule marks, shown or held back."""
    report = look(text)
    return [text[one.start : one.end] for one in (*report.findings, *report.more) if one.rule == rule]


def plain(words: int, *, sentence: int = 10) -> str:
    """Prose of so many words that nothing is to be said about: sentences of uneven length."""
    stock = _STOCK.split()
    sentences: list[str] = []
    at = made = 0
    while made < words:
        length = min(words - made, sentence + (len(sentences) % 3 - 1) * 4)
        piece = [stock[(at + number) % len(stock)] for number in range(max(1, length))]
        at += len(piece) + 1
        made += len(piece)
        sentences.append(" ".join(piece).capitalize() + ".")
    return " ".join(sentences)
