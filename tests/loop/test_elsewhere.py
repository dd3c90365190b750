"""Another machine that reads a text is named; this one is not."""

from __future__ import annotations

import pytest

from draftloop.loop.elsewhere import server_elsewhere
from draftloop.loop.settings import CheckSettings, Settings


def elsewhere(use: str, *asked: str, engines: tuple[str, ...] | None = None) -> str:
    return server_elsewhere(Settings(checks=CheckSettings(engines=asked), languagetool_use=use), engines)


def test_another_machine_is_named_while_it_is_asked() -> None:
    assert elsewhere("https://lt.example/path", "harper", "languagetool") == "lt.example"
    assert elsewhere("https://10.0.0.7:8010", "languagetool") == "10.0.0.7"
    assert elsewhere("https://lt.example", "harper") == ""
    assert elsewhere("https://lt.example", "harper", engines=("languagetool",)) == "lt.example"


@pytest.mark.parametrize(
    "use",
    ["off", "managed", "/opt/lt", "http://127.0.0.1:8081", "http://[::1]:1", "http://localhost", "http://["],
)
def test_this_machine_and_what_is_no_address_are_not(use: str) -> None:
    assert elsewhere(use, "languagetool") == ""
