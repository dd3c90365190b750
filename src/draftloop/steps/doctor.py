"""`doctor`: everything in the workspace that cannot be read or looks wrong, with its remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftloop.loop.corrections import read_corrections
from draftloop.loop.errors import Unreadable
from draftloop.loop.ignores import parse_ignores
from draftloop.loop.ledger import parse_ledger
from draftloop.loop.ports import Trouble
from draftloop.steps.bundle import FILES, folder_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from draftloop.steps.desk import Desk

UNTOUCHED = "draftloop leaves it alone until it is mended"


def examine(desk: Desk) -> list[Trouble]:
    """Every trouble in the workspace, errors first, each by its file."""
    found = [*_ideas(desk), *_drafts(desk), *_workspace_files(desk), *_history(desk), *_kept(desk)]
    return sorted(found, key=lambda trouble: (trouble.severity != "error", trouble.file, trouble.line or 0))


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


def _workspace_files(desk: Desk) -> Iterator[Trouble]:
    for path in ("dictionary.txt", "links.md"):
        try:
            desk.library.open(path)
        except Unreadable as error:
            yield _trouble(error)


def _history(desk: Desk) -> Iterator[Trouble]:
    state = desk.history.state()
    if not state.is_ready:
        yield Trouble(file=".", line=None, problem=state.reason, remedy=state.remedy, severity="warning")


def _kept(desk: Desk) -> Iterator[Trouble]:
    for kept in desk.recovery.kept():
        yield Trouble(
            file=kept.file,
            line=None,
            problem=f"{kept.words} words, kept safe {kept.when:%Y-%m-%d %H:%M}, never reached it",
            remedy=f"draftloop recover show {kept.id}",
            severity="warning",
        )


def _text(desk: Desk, path: str, *, needs_title: bool) -> Iterator[Trouble]:
    try:
        document = desk.library.open(path)
        fields = desk.library.fields(document)
    except Unreadable as error:
        yield _trouble(error)
        return
    if needs_title and not fields.get("title"):
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
