"""Writing a file for a contract: into the memory of a double, or below a real folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

Write = Callable[[str, str | None], None]
"""Path and text; None takes the file away."""


def into(files: dict[str, str]) -> Write:
    def write(path: str, text: str | None) -> None:
        files.pop(path, None)
        if text is not None:
            files[path] = text

    return write


def below(folder: Path) -> Write:
    def write(path: str, text: str | None) -> None:
        target = folder / path
        if text is None:
            target.unlink()
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode())

    return write
