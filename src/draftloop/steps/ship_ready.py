"""The facts behind the definition of done, gathered from the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftloop.loop.destinations import find_destinations
from draftloop.loop.errors import BadSetting, NotFound, Unreadable
from draftloop.loop.front_matter import body_of
from draftloop.loop.publication import understand_link
from draftloop.loop.readiness import DoneRow, ShipFacts, done_rows
from draftloop.loop.stage import passes_recorded
from draftloop.steps.bundle import folder_of
from draftloop.steps.lengths import ENOUGH_SHIPPED, shipped_drafts, typical_words
from draftloop.steps.ship_sources import (
    ShipOptions,
    Source,
    choose_target,
    export_source,
    read_source,
    resolve_root,
)

if TYPE_CHECKING:
    from draftloop.loop.publication import Export
    from draftloop.loop.settings import TargetSettings
    from draftloop.steps.desk import Desk

NO_GIT = ("no-git", "no-repository")
"""States of the history in which nothing was ever recorded and nothing can be: a ship goes on without it."""

_MOST_FILES = 2000


def readiness(
    desk: Desk, slug: str, target: str | None = None, options: ShipOptions | None = None
) -> tuple[DoneRow, ...]:
    """Every row of the definition of done, met or not; of the site only when a target can be told.

    Raises:
        NotFound: no such draft, or no target of that name.
        Unreadable: a file of the draft that cannot be understood.
    """
    options = options or ShipOptions()
    source = read_source(desk, slug, options)
    extra: list[DoneRow] = []
    if source.bundle.is_private:
        remedy = "take `private: true` out of its front matter first"
        extra.append(_error("private", "the draft is private: it never leaves", remedy, source.post.path))
    settings: TargetSettings | None = None
    export: Export | None = None
    try:
        settings = choose_target(desk, target)
        export = export_source(desk, source, settings, options)
        resolve_root(desk, settings)
    except BadSetting as error:
        extra.append(_error("target", f"{error.key}: {error.problem}", "", error.path))
    return (*extra, *rows_of(desk, source, settings, export, options))


def _error(id: str, sentence: str, remedy: str, file: str) -> DoneRow:  # noqa: A002 - what a row is called
    return DoneRow(id=id, level="error", is_met=False, sentence=sentence, file=file, remedy=remedy)


def rows_of(
    desk: Desk,
    source: Source,
    target: TargetSettings | None,
    export: Export | None,
    options: ShipOptions,
) -> tuple[DoneRow, ...]:
    """The rows for a draft that has been read already."""
    facts = ShipFacts(
        post=source.post,
        prose=source.prose,
        now=desk.now(),
        target=target,
        export=export,
        passes=_passes(desk, source),
        has_history=desk.history.state().kind not in NO_GIT,
        sizes=_sizes(desk, source),
        draft_ids=source.neighbors.ids,
        addresses=_addresses(source, target),
        words=source.prose.words,
        typical_words=typical_words(desk) if len(shipped_drafts(desk)) >= ENOUGH_SHIPPED else 0,
        done=desk.settings.done,
        answered=options.answered,
        is_scheduled=options.schedule,
        is_draft=options.as_draft,
    )
    return done_rows(facts)


def _passes(desk: Desk, source: Source) -> frozenset[str]:
    """Edit passes that hold for the words as they are, committed or not."""
    slug = source.bundle.slug
    turns = desk.history.timeline(slug)
    passes = passes_recorded(turns)
    if not passes or not desk.history.changed([source.post.path]):
        return passes
    before = desk.history.text_at(turns[-1].commit, source.post.path) or ""
    return passes if body_of(before) == body_of(source.document.text) else frozenset()


def _addresses(source: Source, target: TargetSettings | None) -> dict[str, str]:
    if target is None:
        return {}
    found = {}
    for slug, entries in source.neighbors.entries.items():
        entry = entries.get(target.name)
        if entry is not None and entry.address:
            found[entry.address] = slug
    return found


def _sizes(desk: Desk, source: Source) -> dict[str, int]:
    """Every file of the draft's folder; the size only of those that go along."""
    folder = folder_of(source.bundle.slug)
    sizes = dict.fromkeys(_files_below(desk, folder), 0)
    post = source.post
    targets = [at.target for at in find_destinations(post.text, source.prose, post.body_start)]
    for reference in map(understand_link, [*targets, post.cover[0]]):
        if reference.kind == "file" and reference.name in sizes:
            try:
                sizes[reference.name] = len(desk.library.read_bytes(f"{folder}/{reference.name}"))
            except (NotFound, Unreadable):
                del sizes[reference.name]
    return sizes


def _files_below(desk: Desk, folder: str) -> list[str]:
    found: list[str] = []
    waiting = [""]
    while waiting and len(found) < _MOST_FILES:
        below = waiting.pop()
        for name in desk.library.list_files(f"{folder}/{below}".rstrip("/")):
            if name.endswith("/"):
                waiting.append(below + name)
            else:
                found.append(below + name)
    return found
