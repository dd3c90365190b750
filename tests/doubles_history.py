"""Stand-ins for History, HistoryTags and SearchIndex that keep everything in memory.

`tests/contracts/` proves that they behave like the real ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from draftloop.loop.errors import HistoryUnavailable
from draftloop.loop.iteration import Iteration, Turn, commit_message, number_turns, turn_from
from draftloop.loop.ports import HistoryState, Hit


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
        commit = hashlib.sha1(f"{len(self.snapshots)}{commit_message(iteration)}".encode()).hexdigest()
        self.snapshots.append((commit, tree))
        self.iterations.append(iteration)
        self.touched.append(tuple(changed))
        return commit

    def changed(self, paths: Sequence[str]) -> list[str]:
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

    def tag(self, name: str, message: str) -> str:
        given, count = name, 1
        while given in self.given_tags:
            count += 1
            given = f"{name}@{count}"
        self.given_tags[given] = self.snapshots[-1][0]
        return given

    def tags(self, prefix: str) -> dict[str, str]:
        return {name: commit for name, commit in self.given_tags.items() if name.startswith(prefix)}

    def _present(self) -> Mapping[str, str]:
        return self.files() if callable(self.files) else self.files

    def _last(self) -> dict[str, str]:
        return self.snapshots[-1][1] if self.snapshots else {}


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
