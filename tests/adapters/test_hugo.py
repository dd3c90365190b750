"""What a post becomes for Hugo, byte for byte. That Hugo agrees is proved in tests/hugo."""

from __future__ import annotations

import time
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from draftloop.adapters.exporters.hugo import Hugo
from draftloop.loop.publication import ExportOptions, OtherPost
from tests.adapters.exporting import body_of, export, page_of

HUGO = Hugo()
FULL = """---
weight: 7   # theirs
author: "A. Writer"
math: true
title: "It's \\"quoted\\": 🪤"
updated: 2026-11-20
date: 2026-11-15 22:31:00 +0100
part: 2
series: Retries
tags: [go, "c, d"]
categories: ops
description: >-
  folded over
  two lines
cover: {image: "Cover Shot.png", alt: 'A "cover"'}
canonical: https://elsewhere.example/a
lang: en-GB
private: false
created: 2026-03-04
# a remark
menu:
  main:
    name: "x"
empty:
---

Text.
"""
PAGE = """---
title: "It's \\"quoted\\": 🪤"
date: 2026-11-15T22:31:00+01:00
lastmod: 2026-11-20
description: "folded over two lines"
slug: "a-post"
tags: ["go", "c, d"]
categories: ["ops"]
series: "Retries"
part: 2
author: "A. Writer"
canonicalURL: "https://elsewhere.example/a"
cover: {"image": "cover-shot.png", "alt": "A \\"cover\\""}
lang: "en-GB"
math: true
weight: 7   # theirs
menu:
  main:
    name: "x"
empty:
---

Text.
"""


def test_the_whole_page_is_as_designed() -> None:
    exported = export(HUGO, FULL, base_url="https://example.org")
    assert page_of(exported) == PAGE
    assert exported.files[0].path == "content/posts/a-post/index.md"
    assert exported.address == "https://example.org/posts/a-post/"
    assert [(picture.source, picture.path) for picture in exported.pictures] == [
        ("drafts/a-post/Cover Shot.png", "content/posts/a-post/cover-shot.png")
    ]
    assert exported.notes == ()


def test_the_same_post_gives_the_same_bytes_twice() -> None:
    assert export(HUGO, FULL) == export(HUGO, FULL)


def test_front_matter_reads_back_equal() -> None:
    page = page_of(export(HUGO, FULL))
    fields = yaml.safe_load(page.split("---\n")[1])
    assert fields["title"] == 'It\'s "quoted": 🪤'
    assert fields["tags"] == ["go", "c, d"]
    assert fields["cover"] == {"image": "cover-shot.png", "alt": 'A "cover"'}


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_any_title_reads_back(title: str) -> None:
    from draftloop.adapters.exporters.front import quoted

    assert yaml.safe_load(f"title: {quoted(title)}\n") == {"title": title}


def test_names_are_changed_and_added_for_the_theme() -> None:
    page = page_of(
        export(
            HUGO,
            FULL,
            section="blog/notes",
            rename={"cover": "featured_image", "updated": "modified"},
            add={"layout": "post", "toc": True, "weight": 1},
        )
    )
    assert 'featured_image: "cover-shot.png"\n' in page
    assert "modified: 2026-11-20\n" in page
    assert page.split("---\n")[1].endswith('empty:\nlayout: "post"\ntoc: true\n')
    assert "weight: 1\n" not in page


def test_on_a_collision_the_authors_key_wins_and_a_note_says_so() -> None:
    text = "---\ntitle: T\nupdated: 2026-11-20\nLastmod: 2020-01-01\nlayout: mine\n---\n\nX\n"
    exported = export(HUGO, text, add={"layout": "post"})
    page = page_of(exported)
    assert "Lastmod: 2020-01-01" in page
    assert "lastmod: 2026" not in page
    assert 'layout: "post"' not in page
    assert [note.split(":")[0] for note in exported.notes] == ["lastmod", "layout"]


def test_a_draft_says_so_under_the_name_the_target_wants() -> None:
    options = ExportOptions(as_draft=True)
    assert "\ndraft: true\n" in page_of(export(HUGO, FULL, options=options))
    assert "\nhidden: true\n" in page_of(export(HUGO, FULL, options=options, rename={"draft": "hidden"}))


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        ({}, "/posts/a-post/"),
        ({"base_url": "https://example.org/sub/"}, "https://example.org/sub/posts/a-post/"),
        ({"section": ""}, "/a-post/"),
        ({"section": "../../etc"}, "/etc/a-post/"),
        ({"address": "/{year}/{month}/{slug}.html"}, "/2026/11/a-post.html"),
        ({"address": "/{day}/", "timezone": "Pacific/Auckland"}, "/16/"),
    ],
)
def test_addresses(settings: dict[str, Any], address: str) -> None:
    assert export(HUGO, FULL, **settings).address == address


