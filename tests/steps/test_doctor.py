from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from draftloop.loop.iteration import Iteration
from draftloop.loop.ports import HistoryState, Trouble
from draftloop.loop.stage import Stage
from draftloop.steps.doctor import examine, scope
from tests.builders import Workbench, idea_text
from tests.doubles import FixedClock

NOW = FixedClock()()


@dataclass
class SurroundingsDouble:
    """What the system would say."""

    found: list[Trouble] = field(default_factory=list)
    since: datetime | None = None

    def troubles(self) -> list[Trouble]:
        return self.found

    def oldest_change(self, paths: Sequence[str]) -> datetime | None:
        return self.since if paths else None


def recorded(bench: Workbench) -> Workbench:
    """The same with everything in the history."""
    bench.history.record(Iteration(stage=Stage.WORKSPACE, when=NOW, subject="All"), ["ideas", "drafts"])
    return bench


def test_a_tidy_workspace_has_no_trouble() -> None:
    bench = Workbench(files={"ideas/caches-lie.md": idea_text("Caches lie"), "drafts/x/outline.md": "- a\n"})
    assert examine(recorded(bench).desk) == []
    assert scope(bench.desk).startswith("Looked at 1 idea and 1 draft, at what is kept safe")


def test_an_iteration_that_waits_and_cannot_be_read_is_an_error_with_a_way_back() -> None:
    bench = recorded(Workbench(files={"drafts/x/outline.md": "- a\n"}))
    entry = bench.queue.add(Iteration(stage=Stage.OUTLINE, when=NOW, draft="x"), ["drafts/x/outline.md"])
    bench.queue.spoil(entry.id)
    (found,) = examine(bench.desk)
    assert (found.file, found.severity, found.topic) == (f"/state/queue/{entry.id}", "error", "words")
    assert found.problem == (
        f"an iteration of x, ended {NOW:%Y-%m-%d %H:%M}, waits for git and cannot be read: it is empty"
    )
    assert found.remedy.startswith("its words stand in the files, but for what was written over or deleted")
    assert "`draftloop done x` ends what they hold now" in found.remedy
    (bench.queue.spoiled[0],) = (replace(bench.queue.spoiled[0], is_shut=True),)
    assert examine(bench.desk)[0].remedy.endswith("and it waits again as before")


def test_words_that_no_iteration_has_are_named_with_since_when() -> None:
    surroundings = SurroundingsDouble(since=NOW)
    bench = recorded(
        Workbench(
            files={"ideas/caches-lie.md": idea_text("Caches lie"), "drafts/x/outline.md": "- a\n"},
            others={"surroundings": surroundings},
        )
    )
    bench.files["drafts/x/outline.md"] = "- b\n"
    bench.files["ideas/caches-lie.md"] += "\n- new\n"
    (found,) = examine(bench.desk)
    assert (found.file, found.problem) == (
        "drafts/x",
        f"1 file changed and not committed since {NOW:%Y-%m-%d %H:%M}",
    )
    assert found.remedy == "draftloop done x"
    surroundings.since = NOW - timedelta(days=2)
    assert [one.file for one in examine(bench.desk)] == ["drafts/x", "ideas"]


def test_nothing_is_called_uncommitted_while_no_git_can_be_asked() -> None:
    bench = recorded(Workbench(files={"drafts/x/outline.md": "- a\n"}))
    bench.files["drafts/x/outline.md"] = "- b\n"
    bench.history.now_state = HistoryState(kind="no-git", reason="git is not installed", remedy="install it")
    assert [(one.file, one.problem) for one in examine(bench.desk)] == [(".", "git is not installed")]


def test_what_the_system_says_comes_with_it() -> None:
    odd = Trouble(file=".git/hooks", line=None, problem="brings hooks", remedy="look", severity="warning")
    bench = Workbench(others={"surroundings": SurroundingsDouble(found=[odd])})
    assert examine(bench.desk) == [odd]


def test_every_kind_of_trouble_is_named_with_file_and_remedy() -> None:
    bench = Workbench(
        files={
            "ideas/odd.txt": "x",
            "ideas/untitled.md": "only text\n",
            "ideas/broken.md": "---\ntitle: [\n---\n",
            "drafts/loose.md": "x",
            "drafts/empty/readme.txt": "x",
            "drafts/x/post.md": "---\na: 1\na: 2\n---\n",
            "drafts/x/exported.toml": "[[[\n",
            "drafts/x/corrections.toml": "[[[\n",
            "drafts/x/ignores.toml": "[[[\n",
        }
    )
    recorded(bench)
    bench.history.now_state = HistoryState(kind="merge", reason="a merge is not finished", remedy="end it")
    bench.recovery.keep("drafts/x/post.md", "two words")
    found = examine(bench.desk)
    assert [trouble.severity for trouble in found] == ["error"] * 5 + ["warning"] * 6
    assert {trouble.file for trouble in found if trouble.severity == "error"} == {
        "ideas/broken.md",
        "drafts/x/post.md",
        "drafts/x/exported.toml",
        "drafts/x/corrections.toml",
        "drafts/x/ignores.toml",
    }
    assert all(trouble.problem and trouble.remedy for trouble in found)
    assert any("2 words, kept safe" in trouble.problem for trouble in found)


def test_conflicted_copies_of_sync_programs_are_named_with_their_original() -> None:
    copies = {
        "drafts/x/outline.sync-conflict-20261121-140233-ABCDEFG.md": "- a\n- b\n",
        "ideas/caches-lie (conflicted copy).md": idea_text("Caches lie"),
    }
    bench = Workbench(files={"drafts/x/outline.md": "- a\n", **copies})
    found = {trouble.file: trouble.problem for trouble in examine(recorded(bench).desk)}
    assert found == {
        name: f"is a conflicted copy of {original} that a sync program left"
        for name, original in zip(copies, ("outline.md", "caches-lie.md"), strict=True)
    }
