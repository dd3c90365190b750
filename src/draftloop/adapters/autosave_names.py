"""How autosaves are called: the ref of a draft, the folder of a moment, the files in it."""

from __future__ import annotations

import os
import re
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from draftloop.adapters.git_commands import OWN_REFS
from draftloop.loop.errors import BadValue

IDEA = b".idea.md"
"""What ideas/SLUG.md is called here: no file of a draft is, as names with a dot in front are passed over."""

Files = dict[bytes, str]
"""The files of one autosave by name, each with the name of its object."""

_ID = re.compile(rb"[0-9]{8}T[0-9]{6}Z")
_ID_FORMAT = "%Y%m%dT%H%M%SZ"
_LISTED = re.compile(rb"(?:^|\0)[0-9]+ blob ([0-9a-f]+)\t([0-9]{8}T[0-9]{6}Z)/([^/\0]+)(?=\0)")
_LONGEST_NAME = 180


def is_id(name: bytes) -> bool:
    """Whether this could be the folder of an autosave."""
    return _ID.fullmatch(name) is not None


def id_of(moment: datetime) -> bytes:
    """The folder of a moment, which is in UTC."""
    return moment.strftime(_ID_FORMAT).encode()


def free_moment(when: datetime, taken: Collection[datetime]) -> datetime:
    """The moment in UTC to the second, or the next one behind those of the same minute.

    No id is given twice, not even that of an autosave which was thinned out a second ago.
    """
    moment = when.astimezone(UTC).replace(microsecond=0)
    near = [other for other in taken if moment <= other < moment + timedelta(minutes=1)]
    moment = max(near) + timedelta(seconds=1) if near else moment
    while moment in taken:  # more than sixty in a minute: a clock that stands still
        moment += timedelta(seconds=1)
    return moment


def ref_of(purpose: str, slug: str) -> str:
    """A ref for any slug: odd bytes and capitals, which not every disk tells apart, as %XX."""
    safe = "".join(
        char
        if char in "abcdefghijklmnopqrstuvwxyz0123456789-_"
        else "".join(f"%{byte:02X}" for byte in os.fsencode(char))
        for char in slug
    )
    if len(safe) > _LONGEST_NAME:
        mark = blake2b(os.fsencode(slug), digest_size=8).hexdigest()
        safe = f"{safe[:_LONGEST_NAME]}-{mark}"
    return f"{OWN_REFS}{purpose}/{safe}"


def file_of(slug: str, path: str) -> bytes:
    """What a workspace file is called in an autosave. Raises BadValue: it is not this draft's own."""
    if path == f"ideas/{slug}.md":
        return IDEA
    name = path.removeprefix(f"drafts/{slug}/")
    if name == path or not name or "/" in name or "\n" in name or name[0] == ".":
        raise BadValue("path", path, f"is no text of {slug}")
    return os.fsencode(name)


def path_of(slug: str, name: bytes) -> str:
    return f"ideas/{slug}.md" if name == IDEA else f"drafts/{slug}/{os.fsdecode(name)}"


def files_by_id(listing: bytes) -> dict[str, Files]:
    """What `ls-tree -r -z` said; what does not look like ours is passed over."""
    found: dict[str, Files] = {}
    for stored, name, file in _LISTED.findall(listing):
        found.setdefault(name.decode(), {})[file] = stored.decode()
    return found


def moment_of(name: bytes) -> datetime | None:
    """The moment an id names; None when no calendar knows it."""
    # By hand: strptime takes ten times as long, and there may be thousands.
    parts = (name[0:4], name[4:6], name[6:8], name[9:11], name[11:13], name[13:15])
    try:
        return datetime(*map(int, parts), tzinfo=UTC)  # type: ignore[arg-type, misc]  # six numbers
    except ValueError:
        return None
