"""Where a text goes that is checked: this machine, or the one that the user's settings name."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.loop.settings import Settings


GRAMMAR_SERVER = "grammar server"
"""What a yes to another machine is called in the user's consents; its value is the address."""


def server_elsewhere(settings: Settings, engines: Sequence[str] | None = None) -> str:
    """The host that LanguageTool is asked at, when that is another machine than this one; else empty.

    Args:
        settings: What holds.
        engines: Those that are asked; None: those of the settings.
    """
    use = settings.languagetool_use
    if "languagetool" not in (settings.checks.engines if engines is None else engines) or "://" not in use:
        return ""
    host = ""
    try:
        host = urlsplit(use).hostname or ""
        if host == "localhost" or ipaddress.ip_address(host).is_loopback:
            return ""
    except ValueError:  # a name and no number, or no address at all: the checker says so
        pass
    return host
