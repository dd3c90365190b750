from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from draftloop.loop.merge import Choice, Region, merge

TEXTS = st.lists(
    st.lists(st.sampled_from(["a", "the", "cache", "lies.", "-", "x,", "é"]), max_size=6).map(" ".join),
    max_size=7,
).map("\n".join) | st.text(st.sampled_from("ab \n\r.\u2028"), max_size=30)


@st.composite
def three_versions(draw: st.DrawFn) -> tuple[list[str], list[str], list[str]]:
    """A text of words that are all different, and two versions that take words out and put new ones in."""
    base = [f"w{n}" for n in range(draw(st.integers(0, 14)))]
    ends = {word: draw(st.sampled_from([" ", " ", " ", "\n", ".\n\n"])) for word in base}

    def version(side: str) -> list[str]:
        words: list[str] = []
        for place, word in enumerate([*base, ""]):
            if draw(st.integers(0, 7)) == 0:
                new = f"{side}{place}"
                ends[new] = draw(st.sampled_from([" ", "\n"]))
                words.append(new)
            if word and draw(st.integers(0, 7)):
                words.append(word)
        return words

    mine, theirs = version("m"), version("t")
    return (
        [word + ends[word] for word in base],
        [word + ends[word] for word in mine],
        [word + ends[word] for word in theirs],
    )


def words_of(texts: list[str] | str) -> set[str]:
    text = texts if isinstance(texts, str) else "".join(texts)
    return {word.strip(".") for word in text.split()}


@given(TEXTS, TEXTS)
def test_only_one_side_changed_gives_that_side(base: str, other: str) -> None:
    assert merge(base, other, base).text == other
    assert merge(base, base, other).text == other
    assert merge(base, other, other).text == other


@given(TEXTS, TEXTS, TEXTS)
def test_sides_can_be_exchanged(base: str, mine: str, theirs: str) -> None:
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert one.text == other.text
    assert [region.is_conflict for region in one.regions] == [region.is_conflict for region in other.regions]


@given(TEXTS, TEXTS, TEXTS)
def test_one_side_everywhere_is_that_side_byte_for_byte(base: str, mine: str, theirs: str) -> None:
    merged = merge(base, mine, theirs)
    count = len(merged.regions)
    assert merged.chosen([Choice.MINE] * count) == mine
    assert merged.chosen([Choice.THEIRS] * count) == theirs


@given(three_versions())
def test_no_word_vanishes_unless_a_side_took_exactly_it_out(
    versions: tuple[list[str], list[str], list[str]],
) -> None:
    base, mine, theirs = versions
    merged = merge("".join(base), "".join(mine), "".join(theirs))
    both = merged.chosen([Choice.BOTH] * len(merged.regions))
    put_in = (words_of(mine) | words_of(theirs)) - words_of(base)
    taken_out = (words_of(base) - words_of(mine)) | (words_of(base) - words_of(theirs))
    assert put_in | (words_of(base) - taken_out) <= words_of(both)
    if merged.text is not None:
        assert words_of(merged.text) == put_in | (words_of(base) - taken_out)


@given(TEXTS, TEXTS, TEXTS)
def test_both_has_every_word_of_a_region_that_nobody_took_out(base: str, mine: str, theirs: str) -> None:
    for region in merge(base, mine, theirs).regions:
        if region.is_conflict:
            assert set(region.mine.split()) | set(region.theirs.split()) <= set(
                region.text(Choice.BOTH).split()
            )


def test_changes_in_different_paragraphs_go_together() -> None:
    base = "One.\n\nTwo.\n\nThree.\n"
    merged = merge(base, "One, mine.\n\nTwo.\n\nThree.\n", "One.\n\nTwo.\n\nThree, theirs.\n\nFour.\n")
    assert merged.text == "One, mine.\n\nTwo.\n\nThree, theirs.\n\nFour.\n"


def test_different_words_of_one_sentence_go_together() -> None:
    merged = merge("A cache is a promise.", "A stale cache is a promise.", "A cache is a promise you keep.")
    assert merged.text == "A stale cache is a promise you keep."


def test_neighboring_paragraphs_that_both_changed_are_told_apart() -> None:
    base, mine, theirs = "One.\nTwo.\n", "Eins.\nTwo.\n", "One.\nZwei.\n"
    assert merge(base, mine, theirs).text == "Eins.\nZwei.\n"


def test_same_words_changed_twice_are_a_conflict_and_stand_one_after_the_other() -> None:
    merged = merge("Retries cost.\n", "Retries cost money.\n", "Retries cost time.\n")
    assert merged.text is None
    (region,) = merged.regions
    assert region.text(Choice.BOTH) == "Retries cost money.\n\nRetries cost time.\n"


def test_points_of_an_outline_stand_line_below_line() -> None:
    merged = merge("- a\n", "- a one\n- b\n", "- a two\n- b\n")
    assert merged.chosen([Choice.BOTH]) == "- a one\n- a two\n- b\n"
    assert merged.regions == (Region(base="- a\n", mine="- a one\n", theirs="- a two\n", merged=None),)


def test_what_one_side_deleted_and_the_other_changed_is_a_conflict_that_keeps_the_words() -> None:
    merged = merge("One.\n\nTwo.\n", "One.\n", "One.\n\nTwo and more.\n")
    assert merged.text is None
    assert "Two and more." in merged.chosen([Choice.BOTH] * len(merged.regions))


def test_a_conflict_does_not_take_its_neighbors_along() -> None:
    base = "Retries cost.\nJitter helps.\nBudgets end.\n"
    mine = "Retries cost money.\nJitter helps me.\nBudgets end.\n"
    theirs = "Retries cost time.\nJitter helps.\nBudgets end it.\n"
    regions = merge(base, mine, theirs).regions
    assert [region.is_conflict for region in regions] == [True, False, False]


def test_long_texts_are_put_together_in_reasonable_time() -> None:
    base = "".join(f"Paragraph {n} says what {n % 7} said before.\n\n" for n in range(6000))
    mine = base.replace("Paragraph 17 ", "My paragraph 17 ")
    theirs = base.replace("Paragraph 5990 says", "Paragraph 5990 denies")
    merged = merge(base, mine, theirs).text
    assert merged is not None
    assert "My paragraph 17 " in merged
    assert "5990 denies" in merged
