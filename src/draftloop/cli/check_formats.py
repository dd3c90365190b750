"""What `check` prints: for a person, as JSON, as SARIF for code hosts, as annotations for GitHub."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from draftloop import __version__
from draftloop.cli import output as out
from draftloop.loop.finding import Finding, to_json
from draftloop.steps.edit import CheckReport

FORMATS = ("text", "json", "sarif", "github")


def write_report(reports: Sequence[CheckReport], *, form: str, with_all: bool) -> int:
    """Print the findings; how many count for the exit status.

    Text and annotations go by *sure* alone unless `with_all`; JSON and SARIF hold every finding.
    """
    every = [finding for report in reports for finding in report.findings]
    counted = [finding for finding in every if with_all or finding.tier == "sure"]
    writers: dict[str, Callable[[], None]] = {
        "text": lambda: _text(counted, len(every) - len(counted)),
        "json": lambda: out.json({"alarms": [to_json(f) for f in every], "engines": _engines(reports)}),
        "sarif": lambda: out.json(_sarif(every)),
        "github": lambda: _github(counted),
    }
    writers[form]()
    return len(counted)


def _engines(reports: Sequence[CheckReport]) -> dict[str, str]:
    engines: dict[str, str] = {}
    for report in reports:
        engines |= report.engines
    return engines


def _text(findings: Sequence[Finding], hidden: int) -> None:
    for finding in findings:
        fixes = f"  → {' | '.join(fix or '(nothing)' for fix in finding.fixes[:3])}" if finding.fixes else ""
        shown = " ".join(finding.text.split())
        out.line(f"{finding.file}:{finding.line}:{finding.column}: {shown}{fixes}")
        out.line(f"    {finding.message}  [{finding.rule_name}]")
    if not findings:
        out.line("Nothing the checkers are sure of.")
    if hidden:
        out.note(f"{hidden} more that are doubtful, style or new words; --all shows them")


def _github(findings: Sequence[Finding]) -> None:
    for finding in findings:
        place = f"file={_escaped(finding.file)},line={finding.line},col={finding.column}"
        level = "warning" if finding.tier == "sure" else "notice"
        out.line(f"::{level} {place},title={_escaped(finding.rule_name)}::{_escaped(finding.message)}")


def _escaped(text: str) -> str:
    """Workflow commands are lines: what would end or split one is written as %XX."""
    for found, written in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C")):
        text = text.replace(found, written)
    return text


def _sarif(findings: Sequence[Finding]) -> dict[str, object]:
    rules = sorted({finding.rule_name for finding in findings})
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "draftloop",
                        "version": __version__,
                        "rules": [{"id": r} for r in rules],
                    }
                },
                "results": [_result(finding) for finding in findings],
            }
        ],
    }


def _result(finding: Finding) -> dict[str, object]:
    region = {"startLine": finding.line, "startColumn": finding.column}
    region |= {"charOffset": finding.start, "charLength": finding.end - finding.start}
    return {
        "ruleId": finding.rule_name,
        "level": "warning" if finding.tier == "sure" else "note",
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": finding.file}, "region": region}}],
    }
