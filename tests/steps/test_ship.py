"""`ship` over real files and a history in memory: what is written, what is refused, what survives a crash."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from draftloop.adapters.consent import ConsentFile
from draftloop.adapters.exporters.hugo import Hugo
from draftloop.adapters.exporters.plain import Plain
from draftloop.adapters.library import FileLibrary
from draftloop.adapters.markdown import Markdown
from draftloop.adapters.site_folder import SiteFolderOnDisk
from draftloop.loop import errors
from draftloop.loop.iteration import Iteration
from draftloop.loop.ports import HistoryState
from draftloop.loop.settings import DoneSettings, Settings, TargetSettings
from draftloop.loop.stage import Stage
from draftloop.steps import ship as steps
from draftloop.steps.desk import Desk
from draftloop.steps.ship_programs import allow_program, programs_to_allow
from tests.doubles_history import HistoryDouble, IndexDouble

NOW = datetime.fromisoformat("2026-11-15T22:31:00+01:00")
PAGE = "content/posts/retry-storms/index.md"
POST = """---
title: "Retry storms are self-inflicted"
description: "Why a retry budget beats a retry count, shown on one outage of ours."
tags: ["reliability"]
---

## Retries are a loan

Nobody pays for a retry until everyone does.

![Three layers of retries](<My Shot.png>)
"""


class NoRecovery:
    """Keeps nothing: the library's own tests are elsewhere."""

    def __getattr__(self, name: str) -> Any:
        return lambda *args, **kwargs: ""


