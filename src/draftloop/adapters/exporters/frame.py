"""What every kind of site has in common: links, pictures, anchors, private things, in one pass over a post.

A kind is a `SiteRules`: where files go, how a link to another post is written, what is cured. The frame asks
it and collects the changes as splices of the original text, so nothing is ever rendered and written back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol
from urllib.parse import quote
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from draftloop.adapters.exporters.front import FrontMatter
from draftloop.loop.blocks import Heading, Prose
from draftloop.loop.destinations import Destination, find_destinations, reference_links
from draftloop.loop.post import Post, moment_of, never_leaves
from draftloop.loop.publication import (
    Export,
    ExportOptions,
    OtherPost,
    Others,
    PictureCopy,
    Problem,
    Splice,
    absolute,
    apply_splices,
    fill_address,
    heading_ids,
    safe_name,
    understand_link,
)
from draftloop.loop.settings import TargetSettings
from draftloop.loop.site_ports import SiteFile


@dataclass(slots=True)
class Cured:
    """What a kind of site needs changed in the body."""

    splices: list[Splice] = field(default_factory=list)
    extra: dict[str, str] = field(default_factory=dict)
    """Front matter keys with their YAML that the changed body refers to."""
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class SiteRules(Protocol):
    """One kind of site."""

    def content_path(self, slug: str, target: TargetSettings, when: datetime | date | None) -> str:
        """Where the post's file goes, below the root."""

    def picture_path(self, content_path: str, name: str) -> str:
        """Where a picture goes, below the root."""

    def picture_link(self, content_path: str, name: str) -> str:
        """How the page names that picture."""

    def address(self, post: Post, target: TargetSettings) -> str:
        """The address pattern from the site's root; empty when the kind has none."""

    def draft_link(self, content_path: str, other: OtherPost, fragment: str) -> str | None:
        """How a page links to another post; None when its place on this target is not known."""

    def anchor(self, text: str, heading: Heading, id: str) -> Splice | None:  # noqa: A002 - HTML's word
        """What gives a linked heading its id; None when the site does so by itself."""

    def cure(self, post: Post, prose: Prose, target: TargetSettings) -> Cured:
        """What the site would break in the body, mended."""

    def front_matter(
        self,
        post: Post,
        target: TargetSettings,
        options: ExportOptions,
        *,
        cover: str,
        extra: Mapping[str, str],
    ) -> FrontMatter:
        """The block above the body."""


def assemble(
    post: Post,
    target: TargetSettings,
    others: Others,
    prose: Prose,
    options: ExportOptions,
    rules: SiteRules,
) -> Export:
    """The export of a post by the rules of its target's kind. Pure."""
    return _Assembly(post, target, others, prose, options, rules).export()


def local_moment(post: Post, target: TargetSettings) -> tuple[datetime | date | None, str]:
    """The post's date in the zone of the site, and what is wrong with that zone."""
    when = moment_of(post.scalar("date"))
    if not target.timezone or not isinstance(when, datetime) or when.tzinfo is None:
        return when, ""
    try:
        return when.astimezone(ZoneInfo(target.timezone)), ""
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return when, f"timezone {target.timezone!r} is not known here; the date's own offset was used"


