"""Every key of the app: bindings, the bottom line, the help and docs/keys.md all come from one table.

The rows stand in `key_table.py` (app and places), `key_table_steps.py` (the steps of a draft) and
`key_table_passes.py` (the edit passes), `key_table_conflict.py` (two versions of one file). Here is what is
made of them, and the check of the user's own keys: Textual ignores an unknown id or an impossible key without
a word, so nothing of `[keys]` gets there unchecked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches

from textual.binding import Binding, BindingType
from textual.keys import KEY_NAME_REPLACEMENTS, Keys

from draftloop.tui.key_row import Key
from draftloop.tui.key_table import PLACE_KEYS, SCREEN_NAMES
from draftloop.tui.key_table_conflict import CONFLICT_KEYS
from draftloop.tui.key_table_passes import PASS_KEYS
from draftloop.tui.key_table_steps import STEP_KEYS

__all__ = ["EVERYWHERE", "KEYS", "SCREEN_NAMES", "Key"]

KEYS: tuple[Key, ...] = PLACE_KEYS + STEP_KEYS + PASS_KEYS + CONFLICT_KEYS
"""In the order of use, screen by screen."""

EVERYWHERE = "app"
"""The screen name of keys that hold on every screen."""

_SHOWN = {
    "escape": "esc",
    "question_mark": "?",
    "slash": "/",
    "space": "space",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "exclamation_mark": "!",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "pgup",
    "pagedown": "pgdn",
}
_ARROWS = ("up", "down", "left", "right")
_MODIFIERS = frozenset({"ctrl", "alt", "shift", "super", "hyper", "meta"})
_NAMED = {key.value for key in Keys} | set(KEY_NAME_REPLACEMENTS.values()) | set(KEY_NAME_REPLACEMENTS)
_UNTELLABLE = {
    "ctrl+i": "tab",
    "ctrl+m": "enter",
    "ctrl+left_square_bracket": "escape",
    "ctrl+h": "backspace",
}


def keys_of(screen: str) -> tuple[Key, ...]:
    """The keys of one screen, without those that hold everywhere."""
    return tuple(key for key in KEYS if key.screen == screen)


def bindings_for(screen: str) -> list[BindingType]:
    """Textual bindings of one screen (or of `app`), with ids for the user's keymap."""
    return [
        Binding(
            key.keys,
            key.action,
            key.label,
            id=key.id,
            tooltip=key.help,
            show=False,
            priority=key.works_in_text,
            key_display=shown(key.keys),
        )
        for key in keys_of(screen)
    ]


def shown(keys: str) -> str:
    """The first of `keys` as people write it: `ctrl+s`, `?`, `shift+tab`, `alt+↑`."""
    parts = [part for part in keys.split(",")[0].strip().split("+") if part]
    return "+".join(_SHOWN.get(part, part) for part in parts)


def keys_in_use(keymap: Mapping[str, str]) -> dict[str, str]:
    """Binding id to keys, the user's over the table's."""
    return {key.id: keymap.get(key.id, key.keys) for key in KEYS}


