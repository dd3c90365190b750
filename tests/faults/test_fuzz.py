"""Texts nobody thought of, through everything that reads or cuts texts: no exception, no lost byte."""

from __future__ import annotations

import contextlib
import functools
import re
from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from draftloop.adapters.checkers.guards import guard
from draftloop.adapters.front_matter import read_fields
from draftloop.adapters.markdown import Markdown
from draftloop.loop.blocks import line_starts
from draftloop.loop.corrections import read_corrections
from draftloop.loop.errors import Unreadable
from draftloop.loop.front_matter import append_record, body_of, read_plain, remove_field, set_field
from draftloop.loop.front_matter_block import Kind, block_lines, entries, find_block
from draftloop.loop.idea import idea_from
from draftloop.loop.ignores import parse_ignores
from draftloop.loop.ledger import parse_ledger
from draftloop.loop.line_ends import carry_over, editor_text
from draftloop.loop.outline import parse_outline
from draftloop.loop.plain import disarmed, safe
from draftloop.loop.slug import slug_of
from draftloop.loop.versions import parse_version
from draftloop.tui.widgets.stand_ins import StandIns
from tests.bad_escapes import ESCAPES, HIDDEN, MARKUP
from tests.bad_files import ENCODINGS, FRONT_MATTER, MARKDOWN
from tests.faults.harness import has_time, size, trying

MANY = size(fast=60, full=4_000)
FUZZ = settings(
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    derandomize=MANY < 100,
)
"""The fast tier tries the same texts every time."""
_BATCH = 250
"""hypothesis remembers every text of a run, which came to gigabytes."""

Check = Callable[..., None]


def fuzzed(*strategies: st.SearchStrategy[str]) -> Callable[[Check], Callable[[], None]]:
    """Try a check on as many texts as the tier wants, and tell how many it stood."""

    def wrap(check: Check) -> Callable[[], None]:
        @functools.wraps(check)
        def run() -> None:
            row = trying("P7 P8 P9 P18", "fuzzed texts")
            stood = 0
            try:
                while stood < MANY and (has_time() or not stood):
                    count = min(_BATCH, MANY - stood)
                    settings(FUZZ, max_examples=count)(given(*strategies)(check))()
                    stood += count
            finally:
                row.note(stood, stood)

        # pytest would ask for fixtures by the names of the texts.
        del run.__dict__["__wrapped__"]
        return run

    return wrap


PIECES = [
    *(
        "---",
        "+++",
        "\n",
        "\r\n",
        "\r",
        " ",
        "\t",
        ": ",
        "- ",
        "# ",
        "[",
        "]",
        "{",
        "}",
        "|",
        ">",
        "&a ",
        "*a",
    ),
    *(
        "'",
        '"',
        "\\",
        "title: x\n",
        "tags: [a, b]\n",
        "a:\n  - b\n",
        "<<: *a",
        "? ",
        "!!x ",
        "%YAML 1.1\n",
        "...",
    ),
    *(
        "`",
        "```\n",
        "~~~",
        "![",
        "](",
        "<!--",
        "-->",
        "<div>",
        "{{<",
        ">}}",
        "$$",
        "[^1]: ",
        "| a |\n|---|\n",
    ),
    *(
        "\x00",
        "\x1b",
        "\x85",
        "\u2028",
        "\ufeff",
        "\u200d",
        "\u202e",
        "\ud800",
        "é",
        "日",
        "👩",
        "\U000e0041",
        "x" * 70,
    ),
    *("https://u:p@example.org/a?b=c#d", "@1", "@12:30", "prose", "..", "/", "= 1", '[[match]]\nold = "a"\n'),
]
TEXTS = st.one_of(
    st.text(st.characters(), max_size=80),
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.sampled_from(
        [one.data.decode("utf-8", "replace") for one in (*FRONT_MATTER, *MARKDOWN, *ENCODINGS)]
    ).filter(lambda text: len(text) < 5_000),
)
SOUND = TEXTS.map(lambda text: text.encode("utf-8", "replace").decode())
"""As a file can hold it."""
ANY = st.text(st.characters(exclude_categories=()), max_size=60) | st.sampled_from(
    [*ESCAPES.values(), *HIDDEN.values(), *MARKUP.values()]
)
KEYS = st.sampled_from(["title", "tags", "a", "date", "slug", "x-y"])


