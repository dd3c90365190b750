"""exported.toml: read as values, changed line by line."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draftloop.loop.errors import Unreadable
from draftloop.loop.ledger import Entry, digest, parse_ledger, write_entry

FIRST = datetime.fromisoformat("2026-11-15T22:31:00+01:00")
ENTRY = Entry(
    address="https://example.org/posts/a/",
    shipped=FIRST,
    files={"content/posts/a/index.md": "sha256:aa", "content/posts/a/b.png": "sha256:bb"},
)
WRITTEN = """[site]
address = "https://example.org/posts/a/"
shipped = 2026-11-15T22:31:00+01:00
[site.files]
"content/posts/a/b.png" = "sha256:bb"
"content/posts/a/index.md" = "sha256:aa"
"""


def test_a_new_ledger_reads_as_the_format_says() -> None:
    assert write_entry("", "site", ENTRY) == WRITTEN
    assert parse_ledger(WRITTEN) == {"site": ENTRY}


def test_a_missing_ledger_is_empty() -> None:
    assert parse_ledger("") == {}


def test_writing_what_stands_there_changes_no_byte() -> None:
    odd = "# mine\n[site]   # where\nshipped = 2026-11-15T22:31:00+01:00 # never\n" + WRITTEN.split("\n", 1)[
        1
    ].replace("shipped = 2026-11-15T22:31:00+01:00\n", "")
    assert write_entry(odd, "site", ENTRY) == odd


def test_comments_foreign_keys_and_foreign_tables_survive() -> None:
    text = """# my ledger

[dev]
state = "draft"  # pending, draft, public
id = "1234"
note = "mine"

[site] # the blog
address = "https://example.org/old/" # changes with the slug
shipped = 2026-11-15T22:31:00+01:00    # first time in public
mine = 1
[site.files]
# what lies there
"a.md" = "sha256:aa"
"gone.md" = "sha256:00"

[[other]]
x = 1
"""
    after = write_entry(text, "site", replace(ENTRY, files={"a.md": "sha256:ab", "new.md": "sha256:ff"}))
    assert after == text.replace("https://example.org/old/", "https://example.org/posts/a/").replace(
        '"a.md" = "sha256:aa"\n"gone.md" = "sha256:00"\n', '"a.md" = "sha256:ab"\n"new.md" = "sha256:ff"\n'
    )


def test_the_first_time_in_public_never_changes() -> None:
    later = datetime.fromisoformat("2027-01-01T00:00:00+01:00")
    text = write_entry(WRITTEN, "site", replace(ENTRY, shipped=later, address="https://example.org/b/"))
    assert parse_ledger(text)["site"].shipped == FIRST


def test_a_draft_that_becomes_public_loses_its_state() -> None:
    draft = replace(ENTRY, state="draft", shipped=None)
    text = write_entry("", "site", draft)
    assert 'state = "draft"' in text
    assert not parse_ledger(text)["site"].is_public
    assert write_entry(text, "site", ENTRY).count("state") == 0


def test_line_ends_of_the_file_are_kept() -> None:
    text = write_entry(WRITTEN.replace("\n", "\r\n"), "dev", Entry(state="pending", id="12"))
    assert text == WRITTEN.replace("\n", "\r\n") + '\r\n[dev]\r\nstate = "pending"\r\nid = "12"\r\n'


def test_target_names_and_paths_with_odd_characters_are_quoted() -> None:
    entry = Entry(address='a"b', files={'posts/ö "q"/index.md': "sha256:1"}, aliases=("/old/", "/ö/"))
    text = write_entry("", "my site", entry)
    assert parse_ledger(text) == {"my site": entry}


@pytest.mark.parametrize(
    "text",
    [
        "[site\n",
        "[site]\naddress = 3\n",
        "[site]\nfiles = 3\n",
        '[site]\naliases = "x"\n',
        "[site]\nshipped = 3\n",
    ],
)
def test_a_broken_ledger_is_named_and_never_written(text: str) -> None:
    with pytest.raises(Unreadable):
        write_entry(text, "site", ENTRY, "drafts/a/exported.toml")


def test_an_inline_table_is_refused_rather_than_doubled() -> None:
    with pytest.raises(Unreadable):
        write_entry('site = {address = "x"}\n', "site", ENTRY)


def test_a_day_alone_is_a_first_time() -> None:
    assert parse_ledger("[site]\nshipped = 2026-11-15\n")["site"].is_public


def test_digests_fold_the_line_ends_of_texts_only() -> None:
    assert digest(b"a\r\nb\n") == digest(b"a\nb\n")
    assert digest(b"\0a\r\nb\n") != digest(b"\0a\nb\n")


_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12)
_ENTRIES = st.builds(
    Entry,
    address=_TEXTS,
    state=st.sampled_from(["public", "draft", "pending"]),
    shipped=st.just(FIRST),
    id=_TEXTS,
    updated_at=_TEXTS,
    aliases=st.lists(_TEXTS, max_size=3).map(tuple),
    files=st.dictionaries(_TEXTS, _TEXTS, max_size=4),
)


@given(before=_ENTRIES, after=_ENTRIES, name=_TEXTS)
def test_any_entry_can_replace_any_other_and_leaves_the_rest(before: Entry, after: Entry, name: str) -> None:
    start = write_entry("# top\n[zz]\naddress = 'x' # keep\n", name, before) if name != "zz" else WRITTEN
    text = write_entry(start, name, after)
    assert parse_ledger(text)[name] == after
    assert write_entry(text, name, after) == text
    if name != "zz":
        assert text.startswith("# top\n[zz]\naddress = 'x' # keep\n")
    tomllib.loads(text)