def check_keymap(wanted: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """What of the user's `[keys]` can be used, and a sentence for each line that cannot.

    A line is refused when its id is unknown, a key cannot come from a terminal, or the key belongs to another
    action of the same screen (or of the app) that was not moved away as well.
    """
    known = {key.id: key for key in KEYS}
    usable: dict[str, str] = {}
    problems: list[str] = []
    for key_id, keys in wanted.items():
        if key_id not in known:
            near = get_close_matches(key_id, known, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            problems.append(f"[keys] {key_id}: there is no such action{hint}")
            continue
        problem = _impossible(keys)
        if problem:
            problems.append(f"[keys] {key_id}: {problem}")
            continue
        usable[key_id] = ",".join(normal_key(part) for part in keys.split(","))
    for key_id in list(usable):
        other = _clash(known[key_id], usable)
        if other is not None:
            taken = usable.pop(key_id)
            problems.append(
                f"[keys] {key_id}: {taken} already is {other.id} ({other.label}); move that first"
            )
    return usable, problems


def normal_key(key: str) -> str:
    """One key in Textual's names: `/` is `slash`, `Ctrl+S` is `ctrl+s`, `A` stays `A`."""
    *modifiers, last = _split(key.strip())
    if len(last) == 1 and not last.isalnum():
        last = next(iter(Binding.make_bindings([Binding(last, "x", "x")]))).key
    elif len(last) > 1 or modifiers:
        last = last.lower()
    return "+".join([*(part.lower() for part in modifiers), last])


def is_typed(key: str) -> bool:
    """Whether a text field would take this key for typing (or for its own use, as enter and arrows)."""
    name = key.strip()
    return len(name) == 1 or (name in _SHOWN and len(_SHOWN[name]) == 1 and not name.startswith(_ARROWS))


def clashes(keymap: Mapping[str, str] | None = None) -> list[tuple[Key, Key]]:
    """Pairs of actions that one key would call on one screen; the app's own keys give way to a screen's."""
    in_use = keys_in_use(keymap or {})
    return [
        (one, other)
        for number, one in enumerate(KEYS)
        for other in KEYS[number + 1 :]
        if one.screen == other.screen and _key_set(in_use[one.id]) & _key_set(in_use[other.id])
    ]


def as_markdown() -> str:
    """The text of docs/keys.md."""
    rows = [
        "# Keys",
        "",
        "Every key can be changed in the settings, under `[keys]`, by its name: "
        '`"today.go-on" = "enter,space"`.',
    ]
    for screen, title in SCREEN_NAMES.items():
        keys = keys_of(screen)
        if not keys:
            continue
        rows += ["", f"## {title}", "", "| key | does | name |", "| --- | --- | --- |"]
        for key in keys:
            pressed = ", ".join(f"`{shown(part)}`" for part in key.keys.split(","))
            rows.append(f"| {pressed} | {key.help} | `{key.id}` |")
    return "\n".join(rows) + "\n"


def _clash(key: Key, usable: Mapping[str, str]) -> Key | None:
    mine = _key_set(usable[key.id])
    for other in KEYS:
        meets = other.screen == key.screen or EVERYWHERE in (key.screen, other.screen)
        if other.id == key.id or not meets:
            continue
        if mine & _key_set(usable.get(other.id, other.keys)) and not _both_by_default(key, other):
            return other
    return None


def _both_by_default(one: Key, other: Key) -> bool:
    """Whether the table itself lets a screen's key stand before the app's."""
    return one.screen != other.screen and bool(_key_set(one.keys) & _key_set(other.keys))


def _key_set(keys: str) -> frozenset[str]:
    return frozenset(part.strip() for part in keys.split(","))


def _impossible(keys: str) -> str:
    parts = [part.strip() for part in keys.split(",")]
    if not all(parts):
        return f"{keys!r} names no key"
    for part in parts:
        *modifiers, last = _split(part)
        if not {modifier.lower() for modifier in modifiers} <= _MODIFIERS:
            return f"{part!r} is not a key"
        if not _is_key_name(last):
            return f"{part!r} is not a key"
        if normal_key(part) in _UNTELLABLE:
            return f"a terminal cannot tell {part} from {_UNTELLABLE[normal_key(part)]}"
    return ""


def _split(key: str) -> list[str]:
    """`ctrl+s` in two; a lone or final `+` is the key itself."""
    if key == "+" or key.endswith("++"):
        head = key[:-1].rstrip("+")
        return [*(head.split("+") if head else []), "+"]
    return key.split("+")


def _is_key_name(name: str) -> bool:
    if len(name) == 1:
        return name.isprintable() and not name.isspace()
    return name.lower() in _NAMED or re.fullmatch(r"f([1-9]|1\d|2[0-4])", name.lower()) is not None


def footer_keys(screen: str) -> list[Key]:
    """Candidates for the bottom line of `screen`, in the order of use: its own first, then the app's."""
    own = [key for key in keys_of(screen) if key.in_footer]
    taken = {key.label for key in own}
    return own + [key for key in keys_of(EVERYWHERE) if key.in_footer and key.label not in taken]
