"""The weights that tell an edit that mends a slip from one that only makes the sentence more usual."""

from __future__ import annotations

import importlib
import json
import random
import zlib
from binascii import b2a_base64
from typing import TYPE_CHECKING, Any

from draftloop.adapters.markdown import Markdown
from draftloop.loop.lexicon import lexicon
from draftloop.loop.rendering import render
from draftloop.loop.sentences import sentence_spans
from draftloop.loop.small_word_edits import DELETE, INSERT, Edit, Line, edits, features
from draftloop.loop.small_word_table import table
from draftloop.loop.small_word_tokens import Token, read_tokens
from draftloop.loop.small_word_trees import NODE
from tools.small_words.seed import seeded, undoes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

np: Any = importlib.import_module("numpy")

_SEEDED_A_SENTENCE = 2
_SEEDED_WEIGHT, _NATURAL_WEIGHT = 0.3, 40.0
"""Seeded slips are many and unlike those of authors."""
_SETTINGS = {
    "max_iter": 220,
    "max_leaf_nodes": 15,
    "learning_rate": 0.1,
    "l2_regularization": 5,
    "min_samples_leaf": 25,
    "early_stopping": False,
    "random_state": 1,
}
_DOC = '"""Weights of the small-words model; made by tools/make_small_words.py."""'

Row = list[float]


def train(sentences: Sequence[str], natural: Sequence[Path], slips: set[tuple[str, int]]) -> Any:
    """Fit the trees.

    Args:
        sentences: Published prose of repositories that were not counted.
        natural: Folders of errors that authors made and fixed, with posts/ and gold.json.
        slips: Sentences and token places of slips in that prose, so that they are not learnt as right.
    """
    ensemble = importlib.import_module("sklearn.ensemble")
    wrong, right = _rows(sentences, slips)
    real = [row for folder in natural for row in _natural_rows(folder)]
    rows = np.array([*wrong, *right, *real], np.float32)
    is_right = np.repeat([0, 1], [len(wrong), len(right) + len(real)])
    weights = np.repeat([1.0, _SEEDED_WEIGHT, _NATURAL_WEIGHT], [len(wrong), len(right), len(real)])
    return ensemble.HistGradientBoostingClassifier(**_SETTINGS).fit(rows, is_right, sample_weight=weights)


def write(model: Any, target: Path) -> None:
    """Write the module `draftloop.loop.data.small_word_trees`."""
    raw = b""
    for (tree,) in model._predictors:
        raw += bytes([len(tree.nodes)])
        for node in tree.nodes:
            raw += (
                NODE.pack(-1, node["value"], 0, 0)
                if node["is_leaf"]
                else NODE.pack(
                    int(node["feature_idx"]), node["num_threshold"], int(node["left"]), int(node["right"])
                )
            )
    base = float(np.ravel(model._baseline_prediction)[0])
    packed = b2a_base64(zlib.compress(raw, 9), newline=False)
    target.write_text(f'{_DOC}\n\nBASE = {base!r}\nTREES = b"{packed.decode()}"\n', encoding="utf-8")


def _rows(sentences: Sequence[str], slips: set[tuple[str, int]]) -> tuple[list[Row], list[Row]]:
    """Features of edits that right sentences do not need, and of those that undo seeded slips."""
    chance = random.Random(1)
    wrong: list[Row] = []
    right: list[Row] = []
    for sentence in sentences:
        words = [token.word for token in read_tokens(sentence, 0, len(sentence), lexicon().frequency)]
        if not 5 <= len(words) <= 120:
            continue
        line = Line(words)
        wrong += [features(line, edit) for edit in edits(line) if (sentence, edit.start) not in slips]
        for _ in range(_SEEDED_A_SENTENCE):
            slip = seeded(words, chance)
            if slip is not None:
                line = Line(slip[0])
                right += [features(line, edit) for edit in edits(line) if undoes(edit, line, slip)]
    return wrong, right


def _natural_rows(folder: Path) -> Iterator[Row]:
    """Features of the edits that do what the author did later."""
    markdown = Markdown()
    for error in json.loads((folder / "gold.json").read_text(encoding="utf-8")):
        path = folder / "posts" / error["file"]
        if not path.exists():
            continue
        for block in markdown.read(path.read_bytes().decode("utf-8")).blocks:
            if block.start <= error["start"] < block.end:
                shown = render(block)
                for piece in shown.pieces:
                    if piece.is_exact and piece.run.start <= error["start"] <= piece.run.end:
                        place = piece.at + error["start"] - piece.run.start
                        yield from _mending(shown.text, place, error["old"], error["fix"])
                        break


def _mending(text: str, place: int, old: str, fix: str) -> Iterator[Row]:
    for start, end in sentence_spans(text):
        if start <= place <= end:
            wanted = _folded(text[start:place] + fix + text[place + len(old) : end])
            tokens = read_tokens(text, start, end, lexicon().frequency)
            line = Line([token.word for token in tokens])
            for edit in edits(line):
                if _folded(_edited(text[start:end], start, tokens[edit.start - 1], edit)) == wanted:
                    yield features(line, edit)


def _edited(sentence: str, start: int, token: Token, edit: Edit) -> str:
    before, after = sentence[: token.start - start], sentence[token.end - start :]
    if edit.kind == DELETE:
        return before.rstrip() + after
    new = table().words[edit.new]
    return f"{before}{new} {sentence[token.start - start :]}" if edit.kind == INSERT else before + new + after


def _folded(text: str) -> str:
    return " ".join(text.split()).lower().replace("’", "'")
