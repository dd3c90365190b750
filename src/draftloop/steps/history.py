"""How a draft came about: its turns and its versions. Putting one back is `steps/restore.py`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from draftloop.loop.errors import Ambiguous, BadValue, NotFound, Unreadable
from draftloop.loop.stage import Stage
from draftloop.loop.versions import VersionName, find_turn, name_turns, parse_version
from draftloop.loop.week import writing_day
from draftloop.steps.autosaves import autosave_texts, find_autosave, list_autosaves, zone_of
from draftloop.steps.bundle import folder_of
from draftloop.steps.capture import resolve_draft

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.loop.document import Document
    from draftloop.loop.iteration import Turn
    from draftloop.steps.autosaves import AutosaveView
    from draftloop.steps.desk import Desk

FILE_OF_STAGE = {
    Stage.OUTLINE: "outline.md",
    Stage.REWRITE: "outline.md",
    Stage.COMPARE: "outline.md",
    Stage.PROSE: "post.md",
    Stage.EDIT: "post.md",
    Stage.SHIP: "post.md",
}

FURTHEST_FIRST = ("post.md", "outline.md", "notes.md")

NAMES_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnView:
    """One row of the history."""

    turn: Turn
    version: str
    """The first form that names it, else `SLUG@<commit>`."""
    slug: str
    """What the draft was called then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A text of a draft as it was, or as it is now."""

    name: str
    slug: str
    """The draft; empty for a file that belongs to none."""
    commit: str | None
    """None for the files as they are now, and for autosaves."""
    path: str
    """Where the text lies now, or would lie."""
    text: str
    stage: Stage | None
    """As `commit`."""
    autosave: AutosaveView | None = None
    """Set for a text as it was between two iterations."""

    @property
    def is_now(self) -> bool:
        """Whether this is a file as it is now."""
        return self.commit is None and self.autosave is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A whole history in three figures."""

    iterations: int
    minutes: int
    days: int


def timeline(desk: Desk, slug: str) -> tuple[TurnView, ...]:
    """Every turn of a draft, oldest first, each with its version's name. Empty without git."""
    turns = desk.history.timeline(slug)
    called = slug
    slugs: list[str] = []
    for turn in reversed(turns):
        called = _slug_then(turn, called)
        slugs.append(called)
    return tuple(
        TurnView(turn=turn, version=version, slug=then)
        for turn, version, then in zip(turns, name_turns(slug, turns), reversed(slugs), strict=True)
    )


def summary(desk: Desk, views: Sequence[TurnView]) -> Summary:
    """Iterations, minutes of writing that were counted, and days on which something was written."""
    week = desk.settings.week
    return Summary(
        iterations=len(views),
        minutes=sum(view.turn.minutes or 0 for view in views),
        days=len({writing_day(view.turn.when, week) for view in views}),
    )


def resolve_version(desk: Desk, name: str) -> Version:
    """The text that a version names.

    Args:
        desk: The desk.
        name: `SLUG`, `SLUG@3`, `SLUG@prose2`, `SLUG@ship`, `SLUG@1a2b3c4`, `SLUG@12:30` or an autosave's;
            the slug or a start of it.

    Raises:
        NotFound: no such draft, version, or text in it.
        Ambiguous: the start of several slugs or commits.
        BadValue: there is no git, so there are no versions.
    """
    parsed = parse_version(name)
    if parsed is None:
        raise NotFound("version", name)
    slug = resolve_draft(desk, parsed.slug)
    parsed = replace(parsed, slug=slug)
    if parsed.kind == "now":
        return _present(desk, slug, FURTHEST_FIRST)
    if parsed.kind in ("autosave", "trash", "moment"):
        return _between(desk, parsed)
    turns = desk.history.timeline(slug)
    turn = find_turn(turns, parsed)
    if turn is None:
        _refuse_without_git(desk, name, turns)
        # Every turn gets its name only here: of thousands that takes a tenth of a second.
        names = tuple(dict.fromkeys(view.version for view in reversed(timeline(desk, slug))))[:NAMES_SHOWN]
        raise NotFound("version", name, names)
    _refuse_ambiguous(turns, parsed)
    view = TurnView(turn=turn, version=str(parsed), slug=_slug_at(turns, turn, slug))
    version = _text_of(desk, slug, view, str(parsed))
    if version is None:
        raise NotFound("text in the version", name)
    return version


def autosave_version(desk: Desk, view: AutosaveView, path: str = "") -> Version:
    """The text of an autosave: of the file it is shown by, or of another one in it. Raises NotFound."""
    path = path or view.path
    (text,) = autosave_texts(desk, view.slug, [(view, path)])
    if text is None:
        raise NotFound("text in the version", view.version)
    # In the trash may be what became of an idea: its words belong into the notes of the draft.
    place = f"{folder_of(view.slug)}/notes.md" if path.startswith("ideas/") else path
    return Version(
        name=view.version, slug=view.slug, commit=None, path=place, text=text, stage=None, autosave=view
    )


def in_file(desk: Desk, version: Version, path: str) -> Version:
    """The version with its text of another file, where it has more than one: for a comparison."""
    if version.path == path:
        return version
    if version.is_now:
        document = desk.library.open(path)
        return replace(version, path=document.path, text=document.text)
    if version.autosave is not None and path in version.autosave.paths:
        return autosave_version(desk, version.autosave, path)
    return version


