"""Texts of drafts in refs of draftloop's own: autosaves between iterations, and what was thrown away.

`refs/draftloop/autosave/SLUG` names a tree of folders, `20261114T203100Z/post.md`: a ref keeps the texts from
being collected, and a tree that is no commit is in no `git log --all`. Neither branch nor index nor work tree
is touched, no hook and no filter runs, and a plain push leaves these refs at home. Since nothing is committed
it works in the middle of a merge, on no branch, and before git knows who the author is.
"""

from __future__ import annotations

import os
import random
import re
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from threading import Lock
from typing import Literal

from draftloop.adapters.autosave_names import (
    Files,
    file_of,
    files_by_id,
    free_moment,
    id_of,
    is_id,
    moment_of,
    path_of,
    ref_of,
)
from draftloop.adapters.autosave_objects import (
    FILE,
    FOLDER,
    Algorithm,
    Entry,
    Made,
    make,
    make_tree,
    pack,
    read_tree,
)
from draftloop.adapters.git_blobs import StoredObject, read_objects
from draftloop.adapters.git_commands import Git, failure, program
from draftloop.adapters.git_flush import flush_objects, flush_ref
from draftloop.adapters.git_places import Repository, find_repository
from draftloop.adapters.git_state import READY, not_entered
from draftloop.loop.errors import HistoryUnavailable
from draftloop.loop.ports import Autosave, HistoryKind, HistoryState
from draftloop.loop.thinning import to_drop
from draftloop.trace import trace

Purpose = Literal["autosave", "trash"]

BOM = b"\xef\xbb\xbf"
_TRIES = 6
_PAUSE_S = (0.02, 0.1)
_SHA256 = re.compile(r"^\s*objectformat\s*=\s*\"?sha256", re.IGNORECASE | re.MULTILINE)


