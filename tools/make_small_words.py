"""Make the counts and weights that find slips in small words.

    python tools/make_small_words.py read REPOSITORIES TEXTS [--leave-out FILE]
    python tools/make_small_words.py count TEXTS [--held FILE]
    python tools/make_small_words.py train TEXTS --held FILE [--natural FOLDER ...] [--slips FILE]

REPOSITORIES is a folder of git repositories of documentation and blogs, TEXTS a folder for their
sentences. The
repositories named in --leave-out (one a line) are not read: they are what figures are taken on. Those in
--held are
not counted but trained on: a sentence that was counted itself would look usual in every word. --slips is a
JSON list of
[sentence, token]: real slips in that prose, found by reading the loudest alarms. Needs numpy and
scikit-learn,
which the package itself does not use.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from pathlib import Path

from tools.small_words import count, pack, read, train

DATA = Path(__file__).parents[1] / "src" / "draftloop" / "loop" / "data"
SENTENCES = 40_000


def main() -> int:
    """Run a step."""
    options = parse_options()
    texts: Path = options.texts
    if options.step == "read":
        left_out = named_in(options.leave_out)
        texts.mkdir(parents=True, exist_ok=True)
        for folder in sorted(options.repositories.iterdir()):
            if folder.name not in left_out:
                lines = read.read_repository(folder)
                (texts / f"{folder.name}.txt").write_text("\n".join(lines), encoding="utf-8")
        return 0
    held = named_in(options.held)
    if options.step == "count":
        counted = [text for text in sorted(texts.glob("*.txt")) if text.stem not in held]
        pack.write(count.count(counted), DATA / "small_words.py")
        return 0
    sentences: list[str] = []
    for text in sorted(texts.glob("*.txt")):
        if text.stem in held:
            sentences += text.read_text(encoding="utf-8").split("\n")
    random.Random(1).shuffle(sentences)
    slips = (
        {(str(row[0]), int(row[1])) for row in json.loads(options.slips.read_text())}
        if options.slips
        else set()
    )
    train.write(train.train(sentences[:SENTENCES], options.natural, slips), DATA / "small_word_trees.py")
    return 0


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    steps = parser.add_subparsers(dest="step", required=True)
    reading = steps.add_parser("read")
    reading.add_argument("repositories", type=Path)
    reading.add_argument("texts", type=Path)
    reading.add_argument("--leave-out", type=Path)
    counting = steps.add_parser("count")
    training = steps.add_parser("train")
    for step in (counting, training):
        step.add_argument("texts", type=Path)
        step.add_argument("--held", type=Path)
    training.add_argument("--natural", type=Path, nargs="*", default=[])
    training.add_argument("--slips", type=Path)
    return parser.parse_args()


def named_in(file: Path | None) -> frozenset[str]:
    return frozenset(file.read_text(encoding="utf-8").split()) if file else frozenset()


if __name__ == "__main__":
    sys.exit(main())
