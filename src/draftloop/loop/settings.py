"""What can be set, with every default: the tables of draftloop.toml as values; `config.py` reads TOML."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

WhileWriting = Literal["off", "on", "always"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekSettings:
    """Table [week]: which days of the loop belong to which stage."""

    weeks: int = 1
    """Length of the loop in weeks; 2 names days `mon` .. `sun2`; 0 means no schedule."""
    starts: str = "mon"
    day_ends: str = "04:00"
    """Local time at which a writing day ends: Monday 00:30 is still Sunday."""
    pick: tuple[str, ...] = ("mon",)
    outline: tuple[str, ...] = ("mon",)
    rewrite: tuple[str, ...] = ("tue", "thu")
    prose: tuple[str, ...] = ("sat",)
    edit: tuple[str, ...] = ("sun",)
    ship: tuple[str, ...] = ("sun",)
    pauses: tuple[str, ...] = ()
    """`2026-12-21/2027-01-03`, both days included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageSettings:
    """Table [stages]."""

    scaffold: str = "why-what-how"
    outline_minutes: int = 60
    """Length of the brain dump in minutes; 0 draws no time line."""
    scan_minutes: int = 3
    rewrite_headings: bool = True
    idle_minutes: int = 3
    """Pauses longer than this do not count as writing time."""
    questions: int = 3
    """Doubtful matches asked about at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSettings:
    """Table [checks]."""

    engines: tuple[str, ...] = ("harper",)
    while_writing: WhileWriting = "off"
    """Whether sure alarms are shown quietly in the prose; `on` leaves the first draft alone."""
    known_from_shipped: bool = True
    off: tuple[str, ...] = ()
    on: tuple[str, ...] = ()
    """Checks of the second pass that run only when they are named here."""


ON_REQUEST = ("insensitive",)
"""What `[checks] on` may name."""

DONE_ROWS = (
    "address", "alt", "ask", "canonical", "construct", "date", "description", "draft", "gaps", "headings",
    "heavy", "length", "links", "more", "passes", "pictures", "run", "slug", "tags", "text", "title",
)  # fmt: skip
"""Rows of the definition of done that can be switched off, by id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneSettings:
    """Table [done]: the definition of done for a ship."""

    off: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    run: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSettings:
    """One [target.NAME]: a place a post is shipped to."""

    name: str
    kind: str
    root: str
    """As written; relative to the workspace. The one folder outside that a ship writes."""
    section: str = "posts"
    base_url: str = ""
    address: str = ""
    """Pattern with {slug} {year} {month} {day}; empty: the default of the kind."""
    timezone: str = ""
    raw_html: bool = False
    rename: dict[str, str] = field(default_factory=dict)
    add: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AppSettings:
    """Table [app]."""

    theme: str = "auto"
    width: int = 76
    typewriter: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings as they hold: workspace over user over default, but [app] and [keys] from the user."""

    lang: str = "en-US"
    week: WeekSettings = WeekSettings()
    stages: StageSettings = StageSettings()
    length: dict[str, int] = field(default_factory=dict)
    """Words by kind of post; 0 or absent: the median of the last ten shipped."""
    checks: CheckSettings = CheckSettings()
    ship_to: str = ""
    done: DoneSettings = DoneSettings()
    targets: dict[str, TargetSettings] = field(default_factory=dict)
    themes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    app: AppSettings = AppSettings()
    keys: dict[str, str] = field(default_factory=dict)
    editor_command: str = ""
    """User's config only: it names a program."""
    languagetool_use: str = "off"
    """User's config only: off, managed, a folder or a URL."""
    git_hooks: bool = False
    """User's config only: run the repository's own hooks."""
