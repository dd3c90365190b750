from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from draftloop.adapters.recovery import RecoveryFolder
from draftloop.adapters.thin_out import KEEP_LAST
from draftloop.loop.errors import CannotWrite, NotFound
from tests.doubles import FixedClock

STATE = "state"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def store(tmp_path: Path, clock: FixedClock) -> RecoveryFolder:
    root = tmp_path / "work"
    root.mkdir()
    return RecoveryFolder(str(tmp_path / STATE), str(root), "ws", now=clock)


def kept_files(tmp_path: Path) -> list[Path]:
    return sorted(path for path in (tmp_path / STATE).rglob("*.*") if path.is_file())


def test_kept_text_comes_back_character_by_character(store: RecoveryFolder) -> None:
    text = "one\r\ntwo\x0c\x85 😀\n\n"
    assert store.text(store.keep("drafts/x/post.md", text)) == text


def test_only_the_owner_can_read_it(tmp_path: Path, store: RecoveryFolder) -> None:
    store.keep("a.md", "secret")
    for folder, _, names in os.walk(tmp_path / STATE):
        assert stat.S_IMODE(os.stat(folder).st_mode) == 0o700
        for name in names:
            assert stat.S_IMODE(os.stat(os.path.join(folder, name)).st_mode) == 0o600


def test_offer_names_file_words_and_which_is_newer(tmp_path: Path, store: RecoveryFolder) -> None:
    (tmp_path / "work/a.md").write_text("old")
    os.utime(tmp_path / "work/a.md", (0, 0))
    id_ = store.keep("a.md", "three new words")
    (offer,) = store.kept()
    assert (offer.id, offer.file, offer.words, offer.newer_than_file) == (id_, "a.md", 3, True)


def test_text_that_is_in_its_file_is_not_offered(tmp_path: Path, store: RecoveryFolder) -> None:
    store.keep("a.md", "text")
    (tmp_path / "work/a.md").write_bytes(b"\xef\xbb\xbftext")
    assert store.kept() == []


def test_dismissed_text_is_hidden_and_not_gone(store: RecoveryFolder) -> None:
    id_ = store.keep("a.md", "text")
    store.dismiss(id_)
    assert store.kept() == []
    assert store.text(id_) == "text"


def test_remembered_text_is_never_offered(store: RecoveryFolder) -> None:
    id_ = store.remember("a.md", "before")
    assert store.kept() == []
    assert store.text(id_) == "before"


def test_saving_settles_what_was_typed_but_not_a_refused_text(store: RecoveryFolder) -> None:
    refused = store.keep("a.md", "mine, refused")
    store.keep_running("a.md", "typed")
    store.settle("a.md", "typed and saved")
    assert [offer.id for offer in store.kept()] == [refused]
    store.settle("a.md", "mine, refused")
    assert store.kept() == []


def test_typing_for_hours_keeps_few_texts_and_always_the_newest(
    tmp_path: Path, store: RecoveryFolder, clock: FixedClock
) -> None:
    text = ""
    for _ in range(2_000):
        clock.go_on(seconds=2)
        text += "word "
        store.keep_running("a.md", text)
    assert len(kept_files(tmp_path)) <= 20
    (offer,) = store.kept()
    assert store.text(offer.id) == text


def test_text_before_a_deletion_stays(store: RecoveryFolder, clock: FixedClock) -> None:
    ids = []
    for text in ("a", "a b c d e f g h", "a b c d e f g h i", "a"):
        clock.go_on(seconds=2)
        ids.append(store.keep_running("a.md", text))
    assert store.text(ids[2]) == "a b c d e f g h i"


def test_old_texts_go_after_ninety_days_beyond_the_last_fifty(
    tmp_path: Path, store: RecoveryFolder, clock: FixedClock
) -> None:
    offered = store.keep("a.md", "never saved")
    for number in range(KEEP_LAST + 20):
        store.remember("a.md", f"text {number}")
    assert len(kept_files(tmp_path)) == KEEP_LAST + 21
    clock.go_on(days=91)
    for number in range(KEEP_LAST):
        store.remember("a.md", f"later text {number}")
    assert len(kept_files(tmp_path)) == KEEP_LAST + 1
    assert store.text(offered) == "never saved"


