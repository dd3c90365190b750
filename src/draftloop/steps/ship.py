"""`ship`: the definition of done, the site, the ledger, the commit, the tag, in that order.

A crash in between is repeated without harm: the site is written first, and files that stand there as they
should are left alone; the ledger is next, then one commit, then the tag.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Unpack

from draftloop.loop.errors import NotReady, SiteChanged
from draftloop.loop.front_matter import body_of
from draftloop.loop.iteration import Iteration
from draftloop.loop.ledger import Entry, digest, write_entry
from draftloop.loop.publication import SiteChange, judge_file
from draftloop.loop.stage import Stage
from draftloop.steps import ship_plan, ship_ready
from draftloop.steps.autosaves import put_in_trash
from draftloop.steps.bundle import folder_of
from draftloop.steps.done import turns_of
from draftloop.steps.housekeeping import commit_loose_files
from draftloop.steps.ship_plan import PlannedFile, ShipPlan
from draftloop.steps.ship_programs import try_programs
from draftloop.steps.ship_sources import (
    Choices,
    ShipOptions,
    choose_target,
    export_source,
    read_ledger,
    read_source,
    resolve_root,
)
from draftloop.steps.waiting import Queued, record_or_queue

if TYPE_CHECKING:
    from draftloop.loop.readiness import DoneRow
    from draftloop.steps.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetView:
    """A place to ship to, as a list shows it."""

    name: str
    kind: str
    root: str
    """As written in the settings."""
    is_default: bool
    """Taken when no name is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped:
    """What a ship came to."""

    slug: str
    title: str
    target: str
    root: str
    address: str
    tag: str
    """Empty when none was made: without git, as a draft, or when nothing had changed."""
    commit: str | None
    written: tuple[PlannedFile, ...]
    """Files of the site that were touched."""
    notes: tuple[str, ...]
    waits: str
    """Why there is no commit yet, and what helps, as of then; empty when nothing waits."""
    is_first: bool
    """First time in public on this target."""
    is_draft: bool

    @property
    def is_nothing_new(self) -> bool:
        """Whether the site, the ledger and the history had it all already."""
        return not self.written and self.commit is None and not self.tag and not self.is_first


def targets(desk: Desk) -> tuple[TargetView, ...]:
    """Every target of the settings, in their order."""
    known = desk.settings.targets
    default = desk.settings.ship_to or (next(iter(known)) if len(known) == 1 else "")
    return tuple(
        TargetView(name=name, kind=target.kind, root=target.root, is_default=name == default)
        for name, target in known.items()
    )


def readiness(
    desk: Desk, slug: str, target: str | None = None, **choices: Unpack[Choices]
) -> tuple[DoneRow, ...]:
    """The definition of done for a draft; see `ship_ready.readiness`."""
    return ship_ready.readiness(desk, slug, target, ShipOptions(**choices))


def plan(desk: Desk, slug: str, target: str | None = None, **choices: Unpack[Choices]) -> ShipPlan:
    """What a ship would do; see `ship_plan.plan`."""
    return ship_plan.plan(desk, slug, target, ShipOptions(**choices))


def allow(desk: Desk, target: str) -> str:
    """Say yes, on this machine, to the folder of a target; the folder. Raises NotFound, BadSetting."""
    root = resolve_root(desk, choose_target(desk, target))
    desk.consent.give("folder", root)
    return root


