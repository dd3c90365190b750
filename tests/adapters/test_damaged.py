"""What a disk does to kept texts: the others are offered all the same, and the damaged ones are named."""

from __future__ import annotations

import json
import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draftloop.adapters.journal import segments
from draftloop.adapters.journal_damage import Condition, condition_of
from draftloop.adapters.journal_format import BASE, HEADER, MAGIC, Writer, check_of, read_segment
from draftloop.adapters.kept_header import header_of
from draftloop.adapters.recovery import RecoveryFolder
from draftloop.loop.errors import NotFound, Unreadable
from draftloop.loop.splice import splice_between
from tests.doubles import FixedClock

POST, OTHER = "drafts/d/post.md", "drafts/o/post.md"
GOOD_HEADER = b'{"path": "drafts/d/post.md", "when": "2026-11-21T20:00:00+00:00"}'
BAD_HEADERS = (
    b"",
    b"{",
    b"[]",
    b'"drafts/d/post.md"',
    b"null",
    b"NaN",
    b"[" * 50_000,
    b'{"path":' * 20_000,
    b'{"path": ["drafts/d/post.md"]}',
    b'{"path": 7}',
    b'{"path": null}',
    b'{"path": ""}',
    b'{"path": "../../etc/passwd"}',
    b'{"path": "/etc/passwd"}',
    b'{"path": "a\\u0000b"}',
    b'{"path": "a\\ud800b"}',
    b'{"path": ' + b"9" * 5_000 + b"}",
    b'{"when": "2026-11-21T20:00:00+00:00"}',
    b'{"path": "drafts/d/\xff.md"}',
    b'{"path": "' + b"x" * 70_000 + b'"}',
)
ODD_HEADERS = (
    {"path": "x" * 5_000},
    {"path": POST, "saved": {"a": 1}, "saved_sha256": [1], "inode": "7", "device": -1, "bytes": 1e308},
    {"path": POST, "saved": float("nan"), "when": 99_999, "inode": 10**400},
)
"""They are usable, and what is odd in them is not believed."""


class Net:
    """A state folder with a text of another document, which is to be offered whatever happens."""

    def __init__(self, place: Path) -> None:
        self.clock, self.root, self.state = FixedClock(), place / "work", place / "state"
        self.root.mkdir()
        self.new().keep(OTHER, "kept elsewhere")
        self.new().keep_running(OTHER, "typed elsewhere")

    def new(self) -> RecoveryFolder:
        """As another start of the program sees it."""
        return RecoveryFolder(str(self.state), str(self.root), "ws", now=self.clock)

    def folder(self, path: str = POST) -> Path:
        return Path(self.new()._document_folder(path))

    def put(self, name: str, data: bytes) -> Path:
        self.folder().mkdir(parents=True, exist_ok=True)
        (self.folder() / name).write_bytes(data)
        return self.folder() / name

    def offers(self) -> dict[str, list[str]]:
        store = self.new()
        found: dict[str, list[str]] = {}
        for kept in store.kept():
            found.setdefault(kept.file, []).append(store.text(kept.id))
        return found

    def check_others(self) -> None:
        assert sorted(self.offers()[OTHER]) == ["kept elsewhere", "typed elsewhere"]


@contextmanager
def a_net() -> Iterator[Net]:
    with TemporaryDirectory() as place:
        yield Net(Path(place))


@pytest.fixture
def net(tmp_path: Path) -> Net:
    return Net(tmp_path)


def frames(*frames_: tuple[bytes, bytes]) -> bytes:
    """A segment with these frames, each with a check that holds."""
    data, check = MAGIC, b""
    for kind, body in frames_:
        frame = struct.pack("<cI", kind, len(body)) + body
        check = check_of(check, frame)
        data += frame + check
    return data


def segment(*texts: str, saved: int = -1) -> bytes:
    """`texts` typed one after the other; the one of that number reached the file."""
    writer = Writer({"path": POST, "saved": True}, "base")
    data, now = writer.beginning, "base"
    for number, text in enumerate(texts):
        data += writer.edit(1_763_757_000_000 + number, splice_between(now, text))
        now = text
        if number == saved:
            data += writer.saved(1_763_757_000_000 + number, number + 1)
    return data


