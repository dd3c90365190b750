"""Texts that no author writes and every program meets: checked by the real command, within bounds."""

from __future__ import annotations

import base64
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from draftloop.adapters.markdown import Markdown

pytestmark = pytest.mark.journey

SLIP = "Here is the the slip. "
MEMORY = 3 << 29
"""1.5 GB of address space for the command; Harper's process has a limit of its own."""
TEXTS = {
    "a word of 200,000 letters": f"See {'x' * 200_000}. {SLIP}",
    "40,000 characters of Chinese": "写作不需要空格。" * 5_000 + f"\n\n{SLIP}",
    "NULs and other controls": f"A \x00 \x07\x1b]52;c\x07 text. {SLIP}\n\n\x00\n\n\x00",
    "10,000 paragraphs of one word": "word\n\n" * 10_000 + SLIP,
    "zalgo": "h" + "\u0316\u0301\u0334" * 5_000 + f" there. {SLIP}\n\n" + "Z\u0300\u0301" * 5_000,
    "controls of direction": f"\u202ethe\u202c \u2066of\u2069 \u200f\u061c {SLIP}",
    "nothing but punctuation": "!?.,;:-_()[]{}*#~`'\"/\\|<>@$%^&+=" * 2_000,
    "half a front matter": f"---\ntitle: Half\n\n{SLIP}",
    "a fence left open over a megabyte": f"{SLIP}\n\n```js\n" + "var the the = 1;\n" * 60_000,
    "a program in a paragraph": "See this: "
    + 'var a=function(b){return b?{c:"d"}:[1,2]};' * 600
    + f" {SLIP}",
    "base64": f"See {base64.b64encode(bytes(range(256)) * 800).decode()}. {SLIP}",
    "10,000 quotes in each other": "> " * 10_000 + SLIP,
    "50,000 backticks": "See " + "`" * 50_000 + f" {SLIP}",
    "brackets without end": "[" * 50_000 + "](" * 50_000 + f"\n\n{SLIP}",
    "tags left open": "{{<" * 20_000 + "{% raw %}" * 5_000 + f"\n\n{SLIP}",
    "a table of 4,000 rows": "| a | b |\n|---|---|\n" + "| the the | c |\n" * 4_000 + f"\n{SLIP}",
}
NO_SLIP = {"nothing but punctuation", "tags left open"}


def _limited() -> None:
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def test_bad_texts_are_checked_in_time_and_nothing_is_hidden(tmp_path: Path) -> None:
    for number, (name, text) in enumerate(TEXTS.items()):
        front = "" if text.startswith("---") else f"---\ntitle: {json.dumps(name)}\nlang: en-US\n---\n\n"
        (tmp_path / f"{number:02}.md").write_text(front + text, encoding="utf-8")
    (tmp_path / "half-a-pair.md").write_bytes(b"Half a pair \xed\xa0\xbd here.\n")
    done = subprocess.run(
        [sys.executable, "-m", "draftloop", "check", "--json", "."],
        cwd=tmp_path,
        env={**os.environ, "HOME": str(tmp_path)},
        capture_output=True,
        timeout=400,
        preexec_fn=_limited,
    )
    said = done.stdout.decode()
    shown = f"{done.returncode}\n{said[-2000:]}\n{done.stderr.decode()[-2000:]}"
    assert done.returncode in (1, 2), shown
    assert b"Traceback" not in done.stderr, shown
    assert b"half-a-pair.md" in done.stderr + done.stdout, shown
    rows = json.loads(said)["alarms"]
    with_slip = {row["file"] for row in rows if "the the" in _around(tmp_path / row["file"], row)}
    names = list(TEXTS)
    missed = {names[number] for number in range(len(names)) if f"{number:02}.md" not in with_slip}
    assert missed <= NO_SLIP, shown


def _around(path: Path, row: dict[str, int]) -> str:
    text = path.read_bytes().decode()
    return text[max(0, row["start"] - 4) : row["end"] + 4]


@pytest.mark.parametrize("name", TEXTS)
def test_bad_texts_are_read_in_seconds(name: str) -> None:
    before = time.process_time()
    Markdown().read(TEXTS[name])
    assert time.process_time() - before < 10


def test_a_table_of_100_000_rows_and_a_line_of_a_megabyte_are_read_in_seconds() -> None:
    for text in ("| a | b |\n|---|---|\n" + "| one | two |\n" * 100_000, "word " * 200_000):
        before = time.process_time()
        Markdown().read(text)
        assert time.process_time() - before < 30
