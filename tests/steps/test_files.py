from __future__ import annotations

import pytest

from draftloop.loop.errors import ChangedOnDisk, Unreadable
from draftloop.steps.files import again_if_changed, save_text, set_fields
from tests.builders import workbench


def test_edit_keeps_line_ends_outside_it() -> None:
    bench = workbench(a="one\r\ntwo\x0cthree\r\n")
    document = bench.library.open("ideas/a.md")
    saved = save_text(bench.desk, document, "ONE\ntwo\nthree\n")
    assert saved.text == bench.files["ideas/a.md"] == "ONE\r\ntwo\x0cthree\r\n"


def test_refused_text_is_in_the_recovery_store() -> None:
    bench = workbench(a="old")
    document = bench.library.open("ideas/a.md")
    bench.files["ideas/a.md"] = "theirs"
    with pytest.raises(ChangedOnDisk) as caught:
        save_text(bench.desk, document, "mine")
    assert bench.recovery.text(caught.value.kept) == "mine"


def test_entangled_fields_are_not_touched() -> None:
    # The column 0 line is inside the quotes: a splice of `b` would tear them open.
    text = '---\na:\n  - "x\nb: y"\nc: 1\n---\n'
    bench = workbench(a=text)
    with pytest.raises(Unreadable):
        set_fields(bench.desk, bench.library.open("ideas/a.md"), {"b": "new"})
    assert bench.files["ideas/a.md"] == text


def test_fields_are_set_and_removed() -> None:
    bench = workbench(a="---\na: 1\nb: 2\n---\nbody")
    set_fields(bench.desk, bench.library.open("ideas/a.md"), {"a": None, "c": 3})
    assert bench.files["ideas/a.md"] == "---\nb: 2\nc: 3\n---\nbody"


def test_a_step_begins_anew_when_another_program_saved_in_between() -> None:
    tried = []

    @again_if_changed
    def change(gives_up_after: int) -> str:
        tried.append(gives_up_after)
        if len(tried) < gives_up_after:
            raise ChangedOnDisk("a.md", "one", "two")
        return "done"

    assert change(4) == "done"
    assert len(tried) == 4
    tried.clear()
    with pytest.raises(ChangedOnDisk):
        change(9)
    assert len(tried) == 4
