"""Where the story of a draft is written: a new file that the author names, never over another."""

from __future__ import annotations

import os
from typing import TextIO

from draftloop.loop.errors import AlreadyThere, BadValue, CannotWrite


def default_path(slug: str) -> str:
    """`SLUG-story.html` in the current folder; above the drafts when that is inside one."""
    folder = os.getcwd()
    while _is_draft_folder(folder, slug):
        folder = os.path.dirname(folder)
    return os.path.join(folder, f"{slug}-story.html")


def write_new(path: str, text: str, slug: str) -> str:
    """Write a file that is not there yet; its absolute path.

    Raises:
        BadValue: the file would lie in the draft, where everything is recorded with it.
        AlreadyThere: there is such a file.
        CannotWrite: the folder is not there, or the disk does not take it.
    """
    place = os.path.abspath(os.path.expanduser(path))
    folder = os.path.realpath(os.path.dirname(place))
    if _is_draft_folder(folder, slug):
        raise BadValue(
            "path", path, "lies in the draft, whose files are recorded with it; name another folder"
        )
    try:
        with open(place, "x", encoding="utf-8", newline="\n") as file:
            _fill(file, text, place)
    except FileExistsError as error:
        raise AlreadyThere(place, "name another file") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "cannot be written"
        raise CannotWrite(place, reason, "name another file") from error
    return place


def _fill(file: TextIO, text: str, place: str) -> None:
    """Half a page may not stand in the way of the next try."""
    try:
        file.write(text)
        file.flush()
    except OSError:
        os.unlink(place)
        raise


def _is_draft_folder(folder: str, slug: str) -> bool:
    return f"{os.sep}drafts{os.sep}{slug}{os.sep}" in folder + os.sep
