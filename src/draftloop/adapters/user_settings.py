"""The user's own settings file, changed by draftloop itself: one key, and only when they ask for it."""

from __future__ import annotations

import os
import re

from draftloop.adapters import files
from draftloop.loop.errors import Unreadable
from draftloop.loop.field_values import quoted
from draftloop.loop.toml_text import read_toml


def set_text(path: str, table: str, key: str, value: str) -> None:
    """Make `[table] key = "value"` hold in a TOML file; every other line stays as it is.

    Args:
        path: The file; it and its folder are made if they are not there. A link is followed.
        table: Without brackets.
        key: A bare key.
        value: A text.

    Raises:
        Unreadable: the file is no TOML, or written so that this cannot be changed safely: nothing was.
        ChangedOnDisk: somebody else wrote it in this instant; nothing was.
        CannotWrite: the disk refuses.
    """
    real = os.path.realpath(path)
    text = _read(real)
    new = _changed(text, table, key, f"{key} = {quoted(value)}")
    wanted = _parsed(text, path)
    before = wanted.get(table, {})
    wanted[table] = {**(before if isinstance(before, dict) else {}), key: value}
    try:
        is_right = read_toml(new, path) == wanted
    except Unreadable:
        is_right = False
    if not is_right:
        raise Unreadable(path, f"is written so that [{table}] cannot be added safely", "change it by hand")
    folder, name = os.path.split(real)
    files.make_folder(folder)
    expected = files.fingerprint(text.encode()) if os.path.exists(real) else ""
    files.write_file(folder, name, new.encode(), expected=expected, private=True)


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(path, f"cannot be read: {error}", "mend it") from error


def _parsed(text: str, path: str) -> dict[str, object]:
    return read_toml(text, path, "mend it first")


def _changed(text: str, table: str, key: str, line: str) -> str:
    lines = text.splitlines(keepends=True)
    end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    header = re.compile(rf"\s*\[\s*{re.escape(table)}\s*\]")
    begins = next((n for n, one in enumerate(lines) if header.match(one)), None)
    if begins is None:
        if lines and not lines[-1].endswith("\n"):
            lines[-1] += end
        return "".join([*lines, *([end] if lines else []), f"[{table}]{end}", line + end])
    setting = re.compile(rf"\s*{re.escape(key)}\s*=[^#\r\n]*")
    if not lines[begins].endswith("\n"):
        lines[begins] += end
    for n in range(begins + 1, len(lines)):
        if re.match(r"\s*\[", lines[n]):
            break
        found = setting.match(lines[n])
        if found:
            rest = lines[n][found.end() :]
            lines[n] = line + (f"  {rest}" if rest.startswith("#") else rest)
            return "".join(lines)
    lines.insert(begins + 1, line + end)
    return "".join(lines)
