"""The ports of a ship: one kind of site, and the folder it lies in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from draftloop.loop.blocks import Prose
    from draftloop.loop.post import Post
    from draftloop.loop.publication import Export, ExportOptions, OtherPost
    from draftloop.loop.settings import TargetSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFile:
    """One file an export wants to stand below the target's root."""

    path: str
    content: bytes
    note: str = ""


class Exporter(Protocol):
    """One kind of site; turns a post into files. Pure: no file, no clock is read; same post, same bytes."""

    @property
    def kind(self) -> str:
        """As written in a target: hugo, markdown ..."""

    def export(
        self,
        post: Post,
        target: TargetSettings,
        others: Mapping[str, OtherPost],
        prose: Prose,
        options: ExportOptions,
    ) -> Export:
        """Files and pictures for the target, or the problems that stand against it.

        Args:
            post: From `loop/post.py`, `prose` being its prose.
            target: Where it goes.
            others: The other drafts by slug, with their addresses on this target.
            prose: What the Markdown reader saw in `post.text`.
            options: What the person asked for this time.
        """


class SiteFolder(Protocol):
    """The one folder outside the workspace that a ship writes to."""

    def resolve(self, root: str) -> str:
        """Absolute real path of a target's root, written relative to the workspace. Raises NotFound."""

    def make(self, root: str) -> None:
        """Make a folder that a person named, and those above it. Raises CannotWrite."""

    def read(self, root: str, path: str) -> bytes | None:
        """A file below the resolved root; None when it is not there. Raises Refused for a path outside."""

    def write(self, root: str, path: str, content: bytes, *, found: bytes | None) -> None:
        """Replace what `read` found, atomically. Raises Refused for a path outside, ChangedOnDisk."""

    def remove(self, root: str, path: str, *, found: bytes) -> None:
        """Remove what `read` found, and the folders this leaves empty. Raises ChangedOnDisk."""
