from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draftloop.adapters import journal as journals
from draftloop.adapters.journal import Journal, segment_name, segments
from draftloop.adapters.journal_format import Writer, read_header, read_segment, read_states
from draftloop.loop.errors import CannotWrite
from draftloop.loop.splice import splice_between
from tests.doubles import FixedClock

TEXTS = st.lists(st.text(alphabet="ab \n\u00e9\U0001f600\udc80", max_size=12), min_size=1, max_size=8)


def written(base: str, texts: list[str], *, saved: bool = True) -> bytes:
    """A segment in which `texts` were typed one after the other."""
    writer = Writer({"path": "a.md", "saved": saved}, base)
    data, now = writer.beginning, base
    for number, text in enumerate(texts):
        data += writer.edit(number, splice_between(now, text))
        now = text
    return data


@pytest.fixture
def begin(tmp_path: Path) -> Callable[..., Journal]:
    def make(base: str = "") -> Journal:
        return Journal(str(tmp_path), "a.md", base, {}, now=FixedClock())

    return make


def read(folder: Path, number: int = -1) -> bytes:
    return (folder / str(segments(str(folder))[number])).read_bytes()


@given(st.text(max_size=20), TEXTS)
def test_every_text_comes_back_in_its_order(base: str, texts: list[str]) -> None:
    assert [state.text for state in read_states(written(base, texts))] == [base, *texts]


@given(TEXTS)
@settings(max_examples=25)
def test_cut_off_anywhere_it_gives_the_texts_before(texts: list[str]) -> None:
    data, whole = written("base", texts), ["base", *texts]
    for size in range(len(data) + 1):
        found = [state.text for state in read_states(data[:size])]
        assert found == whole[: len(found)]
    assert len(found) == len(whole)


@given(TEXTS, st.data())
@settings(max_examples=60)
def test_a_flipped_bit_never_gives_a_wrong_text(texts: list[str], data: st.DataObject) -> None:
    segment, whole = bytearray(written("base", texts)), ["base", *texts]
    place = data.draw(st.integers(0, len(segment) - 1))
    segment[place] ^= 1 << data.draw(st.integers(0, 7))
    found = [state.text for state in read_states(bytes(segment))]
    assert found == whole[: len(found)]


def test_frames_of_another_segment_do_not_count() -> None:
    one, other = written("base", ["one"]), written("base", ["one", "two"])
    assert [state.text for state in read_states(one + other[len(one) - 30 :])] == ["base", "one"]


def test_a_long_paste_is_packed_and_comes_back() -> None:
    paste = "Caches lie. " * 1000
    data = written("", [paste])
    assert len(data) < 1000
    assert [state.text for state in read_states(data)] == ["", paste]


@pytest.mark.parametrize("data", [b"", b"draftloop journal 1\n", b"something else\n" * 10])
def test_what_is_no_segment_has_no_header_and_no_texts(data: bytes) -> None:
    assert read_header(data) is None
    assert read_segment(data) is None
    assert list(read_states(data)) == []


def test_what_reached_the_file_is_known_in_the_end(tmp_path: Path, begin: Callable[..., Journal]) -> None:
    journal = begin("one")
    journal.type("one two")
    journal.settle("one two")
    found = read_segment(read(tmp_path))
    assert found is not None
    assert found.is_settled
    journal.type("one two three")
    found = read_segment(read(tmp_path))
    assert found is not None
    assert not found.is_settled
    assert found.saved is not None
    assert (found.saved.text, found.last.text) == ("one two", "one two three")


def test_typing_back_to_what_the_file_has_leaves_nothing_open(
    tmp_path: Path, begin: Callable[..., Journal]
) -> None:
    journal = begin("one")
    journal.type("one two")
    journal.type("one")
    found = read_segment(read(tmp_path))
    assert found is not None
    assert found.is_settled


def test_a_save_of_what_is_written_down_already_writes_no_copy(
    tmp_path: Path, begin: Callable[..., Journal]
) -> None:
    base = "word " * 20_000
    journal = begin(base)
    journal.type(base + "more")
    size = len(read(tmp_path))
    assert journal.hold(base) == "1.0"
    assert journal.hold(base + "more") == "1.1"
    journal.settle(base + "more")
    assert len(read(tmp_path)) - size < 50


