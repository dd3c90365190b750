"""A server that speaks as LanguageTool does, and a `java` that runs one: they do what real ones rarely do.

As a program (`python stub.py --port N`, what the stub of `java` calls) it reads how to behave from the file
named in STUB_PLAN, one word a start: ok, deaf, ends, dies, hangs, slow-start.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

LANGUAGES = [{"name": "English (US)", "code": "en", "longCode": "en-US"}]
NO_MATCHES = b'{"matches": []}'
INFO = b'{"software": {"name": "LanguageTool", "version": "6.8"}}'


class Stub:
    """A server that answers `/v2/check` with whatever a test wants."""

    def __init__(self, port: int = 0) -> None:
        self.answer: Callable[[str], bytes] = lambda text: NO_MATCHES
        self.status = 200
        self.pages: dict[str, tuple[int, bytes]] = {
            "/v2/languages": (200, json.dumps(LANGUAGES).encode()),
            "/v2/info": (200, INFO),
            "/v2/healthcheck": (200, b"OK"),
        }
        self.headers: dict[str, str] = {}
        self.forms: list[dict[str, str]] = []
        self.drip_s = 0.0
        self.hold = threading.Event()
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, body = stub.pages.get(self.path, (404, b"Error: no such page"))
                self._say(status, body)

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                form = parse_qs(self.rfile.read(length).decode(), keep_blank_values=True)
                stub.forms.append({key: values[0] for key, values in form.items()})
                body = stub.answer(form["text"][0])
                if body == b"":  # the connection breaks
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                self._say(stub.status, body)

            def _say(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                for name, value in stub.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                for at in range(0, len(body), 1 if stub.drip_s else len(body)):
                    self.wfile.write(body[at : at + (1 if stub.drip_s else len(body))])
                    if stub.hold.wait(stub.drip_s):
                        return

            def log_message(self, format: str, *args: object) -> None: ...  # noqa: A002 - the base's name

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: object, client_address: object) -> None:
                """The other side gave up waiting, as it should."""

        self.server = Server(("127.0.0.1", port), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    @property
    def texts(self) -> list[str]:
        return [form["text"] for form in self.forms]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def wait(self, text: str) -> bytes:
        """An answer that does not come."""
        self.hold.wait(20)
        return NO_MATCHES

    def close(self) -> None:
        self.hold.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def match_of(text: str, found: str, *fixes: str, rule: str = "SOME_RULE") -> bytes:
    """An answer about `found`, counted in UTF-16 as the real server does."""
    start = text.index(found)
    match = {
        "message": "Odd.",
        "offset": _utf16(text[:start]),
        "length": _utf16(found),
        "replacements": [{"value": fix} for fix in fixes],
        "context": {"text": text, "offset": 0, "length": 1},
        "sentence": text,
        "rule": {"id": rule, "issueType": "grammar", "category": {"id": "GRAMMAR"}},
    }
    return json.dumps({"matches": [match]}).encode()


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def make_java(folder: Path, *, version: str = 'openjdk version "17.0.1" 2021-10-19', status: int = 0) -> Path:
    """A `java` in `folder/bin` that runs this file as the server, by the plan in `folder/plan`."""
    java = folder / "bin" / "java"
    java.parent.mkdir(parents=True, exist_ok=True)
    plan = folder / "plan"
    java.write_text(
        "#!/bin/sh\n"
        f"if [ \"$1\" = -version ]; then echo '{version}' >&2; exit {status}; fi\n"
        f"echo \"$@\" >> '{folder}/calls'\n"
        f"STUB_PLAN='{plan}' exec '{sys.executable}' -S '{__file__}' \"$@\"\n"
    )
    java.chmod(0o755)
    return java


def make_jars(folder: Path, *names: str) -> Path:
    """Files that are named as LanguageTool's jars; empty zips."""
    import zipfile

    folder.mkdir(parents=True, exist_ok=True)
    for name in names or ("languagetool-server-6.8.jar", "languagetool-core-6.8.jar"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(path, "w"):
            pass
    return folder


def main(arguments: list[str]) -> None:
    """Be the server that `java` was asked for."""
    mode = _next_of_plan()
    if mode == "ends":
        sys.exit("Exception in thread main: the heap is too small")
    if mode == "deaf":
        time.sleep(60)
    stub = Stub(int(arguments[arguments.index("--port") + 1]))

    def answer(text: str) -> bytes:
        if mode == "dies" and "die" in text:
            os._exit(9)
        if mode == "hangs" and "hang" in text:
            time.sleep(60)
        return match_of(text, "bad", "good") if "bad" in text else NO_MATCHES

    stub.answer = answer
    time.sleep(120)  # nobody waits for this long: the test ends it


def _next_of_plan() -> str:
    plan = Path(os.environ["STUB_PLAN"])
    words = plan.read_text().split() if plan.exists() else []
    if len(words) > 1:
        plan.write_text(" ".join(words[1:]))
    return words[0] if words else "ok"


if __name__ == "__main__":
    main(sys.argv[1:])
