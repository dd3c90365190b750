"""How a pair stands among its rivals: the other pairs of the same old and of the same new point.

What is alike is relative. In an outline about caches every second pair shares "cache"; the pair that shares
more than all its rivals is the one to believe. (Sentence aligners call it margin: Artetxe and Schwenk 2019.)
"""

from __future__ import annotations

import math
from collections import defaultdict
from operator import mul
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Pair = tuple[int, int]
    _Line = tuple[float, float, float, float]
    """Mean, standard deviation, the least of the best four, and their sum."""

_RIVALS = 3
_LEAST_SPREAD = 1e-3
_LEAST_MANY = 12
"""Values that a mean is taken of, at least."""


class Standing:
    """For some figures of all pairs: how far each stands out, and how far it leads its best rivals.

    Both are taken in the row and in the column of a pair: the same with old and new exchanged.
    """

    def __init__(self, figures: Mapping[Pair, Sequence[float]], columns: Sequence[int]) -> None:
        self._columns = columns
        rows: dict[int, list[Sequence[float]]] = defaultdict(list)
        cols: dict[int, list[Sequence[float]]] = defaultdict(list)
        for (i, j), values in figures.items():
            rows[i].append(values)
            cols[j].append(values)
        self._rows = {i: self._lines(lines) for i, lines in rows.items()}
        self._cols = {j: self._lines(lines) for j, lines in cols.items()}

    def _lines(self, lines: Sequence[Sequence[float]]) -> list[_Line]:
        return [_summary([values[column] for values in lines]) for column in self._columns]

    def __call__(self, i: int, j: int, values: Sequence[float]) -> list[float]:
        """For each column: standing out (in standard deviations), then leading (in the figure's own unit)."""
        rows, cols = self._rows.get(i), self._cols.get(j)
        if rows is None or cols is None:
            return [0.0] * (2 * len(self._columns))
        result: list[float] = []
        for column, row, col in zip(self._columns, rows, cols, strict=True):
            value = values[column]
            result.append(((value - row[0]) / row[1] + (value - col[0]) / col[1]) / 2)
            result.append(min(_lead(value, row), _lead(value, col)))
        return result


def _lead(value: float, line: _Line) -> float:
    """Before the mean of its best three rivals."""
    _, _, least, best = line
    return value - (best - max(value, least)) / _RIVALS


def _summary(values: list[float]) -> _Line:
    # In a short outline a pair has few rivals; standing out among them says nothing. Strangers fill them up.
    values += [0.0] * (_LEAST_MANY - len(values))
    # Sorted first: the sums must not hang on the order in which pairs were found.
    values.sort()
    count = len(values)
    mean = sum(values) / count
    spread = math.sqrt(max(0.0, sum(map(mul, values, values)) / count - mean * mean)) + _LEAST_SPREAD
    best = values[-_RIVALS - 1 :]
    return mean, spread, best[0], sum(best)
