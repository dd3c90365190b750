"""Iterations as commits: the ports History and HistoryTags over git.

Everything that writes is plain git (`git_commit.py`); metadata of past commits is read by GitPython and kept
in a cache (`git_turns.py`). An instance may be used from any thread: it holds no open repository.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from draftloop.adapters.git_blobs import read_texts
from draftloop.adapters.git_commands import Git, failure, program
from draftloop.adapters.git_commit import (
    hash_files,
    make_commit,
    refuse_unfit,
    status,
    sync_folder,
    sync_refs,
    verify,
)
from draftloop.adapters.git_places import Repository, find_repository, read_head
from draftloop.adapters.git_state import is_foreign, state_of, unavailable
from draftloop.adapters.git_turns import TurnStore
from draftloop.loop.errors import BadValue, HistoryUnavailable
from draftloop.loop.iteration import Iteration, Turn, commit_message
from draftloop.loop.ports import HistoryKind, HistoryState


class GitHistory:
    """The history of one workspace.

    Args:
        root: The workspace, absolute.
        hooks: Whether the repository's own hooks run (the user's `[git] hooks`).
    """

    def __init__(self, root: str, *, hooks: bool = False) -> None:
        self._root, self._hooks = os.path.realpath(root), hooks

    def state(self) -> HistoryState:
        """Whether a commit could be made now, and if not, why."""
        try:
            program()
            repository = find_repository(self._root)
            if isinstance(repository, HistoryState):
                return repository
            return state_of(repository, self._git(repository))
        except HistoryUnavailable as error:
            kind: HistoryKind = "no-git" if error.state == "no-git" else "failed"
            return HistoryState(kind=kind, reason=error.reason, remedy=error.remedy)

    def record(self, iteration: Iteration, paths: Sequence[str], *, allow_empty: bool = False) -> str | None:
        """Commit `paths` and nothing else; see the port."""
        repository, git = self._ready()
        changes = status(repository, git, paths)
        if not changes and not allow_empty:
            return None
        refuse_unfit(changes)
        meant = hash_files(repository, git, list(changes))
        message = commit_message(iteration)
        commit = make_commit(repository, git, iteration.when, message, changes, allow_empty=allow_empty)
        if commit is None:
            return None
        sync_refs(repository)
        parent = verify(git, commit, meant, hooks=self._hooks)
        TurnStore(repository).append(
            parent=parent, commit=commit, when=iteration.when, message=message, paths=list(changes)
        )
        return commit

    def changed(self, paths: Sequence[str]) -> list[str]:
        """Files below `paths` that differ from the last commit or are new; none where git cannot tell."""
        repository = self._readable()
        if repository is None:
            return []
        return list(status(repository, self._git(repository), paths))

    def timeline(self, slug: str) -> list[Turn]:
        """Every turn of this draft, oldest first."""
        repository = self._readable()
        return [] if repository is None else TurnStore(repository).timeline(slug)

    def text_at(self, commit: str, path: str) -> str | None:
        """A file's text at a commit; None when it was not there."""
        return self.texts_at([(commit, path)])[0]

    def texts_at(self, places: Sequence[tuple[str, str]]) -> list[str | None]:
        """The texts at many (commit, path) at once."""
        repository = self._readable()
        if repository is None:
            return [None] * len(places)
        return read_texts(repository, self._git(repository), places)

    def tag(self, name: str, message: str) -> str:
        """Tag the last commit, annotated, as `name`, or `name@2` ... when taken."""
        repository, git = self._ready()
        if not read_head(repository).commit:
            raise HistoryUnavailable("failed", "there is no commit to tag yet", "record an iteration first")
        taken = self.tags(name)
        given, count = name, 1
        while given in taken:
            count += 1
            given = f"{name}@{count}"
        text = f"{message.strip()}\n".encode("utf-8", "replace")
        result = git.call("tag", "--annotate", "--cleanup=verbatim", "--file=-", "--", given, stdin=text)
        if not result.is_ok and b"is not a valid tag name" in result.stderr:
            raise BadValue("tag", name, "git does not take this name")
        if not result.is_ok:
            raise failure("tag", result)
        sync_folder(os.path.dirname(os.path.join(repository.common_dir, "refs", "tags", given)))
        return given

    def tags(self, prefix: str) -> dict[str, str]:
        """Tag names that start with `prefix`, and the commit each names."""
        repository = self._readable()
        if repository is None:
            return {}
        listing = self._git(repository).read(
            "for-each-ref", "--format=%(refname)%00%(*objectname)%00%(objectname)", "refs/tags"
        )
        found: dict[str, str] = {}
        for line in listing.decode("utf-8", "replace").splitlines():
            ref, peeled, direct = line.split("\0")
            name = ref.removeprefix("refs/tags/")
            if name.startswith(prefix):
                found[name] = peeled or direct
        return found

    def _git(self, repository: Repository) -> Git:
        return Git(top=repository.top, git_dir=repository.git_dir, hooks=self._hooks)

    def _ready(self) -> tuple[Repository, Git]:
        program()
        repository = find_repository(self._root)
        if isinstance(repository, HistoryState):
            raise unavailable(repository)
        git = self._git(repository)
        state = state_of(repository, git)
        if not state.is_ready:
            raise unavailable(state)
        return repository, git

    def _readable(self) -> Repository | None:
        """The repository, when there is one that may be read; reading needs no identity and no branch."""
        try:
            program()
        except HistoryUnavailable:
            return None
        repository = find_repository(self._root)
        if isinstance(repository, HistoryState):
            return None
        if is_foreign(repository) and state_of(repository, self._git(repository)).kind == "foreign-owner":
            return None
        return repository
