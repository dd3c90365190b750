"""`check` on drafts, files, folders and standard input."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from draftloop.cli.main import run

LONG = "word " * 45 + "and so on until the end of it."
TWICE = "See the the end.\n"


@pytest.fixture
def place(tmp_path: Path, clean_environment: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder outside any workspace, where no engine is asked but our own rules."""
    config = clean_environment / ".config/draftloop"
    config.mkdir(parents=True)
    (config / "config.toml").write_text("[checks]\nengines = []\n")
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def blog(place: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A workspace with a post."""
    assert run(["init", "blog"]) == 0
    draft = place / "blog/drafts/retries"
    draft.mkdir(parents=True)
    (draft / "post.md").write_text(TWICE)
    (draft / "notes.md").write_text("Notes of the the author.\n")
    capsys.readouterr()
    return place / "blog"


def said(capsys: pytest.CaptureFixture[str], *arguments: str, status: int) -> str:
    assert run(["check", *arguments]) == status
    return capsys.readouterr().out


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_offsets_count_from_the_start_of_the_file(
    mark: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "post.md").write_text(f"{mark}{LONG}\n", encoding="utf-8")
    run(["check", "post.md", "--pass", "readability", "--json"])
    (alarm,) = json.loads(capsys.readouterr().out)["alarms"]
    text = (place / "post.md").read_bytes().decode("utf-8")
    assert text[alarm["start"] : alarm["end"]] == LONG
    assert alarm["column"] == 1 + len(mark)


def test_a_clean_file_is_0_and_an_alarm_is_1(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "clean.md").write_text("See the end.\n")
    (place / "post.md").write_text(TWICE)
    assert said(capsys, "clean.md", status=0) == "Nothing the checkers are sure of.\n"
    assert said(capsys, "post.md", "clean.md", status=1).startswith("post.md:1:5: The word stands twice.")


def test_standard_input_is_a_file_called_dash(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TWICE.encode())))
    assert said(capsys, "-", status=1).startswith("-:1:5:")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff\xfe")))
    assert said(capsys, "-", status=2) == ""


def test_a_folder_is_every_post_in_it_and_nothing_that_was_built_or_borrowed(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("b/two.md", "a/one.mdx", "node_modules/x/readme.md", ".hidden/x.md", "public/x.md"):
        (place / "site" / name).parent.mkdir(parents=True)
        (place / "site" / name).write_text(TWICE)
    (place / "site/a/code.py").write_text(TWICE)
    (place / "site/b/link.md").symlink_to("two.md")
    out = said(capsys, "site", status=1)
    assert [line.split(":")[0] for line in out.splitlines() if ":1:5:" in line] == [
        "site/a/one.mdx",
        "site/b/two.md",
    ]


def test_a_folder_without_posts_is_no_clean_answer(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "empty").mkdir()
    said(capsys, "./empty", status=2)


def test_in_a_workspace_only_what_readers_get_is_prose(
    blog: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = said(capsys, "blog/drafts", status=1)
    assert "blog/drafts/retries/post.md:1:5:" in out
    assert "notes.md" not in out


def test_a_draft_wins_over_a_folder_of_its_name_and_a_folder_over_the_start_of_one(
    blog: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(blog)
    for name in ("retries", "retr"):
        (blog / name).mkdir()
        (blog / name / "post.md").write_text(TWICE)
    assert said(capsys, "retries", status=1).startswith("drafts/retries/post.md:1:5:")
    assert said(capsys, "retr", status=1).startswith("retr/post.md:1:5:")


def test_a_file_named_twice_is_checked_once(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, "blog/drafts", "blog/drafts/retries/post.md", "--json", status=1)
    assert len(json.loads(out)["alarms"]) == 1


def test_one_file_that_cannot_be_read_costs_the_others_nothing(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "bad.md").write_bytes(b"fine\n\xff\n")
    (place / "post.md").write_text(TWICE)
    assert run(["check", "bad.md", "post.md", "gone.md"]) == 2
    caught = capsys.readouterr()
    assert caught.out.startswith("post.md:1:5:")
    assert "bad.md" in caught.err
    assert "no file called" in caught.err


def test_only_what_is_new_since_the_last_commit(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "post.md").write_text(TWICE)
    for command in ("init -q", "add post.md", "commit -qm first"):
        subprocess.run(["git", *command.split()], check=True, cwd=place)
    assert said(capsys, "post.md", "--new", status=0) == "Nothing the checkers are sure of.\n"
    (place / "post.md").write_text(f"{TWICE}\nNow now, and and more.\n")
    assert "post.md:3:10:" in said(capsys, "post.md", "--new", status=1)
    (place / "fresh.md").write_text(TWICE)
    assert "fresh.md:1:5:" in said(capsys, "fresh.md", "--new", status=1)


def test_a_file_outside_git_is_all_new(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "post.md").write_text(TWICE)
    assert "post.md:1:5:" in said(capsys, "post.md", "--new", status=1)


def test_the_dialect_of_the_command_line_wins(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "post.md").write_text("---\nlang: en-US\n---\n\nOne colour.\n")
    alarms = json.loads(said(capsys, "post.md", "--json", status=0))["alarms"]
    assert [alarm["rule"] for alarm in alarms] == ["MixedSpelling"]
    assert json.loads(said(capsys, "post.md", "--dialect", "en_GB", "--json", status=0))["alarms"] == []
    said(capsys, "post.md", "--dialect", "go", status=2)


def test_a_language_nobody_reads_is_said(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "post.md").write_text("---\nlang: de\n---\n\nDas ist der Text.\n")
    assert run(["check", "post.md"]) == 0
    caught = capsys.readouterr()
    assert "post.md: nobody here reads German" in caught.err
    assert caught.out == "Nothing was checked.\n"


def test_an_engine_asked_for_that_cannot_work_is_2(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "post.md").write_text("See the end.\n")
    said(capsys, "post.md", "--engine", "languagetool", status=2)


def test_fix_mends_what_is_right_nearly_always_and_says_so(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "\ufeffSee the the end.\r\nThis is for 👩 and and its a test.\r\n"
    (place / "post.md").write_bytes(text.encode())
    out = said(capsys, "post.md", "--fix", status=1).splitlines()
    assert out[:2] == ["post.md:1:6: mended: the the → the", "post.md:2:15: mended: and and → and"]
    mended = text.replace("the the", "the").replace("and and", "and")
    assert (place / "post.md").read_bytes().decode() == mended
    assert any("draftloop:ItIs" in line for line in out[2:])
    assert not any("mended" in line for line in said(capsys, "post.md", "--fix", status=1).splitlines())


def test_fix_mends_the_post_of_a_draft_and_keeps_what_it_was(
    blog: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(blog)
    said(capsys, "retries", "--fix", "--json", status=0)
    assert (blog / "drafts/retries/post.md").read_text() == "See the end.\n"


def test_fix_changes_nothing_where_there_is_nothing_to_mend(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "post.md").write_text("See that its a test.\n")
    before = (place / "post.md").stat().st_mtime_ns
    said(capsys, "post.md", "--fix", status=1)
    assert (place / "post.md").stat().st_mtime_ns == before


def test_standard_input_cannot_be_mended(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TWICE.encode())))
    said(capsys, "-", "--fix", status=2)


def test_who_asks_for_the_readability_pass_alone_sees_its_marks(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "post.md").write_text("In order to see it we went there.\n")
    assert "“In order to”" in said(capsys, "post.md", "--pass", "readability", status=0)
    assert "“In order to”" not in said(capsys, "post.md", status=0)
