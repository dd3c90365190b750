"""The grammar pass: what engines and our own rules say of the blocks they are asked about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from draftloop.loop.dialect import judged_mixed, read_dialect
from draftloop.loop.errors import CheckerTrouble
from draftloop.loop.findings_filter import judge
from draftloop.loop.languages import is_english, reads
from draftloop.loop.lexicon import lexicon
from draftloop.loop.other_language import judge_other
from draftloop.loop.own_rules import ENGINE as OWN
from draftloop.loop.own_rules import own_alarms
from draftloop.steps.language import unread_note

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from draftloop.loop.engine_ports import Checker, RawAlarm
    from draftloop.loop.finding import Finding
    from draftloop.loop.findings_filter import Unit
    from draftloop.loop.spelling import KnownWords
    from draftloop.steps.desk import Desk
    from draftloop.steps.language import Spoken
    from draftloop.steps.placing import FindingMaker


@dataclass(frozen=True, slots=True, kw_only=True)
class UncheckedBlock:
    """A block that an engine gave up on."""

    engine: str
    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A text as the pass goes over it."""

    units: Sequence[Unit]
    """All blocks: which English a post is in shows in the whole."""
    asked: frozenset[int]
    """Numbers of the blocks that are checked."""
    known: KnownWords
    spoken: Spoken


@dataclass(frozen=True, slots=True, kw_only=True)
class GrammarReport:
    """What the pass found."""

    findings: Sequence[Finding] = ()
    states: Mapping[str, str]
    """By engine: "ok", "off", or "unavailable: " and why."""
    unchecked: Sequence[UncheckedBlock] = ()
    note: str = ""


def grammar_pass(desk: Desk, maker: FindingMaker, reading: Reading, engines: Sequence[str]) -> GrammarReport:
    """Ask all who read the language; our own rules read English alone."""
    spoken, known = reading.spoken, reading.known
    units = [unit for number, unit in enumerate(reading.units) if number in reading.asked]
    states = dict.fromkeys(desk.checkers, "off")
    findings: list[Finding] = []
    unchecked: list[UncheckedBlock] = []
    for name in engines:
        if not reads(name, spoken.tag):
            continue
        said = _ask(desk.checkers.get(name), name, units, spoken.tag)
        states[name] = said.state
        unchecked += said.unchecked
        judging = judge if is_english(spoken.tag) else judge_other
        findings += maker.findings_of(units, name, said.answers, known, judging)
    if is_english(spoken.tag):
        own = [_own_alarms(unit.rendered.text) for unit in units]
        findings += maker.findings_of(units, OWN, own, known)
        mixed, note = _mixed(maker, reading)
        findings += mixed
    else:
        note = unread_note(spoken.tag, states)
    return GrammarReport(findings=findings, states=states, unchecked=unchecked, note=spoken.note or note)


@lru_cache(maxsize=4096)
def _own_alarms(text: str) -> tuple[RawAlarm, ...]:
    """What our own rules say of a block. Remembered: every pause asks about blocks that have not changed."""
    return tuple(own_alarms(text, lexicon()))


def _mixed(maker: FindingMaker, reading: Reading) -> tuple[list[Finding], str]:
    """Spellings of the other English, and what is to be said of the post's."""
    read = [number for number in range(len(reading.units)) if number not in reading.spoken.skipped]
    dialect = read_dialect(
        [reading.units[number] for number in read],
        reading.known.post.elsewhere,
        reading.spoken.tag,
        is_said=reading.spoken.is_said,
    )
    found: list[Finding] = []
    for place, alarms in dialect.alarms.items():
        unit = reading.units[read[place]]
        if read[place] in reading.asked:
            judged = (judged_mixed(alarm, unit) for alarm in alarms)
            found += [maker.finding(unit, one) for one in judged if one is not None]
    taught = reading.known.taught
    return [one for one in found if not taught.knows(one.text)], dialect.note


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    state: str
    answers: Sequence[Sequence[RawAlarm] | None] = ()
    unchecked: Sequence[UncheckedBlock] = ()


def _ask(checker: Checker | None, name: str, units: Sequence[Unit], dialect: str) -> _Said:
    """An engine's answers for all blocks."""
    if checker is None:
        return _Said(state="unavailable: not set up")
    try:
        answers = checker.check([unit.rendered.text for unit in units], dialect=dialect)
    except CheckerTrouble as trouble:
        return _Said(state=f"unavailable: {trouble.reason}")
    unchecked = [
        UncheckedBlock(engine=name, start=unit.block.start, end=unit.block.end, line=unit.block.line)
        for unit, answer in zip(units, answers, strict=True)
        if answer is None
    ]
    return _Said(state="ok", answers=answers, unchecked=unchecked)
