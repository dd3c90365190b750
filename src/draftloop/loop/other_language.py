"""Alarms about a post that is not in English: nothing is measured there, so nothing is called sure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftloop.loop.blocks import BlockKind
from draftloop.loop.findings_filter import Judged
from draftloop.loop.grammar_rules import kind_word

if TYPE_CHECKING:
    from draftloop.loop.engine_ports import RawAlarm
    from draftloop.loop.finding import Tier
    from draftloop.loop.findings_filter import Unit
    from draftloop.loop.spelling import KnownWords

_SPELLERS = re.compile(r"MORFOLOGIK|HUNSPELL|SPELLER|SPELLING_RULE")
_TASTE = frozenset({"STYLE", "REDUNDANCY", "PLAIN_ENGLISH", "CREATIVE_WRITING", "REPETITIONS_STYLE"})
_NOT_WANTED = frozenset({"TYPOGRAPHY", "WHITESPACE"})
_CODE_LIKE = re.compile(r"[\d_]|(?<=.)[A-Z]")
_TIED = re.compile(r"[@#/\\_=`.]")
_COMMON_ENGLISH = 3.0


def judge_other(unit: Unit, engine: str, alarm: RawAlarm, known: KnownWords) -> Judged | None:
    """What an alarm of an engine for another language is worth; None when it should not be shown.

    Words of code, of the trade and of English stand in every technical post; a word that is left over is
    new and no slip.
    """
    text = unit.rendered.text
    if not 0 <= alarm.start <= alarm.end <= len(text) or unit.rendered.touches_opaque(alarm.start, alarm.end):
        return None
    found = text[alarm.start : alarm.end]
    fixes = tuple(fix for fix in alarm.replacements if fix != found)[:5]
    if _SPELLERS.search(alarm.rule):
        around = text[max(0, alarm.start - 1) : alarm.start] + text[alarm.end : alarm.end + 1].strip(".")
        if _TIED.search(around) or _is_known(found, known):
            return None
        return Judged(alarm=alarm, engine=engine, tier="term", kind="spelling", fixes=fixes)
    if alarm.kind in _NOT_WANTED or unit.block.kind in (BlockKind.CELL, BlockKind.TERM, BlockKind.ALT):
        return None
    tier: Tier = "style" if alarm.kind in _TASTE else "maybe"
    return Judged(alarm=alarm, engine=engine, tier=tier, kind=kind_word(alarm.rule, alarm.kind), fixes=fixes)


def _is_known(word: str, known: KnownWords) -> bool:
    lower = word.lower()
    return (
        _CODE_LIKE.search(word) is not None
        or known.taught.knows(word)
        or known.lexicon.is_tech(lower)
        or known.lexicon.zipf(lower) >= _COMMON_ENGLISH
        or lower in known.post.elsewhere
        or known.post.is_frequent(word)
    )
