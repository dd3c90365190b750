"""Marks on the post as a whole: opening, headings, links, pictures, acronyms."""

from __future__ import annotations

import pytest

from tests.loop.looks import FIRST, behind, found, marked, plain, rules


def test_headings_are_checked_as_an_outline() -> None:
    text = "# One\n\nText.\n\n### Three words here.\n\nText.\n\n# One\n\nText.\n\n## Empty\n"
    found = set(rules(text))
    assert {"HeadingLevel", "HeadingStop", "TwoTitles", "HeadingRepeated", "HeadingEmpty"} <= found


@pytest.mark.parametrize(
    "text",
    [
        "## A\n\n### Notes\n\nx.\n\n## B\n\n### Notes\n\ny.\n",
        "### Deep\n\nText.\n\n#### Deeper\n\nText.\n",
        "## Film\n\n<iframe src='x' title='A film'></iframe>\n",
        "## Code\n\n```\nx\n```\n",
        "## Version 1.0\n\nText.\n\n## And so on...\n\nText.\n",
        "## Parent\n\n### Child\n\nText.\n",
    ],
)
def test_headings_that_are_fine(text: str) -> None:
    assert rules(text) == []


def test_a_comment_is_no_text_below_a_heading() -> None:
    assert rules("## Empty\n\n<!-- later -->\n\n## Next\n\nText.\n") == ["HeadingEmpty"]


def test_a_long_heading_is_marked_but_not_the_title_of_a_linked_page() -> None:
    long = "What we learned about slow requests " * 3
    assert rules(f"## {long}\n\nText.\n") == ["HeadingLong"]
    assert rules(f"## [{long}](https://a.example)\n\nText.\n") == []
    assert behind(
        "## A heading of some seventy and five characters that goes on and on and on\n\nText.\n"
    ) == ["HeadingLong"]


def test_one_heading_in_title_case_among_others_is_odd() -> None:
    plain_ones = "".join(f"## How the {word} came about\n\nText.\n\n" for word in ("disk", "cache", "queue"))
    assert rules(f"{plain_ones}## What Nobody Ever Knew About Them\n\nText.\n") == ["HeadingCase"]
    assert rules("## What Nobody Ever Knew\n\nText.\n\n## How Everything Came About\n\nText.\n") == []


def test_pictures_need_words() -> None:
    assert rules("![](map.png)\n") == ["PictureAlt"]
    assert rules("![map.png](img/map.png)\n") == ["PictureAlt"]
    assert rules("![Screenshot 3](img/map.png)\n") == ["PictureAlt"]
    assert rules("![A map of the harbor](map.png)\n") == []
    assert behind(f"![{plain(36)}](map.png)\n") == ["PictureAlt"]


def test_embedded_pictures_and_films_need_words_too() -> None:
    assert rules('<img src="a.png">\n') == ["PictureAlt"]
    assert rules('<video src="a.mp4"></video>\n') == ["EmbedCaption"]
    assert rules('<iframe src="https://a.example"></iframe>\n') == ["EmbedCaption"]


@pytest.mark.parametrize(
    "text",
    [
        '<img src="a.png" alt="A map">\n',
        '<img src="line.png" alt="">\n',
        '<iframe src="https://a.example" title="A talk"></iframe>\n',
        '<figure><video src="a.mp4"></video><figcaption>The crash</figcaption></figure>\n',
        '```html\n<img src="a.png">\n```\n',
        'Write `<img src="a.png">` there.\n',
        '<!-- <img src="a.png"> -->\n\nText.\n',
        '{{<img src="a.jpg" caption="The map">}}\n',
    ],
)
def test_embeds_that_are_fine(text: str) -> None:
    assert rules(text) == []


def test_vague_links_are_marked() -> None:
    assert rules("Read it [here](https://a.example).\n") == ["LinkText"]
    assert rules("Read [what we measured](https://a.example).\n") == []


def test_one_text_for_two_pages_is_marked_at_the_second() -> None:
    text = "See [the long report](https://a.example/1). And [the long report](https://a.example/2).\n"
    assert marked(text, "LinkTwice") == ["[the long report](https://a.example/2)"]
    same = "See [the long report](https://a.example/1). And [the long report](https://www.a.example/1/).\n"
    assert found(same.replace("https://www.", "https://")) == []