def test_a_zone_nobody_knows_is_noted() -> None:
    (note,) = export(HUGO, FULL, timezone="Mars/Phobos").notes
    assert "Mars/Phobos" in note


def test_an_own_url_is_the_address() -> None:
    assert export(HUGO, "---\ntitle: T\nurl: /mine/\n---\n\nX\n").address == "/mine/"


@pytest.mark.parametrize(
    ("written", "exported"),
    [
        ("`{{< x >}}`", "`{{</* x */>}}`"),
        ("`{{</* x */>}}`", "`{{</*/* x */*/>}}`"),
        ("`{{% x %}}`", "`{{%/* x */%}}`"),
        ("```\n{{< x\n y >}}\n```", "```\n{{</* x\n y */>}}\n```"),
        ("    {{< x >}}", "    {{</* x */>}}"),
        ("Say {{< x >}} and {{ x }}.", "Say &#123;&#123;< x >}} and {{ x }}."),
        ("A\n\n<!-- more -->\n\nB", "A\n\n<!--more-->\n\nB"),
        ("## Why?\n\n[x](#why)", "## Why? {#why}\n\n[x](#why)"),
        ("## Why ##\n\n[x](#why)", "## Why ## {#why}\n\n[x](#why)"),
        ("Why\n---\n\n[x](#why)", "Why {#why}\n---\n\n[x](#why)"),
        ("Two\nlines\n===\n\n[x](#two-lines)", "Two\nlines {#two-lines}\n===\n\n[x](#two-lines)"),
        ("## Why {#own}\n\n[x](#own)", "## Why {#own}\n\n[x](#own)"),
        ("## Why {.big}\n\n[x](#why)", "## Why {#why .big}\n\n[x](#why)"),
        ("## Why\n", "## Why"),
        ("[x](../other/post.md#a 'T')", "[x]({{< relref \"/posts/other#a\" >}} 'T')"),
        ("[x][r]\n\n[r]: ../other/post.md", '[x][r]\n\n[r]: {{< relref "/posts/other" >}}'),
        ("[x](../a-post/post.md#y)\n\n## Y", "[x](#y)\n\n## Y {#y}"),
        ("![a](<My Pic.PNG> 't') ![b](my-pic.png)", "![a](my-pic.png 't') ![b](my-pic-2.png)"),
        ("![a](p%20q.png)", "![a](p-q.png)"),
        ("[pdf](Slides 1.pdf)", "[pdf](Slides 1.pdf)"),
        ("[pdf](<Slides 1.pdf>#page=2)", "[pdf](<Slides 1.pdf>#page=2)"),
        ("[pdf](Slides.pdf#page=2)", "[pdf](slides.pdf#page=2)"),
        ("[out](https://e.org/a.png) [root](/about/)", "[out](https://e.org/a.png) [root](/about/)"),
        ("A <!-- a remark --> b", "A  b"),
    ],
)
def test_bodies(written: str, exported: str) -> None:
    text = f'---\ntitle: "T"\n---\n\n{written}\n'
    assert body_of(export(HUGO, text)) == f"{exported}\n"


def test_what_cannot_be_escaped_goes_through_the_front_matter() -> None:
    text = "---\ntitle: T\nliteral1: mine\n---\n\n`{{% alone` `{{% alone` `<!--more-->`\n"
    page = page_of(export(HUGO, text))
    assert 'literal2: "{{%"\nliteral3: "<!--more-->"\nliteral1: mine\n' in page
    assert "`{{< param literal2 >}} alone` `{{< param literal2 >}} alone` `{{< param literal3 >}}`" in page


def test_a_shortcode_in_prose_is_noted_with_its_line() -> None:
    (note,) = export(HUGO, "---\ntitle: T\n---\n\nA {{< youtube x >}}.\n").notes
    assert note == "line 5: the shortcode youtube is shown as text, not run"


@pytest.mark.parametrize(
    ("body", "id", "line"),
    [
        ("![a](../secret.png)", "pictures", 5),
        ("[a](/etc/../../x)\n\n[b](../../x.md)", "links", 7),
        ("[a](file:///etc/passwd)", "links", 5),
        ("[a](notes.md)", "links", 5),
        ("[a](pics/OUTLINE.md)", "links", 5),
        ("[a](.git/config)", "links", 5),
        ("<!-- private: x\n\ny -->\n\n[a](../unknown/post.md)", "drafts", 9),
        ("A <br> b", "construct", 5),
        ("<div>\n\nx\n\n</div>", "construct", 5),
    ],
)
def test_what_cannot_go_out_names_its_line(body: str, id: str, line: int) -> None:  # noqa: A002
    problems = export(HUGO, f"---\ntitle: T\n---\n\n{body}\n").problems
    assert [(one.id, one.line) for one in problems][:1] == [(id, line)]


