"""Which alarms reach the author, and which do not."""

from __future__ import annotations

import pytest

from draftloop.adapters.markdown import Markdown
from draftloop.loop.dictionary import Dictionary, parse_dictionary
from draftloop.loop.engine_ports import RawAlarm
from draftloop.loop.findings_filter import Judged, judge, unit_of
from draftloop.loop.lexicon import lexicon
from draftloop.loop.post_words import post_words
from draftloop.loop.rendering import render
from draftloop.loop.spelling import KnownWords


def judged(
    text: str,
    found: str,
    *fixes: str,
    rule: str = "SpellCheck",
    kind: str = "Spelling",
    taught: Dictionary | None = None,
    engine: str = "harper",
) -> Judged | None:
    """What becomes of an alarm about `found` in the first block of `text` that holds it."""
    prose = Markdown().read(text)
    known = KnownWords(lexicon=lexicon(), post=post_words(text, prose), taught=taught or Dictionary())
    units = [unit_of(block, render(block)) for block in prose.blocks]
    unit = next(unit for unit in units if found in unit.rendered.text)
    start = unit.rendered.text.index(found)
    alarm = RawAlarm(
        start=start, end=start + len(found), rule=rule, kind=kind, message="", replacements=fixes
    )
    return judge(unit, engine, alarm, known)


def tier(text: str, found: str, *fixes: str, rule: str = "SpellCheck", kind: str = "Spelling") -> str | None:
    verdict = judged(text, found, *fixes, rule=rule, kind=kind)
    return verdict.tier if verdict else None


@pytest.mark.parametrize(
    ("text", "word", "fixes", "best"),
    [
        ("We recieve it.", "recieve", ("receive", "relieve"), "receive"),
        ("It is a seperate thing.", "seperate", ("separate",), "separate"),
        ("Teh end is near.", "Teh", ("The", "Tea"), "The"),
        ("This doesnt work.", "doesnt", (), "doesn't"),
        ("They allowthe rest.", "allowthe", (), "allow the"),
        ("We need alot of it.", "alot", ("allot",), "a lot"),
        ("The functoin is here.", "functoin", (), "function"),
        ("The walllet is empty.", "walllet", ("wallet",), "wallet"),
        ("By parallellization of it.", "parallellization", ("parallelization",), "parallelization"),
    ],
)
def test_slips_are_sure_and_have_the_right_fix_first(
    text: str, word: str, fixes: tuple[str, ...], best: str
) -> None:
    verdict = judged(text, word, *fixes)
    assert verdict is not None
    assert (verdict.tier, verdict.fixes[0]) == ("sure", best)


@pytest.mark.parametrize(
    ("text", "word", "fixes"),
    [
        ("Run the kubectl tool.", "kubectl", ("cubical",)),
        ("We use myThing here.", "myThing", ("nothing",)),
        ("By Genevieve Sacca today.", "Sacca", ("Sacra",)),
        ("See foo_bar.baz here.", "baz", ("bar",)),
        ("Set `maxsim` first. The maxsim is fine.", "maxsim", ("maxim",)),
        ("A zworp, a zworp, a zworp.", "zworp", ("worp",)),
        ("We saw the APIs fail.", "APIs", ("Apes",)),
        ("The naïve way.", "naïve", ("native",)),
    ],
)
def test_names_code_and_terms_are_no_slips(text: str, word: str, fixes: tuple[str, ...]) -> None:
    assert judged(text, word, *fixes) is None


def test_unknown_words_without_a_close_fix_are_new_terms() -> None:
    assert tier("The frobnicator is here.", "frobnicator", "fabricator") == "term"


def test_a_taught_word_is_known_in_plural_too() -> None:
    taught = parse_dictionary("recieve\n")
    assert judged("We recieves it.", "recieves", "receives", taught=taught) is None


def test_alarms_beside_code_are_dropped() -> None:
    assert tier("The `x` recieve call.", "recieve", "receive") == "sure"
    assert judged("Call `x`recieve now.", "recieve", "receive") is None


def test_grammar_alarms_in_table_cells_are_dropped_but_slips_stay() -> None:
    table = "| a recieve b |\n|---|\n| c |\n"
    assert tier(table, "a recieve", rule="PronounVerbAgreement", kind="Agreement") is None
    assert tier(table, "recieve", "receive") == "sure"


def test_rules_of_taste_belong_to_the_second_pass_and_layout_rules_to_none() -> None:
    assert tier("In order to see.", "In order to", "To", rule="InOrderTo", kind="Redundancy") == "style"
    assert tier("Wait -- what now.", "--", "—", rule="Dashes", kind="Formatting") is None


def test_a_rule_without_a_record_is_only_a_maybe() -> None:
    assert tier("He go home.", "go", "goes", rule="SomethingNew", kind="Grammar") == "maybe"


def test_names_are_cased_only_to_forms_with_inner_capitals() -> None:
    facts = {"rule": "OrthographicConsistency", "kind": "Capitalization"}
    assert tier("On Github we met.", "Github", "GitHub", **facts) == "sure"
    assert tier("A python in the zoo.", "python", "Python", **facts) is None
    assert tier("We saw PoE here.", "PoE", "Poe", **facts) is None


