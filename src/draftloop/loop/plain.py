"""Text made fit for a terminal: what would be obeyed or would hide is shown instead. Both faces use it."""

from __future__ import annotations

import re

_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # bidi controls and the deprecated format characters
    "\u2028\u2029"  # line and paragraph separator
    "\ufeff\ufff9-\ufffb"  # a BOM inside the text, interlinear annotations
    "\U000e0000-\U000e007f"  # tag characters
    "\ud800-\udfff]"  # lone surrogates: bytes that were not UTF-8
)


def safe(text: str) -> str:
    """`text` with every control character as a visible picture (`␛`, `‹U+202E›`); clean text as it is.

    Tabs and line feeds stay, CR LF becomes a line feed. The result has no character below U+0020 but these
    two and none from U+007F to U+009F, and `safe(safe(text)) == safe(text)`.
    """
    if text.isascii() and text.isprintable():
        return text
    if "\r\n" in text:
        text = text.replace("\r\n", "\n")
    return _UNSAFE.sub(_picture, text)


def _picture(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return f"‹U+{code:04X}›"
