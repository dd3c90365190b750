"""The shelf of scaffolds: the workspace's own, the user's own, then the built-in ones."""

from __future__ import annotations

import os

from draftloop.loop.errors import NotFound, Unreadable

BUILT_IN = os.path.join(os.path.dirname(os.path.dirname(__file__)), "scaffolds")
MAX_BYTES = 100_000


class Shelf:
    """Scaffolds by name; a name found in an earlier folder hides the later ones."""

    def __init__(self, workspace_folder: str, user_folder: str) -> None:
        self._folders = (workspace_folder, user_folder, BUILT_IN)

    def names(self) -> list[str]:
        """Every name, the workspace's own first, each once."""
        found: dict[str, None] = {}
        for folder in self._folders:
            if os.path.isdir(folder):
                found |= dict.fromkeys(
                    sorted(
                        name[:-3] for name in os.listdir(folder) if name.endswith(".md") and name[0] != "."
                    )
                )
        return list(found)

    def text(self, name: str) -> str:
        """The scaffold's Markdown, line ends as LF.

        Raises:
            NotFound: no scaffold of that name.
            Unreadable: it is not UTF-8, or not a regular file.
        """
        if name not in self.names():
            raise NotFound("scaffold", name, tuple(self.names()))
        for folder in self._folders:
            path = os.path.join(folder, f"{name}.md")
            if os.path.lexists(path):
                return _read(path)
        raise NotFound("scaffold", name, tuple(self.names()))


def _read(path: str) -> str:
    if not os.path.isfile(path):
        raise Unreadable(path, "is not a regular file", "move it out of the scaffolds folder")
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise Unreadable(path, "is too large for a scaffold", "keep it below 100 kB")
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise Unreadable(path, "is not UTF-8", "save it as UTF-8") from None
    except OSError as error:
        raise Unreadable(path, error.strerror or "cannot be read") from None
