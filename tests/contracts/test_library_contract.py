"""What every Library does, on the double and on real files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from draftloop.adapters.library import FileLibrary
from draftloop.loop.errors import AlreadyThere, ChangedOnDisk, NotFound, Unreadable
from draftloop.loop.ports import Library
from tests.doubles import LibraryDouble, RecoveryDouble


@dataclass
class Place:
    library: Library
    recovery: RecoveryDouble
    write: Callable[[str, str], object]


@pytest.fixture(params=["double", "files"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    recovery = RecoveryDouble()
    if request.param == "double":
        files: dict[str, str] = {}
        return Place(LibraryDouble(files=files, recovery=recovery), recovery, files.__setitem__)

    def write_file(path: str, text: str) -> None:
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())

    return Place(FileLibrary(str(tmp_path.resolve()), recovery), recovery, write_file)


def test_missing_file_is_a_document_that_does_not_exist(place: Place) -> None:
    document = place.library.open("ideas/none.md")
    assert (document.path, document.text, document.exists) == ("ideas/none.md", "", False)


def test_saved_text_is_read_back_with_its_fingerprint(place: Place) -> None:
    saved = place.library.save(place.library.open("ideas/new.md"), "één\r\ntwo\u2028")
    assert saved.text == "één\r\ntwo\u2028"
    assert place.library.open("ideas/new.md") == saved


def test_one_document_can_be_saved_again_and_again(place: Place) -> None:
    document = place.library.open("a.md")
    for text in ("one", "one two", "", "one"):
        document = place.library.save(document, text)
    assert place.library.open("a.md").text == "one"


def test_saving_over_another_s_change_writes_nothing_and_keeps_the_text(place: Place) -> None:
    place.write("a.md", "as read")
    document = place.library.open("a.md")
    place.write("a.md", "theirs")
    with pytest.raises(ChangedOnDisk) as caught:
        place.library.save(document, "mine")
    assert place.library.open("a.md").text == "theirs"
    assert place.recovery.text(caught.value.kept) == "mine"
    assert caught.value.path == "a.md"


def test_file_that_came_into_being_meanwhile_is_not_replaced(place: Place) -> None:
    document = place.library.open("a.md")
    place.write("a.md", "theirs")
    with pytest.raises(ChangedOnDisk):
        place.library.save(document, "mine")
    assert place.library.open("a.md").text == "theirs"


def test_saved_text_is_not_offered_and_the_replaced_one_is_remembered(place: Place) -> None:
    place.write("a.md", "before")
    place.library.save(place.library.open("a.md"), "after")
    assert place.recovery.kept() == []
    assert [text for _, _, text, _ in place.recovery.entries] == ["before", "after"]


def test_saving_what_stands_there_changes_and_remembers_nothing(place: Place) -> None:
    place.write("a.md", "text")
    document = place.library.open("a.md")
    assert place.library.save(document, "text") == document
    assert place.recovery.entries == []


def test_listing_names_files_and_folders_and_passes_over_droppings(place: Place) -> None:
    for name in ("b.md", "a.md", ".hidden", "a.md~", ".a.md.swp", "x.tmp", "inbox/c.md"):
        place.write(f"ideas/{name}", "x")
    place.write("links.md", "x")
    assert place.library.list_files("ideas") == ["a.md", "b.md", "inbox/"]
    assert place.library.list_files("") == ["ideas/", "links.md"]
    assert place.library.list_files("nowhere") == []


def test_moved_file_has_its_new_name_only(place: Place) -> None:
    place.write("ideas/a.md", "words")
    place.library.move("ideas/a.md", "drafts/a/notes.md")
    assert place.library.open("drafts/a/notes.md").text == "words"
    assert not place.library.open("ideas/a.md").exists


def test_move_never_replaces(place: Place) -> None:
    place.write("a.md", "one")
    place.write("b.md", "two")
    with pytest.raises(AlreadyThere):
        place.library.move("a.md", "b.md")
    with pytest.raises(NotFound):
        place.library.move("c.md", "d.md")
    assert [place.library.open(name).text for name in ("a.md", "b.md")] == ["one", "two"]


def test_folder_can_be_moved_whole(place: Place) -> None:
    place.write("drafts/old/outline.md", "- a\n")
    place.write("drafts/old/post.md", "a\n")
    place.library.move("drafts/old", "drafts/new")
    assert place.library.list_files("drafts") == ["new/"]
    assert place.library.open("drafts/new/outline.md").text == "- a\n"


def test_bytes_are_those_of_the_file(place: Place) -> None:
    place.write("drafts/x/map.svg", "<svg/>")
    assert place.library.read_bytes("drafts/x/map.svg") == b"<svg/>"
    with pytest.raises(NotFound):
        place.library.read_bytes("drafts/x/none.svg")


@pytest.mark.parametrize("path", ["../secret.md", "ideas/../../secret.md", "/etc/hostname"])
def test_nothing_outside_is_read(place: Place, path: str) -> None:
    with pytest.raises(Unreadable):
        place.library.open(path)


def test_folder_is_no_text(place: Place) -> None:
    place.write("drafts/x/post.md", "a")
    with pytest.raises(Unreadable):
        place.library.open("drafts/x")


def test_fields_are_the_front_matter_as_written(place: Place) -> None:
    place.write("a.md", '---\ntitle: no\ndate: 2026-11-09\ntags: [a, "b c"]\n---\ntext\n')
    place.write("b.md", "no front matter\n")
    fields = place.library.fields(place.library.open("a.md"))
    assert fields == {"title": "no", "date": "2026-11-09", "tags": ["a", "b c"]}
    assert place.library.fields(place.library.open("b.md")) == {}
    assert place.library.fields(place.library.open("none.md")) == {}


def test_front_matter_that_cannot_be_understood_is_named(place: Place) -> None:
    place.write("a.md", "---\ntitle: [\n---\ntext\n")
    with pytest.raises(Unreadable) as caught:
        place.library.fields(place.library.open("a.md"))
    assert caught.value.path == "a.md"


def test_what_others_wrote_is_remembered_with_the_text_that_was_refused(place: Place) -> None:
    place.write("a.md", "base")
    document = place.library.open("a.md")
    place.write("a.md", "theirs")
    with pytest.raises(ChangedOnDisk):
        place.library.save(document, "mine")
    assert {text for _, _, text, _ in place.recovery.entries} == {"base", "mine", "theirs"}
    assert [place.recovery.text(kept.id) for kept in place.recovery.kept()] == ["mine"]


def test_stamp_tells_that_a_file_changed_and_a_settled_read_tells_to_what(place: Place) -> None:
    before = place.library.stamp("a.md")
    assert before == ""
    place.write("a.md", "one")
    first = place.library.stamp("a.md")
    assert first == place.library.stamp("a.md")
    place.write("a.md", "two")
    assert place.library.stamp("a.md") != first
    assert place.library.open_settled("a.md") == place.library.open("a.md")
    assert not place.library.open_settled("none.md").exists
    assert place.library.other_names("a.md") == 0
    written = place.library.written_at("a.md")
    assert written is not None
    assert written.tzinfo is not None
    assert place.library.written_at("none.md") is None
