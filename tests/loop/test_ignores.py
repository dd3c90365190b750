"""ignores.toml: what is waved through, and for how long."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draftloop.loop.errors import Unreadable
from draftloop.loop.ignores import add_ignore, parse_ignores, without_ignored
from tests.findings import plain_finding

ALARM = plain_finding(0, "a SQL", rule="AnA", kind="article", sentence="Write a SQL query.")


def test_an_ignore_holds_in_its_sentence_only() -> None:
    ignores = parse_ignores(add_ignore("", ALARM, whole_post=False))
    elsewhere = replace(ALARM, sentence="Another a SQL query.")
    assert without_ignored([ALARM, elsewhere], ignores) == [elsewhere]


def test_an_ignore_for_the_post_holds_everywhere() -> None:
    ignores = parse_ignores(add_ignore("", ALARM, whole_post=True))
    elsewhere = replace(ALARM, sentence="Another a SQL query.", text="a  SQL")
    assert without_ignored([ALARM, elsewhere], ignores) == []


def test_what_is_ignored_does_not_come_back_in_another_engines_words() -> None:
    ignores = parse_ignores(add_ignore("", ALARM, whole_post=False))
    same = replace(ALARM, engine="languagetool", rule="EN_A_VS_AN", start=0, end=1, text="a")
    slip = replace(same, kind="spelling")
    behind = replace(same, start=6, end=9)
    assert without_ignored([ALARM, same, slip, behind], ignores) == [slip, behind]


def test_a_rule_can_be_silenced_in_the_post_on_new_text_too() -> None:
    written = add_ignore("", ALARM, whole_post=True)
    assert "text" not in written
    new = replace(ALARM, sentence="New here: an UUID.", text="an UUID")
    other = replace(new, rule="RepeatedWords", kind="repetition")
    assert without_ignored([ALARM, new, other], parse_ignores(written)) == [other]


def test_a_rule_that_was_silenced_does_not_come_back_under_another_name() -> None:
    ignores = parse_ignores(add_ignore("", ALARM, whole_post=True))
    renamed = replace(ALARM, rule="IndefiniteArticle", sentence="New here: an UUID.", text="an UUID")
    theirs = replace(renamed, engine="languagetool", rule="EN_A_VS_AN")
    assert without_ignored([renamed, theirs], ignores) == []
    grammar = replace(ALARM, rule="Odd", kind="grammar")
    other = replace(grammar, rule="Strange")
    assert without_ignored([grammar, other], parse_ignores(add_ignore("", grammar, True))) == [other]


def test_an_ignore_of_the_older_form_holds_for_its_text_in_the_post() -> None:
    ignores = parse_ignores('[[ignore]]\nrule = "harper:AnA"\ntext = "a SQL"\n')
    elsewhere = replace(ALARM, sentence="Another a SQL query.")
    other_text = replace(ALARM, text="an UUID")
    assert without_ignored([ALARM, elsewhere, other_text], ignores) == [other_text]


@pytest.mark.parametrize(
    ("rule", "kind"), [("IndefiniteArticle", "article"), ("AnA2", "grammar"), ("AnA2", "agreement")]
)
def test_a_rule_with_a_new_name_does_not_bring_back_what_was_waved_through(rule: str, kind: str) -> None:
    ignores = parse_ignores(add_ignore("", ALARM, whole_post=False))
    renamed = replace(ALARM, rule=rule, kind=kind)
    assert without_ignored([renamed], ignores) == []
    elsewhere = replace(renamed, sentence="Another a SQL query.")
    misspelled = replace(ALARM, rule="SpellCheck", kind="spelling")
    assert without_ignored([elsewhere, misspelled], ignores) == [elsewhere, misspelled]


def test_an_engine_that_marks_less_of_the_same_slip_does_not_bring_it_back() -> None:
    ignores = parse_ignores(add_ignore("", ALARM, whole_post=False))
    theirs = replace(ALARM, engine="languagetool", rule="EN_A_VS_AN", text="a", sentence_at=6, sentence_end=7)
    behind = replace(theirs, text="q", sentence_at=13, sentence_end=14)
    grammar = replace(theirs, kind="grammar")
    assert without_ignored([theirs], ignores) == []
    assert without_ignored([behind, grammar], ignores) == [behind, grammar]


def test_a_word_that_was_waved_through_stays_so_for_another_speller() -> None:
    word = replace(ALARM, rule="SpellCheck", kind="spelling", text="Flotsam")
    british = replace(word, engine="languagetool", rule="MORFOLOGIK_RULE_EN_GB")
    for record in (
        add_ignore("", word, False),
        add_ignore("", word, False).replace('kind = "spelling"\n', ""),
    ):
        assert without_ignored([british], parse_ignores(record)) == []


def test_a_word_waved_through_in_the_post_does_not_silence_the_speller() -> None:
    word = replace(ALARM, rule="SpellCheck", kind="spelling", text="Flotsam")
    again = replace(word, sentence="Another Flotsam.")
    other = replace(word, text="Jetsam")
    assert without_ignored([word, again, other], parse_ignores(add_ignore("", word, True))) == [other]


def test_what_is_taste_and_what_is_grammar_are_waved_through_apart() -> None:
    wordy = replace(ALARM, engine="draftloop", rule="Wordy", kind="wordy", pass_="readability")
    ignores = parse_ignores(add_ignore("", wordy, whole_post=False))
    assert without_ignored([wordy, ALARM], ignores) == [ALARM]


def test_ignoring_twice_writes_one_record() -> None:
    for whole_post in (True, False):
        once = add_ignore("", ALARM, whole_post)
        assert add_ignore(once, ALARM, whole_post) == once


def test_rules_and_kinds_can_be_off() -> None:
    for name in ("AnA", "harper:AnA", "article"):
        assert without_ignored([ALARM], (), [name]) == []
    assert without_ignored([ALARM], (), ["languagetool:AnA"]) == [ALARM]


def test_what_stands_in_the_file_stays_byte_for_byte() -> None:
    before = '# mine\r\n[[ignore]]\r\nrule = "x:Y"\r\ntext = "z"\r\n'
    after = add_ignore(before, ALARM, whole_post=True)
    assert after.startswith(before)
    assert "\n" not in after.replace("\r\n", "")
    assert len(parse_ignores(after)) == 2


def test_a_file_without_final_line_end_is_not_broken() -> None:
    assert len(parse_ignores(add_ignore('[[ignore]]\nrule = "x:Y"\ntext = "z"', ALARM, whole_post=True))) == 2


def test_what_is_no_toml_is_named_with_its_line() -> None:
    with pytest.raises(Unreadable) as caught:
        parse_ignores("a = 1\nrule = [\n", "drafts/x/ignores.toml")
    assert caught.value.path == "drafts/x/ignores.toml"


def test_records_of_other_shapes_are_passed_over() -> None:
    assert parse_ignores("ignore = 3\n") == ()
    assert parse_ignores('[[ignore]]\nrule = 3\n[[ignore]]\nrule = "a:B"\ntext = "c"\nnear = 1\n') == ()


@given(st.text(max_size=30))
def test_any_text_can_be_ignored(text: str) -> None:
    alarm = replace(ALARM, text=text)
    written = add_ignore("", alarm, whole_post=False)
    tomllib.loads(written)
    assert without_ignored([alarm], parse_ignores(written)) == []
