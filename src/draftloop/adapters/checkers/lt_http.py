"""One question to a LanguageTool server without the library: is it there, which version is it, is it warm?

No proxy is used, no redirect is followed: what is asked here never goes to anybody but the address named.
"""

from __future__ import annotations

import http.client
import json
import ssl
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

_MAX_ANSWER = 4_000_000


class NoAnswer(Exception):
    """Nobody answered, or not as LanguageTool does; says why."""


def ask(address: str, path: str, form: Mapping[str, str] | None = None, *, timeout_s: float) -> bytes:
    """What the server says to `GET path`, or to `POST path` with a form.

    Args:
        address: Of the server, ending in a slash.
        path: Below it, such as "v2/info".
        form: Fields to post.
        timeout_s: For connecting and for each read: the caller has a deadline of its own.

    Raises:
        NoAnswer: it cannot be reached, or says anything but "200 OK".
    """
    parts = urlsplit(address)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    try:
        connection = kind(parts.hostname or "", parts.port, timeout=timeout_s)
        try:
            body = None if form is None else urlencode(form).encode("ascii")
            headers = {} if form is None else {"Content-Type": "application/x-www-form-urlencoded"}
            connection.request("GET" if form is None else "POST", parts.path + path, body, headers)
            answer = connection.getresponse()
            said = answer.read(_MAX_ANSWER)
        finally:
            connection.close()
    except TimeoutError as problem:
        raise NoAnswer(f"{address} does not answer in time") from problem
    except ssl.SSLError as problem:
        raise NoAnswer(f"{address} cannot be trusted: {problem.reason or problem}") from problem
    except (OSError, http.client.HTTPException, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem) or type(problem).__name__
        raise NoAnswer(f"nobody answers at {address} ({reason})") from problem
    if answer.status in (301, 302, 303, 307, 308):
        raise NoAnswer(f"{address} sends us on to {answer.headers.get('Location', 'nowhere')[:200]}")
    if answer.status != 200:
        said_line = " ".join(said[:400].decode("utf-8", "replace").split())
        raise NoAnswer(f"it answers with status {answer.status}: {said_line[:160]}")
    return said


def software_version(address: str, *, timeout_s: float) -> str:
    """The server's own version, as it stands in every answer of a LanguageTool.

    Raises:
        NoAnswer: it cannot be reached, or is no LanguageTool server.
    """
    try:
        said = ask(address, "v2/info", timeout_s=timeout_s)
        return _version_in(said, address)
    except NoAnswer as problem:
        if "status 404" not in str(problem) and "status 400" not in str(problem):
            raise
    # Older servers have no such page, but say it with every check.
    said = ask(address, "v2/check", {"language": "en-US", "text": "."}, timeout_s=timeout_s)
    return _version_in(said, address)


def _version_in(said: bytes, address: str) -> str:
    try:
        version = json.loads(said)["software"]["version"]
    except (ValueError, KeyError, TypeError, RecursionError) as problem:
        raise NoAnswer(f"what answers at {address} is no LanguageTool server") from problem
    return str(version)[:60]
