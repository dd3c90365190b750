"""Make the table of word vectors of the outline comparison: src/draftloop/loop/data/word_vectors.py.

Run by hand when the table is to be renewed: `python tools/make_word_vectors.py MODEL TEXTS`. It needs numpy,
scipy, onnxruntime and tokenizers, which the app does not.

* MODEL is a folder with `model.onnx` and `tokenizer.json` of bge-small-en-v1.5 (MIT; the int8 one was used).
* TEXTS is a folder with one folder for each source of technical English in Markdown or reStructuredText.
  Sources and their licenses stand in loop/data/NOTICES.md. Only statistics of them end up in the table.

The method, a distillation: the model gives a vector to each sentence of the texts. The main 64 directions of
these are kept. Then each word gets the vector with which the weighted sum of a sentence's words comes closest
to the vector of the sentence, by ridge regression in two steps: first a linear map of what the model says of
the word alone, which also covers words the texts never use, then a correction for each word the texts do use.
Words weigh here as they do in the comparison, stop words little but not nothing. No labeled outline is read.

The model's answers are the slow part (half an hour on one core); `--answers` keeps them in a file, which
belongs to one model and one set of texts. Same model, texts and library versions give the same table.
"""

from __future__ import annotations

import argparse
import binascii
import hashlib
import importlib
import math
import re
import sys
import zlib
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from draftloop.loop.data import frequencies, tech_words
from draftloop.loop.outline_words import STOP_WORDS
from draftloop.loop.word_vectors import STOP_WEIGHT

if TYPE_CHECKING:
    from collections.abc import Iterator

np: Any = importlib.import_module("numpy")
onnxruntime: Any = importlib.import_module("onnxruntime")
sparse: Any = importlib.import_module("scipy.sparse")
tokenizers: Any = importlib.import_module("tokenizers")

DATA = Path(__file__).parents[1] / "src" / "draftloop" / "loop" / "data" / "word_vectors.py"
DIMENSIONS = 64
WORDS_KEPT = 32_000
SENTENCES_A_SOURCE = 6_000
COMMON_WORDS = 45_000
"""That many of the commonest English words may enter, whether the texts use them or not."""
RIDGE_OF_MAP, RIDGE_OF_WORDS = 10.0, 1.0
STEPS = 25
FLATTENING = 0.25
"""The first directions hold much more than the others; this power of their spread is divided out."""
CLIP = 3.2
"""Four bits reach that many standard deviations of a direction."""
POINTS = 90
"""Words weigh by how many of that many points would use them, as in a comparison of two outlines."""
BATCH = 16

_ENDINGS = {".md", ".mdx", ".markdown", ".rst", ".dj", ".txt"}
_FENCE = re.compile(r"^\s*(```|~~~)")
_LINK = re.compile(r"!?\[([^\]]*)\](\([^)]*\)|\[[^\]]*\])?")
_TAG = re.compile(r"<[^>]{1,300}>|\{[{%][^}]*[%}]\}|https?://\S+|:[a-z]+:(?=`)")
_MARK = re.compile(r"[*_`~]{1,3}")
_ITEM = re.compile(r"^\s*([-*+]|\d+[.)]|#+|>)\s+")
_RULE = re.compile(r"^\s*[=\-~^*#+]{3,}\s*$")
_NO_PROSE = ("|", "<", ".. ", "import ", "{", "}", "$", ":")
_END = re.compile(r"(?<=[.!?;:])\s+(?=[\"'(A-Z])")
_LETTERS = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_PLAIN = re.compile(r"[a-z][a-z0-9]{1,19}")


def main() -> int:
    """Write the table."""
    parser = argparse.ArgumentParser(description="Make the table of word vectors of the outline comparison.")
    parser.add_argument("model", type=Path)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--answers", type=Path, help="an .npz file that keeps the model's answers")
    options = parser.parse_args()
    sentences = read_sentences(options.texts)
    counts = Counter(word for sentence in sentences for word in words_of(sentence))
    ranked = ranked_words(counts)
    print(f"{len(sentences)} sentences, {len(ranked)} words", file=sys.stderr)
    targets, alone = answers_of(options.model, sentences, ranked, options.answers)
    vectors = distilled(sentences, ranked, targets, alone)
    write(dict(zip(ranked[:WORDS_KEPT], vectors, strict=False)))
    return 0


