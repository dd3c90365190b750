"""consent.toml: the yes a person gave, once per machine, to a folder or program that a workspace names.

It stands in the user's configuration folder, never in a workspace: a cloned workspace cannot say yes for its
reader. A changed value asks again, since the value is part of what was agreed to.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import tomllib

from draftloop.adapters.files import cannot_write
from draftloop.loop.errors import Unreadable
from draftloop.loop.field_values import quoted

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
        """
        text = self._text()
        if (self._workspace, what, value) in self._entries(text):
            return
        pairs = (("workspace", self._workspace), ("what", what), ("value", value))
        entry = "\n[[yes]]\n" + "".join(f"{key} = {_toml(said)}\n" for key, said in pairs)
        try:
            self._write((text or HEADER) + entry)
        except OSError as error:
            raise cannot_write(self._path, error) from error

    def _text(self) -> str:
        try:
            with open(self._path, encoding="utf-8") as file:
                return file.read()
        except FileNotFoundError:
            return ""
        except (OSError, UnicodeDecodeError) as error:
            raise Unreadable(self._path, f"cannot be read: {error}", "mend it or remove it") from error

    def _entries(self, text: str) -> set[tuple[str, str, str]]:
        try:
            rows = tomllib.loads(text).get("yes", [])
        except tomllib.TOMLDecodeError as error:
            raise Unreadable(self._path, f"is not TOML: {error}", "mend it or remove it") from error
        if not isinstance(rows, list):
            return set()
        return {
            (str(row.get("workspace")), str(row.get("what")), str(row.get("value")))
            for row in rows
            if isinstance(row, dict)
        }

    def _write(self, text: str) -> None:
        folder = os.path.dirname(self._path)
        os.makedirs(folder, mode=0o700, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".consent-", dir=folder)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, self._path)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(temporary)
            raise


def _toml(text: str) -> str:
    """A TOML string; a path that is not UTF-8 is written with its odd bytes named."""
    return quoted(text.encode("utf-8", "backslashreplace").decode("utf-8"))
