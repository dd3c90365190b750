"""Ship: is it done? The definition of done, every file that will be written, and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.widgets import Static

from draftloop.loop.readiness import DoneRow
from draftloop.loop.stage import RAIL, Stage
from draftloop.steps.bundle import folder_of
from draftloop.steps.ship_plan import PlannedFile
from draftloop.tui import keys
from draftloop.tui import text as texts
from draftloop.tui.screens import ship_words as words
from draftloop.tui.screens.ship_diff import SheetsScreen, changes, pages
from draftloop.tui.screens.ship_run import ShippingScreen
from draftloop.tui.screens.shipping import Place, ShipView, cross_post, place_of
from draftloop.tui.widgets.conflict_bar import ConflictBar
from draftloop.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from draftloop.steps.desk import Desk

_MEND = {
    "prose": "goes there",
    "edit": "goes to the grammar pass",
    "readability": "goes to the readability pass",
    "fields": "opens the form of the front matter",
    "file": "opens the file in your editor",
    "settings": "opens draftloop.toml in your editor",
    "ask": "asks",
}
_WITH_PLAN = frozenset({"dry_run", "preview"})


class ShipScreen(ShippingScreen):
    """What is done, what is not, and what will be written."""

    NAME = "ship"
    CSS_PATH = "ship.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings_for("ship")
    AUTO_FOCUS = "#rows"

    def __init__(self, desk: Desk, slug: str) -> None:
        super().__init__(desk, slug)
        self._has_begun = False

    def compose_room(self) -> ComposeResult:
        with Vertical(id="ship"):
            yield Static("", id="headline", markup=False)
            with Container(id="both"):
                with Vertical(id="done-pane"):
                    yield RowList[DoneRow](words.draw_row, _key_of, id="rows")
                with Vertical(id="plan-pane"):
                    yield Static("", id="where", markup=False)
                    yield RowList[PlannedFile](words.draw_file, lambda file: file.path, id="files")
                    yield Static("", id="notes", markup=False)
            yield Static("", id="detail", markup=False)
            with VerticalScroll(id="said"):
                yield Static("", id="saying", markup=False)
            yield ConflictBar()

    # -- showing ---------------------------------------------------------------------------------------

    def show_view(self, view: ShipView) -> None:
        """Draw what is known now; the cursor stays on its row."""
        self.top_line.place = view.title
        self.top_line.stage = view.stage if view.stage in (*RAIL, Stage.SHIPPED) else None
        self.top_line.rounds = view.rounds
        self.top_line.note = self._target_note(view)
        has_target = bool(view.targets)
        if self.after is not None:
            self.say_alone(words.aftermath(self.after))
            return
        self.query_one("#ship").remove_class("-said")
        self.query_one("#headline", Static).update(words.headline(view))
        rows = self.query_one("#rows", RowList)
        rows.show(view.rows, keep=None if self._has_begun else _key_of(view.rows[0]) if view.rows else None)
        self._has_begun = True
        self.query_one("#where", Static).update(words.where(view) if has_target else words.NO_TARGET)
        files = self.query_one("#files", RowList)
        files.show(view.files)
        files.display = bool(view.files)
        files.styles.height = min(6, len(view.files)) or 1
        self.query_one("#notes", Static).update(words.notes(view))
        self.query_one("#ship").set_class(not has_target, "-teaching")
        self._show_detail()
        self.refresh_hints()

    def _target_note(self, view: ShipView) -> str:
        kind = next((one.kind for one in view.targets if one.name == view.target), "")
        if not view.targets:
            return ""
        return f"ship to {view.target} ({kind})" if kind else f"ship to one of {len(view.targets)}: t"

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        event.stop()
        self._show_detail()
        self.refresh_hints()

    def on_descendant_focus(self) -> None:
        """The row below belongs to the list that has the focus."""
        self._show_detail()

    def _show_detail(self) -> None:
        view = self.view
        if view is None or not self.is_mounted:
            return
        files = self.query_one("#files", RowList)
        if files.has_focus:
            root = view.plan.root if view.plan is not None else ""
            content = words.file_detail(files.current, root)
        else:
            row = self.query_one("#rows", RowList).current
            place = place_of(row, view.head_lines) if row is not None else Place(step="")
            content = words.detail(row, _MEND.get(place.step, ""))
        self.query_one("#detail", Static).update(content)

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.action_mend()

    # -- mending ---------------------------------------------------------------------------------------

    def action_mend(self) -> None:
        """To where the row under the cursor is mended, else the first that is not done."""
        view = self.view
        if view is None:
            return
        if self.query_one("#files", RowList).has_focus:
            self.action_dry_run()
            return
        row = self.query_one("#rows", RowList).current
        if row is None or row.is_met or row.level == "info":
            row = next(iter(view.open_rows), None)
        if row is None:
            texts.toast(self.app, "nothing to mend: S ships")
            return
        self._go_to(place_of(row, view.head_lines))

    def _go_to(self, place: Place) -> None:
        """Open the place above this screen, so that Esc comes back to the list."""
        from draftloop.tui.screens.edit import EditScreen
        from draftloop.tui.screens.prose import ProseScreen
        from draftloop.tui.screens.readability import ReadabilityScreen

        self.loop_app.tried.add(place.step)
        if place.step == "edit":
            self.app.push_screen(EditScreen(self.desk, self.slug))
        elif place.step == "readability":
            self.app.push_screen(ReadabilityScreen(self.desk, self.slug))
        elif place.step == "ask":
            self.begin_asking()
        elif place.step in ("file", "settings"):
            self.loop_app.edit_outside(place.path or f"{folder_of(self.slug)}/post.md", self._edited)
        else:
            screen = ProseScreen(self.desk, self.slug)
            screen.start_line = place.line
            screen.opens_fields = place.step == "fields"
            self.app.push_screen(screen)

    def _edited(self, _: bool) -> None:
        self.load()

    def action_edit_outside(self) -> None:
        """post.md in the author's own editor; draftloop.toml as long as no target is named."""
        has_target = self.view is not None and bool(self.view.targets)
        path = f"{folder_of(self.slug)}/post.md" if has_target else "draftloop.toml"
        self.loop_app.edit_outside(path, self._edited)

    def action_fields(self) -> None:
        self._go_to(Place(step="fields"))

    # -- looking ---------------------------------------------------------------------------------------

    def action_dry_run(self) -> None:
        """Every change, file by file, before any is made."""
        plan = self.view.plan if self.view is not None else None
        if plan is None:
            self.ask_for_folder(self.action_dry_run)
        elif plan.conflicts:
            self.ask_whose(plan)
        else:
            self.app.push_screen(SheetsScreen(f"What would change in {plan.root}", changes(plan.files)))

    def action_preview(self) -> None:
        """The pages as they will stand in the site."""
        plan = self.view.plan if self.view is not None else None
        if plan is None:
            self.ask_for_folder(self.action_preview)
        else:
            self.app.push_screen(SheetsScreen(f"As it will stand in {plan.root}", pages(plan)))

    def action_target(self) -> None:
        """The next of several places to ship to."""
        view = self.view
        if view is None or len(view.targets) < 2:
            return
        names = [one.name for one in view.targets]
        here = names.index(view.target) + 1 if view.target in names else 0
        self.target = names[here % len(names)]
        self.after = None
        self._has_begun = False
        self.load()

    def action_history(self) -> None:
        self.loop_app.open_step("history", self.slug)

    # -- sharing ---------------------------------------------------------------------------------------

    @property
    def _address(self) -> str:
        if self.after is not None:
            return self.after.shipped.address
        return self.view.address if self.view is not None else ""

    def action_copy_address(self) -> None:
        """The address, to send to whoever asked."""
        if self._address:
            self.copy(self._address, self._address)

    def action_cross_post(self) -> None:
        """Title, description and address as a text for another place."""
        view = self.view
        if view is not None and self._address:
            text = cross_post(view.title, view.description, view.canonical or self._address)
            self.copy(text, "title, description and address")

    def copy(self, text: str, named: str) -> None:
        """Through the terminal, which is asked and cannot answer: say so."""
        self.app.copy_to_clipboard(text)
        texts.toast(
            self.app,
            f"copied through the terminal (OSC 52): {named}. If nothing arrives, mark it with the mouse.",
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done now."""
        view = self.view if self.is_mounted else None
        if action in _WITH_PLAN:
            return view is not None and self.after is None and (view.plan is not None or bool(view.consent))
        if action == "mend":
            return view is not None and self.after is None and bool(view.open_rows or view.files)
        if action == "ship":
            return view is not None and self.after is None and bool(view.targets) and not view.is_private
        if action == "anyway":
            return bool(self.refused)
        if action == "move":
            return view is not None and bool(view.move)
        if action == "target":
            return view is not None and len(view.targets) > 1
        if action in ("copy_address", "cross_post"):
            return view is not None and bool(self._address)
        return super().check_action(action, parameters)


def _key_of(row: DoneRow) -> str:
    return f"{row.id}:{row.line}:{row.sentence}"
