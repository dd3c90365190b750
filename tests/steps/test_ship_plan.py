"""What a ship would change in the site, and what it leaves alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from draftloop.loop import errors
from draftloop.steps import ship as steps
from tests.steps.ship_bench import PAGE, POST, Workbench


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    return Workbench(tmp_path)


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
    assert [text for _, _, text, _ in bench.recovery.entries] == ["mended on the site"]


def test_a_post_without_a_text_is_not_shipped_by_any_means(bench: Workbench) -> None:
    bench.put("drafts/retry-storms/post.md", '---\ntitle: "Retry storms"\n---\n\n')
    with pytest.raises(errors.NotReady):
        bench.ship(anyway=True)
    assert bench.tree() == {}


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
