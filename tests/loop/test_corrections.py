"""The author's answers about matches, as they stand in corrections.toml."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draftloop.loop.corrections import add_correction, latest, read_corrections
from draftloop.loop.errors import Unreadable
from draftloop.loop.outline_diff import Correction

PATH = "drafts/retries/corrections.toml"


def answer(old: str, new: str, *, same: bool = True, under: str | None = None) -> Correction:
    return Correction(old=old, new=new, same=same, old_under=under)


ANSWERS = st.builds(
    Correction,
    old=st.text(),
    new=st.text(),
    same=st.booleans(),
    old_under=st.none() | st.text(),
    new_under=st.none() | st.text(),
)


@given(st.lists(ANSWERS, max_size=4))
def test_what_was_added_is_read_again(answers: list[Correction]) -> None:
    text = ""
    for one in answers:
        text = add_correction(text, one)
    assert read_corrections(text, PATH) == tuple(answers)


def test_adding_leaves_what_stands_there_untouched() -> None:
    before = '# mine\n[[match]]\nold = "a" # why\nnew = "b"\nsame = true'
    after = add_correction(before, answer("c", "d", same=False))
    assert after.startswith(before + "\n")
    assert [one.same for one in read_corrections(after, PATH)] == [True, False]


def test_the_last_answer_wins_whichever_text_it_named_first() -> None:
    first, second, third = answer("A", "b"), answer("B!", "a", same=False), answer("a", "b")
    assert latest([first, second]) == (second,)
    assert latest([first, second, third]) == (third,)


def test_answers_about_texts_under_other_parents_stand_side_by_side() -> None:
    one, other = answer("a", "b", under="Why"), answer("a", "b", under="How")
    assert latest([one, other]) == (one, other)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('[[match]]\nold = "a"\nnew = b\nsame = true\n', 3, "not TOML"),
        ('[[match]]\nold = "a"\nnew = "b', 3, "not TOML"),
        ('# note\n\n[[match]]\nold = "a"\nnew = "b"\nsame = true\n\n[[match]]\nold = "c"\n', 8, "needs old"),
        ('[[match]]\nold = "a"\nnew = "b"\nsame = "yes"\n', 1, "needs old, new and same"),
        ('[[match]]\nold = "a"\nnew = "b"\nsame = true\nold_under = 3\n', 1, "must be texts"),
        ('\n[match]\nold = "a"\n', 2, "two brackets"),
        ("match = [1]\n", 1, "two brackets"),
    ],
)
def test_a_broken_file_is_named_with_its_line(text: str, line: int, words: str) -> None:
    with pytest.raises(Unreadable, match=words) as found:
        read_corrections(text, PATH)
    assert (found.value.path, found.value.line) == (PATH, line)
    assert "at line" not in found.value.reason
