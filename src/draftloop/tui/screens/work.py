"""Work: what have I shipped? Posts, the rhythm of the weeks, and what emerges from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from draftloop.tui import keys
from draftloop.tui import text as texts
from draftloop.tui.screens.base import LoopScreen
from draftloop.tui.widgets.figures import count
from draftloop.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.steps.desk import Desk
    from draftloop.steps.work import BodyOfWork, Post

SECTIONS = ("posts", "themes", "series", "questions")


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRow:
    """A row of any of the four lists."""

    key: str
    left: str
    right: str = ""
    slug: str = ""
    """The post it stands for; empty for a heading."""
    address: str = ""
    is_heading: bool = False


class WorkScreen(LoopScreen):
    """What have I shipped?"""

    NAME = "work"
    CSS_PATH = "work.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings_for("work")
    AUTO_FOCUS = "#rows"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.work: BodyOfWork | None = None
        self.section = 0

    def compose_room(self) -> ComposeResult:
        with Vertical(classes="column"):
            yield Static("", id="calendar", markup=False)
            yield Static("", id="milestones", markup=False)
            yield Static("", id="sections", markup=False)
            yield RowList[WorkRow](_draw, lambda row: row.key, id="rows")
            yield Static("", id="nothing", markup=False, classes="dim")

    def load(self) -> None:
        desk = self.desk

        def read() -> BodyOfWork:
            from draftloop.steps.work import body_of_work

            return body_of_work(desk)

        self.run_step("work", read, self._show)

    def _show(self, work: BodyOfWork) -> None:
        self.work = work
        self.top_line.note = count(len(work.posts), "post")
        self.query_one("#calendar", Static).update(calendar(work))
        self.query_one("#milestones", Static).update(milestones(work))
        self._show_section()

    def _show_section(self) -> None:
        work = self.work
        if work is None:
            return
        name = SECTIONS[self.section]
        rows = rows_of(work, name)
        self.query_one("#sections", Static).update(_section_names(work, self.section))
        listing = self.query_one("#rows", RowList)
        had_rows = bool(listing.rows)
        listing.display = bool(rows)
        first = next((row.key for row in rows if row.slug), None)
        listing.show(rows, keep=first if not had_rows else None)
        nothing = self.query_one("#nothing", Static)
        nothing.display = not rows
        nothing.update(Content(_NOTHING[name]))
        self.refresh_hints()

    @property
    def _row(self) -> WorkRow | None:
        listing = self.query_one("#rows", RowList)
        return listing.current if listing.display else None

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        event.stop()
        self.refresh_hints()

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.action_open()

    def action_section(self, by: int) -> None:
        self.action_show((self.section + by) % len(SECTIONS))

    def action_show(self, section: int) -> None:
        """Show one of the four lists, from its beginning."""
        self.section = section
        self.query_one("#rows", RowList).show(())
        self._show_section()

    def action_open(self) -> None:
        row = self._row
        if row is not None and row.slug:
            self.loop_app.open_step("history", row.slug)

    def action_copy_address(self) -> None:
        row = self._row
        if row is not None and row.address:
            self.app.copy_to_clipboard(row.address)
            texts.toast(self.app, f"copied, if your terminal allows it: {row.address}")

    def action_open_address(self) -> None:
        row = self._row
        if row is not None and row.address.startswith(("https://", "http://")):
            self.app.open_url(row.address)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what the row under the cursor allows."""
        if action in {"open", "copy_address", "open_address"}:
            row = self._row if self.is_mounted else None
            return row is not None and bool(row.slug if action == "open" else row.address)
        return super().check_action(action, parameters)


_NOTHING = {
    "posts": "Shipped posts stand here. The first one is the hardest; start before you are ready.",
    "themes": "Themes are tags, terms and places that two or more posts share. They emerge by themselves.",
    "series": "Posts with the same `series` in their front matter stand here, in the order of their parts.",
    "questions": "When a question you answered is asked again (k in Ideas), its post stands here to be sent.",
}


