"""Short ways to arrange a test: a desk over doubles, ideas as files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast

from draftloop.loop.settings import Settings
from draftloop.steps.desk import Desk
from tests.doubles import FixedClock, LibraryDouble, RecoveryDouble, SittingsDouble
from tests.doubles_history import HistoryDouble, QueueDouble, with_queue


@dataclass
class Workbench:
    """A desk and the doubles under it. Ports a test does not name are None: touching one fails loudly."""

    files: dict[str, str] = field(default_factory=dict)
    clock: FixedClock = field(default_factory=FixedClock)
    settings: Settings = field(default_factory=Settings)
    others: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.recovery = RecoveryDouble(files=self.files, now=self.clock)
        self.library = LibraryDouble(files=self.files, recovery=self.recovery)
        self.history = HistoryDouble(files=self.files)
        self.queue = QueueDouble(self.files)
        self.sittings = SittingsDouble()
        missing = cast("Any", None)
        ports: dict[str, Any] = dict.fromkeys(
            ("index", "markdown", "scaffolds", "consent", "editor", "sites")
        )
        self.desk = Desk(
            settings=self.settings,
            now=self.clock,
            library=self.library,
            history=with_queue(self.history, self.queue),
            queue=self.queue,
            tags=self.history if hasattr(self.history, "tag") else missing,
            sittings=self.sittings,
            recovery=self.recovery,
            **{**ports, **self.others},
        )


def workbench(**files: str) -> Workbench:
    """A desk over ideas named by keyword: `workbench(caches_lie="- a note")`; see `idea_text`."""
    return Workbench(files={f"ideas/{name.replace('_', '-')}.md": text for name, text in files.items()})


def idea_text(title: str, *fields: str, body: str = "", created: str = "2026-03-04T21:10:00+01:00") -> str:
    """An idea's file with more front matter lines as written."""
    lines = ["---", f'title: "{title}"', f"created: {created}", *fields, "---"]
    return "\n".join(lines) + "\n" + (f"\n{body}" if body else "")