def _between(desk: Desk, name: VersionName) -> Version:
    """The version of an autosave's id, or the text as it stood at a moment: autosaved, else recorded."""
    if name.kind == "moment":
        return _stood(desk, name)
    view = find_autosave(desk, name.slug, name.autosave, is_trash=name.kind == "trash")
    if view is None:
        kept = list_autosaves(desk, name.slug)
        _refuse_without_git(desk, str(name), kept)
        raise NotFound("version", str(name), tuple(view.name for view in reversed(kept[-NAMES_SHOWN:])))
    return autosave_version(desk, view)


def _stood(desk: Desk, name: VersionName) -> Version:
    now = desk.now()
    zone, meant = zone_of(now), name.moment(now)
    kept = [view for view in list_autosaves(desk, name.slug) if not view.is_trash]
    last = next((view for view in reversed(kept) if view.when.replace(tzinfo=None) <= meant), None)
    minute = meant.replace(second=0, microsecond=0)
    is_named = last is not None and last.when.replace(tzinfo=None, second=0) == minute
    for turn in reversed(timeline(desk, name.slug)):
        if is_named or (last is not None and turn.turn.when <= last.when):
            break
        if turn.turn.when.astimezone(zone).replace(tzinfo=None) <= meant:
            version = _text_of(desk, name.slug, turn, turn.version)
            if version is not None:
                return version
    if last is None:
        _refuse_without_git(desk, str(name), kept)
        raise NotFound("version", str(name), tuple(view.name for view in kept[:NAMES_SHOWN]))
    return autosave_version(desk, last)


def _refuse_without_git(desk: Desk, name: str, found: Sequence[object]) -> None:
    """Raises BadValue where nothing was found because there is no git."""
    state = desk.history.state()
    if not found and state.kind in ("no-git", "no-repository"):
        raise BadValue("version", name, state.reason)


def version_text(desk: Desk, name: str) -> Version:
    """An outline or another text named for a comparison: an existing file first, then a version.

    A slug alone is the outline as it is now, since that is what versions are compared with.

    Raises:
        NotFound: neither a file nor a version.
        Unreadable: the file cannot be read as text.
    """
    document = _file_named(desk, name)
    if document is not None:
        parts = document.path.split("/")
        slug = parts[1] if parts[0] == "drafts" and len(parts) > 2 else ""
        return Version(name=name, slug=slug, commit=None, path=document.path, text=document.text, stage=None)
    parsed = parse_version(name)
    if parsed is not None and parsed.kind == "now":
        return _present(desk, resolve_draft(desk, parsed.slug), ("outline.md", "post.md", "notes.md"))
    return resolve_version(desk, name)


def _slug_then(turn: Turn, called: str) -> str:
    """What the draft was called at a turn, if `called` is its name right after it."""
    if turn.draft:
        return turn.draft
    folders = [path.split("/")[1] for path in turn.paths if path.startswith("drafts/")]
    return called if called in folders or not folders else folders[-1]


def _slug_at(turns: Sequence[Turn], wanted: Turn, slug: str) -> str:
    """What the draft was called at one of its turns; `slug` is its name now."""
    for turn in reversed(turns):
        slug = _slug_then(turn, slug)
        if turn is wanted:
            break
    return slug


def _refuse_ambiguous(turns: Sequence[Turn], name: VersionName) -> None:
    if name.kind == "commit":
        found = [turn.commit for turn in turns if turn.commit.startswith(name.commit)]
        if len(found) > 1:
            raise Ambiguous(str(name), tuple(f"{name.slug}@{commit[:12]}" for commit in found))


def _text_of(desk: Desk, slug: str, view: TurnView, name: str) -> Version | None:
    """The file of the turn's stage as it was then; for other stages the furthest that it touched or had."""
    by_stage = FILE_OF_STAGE.get(view.turn.stage)
    touched = [file for file in FURTHEST_FIRST if any(path.endswith(f"/{file}") for path in view.turn.paths)]
    files = (by_stage,) if by_stage else tuple(dict.fromkeys([*touched, *FURTHEST_FIRST]))
    commit = view.turn.commit
    places = [(commit, f"{folder_of(view.slug)}/{file}") for file in files]
    texts = desk.history.texts_at([*places, (commit, f"ideas/{view.slug}.md")])
    found = list(zip(files, texts[:-1], strict=True))
    if not by_stage:
        found.append(("notes.md", texts[-1]))  # before its pick
    for file, text in found:
        if text is not None:
            path = f"{folder_of(slug)}/{file}"
            stage = view.turn.stage
            return Version(name=name, slug=slug, commit=commit, path=path, text=text, stage=stage)
    return None


def _present(desk: Desk, slug: str, files: Sequence[str]) -> Version:
    for file in files:
        document = desk.library.open(f"{folder_of(slug)}/{file}")
        if document.exists:
            return Version(
                name=slug, slug=slug, commit=None, path=document.path, text=document.text, stage=None
            )
    raise NotFound("draft", slug)


def _file_named(desk: Desk, name: str) -> Document | None:
    try:
        document = desk.library.open(name)
    except Unreadable:
        if parse_version(name) is None or "/" in name:
            raise
        return None  # a folder that is called like a draft
    return document if document.exists else None
