"""corrections.toml: the author's answers about matches, kept with the draft (formats.md section 6)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from draftloop.loop.errors import Unreadable
from draftloop.loop.field_values import quoted
from draftloop.loop.outline import normalized
from draftloop.loop.outline_diff import Correction
from draftloop.loop.toml_text import read_toml

_HEAD = re.compile(r"\s*\[\[\s*match\s*\]\]")


def read_corrections(text: str, path: str) -> tuple[Correction, ...]:
    """The answers in a file, in its order.

    Raises:
        Unreadable: it is not TOML, or an answer lacks a text; with the line where it can be told.
    """
    rows = read_toml(text, path).get("match", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        found = _line_of(text, re.compile(r"\s*(\[\s*match\s*\]|match\b)"), 0)
        raise Unreadable(path, "[[match]] must be written with two brackets", "mend that line", found)
    return tuple(_answer(row, number, text, path) for number, row in enumerate(rows))


def _answer(row: dict[str, object], number: int, text: str, path: str) -> Correction:
    old, new, same = row.get("old"), row.get("new"), row.get("same")
    under, other_under = row.get("old_under"), row.get("new_under")
    remedy, line = "complete it or take it out", _line_of(text, _HEAD, number)
    if not isinstance(old, str) or not isinstance(new, str) or not isinstance(same, bool):
        raise Unreadable(path, "an answer needs old, new and same", remedy, line)
    if not isinstance(under, str | None) or not isinstance(other_under, str | None):
        raise Unreadable(path, "old_under and new_under must be texts", remedy, line)
    return Correction(old=old, new=new, same=same, old_under=under, new_under=other_under)


def add_correction(text: str, answer: Correction) -> str:
    """`text` with one answer more at its end; what stands there is untouched.

    A later answer about the same two texts wins over an earlier one.
    """
    lines = ["[[match]]", f"old = {quoted(answer.old)}", f"new = {quoted(answer.new)}"]
    lines.append(f"same = {'true' if answer.same else 'false'}")
    if answer.old_under is not None:
        lines.append(f"old_under = {quoted(answer.old_under)}")
    if answer.new_under is not None:
        lines.append(f"new_under = {quoted(answer.new_under)}")
    before = text if not text or text.endswith("\n") else text + "\n"
    return before + ("\n" if before else "") + "\n".join(lines) + "\n"


def latest(answers: Sequence[Correction]) -> tuple[Correction, ...]:
    """One answer for each pair of texts: the last given, whichever of the two it named first."""
    by_pair: dict[tuple[tuple[str, str], ...], Correction] = {}
    for answer in answers:
        key = tuple(sorted((_side(answer.old, answer.old_under), _side(answer.new, answer.new_under))))
        by_pair.pop(key, None)  # a later answer also stands later
        by_pair[key] = answer
    return tuple(by_pair.values())


def _side(text: str, under: str | None) -> tuple[str, str]:
    return normalized(text), normalized(under or "")


def _line_of(text: str, pattern: re.Pattern[str], number: int) -> int | None:
    """The 1-based line of the match of that number, from 0."""
    lines = [place for place, line in enumerate(text.splitlines(), 1) if pattern.match(line)]
    return lines[number] if number < len(lines) else None
