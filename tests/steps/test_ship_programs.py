"""Programs of the definition of done."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from draftloop.loop import errors
from draftloop.loop.settings import DoneSettings
from draftloop.steps import ship as steps
from draftloop.steps.ship_programs import allow_program, programs_to_allow
from tests.steps.ship_bench import Workbench


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    return Workbench(tmp_path)


class Recorder:
    """Notes what it was asked to run."""

    def __init__(self) -> None:
        self.ran: list[tuple[tuple[str, ...], str]] = []
        self.answer = ""

    def run(self, argv: Sequence[str], folder: str) -> str:
        self.ran.append((tuple(argv), folder))
        return self.answer


def test_a_program_of_the_workspace_runs_only_after_a_yes_and_has_to_go_well(bench: Workbench) -> None:
    bench.settings = replace(bench.settings, done=DoneSettings(run={"it builds": ("hugo", "--quiet x")}))
    programs = Recorder()
    desk = replace(bench.desk, programs=programs)
    with pytest.raises(errors.NotReady) as caught:
        steps.ship(desk, "retry-storms", "site", allow=True)
    assert "needs your yes once" in caught.value.rows[0]
    assert programs.ran == []
    (program,) = programs_to_allow(desk, "site")
    assert program == f"`hugo '--quiet x'` in {os.path.realpath(bench.site)}"
    allow_program(desk, program)
    assert programs_to_allow(desk, "site") == ()
    programs.answer = "ended with 1: no"
    with pytest.raises(errors.NotReady) as caught:
        steps.ship(desk, "retry-storms", "site", allow=True)
    assert caught.value.rows == ("it builds: ended with 1: no",)
    assert bench.tree() == {}
    programs.answer = ""
    assert steps.ship(desk, "retry-storms", "site").tag
    assert programs.ran[-1] == (("hugo", "--quiet x"), os.path.realpath(bench.site))
