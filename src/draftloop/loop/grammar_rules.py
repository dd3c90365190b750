"""What is known of the engines' rules: which are trusted, which are taste, which are not shown at all.

Measured on published technical posts, untouched and with seeded errors. Names an engine no longer has do no
harm; a rule not named here is shown as "maybe".
"""

from __future__ import annotations

from typing import Literal

Standing = Literal["sure", "maybe", "style", "off"]

_HARPER_SURE = """
AllowTo Alongside AnA AndTheLike ApartFrom AsFollows AwareOf BetterOffPhrase Bypass Confident
CorrectNumberSuffix DespiteOf DiscourseMarkers Discuss DoubleModal Everyday ExceptOf FewUnitsOfTimeAgo
Hereby IAmAgreement InDetail Intact ItsContraction ItsPossessive LetAlone LetToDo LetsConfusion LongTimeAgo
MakeDoWith ModalOf MoreBetter MultipleSequentialPronouns NoLonger NominalWants Nowadays OnTopOf
OpenCompounds OrthographicConsistency PassionateAbout ReadsAndWrites RepeatedWords SentenceCapitalization
SomeOfThe SomeWithoutArticle Someone SpellCheck Straightforward ThatThis ThatWhich The TheDifferenceBetween
TheMy TheirToThere TheirToTheyre ThenThan ThereToTheir ThingThink ToAdverb ToTo Widespread WillNonLemma
Without WokVerbTypo WorthToDo
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
ABOUT_ITS_NN ADJECTIVE_ADVERB ADJECTIVE_ADVERB_2 ADVERB_VERB_ADVERB_REPETITION ADVISE_VBG ALLOW_TO
ALONG_SIDE AND_BUT ANYMORE_ADVERB AN_AND APPRECIATE_IF AS_FOLLOW AUXILIARY_DO_WITH_INCORRECT_VERB_FORM
A_CD_NNS A_MY A_NNS BE_COME BE_INTEREST_IN BE_TO_VBG BE_WILL BREATHE_BREATH BUNCH_OF CAN_CHECKOUT
CAN_MISSPELLING CC_IS_VBZ COMMA_THAN COMPARISONS_THEN COMP_THAN CONDITIONAL_CLAUSE CONFUSION_OF_THEN_THAN
CONFUSION_OF_THESES_THESE DEPEND_ON DESPITE_OF DID_BASEFORM DOES_NP_VBZ DO_XX_MD_VB DT_DT
ENGLISH_WORD_REPEAT_RULE EN_A_VS_AN EN_CONTRACTION_SPELLING EVERYDAY_EVERY_DAY EVERY_EACH_SINGULAR
FOR_AWHILE GITHUB HAS_TO_APPROVED_BY HE_D_VBD HWY_WHY IF_VB_PCT IN_TO_INTO IS_VBZ ITS_TO_IT_S IT_IS
IT_IS_JJ_TO_VBG IT_VBZ I_M_MD LESS_MORE_THEN LETS_LET LET_IT_INFINITIVE LOT_OF MANGER_MANAGER MANY_TIME
MD_BASEFORM MD_BE_NON_VBP MENTION_ABOUT MODAL_OF MOST_COMPARATIVE MOST_SOME_OF_NNS MULTIPLE_MULTIPLY MY_BE
NNS_THAT_AGREEMENT NON3PRS_VERB NOUN_VERB_CONFUSION OFF_OF ONE_PLURAL OUR_OUT
PCT_PLURAL_NOUN_SINGULAR_VERB_AGREEMENT PCT_SINGULAR_NOUN_PLURAL_VERB_AGREEMENT PERS_PRONOUN_AGREEMENT
PLEASE_NOT_VB PLURAL_THAT_AGREEMENT PRP_BACKUP PRP_HAVE_VB PRP_JJ PRP_MD_NN PRP_REPITION PRP_VBG RATHER_THEN
RELATIVE_CLAUSE_AGREEMENT REPEATED_VERBS SENT_START_CONJUNCTIVE_LINKING_ADVERB_COMMA SETUP_VERB SHE_LIVE
SIGN_IN SINGULAR_NOUN_ADV_AGREEMENT SLIGHT_OF_HAND SUBJECT_VERB_AGREEMENT SUBJECT_VERB_AGREEMENT_PLURAL
THAT_SOUND_GREAT THAT_THAN THEIR_IS THEIR_S THERE_THEIR THESE_ONES THE_ARE THE_HOW THE_IT THE_LATER_LATTER
THE_SAME_AS THE_SOME THING_THINK THIS_IS_HAVE THIS_MISSING_VERB THIS_NNS THOUGH_THROUGH TOO_ADJECTIVE_TO
TO_NON_BASE TO_RB_TO_VB TO_VB_ITS_NN TROUGH_THROUGH TYPO_FORM_FROM UPPERCASE_SENTENCE_START VBZ_VBD
WANT_TO_NN WERE_ARE WE_APOSTROPHE_ARE WITHE_WITH WITH_EXCEPTION_OF WITH_OUT WOK_WORK WOLD_WOULD
WONT_CONTRACTION WRONG_GENITIVE_APOSTROPHE YOUR_RE YOUR_YOU YO_TO
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


_BY_COUNTS = frozenset({"MissingWord", "ExtraWord", "Confusable", "WrongForm"})
_OWN_DOUBTED_START = "Doubtful"
_OWN_DOUBTED = frozenset({"ExtraWord"})
"""Our own rules whose alarms are right more often than not, but not often enough."""


def is_by_counts(rule: str) -> bool:
    """Whether a rule of ours knows no grammar, only what is common: another rule knows better."""
    return rule.removeprefix(_OWN_DOUBTED_START) in _BY_COUNTS


def standing_of(engine: str, rule: str, kind: str) -> Standing:
    """How far a rule is trusted."""
    if engine == "draftloop":
        return "maybe" if rule.startswith(_OWN_DOUBTED_START) or rule in _OWN_DOUBTED else "sure"
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
    if rule.startswith(_LT_TASTE_STARTS) or "HYPHEN" in rule:
        return "off"
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
