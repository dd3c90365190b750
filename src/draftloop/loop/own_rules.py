"""Slips that engines miss, found by patterns of our own: few, general, and right nearly always.

They also keep the grammar pass from coming up empty where no engine runs. The patterns: `own_patterns.py`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftloop.loop.engine_ports import RawAlarm
from draftloop.loop.own_agreement import agreement_alarms
from draftloop.loop.own_forms import FORM_PATTERNS
from draftloop.loop.own_names import name_alarms
from draftloop.loop.own_patterns import PATTERNS
from draftloop.loop.own_verbs import verb_alarms
from draftloop.loop.small_words import small_word_alarms
from draftloop.loop.word_patterns import CONSONANT_SOUND, FUNCTION_PAIR, VOWEL_SOUND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftloop.loop.lexicon import Lexicon

ENGINE = "draftloop"

_DOUBLED = re.compile(rf"(?<![\w'’.-])(?P<x>(?P<word>{FUNCTION_PAIR})\s+(?P=word))(?![\w'’-])", re.IGNORECASE)
_ARTICLE = re.compile(r"(?<![\w'’.`-])(?P<x>[Aa]n?)(?=\s(?P<word>[a-z]{2,})\b(?![._/(]))")


def own_alarms(text: str, lexicon: Lexicon) -> list[RawAlarm]:
    """Alarms of our own patterns and of the small-words model in a rendered block, in no order."""
    found = list(_pattern_alarms(text))
    found += _doubled_words(text)
    found += _wrong_articles(text, lexicon)
    found += name_alarms(text, lexicon)
    found += agreement_alarms(text, lexicon)
    found += verb_alarms(text, lexicon)
    found += [alarm for alarm in small_word_alarms(text) if not any(_meet(alarm, other) for other in found)]
    return found


def _meet(one: RawAlarm, other: RawAlarm) -> bool:
    """Whether two alarms overlap or border on each other, so that they are about the same slip."""
    return one.start <= other.end + 1 and other.start <= one.end + 1


def _pattern_alarms(text: str) -> Iterator[RawAlarm]:
    for pattern in (*PATTERNS, *FORM_PATTERNS):
        for match in pattern.regex.finditer(text):
            fix = pattern.fix(match)
            if fix is not None:
                start, end = match.span("x")
                yield RawAlarm(
                    start=start,
                    end=end,
                    rule=pattern.rule,
                    kind=pattern.kind,
                    message=pattern.message,
                    replacements=(fix,),
                )


def _doubled_words(text: str) -> Iterator[RawAlarm]:
    for match in _DOUBLED.finditer(text):
        first, second = match["x"].split()[0], match["x"].split()[-1]
        if second[:1].isupper() and second != first:
            continue  # a new sentence without its full stop is another matter
        start, end = match.span("x")
        yield RawAlarm(
            start=start,
            end=end,
            rule="DoubledWord",
            kind="Repetition",
            message="The word stands twice.",
            replacements=(first,),
        )


def _wrong_articles(text: str, lexicon: Lexicon) -> Iterator[RawAlarm]:
    for match in _ARTICLE.finditer(text):
        article, word = match["x"], match["word"]
        if (
            lexicon.zipf(word) < 3.0
            or word[0] == "x"
            or (article == "A" and text[: match.start()].rstrip()[-1:] not in ("", ".", "!", "?"))
        ):
            continue
        starts_with_vowel = word[0] in "aeiou"
        is_an = len(article) == 2
        if is_an and not starts_with_vowel and not VOWEL_SOUND.match(word):
            fix = article[0]
        elif not is_an and starts_with_vowel and not CONSONANT_SOUND.match(word):
            fix = f"{article}n"
        else:
            continue
        start, end = match.span("x")
        yield RawAlarm(
            start=start,
            end=end,
            rule="Article",
            kind="Grammar",
            message=f"“{fix}” goes before “{word}”.",
            replacements=(fix,),
        )
