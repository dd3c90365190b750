"""Where things live: the workspace, settings, state and caches. Asking never makes a folder."""

from __future__ import annotations

import os
from hashlib import blake2b

from draftloop.loop.errors import NoWorkspace

SETTINGS_FILE = "draftloop.toml"


def find_workspace(named: str | None = None) -> str:
    """The workspace's real path: `named`, else $DRAFTLOOP_WORKSPACE, else the nearest folder upward.

    Raises:
        NoWorkspace: there is none; nothing is ever made by accident.
    """
    asked = named or os.environ.get("DRAFTLOOP_WORKSPACE")
    if asked:
        folder = os.path.realpath(os.path.expanduser(asked))
        if not is_workspace(folder):
            raise NoWorkspace(folder)
        return folder
    try:
        start = os.path.realpath(os.getcwd())
    except FileNotFoundError:
        raise NoWorkspace("a folder that is gone") from None
    folder = start
    while not is_workspace(folder):
        parent = os.path.dirname(folder)
        if parent == folder:
            raise NoWorkspace(start)
        folder = parent
    return folder


def is_workspace(folder: str) -> bool:
    """Whether `folder` holds draftloop.toml, or both ideas/ and drafts/."""
    if os.path.isfile(os.path.join(folder, SETTINGS_FILE)):
        return True
    return all(os.path.isdir(os.path.join(folder, name)) for name in ("ideas", "drafts"))


def state_folder() -> str:
    """State that is not the workspace's: recovery, sittings, locks, log."""
    own = os.environ.get("DRAFTLOOP_STATE_DIR")
    return os.path.abspath(own) if own else _folder("XDG_STATE_HOME", ".local/state")


def config_folder() -> str:
    """The user's own settings, consents, dictionary and scaffolds."""
    return _folder("XDG_CONFIG_HOME", ".config")


def model_folder() -> str:
    """The sentence model of the meaning engine: $DRAFTLOOP_MODEL_DIR, else below the user's data."""
    own = os.environ.get("DRAFTLOOP_MODEL_DIR")
    if own:
        return os.path.abspath(own)
    return os.path.join(_folder("XDG_DATA_HOME", ".local/share"), "models", "bge-small-en-v1.5-int8")


def languagetool_folder() -> str:
    """LanguageTool's jars: $DRAFTLOOP_LANGUAGETOOL_DIR, else below the user's data."""
    own = os.environ.get("DRAFTLOOP_LANGUAGETOOL_DIR")
    if own:
        return os.path.abspath(own)
    return os.path.join(_folder("XDG_DATA_HOME", ".local/share"), "languagetool")


def workspace_id(root: str) -> str:
    """Short name of a workspace in the state folder: blake2b-64 of its real path."""
    return blake2b(os.path.realpath(root).encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()


def derived_folder(workspace: str) -> str:
    """Where the disposable databases of a workspace without git live."""
    return os.path.join(state_folder(), "derived", workspace)


def log_fault(error: BaseException | None) -> str:
    """Keep where a fault arose for a report; the file's path, or a word why it could not be kept.

    Lines of code and no message: it may quote what somebody wrote, or a password from a remote's address.
    """
    folder = os.path.join(state_folder(), "log")
    path = os.path.join(folder, "faults.log")
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        with open(
            os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600),
            "a",
            encoding="utf-8",
            errors="backslashreplace",
        ) as file:
            file.write("".join(_described(error)) + "\n")
    except OSError as trouble:
        return f"no log ({trouble.strerror})"
    return path


_TOLD_BY_PYTHON = (AttributeError, ImportError, NameError, RecursionError, TypeError, ZeroDivisionError)
"""Exceptions whose messages name code, and never a text."""


def _described(error: BaseException | None) -> list[str]:
    """An exception and what led to it, oldest first, as Python prints them but for most messages."""
    import traceback

    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    lines: list[str] = []
    for one in reversed(chain):
        kind = f"{type(one).__module__}.{type(one).__qualname__}"
        said = str(one) if type(one) in _TOLD_BY_PYTHON else ""
        if isinstance(one, OSError) and one.errno is not None:
            said = os.strerror(one.errno)
        lines += ["Traceback (most recent call last):\n", *traceback.format_tb(one.__traceback__)]
        lines.append(f"{kind}: {said}\n" if said else f"{kind}\n")
    return lines


def _folder(variable: str, default: str) -> str:
    base = os.environ.get(variable)
    if not base or not os.path.isabs(base):
        home = os.path.expanduser("~")
        # Without $HOME and a name the system knows, `~` stays `~`: a folder of that name is nobody's home.
        base = os.path.join(home if os.path.isabs(home) else os.sep, default)
    return os.path.join(base, "draftloop")
