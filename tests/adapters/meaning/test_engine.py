"""The meaning engine before its child process: what it asks, keeps, and survives. No model is loaded here."""

from __future__ import annotations

import importlib.util
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from draftloop.adapters.meaning.engine import MAX_FAILED_STARTS, MAX_PAIRS, MAX_POINTS, MeaningEngine
from draftloop.loop.errors import MeaningUnavailable
from draftloop.loop.outline_meaning import MEANING_NAMES

OLD = [("retries are free", ""), ("measure \ud83d them", "retries are free")]
NEW = [("a retry is a loan", ""), ("the end", ""), ("日本語", "the end")]

START = """
import base64, json, os, sys
notes = open(os.path.join(sys.argv[1], "notes"), "a")
print("start", file=notes, flush=True)
print(json.dumps({"ready": True}), flush=True)
"""
ANSWERS = (
    START
    + """
for line in sys.stdin:
    question = json.loads(line)
    print("asked", file=notes, flush=True)
    packed = b"".join(
        (100 * i + j).to_bytes(2, "little") * 11
        for i, _ in enumerate(question["old"]) for j, _ in enumerate(question["new"])
    )
    print(json.dumps({"id": question["id"], "likeness": base64.b64encode(packed).decode()}), flush=True)
"""
)
SILENT = START + "sys.stdin.read()\n"
Make = Callable[..., MeaningEngine]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed model, as far as can be seen from outside."""
    monkeypatch.setattr("draftloop.adapters.meaning.engine.PACKAGES", ("json", "zlib"))
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "model.onnx").touch()
    (folder / "tokenizer.json").touch()
    return folder


@pytest.fixture
def make(folder: Path, tmp_path: Path) -> Iterator[Make]:
    """Engines whose child is a script; they are closed at the end."""
    made: list[MeaningEngine] = []

    def make_one(script: str = ANSWERS, **options: Any) -> MeaningEngine:
        command = (sys.executable, "-I", "-S", "-c", script)
        options = {"start_limit_s": 60.0, **options}
        made.append(MeaningEngine(str(folder), str(tmp_path / "kept"), **{"command": command, **options}))
        return made[-1]

    yield make_one
    for engine in made:
        engine.close()


def notes(folder: Path) -> list[str]:
    """What children did so far."""
    return (folder / "notes").read_text().split() if (folder / "notes").exists() else []


def refusal(engine: MeaningEngine) -> MeaningUnavailable:
    with pytest.raises(MeaningUnavailable) as caught:
        engine.likeness(OLD, NEW)
    return caught.value


def test_figures_come_for_every_pair_in_order(make: Make) -> None:
    likeness = make().likeness(OLD, NEW)
    assert (likeness.old_count, likeness.new_count) == (2, 3)
    assert likeness(1, 2) == [102 / 2048] * len(MEANING_NAMES)


def test_nothing_starts_before_it_is_asked(make: Make, folder: Path) -> None:
    engine = make()
    assert engine.is_installed
    assert not engine.knows(OLD, NEW)
    engine.close()
    assert notes(folder) == []


def test_one_child_answers_all_questions(make: Make, folder: Path) -> None:
    engine = make()
    engine.likeness(OLD, NEW)
    engine.likeness(NEW, OLD)
    assert notes(folder) == ["start", "asked", "asked"]


def test_what_was_asked_once_needs_no_child_again_not_even_in_another_process(
    make: Make, folder: Path
) -> None:
    first = make().likeness(OLD, NEW)
    later = make("raise SystemExit")
    assert later.knows(OLD, NEW)
    assert later.likeness(OLD, NEW) == first
    assert not later.knows(OLD, NEW[:2])
    assert not later.knows([(text, "elsewhere") for text, _ in OLD], NEW)
    assert notes(folder) == ["start", "asked"]


def test_a_kept_table_that_is_broken_is_asked_for_again(
    make: Make, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("draftloop.adapters.meaning.engine.zlib.compress", lambda packed, level: b"broken")
        make().likeness(OLD, NEW)
    engine = make()
    assert not engine.knows(OLD, NEW)
    engine.likeness(OLD, NEW)
    assert engine.knows(OLD, NEW)
    assert notes(folder) == ["start", "asked", "start", "asked"]


def test_without_a_folder_to_keep_it_in_it_is_asked_every_time(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("in the way")
    command = (sys.executable, "-I", "-S", "-c", ANSWERS)
    engine = MeaningEngine(str(folder), str(tmp_path / "kept"), command=command)
    assert engine.likeness(OLD, NEW) == engine.likeness(OLD, NEW)
    engine.close()
    assert notes(folder) == ["start", "asked", "asked"]


@pytest.mark.parametrize(("old", "new"), [([], NEW), (OLD, []), ([], [])])
def test_outlines_without_points_need_no_child(make: Make, folder: Path, old: Any, new: Any) -> None:
    assert len(make().likeness(old, new).values) == 0
    assert notes(folder) == []


@pytest.mark.parametrize("counts", [(1, MAX_POINTS), (MAX_PAIRS // 500, 501)])
def test_more_points_than_can_be_read_are_refused_at_once(
    make: Make, folder: Path, counts: tuple[int, int]
) -> None:
    old, new = ([("same", "")] * count for count in counts)
    with pytest.raises(MeaningUnavailable, match="too many"):
        make().likeness(old, new)
    assert notes(folder) == []


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_model_that_lacks_a_file_is_not_installed(make: Make, folder: Path, name: str) -> None:
    (folder / name).unlink()
    engine = make()
    assert not engine.is_installed
    error = refusal(engine)
    assert (error.reason, error.remedy) == ("its model is not installed", "draftloop meaning install")
    assert notes(folder) == []


@pytest.mark.parametrize(
    ("packages", "sentence"),
    [(["zlib"], "zlib is not installed"), (["json", "zlib"], "json and zlib are not installed")],
)
def test_missing_packages_are_named(
    make: Make, monkeypatch: pytest.MonkeyPatch, packages: list[str], sentence: str
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        "importlib.util.find_spec", lambda name, package=None: None if name in packages else find(name)
    )
    engine = make()
    assert not engine.is_installed
    assert refusal(engine).reason == sentence


def test_a_program_that_is_missing_is_a_reason(make: Make) -> None:
    assert refusal(make(command=("/nowhere/at/all",))).reason.startswith("its process does not start")


def test_a_child_that_refuses_says_why_in_one_line(make: Make, folder: Path) -> None:
    says = 'import json; print(json.dumps({"ready": False, "problem": "line one\\nline two " + "x" * 999}))'
    reason = refusal(make(says)).reason
    assert reason.startswith("line one line two x")
    assert len(reason) == 300
    assert refusal(make("print('{}')")).reason == "it does not say why"


@pytest.mark.parametrize("script", ["raise SystemExit", "print('nonsense')", "print([1])"])
def test_a_child_that_dies_at_every_start_is_not_started_for_ever(
    make: Make, folder: Path, script: str
) -> None:
    engine = make(START.replace('print(json.dumps({"ready": True}), flush=True)', script))
    for _ in range(MAX_FAILED_STARTS):
        assert refusal(engine).reason == "its process ended while starting"
    assert refusal(engine).reason == "its process does not stay alive"
    assert notes(folder) == ["start"] * MAX_FAILED_STARTS
    engine.close()
    assert refusal(engine).reason == "its process ended while starting"


def test_a_child_that_does_not_get_ready_is_given_up(make: Make) -> None:
    engine = make("import sys; sys.stdin.read()", start_limit_s=0.1)
    assert refusal(engine).reason == "its process did not get ready in time"


SAYS = "\nfor line in sys.stdin:\n    question = json.loads(line)\n    "
TABLE = "base64.b64encode(bytes(22 * 6)).decode()"


@pytest.mark.parametrize(
    "answer",
    [
        "os.abort()",
        "print('nonsense', flush=True)",
        "print('[]', flush=True)",
        "print('{}', flush=True)",
        f"print(json.dumps({{'id': 99, 'likeness': {TABLE}}}), flush=True)",
        "print(json.dumps({'id': question['id']}), flush=True)",
        "print(json.dumps({'id': question['id'], 'likeness': '!!!'}), flush=True)",
        "print(json.dumps({'id': question['id'], 'likeness': 'AAAA'}), flush=True)",
        "print(json.dumps({'id': question['id'], 'likeness': '日本'}), flush=True)",
    ],
)
def test_a_child_that_dies_or_talks_nonsense_is_ended_and_nothing_is_kept(make: Make, answer: str) -> None:
    engine = make(START + SAYS + answer)
    assert refusal(engine).reason == "the model's process ended while reading"
    assert not engine.knows(OLD, NEW)
    assert engine._child is None


def test_a_child_that_takes_too_long_is_ended(make: Make, folder: Path) -> None:
    engine = make(SILENT, read_limit_s=0.01)
    engine._running_child()
    engine._start_limit_s = 0.05
    assert refusal(engine).reason == "the model's process took too long"
    assert engine._child is None


def test_a_killed_child_is_started_again(make: Make, folder: Path) -> None:
    engine = make()
    engine.likeness(OLD, NEW)
    child = engine._child
    assert child is not None
    os.kill(child.pid, signal.SIGKILL)
    child._process.wait()
    engine.likeness(OLD, NEW[:1])
    assert notes(folder) == ["start", "asked"] * 2


def test_a_closed_engine_can_be_used_again(make: Make, folder: Path) -> None:
    engine = make()
    engine.likeness(OLD, NEW)
    child = engine._child
    assert child is not None
    engine.close()
    engine.close()
    assert not child.is_running
    assert engine.knows(OLD, NEW)
    engine.likeness(NEW, OLD)
    assert notes(folder) == ["start", "asked"] * 2


def test_two_threads_get_their_own_answers_from_one_child(make: Make, folder: Path) -> None:
    engine = make()
    found: dict[int, int] = {}

    def ask(count: int) -> None:
        found[count] = len(engine.likeness(OLD * count, NEW).values)

    threads = [threading.Thread(target=ask, args=(count,)) for count in (1, 2, 3, 4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {count: 66 * count for count in (1, 2, 3, 4)}
    assert notes(folder).count("start") == 1


def test_two_threads_with_one_question_ask_it_once(make: Make, folder: Path) -> None:
    engine = make()
    threads = [threading.Thread(target=engine.likeness, args=(OLD, NEW)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert notes(folder) == ["start", "asked"]


def test_who_looks_or_closes_does_not_wait_for_a_busy_child(make: Make, folder: Path) -> None:
    make().likeness(NEW, OLD)
    engine = make(SILENT)
    errors: list[str] = []
    thread = threading.Thread(target=lambda: errors.append(refusal(engine).reason))
    thread.start()
    while notes(folder)[2:] != ["start"]:  # it is busy from here on, for a minute
        assert thread.is_alive()
    assert engine.knows(NEW, OLD)
    engine.close()
    thread.join()
    assert errors[0].endswith("process was ended")
    assert engine._child is None
