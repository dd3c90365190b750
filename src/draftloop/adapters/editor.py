"""The author's own editor, on a file of the workspace or on a scratch text."""

from __future__ import annotations

import os
import shlex
import shutil
import tempfile
from collections.abc import Callable
from hashlib import sha256

from draftloop.adapters.files import cannot_write
from draftloop.adapters.flush import make_folders
from draftloop.adapters.run import find_program, run_on_terminal
from draftloop.loop.errors import CannotWrite, ToolMissing, Unreadable

CANDIDATES = ("sensible-editor", "nano", "vim", "vi")
"""Tried in this order where neither setting, $VISUAL nor $EDITOR names one."""

REMEDY = "set $EDITOR, or [editor] command in your config.toml"


class TerminalEditor:
    """Fills the port `ExternalEditor`: the setting, else $VISUAL, else $EDITOR, else what is installed."""

    def __init__(self, root: str, scratch_folder: str, command: str = "") -> None:
        """Edit files below `root`; scratch texts stand in `scratch_folder` while they are edited."""
        self._root = root
        self._scratch_folder = scratch_folder
        self._command = command

    def edit(self, path: str) -> bool:
        """Open the workspace file at `path`; True when its bytes changed. Raises ToolMissing."""
        full = os.path.join(self._root, path)
        before = _digest(full)
        self._open(full)
        return _digest(full) != before

    def edit_text(self, text: str, *, name: str, keep: Callable[[str], bool]) -> bool:
        """Open a scratch file of that name with `text`; what `keep` makes of it when the editor closes.

        The scratch file goes away only once its text was kept: an editor that dies and a full disk leave it.

        Raises:
            ToolMissing: no editor, or it ended with an error.
            CannotWrite: the scratch file cannot be made, or the text cannot be kept elsewhere.
            Unreadable: what it left is not UTF-8; the scratch file stays.
        """
        path = self._scratch(text, name)
        self._open(path)
        try:
            with open(path, encoding="utf-8", newline="") as file:
                edited = file.read()
        except UnicodeDecodeError as error:
            raise Unreadable(path, "is not UTF-8", "save it as UTF-8 and put it in its place") from error
        except FileNotFoundError as error:
            raise Unreadable(path, "is gone since the editor closed", "nothing was changed") from error
        except OSError as error:
            raise Unreadable(path, error.strerror or "cannot be read back", "nothing was changed") from error
        try:
            made = keep(edited)
        except CannotWrite as error:
            raise CannotWrite(error.path, error.reason, f"your text is in {path}", error.kept) from error
        shutil.rmtree(os.path.dirname(path), ignore_errors=True)
        return made

    def _scratch(self, text: str, name: str) -> str:
        """A file with `text` in a folder of its own. Raises CannotWrite."""
        try:
            make_folders(self._scratch_folder)
            folder = tempfile.mkdtemp(dir=self._scratch_folder)
            path = os.path.join(folder, name)
            with open(path, "w", encoding="utf-8", newline="") as file:
                file.write(text)
        except OSError as error:
            raise cannot_write(self._scratch_folder, error) from error
        return path

    def _open(self, path: str) -> None:
        argv = [*self._argv(), path]
        status = run_on_terminal(argv, cwd=os.path.dirname(path))
        if status != 0:
            how = f"status {status}" if status > 0 else f"signal {-status}"
            raise ToolMissing(argv[0], f"ended with {how}", f"{path} is as it left it; {REMEDY}")

    def _argv(self) -> list[str]:
        command = self._command or os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
        if command:
            try:
                argv = shlex.split(command)
            except ValueError as error:
                raise ToolMissing(command, f"cannot be understood: {error}", REMEDY) from error
            if argv and (os.path.isabs(argv[0]) or find_program(argv[0])):
                return argv
            raise ToolMissing(argv[0] if argv else "editor", "is not installed", REMEDY)
        if not os.isatty(0):
            # Those would wait for ever for keys that cannot come.
            raise ToolMissing("editor", "none is set, and there is no terminal for the usual ones", REMEDY)
        for name in CANDIDATES:
            found = find_program(name)
            if found:
                return [found]
        raise ToolMissing("editor", "none is set and none was found", REMEDY)


def _digest(path: str) -> str:
    try:
        with open(path, "rb") as file:
            return sha256(file.read()).hexdigest()
    except OSError:
        return ""  # gone, or no file any more: not what it was
