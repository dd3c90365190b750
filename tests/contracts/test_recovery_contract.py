"""What every Recovery does, on the double and on the real store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from draftloop.adapters.recovery import RecoveryFolder
from draftloop.loop.errors import NotFound
from draftloop.loop.ports import Recovery
from tests.doubles import FixedClock, RecoveryDouble


@dataclass
class Place:
    store: Recovery
    clock: FixedClock
    write: Callable[[str, str], object]

    def offers(self) -> list[str]:
        return [self.store.text(offer.id) for offer in self.store.kept()]


@pytest.fixture(params=["double", "folder"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    clock = FixedClock()
    if request.param == "double":
        files: dict[str, str] = {}
        return Place(RecoveryDouble(files=files, now=clock), clock, files.__setitem__)
    root = tmp_path / "work"
    root.mkdir()
    store = RecoveryFolder(str(tmp_path / "state"), str(root), "ws", now=clock)
    return Place(store, clock, lambda path, text: (root / path).write_bytes(text.encode()))


def test_empty_store_offers_nothing(place: Place) -> None:
    assert place.store.kept() == []
    place.store.settle("a.md", "x")


def test_kept_text_comes_back_and_is_offered_with_its_facts(place: Place) -> None:
    text = "three odd\r\n\x85 words"
    id_ = place.store.keep("a.md", text)
    assert place.store.text(id_) == text
    (offer,) = place.store.kept()
    assert (offer.id, offer.file, offer.words, offer.when) == (id_, "a.md", 3, place.clock())


def test_newest_is_offered_first(place: Place) -> None:
    for path, text in (("a.md", "one"), ("b.md", "two"), ("a.md", "three")):
        place.store.keep(path, text)
        place.clock.go_on(seconds=1)
    assert place.offers() == ["three", "two", "one"]


def test_one_text_of_two_files_is_two_texts(place: Place) -> None:
    one, other = place.store.keep("a.md", "same"), place.store.keep("b.md", "same")
    assert one != other
    place.store.dismiss(one)
    assert [offer.file for offer in place.store.kept()] == ["b.md"]


def test_text_that_stands_in_its_file_is_not_offered(place: Place) -> None:
    place.store.keep("a.md", "text")
    place.write("a.md", "text")
    assert place.store.kept() == []
    place.write("a.md", "another")
    assert place.offers() == ["text"]


def test_dismissed_text_is_hidden_and_stays(place: Place) -> None:
    id_ = place.store.keep("a.md", "text")
    place.store.dismiss(id_)
    assert place.store.kept() == []
    assert place.store.text(id_) == "text"


def test_remembered_text_is_not_offered_until_it_is_kept(place: Place) -> None:
    id_ = place.store.remember("a.md", "before")
    assert place.store.kept() == []
    assert place.store.text(id_) == "before"
    assert place.store.keep("a.md", "before") == id_
    assert place.offers() == ["before"]


def test_remembering_what_is_on_offer_takes_it_from_nobody(place: Place) -> None:
    place.store.keep("a.md", "mine")
    place.store.remember("a.md", "mine")
    assert place.offers() == ["mine"]


def test_of_what_is_being_typed_the_newest_is_offered(place: Place) -> None:
    for text in ("w", "wo", "words"):
        place.store.keep_running("a.md", text)
        place.clock.go_on(seconds=2)
    place.store.keep_running("b.md", "others")
    assert place.offers() == ["others", "words"]


def test_saving_settles_what_was_typed_but_no_refused_text(place: Place) -> None:
    place.store.keep("a.md", "mine, refused")
    place.store.keep_running("a.md", "typed")
    place.store.keep_running("b.md", "elsewhere")
    place.store.settle("a.md", "typed and saved")
    assert sorted(place.offers()) == ["elsewhere", "mine, refused"]
    place.store.settle("a.md", "mine, refused")
    assert place.offers() == ["elsewhere"]


@pytest.mark.parametrize("id_", ["", "x", "../../etc-passwd", "00000000-abcdef01"])
def test_unknown_id_is_not_found(place: Place, id_: str) -> None:
    place.store.keep("a.md", "text")
    for act in (place.store.text, place.store.dismiss):
        with pytest.raises(NotFound):
            act(id_)


def test_what_this_process_is_typing_is_left_out_for_one_path_alone(place: Place) -> None:
    place.store.keep_running("a.md", "a line on its way")
    place.store.keep_running("b.md", "another file's")
    assert [offer.file for offer in place.store.kept(typed_here="a.md")] == ["b.md"]
    assert sorted(place.offers()) == ["a line on its way", "another file's"]
    refused = place.store.keep("a.md", "a line that was refused")
    assert refused in {offer.id for offer in place.store.kept(typed_here="a.md")}


def test_a_text_that_is_kept_or_begins_a_kept_one_is_held(place: Place) -> None:
    place.store.remember("a.md", "kept words")
    place.store.keep_running("a.md", "typed words")
    for text in ("kept words", "kept", "typed words", "typed wo"):
        assert place.store.holds("a.md", text)
    for path, text in (("a.md", "words"), ("a.md", "kept words and more"), ("b.md", "kept words")):
        assert not place.store.holds(path, text)
