"""What the history screen is told by the steps, as values. Runs in threads; knows no widget."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from draftloop.loop.coverage import Mark
from draftloop.loop.errors import DraftloopError
from draftloop.steps.autosaves import AutosaveView, list_autosaves, weave
from draftloop.steps.bundle import folder_of, read_bundle
from draftloop.steps.evolution import Measures, measure_all, measure_autosaves, threads
from draftloop.steps.history import TurnView, resolve_version, summary, timeline
from draftloop.steps.prose import progress_of
from draftloop.steps.restore import restore

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
    """One row of the timeline: a turn, an autosave, or the files as they are now."""

    name: str
    """The version's name, which is the row's key."""
    view: TurnView | None
    """None for autosaves, and for the files as they are now."""
    when: datetime
    measures: Measures | None = None
    """None until it is measured."""
    kept: AutosaveView | None = None
    """An autosave, or a text in the trash."""

    @property
    def is_now(self) -> bool:
        """Whether these are the files as they are."""
        return self.view is None and self.kept is None


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
    """The timeline; no text is read for it, and while HEAD stands still no git is asked. Raises NotFound."""
    views = timeline(desk, slug)
    story = Story(
        title=read_bundle(desk, slug).title,
        rows=tuple(HistoryRow(name=view.version, view=view, when=view.turn.when) for view in views),
        figures=summary(desk, views),
        trouble="",
        remedy="",
    )
    return story if views else with_present(desk, slug, story)


def with_present(desk: Desk, slug: str, story: Story) -> Story:
    """The same with the files as they are now, when they differ, and with what keeps git from recording."""
    state = desk.history.state()
    files = [f"{folder_of(slug)}/{name}" for name in ("post.md", "outline.md", "notes.md")]
    rows = tuple(row for row in story.rows if not row.is_now)
    if rows and desk.history.changed(files):
        rows = (*rows, HistoryRow(name=slug, view=None, when=desk.now()))
    return replace(story, rows=rows, trouble="" if state.is_ready else state.reason, remedy=state.remedy)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Autosaves and the trash, or why there are none."""

    views: tuple[AutosaveView, ...]
    """Oldest first."""
    why_none: str


def read_kept(desk: Desk, slug: str) -> Kept:
    """Every autosave of a draft. Raises HistoryUnavailable."""
    views = list_autosaves(desk, slug)
    state = desk.autosaves.state() if desk.autosaves is not None and not views else None
    why = state.reason if state is not None and not state.is_ready else ""
    return Kept(views=views, why_none=why or "no autosaves yet: one is made each minute while you write")


def woven(story: Story, kept: Sequence[AutosaveView]) -> tuple[HistoryRow, ...]:
    """The rows of a story with autosaves between them; the files as they are stay the last."""
    turns = {row.name: row for row in story.rows if row.view is not None}
    rows = [
        HistoryRow(name=view.version, view=None, when=view.when, kept=view)
        if isinstance(view, AutosaveView)
        else turns[view.version]
        for view in weave(story.views, kept)
    ]
    return (*rows, *(row for row in story.rows if row.view is None))


def read_measures(
    desk: Desk, slug: str, story: Story, kept: Sequence[AutosaveView], wanted: Sequence[HistoryRow]
) -> dict[str, Measures]:
    """The figures of some rows, by the version's name."""
    turns = [row.view for row in wanted if row.view is not None]
    saves = [row.kept for row in wanted if row.kept is not None]
    of_turns = measure_all(desk, slug, story.views, only=turns) if turns else []
    of_saves = measure_autosaves(desk, slug, kept, only=saves) if saves else []
    return {
        **{view.version: found for view, found in zip(turns, of_turns, strict=True)},
        **{view.version: found for view, found in zip(saves, of_saves, strict=True)},
    }


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
    version = resolve_version(desk, name)
    path = version.path
    before = desk.library.open(path).text
    done = restore(desk, name)
    return PutBack(
        path=path,
        name=version.autosave.name if version.autosave is not None else name,
        before=_version_with(desk, slug, path, before) if done.commit or done.queued else "",
        kept=done.kept,
        is_recorded=done.commit is not None or done.queued is not None,
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