def test_a_lost_capital_needs_a_sentence_end_before_it() -> None:
    facts = {"rule": "SentenceCapitalization", "kind": "Capitalization"}
    assert tier("It was late. the end came.", "the", "The", **facts) == "sure"
    assert tier("- the end, e.g. the rest\n", "the", "The", **facts) is None


def test_a_letter_is_no_article() -> None:
    assert tier("It maps to A and 2 to B.", "A", "An", rule="AnA", kind="Miscellaneous") is None


def test_dialect_decides_about_sql() -> None:
    assert tier("Write a SQL query.", "a", "an", rule="AnA", kind="Miscellaneous") == "maybe"


def test_an_engine_that_points_outside_the_block_is_ignored() -> None:
    text = "Short."
    prose = Markdown().read(text)
    known = KnownWords(lexicon=lexicon(), post=post_words(text, prose), taught=Dictionary())
    unit = unit_of(prose.blocks[0], render(prose.blocks[0]))
    far = RawAlarm(start=90, end=99, rule="SpellCheck", kind="Spelling", message="")
    assert judge(unit, "harper", far, known) is None


@pytest.mark.parametrize(
    ("text", "found", "rule", "shown"),
    [
        ("We know their is a way.", "their", "TheirToThere", "sure"),
        ("They joined their new team.", "their", "TheirToThere", None),
        ("Work finds there way through.", "there", "ThereToTheir", "sure"),
        ("There ceremony was held.", "There", "ThereToTheir", "sure"),
        ("Blocks are found; from there heap pages grow.", "there", "ThereToTheir", None),
        ("I think it's time for a change.", "it's", "ItsPossessive", None),
        ("We check for it's existence.", "it's", "ItsPossessive", "sure"),
    ],
)
def test_rules_that_often_err_need_the_right_words_around(
    text: str, found: str, rule: str, shown: str | None
) -> None:
    assert tier(text, found, "x", rule=rule, kind="Agreement") == shown


@pytest.mark.parametrize(
    ("text", "found", "fix"),
    [
        ("An *intra-task* limit.", "intra", "intro"),
        ("Our learnings are here.", "learnings", "learning's"),
        ("We benefitted from it.", "benefitted", "benefited"),
        ("It is a superfun game.", "superfun", "superfund"),
        ("The behaviour is odd.", "behaviour", "behavior"),
        ("We left afterwards.", "afterwards", "afterward"),
        ("The codin' goes on.", "codin", "coin"),
    ],
)
def test_words_made_of_known_parts_are_no_slips(text: str, found: str, fix: str) -> None:
    assert tier(text, found, fix) in (None, "term")


@pytest.mark.parametrize(
    ("text", "word", "fix"),
    [
        ("We are rubberducking it down.", "rubberducking", "rubbernecking"),
        ('So it becomes "irst-fay" here.', "irst", "first"),
        ("It gave the needed “brumph” to us.", "brumph", "bumph"),
    ],
)
def test_formed_and_quoted_words_are_new_terms(text: str, word: str, fix: str) -> None:
    assert tier(text, word, fix) == "term"


def test_words_joined_by_markup_alone_are_no_word() -> None:
    assert tier("The <b>right</b><i>below</i> one.", "rightbelow", "right below") is None


@pytest.mark.parametrize(
    ("text", "found", "fix", "expected"),
    [
        ("Run an http server.", "an", "a", None),
        ("Run a html page.", "a", "an", "sure"),
        ("Run an fast server.", "an", "a", "sure"),
    ],
)
def test_words_without_vowels_are_spoken_letter_by_letter(
    text: str, found: str, fix: str, expected: str | None
) -> None:
    assert tier(text, found, fix, rule="AnA", kind="Agreement") == expected


def test_a_casing_that_the_word_lists_hold_stays() -> None:
    assert (
        tier("We pay Datadog for it.", "Datadog", "DataDog", rule="OrthographicConsistency", kind="Style")
        is None
    )
    assert (
        tier("We push to Github now.", "Github", "GitHub", rule="OrthographicConsistency", kind="Style")
        == "sure"
    )


@pytest.mark.parametrize(
    ("rule", "text", "found", "expected"),
    [
        ("ThereToTheir", "Are there cases of it?", "there", None),
        ("ThereToTheir", "They lost there keys.", "there", "sure"),
        ("ThereToTheir", "So they can share there experience.", "there", "sure"),
        ("ItsPossessive", "Better yet, it's type safe.", "it's", None),
        ("ItsPossessive", "I think it's cleaner to wait.", "it's", None),
        ("ItsPossessive", "It lost it's tail.", "it's", "sure"),
        ("ItsContraction", "The page and its associated code.", "its", "maybe"),
        ("ItsContraction", "Its state goes when its removed from there.", "its", "sure"),
        ("InDetail", "Are you interested in more details on it?", "in more details", None),
        ("InDetail", "It is told in more details there.", "in more details", "sure"),
        ("WillNonLemma", "A zero quits, and so will entering a word.", "will entering", None),
    ],
)
def test_rules_hold_only_where_they_were_right(
    rule: str, text: str, found: str, expected: str | None
) -> None:
    assert tier(text, found, "x", rule=rule, kind="Grammar") == expected