def rows_of(work: BodyOfWork, section: str) -> list[WorkRow]:
    """The rows of one of the four lists."""
    if section == "posts":
        return _posts_by_year(work.posts)
    if section == "series":
        return [row for name, parts in work.series for row in _series_rows(name, parts)]
    if section == "questions":
        return [
            WorkRow(
                key=post.slug,
                left=post.title,
                right=f"asked {post.asked}×",
                slug=post.slug,
                address=post.address,
            )
            for post in work.answered
        ]
    return [
        WorkRow(
            key=f"{theme.kind}:{theme.name}",
            left=theme.name,
            right=f"{theme.kind} · {count(len(theme.slugs), 'post')}",
        )
        for theme in work.themes
    ]


def _posts_by_year(posts: Sequence[Post]) -> list[WorkRow]:
    rows: list[WorkRow] = []
    year = 0
    for post in posts:
        if post.when.year != year:
            year = post.when.year
            number = sum(other.when.year == year for other in posts)
            rows.append(WorkRow(key=str(year), left=str(year), right=count(number, "post"), is_heading=True))
        right = f"{post.words:,} words   {post.when.day:>2} {post.when:%b}"
        rows.append(
            WorkRow(key=post.slug, left=post.title, right=right, slug=post.slug, address=post.address)
        )
    return rows


def _series_rows(name: str, parts: Sequence[Post]) -> list[WorkRow]:
    rows = [WorkRow(key=f"series:{name}", left=name, right=count(len(parts), "part"), is_heading=True)]
    for number, post in enumerate(parts, start=1):
        left = f"{post.part or number}  {post.title}"
        rows.append(WorkRow(key=post.slug, left=left, slug=post.slug, address=post.address))
    return rows


def calendar(work: BodyOfWork) -> Content:
    """The last half year, a square a week, with the months above and the streak beside."""
    months = marks = ""
    for number, (first, posts) in enumerate(work.weeks):
        is_new_month = number == 0 or first.month != work.weeks[number - 1][0].month
        if is_new_month and len(months) <= len(marks):
            months = months.ljust(len(marks)) + f"{first:%b}"
        marks += ("■" if posts else "·") + " "
    streak = (
        f"streak {count(work.streak_weeks, 'week')}"
        if work.streak_weeks
        else "a week with a post starts a streak"
    )
    return texts.joined((months + "\n", "$text-muted"), (marks, "$success"), ("  " + streak, "bold"))


def milestones(work: BodyOfWork) -> Content:
    """The last milestone reached, and the nearest one ahead."""
    reached = [stone.name for stone in work.milestones if stone.is_reached]
    ahead = sorted((stone.missing, stone.name) for stone in work.milestones if not stone.is_reached)
    parts: list[tuple[str, str]] = []
    if reached:
        parts += [("✓ ", "$success"), (reached[-1], ""), ("   ", "")]
    if ahead:
        missing, name = ahead[0]
        parts.append((f"next: {name}, {missing} to go", "$text-muted"))
    return texts.joined(*parts)


def _section_names(work: BodyOfWork, here: int) -> Content:
    """The names of the four lists and how long each is; a click shows one."""
    sizes = (len(work.posts), len(work.themes), len(work.series), len(work.answered))
    names = [
        texts.mixed(
            f"[{'bold underline' if number == here else '$text-muted'} @click=screen.show({number})]$name[/]",
            name=f"{name} {size}" if size else name,
        )
        for number, (name, size) in enumerate(zip(SECTIONS, sizes, strict=True))
    ]
    return Content("    ").join(names)


def _draw(row: WorkRow, width: int) -> Content:
    room = max(8, width - len(row.right) - 2)
    style = "bold $text-muted" if row.is_heading else ""
    return texts.joined((texts.fit(row.left, room), style), "  ", (row.right, "$text-muted"))
