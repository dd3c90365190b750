"""An idea's file as text: made at capture, grown by notes."""

from __future__ import annotations

# The quick way of `idea add` imports this module: nothing that costs milliseconds may be imported above.
from draftloop.loop.field_values import field_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from draftloop.loop.field_values import Record, Value

QUESTIONS = ("Why does this fascinate me?", "What would be new to a reader?", "Who asked?")
"""Asked at the pick; the answers go into the notes."""


def new_idea_text(
    title: str,
    created: datetime,
    *,
    note: str = "",
    url: str = "",
    tags: Sequence[str] = (),
    asked_by: str = "",
    private: bool = False,
) -> str:
    """The text of a new idea's file (formats.md section 3)."""
    fields: dict[str, Value] = {"title": clean_line(title), "created": created}
    tags = [tag for tag in map(clean_line, tags) if tag]
    if tags:
        fields["tags"] = tags
    if private:
        fields["private"] = True
    if asked_by:
        asked: Record = {"when": created.date(), "who": clean_line(asked_by)}
        fields["asked"] = [asked]
    lines = ["---", *(line for key, value in fields.items() for line in field_lines(key, value)), "---"]
    bullets = [bullet(text) for text in (note, link(url)) if text.strip()]
    return "\n".join([*lines, *([""] if bullets else []), *bullets]) + "\n"


def clean_line(text: str) -> str:
    """One line without blanks around it; bytes of the shell that were no UTF-8 become U+FFFD."""
    return " ".join(text.encode("utf-8", "surrogateescape").decode("utf-8", "replace").split())


def link(url: str) -> str:
    """A bare address as Markdown; nothing for nothing."""
    url = clean_line(url)
    return f"<{url}>" if url else ""


def bullet(text: str) -> str:
    """A note as one bullet; its further lines are indented below it."""
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    first, *others = text.strip().splitlines() or [""]
    return "\n".join([f"- {first.strip()}", *(f"  {line.rstrip()}".rstrip() for line in others)])


def with_bullet(text: str, note: str) -> str:
    """An idea's text with one more bullet at its end; every byte before it stays."""
    end = "\r\n" if "\r\n" in text else "\n"
    new = bullet(note).replace("\n", end) + end
    if not text:
        return new
    gap = "" if text.endswith("\n") else end
    last = text.rstrip().rpartition("\n")[2] or "-"
    # A bullet joins the bullets above it; below anything else it needs a blank line to be one.
    joins = last[:2] in ("- ", "* ", "+ ") or last[:1] in " \t" or text.endswith(("\n\n", "\n\r\n"))
    return f"{text}{gap}{'' if joins else end}{new}"
