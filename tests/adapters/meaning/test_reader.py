"""What the real model reads of texts, and what it refuses to load."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.adapters.meaning import tiny_model
from tests.meaning_model import find_model_folder

if TYPE_CHECKING:
    from draftloop.adapters.meaning.reader import Reader, Reading

TEXT = "Retries turn a short outage into a long one"
PARAPHRASE = "A brief failure lasts for hours once every client tries again"
STRANGER = "Tomatoes want more sun than basil does"


@pytest.fixture(scope="module")
def reader() -> Reader:
    """The model, keeping nothing."""
    folder = find_model_folder()
    from draftloop.adapters.meaning.reader import Reader

    return Reader(folder, "")


def bits(reading: Reading) -> tuple[bytes, tuple[str, ...], bytes]:
    return reading.whole.tobytes(), reading.words, reading.vectors.tobytes()


def lengths(reading: Reading) -> list[float]:
    return [float(vector @ vector) for vector in (reading.whole, *reading.vectors)]


def test_a_paraphrase_is_nearer_than_a_stranger(reader: Reader) -> None:
    text, paraphrase, stranger = (reader.read(each).whole for each in (TEXT, PARAPHRASE, STRANGER))
    assert text @ paraphrase > text @ stranger + 0.1


def test_words_are_whole_and_each_has_a_vector(reader: Reader) -> None:
    reading = reader.read("The kubelet's OOM-killer: Ünïcode, misconfiguratedness!")
    assert reading.words == (
        *("the", "kubelet", "'", "s", "oom", "-", "killer", ":"),
        *("unicode", ",", "misconfiguratedness", "!"),
    )
    assert reading.vectors.shape == (len(reading.words), 384)
    assert lengths(reading) == pytest.approx([1] * (len(reading.words) + 1), abs=1e-4)


def test_a_word_means_what_stands_around_it(reader: Reader) -> None:
    river, money, loan = (
        reader.read(text) for text in ("a bank of the river", "a bank lends", "the bank lends money")
    )
    vectors = [one.vectors[one.words.index("bank")] for one in (river, money, loan)]
    assert vectors[1] @ vectors[2] > vectors[0] @ vectors[1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        (" \t\n", 0),
        ("\x00\x07\x1b", 0),
        ("a\x00b \u202e c", 2),
        ("日本語の文章です。", 8),
        ("👩\u200d👩\u200d👧", 1),
        ("half a pair \ud83d", 4),
        ("x" * 100_000, 1),
        ("!?…", 3),
    ],
)
def test_any_text_is_read(reader: Reader, text: str, words: int) -> None:
    reading = reader.read(text)
    assert len(reading.words) == len(reading.vectors) == words
    assert lengths(reading) == pytest.approx([1] * (words + 1), abs=1e-4)


def test_a_text_of_ten_thousand_words_is_read_from_its_beginning(reader: Reader) -> None:
    reading = reader.read("garden budget " * 5_000)
    assert reading.words == ("garden", "budget") * 63
    assert bits(reader.read("garden budget " * 5_000 + "and more")) == bits(reading)


def test_a_text_reads_the_same_fresh_from_memory_and_from_the_shelf(reader: Reader, tmp_path: Path) -> None:
    from draftloop.adapters.meaning import reader as module

    texts = [TEXT, "", "日本語", "Retries", "half \ud83d"]
    fresh = [bits(reader.read(text)) for text in texts]
    assert [bits(reader.read(text)) for text in texts] == fresh
    first = module.Reader(find_model_folder(), str(tmp_path / "readings.db"))
    assert [bits(first.read(text)) for text in texts] == fresh
    first.keep()
    second = module.Reader(find_model_folder(), str(tmp_path / "readings.db"))
    second._session = None  # what is on the shelf needs no model
    assert [bits(second.read(text)) for text in texts] == fresh


def test_a_kept_reading_of_another_size_is_read_again(reader: Reader, tmp_path: Path) -> None:
    from draftloop.adapters.meaning.reader import Reader
    from draftloop.adapters.meaning.shelf import Shelf, key_of

    path = str(tmp_path / "readings.db")
    Shelf(path, max_rows=10).put([(key_of(TEXT), bytes(77))])
    assert bits(Reader(find_model_folder(), path).read(TEXT)) == bits(reader.read(TEXT))


def test_what_stands_beside_a_text_does_not_change_it(reader: Reader) -> None:
    from draftloop.adapters.meaning.likeness import likeness

    alone = likeness(reader, [[TEXT, ""]], [[PARAPHRASE, ""]])
    among = likeness(reader, [[TEXT, ""], [STRANGER, TEXT]], [[STRANGER, ""], [PARAPHRASE, ""], ["", ""]])
    assert alone[0, 0, 0] == among[0, 1, 0]


def test_memory_does_not_grow_for_ever(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("draftloop.adapters.meaning.reader.MAX_IN_MEMORY", 2)
    before = bits(reader.read(TEXT))
    for text in ("one", "two", "three"):
        reader.read(text)
    reader.keep()
    assert len(reader._memory) == 0
    assert bits(reader.read(TEXT)) == before


@pytest.fixture
def copy(model_folder: str, tmp_path: Path) -> Path:
    """A model folder to be broken: the real tokenizer, and no model yet."""
    shutil.copyfile(os.path.join(model_folder, "tokenizer.json"), tmp_path / "tokenizer.json")
    return tmp_path


def refusal(folder: Path) -> str:
    from draftloop.adapters.meaning.reader import BadModel, Reader

    with pytest.raises(BadModel) as caught:
        Reader(str(folder), "")
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_missing_files_are_named(copy: Path) -> None:
    assert refusal(copy).startswith("no model.onnx in ")
    (copy / "model.onnx").write_bytes(tiny_model.WITH_OTHER_INPUTS)
    (copy / "tokenizer.json").unlink()
    assert refusal(copy).startswith("no tokenizer.json in ")


@pytest.mark.parametrize("content", [b"", b"no model", b"\x08" * 4096, tiny_model.WITH_OTHER_INPUTS[:-9]])
def test_a_file_that_is_no_model_is_refused(copy: Path, content: bytes) -> None:
    (copy / "model.onnx").write_bytes(content)
    assert refusal(copy).startswith("the model cannot be loaded: ")


@pytest.mark.parametrize("content", [b"", b"{}", b"not JSON", b"\xff\xfe"])
def test_a_file_that_is_no_tokenizer_is_refused(copy: Path, content: bytes) -> None:
    (copy / "model.onnx").write_bytes(tiny_model.WITH_OTHER_INPUTS)
    (copy / "tokenizer.json").write_bytes(content)
    assert refusal(copy).startswith("the model cannot be loaded: ")


def test_a_model_that_loads_but_does_not_run_is_refused(copy: Path) -> None:
    (copy / "model.onnx").write_bytes(tiny_model.WITH_OTHER_INPUTS)
    assert refusal(copy).startswith("the model cannot be loaded: ")


def test_a_model_whose_answer_has_another_shape_is_refused(copy: Path) -> None:
    (copy / "model.onnx").write_bytes(tiny_model.WITH_ANOTHER_SHAPE)
    assert "model" in refusal(copy)


WORKER = [sys.executable, "-m", "draftloop.adapters.meaning.worker"]


def test_the_child_reads_and_ends_when_its_parent_is_gone(model_folder: str, tmp_path: Path) -> None:
    question = {"id": 7, "old": [[TEXT, ""]], "new": [[PARAPHRASE, ""], ["\ud83d", TEXT]]}
    with subprocess.Popen(
        [*WORKER, model_folder, str(tmp_path / "readings.db")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(json.dumps(question).encode() + b"\n")
        child.stdin.flush()
        assert json.loads(child.stdout.readline()) == {"ready": True, "problem": ""}
        answer = json.loads(child.stdout.readline())
        child.stdin.write(b'{"id": 8, "old": [["half a')
        child.stdin.close()
        assert child.wait(timeout=60) == 0
    assert sorted(answer) == ["id", "likeness"]
    assert answer["id"] == 7
    assert (tmp_path / "readings.db").exists()


@pytest.mark.parametrize("hidden", ["onnxruntime", "tokenizers", "numpy"])
def test_the_child_says_which_package_cannot_be_loaded(tmp_path: Path, hidden: str) -> None:
    code = f"import sys; sys.modules[{hidden!r}] = None; from draftloop.adapters.meaning import worker"
    with subprocess.Popen(
        [sys.executable, "-c", f"{code}; sys.exit(worker.main(['.', '']))"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as child:
        assert child.stdout is not None
        said = json.loads(child.stdout.readline())
        assert child.wait(timeout=60) == 1
    assert said["ready"] is False
    assert said["problem"].startswith("a package cannot be loaded: ")
