"""What a fault test may know: an event, a file and a hash, and never a text."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from draftloop import trace


def test_an_event_is_one_line_with_a_hash_and_no_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "trace.jsonl"
    monkeypatch.setattr(trace, "_FILE", str(file))
    trace.trace("saved", "drafts/x/post.md", "a secret sentence\n", replaced="abc")
    trace.trace("committed", commit="0123")
    assert "secret" not in file.read_text()
    first, second = (json.loads(line) for line in file.read_text().splitlines())
    assert first["sha256"] == hashlib.sha256(b"a secret sentence\n").hexdigest()
    assert (first["event"], first["path"], first["replaced"]) == ("saved", "drafts/x/post.md", "abc")
    assert (second["event"], second["commit"]) == ("committed", "0123")
    assert first["at_s"] <= second["at_s"]


def test_a_trace_that_cannot_be_written_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trace, "_FILE", "/nonexistent/trace.jsonl")
    trace.trace("saved", "drafts/x/post.md", b"bytes")


def test_without_the_variable_nothing_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trace, "_FILE", "")
    monkeypatch.setattr(trace, "_write", pytest.fail)
    trace.trace("saved", "drafts/x/post.md", "text")
