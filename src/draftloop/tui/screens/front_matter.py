"""The front matter as a small form: what a writer changes by hand, and below it the block as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from draftloop.tui import text as texts
from draftloop.tui.widgets.prose_area import WritingArea

if TYPE_CHECKING:
    from draftloop.loop.ports import FieldValue

Changes = dict[str, str | list[str]]
FIELDS: tuple[tuple[str, str], ...] = (
    ("title", "as readers see it"),
    ("description", "one or two sentences for search engines and shares"),
    ("tags", "comma, separated"),
    ("slug", "the address, when it differs from the folder's name"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What the form shows."""

    fields: Mapping[str, FieldValue]
    """The front matter as written."""
    raw: str
    """The block, delimiters included."""
    trouble: str = ""
    """Why nothing can be changed here; empty when it can."""
    news: str = ""
    """What happened since the form was open before."""
    drafted: Changes = field(default_factory=dict)
    """What was typed then and is in no file yet."""


class FrontMatterDialog(ModalScreen[Changes | None]):
    """Gives the fields that were changed; None when the form was left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "call_off", "leave", show=False, priority=True),
        Binding("ctrl+s,f2", "keep", "keep", show=False, priority=True),
    ]
    CSS_PATH = "front_matter.tcss"
    AUTO_FOCUS = "Input, #raw"

    def __init__(self, form: Form) -> None:
        super().__init__()
        self.form = form
        fields = form.fields
        self.values = {name: texts.safe_line(as_field(fields.get(name))) for name, _ in FIELDS}
        self.is_plain = {name: is_simple(fields.get(name)) for name, _ in FIELDS}
        self.lists = frozenset(name for name in self.values if isinstance(fields.get(name), list)) | {"tags"}

    @property
    def _head(self) -> str:
        return self.form.trouble or self.form.news

    def _to_begin_with(self, name: str) -> str:
        drafted = self.form.drafted.get(name)
        return self.values[name] if drafted is None else texts.safe_line(as_field(drafted))

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("Front matter", classes="dialog-title", markup=False)
            yield Static(texts.line(self._head, "$warning"), id="field-trouble", markup=False)
            for name, hint in FIELDS:
                with Horizontal(classes="field"):
                    yield Static(name, markup=False)
                    yield Input(
                        self._to_begin_with(name),
                        placeholder=hint,
                        id=f"field-{name}",
                        disabled=bool(self.form.trouble) or not self.is_plain[name],
                    )
            yield Static("as it stands in the file", classes="dim", markup=False)
            yield WritingArea(self.form.raw.rstrip("\n"), read_only=True, id="raw")
            yield Static("enter or ctrl+s keeps   esc leaves it as it was", classes="dim", markup=False)

    def on_mount(self) -> None:
        self.query_one("#field-trouble").display = bool(self._head)

    def changes(self) -> Changes:
        """The fields whose value in the form differs from the file's."""
        found: Changes = {}
        for name, old in self.values.items():
            new = self.query_one(f"#field-{name}", Input).value.strip()
            if new != old.strip():
                found[name] = tags_of(new) if name in self.lists else new
        return found

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_keep()

    def action_keep(self) -> None:
        changed = self.changes()
        self.dismiss(changed if changed and not self.form.trouble else None)

    def action_call_off(self) -> None:
        self.dismiss(None)


def as_field(value: FieldValue | list[str]) -> str:
    """A value in one line; a list by commas."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, list):
        return ", ".join(item for item in value if isinstance(item, str))
    return ""


def is_simple(value: FieldValue) -> bool:
    """Whether the form can hold the value, and show it, without losing any of it."""
    if isinstance(value, list):
        return all(isinstance(item, str) and "," not in item and _is_shown(item) for item in value)
    return value is None or (isinstance(value, str) and _is_shown(value))


def _is_shown(text: str) -> bool:
    return texts.safe_line(text) == text


def tags_of(text: str) -> list[str]:
    """The items of a line with commas, each once, in their order."""
    return list(dict.fromkeys(item for part in text.split(",") if (item := part.strip().lstrip("#"))))
