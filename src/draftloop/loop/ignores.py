"""Alarms the author waved through: drafts/SLUG/ignores.toml and `[checks] off`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.loop.errors import Unreadable
from draftloop.loop.field_values import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from draftloop.loop.finding import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignore:
    """One `[[ignore]]`. Without `near` it holds for the whole post, without `text` for all its rule says."""

    rule: str
    text: str | None = None
    near: str = ""

    def covers(self, finding: Finding) -> bool:
        """Whether it waves this finding through; blanks and line breaks in the text do not matter."""
        rule, text, near = finding.identity
        if rule != self.rule:
            return False
        if self.text is None:
            return True
        return text == " ".join(self.text.split()) and (not self.near or near == self.near)


def parse_ignores(text: str, path: str = "ignores.toml") -> tuple[Ignore, ...]:
    """The ignores of a file; records that lack a rule are passed over.

    Raises:
        Unreadable: it is not TOML.
    """
    try:
        table = tomllib.loads(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        line = re.search(r"at line (\d+)", str(problem))
        raise Unreadable(
            path,
            f"not TOML: {problem}",
            "repair or delete the file",
            int(line[1]) if line else None,
        ) from problem
    records = table.get("ignore", [])
    if not isinstance(records, list):
        return ()
    return tuple(found for record in records if (found := _ignore_of(record)) is not None)


def _ignore_of(record: object) -> Ignore | None:
    if not isinstance(record, dict):
        return None
    rule, text, near = record.get("rule"), record.get("text"), record.get("near", "")
    if not isinstance(rule, str) or not rule or not isinstance(near, str):
        return None
    if text is None:
        return None if near else Ignore(rule=rule)
    return Ignore(rule=rule, text=text, near=near) if isinstance(text, str) else None


def add_ignore(ignores_text: str, finding: Finding, whole_post: bool) -> str:
    """The file with one record more at its end; the rest stays byte for byte.

    Args:
        ignores_text: The file as it is; empty when there is none.
        finding: What to wave through.
        whole_post: Whatever its rule says in this post, else only this text in this sentence.
    """
    rule, text, near = finding.identity
    rows = ["[[ignore]]", f"rule = {quoted(rule)}"]
    if whole_post:
        if Ignore(rule=rule) in parse_ignores(ignores_text):
            return ignores_text
    else:
        rows += [f"text = {quoted(text)}", f"near = {quoted(near)}"]
    newline = "\r\n" if "\r\n" in ignores_text else "\n"
    glue = "" if not ignores_text else newline if ignores_text.endswith(("\n", "\r")) else newline * 2
    return ignores_text + glue + newline.join(rows) + newline


def is_off(finding: Finding, off: Iterable[str]) -> bool:
    """Whether a rule (`AnA` or `harper:AnA`) or kind is switched off for all posts."""
    return any(name in (finding.rule, finding.rule_name, finding.kind) for name in off)


def without_ignored(
    findings: Iterable[Finding], ignores: Iterable[Ignore], off: Iterable[str] = ()
) -> list[Finding]:
    """The findings nobody has waved through, in whichever engine's words."""
    ignores, off = tuple(ignores), tuple(off)
    asked = [finding for finding in findings if not is_off(finding, off)]
    waved = [finding for finding in asked if any(one.covers(finding) for one in ignores)]
    if not waved:
        return asked
    return [
        one for one in asked if one not in waved and not any(_says_the_same(one, other) for other in waved)
    ]


def _says_the_same(one: Finding, other: Finding) -> bool:
    """Whether two engines speak of one slip: the same place, both of spelling or neither."""
    return (
        one.engine != other.engine
        and one.pass_ == other.pass_ == "grammar"
        and (one.kind == "spelling") == (other.kind == "spelling")
        and one.start < other.end
        and other.start < one.end
    )
