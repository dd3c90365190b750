"""The body of work: what was shipped, in which rhythm, and what emerges from it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from draftloop.loop.errors import Unreadable
from draftloop.loop.idea import text_of
from draftloop.loop.ledger import parse_ledger
from draftloop.loop.stage import RAIL
from draftloop.loop.week import streak, week_of, writing_day
from draftloop.steps.bundle import Bundle, folder_of, read_bundle
from draftloop.steps.lengths import shipped_drafts
from draftloop.steps.rounds import rounds_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from draftloop.loop.ports import FieldValue
    from draftloop.steps.desk import Desk

CALENDAR_WEEKS = 26
MILESTONES = (
    (1, "the first post"),
    (5, "five posts"),
    (10, "ten posts"),
    (20, "twenty posts: themes emerge"),
)
STREAK_MILESTONES = (
    (5, "five in a row"),
    (10, "ten in a row"),
    (26, "half a year in a row"),
    (52, "a year in a row"),
)
LEAST_POSTS_A_THEME = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekReview:
    """One shipped post, told as the week it took."""

    slug: str
    title: str
    minutes: tuple[tuple[str, int], ...]
    """Recorded writing time by stage, in the order of the rail."""
    rounds: int
    words: int
    let_go: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A shipped post."""

    slug: str
    title: str
    when: datetime
    words: int
    address: str
    """Empty when no target has one."""
    tags: tuple[str, ...]
    series: str
    part: str
    asked: int
    links: tuple[str, ...]
    """Hosts it links to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """What several posts share: a tag, a term of `[themes]`, or a place they link to."""

    name: str
    kind: str
    slugs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """Something worth a small celebration."""

    name: str
    is_reached: bool
    missing: int
    """Posts or weeks still to go; 0 when reached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyOfWork:
    """Everything the fourth place says."""

    posts: tuple[Post, ...]
    """Newest first."""
    weeks: tuple[tuple[date, int], ...]
    """First day and posts of each of the last weeks, oldest first."""
    streak_weeks: int
    milestones: tuple[Milestone, ...]
    """Those reached, and the next one of each kind."""
    series: tuple[tuple[str, tuple[Post, ...]], ...]
    themes: tuple[Theme, ...]
    """Most posts first."""
    answered: tuple[Post, ...]
    """Posts whose question was asked more than once, the most asked first."""


def week_review(desk: Desk, slug: str) -> WeekReview:
    """How one post came about, in figures. Raises NotFound."""
    turns = desk.history.timeline(slug)
    bundle = read_bundle(desk, slug)
    spent: Counter[str] = Counter()
    for turn in turns:
        spent[str(turn.stage)] += turn.minutes or 0
    return WeekReview(
        slug=slug,
        title=bundle.title,
        minutes=tuple((str(stage), spent[str(stage)]) for stage in RAIL if spent[str(stage)]),
        rounds=len(rounds_of(turns)),
        words=desk.markdown.read(bundle.body).words,
        let_go=sum(len(turn.let_go) for turn in turns),
    )


def body_of_work(desk: Desk) -> BodyOfWork:
    """Shipped posts and what follows from them. Reads the files of shipped drafts, no history."""
    week = desk.settings.week
    today = writing_day(desk.now(), week)
    posts = [_post(desk, slug, when) for slug, when in shipped_drafts(desk).items()]
    in_a_row = streak([post.when for post in posts], today, week)
    series: defaultdict[str, list[Post]] = defaultdict(list)
    for post in posts:
        if post.series:
            series[post.series].append(post)
    asked = sorted((post for post in posts if post.asked > 1), key=lambda post: -post.asked)
    return BodyOfWork(
        posts=tuple(reversed(posts)),
        weeks=_calendar([writing_day(post.when, week) for post in posts], week_of(today, week)[0]),
        streak_weeks=in_a_row,
        milestones=(*_milestones(len(posts), MILESTONES), *_milestones(in_a_row, STREAK_MILESTONES)),
        series=tuple((name, tuple(parts)) for name, parts in series.items()),
        themes=_themes(desk, posts),
        answered=tuple(asked),
    )


def _post(desk: Desk, slug: str, when: datetime) -> Post:
    bundle = read_bundle(desk, slug)
    prose = desk.markdown.read(bundle.body)
    hosts = {
        urlsplit(link.target).netloc.removeprefix("www.") for link in prose.links if "://" in link.target
    }
    return Post(
        slug=slug,
        title=bundle.title,
        when=when,
        words=prose.words,
        address=_address(desk, slug),
        tags=_texts(bundle.post_fields.get("tags")) or _texts(bundle.notes_fields.get("tags")),
        series=text_of(bundle.post_fields.get("series")),
        part=text_of(bundle.post_fields.get("part")),
        asked=_asked(bundle),
        links=tuple(sorted(host for host in hosts if host)),
    )


def _address(desk: Desk, slug: str) -> str:
    document = desk.library.open(f"{folder_of(slug)}/exported.toml")
    try:
        entries = parse_ledger(document.text, document.path).values()
    except Unreadable:
        return ""  # `doctor` names the ledger; the post itself is still worth showing
    return next((entry.address for entry in entries if entry.is_public and entry.address), "")


def _asked(bundle: Bundle) -> int:
    value = bundle.notes_fields.get("asked")
    if isinstance(value, list):
        return len(value)
    return int(value) if isinstance(value, str) and value.isdecimal() else 0


def _calendar(days: Sequence[date], this_week: date) -> tuple[tuple[date, int], ...]:
    firsts = [this_week - timedelta(weeks=back) for back in range(CALENDAR_WEEKS - 1, -1, -1)]
    return tuple((first, sum(first <= day < first + timedelta(weeks=1) for day in days)) for first in firsts)


def _milestones(reached: int, marks: Iterable[tuple[int, str]]) -> list[Milestone]:
    found = []
    for needed, name in marks:
        found.append(Milestone(name=name, is_reached=reached >= needed, missing=max(0, needed - reached)))
        if reached < needed:
            break
    return found


def _themes(desk: Desk, posts: Sequence[Post]) -> tuple[Theme, ...]:
    shared: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for post in posts:
        for tag in post.tags:
            shared["tag", tag].append(post.slug)
        for host in post.links:
            shared["link", host].append(post.slug)
    own = desk.settings.themes
    for post in posts if own else ():
        text = read_bundle(desk, post.slug).body.casefold()
        for name, terms in own.items():
            if any(term.casefold() in text for term in terms):
                shared["theme", name].append(post.slug)
    found = [
        Theme(name=name, kind=kind, slugs=tuple(slugs))
        for (kind, name), slugs in shared.items()
        if len(slugs) >= LEAST_POSTS_A_THEME
    ]
    return tuple(sorted(found, key=lambda theme: (-len(theme.slugs), theme.kind == "link", theme.name)))


def _texts(value: FieldValue) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value.strip(),) if value.strip() else ()
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()
