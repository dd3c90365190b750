"""What a ship is made from: the target, and the other drafts on the same site."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from draftloop.loop import errors
from draftloop.loop.settings import Settings
from draftloop.steps import ship as steps
from tests.steps.ship_bench import PAGE, POST, Workbench


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    return Workbench(tmp_path)


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
