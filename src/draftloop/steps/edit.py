"""The edit passes: what the checks say about a text, as few alarms as an author should see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from draftloop.loop.blocks import BlockKind
from draftloop.loop.dictionary import Dictionary
from draftloop.loop.errors import CheckerTrouble
from draftloop.loop.finding import Finding, resolve_overlaps
from draftloop.loop.findings_filter import Unit, unit_of
from draftloop.loop.ignores import without_ignored
from draftloop.loop.lexicon import lexicon
from draftloop.loop.own_rules import ENGINE as OWN
from draftloop.loop.own_rules import own_alarms
from draftloop.loop.post_words import post_words
from draftloop.loop.readability import assess
from draftloop.loop.rendering import render
from draftloop.loop.spelling import KnownWords
from draftloop.steps.placing import FindingMaker

if TYPE_CHECKING:
    from draftloop.loop.blocks import Block, Prose, Span
    from draftloop.loop.finding import PassName, Tier
    from draftloop.loop.ignores import Ignore
    from draftloop.loop.ports import Checker, RawAlarm
    from draftloop.steps.desk import Desk

PASSES: tuple[PassName, ...] = ("grammar", "readability")
"""In the order in which a post goes through them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UncheckedBlock:
    """A block that an engine gave up on."""

    engine: str
    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """What the checks say about one text."""

    findings: tuple[Finding, ...] = ()
    """In the order of the text, both passes."""
    engines: Mapping[str, str] = field(default_factory=dict)
    """By engine: "ok", "off", or "unavailable: " and why."""
    unchecked: tuple[UncheckedBlock, ...] = ()
    """Blocks nobody could check: absence of alarms there says nothing."""
    dialect: str = ""
    """What the text was read as: en-US, en-GB, de ..."""
    language_note: str = ""
    """One sentence when no engine reads the post's language, or about its dialect; else empty."""

    def shown(self, *, everything: bool = False) -> tuple[Finding, ...]:
        """The findings that text output and the exit status go by."""
        return tuple(one for one in self.findings if everything or one.tier == "sure")


def check_text(
    desk: Desk,
    text: str,
    *,
    file: str,
    passes: Sequence[PassName] = PASSES,
    engines: Sequence[str] = ("harper",),
    known_words: Dictionary | None = None,
    ignores: Sequence[Ignore] = (),
    dialect: str = "",
    tiers: Mapping[str, Tier] | None = None,
    within: Span | None = None,
) -> CheckReport:
    """Check a Markdown text.

    Args:
        desk: Its Markdown reader, checkers and `[checks] off`.
        text: The file as it is on disk.
        file: Its name, for the findings.
        passes: Which of the two passes.
        engines: Engines of the grammar pass, by name; others are reported as "off".
        known_words: Words taught in the workspace and by the user.
        ignores: What was waved through in this post.
        dialect: As in `lang`; empty: the workspace's.
        tiers: Rules that the author's decisions have moved, by rule name.
        within: Ask the engines only about blocks that meet this span of `text`, and report only those
            blocks; the readability pass looks at the whole post all the same.

    Returns:
        Findings without the ignored ones. An engine that cannot work is named in
        `engines`; nothing is raised.
    """
    prose = desk.markdown.read(text)
    tiers = tiers or {}
    dialect = dialect or desk.settings.lang
    maker = FindingMaker(file, text, tiers)
    findings: list[Finding] = []
    states: dict[str, str] = dict.fromkeys(desk.checkers, "off")
    unchecked: list[UncheckedBlock] = []
    if "grammar" in passes:
        known = KnownWords(
            lexicon=lexicon(), post=post_words(text, prose), taught=known_words or Dictionary()
        )
        units = [unit_of(block, render(block)) for block in prose.blocks if _meets(block, within)]
        for name in engines:
            said = _ask(desk.checkers.get(name), name, units, dialect)
            states[name] = said.state
            unchecked += said.unchecked
            findings += maker.findings_of(units, name, said.answers, known)
        own = [own_alarms(unit.rendered.text, known.lexicon) for unit in units]
        findings += maker.findings_of(units, OWN, own, known)
    if "readability" in passes:
        findings += _readability_findings(prose, maker)
    else:
        findings = [finding for finding in findings if finding.tier != "style"]
    kept = without_ignored(findings, ignores, desk.settings.checks.off)
    return CheckReport(
        findings=tuple(_settle(kept, tiers)), engines=states, unchecked=tuple(unchecked), dialect=dialect
    )


def _meets(block: Block, within: Span | None) -> bool:
    return within is None or (block.start <= within[1] and within[0] <= block.end)


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


def _readability_findings(prose: Prose, maker: FindingMaker) -> list[Finding]:
    title = next((block.text for block in prose.blocks if block.kind is BlockKind.TITLE), "")
    return [maker.place(finding) for finding in assess(prose, title).findings]


def _settle(findings: Sequence[Finding], tiers: Mapping[str, Tier]) -> list[Finding]:
    """One alarm a place within each pass; two engines that agree make a doubtful alarm sure."""
    agreed = _raise_agreed([finding for finding in findings if finding.pass_ == "grammar"], tiers)
    grammar = resolve_overlaps(agreed)
    reading = [finding for finding in findings if finding.pass_ == "readability"]
    return sorted([*grammar, *reading], key=lambda finding: (finding.start, finding.end, finding.rule))


def _raise_agreed(findings: Sequence[Finding], tiers: Mapping[str, Tier]) -> list[Finding]:
    """What the author keeps waving off stays doubtful, whoever agrees."""
    raised: list[Finding] = []
    for finding in findings:
        is_doubted = finding.tier == "maybe" and tiers.get(finding.rule_name) != "maybe"
        has_second = is_doubted and any(
            other.engine != finding.engine
            and other.tier in ("maybe", "sure")
            and other.start < finding.end
            and finding.start < other.end
            for other in findings
        )
        raised.append(replace(finding, tier="sure") if has_second else finding)
    return raised
