"""What a ship would do to a site, file by file, before anything is done."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from draftloop.loop.document import Document
from draftloop.loop.errors import (
    AlreadyThere,
    BadValue,
    ConsentNeeded,
    NotFound,
    NotReady,
    SiteChanged,
    Unreadable,
)
from draftloop.loop.ledger import Entry, digest
from draftloop.loop.publication import ChangeState, Export, SiteChange, from_root, judge_file
from draftloop.steps.ship_ready import rows_of
from draftloop.steps.ship_sources import (
    ShipOptions,
    Source,
    choose_target,
    export_source,
    read_ledger,
    read_source,
    resolve_root,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from draftloop.loop.readiness import DoneRow
    from draftloop.steps.desk import Desk

MOST_DIFF_LINES = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedFile:
    """One file of the site and what becomes of it."""

    path: str
    """Below the target's root."""
    state: ChangeState
    size_bytes: int
    """As it will be; of a file that goes, as it is."""
    diff: str = ""
    """Unified, from what stands there to what will; empty for pictures and files that stay."""
    is_picture: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipPlan:
    """A ship that has not happened."""

    slug: str
    title: str
    target: str
    kind: str
    root: str
    """The folder, resolved."""
    address: str
    files: tuple[PlannedFile, ...]
    notes: tuple[str, ...]
    rows: tuple[DoneRow, ...]
    """The definition of done for this target."""
    is_draft: bool
    work: Work = field(repr=False)

    @property
    def problems(self) -> tuple[DoneRow, ...]:
        """Rows that keep the ship back."""
        return tuple(row for row in self.rows if row.keeps_back)

    @property
    def conflicts(self) -> tuple[PlannedFile, ...]:
        """Files that somebody else changed in the site."""
        return tuple(file for file in self.files if file.state in ("edited", "unrecorded", "gone"))

    @property
    def is_needed(self) -> bool:
        """Whether the site would change at all."""
        return any(file.state != "same" for file in self.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What `ship` needs beyond what a person reads."""

    source: Source
    changes: tuple[SiteChange, ...]
    ledger: Document
    before: Entry | None
    aliases: tuple[str, ...]


def plan(desk: Desk, slug: str, target: str | None = None, options: ShipOptions | None = None) -> ShipPlan:
    """Work out a ship without doing any of it.

    Raises:
        NotFound: no such draft or target.
        NotReady: the draft is private.
        BadSetting: no target, an unknown kind, or a folder that is not there.
        ConsentNeeded: this machine has not said yes to the target's folder.
        AlreadyThere: the address would change, and `move` was not asked for.
        Unreadable: a file of the draft or its ledger.
    """
    options = options or ShipOptions()
    if options.overwrite and options.adopt:
        raise BadValue("--adopt", "with --overwrite", "take one: theirs or ours")
    settings = choose_target(desk, target)
    source = read_source(desk, slug, options)
    refuse_private(source)
    root = resolve_root(desk, settings)
    if not options.allow:
        require_consent(desk, slug, settings.name, root)
    ledger, entries = read_ledger(desk, slug)
    before = entries.get(settings.name)
    export = export_source(desk, source, settings, options, before.aliases if before else ())
    aliases = _aliases(before, export, options)
    notes: tuple[str, ...] = ()
    if before is not None and aliases != before.aliases:
        export = export_source(desk, source, settings, options, aliases)
        if settings.kind != "hugo":
            notes = (f"the old address {before.address} leads nowhere now: set up a redirect",)
    wanted, missing = wanted_files(desk, export)
    changes = _changes(desk, root, wanted, before)
    changes = tuple(_decided(change, options) for change in changes)
    return ShipPlan(
        slug=slug,
        title=source.bundle.title,
        target=settings.name,
        kind=settings.kind,
        root=root,
        address=export.address,
        files=tuple(planned(change) for change in changes),
        notes=(*export.notes, *notes, *missing, *_date_note(source)),
        rows=rows_of(desk, source, settings, export, options),
        is_draft=options.as_draft,
        work=Work(source=source, changes=changes, ledger=ledger, before=before, aliases=aliases),
    )


def refuse_private(source: Source) -> None:
    """A private draft never leaves, whatever else was asked for."""
    if source.bundle.is_private:
        row = "the draft is private: it never leaves (take `private: true` out of its front matter first)"
        raise NotReady(source.bundle.slug, (row,))


def require_consent(desk: Desk, slug: str, name: str, root: str) -> None:
    """Raises ConsentNeeded unless this machine said yes to the folder."""
    if not desk.consent.is_given("folder", root):
        raise ConsentNeeded("the folder", root, f"`draftloop ship {slug} --to {name}` is that yes")


def _aliases(before: Entry | None, export: Export, options: ShipOptions) -> tuple[str, ...]:
    """Old addresses that must lead to the post. Raises AlreadyThere for a move that was not asked for."""
    if before is None or not before.files:
        return before.aliases if before else ()
    is_same_place = export.files[0].path in before.files
    if is_same_place and from_root(before.address) == from_root(export.address):
        return before.aliases
    if not options.move:
        where = before.address or next(iter(before.files))
        now = export.address or export.files[0].path
        raise AlreadyThere(where, f"the post would move to {now}: --move does that and keeps the old address")
    if not before.address:
        return before.aliases
    return (*(old for old in before.aliases if old != export.address), before.address)


def wanted_files(desk: Desk, export: Export) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Everything the export wants, pictures first, and a note for each picture that cannot be read."""
    wanted: dict[str, bytes] = {}
    notes = []
    for picture in export.pictures:
        try:
            wanted[picture.path] = desk.library.read_bytes(picture.source)
        except Unreadable as error:
            notes.append(f"{picture.source}: {error.reason}; it does not go out")
        except NotFound:
            notes.append(f"{picture.source} is not there; the page will show a hole")
    return wanted | {file.path: file.content for file in export.files}, tuple(notes)


def _changes(
    desk: Desk, root: str, wanted: Mapping[str, bytes], before: Entry | None
) -> tuple[SiteChange, ...]:
    recorded = before.files if before else {}
    paths = [*wanted, *(path for path in recorded if path not in wanted)]
    return tuple(
        judge_file(path, wanted.get(path), desk.sites.read(root, path), recorded.get(path)) for path in paths
    )


def _decided(change: SiteChange, options: ShipOptions) -> SiteChange:
    if not change.is_conflict or not options.overwrite:
        return change
    if change.wanted is None:
        return replace(change, state="removed")
    return replace(change, state="new" if change.found is None else "changed")


def must_not_conflict(plan: ShipPlan, options: ShipOptions) -> None:
    """Raises SiteChanged when somebody else changed files, unless their versions are adopted."""
    if plan.conflicts and not options.adopt:
        states = {file.state for file in plan.conflicts}
        said = {
            "edited": "changed in the site since the last ship",
            "unrecorded": "stand in the site, and draftloop did not write them",
            "gone": "are gone from the site",
        }
        raise SiteChanged(
            plan.target,
            tuple(file.path for file in plan.conflicts),
            " and ".join(said[state] for state in said if state in states),
            "".join(file.diff for file in plan.conflicts),
        )


def entry_after(plan: ShipPlan, options: ShipOptions) -> dict[str, str]:
    """Digests of the files as they stand in the site after the ship."""
    files: dict[str, str] = {}
    for change in plan.work.changes:
        if change.is_conflict and options.adopt:
            if change.found is not None:
                files[change.path] = digest(change.found)
        elif change.wanted is not None:
            files[change.path] = digest(change.wanted)
    return files


def planned(change: SiteChange) -> PlannedFile:
    """A change as a person reads it."""
    content = change.wanted if change.wanted is not None else change.found or b""
    return PlannedFile(
        path=change.path,
        state=change.state,
        size_bytes=len(content),
        diff="" if change.state == "same" else unified(change),
        is_picture=not change.path.endswith(".md"),
    )


def unified(change: SiteChange) -> str:
    """A unified diff of texts; empty when one side is a picture."""
    old, new = _text(change.found), _text(change.wanted)
    if old is None or new is None:
        return ""
    lines = list(
        difflib.unified_diff(
            old.splitlines(),
            new.splitlines(),
            f"a/{change.path}" if change.found is not None else "/dev/null",
            f"b/{change.path}" if change.wanted is not None else "/dev/null",
            lineterm="",
        )
    )
    if len(lines) > MOST_DIFF_LINES:
        rest = len(lines) - MOST_DIFF_LINES
        lines = [*lines[:MOST_DIFF_LINES], f"... {rest} more lines"]
    return "".join(f"{line}\n" for line in lines)


def _text(content: bytes | None) -> str | None:
    if content is None:
        return ""
    if b"\0" in content:
        return None
    try:
        return content.decode()
    except UnicodeDecodeError:
        return None


def _date_note(source: Source) -> tuple[str, ...]:
    if source.text == source.document.text:
        return ()
    return (f"date {source.post.scalar('date')} is written into post.md",)