def read_sentences(texts: Path) -> list[str]:
    """As many different sentences of each source as allowed, drawn by hash: always the same ones."""
    kept: dict[str, str] = {}
    for source in sorted(path for path in texts.iterdir() if path.is_dir()):
        seen: dict[str, str] = {}
        for path in sorted(source.rglob("*")):
            if path.suffix in _ENDINGS and path.is_file():
                for sentence in _sentences(path.read_text("utf-8", "replace")):
                    if sentence.lower() not in kept:
                        seen.setdefault(sentence.lower(), sentence)
        drawn = sorted(seen, key=lambda key: hashlib.sha256(key.encode()).digest())
        kept.update((key, seen[key]) for key in drawn[:SENTENCES_A_SOURCE])
    return list(kept.values())


def _sentences(text: str) -> Iterator[str]:
    for block in _blocks(text):
        clean = _MARK.sub("", _TAG.sub(" ", _LINK.sub(r"\1", block)))
        for part in _END.split(clean):
            sentence = " ".join(part.split()).strip(" -–—#\\")
            letters = _LETTERS.findall(sentence)
            if not 3 <= len(letters) <= 26 or len(sentence) > 180 or not sentence.isprintable():
                continue
            foreign = sum(char > "\u024f" for char in sentence)
            if foreign < 3 and sum(map(len, letters)) >= 0.74 * len(sentence):
                yield sentence


def _blocks(text: str) -> Iterator[str]:
    """Paragraphs, headings and list items as one line each, without code, tables and front matter."""
    if text.startswith("---\n"):
        end = text.find("\n---", 4)
        text = text[end + 4 :] if end > 0 else text
    lines: list[str] = []
    in_code = False
    for line in text.splitlines():
        fence = _FENCE.match(line)
        item = _ITEM.match(line)
        no_prose = not line.strip() or line.lstrip().startswith(_NO_PROSE) or _RULE.match(line)
        if fence:
            in_code = not in_code
        if fence or (no_prose and not in_code):
            yield " ".join(lines)
            lines = []
        elif in_code:
            continue
        elif item:
            yield " ".join(lines)
            lines = [line[item.end() :].strip()]
            if "#" in item[1]:
                yield lines[0]
                lines = []
        elif lines or not line.startswith(("    ", "\t")):
            lines.append(line.strip())
    yield " ".join(lines)


def words_of(text: str) -> list[str]:
    """Words as the comparison sees them."""
    return [word.split("'")[0] for word in _TOKEN.findall(text.replace("’", "'").lower())]


def ranked_words(counts: Counter[str]) -> list[str]:
    """Words of the texts, common English words and technical ones, the most useful first."""
    rows = (row.rpartition(" ") for row in _unpacked(frequencies.DATA))
    frequency = {word: int(value) / 100 for word, _, value in rows}
    tech = {word.lower() for word in _unpacked(tech_words.DATA)}
    found = {word for word, count in counts.items() if count >= 3}
    found.update(sorted(frequency, key=lambda word: -frequency[word])[:COMMON_WORDS])
    found.update(word for word in tech if counts[word] or frequency.get(word, 0.0) > 1.5)

    def use(word: str) -> float:
        return (
            math.log1p(12 * counts[word])
            + 0.8 * max(0.0, frequency.get(word, 0.0) - 3)
            + (1.0 if word in tech else 0.0)
        )

    return sorted((word for word in found if _PLAIN.fullmatch(word)), key=lambda word: (-use(word), word))


def _unpacked(packed: bytes) -> list[str]:
    return zlib.decompress(binascii.a2b_base64(packed)).decode("utf-8").split("\n")


def answers_of(model: Path, sentences: list[str], words: list[str], kept: Path | None) -> tuple[Any, Any]:
    """Unit vectors of sentences; and of words alone, each as a sentence and as the mean of its pieces."""
    if kept and kept.exists():
        with np.load(kept) as file:
            return file["sentences"], file["words"]
    whole, _ = _ask(model, sentences)
    targets = _unit(whole)
    whole, pieces = _ask(model, words)
    alone = np.hstack([_unit(whole), _unit(pieces)])
    if kept:
        np.savez(kept, sentences=targets, words=alone)
    return targets, alone


