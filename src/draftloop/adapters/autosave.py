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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

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
from draftloop.adapters.flush import flush_folder
from draftloop.adapters.git_blobs import StoredObject, read_objects
from draftloop.adapters.git_commands import Git, failure, program
from draftloop.adapters.git_flush import flush_ref
from draftloop.adapters.git_places import Repository, find_repository, read_ref
from draftloop.adapters.git_state import READY, locked, not_entered, unavailable
from draftloop.loop.errors import HistoryUnavailable
from draftloop.loop.ports import Autosave, HistoryKind, HistoryState
from draftloop.loop.thinning import to_drop
from draftloop.trace import trace

BOM = b"\xef\xbb\xbf"
_TRIES = 30
_PATIENCE_S = 2.0
"""How long to wait for a lock. Whoever was overtaken tries again at once: somebody got on."""
_PAUSE_S = (0.02, 0.1)
_SHA256 = re.compile(r"^\s*objectformat\s*=\s*\"?sha256", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listing:
    """The autosaves of one draft as one value of its ref has them."""

    value: str
    by_id: dict[str, Files]
    found: tuple[Autosave, ...]


class GitAutosaves:
    """The port `Autosaves` over git; may be used from any thread, which then wait for each other."""

    def __init__(self, root: str, purpose: str = "autosave") -> None:
        """`root` is the workspace, absolute; `purpose` is what the refs stand below."""
        self._root, self._purpose = os.path.realpath(root), purpose
        self._lock = Lock()
        self._newest: dict[str, tuple[str, Files]] = {}
        """By slug: what the ref was when it was written here, and the files written then."""
        self._listed: dict[str, _Listing] = {}
        """By slug, as last listed."""

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
        place = self._place()
        if isinstance(place, HistoryState) or not places:
            return [None] * len(places)
        repository, git = place
        by_id = self._list(repository, git, slug).by_id
        wanted = [by_id.get(id_, {}).get(file_of(slug, path), "") for id_, path in places]
        stored = dict(zip(filter(None, wanted), read_objects(git, [*filter(None, wanted)]), strict=True))
        return [None if (one := stored.get(name)) is None else _text(one) for name in wanted]

    def list(self, slug: str) -> list[Autosave]:
        place = self._place()
        return [] if isinstance(place, HistoryState) else [*self._list(*place, slug).found]

    def _list(self, repository: Repository, git: Git, slug: str) -> _Listing:
        """Read from git unless the ref stands where it stood."""
        ref = _sound_ref(repository, self._purpose, slug)
        value = read_ref(repository, ref)
        known = self._listed.get(slug)
        if known is not None and value and known.value == value:
            return known
        result = git.call("ls-tree", "-r", "-z", value or ref)
        if not result.is_ok:
            if b"Not a valid object name" in result.stderr:
                return _Listing(value="", by_id={}, found=())
            raise failure("ls-tree", result)
        by_id = files_by_id(result.stdout)
        listing = _Listing(value=value, by_id=by_id, found=tuple(_found(slug, by_id)))
        self._listed[slug] = listing
        return listing

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
        ref = _sound_ref(repository, self._purpose, slug)
        heads = [f"HEAD:{repository.prefix}{path}" for path in texts]
        lock, deadline = os.path.join(repository.common_dir, f"{ref}.lock"), time.monotonic() + _PATIENCE_S
        for _ in range(_TRIES):
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
            _flush_names(repository, [*files.values(), inner.name, outer.name])
            nothing = "0" * len(outer.name)
            moved = git.call("update-ref", "--no-deref", ref, outer.name, old or nothing)
            if moved.is_ok:
                flush_ref(repository.common_dir, ref)
                self._newest[slug] = (outer.name, files)
                for path, content in data.items():
                    trace("autosaved", path, content, id=name)
                return name
            # Another draftloop was quicker, or holds the lock: its autosaves are read again and kept.
            if time.monotonic() > deadline and os.path.lexists(lock):
                raise unavailable(locked(repository, lock))
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
        moments = {one for entry in entries if (one := moment_of(entry.name)) is not None}
        moment = free_moment(when, moments)
        gone: set[bytes] = set()
        if self._purpose == "autosave":
            dropped = to_drop([*moments, moment], max(when, moment))
            gone = {id_of(one) for one in dropped if one != moment}
        left = [entry for entry in entries if entry.name not in gone]
        added = Entry(mode=FOLDER, name=id_of(moment), object=inner.name)
        return added.name.decode(), make_tree([*left, added], algorithm), inner


def _found(slug: str, by_id: Mapping[str, Files]) -> Iterator[Autosave]:
    """The autosaves, oldest first."""
    called: dict[bytes, str] = {}
    before: Files = {}
    for name, files in sorted(by_id.items()):
        moment = moment_of(name.encode())
        if moment is None:
            continue
        paths = {file: called.get(file) or called.setdefault(file, path_of(slug, file)) for file in files}
        changed = [path for file, path in paths.items() if before.get(file) != files[file]]
        yield Autosave(id=name, when=moment, paths=tuple(paths.values()), changed=tuple(changed))
        before = files


def _sound_ref(repository: Repository, purpose: str, slug: str) -> str:
    """The ref of a draft. Raises HistoryUnavailable: git would wait for ever for what stands in its place."""
    ref = ref_of(purpose, slug)
    path = os.path.join(repository.common_dir, ref)
    if os.path.lexists(path) and not os.path.isfile(path):
        raise HistoryUnavailable("failed", f"{path} is no file that git could read", "move it away")
    return ref


def _flush_names(repository: Repository, objects: Sequence[str]) -> None:
    """Put the names of these objects on the disk: git flushes what they hold, and not their folders."""
    place = os.path.join(repository.common_dir, "objects")
    for folder in sorted({name[:2] for name in objects}):
        flush_folder(os.path.join(place, folder))
    flush_folder(place)


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
