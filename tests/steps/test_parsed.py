"""What a file turns out to be, and that fields are set on nothing broken."""

from __future__ import annotations

import pytest

from draftloop.loop.errors import Unreadable
from draftloop.loop.parsed import Broken, Fine, Raw
from draftloop.steps.files import set_fields
from draftloop.steps.parsed import fields_of, open_raw, parse, parse_again
from tests.builders import Workbench

GOOD = '---\ntitle: "A"\n---\n\nwords\n'


def test_a_text_with_fields_and_one_without_are_fine() -> None:
    desk = Workbench(files={"ideas/a.md": GOOD, "ideas/b.md": "words\n"}).desk
    assert parse(desk, desk.library.open("ideas/a.md")) == Fine(
        document=desk.library.open("ideas/a.md"), fields={"title": "A"}
    )
    assert fields_of(desk, desk.library.open("ideas/b.md")) == {}


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("ideas/a.md", "---\ntitle: [open\n---\n", 2),
        ("ideas/a.md", "---\ntitle: never closed\n", 1),
        ("drafts/x/ignores.toml", "[[[\n", 1),
        ("drafts/x/exported.toml", 'a = "\n', 1),
        ("drafts/x/corrections.toml", "\n[[match]]\n", 2),
    ],
)
def test_what_cannot_be_understood_has_its_line_and_is_never_written(path: str, text: str, line: int) -> None:
    bench = Workbench(files={path: text})
    parsed = open_raw(bench.desk, path).parsed
    assert isinstance(parsed, Broken)
    assert (parsed.path, parsed.line) == (path, line)
    assert parsed.error.remedy
    if path.endswith(".md"):
        with pytest.raises(Unreadable):
            set_fields(bench.desk, bench.desk.library.open(path), {"title": "B"})
        with pytest.raises(Unreadable):
            fields_of(bench.desk, bench.desk.library.open(path))
    assert bench.files[path] == text


@pytest.mark.parametrize("text", ["+++\ntitle = 'x'\n+++\n", '{"title": "x"}\n'])
def test_front_matter_of_another_kind_is_left_alone(text: str) -> None:
    bench = Workbench(files={"ideas/a.md": text})
    document = bench.desk.library.open("ideas/a.md")
    assert isinstance(parse(bench.desk, document), Raw)
    assert fields_of(bench.desk, document) == {}
    with pytest.raises(Unreadable):
        set_fields(bench.desk, document, {"title": "B"})


def test_a_file_that_was_mended_is_fine() -> None:
    bench = Workbench(files={"ideas/a.md": "---\ntitle: [open\n---\n"})
    assert isinstance(parse_again(bench.desk, "ideas/a.md"), Broken)
    bench.files["ideas/a.md"] = GOOD
    assert isinstance(parse_again(bench.desk, "ideas/a.md"), Fine)
