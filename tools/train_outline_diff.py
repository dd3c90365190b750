"""Train the weights of the outline diff and write them as a module.

    python tools/train_outline_diff.py ENGINE [--model FOLDER] [--figures] [--predictions FILE] [--write]

ENGINE is `words` or `meaning`; `meaning` needs the folder of the sentence model (model.onnx and
tokenizer.json). Reads the labelled pairs in tests/data/outlines. `--figures` judges every pair by weights
that saw no pair of its writer, `--predictions` writes those left-out predictions as a scorer wants them.
`--write` trains on all pairs and replaces the engine's table in src/draftloop/loop/outline_weights.py. Needs
numpy, which the package itself does not use. The same pairs give the same weights.
"""

from __future__ import annotations

import argparse
import importlib
import json
import random
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from draftloop.loop import outline_weights
from draftloop.loop.outline import Outline, parse_outline
from draftloop.loop.outline_chance import HOPELESS, first_look, near_likely
from draftloop.loop.outline_context import CONTEXT_NAMES, Context
from draftloop.loop.outline_diff import diff_outlines
from draftloop.loop.outline_engines import MEANING, WORDS, Engine
from draftloop.loop.outline_features import TextFeatures, feature_names
from draftloop.loop.outline_links import OutlineDiff
from draftloop.loop.outline_meaning import Likeness
from draftloop.loop.outline_senses import Senses
from draftloop.loop.outline_tree import Tree, lay_out
from draftloop.loop.outline_vectors import Vectors
from draftloop.loop.outline_words import read_words

ROOT = Path(__file__).parents[1]
PAIRS = ROOT / "tests" / "data" / "outlines"
TARGET = ROOT / "src" / "draftloop" / "loop" / "outline_weights.py"
ENGINES = {"words": WORDS, "meaning": MEANING}
ROUNDS = 3
FOLDS = 6
RIDGE = 2.0
COPIES = 2
"""Rearranged copies of each pair beside it: real rewrites move more than the labelled ones show."""
MOVED_SHARE, THINNED_SHARE = 0.2, 0.1
EXCERPTS = 3
"""Single sections of each pair beside it, half emptied: in a short outline the same place means little."""
COPY_STRANGERS, EXCERPT_STRANGERS = 0.05, 0.15
"""Leaves of the new side that are exchanged for something unrelated."""
EMPTIED_SHARE, FLAT_SHARE = 0.4, 0.5
"""Leaves that go, and excerpts that lose their headings: some people write flat lists."""
QUESTIONS = 4
"""Asked about a pair at most, when figures are taken."""

np: Any = importlib.import_module("numpy")
Nodes = list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A labelled pair, ready for fitting."""

    name: str
    writer: str
    old: Tree
    new: Tree
    pairs: list[tuple[int, int]]
    text: Any
    """One row of text features a pair."""
    labels: Any


class Model:
    """The sentence model in this process; `None` stands for the words engine."""

    def __init__(self, folder: Path) -> None:
        reader = importlib.import_module("draftloop.adapters.meaning.reader")
        self._likeness = importlib.import_module("draftloop.adapters.meaning.likeness").likeness
        shelf = Path(tempfile.gettempdir()) / "draftloop-training-meaning.db"
        self._reader = reader.Reader(str(folder), str(shelf))

    def __call__(self, old: Outline, new: Outline) -> Likeness:
        values = self._likeness(self._reader, in_place(old), in_place(new))
        return Likeness.from_bytes(len(new.points), values.tobytes())


def in_place(outline: Outline) -> list[tuple[str, str]]:
    """Texts, each with its parent's."""
    points = outline.points
    return [(p.text, "" if p.parent is None else points[p.parent].text) for p in points]


def render(nodes: Nodes) -> str:
    """The points of one side as a nested list."""
    depth: dict[str | None, int] = {None: -1}
    lines = []
    for node in nodes:
        depth[node["id"]] = depth[node["parent"]] + 1
        lines.append("  " * depth[node["id"]] + "- " + node["text"])
    return "\n".join(lines)


def read_pairs() -> list[dict[str, Any]]:
    pairs = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(PAIRS.glob("*.json"))]
    return [{"writer": "first", **pair} for pair in pairs]


def outlines_of(pair: dict[str, Any]) -> tuple[Outline, Outline]:
    return parse_outline(render(pair["old"])), parse_outline(render(pair["new"]))


