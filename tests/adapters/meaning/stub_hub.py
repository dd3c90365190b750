"""A hub on this machine: serves the two files that a test gives it, as the real one does."""

from __future__ import annotations

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from draftloop.adapters.meaning.hub import FILES, REPOSITORY, REVISION


class StubHub:
    """Files by their name in the hub; those that are missing are answered with 404."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.holds = threading.Event()
        """Downloads wait for it after their first bytes."""
        self.holds.set()
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_HEAD(self) -> None:
                self._answer(with_body=False)

            def do_GET(self) -> None:
                self._answer(with_body=True)

            def _answer(self, *, with_body: bool) -> None:
                path = urlsplit(self.path).path
                hub.asked.append(path)
                data = hub.files.get(path.removeprefix(f"/{REPOSITORY}/resolve/{REVISION}/"))
                self.send_response(200 if data is not None else 404)
                self.send_header("X-Repo-Commit", REVISION)
                if data is None:
                    self.send_header("X-Error-Code", "EntryNotFound")
                self.send_header("ETag", f'"{hashlib.sha256(data or b"").hexdigest()}"')
                self.send_header("Content-Length", str(len(data or b"")))
                self.end_headers()
                if with_body and data is not None:
                    self._send(data)

            def _send(self, data: bytes) -> None:
                self.wfile.write(data[:3])
                self.wfile.flush()
                hub.holds.wait(30)
                self.wfile.write(data[3:])

            def log_message(self, format: str, *args: object) -> None: ...  # noqa: A002 - the base's name

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: object, client_address: object) -> None:
                """A client that goes away is what some tests are about."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def serve(self, model: bytes, tokenizer: bytes) -> None:
        self.files = dict(zip(FILES, (model, tokenizer), strict=True))

    def close(self) -> None:
        self.holds.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
