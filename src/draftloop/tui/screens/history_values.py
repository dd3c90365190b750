"""What the history screen is told by the steps, as values. Runs in threads; knows no widget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.loop.coverage import Mark
from draftloop.loop.errors import DraftloopError
from draftloop.steps.bundle import folder_of, read_bundle
from draftloop.steps.evolution import Measures, measure_all, threads
from draftloop.steps.history import TurnView, resolve_version, restore, summary, timeline
from draftloop.steps.prose import progress_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from draftloop.steps.desk import Desk
    from draftloop.steps.evolution import Thread
    from draftloop.steps.history import Summary

_BACK = 6
"""Turns looked at for the one that holds the text before a restore."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """One row of the timeline: a turn, or the files as they are now."""

    name: str
    """The version's name, which is the row's key."""
    view: TurnView | None
    """None for the files as they are now."""
    when: datetime
    measures: Measures | None = None
    """None until it is measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The history of a draft, not yet measured."""

    title: str
    rows: tuple[HistoryRow, ...]
    """Oldest first."""
    figures: Summary
    trouble: str
    """Why there is nothing, or nothing new can be recorded; empty when all is well."""
    remedy: str

    @property
    def views(self) -> tuple[TurnView, ...]:
        return tuple(row.view for row in self.rows if row.view is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Threads:
    """The ideas of a draft on their way through the rounds, and into the prose."""

    rounds: tuple[int, ...] = ()
    ideas: tuple[Thread, ...] = ()
    in_prose: dict[str, Mark] | None = None
    """By the text of an idea of the latest outline; None while there is no prose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PutBack:
    """A restore, told."""

    path: str
    name: str
    before: str
    """The version that holds what stood there; empty when none does."""
    kept: str
    is_recorded: bool


def read_story(desk: Desk, slug: str) -> Story:
    """The timeline; no text is read for it. Raises NotFound."""
    title = read_bundle(desk, slug).title
    state = desk.history.state()
    views = timeline(desk, slug)
    rows = [HistoryRow(name=view.version, view=view, when=view.turn.when) for view in views]
    files = [f"{folder_of(slug)}/{name}" for name in ("post.md", "outline.md", "notes.md")]
    if views and desk.history.changed(files):
        rows.append(HistoryRow(name=slug, view=None, when=desk.now()))
    return Story(
        title=title,
        rows=tuple(rows),
        figures=summary(desk, views),
        trouble="" if state.is_ready else state.reason,
        remedy=state.remedy,
    )


def read_measures(desk: Desk, slug: str, views: Sequence[TurnView]) -> dict[str, Measures]:
    """The figures of every turn, by the version's name."""
    found = measure_all(desk, slug, views)
    return {view.version: measures for view, measures in zip(views, found, strict=True)}


def read_threads(desk: Desk, slug: str) -> Threads:
    """Every idea's way; whether it is in the prose where there is any."""
    rounds, ideas = threads(desk, slug)
    bundle = read_bundle(desk, slug)
    marks: dict[str, Mark] | None = None
    if rounds and bundle.has_prose and not bundle.broken:
        from draftloop.loop.outline import parse_outline

        outline = parse_outline(bundle.outline.text)
        coverage = progress_of(desk, slug).coverage.marks
        marks = {point.text: mark for point, mark in zip(outline.points, coverage, strict=True)}
    return Threads(rounds=rounds, ideas=ideas, in_prose=marks)


def put_back(desk: Desk, slug: str, name: str) -> PutBack:
    """Restore a version, and find the one that holds what stood there. Raises as `restore`."""
    path = resolve_version(desk, name).path
    before = desk.library.open(path).text
    done = restore(desk, name)
    return PutBack(
        path=path,
        name=name,
        before=_version_with(desk, slug, path, before) if done.commit else "",
        kept=done.kept,
        is_recorded=done.commit is not None,
    )


def _version_with(desk: Desk, slug: str, path: str, text: str) -> str:
    for view in list(reversed(timeline(desk, slug)))[1 : _BACK + 1]:
        name = f"{slug}@{view.turn.commit}"
        try:
            version = resolve_version(desk, name)
        except DraftloopError:
            continue  # a turn without a text of its own
        if version.path == path and version.text == text:
            return view.version if resolve_version(desk, view.version).text == text else name
    return ""