def test_a_clock_that_jumps_by_years_costs_no_text(
    tmp_path: Path, store: RecoveryFolder, clock: FixedClock
) -> None:
    for number in range(KEEP_LAST + 20):
        store.remember("a.md", f"text {number}")
    clock.go_on(days=365 * 80)
    store.remember("a.md", "in 2106")
    assert len(kept_files(tmp_path)) == KEEP_LAST + 21


def test_same_text_is_kept_once(tmp_path: Path, store: RecoveryFolder) -> None:
    assert store.keep("a.md", "text") == store.remember("a.md", "text") == store.keep("a.md", "text")
    assert len(kept_files(tmp_path)) == 1
    assert len(store.kept()) == 1


@pytest.mark.parametrize("id_", ["", "x", "../../etc-passwd", "12345678-", "00000000-abcdef01"])
def test_unknown_id_is_not_found(store: RecoveryFolder, id_: str) -> None:
    store.keep("a.md", "text")
    with pytest.raises(NotFound):
        store.text(id_)


def test_nothing_is_made_by_looking(tmp_path: Path, store: RecoveryFolder) -> None:
    assert store.kept() == []
    store.settle("a.md", "x")
    assert not (tmp_path / STATE).exists()


def test_many_threads_that_keep_texts_at_once_lose_none(store: RecoveryFolder) -> None:
    texts = [f"text {number % 4}" for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(lambda text: store.keep("a.md", text), texts))
    assert [store.text(id_) for id_ in ids] == texts


POST = "a.md"


def write(tmp_path: Path, text: str) -> None:
    (tmp_path / "work" / POST).write_text(text)


def again(tmp_path: Path, clock: FixedClock) -> RecoveryFolder:
    """The store of the next start."""
    return RecoveryFolder(str(tmp_path / STATE), str(tmp_path / "work"), "ws", now=clock)


def test_offer_has_both_dates_and_counts(tmp_path: Path, store: RecoveryFolder, clock: FixedClock) -> None:
    write(tmp_path, "one two\n")
    os.utime(tmp_path / "work" / POST, (0, 0))
    clock.go_on(days=1)
    store.keep_running(POST, "one two three four\n")
    (offer,) = again(tmp_path, clock).kept()
    assert (offer.words, offer.file_words, offer.missing_words) == (4, 2, 2)
    assert offer.when == clock()
    assert offer.file_when is not None
    assert offer.file_when.timestamp() == 0


def test_what_was_typed_is_offered_even_if_the_file_is_newer(
    tmp_path: Path, store: RecoveryFolder, clock: FixedClock
) -> None:
    write(tmp_path, "one\n")
    store.keep_running(POST, "one two\n")
    write(tmp_path, "other words from elsewhere\n")
    os.utime(tmp_path / "work" / POST, (2**32, 2**32))
    (offer,) = again(tmp_path, clock).kept()
    assert not offer.newer_than_file


def test_words_that_came_into_the_file_since_are_not_offered_again(
    tmp_path: Path, store: RecoveryFolder, clock: FixedClock
) -> None:
    write(tmp_path, "one\n")
    store.keep_running(POST, "one\n\ntwo\n")
    write(tmp_path, "one, and more\n\ntwo\n\nthree\n")
    assert again(tmp_path, clock).kept() == []


def test_words_that_were_saved_later_and_deleted_after_that_are_not_offered(
    tmp_path: Path, store: RecoveryFolder, clock: FixedClock
) -> None:
    write(tmp_path, "one\n")
    store.keep_running(POST, "one two\n")
    later = again(tmp_path, clock)
    assert len(later.kept()) == 1
    for text in ("one two and three\n", "one\n"):
        later.keep_running(POST, text)
        write(tmp_path, text)
        later.settle(POST, text)
    assert again(tmp_path, clock).kept() == []


def test_a_deletion_that_was_never_saved_is_offered(
    tmp_path: Path, store: RecoveryFolder, clock: FixedClock
) -> None:
    write(tmp_path, "one two three\n")
    store.keep_running(POST, "one three\n")
    (offer,) = again(tmp_path, clock).kept()
    assert (offer.words, offer.file_words, offer.missing_words) == (2, 3, 0)


