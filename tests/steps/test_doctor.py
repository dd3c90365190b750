from __future__ import annotations

from draftloop.loop.ports import HistoryState
from draftloop.steps.doctor import examine
from tests.builders import Workbench, idea_text


def test_a_tidy_workspace_has_no_trouble() -> None:
    bench = Workbench(files={"ideas/caches-lie.md": idea_text("Caches lie"), "drafts/x/outline.md": "- a\n"})
    assert examine(bench.desk) == []


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