class Workbench:
    """A workspace with one draft, a site beside it, and the desk over both."""

    def __init__(self, folder: Path) -> None:
        self.root, self.site = folder / "work", folder / "blog"
        self.site.mkdir()
        self.history = HistoryDouble(self.texts)
        self.settings = Settings(
            targets={
                "site": TargetSettings(
                    name="site", kind="hugo", root="../blog", base_url="https://example.org"
                )
            }
        )
        self.put("drafts/retry-storms/post.md", POST)
        self.put(
            "drafts/retry-storms/notes.md", '---\ntitle: "Retry storms"\n---\n\n- a secret of the notes\n'
        )
        (self.root / "drafts/retry-storms/My Shot.png").write_bytes(b"\x89PNG\0\r\n")
        self.library = FileLibrary(os.path.realpath(self.root), NoRecovery())
        self.consent = ConsentFile(str(folder / "config/consent.toml"), "ws")

    def put(self, path: str, text: str) -> None:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")

    def text(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def texts(self) -> dict[str, str]:
        files = (path for path in self.root.rglob("*") if path.is_file())
        return {str(p.relative_to(self.root)): p.read_text("utf-8", "replace") for p in files}

    @property
    def desk(self) -> Desk:
        other: Any = None
        return Desk(
            settings=self.settings,
            now=lambda: NOW,
            library=self.library,
            history=self.history,
            tags=self.history,
            sittings=other,
            recovery=other,
            index=IndexDouble(self.texts),
            markdown=Markdown(),
            scaffolds=other,
            consent=self.consent,
            editor=other,
            exporters={"hugo": Hugo(), "markdown": Plain()},
            sites=SiteFolderOnDisk(os.path.realpath(self.root)),
        )

    def ship(self, **choices: Any) -> steps.Shipped:
        return steps.ship(self.desk, "retry-storms", "site", **{"allow": True, **choices})

    def tree(self) -> dict[str, tuple[bytes, int]]:
        files = (path for path in self.site.rglob("*") if path.is_file())
        return {str(p.relative_to(self.site)): (p.read_bytes(), p.stat().st_mtime_ns) for p in files}


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


def test_a_dry_run_names_every_file_and_changes_nothing(bench: Workbench) -> None:
    files = bench.texts()
    plan = steps.plan(bench.desk, "retry-storms", "site", allow=True)
    assert [(file.path, file.state) for file in plan.files] == [
        ("content/posts/retry-storms/my-shot.png", "new"),
        (PAGE, "new"),
    ]
    assert "+## Retries are a loan" in plan.files[1].diff
    assert plan.files[0].size_bytes == 7
    assert bench.tree() == {}
    assert bench.texts() == files
    assert not bench.consent.is_given("folder", plan.root)


def test_without_a_yes_the_folder_is_left_alone(bench: Workbench) -> None:
    with pytest.raises(errors.ConsentNeeded) as caught:
        steps.ship(bench.desk, "retry-storms")
    assert caught.value.value == os.path.realpath(bench.site)
    assert bench.tree() == {}
    bench.ship()
    assert steps.ship(bench.desk, "retry-storms").is_nothing_new


def test_a_file_edited_in_the_site_refuses_the_ship_and_leaves_the_tree(bench: Workbench) -> None:
    bench.ship()
    (bench.site / PAGE).write_text("mended on the site")
    bench.put("drafts/retry-storms/post.md", bench.text("drafts/retry-storms/post.md") + "\nMore.\n")
    before, files = bench.tree(), bench.texts()
    with pytest.raises(errors.SiteChanged) as caught:
        bench.ship()
    assert caught.value.paths == (PAGE,)
    assert "-mended on the site" in caught.value.diff
    assert bench.tree() == before
    assert bench.texts() == files


def test_an_unrecorded_file_in_the_way_is_not_overwritten(bench: Workbench) -> None:
    (bench.site / PAGE).parent.mkdir(parents=True)
    (bench.site / PAGE).write_text("somebody's own page")
    before, files = bench.tree(), bench.texts()
    with pytest.raises(errors.SiteChanged):
        bench.ship()
    assert (bench.tree(), bench.texts()) == (before, files)


def test_overwrite_takes_ours(bench: Workbench) -> None:
    bench.ship()
    ours = bench.tree()[PAGE][0]
    (bench.site / PAGE).write_text("mended on the site")
    bench.ship(overwrite=True)
    assert bench.tree()[PAGE][0] == ours


def test_adopt_keeps_theirs_and_lets_the_next_ship_go_on(bench: Workbench) -> None:
    bench.ship()
    (bench.site / PAGE).write_text("mended on the site")
    bench.ship(adopt=True)
    assert bench.tree()[PAGE][0] == b"mended on the site"
    assert [file.state for file in bench.ship().written] == ["changed"]


def test_a_file_gone_from_the_site_is_not_silently_put_back(bench: Workbench) -> None:
    bench.ship()
    (bench.site / PAGE).unlink()
    with pytest.raises(errors.SiteChanged):
        bench.ship()
    bench.ship(overwrite=True)
    assert PAGE in bench.tree()


def test_a_picture_taken_out_of_the_post_leaves_the_site(bench: Workbench) -> None:
    bench.ship()
    text = bench.text("drafts/retry-storms/post.md")
    bench.put("drafts/retry-storms/post.md", text.replace("![Three layers of retries](<My Shot.png>)", ""))
    bench.ship()
    assert list(bench.tree()) == [PAGE]


def test_line_ends_changed_by_git_are_no_edit(bench: Workbench) -> None:
    bench.ship()
    page = bench.site / PAGE
    page.write_bytes(page.read_bytes().replace(b"\n", b"\r\n"))
    assert bench.ship().is_nothing_new


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
                    lambda self, root, path, content: (crash if path == PAGE else real.__get__(self))(
                        root, path, content
                    ),
                )
            case "ledger":
                patch.setattr(steps, "write_entry", crash)
            case "commit":
                patch.setattr(HistoryDouble, "record", crash)
            case "tag":
                patch.setattr(HistoryDouble, "tag", crash)
        with pytest.raises(Crash):
            steps.ship(desk, "retry-storms", "site", allow=True)
    shipped = bench.ship()
    assert shipped.tag == "ship/retry-storms"
    assert len(bench.history.iterations) == 1
    assert len(bench.tree()) == 2
    assert bench.ship().is_nothing_new


def test_a_gap_keeps_the_post_back_unless_anyway(bench: Workbench) -> None:
    bench.put("drafts/retry-storms/post.md", POST + "\n[TK: count them]\n")
    with pytest.raises(errors.NotReady) as caught:
        bench.ship()
    assert any("[TK: count them]" in row and "post.md:13" in row for row in caught.value.rows), (
        caught.value.rows
    )
    assert bench.tree() == {}
    assert bench.ship(anyway=True).tag


