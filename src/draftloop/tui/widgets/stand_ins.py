"""Characters an editor must not send to the terminal, kept in its buffer as stand-ins of one cell.

Escape characters, bidi controls and odd line separators would be obeyed by the terminal, take no cell, or be
split into lines by the text widget. In the buffer each has a private-use stand-in, so that wrapping, the
cursor and the screen agree; what is saved or copied has the character itself. Pure functions, no widget.
"""

from __future__ import annotations

import re

_UNSAFE_CODES = (
    *range(0x09),
    *range(0x0B, 0x20),
    *range(0x7F, 0xA0),
    0x00AD,
    0x034F,
    0x061C,
    0x115F,
    0x1160,
    0x180E,
    0x200B,
    0x200E,
    0x200F,
    *range(0x2028, 0x202F),
    *range(0x2060, 0x2070),
    0x3164,
    *range(0xFDD0, 0xFDF0),
    0xFEFF,
    0xFFA0,
    *range(0xFFF0, 0xFFFC),
    0xFFFE,
    0xFFFF,
    *range(0x1D173, 0x1D17B),
    *range(0xE0000, 0xE0100),
    *range(0xD800, 0xE000),
)
_UNSAFE = re.compile("[" + "".join(f"\\U{code:08x}" for code in _UNSAFE_CODES) + "]")
_BASES = (0x10F000, 0x10E000, 0x10D000, 0x10C000, 0x10B000, 0x10A000)
"""Where the stand-ins may live: the first block that a text does not use itself."""
_UNKNOWN_PICTURE = "\u2426"


class StandIns:
    """The stand-ins of one text: `hide` puts them in, `reveal` takes them out, `picture` draws them."""

    def __init__(self, text: str = "") -> None:
        self.is_used = False
        """False as long as nothing had to be hidden, so that the common text costs nothing."""
        self._base = next((base for base in _BASES if not _block(base).search(text)), _BASES[0])
        self._in_block = _block(self._base)
        self._hidden = {code: chr(self._base + place) for place, code in enumerate(_UNSAFE_CODES)}
        self._revealed = {self._base + place: chr(code) for place, code in enumerate(_UNSAFE_CODES)}
        self._pictures = {self._base + place: _picture(code) for place, code in enumerate(_UNSAFE_CODES)}

    def hide(self, text: str) -> str:
        """`text` as the buffer holds it. Characters of the stand-ins' own block become U+FFFD."""
        if text.isascii() and text.isprintable():
            return text
        if self._in_block.search(text):
            text = self._in_block.sub("\ufffd", text)
        if not _UNSAFE.search(text):
            return text
        self.is_used = True
        return text.translate(self._hidden)

    def reveal(self, text: str) -> str:
        """`text` of the buffer with its real characters."""
        return text.translate(self._revealed) if self.is_used else text

    def picture(self, text: str) -> str:
        """`text` of the buffer with a visible picture for each stand-in; as many characters and cells."""
        return text.translate(self._pictures) if self.is_used else text


def _block(base: int) -> re.Pattern[str]:
    return re.compile(f"[\\U{base:08x}-\\U{base + len(_UNSAFE_CODES) - 1:08x}]")


def _picture(code: int) -> str:
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else _UNKNOWN_PICTURE
