"""`ship` over real files and a history in memory: what is written, and what survives a crash."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from draftloop.adapters.site_folder import SiteFolderOnDisk
from draftloop.loop import errors
from draftloop.loop.ports import HistoryState
from draftloop.loop.settings import Settings, TargetSettings
from draftloop.loop.stage import Stage
from draftloop.steps import ship as steps
from tests.doubles_history import HistoryDouble
from tests.steps.ship_bench import PAGE, POST, Workbench


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    return Workbench(tmp_path)


def test_a_ship_writes_the_site_the_ledger_the_commit_and_the_tag(bench: Workbench) -> None:
    shipped = bench.ship()
    assert shipped.address == "https://example.org/posts/retry-storms/"
    assert shipped.tag == "ship/retry-storms"
    assert shipped.is_first
    assert sorted(bench.tree()) == [PAGE, "content/posts/retry-storms/my-shot.png"]
    assert "date: 2026-11-15T22:31:00+01:00" in bench.text("drafts/retry-storms/post.md")
    ledger = bench.text("drafts/retry-storms/exported.toml")
    assert "shipped = 2026-11-15T22:31:00+01:00" in ledger
    assert '"content/posts/retry-storms/index.md" = "sha256:' in ledger
    made = bench.history.iterations[-1]
    assert (made.stage, made.target, made.address, made.number) == (Stage.SHIP, "site", shipped.address, 1)
    assert made.title == "Retry storms are self-inflicted"


def test_the_notes_and_private_fields_never_leave(bench: Workbench) -> None:
    bench.put("drafts/retry-storms/post.md", POST.replace("---\n\n##", "asked: 4\nprivate: no\n---\n\n##"))
    bench.ship()
    page = bench.tree()[PAGE][0].decode()
    assert "secret" not in page
    assert "asked" not in page
    assert "private" not in page


def test_a_second_ship_touches_nothing_and_says_so(bench: Workbench) -> None:
    bench.ship()
    before, commits = bench.tree(), len(bench.history.iterations)
    again = bench.ship()
    assert again.is_nothing_new
    assert bench.tree() == before
    assert len(bench.history.iterations) == commits
    assert list(bench.history.given_tags) == ["ship/retry-storms"]


def test_a_changed_post_replaces_its_file_and_gets_a_tag_of_its_own(bench: Workbench) -> None:
    bench.ship()
    bench.put("drafts/retry-storms/post.md", bench.text("drafts/retry-storms/post.md") + "\nMore.\n")
    shipped = bench.ship()
    assert [file.path for file in shipped.written] == [PAGE]
    assert shipped.tag == "ship/retry-storms@2"
    assert not shipped.is_first
    assert bench.text("drafts/retry-storms/exported.toml").count("shipped = ") == 1


@pytest.mark.parametrize("step", ["picture", "page", "ledger", "commit", "tag"])
def test_a_crash_at_any_step_is_repeated_without_harm(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    class Crash(Exception):
        pass

    def crash(*args: object, **kwargs: object) -> None:
        raise Crash

    desk = bench.desk
    with monkeypatch.context() as patch:
        match step:
            case "picture":
                patch.setattr(SiteFolderOnDisk, "write", crash)
            case "page":
                real = SiteFolderOnDisk.write
                patch.setattr(
                    SiteFolderOnDisk,
                    "write",
                    lambda self, root, path, content, found: (crash if path == PAGE else real.__get__(self))(
                        root, path, content, found=found
                    ),
                )
            case "ledger":
                patch.setattr(steps, "write_entry", crash)
            case "commit":
                patch.setattr(HistoryDouble, "write", crash)
            case "tag":
                patch.setattr(HistoryDouble, "tag", crash)
        with pytest.raises(Crash):
            steps.ship(desk, "retry-storms", "site", allow=True)
    shipped = bench.ship()
    assert shipped.tag == "ship/retry-storms"
    assert len(bench.history.iterations) == 1
    assert len(bench.tree()) == 2
    assert bench.ship().is_nothing_new


def test_without_git_files_are_written_and_it_is_said(bench: Workbench) -> None:
    bench.history.now_state = HistoryState(kind="no-repository", reason="there is no git here", remedy="init")
    shipped = bench.ship()
    assert (shipped.commit, shipped.tag) == (None, "")
    assert shipped.waits == "Kept, not committed yet: there is no git here. 1 iteration waits. Init"
    assert PAGE in bench.tree()
    assert not bench.ship().written


def test_what_ships_in_the_middle_of_a_merge_is_committed_and_tagged_after_it(bench: Workbench) -> None:
    bench.history.now_state = HistoryState(kind="merge", reason="a merge is going on", remedy="end it")
    assert bench.ship().commit is None
    assert PAGE in bench.tree()
    bench.history.now_state = HistoryState(kind="ready")
    assert bench.ship().tag == "ship/retry-storms"
    assert bench.ship().is_nothing_new
    commit = bench.history.timeline("retry-storms")[-1].commit
    assert bench.history.given_tags == {"ship/retry-storms": commit}
    assert len(bench.history.snapshots) == 1


def test_a_draft_on_the_site_has_no_date_no_tag_and_is_not_shipped(bench: Workbench) -> None:
    shipped = bench.ship(as_draft=True)
    assert (shipped.tag, shipped.is_first) == ("", False)
    assert "draft: true" in bench.tree()[PAGE][0].decode()
    ledger = bench.text("drafts/retry-storms/exported.toml")
    assert 'state = "draft"' in ledger
    assert "shipped" not in ledger
    public = bench.ship()
    assert public.tag == "ship/retry-storms"
    assert public.is_first
    assert "state" not in bench.text("drafts/retry-storms/exported.toml")


def test_a_plain_folder_gets_the_post_in_our_own_words(bench: Workbench) -> None:
    bench.settings = Settings(targets={"site": TargetSettings(name="site", kind="markdown", root="../blog")})
    shipped = bench.ship()
    assert shipped.address == ""
    assert sorted(bench.tree()) == ["retry-storms/index.md", "retry-storms/my-shot.png"]
    assert bench.ship().is_nothing_new


def test_an_export_writes_a_folder_and_nothing_else(bench: Workbench, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    before = bench.texts()
    files = steps.export_to(bench.desk, "retry-storms", "site", str(tmp_path / "out"))
    assert [file.state for file in files] == ["new", "new"]
    assert (tmp_path / "out" / PAGE).is_file()
    assert bench.texts() == before
    (tmp_path / "out" / PAGE).write_text("other")
    with pytest.raises(errors.SiteChanged):
        steps.export_to(bench.desk, "retry-storms", "site", str(tmp_path / "out"))


def test_an_export_done_twice_changes_nothing_though_the_clock_goes_on(
    bench: Workbench, tmp_path: Path
) -> None:
    path = "drafts/retry-storms/post.md"
    undated = "".join(
        line for line in bench.text(path).splitlines(keepends=True) if not line.startswith("date:")
    )
    bench.put(path, undated)
    folder = str(tmp_path / "out")
    desk = bench.desk
    steps.export_to(desk, "retry-storms", "site", folder)
    first = (tmp_path / "out" / PAGE).read_bytes()
    later = replace(desk, now=lambda: desk.now() + timedelta(hours=2))
    files = steps.export_to(later, "retry-storms", "site", folder)
    assert {file.state for file in files} == {"same"}
    assert (tmp_path / "out" / PAGE).read_bytes() == first