class GitAutosaves:
    """The port `Autosaves` over git; may be used from any thread, which then wait for each other."""

    def __init__(self, root: str, purpose: Purpose = "autosave") -> None:
        """`root` is the workspace, absolute."""
        self._root, self._purpose = os.path.realpath(root), purpose
        self._lock = Lock()
        self._newest: dict[str, tuple[str, Files]] = {}
        """By slug: what the ref was when it was written here, and the files written then."""
        self._listed: dict[str, dict[tuple[str, str], str]] = {}
        """By slug: the object of each (id, path) as last listed."""

    def state(self) -> HistoryState:
        place = self._place()
        return place if isinstance(place, HistoryState) else READY

    def save(self, slug: str, texts: Mapping[str, str], when: datetime) -> str | None:
        place = self._place()
        if isinstance(place, HistoryState):
            return None
        repository, git = place
        with self._lock:
            return self._save(repository, git, slug, texts, when)

    def texts(self, slug: str, places: Sequence[tuple[str, str]]) -> list[str | None]:
        listed = self._listed.get(slug, {})
        if any(place not in listed for place in places):
            self.list(slug)
            listed = self._listed.get(slug, {})
        place = self._place()
        known = [one for one in places if one in listed]
        if isinstance(place, HistoryState) or not known:
            return [None] * len(places)
        _, git = place
        stored = dict(zip(known, read_objects(git, [listed[one] for one in known]), strict=True))
        return [None if (one := stored.get(place)) is None else _text(one) for place in places]

    def list(self, slug: str) -> list[Autosave]:
        place = self._place()
        if isinstance(place, HistoryState):
            return []
        _, git = place
        result = git.call("ls-tree", "-r", "-z", ref_of(self._purpose, slug))
        if not result.is_ok:
            if b"Not a valid object name" in result.stderr:
                return []
            raise failure("ls-tree", result)
        by_id = files_by_id(result.stdout)
        self._listed[slug] = {
            (name, path_of(slug, file)): stored
            for name, files in by_id.items()
            for file, stored in files.items()
        }
        found: list[Autosave] = []
        before: Files = {}
        for name, files in sorted(by_id.items()):
            moment = moment_of(name.encode())
            if moment is not None:
                changed = [file for file, stored in files.items() if before.get(file) != stored]
                found.append(
                    Autosave(
                        id=name,
                        when=moment,
                        paths=tuple(path_of(slug, file) for file in files),
                        changed=tuple(path_of(slug, file) for file in changed),
                    )
                )
                before = files
        return found

    def _place(self) -> tuple[Repository, Git] | HistoryState:
        """Where to write; or why nowhere."""
        try:
            program()
            repository = find_repository(self._root)
            if isinstance(repository, HistoryState):
                return repository
            # No hooks, whatever the user allows for commits: `reference-transaction` would run each minute.
            git = Git(top=repository.top, git_dir=repository.git_dir, hooks=False)
            return not_entered(repository, git) or (repository, git)
        except HistoryUnavailable as error:
            kind: HistoryKind = "no-git" if error.state == "no-git" else "failed"
            return HistoryState(kind=kind, reason=error.reason, remedy=error.remedy)

    def _save(
        self, repository: Repository, git: Git, slug: str, texts: Mapping[str, str], when: datetime
    ) -> str | None:
        algorithm = _algorithm(repository)
        data = {path: text.encode("utf-8", "surrogatepass") for path, text in texts.items()}
        blobs = {file_of(slug, path): make("blob", content, algorithm) for path, content in data.items()}
        files = {name: blob.name for name, blob in blobs.items()}
        ref = ref_of(self._purpose, slug)
        heads = [f"HEAD:{repository.prefix}{path}" for path in texts]
        for attempt in range(_TRIES):
            tree, *committed = read_objects(git, [ref, *heads])
            entries = [] if tree is None or tree.kind != "tree" else read_tree(tree.content, algorithm)
            old = "" if tree is None else tree.name
            known, newest = self._files_of_newest(git, slug, old, entries, algorithm)
            if self._is_known(data, files, known, committed):
                return newest if self._purpose == "trash" else None
            name, outer, inner = self._with(entries, files, when, algorithm)
            written = git.call("unpack-objects", "-q", stdin=pack([*blobs.values(), inner, outer], algorithm))
            if not written.is_ok:
                raise failure("unpack-objects", written)
            nothing = "0" * len(outer.name)
            moved = git.call("update-ref", "--no-deref", ref, outer.name, old or nothing)
            if moved.is_ok:
                flush_objects(repository.common_dir)
                flush_ref(repository.common_dir, ref)
                self._newest[slug] = (outer.name, files)
                for path, content in data.items():
                    trace("autosaved", path, content, id=name)
                return name
            # Another draftloop was quicker, or holds the lock: its autosaves are read again and kept.
            if attempt < _TRIES - 1:
                time.sleep(random.uniform(*_PAUSE_S))  # noqa: S311 - jitter, not a secret
        raise failure("update-ref", moved)

    def _files_of_newest(
        self, git: Git, slug: str, old: str, entries: Sequence[Entry], algorithm: Algorithm
    ) -> tuple[Files, str | None]:
        """What the autosave before holds, and its id."""
        ours = [entry for entry in entries if is_id(entry.name)]
        if not ours:
            return {}, None
        last = max(ours, key=lambda entry: entry.name)
        # A clock that went back writes before the last one by name: what was written here is known better.
        value, files = self._newest.get(slug, ("", {}))
        if value != old:
            (stored,) = read_objects(git, [last.object])
            inner = [] if stored is None else read_tree(stored.content, algorithm)
            files = {entry.name: entry.object for entry in inner}
        return files, last.name.decode()

    def _is_known(
        self,
        data: Mapping[str, bytes],
        files: Files,
        known: Files,
        committed: Sequence[StoredObject | None],
    ) -> bool:
        """Whether every text is in the newest autosave or, for autosaves, in the last commit."""
        is_autosave = self._purpose == "autosave"
        return all(
            known.get(name) == stored or (is_autosave and _same_words(content, head))
            for (name, stored), content, head in zip(files.items(), data.values(), committed, strict=True)
        )

    def _with(
        self, entries: Sequence[Entry], files: Files, when: datetime, algorithm: Algorithm
    ) -> tuple[str, Made, Made]:
        """The id of one more autosave, the tree of all with it, and its own."""
        inner = make_tree(
            [Entry(mode=FILE, name=name, object=stored) for name, stored in files.items()], algorithm
        )
        moments = [one for entry in entries if (one := moment_of(entry.name)) is not None]
        moment = free_moment(when, moments)
        gone: set[bytes] = set()
        if self._purpose == "autosave":
            dropped = to_drop([*moments, moment], max(when, moment))
            gone = {id_of(one) for one in dropped if one != moment}
        left = [entry for entry in entries if entry.name not in gone]
        added = Entry(mode=FOLDER, name=id_of(moment), object=inner.name)
        return added.name.decode(), make_tree([*left, added], algorithm), inner


def _algorithm(repository: Repository) -> Algorithm:
    try:
        with open(os.path.join(repository.common_dir, "config"), encoding="utf-8", errors="replace") as file:
            return "sha256" if _SHA256.search(file.read()) else "sha1"
    except FileNotFoundError:
        return "sha1"


def _same_words(content: bytes, head: StoredObject | None) -> bool:
    """Whether the last commit has this text; git may have changed its line ends."""
    return head is not None and (
        content.replace(b"\r\n", b"\n") == head.content.removeprefix(BOM).replace(b"\r\n", b"\n")
    )


def _text(stored: StoredObject) -> str | None:
    if stored.kind != "blob":
        return None
    try:
        return stored.content.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return stored.content.decode("utf-8", "replace")  # not written by us: shown all the same
