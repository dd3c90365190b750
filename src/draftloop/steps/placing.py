"""From alarms in single blocks to findings with their places in the file."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from draftloop.loop.blocks import line_starts
from draftloop.loop.dialect_words import is_regional
from draftloop.loop.finding import Finding
from draftloop.loop.findings_filter import judge
from draftloop.loop.sentences import sentence_around

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from draftloop.loop.engine_ports import RawAlarm
    from draftloop.loop.finding import Tier
    from draftloop.loop.findings_filter import Judged, Unit
    from draftloop.loop.spelling import KnownWords

    Judge = Callable[[Unit, str, RawAlarm, KnownWords], Judged | None]


class FindingMaker:
    """Gives judged alarms their places in the file."""

    def __init__(self, file: str, text: str, tiers: Mapping[str, Tier]) -> None:
        self._file = file
        self._text = text
        self._tiers = tiers
        self._lines = line_starts(text)

    def findings_of(
        self,
        units: Sequence[Unit],
        engine: str,
        answers: Sequence[Sequence[RawAlarm] | None],
        known: KnownWords,
        judge: Judge = judge,
    ) -> list[Finding]:
        """All findings of one engine; a new term is reported where it stands first."""
        found: list[Finding] = []
        terms: set[str] = set()
        for unit, alarms in zip(units, answers, strict=False):
            for alarm in sorted(alarms or (), key=lambda one: one.start):
                judged = judge(unit, engine, alarm, known)
                if judged is None or _is_of_another_english(unit, judged, known):
                    continue
                finding = self.finding(unit, judged)
                if judged.tier == "term":
                    if finding.text.lower() in terms:
                        continue
                    terms.add(finding.text.lower())
                found.append(finding)
        return found

    def finding(self, unit: Unit, judged: Judged) -> Finding:
        """A judged alarm in its place."""
        alarm = judged.alarm
        start, end = unit.rendered.to_source(alarm.start, alarm.end)
        shown = unit.rendered
        fixes = tuple(fix for fix in judged.fixes if shown.may_write(alarm.start, alarm.end, fix))
        sentence, at = sentence_around(unit.rendered.text, alarm.start)
        is_taste = judged.tier == "style"
        return self.place(
            Finding(
                file=self._file,
                start=start,
                end=end,
                line=0,
                column=0,
                pass_="readability" if is_taste else "grammar",
                tier=self._tier(f"{judged.engine}:{alarm.rule}", judged),
                engine=judged.engine,
                rule=alarm.rule,
                kind=judged.kind,
                message=alarm.message,
                text="",
                fixes=fixes,
                sentence=sentence,
                sentence_at=alarm.start - at,
                sentence_end=alarm.end - at,
            )
        )

    def _tier(self, rule_name: str, judged: Judged) -> Tier:
        """Where the author's own decisions have put the rule; words and taste stay where they are."""
        if judged.tier in ("sure", "maybe") and judged.kind != "spelling":
            return self._tiers.get(rule_name, judged.tier)
        return judged.tier

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


def _is_of_another_english(unit: Unit, judged: Judged, known: KnownWords) -> bool:
    """Colour is no slip in American English: what is mixed is told for the whole post."""
    alarm = judged.alarm
    return judged.kind == "spelling" and is_regional(
        unit.rendered.text[alarm.start : alarm.end], known.lexicon
    )
