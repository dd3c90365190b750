"""Which unknown words are slips."""

from __future__ import annotations

from collections import Counter

import pytest

from draftloop.loop.dictionary import Dictionary, dictionary_of
from draftloop.loop.lexicon import lexicon
from draftloop.loop.post_words import PostWords
from draftloop.loop.spelling import KnownWords, SpellingVerdict, WordPlace, judge_word


def verdict(
    word: str,
    *suggestions: str,
    before: str = "there is a ",
    after: str = " in it",
    post: str = "",
    taught: Dictionary | None = None,
) -> SpellingVerdict:
    words = Counter(post.split())
    known = KnownWords(
        lexicon=lexicon(),
        post=PostWords(counts=words, written=words, elsewhere=frozenset()),
        taught=taught or Dictionary(),
    )
    place = WordPlace(
        word=word, before=before, after=after, starts_sentence=not before, suggestions=suggestions
    )
    return judge_word(place, known)


@pytest.mark.parametrize(
    ("word", "fix"),
    [
        ("recieve", "receive"),
        ("tedius", "tedious"),
        ("psychadelic", "psychedelic"),
        ("componts", "components"),
        ("guessses", "guesses"),
        ("explicity", "explicitly"),
    ],
)
def test_a_word_close_to_a_commoner_one_is_a_slip(word: str, fix: str) -> None:
    found = verdict(word, fix)
    assert (found.outcome, fix in found.fixes) == ("slip", True)


@pytest.mark.parametrize(
    "word",
    [
        "nudibranchs",
        "cheerlead",
        "zigging",
        "quagmired",
        "dilapidate",
        "codegen",
        "ecommerce",
        "hackathon",
        "bursty",
    ],
)
def test_rare_words_and_words_of_the_trade_are_no_slips(word: str) -> None:
    assert verdict(word).outcome != "slip"


def test_a_rare_word_is_a_slip_where_a_very_common_one_lost_a_letter() -> None:
    assert verdict("witten", "written").fixes[0] == "written"


def test_without_a_likely_fix_a_word_is_a_new_term() -> None:
    assert verdict("qzorblax").outcome == "term"


@pytest.mark.parametrize(("word", "fix"), [("havok", "havoc"), ("perpensity", "propensity")])
def test_thin_evidence_needs_the_post_to_use_the_fix(word: str, fix: str) -> None:
    assert verdict(word, fix).outcome == "term"
    assert verdict(word, fix, post=fix).fixes[0] == fix


def test_a_word_of_the_post_itself_is_the_likelier_fix() -> None:
    assert verdict("embeder", "embeds", post="embedder embedder").fixes[0] == "embedder"


def test_a_taught_word_is_known() -> None:
    assert verdict("recieve", "receive", taught=dictionary_of(["recieve"])).outcome == "known"


def test_a_name_of_a_page_made_of_words_is_no_place_for_an_apostrophe() -> None:
    assert verdict("dont", before="why-", after="-you-use-it").outcome != "slip"
    assert verdict("dont", before="I ", after=" know").fixes == ("don't",)


def test_half_of_a_compound_is_a_slip_only_for_a_common_word() -> None:
    assert verdict("bulit", "built", before="the ", after="-in one").fixes[0] == "built"
    assert verdict("loompas", "loops", before="the oompa-", after=" of doom").outcome != "slip"


@pytest.mark.parametrize(
    ("word", "post", "name"),
    [("Campire", "Campfire Campfire Campire", "Campfire"), ("JavaScipt", "JavaScipt", "JavaScript")],
)
def test_a_name_that_is_written_otherwise_elsewhere_is_a_slip(word: str, post: str, name: str) -> None:
    found = verdict(word, before="we used ", post=post)
    assert (found.outcome, found.fixes) == ("slip", (name,))


@pytest.mark.parametrize(("word", "post"), [("Nodes", "Node Node Nodes"), ("Foo", "Fob Fob Foo")])
def test_names_of_a_family_are_no_slips_for_each_other(word: str, post: str) -> None:
    assert verdict(word, before="we used ", post=post).outcome != "slip"


def test_in_a_heading_a_capital_says_nothing() -> None:
    words: Counter[str] = Counter()
    known = KnownWords(
        lexicon=lexicon(),
        post=PostWords(counts=words, written=words, elsewhere=frozenset()),
        taught=Dictionary(),
    )
    place = WordPlace(
        word="Shapshots",
        before="Export ",
        after="",
        starts_sentence=False,
        suggestions=("Snapshots",),
        is_heading=True,
    )
    assert judge_word(place, known).fixes[0] == "Snapshots"


@pytest.mark.parametrize(
    ("word", "fix"),
    [
        ("compatability", "compatibility"),
        ("repostory", "repository"),
        ("serveless", "serverless"),
        ("formated", "formatted"),
        ("adn", "and"),
        ("fom", "from"),
        ("Sincerly", "Sincerely"),
    ],
)
def test_a_common_fix_settles_it_however_the_word_is_made(word: str, fix: str) -> None:
    found = verdict(word, fix, before="" if word[0].isupper() else "there is ")
    assert (found.outcome, found.fixes[:1]) == ("slip", (fix,))


@pytest.mark.parametrize(
    "word",
    ["categorise", "analyser", "colourise", "researchy", "authorizer", "covariate", "vbytes", "priori"],
)
def test_other_englishes_and_words_of_somebodys_making_are_no_slips(word: str) -> None:
    assert verdict(word).outcome != "slip"


def test_what_a_function_is_called_with_is_no_slip() -> None:
    assert verdict("logn", "long", before="This takes O(", after=") steps").outcome == "known"
