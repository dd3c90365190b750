"""A whole week in the app, in a pseudo-terminal, with the keys that stand on the screen."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from tools.terminal import Terminal

from tests.journeys.commands import Shell

pytestmark = pytest.mark.journey

SLUG = "retry-storms-are-self-inflicted"
MONDAY, TUESDAY = "2026-11-09T20:14:00+01:00", "2026-11-10T20:30:00+01:00"
SATURDAY, SUNDAY = "2026-11-14T10:30:00+01:00", "2026-11-15T18:30:00+01:00"


class Writer:
    """Somebody who opens the app on a day and reads what is there."""

    def __init__(self, folder: Path, size: tuple[int, int]) -> None:
        self.folder, self.size = folder, size

    def sits_down(self, now: str, *arguments: str) -> Terminal:
        return Terminal(
            [sys.executable, "-m", "draftloop", *arguments],
            cwd=self.folder,
            env={"DRAFTLOOP_NOW": now},
            size=self.size,
        )

    def leaves(self, terminal: Terminal) -> None:
        terminal.press("q")
        assert terminal.end() == 0

    def text(self, name: str) -> str:
        return (self.folder / "drafts" / SLUG / name).read_text()


@pytest.fixture(params=[(80, 24), (140, 40)], ids=["80x24", "140x40"])
def writer(request: pytest.FixtureRequest, tmp_path: Path) -> Writer:
    blog = tmp_path / "blog"
    (tmp_path / "site" / "content").mkdir(parents=True)
    Shell(tmp_path).run("init", str(blog))
    (blog / "draftloop.toml").write_text(
        '[target.site]\nkind = "hugo"\nroot = "../site"\nbase_url = "https://example.org"\n'
    )
    return Writer(blog, request.param)


def test_a_week_from_a_title_to_the_site(writer: Writer, tmp_path: Path) -> None:
    monday_pick_and_outline(writer)
    tuesday_rewrite_and_compare(writer)
    saturday_prose(writer)
    sunday_edit_and_ship(writer)
    page = tmp_path / "site" / "content" / "posts" / SLUG / "index.md"
    assert "A budget instead of a count" in page.read_text()
    shell = Shell(writer.folder, now=SUNDAY)
    stages = [row["stage"] for row in shell.json("history", SLUG)]
    assert stages == ["idea", "pick", "outline", "rewrite", "compare", "prose", "edit", "edit", "ship"]
    assert shell.git("status", "--porcelain", "--", "ideas", "drafts") == ""
    assert shell.json("today")["streak_weeks"] == 1


def monday_pick_and_outline(writer: Writer) -> None:
    app = writer.sits_down(MONDAY)
    app.wait("Ten titles are enough to begin")
    app.type("Retry storms are self-inflicted<enter>")
    app.wait("+ Retry storms")
    app.type("<esc>")
    app.wait("Which one this week?")
    app.type("<enter>")
    app.wait("Why does this fascinate me?")
    app.type("<enter>")
    app.wait("How shall the outline begin?")
    app.type("<enter>")
    app.wait("Why should anybody read this?")
    app.type("every outage review ends with the retries<enter>people think retries are free")
    app.type("<enter><tab>three layers with three tries make 27 calls")
    app.wait("27 calls")
    app.type("<ctrl+g>")
    app.wait("What is still muddy?")
    app.type("which libraries retry?<enter>")
    app.wait("Rewrite the outline from memory tomorrow")
    writer.leaves(app)
    assert "  - three layers with three tries make 27 calls" in writer.text("outline.md")
    log = Shell(writer.folder).git("log", "-1", "--format=%B")
    assert log.startswith("Outline 1: Retry storms are self-inflicted")
    assert "Draftloop-Muddy: which libraries retry?" in log


def tuesday_rewrite_and_compare(writer: Writer) -> None:
    app = writer.sits_down(TUESDAY)
    app.wait("Rewrite the outline from memory today")
    app.type("<enter>")
    app.wait("people think retries are free")
    app.wait("put it away and write")
    app.type("<enter>")
    app.wait_gone("people think retries are free")
    app.wait("peek")
    app.rest(0.5)
    app.type("each outage review ends with the retries<down><down><down><down>a budget instead of a count")
    app.wait("a budget instead of a count")
    app.type("<ctrl+r>")
    app.wait("people think retries are free")
    app.type("<ctrl+r>")
    app.wait_gone("people think retries are free")
    app.type("<ctrl+g>")
    app.wait("dropped 2")
    app.type("r")
    app.type("A")
    app.wait("g records")
    app.type("g")
    app.wait("recorded")
    app.type("g")
    app.wait("Tue 10 Nov")
    writer.leaves(app)
    assert "people think retries are free" in writer.text("outline.md")
    log = Shell(writer.folder).git("log", "-2", "--format=%B")
    assert "Draftloop-Peeks: 1" in log
    assert "Draftloop-Restored: people think retries are free" in log


def saturday_prose(writer: Writer) -> None:
    app = writer.sits_down(SATURDAY, "prose", "retry")
    app.wait("words" if writer.size[0] < 110 else "1,200")
    app.rest(0.5)
    app.type("## Retries are a loan<enter><enter>Every outage review ends with the same sentence. ")
    app.type("People think that retries are are free.<enter><enter>")
    app.type("A budget instead of a count holds when everything fails at once. ")
    app.type("Three layers with three tries make 27 calls.")
    app.wait("27 calls")
    app.type("<ctrl+g>")
    app.wait("Done for now")
    app.type("On the train.<enter>")
    app.wait("Sat 14 Nov")
    writer.leaves(app)
    assert writer.text("post.md").startswith('---\ntitle: "Retry storms are self-inflicted"\n---\n')
    assert "On the train." in Shell(writer.folder).git("log", "-1", "--format=%B")


def sunday_edit_and_ship(writer: Writer) -> None:
    app = writer.sits_down(SUNDAY, "edit", "retry")
    app.wait("1 sure", timeout_s=60)
    app.type("<enter>")
    app.wait("Nothing left that the checkers are sure of.", timeout_s=60)
    app.type("<ctrl+g>")
    app.wait("marks, none of them an error")
    app.rest(0.5)
    app.type("<ctrl+g>")
    app.wait("What will be written")
    app.wait("It can go out")
    app.type("S")
    app.wait("asks you once on this machine")
    app.type("y")
    app.wait("Shipped to site")
    app.wait(f"https://example.org/posts/{SLUG}/")
    app.type("<esc>")
    app.wait("Sun 15 Nov")
    writer.leaves(app)
    assert "are are" not in writer.text("post.md")
    assert f"ship/{SLUG}" in Shell(writer.folder).git("tag")