def ship(
    desk: Desk,
    slug: str,
    target: str | None = None,
    *,
    anyway: bool = False,
    **choices: Unpack[Choices],
) -> Shipped:
    """Publish a draft to a target.

    Args:
        desk: The desk.
        slug: An exact slug.
        target: Its name; None: the default.
        anyway: Ship although the definition of done is not met. A private draft stays all the same.
        **choices: See `ShipOptions`.

    Raises:
        NotReady: rows of the definition of done are not met; or the draft is private.
        SiteChanged: somebody else changed files in the site; nothing was written.
        Refused: everything else `plan` refuses.
    """
    options = ShipOptions(**choices)
    planned = ship_plan.plan(desk, slug, target, options)
    _must_be_ready(desk, planned, options, anyway=anyway)
    source = planned.work.source
    # Made before anything is written: a ledger that cannot be spliced stops the ship here.
    entry = _entry(desk, planned, options)
    text = write_entry(planned.work.ledger.text, planned.target, entry, planned.work.ledger.path)
    _keep_theirs(desk, planned)
    if source.text != source.document.text:
        desk.library.save(source.document, source.text)
    written = _write_site(desk, planned)
    if text != planned.work.ledger.text:
        desk.library.save(planned.work.ledger, text)
    before = planned.work.before
    commit, tag, waits = _record(desk, planned)
    return Shipped(
        slug=slug,
        title=planned.title,
        target=planned.target,
        root=planned.root,
        address=planned.address,
        tag=tag,
        commit=commit,
        written=written,
        notes=planned.notes,
        waits=waits,
        is_first=not options.as_draft and (before is None or before.shipped is None),
        is_draft=options.as_draft,
    )


def _must_be_ready(desk: Desk, planned: ShipPlan, options: ShipOptions, *, anyway: bool) -> None:
    """Stop here unless the definition of done is met and the site is as it was left.

    The yes to the folder is kept before any program is tried there.

    Raises:
        NotReady: rows are not met, a program failed, or (also with `anyway`) there is no text at all.
        SiteChanged: somebody else changed files in the site.
    """
    if planned.problems and not anyway:
        raise NotReady(planned.slug, tuple(_sentence(row) for row in planned.problems))
    source = planned.work.source
    if not body_of(source.text).strip():
        raise NotReady(planned.slug, (f"{source.document.path} has no text yet",))
    ship_plan.must_not_conflict(planned, options)
    if options.allow:
        desk.consent.give("folder", planned.root)
    failed = () if anyway else try_programs(desk, planned.root)
    if failed:
        raise NotReady(planned.slug, failed)


def _sentence(row: DoneRow) -> str:
    place = f"{row.file}:{row.line}: " if row.line else ""
    return f"{place}{row.sentence}" + (f" ({row.remedy})" if row.remedy else "")


def _keep_theirs(desk: Desk, planned: ShipPlan) -> None:
    """Words that somebody wrote into the site are in the draft's trash before ours replace them."""
    ours = (planned.work.before or Entry()).files
    for change in planned.work.changes:
        found = change.found
        if change.is_needed and found is not None and ours.get(change.path) != digest(found):
            with suppress(UnicodeDecodeError):  # a picture: no words in it
                put_in_trash(desk, planned.slug, {planned.work.source.document.path: found.decode()})


def _write_site(desk: Desk, planned: ShipPlan) -> tuple[PlannedFile, ...]:
    """Bring the site's files up to date: pictures, then the page, then what goes away."""
    written = []
    for change, file in zip(planned.work.changes, planned.files, strict=True):
        if not change.is_needed:
            continue
        if change.wanted is not None:
            desk.sites.write(planned.root, change.path, change.wanted, found=change.found)
        elif change.found is not None:
            desk.sites.remove(planned.root, change.path, found=change.found)
        written.append(file)
    return tuple(written)


def _entry(desk: Desk, planned: ShipPlan, options: ShipOptions) -> Entry:
    before = planned.work.before or Entry()
    first = None if options.as_draft else desk.now().replace(microsecond=0)
    return Entry(
        address=planned.address,
        state="draft" if options.as_draft else "public",
        shipped=before.shipped or first,
        id=before.id,
        updated_at=before.updated_at,
        aliases=planned.work.aliases,
        files=ship_plan.entry_after(planned, options),
    )


