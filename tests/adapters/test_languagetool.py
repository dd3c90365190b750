"""LanguageTool through a server: right places, and every way a server can fail."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

from draftloop.adapters.checkers.languagetool import LanguageToolChecker, allowed_address, is_loopback
from draftloop.loop.errors import CheckerFailed, CheckerUnavailable

LANGUAGES = [{"name": "English (US)", "code": "en", "longCode": "en-US"}]


class Stub:
    """A server that answers `/v2/check` with whatever a test wants."""

    def __init__(self) -> None:
        self.answer: Callable[[str], bytes] = lambda text: b'{"matches": []}'
        self.status = 200
        self.languages = json.dumps(LANGUAGES).encode()
        self.texts: list[str] = []
        self.hold = threading.Event()
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._say(200, stub.languages)

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                form = parse_qs(self.rfile.read(length).decode(), keep_blank_values=True)
                stub.texts.append(form["text"][0])
                self._say(stub.status, stub.answer(form["text"][0]))

            def _say(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None: ...  # noqa: A002 - the base's name

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def close(self) -> None:
        self.hold.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def stub() -> Iterator[Stub]:
    server = Stub()
    yield server
    server.close()


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def match_of(text: str, found: str, *fixes: str) -> bytes:
    """An answer about `found`, counted in UTF-16 as the real server does."""
    start = text.index(found)
    match = {
        "message": "Odd.",
        "offset": utf16(text[:start]),
        "length": utf16(found),
        "replacements": [{"value": fix} for fix in fixes],
        "context": {"text": text, "offset": 0, "length": 1},
        "sentence": text,
        "rule": {"id": "SOME_RULE", "issueType": "grammar", "category": {"id": "GRAMMAR"}},
    }
    return json.dumps({"matches": [match]}).encode()


def test_places_are_code_points_behind_and_around_emoji(stub: Stub) -> None:
    stub.answer = lambda text: match_of(text, "is 😀 bad", "was bad")
    text = "A 👩‍👧 that is 😀 bad indeed."
    ((alarm,),) = [alarms or [] for alarms in LanguageToolChecker(stub.address).check([text])]
    assert text[alarm.start : alarm.end] == "is 😀 bad"
    assert (alarm.rule, alarm.kind, alarm.replacements) == ("SOME_RULE", "GRAMMAR", ("was bad",))


def test_endless_words_and_halves_of_surrogates_are_never_sent(stub: Stub) -> None:
    checker = LanguageToolChecker(stub.address)
    assert checker.check(["x" * 1000 + " and \ud800 rest", "  "]) == [[], []]
    assert stub.texts == ["\ufffc and \ufffc rest"]


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, b"Internal error"),
        (413, b"Text exceeds the limit"),
        (426, b"Too many requests"),
        (200, b"<html>Log in</html>"),
        (200, b"{}"),
        (200, b"null"),
        (200, b'{"matches": [{}]}'),
        (200, b'{"matches"'),
    ],
)
def test_every_odd_answer_is_a_failed_checker(stub: Stub, status: int, body: bytes) -> None:
    stub.status = status
    stub.answer = lambda text: body
    with pytest.raises(CheckerFailed) as caught:
        LanguageToolChecker(stub.address).check(["text"])
    assert caught.value.engine == "languagetool"
    assert caught.value.reason


def test_a_server_that_hangs_is_given_up_in_time(stub: Stub) -> None:
    def wait(text: str) -> bytes:
        stub.hold.wait(20)
        return b'{"matches": []}'

    stub.answer = wait
    checker = LanguageToolChecker(stub.address, deadline_s=0.2)
    assert checker.check(["one"]) == [None]
    with pytest.raises(CheckerFailed):
        checker.check(["one", "two", "three"])


def test_nobody_there_is_unavailable(stub: Stub) -> None:
    address = stub.address
    stub.server.shutdown()
    stub.server.server_close()
    with pytest.raises(CheckerUnavailable):
        LanguageToolChecker(address).check(["text"])
    stub.server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    stub.thread = threading.Thread(target=stub.server.serve_forever, args=(0.01,), daemon=True)
    stub.thread.start()


def test_a_server_without_the_language_is_unavailable(stub: Stub) -> None:
    stub.languages = b"[]"
    with pytest.raises(CheckerUnavailable):
        LanguageToolChecker(stub.address).check(["text"])


def test_a_proxy_of_the_environment_never_sees_text_for_this_machine(
    stub: Stub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert LanguageToolChecker(stub.address).check(["text"]) == [[]]


@pytest.mark.parametrize("server", ["", "off", "managed", "/opt/languagetool", "ftp://a.example", "http://"])
def test_without_an_address_it_is_unavailable(server: str) -> None:
    with pytest.raises(CheckerUnavailable):
        LanguageToolChecker(server).check(["text"])


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
