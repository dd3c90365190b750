"""Rows of facts beside a post: they fit the pane, whatever the figures and the words are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from draftloop.loop.readability_figures import PUBLISHED, Figures, outliers
from draftloop.steps.reading import Covered, OpenPoint, Stray
from draftloop.tui.widgets.reading_facts import coverage_rows, figure_rows
from tests.loop.looks import look, plain
from tests.tui.conftest import HOSTILE

PANE = 31
HIGH = Figures(
    sentence=48.4, spread=33.3, long=0.99, paragraph=412, passive=1.52, adverbs=88.4, fillers=104.2
)


def test_figures_fit_the_pane_and_what_is_outside_has_a_sign() -> None:
    seen = look(plain(300))
    seen = replace(seen, figures=HIGH, outliers=outliers(HIGH, PUBLISHED), addressed=120, questions=14)
    rows = figure_rows(seen, PANE)
    assert max(row.cell_length for row in rows) <= PANE + 1
    assert [row.plain[:1] for row in rows].count("▲") == len(seen.outliers)


def test_a_post_without_figures_has_no_rows() -> None:
    assert figure_rows(look("Short."), PANE) == []


def test_own_bands_are_named_as_such() -> None:
    seen = replace(look(plain(300)), bands=replace(PUBLISHED, posts=7))
    assert figure_rows(seen, PANE)[0].plain == "Beside your last 7 posts"


@pytest.mark.parametrize("words", HOSTILE)
def test_points_and_paragraphs_are_literal_and_fit(words: str) -> None:
    covered = Covered(
        points=30,
        open_points=(OpenPoint(text=words * 9, is_begun=False), OpenPoint(text=words, is_begun=True)),
        paragraphs=(Stray(line=1234, text=words * 9),),
    )
    rows = coverage_rows(covered, PANE)
    assert max(row.cell_length for row in rows) <= PANE
    assert rows[1].plain.strip() == "28 of 30 points covered"


def test_long_lists_end_in_a_count() -> None:
    points = tuple(OpenPoint(text=f"point {number}", is_begun=False) for number in range(20))
    rows = [row.plain for row in coverage_rows(Covered(points=20, open_points=points, paragraphs=()), PANE)]
    assert rows[-1].strip() == "and 8 more"
    assert coverage_rows(None, PANE) == []
