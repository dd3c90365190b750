"""Text made fit for a terminal: what would be obeyed or would hide is shown instead.

`safe` is the one boundary. Whatever was not written by us (texts and names of files, branches, commits,
remotes and servers, variables of the environment, messages of exceptions) passes it before it reaches a
screen, a line of output, a message or a log; nothing else strips escapes. The doors that call it are
`tui/text.py` for widgets, `cli/output.py` for standard output and `cli/errors.py` for standard error:
`tests/test_boundaries.py` holds everybody to them. `tui/driver.py` looks once more at what is about to be
written.
"""

from __future__ import annotations

import re

OBEYED = "\x00-\x08\x0b-\x1f\x7f-\x9f"
"""What a terminal obeys, as a class of a regular expression: C0 but tab and line feed, DEL, C1."""
HIDING = (
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # bidi controls and the deprecated format characters
    "\u2028\u2029"  # line and paragraph separator
    "\u00ad\u034f\u115f\u1160\u180e\u200b\u2060-\u2065\u3164\uffa0"  # take no cell or look like a blank
    "\ufeff\ufff0-\ufffb\ufdd0-\ufdef\ufffe\uffff"  # a BOM inside the text, annotations, never characters
    "\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"  # signs of notation, tag characters
    "\ud800-\udfff"  # lone surrogates: bytes that were not UTF-8
)
"""What would not be seen, or make something else be seen, as a class of a regular expression."""

MOST_MARKS = 6
"""Accents above one another on one letter; living scripts need three."""
_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_LOOKS = "\ufe00-\ufe0f"
_IDEOGRAPH_LOOKS = "\U000e0100-\U000e01ef"
_JOINERS = "\u200c\u200d"
_SEEN = rf"[^\s{OBEYED}{HIDING}{_JOINERS}{_IDEOGRAPH_LOOKS}"
_UNSAFE = re.compile(
    f"[{OBEYED}{HIDING}]"
    # One joiner or variation selector belongs to the character before it; more hide something.
    f"|(?<!{_SEEN}])[{_JOINERS}]|(?<!{_SEEN}{_LOOKS}])[{_LOOKS}]"
    f"|(?<![\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[{_IDEOGRAPH_LOOKS}]"
    f"|(?<=[{_MARKS}]{{{MOST_MARKS}}})[{_MARKS}]"
)
_SUSPECT = re.compile(f"[{OBEYED}{HIDING}{_JOINERS}{_LOOKS}{_IDEOGRAPH_LOOKS}{_MARKS}]")
"""One class is found twenty times as fast as the choices above."""
_OBEYED = re.compile(f"[{OBEYED}]")


def safe(text: str) -> str:
    """`text` with every control character as a visible picture (`␛`, `‹U+202E›`); clean text as it is.

    Tabs and line feeds stay, CR LF becomes a line feed. The result has no character below U+0020 but these
    two and none from U+007F to U+009F, and `safe(safe(text)) == safe(text)`.
    """
    if (text.isascii() and text.isprintable()) or not _SUSPECT.search(text):
        return text
    if "\r\n" in text:
        text = text.replace("\r\n", "\n")
    return _UNSAFE.sub(_picture, text)


def disarmed(text: str) -> str:
    """`text` for a clipboard: what a terminal would obey when it is pasted is shown, the rest is as it was.

    A mark of direction or a soft hyphen harms nobody there, and its author may want it back.
    """
    return text if text.isprintable() else _OBEYED.sub(_picture, text.replace("\r\n", "\n"))


def _picture(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return f"‹U+{code:04X}›"
