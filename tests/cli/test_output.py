from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable

import pytest

from draftloop.cli import errors, output

HOSTILE = "a\x7f\x9b31m\u202e\u2028\U000e0041\udce9\x1b]0;x\x07é日"


Printed = pytest.CaptureFixture[str]


def test_json_has_nothing_a_terminal_obeys_and_says_the_same(capsys: Printed) -> None:
    output.json({HOSTILE: HOSTILE})
    text = capsys.readouterr().out
    assert not set(text) & set(HOSTILE) - set("a31m]0;xé日")
    assert json.loads(text) == {HOSTILE: HOSTILE}
    assert "é日" in text


@pytest.mark.parametrize("write", [output.line, errors.note, lambda text: output.table([[text]])])
def test_a_text_cannot_command_githubs_runner(
    capsys: Printed, monkeypatch: pytest.MonkeyPatch, write: Callable[[str], None]
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    write("::add-mask::secret ##[add-matcher]x.json")
    assert "".join(capsys.readouterr()) == "‹U+003A›:add-mask::secret ##‹U+005B›add-matcher]x.json\n"


def test_elsewhere_colons_are_colons(capsys: Printed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    output.line("::before and ##[ in CSS")
    assert capsys.readouterr().out == "::before and ##[ in CSS\n"


@pytest.mark.parametrize("encoding", ["ascii", "iso-8859-1", "utf-8"])
def test_a_file_s_text_is_data_in_every_locale(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", stream)
    output.line("first")
    output.raw("Zettelkästen, 世界\n")
    output.flush()
    assert stream.buffer.getvalue() == "first\nZettelkästen, 世界\n".encode()
