from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from draftloop.__main__ import main
from draftloop.cli.main import run
from draftloop.quick import add_idea_quickly


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path.resolve() / "work"
    for name in ("ideas", "drafts"):
        (root / name).mkdir(parents=True)
    monkeypatch.chdir(root)
    return root


def type_in(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))


BOTH = pytest.mark.parametrize("add", [add_idea_quickly, run], ids=["quick", "click"])


@BOTH
def test_add_writes_the_file_and_prints_the_slug(
    workspace: Path, capsys: pytest.CaptureFixture[str], add: object
) -> None:
    assert callable(add)
    arguments = [
        "idea", "add", "Retry storms", "--note", "three layers", "--url=https://example.org/a",
        "--tag", "x", "--tag", "y", "--asked-by", "M.", "--private",
    ]  # fmt: skip
    assert add(arguments) == 0
    assert capsys.readouterr() == ("retry-storms\n", "")
    assert (workspace / "ideas/retry-storms.md").read_text() == (
        '---\ntitle: "Retry storms"\ncreated: 2026-11-09T20:14:00+01:00\ntags: ["x", "y"]\nprivate: true\n'
        'asked:\n  - {when: 2026-11-09, who: "M."}\n---\n\n- three layers\n- <https://example.org/a>\n'
    )


@BOTH
def test_near_titles_are_hinted_at_on_standard_error(
    workspace: Path, capsys: pytest.CaptureFixture[str], add: object
) -> None:
    assert callable(add)
    (workspace / "ideas/retry-storms.md").write_text("x")
    (workspace / "drafts/retry-storms-2").mkdir()
    assert add(["idea", "add", "Retry storms!"]) == 0
    out, err = capsys.readouterr()
    assert out == "retry-storms-3\n"
    assert err.startswith("near: retry-storms")


@BOTH
def test_titles_come_one_a_line(
    workspace: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, add: object
) -> None:
    assert callable(add)
    type_in(monkeypatch, "- Über uns\r\n\n  Second\nSecond\n日本\xff".encode("latin-1", "replace"))
    assert add(["idea", "add", "-"]) == 0
    slugs = capsys.readouterr().out.split()
    assert len(slugs) == 4
    assert slugs[1:3] == ["second", "second-2"]
    assert sorted(f"{slug}.md" for slug in slugs) == sorted(os.listdir(workspace / "ideas"))


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["today"],
        ["idea"],
        ["idea", "list"],
        ["idea", "add"],
        ["idea", "add", "--help"],
        ["idea", "add", "a", "b"],
        ["idea", "add", "a", "--unknown"],
        ["idea", "add", "a", "--tag"],
        ["idea", "add", " "],
        ["-C"],
        ["-C", "/nowhere", "idea", "add", "a"],
    ],
)
def test_quick_way_leaves_what_it_does_not_understand(workspace: Path, arguments: list[str]) -> None:
    assert add_idea_quickly(arguments) is None
    assert os.listdir(workspace / "ideas") == []


