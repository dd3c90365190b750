"""The files of one draft, read together, and the names that follow from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.loop.document import Document
from draftloop.loop.errors import NotFound, Unreadable
from draftloop.loop.front_matter import body_of
from draftloop.loop.idea import text_of
from draftloop.steps.parsed import fields_of

if TYPE_CHECKING:
    from draftloop.loop.ports import FieldValue
    from draftloop.steps.desk import Desk

FILES = ("notes.md", "outline.md", "post.md")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """notes.md, outline.md and post.md of a draft as they are on disk now."""

    slug: str
    notes: Document
    outline: Document
    post: Document
    notes_fields: Mapping[str, FieldValue]
    post_fields: Mapping[str, FieldValue]
    broken: tuple[Unreadable, ...] = ()
    """Files that could not be read; their document is empty here and never written."""

    @property
    def title(self) -> str:
        """post.md's, else notes.md's, else the first heading, else the slug; on one line."""
        for fields in (self.post_fields, self.notes_fields):
            title = fields.get("title")
            if isinstance(title, str) and title.strip():
                return " ".join(title.split())
        for line in self.post.text.splitlines():
            if line.startswith("#") and line.strip("# "):
                return line.strip("# ")
        return self.slug

    @property
    def body(self) -> str:
        """The post without its front matter."""
        return body_of(self.post.text)

    @property
    def has_prose(self) -> bool:
        return bool(self.body.strip())

    @property
    def kind(self) -> str:
        return text_of(self.notes_fields.get("kind")) or "post"

    @property
    def is_private(self) -> bool:
        return any(
            text_of(f.get("private")).lower() in ("true", "yes", "on")
            for f in (self.notes_fields, self.post_fields)
        )

    @property
    def is_dropped(self) -> bool:
        return bool(text_of(self.notes_fields.get("dropped")))


def folder_of(slug: str) -> str:
    """The draft's folder, relative to the workspace."""
    return f"drafts/{slug}"


def read_bundle(desk: Desk, slug: str) -> Bundle:
    """Read a draft's files; one that cannot be read is named in `broken` and costs only itself.

    Raises:
        NotFound: there is no such draft.
    """
    folder = folder_of(slug)
    present = set(desk.library.list_files(folder))
    if not present.intersection(FILES):
        raise NotFound("draft", slug)
    broken: list[Unreadable] = []
    documents: dict[str, Document] = {}
    fields: dict[str, Mapping[str, FieldValue]] = {}
    for name in FILES:
        path = f"{folder}/{name}"
        documents[name] = Document(path=path, text="", fingerprint="")
        fields[name] = {}
        try:
            # Asked for even when not listed: a pipe or folder in a file's place is broken, not missing.
            documents[name] = desk.library.open(path)
            if name != "outline.md":
                fields[name] = fields_of(desk, documents[name])
        except Unreadable as error:
            broken.append(error)
    return Bundle(
        slug=slug,
        notes=documents["notes.md"],
        outline=documents["outline.md"],
        post=documents["post.md"],
        notes_fields=fields["notes.md"],
        post_fields=fields["post.md"],
        broken=tuple(broken),
    )


def must_read(bundle: Bundle, name: str) -> Document:
    """The document called `name`; raises Unreadable when it was broken."""
    for error in bundle.broken:
        if error.path.endswith(name):
            raise error
    return {"notes.md": bundle.notes, "outline.md": bundle.outline, "post.md": bundle.post}[name]
