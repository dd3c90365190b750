"""What git's settings say and who says it: the repository, which is not trusted, or the user, who is."""

from __future__ import annotations

import os
from dataclasses import dataclass

from draftloop.adapters.git_commands import Git

_OF_REPOSITORY = ("local", "worktree")
_OF_USER = ("system", "global")
_YES = ("", "true", "yes", "on", "1")


@dataclass(frozen=True, slots=True, kw_only=True)
class GitSettings:
    """Every setting with its scope, in the order in which they hold: the last one counts."""

    items: tuple[tuple[str, str, str], ...] = ()
    """Scope, key in lower case but for its middle part, value."""

    def own_keys(self) -> list[str]:
        """Keys that the repository itself sets, those of included files too."""
        return [key for scope, key, _ in self.items if scope in _OF_REPOSITORY]

    def of_user(self, key: str) -> list[str]:
        """Values that the user or the machine sets; a repository cannot vouch for itself."""
        return [value for scope, name, value in self.items if scope in _OF_USER and name == key]

    @property
    def user_hooks(self) -> str:
        """The folder of the hooks the user has for all repositories; empty: none."""
        found = self.of_user("core.hookspath")
        folder = os.path.expanduser(found[-1]) if found else ""
        # A relative one would be looked for in the repository.
        return folder if os.path.isabs(folder) else ""

    @property
    def signs(self) -> bool:
        """Whether commits are to be signed."""
        found = [value for scope, key, value in self.items if key == "commit.gpgsign" and scope != "command"]
        return bool(found) and found[-1].lower() in _YES


def read_settings(git: Git) -> GitSettings:
    """The settings of a repository; listing them runs nothing.

    Raises:
        HistoryUnavailable: they cannot be read.
    """
    return GitSettings(items=tuple(git.settings()))
