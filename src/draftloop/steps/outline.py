"""The outline: opened from its scaffold, saved as the author types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.loop.front_matter import body_of
from draftloop.loop.scaffold import Scaffold, read_scaffold
from draftloop.steps.bundle import Bundle, folder_of, must_read, read_bundle

if TYPE_CHECKING:
    from draftloop.loop.document import Document
    from draftloop.steps.desk import Desk

KIND_SCAFFOLDS = {"issue": "newsletter-issue", "interview": "interview"}
"""The built-in scaffold of a kind of post that needs one of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineDesk:
    """What the outline screen works on."""

    document: Document
    scaffold: Scaffold
    title: str
    notes: str
    """The notes collected under the idea, without front matter: the side pane."""
    is_new: bool
    """True when outline.md does not exist yet, so that another scaffold can still be chosen."""

    @property
    def text(self) -> str:
        """What to begin with: the file, or the scaffold's headings and empty bullets."""
        return self.scaffold.outline if self.is_new else self.document.text


def open_outline(desk: Desk, slug: str, scaffold: str | None = None) -> OutlineDesk:
    """Open a draft's outline. Nothing is written: the first save makes the file.

    Raises:
        NotFound: no such draft, or no such scaffold.
        Unreadable: outline.md cannot be read, and so is never written.
    """
    bundle = read_bundle(desk, slug)
    document = must_read(bundle, "outline.md")
    return OutlineDesk(
        document=document,
        scaffold=scaffold_of(desk, bundle, scaffold),
        title=bundle.title,
        notes=body_of(bundle.notes.text).strip("\n"),
        is_new=not document.text.strip(),
    )


def scaffold_of(desk: Desk, bundle: Bundle, name: str | None = None) -> Scaffold:
    """The scaffold named, else that of the draft's kind, else the setting. Raises NotFound, Unreadable."""
    if name is None:
        known = desk.scaffolds.names()
        named = KIND_SCAFFOLDS.get(bundle.kind, bundle.kind)
        name = named if named in known else desk.settings.stages.scaffold
    text = desk.scaffolds.text(name)
    from draftloop.loop.document import Document

    fields = desk.library.fields(Document(path=f"scaffolds/{name}.md", text=text, fingerprint="-"))
    return read_scaffold(name, body_of(text), fields)


def make_outline(desk: Desk, slug: str, scaffold: str | None = None) -> Document:
    """The outline's file, made from the scaffold when it was not there: for an editor that needs a file."""
    opened = open_outline(desk, slug, scaffold)
    if not opened.is_new:
        return opened.document
    return desk.library.save(opened.document, opened.text)


def outline_path(slug: str) -> str:
    """Relative to the workspace."""
    return f"{folder_of(slug)}/outline.md"
