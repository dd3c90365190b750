"""Alarms the author waved through: drafts/SLUG/ignores.toml and `[checks] off`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.loop.field_values import quoted
from draftloop.loop.toml_text import read_toml

if TYPE_CHECKING:
    from collections.abc import Iterable

    from draftloop.loop.finding import Finding


_OF_WORDS = frozenset({"spelling", "casing", "name"})
_OF_TASTE = frozenset({"style", "wordy", "long sentence"})
_ONE_MATTER = frozenset({"article", "name", "dialect"})
"""Kinds that stand for one rule each, whatever an engine calls it: never means under any name."""
_SPELLERS = re.compile(r":(?:SpellCheck|MORFOLOGIK|HUNSPELL)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignore:
    """One `[[ignore]]`. Without `near` it holds for the whole post, without `text` for all its rule says."""

    rule: str
    text: str | None = None
    near: str = ""
    kind: str = ""
    """Our word for what was waved through; empty in records of an older draftloop."""

    def covers(self, finding: Finding) -> bool:
        """Whether it waves this finding through.

        By its rule; or, where engines give rules new names or another engine says the same, by its place:
        the same kind of slip at the same text of the same sentence. Blanks in the text do not matter.
        """
        return self._covers(finding, finding.identity)

    def _covers(self, finding: Finding, identity: tuple[str, str, str]) -> bool:
        rule, text, near = identity
        if self.near and self.near != near:
            return False
        if self.text is None:
            is_same_matter = self.kind in _ONE_MATTER and self.kind == finding.kind
            return rule == self.rule or is_same_matter
        ours = " ".join(self.text.split())
        if text == ours:
            return rule == self.rule or self._is_of_kind(finding)
        is_same_kind = bool(self.near and self.kind) and self.kind == finding.kind
        return is_same_kind and _meets(ours, finding)

    def _is_of_kind(self, finding: Finding) -> bool:
        """Whether a finding of another rule at the same text is the same slip."""
        if not self.near or finding.pass_ == "readability":
            return bool(self.kind) and self.kind == finding.kind
        if not self.kind:
            return (finding.kind == "spelling") == bool(_SPELLERS.search(self.rule))
        if self.kind in _OF_TASTE:
            return False
        return (self.kind in _OF_WORDS) == (finding.kind in _OF_WORDS)


def _meets(text: str, finding: Finding) -> bool:
    """Whether the finding's place and one of `text` in its sentence overlap: "a" and "a SQL"."""
    start, end = finding.sentence_at, max(finding.sentence_end, finding.sentence_at + 1)
    place = finding.sentence.find(text) if text and start >= 0 else -1
    while 0 <= place < end:
        if start < place + len(text):
            return True
        place = finding.sentence.find(text, place + 1)
    return False


def parse_ignores(text: str, path: str = "ignores.toml") -> tuple[Ignore, ...]:
    """The ignores of a file; records that lack a rule are passed over.

    Raises:
        Unreadable: it is not TOML.
    """
    table = read_toml(text.removeprefix("\ufeff"), path, "repair or delete the file")
    records = table.get("ignore", [])
    if not isinstance(records, list):
        return ()
    return tuple(found for record in records if (found := _ignore_of(record)) is not None)


def _ignore_of(record: object) -> Ignore | None:
    if not isinstance(record, dict):
        return None
    rule, text = record.get("rule"), record.get("text")
    near, kind = record.get("near", ""), record.get("kind", "")
    if not (isinstance(rule, str) and isinstance(near, str) and isinstance(kind, str)) or not rule:
        return None
    if text is None:
        return None if near else Ignore(rule=rule, kind=kind)
    return Ignore(rule=rule, text=text, near=near, kind=kind) if isinstance(text, str) else None


def ignore_of(finding: Finding, *, whole_post: bool) -> Ignore:
    """What waves a finding through, here or in the whole post; `covers` says what else that silences."""
    rule, text, near = finding.identity
    return Ignore(
        rule=rule,
        text=None if whole_post and finding.kind != "spelling" else text,
        near="" if whole_post else near,
        kind=finding.kind,
    )


def add_ignore(ignores_text: str, finding: Finding, whole_post: bool) -> str:
    """The file with one record more at its end; the rest stays byte for byte.

    Args:
        ignores_text: The file as it is; empty when there is none.
        finding: What to wave through.
        whole_post: Whatever its rule says in this post, else only this text in this sentence. A speller
            is one rule for all words: of its alarms the one word is waved through in the post.

    Raises:
        Unreadable: the file is not TOML; a record at its end would mend nothing.
    """
    new = ignore_of(finding, whole_post=whole_post)
    if new in parse_ignores(ignores_text):
        return ignores_text
    values = {"rule": new.rule, "text": new.text, "near": new.near or None, "kind": new.kind}
    rows = ["[[ignore]]", *(f"{key} = {quoted(value)}" for key, value in values.items() if value is not None)]
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
    waved = [finding for finding in asked if _is_waved(finding, ignores)]
    if not waved:
        return asked
    return [
        one for one in asked if one not in waved and not any(_says_the_same(one, other) for other in waved)
    ]


def _is_waved(finding: Finding, ignores: Iterable[Ignore]) -> bool:
    identity = finding.identity  # hashes the sentence: once for all ignores
    return any(one._covers(finding, identity) for one in ignores)


def _says_the_same(one: Finding, other: Finding) -> bool:
    """Whether two engines speak of one slip: the same place, both of spelling or neither."""
    return (
        one.engine != other.engine
        and one.pass_ == other.pass_ == "grammar"
        and (one.kind == "spelling") == (other.kind == "spelling")
        and one.start < other.end
        and other.start < one.end
    )