def _ask(model: Path, texts: list[str]) -> tuple[Any, Any]:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        str(model / "model.onnx"), options, providers=["CPUExecutionProvider"]
    )
    tokenizer = tokenizers.Tokenizer.from_file(str(model / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(256)
    codes = [encoding.ids for encoding in tokenizer.encode_batch(texts)]
    order = sorted(range(len(texts)), key=lambda index: (len(codes[index]), index))
    whole = np.zeros((len(texts), 384), np.float32)
    pieces = np.zeros_like(whole)
    for start in range(0, len(order), BATCH):
        rows = order[start : start + BATCH]
        ids = np.zeros((len(rows), max(len(codes[row]) for row in rows)), np.int64)
        mask = np.zeros_like(ids)
        for at, row in enumerate(rows):
            ids[at, : len(codes[row])] = codes[row]
            mask[at, : len(codes[row])] = 1
        fed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        out = session.run(None, fed)[0]
        whole[rows] = out[:, 0]
        for at, row in enumerate(rows):
            pieces[row] = out[at, 1 : len(codes[row]) - 1].mean(0)
    return whole, pieces


def _unit(rows: Any) -> Any:
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def distilled(sentences: list[str], words: list[str], targets: Any, alone: Any) -> Any:
    """A vector for each word, so that weighted sums of them come close to the targets."""
    goals = _main_directions(targets)
    uses = _uses(sentences, words)
    halves = np.hsplit(alone, 2)
    alone = np.hstack([half - half.mean(0) for half in halves]).astype(np.float32)
    summed = uses @ alone
    square = summed.T @ summed + RIDGE_OF_MAP * np.eye(alone.shape[1], dtype=np.float32)
    first = alone @ np.linalg.solve(square, summed.T @ goals)
    vectors = first + _corrections(uses, (uses.T @ (goals - uses @ first)).astype(np.float32))
    spread = goals.std(0)
    return vectors * (spread / spread[0]) ** -FLATTENING


def _main_directions(targets: Any) -> Any:
    centered = targets - targets.mean(0)
    sizes, directions = np.linalg.eigh(centered.T @ centered / len(centered))
    goals = centered @ directions[:, np.argsort(-sizes)[:DIMENSIONS]]
    return (goals / goals.std() / 16).astype(np.float32)


def _uses(sentences: list[str], words: list[str]) -> Any:
    """The weights of the words in each sentence, every row of length one."""
    place = {word: index for index, word in enumerate(words)}
    texts = [words_of(sentence) for sentence in sentences]
    seen = Counter(word for text in texts for word in set(text))
    top = math.log(POINTS + 1)
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for row, text in enumerate(texts):
        weights: defaultdict[int, float] = defaultdict(float)
        for word in text:
            if word in place:
                share = seen[word] / len(texts)
                weight = math.log((POINTS + 1) / (1 + (POINTS - 1) * share)) / top
                weights[place[word]] += STOP_WEIGHT if word in STOP_WORDS else weight
        length = math.sqrt(sum(weight * weight for weight in weights.values()))
        rows.extend([row] * len(weights))
        columns.extend(weights)
        values.extend(weight / length for weight in weights.values())
    return sparse.csr_matrix((values, (rows, columns)), shape=(len(texts), len(words)), dtype=np.float32)


def _corrections(uses: Any, wanted: Any) -> Any:
    """Solve the ridge regression by conjugate gradients, all directions at a time."""
    solved = np.zeros_like(wanted)
    left, step = wanted.copy(), wanted.copy()
    size = (left * left).sum(0)
    for _ in range(STEPS):
        image = uses.T @ (uses @ step) + RIDGE_OF_WORDS * step
        stride = size / ((step * image).sum(0) + 1e-20)
        solved += stride * step
        left -= stride * image
        smaller = (left * left).sum(0)
        step = left + smaller / (size + 1e-20) * step
        size = smaller
    return solved


def write(vectors: dict[str, Any]) -> None:
    """Pack the vectors to four bits a number and write them as a module."""
    words = sorted(vectors)
    table = np.array([vectors[word] for word in words], np.float64)
    reach = np.sqrt((table * table).mean(0)) * CLIP / 7
    small = (np.clip(np.round(table / reach), -8, 7) + 8).astype(np.uint8)
    packed = (small[:, ::2] << 4 | small[:, 1::2]).tobytes()
    scales = np.round(reach / reach.max() * 100).astype(int)
    listed = binascii.b2a_base64(zlib.compress("\n".join(words).encode(), 9), newline=False).decode()
    lines = [
        '"""Vectors of English words: generated by tools/make_word_vectors.py, see NOTICES.md."""\n',
        f"SCALES = {tuple(scales.tolist())}  # fmt: skip",
        '"""What one step of each direction is worth."""\n',
        f'WORDS = b"{listed}"',
        f'VECTORS = b"{binascii.b2a_base64(packed, newline=False).decode()}"',
    ]
    DATA.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{len(words)} words, {DATA.stat().st_size} bytes", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
