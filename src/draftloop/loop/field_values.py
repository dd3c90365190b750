"""How draftloop writes front matter values: one form that YAML, TOML and every site generator read alike."""

from __future__ import annotations

# The quick way of `idea add` imports this module: nothing that costs milliseconds may be imported above.
from datetime import date

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    Single = str | bool | int | date | datetime
    Record = Mapping[str, Single]
    Value = Single | Sequence[str] | Sequence[Record]

_NAMED = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}


def quoted(text: str) -> str:
    """`text` as a JSON string that is a YAML and TOML string too: other characters as they are.

    YAML takes NEL, LS and PS for line ends and refuses C1, BOM and non-characters, so these are escaped;
    a lone surrogate, which UTF-8 cannot hold, becomes U+FFFD.
    """
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return '"' + "".join(_NAMED.get(c) or _escaped(c) for c in text) + '"'


def _escaped(c: str) -> str:
    code = ord(c)
    if code < 0x20 or 0x7F <= code <= 0x9F or code in (0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF):
        return f"\\u{code:04x}"
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else c


def single(value: Single) -> str:
    """One scalar: strings quoted, yes/no as true/false, times as RFC 3339 to the second."""
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    written = value.isoformat()
    # Fractions of a second are cut off: nobody wants to read them.
    head, dot, fraction = written.partition(".")
    return head + fraction[6:] if dot else written


def record(fields: Record) -> str:
    """A record on one line: `{when: 2026-03-04, who: "M."}`; the keys are ours and need no quotes."""
    return "{" + ", ".join(f"{key}: {single(value)}" for key, value in fields.items()) + "}"


def field_lines(key: str, value: Value) -> list[str]:
    """The lines of one field, without line ends: strings in a list on one line, records one a line."""
    if isinstance(value, str | int | date):
        return [f"{key}: {single(value)}"]
    texts = [item for item in value if isinstance(item, str)]
    records = [item for item in value if not isinstance(item, str)]
    if records:
        return [f"{key}:", *(f"  - {record(item)}" for item in records)]
    return [f"{key}: [{', '.join(map(quoted, texts))}]"]
