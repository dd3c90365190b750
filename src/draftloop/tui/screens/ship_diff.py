"""Every change of a ship before it is made, or the pages as they will be; with a conflict, whose holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from draftloop.steps.ship_plan import PlannedFile, ShipPlan
from draftloop.tui import text as texts
from draftloop.tui.screens.ship_words import STATE_STYLES, size

Whose = Literal["mine", "theirs"]
_LONGEST_PAGE = 200_000
"""Characters of a page that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One file: its name, what becomes of it, and its lines."""

    head: Content
    body: Content


class SheetsScreen(ModalScreen[Whose | None]):
    """Files one below the other, to scroll through. With a conflict it asks whose version holds."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,d,p,enter", "leave", "back", show=False),
        Binding("f8", "choose('theirs')", "keep theirs", show=False),
        Binding("f9", "choose('mine')", "overwrite", show=False),
    ]
    AUTO_FOCUS = "#sheets"
    DEFAULT_CSS = """
    SheetsScreen { background: $background; }
    SheetsScreen #page { width: 100%; max-width: 110; height: 100%; padding: 1 2; background: $background; }
    SheetsScreen #sheets { height: 1fr; scrollbar-size-vertical: 1; }
    SheetsScreen .sheet { height: auto; margin-bottom: 1; padding-right: 1; }
    SheetsScreen #asked { height: auto; margin-bottom: 1; }
    """

    def __init__(self, title: str, sheets: Sequence[Sheet], conflict: str = "") -> None:
        """Make the page.

        Args:
            title: What is shown.
            sheets: The files.
            conflict: What somebody else did; empty when there is nothing to decide.
        """
        super().__init__()
        self.title_text = title
        self.sheets = tuple(sheets)
        self.conflict = conflict

    def compose(self) -> ComposeResult:
        with Vertical(id="page"):
            yield Static(self._head(), id="asked")
            with VerticalScroll(id="sheets"):
                for sheet in self.sheets:
                    yield Static(Content.assemble(sheet.head, "\n", sheet.body), classes="sheet")
                if not self.sheets:
                    yield Static(Content("The site has it all already: nothing would be written."))
            yield Static(self._keys())

    def _head(self) -> Content:
        if not self.conflict:
            return texts.line(self.title_text, "bold")
        return texts.joined(("! ", "bold $error"), texts.line(self.conflict, "$error"))

    def _keys(self) -> Content:
        if not self.conflict:
            return texts.mixed("[$text-muted]↑↓ scroll[/]   [bold $accent]esc[/] [$text-muted]back[/]")
        return texts.mixed(
            "[bold $accent]f9[/] overwrite, theirs is kept safe   "
            "[bold $accent]f8[/] keep theirs   [bold $accent]esc[/] leave it"
        )

    def action_choose(self, whose: Whose) -> None:
        if self.conflict:
            self.dismiss(whose)

    def action_leave(self) -> None:
        self.dismiss(None)


def changes(files: Sequence[PlannedFile]) -> list[Sheet]:
    """A unified diff for each file that would be touched; of pictures their size."""
    return [
        Sheet(head=_named(file), body=diff_content(file.diff) if file.diff else _weight(file))
        for file in files
        if file.state != "same"
    ]


def pages(plan: ShipPlan) -> list[Sheet]:
    """Every page as it will stand in the site; pictures as their size."""
    found = []
    for file, change in zip(plan.files, plan.work.changes, strict=True):
        text = None if file.is_picture or change.wanted is None else change.wanted.decode("utf-8", "replace")
        body = _weight(file) if text is None else texts.literal(text[:_LONGEST_PAGE])
        found.append(Sheet(head=_named(file), body=body))
    return found


def diff_content(diff: str) -> Content:
    """A unified diff in three strengths; its signs say the same without color."""
    parts: list[tuple[str, str]] = []
    for line in diff.splitlines():
        if line.startswith(("---", "+++", "@@", "...")):
            style = "$text-muted"
        elif line.startswith("+"):
            style = "$success"
        else:
            style = "$error" if line.startswith("-") else ""
        parts.append((f"{line}\n", style))
    return texts.joined(*parts)


def _named(file: PlannedFile) -> Content:
    style = STATE_STYLES.get(file.state, "")
    return texts.joined((f"{file.state}  ", style), texts.line(file.path, "bold"))


def _weight(file: PlannedFile) -> Content:
    kind = "a picture" if file.is_picture else "a file"
    return texts.literal(f"{kind}, {size(file.size_bytes)}", "$text-muted")
