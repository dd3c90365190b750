"""An outline diff as lines that read well in 80 columns without colour."""

from __future__ import annotations

from draftloop.loop.outline import Outline
from draftloop.loop.outline_diff import LinkKind, OutlineDiff

GLYPHS = {
    LinkKind.KEPT: "=",
    LinkKind.REWORDED: "~",
    LinkKind.MOVED: "→",
    LinkKind.MOVED_REWORDED: "→",
    LinkKind.SPLIT: "Y",
    LinkKind.MERGED: "λ",
}
"""One glyph a kind; `+` and `−` stand for added and dropped."""

ADDED, DROPPED = "+", "−"


def diff_lines(old: Outline, new: Outline, diff: OutlineDiff) -> list[str]:
    """The new outline with a glyph before each point, then what was dropped with its nearest new point."""
    lines = []
    was = {link.new: link for link in sorted(diff.links, key=lambda link: -link.score)[::-1]}
    for index, point in enumerate(new.points):
        link = was.get(index)
        indent = "  " * point.depth
        if link is None:
            lines.append(f"{ADDED} {indent}{point.text}")
            continue
        lines.append(f"{GLYPHS[link.kind]} {indent}{point.text}")
        before = old.points[link.old].text
        if link.kind not in (LinkKind.KEPT, LinkKind.MOVED) and before != point.text:
            lines.append(f"  {indent}  was: {before}")
    if diff.dropped:
        lines.append("")
        lines.append(f"dropped {len(diff.dropped)}")
        for index in diff.dropped:
            point = old.points[index]
            lines.append(f"{DROPPED} {point.text}  (line {point.line})")
            near = diff.nearest(index)
            if near is not None:
                lines.append(f"    nearest: {new.points[near].text}")
    lines.append("")
    lines.append(summary(diff))
    return lines


def summary(diff: OutlineDiff) -> str:
    """`kept 3  reworded 9  moved 2  dropped 5  added 4`, what did not happen left out."""
    counts = {
        "kept": _count(diff, LinkKind.KEPT),
        "reworded": _count(diff, LinkKind.REWORDED),
        "moved": _count(diff, LinkKind.MOVED) + _count(diff, LinkKind.MOVED_REWORDED),
        "split": len({link.old for link in diff.links if link.kind is LinkKind.SPLIT}),
        "merged": len({link.new for link in diff.links if link.kind is LinkKind.MERGED}),
        "dropped": len(diff.dropped),
        "added": len(diff.added),
    }
    return "  ".join(f"{name} {count}" for name, count in counts.items() if count) or "nothing to compare"


def _count(diff: OutlineDiff, kind: LinkKind) -> int:
    return sum(link.kind is kind for link in diff.links)
