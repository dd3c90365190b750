"""What a ship is made from: the target, the post as it is now, the other drafts on the same site."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypedDict

from draftloop.loop.blocks import Prose
from draftloop.loop.destinations import find_destinations
from draftloop.loop.document import Document
from draftloop.loop.errors import BadSetting, NotFound, Unreadable
from draftloop.loop.front_matter import set_field
from draftloop.loop.ledger import FILE_NAME, Entry, parse_ledger
from draftloop.loop.post import Post, compose_post, read_neutral
from draftloop.loop.publication import Export, ExportOptions, OtherPost, understand_link
from draftloop.loop.readiness_links import ids_of
from draftloop.steps.bundle import Bundle, folder_of, must_read, read_bundle
from draftloop.steps.lengths import draft_slugs

if TYPE_CHECKING:
    from datetime import datetime

    from draftloop.loop.settings import TargetSettings
    from draftloop.steps.desk import Desk

SETTINGS_FILE = "draftloop.toml"
_LINK_IN = re.compile(r"\.\./([^/\s()<>]+)/post\.md(?:#([^\s)>\"']+))?")


class Choices(TypedDict, total=False):
    """What a person may ask for with a ship; every one is off unless given."""

    as_draft: bool
    unlink: bool
    overwrite: bool
    adopt: bool
    move: bool
    schedule: bool
    allow: bool
    answered: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipOptions:
    """The choices of one ship."""

    as_draft: bool = False
    """The site shall not show it yet."""
    unlink: bool = False
    """Links to drafts that are not there become plain words."""
    overwrite: bool = False
    """Files that were changed in the site are replaced."""
    adopt: bool = False
    """Files that were changed in the site stay, and are noted as seen."""
    move: bool = False
    """A changed address is meant."""
    schedule: bool = False
    """A date in the future is meant."""
    allow: bool = False
    """Yes to the target's folder, on this machine."""
    answered: frozenset[str] = frozenset()
    """Questions of [done] ask that were answered with yes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A draft read for a ship."""

    bundle: Bundle
    document: Document
    """post.md as it is on disk."""
    text: str
    """post.md as it will be: with its date."""
    post: Post
    prose: Prose
    neighbors: Neighbors


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbors:
    """The other drafts, as far as this one has to know them."""

    entries: Mapping[str, Mapping[str, Entry]] = field(default_factory=dict)
    """Ledger by draft."""
    ids: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Heading ids of the drafts this post links to; every draft with a post is a key."""
    linked_ids: frozenset[str] = frozenset()
    """Headings of this post that others link to."""


def choose_target(desk: Desk, name: str | None) -> TargetSettings:
    """The target of that name; without one `[ship] to`, else the only one.

    Raises:
        NotFound: no such target.
        BadSetting: none is set up, or several and no choice.
    """
    targets = desk.settings.targets
    wanted = name or desk.settings.ship_to
    if not targets:
        example = '[target.site] with kind = "hugo" and root = "../blog"'
        raise BadSetting(SETTINGS_FILE, "target", f"names no place to ship to: write {example}")
    if not wanted and len(targets) == 1:
        return next(iter(targets.values()))
    if not wanted:
        raise BadSetting(SETTINGS_FILE, "ship.to", f"several targets: --to one of {', '.join(targets)}")
    if wanted not in targets:
        raise NotFound("target", wanted, tuple(difflib.get_close_matches(wanted, targets, 3, 0.4)))
    return targets[wanted]


def resolve_root(desk: Desk, target: TargetSettings) -> str:
    """The real path of the target's folder. Raises BadSetting when it is not there."""
    try:
        return desk.sites.resolve(target.root)
    except NotFound as missing:
        raise BadSetting(
            SETTINGS_FILE,
            f"target.{target.name}.root",
            f"the folder {missing.name} is not there: make it, or change root",
        ) from missing


def read_source(desk: Desk, slug: str, options: ShipOptions, when: datetime | None = None) -> Source:
    """The draft, its post with a date (`when`, else now, if it has none), and its neighbors.

    Raises:
        NotFound: no such draft.
        Unreadable: post.md, notes.md or the ledger cannot be understood.
    """
    bundle = read_bundle(desk, slug)
    must_read(bundle, "notes.md")
    document = must_read(bundle, "post.md")
    text, fields = document.text, bundle.post_fields
    if document.exists and not fields.get("date") and not options.as_draft:
        text = set_field(text, "date", when or desk.now().replace(microsecond=0), path=document.path)
        fields = desk.library.fields(replace(document, text=text))
    path = f"{folder_of(slug)}/post.md"
    added = text.count("\n") - document.text.count("\n")
    post, prose = compose_post(slug, path, text, fields, desk.markdown.read, added_lines=added)
    return Source(
        bundle=bundle,
        document=document,
        text=text,
        post=post,
        prose=prose,
        neighbors=_neighbors(desk, post, prose),
    )


def _neighbors(desk: Desk, post: Post, prose: Prose) -> Neighbors:
    references = (understand_link(at.target) for at in find_destinations(post.text, prose, post.body_start))
    wanted = {one.name for one in references if one.kind == "draft" and one.fragment}
    entries: dict[str, Mapping[str, Entry]] = {}
    ids: dict[str, frozenset[str]] = {}
    linked: set[str] = set()
    for slug in draft_slugs(desk):
        if slug == post.slug:
            continue
        try:
            entries[slug] = read_ledger(desk, slug)[1]
            document = desk.library.open(f"{folder_of(slug)}/post.md")
        except Unreadable:
            continue  # `doctor` names it; a broken neighbor may not keep this post back
        if not document.exists:
            continue
        found = _LINK_IN.findall(document.text)
        linked.update(fragment for name, fragment in found if name == post.slug and fragment)
        ids[slug] = (
            ids_of(document.text, read_neutral(document.text, desk.markdown.read))
            if slug in wanted
            else frozenset()
        )
    return Neighbors(entries=entries, ids=ids, linked_ids=frozenset(linked))


def read_ledger(desk: Desk, slug: str) -> tuple[Document, dict[str, Entry]]:
    """exported.toml and what it says; empty when the draft was never shipped. Raises Unreadable."""
    document = desk.library.open(f"{folder_of(slug)}/{FILE_NAME}")
    return document, parse_ledger(document.text, document.path)


def others_on(target: TargetSettings, neighbors: Neighbors) -> dict[str, OtherPost]:
    """The other drafts that are public on a target."""
    found = {}
    for slug, entries in neighbors.entries.items():
        entry = entries.get(target.name)
        if entry is not None and entry.is_public:
            pages = sorted(path for path in entry.files if path.endswith(".md"))
            found[slug] = OtherPost(slug=slug, address=entry.address, path=pages[0] if pages else "")
    return found


def export_source(
    desk: Desk,
    source: Source,
    target: TargetSettings,
    options: ShipOptions,
    aliases: tuple[str, ...] = (),
) -> Export:
    """What the post becomes on the target. Raises BadSetting for a kind that nothing exports."""
    exporter = desk.exporters.get(target.kind)
    if exporter is None:
        near = next(iter(difflib.get_close_matches(target.kind, desk.exporters, 1)), "")
        known = ", ".join(sorted(desk.exporters))
        raise BadSetting(
            SETTINGS_FILE, f"target.{target.name}.kind", f"{target.kind!r} is none of {known}", near=near
        )
    return exporter.export(
        source.post,
        target,
        others_on(target, source.neighbors),
        source.prose,
        ExportOptions(
            as_draft=options.as_draft,
            unlink=options.unlink,
            aliases=aliases,
            linked_ids=source.neighbors.linked_ids,
        ),
    )
