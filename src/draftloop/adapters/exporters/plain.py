"""A plain folder of Markdown: SLUG/index.md with our own vocabulary, for anything that reads Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from draftloop.adapters.exporters.frame import Cured, assemble
from draftloop.adapters.exporters.front import FrontMatter, yaml_front
from draftloop.loop.blocks import Heading, Prose
from draftloop.loop.post import Post
from draftloop.loop.publication import Export, ExportOptions, OtherPost, Others, Splice
from draftloop.loop.settings import TargetSettings


class Plain:
    """Fills the port `Exporter` for folders no generator reads: nothing would break, so nothing is cured."""

    kind = "markdown"

    def export(
        self,
        post: Post,
        target: TargetSettings,
        others: Others,
        prose: Prose,
        options: ExportOptions,
    ) -> Export:
        """SLUG/index.md with its pictures beside it; the section plays no part."""
        return assemble(post, target, others, prose, options, self)

    def content_path(self, slug: str, target: TargetSettings, when: datetime | date | None) -> str:
        return f"{slug}/index.md"

    def picture_path(self, content_path: str, name: str) -> str:
        return content_path.removesuffix("index.md") + name

    def picture_link(self, content_path: str, name: str) -> str:
        return name

    def address(self, post: Post, target: TargetSettings) -> str:
        return target.address or ("/{slug}/" if target.base_url else "")

    def draft_link(self, content_path: str, other: OtherPost, fragment: str) -> str | None:
        return (f"../{other.path}" if other.path else other.address) + (f"#{fragment}" if fragment else "")

    def anchor(self, text: str, heading: Heading, id: str) -> Splice | None:  # noqa: A002 - HTML's word
        return None

    def cure(self, post: Post, prose: Prose, target: TargetSettings) -> Cured:
        return Cured()

    def front_matter(
        self,
        post: Post,
        target: TargetSettings,
        options: ExportOptions,
        *,
        cover: str,
        extra: Mapping[str, str],
    ) -> FrontMatter:
        return yaml_front(post, target, options, keys={}, cover=cover, extra=extra)
