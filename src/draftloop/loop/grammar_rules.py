"""What is known of the engines' rules: which are trusted, which are taste, which are not shown at all.

Measured on published technical posts, untouched and with seeded errors. Names an engine no longer has do no
harm; a rule not named here is shown as "maybe".
"""

from __future__ import annotations

from typing import Literal

Standing = Literal["sure", "maybe", "style", "off"]

_HARPER_SURE = """
AllowTo Alot AnA ApartFrom AsFollows AwareOf Confident CouldOf Discuss DiscourseMarkers DoubleModal Hereby
IAmAgreement InDetail Intact ItsContraction ItsPossessive LetAlone LetsConfusion ModalOf MoreBetter
NoLonger Nowadays OpenCompounds OrthographicConsistency RegularIrregulars RepeatedWords
SentenceCapitalization ShouldContract SimplePastToPastParticiple SomeOfThe Someone SpellCheck TheirToThere
TheirToTheyre ThenThan ThereToTheir ToTo WillNonLemma Without
"""
_HARPER_OFF = """
AWhile AmazonNames AvoidCurses BoringWords CapitalizePersonalPronouns CommaFixes CompoundNouns
CurrencyPlacement Dashes DisjointPrefixes DotInitialisms EllipsisLength HowTo LongSentences MassNouns
MissingPreposition MissingTo NoFrenchSpaces NotTo NotablePlaces NumericRangeEnDash OkToOkay OxfordComma
PronounKnew QuantifierNeedsOf QuiteQuiet Spaces SpelledNumbers SplitWords ToTwoToo TransposedSpace
UnclosedQuotes UseEllipsisCharacter UseTitleCase WrongNegative
"""
_HARPER_OFF_STARTS = ("Expand",)
_STYLE_KINDS = frozenset({"Style", "Readability", "Redundancy", "Enhancement", "Formatting"})
_NOT_WANTED_KINDS = frozenset({"Formatting", "Regionalism"})

_LT_SURE = """
ABOUT_ITS_NN COMMA_THAN COMPARISONS_THEN ENGLISH_WORD_REPEAT_RULE EN_A_VS_AN EN_CONTRACTION_SPELLING IT_IS
IT_VBZ LETS_LET MANY_NN MD_BASEFORM MISSING_COMMA_AFTER_INTRODUCTORY_PHRASE MISSING_TO_BEFORE_A_VERB
MODAL_OF MOST_COMPARATIVE PERS_PRONOUN_AGREEMENT SENT_START_CONJUNCTIVE_LINKING_ADVERB_COMMA THEIR_IS
THIS_NNS TO_NON_BASE TROUGH_THROUGH UPPERCASE_SENTENCE_START WONT_CONTRACTION
"""
_LT_OFF = """
ADVERB_OR_HYPHENATED_ADJECTIVE ALL_OF_THE A_INSTALL CA_BRAND_NEW COMMA_COMPOUND_SENTENCE
COMMA_COMPOUND_SENTENCE_2 CONSECUTIVE_SPACES ENGLISH_WORD_REPEAT_BEGINNING_RULE EN_COMPOUNDS_PSEUDO_CODE
EN_MULTITOKEN_SPELLING_TWO EN_SPLIT_WORDS_HYPHEN EN_WORD_COHERENCY EXTREME_ADJECTIVES HYPHEN_TO_EN IF_OF
IN_WINDOWS I_LOWERCASE LC_AFTER_PERIOD MISSING_COMMA_WITH_NNP NUMBERS_IN_WORDS POSSESSIVE_APOSTROPHE
TO_TWO
"""
_LT_KINDS = frozenset(
    {"GRAMMAR", "TYPOS", "CONFUSED_WORDS", "PROPER_NOUNS", "COLLOCATIONS", "MISC", "CASING", "SEMANTICS"}
)
_LT_PUNCTUATION = frozenset(
    {
        "SENT_START_CONJUNCTIVE_LINKING_ADVERB_COMMA",
        "MISSING_COMMA_AFTER_INTRODUCTORY_PHRASE",
        "EN_UNPAIRED_BRACKETS",
        "YEAR_OLD_HYPHEN",
    }
)

HARPER_SURE = frozenset(_HARPER_SURE.split())
HARPER_OFF = frozenset(_HARPER_OFF.split())
LT_SURE = frozenset(_LT_SURE.split())
LT_OFF = frozenset(_LT_OFF.split())


def standing_of(engine: str, rule: str, kind: str) -> Standing:
    """How far a rule is trusted."""
    if engine == "draftloop":
        return "sure"
    if engine == "languagetool":
        return _languagetool_standing(rule, kind)
    if rule in HARPER_OFF or rule.startswith(_HARPER_OFF_STARTS) or kind in _NOT_WANTED_KINDS:
        return "off"
    if kind in _STYLE_KINDS:
        return "style"
    return "sure" if rule in HARPER_SURE else "maybe"


def _languagetool_standing(rule: str, kind: str) -> Standing:
    if rule in LT_OFF:
        return "off"
    if rule in LT_SURE:
        return "sure"
    if kind in _LT_KINDS or rule in _LT_PUNCTUATION:
        return "maybe"
    return "off"


_KIND_WORDS = {
    "Spelling": "spelling",
    "Typo": "spelling",
    "TYPOS": "spelling",
    "Capitalization": "casing",
    "CASING": "casing",
    "PROPER_NOUNS": "casing",
    "Repetition": "repetition",
    "Punctuation": "punctuation",
    "PUNCTUATION": "punctuation",
    "Agreement": "agreement",
    "WordChoice": "word choice",
    "Eggcorn": "word choice",
    "Malapropism": "word choice",
    "CONFUSED_WORDS": "word choice",
    "COLLOCATIONS": "word choice",
    "Usage": "word choice",
    "Nonstandard": "word choice",
    "Style": "style",
    "Enhancement": "style",
    "Redundancy": "wordy",
    "Readability": "long sentence",
}
_RULE_WORDS = {
    "AnA": "article",
    "EN_A_VS_AN": "article",
    "RepeatedWords": "repetition",
    "ENGLISH_WORD_REPEAT_RULE": "repetition",
    "OrthographicConsistency": "name",
}


def kind_word(rule: str, kind: str) -> str:
    """Our word for what is wrong, whichever engine says it."""
    return _RULE_WORDS.get(rule) or _KIND_WORDS.get(kind, "grammar")