def _record(desk: Desk, planned: ShipPlan) -> tuple[str | None, str, str]:
    """Commit and tag; the commit, the tag, and what to say when there is neither as git has to wait."""
    name = tag_name(planned.slug)
    before = desk.tags.tags(name)
    commit_loose_files(desk)  # a ship that waits may get its commit and its tag by this
    commit, message = None, f"Ship to {planned.target}: {planned.title}\n\n{planned.address}".rstrip()
    turns = [turn for turn in turns_of(desk, planned.slug) if turn.stage is Stage.SHIP]
    if desk.history.changed([planned.work.ledger.path]):
        iteration = Iteration(
            stage=Stage.SHIP,
            when=desk.now(),
            title=planned.title,
            draft=planned.slug,
            number=1 + len(turns),
            target=planned.target,
            address=planned.address,
        )
        tag = ("", "") if planned.is_draft else (name, message)
        outcome = record_or_queue(desk, iteration, [folder_of(planned.slug)], tag=tag)
        if isinstance(outcome, Queued):
            return None, "", f"{outcome.sentence} {outcome.remedy}"
        commit = outcome.commit if outcome else None
    tags = desk.tags.tags(name)
    recorded = [turn.commit for turn in turns if not turn.is_waiting]
    if commit is None and recorded and not planned.is_draft and recorded[-1] not in tags.values():
        return None, desk.tags.tag(name, message), ""
    return commit, next((given for given in tags if given not in before), ""), ""


def tag_name(slug: str) -> str:
    """`ship/SLUG`, with the bytes that git or a shell would trip over as %XX."""
    return "ship/" + "".join(
        char
        if char.isascii() and (char.isalnum() or char in "-_")
        else "".join(f"%{byte:02X}" for byte in char.encode())
        for char in slug
    )


def export_to(
    desk: Desk, slug: str, target: str | None, folder: str, **choices: Unpack[Choices]
) -> tuple[PlannedFile, ...]:
    """Write what a target would get into another folder; no ledger, no commit, no consent.

    Args:
        desk: The desk.
        slug: An exact slug.
        target: Its name; None: the default.
        folder: A folder that the person named; made where it is not there.
        **choices: See `ShipOptions`; `overwrite` replaces files that differ.

    Raises:
        NotReady: the draft is private, or something in it has no form on this target.
        SiteChanged: other files stand in the way.
    """
    options = ShipOptions(**choices)
    desk.sites.make(folder)
    root = desk.sites.resolve(folder)
    changes, is_dated = _export_changes(desk, slug, target, root, options, None)
    taken = tuple(change for change in changes if change.is_conflict)
    if not is_dated and (before := next(filter(None, map(_date_in, taken)), None)):
        # The moment of the first export stays: done twice, it would differ by nothing else.
        changes, _ = _export_changes(desk, slug, target, root, options, before)
        taken = tuple(change for change in changes if change.is_conflict)
    if taken and not options.overwrite:
        paths = tuple(change.path for change in taken)
        diff = "".join(map(ship_plan.unified, taken))
        raise SiteChanged(folder, paths, "stand there already and differ", diff)
    for change in changes:
        if change.state != "same" and change.wanted is not None:
            desk.sites.write(root, change.path, change.wanted, found=change.found)
    return tuple(ship_plan.planned(change) for change in changes)


def _export_changes(
    desk: Desk, slug: str, target: str | None, root: str, options: ShipOptions, when: datetime | None
) -> tuple[list[SiteChange], bool]:
    """What an export would change below `root`, and whether the post has a date of its own."""
    settings = choose_target(desk, target)
    source = read_source(desk, slug, options, when)
    ship_plan.refuse_private(source)
    _, entries = read_ledger(desk, slug)
    known = entries.get(settings.name)
    export = export_source(desk, source, settings, options, known.aliases if known else ())
    if export.problems:
        path = source.post.path
        rows = tuple(f"{path}:{one.line or 1}: {one.sentence} ({one.remedy})" for one in export.problems)
        raise NotReady(slug, rows)
    wanted, _ = ship_plan.wanted_files(desk, export)
    changes = [
        judge_file(path, content, desk.sites.read(root, path), None) for path, content in wanted.items()
    ]
    return changes, source.text == source.document.text


def _date_in(change: SiteChange) -> datetime | None:
    """The date that a page which stands there was written with."""
    found = re.search(rb"^date: ([0-9T:+.-]+)$", change.found or b"", re.MULTILINE)
    try:
        return datetime.fromisoformat(found[1].decode("ascii")) if found else None
    except ValueError:
        return None
