"""consent.toml: the yes a person gave, once per machine, to a folder or program that a workspace names.

It stands in the user's configuration folder, never in a workspace: a cloned workspace cannot say yes for its
reader. A changed value asks again, since the value is part of what was agreed to.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator

from draftloop.adapters import files
from draftloop.loop.errors import Unreadable
from draftloop.loop.field_values import quoted
from draftloop.loop.toml_text import read_toml

HEADER = (
    "# Folders and programs that workspaces may use on this machine. Remove an entry to be asked again.\n"
)


class ConsentFile:
    """Fills the port `Consent` from one TOML file; the file and its folder are made by the first yes."""

    def __init__(self, path: str, workspace: str) -> None:
        """Use the file at `path` for the workspace with the id `workspace`."""
        self._path = path
        self._workspace = workspace

    def is_given(self, what: str, value: str) -> bool:
        """Whether this workspace may use `value` for `what` on this machine.

        Raises:
            Unreadable: the file is there but is not TOML; nothing is taken for a yes then.
        """
        return (self._workspace, what, value) in self._entries(self._text())

    def give(self, what: str, value: str) -> None:
        """Note a yes. Giving it again changes nothing.

        Raises:
            Unreadable: as above; the file stays as it is.
            CannotWrite: the disk refuses; nothing was given.
            ChangedOnDisk: somebody changed the file by hand in this instant; nothing was given.
        """
        pairs = (("workspace", self._workspace), ("what", what), ("value", value))
        entry = "\n[[yes]]\n" + "".join(f"{key} = {_toml(said)}\n" for key, said in pairs)
        with self._alone():
            text = self._text()
            if (self._workspace, what, value) not in self._entries(text):
                self._write(text, (text or HEADER) + entry)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """No other draftloop on this machine notes a yes meanwhile: one of the two would be lost."""
        folder = os.path.dirname(os.path.realpath(self._path))
        files.make_folder(folder)
        try:
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError as error:
            raise files.cannot_write(self._path, error) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _text(self) -> str:
        try:
            with open(self._path, encoding="utf-8", newline="") as file:
                return file.read()
        except FileNotFoundError:
            return ""
        except (OSError, UnicodeDecodeError) as error:
            raise Unreadable(self._path, f"cannot be read: {error}", "mend it or remove it") from error

    def _write(self, old: str, new: str) -> None:
        """Put `new` in the place of `old`, and of nothing else. A link is followed."""
        folder, name = os.path.split(os.path.realpath(self._path))
        expected = files.fingerprint(old.encode()) if os.path.exists(self._path) else ""
        files.write_file(folder, name, new.encode(), expected=expected, private=True)

    def _entries(self, text: str) -> set[tuple[str, str, str]]:
        rows = read_toml(text, self._path, "mend it or remove it").get("yes", [])
        if not isinstance(rows, list):
            return set()
        return {
            (str(row.get("workspace")), str(row.get("what")), str(row.get("value")))
            for row in rows
            if isinstance(row, dict)
        }


def _toml(text: str) -> str:
    """A TOML string; a path that is not UTF-8 is written with its odd bytes named."""
    return quoted(text.encode("utf-8", "backslashreplace").decode("utf-8"))
