"""Which unknown words are slips, and which are just words an engine does not know.

Harper flags 21 words of a thousand in published technical posts; nearly all are names. A word counts as a
slip only when a much commoner word is close to it; what is left over is a new term of this post.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from draftloop.loop.misspelled_names import misspelled_name
from draftloop.loop.near_words import edit_distance, one_edit_away, split_joined, two_edits_away
from draftloop.loop.word_making import is_british, is_formed, is_house_spelling

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.loop.dictionary import Dictionary
    from draftloop.loop.lexicon import Lexicon
    from draftloop.loop.post_words import PostWords

Outcome = Literal["known", "slip", "term"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordPlace:
    """An unknown word and what stands around it."""

    word: str
    before: str
    """The text of the block before the word."""
    after: str
    starts_sentence: bool
    suggestions: Sequence[str]
    is_heading: bool = False
    """Where every word may have a capital."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpellingVerdict:
    """What an unknown word is, and what it should be when it is a slip."""

    outcome: Outcome
    fixes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownWords:
    """Everything that can speak for a word."""

    lexicon: Lexicon
    post: PostWords
    taught: Dictionary


KNOWN = SpellingVerdict(outcome="known")
TERM = SpellingVerdict(outcome="term")
TRADE_ZIPF = 2.5
"""How common a word of the trade counts that no frequency list has."""

_APOSTROPHE_STEMS = "do does did is are was were have has had would could should must need wo ca ai"
_CONTRACTIONS = {stem + "nt": stem + "n't" for stem in _APOSTROPHE_STEMS.split()} | {
    "cant": "can't",
    "thats": "that's",
    "whats": "what's",
    "heres": "here's",
    "theres": "there's",
    "wheres": "where's",
    "whos": "who's",
    "hows": "how's",
    "youre": "you're",
    "youve": "you've",
    "youll": "you'll",
    "youd": "you'd",
    "theyre": "they're",
    "theyve": "they've",
    "theyll": "they'll",
    "weve": "we've",
    "ive": "I've",
    "im": "I'm",
    "itll": "it'll",
    "itd": "it'd",
    "shouldve": "should've",
    "wouldve": "would've",
    "couldve": "could've",
    "alot": "a lot",
    "infact": "in fact",
    "aswell": "as well",
    "atleast": "at least",
    "eachother": "each other",
}
_TIED_BEFORE = re.compile(r"[@#/\\._=:~$%+&<]$|['’]$|\w\($")
_TIED_AFTER = re.compile(r"['’](?!\w)|[@#/\\_=(~$%+&>]|[.:]\w")
_HYPHEN_AT = re.compile(r"^- | -$")
"""Half of a compound is often a word of its own making: only a slip for a very common word counts."""
_QUOTE_BEFORE, _QUOTE_AFTER = re.compile(r"[\"“]$"), re.compile(r"[\w-]*[\"”]")
"""A word alone in quotes is spoken of, not used: "irst-fay"."""
_PHRASE_WORDS = """
priori posteriori franca facto masse hoc versa vivo vitro situ infinitum nauseam rata quid quo fides operandi
alia novo ergo sequitur jure fiat vis raison entendre deja vu faux pas carte blanche tete gratis verbatim
"""
_OF_PHRASES = frozenset(_PHRASE_WORDS.split())
"""Words that English knows from phrases of other languages only."""
_TRIPLE = re.compile(r"(.)\1\1")
_NAME_FOLLOWS = re.compile(r" (?:[a-z]{1,3} )?[A-Z][a-z]")
_CONTRACTED = re.compile(r"(?:[Tt]here|[Tt]hat|[Ww]h(?:at|o|ere|y)|[Hh]ow|[Ii]t|[A-Z]\w+)'(?:ve|d|ll|re)")
_CAPITAL_BEFORE = re.compile(r"[A-Z]\w+ $")
_ONE_OF_TWO = re.compile(r"(.)\1")


