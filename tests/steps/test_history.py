"""Turns with their versions, texts by name, and a restore that loses nothing."""

from __future__ import annotations

import pytest

from draftloop.loop.errors import Ambiguous, BadValue, NotFound, Unreadable
from draftloop.loop.ports import HistoryState
from draftloop.loop.stage import Stage
from draftloop.steps.evolution import measure, measure_all, threads
from draftloop.steps.history import resolve_version, summary, timeline, version_text
from draftloop.steps.restore import restore
from tests.writer import FIRST, NOTES, POST, SECOND, Writer, writer_of_two_rounds


@pytest.fixture
def writer() -> Writer:
    return writer_of_two_rounds()


def test_every_turn_has_the_name_of_its_version(writer: Writer) -> None:
    names = [view.version.partition("@")[2] for view in timeline(writer.desk, "x")]
    commits = [commit[:7] for commit, _ in writer.history.snapshots]
    assert names == [commits[0], commits[1], "1", commits[3], "2", "prose"]


def test_summary_counts_minutes_and_days(writer: Writer) -> None:
    figures = summary(writer.desk, timeline(writer.desk, "x"))
    assert (figures.iterations, figures.minutes, figures.days) == (6, 239, 6)


def test_figures_of_a_rewrite_are_those_against_the_round_before(writer: Writer) -> None:
    views = timeline(writer.desk, "x")
    found = measure_all(writer.desk, "x", views)
    assert [row.points for row in found] == [None, None, 3, 4, 4, 4]
    rewrite = found[3]
    assert (rewrite.dropped, rewrite.added) == (1, 2)
    assert rewrite.settled is not None
    assert 0 < rewrite.settled < 1
    assert found[2].settled is None
    assert (found[5].words, found[5].words_added) == (9, 9)
    assert [measure(writer.desk, "x", view) for view in views] == found


def test_threads_tell_what_became_of_each_idea(writer: Writer) -> None:
    rounds, found = threads(writer.desk, "x")
    assert rounds == (1, 2)
    told = {thread.text: (thread.rounds, thread.fate) for thread in found if not thread.is_heading}
    assert told == {
        "people think that retries are free": ((1, 2), "stands"),
        "measure the share of retries": ((2,), "stands"),
        "jitter without a budget only spreads the load": ((1,), "let go"),
    }


def test_threads_of_a_draft_without_rounds_are_none() -> None:
    assert threads(Writer().desk, "x") == ((), ())


@pytest.mark.parametrize(
    ("name", "text"),
    [("x@1", FIRST), ("x@2", SECOND), ("x@prose", POST), ("x@prose1", POST), ("x", POST)],
)
def test_version_is_its_text(writer: Writer, name: str, text: str) -> None:
    assert resolve_version(writer.desk, name).text == text


def test_commit_is_the_file_of_its_stage(writer: Writer) -> None:
    commits = [commit for commit, _ in writer.history.snapshots]
    found = [resolve_version(writer.desk, f"x@{commit[:9]}") for commit in commits]
    assert [version.text for version in found][:3] == [NOTES, NOTES + "\n- picked\n", FIRST]
    assert found[0].path == "drafts/x/notes.md"


@pytest.mark.parametrize("name", ["x@7", "x@ship", "x@nonsense", "y@1", "x@0000000", "@1"])
def test_what_is_not_there_is_not_found(writer: Writer, name: str) -> None:
    with pytest.raises(NotFound):
        resolve_version(writer.desk, name)


def test_missing_version_names_those_that_are_there(writer: Writer) -> None:
    with pytest.raises(NotFound) as caught:
        resolve_version(writer.desk, "x@7")
    assert caught.value.near[0] == "x@prose"


def test_ambiguous_commit_is_not_guessed(writer: Writer) -> None:
    first = writer.history.snapshots[0][0]
    writer.history.snapshots[1] = (first[:8] + "f" * 32, writer.history.snapshots[1][1])
    with pytest.raises(Ambiguous):
        resolve_version(writer.desk, f"x@{first[:7]}")


def test_file_of_that_name_wins_in_a_comparison(writer: Writer) -> None:
    writer.files["x@1"] = "- a file\n"
    assert version_text(writer.desk, "x@1").text == "- a file\n"
    assert version_text(writer.desk, "drafts/x/outline.md").slug == "x"
    assert version_text(writer.desk, "x").text == SECOND


def test_renamed_draft_has_the_texts_of_its_old_name(writer: Writer) -> None:
    for path in [path for path in writer.files if path.startswith("drafts/x/")]:
        writer.files[path.replace("/x/", "/z/")] = writer.files.pop(path)
    writer.turn(Stage.RENAME, slug="z", source="x")
    assert resolve_version(writer.desk, "z@1").text == FIRST
    assert resolve_version(writer.desk, "z@1").path == "drafts/z/outline.md"
    assert threads(writer.desk, "z")[0] == (1, 2)


def test_restore_is_a_new_iteration(writer: Writer) -> None:
    done = restore(writer.desk, "x@1")
    assert writer.files["drafts/x/outline.md"] == FIRST
    last = writer.history.timeline("x")[-1]
    assert (last.stage, last.source, last.commit) == (Stage.RESTORE, "x@1", done.commit)
    assert last.subject == "Restore outline 1: Retries are a loan"


def test_restore_notes_the_whole_name_of_the_version(writer: Writer) -> None:
    for path in [path for path in writer.files if path.startswith("drafts/x/")]:
        writer.files[path.replace("/x/", "/xenon/")] = writer.files.pop(path)
    writer.turn(Stage.RENAME, slug="xenon", source="x")
    restore(writer.desk, "xe@1")
    assert writer.history.timeline("xenon")[-1].source == "xenon@1"


def test_restore_commits_the_words_that_were_not_recorded(writer: Writer) -> None:
    writer.files["drafts/x/outline.md"] = "- not recorded yet\n"
    restore(writer.desk, "x@1")
    before = writer.history.snapshots[-2]
    assert before[1]["drafts/x/outline.md"] == "- not recorded yet\n"
    assert writer.history.iterations[-2].stage is Stage.OUTLINE


def test_restore_while_git_cannot_record_keeps_the_words(writer: Writer) -> None:
    writer.files["drafts/x/outline.md"] = "- not recorded yet\n"
    writer.history.now_state = HistoryState(kind="merge", reason="a merge", remedy="end it")
    done = restore(writer.desk, "x@1")
    assert done.commit is None
    assert writer.recovery.text(done.kept) == "- not recorded yet\n"
    assert writer.files["drafts/x/outline.md"] == FIRST


def test_restore_brings_back_a_deleted_file(writer: Writer) -> None:
    del writer.files["drafts/x/post.md"]
    restore(writer.desk, "x@prose")
    assert writer.files["drafts/x/post.md"] == POST


@pytest.mark.parametrize("name", ["x", "x@2"])
def test_restoring_what_is_there_already_is_said(writer: Writer, name: str) -> None:
    with pytest.raises(BadValue):
        restore(writer.desk, name)


def test_bytes_that_are_no_text_are_not_restored(writer: Writer) -> None:
    commit, tree = writer.history.snapshots[2]
    writer.history.snapshots[2] = (commit, tree | {"drafts/x/outline.md": "caf\N{REPLACEMENT CHARACTER}\n"})
    with pytest.raises(Unreadable):
        restore(writer.desk, "x@1")
    assert writer.files["drafts/x/outline.md"] == SECOND
