"""How the grammar pass is measured on posts of repositories that are not kept here."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from tools.score_judged import (
    JUDGED,
    Post,
    Slip,
    clean_posts,
    natural_posts,
    read_post,
    score_published,
    score_slips,
)

from draftloop.adapters.markdown import Markdown
from draftloop.loop.finding import Finding
from draftloop.loop.settings import Settings
from tests.findings import plain_finding
from tests.git_folder import git, write

if TYPE_CHECKING:
    from draftloop.steps.desk import Desk

WRONG = "We read the the rest of the file before somebody else closes it.\n"
RIGHT = WRONG.replace("the the", "the")
SLIP = Slip(start=8, end=12, kind="extra", fix="")


def alarm(start: int, end: int, *fixes: str) -> Finding:
    return plain_finding(
        start,
        WRONG[start:end],
        end=end,
        engine="draftloop",
        rule="DoubledWord",
        kind="repetition",
        fixes=fixes,
    )


@pytest.fixture
def desk() -> Desk:
    """One without engines: our own rules alone speak."""
    return cast("Desk", SimpleNamespace(settings=Settings(), markdown=Markdown(), checkers={}))


@pytest.fixture
def options(tmp_path: Path) -> argparse.Namespace:
    """A repository with an error and its fix, and what is known of both."""
    folder = tmp_path / "repositories" / "somebody+blog"
    folder.mkdir(parents=True)
    git(folder, "init", "-q")
    git(folder, "config", "user.email", "somebody@example.org")
    git(folder, "config", "user.name", "Somebody")
    for text in (WRONG, RIGHT):
        write(folder, "a.md", text)
        git(folder, "add", "a.md")
        git(folder, "commit", "-q", "-m", "Write")
    fix = git(folder, "rev-parse", "HEAD").strip()[:12]
    row = {"repo": "somebody/blog", "commit": fix, "path": "a.md", "half": "train"}
    natural = [row | {"errors": [[SLIP.start, SLIP.end, SLIP.kind, SLIP.fix]]}]
    write(tmp_path, "natural.json", json.dumps([*natural, row | {"repo": "nobody/blog", "errors": []}]))
    published = row | {"commit": f"{fix}^", "alarms": [[8, 15, "draftloop:DoubledWord", "true"]]}
    write(tmp_path, "clean.json", json.dumps([published]))
    return argparse.Namespace(repositories=tmp_path / "repositories", judged=tmp_path)


def test_an_error_is_read_from_before_its_fix_and_found(desk: Desk, options: argparse.Namespace) -> None:
    lines = list(score_slips(desk, options, "train"))

    assert lines[-1] == "errors of authors: 1/1 found = 1.000, the author's fix first 1.000"


def test_repositories_that_are_absent_are_said(
    desk: Desk, options: argparse.Namespace, capsys: pytest.CaptureFixture[str]
) -> None:
    list(score_slips(desk, options, "train"))

    assert capsys.readouterr().err == "left out, not there: nobody/blog (1)\n"


def test_the_other_half_is_not_read(desk: Desk, options: argparse.Namespace) -> None:
    lines = list(score_slips(desk, options, "test"))

    assert lines == ["errors of authors: 0/0 found = -, the author's fix first -"]


def test_an_alarm_on_a_published_post_gets_the_verdict_of_its_place(
    desk: Desk, options: argparse.Namespace
) -> None:
    (line,) = score_published(desk, options, "train")

    assert line.startswith("published: 1 sure alarms in 13 words = 76.92 per 1,000, true 1.000 of 1 judged")


@pytest.mark.parametrize(
    ("found", "is_met"),
    [
        (alarm(4, 7), False),
        (alarm(7, 8), True),  # a blank beside it
        (alarm(8, 11, "the"), True),
        (alarm(0, len(WRONG)), True),
        (alarm(20, 24), False),
    ],
)
def test_an_error_is_met_by_an_alarm_that_touches_it(found: Finding, is_met: bool) -> None:
    assert SLIP.is_met_by(found) is is_met


def test_an_alarm_on_a_whole_paragraph_finds_nothing() -> None:
    text = WRONG * 3

    assert not SLIP.is_met_by(alarm(0, len(text)))


def test_a_fix_is_right_when_the_text_becomes_the_author_s() -> None:
    assert SLIP.is_mended_by(alarm(8, 15, "the"), WRONG)
    assert not SLIP.is_mended_by(alarm(8, 15, "then the"), WRONG)


def test_of_several_verdicts_on_a_place_the_kindest_counts() -> None:
    post = Post(
        repository="somebody/blog",
        revision="HEAD",
        path="a.md",
        half="train",
        verdicts=((8, 11, "false"), (8, 15, "true")),
    )

    assert (post.verdict_on(alarm(8, 15)), post.verdict_on(alarm(40, 44))) == ("true", "unjudged")


def test_a_file_that_is_not_there_is_no_text(options: argparse.Namespace) -> None:
    post = Post(repository="somebody/blog", revision="HEAD", path="b.md", half="train")

    assert read_post(options.repositories, post) is None


def test_no_repository_is_in_both_halves() -> None:
    posts = [*natural_posts(JUDGED / "natural.json"), *clean_posts(JUDGED / "clean.json")]
    halves = {half: {post.repository for post in posts if post.half == half} for half in ("train", "test")}

    assert halves["train"]
    assert halves["test"]
    assert not halves["train"] & halves["test"]
    assert len(posts) == sum(post.half in halves for post in posts)
