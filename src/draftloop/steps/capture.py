"""Ideas: kept in a moment, grown over the months, let go with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.loop.errors import Ambiguous, BadValue, ChangedOnDisk, NotFound, Unreadable
from draftloop.loop.front_matter import append_record
from draftloop.loop.idea import Idea, Sort, idea_from, in_order, number_of
from draftloop.loop.idea_text import clean_line, new_idea_text, with_bullet
from draftloop.loop.near_titles import near_slugs
from draftloop.loop.slug import free_slug, slug_of
from draftloop.steps.files import again_if_changed, save_fields, set_fields
from draftloop.steps.parsed import fields_of

if TYPE_CHECKING:
    from datetime import date

    from draftloop.loop.document import Document
    from draftloop.loop.field_values import Record
    from draftloop.loop.ports import FieldValue
    from draftloop.steps.desk import Desk

_TRIES = 20
_ENDING = ".md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A new idea."""

    slug: str
    path: str
    near: tuple[tuple[str, str], ...] = ()
    """(slug, title) of ideas and drafts that may ask the same question."""


def add_idea(
    desk: Desk,
    *,
    title: str,
    note: str = "",
    url: str = "",
    tags: Sequence[str] = (),
    asked_by: str = "",
    private: bool = False,
) -> Added:
    """Keep a title with what came with it.

    Raises:
        BadValue: the title is empty.
        CannotWrite: the disk refuses; the text is in the recovery store.
    """
    if not clean_line(title):
        raise BadValue("title", title, "is empty")
    near = tuple((slug, other) for slug, other, _ in near_titles(desk, title))
    created = desk.now()
    text = new_idea_text(title, created, note=note, url=url, tags=tags, asked_by=asked_by, private=private)
    for attempt in range(_TRIES):
        names = taken_names(desk)
        slug = free_slug(clean_line(title), created.date().isoformat(), names.__contains__)
        path = f"ideas/{slug}{_ENDING}"
        try:
            desk.library.save(desk.library.open(path), text)
        except ChangedOnDisk:
            # Another draftloop took the name in between: the next free one is as good.
            if attempt == _TRIES - 1:
                raise
            continue
        return Added(slug=slug, path=path, near=near)
    raise AssertionError("unreachable")


def add_titles(desk: Desk, titles: Iterable[str]) -> list[Added]:
    """Keep many titles, one idea each; empty lines and list marks in front are passed over."""
    cleaned = [clean_line(title).removeprefix("- ").removeprefix("* ") for title in titles]
    return [add_idea(desk, title=title) for title in cleaned if title]


def taken_names(desk: Desk) -> set[str]:
    """Slugs that no new idea may have, in lower case: a disk may not tell cases apart."""
    return {name.lower() for name in [*idea_slugs(desk), *_draft_folders(desk)]}


def idea_slugs(desk: Desk) -> list[str]:
    """Names of all ideas, without reading one."""
    names = desk.library.list_files("ideas")
    return [name[: -len(_ENDING)] for name in names if name.endswith(_ENDING) and name != _ENDING]


def _draft_folders(desk: Desk) -> list[str]:
    return [name[:-1] for name in desk.library.list_files("drafts") if name.endswith("/")]


def list_ideas(
    desk: Desk, *, sort: Sort = "asked", tag: str | None = None, dropped: bool = False
) -> list[Idea]:
    """The backlog, or what was dropped from it. A file that cannot be read is an idea with `trouble`."""
    ideas = [_read_or_trouble(desk, slug) for slug in idea_slugs(desk)]
    wanted = [idea for idea in ideas if idea.is_dropped == dropped]
    if tag is not None:
        wanted = [idea for idea in wanted if tag.casefold() in map(str.casefold, idea.tags)]
    return in_order(wanted, sort)


def _read_or_trouble(desk: Desk, slug: str) -> Idea:
    path = f"ideas/{slug}{_ENDING}"
    try:
        return _read(desk, slug, path)[1]
    except Unreadable as error:
        where = f"line {error.line}: " if error.line is not None else ""
        return Idea(slug=slug, path=path, title=slug, trouble=where + error.reason)


def _read(desk: Desk, slug: str, path: str) -> tuple[Document, Idea]:
    document = desk.library.open(path)
    return document, idea_from(slug, path, fields_of(desk, document), document.text)


def read_idea(desk: Desk, slug: str) -> Idea:
    """An idea, or the idea a draft began as.

    Raises:
        NotFound: neither is there.
        Unreadable: its file cannot be understood.
    """
    return _find(desk, slug)[1]


def _find(desk: Desk, slug: str) -> tuple[Document, Idea]:
    for path in (f"ideas/{slug}{_ENDING}", f"drafts/{slug}/notes.md"):
        document, idea = _read(desk, slug, path)
        if document.exists:
            return document, idea
    raise NotFound("idea", slug)


