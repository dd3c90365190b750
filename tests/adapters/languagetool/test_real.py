"""The real LanguageTool server: started, used, killed, started again, and gone with us."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from draftloop.adapters.checkers.languagetool import LanguageToolChecker
from draftloop.adapters.checkers.lt_own_server import OwnServer
from draftloop.adapters.checkers.lt_pom import VERSION
from draftloop.loop.errors import CheckerUnavailable
from tests.languagetool_jars import servers_below

pytestmark = [pytest.mark.languagetool, pytest.mark.xdist_group("languagetool")]

SLIPS = [
    ("We waited an week for it.", "an", "EN_A_VS_AN", "a"),
    ("We dont know.", "dont", "EN_CONTRACTION_SPELLING", "don't"),
    ("Its a good idea.", "Its", "IT_IS", "It's"),
    ("It have its own life.", "have", "IT_VBZ", "has"),
    ("Lets look at the log.", "Lets", "LETS_LET", "Let's"),
    ("We should of known.", "should of", "MODAL_OF", "should have"),
    ("It is faster then the old one.", "faster then", "COMPARISONS_THEN", "faster than"),
    ("This tests are slow.", "This", "THIS_NNS", "These"),
    ("Their is no way back.", "Their", "THEIR_IS", "There"),
    ("I went trough the list.", "trough", "TROUGH_THROUGH", "through"),
    ("She wont come.", "wont", "WONT_CONTRACTION", "won't"),
    ("We want go home.", "want go", "MISSING_TO_BEFORE_A_VERB", "want to go"),
    ("We read the the log.", "the the", "ENGLISH_WORD_REPEAT_RULE", "the"),
    ("The value can be calculate by hand.", "be calculate", "MD_BE_NON_VBP", "be calculated"),
]
SLIP, ITS_RULE = "I went trough the list.", "TROUGH_THROUGH"
"""Slips of all kinds that the filter trusts, with the name of their rule in this version."""


@pytest.fixture(scope="module")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("languagetool"))


@pytest.fixture(scope="module")
def checker(languagetool_folder: str, run_folder: str) -> Iterator[LanguageToolChecker]:
    server = OwnServer(languagetool_folder, run_folder, remedy="make pytest")
    one = LanguageToolChecker(server, deadline_s=60.0)  # a busy machine is no reason to fail
    one.start()
    yield one
    one.close()
    assert servers_below(run_folder) == []


def test_its_version_is_that_of_the_jars(checker: LanguageToolChecker) -> None:
    assert checker.version.startswith(f"{VERSION}, ")


def test_it_knows_the_slips_the_filter_trusts_by_the_same_names(checker: LanguageToolChecker) -> None:
    answers = checker.check([text for text, _, _, _ in SLIPS])
    for (text, found, rule, fix), alarms in zip(SLIPS, answers, strict=True):
        places = {(text[one.start : one.end], one.rule): one.replacements for one in alarms or ()}
        assert (found, rule) in places, f"{text}: {places}"
        assert fix in places[found, rule], text


def test_places_are_code_points_and_nothing_is_spelled(checker: LanguageToolChecker) -> None:
    text = "A 👩‍👧 qzxvbnm 😀 and \ufffc, then they was here."
    (alarms,) = checker.check([text])
    assert [text[one.start : one.end] for one in alarms or () if "was" in text[one.start : one.end]] == [
        "was"
    ]
    assert not any("MORFOLOGIK" in one.rule for one in alarms or ())


@pytest.mark.parametrize(
    "text",
    [
        "x" * 200_000,
        "字" * 40_000,
        "a\x00b",
        "\ud800 is bad",
        "a, b; " * 3_000,
        "\n" * 1000,
        "word " * 4_000,
    ],
    ids=["letters", "cjk", "nul", "surrogate", "lists", "lines", "endless sentence"],
)
def test_bad_texts_do_not_stop_it(checker: LanguageToolChecker, text: str) -> None:
    began = time.monotonic()
    first, second = checker.check([text, SLIP])
    assert second, f"nothing after {time.monotonic() - began:.0f} s; the text itself: {first and len(first)}"


def test_other_english_dialects_are_read(checker: LanguageToolChecker) -> None:
    for dialect in ("en-GB", "en-IN"):
        (alarms,) = checker.check([SLIP], dialect=dialect)
        assert [one.rule for one in alarms or ()] == [ITS_RULE], dialect


@pytest.mark.parametrize("dialect", ["es", "xx-YY"])
def test_a_language_it_has_no_whole_jar_for_is_refused(checker: LanguageToolChecker, dialect: str) -> None:
    with pytest.raises(CheckerUnavailable) as caught:
        checker.check(["Buenos dias"], dialect=dialect)
    assert caught.value.remedy.startswith("draftloop languagetool install --language ")


def test_a_killed_server_is_started_again(checker: LanguageToolChecker, run_folder: str) -> None:
    for process in servers_below(run_folder):
        if "lt_keeper" not in " ".join(process.cmdline()):
            process.kill()
    (alarms,) = checker.check([f"{SLIP} Again."])
    assert [one.rule for one in alarms or ()] == [ITS_RULE]
    assert len(servers_below(run_folder)) == 2, "a keeper and a server"


OWNER = """
import signal, sys
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # nohup hands down that it is ignored
from draftloop.adapters.checkers.languagetool import LanguageToolChecker
from draftloop.adapters.checkers.lt_own_server import OwnServer
server = OwnServer(sys.argv[1], sys.argv[2], remedy="")
server.address()
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGHUP])
def test_it_goes_with_us_however_we_end(languagetool_folder: str, tmp_path: Path, number: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", OWNER, languagetool_folder, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == b"ready\n"
        processes = servers_below(str(tmp_path))
        assert len(processes) == 2
        owner.send_signal(number)
        owner.wait(timeout=60)
    for process in processes:
        process.wait(timeout=60)