# -- headers -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("header", BAD_HEADERS, ids=range(len(BAD_HEADERS)))
def test_a_header_that_says_nothing_usable_costs_its_own_text_only(net: Net, header: bytes) -> None:
    assert header_of(header) is None
    net.put("00000001-0123456789abcdef-1763757000.offered", header + b"\nwords")
    net.put("00000001-1763757000.journal", frames((HEADER, header), (BASE, zlib.compress(b"words"))))
    net.check_others()
    assert len(net.new().damaged()) == 2


@pytest.mark.parametrize("header", ODD_HEADERS, ids=range(len(ODD_HEADERS)))
def test_odd_values_in_a_header_do_no_harm(net: Net, header: dict[str, object]) -> None:
    line = json.dumps(header).encode()
    net.put("00000001-0123456789abcdef-1763757000.offered", line + b"\nsome words")
    net.put(
        "00000001-1763757000.journal",
        frames(
            (HEADER, line), (BASE, zlib.compress(b"old")), (b"E", struct.pack("<QII", 2**63, 3, 0) + b"er")
        ),
    )
    net.check_others()
    assert sorted(net.offers()[str(header["path"])]) == ["older", "some words"]


@pytest.mark.parametrize(
    "name",
    [
        f"00000001-0123456789abcdef-{'9' * 40}.offered",
        f"{'9' * 60}-0123456789abcdef-253402300800.offered",
        "00000001--5.offered",
        "1-x-5.offered",
        f"00000001-{'9' * 200}.journal",
        f"{'9' * 100}-1763757000.journal",
        "٣-٣.journal",
    ],
)
def test_numbers_in_names_may_be_anything(net: Net, name: str) -> None:
    net.put(name, segment("base typed") if name.endswith("journal") else GOOD_HEADER + b"\nwords")
    net.check_others()
    net.new().damaged()
    net.new().settle(POST, "other text")
    assert net.new().keep_running(POST, "typed on")


def test_a_file_that_is_dated_beyond_all_calendars_does_no_harm(net: Net) -> None:
    net.new().keep(POST, "some words")
    (net.root / "drafts/d").mkdir(parents=True)
    for when_s in (-(10**11), 10**13):
        (net.root / POST).write_text("others")
        os.utime(net.root / POST, (when_s, when_s))
        assert net.offers()[POST] == ["some words"]


def test_the_text_of_a_kept_file_whose_header_is_gone_can_be_printed(net: Net) -> None:
    net.put("00000001-0123456789abcdef-1763757000.offered", b"[]\nall of the words")
    (row,) = net.new().damaged()
    id_ = row.remedy.split()[3]
    assert net.new().text(id_) == "all of the words"
    net.new().dismiss(id_)
    assert net.new().damaged() == []
    assert net.new().text(id_) == "all of the words"


def test_a_kept_text_that_is_no_text_any_more_is_an_error_with_a_name(net: Net) -> None:
    net.put("00000001-0123456789abcdef-1763757000.offered", GOOD_HEADER + b"\n\xff\xfe\xff")
    (row,) = net.new().damaged()
    assert "is no text any more" in row.problem
    with pytest.raises(Unreadable):
        net.new().text(f"{net.folder().name}-01234567")


def test_a_kept_text_whose_bytes_changed_is_offered_and_named(net: Net) -> None:
    net.new().keep(POST, "all of the words")
    (path,) = net.folder().iterdir()
    path.write_bytes(path.read_bytes().replace(b"all of", b"all  f"))
    assert net.offers()[POST] == ["all  f the words"]
    assert "not what was kept" in net.new().damaged()[0].problem


# -- segments: what frames say although they check -----------------------------------------------------


