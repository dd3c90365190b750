"""The model's folder: whole or not at all, and nothing else in it is touched."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from draftloop.adapters.meaning.place import ModelFolder

MODEL, TOKENIZER = bytes(6_000_000), bytes(60_000)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "data" / "models" / "model"


def put(place: Path, model: bytes = MODEL) -> None:
    folder = ModelFolder(str(place))
    with folder.staging() as (staged, _):
        Path(staged, "model.onnx").write_bytes(model)
        Path(staged, "tokenizer.json").write_bytes(TOKENIZER)
        folder.put(staged)


def test_a_model_is_put_in_place_for_its_owner_alone(place: Path) -> None:
    put(place)
    assert sorted(os.listdir(place)) == ["model.onnx", "tokenizer.json"]
    assert place.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in place.iterdir()} == {0o600}
    assert os.listdir(place.parent) == ["model"]
    folder = ModelFolder(str(place))
    assert (folder.is_there, folder.trouble(), folder.size_bytes()) == (True, "", 6_060_000)


def test_what_is_staged_and_not_put_leaves_nothing(tmp_path: Path, place: Path) -> None:
    def is_interrupted() -> None:
        with ModelFolder(str(place)).staging() as (staged, scratch):
            Path(staged, "model.onnx").write_bytes(MODEL)
            Path(scratch, "half").write_bytes(b"x")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        is_interrupted()
    assert os.listdir(tmp_path) == []


def test_a_broken_model_is_replaced(place: Path) -> None:
    put(place, model=b"half")
    assert ModelFolder(str(place)).trouble() == "model.onnx has 4 bytes, which cannot be all of it"
    put(place)
    assert ModelFolder(str(place)).trouble() == ""


def test_files_of_others_in_the_folder_stay(place: Path) -> None:
    place.mkdir(parents=True)
    (place / "notes.txt").write_text("mine")
    put(place)
    assert sorted(os.listdir(place)) == ["model.onnx", "notes.txt", "tokenizer.json"]
    assert ModelFolder(str(place)).remove()
    assert os.listdir(place) == ["notes.txt"]


def test_removing_takes_the_folder_too_when_it_is_empty(place: Path) -> None:
    put(place)
    assert ModelFolder(str(place)).remove()
    assert not place.exists()
    assert not ModelFolder(str(place)).remove()


def test_a_link_to_a_folder_elsewhere_stays_a_link(tmp_path: Path, place: Path) -> None:
    elsewhere = tmp_path / "large-disk"
    elsewhere.mkdir()
    place.parent.mkdir(parents=True)
    place.symlink_to(elsewhere)
    put(place)
    assert place.is_symlink()
    assert sorted(os.listdir(elsewhere)) == ["model.onnx", "tokenizer.json"]


def test_no_model_is_no_trouble_but_half_of_one_is(place: Path) -> None:
    folder = ModelFolder(str(place))
    assert (folder.is_there, folder.trouble(), folder.size_bytes()) == (False, "", 0)
    put(place)
    (place / "tokenizer.json").unlink()
    assert folder.trouble() == "the model lacks its tokenizer.json"


def test_a_disk_that_fills_up_leaves_no_half_model(
    tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("draftloop.adapters.meaning.place.os.rename", full)
    with pytest.raises(OSError, match="No space"):
        put(place)
    assert os.listdir(tmp_path) == []


def test_what_a_killed_install_left_is_swept_away_but_not_what_another_one_works_on(place: Path) -> None:
    stale, fresh = (place.parent / f".draftloop-model-{name}" for name in ("stale", "fresh"))
    for folder in (stale, fresh):
        folder.mkdir(parents=True)
    os.utime(stale, (1000, 1000))
    put(place)
    assert (stale.exists(), fresh.exists()) == (False, True)
