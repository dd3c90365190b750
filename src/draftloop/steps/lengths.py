"""How long the author's posts usually are: the target a draft is measured against."""

from __future__ import annotations

from functools import lru_cache
from statistics import median
from typing import TYPE_CHECKING

from draftloop.loop.errors import NotFound, Unreadable
from draftloop.loop.front_matter import body_of
from draftloop.loop.ledger import parse_ledger
from draftloop.steps.bundle import Bundle, folder_of, read_bundle

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from draftloop.steps.desk import Desk

FIRST_TARGET = 1200
"""Words, before three posts are shipped: near the median of 108 published technical posts."""
ENOUGH_SHIPPED = 3
RECENT = 10


def draft_slugs(desk: Desk) -> list[str]:
    """Every draft: the folders of drafts/ that hold at least one of its files."""
    names = [name[:-1] for name in desk.library.list_files("drafts") if name.endswith("/")]
    return [
        name
        for name in names
        if {"notes.md", "outline.md", "post.md"} & set(desk.library.list_files(f"drafts/{name}"))
    ]


def shipped_when(desk: Desk, slug: str) -> datetime | None:
    """When the draft was first public anywhere; None when it was not, or its ledger cannot be read."""
    document = desk.library.open(f"{folder_of(slug)}/exported.toml")
    if not document.exists:
        return None
    return _first_public(document.text, document.path)


@lru_cache(maxsize=512)
def _first_public(ledger: str, path: str) -> datetime | None:
    """Remembered: every check of a text asks which posts are shipped."""
    entries = parse_ledger(ledger, path).values()
    return min((entry.shipped for entry in entries if entry.is_public and entry.shipped), default=None)


def shipped_drafts(desk: Desk) -> dict[str, datetime]:
    """Slug and first public time of every shipped draft, oldest first. Unreadable ledgers are passed over."""
    found: dict[str, datetime] = {}
    for slug in draft_slugs(desk):
        try:
            when = shipped_when(desk, slug)
        except Unreadable:
            continue  # `doctor` names it; one bad ledger may not hide the other posts
        if when is not None:
            found[slug] = when
    return dict(sorted(found.items(), key=lambda item: item[1]))


def target_words(desk: Desk, bundle: Bundle, typical: Callable[[], int] | None = None) -> int:
    """Words this draft will probably have: by setting, by its scaffold, by the last ten posts.

    A listing hands in `typical`, so that the last ten posts are counted once and not for every draft.
    """
    set_words = desk.settings.length.get(bundle.kind, 0)
    if set_words:
        return set_words
    from draftloop.steps.outline import scaffold_of

    try:
        scaffold = scaffold_of(desk, bundle)
    except (NotFound, Unreadable):
        scaffold = None
    if scaffold is not None and scaffold.words and scaffold.kind in ("", bundle.kind):
        return scaffold.words
    return typical() if typical else typical_words(desk)


def typical_words(desk: Desk) -> int:
    """Median length of the author's last ten shipped posts, rounded to ten; 1200 before three are shipped."""
    shipped = list(shipped_drafts(desk))
    if len(shipped) < ENOUGH_SHIPPED:
        return FIRST_TARGET
    counts = [words_of(desk, read_bundle(desk, slug)) for slug in shipped[-RECENT:]]
    counts = [count for count in counts if count]
    return int(round(median(counts), -1)) if len(counts) >= ENOUGH_SHIPPED else FIRST_TARGET


def words_of(desk: Desk, bundle: Bundle) -> int:
    """Words of the post's prose blocks."""
    return desk.markdown.read(body_of(bundle.post.text)).words
