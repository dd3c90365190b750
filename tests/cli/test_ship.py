"""`ship` and `export` as commands, over real files and real git: what is printed, and the exit status."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from draftloop.cli.main import run
from draftloop.wiring import make_workspace

PAGE = "content/posts/retries/index.md"
SETTINGS = '[target.site]\nkind = "hugo"\nroot = "../blog"\nbase_url = "https://example.org"\n'
POST = """---
title: "Retries are a loan"
description: "Why a retry budget beats a retry count, shown on one outage of ours."
---

## Why

Every outage review ends with the retries.
"""


class Blog:
    """A workspace with one post."""

    def __init__(self, folder: Path, *, settings: str = "", has_git: bool = True) -> None:
        self.folder = folder
        for name in ("ideas", "drafts"):
            (folder / name).mkdir(parents=True)
        (folder / "draftloop.toml").write_text(settings)
        if has_git:
            make_workspace(str(folder))

    def write(self, path: str, text: str) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def read(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")


@pytest.fixture
def blog(tmp_path: Path) -> Blog:
    (tmp_path / "blog").mkdir()
    made = Blog(tmp_path / "work", settings=SETTINGS)
    made.write("drafts/retries/post.md", POST)
    return made


@pytest.fixture
def page(blog: Blog) -> Path:
    return blog.folder.parent / "blog" / PAGE


def ship(blog: Blog, *arguments: str) -> int:
    return run(["-C", str(blog.folder), "ship", "retries", *arguments])


def tags(blog: Blog) -> list[str]:
    listed = subprocess.run(["git", "tag", "-l"], cwd=blog.folder, capture_output=True, text=True, check=True)
    return listed.stdout.split()


def test_without_a_yes_it_is_refused_and_says_how(blog: Blog, capsys: pytest.CaptureFixture[str]) -> None:
    assert ship(blog) == 3
    assert "`draftloop ship retries --to site` is that yes" in capsys.readouterr().err


def test_to_names_the_target_says_yes_and_prints_the_folder(
    blog: Blog, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ship(blog, "--to", "site") == 0
    said = capsys.readouterr().out
    assert str(page.parents[3]) in said
    assert PAGE in said
    assert "https://example.org/posts/retries/" in said
    assert "tag ship/retries" in said
    assert page.is_file()
    assert tags(blog) == ["ship/retries"]
    assert ship(blog) == 0
    assert "Nothing has changed" in capsys.readouterr().out


def test_a_dry_run_names_every_file_and_writes_none(
    blog: Blog, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ship(blog, "--to", "site", "--dry-run") == 0
    said = capsys.readouterr().out
    assert PAGE in said
    assert "+## Why" in said
    assert not page.exists()
    assert blog.read("drafts/retries/post.md") == POST
    assert ship(blog) == 3


def test_a_gap_is_a_no_with_its_place(blog: Blog, page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    blog.write("drafts/retries/post.md", POST + "\nTK\n")
    assert ship(blog, "--to", "site") == 1
    assert "drafts/retries/post.md:10" in capsys.readouterr().err
    assert ship(blog, "--to", "site", "--dry-run") == 1
    assert not page.exists()
    assert ship(blog, "--to", "site", "--anyway") == 0
    assert page.is_file()


def test_an_edit_on_the_site_is_shown_and_kept(
    blog: Blog, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ship(blog, "--to", "site")
    page.write_text("theirs \x1b[31mred\n")
    capsys.readouterr()
    assert ship(blog) == 3
    said = capsys.readouterr().err
    assert "-theirs" in said
    assert "\x1b" not in said
    assert page.read_text() == "theirs \x1b[31mred\n"
    assert ship(blog, "--dry-run") == 3
    assert ship(blog, "--overwrite", "--adopt") == 2
    assert ship(blog, "--overwrite") == 0


def test_json_of_a_plan_and_of_a_ship(blog: Blog, capsys: pytest.CaptureFixture[str]) -> None:
    ship(blog, "--to", "site", "--dry-run", "--json")
    plan = json.loads(capsys.readouterr().out)
    assert [(file["path"], file["state"]) for file in plan["files"]] == [(PAGE, "new")]
    assert {"id", "level", "met", "sentence", "file", "line", "remedy"} == set(plan["rows"][0])
    ship(blog, "--to", "site", "--json")
    shipped = json.loads(capsys.readouterr().out)
    assert (shipped["tag"], shipped["address"]) == ("ship/retries", "https://example.org/posts/retries/")
    assert len(shipped["commit"]) == 40


def test_an_unknown_target_and_a_missing_folder_are_wrong_use(
    blog: Blog, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ship(blog, "--to", "sight") == 2
    assert "site" in capsys.readouterr().err
    (blog.folder.parent / "blog").rmdir()
    assert ship(blog, "--to", "site") == 2
    assert "make it, or change root" in capsys.readouterr().err


def test_a_workspace_without_targets_says_what_to_write(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blog = Blog(tmp_path / "work")
    blog.write("drafts/retries/post.md", POST)
    assert ship(blog) == 2
    assert "[target.site]" in capsys.readouterr().err


def test_without_git_it_ships_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "blog").mkdir()
    blog = Blog(tmp_path / "work", has_git=False, settings=SETTINGS)
    blog.write("drafts/retries/post.md", POST)
    assert ship(blog, "--to", "site") == 0
    assert "Kept, not committed yet: the workspace is not in a git repository" in capsys.readouterr().err
    assert (tmp_path / "blog" / PAGE).is_file()


def test_an_export_makes_its_folder_and_records_nothing(
    blog: Blog, page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [
        "-C",
        str(blog.folder),
        "export",
        "retries",
        "--to",
        "site",
        "--out",
        str(tmp_path / "new" / "out"),
    ]
    assert run(arguments) == 0
    assert PAGE in capsys.readouterr().out
    assert (tmp_path / "new" / "out" / PAGE).is_file()
    assert not page.exists()
    assert not (blog.folder / "drafts/retries/exported.toml").exists()
    assert run(arguments) == 0
