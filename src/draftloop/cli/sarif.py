"""Alarms as SARIF 2.1.0, for code hosts and editors."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from urllib.parse import quote

from draftloop import __version__
from draftloop.loop.blocks import line_starts
from draftloop.loop.finding import Finding

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"sure": "warning", "maybe": "note", "style": "note", "term": "note"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A checked text and what is to be reported of it; offsets are code points of `text`."""

    name: str
    """Absolute, or relative to the folder the results are read from."""
    text: str
    findings: Sequence[Finding]


def sarif_log(sources: Sequence[Source], troubles: Sequence[str]) -> dict[str, object]:
    """The whole document.

    Args:
        sources: What was checked.
        troubles: What stopped an engine that was asked for, a sentence each.
    """
    findings = [finding for source in sources for finding in source.findings]
    kinds = {finding.rule_name: finding.kind for finding in findings}
    names = sorted(kinds)
    places = {name: place for place, name in enumerate(names)}
    results = []
    for source in sources:
        measure = _Measure(source.text)
        results += [_result(source, measure, one, places[one.rule_name]) for one in source.findings]
    run = {
        "tool": {
            "driver": {
                "name": "draftloop",
                "version": __version__,
                "rules": [
                    {"id": name, "shortDescription": {"text": f"{kinds[name]} ({name})"}} for name in names
                ],
            }
        },
        "columnKind": "utf16CodeUnits",
        "invocations": [
            {
                "executionSuccessful": not troubles,
                "toolExecutionNotifications": [
                    {"level": "error", "message": {"text": trouble}} for trouble in troubles
                ],
            }
        ],
        "results": results,
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(source: Source, measure: _Measure, finding: Finding, rule_index: int) -> dict[str, object]:
    artifact = {"uri": uri_of(source.name)}
    region = measure.region(finding.start, finding.end)
    identity = "\0".join(finding.identity).encode("utf-8", "surrogatepass")
    result: dict[str, object] = {
        "ruleId": finding.rule_name,
        "ruleIndex": rule_index,
        "level": _LEVELS[finding.tier],
        "message": {"text": finding.message or finding.rule_name},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
        "partialFingerprints": {"sentence/v1": blake2b(identity, digest_size=8).hexdigest()},
    }
    if finding.fixes:
        result["fixes"] = [
            {
                "description": {"text": f"“{finding.text}” → “{fix}”"},
                "artifactChanges": [
                    {
                        "artifactLocation": artifact,
                        "replacements": [{"deletedRegion": region, "insertedContent": {"text": fix}}],
                    }
                ],
            }
            for fix in finding.fixes
        ]
    return result


class _Measure:
    """Places in a text in UTF-16 code units: what hosts and editors count columns in."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = line_starts(text)
        self._is_narrow = text.isascii() or max(text) <= "\uffff"

    def region(self, start: int, end: int) -> dict[str, int]:
        """A stretch as offsets and as lines and columns."""
        first, first_column = self._place(start)
        last, last_column = self._place(end)
        return {
            "startLine": first,
            "startColumn": first_column,
            "endLine": last,
            "endColumn": last_column,
            "charOffset": self._units(0, start),
            "charLength": self._units(start, end),
        }

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._lines, offset)
        return line, self._units(self._lines[line - 1], offset) + 1

    def _units(self, start: int, end: int) -> int:
        if self._is_narrow:
            return end - start
        return end - start + sum(char > "\uffff" for char in self._text[start:end])


def uri_of(name: str) -> str:
    """A file name as a URI: relative ones stay relative, whatever stands in them is percent-encoded."""
    path = quote(os.fsencode(name.replace(os.sep, "/")), safe="/")
    if os.path.isabs(name):
        return f"file://{path}"
    # A colon in the first part would be taken for a scheme; `quote` has encoded it.
    return path
