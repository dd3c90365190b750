"""Names written otherwise than nearly everybody writes them: Github for GitHub, javascript for JavaScript.

How everybody writes them was counted in public technical prose (`tools/count_trade_words.py`); no list of
exceptions is kept.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftloop.loop.engine_ports import RawAlarm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftloop.loop.lexicon import Lexicon

RULE = "NameCase"
_WORD = re.compile(r"(?<![\w@#./_~$'’-])[A-Za-z]{4,}(?![\w@_/]|['’]\w{2,}|[.:]\w)")


def name_alarms(text: str, lexicon: Lexicon) -> Iterator[RawAlarm]:
    """Alarms over a rendered block. Small letters count only where hardly anybody uses them for the name."""
    for match in _WORD.finditer(text):
        word = match[0]
        form = lexicon.written_as.get(word.lower())
        if form is None:
            continue
        right = form.removesuffix("+")
        is_small = word.islower()
        is_open = not is_small and right[0].islower() and _is_first(text, match)
        if word == right or word.isupper() or is_open:
            continue  # Grpc may begin a sentence
        if is_small and (right == form or _is_tied(text, match)):
            continue
        yield RawAlarm(
            start=match.start(),
            end=match.end(),
            rule=RULE,
            kind="Capitalization",
            message=f"The name is written “{right}”.",
            replacements=(right,),
        )


def _is_first(text: str, match: re.Match[str]) -> bool:
    return not text[: match.start()].strip() or text[: match.start()].rstrip()[-1] in ".!?:"


def _is_tied(text: str, match: re.Match[str]) -> bool:
    """With a hyphen behind it a name in small letters may be a file's or a package's."""
    return text[match.end() : match.end() + 1] == "-"
