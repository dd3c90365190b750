"""What is known of the engines' rules: which are trusted, which are taste, which are not shown at all.

Measured on published technical posts, untouched and with seeded errors. Names an engine no longer has do no
harm; a rule not named here is shown as "maybe".
"""

from __future__ import annotations

from typing import Literal

Standing = Literal["sure", "maybe", "style", "off"]

_HARPER_SURE = """
AllowTo Alot AnA AndTheLike ApartFrom AsFollows AwareOf BetterOffPhrase BuiltIn Bypass Confident CouldOf
DiscourseMarkers Discuss DoubleModal Hereby IAmAgreement InDetail Intact ItsContraction ItsPossessive
LetAlone LetToDo LetsConfusion ModalOf MoreBetter MultipleSequentialPronouns NoLonger NominalWants
NounVerbConfusion Nowadays Oftentimes OneOfTheSingular OpenCompounds OrthographicConsistency PossessiveYour
ProgressiveNeedsBe PronounContraction PronounInflectionBe QuantifierNumeralConflict RedundantThat
RegularIrregulars RepeatedWords SentenceCapitalization ShouldContract SimplePastToPastParticiple SingleBe
SomeOfThe Someone SpellCheck ThatThis ThatWhich The TheMy TheirToThere TheirToTheyre ThenThan ThereToTheir
ToAdverb ToTo WillNonLemma Without
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
ABOUT_ITS_NN ADJECTIVE_ADVERB ADVISE_VBG AGREEMENT_SENT_START ALLOW_TO AND_BUT AS_FOLLOW A_INFINITIVE A_MY
A_NNS A_RB_NN A_UNCOUNTABLE BEEN_PART_AGREEMENT BE_COME BE_INTEREST_IN BE_TO_VBG BREATHE_BREATH
CAN_MISSPELLING COMMA_THAN COMPARISONS_THEN COMPRISED_OF COMP_THAN CONFUSION_OF_THESES_THESE DEPEND_ON
DID_BASEFORM DOES_NP_VBZ DT_DT DT_PRP ENGLISH_WORD_REPEAT_RULE EN_A_VS_AN EN_CONTRACTION_SPELLING ET_AL
FOR_AWHILE GITHUB HAS_TO_APPROVED_BY HAVE_PART_AGREEMENT IF_VB IF_VB_PCT INDEPENDENTLY_FROM_OF IN_TO_INTO
IS_AND_ARE ITS_TO_IT_S IT_IS IT_IS_2 IT_VBZ LESS_MORE_THEN LETS_LET LET_IT_INFINITIVE MANY_NN MANY_TIME
MD_BASEFORM MD_BE_NON_VBP MD_JJ MENTION_ABOUT MISSING_COMMA_AFTER_INTRODUCTORY_PHRASE
MISSING_TO_BEFORE_A_VERB MODAL_OF MOST_COMPARATIVE MULTIPLE_MULTIPLY MY_BE NNS_THAT_AGREEMENT
NOUN_VERB_CONFUSION OFF_OF PCT_PLURAL_NOUN_SINGULAR_VERB_AGREEMENT PERS_PRONOUN_AGREEMENT PHRASE_REPETITION
PLURAL_THAT_AGREEMENT PRP_HAVE_VB PRP_JJ PRP_MD_NN PRP_REPITION PRP_THE RATHER_THEN REPEATED_VERBS
SENT_START_CONJUNCTIVE_LINKING_ADVERB_COMMA SETUP_VERB SHE_LIVE SIGN_IN SLIGHT_OF_HAND
SUBJECT_VERB_AGREEMENT_PLURAL THAT_SOUND_GREAT THEIR_IS THERE_THEIR THESE_ONES THE_IT THE_LATER_LATTER
THIS_NNS TO_NON_BASE TO_RB_TO_VB TROUGH_THROUGH TYPO_FORM_FROM UPPERCASE_SENTENCE_START VERB_APOSTROPHE_S
WERE_ARE WE_APOSTROPHE_ARE WITH_OUT WOLD_WOULD WONT_CONTRACTION WRONG_GENITIVE_APOSTROPHE YOUR_RE YOUR_YOU
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
_LT_TRUSTED_KINDS = frozenset({"TYPOS", "CONFUSED_WORDS", "COLLOCATIONS"})
"""Rules of these kinds are right so often that one never seen before is believed."""
_LT_DOUBTED_WORDS = """
COPY_PASTE OVER_TIME TO_TOO
"""
_LT_DOUBTED = frozenset(_LT_DOUBTED_WORDS.split())
_LT_TASTE_STARTS = ("EN_COMPOUNDS", "EN_DIACRITICS")
"""Hyphens and accents that the books want and many writers leave out."""
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
    if kind in _LT_TRUSTED_KINDS and rule not in _LT_DOUBTED and "HYPHEN" not in rule:
        return "maybe" if rule.startswith(_LT_TASTE_STARTS) else "sure"
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
    "NameCase": "name",
}


def kind_word(rule: str, kind: str) -> str:
    """Our word for what is wrong, whichever engine says it."""
    return _RULE_WORDS.get(rule) or _KIND_WORDS.get(kind, "grammar")