def near_titles(desk: Desk, title: str) -> list[tuple[str, str, int]]:
    """(slug, title, times asked) of ideas and drafts that may ask the same question, nearest first."""
    if not clean_line(title):
        return []
    slug = slug_of(title, "")
    found: list[tuple[str, str, int]] = []
    for near in near_slugs(slug, [*idea_slugs(desk), *_draft_folders(desk)]):
        try:
            idea = read_idea(desk, near)
        except (NotFound, Unreadable):
            # A draft without notes, or a broken file: its name still says that it is near.
            found.append((near, near, 0))
        else:
            found.append((near, idea.title, idea.asked_count))
    return found


@again_if_changed
def note_idea(desk: Desk, slug: str, text: str) -> Idea:
    """Add a note or link as a bullet at the end."""
    if not text.strip():
        raise BadValue("note", text, "is empty")
    document, idea = _find(desk, slug)
    saved = desk.library.save(document, with_bullet(document.text, text))
    return idea_from(slug, idea.path, desk.library.fields(saved), saved.text)


def ask_idea(desk: Desk, slug: str, who: str = "") -> Idea:
    """Count that somebody asked this, today.

    Where a number was written by hand it goes up by one, and who asked becomes a note.
    """
    who, day = clean_line(who), desk.now().date()
    idea = _count_question(desk, slug, who, day)
    document, _ = _find(desk, slug)
    if who and number_of(desk.library.fields(document).get("asked")) is not None:
        return note_idea(desk, slug, f"asked by {who}, {day.isoformat()}")
    return idea


@again_if_changed
def _count_question(desk: Desk, slug: str, who: str, day: date) -> Idea:
    document, idea = _find(desk, slug)
    count = number_of(desk.library.fields(document).get("asked"))
    if count is not None:
        return _kept(desk, document, idea, set_fields(desk, document, {"asked": count + 1}))
    record: Record = {"when": day, "who": who} if who else {"when": day}
    text = append_record(document.text, "asked", record, path=document.path)
    return _kept(desk, document, idea, save_fields(desk, document, text, {"asked": None}))


@again_if_changed
def signal_idea(desk: Desk, slug: str, where: str, reach: int, engaged: int) -> Idea:
    """Note what a test of the idea in public brought."""
    for what, number in (("reach", reach), ("engaged", engaged)):
        if number < 0:
            raise BadValue(what, str(number), "is less than nothing")
    document, idea = _find(desk, slug)
    record: Record = {
        "when": desk.now().date(),
        "where": clean_line(where),
        "reach": reach,
        "engaged": engaged,
    }
    text = append_record(document.text, "signals", record, path=document.path)
    return _kept(desk, document, idea, save_fields(desk, document, text, {"signals": None}))


@again_if_changed
def rate_idea(desk: Desk, slug: str, interest: int | None) -> Idea:
    """Say how much it interests you, 1 to 3; None takes the rating back."""
    if interest not in (None, 1, 2, 3):
        raise BadValue("interest", str(interest), "is not 1, 2 or 3")
    document, idea = _find(desk, slug)
    return _kept(desk, document, idea, set_fields(desk, document, {"interest": interest}))


@again_if_changed
def drop_idea(desk: Desk, slug: str, because: str) -> Idea:
    """Let it go; the file stays, and `revive_idea` takes it back."""
    document, idea = _find(desk, slug)
    changes = {"dropped": desk.now().date(), "because": clean_line(because) or None}
    return _kept(desk, document, idea, set_fields(desk, document, changes))


@again_if_changed
def revive_idea(desk: Desk, slug: str) -> Idea:
    """Take a dropped idea back."""
    document, idea = _find(desk, slug)
    return _kept(desk, document, idea, set_fields(desk, document, {"dropped": None, "because": None}))


def _kept(desk: Desk, before: Document, idea: Idea, saved: Document) -> Idea:
    fields: Mapping[str, FieldValue] = desk.library.fields(saved)
    return idea_from(idea.slug, before.path, fields, saved.text)


def resolve_idea(desk: Desk, name: str) -> str:
    """The slug of the idea called `name`, or unambiguously beginning so. Raises NotFound, Ambiguous."""
    return _resolve("idea", name, idea_slugs(desk))


def resolve_draft(desk: Desk, name: str) -> str:
    """The slug of a draft, as resolve_idea."""
    from draftloop.steps.lengths import draft_slugs

    return _resolve("draft", name, draft_slugs(desk))


def resolve_any(desk: Desk, name: str) -> str:
    """The slug of an idea or a draft, as resolve_idea."""
    from draftloop.steps.lengths import draft_slugs

    return _resolve("idea or draft", name, [*draft_slugs(desk), *idea_slugs(desk)])


def _resolve(kind: str, name: str, slugs: Sequence[str]) -> str:
    name = name.rstrip("/")
    if name in slugs:
        return name
    begun = sorted({slug for slug in slugs if name and slug.startswith(name)})
    if len(begun) == 1:
        return begun[0]
    if begun:
        raise Ambiguous(name, tuple(begun))
    from difflib import get_close_matches

    near = get_close_matches(name, slugs, 3)
    raise NotFound(kind, name, tuple(near or near_slugs(name, slugs)))