class _Assembly:
    """One export in the making."""

    def __init__(
        self,
        post: Post,
        target: TargetSettings,
        others: Others,
        prose: Prose,
        options: ExportOptions,
        rules: SiteRules,
    ) -> None:
        self.post, self.target, self.others = post, target, others
        self.prose, self.options, self.rules = prose, options, rules
        self.when, zone_note = local_moment(post, target)
        self.content_path = rules.content_path(post.address_slug, target, self.when)
        self.notes: list[str] = [zone_note] if zone_note else []
        self.problems: list[Problem] = []
        self.splices: list[Splice] = []
        self.names: dict[str, str] = {}

    def export(self) -> Export:
        post = self.post
        self._links()
        self._anchors()
        cured = self.rules.cure(post, self.prose, self.target)
        cover = self._cover()
        front = self.rules.front_matter(post, self.target, self.options, cover=cover, extra=cured.extra)
        body = apply_splices(post.text, [*self.splices, *cured.splices], post.body_start)
        text = f"{front.text()}\n{body.strip(chr(10))}\n"
        return Export(
            address=self._address(),
            files=(SiteFile(path=self.content_path, content=text.encode()),),
            pictures=tuple(
                PictureCopy(
                    source=f"{post.folder}/{source}", path=self.rules.picture_path(self.content_path, name)
                )
                for source, name in self.names.items()
            ),
            notes=(*self.notes, *cured.notes, *front.notes),
            problems=tuple(sorted((*self.problems, *cured.problems), key=lambda problem: problem.line or 0)),
        )

    def _address(self) -> str:
        pattern = self.rules.address(self.post, self.target)
        address = fill_address(pattern, self.post.address_slug, self.when)
        return absolute(self.target.base_url, quote(address, safe="/:{}%-._~"))

    def _problem(self, place: int | None, sentence: str, remedy: str, id: str = "links") -> None:  # noqa: A002
        line = self.post.line_of("cover") if place is None else self.post.line_at(place)
        self.problems.append(Problem(line=line, sentence=sentence, remedy=remedy, id=id))

    # Links and pictures

    def _links(self) -> None:
        text, start = self.post.text, self.post.body_start
        unlinked = self._unlink_references()
        for destination in find_destinations(text, self.prose, start):
            reference = understand_link(destination.target)
            match reference.kind:
                case "escape":
                    self._problem(
                        destination.start,
                        f"{destination.target} leads out of the draft's folder",
                        f"put the file into {self.post.folder}/",
                        "pictures" if destination.is_picture else "links",
                    )
                case "draft":
                    self._draft_link(destination, reference.name, reference.fragment, unlinked)
                case "file":
                    link = self._picture(reference.name, destination.start)
                    if link is not None:
                        link += f"#{reference.fragment}" if reference.fragment else ""
                        self.splices.append(Splice(start=destination.start, end=destination.end, text=link))

    def _picture(self, path: str, place: int | None) -> str | None:
        """How the page names a file of the draft's folder; None when it must not leave."""
        if never_leaves(path):
            self._problem(place, f"{path} never leaves the workspace", "take the link out")
            return None
        if path not in self.names:
            taken = {*self.names.values(), self.content_path.rpartition("/")[2]}
            self.names[path] = safe_name(path, taken)
        return self.rules.picture_link(self.content_path, self.names[path])

    def _cover(self) -> str:
        image, _ = self.post.cover
        reference = understand_link(image)
        match reference.kind:
            case "file":
                return self._picture(reference.name, None) or ""
            case "escape" | "draft":
                self._problem(
                    None, f"cover {image} leads out of the draft's folder", "put it there", "pictures"
                )
                return ""
            case _:
                return image

    def _draft_link(self, at: Destination, slug: str, fragment: str, unlinked: set[str]) -> None:
        link = self._address_of(slug, fragment)
        if link is None and self.options.unlink:
            unlinked.add(slug)
            if at.whole is not None and at.label is not None:
                self._drop_link(at.whole, at.label)
            else:
                # The definition of references that were taken out, or an attribute: it leads nowhere.
                self.splices.append(Splice(start=at.start, end=at.end, text="#"))
        elif link is None:
            self._problem(
                at.start,
                f"links to the draft {slug}, which is not on {self.target.name}",
                "ship that one first, or --unlink",
                "drafts",
            )
        elif at.is_html:
            other = self.others[slug].address + (f"#{fragment}" if fragment else "")
            self.splices.append(Splice(start=at.start, end=at.end, text=other))
        else:
            self.splices.append(Splice(start=at.start, end=at.end, text=link))

    def _address_of(self, slug: str, fragment: str) -> str | None:
        if slug == self.post.slug:
            return f"#{fragment}" if fragment else "#"
        other = self.others.get(slug)
        if other is None or not (other.path or other.address):
            return None
        return self.rules.draft_link(self.content_path, other, fragment)

    def _unlink_references(self) -> set[str]:
        unlinked: set[str] = set()
        if not self.options.unlink:
            return unlinked
        for target, whole, label in reference_links(self.post.text, self.prose):
            reference = understand_link(target)
            is_draft = reference.kind == "draft"
            if is_draft and self._address_of(reference.name, reference.fragment) is None:
                unlinked.add(reference.name)
                self._drop_link(whole, label)
        return unlinked

    def _drop_link(self, whole: tuple[int, int], label: tuple[int, int]) -> None:
        line = self.post.line_at(whole[0])
        words = self.post.text[slice(*label)]
        self.notes.append(f"line {line}: {words!r} goes out without its link")
        self.splices.append(Splice(start=whole[0], end=label[0], text=""))
        self.splices.append(Splice(start=label[1], end=whole[1], text=""))

    # Headings

    def _anchors(self) -> None:
        ids = heading_ids(self.prose.headings)
        for name in sorted(self._wanted_ids()):
            heading = ids.get(name)
            if heading is not None and heading.id != name:
                splice = self.rules.anchor(self.post.text, heading, name)
                if splice is not None:
                    self.splices.append(splice)

    def _wanted_ids(self) -> Iterable[str]:
        wanted = set(self.options.linked_ids)
        targets = [at.target for at in find_destinations(self.post.text, self.prose, self.post.body_start)]
        for reference in map(understand_link, targets):
            is_own = reference.kind == "anchor" or (
                reference.kind == "draft" and reference.name == self.post.slug
            )
            if is_own and reference.fragment:
                wanted.add(reference.fragment)
        return wanted