@pytest.mark.parametrize(
    "frame",
    [
        (b"E", b""),
        (b"E", struct.pack("<QII", 1, 999, 999) + b"x"),
        (b"E", struct.pack("<QII", 1, 4, 0) + b"\xff"),
        (b"e", struct.pack("<QII", 1, 4, 0) + b"not packed"),
        (b"e", struct.pack("<QII", 1, 4, 0) + zlib.compress(b"cut off")[:-3]),
        (b"S", b"short"),
        (b"?", b"a kind of tomorrow"),
    ],
    ids=range(7),
)
def test_a_frame_that_fits_no_text_ends_the_reading_there(net: Net, frame: tuple[bytes, bytes]) -> None:
    head = (HEADER, GOOD_HEADER), (BASE, zlib.compress(b"base"))
    typed = (b"E", struct.pack("<QII", 1, 4, 0) + b" and more")
    net.put("00000001-1763757000.journal", frames(*head, typed, frame, typed))
    assert net.offers()[POST] == ["base and more"]
    net.check_others()
    assert "can be read, and what came after it cannot" in net.new().damaged()[0].problem


# -- torn or damaged -----------------------------------------------------------------------------------


def test_a_segment_cut_off_anywhere_was_torn_and_never_damaged() -> None:
    data = segment("base one", "base one two")
    begun = len(segment())
    for size in range(len(data)):
        condition = condition_of(data[:size], read_segment(data[:size]))
        assert condition is not Condition.DAMAGED
        assert (condition is Condition.BEGUN) == (size < begun)
    assert condition_of(data, read_segment(data)) is Condition.WHOLE


@pytest.mark.parametrize("zeroed_from", [0, 4, 19, 21, 40, 130, 160])
def test_a_beginning_that_a_power_cut_left_as_zeros_carries_nothing(zeroed_from: int) -> None:
    data = Writer({"path": POST, "saved": True, "padding": "x" * 600}, "words " * 500).beginning
    zeroed = data[:zeroed_from] + bytes(len(data) - zeroed_from)
    assert condition_of(zeroed, read_segment(zeroed)) is Condition.BEGUN


def test_a_last_change_that_a_power_cut_left_as_zeros_is_torn() -> None:
    data, before = segment("base one", "base one two"), len(segment("base one"))
    zeroed = data[: before + 6] + bytes(len(data) - before - 6)
    assert condition_of(zeroed, read_segment(zeroed)) is Condition.TORN


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_a_byte_that_changed_in_a_whole_segment_is_damage_wherever_it_stands(data: st.DataObject) -> None:
    whole = segment("base one", "base one two", "base one two three", saved=1)
    at = data.draw(st.integers(0, len(segment("base one")) - 1))
    wrong = bytearray(whole)
    wrong[at] ^= data.draw(st.integers(1, 255))
    assert condition_of(bytes(wrong), read_segment(bytes(wrong))) is Condition.DAMAGED


def test_a_base_text_that_rotted_before_anything_was_typed_is_damage() -> None:
    data = bytearray(Writer({"path": POST, "saved": False}, "words of the segment before").beginning)
    data[-12] ^= 1
    assert condition_of(bytes(data), read_segment(bytes(data))) is Condition.DAMAGED


def test_a_length_that_rotted_is_no_torn_beginning() -> None:
    beginning = Writer({"path": POST, "saved": False}, "words " * 40).beginning
    header = len(MAGIC)
    (length,) = struct.unpack_from("<I", beginning, header + 1)
    base = header + 5 + length + 8
    for place in (header, base):
        wrong = bytearray(beginning)
        wrong[place + 2] ^= 0x40
        assert condition_of(bytes(wrong), read_segment(bytes(wrong))) is Condition.DAMAGED


def test_a_torn_beginning_is_passed_over_for_good_and_alarms_nobody(net: Net) -> None:
    net.put("00000001-1763757000.journal", segment()[:60])
    assert POST not in net.offers()
    assert net.new().damaged() == []
    assert segments(str(net.folder()))[0].done_bytes == 60


def test_a_segment_of_which_nothing_can_be_read_is_named_and_never_marked(net: Net) -> None:
    wrong = bytearray(segment("base one", "base one two"))
    wrong[30] ^= 1
    path = net.put("00000001-1763757000.journal", bytes(wrong))
    for _ in range(2):
        net.check_others()
        net.new().settle(POST, "base")
        (row,) = net.new().damaged()
    assert (row.file, row.severity, row.topic) == (str(path), "warning", "words")
    assert "nothing of what was typed" in row.problem
    assert "left as it is" in row.problem
    net.new().dismiss(row.remedy.rpartition("dismiss ")[2].split()[0])
    assert net.new().damaged() == []
    assert next(net.folder().iterdir()).read_bytes() == bytes(wrong)


