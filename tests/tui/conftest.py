"""An app on a desk of doubles: files, history and index in memory, a clock that stands still."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from draftloop.adapters.scaffolds import Shelf
from draftloop.loop.settings import Settings
from draftloop.steps.desk import Desk
from draftloop.tui.app import DraftloopApp
from tests.doubles import FixedClock, LibraryDouble, RecoveryDouble
from tests.doubles_autosaves import AutosavesDouble
from tests.doubles_desk import desk_over
from tests.doubles_history import HistoryDouble, QueueDouble

HOSTILE = (
    "list[int] and dict[str, Any]",
    "[x] todo",
    "a [link](url)",
    "[/b] closing",
    "[/",
    "[/some/path]",
    "[@click=app.quit]x[/]",
    "[$error]x",
    "[[wiki]]",
    "$t and $title",
    "日本語のタイトル 👩‍💻",
)
"""Titles that Textual or Rich would take for markup."""


@dataclass
class EditorDouble:
    """The writer's editor: changes nothing, remembers what it was called for."""

    opened: list[str] = field(default_factory=list)

    def edit(self, path: str) -> bool:
        self.opened.append(path)
        return True

    def edit_text(self, text: str, *, name: str, keep: Callable[[str], bool]) -> bool:
        self.opened.append(name)
        return keep(text)


@dataclass
class World:
    """A workspace in memory and the desk over it."""

    files: dict[str, str] = field(default_factory=dict)
    clock: FixedClock = field(default_factory=FixedClock)
    editor: EditorDouble = field(default_factory=EditorDouble)
    settings: Settings = field(default_factory=Settings)

    def __post_init__(self) -> None:
        self.recovery = RecoveryDouble()
        self.library = LibraryDouble(self.files, self.recovery)
        self.history = HistoryDouble(self.files)
        self.queue = QueueDouble(self.files)
        self.autosaves = AutosavesDouble(lambda path: self.history.text_at("HEAD", path))
        self.trash = AutosavesDouble(is_trash=True)

    @property
    def desk(self) -> Desk:
        return desk_over(self, self.settings, scaffolds=Shelf("/nowhere", "/nowhere"), editor=self.editor)

    def idea(self, title: str, *, slug: str = "", body: str = "", **fields: str) -> str:
        """Write an idea file; its slug."""
        slug = slug or f"idea-{len(self.files)}"
        rows = [f"title: {_quoted(title)}", "created: 2026-03-04T21:10:00+01:00"]
        rows += [f"{name}: {value}" for name, value in fields.items()]
        self.files[f"ideas/{slug}.md"] = "---\n" + "\n".join(rows) + f"\n---\n\n{body}"
        return slug

    def draft(self, title: str, *, slug: str = "", outline: str = "", post: str = "", **fields: str) -> str:
        """Write a draft's files; its slug."""
        slug = slug or f"draft-{len(self.files)}"
        head = f"---\ntitle: {_quoted(title)}\n"
        rows = "".join(f"{name}: {value}\n" for name, value in fields.items())
        self.files[f"drafts/{slug}/notes.md"] = f"{head}{rows}---\n"
        if outline:
            self.files[f"drafts/{slug}/outline.md"] = outline
        if post:
            self.files[f"drafts/{slug}/post.md"] = f"{head}---\n\n{post}"
        return slug

    def shipped(self, title: str, when: str, *, slug: str = "", body: str = "Words.\n", **fields: str) -> str:
        """Write a draft that is public since `when`; its slug."""
        slug = self.draft(title, slug=slug, post=body, **fields)
        self.files[f"drafts/{slug}/exported.toml"] = (
            f'[site]\naddress = "https://example.org/{slug}/"\nshipped = {when}\n'
        )
        return slug

    def with_keys(self, **keys: str) -> World:
        """The same world with keys of the user's own."""
        self.settings = replace(
            self.settings, keys={name.replace("__", "."): key for name, key in keys.items()}
        )
        return self


@pytest.fixture(autouse=True)
def _outlives_its_app(monkeypatch: pytest.MonkeyPatch) -> None:
    """A signal ends the process of the app within two seconds; here that is the one that runs the tests."""
    monkeypatch.setattr("draftloop.tui.leaving.end_within", lambda *_: None)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def app(world: World) -> Callable[..., DraftloopApp]:
    """Makes the app on the world as it is by then."""

    def make(**options: object) -> DraftloopApp:
        return DraftloopApp(world.desk, **options)  # type: ignore[arg-type]  # the test names real options

    return make


def screen_text(app: App[object]) -> str:
    """What stands on the screen, row by row."""
    width, height = app.size
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.crop(0, width).text.rstrip() for strip in strips[:height])


async def settled(pilot: Pilot[object]) -> None:
    """Wait until every step that was begun came home and was drawn."""
    await pilot.pause()
    while pilot.app.workers:
        with suppress(WorkerCancelled):  # a newer one took its place, and is waited for
            await pilot.app.workers.wait_for_complete()
        await pilot.pause()
    await pilot.pause()


async def type_in(pilot: Pilot[object], text: str) -> None:
    """Type into the field that has the focus, then wait for what it starts."""
    await pilot.press(*("space" if char == " " else char for char in text))
    await settled(pilot)


def flat(app: App[object]) -> str:
    """What stands on the screen, with every run of blanks as one: for words that may wrap."""
    return " ".join(screen_text(app).split())


async def press(pilot: Pilot[object], *keys: str) -> None:
    """Press keys and wait for what they start."""
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


__all__ = ["HOSTILE", "World", "flat", "press", "screen_text", "settled", "type_in"]
