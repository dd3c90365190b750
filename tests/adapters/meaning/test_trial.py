"""The trial of a model: this one passes, a broken one and another one do not."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from draftloop.adapters.meaning import trial


@pytest.fixture
def copy(model_folder: str, tmp_path: Path) -> Path:
    folder = tmp_path / "model"
    folder.mkdir()
    for name in ("model.onnx", "tokenizer.json"):
        shutil.copyfile(os.path.join(model_folder, name), folder / name)
    return folder


def test_the_model_passes_and_its_runtime_notes_nothing_to_tell_its_makers(
    model_folder: str, clean_environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # It keeps still in CI of its own accord; and what it would send, it writes below the home folder first.
    for name in ("CI", "GITHUB_ACTIONS", "TF_BUILD", "BUILD_ID", "GITLAB_CI"):
        monkeypatch.delenv(name, raising=False)
    before = sorted(os.listdir(clean_environment))
    assert trial.problem_with(model_folder) == ""
    assert sorted(os.listdir(clean_environment)) == before


def test_a_file_that_is_no_model_is_refused(copy: Path) -> None:
    (copy / "model.onnx").write_bytes(b"<html>not found</html>")
    assert trial.problem_with(str(copy)).startswith("the model cannot be loaded")


def test_a_model_that_was_cut_off_is_refused(copy: Path) -> None:
    os.truncate(copy / "model.onnx", 20_000_000)
    assert trial.problem_with(str(copy)) != ""


def test_the_tokenizer_of_another_model_is_refused(copy: Path) -> None:
    # The same words with other numbers: it loads, it runs, and it reads nonsense.
    text = (copy / "tokenizer.json").read_text()
    changed = text.replace('"tomatoes":', '"tomatoex":').replace('"bakery":', '"tomatoes":')
    changed = changed.replace('"client":', '"clienx":').replace('"sun":', '"client":')
    assert changed != text
    (copy / "tokenizer.json").write_text(changed)
    assert trial.problem_with(str(copy)).startswith("it is another model: two known sentences are")


def test_a_process_that_dies_is_a_problem_with_the_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("draftloop.adapters.meaning.one_answer.sys.executable", "/bin/false")
    assert trial.problem_with(str(tmp_path)) == "the model cannot be run: its process ended"


def test_a_process_that_hangs_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hangs = tmp_path / "hangs"
    hangs.write_text("#!/bin/sh\nexec sleep 60\n")
    hangs.chmod(0o755)
    monkeypatch.setattr("draftloop.adapters.meaning.one_answer.sys.executable", str(hangs))
    monkeypatch.setattr(trial, "LIMIT_S", 0.2)
    assert trial.problem_with(str(tmp_path)).startswith("the model read nothing within")
