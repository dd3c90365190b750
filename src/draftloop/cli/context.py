"""What a command is handed: the workspace it runs in, wired when first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from draftloop.steps.desk import Desk


class Context:
    """The options before the command, and the desk they lead to."""

    def __init__(self, workspace: str | None = None) -> None:
        self._named = workspace
        self._desk: Desk | None = None

    def desk(self) -> Desk:
        """The desk of the workspace around here.

        Raises:
            NoWorkspace: there is none.
            BadSetting: its settings cannot be understood.
        """
        if self._desk is None:
            from draftloop import wiring

            self._desk = wiring.desk_for(self.root())
        return self._desk

    def root(self) -> str:
        """The workspace's folder. Raises NoWorkspace."""
        from draftloop import paths

        return paths.find_workspace(self._named)

    def desk_without_workspace(self) -> Desk:
        """A desk for files named on the command line: the workspace's if there is one, else defaults."""
        from draftloop.loop.errors import NoWorkspace

        try:
            return self.desk()
        except NoWorkspace:
            from draftloop import wiring

            return wiring.desk_for_files()
