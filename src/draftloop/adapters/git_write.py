"""Committing an iteration that waited, with the texts it meant: once, whatever happened since.

While its files still hold these texts, `git commit --only` makes the commit, and hooks and signing are the
user's as always. Later the commit is built beside the work tree, from a private index; the user's own index
is then brought up to date for these files alone, where nothing else was staged in them.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from draftloop.adapters import files
from draftloop.adapters.git_blobs import parse_commits
from draftloop.adapters.git_commands import Git, failure
from draftloop.adapters.git_commit import (
    dates,
    make_commit,
    refuse_unfit,
    status,
    sync_refs,
    verify,
    wait_for_index,
    with_patience,
)
from draftloop.adapters.git_index import Entry, align, index_info, tree_entries
from draftloop.adapters.git_places import Repository, read_head
from draftloop.adapters.git_state import off_a_branch
from draftloop.loop.errors import HistoryUnavailable, Unreadable
from draftloop.loop.iteration import Iteration, commit_message
from draftloop.loop.stage import Stage
from draftloop.loop.waiting import Means, MeantFile, WaitingIteration, Written, is_commit_of

_LOOK_BACK = 5000
"""Commits to look through for one that was made before the machine stopped."""
_TRIES = 5

Content = Callable[[str], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """What writes one waiting iteration into one repository."""

    repository: Repository
    git: Git
    signs: bool
    """Whether git is set to sign commits."""
    means: Means
    waiting: WaitingIteration
    content: Content

    def write(self, taken: Collection[str]) -> Written | None:
        """See the port."""
        head = read_head(self.repository)
        made = "" if head.is_certain and head.commit == self.waiting.base else self._find(taken)
        if made:
            parent = self._resolve(f"{made}^")
            align(self.repository, self.git, self.means, parent, made, self._names())
            sync_refs(self.repository)
            return Written(commit=made, parent=parent, is_found_again=True)
        if all(self._is_as_meant(file) for file in self.waiting.files):
            return self._commit(taken)
        return self._build(taken)

    # -- by git commit ---------------------------------------------------------------------------------

    def _commit(self, taken: Collection[str]) -> Written | None:
        waiting = self.waiting
        changes = status(self.repository, self.git, waiting.paths)
        if not changes and not waiting.allow_empty:
            return None
        refuse_unfit(self.repository, changes)
        commit = None
        try:
            commit = make_commit(
                self.repository,
                self.git,
                waiting.iteration.when,
                commit_message(waiting.iteration),
                changes,
                allow_empty=waiting.allow_empty,
                means=self.means,
            )
        except HistoryUnavailable as error:
            # A sparse checkout leaves the file out; or another git wrote an index that knows it no more.
            if "sparse checkout" not in error.reason and "did not match any file" not in error.reason:
                raise
        if commit is None:
            return self._build(taken)
        sync_refs(self.repository)
        texts = [file for file in waiting.files if file.state == "text" and file.path in changes]
        meant = {self._name(file): _object_name(self.content(file.path), len(commit)) for file in texts}
        parent, differing = verify(self.git, commit, meant)
        return Written(
            commit=commit,
            parent=parent,
            rewritten=self._rewritten(commit, differing),
            ran_hooks=self.git.runs_hooks,
        )

    def _rewritten(self, commit: str, differing: Sequence[str]) -> tuple[str, ...]:
        """Files that were committed with another text than was meant, but for what git itself converts."""
        found = []
        for name in differing:
            path = name.removeprefix(self.repository.prefix)
            if self._store(name, self.content(path)) != self._resolve(f"{commit}:{name}"):
                found.append(path)
        return tuple(found)

    # -- beside the work tree --------------------------------------------------------------------------

    def _build(self, taken: Collection[str]) -> Written | None:
        # While another git writes the index it could not be brought up to date afterwards.
        wait_for_index(self.repository, self.means)
        for _ in range(_TRIES):
            old = self._resolve("HEAD")
            before = tree_entries(self.git, old, self._names())
            after = {name: entry for name, entry in self._entries(before) if entry != before.get(name)}
            if not after and not self.waiting.allow_empty:
                return None
            message = commit_message(self.waiting.iteration)
            commit = self._commit_tree(old, self._tree(old, after), message)
            tip = self._with_theirs(old, commit, list(after), taken)
            if self._move_branch(old, tip):
                sync_refs(self.repository)
                align(self.repository, self.git, self.means, old, tip, list(after))
                return Written(commit=commit, parent=old)
        raise HistoryUnavailable("locked", "the branch moves on all the time", "try again in a moment")

    def _with_theirs(self, old: str, commit: str, names: Sequence[str], taken: Collection[str]) -> str:
        """What the branch gets: the commit, and where somebody committed these files meanwhile theirs again.

        The iteration is older than what they committed; the branch may not go back to it.
        """
        base = self.waiting.base
        if not base or base == old or not names:
            return commit
        span = ["HEAD", f"^{base}", "--", *names]
        listed = self.git.call("rev-list", f"--max-count={_LOOK_BACK}", *span)
        theirs = set(listed.stdout.decode("ascii", "replace").split()) - set(taken)
        if not theirs:
            return commit
        return self._commit_tree(commit, self._resolve(f"{old}^{{tree}}"), commit_message(self._going_on()))

    def _going_on(self) -> Iteration:
        made = self.waiting.iteration
        return Iteration(
            stage=Stage.RESTORE if made.draft else Stage.WORKSPACE,
            when=made.when,
            draft=made.draft,
            subject="Go on from what was committed meanwhile",
        )

    def _entries(self, before: Mapping[str, Entry]) -> Iterator[tuple[str, Entry | None]]:
        """Each file of the iteration as the new tree has it; None: not there."""
        for file in self.waiting.files:
            name = self._name(file)
            if file.state == "gone":
                yield name, None
                continue
            known = before.get(name)
            mode = known.mode if known else "100755" if file.is_executable else "100644"
            if file.state == "text":
                yield name, Entry(mode=mode, object=self._store(name, self.content(file.path)))
                continue
            path = self.repository.absolute(file.path)
            # Too large to be kept: what stands there now. A link or a pipe waits for a commit of its own.
            if os.path.isfile(path) and not os.path.islink(path) and "\n" not in name:
                stored = self._read("hash-object", "-w", "--stdin-paths", stdin=os.fsencode(f"{name}\n"))
                yield name, Entry(mode=mode, object=stored)

    def _tree(self, commit: str, changes: Mapping[str, Entry | None]) -> str:
        with self._private_index() as env:
            if commit:
                self._read("read-tree", commit, env=env)
            if changes:
                digits = max([len(commit), *(len(entry.object) for entry in changes.values() if entry)])
                self._read("update-index", "-z", "--index-info", stdin=index_info(changes, digits), env=env)
            return self._read("write-tree", env=env)

    @contextlib.contextmanager
    def _private_index(self) -> Iterator[dict[str, str]]:
        folder = os.path.join(self.repository.git_dir, "draftloop")
        path = os.path.join(folder, f"index-{os.getpid()}")
        try:
            os.makedirs(folder, mode=0o700, exist_ok=True)
        except OSError as error:
            raise files.cannot_write(folder, error) from error
        _remove(path)
        try:
            yield {"GIT_INDEX_FILE": path}
        finally:
            _remove(path)

    def _commit_tree(self, parent: str, tree: str, text: str) -> str:
        signs = ["-S"] if self.signs and self.means.signs else []
        parents = ["-p", parent] if parent else []
        message = text.encode("utf-8", "replace")
        env = dates(self.waiting.iteration.when)
        arguments = [*signs, *parents, tree]
        result = with_patience(self.repository, self.git, self.means, "commit-tree", arguments, message, env)
        return result.stdout.decode("ascii", "replace").strip()

    def _move_branch(self, old: str, new: str) -> bool:
        """Move the branch on from `old`; False when somebody else moved it meanwhile."""
        ref = read_head(self.repository).ref or self._read("rev-parse", "--symbolic-full-name", "HEAD")
        if not ref.startswith("refs/heads/"):
            raise HistoryUnavailable("detached", "no branch is checked out", off_a_branch(self.repository))
        subject = commit_message(self.waiting.iteration).partition("\n")[0]
        arguments = ["--no-deref", "-m", f"commit: {subject}", ref, new, old or "0" * len(new)]
        try:
            with_patience(self.repository, self.git, self.means, "update-ref", arguments)
        except HistoryUnavailable:
            if self._resolve("HEAD") != old:
                return False
            raise
        return True

    # -- what was made before --------------------------------------------------------------------------

    def _find(self, taken: Collection[str]) -> str:
        """The commit of this iteration that was made before the machine stopped; empty: none."""
        span = ["HEAD"] + ([f"^{self.waiting.base}"] if self.waiting.base else [])
        listed = self.git.call("rev-list", f"--max-count={_LOOK_BACK}", *span)
        if not listed.is_ok and len(span) > 1:
            # The commit it began from is gone: the history was rewritten and tidied up.
            listed = self.git.call("rev-list", f"--max-count={_LOOK_BACK}", "HEAD")
        names = [name for name in listed.stdout.decode("ascii", "replace").split() if name not in taken]
        if not listed.is_ok or not names:
            return ""
        answer = self.git.read("cat-file", "--batch", stdin="".join(f"{name}\n" for name in names).encode())
        when = f" {int(self.waiting.iteration.when.timestamp())} ".encode()
        for name, head, message in parse_commits(answer):
            author = next((line for line in head.split(b"\n") if line.startswith(b"author ")), b"")
            if when in author and is_commit_of(self.waiting, message.decode("utf-8", "replace")):
                return name
        return ""

    # -- small things ----------------------------------------------------------------------------------

    def _is_as_meant(self, file: MeantFile) -> bool:
        path = self.repository.absolute(file.path)
        if file.state == "gone":
            return not os.path.lexists(path)
        if file.state == "as-it-is":
            return True
        try:
            found = files.read_file(*os.path.split(path)) if not os.path.islink(path) else None
        except (OSError, Unreadable):
            return False
        return found == self.content(file.path)

    def _store(self, name: str, data: bytes) -> str:
        """Store a text as git would at this name, line ends and encoding converted; its object's name."""
        return self._read("hash-object", "-w", "--stdin", f"--path={name}", stdin=data)

    def _resolve(self, name: str) -> str:
        answer = self.git.read("cat-file", "--batch-check", stdin=os.fsencode(f"{name}\n"))
        first = answer.split(b" ")
        return first[0].decode("ascii", "replace") if len(first) == 3 and first[2].strip().isdigit() else ""

    def _read(
        self, command: str, *arguments: str, stdin: bytes = b"", env: dict[str, str] | None = None
    ) -> str:
        result = self.git.call(command, *arguments, stdin=stdin, env=env)
        if not result.is_ok:
            raise failure(command, result)
        return result.stdout.decode("utf-8", "surrogateescape").strip()

    def _name(self, file: MeantFile) -> str:
        return self.repository.prefix + file.path

    def _names(self) -> list[str]:
        return [self._name(file) for file in self.waiting.files]


def _object_name(data: bytes, digits: int) -> str:
    """The name git gives a text that it stores as it is."""
    made = hashlib.sha1(usedforsecurity=False) if digits == 40 else hashlib.sha256()
    made.update(b"blob %d\0" % len(data) + data)
    return made.hexdigest()


def _remove(path: str) -> None:
    for name in (path, f"{path}.lock"):
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)
