"""The page of a diff: every point once, all links lead somewhere, nothing of the user's is markup."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draftloop.steps.diff import diff_texts
from draftloop.steps.diff_page import MARK, changed_words, diff_page
from tests.loop.outlines import as_markdown, read_pairs

VOID = {"meta", "br"}


class Page(HTMLParser):
    """What a browser would find, and a complaint for what it would have to guess."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.names: set[str] = set()
        self.script = ""
        self.text = ""
        self.policy = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.names |= {tag, *given}
        if tag not in VOID:
            self.open.append(tag)
        if "id" in given:
            self.ids.append(given["id"])
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given["content"]
        self.targets += given.get("data-to", "").split()
        href = given.get("href", "#")
        assert href.startswith("#")
        self.targets += [href[1:]] if href[1:] else []

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["script"]:
            self.script += data
        elif self.open[-1:] != ["style"]:
            self.text += data


def page_of(old: str, new: str) -> Page:
    return Page(diff_page(diff_texts(old, new), "old.md", "new.md"))


@pytest.mark.parametrize("pair", read_pairs()[:10], ids=lambda pair: str(pair["id"]))
def test_every_point_is_there_once_and_every_link_leads_to_one(pair: dict[str, list[dict[str, str]]]) -> None:
    found = diff_texts(as_markdown(pair["old"]), as_markdown(pair["new"]))
    page = Page(diff_page(found, "a", "b"))
    points = [f"o{n}" for n in range(len(found.old.points))] + [f"n{n}" for n in range(len(found.new.points))]
    assert sorted(page.ids) == sorted([*points, "dropped", "unsure", "pair", "lines"])
    assert set(page.targets) <= set(page.ids)


def test_what_was_dropped_comes_first_with_its_nearest_point() -> None:
    page = page_of(
        "- retries are not free\n- jitter spreads the load\n", "- retries are not free, measured\n"
    )
    text = " ".join(page.text.split())
    assert text.index("Dropped 1") < text.index("jitter spreads the load") < text.index("Both outlines")
    assert "settled" in text
    assert "compared by words" in text


def test_the_one_script_is_the_one_that_the_policy_allows() -> None:
    page = page_of("- a\n", "- b\n")
    digest = b64encode(sha256(page.script.encode()).digest()).decode()
    assert page.policy == f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    assert not {"src", "onclick", "onload", "link", "iframe", "img", "base", "form"} & page.names


def test_nothing_of_the_user_is_markup() -> None:
    bad = "</script><script>alert(1)</script> \"' onmouseover=x & \x1b[31m \u202e <img src=x>"
    found = diff_texts(f"- {bad}\n- x {bad}\n", f"- y {bad}\n")
    text = diff_page(found, f"a{bad}", bad)
    page = Page(text)
    assert text.count("<script>") == 1
    assert "img" not in page.names
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "<img src=x>" in page.text


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=120), st.text(max_size=120))
def test_any_texts_make_a_page(old: str, new: str) -> None:
    text = diff_page(diff_texts(f"- {old}\n- same\n", f"- {new}\n- same\n"), old, new)
    Page(text)
    assert MARK in text[:200]
    text.encode()


def test_the_same_input_makes_the_same_page() -> None:
    found = diff_texts("- a b c\n- d\n", "- a b\n- e\n")
    assert diff_page(found, "a", "b") == diff_page(found, "a", "b")


def test_the_words_that_changed_are_marked_in_both() -> None:
    assert changed_words("a budget, not a count", "a budget and not one count") == (
        'a budget, not <span class="w">a</span> count',
        'a budget <span class="w">and</span> not <span class="w">one</span> count',
    )
    assert changed_words("quite other words", "nothing in common") is None
    assert changed_words("the same words", "The same, words") is None


def test_deep_and_long_outlines_make_a_page() -> None:
    deep = "".join("  " * (n % 300) + f"- point {n} & more\n" for n in range(3000))
    page = page_of(deep, deep + "- one more\n")
    assert len(page.ids) == 6003
