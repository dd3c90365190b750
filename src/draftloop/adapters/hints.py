"""What the user was told once and need not be told again: an empty file a hint in the state folder."""

from __future__ import annotations

import os

from draftloop.adapters.files import cannot_write


class HintFolder:
    """`STATE/hints/NAME`; fills the port `Hints`."""

    def __init__(self, state: str) -> None:
        self._folder = os.path.join(state, "hints")

    def is_told(self, name: str) -> bool:
        return os.path.exists(os.path.join(self._folder, name))

    def tell(self, name: str) -> None:
        """Raises CannotWrite."""
        path = os.path.join(self._folder, name)
        try:
            os.makedirs(self._folder, mode=0o700, exist_ok=True)
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600))
        except OSError as error:
            raise cannot_write(path, error) from error
