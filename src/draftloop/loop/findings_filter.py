"""From what engines say about single blocks to the few alarms an author should see.

Raw engines give 35 alarms a thousand words on published technical posts, one in thirty of them right. Knowing
the whole post (its code, its names, what it says three times) leaves about one a thousand words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.loop.blocks import BlockKind
from draftloop.loop.grammar_rules import kind_word, standing_of
from draftloop.loop.own_names import RULE as NAME_RULE
from draftloop.loop.sentences import sentence_spans
from draftloop.loop.spelling import KnownWords, WordPlace, judge_word
from draftloop.loop.word_patterns import CONSONANT_SOUND

if TYPE_CHECKING:
    from draftloop.loop.blocks import Block, Span
    from draftloop.loop.engine_ports import RawAlarm
    from draftloop.loop.finding import Tier
    from draftloop.loop.rendering import Rendered

SPELLING_RULES = frozenset({"SpellCheck", "MORFOLOGIK_RULE_EN_US", "MORFOLOGIK_RULE_EN_GB"})
_CASING_RULES = frozenset({"OrthographicConsistency", "GoogleNames"})
_START_RULES = frozenset({"SentenceCapitalization", "UPPERCASE_SENTENCE_START"})
_REPEAT_RULES = frozenset({"RepeatedWords", "ENGLISH_WORD_REPEAT_RULE", "ToTo", "ThatThat"})
_ARTICLE_RULES = frozenset({"AnA", "EN_A_VS_AN"})

_MARKER_RULES = frozenset({"DiscourseMarkers", "SENT_START_CONJUNCTIVE_LINKING_ADVERB_COMMA"})
_FIRM_MARKERS = re.compile(
    r"(?:however|moreover|furthermore|nevertheless|nonetheless|additionally|similarly|consequently|therefore|"
    r"otherwise|conversely|alternatively|(?:un)?fortunately|for (?:example|instance))\b",
    re.IGNORECASE,
)
"""Openings after which hardly anybody leaves the comma out on purpose, as many do after "thus" or "also"."""
_INITIALS = re.compile(r"\b[A-Z]\.(?:\s*[A-Z]\.)*\s*$")
_BARE_NAME = re.compile(r"[\W_]*[\w.+#-]+(?:\s+[\w.+#-]+)?[\W_]*$")
_MAY_REPEAT_WORDS = """
that had is her you bye very really so ha no blah yes night many long more big far much way too
one two three four five six seven eight nine zero
"""
_MAY_REPEAT = frozenset(_MAY_REPEAT_WORDS.split())
_TIED = re.compile(r"[@#/\\_=`]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A block as the engines saw it."""

    block: Block
    rendered: Rendered
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An alarm that stays: how far to trust it and what it proposes; places are those of the alarm."""

    alarm: RawAlarm
    engine: str
    tier: Tier
    kind: str
    fixes: tuple[str, ...]


def unit_of(block: Block, rendered: Rendered) -> Unit:
    """A block made ready to be judged."""
    return Unit(block=block, rendered=rendered, sentences=tuple(sentence_spans(rendered.text)))


def judge(unit: Unit, engine: str, alarm: RawAlarm, known: KnownWords) -> Judged | None:
    """What an alarm is worth; None when it should not be shown."""
    shown = unit.rendered.text
    if not 0 <= alarm.start <= alarm.end <= len(shown) or unit.rendered.touches_opaque(
        alarm.start, alarm.end
    ):
        return None
    standing = standing_of(engine, alarm.rule, alarm.kind)
    if standing == "off" or _is_misplaced(unit, alarm):
        return None
    if alarm.rule in SPELLING_RULES:
        return _judge_spelling(unit, engine, alarm, known)
    tier = _tier_of(unit, alarm, standing, known)
    if tier is None:
        return None
    fixes = tuple(fix for fix in alarm.replacements if fix != shown[alarm.start : alarm.end])
    return Judged(
        alarm=alarm, engine=engine, tier=tier, kind=kind_word(alarm.rule, alarm.kind), fixes=fixes[:5]
    )


def _is_misplaced(unit: Unit, alarm: RawAlarm) -> bool:
    """Whether the place is no running text: a cell, a bare name in a list, initials of a name."""
    text = unit.rendered.text
    is_grammar = alarm.rule not in SPELLING_RULES and alarm.rule not in _REPEAT_RULES
    kind = unit.block.kind
    if is_grammar and kind in (BlockKind.CELL, BlockKind.TERM, BlockKind.ALT):
        return True
    if kind is BlockKind.ITEM and _BARE_NAME.match(text):
        return True
    before, after = text[: alarm.start], text[alarm.end :]
    if _INITIALS.search(before[-12:]) or _INITIALS.match(text[alarm.start : alarm.end]):
        return True
    return is_grammar and (
        _TIED.search(before[-1:] + text[alarm.start : alarm.end] + after[:1]) is not None
        or (before[-1:] == "." and alarm.start > 1 and not before[-2].isspace())
        or re.match(r"\.\w|\(", after) is not None
    )


def _judge_spelling(unit: Unit, engine: str, alarm: RawAlarm, known: KnownWords) -> Judged | None:
    text = unit.rendered.text
    word = text[alarm.start : alarm.end]
    if "-" in word or " " in word:
        return None  # LanguageTool spells compounds as one word
    if not unit.rendered.can_replace(alarm.start, alarm.end):
        return None  # two words with only markup between them, or letters set in bold
    place = WordPlace(
        word=word,
        before=text[: alarm.start],
        after=text[alarm.end :],
        starts_sentence=_starts_sentence(unit, alarm.start),
        suggestions=alarm.replacements,
        is_heading=unit.block.kind in (BlockKind.HEADING, BlockKind.TITLE),
    )
    verdict = judge_word(place, known)
    if verdict.outcome == "known":
        return None
    if verdict.outcome == "term":
        return Judged(alarm=alarm, engine=engine, tier="term", kind="spelling", fixes=alarm.replacements[:5])
    fixes = tuple(dict.fromkeys((*verdict.fixes, *alarm.replacements)))
    return Judged(alarm=alarm, engine=engine, tier="sure", kind="spelling", fixes=fixes[:5])


def _tier_of(unit: Unit, alarm: RawAlarm, standing: str, known: KnownWords) -> Tier | None:
    """The tier of an alarm that is not about spelling, after what is known of its rule."""
    text = unit.rendered.text
    found = text[alarm.start : alarm.end]
    if alarm.rule == NAME_RULE:
        is_code = found.islower() and found in known.post.elsewhere
        return None if is_code or known.taught.knows(found) else "sure"
    if alarm.rule in _CASING_RULES or (alarm.kind in ("Capitalization", "CASING", "PROPER_NOUNS")):
        if alarm.rule in _START_RULES:
            return "sure" if _is_lost_capital(unit, alarm, known) else None
        return _casing_tier(unit, alarm, found, known)
    if alarm.rule in _REPEAT_RULES:
        return _repeat_tier(found)
    if alarm.rule in _ARTICLE_RULES:
        return _article_tier(text, alarm)
    if alarm.rule in _MARKER_RULES:
        return "sure" if _FIRM_MARKERS.match(found) else "maybe"
    if alarm.rule == "LetsConfusion":
        return (
            "sure"
            if found.lower() == "lets" and alarm.start == _sentence_start(unit, alarm.start)
            else "maybe"
        )
    guard = _GUARDS.get(alarm.rule)
    if guard is not None and not guard.search(f"{text[: alarm.start]}\x00{found}\x00{text[alarm.end :]}"):
        return None
    if alarm.rule == "ItsContraction":
        return "sure" if _is_its_followed_well(text[alarm.end :]) else "maybe"
    if standing == "style":
        return "style"
    return "sure" if standing == "sure" else "maybe"


_VERB = "(?:is|are|was|were|will|has|have|may|might|can|could|should|would|isn|aren|wasn|weren|seems?)"
_GUARDS = {
    "TheirToThere": re.compile(rf"\x00 +{_VERB}\b"),
    "TheirToTheyre": re.compile(
        r"\x00 +(?:not|all|both|going|already|still|just|very|too|\w+ing)\b|\x00 +" + _VERB
    ),
    "ThereToTheir": re.compile(
        r"(?<!from )(?<!on )(?<!over )(?<!out )(?<!up )(?<!in )(?<!is )(?<!\b[Aa]re )"
        r"(?<!\b[Ww]ere )(?<!\b[Ww]as )(?<!moving )(?<!going )(?<!living )(?<!getting )"
        r"\x00there\x00(?! +(?:needs?|exists?|seems?|remains?|lies?|comes?|goes|used|ought|appears?)\b)|"
        r"^\x00There\x00"
    ),
    "ItsPossessive": re.compile(
        r"\x00it['’]s\x00(?! +(?:time|content|ok|okay|fun|work|code|data)\b)"
        r"(?! +\w+[- ](?:safe|free|ready|aware|only)\b)(?! +\w+er (?:to|than|if|when)\b)"
    ),
    "A_NNS": re.compile(r"\x00(?:an? )?[^A-Z]*\x00(?! to )"),
    "WillNonLemma": re.compile(r"(?<!so )\x00will"),
    "InDetail": re.compile(r"(?<!interested )\x00in"),
}
"""What the text must look like for these rules to be right; the slip stands between two NULs."""
_AFTER_ITS = re.compile(
    r"\s+(?:a|an|the|not|been|being|going|just|also|very|really|quite|important|possible|impossible|easy|hard|worth|"
    r"likely|clear|true|more|only|still|because|too|always|never|that|what|how|why|where|like|now|already|about|"
    r"\w+ing (?:a|an|the|this|that|your|our|my|you|us)|"
    r"\w+ed(?= (?:from|by|to|in|into|with|when|on|at|as|for|out|up|before|after|again|and|or|that)\b|"
    r"[.,;:!?)]))\b"
)
"""With a noun behind it a word in -ed or -ing goes with its noun: "its associated page"."""


def _is_its_followed_well(after: str) -> bool:
    return _AFTER_ITS.match(after) is not None


def _casing_tier(unit: Unit, alarm: RawAlarm, found: str, known: KnownWords) -> Tier | None:
    """Only names written with a capital inside: Github is GitHub, but Python may be a snake."""
    best = alarm.replacements[0] if alarm.replacements else ""
    if known.taught.knows(found) or found.lower() != best.lower() or " " in best:
        return None
    if not any(char.isupper() for char in best[1:]) or best.isupper():
        return None
    if found in known.lexicon.casing.get(found.lower(), ()):
        return None  # the word lists know better: Datadog is no DataDog
    text = unit.rendered.text
    is_tied = re.match(r"[-./_\w]", text[alarm.end : alarm.end + 1]) or re.search(
        r"[-./_@\w]$", text[: alarm.start]
    )
    if found.islower() and found in known.post.elsewhere:
        return None
    written = known.post.written
    if is_tied and written[found] > 0 and text[alarm.end : alarm.end + 1] in (".", "_"):
        return None if re.match(r"[._]\w", text[alarm.end : alarm.end + 2]) else "sure"
    if found.islower() or found.lower().removesuffix("'s") not in known.lexicon.written_as:
        return "maybe"  # half of all writers write websockets, urls and Javadoc
    return "sure" if not found[1:].isupper() or len(found) < 3 else None


def _is_lost_capital(unit: Unit, alarm: RawAlarm, known: KnownWords) -> bool:
    """A common lower-case word right after a real sentence end, inside a paragraph."""
    if unit.block.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUOTE, BlockKind.FOOTNOTE):
        return False
    text = unit.rendered.text
    word = text[alarm.start : alarm.end]
    before = text[: alarm.start]
    if not re.search(r"[a-z)’'\"”][.!?][\"”)]?\s+$", before) or re.search(r"\.\.\s*$|…\s*$", before):
        return False
    if re.search(
        r"\b(?:e\.?g|i\.?e|etc|vs|cf|al|resp|approx|fig|no|lbs?|ca|incl|max|min)\.\s*$", before, re.IGNORECASE
    ):
        return False
    is_plain = known.lexicon.zipf(word) >= 5.0 and word not in known.post.elsewhere
    return word in _COMMON or (is_plain and not known.lexicon.is_tech(word) and not before.endswith("  "))


_COMMON_WORDS = """
the this that these those it its we you they he she i a an if in on at as is are was when where what why
how but and so or for from with by to of not no all some any there here then now after before while since
also
"""
_COMMON = frozenset(_COMMON_WORDS.split())


def _repeat_tier(found: str) -> Tier | None:
    words = found.lower().split()
    if not words or len(words[0]) < 2 or words[0].isdigit():
        return None
    if len(set(found.split())) > 1 and not (found[:1].isupper() and found[1:] == found[1:].lower()):
        return "maybe"  # at AT&T
    is_name = found.istitle()  # Liar Liar
    return "maybe" if is_name or words[0] in _MAY_REPEAT else "sure"


# Without a vowel it is spoken letter by letter, whatever its case: "an http server".
_UNSPEAKABLE = re.compile(r"[b-df-hj-np-tv-xz]{2,}")
_LETTER_FIRST = re.compile(
    r"[lmn][^aeiouy]|r[^aeiouyh]|x|f[^aeiouylr]|h[^aeiouy]|s[bdfgjrvxz]", re.IGNORECASE
)
"""Words whose first letter is spoken by its name: an lvalue, an mprotect call."""
_SPELLED_OUT = re.compile(r"\s+(?P<word>[A-Za-z]+)")


def _article_tier(text: str, alarm: RawAlarm) -> Tier | None:
    found = text[alarm.start : alarm.end]
    following = _SPELLED_OUT.match(text, alarm.end)
    if following is None or not text[alarm.end : alarm.end + 1].isspace():
        return None
    if found == "A" and not text[: alarm.start].rstrip().endswith((".", "!", "?", ":", "")):
        return None
    if found == "A" and text[: alarm.start].strip() and text[: alarm.start].rstrip()[-1] not in '.!?:"”)':
        return None  # the letter
    word = following["word"]
    if (word.upper() == word and len(word) > 1) or _UNSPEAKABLE.fullmatch(word):
        word = word.upper()
        sounds_like_vowel = word[0] in "AEFHILMNORSX"
        wants_an = found.lower() == "a"
        is_plain = sounds_like_vowel is wants_an and word[0] not in "SU"
        return "sure" if is_plain else "maybe" if word[0] in "SU" else None
    lower = word.lower()
    if CONSONANT_SOUND.match(lower) if found.lower() == "a" else _LETTER_FIRST.match(lower):
        return None
    if lower.startswith(("sql", "url", "ubuntu", "herb", "histor")):
        return "maybe"
    return "sure"


def _starts_sentence(unit: Unit, place: int) -> bool:
    return not unit.rendered.text[_sentence_start(unit, place) : place].strip(" \"'“‘([*_-–—•")


def _sentence_start(unit: Unit, place: int) -> int:
    starts = [start for start, _ in unit.sentences if start <= place]
    return starts[-1] if starts else 0
