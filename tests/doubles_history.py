"""Stand-ins for History, HistoryTags and SearchIndex that keep everything in memory.

`tests/contracts/` proves that they behave like the real ones.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from draftloop.adapters.waiting_history import WaitingHistory
from draftloop.loop.errors import HistoryUnavailable, NotFound
from draftloop.loop.iteration import Iteration, Turn, commit_message, number_turns, turn_from
from draftloop.loop.ports import HistoryState, Hit
from draftloop.loop.stage import Stage
from draftloop.loop.waiting import (
    DamagedEntry,
    Hindrance,
    Means,
    MeantFile,
    WaitingIteration,
    Written,
    is_below,
)


@dataclass
class HistoryDouble:
    """Commits as snapshots of a mapping of files.

    `files` is the live work tree (path to text); hand in the one the library's double writes to.
    """

    files: Mapping[str, str] | Callable[[], Mapping[str, str]]
    now_state: HistoryState = field(default_factory=lambda: HistoryState(kind="ready"))
    snapshots: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    iterations: list[Iteration] = field(default_factory=list)
    touched: list[tuple[str, ...]] = field(default_factory=list)
    given_tags: dict[str, str] = field(default_factory=dict)

    def state(self) -> HistoryState:
        return self.now_state

    def record(self, iteration: Iteration, paths: Sequence[str], *, allow_empty: bool = False) -> str | None:
        if not self.now_state.is_ready:
            raise HistoryUnavailable(self.now_state.kind, self.now_state.reason, self.now_state.remedy)
        changed = self.changed(paths)
        if not changed and not allow_empty:
            return None
        tree = dict(self._last())
        present = self._present()
        for path in changed:
            tree.pop(path, None)
            if path in present:
                tree[path] = present[path]
        return self._commit(iteration, tree, changed)

    def _commit(self, iteration: Iteration, tree: dict[str, str], changed: Sequence[str]) -> str:
        commit = hashlib.sha1(f"{len(self.snapshots)}{commit_message(iteration)}".encode()).hexdigest()
        self.snapshots.append((commit, tree))
        self.iterations.append(iteration)
        self.touched.append(tuple(changed))
        return commit

    def write(
        self,
        waiting: WaitingIteration,
        content: Callable[[str], bytes],
        *,
        taken: Collection[str] = (),
        means: Means | None = None,
    ) -> Written | None:
        if not self.now_state.is_ready:
            raise HistoryUnavailable(self.now_state.kind, self.now_state.reason, self.now_state.remedy)
        names = [commit for commit, _ in self.snapshots]
        first = names.index(waiting.base) + 1 if waiting.base in names else 0
        for commit, made in list(zip(names, self.iterations, strict=True))[first:]:
            if commit not in taken and made == waiting.iteration:
                return Written(commit=commit, is_found_again=True)
        before = self._last()
        theirs = [
            path
            for (commit, _), touched in zip(self.snapshots, self.touched, strict=True)
            if commit not in taken and names.index(commit) >= first and waiting.base
            for path in touched
            if path in waiting.paths
        ]
        tree = dict(before)
        for file in waiting.files:
            tree.pop(file.path, None)
            if file.state == "text":
                tree[file.path] = content(file.path).decode()
        changed = sorted(p for p in {*tree, *before} if tree.get(p) != before.get(p))
        if not changed and not waiting.allow_empty:
            return None
        commit = self._commit(waiting.iteration, tree, changed)
        present = self._present()
        if theirs and any(present.get(path) != tree.get(path) for path in waiting.paths):
            self.snapshots.append((f"{commit[:-1]}x", before))
            self.iterations.append(Iteration(stage=Stage.WORKSPACE, when=waiting.iteration.when))
            self.touched.append(())
        return Written(commit=commit)

    def head(self) -> str:
        return self.snapshots[-1][0] if self.snapshots else ""

    def changed(self, paths: Sequence[str]) -> list[str]:
        if self.now_state.kind in ("no-git", "no-repository"):
            raise HistoryUnavailable(self.now_state.kind, self.now_state.reason, self.now_state.remedy)
        present, last = self._present(), self._last()
        known = sorted(present.keys() | last.keys())
        below = [
            path for path in known if any(path == p or path.startswith(p.rstrip("/") + "/") for p in paths)
        ]
        return [path for path in below if present.get(path) != last.get(path)]

    def timeline(self, slug: str) -> list[Turn]:
        turns: list[Turn] = []
        names = {slug}
        for index in range(len(self.snapshots) - 1, -1, -1):
            made = self.iterations[index]
            own = tuple(path for path in self.touched[index] if _slug_of(path) in names)
            spoken_of = {made.draft, *(idea for idea, _ in made.ideas)}
            if not own and not names & spoken_of:
                continue
            turns.append(
                turn_from(
                    commit=self.snapshots[index][0],
                    when=made.when,
                    message=commit_message(made),
                    paths=own,
                )
            )
            if made.stage == "rename" and made.draft in names:
                names.add(made.source)
        return number_turns(reversed(turns))

    def text_at(self, commit: str, path: str) -> str | None:
        return self.texts_at([(commit, path)])[0]

    def texts_at(self, places: Sequence[tuple[str, str]]) -> list[str | None]:
        trees = dict(self.snapshots) | {"HEAD": self._last()}
        return [trees.get(commit, {}).get(path) for commit, path in places]

    def tag(self, name: str, message: str, *, commit: str = "") -> str:
        given, count = name, 1
        while given in self.given_tags:
            count += 1
            given = f"{name}@{count}"
        self.given_tags[given] = commit or self.snapshots[-1][0]
        return given

    def tags(self, prefix: str) -> dict[str, str]:
        return {name: commit for name, commit in self.given_tags.items() if name.startswith(prefix)}

    def _present(self) -> Mapping[str, str]:
        return self.files() if callable(self.files) else self.files

    def _last(self) -> dict[str, str]:
        return self.snapshots[-1][1] if self.snapshots else {}


@dataclass
class TreeDouble:
    """The work tree of a mapping of files."""

    files: Mapping[str, str] | Callable[[], Mapping[str, str]]

    def read(self, path: str) -> bytes | None:
        text = self._present().get(path)
        return None if text is None else text.encode()

    def below(self, paths: Sequence[str]) -> list[str]:
        return sorted(path for path in self._present() if is_below(path, paths))

    def _present(self) -> Mapping[str, str]:
        return self.files() if callable(self.files) else self.files


@dataclass
class QueueDouble:
    """Iterations that wait, in memory. `files` is the live work tree (path to text)."""

    files: Mapping[str, str] | Callable[[], Mapping[str, str]]
    entries: list[tuple[WaitingIteration, dict[str, bytes]]] = field(default_factory=list)
    became: dict[str, str] = field(default_factory=dict)
    noted: Hindrance | None = None
    is_taken: bool = False
    """Whether another draftloop is at it."""
    spoiled: list[DamagedEntry] = field(default_factory=list)

    def waiting(self) -> list[WaitingIteration]:
        return [entry for entry, _ in self.entries]

    def damaged(self) -> list[DamagedEntry]:
        return list(self.spoiled)

    def spoil(self, id: str) -> None:  # noqa: A002
        """Let what keeps one of them be found empty."""
        (entry,) = (entry for entry in self.waiting() if entry.id == id)
        self.remove(id)
        self.spoiled.append(
            DamagedEntry(
                file=f"/state/queue/{id}",
                problem="it is empty",
                when=entry.iteration.when,
                draft=entry.iteration.draft,
            )
        )

    def add(
        self,
        iteration: Iteration,
        paths: Sequence[str],
        *,
        allow_empty: bool = False,
        base: str = "",
        tag: tuple[str, str] = ("", ""),
    ) -> WaitingIteration:
        present = self.files() if callable(self.files) else self.files
        meant = [MeantFile(path=path, state="text" if path in present else "gone") for path in paths]
        texts = {path: present[path].encode() for path in paths if path in present}
        mark = f"{len(self.became)}-{len(self.entries)}-{base}{commit_message(iteration)}{texts}"
        entry = WaitingIteration(
            id=hashlib.sha1(mark.encode()).hexdigest(),
            iteration=iteration,
            files=tuple(meant),
            allow_empty=allow_empty,
            base=base,
            tag=tag,
        )
        self.entries.append((entry, texts))
        return entry

    def content(self, id: str, path: str) -> bytes | None:  # noqa: A002
        for entry, texts in self.entries:
            if entry.id == id:
                return texts.get(path)
        raise NotFound("waiting iteration", id)

    def remove(self, id: str, commit: str = "") -> None:  # noqa: A002
        self.entries = [pair for pair in self.entries if pair[0].id != id]
        if commit:
            self.became[id] = commit

    def committed_as(self, id: str) -> str:  # noqa: A002
        return self.became.get(id, "")

    def commits(self) -> frozenset[str]:
        return frozenset(self.became.values())

    @contextlib.contextmanager
    def alone(self) -> Iterator[bool]:
        yield not self.is_taken

    def note(self, hindrance: Hindrance | None) -> None:
        self.noted = hindrance

    def hindrance(self) -> Hindrance | None:
        return self.noted


def with_queue(history: HistoryDouble, queue: QueueDouble) -> WaitingHistory:
    """The history as a desk has it: what is recorded, and after it what waits."""
    return WaitingHistory(history, queue, TreeDouble(history.files))


@dataclass
class IndexDouble:
    """Finds lines that hold every word of the query; no ranking."""

    files: Mapping[str, str] | Callable[[], Mapping[str, str]]

    def search(self, query: str, *, limit: int = 50) -> list[Hit]:
        words = query.replace('"', " ").lower().split()
        files = self.files() if callable(self.files) else self.files
        hits: list[Hit] = []
        for path, text in sorted(files.items()):
            slug = _slug_of(path)
            if not slug or not words:
                continue
            for number, line in enumerate(text.splitlines(), 1):
                if all(word in line.lower() for word in words):
                    kind: str = "idea" if path.startswith("ideas/") else "draft"
                    hits.append(
                        Hit(kind=kind, slug=slug, title=slug, path=path, line=number, snippet=line, score=1.0)  # type: ignore[arg-type]
                    )
                    break
        return hits[:limit]


def _slug_of(path: str) -> str:
    match path.split("/"):
        case ["ideas", name] if name.endswith(".md"):
            return name.removesuffix(".md")
        case ["drafts", slug, _, *_]:
            return slug
        case _:
            return ""
