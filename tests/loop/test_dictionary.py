"""dictionary.txt: what it admits and how a word gets in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draftloop.loop.dictionary import add_word, parse_dictionary, to_teach
from draftloop.loop.errors import Unreadable


def test_a_lower_case_word_admits_every_casing() -> None:
    words = parse_dictionary("pgvector\n")
    assert all(words.knows(word) for word in ("pgvector", "Pgvector", "PGVECTOR"))


def test_a_word_with_capitals_admits_itself_and_all_caps() -> None:
    words = parse_dictionary("PyTorch\n")
    assert words.knows("PyTorch")
    assert words.knows("PYTORCH")
    assert not words.knows("pytorch")


def test_plural_and_possessive_come_with_a_word() -> None:
    words = parse_dictionary("pgvector\nPyTorch\n")
    known = ("pgvectors", "pgvector's", "pgvector’s", "pgvectors'", "pgvectors’", "PyTorch's", "PYTORCH'S")
    assert all(words.knows(word) for word in known)
    assert not any(words.knows(word) for word in ("pgvecto", "pgvectored", "pytorch's", "torch", "'s", ""))


def test_words_ending_in_s_and_y_have_their_forms() -> None:
    words = parse_dictionary("kubernetes\nmutex\nfactoryboy\nrefinery\nbloss\n")
    known = ("Kubernetes'", "kubernetes's", "mutexes", "factoryboys", "refineries", "REFINERIES", "blosses")
    assert all(words.knows(word) for word in known)
    assert not words.knows("blos")


def test_a_compound_is_known_when_its_parts_are() -> None:
    words = parse_dictionary("pgvector\nPyTorch\nfrob-nicate\n")
    assert all(words.knows(word) for word in ("frob-nicate", "Frob-Nicate", "nicate", "pgvector-PyTorch"))
    assert not any(words.knows(word) for word in ("pgvector-pytorch", "pgvector-bakced"))


def test_it_does_not_matter_how_an_accent_is_written() -> None:
    assert parse_dictionary("caf\u00e9\n").knows("cafe\u0301s")
    assert parse_dictionary("cafe\u0301\n").knows("caf\u00e9")


def test_what_is_taught_is_the_word_without_its_possessive() -> None:
    assert [to_teach(word) for word in ("pgvector's", "PyTorch’s", " pgvectors ", "'s")] == [
        "pgvector",
        "PyTorch",
        "pgvectors",
        "'s",
    ]


def test_comments_blanks_and_a_bom_are_no_words() -> None:
    words = parse_dictionary("\ufeffalpha\r\n# beta\r\n\r\ngamma # delta\r\n")
    assert words.any_case == {"alpha", "gamma"}


def test_two_dictionaries_are_one() -> None:
    both = parse_dictionary("alpha") | parse_dictionary("Beta")
    assert both.knows("alpha")
    assert both.knows("Beta")


def test_a_sorted_file_stays_sorted() -> None:
    assert add_word("# mine\nalpha\ngamma\n", "beta") == "# mine\nalpha\nbeta\ngamma\n"


def test_an_unsorted_file_gets_new_words_last() -> None:
    assert add_word("zeta\nalpha", "beta") == "zeta\nalpha\nbeta\n"


def test_line_ends_stay_as_they_are() -> None:
    assert add_word("alpha\r\nbeta\r\n", "gamma") == "alpha\r\nbeta\r\ngamma\r\n"


def test_a_word_that_is_there_changes_nothing() -> None:
    assert add_word("alpha\n", "alpha") == "alpha\n"
    assert add_word("alpha\n", "  ") == "alpha\n"


WORDS = st.text(alphabet="abcdeXYZé'-", min_size=1, max_size=8)


@given(st.lists(WORDS, max_size=8), WORDS, st.booleans())
def test_an_added_word_is_known_and_no_line_is_lost(words: list[str], word: str, is_sorted: bool) -> None:
    text = "".join(f"{one}\n" for one in (sorted(words) if is_sorted else words))
    added = add_word(text, word)
    assert parse_dictionary(added).knows(word)
    rest = added.splitlines()
    if word not in words:
        rest.remove(word)
    assert rest == text.splitlines()


def test_a_dictionary_of_megabytes_is_named_and_not_read() -> None:
    with pytest.raises(Unreadable, match="more than"):
        parse_dictionary("word\n" * 300_000)
