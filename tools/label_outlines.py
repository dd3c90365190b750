"""Turn an outline and its rewrite, labelled by hand in a text file, into a labelled pair.

    python tools/label_outlines.py FILE.txt [...]      writes tests/data/outlines/ID.json for each

The text file:

    id: kafka-lag
    topic: postmortem: consumers that fell behind
    writer: terse
    scaffold: postmortem

    --- old
    1 What happened
      2 The consumers fell behind at 02:10
    --- new
    [1] The night
      [2] From ten past two nobody kept up
      [+] The dashboard was green
    --- dropped

Two blanks indent a level. Old points are numbered in reading order. A new point names the old points that it
repeats (`[4 5]` merges two; a number named by two new points is split between them), or `[+]` for none. The
old points that no new one names are written after `dropped`, once more, so that a slip shows. `series` and
`iteration` are optional. What counts as the same idea is told in tests/data/outlines/README.md.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any

from draftloop.loop.outline import parse_outline
from draftloop.loop.outline_links import derive_kinds

TARGET = Path(__file__).parents[1] / "tests" / "data" / "outlines"
REQUIRED = ("id", "topic", "writer", "scaffold")
OPTIONAL = ("series", "iteration")


class LabelError(Exception):
    """A labelled file that does not add up; says the line."""


def read_pair(text: str) -> dict[str, Any]:
    """The labelled pair that a text describes."""
    parts = re.split(r"^--- (old|new|dropped)[^\S\n]*$", text, flags=re.MULTILINE)
    if parts[1::2] != ["old", "new", "dropped"]:
        raise LabelError("wanted the parts --- old, --- new and --- dropped, in this order")
    head = dict(line.split(": ", 1) for line in parts[0].splitlines() if line.strip())
    if missing := [key for key in REQUIRED if key not in head]:
        raise LabelError(f"no {', '.join(missing)} at the top")
    if unknown := set(head) - {*REQUIRED, *OPTIONAL}:
        raise LabelError(f"unknown at the top: {', '.join(sorted(unknown))}")
    old = read_side(parts[2], r"(\d+) ")
    new = read_side(parts[4], r"\[([\d ]+|\+)\] ")
    numbers = [int(label) for _, label, _ in old]
    if numbers != list(range(1, len(old) + 1)):
        wrong = next(place for place, number in enumerate(numbers, 1) if place != number)
        raise LabelError(f"old point {wrong} is numbered {numbers[wrong - 1]}")
    links = [
        (int(number) - 1, index)
        for index, (_, label, _) in enumerate(new)
        if label != "+"
        for number in label.split()
    ]
    if wrong_links := [old_index + 1 for old_index, _ in links if not 0 <= old_index < len(old)]:
        raise LabelError(f"no old point {wrong_links[0]}")
    found = {old_index for old_index, _ in links}
    dropped = [index for index in range(len(old)) if index not in found]
    if (said := [int(number) - 1 for number in parts[6].split()]) != dropped:
        raise LabelError(
            f"dropped are {' '.join(str(i + 1) for i in dropped)}, "
            f"the file says {' '.join(str(i + 1) for i in said)}"
        )
    return assemble(head, old, new, sorted(links, key=lambda link: (link[1], link[0])))


def read_side(text: str, label: str) -> list[tuple[int, str, str]]:
    """Depth, label and text of each point."""
    rows: list[tuple[int, str, str]] = []
    for line in text.splitlines():
        if not line.strip():
            continue
        found = re.fullmatch(rf"( *){label}(\S.*)", line.rstrip())
        if found is None:
            raise LabelError(f"not a labelled point: {line.strip()!r}")
        depth, odd = divmod(len(found[1]), 2)
        if odd or depth > (rows[-1][0] + 1 if rows else 0):
            raise LabelError(f"indented too far: {line.strip()!r}")
        rows.append((depth, found[2], found[3]))
    return rows


def assemble(
    head: dict[str, str],
    old: list[tuple[int, str, str]],
    new: list[tuple[int, str, str]],
    links: list[tuple[int, int]],
) -> dict[str, Any]:
    outlines = [
        parse_outline("\n".join("  " * depth + "- " + text for depth, _, text in side)) for side in (old, new)
    ]
    if [len(outline.points) for outline in outlines] != [len(old), len(new)]:
        raise LabelError("a text reads as something else than one point")
    pair: dict[str, Any] = {**head}
    if "iteration" in pair:
        pair["iteration"] = int(pair["iteration"])
    for name, rows, outline in (("old", old, outlines[0]), ("new", new, outlines[1])):
        letter = name[0]
        pair[name] = [
            {
                "id": f"{letter}{index + 1}",
                "parent": None if point.parent is None else f"{letter}{point.parent + 1}",
                "text": rows[index][2],
            }
            for index, point in enumerate(outline.points)
        ]
    kinds = derive_kinds(outlines[0], outlines[1], links)
    pair["links"] = [{"old": f"o{i + 1}", "new": f"n{j + 1}", "kind": kinds[i, j].value} for i, j in links]
    pair["dropped"] = [f"o{i + 1}" for i in range(len(old)) if i not in {link[0] for link in links}]
    pair["added"] = [f"n{j + 1}" for j in range(len(new)) if j not in {link[1] for link in links}]
    return pair


def describe(pair: dict[str, Any]) -> str:
    """One line of counts: what a writer looks at while labelling."""
    kinds = [link["kind"] for link in pair["links"]]
    counts = ", ".join(f"{kinds.count(kind)} {kind}" for kind in sorted(set(kinds)))
    return (
        f"{pair['id']}: {len(pair['old'])} -> {len(pair['new'])} points, {counts}; "
        f"{len(pair['dropped'])} dropped, {len(pair['added'])} added"
    )


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path)
    status = 0
    for path in parser.parse_args().files:
        try:
            pair = read_pair(path.read_text(encoding="utf-8"))
        except LabelError as error:
            print(f"{path}: {error}", file=sys.stderr)
            status = 1
            continue
        target = TARGET / f"{pair['id']}.json"
        target.write_text(json.dumps(pair, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        print(describe(pair))
    return status


if __name__ == "__main__":
    sys.exit(main())
