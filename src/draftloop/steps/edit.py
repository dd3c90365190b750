"""The edit passes: what the checks say about a text, as few alarms as an author should see."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from draftloop.loop.blocks import BlockKind, line_starts
from draftloop.loop.dictionary import Dictionary
from draftloop.loop.errors import CheckerTrouble
from draftloop.loop.finding import Finding, resolve_overlaps
from draftloop.loop.findings_filter import Judged, Unit, judge, unit_of
from draftloop.loop.ignores import without_ignored
from draftloop.loop.lexicon import lexicon
from draftloop.loop.own_rules import ENGINE as OWN
from draftloop.loop.own_rules import own_alarms
from draftloop.loop.post_words import post_words
from draftloop.loop.readability import assess
from draftloop.loop.rendering import render
from draftloop.loop.sentences import sentence_at
from draftloop.loop.spelling import KnownWords

if TYPE_CHECKING:
    from draftloop.loop.blocks import Prose
    from draftloop.loop.finding import PassName
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

    Returns:
        Findings without the ignored ones. An engine that cannot work is named in
        `engines`; nothing is raised.
    """
    prose = desk.markdown.read(text)
    maker = _FindingMaker(file, text)
    findings: list[Finding] = []
    states: dict[str, str] = dict.fromkeys(desk.checkers, "off")
    unchecked: list[UncheckedBlock] = []
    if "grammar" in passes:
        known = KnownWords(
            lexicon=lexicon(), post=post_words(text, prose), taught=known_words or Dictionary()
        )
        units = [unit_of(block, render(block)) for block in prose.blocks]
        for name in engines:
            said = _ask(desk.checkers.get(name), name, units, dialect or desk.settings.lang)
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
    return CheckReport(findings=tuple(_settle(kept)), engines=states, unchecked=tuple(unchecked))


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


class _FindingMaker:
    """Gives judged alarms their places in the file."""

    def __init__(self, file: str, text: str) -> None:
        self._file = file
        self._text = text
        self._lines = line_starts(text)

    def findings_of(
        self,
        units: Sequence[Unit],
        engine: str,
        answers: Sequence[Sequence[RawAlarm] | None],
        known: KnownWords,
    ) -> list[Finding]:
        """All findings of one engine; a new term is reported where it stands first."""
        found: list[Finding] = []
        terms: set[str] = set()
        for unit, alarms in zip(units, answers, strict=False):
            for alarm in sorted(alarms or (), key=lambda one: one.start):
                judged = judge(unit, engine, alarm, known)
                if judged is None:
                    continue
                finding = self._finding(unit, judged)
                if judged.tier == "term":
                    if finding.text.lower() in terms:
                        continue
                    terms.add(finding.text.lower())
                found.append(finding)
        return found

    def _finding(self, unit: Unit, judged: Judged) -> Finding:
        alarm = judged.alarm
        start, end = unit.rendered.to_source(alarm.start, alarm.end)
        can_fix = unit.rendered.can_replace(alarm.start, alarm.end)
        is_taste = judged.tier == "style"
        return self.place(
            Finding(
                file=self._file,
                start=start,
                end=end,
                line=0,
                column=0,
                pass_="readability" if is_taste else "grammar",
                tier=judged.tier,
                engine=judged.engine,
                rule=alarm.rule,
                kind=judged.kind,
                message=alarm.message,
                text="",
                fixes=judged.fixes if can_fix else (),
                sentence=sentence_at(unit.rendered.text, alarm.start),
            )
        )

    def place(self, finding: Finding) -> Finding:
        """The finding with file, line, column and text filled in."""
        line = bisect_right(self._lines, finding.start)
        return replace(
            finding,
            file=self._file,
            line=line,
            column=finding.start - self._lines[line - 1] + 1,
            text=self._text[finding.start : finding.end],
        )


def _readability_findings(prose: Prose, maker: _FindingMaker) -> list[Finding]:
    title = next((block.text for block in prose.blocks if block.kind is BlockKind.TITLE), "")
    return [maker.place(finding) for finding in assess(prose, title).findings]


def _settle(findings: Sequence[Finding]) -> list[Finding]:
    """One alarm a place within each pass; two engines that agree make a doubtful alarm sure."""
    agreed = _raise_agreed([finding for finding in findings if finding.pass_ == "grammar"])
    grammar = resolve_overlaps(agreed)
    reading = [finding for finding in findings if finding.pass_ == "readability"]
    return sorted([*grammar, *reading], key=lambda finding: (finding.start, finding.end, finding.rule))


def _raise_agreed(findings: Sequence[Finding]) -> list[Finding]:
    raised: list[Finding] = []
    for finding in findings:
        has_second = finding.tier == "maybe" and any(
            other.engine != finding.engine
            and other.tier in ("maybe", "sure")
            and other.start < finding.end
            and finding.start < other.end
            for other in findings
        )
        raised.append(replace(finding, tier="sure") if has_second else finding)
    return raised
