"""A finding of a pass as the tests need one: what they do not name is as plain as can be."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from draftloop.loop.finding import Finding


def plain_finding(start: int = 0, text: str = "x", **facts: Any) -> Finding:
    """What an engine says of `text`, which stands at `start`."""
    plain = Finding(
        file="post.md",
        start=start,
        end=start + len(text),
        line=1,
        column=start + 1,
        pass_="grammar",
        tier="sure",
        engine="harper",
        rule="R",
        kind="grammar",
        message="",
        text=text,
    )
    return replace(plain, **facts)
