"""A draft in memory and a person who records turns of it: for steps and commands over doubles."""

from __future__ import annotations

from typing import Any

from draftloop.loop.iteration import Iteration
from draftloop.loop.settings import Settings
from draftloop.loop.stage import Stage
from tests.doubles import FixedClock, LibraryDouble, RecoveryDouble
from tests.doubles_autosaves import AutosavesDouble
from tests.doubles_desk import desk_over
from tests.doubles_history import HistoryDouble, QueueDouble

NOTES = '---\ntitle: "Retries are a loan"\ncreated: 2026-03-04T21:10:00+01:00\n---\n'
FIRST = "## Why\n\n- people think retries are free\n- jitter without a budget only spreads the load\n"
SECOND = "## Why\n\n- people think that retries are free\n\n## How\n\n- measure the share of retries\n"
POST = '---\ntitle: "Retries are a loan"\n---\n\nRetries are a loan taken from the service below.\n'


class Writer:
    """A draft in memory, and a person who records turns of it."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}
        self.history = HistoryDouble(self.files)
        self.queue = QueueDouble(self.files)
        self.recovery = RecoveryDouble(files=self.files)
        self.autosaves = AutosavesDouble(lambda path: self.history.text_at("HEAD", path))
        self.trash = AutosavesDouble(is_trash=True)
        self.clock = FixedClock()
        self.library = LibraryDouble(files=self.files, recovery=self.recovery)
        self.desk = desk_over(self, Settings())

    def turn(self, stage: Stage, number: int | None = None, slug: str = "x", **facts: Any) -> str:
        made = Iteration(stage=stage, number=number, when=self.clock(), draft=slug, title="T", **facts)
        commit = self.history.record(made, ["ideas", "drafts"], allow_empty=True)
        assert commit is not None
        self.clock.go_on(days=1)
        return commit


def writer_of_two_rounds() -> Writer:
    """Two rounds with verdicts, then prose: the draft `x`."""
    writer = Writer()
    writer.files["ideas/x.md"] = NOTES
    writer.turn(Stage.IDEA, slug="", ideas=(("x", "Retries"),))
    writer.files["drafts/x/notes.md"] = writer.files.pop("ideas/x.md") + "\n- picked\n"
    writer.turn(Stage.PICK)
    writer.files["drafts/x/outline.md"] = FIRST
    writer.turn(Stage.OUTLINE, 1, minutes=58)
    writer.files["drafts/x/outline.md"] = SECOND
    writer.turn(Stage.REWRITE, 2, minutes=41, peeks=1)
    writer.turn(Stage.COMPARE, 2, let_go=("jitter without a budget only spreads the load",))
    writer.files["drafts/x/post.md"] = POST
    writer.turn(Stage.PROSE, 1, minutes=140)
    return writer
