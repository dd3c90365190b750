"""Which unknown words are slips, and which are just words an engine does not know.

Harper flags 21 words of a thousand in published technical posts; nearly all are names. A word counts as a
slip only when a much commoner word is close to it; what is left over is a new term of this post.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from draftloop.loop.near_words import edit_distance, one_edit_away, split_joined, two_edits_away

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
_PREFIX_PARTS = """
un re in pre post non sub super inter intra multi anti auto bi co counter cross de dis hyper meta micro mid
mini mono nano out over para poly pro proto pseudo semi tele trans ultra under up mis mega kilo giga
cyber crypto eco
"""
_ENDING_PARTS = """
i[sz]e[sd]? i[sz]ing i[sz]ations? i[sz]ers? able ably ability ness nesses less lessly lessness ful fully
ers? ors? ing ed al ish y ly ism ists? ities ity ify ified wise ward like hood ship dom esque ification ian
"""
_TWO_CONSONANTS = re.compile(r"([b-df-hj-np-tv-xz])(?!\1)[b-df-hj-np-tv-z]$")
_PREFIXES = re.compile(rf"(?:{'|'.join(_PREFIX_PARTS.split())})-?")
_DERIVATION = re.compile(rf"(?:{'|'.join(_ENDING_PARTS.split())})$")


def judge_word(place: WordPlace, known: KnownWords) -> SpellingVerdict:
    """What an unknown word is.

    Words written as names or code, taught words, words of the trade and words the post uses again are
    known. A slip has a fix that is close and much more common.
    """
    word = place.word.replace("’", "'")
    if _is_tied(place) or known.taught.knows(word) or word.lower() in _OF_PHRASES:
        return KNOWN
    name = misspelled_name(word, known)
    if name is not None:
        return SpellingVerdict(outcome="slip", fixes=(name,))
    if _is_marked(word):
        return KNOWN
    contraction = _CONTRACTIONS.get(word.lower())
    is_inside = place.before[-1:] == place.after[:1] == "-"
    if contraction and not is_inside and not known.post.is_frequent(word):
        return SpellingVerdict(outcome="slip", fixes=(_as_cased(contraction, word),))
    near = (*place.suggestions, *one_edit_away(word, known.lexicon), *two_edits_away(word, known.lexicon))
    fixes = close_fixes(word, near, known.lexicon, known.post)
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
    if fixes and not is_mentioned and not _is_formed(word, fixes[0], known.lexicon):
        return SpellingVerdict(outcome="slip", fixes=fixes)
    return TERM


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


def misspelled_name(word: str, known: KnownWords) -> str | None:
    """The name that the post writes more than once and that this is most likely a slip for.

    Only letters swapped, doubled, lost or added inside a long name count: Node4 is no slip for Node3, and
    Foos none for Foo.
    """
    written = known.post.written
    if len(word) < 5 or not word.isalpha() or not word.isascii() or written[word] != 1:
        return None
    if not word[:1].isupper() or known.lexicon.is_tech(word) or known.lexicon.is_rare(word):
        return None
    has_inner_capital = any(char.isupper() for char in word[1:]) and not word.isupper()
    for name in _letters_moved(word):
        if name[-1:] != word[-1:] or name == word:
            continue
        if written[name] >= 2:
            return name
        usual = known.lexicon.written_as.get(name.lower(), "").removesuffix("+") if has_inner_capital else ""
        if usual[1:] != usual[1:].lower() and _capitals(usual) == _capitals(word):
            return usual
    return None


def _capitals(word: str) -> str:
    return "".join(char for char in word if char.isupper())


def _letters_moved(word: str) -> Iterator[str]:
    """The word with two letters swapped, one doubled, one left out or one put in."""
    for at in range(1, len(word) - 1):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        if len(word) >= 7:
            yield word[:at] + word[at + 1 :]
            yield from (word[:at] + letter + word[at:] for letter in _LETTERS)


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
    return is_swap_or_lost and edit_distance(lower, fix, 1) == 1 and lexicon.zipf(fix) >= 4.9


def _is_plain_slip(word: str, fixes: Sequence[str], known: KnownWords) -> bool:
    """A long word one letter from a common one is a slip even where a name or a term could stand."""
    lower = word.lower()
    if not fixes or len(lower) < 7 or " " in fixes[0] or lower in known.post.elsewhere:
        return False
    if (
        known.lexicon.is_tech(lower)
        or known.lexicon.is_name(lower)
        or _is_formed(lower, fixes[0], known.lexicon)
    ):
        return False
    fix = fixes[0].lower()
    if word[:1].isupper() and (
        known.post.is_frequent(word) or fix.endswith("'s") or known.lexicon.is_name(fix)
    ):
        return False
    is_swap = sorted(lower) == sorted(fixes[0].lower())
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
            rated.append((distance - 0.35 * common + 0.05 * index, index, suggestion))
    fixes = tuple(_as_cased(suggestion, word) for _, _, suggestion in sorted(rated))
    if joined and (not fixes or edit_distance(lower, fixes[0].lower(), 3) > 1):
        fixes = (_as_cased(joined, word), *fixes)
    return fixes


def _is_close(word: str, other: str, distance: int, gain: float) -> bool:
    """`gain` is how much commoner the other word is, as a power of ten."""
    if " " in other or "-" in other or other.endswith("'s"):
        return False
    is_swap = sorted(word) == sorted(other)
    if word[0] != other[0] and not is_swap:
        return distance == 1 and other != word[1:] and gain >= 4.8  # a first letter is hardly ever missed
    if distance == 1 and _TRIPLE.search(word):
        return True
    if _is_house_spelling(word, other):
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


_LETTERS = "abcdefghijklmnopqrstuvwxyz"
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
    if len(word) >= 9:
        return zipf >= 3.2
    return distance == 1 and zipf >= (4.2 if len(word) >= 7 else 5.0)


def _is_house_spelling(word: str, other: str) -> bool:
    """Whether it is British or older and no slip: "benefitting", "focusses"."""
    undoubled = re.sub(r"(?<=\w{4})([lpst])\1(?=e[dsr]|ing)", r"\1", word)
    american = re.sub(r"wards$", "ward", re.sub(r"(?<=\w)our", "or", word))
    return other in (undoubled, american, re.sub(r"isation", "ization", american))


def _is_formed(word: str, fix: str, lexicon: Lexicon) -> bool:
    """Whether it is a word made of known parts rather than a slip for `fix`."""
    lower = word.lower()
    if " " in fix:
        return False
    if _TRIPLE.search(lower):
        return False
    distance = edit_distance(lower, fix.lower(), 3)
    shortest = 3 if distance > 1 else 4
    if any(_joins(lower[:cut], lower[cut:], lexicon) for cut in range(shortest, len(lower) - shortest + 1)):
        return True
    prefix = _PREFIXES.match(lower)
    rest = lower[prefix.end() :] if prefix else ""
    if len(rest) >= 3 and lexicon.zipf(rest) >= (3.5 if len(rest) > 3 else 5.0):
        return True
    if lower.endswith("s") and not lower.endswith("ss") and lexicon.zipf(lower[:-1]) >= 2.5:
        return True
    ending = _DERIVATION.search(lower)
    if ending is None or len(lower) - len(ending[0]) < 3:
        return False
    stem = lower[: ending.start()]
    stems = (stem, stem + "e", stem[:-1] + "y" if stem.endswith("i") else stem)
    if ending[0] == "ing" and _TWO_CONSONANTS.search(stem) and lexicon.zipf(stem) >= 3.5:
        return True  # a stem that nothing happens to: dumbing, whatever "dumping" says
    if ending[0] == "y" and lexicon.zipf(stem) >= 3.5 and not fix.lower().startswith(stem):
        return True  # bursty is rather of a burst than busty
    has_stem = any(lexicon.zipf(one) >= 3.0 or one in lexicon.tech for one in stems)
    return has_stem and len(stem) > 3 and (distance > 1 or not fix.lower().endswith(ending[0]))


def _joins(left: str, right: str, lexicon: Lexicon) -> bool:
    """Whether two words make a compound; of three letters only the commonest count."""
    return all(lexicon.zipf(part) >= (4.3 if len(part) > 3 else 5.3) for part in (left, right))


def _as_cased(fix: str, word: str) -> str:
    return fix[:1].upper() + fix[1:] if word[:1].isupper() else fix
