"""A plain folder of Markdown: our own vocabulary, pictures under safe names, nothing cured."""

from __future__ import annotations

from draftloop.adapters.exporters.plain import Plain
from draftloop.loop.publication import ExportOptions, OtherPost
from tests.adapters.exporting import body_of, export, page_of

TEXT = """---
title: "T"
updated: 2026-11-20
mine: [1, 2]
---

## Why

A {{< shortcode >}} and `{{% code` and <kbd>raw</kbd>. [up](#why)

<!-- more -->

<!-- private: never -->

![Shown](<My Pic.png>) [o](../other/post.md#a)
"""


def test_a_page_is_the_post_with_safe_names_and_no_private_words() -> None:
    other = OtherPost(slug="other", address="", path="other/index.md")
    exported = export(Plain(), TEXT, others=(other,))
    assert exported.address == ""
    assert exported.files[0].path == "a-post/index.md"
    assert [picture.path for picture in exported.pictures] == ["a-post/my-pic.png"]
    assert page_of(exported).startswith(
        '---\ntitle: "T"\nupdated: 2026-11-20\nslug: "a-post"\nmine: [1, 2]\n---\n\n## Why\n'
    )
    changed = TEXT.replace("<!-- private: never -->\n\n", "").replace("<My Pic.png>", "my-pic.png")
    assert body_of(exported) == changed.replace("../other/post.md", "../other/index.md").split("---\n\n")[1]


def test_an_address_needs_a_base_or_a_pattern() -> None:
    other = OtherPost(slug="other", address="", path="other/index.md")
    based = export(Plain(), TEXT, others=(other,), base_url="https://example.org")
    assert based.address == "https://example.org/a-post/"
    assert export(Plain(), TEXT, others=(other,), address="/x/{slug}").address == "/x/a-post"


def test_a_draft_says_so() -> None:
    options = ExportOptions(as_draft=True, unlink=True)
    assert "draft: true\n" in page_of(export(Plain(), TEXT, others=(), options=options))
