"""`doctor`: everything in the workspace that cannot be read or looks wrong, with its remedy."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from draftloop.loop.corrections import read_corrections
from draftloop.loop.dictionary import parse_dictionary
from draftloop.loop.errors import Unreadable
from draftloop.loop.ignores import parse_ignores
from draftloop.loop.ledger import parse_ledger
from draftloop.loop.parsed import Broken, Raw
from draftloop.loop.ports import Trouble
from draftloop.loop.sync_copies import original_of
from draftloop.steps.bundle import FILES, folder_of
from draftloop.steps.parsed import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from draftloop.loop.waiting import DamagedEntry
    from draftloop.steps.desk import Desk

UNTOUCHED = "draftloop leaves it alone until it is mended"
_LOOSE_FILES = ("ideas", "dictionary.txt", "links.md")
_LOOSE_REST = timedelta(days=1)
"""Ideas and workspace files are committed with the next iteration: until then nothing is wrong with them."""


def examine(desk: Desk) -> list[Trouble]:
    """Every trouble in the workspace, errors first, each by its file."""
    found = [
        *_ideas(desk),
        *_drafts(desk),
        *_workspace_files(desk),
        *_history(desk),
        *_kept(desk),
        *desk.recovery.damaged(),
        *_waiting(desk),
        *_uncommitted(desk),
        *(desk.surroundings.troubles() if desk.surroundings is not None else ()),
    ]
    return sorted(found, key=lambda trouble: (trouble.severity != "error", trouble.file, trouble.line or 0))


def scope(desk: Desk) -> str:
    """What `examine` looks at, as one sentence."""
    ideas = sum(name.endswith(".md") for name in desk.library.list_files("ideas"))
    drafts = sum(name.endswith("/") for name in desk.library.list_files("drafts"))
    return (
        f"Looked at {_count(ideas, 'idea')} and {_count(drafts, 'draft')}, at what is kept safe, "
        "at git and what it would run, at the disk and the folders around."
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _ideas(desk: Desk) -> Iterator[Trouble]:
    for name in desk.library.list_files("ideas"):
        path = f"ideas/{name}"
        if name == "inbox/":
            continue
        if not name.endswith(".md"):
            what = "a folder" if name.endswith("/") else "not a Markdown file"
            yield Trouble(
                file=path.rstrip("/"),
                line=None,
                problem=f"is {what}, so it is no idea",
                remedy="rename it to end in .md, or move it elsewhere",
                severity="warning",
            )
            continue
        yield from _conflicted_copies("ideas", [name])
        yield from _text(desk, path, needs_title=True)


def _drafts(desk: Desk) -> Iterator[Trouble]:
    for name in desk.library.list_files("drafts"):
        if not name.endswith("/"):
            yield Trouble(
                file=f"drafts/{name}",
                line=None,
                problem="is a file; a draft is a folder",
                remedy=f"move it to drafts/{name.removesuffix('.md')}/post.md",
                severity="warning",
            )
            continue
        slug = name[:-1]
        present = desk.library.list_files(folder_of(slug))
        yield from _conflicted_copies(folder_of(slug), present)
        if not set(FILES) & set(present):
            yield Trouble(
                file=folder_of(slug),
                line=None,
                problem="holds none of notes.md, outline.md, post.md, so it is no draft",
                remedy="name its text outline.md or post.md, or move the folder elsewhere",
                severity="warning",
            )
        for file in FILES:
            if file in present:
                yield from _text(desk, f"{folder_of(slug)}/{file}", needs_title=False)
        yield from _table(desk, f"{folder_of(slug)}/exported.toml", parse_ledger)
        yield from _table(desk, f"{folder_of(slug)}/corrections.toml", read_corrections)
        yield from _table(desk, f"{folder_of(slug)}/ignores.toml", parse_ignores)


def _conflicted_copies(folder: str, names: list[str]) -> Iterator[Trouble]:
    for name in names:
        original = original_of(name)
        if original is not None:
            yield Trouble(
                file=f"{folder}/{name}",
                line=None,
                problem=f"is a conflicted copy of {original} that a sync program left",
                remedy="compare the two, take over what is missing, remove the copy",
                severity="warning",
            )


def _workspace_files(desk: Desk) -> Iterator[Trouble]:
    for path in ("dictionary.txt", "links.md"):
        try:
            text = desk.library.open(path).text
            if path == "dictionary.txt":
                parse_dictionary(text)
        except Unreadable as error:
            yield _trouble(error)


def _history(desk: Desk) -> Iterator[Trouble]:
    state = desk.history.state()
    if not state.is_ready:
        yield Trouble(
            file=".",
            line=None,
            problem=state.reason,
            remedy=state.remedy,
            severity="warning",
            topic="git",
        )


def _kept(desk: Desk) -> Iterator[Trouble]:
    for kept in desk.recovery.kept():
        where = f" while this workspace was at {kept.moved_from}" if kept.moved_from else ""
        when = f"{kept.when:%Y-%m-%d %H:%M}"
        is_gone = kept.file_when is None
        again = f"; draftloop recover take {kept.id} makes the file again" if is_gone else ""
        yield Trouble(
            file=kept.file,
            line=None,
            problem=f"{_count(kept.words, 'word')}, kept safe {when}{where}, never reached it"
            + (", and it is not there any more" if is_gone else ""),
            remedy=f"draftloop recover show {kept.id}{again}",
            severity="warning",
            topic="words",
        )


def _waiting(desk: Desk) -> Iterator[Trouble]:
    queue = desk.queue
    if queue is None:
        return
    yield from map(_damaged, queue.damaged())
    waiting = queue.waiting()
    if not waiting:
        return
    hindrance = queue.hindrance()
    why = f": {hindrance.reason}" if hindrance is not None else ""
    verb = "waits" if len(waiting) == 1 else "wait"
    yield Trouble(
        file=".",
        line=None,
        problem=f"{_count(len(waiting), 'iteration')} {verb} to be committed since "
        f"{waiting[0].iteration.when:%Y-%m-%d %H:%M}{why}",
        remedy="draftloop waiting commit tries again, draftloop waiting lists them",
        severity="warning",
        topic="words",
    )


def _damaged(entry: DamagedEntry) -> Trouble:
    """It held the files as they were when the iteration ended; nothing that ends one touches them."""
    if entry.is_shut:
        way = "make this one a file that can be read, and it waits again as before"
    else:
        again = f"draftloop done {entry.draft or 'SLUG'}"
        way = f"`{again}` ends what they hold now; look into this one for the rest, then remove it"
    return Trouble(
        file=entry.file,
        line=None,
        problem=entry.sentence,
        remedy=f"its words stand in the files, but for what was written over or deleted there since: {way}",
        topic="words",
    )


def _uncommitted(desk: Desk) -> Iterator[Trouble]:
    """What was written and not ended with `done`; git cannot give it back yet."""
    if desk.history.state().kind == "no-git":
        return  # what an absent git has cannot be told, and that it is absent stands below
    by_draft: dict[str, list[str]] = defaultdict(list)
    for path in desk.history.changed(["drafts"]):
        by_draft[path.split("/")[1]].append(path)
    for slug, paths in sorted(by_draft.items()):
        yield _not_in_git(desk, folder_of(slug), paths, f"draftloop done {slug}")
    loose = desk.history.changed(list(_LOOSE_FILES))
    since = desk.surroundings.oldest_change(loose) if desk.surroundings is not None else None
    if since is not None and desk.now() - since > _LOOSE_REST:
        yield _not_in_git(
            desk, "ideas", loose, "the next draftloop done commits it, and so does leaving the app"
        )


def _not_in_git(desk: Desk, place: str, paths: list[str], remedy: str) -> Trouble:
    since = desk.surroundings.oldest_change(paths) if desk.surroundings is not None else None
    when = f" since {since:%Y-%m-%d %H:%M}" if since is not None else ""
    return Trouble(
        file=place,
        line=None,
        problem=f"{_count(len(paths), 'file')} changed and not committed{when}",
        remedy=remedy,
        severity="warning",
        topic="words",
    )


def _text(desk: Desk, path: str, *, needs_title: bool) -> Iterator[Trouble]:
    try:
        parsed = parse(desk, desk.library.open(path))
    except Unreadable as error:
        parsed = Broken.by(error)
    match parsed:
        case Broken():
            yield _trouble(parsed.error)
            return
        case Raw():
            yield Trouble(
                file=path,
                line=1,
                problem=f"{parsed.problem}: its fields are neither read nor written here",
                remedy="make it YAML between two lines `---`",
                severity="warning",
            )
            return
    if needs_title and not parsed.fields.get("title"):
        yield Trouble(
            file=path,
            line=1,
            problem="has no title",
            remedy='add a front matter block with title: "..."',
            severity="warning",
        )


def _table(desk: Desk, path: str, parse: Callable[[str, str], object]) -> Iterator[Trouble]:
    try:
        document = desk.library.open(path)
        parse(document.text, path)
    except Unreadable as error:
        yield _trouble(error)


def _trouble(error: Unreadable) -> Trouble:
    return Trouble(
        file=error.path,
        line=error.line,
        problem=error.reason,
        remedy=error.remedy or UNTOUCHED,
        severity="error",
    )
