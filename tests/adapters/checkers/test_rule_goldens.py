"""Names of Harper's rules that our filters go by: an upgrade that renames one would silently switch it off.

The sentences are our own; messages are left out, they change with every release.
"""

from __future__ import annotations

import harper
import pytest

from draftloop.adapters.checkers.worker import alarms_of
from draftloop.loop.grammar_rules import HARPER_OFF, HARPER_SURE

GOLDENS = [
    ("We saw the the end.", "RepeatedWords"),
    ("The build broke because of of this.", "RepeatedWords"),
    ("This is an test.", "AnA"),
    ("It took an hour and a honest answer.", "AnA"),
    ("It is recieved.", "SpellCheck"),
    ("We dont know.", "SpellCheck"),
    ("It was more better.", "MoreBetter"),
    ("They could of known.", "ModalOf"),
    ("It is faster then before.", "ThenThan"),
    ("However we stopped.", "DiscourseMarkers"),
    ("It was late. the end came.", "SentenceCapitalization"),
    ("On Github we met.", "OrthographicConsistency"),
    ("Its a long story.", "ItsContraction"),
    ("The server lost it's data.", "ItsPossessive"),
    ("Their is a bug here.", "TheirToThere"),
    ("Their is a bug here.", "TheirToTheyre"),
    ("We read there names aloud.", "ThereToTheir"),
    ("We will wrote it.", "WillNonLemma"),
    ("We discussed about the plan.", "Discuss"),
    ("It makes sense to to wait.", "ToTo"),
    ("It effects everyone.", "NounVerbConfusion"),
    ("One of the reason is speed.", "OneOfTheSingular"),
    ("With out it we fail.", "Without"),
    ("This allows to run two jobs.", "AllowTo"),
    ("They keep logs, metrics and the likes.", "AndTheLike"),
    ("The steps are as follow.", "AsFollows"),
    ("We were aware about the risk.", "AwareOf"),
    ("You would be better of without it.", "BetterOffPhrase"),
    ("I am confidant that it works.", "Confident"),
    ("You might could try it.", "DoubleModal"),
    ("I are tired.", "IAmAgreement"),
    ("He explained it in details.", "InDetail"),
    ("The index was in tact.", "Intact"),
    ("It did not start, let along finish.", "LetAlone"),
    ("It is not longer needed.", "NoLonger"),
    ("Now a days this is slow.", "Nowadays"),
    ("Often times it fails.", "Oftentimes"),
    ("We was late.", "PronounInflectionBe"),
    ("I have went there.", "SimplePastToPastParticiple"),
    ("It is are broken.", "SingleBe"),
    ("Some the tests failed.", "SomeOfThe"),
    ("Some one broke it.", "Someone"),
    ("I think that that this works.", "RedundantThat"),
    ("I think that that this works.", "ThatWhich"),
    ("He choosed the first one.", "RegularIrregulars"),
    ("They wants to help.", "NominalWants"),
    ("I have being there.", "ProgressiveNeedsBe"),
    ("Lets do it.", "LetsConfusion"),
    ("Your the best.", "PronounContraction"),
    ("Your the best.", "TheMy"),
    ("I have alot of time.", "OpenCompounds"),
    ("It was to late.", "ToTwoToo"),
    ("It will be take a while.", "AWhile"),
    ("We need informations about it.", "MassNouns"),
    ("i think so.", "CapitalizePersonalPronouns"),
]
NAMES_OF_OTHER_VERSIONS = frozenset({"Alot", "CouldOf", "ShouldContract"})
"""Trusted should they come back; Harper 2.13 has no rules of these names."""


@pytest.fixture(scope="module")
def linter() -> harper.Linter:
    return harper.Linter()


@pytest.mark.parametrize(("text", "rule"), GOLDENS)
def test_a_rule_we_go_by_still_speaks(linter: harper.Linter, text: str, rule: str) -> None:
    assert rule in {name for _, _, name, *_ in alarms_of(linter, text)}


def test_every_rule_we_trust_or_silence_exists(linter: harper.Linter) -> None:
    known = set(linter.get_lint_config())
    assert (HARPER_SURE | HARPER_OFF) - known <= NAMES_OF_OTHER_VERSIONS


def test_the_rules_are_those_that_were_judged(linter: harper.Linter) -> None:
    assert len(linter.get_lint_config()) == 917
