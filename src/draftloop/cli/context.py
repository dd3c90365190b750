"""What a command is handed: the workspace it runs in, wired when first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftloop.loop.errors import BadSetting, NoWorkspace, Unreadable

if TYPE_CHECKING:
    from draftloop.loop.ports import Trouble
    from draftloop.steps.desk import Desk


class Context:
    """The options before the command, and the desk they lead to."""

    def __init__(self, workspace: str | None = None) -> None:
        self._named = workspace
        self._desk: Desk | None = None
        self._files_desk: Desk | None = None
        self._setting_troubles: list[Trouble] = []

    def root(self) -> str:
        """The workspace's folder. Raises NoWorkspace."""
        from draftloop import paths

        return paths.find_workspace(self._named)

    def desk(self) -> Desk:
        """The desk of the workspace around here.

        Raises:
            NoWorkspace: there is none.
            BadSetting: its settings cannot be used.
            Unreadable: its settings cannot be read.
        """
        if self._desk is None:
            from draftloop import wiring

            self._desk = wiring.desk_for(self.root())
        return self._desk

    def lenient_desk(self) -> Desk:
        """The same, but with default settings where the file cannot be used: for what must always work."""
        try:
            return self.desk()
        except (BadSetting, Unreadable) as error:
            from draftloop import wiring

            self._setting_troubles = [wiring.setting_trouble(error)]
            self._desk = wiring.desk_for(self.root(), with_defaults=True)
            return self._desk

    def forgiving_desk(self) -> Desk:
        """`lenient_desk`, and one line about what it passed over."""
        from draftloop.cli.errors import note

        desk = self.lenient_desk()
        for trouble in self._setting_troubles:
            place = trouble.file if trouble.line is None else f"{trouble.file}:{trouble.line}"
            note(f"{place}: {trouble.problem}; {trouble.remedy}")
        return desk

    def close(self) -> None:
        """End what the desk started."""
        for desk in (self._desk, self._files_desk):
            if desk is not None:
                desk.close()

    def setting_troubles(self) -> list[Trouble]:
        """What was wrong with the settings when `lenient_desk` went on without them."""
        return self._setting_troubles

    def desk_without_workspace(self) -> Desk:
        """A desk for files named on the command line: the workspace's if there is one, else defaults."""
        try:
            return self.desk()
        except NoWorkspace:
            if self._files_desk is None:
                from draftloop import wiring

                self._files_desk = wiring.desk_for_files()
            return self._files_desk
