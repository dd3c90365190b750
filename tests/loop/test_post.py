"""A post read for publishing: fields, private comments, and the way back to the line."""

from __future__ import annotations

import pytest

from draftloop.adapters.front_matter import read_fields
from draftloop.adapters.markdown import Markdown
from draftloop.loop.errors import Unreadable
from draftloop.loop.post import Post, compose_post, moment_of, texts_of


def post(text: str) -> Post:
    path = "drafts/a/post.md"
    return compose_post("a", path, text, read_fields(text, path), Markdown().read)[0]


def test_unknown_keys_are_kept_verbatim_in_order_and_ours_are_known() -> None:
    found = post(
        '---\nzeta: {a: 1}  # odd\ntitle: "T"\n'
        "# a remark of mine\nalpha:\n  - x\n\n  - y\nasked: 3\n---\n\nText.\n"
    )
    assert [(entry.key, entry.source) for entry in found.unknown] == [
        ("zeta", "zeta: {a: 1}  # odd"),
        ("alpha", "alpha:\n  - x\n\n  - y"),
    ]
    assert found.title == "T"
    assert (found.line_of("title"), found.line_of("asked"), found.line_of("none")) == (3, 9, 1)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("A <!-- private: x --> b.\n", "A  b.\n"),
        ("A.\n\n<!-- private: x\n\ny -->\n\nB.\n", "A.\n\nB.\n"),
        ("A.\n<!--private:x-->\nB.\n", "A.\nB.\n"),
        ("- a\n  <!-- PRIVATE: x -->\n- b\n", "- a\n- b\n"),
        ("<!-- private: x --><!-- private: y -->\nB.\n", "\nB.\n"),
        ("<!-- not private: x -->\n", "<!-- not private: x -->\n"),
        (
            "`<!-- private: x -->` and\n\n```\n<!-- private: y -->\n```\n",
            "`<!-- private: x -->` and\n\n```\n<!-- private: y -->\n```\n",
        ),
        ("<!-- private: a `b --> c` d -->\n", " c` d -->\n"),
    ],
)
def test_private_comments_are_cut_outside_code(text: str, left: str) -> None:
    assert post(text).body == left


def test_a_private_comment_that_never_ends_keeps_the_post_back() -> None:
    with pytest.raises(Unreadable) as caught:
        post("A.\n\n<!-- private: the rest\n\nof everything\n")
    assert caught.value.line == 3


def test_lines_are_those_of_the_file_although_text_was_cut() -> None:
    text = '---\ntitle: "T"\n---\n\nOne.\n\n<!-- private: a\nb -->\n\nTwo.\n\n<!-- private: c -->\n\nThree.\n'
    found = post(text)
    for word in ("One", "Two", "Three"):
        assert found.line_at(found.text.index(word)) == text[: text.index(word)].count("\n") + 1


def test_a_shortcode_left_open_in_prose_hides_no_fence() -> None:
    text = "Say {{< here.\n\n```\ncode >}}\n```\n"
    _, prose = compose_post("a", "p", text, {}, Markdown().read)
    assert [text[code.start : code.end].strip() for code in prose.code] == ["```\ncode >}}\n```"]


def test_windows_line_ends_are_folded() -> None:
    assert post('---\r\ntitle: "T"\r\n---\r\n\r\nA.\r\n').text == '---\ntitle: "T"\n---\n\nA.\n'


@pytest.mark.parametrize("text", ["+++\ntitle = 'x'\n+++\nA\n", "---\ntitle: x\nA\n"])
def test_front_matter_that_cannot_be_copied_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        post(text)


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2026-11-15", "2026-11-15"),
        ("2026-11-15 10:00:00 +0100", "2026-11-15T10:00:00+01:00"),
        ("2026-11-15T10:00:00Z", "2026-11-15T10:00:00+00:00"),
        ("2026-11-15T10:00", "2026-11-15T10:00:00"),
        ("2026/11/15", "2026-11-15"),
        ("2026/4/5 9:05 +01", "2026-04-05T09:05:00+01:00"),
        ("2026/11-15", None),
        ("Nov 15", None),
        ("2026-13-01", None),
        ("", None),
    ],
)
def test_dates_are_read_as_people_write_them(written: str, iso: str | None) -> None:
    when = moment_of(written)
    assert (when and when.isoformat()) == iso


def test_lists_of_texts() -> None:
    assert texts_of(None) == ()
    assert texts_of("go") == ("go",)
    assert texts_of(["go", "c"]) == ("go", "c")
    assert texts_of(["go", ["c"]]) is None
    assert texts_of({"go": "c"}) is None


def test_a_byte_order_mark_is_no_part_of_a_body_without_front_matter() -> None:
    assert post("\ufeffText.\n").body == "Text.\n"
    assert post('\ufeff---\ntitle: "T"\n---\nText.\n').body == "Text.\n"


def test_toml_is_refused_with_the_way_out() -> None:
    with pytest.raises(Unreadable) as caught:
        post('+++\ntitle = "T"\n+++\n\nText.\n')
    assert caught.value.reason == "the front matter is TOML"
    assert "hugo convert toYAML" in caught.value.remedy
