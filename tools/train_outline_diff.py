"""Train the weights of the outline diff and write them as a module.

    python tools/train_outline_diff.py [--figures] [--write]

Reads the labelled pairs in tests/data/outlines. `--figures` prints leave-one-series-out figures: every pair
is judged by weights that saw neither it nor another pair of its series. `--write` trains on all pairs and
replaces src/draftloop/loop/outline_weights.py. Needs numpy, which the package itself does not use. The same
pairs give the same weights.
"""

from __future__ import annotations

import argparse
import importlib
import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from draftloop.loop.outline import Outline, parse_outline
from draftloop.loop.outline_candidates import candidates
from draftloop.loop.outline_diff import diff_outlines
from draftloop.loop.outline_features import CONTEXT_NAMES, TEXT_NAMES, Context, TextFeatures
from draftloop.loop.outline_tree import Tree, lay_out
from draftloop.loop.outline_vectors import Vectors
from draftloop.loop.outline_words import read_words

ROOT = Path(__file__).parents[1]
PAIRS = ROOT / "tests" / "data" / "outlines"
TARGET = ROOT / "src" / "draftloop" / "loop" / "outline_weights.py"
ROUNDS = 3
RIDGE = 5.0
"""Strong, for ten pairs are few: other writers write otherwise."""
COPIES = 4
"""Rearranged copies of each pair beside it: rewrites move more than ten pairs by one hand show."""
MOVED_SHARE, THINNED_SHARE = 0.2, 0.1

np: Any = importlib.import_module("numpy")
Nodes = list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A labelled pair, ready for fitting."""

    name: str
    series: str
    old: Tree
    new: Tree
    pairs: list[tuple[int, int]]
    text: Any
    """One row of text features a pair."""
    labels: Any


def render(nodes: Nodes) -> str:
    """The points of one side as a nested list."""
    depth: dict[str | None, int] = {None: -1}
    lines = []
    for node in nodes:
        depth[node["id"]] = depth[node["parent"]] + 1
        lines.append("  " * depth[node["id"]] + "- " + node["text"])
    return "\n".join(lines)


def read_pairs() -> list[dict[str, Any]]:
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(PAIRS.glob("*.json"))]


def outlines_of(pair: dict[str, Any]) -> tuple[Outline, Outline]:
    return parse_outline(render(pair["old"])), parse_outline(render(pair["new"]))


def prepare(pair: dict[str, Any]) -> Example:
    """Candidates, features and labels of a pair."""
    old, new = outlines_of(pair)
    vectors = Vectors([read_words(p.text) for p in old.points], [read_words(p.text) for p in new.points])
    trees = lay_out(old), lay_out(new)
    features_of = TextFeatures(*trees, vectors)
    index_old = {node["id"]: index for index, node in enumerate(pair["old"])}
    index_new = {node["id"]: index for index, node in enumerate(pair["new"])}
    gold = {(index_old[link["old"]], index_new[link["new"]]) for link in pair["links"]}
    pairs = sorted(candidates(*trees, vectors))
    return Example(
        name=pair["id"],
        series=pair.get("series") or pair["id"],
        old=trees[0],
        new=trees[1],
        pairs=pairs,
        text=np.array([features_of(i, j) for i, j in pairs]),
        labels=np.array([float(pair in gold) for pair in pairs]),
    )


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


def fit(rows: Any, labels: Any) -> Any:
    """Logistic regression with a ridge, by Newton's method."""
    weights = np.zeros(rows.shape[1])
    ridge = np.full(rows.shape[1], RIDGE)
    ridge[0] = 1e-3
    for _ in range(15):
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


def with_context(example: Example, chance: Any) -> Any:
    context = Context(example.old, example.new, dict(zip(example.pairs, chance.tolist(), strict=True)))
    return np.hstack([example.text, np.array([context.features(i, j) for i, j in example.pairs])])