def test_quick_way_finds_the_workspace(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (workspace / "drafts/x").mkdir()
    monkeypatch.chdir(workspace / "drafts/x")
    assert add_idea_quickly(["idea", "add", "upward"]) == 0
    monkeypatch.chdir("/")
    assert add_idea_quickly(["idea", "add", "none"]) is None
    assert add_idea_quickly(["-C", str(workspace), "idea", "add", "named"]) == 0
    assert add_idea_quickly([f"-C{workspace}", "idea", "add", "--", "--dashes"]) == 0
    monkeypatch.setenv("DRAFTLOOP_WORKSPACE", str(workspace))
    assert add_idea_quickly(["idea", "add", "environment"]) == 0
    assert sorted(os.listdir(workspace / "ideas")) == ["dashes.md", "environment.md", "named.md", "upward.md"]


def test_quick_way_loads_nothing_slow() -> None:
    code = (
        "import sys\nfrom draftloop.quick import add_idea_quickly\n"
        "slow = {'click', 'yaml', 'tomllib', 'textual', 'git', 'dataclasses', 'typing', 'json', 're'}\n"
        "print(sorted(slow & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_full_disk_is_one_line_and_keeps_the_title(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from draftloop.adapters import files
    from draftloop.loop.errors import CannotWrite

    written = files.write_file

    def full(root: str, path: str, data: bytes, **how: object) -> None:
        if path.startswith("ideas/"):
            raise CannotWrite(path, "the disk is full", "make room")
        written(root, path, data, **how)  # type: ignore[arg-type] # passed on as given

    monkeypatch.setattr(files, "write_file", full)
    assert add_idea_quickly(["idea", "add", "Caches lie"]) == 3
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "the disk is full" in err
    assert "recover" in err


def test_empty_title_is_one_line_and_two(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["idea", "add", "  "]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_life_of_an_idea(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["idea", "add", "Caches lie"]) == 0
    for arguments in (
        ["note", "cach", "a note"],
        ["asked", "cach", "--by", "M."],
        ["signal", "cach", "--where", "social", "--reach", "41000", "--engaged", "310"],
        ["rate", "cach", "3"],
        ["rate", "cach", "-"],
        ["drop", "cach", "--because", "too small"],
    ):
        assert run(["idea", *arguments]) == 0
    capsys.readouterr()
    assert run(["idea", "list", "--dropped", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {
            "slug": "caches-lie",
            "title": "Caches lie",
            "created": "2026-11-09T20:14:00+01:00",
            "tags": [],
            "asked": 1,
            "interest": None,
            "signals": [{"when": "2026-11-09", "where": "social", "reach": 41000, "engaged": 310}],
            "notes": 1,
            "private": False,
            "status": "dropped",
        }
    ]
    assert run(["idea", "revive", "cach"]) == 0
    assert run(["idea", "show", "cach"]) == 0
    shown = capsys.readouterr().out
    assert "Caches lie" in shown
    assert "- a note" in shown


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["idea", "note", "none", "text"], 2),
        (["idea", "rate", "caches-lie", "9"], 2),
        (["idea", "drop", "c"], 2),
        (["idea", "signal", "caches-lie", "--where", "x", "--reach", "-1"], 2),
        (["pick", "none"], 2),
    ],
)
def test_wrong_use_is_one_line(
    workspace: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], status: int
) -> None:
    for name in ("caches-lie", "caches-and-queues"):
        (workspace / f"ideas/{name}.md").write_text("---\ntitle: x\n---\n")
    assert run(arguments) == status
    assert capsys.readouterr().err.count("\n") == 1


def test_broken_idea_does_not_hide_the_others(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (workspace / "ideas/a.md").write_text('---\ntitle: "\x1b]0;x"\n---\n')
    (workspace / "ideas/b.md").write_bytes(b"\xff")
    (workspace / "ideas/c.md").write_text("---\ntitle: Fine \u202e\n---\n")
    assert run(["idea", "list", "--sort", "title"]) == 0
    out, err = capsys.readouterr()
    assert [line.split()[0] for line in out.splitlines()] == ["a", "b", "c"]
    assert "ideas/a.md" in err
    assert "ideas/b.md" in err
    assert "\x1b" not in out + err
    assert "\u202e" not in out


def test_pick_shows_reasons_then_makes_a_draft(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["idea", "add", "Caches lie", "--asked-by", "M."]) == 0
    capsys.readouterr()
    assert run(["pick", "--json"]) == 0
    (candidate,) = json.loads(capsys.readouterr().out)
    assert candidate["slug"] == "caches-lie"
    assert "asked once" in candidate["reasons"]
    assert run(["pick", "caches", "--why", "it is odd"]) == 0
    assert "it is odd" in (workspace / "drafts/caches-lie/notes.md").read_text()
    assert os.listdir(workspace / "ideas") == []


def test_pick_is_recorded_after_the_ideas(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    subprocess.run(["git", "init", "-q"], check=True, cwd=workspace)
    for title in ("Caches lie", "Queues too"):
        assert run(["idea", "add", title]) == 0
    assert run(["pick", "caches-lie"]) == 0
    (workspace / "dictionary.txt").write_text("Hugo\n")
    assert run(["idea", "add", "Third"]) == 0
    assert run(["pick", "queues-too"]) == 0
    log = subprocess.run(
        ["git", "log", "--format=%s", "--reverse"], check=True, cwd=workspace, capture_output=True, text=True
    )
    assert log.stdout.splitlines() == [
        "Note 2 ideas: Caches lie; Queues too",
        "Pick: Caches lie",
        "Note an idea: Third",
        "Teach 1 word",
        "Pick: Queues too",
    ]


def test_program_takes_the_quick_way(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["draftloop", "idea", "add", "Quick one"])
    assert main() == 0
    assert capsys.readouterr().out == "quick-one\n"
