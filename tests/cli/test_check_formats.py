"""What `check` prints for machines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from draftloop.cli.main import run
from tests.cli.test_check import TWICE, place, said

__all__ = ["place"]


def test_annotations_are_commands_of_one_line(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = place / "50%, a:b"
    folder.mkdir()
    (folder / "post.md").write_text("See the\nthe end.\n\nSee the the end.\n")
    first, second = said(capsys, "50%, a:b/post.md", "--format", "github", status=1).splitlines()
    assert first == (
        "::warning file=50%25%2C a%3Ab/post.md,line=1,col=5,title=draftloop%3ADoubledWord"
        "::“the%0Athe”: The word stands twice. → the"
    )
    assert "line=4,col=5,endColumn=12,title=" in second


def test_annotations_beyond_what_github_shows_are_told(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "post.md").write_text(f"{TWICE}\n" * 12)
    assert run(["check", "post.md", "--format", "github"]) == 1
    caught = capsys.readouterr()
    assert caught.out.count("::warning ") == 12
    assert "shows 10 warnings of a step beside the text; 2 more" in caught.err


@pytest.mark.parametrize("form", ["github", "sarif"])
def test_machines_get_what_is_sure_unless_they_ask_for_all(
    form: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "post.md").write_text(f"In order to see.\n\n{TWICE}")
    sure = said(capsys, "post.md", "--format", form, status=1)
    every = said(capsys, "post.md", "--format", form, "--all", status=1)
    assert ("Wordy" in sure, "Wordy" in every) == (False, True)


def test_json_has_every_tier(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "post.md").write_text("In order to see.\n")
    data = json.loads(said(capsys, "post.md", "--json", status=0))
    assert [alarm["tier"] for alarm in data["alarms"]] == ["style"]
    assert data["engines"] == {"harper": "off", "languagetool": "off"}


def test_files_are_named_from_the_root_of_the_checkout(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (place / "site/a b").mkdir(parents=True)
    (place / "site/a b/post.md").write_text(TWICE)
    monkeypatch.setenv("GITHUB_WORKSPACE", str(place))
    monkeypatch.chdir(place / "site")
    assert "file=site/a b/post.md," in said(capsys, "a b/post.md", "--format", "github", status=1)
    made = json.loads(said(capsys, "a b/post.md", "--format", "sarif", status=1))
    (result,) = made["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "site/a%20b/post.md"}


def test_sarif_of_a_file_with_a_byte_order_mark_does_not_count_it(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "post.md").write_text(f"\ufeff{TWICE}", encoding="utf-8")
    made = json.loads(said(capsys, "post.md", "--format", "sarif", status=1))
    region = made["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert (region["charOffset"], region["startColumn"]) == (4, 5)
