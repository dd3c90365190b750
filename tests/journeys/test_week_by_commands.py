"""One post from a title to the site, by commands alone, day by day."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hugo.site import Page, build, find_hugo, make_site
from tests.journeys.commands import Shell, editor_that_writes

pytestmark = [pytest.mark.journey, pytest.mark.hugo]

OUTLINE = """\
## Why

- every outage review ends with "and then the retries came"
- people think retries are free
  - they multiply: three layers, three tries, 27 calls

## What

- a budget, not a count
- jitter without a budget only spreads it

## How

- measure the share of calls that are retries
- start with ten percent
"""

REWRITTEN = """\
## Why

- each outage review I read ends with the retries that came after
- nobody pays for a retry, so people think retries are free
  - three layers with three tries make 27 calls

## What

- a budget instead of a count

## How

- measure which share of the calls are retries
- begin with ten percent
- what the client libraries do by default
"""

PROSE = """\
## Retries are a loan

Every outage review I have read ends with the same sentence: and then the retries came. People think that
retries are free, because nobody pays for a retry at the time. They multiply. Three layers with three tries
each make 27 calls out of one.

## A budget, not a count

A budget is a better limit than a count. It says which share of the calls may be retries, and it holds when
everything fails at once. Jitter without a budget only spreads the load.

## Start with ten percent

Measure which share of your calls are retries before you change anything. Then begin with a budget of ten
percent. Look at what your client libraries do by default, because most of them retry already.

```go
budget := retry.NewBudget(0.1)
```
"""


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    blog = tmp_path / "blog"
    blog.mkdir()
    make_site(tmp_path / "site")
    (tmp_path / "site" / "content").mkdir()
    return Shell(blog)


def test_a_post_goes_from_a_title_to_the_site(shell: Shell, tmp_path: Path) -> None:
    shell.run("init")
    (shell.folder / "draftloop.toml").write_text(
        '[target.site]\nkind = "hugo"\nroot = "../site"\nbase_url = "https://example.org"\n'
    )
    slug = shell.run(
        "idea", "add", "Retry storms are self-inflicted", "--note", "three layers, 27 calls",
        "--tag", "reliability", "--asked-by", "M. at the meetup",
    ).strip()  # fmt: skip
    assert slug == "retry-storms-are-self-inflicted"
    shell.run("idea", "add", "-", stdin="Caches lie\nWhat list[int] hides\n")
    assert len(shell.json("idea", "list")) == 3

    # Monday: pick and pour out.
    assert "pick" in shell.run("today").lower()
    shell.run("pick", "retry")
    editor = editor_that_writes(tmp_path, "first", OUTLINE)
    shell.run("outline", slug, "--editor", EDITOR=editor)
    assert "## Why" in (tmp_path / "first.saw").read_text()
    shell.run("done", slug, "--minutes", "58", "-m", "On the train.")
    assert "nothing has changed" in shell.run("done", slug).lower()

    # The same evening a rewrite is refused; the next day it shows an empty page.
    editor = editor_that_writes(tmp_path, "second", REWRITTEN)
    assert shell.raw("rewrite", slug, "--editor", EDITOR=editor).returncode == 1
    shell.now = "2026-11-10T20:30:00+01:00"
    assert shell.json("today")["stage"] == "rewrite"
    shell.run("rewrite", slug, "--editor", EDITOR=editor)
    seen = (tmp_path / "second.saw").read_text()
    assert "## Why" in seen
    assert "retries are free" not in seen
    shell.run("done", slug, "--minutes", "41")

    # Compare, with verdicts.
    jitter = OUTLINE.splitlines().index("- jitter without a budget only spreads it") + 1
    compared = shell.json("compare", slug)
    for pair in compared["unsure"]:
        if pair["old"] == jitter:
            compared = shell.json("compare", slug, "--different", f"{pair['old']}:{pair['new']}")
    assert jitter in compared["waiting"]
    shell.run("compare", slug, "--restore", str(jitter), "--rest")
    assert "jitter without a budget" in (shell.folder / "drafts" / slug / "outline.md").read_text()
    assert shell.json("compare", slug)["waiting"] == []

    # Saturday: prose; Sunday: two passes and the ship.
    shell.now = "2026-11-14T10:00:00+01:00"
    post = shell.folder / "drafts" / slug / "post.md"
    shell.run("prose", slug, "--editor", EDITOR=editor_that_writes(tmp_path, "third", front_matter() + PROSE))
    assert 'title: "Retry storms are self-inflicted"' in (tmp_path / "third.saw").read_text()
    shell.run("done", slug, "--minutes", "140")
    shell.now = "2026-11-15T18:00:00+01:00"
    post.write_text(post.read_text().replace("at the time", "at at the time"))
    alarms = shell.json("check", slug, "--pass", "grammar", expect=1)["alarms"]
    assert [alarm["replacements"][0] for alarm in alarms] == ["at"]
    post.write_text(post.read_text().replace("at at the time", "at the time"))
    shell.run("check", slug, "--pass", "grammar")
    shell.run("done", slug, "--pass", "grammar")
    shell.run("done", slug, "--pass", "readability")
    assert shell.json("today")["stage"] == "ship"
    assert "content/posts/retry-storms-are-self-inflicted/index.md" in shell.run(
        "ship", slug, "--to", "site", "--dry-run"
    )
    assert not list((tmp_path / "site" / "content").iterdir())
    shell.now = "2026-11-15T22:31:00+01:00"
    said = shell.run("ship", slug, "--to", "site")
    assert "https://example.org/posts/retry-storms-are-self-inflicted/" in said
    page = tmp_path / "site/content/posts/retry-storms-are-self-inflicted/index.md"
    assert "budget := retry.NewBudget(0.1)" in page.read_text()
    built = build(find_hugo(), tmp_path / "site")
    assert built.returncode == 0, built.stderr
    html = Page(tmp_path / "site/public/posts/retry-storms-are-self-inflicted/index.html")
    assert [h1.text for h1 in html.all("h1")] == ["Retry storms are self-inflicted"]
    assert "budget := retry.NewBudget(0.1)" in html.one("code").text

    # What is left of it: history, tag, streak, search, a clean tree.
    stages = [row["stage"] for row in shell.json("history", slug)]
    for stage in ("pick", "outline", "rewrite", "compare", "prose", "edit", "ship"):
        assert stage in stages
    assert "ship/retry-storms-are-self-inflicted" in shell.git("tag").split()
    assert shell.json("today")["streak_weeks"] == 1
    assert shell.json("search", "jitter budget")[0]["slug"] == slug
    assert shell.git("status", "--porcelain", "--", "drafts", "ideas") == ""
    assert OUTLINE.strip() == shell.run("show", f"{slug}@1").strip()
    subjects = shell.git("log", "--format=%s").splitlines()
    assert "Rewrite 2: Retry storms are self-inflicted" in subjects
    assert "Compare 1 with 2: Retry storms are self-inflicted" in subjects
    shell.run("doctor")


def front_matter() -> str:
    return (
        '---\ntitle: "Retry storms are self-inflicted"\n'
        'description: "Why a retry budget beats a retry count, and how to find the number to start with."\n'
        'tags: ["reliability"]\n---\n\n'
    )