@pytest.mark.parametrize("path", ["notes.md", "post.md"])
def test_a_private_draft_never_ships(bench: Workbench, path: str) -> None:
    place = f"drafts/retry-storms/{path}"
    bench.put(place, bench.text(place).replace("---\n\n", "private: true\n---\n\n", 1))
    with pytest.raises(errors.NotReady):
        bench.ship(anyway=True)
    with pytest.raises(errors.NotReady):
        steps.export_to(bench.desk, "retry-storms", "site", str(bench.site))
    assert bench.tree() == {}
    rows = steps.readiness(bench.desk, "retry-storms")
    assert "private" in [row.id for row in rows if row.keeps_back]


def test_without_git_files_are_written_and_it_is_said(bench: Workbench) -> None:
    bench.history.now_state = HistoryState(kind="no-repository")
    shipped = bench.ship()
    assert (shipped.commit, shipped.tag) == (None, "")
    assert any("no commit and no tag" in note for note in shipped.notes)
    assert PAGE in bench.tree()
    assert not bench.ship().written


def test_git_in_the_middle_of_a_merge_refuses_before_anything_is_written(bench: Workbench) -> None:
    bench.history.now_state = HistoryState(kind="merge", reason="a merge is going on", remedy="end it")
    with pytest.raises(errors.HistoryUnavailable):
        bench.ship()
    assert bench.tree() == {}


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


def test_a_new_slug_moves_only_when_that_is_meant(bench: Workbench) -> None:
    bench.ship()
    text = bench.text("drafts/retry-storms/post.md")
    bench.put("drafts/retry-storms/post.md", text.replace("tags:", 'slug: "storms"\ntags:'))
    before = bench.tree()
    with pytest.raises(errors.AlreadyThere) as caught:
        bench.ship()
    assert caught.value.path == "https://example.org/posts/retry-storms/"
    assert bench.tree() == before
    bench.ship(move=True)
    assert sorted(bench.tree()) == ["content/posts/storms/index.md", "content/posts/storms/my-shot.png"]
    assert 'aliases: ["/posts/retry-storms/"]' in bench.tree()["content/posts/storms/index.md"][0].decode()
    assert bench.ship().is_nothing_new


def test_a_link_to_another_draft_takes_the_form_of_the_site(bench: Workbench) -> None:
    bench.put("drafts/caches-lie/post.md", POST.replace("![Three layers of retries](<My Shot.png>)", ""))
    linking = POST + "\nSee [caches](../caches-lie/post.md#retries-are-a-loan).\n"
    bench.put("drafts/retry-storms/post.md", linking)
    with pytest.raises(errors.NotReady) as caught:
        bench.ship()
    assert "caches-lie, which is not on site" in caught.value.rows[0]
    bench.ship(unlink=True)
    assert "See caches." in bench.tree()[PAGE][0].decode()
    steps.ship(bench.desk, "caches-lie", "site")
    bench.ship()
    assert '{{< relref "/posts/caches-lie#retries-are-a-loan" >}}' in bench.tree()[PAGE][0].decode()
    other = bench.tree()["content/posts/caches-lie/index.md"][0].decode()
    assert "## Retries are a loan {#retries-are-a-loan}" in other


def test_two_posts_with_one_address_are_refused(bench: Workbench) -> None:
    bench.ship()
    bench.put(
        "drafts/twin/post.md", POST.replace("tags:", 'slug: "retry-storms"\ntags:').replace("![", "[x](")
    )
    rows = steps.readiness(bench.desk, "twin")
    assert "address" in [row.id for row in rows if row.keeps_back]


def test_a_hostile_slug_cannot_leave_the_site(bench: Workbench) -> None:
    bench.put("drafts/retry-storms/post.md", POST.replace("tags:", 'slug: "../../../escape"\ntags:'))
    with pytest.raises((errors.Refused, errors.NotReady)):
        bench.ship(anyway=True)
    assert bench.tree() == {}
    assert not list(bench.site.parent.rglob("escape"))


def test_the_folder_must_be_there(bench: Workbench) -> None:
    bench.site.rmdir()
    with pytest.raises(errors.BadSetting) as caught:
        bench.ship()
    assert "make it, or change root" in caught.value.problem
    assert "target" in [row.id for row in steps.readiness(bench.desk, "retry-storms") if row.keeps_back]