@fuzzed(ANY | TEXTS, ANY)
def test_safe_is_harmless_whatever_it_is_given(one: str, other: str) -> None:
    shown = safe(one)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", shown)
    assert safe(shown) == shown
    assert safe(shown + safe(other)) == safe(shown + other)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", disarmed(one))


@fuzzed(ANY | TEXTS)
def test_stand_ins_give_every_character_back(text: str) -> None:
    stand_ins = StandIns(text)
    hidden = stand_ins.hide(text)
    assert stand_ins.reveal(hidden) == text
    assert len(stand_ins.picture(hidden)) == len(text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", stand_ins.picture(hidden))


@fuzzed(SOUND)
def test_a_block_is_found_or_not_and_nothing_is_lost(text: str) -> None:
    block = find_block(text)
    assert 0 <= block.start <= block.end <= max(block.end, block.body) <= len(text) or not block.body
    assert text.endswith(body_of(text))
    if block.kind is Kind.YAML:
        lines = block_lines(text, block)
        assert "".join(lines) == text[block.start : block.end]
        try:
            found = entries(lines)
        except Unreadable:
            return
        places = [(one.first, one.stop) for one in found]
        assert places == sorted(places)
        assert all(first < stop <= len(lines) for first, stop in places)


@fuzzed(SOUND)
def test_front_matter_is_read_or_named(text: str) -> None:
    plain = read_plain(text)
    try:
        fields = read_fields(text, "x.md")
    except Unreadable as found:
        error = found
    else:
        assert plain is None or dict(plain) == dict(fields)
        idea_from("x", "ideas/x.md", fields, text)
        return
    assert error.line is None or 1 <= error.line <= text.count("\n") + 2
    assert plain is None


@fuzzed(SOUND, KEYS, SOUND.map(lambda text: text[:40]))
def test_a_splice_leaves_every_other_byte(text: str, key: str, value: str) -> None:
    try:
        changed = set_field(text, key, value)
        without = remove_field(text, key)
    except Unreadable:
        return
    assert body_of(changed) == body_of(text) or find_block(text).kind is not Kind.YAML
    assert changed.endswith(body_of(text).removeprefix("\ufeff"))
    if find_block(text).kind is Kind.YAML:
        assert remove_field(changed, key) == without
    assert set_field(changed, key, value) == changed
    try:
        fields = read_fields(changed)
    except Unreadable:
        return  # it was broken before
    clean = value.replace("\ud800", "\ufffd")
    assert fields.get(key) == clean


@fuzzed(SOUND)
def test_a_record_is_added_at_the_end_or_refused(text: str) -> None:
    try:
        changed = append_record(text, "asked", {"who": "M."})
    except Unreadable:
        return
    assert len(changed) > len(text)
    assert changed.endswith(body_of(text).removeprefix("\ufeff"))


@fuzzed(SOUND, SOUND)
def test_line_ends_outside_an_edit_stay(original: str, edited: str) -> None:
    assert carry_over(original, editor_text(original)) == original
    edited = editor_text(edited)
    assert editor_text(carry_over(original, edited)) == edited


@fuzzed(SOUND)
def test_markdown_is_read_with_places_inside_the_text(text: str) -> None:
    prose = Markdown().read(text)
    for block in prose.blocks:
        assert 1 <= block.line <= len(line_starts(text)) + 1
    for gap in prose.gaps:
        assert 1 <= gap.line <= len(line_starts(text)) + 1


@fuzzed(SOUND)
def test_tables_are_read_or_named(text: str) -> None:
    for parse in (parse_ledger, read_corrections, parse_ignores):
        with contextlib.suppress(Unreadable):
            parse(text, "x.toml")


@fuzzed(SOUND)
def test_an_outline_has_every_point_once(text: str) -> None:
    outline = parse_outline(text)
    for point in outline.points:
        assert "\n" not in point.text


@fuzzed(ANY | SOUND)
def test_names_are_names_or_nothing(text: str) -> None:
    parse_version(text)
    slug = slug_of(text, "2026-11-21")
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug), slug
    assert len(slug) <= 80


@fuzzed(SOUND)
def test_no_engine_is_given_what_kills_it(text: str) -> None:
    for piece in guard(text):
        assert not re.search(r"\w{65,}|\S{200,}|\x00|\x1b", piece.text)
        assert len(piece.text) <= 20_000
