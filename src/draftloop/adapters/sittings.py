"""Open sittings as small JSON files in the state folder: closing the app loses no minutes and no peeks."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, fields
from datetime import datetime
from urllib.parse import quote

from draftloop.adapters import files
from draftloop.loop.ports import Sitting


class SittingFiles:
    """`STATE/sittings/WS/SLUG.json`; fills the port `Sittings`."""

    def __init__(self, state: str, workspace: str) -> None:
        self._folder = os.path.join(os.path.realpath(state), "sittings", workspace)

    def open(self, slug: str) -> Sitting | None:
        if not os.path.isdir(self._folder):
            return None
        data = files.read_file(self._folder, _name(slug))
        return _sitting(slug, data) if data is not None else None

    def keep(self, sitting: Sitting) -> None:
        """Raises CannotWrite."""
        name = _name(sitting.slug)
        data = json.dumps({**asdict(sitting), "began": sitting.began.isoformat()}).encode() + b"\n"
        files.make_folder(self._folder)
        old = files.read_file(self._folder, name)
        expected = "" if old is None else files.fingerprint(old)
        files.write_file(self._folder, name, data, expected=expected, private=True)

    def close(self, slug: str) -> None:
        """End it; nothing to do when none is open."""
        try:
            os.unlink(os.path.join(self._folder, _name(slug)))
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError as error:
            raise files.cannot_write(self._folder, error) from error


def _name(slug: str) -> str:
    """A file name for any slug: odd bytes as %XX, and never one that begins with a dot or is too long."""
    name = quote(os.fsencode(slug), safe="").replace(".", "%2E")
    return (
        name if len(name) <= 200 else f"{name[:180]}-{files.fingerprint(os.fsencode(slug))[:16]}"
    ) + ".json"


def _sitting(slug: str, data: bytes) -> Sitting | None:
    """The sitting as kept; None for a file that is not one of ours, as minutes are no reason to stop."""
    try:
        kept = json.loads(data)
        known = {field.name: kept[field.name] for field in fields(Sitting) if field.name in kept}
        began = datetime.fromisoformat(known["began"])
        return Sitting(**{**known, "slug": slug, "began": began})
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
