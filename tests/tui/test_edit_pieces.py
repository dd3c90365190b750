"""The pure parts of a pass that is checked in pieces: what is read next, and how answers are merged."""

from __future__ import annotations

from draftloop.loop.finding import Finding, Tier
from draftloop.tui.screens.pass_findings import kept_from, merged, with_in_front
from draftloop.tui.screens.reading_plan import ReadingPlan
from draftloop.tui.widgets.finding_view import fix_rows
from tests.findings import plain_finding

TEXT = "One paragraph that is here.\n\n" * 1_000


def alarm(
    start: int,
    text: str = "x",
    *,
    engine: str = "harper",
    rule: str = "R",
    tier: Tier = "sure",
    fixes: tuple[str, ...] = (),
) -> Finding:
    return plain_finding(
        start, text, engine=engine, rule=rule, tier=tier, fixes=fixes, sentence=f"Sentence {start}."
    )


def places(findings: list[Finding]) -> list[tuple[int, str]]:
    return [(one.start, one.engine) for one in findings]


def test_all_of_a_text_is_read_what_is_in_sight_first_and_the_whole_last() -> None:
    plan, read, in_sight = ReadingPlan(TEXT), [False] * len(TEXT), (9_000, 10_000)
    pieces = []
    for _ in range(100):
        piece = plan.next(in_sight)
        pieces.append(piece)
        if piece is None:
            break
        read[piece[0] : piece[1]] = [True] * (piece[1] - piece[0])
        plan.took(piece, 0.2)
    assert pieces[0] is not None
    assert pieces[0][0] == 9_000
    assert pieces[0][1] < 10_100
    assert pieces[-1] is None
    assert 3 < len(pieces) < 9
    assert sum(read) > len(TEXT) // 2


def test_one_who_turns_the_page_is_followed() -> None:
    plan = ReadingPlan(TEXT)
    first = plan.next((0, 1_000))
    assert first is not None
    plan.took(first, 0.2)
    piece = plan.next((20_000, 21_000))
    assert piece is not None
    assert piece[0] == 20_000


def test_what_the_engines_remember_is_read_in_one_go_behind_what_was_changed() -> None:
    plan = ReadingPlan(TEXT, (50, 60), is_known=True)
    assert plan.next((0, 1_000)) == (50, 60)
    plan.took((50, 60), 0.01)
    assert plan.next((0, 1_000)) is None


def test_an_empty_text_is_read_at_once() -> None:
    plan = ReadingPlan("")
    assert plan.next((0, 0)) is None or plan.next((0, 0)) == (0, 0)


def test_a_piece_that_was_read_anew_takes_the_place_of_its_old_alarms_only() -> None:
    old = [alarm(5), alarm(50), alarm(500)]
    assert places(merged(old, [alarm(55)], (40, 100))) == [(5, "harper"), (55, "harper"), (500, "harper")]
    assert places(merged(old, [alarm(7)], None)) == [(7, "harper")]


def test_a_new_word_is_listed_once_however_many_pieces_hold_it() -> None:
    old = [alarm(5, "quuxlet", tier="term")]
    assert places(merged(old, [alarm(50, "Quuxlet", tier="term")], (40, 100))) == [(5, "harper")]


def test_what_an_engine_alone_saw_stays_until_it_is_asked_again() -> None:
    old = [alarm(5), alarm(50, engine="languagetool")]
    assert places(kept_from(old, [alarm(5)], {"languagetool"})) == [(5, "harper"), (50, "languagetool")]
    assert places(kept_from(old, [alarm(50)], {"languagetool"})) == [(50, "harper")]


def test_an_alarm_two_agreed_on_stays_sure_until_both_are_asked_again() -> None:
    again = kept_from([alarm(5)], [alarm(5, tier="maybe")], {"languagetool"})
    assert [one.tier for one in again] == ["sure"]


def test_the_alarm_in_front_stays_in_front() -> None:
    shown = alarm(50, "apart of", fixes=("apart from",))
    other = alarm(50, "apart of", engine="languagetool", rule="A", fixes=("a part of",))
    found, front = with_in_front([alarm(5), other], shown)
    assert front is shown
    assert places(found) == [(5, "harper"), (50, "harper")]
    again = alarm(50, "apart of", fixes=("apart from",))
    assert with_in_front([alarm(5), again], shown)[1] is again
    assert with_in_front([alarm(5)], shown)[1] is None


def test_fixes_that_do_not_fit_a_row_go_on_in_the_next() -> None:
    fixes = ("a" * 20, "b" * 20, "c" * 200, "d")
    rows = fix_rows(alarm(0, fixes=fixes), 50)
    assert rows == [[(1, 0, 22), (2, 25, 47)], [(3, 0, 202)], [(4, 0, 3)]]
