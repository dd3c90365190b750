"""Files named on the command line, beside slugs and versions."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from draftloop.loop.errors import NotFound, Unreadable

if TYPE_CHECKING:
    from draftloop.cli.context import Context
    from draftloop.loop.document import Document
    from draftloop.steps.desk import Desk


def is_path(name: str) -> bool:
    """Whether a name can only mean a file: no slug holds a slash or ends in .md."""
    return "/" in name.rstrip("/") or name.endswith(".md") or name in (".", "..")


def open_named(context: Context, name: str) -> tuple[Desk, Document, str] | None:
    """The file of that name, the desk to read it with, and the slug of its draft (or empty).

    None when the name is no path, and so can be a slug or a version.

    Raises:
        NotFound: a path, and nothing stands there.
        Unreadable: something stands there that is no text file.
    """
    if os.path.isfile(name):
        from draftloop import named_files

        desk = context.desk_without_workspace()
        document, slug = named_files.open_file(desk, name)
        return desk, document, slug
    if not is_path(name):
        return None
    if os.path.isdir(name):
        raise Unreadable(name, "is a folder", "name a file in it, or a draft by its slug")
    if os.path.exists(name):
        raise Unreadable(name, "is not a regular file", "name a text file")
    raise NotFound("file", name)