def test_an_older_text_on_its_way_to_the_file_does_not_hide_what_was_typed_since(
    tmp_path: Path, begin: Callable[..., Journal]
) -> None:
    journal = begin("one")
    journal.type("one two three")
    journal.hold("one two")
    journal.settle("one two")
    found = read_segment(read(tmp_path))
    assert found is not None
    assert found.saved is not None
    assert (found.saved.text, found.last.text) == ("one two", "one two three")
    assert "one two" in [state.text for state in read_states(read(tmp_path))]


def test_a_segment_gives_way_to_a_new_one_and_no_text_is_lost(
    tmp_path: Path, begin: Callable[..., Journal], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journals, "_MOST_EDITS", 5)
    journal, text, typed = begin("base"), "base", []
    for number in range(23):
        text += f" {number}"
        journal.type(text)
        typed.append(text)
    names = segments(str(tmp_path))
    assert len(names) == 5
    assert [name.done_bytes is not None for name in names] == [True] * 4 + [False]
    found = [state.text for name in names for state in read_states((tmp_path / str(name)).read_bytes())]
    assert [text for text in dict.fromkeys(found) if text != "base"] == typed
    last = read_segment(read(tmp_path))
    assert last is not None
    assert last.saved is None
    assert not last.is_settled


def test_nothing_is_written_before_the_first_change(tmp_path: Path, begin: Callable[..., Journal]) -> None:
    journal = begin("base")
    journal.type("base")
    journal.settle("base")
    assert segments(str(tmp_path)) == []


def test_only_the_owner_can_read_it(tmp_path: Path, begin: Callable[..., Journal]) -> None:
    begin("").type("secret")
    (name,) = segments(str(tmp_path))
    assert stat.S_IMODE(os.stat(tmp_path / str(name)).st_mode) == 0o600


def test_after_a_write_that_failed_half_way_everything_typed_is_there(
    tmp_path: Path, begin: Callable[..., Journal], monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = begin("base")
    journal.type("base one")
    write = os.write

    def torn(file: int, data: bytes) -> int:
        if len(data) < 12:
            raise OSError(28, "No space left on device")
        return write(file, bytes(data)[:11])

    with monkeypatch.context() as patch:
        patch.setattr("os.write", torn)
        with pytest.raises(CannotWrite):
            journal.type("base one two")
    journal.type("base one two three")
    first, second = (read(tmp_path, number) for number in (0, 1))
    assert [state.text for state in read_states(first)] == ["base", "base one"]
    assert [state.text for state in read_states(second)] == ["base one", "base one two three"]


def test_a_state_folder_that_is_removed_is_made_again(tmp_path: Path) -> None:
    folder = tmp_path / "document"
    journal = Journal(
        str(folder), "a.md", "base", {}, now=FixedClock(), make_folder=lambda: folder.mkdir(exist_ok=True)
    )
    journal.type("base one")
    shutil.rmtree(folder)
    journal.type("base one two")
    assert [state.text for state in read_states(read(folder))] == ["base one", "base one two"]


def test_two_that_write_the_same_document_never_share_a_segment(
    tmp_path: Path, begin: Callable[..., Journal]
) -> None:
    one, other = begin("base"), begin("base")
    for number in range(3):
        one.type(f"one {number}")
        other.type(f"other {number}")
    texts = [[state.text for state in read_states(read(tmp_path, number))] for number in (0, 1)]
    assert texts == [["base", "one 0", "one 1", "one 2"], ["base", "other 0", "other 1", "other 2"]]


@pytest.mark.parametrize(
    "name", ["x.journal", "1-2-3-4.journal", "00000001-5.offered", "1.journal", "-1-2.journal"]
)
def test_names_of_other_files_are_passed_over(name: str) -> None:
    assert segment_name(name) is None


def test_a_name_comes_back() -> None:
    for name in ("00000012-1763757000.journal", "00000012-1763757000-482.journal"):
        assert str(segment_name(name)) == name
