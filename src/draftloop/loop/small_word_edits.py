"""Small edits of a sentence that may mend it, and what speaks for each: how common both readings are."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from draftloop.loop.small_word_forms import DOUBLES, INSERTED, one_slip_away, other_forms
from draftloop.loop.small_word_table import EDGE, MASKS, SALTS, Table, is_mark, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

INSERT, DELETE, DOUBLE, FORM, SLIP = range(5)
"""Kinds of edits: a word more, a word less, its usual double, another form of it, a word one slip away."""
NO_WORD = -1
_WW, _WWW, _CCC = MASKS.index("ww"), MASKS.index("www"), MASKS.index("ccc")
_IS_WORD = tuple(tuple(letter == "w" for letter in mask) for mask in MASKS)
_LEAST_GAIN = {INSERT: 4.2, DELETE: 2.0, DOUBLE: 2.7, FORM: 2.0, SLIP: 3.6}
"""How much more common the runs must become for an edit to be looked at thoroughly: 19 of 20 right edits
do."""
_MOST_OF_PAIRS = 2.5
"""What the pairs of words can add to that."""
_ODD_GAP, _ODD_WORD = 2, 1
"""At or below these levels a place is odd enough to look for a missing word, or for another one."""
_MAY_BE_LEFT_OUT = frozenset(("that",))
"""Good English without it: "note you have to"."""
_COMMON_FORM, _COMMON_SLIP, _SLIP_SHARE = 5, 7, 4
"""Least levels of a word that may be meant, and how much rarer than the word at hand a slip may be."""


class Edit(NamedTuple):
    """Tokens `start` to `end` of a line give way to the word `new`, or to nothing."""

    kind: int
    start: int
    end: int
    new: int


class Standing(NamedTuple):
    """Levels of the runs around a place."""

    unheard: int
    """How many of the triples of classes are at level 0."""
    least_triple: int
    mean_triple: float
    mean_pair: float


class Line:
    """A sentence in numbers, with an edge before and after; levels of its runs are kept."""

    __slots__ = ("_rows", "_standing", "_summaries", "classes", "ids", "words")

    def __init__(self, words: Sequence[str]) -> None:
        known = table()
        self.words = ("", *words, "")
        self.ids = [EDGE, *(known.number(word) for word in words), EDGE]
        classes = known.classes
        self.classes = [classes[number] for number in self.ids]
        self._rows: dict[int, list[int]] = {}
        self._standing: dict[tuple[int, int], Standing] = {}
        self._summaries: dict[tuple[int, int], list[tuple[float, float, float]]] = {}

    def row(self, mask: int) -> list[int]:
        """The levels of all runs of a kind, by where they begin."""
        found = self._rows.get(mask)
        if found is None:
            found = self._rows[mask] = _levels(mask, self.ids, self.classes)
        return found

    def old(self, mask: int, edit: Edit) -> list[int]:
        """The levels of the runs that the edit would break up."""
        row = self.row(mask)
        size = len(_IS_WORD[mask])
        end = edit.end if edit.end > edit.start else edit.start
        return row[max(0, edit.start - size + 1) : max(0, end)]

    def standing(self, edit: Edit) -> Standing:
        """How common the runs are that an edit of this place would break up."""
        place = (edit.start, edit.end)
        found = self._standing.get(place)
        if found is None:
            triples = self.old(_CCC, edit)
            pairs = [level for level in self.old(_WW, edit) if level >= 0]
            found = self._standing[place] = Standing(
                unheard=triples.count(0),
                least_triple=min(triples, default=0),
                mean_triple=sum(triples) / max(1, len(triples)),
                mean_pair=sum(pairs) / max(1, len(pairs)),
            )
        return found

    def summaries(self, edit: Edit) -> list[tuple[float, float, float]]:
        """For every mask, the summary of the runs that an edit of this place would break up."""
        place = (edit.start, edit.end)
        found = self._summaries.get(place)
        if found is None:
            masks = range(len(MASKS))
            found = self._summaries[place] = [_summary(self.old(mask, edit)) for mask in masks]
        return found

    def new(self, mask: int, edit: Edit) -> list[int]:
        """The levels of the runs that the edit would make."""
        size = len(_IS_WORD[mask])
        low, high = max(0, edit.start - size + 1), edit.end + size - 1
        middle = [] if edit.new == NO_WORD else [edit.new]
        ids = [*self.ids[low : edit.start], *middle, *self.ids[edit.end : high]]
        classes = table().classes
        between = [classes[number] for number in middle]
        return _levels(mask, ids, [*self.classes[low : edit.start], *between, *self.classes[edit.end : high]])


def _levels(mask: int, ids: Sequence[int], classes: Sequence[int]) -> list[int]:
    """Levels of the runs of a kind; -1 where a word of the run is not known as a word."""
    known = table()
    if mask == _CCC:
        return [known.triple(*classes[at : at + 3]) for at in range(len(ids) - 2)]
    words = len(known.words)
    if mask == _WW:
        return [known.pair(ids[at], ids[at + 1]) for at in range(len(ids) - 1)]
    is_word, salt, level = _IS_WORD[mask], SALTS[mask], known.level
    size = len(is_word)
    if not any(is_word):
        return [level(salt, classes[at : at + size]) for at in range(len(ids) - size + 1)]
    levels: list[int] = []
    for at in range(len(ids) - size + 1):
        parts = [ids[at + n] if is_word[n] else classes[at + n] for n in range(size)]
        has_unknown = any(is_word[n] and parts[n] >= words for n in range(size))
        levels.append(-1 if has_unknown else level(salt, parts))
    return levels


def edits(line: Line) -> Iterator[Edit]:
    """The edits that make the sentence around them more common, at places where it reads oddly."""
    known = table()
    pairs, triples = line.row(_WW), line.row(_CCC)
    for at in range(1, len(line.ids) - 1):
        least = min(triples[max(0, at - 2) : at])  # of those across the gap before the word
        if at > 1 and (pairs[at - 1] == 0 or least <= _ODD_GAP):
            for edit in _insertions(line, at, known):
                if _is_promising(line, edit):
                    yield edit
        least = min(triples[max(0, at - 2) : at + 1])
        if least <= _ODD_WORD or pairs[at - 1] == 0 or pairs[at] == 0:
            for edit in _changes(line, at, known):
                if _is_promising(line, edit):
                    yield edit


def _insertions(line: Line, at: int, known: Table) -> Iterator[Edit]:
    before, after = line.classes[at - 1], line.classes[at]
    fitting = known.after[before] & known.before[after]
    for place, number in _inserted():
        if fitting >> place & 1 and number not in (line.ids[at - 1], line.ids[at]):
            yield Edit(INSERT, at, at, number)


@lru_cache(maxsize=1)
def _inserted() -> tuple[tuple[int, int], ...]:
    return tuple(
        (place, table().number(word)) for place, word in enumerate(INSERTED) if word not in _MAY_BE_LEFT_OUT
    )


def _changes(line: Line, at: int, known: Table) -> Iterator[Edit]:
    word, number, ids = line.words[at], line.ids[at], line.ids
    if not word[0].isalpha() or is_mark(word):
        return
    is_function = known.classes[number] >= 200 and number < len(known.words)
    repeats = number in (ids[at - 1], ids[at + 1], *ids[max(0, at - 2) : at - 1], *ids[at + 2 : at + 3])
    if is_function or repeats or line.classes[at] == line.classes[at + 1]:
        yield Edit(DELETE, at, at + 1, NO_WORD)
    if word in DOUBLES:
        for double in DOUBLES[word]:
            if double in known.ids:
                yield Edit(DOUBLE, at, at + 1, known.ids[double])
        return
    for kind, other in replacements(word):
        yield Edit(kind, at, at + 1, other)


@lru_cache(maxsize=2048)
def replacements(word: str) -> tuple[tuple[int, int], ...]:
    """Kind and number of the words that may be meant by a word that is not a small one."""
    known = table()
    ids, levels = known.ids, known.levels
    own = levels[ids[word]] if word in ids else 0
    forms = [ids[form] for form in other_forms(word) if form in ids and levels[ids[form]] >= _COMMON_FORM]
    slips = sorted(ids[slip] for slip in one_slip_away(word) & ids.keys())
    least = max(_COMMON_SLIP, own - _SLIP_SHARE)
    return (
        *((FORM, number) for number in forms),
        *((SLIP, number) for number in slips if levels[number] >= least and number not in forms),
    )


def _is_promising(line: Line, edit: Edit) -> bool:
    """A cheap look before the thorough one."""
    triples = _new_triples(line, edit)
    if not triples:
        return False
    old = line.standing(edit)
    zeros = triples.count(0)
    if zeros > old.unheard and not _is_known_run(line, edit):
        return False
    gain = 0.9 * (sum(triples) / len(triples) - old.mean_triple) + 0.25 * old.least_triple
    if gain + _MOST_OF_PAIRS < _LEAST_GAIN[edit.kind]:
        return False
    pairs = _new_pairs(line, edit)
    if pairs:
        gain += 0.2 * (sum(pairs) / len(pairs) - old.mean_pair) + 0.15 * min(pairs)
    return gain >= _LEAST_GAIN[edit.kind]


def _new_triples(line: Line, edit: Edit) -> list[int]:
    """Levels of the class triples an edit would make; none when the one around the new word is unheard of."""
    known = table()
    triple, classes = known.triple, line.classes
    start, end = edit.start, edit.end
    before, after = classes[start - 1], classes[end]
    if edit.new == NO_WORD:
        levels = []
        if start > 1:
            levels.append(triple(classes[start - 2], before, after))
        if end + 1 < len(classes):
            levels.append(triple(before, after, classes[end + 1]))
        return levels
    new = known.classes[edit.new]
    levels = [triple(before, new, after)]
    if not levels[0]:
        return []
    if start > 1:
        levels.append(triple(classes[start - 2], before, new))
    if end + 1 < len(classes):
        levels.append(triple(new, after, classes[end + 1]))
    return levels


def _new_pairs(line: Line, edit: Edit) -> list[int]:
    """Levels of the pairs of known words an edit would make."""
    pair, ids = table().pair, line.ids
    before, after = ids[edit.start - 1], ids[edit.end]
    if edit.new == NO_WORD:
        pairs = [pair(before, after)]
    else:
        pairs = [pair(before, edit.new), pair(edit.new, after)]
    return [level for level in pairs if level >= 0]


def _is_known_run(line: Line, edit: Edit) -> bool:
    """Whether the words alone are common with the edit and unheard of without."""
    return max(line.new(_WWW, edit), default=0) >= 3 and max(line.old(_WWW, edit), default=0) <= 0


FEATURES = 1 + 5 * len(MASKS) + 4 + 4 + 3 + 5
"""How many numbers speak for or against an edit."""


def features(line: Line, edit: Edit) -> list[float]:
    """What speaks for and against an edit, in numbers; the order is part of the model."""
    known = table()
    found: list[float] = [edit.kind]
    for mask, old in enumerate(line.summaries(edit)):
        new = _summary(line.new(mask, edit))
        found += (old[0], old[1], new[0], new[1], new[2] - old[2])
    replaced = line.ids[edit.start] if edit.end > edit.start else NO_WORD
    for number in (replaced, edit.new):
        is_known = 0 <= number < len(known.words)
        found.append(known.levels[number] if is_known else -1)
        found.append(known.classes[number] if is_known else -1)
    last = len(line.ids) - 1
    for place in (edit.start - 2, edit.start - 1, edit.end, edit.end + 1):
        found.append(_sort_of_word(line, place) if 0 < place < last else 0)
    found += (edit.start - 1, last - edit.end)
    found.append(len(line.words[edit.start]) if replaced != NO_WORD else 0)
    found += _clause(line, edit)
    return found


_FINITE_TEXT = """
    is are was were am has have had do does did can could will would shall should may might must isn't aren't
    doesn't don't didn't can't won't it's that's there's you're we're they're i'm he's she's let's
    """
_FINITE = frozenset(_FINITE_TEXT.split())
_ASKING_TEXT = "what which who whom whose that how where why when"
_ASKING = frozenset(_ASKING_TEXT.split())
_BREAKS = frozenset(',;:—.()!?"')


def _clause(line: Line, edit: Edit) -> tuple[int, int, int, int, int]:
    """What of a verb and of a question stands around the place, up to the next comma on both sides."""
    words, last = line.words, len(line.words) - 1
    verbs_before = verbs_after = asking = 0
    for place in range(edit.start - 1, 0, -1):
        if words[place] in _BREAKS:
            break
        verbs_before += words[place] in _FINITE
        asking += words[place] in _ASKING
    for place in range(edit.end, last):
        if words[place] in _BREAKS:
            break
        verbs_after += words[place] in _FINITE
    begins = 1 if words[1] in _ASKING else 2 if words[1] in _FINITE else 0
    ends = 1 if words[last - 1] == "?" else 2 if words[last - 1] in (".", "!", ":") else 0
    return (verbs_before, verbs_after, asking, begins, ends)


def _summary(levels: Sequence[int]) -> tuple[float, float, float]:
    known = [level for level in levels if level >= 0]
    if not known:
        return (-1, -1, -1)
    return (min(known), max(known), sum(known) / len(known))


def _sort_of_word(line: Line, place: int) -> int:
    word = line.words[place]
    if is_mark(word):
        return 1
    if line.ids[place] >= len(table().words):
        return 2
    return 4 if word[0].isalpha() else 3
