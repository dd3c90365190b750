"""`diff` and `reverse` by their arguments: what they say, and what they say of bad input."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from draftloop.cli.main import run

OLD = "## Why\n\n- retries are not free\n- jitter only spreads the load\n"
NEW = "## Why\n\n- measure them first\n- a retry is not free\n"
POST = "---\ntitle: x\n---\n\n## Why\n\nA retry is not free. It costs a call.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder outside any workspace, with two outlines."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DRAFTLOOP_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "old.md").write_text(OLD)
    (tmp_path / "new.md").write_text(NEW)
    return tmp_path


@pytest.fixture
def blog(folder: Path) -> Path:
    """A workspace with one draft that has an outline and a post."""
    assert run(["init", "blog"]) == 0
    draft = folder / "blog/drafts/retries"
    draft.mkdir(parents=True)
    (draft / "notes.md").write_text('---\ntitle: "Retries"\n---\n')
    (draft / "outline.md").write_text(OLD)
    (draft / "post.md").write_text(POST)
    os.chdir(folder / "blog")
    return draft


def said(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> tuple[str, str]:
    capsys.readouterr()
    assert run(list(arguments)) == status
    captured = capsys.readouterr()
    return captured.out, captured.err


def as_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    return json.loads(said(capsys, *arguments, "--json")[0])


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 2) -> str:
    """The one line that a refused command says."""
    told, line = said(capsys, *arguments, status=status)
    assert told == ""
    assert line.startswith("draftloop: ")
    assert line.count("\n") == 1
    return line


def test_two_files_are_compared(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "diff", "old.md", "new.md")[0].splitlines() == [
        "old  old.md · 3 points",
        "new  new.md · 3 points",
        "",
        "=  Why",
        "+    measure them first",
        "~    a retry is not free",
        "         was: retries are not free",
        "",
        "− dropped 1, with their lines in the old outline",
        "",
        "  Why",
        "  − 4  jitter only spreads the load",
        "       nearest: measure them first",
        "",
        "− dropped 1  + added 1  ~ reworded 1  = kept 1",
        "settled 0.65   ideas 0.67  place 1.00  wording 0.94   compared by words",
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "bad.md:1: is not UTF-8"),
        ("- caf\xe9\n".encode("latin-1"), "bad.md:1: is not UTF-8"),
        ("- a\n".encode("utf-16"), "bad.md:1: is not UTF-8"),
        (b"- a\n- b\0\n", "bad.md:2: holds NUL characters"),
    ],
)
def test_what_is_no_text_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str], content: bytes, words: str
) -> None:
    (folder / "bad.md").write_bytes(content)
    assert words in refusal(capsys, "diff", "old.md", "bad.md")
    assert words in refusal(capsys, "diff", "bad.md", "old.md", "--json")


def test_folders_missing_files_and_devices_are_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "dir.md").mkdir()
    os.mkfifo(folder / "pipe.md")
    assert "dir.md: is a folder" in refusal(capsys, "diff", "old.md", "dir.md")
    assert "no file called 'gone.md'" in refusal(capsys, "diff", "gone.md", "old.md")
    assert "pipe.md: is not a regular file" in refusal(capsys, "diff", "old.md", "pipe.md")
    (folder / "link.md").symlink_to("nowhere.md")
    assert "link.md" in refusal(capsys, "diff", "old.md", "link.md")
    assert "Name a second file" in refusal(capsys, "diff", "old.md")


@pytest.mark.parametrize("content", ["", "\n\n", "---\ntitle: x\n---\n", "-\n- \n", "```\n- a\n```\n"])
def test_a_file_without_points_is_compared_and_named(
    folder: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    (folder / "empty.md").write_text(content)
    told, note = said(capsys, "diff", "old.md", "empty.md")
    assert "− dropped 3" in told
    assert note.startswith("empty.md: holds no points")
    assert as_json(capsys, "diff", "empty.md", "old.md")["added"] == [1, 3, 4]
    assert "nothing to compare" in said(capsys, "diff", "empty.md", "empty.md")[0]


def test_one_point_is_an_outline(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "one.md").write_text("- retries are not free")
    found = as_json(capsys, "diff", "one.md", "one.md")
    assert found["settled"] == 1
    assert "1 point\n" in said(capsys, "diff", "one.md", "one.md")[0]


def test_a_file_without_any_list_stands_for_what_its_paragraphs_say(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "prose.md").write_text("Retries are not free. Really.\n\nJitter only spreads the load.\n")
    told, _ = said(capsys, "diff", "old.md", "prose.md")
    assert "new  prose.md · 2 points of a post" in told
    assert as_json(capsys, "diff", "old.md", "prose.md")["links"][0]["new"] == 1


def test_line_ends_marks_and_blanks_of_other_systems_change_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "crlf.md").write_bytes(b"\xef\xbb\xbf" + OLD.replace("\n", "\r\n").encode())
    (folder / "tabs.md").write_text("* a\n\t* b\n    * c\n\t\t* d\n")
    (folder / "blanks.md").write_text("- a\n  - b\n  - c\n    - d\n")
    assert as_json(capsys, "diff", "old.md", "crlf.md")["settled"] == 1
    assert as_json(capsys, "diff", "tabs.md", "blanks.md")["settled"] == 1


def test_ten_thousand_points_are_compared(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [f"{'  ' * (n % 3)}- point number {n} of this list\n" for n in range(10_000)]
    (folder / "long.md").write_text("".join(lines))
    (folder / "longer.md").write_text("".join(lines[:5000] + lines[5001:]) + "- and one more\n")
    told, _ = said(capsys, "diff", "long.md", "longer.md")
    assert told.count("\n") < 100
    assert "+ added 1" in told


def test_names_and_texts_are_shown_and_not_obeyed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = "a\x1b[31m.md"
    (folder / name).write_text("- \x1b]0;title\x07 free\n- \u202eevil\n")
    told, _ = said(capsys, "diff", name, "old.md")
    assert "\x1b" not in told
    assert "\u202e" not in told


def test_a_draft_alone_is_its_plan_against_its_prose(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told, _ = said(capsys, "diff", "ret")
    assert "old  drafts/retries/outline.md · 3 points" in told
    assert "new  drafts/retries/post.md · 2 points of a post" in told
    found = as_json(capsys, "diff", "retries")
    assert [(link["old"], link["new"]) for link in found["links"]] == [(1, 5), (3, 7)]
    assert found == as_json(capsys, "diff", "retries", "drafts/retries/post.md")
    (blog / "post.md").unlink()
    assert "has no prose yet" in refusal(capsys, "diff", "retries")
    (blog / "outline.md").unlink()
    assert "has no outline" in refusal(capsys, "diff", "retries")


def test_the_reverse_outline_is_shown_written_and_kept(
    blog: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(capsys, "reverse", "retries")[0].splitlines() == [
        "5  Why",
        "7    “A retry is not free.”",
        "",
        "0 of 1 paragraph with a line of yours",
    ]
    assert not (blog / "reverse.md").exists()
    assert "brought up to the post" in said(capsys, "reverse", "retries", "--write")[0]
    assert (blog / "reverse.md").read_text() == '## Why\n\n- "A retry is not"\n'
    (blog / "reverse.md").write_text('## Why\n\n- "A retry is not" costs a call\n- "Gone for good" lost\n')
    found = as_json(capsys, "reverse", "retries")
    assert found == {
        "points": [
            {"line": 5, "depth": 0, "kind": "heading", "text": "Why", "own": False},
            {"line": 7, "depth": 1, "kind": "paragraph", "text": "costs a call", "own": True},
        ],
        "gone": ["lost"],
    }
    told, _ = said(capsys, "reverse", "retries")
    assert "7    costs a call" in told
    assert told.index("not there any more") < told.index("  lost")
    assert "already" not in said(capsys, "reverse", "retries", "--write")[0]
    assert "is up to the post already" in said(capsys, "reverse", "retries", "--write")[0]


def test_a_broken_reverse_file_is_named_and_never_written(
    blog: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (blog / "reverse.md").write_bytes(b"\xff\n")
    for arguments in (["reverse", "retries"], ["reverse", "retries", "--write"], ["diff", "retries"]):
        assert "drafts/retries/reverse.md:1: is not UTF-8" in refusal(capsys, *arguments)
    assert (blog / "reverse.md").read_bytes() == b"\xff\n"


def test_a_page_is_written_and_written_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told, _ = said(capsys, "diff", "old.md", "new.md", "--html", "page.html")
    assert told == "page.html: − dropped 1  + added 1  ~ reworded 1  = kept 1\n"
    first = (folder / "page.html").read_text()
    assert first.startswith("<!doctype html>")
    assert as_json(capsys, "diff", "new.md", "old.md", "--html", "page.html")["dropped"] == [3]
    assert (folder / "page.html").read_text() != first
    assert said(capsys, "diff", "old.md", "new.md", "--html", "-")[0] == first


def test_a_page_takes_the_place_of_no_other_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pair = ("diff", "old.md", "new.md", "--html")
    assert "old.md: is already there" in refusal(capsys, *pair, "old.md", status=3)
    assert (folder / "old.md").read_text() == OLD
    assert ".: is a folder" in refusal(capsys, *pair, ".")
    assert "is empty" in refusal(capsys, *pair, "")
    assert "no folder called" in refusal(capsys, *pair, "missing/page.html")
    assert "both print" in refusal(capsys, *pair, "-", "--json")