def test_a_cover_outside_the_folder_is_refused() -> None:
    (problem,) = export(HUGO, "---\ntitle: T\ncover: ../../x.png\n---\n\nX\n").problems
    assert (problem.id, problem.line) == ("pictures", 3)


def test_published_no_would_stop_the_site() -> None:
    (problem,) = export(HUGO, "---\ntitle: T\npublished: false\n---\n\nX\n").problems
    assert problem.line == 3


def test_links_to_drafts_that_are_not_there_become_words_when_asked() -> None:
    words = 'A [**b** `c`](../no/post.md "t"), [d][r], [e](../other/post.md).'
    text = f"---\ntitle: T\n---\n\n{words}\n\n[r]: ../no/post.md#x\n"
    exported = export(HUGO, text, options=ExportOptions(unlink=True))
    assert body_of(exported) == 'A **b** `c`, d, [e]({{< relref "/posts/other" >}}).\n\n[r]: #\n'
    assert len(exported.notes) == 2


def test_raw_html_goes_out_where_the_site_takes_it_with_its_links_mended() -> None:
    tags = '<img src="My Pic.png" alt="x"> <a href="../other/post.md#b">o</a> <!-- kept -->'
    text = f"---\ntitle: T\n---\n\n{tags}\n"
    exported = export(HUGO, text, raw_html=True)
    assert body_of(exported) == (
        '<img src="my-pic.png" alt="x"> <a href="https://example.org/posts/other/#b">o</a> <!-- kept -->\n'
    )


def test_old_addresses_become_aliases_without_their_host() -> None:
    options = ExportOptions(aliases=("https://example.org/posts/old/", "/older/"))
    assert 'aliases: ["/posts/old/", "/older/"]\n' in page_of(export(HUGO, FULL, options=options))


def test_windows_line_ends_make_no_difference() -> None:
    assert export(HUGO, FULL.replace("\n", "\r\n")).files == export(HUGO, FULL).files


_PIECES = [
    "{{<",
    "{{%",
    ">}}",
    "%}}",
    "{{",
    "`",
    "```\n",
    "\n",
    " ",
    "x",
    "/*",
    "*/",
    "<!--more-->",
    "    ",
    "|",
    "[",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=30).map("".join))
def test_no_text_leaves_a_shortcode_that_hugo_would_run(body: str) -> None:
    page = export(HUGO, f"---\ntitle: T\n---\n\n{body}\n", raw_html=True).files[0].content.decode()
    text = page.split("\n---\n", 1)[1]
    place = 0
    while (
        place := min((at for mark in ("{{<", "{{%") if (at := text.find(mark, place)) >= 0), default=-1)
    ) >= 0:
        rest = text[place + 3 :]
        assert rest.startswith((" param literal", "/*")), text[place : place + 40]
        place += 3 if rest.startswith(" param") else rest.index("*/") + 3


def test_a_post_of_which_only_the_address_is_known_is_linked_by_it() -> None:
    other = OtherPost(slug="other", address="https://example.org/posts/other/")
    text = "---\ntitle: T\n---\n\n[o](../other/post.md#b)\n"
    assert body_of(export(HUGO, text, others=(other,))) == "[o](https://example.org/posts/other/#b)\n"


def test_a_comment_that_only_begins_in_code_hides_no_html() -> None:
    (problem,) = export(HUGO, "---\ntitle: T\n---\n\nA `<!--` and <br> and `-->`.\n").problems
    assert problem.line == 5


def test_hostile_texts_take_no_longer_than_long_ones() -> None:
    # 200,000 openings took a minute and a half when each was searched to the end of the text.
    started = time.process_time()
    for piece in ("<!--", "{{<", "`{{% ` ", "<a ", "![a](", "[a]: "):
        export(HUGO, piece * (60_000 // len(piece)), raw_html=True)
    assert time.process_time() - started < 15


def test_a_date_that_would_stop_the_build_is_a_problem() -> None:
    exported = export(HUGO, '---\ntitle: "T"\ndate: soon\nupdated: 2026/11/5\n---\n\nText.\n')
    (problem,) = exported.problems
    assert (problem.line, problem.id, problem.sentence) == (3, "date", "date 'soon' cannot be read")
    assert "lastmod: 2026-11-05\n" in exported.files[0].content.decode()


@pytest.mark.parametrize("name", ["chapter.html", "MORE.MD", "sub/page.adoc"])
def test_a_file_that_hugo_takes_for_a_page_is_a_problem(name: str) -> None:
    exported = export(HUGO, f'---\ntitle: "T"\n---\n\nSee [this]({name}).\n')
    (problem,) = exported.problems
    assert (problem.line, problem.id) == (5, "links")
    assert problem.sentence == f"{name} is a page to Hugo, which publishes none beside a post"
