"""One search over ideas, drafts and shipped posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftloop.loop.errors import BadValue

if TYPE_CHECKING:
    from draftloop.loop.ports import Hit
    from draftloop.steps.desk import Desk

LIMIT = 50


def search(desk: Desk, query: str, *, limit: int = LIMIT) -> list[Hit]:
    """What holds every word of `query`, best first; the last word may be unfinished.

    Raises:
        BadValue: `query` is blank, or `limit` is not positive.
    """
    if not query.strip():
        raise BadValue("query", query, "is empty: name a word to look for")
    if limit < 1:
        raise BadValue("limit", str(limit), "must be 1 or more")
    return desk.index.search(query, limit=limit)