def test_of_a_segment_damaged_in_the_middle_the_beginning_is_offered_and_the_rest_named(net: Net) -> None:
    wrong = bytearray(segment("base one", "base one two", "base one two three"))
    wrong[len(segment("base one")) + 22] ^= 1
    net.put("00000001-1763757000.journal", bytes(wrong))
    assert net.offers()[POST] == ["base one"]
    (row,) = net.new().damaged()
    assert "the text of 2025-11-21" in row.problem
    assert "(2 words) can be read, and what came after it cannot" in row.problem
    assert net.new().text(row.remedy.split()[3]) == "base one"
    (net.root / "drafts/d").mkdir(parents=True)
    (net.root / POST).write_text("base one and on")
    net.new().settle(POST, "base one and on")
    assert POST not in net.offers()
    assert len(net.new().damaged()) == 1


def test_a_damaged_segment_whose_readable_words_are_saved_is_still_named(net: Net) -> None:
    wrong = bytearray(segment("base one", "base one two", saved=0))
    wrong[-10] ^= 1
    net.put("00000001-1763757000.journal", bytes(wrong))
    assert POST not in net.offers()
    assert len(net.new().damaged()) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_segment_that_may_not_be_read_is_named(net: Net) -> None:
    net.put("00000001-1763757000.journal", segment("base one")).chmod(0)
    net.check_others()
    assert "cannot be read" in net.new().damaged()[0].problem


def test_a_damaged_segment_stops_neither_typing_nor_keeping(net: Net) -> None:
    net.put("00000001-1763757000.journal", b"\xff" * 3_000)
    (net.folder() / "00000002-1763757001.journal").mkdir()
    store = net.new()
    store.keep_running(POST, "typed on")
    store.keep(POST, "refused")
    assert sorted(net.offers()[POST]) == ["refused", "typed on"]


def test_an_id_with_thousands_of_digits_is_not_found(net: Net) -> None:
    with pytest.raises(NotFound):
        net.new().text(f"{net.folder(OTHER).name}-{'9' * 5_000}.1")


# -- at random -----------------------------------------------------------------------------------------

CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["flip", "cut", "put in", "take out", "zero"]),
        st.floats(0, 1, exclude_max=True),
        st.binary(min_size=1, max_size=40),
    ),
    min_size=1,
    max_size=4,
)


def spoiled(data: bytes, changes: list[tuple[str, float, bytes]]) -> bytes:
    for kind, where, piece in changes:
        at = int(where * len(data))
        match kind:
            case "flip":
                flipped = bytes(one ^ other for one, other in zip(data[at:], piece, strict=False))
                data = data[:at] + flipped + data[at + len(flipped) :]
            case "cut":
                data = data[:at]
            case "put in":
                data = data[:at] + piece + data[at:]
            case "take out":
                data = data[:at] + data[at + len(piece) :]
            case _:
                data = data[:at] + bytes(len(piece)) + data[at + len(piece) :]
    return data


@given(CHANGES, CHANGES)
@settings(max_examples=150, deadline=None)
def test_whatever_happens_to_the_bytes_every_other_text_is_offered(
    journal: list[tuple[str, float, bytes]], entry: list[tuple[str, float, bytes]]
) -> None:
    with a_net() as net:
        net.put("00000001-1763757000.journal", spoiled(segment("base one", "base one two", saved=0), journal))
        net.put("00000001-0123456789abcdef-1763757000.offered", spoiled(GOOD_HEADER + b"\nsome words", entry))
        net.check_others()
        net.new().damaged()
        net.check_others()
        net.new().settle(POST, "another text")


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_bytes_behind_a_magic_line_have_a_condition(data: bytes) -> None:
    for whole in (data, MAGIC + data, segment("base one") + data):
        assert condition_of(whole, read_segment(whole)) in Condition