def judge_word(place: WordPlace, known: KnownWords) -> SpellingVerdict:
    """What an unknown word is.

    Words written as names or code, taught words, words of the trade and words the post uses again are
    known. A slip has a fix that is close and much more common.
    """
    word = place.word.replace("’", "'")
    if _is_tied(place) or known.taught.knows(word) or word.lower() in _OF_PHRASES:
        return KNOWN
    name = misspelled_name(word, known.post, known.lexicon)
    if name is not None:
        return SpellingVerdict(outcome="slip", fixes=(name,))
    if _is_marked(word):
        return KNOWN
    if _CONTRACTED.fullmatch(word) or (word == "Ive" and _CAPITAL_BEFORE.search(place.before)):
        return KNOWN
    contraction = _CONTRACTIONS.get(word.lower())
    is_inside = place.before[-1:] == place.after[:1] == "-"
    if contraction and not is_inside and not known.post.is_frequent(word):
        return SpellingVerdict(outcome="slip", fixes=(_as_cased(contraction, word),))
    near = (*place.suggestions, *one_edit_away(word, known.lexicon), *two_edits_away(word, known.lexicon))
    fixes = close_fixes(word, near, known.lexicon, known.post)
    if is_british(word, known.lexicon):
        return KNOWN
    if fixes and _HYPHEN_AT.search(f"{place.before[-1:]} {place.after[:1]}"):
        is_near = edit_distance(word.lower(), fixes[0].lower(), 1) == 1 and word[0] == fixes[0][0]
        floor = 3.9 if is_near and len(word) >= 7 else 4.9 if is_near else 5.2
        fixes = fixes if known.lexicon.zipf(fixes[0]) >= floor else ()
    if known.lexicon.is_rare(word) and not _is_surely_meant(word, fixes, known.lexicon):
        return KNOWN
    if _is_accepted(place, word, known) and not _is_plain_slip(word, fixes, known):
        return KNOWN
    if place.is_heading and word[:1].isupper() and len(word) < 7:
        return TERM
    is_mentioned = _QUOTE_BEFORE.search(place.before) and _QUOTE_AFTER.match(place.after)
    if not fixes or is_mentioned or is_formed(word, fixes[0], known.lexicon):
        return TERM
    if _is_doubtful(word, fixes[0].lower(), known):
        return TERM
    return SpellingVerdict(outcome="slip", fixes=fixes)


def _is_doubtful(word: str, fix: str, known: KnownWords) -> bool:
    """Whether the evidence is so thin that on posts of others more such alarms were false than right.

    A fix that the post itself uses is evidence enough.
    """
    if " " in fix or known.post.counts[fix]:
        return False
    size, zipf = len(word), known.lexicon.zipf(fix)
    distance = edit_distance(word.lower(), fix, 2)
    is_plain = size >= (6 if sorted(word.lower()) == sorted(fix) else 8)
    if known.post.counts[word.lower()] > 1 and not (is_plain and distance == 1 and zipf >= 4.0):
        return True
    if size <= 7 and distance > 1:
        return True
    return zipf < (4.0 if size <= 5 or distance > 1 else 2.7 if size >= 8 else 0.0)


def _is_tied(place: WordPlace) -> bool:
    """Whether it is part of an address, a path, a handle or a piece of code."""
    return bool(_TIED_BEFORE.search(place.before) or _TIED_AFTER.match(place.after))


def _is_marked(word: str) -> bool:
    """Whether its shape says that it is a name or a piece of code."""
    bare = word.removesuffix("'s")
    has_inner_capital = any(char.isupper() for char in bare[1:])
    if has_inner_capital or any(char.isdigit() or char == "_" for char in word) or not word.isascii():
        return True
    return bare.isupper() or (bare.endswith("s") and bare[:-1].isupper()) or len(bare) < 3


def _is_accepted(place: WordPlace, word: str, known: KnownWords) -> bool:
    is_capitalized = word[:1].isupper()
    says_name = not place.starts_sentence or _NAME_FOLLOWS.match(place.after) is not None
    if is_capitalized and says_name and not place.is_heading:
        return True
    lower = word.lower()
    if is_capitalized and known.lexicon.is_name(lower):
        return True
    if known.lexicon.is_tech(lower) or f"{lower}s" in known.lexicon.tech:
        return True
    return lower in known.post.elsewhere or known.post.is_frequent(word)


