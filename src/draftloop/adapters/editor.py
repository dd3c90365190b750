"""The author's own editor, on a file of the workspace or on a scratch text."""

from __future__ import annotations

import os
import shlex
import tempfile
from hashlib import sha256

from draftloop.adapters.run import find_program, run_on_terminal
from draftloop.loop.errors import ToolMissing, Unreadable

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

    def edit_text(self, text: str, *, name: str) -> str:
        """Open a scratch file of that name with `text`; what it holds when the editor closes.

        The scratch file goes away only once its text was read: an editor that dies leaves it.

        Raises:
            ToolMissing: no editor, or it ended with an error.
            Unreadable: what it left is not UTF-8; the scratch file stays.
        """
        os.makedirs(self._scratch_folder, mode=0o700, exist_ok=True)
        folder = tempfile.mkdtemp(dir=self._scratch_folder)
        path = os.path.join(folder, name)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
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
        for leftover in os.listdir(folder):
            os.unlink(os.path.join(folder, leftover))
        os.rmdir(folder)
        return edited

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
