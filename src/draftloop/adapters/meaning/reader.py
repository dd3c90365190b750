"""Reads texts with the sentence model: a vector for the whole text, and one for each of its words.

The model is bge-small-en-v1.5 (Xiao et al. 2023, "C-Pack", MIT), int8: 384 dimensions, the first token stands
for the text. Vectors are kept by text, as int8 with one scale each, so that one read anew and one from the
file are the same. Texts are read one by one: the int8 runtime scales a whole batch at once, and what stands
beside a text would change its vector.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from draftloop.adapters.meaning.model_facts import FILES
from draftloop.adapters.meaning.shelf import Shelf, key_of

Vectors = npt.NDArray[np.floating[Any]]

DIMENSIONS = 384
MAX_TOKENS = 128
"""Of one text; a point that is longer is read up to here."""
MAX_ROWS = 12_000
"""Texts kept, about 60 MB at most."""
MAX_IN_MEMORY = 3_000
"""Texts remembered from one question to the next, 20 kB each."""


class BadModel(Exception):
    """The model's files are missing, broken, or another model's. The message says which."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as the model sees it. All vectors have length 1."""

    whole: Vectors
    """Shape (DIMENSIONS,)."""
    words: tuple[str, ...]
    """Lower-case words and punctuation marks."""
    vectors: Vectors
    """One row for each of `words`, as it is meant in this text; shape (words, DIMENSIONS)."""


class Reader:
    """The loaded model and what it has read."""

    def __init__(self, folder: str, cache: str) -> None:
        """Raises BadModel."""
        model, tokenizer = (os.path.join(folder, name) for name in FILES)
        for path in (model, tokenizer):
            if not os.path.isfile(path):
                raise BadModel(f"no {os.path.basename(path)} in {folder}")
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4
        options.intra_op_num_threads = min(4, os.cpu_count() or 1)
        try:
            self._tokenizer = Tokenizer.from_file(tokenizer)
            self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
            self._inputs = {one.name for one in self._session.get_inputs()}
            shape = self._run([101, 102]).shape
        except Exception as problem:
            # Both libraries raise plain Exceptions of their compiled halves for every broken file, some of
            # them only when it is run.
            raise BadModel(f"the model cannot be loaded: {_first_line(problem)}") from problem
        if shape != (2, DIMENSIONS):
            raise BadModel("it is another model: its vectors have other dimensions")
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._shelf = Shelf(cache, max_rows=MAX_ROWS)
        self._fresh: dict[bytes, bytes] = {}
        self._memory: dict[str, Reading] = {}

    def read(self, text: str) -> Reading:
        """The vectors of a text, from the shelf if it was read before."""
        found = self._memory.get(text)
        if found is not None:
            return found
        encoding = self._tokenizer.encode(_without_halves(text))
        groups: dict[int, list[int]] = {}
        for place, word in enumerate(encoding.word_ids):
            if word is not None:
                groups.setdefault(word, []).append(place)
        rows = 1 + len(groups)
        key = key_of(text)
        packed = self._shelf.get(key)
        if packed is None or len(packed) != rows * (4 + DIMENSIONS):
            tokens = self._run(encoding.ids)
            merged = np.stack([tokens[0], *(tokens[places].mean(0) for places in groups.values())])
            packed = _pack(merged)
            self._fresh[key] = packed
        vectors = _unpack(packed, rows)
        words = tuple(
            "".join(encoding.tokens[place].removeprefix("##") for place in places)
            for places in groups.values()
        )
        reading = Reading(whole=vectors[0], words=words, vectors=vectors[1:])
        self._memory[text] = reading
        return reading

    def keep(self) -> None:
        """Write down what was read since the last time."""
        fresh, self._fresh = self._fresh, {}
        self._shelf.put(fresh.items())
        if len(self._memory) > MAX_IN_MEMORY:
            self._memory.clear()

    def _run(self, ids: list[int]) -> Vectors:
        tokens = np.array([ids], dtype=np.int64)
        feed = {"input_ids": tokens, "attention_mask": np.ones_like(tokens)}
        if "token_type_ids" in self._inputs:
            feed["token_type_ids"] = np.zeros_like(tokens)
        output = np.asarray(self._session.run(None, feed)[0][0], dtype=np.float32)
        length: Vectors = np.maximum(np.linalg.norm(output, axis=1, keepdims=True), 1e-9)
        return output / length


def _without_halves(text: str) -> str:
    """The tokenizer refuses halves of surrogate pairs."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _first_line(problem: Exception) -> str:
    return next(iter(str(problem).splitlines()), type(problem).__name__)


def _pack(vectors: Vectors) -> bytes:
    """int8 with a scale for each row."""
    scale = np.abs(vectors).max(axis=1, keepdims=True) / 127 + 1e-12
    packed: bytes = scale.astype("<f4").tobytes() + np.round(vectors / scale).astype(np.int8).tobytes()
    return packed


def _unpack(packed: bytes, rows: int) -> Vectors:
    scale = np.frombuffer(packed, dtype="<f4", count=rows).reshape(rows, 1)
    whole = np.frombuffer(packed, dtype=np.int8, offset=4 * rows).reshape(rows, DIMENSIONS)
    vectors = whole.astype(np.float32) * scale.astype(np.float32)
    result: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return result