def prepare(pair: dict[str, Any], model: Model | None) -> Example:
    """Candidates, features and labels of a pair."""
    old, new = outlines_of(pair)
    vectors = Vectors([read_words(p.text) for p in old.points], [read_words(p.text) for p in new.points])
    trees = lay_out(old), lay_out(new)
    likeness = model(old, new) if model else None
    senses = Senses(*trees, vectors.old, vectors.new)
    pairs = sorted(first_look(*trees, vectors, senses, likeness=likeness))
    features_of = TextFeatures(*trees, vectors, senses, pairs, likeness)
    gold = gold_links(pair)
    # Children and neighbors of true links come in later, so their features are learned from as well.
    pairs = sorted({*pairs, *near_likely(dict.fromkeys(gold, 1.0), *trees)})
    return Example(
        name=pair["id"],
        writer=pair["writer"],
        old=trees[0],
        new=trees[1],
        pairs=pairs,
        text=np.array([features_of(i, j) for i, j in pairs]),
        labels=np.array([float(one in gold) for one in pairs]),
    )


def gold_links(pair: dict[str, Any]) -> set[tuple[int, int]]:
    index = {node["id"]: n for side in ("old", "new") for n, node in enumerate(pair[side])}
    return {(index[link["old"]], index[link["new"]]) for link in pair["links"]}


