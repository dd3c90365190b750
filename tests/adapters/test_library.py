from __future__ import annotations

import os
from pathlib import Path

import pytest

from draftloop.adapters import files
from draftloop.adapters.library import FileLibrary
from draftloop.loop.errors import CannotWrite, ChangedOnDisk, NotFound, Unreadable
from tests.doubles import RecoveryDouble


@pytest.fixture
def recovery() -> RecoveryDouble:
    return RecoveryDouble()


@pytest.fixture
def library(tmp_path: Path, recovery: RecoveryDouble) -> FileLibrary:
    return FileLibrary(str(tmp_path.resolve()), recovery)


def test_listing_passes_over_droppings_and_what_leads_out(tmp_path: Path, library: FileLibrary) -> None:
    ideas = tmp_path / "ideas"
    (ideas / "inbox").mkdir(parents=True)
    for name in ("b.md", "a.md", ".hidden", "a.md~", ".a.md.swp", "x.tmp"):
        (ideas / name).write_text("x")
    (ideas / "out.md").symlink_to("/etc/passwd")
    (ideas / "in.md").symlink_to("a.md")
    assert library.list_files("ideas") == ["a.md", "b.md", "in.md", "inbox/"]
    assert library.list_files("nowhere") == []


@pytest.mark.parametrize(
    "data", [b"\xef\xbb\xbfa\r\nb\r\n", b"a\nb", b"a\r\nb\nc\x0bd\xc2\x85e\rf", b"", b"\n\n"]
)
def test_bytes_survive_opening_and_saving(tmp_path: Path, library: FileLibrary, data: bytes) -> None:
    (tmp_path / "a.md").write_bytes(data)
    document = library.open("a.md")
    saved = library.save(document, document.text + "x")
    assert (tmp_path / "a.md").read_bytes() == data + b"x"
    library.save(saved, document.text)
    assert (tmp_path / "a.md").read_bytes() == data


def test_what_is_not_utf8_is_named_with_its_line(tmp_path: Path, library: FileLibrary) -> None:
    (tmp_path / "a.md").write_bytes(b"one\ntw\xf6\n")
    with pytest.raises(Unreadable) as caught:
        library.open("a.md")
    assert caught.value.line == 2


def test_refused_text_is_kept(tmp_path: Path, library: FileLibrary, recovery: RecoveryDouble) -> None:
    document = library.open("a.md")
    (tmp_path / "a.md").write_text("theirs")
    with pytest.raises(ChangedOnDisk) as caught:
        library.save(document, "mine")
    assert recovery.text(caught.value.kept) == "mine"
    assert [kept.file for kept in recovery.kept()] == ["a.md"]
    assert (tmp_path / "a.md").read_text() == "theirs"


def test_replaced_text_is_remembered_and_not_offered(
    tmp_path: Path, library: FileLibrary, recovery: RecoveryDouble
) -> None:
    (tmp_path / "a.md").write_text("before")
    library.save(library.open("a.md"), "after")
    assert [text for _, _, text, _ in recovery.entries] == ["before", "after"]
    assert recovery.kept() == []


def test_save_works_without_a_net(
    tmp_path: Path, recovery: RecoveryDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> str:
        raise CannotWrite("a.md", "the disk is full")

    monkeypatch.setattr(RecoveryDouble, "keep", full)
    library = FileLibrary(str(tmp_path.resolve()), recovery)
    library.save(library.open("a.md"), "text")
    assert (tmp_path / "a.md").read_text() == "text"


def test_saving_what_stands_there_writes_nothing(
    tmp_path: Path, library: FileLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").write_text("text")
    monkeypatch.setattr(files, "write_file", None)
    document = library.open("a.md")
    assert library.save(document, "text") == document


def test_full_disk_says_where_the_text_is(
    library: FileLibrary, recovery: RecoveryDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(root: str, path: str, *_: object, **__: object) -> None:
        raise CannotWrite(path, "the disk is full")

    monkeypatch.setattr(files, "write_file", full)
    with pytest.raises(CannotWrite) as caught:
        library.save(library.open("a.md"), "words")
    assert recovery.text(caught.value.kept) == "words"


def test_fields_are_read_plainly_or_by_the_parser(tmp_path: Path, library: FileLibrary) -> None:
    (tmp_path / "plain.md").write_text('---\ntitle: "A \\"b\\""\nasked:\n  - {when: 2026-03-04}\n---\n')
    (tmp_path / "rich.md").write_text("---\ntitle: >\n  folded\n  text\n---\n")
    assert library.fields(library.open("plain.md")) == {"title": 'A "b"', "asked": [{"when": "2026-03-04"}]}
    assert library.fields(library.open("rich.md")) == {"title": "folded text\n"}


def test_picture_is_bytes(tmp_path: Path, library: FileLibrary) -> None:
    (tmp_path / "p.png").write_bytes(b"\x89PNG")
    assert library.read_bytes("p.png") == b"\x89PNG"
    with pytest.raises(NotFound):
        library.read_bytes("q.png")


def test_half_written_file_is_not_believed(
    tmp_path: Path, library: FileLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.md"
    file.write_text("")
    states = iter(["", "half", "half and", "half and whole", "half and whole"])

    def go_on(_: float) -> None:
        file.write_text(next(states))

    monkeypatch.setattr("draftloop.adapters.library.time.sleep", go_on)
    assert library.open_settled("a.md").text == "half and whole"


def test_file_that_never_comes_to_rest_is_named(
    tmp_path: Path, library: FileLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.md"
    file.write_text("")

    def go_on(_: float) -> None:
        file.write_text(file.read_text() + "x")

    monkeypatch.setattr("draftloop.adapters.library.time.sleep", go_on)
    with pytest.raises(Unreadable, match="another program"):
        library.open_settled("a.md")


def test_same_size_and_the_time_put_back_still_change_the_stamp(tmp_path: Path, library: FileLibrary) -> None:
    file = tmp_path / "a.md"
    file.write_text("one")
    times = file.stat().st_atime_ns, file.stat().st_mtime_ns
    before = library.stamp("a.md")
    file.write_text("two")
    os.utime(file, ns=times)
    assert library.stamp("a.md") != before


def test_hard_links_are_counted_and_keep_the_old_text(tmp_path: Path, library: FileLibrary) -> None:
    (tmp_path / "a.md").write_text("one")
    (tmp_path / "b.md").hardlink_to(tmp_path / "a.md")
    assert library.other_names("a.md") == 1
    library.save(library.open("a.md"), "two")
    assert ((tmp_path / "a.md").read_text(), (tmp_path / "b.md").read_text()) == ("two", "one")
    assert library.other_names("a.md") == 0