def test_labels_in_a_list_may_lead_to_many_pages() -> None:
    text = "".join(f"- Ann: [final report](https://a.example/{number})\n" for number in range(4))
    assert found(text) == []


def test_an_address_in_the_middle_of_a_sentence_is_marked() -> None:
    address = "https://example.org/2019/03/a-very-long-address-of-a-page"
    assert found(f"What we wrote down at {address} still holds for all of us.\n") == ["BareAddress"]
    assert found(f"It is there: <{address}>\n") == []
    assert found(f"- {address}\n") == []
    assert found("What we wrote at https://a.example still holds for all of us.\n") == []


def test_an_acronym_is_marked_once_and_only_when_nobody_explains_it() -> None:
    assert found("The QZX is slow. We tuned the QZX.\n") == ["AcronymUnexplained"]
    assert marked("The QZX is slow. We tuned the QZX.\n", "AcronymUnexplained") == ["QZX"]


def test_an_acronym_is_shown_from_the_third_time_on() -> None:
    assert rules("The QZX is slow. We tuned the QZX.\n") == []
    assert rules("The QZX is slow. We tuned the QZX, that QZX.\n") == ["AcronymUnexplained"]


@pytest.mark.parametrize(
    "text",
    [
        "The quick zone (QZX) is slow. We tuned the QZX.\n",
        "The QZX (quick zone) is slow. We tuned the QZX.\n",
        "The QZX, short for what it does, is slow. We tuned the QZX.\n",
        "A quorum of zonal xenoliths is slow. We tuned the QZX and the QZX.\n",
        "The [QZX](https://a.example) is slow. We tuned the QZX.\n",
        "The QZX is slow.\n",
        "The API calls the API over HTTP and HTTP.\n",
        "Call QZX() and QZX() or QZX_ID and QZX-12 or QZX-13.\n",
        "The `QZX` flag and the `QZX` file.\n",
        "Do NOT do that, it is NOT fine, NEVER, NEVER.\n",
    ],
)
def test_acronyms_that_need_no_introduction(text: str) -> None:
    assert found(text) == []


def test_what_the_title_names_needs_no_introduction() -> None:
    assert found("The QZX is slow. We tuned the QZX.\n", "Why QZX") == []


@pytest.mark.parametrize(
    "first",
    [
        "In this post, I will show how to build one.",
        "In this blog post we'll look at caches.",
        "This article will explain caches.",
        "Today I'm going to talk about caches.",
        "Have you ever wondered why caches lie?",
        "In today's fast-paced world caches lie.",
        "The goal of this post is to explain caches.",
    ],
)
def test_clearing_the_throat_is_marked_in_the_first_sentence(first: str) -> None:
    assert "ThroatClearing" in rules(f"{first} They lie.\n")
    assert "ThroatClearing" not in rules(f"Caches lie. {first}\n")


@pytest.mark.parametrize(
    "first",
    [
        "In this post-mortem, nobody will be blamed.",
        "Today the cache lied.",
        "This post was written on a train.",
        "In 2019 I wanted to know why caches lie.",
    ],
)
def test_a_plain_beginning_clears_nothing(first: str) -> None:
    assert rules(f"{first} It did.\n") == []


def test_a_long_first_paragraph_is_marked() -> None:
    assert rules(f"{plain(105)}\n") == ["LongOpening"]
    assert behind(f"{plain(75)}\n") == ["LongOpening"]
    assert rules(f"{FIRST}\n\n{plain(105)}\n") == []


def test_a_title_whose_words_come_late_is_marked() -> None:
    body = "\n\n".join([plain(40)] * 4)
    assert "Promise" in found(f"{body}\n", "Atomic transactions in databases")
    assert "Promise" not in found(
        f"A transaction is all or nothing.\n\n{body}\n", "Atomic transactions in databases"
    )
    assert "Promise" not in found(f"A database may lie.\n\n{body}\n", "Atomic transactions in databases")


@pytest.mark.parametrize(
    "title", ["", "Qwxyzing for glory", "RSC for nobody", "How it works", "Week notes, part 3"]
)
def test_a_title_that_promises_nothing_in_particular_is_fine(title: str) -> None:
    assert "Promise" not in found("\n\n".join([plain(40)] * 4), title)


def test_the_first_heading_stands_for_a_title() -> None:
    body = "\n\n".join([plain(40)] * 4)
    assert "Promise" in found(f"# Atomic transactions in databases\n\n{body}\n")