def thinned(pair: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The pair without some leaves on both sides: more dropped and added points."""
    result = dict(pair)
    gone: dict[str, set[str]] = {}
    for side in ("old", "new"):
        parents = {node["parent"] for node in pair[side]}
        leaves = [node["id"] for node in pair[side] if node["id"] not in parents]
        gone[side] = set(chance.sample(leaves, int(THINNED_SHARE * len(leaves))))
        result[side] = [node for node in pair[side] if node["id"] not in gone[side]]
    result["links"] = [
        link for link in pair["links"] if link["old"] not in gone["old"] and link["new"] not in gone["new"]
    ]
    return result


def rearranged(pair: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The pair with some subtrees of the new side hung elsewhere, and its sections sometimes shuffled."""
    by_id = {node["id"]: node for node in pair["new"]}
    parent = {node["id"]: node["parent"] for node in pair["new"]}
    children: dict[str | None, list[str]] = {None: []}
    for node in pair["new"]:
        children.setdefault(node["parent"], []).append(node["id"])

    def below(top: str) -> list[str]:
        return [top, *(one for child in children.get(top, []) for one in below(child))]

    for _ in range(max(1, round(MOVED_SHARE * len(by_id)))):
        moved = chance.choice(list(by_id))
        inside = set(below(moved))
        places = [None, *(node for node in by_id if children.get(node))]
        places = [place for place in places if place not in inside and place != parent[moved]]
        if not places or len(inside) > len(by_id) / 2:
            continue
        children[parent[moved]].remove(moved)
        parent[moved] = chance.choice(places)
        family = children.setdefault(parent[moved], [])
        family.insert(chance.randrange(len(family) + 1), moved)
    if chance.random() < 0.4:
        chance.shuffle(children[None])
    order = [one for top in children[None] for one in below(top)]
    return {**pair, "new": [{**by_id[one], "parent": parent[one]} for one in order]}


def excerpt(pair: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """One section of the new side without some of its leaves, and the old points that could be in it."""
    parent = {node["id"]: node["parent"] for side in ("old", "new") for node in pair[side]}

    def top(node: str) -> str:
        above = parent[node]
        return node if above is None else top(above)

    section = chance.choice([node["id"] for node in pair["new"] if node["parent"] is None])
    whole = {node["id"] for node in pair["new"] if top(node["id"]) == section}
    parents = {node["parent"] for node in pair["new"]}
    kept = {node for node in sorted(whole) if node in parents or chance.random() > EMPTIED_SHARE}
    linked = {link["old"] for link in pair["links"] if link["new"] in whole}
    near = {top(old) for old in linked}
    kept |= linked | {old for old in pair["dropped"] if top(old) in near}
    if chance.random() < FLAT_SHARE:
        kept = {node for node in kept if parent[node] is not None}

    def hung(side: str) -> Nodes:
        nodes = []
        for node in pair[side]:
            if node["id"] in kept:
                above = node["parent"]
                while above is not None and above not in kept:
                    above = parent[above]
                nodes.append({**node, "parent": above})
        return nodes

    links = [link for link in pair["links"] if link["old"] in kept and link["new"] in kept]
    return {**pair, "old": hung("old"), "new": hung("new"), "links": links}


def replaced(
    pair: dict[str, Any], share: float, strangers: list[str], chance: random.Random
) -> dict[str, Any]:
    """The pair with some leaves of the new side about something else: the same place is no proof."""
    parents = {node["parent"] for node in pair["new"]}
    gone = {node["id"] for node in pair["new"] if node["id"] not in parents and chance.random() < share}
    new = [{**node, "text": chance.choice(strangers)} if node["id"] in gone else node for node in pair["new"]]
    return {**pair, "new": new, "links": [link for link in pair["links"] if link["new"] not in gone]}


def fit(rows: Any, labels: Any, start: Any = None) -> Any:
    """Logistic regression with a ridge, by Newton's method."""
    weights = np.zeros(rows.shape[1]) if start is None else start.copy()
    ridge = np.full(rows.shape[1], RIDGE)
    ridge[0] = 1e-3
    for _ in range(20):
        p = sigmoid(rows @ weights)
        slope = rows.T @ (p - labels) + ridge * weights
        curve = (rows.T * (p * (1 - p) + 1e-9)) @ rows + np.diag(ridge)
        step = np.linalg.solve(curve, slope)
        weights -= step
        if np.abs(step).max() < 1e-7:
            break
    return weights


def sigmoid(values: Any) -> Any:
    return 1 / (1 + np.exp(-np.clip(values, -30, 30)))


class Progress:
    """An example between two rounds: pairs that became hopeless are out, as they are in the engine."""

    def __init__(self, example: Example) -> None:
        self.example = example
        self.pairs, self.text, self.labels = example.pairs, example.text, example.labels
        self.rows = example.text

    def advance(self, chance: Any, *, is_first: bool) -> None:
        if is_first:
            kept = chance >= HOPELESS
            self.pairs = [pair for pair, is_kept in zip(self.pairs, kept, strict=True) if is_kept]
            self.text, self.labels, chance = self.text[kept], self.labels[kept], chance[kept]
        example = self.example
        context = Context(example.old, example.new, dict(zip(self.pairs, chance.tolist(), strict=True)))
        seen = np.array([context.features(i, j) for i, j in self.pairs]).reshape(-1, len(CONTEXT_NAMES))
        self.rows = np.hstack([self.text, seen])


def train(examples: list[Example]) -> tuple[tuple[float, ...], ...]:
    """The weights of all rounds. Each learns from probabilities by weights that never saw the pair."""
    rounds = []
    progress = [Progress(example) for example in examples]
    names = sorted({example.name for example in examples})
    fold = {name: number % FOLDS for number, name in enumerate(names)}
    for number in range(ROUNDS):
        weights = fit(np.vstack([p.rows for p in progress]), np.concatenate([p.labels for p in progress]))
        rounds.append(tuple(weights.tolist()))
        if number == ROUNDS - 1:
            break
        chances: dict[int, Any] = {}
        for held in range(FOLDS):
            seen = [p for p in progress if fold[p.example.name] != held]
            without = fit(
                np.vstack([p.rows for p in seen]), np.concatenate([p.labels for p in seen]), weights
            )
            for k, p in enumerate(progress):
                if fold[p.example.name] == held:
                    chances[k] = sigmoid(p.rows @ without)
        for k, p in enumerate(progress):
            p.advance(chances[k], is_first=number == 0)
    return tuple(rounds)


def enlarged(pairs: list[dict[str, Any]], model: Model | None) -> list[Example]:
    copies = [
        rearranged(thinned(pair, random.Random(200 + number)), random.Random(100 + number))
        for number in range(COPIES)
        for pair in pairs
    ]
    excerpts = [excerpt(pair, random.Random(300 + number)) for number in range(EXCERPTS) for pair in pairs]
    strangers = [node["text"] for pair in pairs for node in pair["new"]]
    chance = random.Random(400)
    copies = [replaced(pair, COPY_STRANGERS, strangers, chance) for pair in copies]
    excerpts = [replaced(pair, EXCERPT_STRANGERS, strangers, chance) for pair in excerpts]
    return [prepare(pair, model) for pair in (*pairs, *copies, *excerpts) if pair["old"] and pair["new"]]


def left_out(
    pairs: list[dict[str, Any]], engine: Engine, model: Model | None
) -> list[tuple[dict[str, Any], OutlineDiff]]:
    """Every pair with its diff by weights that saw no pair of its writer."""
    examples = enlarged(pairs, model)
    found = []
    for writer in sorted({pair["writer"] for pair in pairs}):
        weights = train([example for example in examples if example.writer != writer])
        own = replace(engine, weights=weights)
        for pair in pairs:
            if pair["writer"] == writer:
                old, new = outlines_of(pair)
                likeness = model(old, new) if model else None
                found.append((pair, diff_outlines(old, new, likeness=likeness, engine=own)))
    return found


@dataclass
class Counts:
    """Sums over pairs, for the figures."""

    links_right: int = 0
    links_found: int = 0
    links: int = 0
    dropped_right: int = 0
    dropped_found: int = 0
    dropped: int = 0
    asked: int = 0
    silent: int = 0
    pairs: int = 0

    def add(self, pair: dict[str, Any], diff: OutlineDiff) -> None:
        gold = gold_links(pair)
        links = {(link.old, link.new) for link in diff.links}
        truly = set(range(len(pair["old"]))) - {old for old, _ in gold}
        asked = diff.doubtful[:QUESTIONS]
        self.links_right += len(gold & links)
        self.links_found += len(links)
        self.links += len(gold)
        self.dropped_right += len(truly & set(diff.dropped))
        self.dropped_found += len(diff.dropped)
        self.dropped += len(truly)
        self.asked += len(asked)
        self.silent += len(truly - set(diff.dropped) - {link.old for link in asked})
        self.pairs += 1

    def __str__(self) -> str:
        return (
            f"links {f1(self.links_right, self.links_found, self.links):.3f}  "
            f"dropped {f1(self.dropped_right, self.dropped_found, self.dropped):.3f} "
            f"(P {self.dropped_right / max(1, self.dropped_found):.2f} "
            f"R {self.dropped_right / max(1, self.dropped):.2f})  "
            f"{self.asked / self.pairs:.1f} questions leave {self.silent} of {self.dropped} silent"
        )


def f1(right: int, found: int, wanted: int) -> float:
    return 2 * right / (found + wanted) if found + wanted else 1.0


def print_figures(found: list[tuple[dict[str, Any], OutlineDiff]]) -> None:
    writers: dict[str, Counts] = {}
    total = Counts()
    for pair, diff in found:
        for counts in (total, writers.setdefault(pair["writer"], Counts())):
            counts.add(pair, diff)
    for writer, counts in sorted(writers.items()):
        print(f"  {writer:12} {counts}")
    print(f"  {'all':12} {total}")


def as_predictions(found: list[tuple[dict[str, Any], OutlineDiff]]) -> list[dict[str, Any]]:
    return [
        {
            "id": pair["id"],
            "links": [
                [pair["old"][link.old]["id"], pair["new"][link.new]["id"], link.kind.value]
                for link in diff.links
            ],
        }
        for pair, diff in found
    ]


def write_module(engine: Engine, weights: tuple[tuple[float, ...], ...]) -> None:
    tables: dict[str, tuple[tuple[float, ...], ...]] = {
        "words": outline_weights.WORDS_WEIGHTS,
        "meaning": outline_weights.MEANING_WEIGHTS,
    }
    tables[engine.name] = weights
    lines = [
        '"""Weights of the outline diff, written by `tools/train_outline_diff.py`; do not edit by hand."""',
    ]
    for name, rounds in tables.items():
        text = feature_names(with_meaning=name == "meaning")
        lines += ["", f"{name.upper()}_WEIGHTS = ("]
        for row in rounds:
            columns = text if len(row) == len(text) else text + CONTEXT_NAMES
            lines.append("    (")
            lines.extend(
                f"        {value:.4f},  # {column}" for value, column in zip(row, columns, strict=False)
            )
            lines.append("    ),")
        lines.append(")")
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"wrote {TARGET.relative_to(ROOT)}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("engine", choices=sorted(ENGINES))
    parser.add_argument("--model", type=Path, help="the folder of the sentence model")
    parser.add_argument("--figures", action="store_true", help="print leave-one-writer-out figures")
    parser.add_argument("--write", action="store_true", help="write the weights trained on all pairs")
    parser.add_argument("--predictions", type=Path, help="write the left-out predictions to this file")
    options = parser.parse_args()
    if (options.engine == "meaning") != (options.model is not None):
        parser.error("meaning needs --model, words has none")
    model = Model(options.model) if options.model else None
    pairs, engine = read_pairs(), ENGINES[options.engine]
    if options.figures or options.predictions:
        found = left_out(pairs, engine, model)
        print_figures(found)
        if options.predictions:
            options.predictions.write_text(json.dumps(as_predictions(found)), encoding="utf-8")
    if options.write:
        write_module(engine, train(enlarged(pairs, model)))


if __name__ == "__main__":
    main()