def train(examples: list[Example]) -> list[list[float]]:
    """The weights of all rounds. Each learns from probabilities by weights that never saw the series."""
    rounds = []
    rows = [example.text for example in examples]
    for number in range(ROUNDS):
        labels = [example.labels for example in examples]
        rounds.append(fit(np.vstack(rows), np.concatenate(labels)).tolist())
        if number == ROUNDS - 1:
            break
        following = list(rows)
        for series in sorted({example.series for example in examples}):
            seen = [k for k, example in enumerate(examples) if example.series != series]
            weights = fit(np.vstack([rows[k] for k in seen]), np.concatenate([labels[k] for k in seen]))
            for k, example in enumerate(examples):
                if example.series == series:
                    following[k] = with_context(example, sigmoid(rows[k] @ weights))
        rows = following
    return rounds


def enlarged(pairs: list[dict[str, Any]]) -> list[Example]:
    copies = [
        rearranged(thinned(pair, random.Random(200 + number)), random.Random(100 + number))
        for number in range(COPIES)
        for pair in pairs
    ]
    return [prepare(pair) for pair in (*pairs, *copies)]


def f1(right: int, found: int, gold: int) -> float:
    return 2 * right / (found + gold) if found + gold else 1.0


def predictions(pairs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each pair compared with weights that saw no pair of its series, in the form of the labels."""
    examples = enlarged(pairs)
    found = []
    for series in sorted({example.series for example in examples}):
        weights = train([example for example in examples if example.series != series])
        for pair in pairs:
            if (pair.get("series") or pair["id"]) != series:
                continue
            diff = diff_outlines(*outlines_of(pair), weights=weights)
            links = [
                [pair["old"][link.old]["id"], pair["new"][link.new]["id"], link.kind.value, link.score]
                for link in diff.links
            ]
            found.append({"id": pair["id"], "links": links})
    return found


def print_figures(pairs: list[dict[str, Any]], found: list[dict[str, Any]]) -> None:
    by_id = {pair["id"]: pair for pair in pairs}
    counts = [0] * 6
    asked = silent = 0
    for prediction in found:
        pair = by_id[prediction["id"]]
        gold = {(link["old"], link["new"]) for link in pair["links"]}
        links = {(link[0], link[1]) for link in prediction["links"]}
        dropped = {node["id"] for node in pair["old"]} - {old for old, _ in links}
        truly = set(pair["dropped"])
        for place, number in enumerate(
            (len(gold & links), len(links), len(gold), len(truly & dropped), len(dropped), len(truly))
        ):
            counts[place] += number
        doubtful = {link[0] for link in prediction["links"] if link[3] < 0.8}
        asked += sum(link[3] < 0.8 for link in prediction["links"])
        silent += len(truly - dropped - doubtful)
        print(f"  {pair['id']:28} links {f1(len(gold & links), len(links), len(gold)):.3f}")
    print(f"links F1 {f1(*counts[:3]):.3f}, dropped F1 {f1(*counts[3:]):.3f} over {len(found)} pairs")
    print(f"questions a pair {asked / len(found):.1f}, dropped points lost silently {silent} of {counts[5]}")


def write_module(weights: list[list[float]]) -> None:
    lines = [
        '"""Weights of the outline diff, written by `tools/train_outline_diff.py`; do not edit by hand."""',
        "",
        "WEIGHTS = (",
    ]
    names = (TEXT_NAMES, TEXT_NAMES + CONTEXT_NAMES, TEXT_NAMES + CONTEXT_NAMES)
    for row, columns in zip(weights, names, strict=True):
        lines.append("    (")
        lines.extend(f"        {value:.4f},  # {name}" for value, name in zip(row, columns, strict=True))
        lines.append("    ),")
    lines.append(")")
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"wrote {TARGET.relative_to(ROOT)}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--figures", action="store_true", help="print leave-one-series-out figures")
    parser.add_argument("--write", action="store_true", help="write the weights trained on all pairs")
    parser.add_argument("--predictions", type=Path, help="write the left-out predictions to this file")
    options = parser.parse_args()
    pairs = read_pairs()
    if options.figures or options.predictions:
        found = predictions(pairs)
        print_figures(pairs, found)
        if options.predictions:
            options.predictions.write_text(json.dumps(found), encoding="utf-8")
    if options.write:
        write_module(train(enlarged(pairs)))


if __name__ == "__main__":
    main()
