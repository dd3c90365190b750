"""The labelled pairs of outlines, for tests of what compares outlines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from draftloop.loop.outline import Outline, parse_outline

FOLDER = Path(__file__).parents[1] / "data" / "outlines"


def read_pairs() -> list[dict[str, Any]]:
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))]


def as_markdown(
    nodes: list[dict[str, Any]], *, headings: bool = False, bullet: str = "-", step: str = "  "
) -> str:
    """One side of a pair as a nested list, its top points as headings if wanted."""
    depth: dict[str | None, int] = {None: -1}
    lines = []
    for node in nodes:
        depth[node["id"]] = depth[node["parent"]] + 1
        level = depth[node["id"]] - headings
        lines.append(f"## {node['text']}" if level < 0 else f"{step * level}{bullet} {node['text']}")
    return "\n".join(lines) + "\n"


def both_sides(pair: dict[str, Any]) -> tuple[Outline, Outline]:
    return parse_outline(as_markdown(pair["old"])), parse_outline(as_markdown(pair["new"]))
