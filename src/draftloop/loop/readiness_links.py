"""Rows of the definition of done about what a post links to: pictures, files, headings, other drafts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from draftloop.loop.blocks import Prose
from draftloop.loop.destinations import Destination, find_destinations, find_tags, in_code
from draftloop.loop.post import never_leaves
from draftloop.loop.publication import Reference, heading_ids, understand_link
from draftloop.loop.ship_facts import DoneRow, ShipFacts

HEAVY_BYTES = 1_000_000
_BLANK_NAME = re.compile(
    r"!\[[^\]\n]*\]\((?P<name>[^()<>\n\"]*[ \t][^()<>\n\"]*\.(?:png|jpe?g|gif|svg|webp|avif))\)",
    re.IGNORECASE,
)
_ID = re.compile(r"""(?<![\w-])(?:id|name)\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)


def link_rows(facts: ShipFacts) -> Iterator[DoneRow]:
    """Rows for every picture and link that would be broken or bare, and for none when all is well."""
    links = find_destinations(facts.post.text, facts.prose, facts.post.body_start)
    references = [(at, understand_link(at.target)) for at in links]
    pictures = [*_pictures(facts, references), *_blanks(facts)]
    alts = list(_alts(facts))
    dead = list(_dead_links(facts, references))
    yield from pictures or [_met("pictures", "every picture exists")]
    yield from alts or [_met("alt", "every picture has alt text")]
    yield from dead or [_met("links", "every link inside the blog resolves")]


def _met(id: str, sentence: str) -> DoneRow:  # noqa: A002 - what a row is called
    return DoneRow(id=id, level="error", is_met=True, sentence=sentence)


def _pictures(facts: ShipFacts, references: list[tuple[Destination, Reference]]) -> Iterator[DoneRow]:
    wanted = [
        (at.start, reference.name, at.is_picture)
        for at, reference in references
        if reference.kind == "file" and not never_leaves(reference.name)
    ]
    cover = understand_link(facts.post.cover[0])
    if cover.kind == "file" and not never_leaves(cover.name):
        wanted.append((0, cover.name, True))
    seen: set[str] = set()
    for place, name, is_picture in wanted:
        if name in seen or (name not in facts.sizes and not is_picture):
            continue
        seen.add(name)
        line = facts.post.line_at(place) if place else facts.post.line_of("cover")
        if name not in facts.sizes:
            yield _missing(facts, name, line, "pictures", "picture")
        elif facts.sizes[name] > HEAVY_BYTES:
            yield DoneRow(
                id="heavy",
                level="warning",
                is_met=False,
                sentence=f"{name} is {facts.sizes[name] / 1_000_000:.1f} MB",
                file=facts.post.path,
                line=line,
                remedy="readers on the road wait for it: under 1 MB is better",
            )


def _blanks(facts: ShipFacts) -> Iterator[DoneRow]:
    """Pictures that Markdown prints as text, because of a blank in the name."""
    post, prose = facts.post, facts.prose
    for match in _BLANK_NAME.finditer(post.text, post.body_start):
        is_picture = any(picture.start == match.start() for picture in prose.pictures)
        if not is_picture and not in_code(prose.code, match.start()):
            yield DoneRow(
                id="pictures",
                level="error",
                is_met=False,
                sentence=f"the picture {match['name']} prints as text: its name has a blank",
                file=post.path,
                line=post.line_at(match.start()),
                remedy=f"write it as <{match['name']}>",
            )


def _missing(facts: ShipFacts, name: str, line: int, id: str, what: str) -> DoneRow:  # noqa: A002
    near = next((have for have in facts.sizes if have.lower() == name.lower()), "")
    return DoneRow(
        id=id,
        level="error",
        is_met=False,
        sentence=f"the {what} {name} is not there"
        if not near
        else f"the {what} {name} is called {near}: sites tell the cases apart",
        file=facts.post.path,
        line=line,
        remedy=f"put it into {facts.post.folder}/" if not near else "write it the same in both places",
    )


def _alts(facts: ShipFacts) -> Iterator[DoneRow]:
    found = [
        (picture.alt, picture.target, facts.post.line_at(picture.start)) for picture in facts.prose.pictures
    ]
    image, alt = facts.post.cover
    if image:
        found.append((alt, image, facts.post.line_of("cover")))
    for alt, target, line in found:
        name = posixpath.basename(target)
        is_name = alt.strip().lower() in (name.lower(), posixpath.splitext(name)[0].lower())
        if alt.strip() and not is_name:
            continue
        yield DoneRow(
            id="alt",
            level="warning",
            is_met=False,
            sentence=f"{name} has " + ("its file name for alt text" if alt.strip() else "no alt text"),
            file=facts.post.path,
            line=line,
            remedy="say what it shows, for those who cannot see it",
        )


def _dead_links(facts: ShipFacts, references: list[tuple[Destination, Reference]]) -> Iterator[DoneRow]:
    own = _own_ids(facts)
    for at, reference in references:
        line = facts.post.line_at(at.start)
        match reference.kind:
            case "anchor" if reference.fragment and reference.fragment not in own:
                yield _no_heading(facts, at.target, line)
            case "draft" if reference.name not in facts.draft_ids and reference.name != facts.post.slug:
                yield DoneRow(
                    id="links",
                    level="error",
                    is_met=False,
                    sentence=f"links to the draft {reference.name}, which has no post",
                    file=facts.post.path,
                    line=line,
                    remedy="correct the name, or take the link out",
                )
            case "draft" if reference.fragment:
                ids = own if reference.name == facts.post.slug else facts.draft_ids[reference.name]
                if reference.fragment not in ids:
                    yield _no_heading(facts, at.target, line)
            case "file" if (
                not at.is_picture and reference.name not in facts.sizes and not never_leaves(reference.name)
            ):
                yield _missing(facts, reference.name, line, "links", "file")


def _no_heading(facts: ShipFacts, target: str, line: int) -> DoneRow:
    return DoneRow(
        id="links",
        level="error",
        is_met=False,
        sentence=f"{target} names no heading",
        file=facts.post.path,
        line=line,
        remedy="headings are named in lower case with dashes, or by {#id}",
    )


def _own_ids(facts: ShipFacts) -> frozenset[str]:
    return ids_of(facts.post.text, facts.prose, facts.post.body_start)


def ids_of(text: str, prose: Prose, start: int = 0) -> frozenset[str]:
    """Every id of a text that a link may name."""
    ids = set(heading_ids(prose.headings))
    for tag in find_tags(text, prose.code, start):
        ids.update(_ID.findall(tag["inside"]))
    return frozenset(ids)
