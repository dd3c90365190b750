"""Making a workspace: its folders, its settings file, and a git repository where there is none."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib.resources import files

from draftloop.adapters.files import write_file
from draftloop.adapters.flush import flush_below, make_folders
from draftloop.adapters.git_commands import init_repository
from draftloop.adapters.git_places import Repository, find_repository
from draftloop.loop.errors import AlreadyThere, HistoryUnavailable, ToolMissing, Unreadable
from draftloop.loop.ports import HistoryState

SETTINGS_FILE = "draftloop.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWorkspace:
    """What `init` found and made."""

    root: str
    made: tuple[str, ...]
    """What was not there before, relative to the root."""
    repository: str
    """Top folder of the git repository it is in; empty without git."""
    is_new_repository: bool
    trouble: str = ""
    """Why there is no git, where there is none."""


def make_workspace(folder: str) -> NewWorkspace:
    """Make `folder` a workspace; what is there already stays as it is.

    Raises:
        AlreadyThere: a file stands where a folder must be.
        Unreadable: a folder cannot be made.
        CannotWrite: the settings cannot be written.
    """
    root = os.path.realpath(os.path.expanduser(folder))
    made: list[str] = []
    for name in ("", "ideas", "drafts"):
        path = os.path.join(root, name) if name else root
        if os.path.isdir(path):
            continue
        if os.path.lexists(path):
            raise AlreadyThere(path, "a folder of that name is needed")
        try:
            make_folders(path, 0o777)
        except OSError as error:
            raise Unreadable(path, f"cannot be made: {error.strerror}", "choose another folder") from error
        made.append(f"{name}/" if name else root)
    settings = os.path.join(root, SETTINGS_FILE)
    if os.path.lexists(settings) and not os.path.isfile(settings):
        raise AlreadyThere(settings, "a file of that name is needed")
    if not os.path.lexists(settings):
        write_file(root, SETTINGS_FILE, template().encode(), expected="")
        made.append(SETTINGS_FILE)
    return _with_repository(root, made)


def template() -> str:
    """draftloop.toml as `init` writes it: every line commented out, every default shown."""
    return files("draftloop").joinpath("settings_template.toml").read_text(encoding="utf-8")


def _with_repository(root: str, made: list[str]) -> NewWorkspace:
    found = find_repository(root)
    trouble = ""
    if isinstance(found, HistoryState) and found.kind == "no-repository":
        try:
            init_repository(root)
        except ToolMissing as error:
            trouble = f"{error.tool} {error.reason}; {error.remedy}"
        except HistoryUnavailable as error:
            trouble = f"{error.reason}; {error.remedy}"
        found = find_repository(root)
        if isinstance(found, Repository):
            flush_below(found.git_dir)
            made.append(".git/")
    if isinstance(found, HistoryState) and not trouble:
        trouble = f"{found.reason}; {found.remedy}"
    return NewWorkspace(
        root=root,
        made=tuple(made),
        repository=found.top if isinstance(found, Repository) else "",
        is_new_repository=".git/" in made,
        trouble=trouble,
    )
