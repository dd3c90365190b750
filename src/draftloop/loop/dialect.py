"""Which English a post is written in: what is no slip in it, and what is mixed."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from draftloop.loop.blocks import BlockKind
from draftloop.loop.dialect_words import spellings
from draftloop.loop.engine_ports import RawAlarm
from draftloop.loop.findings_filter import Judged

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from draftloop.loop.dialect_words import Group, Side
    from draftloop.loop.findings_filter import Unit

MIXED = "MixedSpelling"
ENOUGH = 3
"""One-sided spellings before a text is said to be of a side: one may be a quote, two a habit of speech."""
_CLEARLY = 3
"""How many times more the one side must have than the other."""

_NAMES = {
    "en-US": "American",
    "en-GB": "British",
    "en-AU": "Australian",
    "en-CA": "Canadian",
    "en-IN": "Indian",
}
_SIDES: Mapping[str, Side] = {"en-US": "american"}
_CANADIAN_TAKES_BOTH: frozenset[Group] = frozenset({"ise", "yse", "other"})
_WORD = re.compile(r"(?<![\w'’.@/#-])[a-z]{4,}(?![\w'’@/#-]|\.\w)")
_QUOTED = re.compile(r"[\"“][^\"“”]{0,200}[\"”]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelled:
    """A one-sided spelling in a block."""

    unit: int
    start: int
    end: int
    word: str
    side: Side
    group: Group
    other: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DialectReport:
    """What is to be said of a post's English."""

    note: str = ""
    """One sentence, or empty."""
    alarms: Mapping[int, tuple[RawAlarm, ...]] = field(default_factory=dict)
    """By number of the block: the spellings of the side that has clearly less."""


def read_dialect(
    units: Sequence[Unit], elsewhere: frozenset[str], asked: str, *, is_said: bool
) -> DialectReport:
    """Judge a post's one-sided spellings.

    Args:
        units: Its blocks.
        elsewhere: Words of its code and addresses: `color` is no opinion there.
        asked: The dialect the post is read in.
        is_said: The post itself says so; else it is the workspace's setting or the default.
    """
    side = _SIDES.get(asked, "british")
    found = [one for one in _spelled(units, elsewhere) if not _takes_both(asked, one)]
    text_side = _side_of_text(found, side)
    odd = [one for one in found if not _fits(one, text_side)]
    usual = [one for one in found if one.side == text_side]
    note = "" if text_side == side else _reads_as(usual, found, asked, is_said=is_said)
    if not odd:
        return DialectReport(note=note)
    is_clear = len(usual) >= max(ENOUGH, _CLEARLY * len(odd))
    if not is_clear and not note and len(usual) >= ENOUGH:
        note = f"mixed spelling: {_listed(usual)}; {_listed(odd)}"
    if is_clear or is_said:
        return DialectReport(note=note, alarms=_alarms(odd, usual, asked))
    return DialectReport(note=note)


def judged_mixed(alarm: RawAlarm, unit: Unit) -> Judged | None:
    """An alarm of `read_dialect`, ready to be placed: never sure, for it may be a name or a habit."""
    if unit.rendered.touches_opaque(alarm.start, alarm.end):
        return None
    return Judged(alarm=alarm, engine="draftloop", tier="maybe", kind="dialect", fixes=alarm.replacements)


def _takes_both(asked: str, one: Spelled) -> bool:
    """Whether either spelling is fine in the dialect: -ize is British too."""
    if asked == "en-CA":
        return one.group in _CANADIAN_TAKES_BOTH
    return _SIDES.get(asked) is None and _fits(one, "british") and one.side == "american"


def _fits(one: Spelled, side: Side) -> bool:
    return one.side == side or (side == "british" and one.group == "ise")


def _side_of_text(found: Sequence[Spelled], asked: Side) -> Side:
    """The side asked for, unless the post is clearly of the other."""
    other: Side = "british" if asked == "american" else "american"
    for_it = [one.word for one in found if one.side == other]
    against = sum(not _fits(one, other) for one in found)
    is_clear = len(for_it) >= max(ENOUGH, _CLEARLY * against) and len(set(for_it)) > 1
    return other if is_clear else asked


def _spelled(units: Sequence[Unit], elsewhere: frozenset[str]) -> Iterator[Spelled]:
    """Lower-case words only: with a capital it may be a name. Not in what others said."""
    known = spellings()
    for number, unit in enumerate(units):
        if unit.block.kind in (BlockKind.QUOTE, BlockKind.CELL, BlockKind.TITLE):
            continue
        text = unit.rendered.text
        quotes = [match.span() for match in _QUOTED.finditer(text)]
        for match in _WORD.finditer(text):
            word = match[0]
            row = known.get(word)
            if row is None or word in elsewhere or row[2] in elsewhere:
                continue
            if any(start < match.start() < end for start, end in quotes):
                continue
            yield Spelled(
                unit=number,
                start=match.start(),
                end=match.end(),
                word=word,
                side=row[0],
                group=row[1],
                other=row[2],
            )


def _alarms(odd: Sequence[Spelled], usual: Sequence[Spelled], asked: str) -> dict[int, tuple[RawAlarm, ...]]:
    """An alarm at each odd spelling, by number of the block."""
    alarms: dict[int, tuple[RawAlarm, ...]] = {}
    rest = f"the post else has {_listed(usual)}" if usual else f"lang is {asked}"
    for one in odd:
        name = "American" if one.side == "american" else "British"
        alarm = RawAlarm(
            start=one.start,
            end=one.end,
            rule=MIXED,
            kind="Regionalism",
            message=f"“{one.word}” is {name} spelling; {rest}.",
            replacements=(one.other,),
        )
        alarms[one.unit] = (*alarms.get(one.unit, ()), alarm)
    return alarms


def _reads_as(usual: Sequence[Spelled], found: Sequence[Spelled], asked: str, *, is_said: bool) -> str:
    tag = "en-US" if usual[0].side == "american" else "en-CA" if _is_canadian(found) else "en-GB"
    said = f"its lang is {asked}" if is_said else "it says no lang"
    return (
        f"the post reads as {_NAMES[tag]} ({_listed(usual)}) and {said}: "
        f'set lang: {tag} in its front matter, or lang = "{tag}" in draftloop.toml'
    )


def _is_canadian(found: Sequence[Spelled]) -> bool:
    """Colour with analyze: no other English writes so."""
    by_habit = {(one.group, one.side) for one in found}
    return ("our", "british") in by_habit and ("yse", "american") in by_habit


def _listed(words: Sequence[Spelled]) -> str:
    """The three most used: "colour (3), centre"."""
    counts = Counter(one.word for one in words).most_common(3)
    return ", ".join(f"{word} ({count})" if count > 1 else word for word, count in counts)
