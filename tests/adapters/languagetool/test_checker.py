"""LanguageTool through a server: right places, and every way a server can fail."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable

import pytest

from draftloop.adapters.checkers.languagetool import LanguageToolChecker, NoLanguageTool, checker_for
from draftloop.adapters.checkers.lt_client import allowed_address, is_loopback
from draftloop.adapters.checkers.lt_server import GivenServer
from draftloop.loop.engine_ports import RawAlarm
from draftloop.loop.errors import CheckerFailed, CheckerUnavailable
from draftloop.loop.wanted import while_wanted
from tests.adapters.languagetool.stub import NO_MATCHES, Stub, match_of


def checker(address: str, *, deadline_s: float = 10.0) -> LanguageToolChecker:
    return LanguageToolChecker(GivenServer(address, deadline_s=deadline_s), deadline_s=deadline_s)


def alarms_in(stub: Stub, text: str) -> list[RawAlarm]:
    (alarms,) = checker(stub.address).check([text])
    assert alarms is not None
    return alarms


LONG = "This is one of many sentences. " * 100
"""A block that is asked about alone."""


# -- places and questions ------------------------------------------------------------------------------


def test_places_are_code_points_behind_and_around_emoji(stub: Stub) -> None:
    stub.answer = lambda text: match_of(text, "is 😀 bad", "was bad")
    text = "A 👩‍👧 that is 😀 bad indeed."
    (alarm,) = alarms_in(stub, text)
    assert text[alarm.start : alarm.end] == "is 😀 bad"
    assert (alarm.rule, alarm.kind, alarm.replacements) == ("SOME_RULE", "GRAMMAR", ("was bad",))


def test_endless_words_and_halves_of_surrogates_are_never_sent(stub: Stub) -> None:
    assert checker(stub.address).check(["x" * 1000 + " and \ud800 rest", "  "]) == [[], []]
    assert stub.texts == ["\ufffc and \ufffc rest"]


def test_only_spellers_are_switched_off_in_the_question(stub: Stub) -> None:
    alarms_in(stub, "text")
    (form,) = stub.forms
    assert {"MORFOLOGIK_RULE_EN_US", "MORFOLOGIK_RULE_EN_GB"} <= set(form["disabledRules"].split(","))
    assert all(
        "SPELL" in rule or "MORFO" in rule for rule in form["disabledRules"].split(",") if "HUN" not in rule
    )
    assert set(form) == {"language", "text", "disabledRules"}


def test_a_speller_that_speaks_all_the_same_is_not_heard(stub: Stub) -> None:
    stub.answer = lambda text: match_of(text, "bad", "good", rule="MORFOLOGIK_RULE_XX")
    assert alarms_in(stub, "a bad thing") == []


@pytest.mark.parametrize(
    ("dialect", "sent"), [("en", "en-US"), ("en_US", "en-US"), ("en-IN", "en-GB"), ("EN-ie", "en-GB")]
)
def test_each_dialect_is_asked_for_by_a_code_the_server_knows(stub: Stub, dialect: str, sent: str) -> None:
    known = [{"code": "en", "longCode": code} for code in ("en-US", "en-GB")]
    stub.pages["/v2/languages"] = (200, json.dumps(known).encode())
    checker(stub.address).check(["text"], dialect=dialect)
    assert [form["language"] for form in stub.forms] == [sent]


# -- versions ------------------------------------------------------------------------------------------


def test_the_version_is_that_of_the_servers_software(stub: Stub) -> None:
    assert checker(stub.address).version.startswith("6.8")


def test_an_old_server_says_its_version_with_a_check(stub: Stub) -> None:
    stub.pages["/v2/info"] = (404, b"Error: no such page")
    stub.answer = lambda text: b'{"software": {"version": "4.9"}, "matches": []}'
    assert checker(stub.address).version.startswith("4.9")


@pytest.mark.parametrize("page", [(200, b"<html>"), (200, b"null"), (200, b"{}"), (500, b"no"), (302, b"")])
def test_who_is_no_languagetool_has_no_version(stub: Stub, page: tuple[int, bytes]) -> None:
    stub.pages["/v2/info"] = page
    stub.headers = {"Location": "https://elsewhere.example/"}
    with pytest.raises(CheckerUnavailable):
        assert not checker(stub.address).version


# -- what goes wrong -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (400, b"Error: 'zz' is not a language code known to LanguageTool", "its server says"),
        (500, b"Error: Internal Error: null", "its server says"),
        (503, b"Error: Server overloaded, please try again later", "its server says"),
        (413, b"Error: Your text exceeds the limit of 50000 characters", "longer than its server takes"),
        (429, b"Error: Too many requests", "no more questions"),
        (426, b"Upgrade", "no more questions"),
        (200, b"<html>Log in</html>", "nonsense"),
        (502, b"<html>Bad gateway</html>", "nonsense"),
        (200, b"{}", "nonsense"),
        (200, b"null", "nonsense"),
        (200, b"[]", "nonsense"),
        (200, b'{"matches": [{}]}', "nonsense"),
        (200, b'{"matches": [1]}', "nonsense"),
        (200, b'{"matches"', "nonsense"),
        (200, b"\xff\xfe", "nonsense"),
        (200, b"[" * 100_000, "nonsense"),
        (200, b"", "nobody answers"),
    ],
)
def test_every_odd_answer_is_one_sentence(stub: Stub, status: int, body: bytes, said: str) -> None:
    stub.status = status
    stub.answer = lambda text: body
    with pytest.raises(CheckerFailed) as caught:
        checker(stub.address).check(["text"])
    assert caught.value.engine == "languagetool"
    assert said in caught.value.reason
    assert len(caught.value.reason) < 200
    assert "\n" not in caught.value.reason


def test_a_text_that_breaks_a_rule_of_the_server_is_not_checked_and_the_others_are(stub: Stub) -> None:
    stub.answer = lambda text: b"Error: Internal Error" if "odd" in text else match_of(text, "is", "was")
    it = checker(stub.address)
    first, second = it.check(["odd text", "this is"])
    assert (first, len(second or [])) == (None, 1)
    asked = len(stub.texts)
    assert it.check(["odd text"]) == [None]
    assert len(stub.texts) == asked, "it was asked again"


def test_an_incomplete_answer_means_not_checked(stub: Stub) -> None:
    stub.answer = lambda text: b'{"warnings": {"incompleteResults": true}, "matches": []}'
    assert checker(stub.address).check(["text"]) == [None]


def test_a_check_the_server_gave_up_means_not_checked(stub: Stub) -> None:
    stub.status = 500
    stub.answer = lambda text: b"Error: Text checking took longer than allowed maximum of 10000 milliseconds"
    assert checker(stub.address).check(["text"]) == [None]


def test_a_server_that_hangs_is_given_up_in_time(stub: Stub) -> None:
    stub.answer = stub.wait
    it = checker(stub.address, deadline_s=0.2)
    assert it.check(["one"]) == [None]
    with pytest.raises(CheckerFailed):
        it.check(["two", "three", "four"])


def test_a_server_that_drips_is_given_up_in_time(stub: Stub) -> None:
    it = checker(stub.address, deadline_s=0.5)
    it.start()
    stub.drip_s = 0.2  # each byte in time, the whole of it in 3 s
    began = time.monotonic()
    assert it.check(["one"]) == [None]
    assert time.monotonic() - began < 2.5


def test_closing_does_not_wait_for_a_server_that_hangs(stub: Stub) -> None:
    asked = threading.Event()

    def wait(text: str) -> bytes:
        asked.set()
        return stub.wait(text)

    stub.answer = wait
    it = checker(stub.address, deadline_s=20.0)
    results: list[object] = []
    thread = threading.Thread(target=lambda: results.append(it.check(["one", "two"])))
    thread.start()
    assert asked.wait(20)
    it.close()
    thread.join(timeout=5)
    assert results == [[None, None]]


def test_nobody_there_is_unavailable(stub: Stub) -> None:
    stub.close()
    with pytest.raises(CheckerUnavailable) as caught:
        checker(stub.address).check(["text"])
    assert "nobody answers" in caught.value.reason
    assert caught.value.remedy


@pytest.mark.parametrize("languages", [b"[]", b"{}", b"null", b"[{}]", b"<html>"])
def test_a_server_without_the_language_is_unavailable(stub: Stub, languages: bytes) -> None:
    stub.pages["/v2/languages"] = (200, languages)
    with pytest.raises(CheckerUnavailable):
        checker(stub.address).check(["text"])


def test_it_can_be_used_again_after_it_was_closed(stub: Stub) -> None:
    it = checker(stub.address)
    it.check(["one"])
    it.close()
    assert it.check(["two"]) == [[]]


def test_what_is_no_longer_wanted_is_not_asked(stub: Stub) -> None:
    def is_wanted() -> bool:
        return not stub.texts

    with while_wanted(is_wanted):
        assert checker(stub.address).check([LONG, LONG, LONG]) == [[], None, None]
    assert len(stub.texts) == 1


def test_nobody_waits_for_an_answer_that_is_no_longer_wanted(stub: Stub) -> None:
    stub.answer = stub.wait
    it = checker(stub.address, deadline_s=20.0)
    began = time.monotonic()
    with while_wanted(lambda: not stub.texts):
        assert it.check(["one", "two"]) == [None, None]
    assert time.monotonic() - began < 10


# -- where the text goes -------------------------------------------------------------------------------


@pytest.fixture(params=["check", "start"])
def use(request: pytest.FixtureRequest) -> Callable[[LanguageToolChecker], object]:
    return (lambda it: it.check(["text"])) if request.param == "check" else (lambda it: it.start())


def test_a_proxy_of_the_environment_never_sees_text_for_this_machine(
    stub: Stub, monkeypatch: pytest.MonkeyPatch, use: Callable[[LanguageToolChecker], object]
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    use(checker(stub.address))
    assert stub.answer("") == NO_MATCHES


@pytest.mark.parametrize("use", ["", "off", "sometimes", "relative/folder"])
def test_without_a_server_it_says_what_to_set(use: str) -> None:
    it = checker_for(use, own_folder="/nowhere", run_folder="/nowhere")
    assert isinstance(it, NoLanguageTool)
    with pytest.raises(CheckerUnavailable) as caught:
        it.check(["text"])
    assert "managed" in caught.value.remedy or "use" in caught.value.remedy
    it.close()


@pytest.mark.parametrize("use", ["managed", "/nowhere/languagetool", "~/languagetool"])
def test_without_jars_it_says_how_to_get_them(use: str) -> None:
    it = checker_for(use, own_folder="/nowhere", run_folder="/nowhere")
    with pytest.raises(CheckerUnavailable) as caught:
        it.check(["text"])
    assert "no folder" in caught.value.reason
    assert "languagetool" in caught.value.remedy


@pytest.mark.parametrize("use", ["ftp://a.example", "http://", "http://[::1", "http://127.0.0.1:eighty"])
def test_an_address_that_is_none_is_refused(use: str) -> None:
    with pytest.raises(CheckerUnavailable):
        checker_for(use, own_folder="", run_folder="").check(["text"])


def test_text_leaves_this_machine_by_https_only() -> None:
    with pytest.raises(CheckerUnavailable):
        allowed_address("http://lt.example:8081")
    assert allowed_address("https://lt.example") == "https://lt.example/"
    assert allowed_address("http://[::1]:8081/") == "http://[::1]:8081/"


def test_only_addresses_of_this_machine_are_loopback() -> None:
    assert is_loopback("http://127.9.9.9:1")
    assert is_loopback("http://localhost")
    assert not is_loopback("http://127.0.0.1.evil.example")
    assert not is_loopback("http://10.0.0.1")
