"""A builder for exports: text in, files out, by the real reader."""

from __future__ import annotations

from typing import Any

from draftloop.adapters.front_matter import read_fields
from draftloop.adapters.markdown import Markdown
from draftloop.loop.post import compose_post
from draftloop.loop.publication import Export, ExportOptions, OtherPost
from draftloop.loop.settings import TargetSettings
from draftloop.loop.site_ports import Exporter

SHIPPED = OtherPost(
    slug="other", address="https://example.org/posts/other/", path="content/posts/other/index.md"
)


def export(
    exporter: Exporter,
    text: str,
    *,
    slug: str = "a-post",
    others: tuple[OtherPost, ...] = (SHIPPED,),
    options: ExportOptions | None = None,
    **settings: Any,
) -> Export:
    """The export of `text` to a target of the exporter's kind with these settings."""
    target = TargetSettings(**{"name": "site", "kind": exporter.kind, "root": "../blog", **settings})
    path = f"drafts/{slug}/post.md"
    post, prose = compose_post(slug, path, text, read_fields(text, path), Markdown().read)
    return exporter.export(post, target, {one.slug: one for one in others}, prose, options or ExportOptions())


def page_of(exported: Export) -> str:
    """The text of its one file, with no problem standing against it."""
    assert exported.problems == ()
    (file,) = exported.files
    return file.content.decode()


def body_of(exported: Export) -> str:
    """The page below its front matter."""
    return page_of(exported).split("\n---\n\n", 1)[1]
