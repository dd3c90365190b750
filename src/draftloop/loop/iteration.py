"""One recorded turn of the loop, and its commit message as text (formats.md section 8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from draftloop.loop.stage import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Iteration:
    """What is about to be recorded: one commit of one draft, or of ideas and workspace files."""

    stage: Stage
    when: datetime
    """Aware; both times of the commit."""
    title: str = ""
    draft: str = ""
    """Slug; empty for ideas and workspace files."""
    number: int | None = None
    """The round for outline, rewrite and compare; the sitting for prose, edit and ship."""
    minutes: int | None = None
    peeks: int | None = None
    muddy: str = ""
    pass_name: str = ""
    """`grammar` or `readability`."""
    let_go: tuple[str, ...] = ()
    restored: tuple[str, ...] = ()
    parked: tuple[str, ...] = ()
    target: str = ""
    address: str = ""
    source: str = ""
    """Trailer -From: a version, or the old slug."""
    because: str = ""
    ideas: tuple[tuple[str, str], ...] = ()
    """(slug, title) of each idea in an idea commit."""
    note: str = ""
    """The author's own words about this turn (`-m`)."""
    subject: str = ""
    """Overrides the subject, for workspace commits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One commit of a draft as the history tells it. Facts a hand-made commit lacks are None or empty."""

    commit: str
    """Full object name."""
    when: datetime
    stage: Stage
    subject: str
    note: str = ""
    iteration: int | None = None
    minutes: int | None = None
    peeks: int | None = None
    pass_name: str = ""
    muddy: str = ""
    let_go: tuple[str, ...] = ()
    restored: tuple[str, ...] = ()
    parked: tuple[str, ...] = ()
    target: str = ""
    address: str = ""
    source: str = ""
    is_recorded: bool = True
    """False for a commit made by hand, whose stage follows from the file it touched."""
    paths: tuple[str, ...] = ()
    """Files of the draft this commit touched, as they were called then; empty when it changed nothing."""
