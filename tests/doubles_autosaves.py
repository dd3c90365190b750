"""Stand-in for Autosaves that keeps everything in memory; tests/contracts proves that it behaves alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from draftloop.loop.ports import Autosave, HistoryState
from draftloop.loop.thinning import to_drop


def _nothing(_: str) -> str | None:
    return None


@dataclass
class AutosavesDouble:
    """Snapshots by slug; `committed` gives the text of a path at the last commit."""

    committed: Callable[[str], str | None] = _nothing
    is_trash: bool = False
    now_state: HistoryState = field(default_factory=lambda: HistoryState(kind="ready"))
    kept: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    """Slug, id, path: the text."""
    last: dict[str, str] = field(default_factory=dict)
    """The id that was written last, whatever the clock said."""

    def state(self) -> HistoryState:
        return self.now_state

    def save(self, slug: str, texts: Mapping[str, str], when: datetime) -> str | None:
        if not self.now_state.is_ready:
            return None
        ids = self.kept.setdefault(slug, {})
        newest = ids.get(self.last.get(slug, ""), {})
        if all(
            text == newest.get(path) or (not self.is_trash and text == self.committed(path))
            for path, text in texts.items()
        ):
            return self.last.get(slug) if self.is_trash else None
        moments = [datetime.strptime(f"{id_}+0000", "%Y%m%dT%H%M%SZ%z") for id_ in ids]
        moment = when.astimezone(UTC).replace(microsecond=0)
        near = [other for other in moments if moment <= other < moment + timedelta(minutes=1)]
        moment = max(near) + timedelta(seconds=1) if near else moment
        while moment in moments:
            moment += timedelta(seconds=1)
        if not self.is_trash:
            for gone in to_drop([*moments, moment], max(when, moment)):
                ids.pop(_id(gone), None)
        ids[_id(moment)] = dict(texts)
        self.last[slug] = _id(moment)
        return _id(moment)

    def texts(self, slug: str, places: Sequence[tuple[str, str]]) -> list[str | None]:
        ids = self.kept.get(slug, {})
        return [ids.get(id_, {}).get(path) for id_, path in places]

    def list(self, slug: str) -> list[Autosave]:
        found: list[Autosave] = []
        before: dict[str, str] = {}
        for id_, texts in sorted(self.kept.get(slug, {}).items()):
            found.append(
                Autosave(
                    id=id_,
                    when=datetime.strptime(f"{id_}+0000", "%Y%m%dT%H%M%SZ%z"),
                    paths=tuple(sorted(texts)),
                    changed=tuple(path for path in sorted(texts) if texts[path] != before.get(path)),
                )
            )
            before = texts
        return found


def _id(moment: datetime) -> str:
    return moment.strftime("%Y%m%dT%H%M%SZ")
