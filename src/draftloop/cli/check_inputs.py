"""What `check` is asked to read: drafts, files, folders, standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.cli.files import is_path, open_named
from draftloop.loop.errors import DraftloopError, NotFound, Unreadable

if TYPE_CHECKING:
    from draftloop.cli.context import Context
    from draftloop.loop.document import Document
    from draftloop.steps.desk import Desk

STDIN = "-"
MARKDOWN = (".md", ".markdown", ".mdx")
_OF_DRAFTS = frozenset({"notes.md", "outline.md", "parked.md", "reverse.md", "voice.md"})
"""In a draft's folder only post.md is prose for readers."""
_PASSED_OVER = frozenset({"node_modules", "venv", "vendor", "public", "_site", "dist", "build", "themes"})
"""What a site's folder holds besides posts: packages, what was built, themes of others."""
MAX_STDIN_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One text to check."""

    desk: Desk
    document: Document
    slug: str = ""
    """Of the draft it belongs to; empty: none."""
    shown: str
    """Its name in text output: leads to the file from the folder one is in."""
    on_disk: str = ""
    """Absolute; empty for standard input."""

    @property
    def is_post(self) -> bool:
        """Whether it is the post of a draft, whose edit passes are recorded."""
        return bool(self.slug) and self.document.path.endswith("/post.md")


def inputs(context: Context, names: Sequence[str]) -> Iterator[Input | DraftloopError]:
    """Every text that the names lead to, each once, in order; in its place what is wrong with a name."""
    seen: set[str] = set()
    for name in names:
        try:
            for found in _named(context, name):
                if not found.on_disk or found.on_disk not in seen:
                    seen.add(found.on_disk)
                    yield found
        except DraftloopError as error:
            yield error


def _named(context: Context, name: str) -> Iterator[Input]:
    if name == STDIN:
        yield _stdin(context)
        return
    if os.path.isdir(name) and (is_path(name) or not _is_slug(context, name)):
        yield from _folder(context, name)
        return
    opened = open_named(context, name)
    if opened is not None:
        yield _file(*opened, name)
        return
    from draftloop.steps.bundle import folder_of, must_read, read_bundle
    from draftloop.steps.capture import resolve_draft

    desk = context.desk()
    slug = resolve_draft(desk, name)
    must_read(read_bundle(desk, slug), "post.md")
    path = f"{folder_of(slug)}/post.md"
    yield _file(desk, desk.library.open(path), slug, os.path.join(desk.library.root, path))


def _file(desk: Desk, document: Document, slug: str, name: str) -> Input:
    full = os.path.realpath(name)
    try:
        shown = os.path.relpath(full)
    except (OSError, ValueError):
        shown = full  # the folder one was in is gone
    if shown.startswith(os.pardir):
        shown = name
    return Input(desk=desk, document=document, slug=slug, shown=shown.replace(os.sep, "/"), on_disk=full)


def _is_slug(context: Context, name: str) -> bool:
    """Whether a draft has exactly this name; a folder wins over the start of one."""
    try:
        return f"{name}/" in context.desk().library.list_files("drafts")
    except DraftloopError:
        return False


def _stdin(context: Context) -> Input:
    from draftloop import named_files

    data = sys.stdin.buffer.read(MAX_STDIN_BYTES + 1)
    if len(data) > MAX_STDIN_BYTES:
        raise Unreadable(STDIN, "is larger than 16 MB", "check it in parts")
    desk = context.desk_without_workspace()
    return Input(desk=desk, document=named_files.document_of(STDIN, data), shown=STDIN)


def _folder(context: Context, name: str) -> Iterator[Input]:
    paths = list(markdown_below(name))
    if not paths:
        raise NotFound("Markdown file in", name)
    for path in paths:
        opened = open_named(context, path)
        if opened is not None:
            yield _file(*opened, path)


def markdown_below(folder: str) -> Iterator[str]:
    """Markdown files in a folder and below, in order: none that is hidden, a link, built or borrowed."""
    for place, folders, files in os.walk(folder):
        is_draft = os.path.basename(os.path.dirname(os.path.abspath(place))) == "drafts"
        folders[:] = sorted(one for one in folders if not one.startswith(".") and one not in _PASSED_OVER)
        for file in sorted(files):
            path = os.path.join(place, file)
            is_prose = file.lower().endswith(MARKDOWN) and not file.startswith(".")
            if is_prose and not (is_draft and file in _OF_DRAFTS) and not os.path.islink(path):
                yield path


def committed(found: Input, commit: str) -> str | None:
    """What a commit has of a file; None: nothing, so that all is new."""
    from draftloop import named_files

    return named_files.committed_text(found.on_disk, commit) if found.on_disk else None
