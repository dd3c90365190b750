"""Edits that make a sentence more usual and yet mend nothing: both readings are good English.

The counts see five words at most. What they cannot see was found by reading alarms in published posts: a
question
turns subject and verb round, a subjunctive has no "to", a clause may end in its preposition.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftloop.loop.small_word_edits import DELETE, DOUBLE, FORM, INSERT, Edit, Line
from draftloop.loop.small_word_table import CONTENT_CLASSES, table
from draftloop.loop.small_word_tokens import MARKS

if TYPE_CHECKING:
    from collections.abc import Callable

_FINITE_TEXT = """
    is are was were am has have had do does did can could will would shall should may might must be been
    isn't aren't doesn't don't didn't can't won't
    """
_FINITE = frozenset(_FINITE_TEXT.split())
_HAVE = frozenset(("have", "has", "had"))
"""A clause may end in them: "the idea I had is this"."""
_BE_TEXT = "is are was were"
_BE = frozenset(_BE_TEXT.split())
_ARTICLES_TEXT = "a an the this that these those my your our their its"
_ARTICLES = frozenset(_ARTICLES_TEXT.split())
_PREPOSITIONS_TEXT = "to of in on at by for with from as"
_PREPOSITIONS = frozenset(_PREPOSITIONS_TEXT.split())
_REMOVABLE = frozenset(("a", "an", "the", *_PREPOSITIONS, *_BE, "be", "has", "have", "and"))
"""Words that are worth taking out; of all others only a second one close by."""
_RARELY_MISSING_TEXT = "not i and or so if was there do from will"
_RARELY_MISSING = frozenset(_RARELY_MISSING_TEXT.split())
"""Without them a sentence says something else, or the same."""
_BEFORE_TO_BE_TEXT = """
    need needs needed needing have has had having going want wants wanted able likely unlikely used supposed
    expected ought seem seems seemed tend tends appear appears allowed required meant intended continue
    continues
    order only
    """
_BEFORE_TO_BE = frozenset(_BEFORE_TO_BE_TEXT.split())
_TIMES_AND_SENSES = frozenset(
    (
        ("has", "had"),
        ("have", "had"),
        ("had", "has"),
        ("had", "have"),
        ("does", "did"),
        ("did", "does"),
        ("to", "and"),
        ("and", "to"),
    )
)


def is_idle(line: Line, edit: Edit) -> bool:
    """Whether the sentence is as good without the edit, whatever the counts say."""
    return _GUARDS[edit.kind](line, edit) if edit.kind in _GUARDS else False


def _inserts_idly(line: Line, edit: Edit) -> bool:
    before, after = line.words[edit.start - 1], line.words[edit.start]
    new = table().words[edit.new]
    if new in _RARELY_MISSING or not _is_word(after) or not _is_word(before):
        return True
    return new == "to" and (before in MARKS or (after == "be" and before not in _BEFORE_TO_BE))


def _deletes_idly(line: Line, edit: Edit) -> bool:
    words, at = line.words, edit.start
    old, before, after = words[at], words[at - 1], words[at + 1]
    if old in (before, after):
        return False
    if at == 1 or old not in _REMOVABLE or not _is_word(after) or not _is_word(before):
        return True
    if old in _ARTICLES or old in _PREPOSITIONS:
        is_before_small = table().classes[line.ids[at + 1]] >= CONTENT_CLASSES and after not in MARKS
        is_after_preposition = before in _PREPOSITIONS and old not in _ARTICLES
        return not (is_before_small or before in _ARTICLES or is_after_preposition)
    if old == "have":
        return before == "to"
    if "such" in words[at - 2 : at] and old in _PREPOSITIONS:
        return True
    if old in _BE or old == "be":
        is_second = before in _FINITE and before not in _HAVE
        return not is_second and after not in _FINITE and not after.endswith("s")
    return False


def _exchanges_idly(line: Line, edit: Edit) -> bool:
    return (line.words[edit.start], table().words[edit.new]) in _TIMES_AND_SENSES


def _inflects_idly(line: Line, edit: Edit) -> bool:
    """Past for present and back is the author's to choose; one may leave to found a company."""
    old, new = line.words[edit.start], table().words[edit.new]
    if old == "found" and line.words[edit.start - 1] == "to":
        return True
    return (old.endswith("ed") and new.endswith("s")) or (old.endswith("s") and new.endswith("ed"))


def _is_word(word: str) -> bool:
    return word in MARKS or word[:1].isalpha()


_GUARDS: dict[int, Callable[[Line, Edit], bool]] = {
    INSERT: _inserts_idly,
    DELETE: _deletes_idly,
    DOUBLE: _exchanges_idly,
    FORM: _inflects_idly,
}
