"""SARIF 2.1.0: what the schema requires, and places as code hosts count them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from draftloop.cli.sarif import Source, sarif_log, uri_of
from draftloop.loop.finding import Finding
from tests.loop.test_ignores import ALARM


def at(text: str, place: str, **facts: Any) -> Finding:
    start = text.index(place)
    return replace(ALARM, start=start, end=start + len(place), text=place, message="Odd.", **facts)


def log(text: str, *findings: Finding, name: str = "post.md", troubles: tuple[str, ...] = ()) -> Any:
    made = sarif_log([Source(name=name, text=text, findings=findings)], troubles)
    return json.loads(json.dumps(made))


def test_the_document_has_what_the_schema_requires() -> None:
    text = "A the the B.\nIt is an thing.\n"
    twice = at(text, "the the", fixes=("the", ""), rule="RepeatedWords")
    made = log(text, twice, at(text, "an", tier="maybe"))
    assert made["version"] == "2.1.0"
    assert made["$schema"].endswith("sarif-2.1.0.json")
    (run,) = made["runs"]
    driver = run["tool"]["driver"]
    assert isinstance(driver["name"], str)
    ids = [rule["id"] for rule in driver["rules"]]
    assert sorted(set(ids)) == ids == ["harper:AnA", "harper:RepeatedWords"]
    assert run["columnKind"] == "utf16CodeUnits"
    assert run["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("none", "note", "warning", "error")
        assert result["message"]["text"]
        (location,) = result["locations"]
        assert location["physicalLocation"]["artifactLocation"] == {"uri": "post.md"}
        region = location["physicalLocation"]["region"]
        assert all(region[key] >= 1 for key in ("startLine", "startColumn", "endLine", "endColumn"))
        assert all(region[key] >= 0 for key in ("charOffset", "charLength"))
        for fix in result.get("fixes", ()):
            (change,) = fix["artifactChanges"]
            (replacement,) = change["replacements"]
            assert change["artifactLocation"] == {"uri": "post.md"}
            assert replacement["deletedRegion"] == region
            assert isinstance(replacement["insertedContent"]["text"], str)
    assert [result["level"] for result in run["results"]] == ["warning", "note"]
    assert [len(result.get("fixes", ())) for result in run["results"]] == [2, 0]


@pytest.mark.parametrize(
    "text", ["éä the the x\n", "👩‍👧👩‍👧\n\n𝒳𝒳 the the x\n", "a\r\n👩 the the\r\n", "界\rb the the"]
)
def test_places_are_counted_in_utf_16_code_units(text: str) -> None:
    (result,) = log(text, at(text, "the the"))["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    units = text.encode("utf-16-le")
    start, size = region["charOffset"] * 2, region["charLength"] * 2
    assert units[start : start + size].decode("utf-16-le") == "the the"
    line = (
        text.replace("\r\n", "\n")
        .replace("\r", "\n")
        .split("\n")[region["startLine"] - 1]
        .encode("utf-16-le")
    )
    first, last = (region["startColumn"] - 1) * 2, (region["endColumn"] - 1) * 2
    assert line[first:last].decode("utf-16-le") == "the the"


@pytest.mark.parametrize("name", ["a b/ü.md", "a:b.md", "50%.md", "x#y?z.md", "日本.md", "a\\b.md"])
def test_relative_names_become_relative_uris(name: str) -> None:
    uri = uri_of(name)
    assert uri.isascii()
    assert urlsplit(uri).scheme == ""
    assert urlsplit(uri).path == uri
    assert unquote(uri) == name


def test_absolute_names_become_file_uris() -> None:
    assert uri_of("/a b/c.md") == "file:///a%20b/c.md"


def test_the_same_alarm_keeps_its_fingerprint_when_it_moves() -> None:
    first = log("the the\n", at("the the\n", "the the"))["runs"][0]["results"][0]
    second = log("x\n\nthe the\n", at("x\n\nthe the\n", "the the"))["runs"][0]["results"][0]
    assert first["partialFingerprints"] == second["partialFingerprints"]


def test_an_engine_that_could_not_work_is_told() -> None:
    (invocation,) = log("x", troubles=("harper is unavailable: gone",))["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == "harper is unavailable: gone"
