"""`draftloop recover`: the same texts and choices as in the app."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from draftloop.cli.main import run
from draftloop.wiring import desk_for

POST = "drafts/retries/post.md"
STANDS = "Retries are a loan.\n\nNobody pays.\n"
TYPED = "Retries are a loan.\n\nSomebody pays, later.\n\nNobody pays.\n"


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Typed and never saved: one draft, killed in the middle."""
    monkeypatch.setenv("DRAFTLOOP_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("HOME", str(tmp_path))
    root = tmp_path / "blog"
    (root / "ideas").mkdir(parents=True)
    (root / "drafts/retries").mkdir(parents=True)
    (root / POST).write_text(STANDS)
    desk_for(str(root)).recovery.keep_running(POST, TYPED)
    monkeypatch.chdir(root)
    return root


def test_the_list_says_what_the_file_lacks(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["recover"]) == 0
    told = capsys.readouterr()
    assert "9 words  3 not in the file  drafts/retries/post.md" in told.out
    assert "recover take ID" in told.err


def test_a_text_is_compared_taken_and_gone_from_the_list(
    blog: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["recover", "--json"]) == 0
    (kept,) = json.loads(capsys.readouterr().out)
    assert (kept["missing_words"], kept["file_words"], kept["moved_from"]) == (3, 6, None)
    assert run(["recover", "diff", kept["id"]]) == 0
    assert "+Somebody pays, later." in capsys.readouterr().out
    assert run(["recover", "show", kept["id"]]) == 0
    assert capsys.readouterr().out == TYPED
    assert run(["recover", "take", kept["id"]]) == 0
    assert (blog / POST).read_text() == TYPED
    capsys.readouterr()
    assert run(["recover", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert run(["recover", "show", kept["id"]]) == 0
    assert capsys.readouterr().out == TYPED


def test_texts_of_a_workspace_that_was_moved_are_offered_in_its_new_place(
    blog: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    new = blog.with_name("renamed")
    shutil.move(blog, new)
    monkeypatch.chdir(new)
    assert run(["recover", "--json"]) == 0
    (kept,) = json.loads(capsys.readouterr().out)
    assert kept["moved_from"] == str(blog)
    assert run(["recover"]) == 0
    assert f"(from {blog})" in capsys.readouterr().out
    assert run(["recover", "take", kept["id"]]) == 0
    assert (new / POST).read_text() == TYPED
    capsys.readouterr()
    assert run(["recover", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_texts_of_another_workspace_that_is_still_there_are_its_own(
    blog: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = blog.with_name("copy")
    shutil.copytree(blog, copy)
    monkeypatch.chdir(copy)
    assert run(["recover", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_a_dismissed_text_is_off_the_list_and_can_be_shown(
    blog: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["recover", "--json"]) == 0
    (kept,) = json.loads(capsys.readouterr().out)
    assert run(["recover", "dismiss", kept["id"]]) == 0
    capsys.readouterr()
    assert run(["recover", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert run(["recover", "show", kept["id"]]) == 0
    assert capsys.readouterr().out == TYPED


@pytest.mark.parametrize("command", ["show", "diff", "take", "dismiss"])
@pytest.mark.parametrize("name", ["nothing", "../../etc-passwd", "00000000-1.1", "x@y"])
def test_an_unknown_name_is_told_in_one_line(
    blog: Path, capsys: pytest.CaptureFixture[str], command: str, name: str
) -> None:
    assert run(["recover", command, name]) == 2
    assert "no kept text" in capsys.readouterr().err


def test_words_of_a_draft_that_was_renamed_are_put_into_it_where_it_is(
    blog: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (blog / "drafts/retries").rename(blog / "drafts/loans")
    assert run(["recover", "--json"]) == 0
    (kept,) = json.loads(capsys.readouterr().out)
    assert kept["file"] == "drafts/loans/post.md"
    assert run(["recover", "take", kept["id"]]) == 0
    assert (blog / "drafts/loans/post.md").read_text() == TYPED
    assert not (blog / "drafts/retries").exists()


def test_words_of_a_draft_that_is_gone_are_said_to_be_and_come_back_where_they_were(
    blog: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(blog / "drafts/retries")
    assert run(["recover"]) == 0
    told = capsys.readouterr()
    assert "9 words  not there any more  drafts/retries/post.md" in told.out
    assert "`recover take ID` makes it again at its old path" in told.err
    id_ = told.out.split()[0]
    assert run(["recover", "diff", id_]) == 0
    assert run(["recover", "take", id_]) == 0
    assert (blog / POST).read_text() == TYPED


def test_words_whose_place_is_taken_by_something_else_stay_kept(
    blog: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(blog / "drafts/retries")
    (blog / "drafts/retries").write_text("a file where the draft was")
    assert run(["recover"]) == 0
    id_ = capsys.readouterr().out.split()[0]
    assert run(["recover", "take", id_]) != 0
    assert "drafts/retries" in capsys.readouterr().err
    assert run(["recover", "show", id_]) == 0
    assert capsys.readouterr().out == TYPED


def test_a_damaged_kept_text_is_named_by_doctor_and_dismissed(
    blog: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (journal,) = (blog.parent / "state").rglob("*.journal")
    wrong = bytearray(journal.read_bytes())
    wrong[40] ^= 1
    journal.write_bytes(bytes(wrong))
    assert run(["recover"]) == 0
    run(["doctor"])
    told = capsys.readouterr().out
    assert journal.name in told
    id_ = told.partition("recover dismiss ")[2].split()[0]
    assert run(["recover", "show", id_]) != 0
    assert run(["recover", "dismiss", id_]) == 0
    capsys.readouterr()
    run(["doctor"])
    assert "recover dismiss" not in capsys.readouterr().out
