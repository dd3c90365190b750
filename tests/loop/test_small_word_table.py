"""The packed counts."""

from draftloop.loop.small_word_forms import INSERTED
from draftloop.loop.small_word_table import MASKS, SALTS, table


def level(mask: str, *words: str) -> int:
    known = table()
    return known.level(SALTS[MASKS.index(mask)], [known.number(word) for word in words])


def test_common_runs_stand_high_and_nonsense_at_nothing() -> None:
    assert level("ww", "of", "the") == 7
    assert level("www", "one", "of", "the") >= 6
    assert level("ww", "the", "of") <= 3


def test_pairs_and_triples_are_kept_and_the_same() -> None:
    known = table()
    first, second = known.number("of"), known.number("the")
    assert known.pair(first, second) == known.pair(first, second) == level("ww", "of", "the")


def test_unknown_words_go_by_their_endings() -> None:
    known = table()
    assert known.number("frobnicating") != known.number("frobnicated")
    assert known.number("frobnicating") == known.number("defenestrating") >= len(known.words)


def test_every_inserted_word_is_known() -> None:
    assert all(word in table().ids for word in INSERTED)


def test_every_word_has_a_class_and_every_class_its_masks() -> None:
    known = table()
    assert len(known.classes) > len(known.words)
    assert len(known.after) == len(known.before) == max(known.classes) + 1
