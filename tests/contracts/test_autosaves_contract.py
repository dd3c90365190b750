"""What every Autosaves does, on the double and on real git."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from draftloop.adapters.autosave import GitAutosaves
from draftloop.adapters.git_commands import init_repository
from draftloop.adapters.history import GitHistory
from draftloop.loop.iteration import Iteration
from draftloop.loop.ports import Autosaves
from draftloop.loop.stage import Stage
from tests.doubles_autosaves import AutosavesDouble

WHEN = datetime(2026, 11, 14, 21, 31, tzinfo=timezone(timedelta(hours=1)))
POST = "drafts/x/post.md"
NOTES = "drafts/x/notes.md"


@dataclass
class Place:
    autosaves: Autosaves
    trash: Autosaves
    commit: Callable[[str, str], None]


@pytest.fixture(params=["double", "git"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    if request.param == "double":
        head: dict[str, str] = {}
        return Place(AutosavesDouble(head.get), AutosavesDouble(is_trash=True), head.__setitem__)
    init_repository(str(tmp_path))

    def commit(path: str, text: str) -> None:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(text.encode())
        made = Iteration(stage=Stage.PROSE, when=WHEN, draft="x", title="X", number=1)
        GitHistory(str(tmp_path)).record(made, [path])

    return Place(GitAutosaves(str(tmp_path)), GitAutosaves(str(tmp_path), "trash"), commit)


def test_a_new_place_is_ready_and_has_none(place: Place) -> None:
    assert place.autosaves.state().is_ready
    assert place.autosaves.list("x") == []
    assert place.autosaves.texts("x", [("20261114T203100Z", POST)]) == [None]


def test_a_text_comes_back_byte_for_byte(place: Place) -> None:
    text = "Ein Kommentar\r\nüber\x85 \u2028 ⏎ Zeilen\n\n"
    id_ = place.autosaves.save("x", {POST: text, NOTES: "n\n"}, WHEN)
    assert id_ == "20261114T203100Z"
    assert place.autosaves.texts("x", [(id_, POST), (id_, NOTES), (id_, "drafts/x/other.md")]) == [
        text,
        "n\n",
        None,
    ]


def test_list_tells_when_and_what_changed(place: Place) -> None:
    place.autosaves.save("x", {POST: "one\n", NOTES: "n\n"}, WHEN)
    place.autosaves.save("x", {POST: "two\n", NOTES: "n\n"}, WHEN + timedelta(minutes=1))
    first, second = place.autosaves.list("x")
    assert (first.when, first.changed) == (WHEN, (NOTES, POST))
    assert (second.id, second.paths, second.changed) == ("20261114T203200Z", (NOTES, POST), (POST,))


def test_nothing_new_is_nothing_saved(place: Place) -> None:
    place.autosaves.save("x", {POST: "one\n"}, WHEN)
    assert place.autosaves.save("x", {POST: "one\n"}, WHEN + timedelta(minutes=1)) is None
    assert len(place.autosaves.list("x")) == 1


def test_what_the_last_commit_has_needs_no_autosave(place: Place) -> None:
    place.commit(POST, "one\n")
    assert place.autosaves.save("x", {POST: "one\n"}, WHEN) is None
    assert place.autosaves.save("x", {POST: "two\n"}, WHEN) is not None


def test_no_id_is_given_twice(place: Place) -> None:
    ids = [place.trash.save("x", {POST: f"{number}\n"}, WHEN) for number in range(3)]
    assert ids == ["20261114T203100Z", "20261114T203101Z", "20261114T203102Z"]
    assert place.trash.texts("x", [(str(id_), POST) for id_ in ids]) == ["0\n", "1\n", "2\n"]


def test_a_clock_that_stands_still_gives_every_text_an_id(place: Place) -> None:
    ids = [place.trash.save("x", {POST: f"{number}\n"}, WHEN) for number in range(65)]
    assert len(set(ids)) == 65
    assert place.trash.texts("x", [(str(id_), POST) for id_ in ids]) == [f"{n}\n" for n in range(65)]


def test_of_one_minute_the_last_stays(place: Place) -> None:
    ids = [place.autosaves.save("x", {POST: f"{number}\n"}, WHEN) for number in range(3)]
    assert ids == ["20261114T203100Z", "20261114T203101Z", "20261114T203102Z"]
    assert [found.id for found in place.autosaves.list("x")] == ids[-1:]
    assert place.autosaves.texts("x", [(str(ids[-1]), POST)]) == ["2\n"]


def test_an_hour_of_writing_is_thinned_as_it_grows(place: Place) -> None:
    for minute in range(60):
        place.autosaves.save("x", {POST: f"{minute}\n"}, WHEN + timedelta(minutes=minute))
    minutes = [(found.when - WHEN).seconds // 60 for found in place.autosaves.list("x")]
    assert minutes == [8, 18, 28, 38, *range(48, 60)]


def test_a_clock_that_goes_back_loses_no_order_of_writing(place: Place) -> None:
    place.autosaves.save("x", {POST: "future\n"}, datetime(2106, 2, 7, tzinfo=UTC))
    place.autosaves.save("x", {POST: "now\n"}, WHEN)
    assert place.autosaves.save("x", {POST: "now\n"}, WHEN + timedelta(minutes=1)) is None
    assert place.autosaves.save("x", {POST: "future\n"}, WHEN + timedelta(minutes=2)) is not None
    assert [found.when.year for found in place.autosaves.list("x")] == [2026, 2026, 2106]


def test_the_trash_keeps_what_is_committed_and_everything_for_ever(place: Place) -> None:
    place.commit(POST, "one\n")
    for minute in range(30):
        assert place.trash.save("x", {POST: f"{minute}\n"}, WHEN + timedelta(minutes=minute))
    assert len(place.trash.list("x")) == 30
    assert place.autosaves.list("x") == []


def test_the_trash_names_what_it_has_already(place: Place) -> None:
    first = place.trash.save("x", {POST: "one\n"}, WHEN)
    assert place.trash.save("x", {POST: "one\n"}, WHEN + timedelta(minutes=1)) == first


def test_an_idea_has_its_place(place: Place) -> None:
    id_ = place.trash.save("x", {"ideas/x.md": "notes\n"}, WHEN)
    assert place.trash.texts("x", [(str(id_), "ideas/x.md")]) == ["notes\n"]


@pytest.mark.parametrize(
    "slug", ["日本語", "x.lock", "Xerxes", "-x", "@{1}", "a..b", "x" * 250, "%41", "~^:?*["]
)
def test_any_slug_has_a_ref_of_its_own(place: Place, slug: str) -> None:
    path = f"drafts/{slug}/post.md"
    id_ = place.autosaves.save(slug, {path: "one\n"}, WHEN)
    place.autosaves.save(slug.lower() + "2", {f"drafts/{slug.lower()}2/post.md": "two\n"}, WHEN)
    assert place.autosaves.texts(slug, [(str(id_), path)]) == ["one\n"]
    assert len(place.autosaves.list(slug)) == 1
