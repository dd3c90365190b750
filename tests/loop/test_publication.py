"""Addresses, names, links and the state of files: the rules every kind of site shares."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draftloop.adapters.markdown import Markdown
from draftloop.loop.destinations import find_destinations
from draftloop.loop.ledger import digest
from draftloop.loop.publication import (
    Splice,
    absolute,
    apply_splices,
    fill_address,
    heading_ids,
    judge_file,
    safe_name,
    understand_link,
)


@pytest.mark.parametrize(
    ("target", "kind", "name", "fragment"),
    [
        ("../other/post.md#why", "draft", "other", "why"),
        ("../caf%C3%A9/post.md", "draft", "café", ""),
        ("#why", "anchor", "", "why"),
        ("pics/a%20b.png", "file", "pics/a b.png", ""),
        ("./a.png?x=1", "file", "a.png", ""),
        ("https://example.org/a", "outside", "", ""),
        ("//example.org/a", "outside", "", ""),
        ("/about/", "outside", "", ""),
        ("mailto:a@b.c", "outside", "", ""),
        ("", "outside", "", ""),
        ("../secret.png", "escape", "../secret.png", ""),
        ("a/../../secret.png", "escape", "../secret.png", ""),
        ("%2e%2e/secret.png", "escape", "../secret.png", ""),
        ("..\\secret.png", "escape", "..\\secret.png", ""),
        ("file:///etc/passwd", "escape", "", ""),
        ("C:/secret.png", "escape", "", ""),
        ("../../drafts/x/post.md", "escape", "../../drafts/x/post.md", ""),
    ],
)
def test_what_a_link_leads_to(target: str, kind: str, name: str, fragment: str) -> None:
    found = understand_link(target)
    assert (found.kind, found.name, found.fragment) == (kind, name, fragment)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("My Shot (1).PNG", "my-shot-1.png"),
        ("pics/Größe é.jpeg", "grosse-e.jpeg".replace("grosse", "gro-e")),
        ("日本.png", "file.png"),
        (".hidden", "hidden"),
        ("a.tar.gz", "a-tar.gz"),
        ("x" * 200 + ".png", "x" * 60 + ".png"),
    ],
)
def test_picture_names_are_plain(path: str, name: str) -> None:
    assert safe_name(path, ()) == name


def test_names_that_fall_together_are_numbered() -> None:
    assert safe_name("A b.png", {"a-b.png", "a-b-2.png"}) == "a-b-3.png"


@given(st.text(max_size=40))
def test_a_safe_name_is_always_safe(path: str) -> None:
    name = safe_name(path, ())
    assert name
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    assert not name.startswith((".", "-"))


def test_address_patterns() -> None:
    when = date(2026, 11, 5)
    assert fill_address("/{year}/{month}/{day}/{slug}.html", "a", when) == "/2026/11/05/a.html"
    assert fill_address("/{year}/{slug}/", "a", None) == "/{year}/a/"
    assert absolute("https://example.org/blog/", "/a/") == "https://example.org/blog/a/"
    assert absolute("", "/a/") == "/a/"


def test_headings_are_named_as_on_github_and_twice_the_same_is_numbered() -> None:
    prose = Markdown().read(
        '# A\n\n## Why "quotes" & <b>angle</b>?\n\n## Why\n\n## Why\n\n## Own {#mine}\n\n## Ünï_x `a.b`\n'
    )
    ids = heading_ids(prose.headings)
    assert {"a", "why-quotes--angle", "why-quotes-angle", "why", "why-1", "mine", "ünï_x-ab"} <= ids.keys()
    assert ids["why-1"].line > ids["why"].line


@pytest.mark.parametrize(
    ("wanted", "found", "recorded", "state"),
    [
        (b"a", None, None, "new"),
        (b"a", b"a", None, "same"),
        (b"a", b"a\r\n".replace(b"\r\n", b""), "other", "same"),
        (b"b", b"a", "a", "changed"),
        (b"b", b"c", "a", "edited"),
        (b"b", b"c", None, "unrecorded"),
        (b"b", None, "a", "gone"),
        (None, b"a", "a", "removed"),
        (None, b"c", "a", "edited"),
        (None, None, "a", "same"),
    ],
)
def test_the_state_of_a_file(
    wanted: bytes | None, found: bytes | None, recorded: str | None, state: str
) -> None:
    known = digest(recorded.encode()) if recorded else None
    change = judge_file("x", wanted, found, known)
    assert change.state == state
    assert change.is_conflict == (state in ("edited", "unrecorded", "gone"))
    assert change.is_needed == (state in ("new", "changed", "removed"))


def test_splices_apply_in_order_and_the_first_of_two_that_overlap_holds() -> None:
    splices = [
        Splice(start=4, end=6, text="X"),
        Splice(start=0, end=1, text="Y"),
        Splice(start=5, end=7, text="Z"),
    ]
    assert apply_splices("abcdefgh", splices) == "YbcdXgh"
    assert apply_splices("abcdefgh", splices, 3) == "dXgh"


def test_every_way_to_write_a_target_is_found_and_code_is_not() -> None:
    text = """[a](x.md "t") ![b [c]](<p q.png>) [![in](i.png)](o.md) [r][ref] `[no](code.md)`

[ref]: r.md (title)
[^1]: a footnote

<img alt="x" src="h.png"> <a href='k&amp;l.md'>k</a> \\<img src="no.png"> <!-- <img src="no.png"> -->

    [no](indented.md)

[paren](a(b)c.md) [esc](a\\)b.md) <https://auto.example/>
"""
    found = find_destinations(text, Markdown().read(text))
    assert [at.target for at in found] == [
        "x.md",
        "p q.png",
        "i.png",
        "o.md",
        "r.md",
        "h.png",
        "k&l.md",
        "a(b)c.md",
        "a)b.md",
    ]
    assert [at.target for at in found if at.is_picture] == ["p q.png", "i.png", "h.png"]
    assert [text[at.start : at.end] for at in found][1] == "<p q.png>"


@given(st.text("[]()!<>`\\ \n#ax./:\"'-{", max_size=60))
def test_any_text_gives_ranges_inside_itself(text: str) -> None:
    for at in find_destinations(text, Markdown().read(text)):
        assert 0 <= at.start <= at.end <= len(text)
