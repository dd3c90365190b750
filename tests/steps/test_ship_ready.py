"""The definition of done, asked of a whole draft."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from draftloop.loop import errors
from draftloop.loop.iteration import Iteration
from draftloop.loop.settings import DoneSettings
from draftloop.loop.stage import Stage
from draftloop.steps import ship as steps
from tests.steps.ship_bench import NOW, POST, Workbench


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    return Workbench(tmp_path)


def test_a_gap_keeps_the_post_back_unless_anyway(bench: Workbench) -> None:
    bench.put("drafts/retry-storms/post.md", POST + "\n[TK: count them]\n")
    with pytest.raises(errors.NotReady) as caught:
        bench.ship()
    assert any("[TK: count them]" in row and "post.md:13" in row for row in caught.value.rows), (
        caught.value.rows
    )
    assert bench.tree() == {}
    assert bench.ship(anyway=True).tag


@pytest.mark.parametrize("path", ["notes.md", "post.md"])
def test_a_private_draft_never_ships(bench: Workbench, path: str) -> None:
    place = f"drafts/retry-storms/{path}"
    bench.put(place, bench.text(place).replace("---\n\n", "private: true\n---\n\n", 1))
    with pytest.raises(errors.NotReady):
        bench.ship(anyway=True)
    with pytest.raises(errors.NotReady):
        steps.export_to(bench.desk, "retry-storms", "site", str(bench.site))
    assert bench.tree() == {}
    rows = steps.readiness(bench.desk, "retry-storms")
    assert "private" in [row.id for row in rows if row.keeps_back]


def test_passes_hold_for_the_text_they_were_recorded_on(bench: Workbench) -> None:
    def met() -> bool:
        rows = steps.readiness(bench.desk, "retry-storms")
        return next(row.is_met for row in rows if row.id == "passes")

    for name in ("grammar", "readability"):
        made = Iteration(stage=Stage.EDIT, when=NOW, draft="retry-storms", pass_name=name)
        bench.history.record(made, ["drafts/retry-storms"], allow_empty=True)
    assert met()
    bench.put("drafts/retry-storms/post.md", POST.replace("tags:", "lang: en\ntags:"))
    assert met()
    bench.put("drafts/retry-storms/post.md", POST + "\nOne more thought.\n")
    assert not met()


def test_own_questions_keep_it_back_until_answered(bench: Workbench) -> None:
    bench.settings = replace(bench.settings, done=DoneSettings(ask=("Did someone else read it?",)))
    with pytest.raises(errors.NotReady):
        bench.ship()
    assert bench.ship(answered=frozenset({"Did someone else read it?"})).tag


def test_rows_that_are_off_are_not_asked_for(bench: Workbench) -> None:
    bench.put("drafts/retry-storms/post.md", POST + "\nTK\n")
    bench.settings = replace(bench.settings, done=DoneSettings(off=("gaps",)))
    assert bench.ship().tag


def test_an_author_without_a_front_matter_gets_a_sentence(bench: Workbench) -> None:
    bench.put("drafts/retry-storms/post.md", "Only text.\n")
    with pytest.raises(errors.NotReady) as caught:
        bench.ship()
    assert any("title" in row for row in caught.value.rows)


def test_a_picture_name_with_a_bare_blank_is_named_before_it_prints_as_text(bench: Workbench) -> None:
    bench.put("drafts/retry-storms/post.md", POST.replace("<My Shot.png>", "My Shot.png"))
    with pytest.raises(errors.NotReady) as caught:
        bench.ship()
    assert "<My Shot.png>" in caught.value.rows[0]