def _is_surely_meant(word: str, fixes: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether a word that exists is still more likely a slip: nobody writes "witten" for "written"."""
    if not fixes or len(word) < 5:
        return False
    lower, fix = word.lower(), fixes[0].lower()
    is_swap_or_lost = sorted(lower) == sorted(fix) or len(fix) == len(lower) + 1
    if is_swap_or_lost and edit_distance(lower, fix, 1) == 1 and lexicon.zipf(fix) >= 4.9:
        return True
    if _ONE_OF_TWO.sub(r"\1", lower) == _ONE_OF_TWO.sub(r"\1", fix) and not is_house_spelling(lower, fix):
        return lexicon.zipf(fix) >= max(3.0, lexicon.zipf(lower) + 0.7)
    return False


def _is_plain_slip(word: str, fixes: Sequence[str], known: KnownWords) -> bool:
    """A long word one letter from a common one is a slip even where a name or a term could stand."""
    lower = word.lower()
    if not fixes or " " in fixes[0] or lower in known.post.elsewhere:
        return False
    is_swap = sorted(lower) == sorted(fixes[0].lower())
    if len(lower) < (6 if is_swap else 7):
        return False
    if (
        known.lexicon.is_tech(lower)
        or known.lexicon.is_name(lower)
        or is_formed(lower, fixes[0], known.lexicon)
    ):
        return False
    fix = fixes[0].lower()
    if word[:1].isupper() and (
        known.post.is_frequent(word)
        or fix.endswith("'s")
        or known.lexicon.is_name(fix)
        or fix[-1] != lower[-1]
    ):
        return False
    floor = 3.2 if len(lower) >= 9 and len(lower) != len(fixes[0]) else 3.9 if is_swap else 4.2
    return edit_distance(lower, fixes[0].lower(), 2) == 1 and known.lexicon.zipf(fixes[0]) >= floor


def close_fixes(
    word: str, suggestions: Sequence[str], lexicon: Lexicon, post: PostWords | None = None
) -> tuple[str, ...]:
    """Suggestions close to the word and much commoner, best first; none means it is no likely slip.

    A word that the post itself uses is the likelier one to be meant.
    """
    lower = word.lower()
    own = lexicon.zipf(lower)
    joined = split_joined(lower, lexicon)
    rated: list[tuple[float, int, str]] = []
    for index, suggestion in enumerate(dict.fromkeys(suggestions)):
        other = suggestion.lower().replace("’", "'")
        distance = edit_distance(lower, other, 3)
        common = lexicon.zipf(other) or (TRADE_ZIPF if other in lexicon.tech else 0.0)
        if post is not None and post.counts[other]:
            common = max(common, 3.0) + 0.5
        if _is_close(lower, other, distance, common - own) and _is_common_enough(word, common, distance):
            likeness = 0.4 * (lower[-2:] == other[-2:]) + 0.3 * _is_one_slip(lower, other)
            rated.append((distance - likeness - 0.35 * common + 0.05 * index, index, suggestion))
    fixes = tuple(_as_cased(suggestion, word) for _, _, suggestion in sorted(rated))
    if joined and (not fixes or edit_distance(lower, fixes[0].lower(), 3) > 1):
        fixes = (_as_cased(joined, word), *fixes)
    return fixes


def _is_one_slip(word: str, other: str) -> bool:
    """Whether letters are only swapped, or one is doubled that should not be, or the other way round."""
    return sorted(word) == sorted(other) or _ONE_OF_TWO.sub(r"\1", word) == _ONE_OF_TWO.sub(r"\1", other)


def _is_close(word: str, other: str, distance: int, gain: float) -> bool:
    """`gain` is how much commoner the other word is, as a power of ten."""
    if " " in other or "-" in other or other.endswith("'s"):
        return False
    is_swap = sorted(word) == sorted(other)
    if word[0] != other[0] and not is_swap and len(word) > 3:
        return distance == 1 and other != word[1:] and gain >= 4.8  # a first letter is hardly ever missed
    if distance == 1 and _TRIPLE.search(word):
        return True
    if is_house_spelling(word, other) or (len(word) > 5 and other in (word + "s", word + "d", word + "r")):
        return False
    if distance == 1 and len(word) >= 9 and (is_swap or len(word) != len(other)) and other != word + "s":
        return True  # long words have no neighbors by chance, however rare they are
    if len(word) <= 3:
        return distance == 1 and gain >= 5.5 and (is_swap or (gain >= 6.2 and len(other) > len(word)))
    if distance == 1:
        if is_swap and len(word) > 4:
            return gain >= 2.0
        is_odd = len(word) == len(other) and not _sounds_alike(word, other)
        if len(word) <= 6:
            return gain >= (3.9 if is_odd or len(word) == 4 else 3.3)
        return gain >= (3.0 if is_odd else 2.3)
    if distance == 2:
        if len(word) < 7 or word[0] != other[0]:
            return False
        return gain >= 3.3 or (gain >= 2.5 and _has_its_consonants(word, other))
    return distance == 3 and gain >= 3.0 and len(word) >= 11 and word[0] == other[0]


_ALIKE = ("aeiouy", "ck", "kq", "cs", "sz", "fv", "dt", "mn", "gj")


def _sounds_alike(word: str, other: str) -> bool:
    """Whether the letters in which two words of one length differ are easily taken for each other."""
    pairs = [(one, two) for one, two in zip(word, other, strict=True) if one != two]
    return all(any(one in group and two in group for group in _ALIKE) for one, two in pairs)


def _has_its_consonants(word: str, other: str) -> bool:
    """Whether no consonant stands for another: at most one is lost, added or in the wrong place."""
    bones, others = (re.sub(r"[aeiouy]|(.)(?=\1)", "", one) for one in (word, other))
    if len(bones) == len(others) and sorted(bones) != sorted(others):
        return False
    return edit_distance(bones, others, 1) <= 1


def _is_common_enough(word: str, zipf: float, distance: int) -> bool:
    """With a capital it may be a name, the more so the shorter it is."""
    if not word[0].isupper():
        return True
    if len(word) >= (8 if distance == 1 else 9):
        return zipf >= 3.2
    return distance == 1 and zipf >= (4.2 if len(word) >= 7 else 5.0)


def _as_cased(fix: str, word: str) -> str:
    return fix[:1].upper() + fix[1:] if word[:1].isupper() else fix
