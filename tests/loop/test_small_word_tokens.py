"""How a sentence becomes tokens of the small-words model."""

from draftloop.loop.small_word_tokens import (
    ACRONYM,
    ACRONYMS,
    CODE,
    NAME,
    NUMBER,
    OWNER,
    plain_word,
    read_tokens,
)

KNOWN = frozenset(("the", "this", "it", "we", "it's", "parser"))


def words(text: str) -> list[str]:
    return [token.word for token in read_tokens(text, 0, len(text), KNOWN)]


def test_a_capital_at_the_beginning_makes_a_common_word_no_name() -> None:
    assert words("The parser") == ["the", "parser"]


def test_a_capital_in_mid_sentence_is_a_name() -> None:
    assert words("we met Ada and her Parser") == ["we", "met", NAME, "and", "her", NAME]


def test_a_word_that_is_not_known_is_a_name_even_at_the_beginning() -> None:
    assert words("Kubernetes is") == [NAME, "is"]


def test_a_genitive_stays_one() -> None:
    assert words("with Ada's parser") == ["with", OWNER, "parser"]


def test_after_a_colon_a_sentence_may_begin() -> None:
    assert words("note: The parser") == ["note", ":", "the", "parser"]


def test_curly_and_straight_apostrophes_are_the_same() -> None:
    assert words("don’t") == words("don't") == ["don't"]


def test_numbers_code_and_capitals_go_by_their_sort() -> None:
    assert words("all 35 of 1_0 and \ufffc use HTTP and APIs") == [
        "all",
        NUMBER,
        "of",
        CODE,
        "and",
        CODE,
        "use",
        ACRONYM,
        "and",
        ACRONYMS,
    ]


def test_i_is_no_name() -> None:
    assert words("so I think I'm") == ["so", "i", "think", "i'm"]


def test_places_are_those_of_the_text() -> None:
    text = "we  met Ada."
    assert [text[token.start : token.end] for token in read_tokens(text, 0, len(text), KNOWN)] == [
        "we",
        "met",
        "Ada",
        ".",
    ]


def test_only_the_span_is_read() -> None:
    text = "It ran. We met it."
    assert [token.word for token in read_tokens(text, 8, len(text), KNOWN)] == ["we", "met", "it", "."]


def test_quotes_and_dashes_lose_their_shape() -> None:
    assert [plain_word(sign, KNOWN, opens=False) for sign in "“”–"] == ['"', '"', "—"]
