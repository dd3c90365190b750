"""The edit passes: what the checks say about a text, as few alarms as an author should see."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from draftloop.loop.dictionary import Dictionary
from draftloop.loop.finding import Finding, resolve_overlaps
from draftloop.loop.findings_filter import unit_of
from draftloop.loop.ignores import without_ignored
from draftloop.loop.languages import is_english
from draftloop.loop.lexicon import lexicon
from draftloop.loop.post_words import post_words
from draftloop.loop.readability import kept_of, placed_by
from draftloop.loop.readability_figures import PUBLISHED
from draftloop.loop.rendering import render
from draftloop.loop.spelling import KnownWords
from draftloop.steps.grammar import GrammarReport, Reading, UncheckedBlock, grammar_pass
from draftloop.steps.language import spoken_in
from draftloop.steps.placing import FindingMaker
from draftloop.steps.reading import read_post

if TYPE_CHECKING:
    from draftloop.loop.blocks import Block, Span
    from draftloop.loop.finding import PassName, Tier
    from draftloop.loop.ignores import Ignore
    from draftloop.loop.readability import Readability
    from draftloop.loop.readability_figures import Bands
    from draftloop.steps.desk import Desk

__all__ = ["PASSES", "CheckReport", "UncheckedBlock", "check_text"]

PASSES: tuple[PassName, ...] = ("grammar", "readability")
"""In the order in which a post goes through them."""


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
    is_read: bool = True
    """False: nobody who was asked reads the post's language, so that no alarm says nothing."""
    readability: Readability | None = None
    """How the post reads; None when the second pass was not asked for."""

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
    bands: Bands = PUBLISHED,
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
        bands: What is usual, for the readability pass.

    Returns:
        Findings without the ignored ones. An engine that cannot work is named in
        `engines`; nothing is raised.
    """
    prose = desk.markdown.read(text)
    tiers = tiers or {}
    units = [unit_of(block, render(block)) for block in prose.blocks]
    spoken = spoken_in(units, dialect, desk.settings.lang)
    maker = FindingMaker(file, text, tiers)
    said = GrammarReport(states=dict.fromkeys(desk.checkers, "off"), note=spoken.note)
    if "grammar" in passes:
        known = KnownWords(
            lexicon=lexicon(), post=post_words(text, prose), taught=known_words or Dictionary()
        )
        asked = {n for n, unit in enumerate(units) if n not in spoken.skipped and _meets(unit.block, within)}
        reading = Reading(units=units, asked=frozenset(asked), known=known, spoken=spoken)
        said = grammar_pass(desk, maker, reading, engines)
    off, seen = desk.settings.checks.off, None
    findings = [*said.findings]
    if "readability" in passes:
        in_english = is_english(spoken.tag) and not spoken.is_unread
        whole = placed_by(read_post(desk, prose, text, bands=bands, is_english=in_english), maker.place)
        seen = kept_of(whole, lambda marks: tuple(without_ignored(marks, ignores, off)))
        findings += seen.findings
    else:
        findings = [finding for finding in findings if finding.tier != "style"]
    kept = without_ignored(findings, ignores, off)
    return CheckReport(
        findings=tuple(_settle(kept, tiers)),
        engines=said.states,
        unchecked=tuple(said.unchecked),
        dialect=spoken.tag,
        language_note=said.note,
        is_read=not spoken.is_unread and (is_english(spoken.tag) or "ok" in said.states.values()),
        readability=seen,
    )


def _meets(block: Block, within: Span | None) -> bool:
    return within is None or (block.start <= within[1] and within[0] <= block.end)


def _settle(findings: Sequence[Finding], tiers: Mapping[str, Tier]) -> list[Finding]:
    """One alarm a place within each pass; two engines that agree make a doubtful alarm sure."""
    agreed = _raise_agreed([finding for finding in findings if finding.pass_ == "grammar"], tiers)
    grammar = resolve_overlaps(agreed)
    reading = [finding for finding in findings if finding.pass_ == "readability"]
    return sorted([*grammar, *reading], key=lambda finding: (finding.start, finding.end, finding.rule))


def _raise_agreed(findings: Sequence[Finding], tiers: Mapping[str, Tier]) -> list[Finding]:
    """What the author keeps waving off stays doubtful, whoever agrees."""
    raised: list[Finding] = []
    ordered = sorted(findings, key=lambda finding: finding.start)
    starts = [finding.start for finding in ordered]
    longest = max((finding.end - finding.start for finding in findings), default=0)
    for finding in findings:
        near = ordered[bisect_left(starts, finding.start - longest) : bisect_left(starts, finding.end)]
        is_doubted = finding.tier == "maybe" and tiers.get(finding.rule_name) != "maybe"
        has_second = is_doubted and any(
            other.engine != finding.engine
            and other.tier in ("maybe", "sure")
            and other.start < finding.end
            and finding.start < other.end
            for other in near
        )
        raised.append(replace(finding, tier="sure") if has_second else finding)
    return raised