def test_each_end_that_was_never_saved_is_offered_until_it_is_settled(
    tmp_path: Path, store: RecoveryFolder, clock: FixedClock
) -> None:
    write(tmp_path, "one\n")
    store.keep_running(POST, "one, alpha\n")
    clock.go_on(seconds=5)
    second = again(tmp_path, clock)
    second.keep_running(POST, "one, beta\n")
    third = again(tmp_path, clock)
    assert [third.text(offer.id) for offer in third.kept()] == ["one, beta\n", "one, alpha\n"]
    third.settle(POST, "one, beta\n")
    assert [third.text(offer.id) for offer in third.kept()] == ["one, alpha\n"]


def test_texts_kept_by_older_versions_are_offered_and_found(tmp_path: Path, store: RecoveryFolder) -> None:
    mark = store.keep(POST, "older words").partition("-")[2]
    (kept,) = kept_files(tmp_path)
    kept.rename(kept.with_suffix(".running"))
    (offer,) = store.kept()
    assert store.text(offer.id) == "older words"
    assert offer.id.endswith(mark)


def test_a_save_of_a_typed_text_writes_no_second_copy(tmp_path: Path, store: RecoveryFolder) -> None:
    base = "".join(f"word{number} " for number in range(20_000))
    write(tmp_path, base)
    store.keep_running(POST, base + "more")
    before = sum(path.stat().st_size for path in kept_files(tmp_path))
    store.remember(POST, base)
    store.hold(POST, base + "more")
    store.settle(POST, base + "more")
    assert sum(path.stat().st_size for path in kept_files(tmp_path)) - before < 50
    assert len(kept_files(tmp_path)) == 1


def test_every_text_of_a_sitting_can_be_asked_for(store: RecoveryFolder) -> None:
    texts = [f"{'word ' * number}end" for number in range(60)]
    ids = [store.keep_running(POST, text) for text in texts]
    assert [store.text(id_) for id_ in ids] == texts


def test_a_damaged_journal_costs_no_other_offer(
    tmp_path: Path, store: RecoveryFolder, clock: FixedClock
) -> None:
    store.keep_running("b.md", "whole")
    store.keep_running(POST, "damaged")
    damaged = next(path for path in kept_files(tmp_path) if b'"a.md"' in path.read_bytes())
    damaged.write_bytes(b"\x00" * 100)
    assert [offer.file for offer in again(tmp_path, clock).kept()] == ["b.md"]


def test_a_file_in_the_place_of_the_state_folder_is_named(tmp_path: Path, clock: FixedClock) -> None:
    (tmp_path / STATE).write_text("")
    with pytest.raises(CannotWrite, match="a file stands"):
        again(tmp_path, clock).keep_running(POST, "words")


def test_a_settled_journal_is_read_once(tmp_path: Path, store: RecoveryFolder, clock: FixedClock) -> None:
    store.keep_running(POST, "words")
    store.settle(POST, "words")
    later = again(tmp_path, clock)
    assert later.kept() == []
    (done,) = kept_files(tmp_path)
    assert done.name.endswith(f"-{done.stat().st_size}.journal")
    store.keep_running(POST, "words and more")
    assert [later.text(offer.id) for offer in later.kept()] == ["words and more"]


def test_a_line_left_by_another_process_is_offered_where_this_one_types(
    tmp_path: Path, store: RecoveryFolder, clock: FixedClock
) -> None:
    store.keep_running(POST, "a line that was never kept")
    clock.go_on(seconds=5)
    later = again(tmp_path, clock)
    later.keep_running(POST, "the line that is typed now")
    assert [later.text(offer.id) for offer in later.kept(typed_here=POST)] == ["a line that was never kept"]


@pytest.mark.parametrize("last", ["one two\n\n", "one\n"])
def test_what_was_typed_after_a_save_that_was_not_noted_any_more_is_offered(
    tmp_path: Path, store: RecoveryFolder, clock: FixedClock, last: str
) -> None:
    write(tmp_path, "a\n")
    store.keep_running(POST, "one two\n")
    write(tmp_path, "one two\n")
    store.keep_running(POST, last)
    later = again(tmp_path, clock)
    assert [later.text(offer.id) for offer in later.kept()] == [last]
