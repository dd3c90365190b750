"""language-tool-python with limits: the only module that imports it, so it is loaded with the first question.

The library is only ever used with `remote_server=`: without, it downloads a release and starts Java itself.
"""

from __future__ import annotations

import re
import threading
from typing import Any, Literal

from language_tool_python import LanguageTool, Match
from language_tool_python.exceptions import LanguageToolError, RateLimitError

__all__ = ["LanguageToolError", "Match", "NotWhole", "RateLimitError", "connect"]

_SPELLERS = (
    "HUNSPELL_RULE",
    "HUNSPELL_NO_SUGGEST_RULE",
    "GERMAN_SPELLER_RULE",
    "AUSTRIAN_GERMAN_SPELLER_RULE",
    "SWISS_GERMAN_SPELLER_RULE",
    "FR_SPELLING_RULE",
)
"""Of other languages, by name; where one is unknown the server passes over it."""
_VARIANTS = ("US", "GB", "AU", "CA", "NZ", "ZA")


_PLACES = threading.Lock()
"""A match keeps the places of its text in class attributes; an answer nobody waits for may come in late."""


class NotWhole(Exception):
    """The server ran out of time and left out what it had not looked at."""


class BoundedTool(LanguageTool):
    """The library's client, which notices an answer that is not whole."""

    def _query_server(
        self,
        url: str,
        params: dict[str, str] | None = None,
        num_tries: int = 1,
        method: Literal["get", "post"] = "get",
    ) -> Any:
        # Tried once: the library's second try would only double the time until we are told.
        answer = super()._query_server(url, params, num_tries=1, method=method)
        if isinstance(answer, dict):
            warnings = answer.get("warnings")
            if isinstance(warnings, dict) and warnings.get("incompleteResults"):
                raise NotWhole
        return answer

    def check(self, text: str) -> list[Match]:
        """As the library's, but two threads do not read each other's places."""
        answer = self._query_server(f"{self._url}check", self._create_params(text), method="post")
        with _PLACES:
            return [Match(one, text) for one in answer["matches"]]


def connect(address: str, language: str, *, timeout_s: float, is_here: bool) -> LanguageTool:
    """A client for one language of a server; asks it which languages it knows.

    Args:
        address: Of the server.
        language: One of LanguageTool's codes.
        timeout_s: For each read.
        is_here: Whether it is this machine, which must not be asked through a proxy of the environment.

    Raises:
        ValueError: the server does not know the language.
        LanguageToolError: nobody answers, or not as expected. And what else the library lets through.
    """
    limited = type("LimitedTool", (BoundedTool,), {"_TIMEOUT": timeout_s})
    tool: LanguageTool = limited(
        language, remote_server=address, proxies={"http": "", "https": ""} if is_here else None
    )
    tool.disabled_rules = {*_SPELLERS, *_english_spellers(), _own_speller(language)}
    return tool


def _english_spellers() -> set[str]:
    return {f"MORFOLOGIK_RULE_EN_{variant}" for variant in _VARIANTS}


def _own_speller(language: str) -> str:
    return f"MORFOLOGIK_RULE_{re.sub(r'[^A-Z]', '_', language.upper())}"
