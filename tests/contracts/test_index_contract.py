"""What every SearchIndex does, on the double and on the real one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from draftloop.adapters.index import FileIndex
from draftloop.loop.ports import SearchIndex
from tests.doubles_history import IndexDouble


@dataclass
class Place:
    index: SearchIndex
    write: Callable[[str, str], None]


@pytest.fixture(params=["double", "sqlite"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    if request.param == "double":
        files: dict[str, str] = {}
        return Place(IndexDouble(files), files.__setitem__)

    def write_file(path: str, text: str) -> None:
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    return Place(FileIndex(str(tmp_path / "index.db"), str(tmp_path), patience_s=0), write_file)


def test_empty_workspace_holds_nothing(place: Place) -> None:
    assert place.index.search("anything") == []


def test_hit_tells_where(place: Place) -> None:
    place.write("ideas/caches.md", "one\ncaches lie about age\n")
    (hit,) = place.index.search("caches age")
    assert (hit.kind, hit.slug, hit.path, hit.line) == ("idea", "caches", "ideas/caches.md", 2)
    assert hit.snippet == "caches lie about age"


def test_drafts_are_drafts(place: Place) -> None:
    place.write("drafts/x/outline.md", "a budget\n")
    assert [(hit.kind, hit.slug) for hit in place.index.search("budget")] == [("draft", "x")]


def test_new_text_is_found_at_once(place: Place) -> None:
    place.write("ideas/a.md", "aardvark\n")
    assert place.index.search("badger") == []
    place.write("ideas/b.md", "badger\n")
    assert len(place.index.search("badger")) == 1


def test_limit_holds(place: Place) -> None:
    for number in range(5):
        place.write(f"ideas/i{number}.md", "storms\n")
    assert len(place.index.search("storms", limit=3)) == 3


def test_other_files_are_not_searched(place: Place) -> None:
    place.write("README.md", "storms\n")
    assert place.index.search("storms") == []


@pytest.mark.parametrize("query", ["", " ", '"'])
def test_nothing_asked_is_nothing_found(place: Place, query: str) -> None:
    place.write("ideas/a.md", "text\n")
    assert place.index.search(query) == []
