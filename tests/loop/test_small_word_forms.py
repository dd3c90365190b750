"""What a writer may have meant instead of a word."""

from draftloop.loop.small_word_forms import DOUBLES, INSERTED, one_slip_away, other_forms


def test_regular_forms_lead_to_each_other() -> None:
    assert {"parse", "parses", "parsing"} <= set(other_forms("parsed"))


def test_doubled_letters_come_and_go() -> None:
    assert "stopping" in other_forms("stop")
    assert "stop" in other_forms("stopped")


def test_irregular_forms_are_known() -> None:
    assert {"go", "went", "going"} <= set(other_forms("gone"))


def test_an_adverb_and_its_adjective_are_forms_of_each_other() -> None:
    assert "easily" in other_forms("easy")
    assert "easy" in other_forms("easily")


def test_a_word_is_no_other_form_of_itself() -> None:
    assert "keys" not in other_forms("keys")


def test_swapped_missing_and_wrong_letters_are_one_slip() -> None:
    assert {"from", "farm", "for", "forms", "fork"} <= one_slip_away("form")


def test_short_words_have_no_slips() -> None:
    assert one_slip_away("of") == set()


def test_doubles_go_both_ways() -> None:
    assert all(word in DOUBLES[other] for word, others in DOUBLES.items() for other in others)


def test_every_inserted_word_has_a_bit() -> None:
    assert len(set(INSERTED)) == len(INSERTED) <= 64