def test_targets_are_told_apart(bench: Workbench) -> None:
    assert [(one.name, one.is_default) for one in steps.targets(bench.desk)] == [("site", True)]
    with pytest.raises(errors.NotFound) as caught:
        steps.plan(bench.desk, "retry-storms", "sit")
    assert caught.value.near == ("site",)
    bench.settings = Settings()
    with pytest.raises(errors.BadSetting):
        steps.plan(bench.desk, "retry-storms")


def test_an_unknown_kind_is_named(bench: Workbench) -> None:
    target = replace(bench.settings.targets["site"], kind="hugos")
    bench.settings = Settings(targets={"site": target})
    with pytest.raises(errors.BadSetting) as caught:
        bench.ship()
    assert caught.value.near == "hugo"


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


def test_passes_hold_for_the_text_they_were_recorded_on(bench: Workbench) -> None:
    def met() -> bool:
        rows = steps.readiness(bench.desk, "retry-storms")
        return next(row.is_met for row in rows if row.id == "passes")

    for name in ("grammar", "readability"):
        made = Iteration(stage=Stage.EDIT, when=NOW, draft="retry-storms", pass_name=name)
        bench.history.record(made, ["drafts/retry-storms"], allow_empty=True)
    assert met()
    bench.put("drafts/retry-storms/post.md", POST.replace("tags:", "lang: en\ntags:"))
    assert met()
    bench.put("drafts/retry-storms/post.md", POST + "\nOne more thought.\n")
    assert not met()


def test_own_questions_keep_it_back_until_answered(bench: Workbench) -> None:
    bench.settings = replace(bench.settings, done=DoneSettings(ask=("Did someone else read it?",)))
    with pytest.raises(errors.NotReady):
        bench.ship()
    assert bench.ship(answered=frozenset({"Did someone else read it?"})).tag


def test_rows_that_are_off_are_not_asked_for(bench: Workbench) -> None:
    bench.put("drafts/retry-storms/post.md", POST + "\nTK\n")
    bench.settings = replace(bench.settings, done=DoneSettings(off=("gaps",)))
    assert bench.ship().tag


def test_an_author_without_a_front_matter_gets_a_sentence(bench: Workbench) -> None:
    bench.put("drafts/retry-storms/post.md", "Only text.\n")
    with pytest.raises(errors.NotReady) as caught:
        bench.ship()
    assert any("title" in row for row in caught.value.rows)


def test_a_picture_name_with_a_bare_blank_is_named_before_it_prints_as_text(bench: Workbench) -> None:
    bench.put("drafts/retry-storms/post.md", POST.replace("<My Shot.png>", "My Shot.png"))
    with pytest.raises(errors.NotReady) as caught:
        bench.ship()
    assert "<My Shot.png>" in caught.value.rows[0]


class Recorder:
    """Notes what it was asked to run."""

    def __init__(self) -> None:
        self.ran: list[tuple[tuple[str, ...], str]] = []
        self.answer = ""

    def run(self, argv: Sequence[str], folder: str) -> str:
        self.ran.append((tuple(argv), folder))
        return self.answer


def test_a_program_of_the_workspace_runs_only_after_a_yes_and_has_to_go_well(bench: Workbench) -> None:
    bench.settings = replace(bench.settings, done=DoneSettings(run={"it builds": ("hugo", "--quiet x")}))
    programs = Recorder()
    desk = replace(bench.desk, programs=programs)
    with pytest.raises(errors.NotReady) as caught:
        steps.ship(desk, "retry-storms", "site", allow=True)
    assert "needs your yes once" in caught.value.rows[0]
    assert programs.ran == []
    (program,) = programs_to_allow(desk, "site")
    assert program == f"`hugo '--quiet x'` in {os.path.realpath(bench.site)}"
    allow_program(desk, program)
    assert programs_to_allow(desk, "site") == ()
    programs.answer = "ended with 1: no"
    with pytest.raises(errors.NotReady) as caught:
        steps.ship(desk, "retry-storms", "site", allow=True)
    assert caught.value.rows == ("it builds: ended with 1: no",)
    assert bench.tree() == {}
    programs.answer = ""
    assert steps.ship(desk, "retry-storms", "site").tag
    assert programs.ran[-1] == (("hugo", "--quiet x"), os.path.realpath(bench.site))
