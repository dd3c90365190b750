"""Slips in small words: one is missing, one too many, a wrong form, a word that is another word's double.

Engines are weakest here, and lists of patterns never end. So every sentence is read with counts of technical
prose: where it reads oddly, small edits are tried, and one that makes the sentence much more common is an
alarm.
The counts: `small_word_table.py`; the edits: `small_word_edits.py`; their weighing: `small_word_trees.py`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from draftloop.loop.engine_ports import RawAlarm
from draftloop.loop.lexicon import lexicon
from draftloop.loop.sentences import sentence_spans
from draftloop.loop.small_word_edits import DELETE, DOUBLE, FORM, INSERT, SLIP, Edit, Line, edits, features
from draftloop.loop.small_word_guards import is_idle
from draftloop.loop.small_word_table import is_mark, table
from draftloop.loop.small_word_tokens import CODE, NAME, read_tokens
from draftloop.loop.small_word_trees import score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.loop.small_word_tokens import Token

FEWEST_TOKENS, MOST_TOKENS = 8, 120
"""Shorter sentences show too little, longer ones are lists."""
SURE = {INSERT: 2.6, DELETE: 2.3, DOUBLE: 1.85, FORM: 4.5, SLIP: 2.3}
"""By kind of edit: from here on four of five alarms were right in published posts of other authors."""
DOUBTFUL = dict.fromkeys(SURE, 0.8)
"""From here on two of five were, and nearly all of those that an engine doubts too."""
_NEAR = 2
"""Of alarms so many tokens from each other only the best is shown: one slip makes its neighbours odd."""

_RULES = {
    INSERT: ("MissingWord", "Grammar", "A word seems to be missing: “{new}”."),
    DELETE: ("ExtraWord", "Grammar", "There seems to be a word too many: “{old}”."),
    DOUBLE: ("Confusable", "WordChoice", "“{new}” seems to be meant here, not “{old}”."),
    FORM: ("WrongForm", "Agreement", "The form does not seem to fit here: “{new}”."),
    SLIP: ("Confusable", "WordChoice", "“{new}” seems to be meant here, not “{old}”."),
}


@lru_cache(maxsize=4096)
def small_word_alarms(text: str) -> tuple[RawAlarm, ...]:
    """The alarms in a rendered block, in the order of the text."""
    known = lexicon().frequency
    found: list[RawAlarm] = []
    for start, end in sentence_spans(text):
        tokens = read_tokens(text, start, end, known)
        if FEWEST_TOKENS <= len(tokens) <= MOST_TOKENS and not _is_title(tokens):
            for value, edit in likely_edits([token.word for token in tokens]):
                found.append(_alarm(text, tokens, edit, is_sure=value >= SURE[edit.kind]))
    return tuple(found)


def _is_title(tokens: Sequence[Token]) -> bool:
    """Whether most words stand in capitals, so that what they are cannot be seen."""
    words = [token.word for token in tokens if token.word[0].isalpha()]
    return 2 * sum(word == NAME for word in words) > len(words)


def likely_edits(words: Sequence[str]) -> list[tuple[float, Edit]]:
    """Scores and edits of a sentence, the best of each place, where the score is high enough."""
    line = Line(words)
    scored = [(score(features(line, edit)), edit) for edit in edits(line) if not is_idle(line, edit)]
    ranked = sorted((pair for pair in scored if pair[0] >= DOUBTFUL[pair[1].kind]), reverse=True)
    kept: list[tuple[float, Edit]] = []
    for value, edit in ranked:
        if all(abs(edit.start - other.start) > _NEAR for _, other in kept):
            kept.append((value, edit))
    return sorted(kept, key=lambda pair: pair[1].start)


def _alarm(text: str, tokens: Sequence[Token], edit: Edit, *, is_sure: bool) -> RawAlarm:
    token = tokens[edit.start - 1]
    start, end = token.start, token.end
    old = text[start:end]
    new = table().words[edit.new] if edit.kind != DELETE else ""
    new = "I" + new[1:] if new == "i" else new
    fix = new
    if edit.kind == INSERT:
        before = tokens[edit.start - 2]
        if token.word == CODE or (is_mark(token.word) and not is_mark(before.word)):
            start, end = before.start, before.end
            fix = f"{text[start:end]} {new}"
        else:
            fix = f"{new} {old}"
    elif edit.kind == DELETE:
        start = tokens[edit.start - 2].end
    elif old[:1].isupper():
        fix = new[:1].upper() + new[1:]
    rule, kind, message = _RULES[edit.kind]
    return RawAlarm(
        start=start,
        end=end,
        # A capital "I" is hardly ever typed for another word.
        rule=rule if is_sure and old != "I" else f"Doubtful{rule}",
        kind=kind,
        message=message.format(old=old, new=fix if edit.kind not in (INSERT, DELETE) else new),
        replacements=(fix,),
    )
