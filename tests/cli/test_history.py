"""`history`, `show`, `restore` and `search` as commands."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from draftloop.cli.history import COMMANDS, duration
from draftloop.loop.errors import BadValue, NotFound
from draftloop.loop.ports import HistoryState
from draftloop.loop.stage import Stage
from draftloop.steps.autosaves import autosave, put_in_trash
from tests.writer import FIRST, POST, SECOND, Writer, writer_of_two_rounds


@pytest.fixture
def writer() -> Writer:
    return writer_of_two_rounds()


def call(writer: Writer, command: str, *arguments: str) -> Result:
    context = SimpleNamespace(desk=lambda: writer.desk)
    result = CliRunner().invoke(COMMANDS[command], arguments, obj=context, catch_exceptions=False)
    assert result.exit_code == 0
    return result


def test_history_is_a_row_a_turn(writer: Writer) -> None:
    lines = call(writer, "history", "x").stdout.splitlines()
    assert lines[0] == "Retries are a loan    6 iterations, 3 h 59, 6 days"
    rows = [" ".join(line.split()) for line in lines[2:]]
    assert rows[2] == "Wed 11 Nov outline 1 3 points 58 min @1"
    assert rows[3].startswith("Thu 12 Nov rewrite 2 4 points −1 +2 1 peek settled 0.")
    assert rows[4] == "Fri 13 Nov compare 2 4 points 1 let go @2"
    assert lines[-1] == "`draftloop show x@prose` prints the last one, `restore` puts one back."
    assert rows[5] == "Sat 14 Nov prose 1 9 words (+9) 2 h 20 @prose"


def test_history_as_json_has_the_fixed_keys(writer: Writer) -> None:
    rows = json.loads(call(writer, "history", "x", "--json").stdout)
    assert rows[2] == {
        "version": "x@1",
        "commit": writer.history.snapshots[2][0],
        "when": "2026-11-11T20:14:00+01:00",
        "stage": "outline",
        "iteration": 1,
        "minutes": 58,
        "words": None,
        "points": 3,
        "subject": "Outline 1: T",
    }
    assert rows[5]["words"] == 9


def test_history_without_git_says_why() -> None:
    writer = Writer()
    writer.files["drafts/x/outline.md"] = FIRST
    writer.history.now_state = HistoryState(kind="no-git", reason="git is not installed")
    result = call(writer, "history", "x")
    assert (result.stdout, result.stderr) == ("", "git is not installed\n")
    assert json.loads(call(writer, "history", "x", "--json").stdout) == []


def test_show_prints_the_text_and_nothing_else(writer: Writer) -> None:
    assert call(writer, "show", "x@1").stdout == FIRST


def test_show_as_json_says_where_it_is_from(writer: Writer) -> None:
    shown = json.loads(call(writer, "show", "x@1", "--json").stdout)
    assert (shown["path"], shown["stage"], shown["text"]) == ("drafts/x/outline.md", "outline", FIRST)


def test_unknown_version_is_an_error_of_its_own(writer: Writer) -> None:
    with pytest.raises(NotFound):
        call(writer, "show", "x@9")


def test_restore_says_what_is_there_now(writer: Writer) -> None:
    result = call(writer, "restore", "x@1")
    assert (result.stdout, result.stderr) == ("drafts/x/outline.md is x@1 again\n", "")


def test_restore_while_git_waits_says_so_and_what_stood_there_is_a_version(writer: Writer) -> None:
    writer.history.now_state = HistoryState(kind="merge", reason="a merge is going on", remedy="end it")
    writer.files["drafts/x/outline.md"] = SECOND + "- not recorded yet\n"
    result = call(writer, "restore", "x@1")
    assert "Kept, not committed yet: a merge is going on. 2 iterations wait. End it" in result.stderr
    rows = json.loads(call(writer, "history", "x", "--json").stdout)
    assert [(row["stage"], row["commit"]) for row in rows[-2:]] == [("outline", None), ("restore", None)]
    assert call(writer, "show", rows[-2]["version"]).stdout == SECOND + "- not recorded yet\n"


@pytest.fixture
def autosaved(writer: Writer) -> Writer:
    """Two autosaves after the prose: on Sunday at 20:14 and a quarter of an hour later."""
    for words in ("Five more words are here.", "Three stayed here."):
        writer.files["drafts/x/post.md"] = f"{POST}\n{words}\n"
        assert autosave(writer.desk, "x")
        writer.clock.go_on(minutes=15)
    return writer


def test_autosaves_stand_between_the_iterations(autosaved: Writer) -> None:
    rows = [
        " ".join(row.split()) for row in call(autosaved, "history", "x", "--autosaves").stdout.splitlines()
    ]
    assert rows[7:10] == [
        "Sat 14 Nov prose 1 9 words (+9) 2 h 20 @prose",
        "Sun 15 Nov 20:14 post.md 14 words @20:14",
        "Sun 15 Nov 20:29 post.md 12 words (−2) @20:29",
    ]
    autosaved.turn(Stage.PROSE, 2)
    rows = call(autosaved, "history", "x", "--autosaves").stdout.splitlines()
    assert "prose 2" in rows[10]


def test_without_the_option_there_are_none(autosaved: Writer) -> None:
    assert "20:14" not in call(autosaved, "history", "x").stdout


def test_autosaves_as_json_have_the_fixed_keys(autosaved: Writer) -> None:
    row = json.loads(call(autosaved, "history", "x", "--autosaves", "--json").stdout)[-1]
    assert row == {
        "version": "x@20261115T192900Z",
        "commit": None,
        "when": "2026-11-15T20:29:00+01:00",
        "stage": "autosave",
        "iteration": None,
        "minutes": None,
        "words": 12,
        "points": None,
        "subject": "",
    }


def test_what_is_in_the_trash_says_so(autosaved: Writer) -> None:
    name = put_in_trash(autosaved.desk, "x", {"drafts/x/outline.md": FIRST})
    lines = call(autosaved, "history", "x", "--autosaves").stdout
    assert "20:44 outline.md, thrown away" in lines
    assert name.partition("@")[2] in lines
    call(autosaved, "restore", name)
    assert autosaved.files["drafts/x/outline.md"] == FIRST


def test_one_is_shown_by_the_clock_and_put_back(autosaved: Writer) -> None:
    assert "Five more words" in call(autosaved, "show", "x@20:20").stdout
    assert call(autosaved, "restore", "x@20:20").stdout == ("drafts/x/post.md is x@20261115T191400Z again\n")
    assert "Five more words" in autosaved.files["drafts/x/post.md"]


def test_without_autosaves_it_is_said_why(writer: Writer) -> None:
    assert "one a minute" in call(writer, "history", "x", "--autosaves").stderr
    writer.autosaves.now_state = HistoryState(kind="no-git", reason="git is not installed")
    assert "git is not installed" in call(writer, "history", "x", "--autosaves").stderr


def test_search_names_file_and_line(writer: Writer) -> None:
    writer.files["ideas/storms.md"] = "one\nretry storms\n"
    result = call(writer, "search", "retry", "storms")
    assert result.stdout == "idea   storms\n       ideas/storms.md:2  retry storms\n"


def test_search_as_json_has_the_fixed_keys(writer: Writer) -> None:
    writer.files["ideas/storms.md"] = "retry storms\n"
    (hit,) = json.loads(call(writer, "search", "storms", "--json").stdout)
    assert sorted(hit) == sorted(["kind", "slug", "title", "path", "line", "snippet", "score"])


def test_search_that_finds_nothing_is_no_failure(writer: Writer) -> None:
    result = call(writer, "search", "penguin")
    assert (result.stdout, result.stderr) == ("", "nothing found\n")
    assert json.loads(call(writer, "search", "penguin", "--json").stdout) == []


def test_blank_search_is_refused(writer: Writer) -> None:
    with pytest.raises(BadValue):
        call(writer, "search", " ")


def test_escapes_in_texts_are_shown_not_obeyed(writer: Writer) -> None:
    writer.files["ideas/evil.md"] = "storms \x1b]52;c;AAAA\x07 \x1b[2J\n"
    result = call(writer, "search", "storms")
    assert "\x1b" not in result.stdout
    assert "\x07" not in result.stdout


@pytest.mark.parametrize(
    ("minutes", "written"), [(0, "0 min"), (59, "59 min"), (60, "1 h 00"), (580, "9 h 40")]
)
def test_duration_reads_like_a_clock(minutes: int, written: str) -> None:
    assert duration(minutes) == written
