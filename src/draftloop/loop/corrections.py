"""corrections.toml: the author's answers about matches, kept with the draft (formats.md section 6)."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence

from draftloop.loop.errors import Unreadable
from draftloop.loop.field_values import quoted
from draftloop.loop.outline_diff import Correction

KEYS = ("old", "new", "same", "old_under", "new_under")


def read_corrections(text: str, path: str) -> tuple[Correction, ...]:
    """The answers in a file, in its order.

    Raises:
        Unreadable: it is not TOML, or an answer lacks a text.
    """
    try:
        rows = tomllib.loads(text).get("match", [])
    except tomllib.TOMLDecodeError as error:
        raise Unreadable(path, f"is not TOML: {error}", "mend that line") from None
    if not isinstance(rows, list):
        raise Unreadable(path, "[[match]] must be written with two brackets", "mend that line")
    answers = []
    for row in rows:
        if not all(isinstance(row.get(key), str) for key in ("old", "new")) or not isinstance(
            row.get("same"), bool
        ):
            raise Unreadable(path, "an answer needs old, new and same", "complete it or take it out")
        answers.append(
            Correction(
                old=row["old"],
                new=row["new"],
                same=row["same"],
                old_under=row.get("old_under"),
                new_under=row.get("new_under"),
            )
        )
    return tuple(answers)


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
    """One answer for each pair of texts: the last given."""
    by_pair = {(a.old.casefold(), a.new.casefold(), a.old_under, a.new_under): a for a in answers}
    return tuple(by_pair.values())
