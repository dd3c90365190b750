"""Iterations as commits: the ports History and HistoryTags over git.

Everything that writes is plain git (`git_commit.py`); metadata of past commits is read by GitPython and kept
in a cache (`git_turns.py`). An instance may be used from any thread: it holds no open repository.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Sequence

from draftloop.adapters.git_blobs import read_texts
from draftloop.adapters.git_commands import Git, failure, program
from draftloop.adapters.git_commit import (
    hash_files,
    make_commit,
    refuse_unfit,
    status,
    sync_refs,
    verify,
)
from draftloop.adapters.git_flush import flush_objects, flush_ref
from draftloop.adapters.git_heal import mend_index
from draftloop.adapters.git_places import Repository, find_repository, read_head
from draftloop.adapters.git_settings import GitSettings, read_settings
from draftloop.adapters.git_state import hindrance_of, is_foreign, state_of, unavailable
from draftloop.adapters.git_turns import TurnStore
from draftloop.adapters.git_write import Writer
from draftloop.loop.errors import BadValue, HistoryUnavailable
from draftloop.loop.iteration import Iteration, Turn, commit_message
from draftloop.loop.ports import HistoryKind, HistoryState
from draftloop.loop.waiting import Means, WaitingIteration, Written


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
            reader = self._reader(repository)
            settings = read_settings(reader)
            mend_index(reader, repository.git_dir)
            return state_of(repository, reader, settings)
        except HistoryUnavailable as error:
            kind: HistoryKind = "no-git" if error.state == "no-git" else "failed"
            return HistoryState(kind=kind, reason=error.reason, remedy=error.remedy)

    def record(self, iteration: Iteration, paths: Sequence[str], *, allow_empty: bool = False) -> str | None:
        """Commit `paths` and nothing else; see the port."""
        repository, git, _ = self._ready()
        changes = status(repository, git, paths)
        if not changes and not allow_empty:
            return None
        refuse_unfit(repository, changes)
        meant = hash_files(repository, git, list(changes))
        message = commit_message(iteration)
        commit = make_commit(repository, git, iteration.when, message, changes, allow_empty=allow_empty)
        if commit is None:
            return None
        sync_refs(repository)
        parent, differing = verify(git, commit, meant)
        if differing and git.runs_hooks:
            name = differing[0]
            raise HistoryUnavailable(
                "hook",
                f"a hook of git changed {name} while it was recorded",
                f"both are kept: the commit has the hook's text, `git cat-file -p {meant[name]}` shows yours",
            )
        # Without hooks the file was saved again meanwhile: the commit has the newer text.
        self._remember(repository, iteration, parent, commit, list(changes))
        return commit

    def write(
        self,
        waiting: WaitingIteration,
        content: Callable[[str], bytes],
        *,
        taken: Collection[str] = (),
        means: Means | None = None,
    ) -> Written | None:
        """Commit a waiting iteration with the texts it meant; see the port."""
        means = means or Means()
        repository, git, settings = self._ready(without_hooks=not means.runs_hooks)
        writer = Writer(
            repository=repository,
            git=git,
            signs=settings.signs,
            means=means,
            waiting=waiting,
            content=content,
        )
        written = writer.write(taken)
        if written is not None and not written.is_found_again:
            parent, commit = written.parent, written.commit
            self._remember(repository, waiting.iteration, parent, commit, waiting.paths)
        return written

    def head(self) -> str:
        """Full name of the last commit, from files alone."""
        repository = find_repository(self._root)
        return "" if isinstance(repository, HistoryState) else read_head(repository).commit

    def changed(self, paths: Sequence[str]) -> list[str]:
        """Files below `paths` that differ from the last commit or are new.

        Raises:
            HistoryUnavailable: there is nothing to compare with, or git cannot tell now.
        """
        repository = self._repository()
        return list(status(repository, self._reader(repository), paths))

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
        return read_texts(repository, self._reader(repository), places)

    def tag(self, name: str, message: str, *, commit: str = "") -> str:
        """Tag a commit, annotated, as `name`, or `name@2` ... when taken; without one the last."""
        repository, git, _ = self._ready()
        if not read_head(repository).commit:
            raise HistoryUnavailable("failed", "there is no commit to tag yet", "record an iteration first")
        taken = self.tags(name)
        given, count = name, 1
        while given in taken:
            count += 1
            given = f"{name}@{count}"
        text = f"{message.strip()}\n".encode("utf-8", "replace")
        result = git.call(
            "tag",
            "--annotate",
            "--cleanup=verbatim",
            "--file=-",
            "--",
            given,
            *([commit] if commit else []),
            stdin=text,
        )
        if not result.is_ok and b"is not a valid tag name" in result.stderr:
            raise BadValue("tag", name, "git does not take this name")
        if not result.is_ok:
            raise failure("tag", result)
        flush_objects(repository.common_dir)
        flush_ref(repository.common_dir, f"refs/tags/{given}")
        return given

    def tags(self, prefix: str) -> dict[str, str]:
        """Tag names that start with `prefix`, and the commit each names."""
        repository = self._readable()
        if repository is None:
            return {}
        listing = self._reader(repository).read(
            "for-each-ref", "--format=%(refname)%00%(*objectname)%00%(objectname)", "refs/tags"
        )
        found: dict[str, str] = {}
        for line in listing.decode("utf-8", "replace").splitlines():
            ref, peeled, direct = line.split("\0")
            name = ref.removeprefix("refs/tags/")
            if name.startswith(prefix):
                found[name] = peeled or direct
        return found

    def _remember(
        self, repository: Repository, iteration: Iteration, parent: str, commit: str, paths: Sequence[str]
    ) -> None:
        message = commit_message(iteration)
        store = TurnStore(repository)
        store.append(parent=parent, commit=commit, when=iteration.when, message=message, paths=paths)

    def _reader(self, repository: Repository) -> Git:
        return Git(top=repository.top, git_dir=repository.git_dir)

    def _ready(self, *, without_hooks: bool = False) -> tuple[Repository, Git, GitSettings]:
        program()
        repository = find_repository(self._root)
        if isinstance(repository, HistoryState):
            raise unavailable(repository)
        reader = self._reader(repository)
        settings = read_settings(reader)
        hindrance = hindrance_of(repository, settings)
        if hindrance is not None:
            raise unavailable(hindrance)
        mend_index(reader, repository.git_dir)
        git = Git(
            top=repository.top,
            git_dir=repository.git_dir,
            hooks=self._hooks and not without_hooks,
            user_hooks="" if without_hooks else settings.user_hooks,
            listed=reader.listed(),
        )
        return repository, git, settings

    def _repository(self) -> Repository:
        """The repository, when there is one that may be read; reading needs no identity and no branch.

        Raises:
            HistoryUnavailable: there is none, or it is somebody else's.
        """
        program()
        repository = find_repository(self._root)
        if isinstance(repository, HistoryState):
            raise unavailable(repository)
        if is_foreign(repository):
            found = hindrance_of(repository, read_settings(self._reader(repository)))
            if found is not None and found.kind == "foreign-owner":
                raise unavailable(found)
        return repository

    def _readable(self) -> Repository | None:
        """The same for what is told as nothing where there is none."""
        try:
            return self._repository()
        except HistoryUnavailable:
            return None
