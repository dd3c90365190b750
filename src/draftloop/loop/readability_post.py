"""Marks on links, pictures and what is embedded."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from draftloop.loop.blocks import BlockKind, RunKind
from draftloop.loop.readability_views import Candidate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from draftloop.loop.blocks import Link, Picture, Prose
    from draftloop.loop.readability_views import ProseView

LONG_ALT = 125
"""Characters: older screen readers stop there."""
LONG_ADDRESS = 40
"""Characters that nobody reads as a name."""
_VAGUE_TEXTS = "here|this|link|this link|click here|read more|see here|over here|right here|a link"
_VAGUE = frozenset(_VAGUE_TEXTS.split("|"))
_ADDRESS = re.compile(r"^(?:https?://|www\.)\S+$", re.IGNORECASE)
_FILE_NAME = re.compile(
    r"^[\w.-]+\.(?:png|jpe?g|gif|webp|svg|avif)$"
    r"|^(?:image|screenshot|screen shot|img|picture|photo|figure|alt text)[\W\d]*$",
    re.IGNORECASE,
)
_EMBED = re.compile(r"<(?P<tag>img|video|iframe)\b(?P<inside>[^<>]{0,2000})>", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_BREAK = re.compile(
    r"^[ \t]*(?:<(?:img|figure|video|iframe|table|div|details|svg|audio|hr|picture)\b"
    r"|\{\{[<%]|\{%|<(?-i:[A-Z])\w)",
    re.MULTILINE | re.IGNORECASE,
)


def picture_marks(prose: Prose, text: str) -> Iterator[Candidate]:
    """Pictures whose words are missing, only a file's name, or a paragraph; embeds without any."""
    for picture in prose.pictures:
        name = picture.target.rsplit("/", 1)[-1]
        alt = picture.alt.strip()
        if not alt:
            message = "No text for those who cannot see the picture."
        elif alt in (name, picture.target) or _FILE_NAME.match(alt):
            message = "The text in place of the picture is only a file's name."
        elif len(alt) > LONG_ALT:
            message = f"{len(alt)} characters in place of a picture; say it in the text."
        else:
            continue
        is_minor = len(alt) > LONG_ALT
        yield replace(_mark(picture, "PictureAlt", "picture", message, alt, 2.0), is_minor=is_minor)
    yield from _embeds(prose, text)


def _embeds(prose: Prose, text: str) -> Iterator[Candidate]:
    """HTML pictures without `alt`, films and frames without a title or a caption."""
    covered = sorted([(code.start, code.end) for code in prose.code] + _comments(text))
    starts = [start for start, _ in covered]
    seen = {picture.start for picture in prose.pictures}
    first = prose.front_matter[1] if prose.front_matter else 0
    for match in _EMBED.finditer(text, first):
        index = bisect_right(starts, match.start()) - 1
        if (index >= 0 and match.start() < covered[index][1]) or match.start() in seen:
            continue
        is_image = match["tag"].lower() == "img"
        if text[max(0, match.start() - 2) : match.start()].endswith(("{{", "{%")):
            continue  # a shortcode: what it makes of its words is the site's affair
        named = r"\balt\s*=" if is_image else r"\b(?:title|aria-label|aria-labelledby)\s*="
        behind = text[match.end() : match.end() + 600].split("\n\n")[0].lower()
        if re.search(named, match["inside"], re.IGNORECASE) or "<figcaption" in behind:
            continue
        what = "picture" if is_image else "film or frame"
        yield Candidate(
            start=match.start(),
            end=match.end(),
            line=text.count("\n", 0, match.start()) + 1,
            rule="PictureAlt" if is_image else "EmbedCaption",
            kind="picture",
            message=f"No text for those who cannot see the {what}.",
            weight=2.0 if is_image else 1.0,
        )


def _comments(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _COMMENT.finditer(text)] if "<!--" in text else []


def break_places(text: str) -> list[int]:
    """Where lines of HTML, shortcodes or components interrupt the paragraphs."""
    return [match.start() for match in _BREAK.finditer(text)]


def link_marks(prose: Prose, views: Sequence[ProseView]) -> Iterator[Candidate]:
    """Links whose words do not say where they lead, bare addresses in sentences, one text for two places."""
    targets: dict[str, list[Link]] = {}
    cells = [block for block in prose.blocks if block.kind is BlockKind.CELL]
    starts = [cell.start for cell in cells]

    def in_cell(place: int) -> bool:
        index = bisect_right(starts, place) - 1
        return index >= 0 and place < cells[index].end

    for link in prose.links:
        words = " ".join(link.text.split()).strip(" .!,:").casefold()
        if words in _VAGUE:
            yield _mark(
                link, "LinkText", "link", f"“{link.text}” does not say where the link leads.", link.text, 1.0
            )
        elif len(words.split()) > 1 and not _ADDRESS.match(words) and not in_cell(link.start):
            targets.setdefault(words, []).append(link)
    for pair in targets.values():
        # Three and more are labels, such as "Final report" in a list of projects.
        if len(pair) == 2 and _place_of(pair[0].target) != _place_of(pair[1].target):
            message = f"“{pair[1].text}” leads elsewhere in line {pair[0].line}."
            yield replace(_mark(pair[1], "LinkTwice", "link", message, pair[1].text, 0.9), is_minor=True)
    for view in views:
        yield from _bare(view)


def _place_of(target: str) -> str:
    return target.rstrip("/").removeprefix("https://").removeprefix("http://").removeprefix("www.")


def _bare(view: ProseView) -> Iterator[Candidate]:
    """Addresses written out in the middle of a sentence; alone in an item or after a colon they are fine."""
    if view.block.kind is not BlockKind.PARAGRAPH or not view.is_own:
        return
    for piece in view.rendered.pieces:
        is_address = piece.run.kind is RunKind.URL or (
            piece.run.is_link and piece.run.kind is RunKind.TEXT and _ADDRESS.match(piece.run.text.strip())
        )
        if not is_address:
            continue
        before = view.text[max(0, piece.at - 200) : piece.at].rstrip()
        behind = view.text[piece.at + piece.size : piece.at + piece.size + 200]
        is_long = len(piece.run.text) > LONG_ADDRESS
        in_sentence = len(before.split()) > 3 and not before.endswith((":", "(", "[", "<", "-", "–", "—"))
        goes_on = len(behind.split(".")[0].split()) > 2
        if is_long and in_sentence and goes_on:
            yield Candidate(
                view=view,
                start=piece.at,
                end=piece.at + piece.size,
                rule="BareAddress",
                kind="link",
                message="An address in the middle of a sentence; link the words that name the page.",
                weight=0.9,
                is_minor=True,
            )


def _mark(of: Picture | Link, rule: str, kind: str, message: str, sentence: str, weight: float) -> Candidate:
    return Candidate(
        start=of.start,
        end=of.end,
        line=of.line,
        rule=rule,
        kind=kind,
        message=message,
        sentence=sentence,
        weight=weight,
    )
