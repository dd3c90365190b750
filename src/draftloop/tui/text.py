"""The one door for user text to the screen. Nothing that passes it is read as markup or as an escape.

Textual and Rich both take a `str` for markup: a title such as `[/b] closing` ends the app, `list[int]` loses
its brackets. So widgets are handed what these functions return, and never an f-string with user text in it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual.content import Content

from draftloop.loop.plain import safe

if TYPE_CHECKING:
    from textual.app import App

Severity = Literal["information", "warning", "error"]

_BLANKS = re.compile(r"\s+")


def literal(text: str, style: str = "") -> Content:
    """User text as it is, line breaks kept, in one style (`$accent`, `bold`, ...)."""
    content = Content(safe(text))
    return content.stylize(style) if style else content


def line(text: str, style: str = "") -> Content:
    """User text on one row: runs of blanks and line breaks become one blank."""
    return literal(safe_line(text), style)


def safe_line(text: str) -> str:
    """The same as a plain `str`, for what is matched or measured and never drawn by itself."""
    return safe(_BLANKS.sub(" ", text).strip())


def mixed(markup: str, **values: object) -> Content:
    """Our own markup with user text put in for `$name` after the markup was read."""
    made = {
        name: value if isinstance(value, Content) else Content(safe(str(value)))
        for name, value in values.items()
    }
    return Content.from_markup(markup, **made)


def joined(*parts: str | Content | tuple[str, str]) -> Content:
    """Parts one after the other; texts are literal, pairs are (text, style)."""
    return Content.assemble(
        *(
            part
            if isinstance(part, Content)
            else safe(part)
            if isinstance(part, str)
            else (safe(part[0]), part[1])
            for part in parts
        )
    )


def cell(text: str, style: str = "", *, justify: Literal["left", "right"] = "left") -> Text:
    """User text for a Tree label or a DataTable cell, which take Rich's text only; one row."""
    return Text(safe_line(text), style=style, justify=justify, no_wrap=True, overflow="ellipsis")


def clip(text: str, width_cells: int) -> str:
    """User text on one row of at most `width_cells`, cut with an ellipsis where needed."""
    flat = safe_line(text)
    if cell_len(flat) <= width_cells:
        return flat
    return set_cell_size(flat, max(0, width_cells - 1)).rstrip() + "…" if width_cells > 0 else ""


def fit(text: str, width_cells: int) -> str:
    """`clip`, then padded with blanks to exactly `width_cells`."""
    return set_cell_size(clip(text, width_cells), width_cells)


def toast(
    app: App[object], text: str, severity: Severity = "information", *, stays_s: float | None = None
) -> None:
    """A short message in the corner; safe from a thread as well. None: as long as messages usually stay."""
    app.notify(safe(text), severity=severity, timeout=stays_s, markup=False)
