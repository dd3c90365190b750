"""The line of facts before every kept text: read with the suspicion that bytes from a disk deserve."""

from __future__ import annotations

import json
import os
from typing import Any

from draftloop.adapters.files import parts_of
from draftloop.loop.errors import Unreadable

MAX_BYTES = 64 * 1024
"""Ours have a few hundred."""


def header_of(data: bytes) -> dict[str, Any] | None:
    """A header from its JSON, with `path` a plain path below the workspace; None: it says nothing usable.

    Every other value may be anything that JSON knows: whoever takes one looks at its type.
    """
    if len(data) > MAX_BYTES:
        return None
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):  # thousands of brackets are deeper than the parser goes
        return None
    if not isinstance(found, dict) or not isinstance(found.get("path"), str):
        return None
    try:
        parts_of(found["path"])
        os.fsencode(found["path"])
    except (Unreadable, UnicodeEncodeError):
        return None
    return found
