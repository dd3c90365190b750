"""Settings files to values: TOML into the frozen dataclasses of `loop/settings.py`.

Unknown keys and wrong types are refused with their line and the nearest known key. The workspace's file wins
over the user's, but for [app] and [keys]; what names a program is read from the user's file alone.
"""

from __future__ import annotations

import dataclasses
import difflib
import os
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from draftloop.loop.errors import BadSetting, Unreadable
from draftloop.loop.settings import (
    DONE_ROWS,
    ON_REQUEST,
    AppSettings,
    CheckSettings,
    DoneSettings,
    Settings,
    StageSettings,
    TargetSettings,
    WeekSettings,
    WhileWriting,
)
from draftloop.loop.toml_text import MAX_CHARACTERS, read_toml

DAY = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)2?\Z")
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d\Z")
PAUSE = re.compile(r"\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d\Z")

USER_FILE = "config.toml"

SHARED = (
    "workspace",
    "week",
    "stages",
    "length",
    "checks",
    "ship",
    "done",
    "target",
    "themes",
    "app",
    "keys",
)
USER_ONLY = ("editor", "languagetool", "git")

FIXED_IN_TARGET = {"math": "keep", "footnotes": "keep"}
"""Keys that may be written down, with the one value that says what happens."""

WHILE_WRITING: tuple[tuple[object, WhileWriting], ...] = ((False, "off"), (True, "on"), ("always", "always"))

Table = Mapping[str, Any]
T = TypeVar("T")


def load(root: str | None, user_folder: str) -> Settings:
    """The settings that hold in the workspace at `root` (None: outside any).

    Raises:
        BadSetting: an unknown key, or a value of a wrong type.
        Unreadable: a file that is not UTF-8 or not TOML.
    """
    user = _File(os.path.join(user_folder, USER_FILE), allowed=SHARED + USER_ONLY)
    own = _File(os.path.join(root, "draftloop.toml") if root else "", allowed=SHARED)

    def merged(table: str, personal: bool = False) -> _Section:
        first, second = (own, user) if personal else (user, own)
        return _Section(table, (first, second))

    workspace = merged("workspace")
    workspace.refuse_unknown(["lang"])
    ship = merged("ship")
    ship.refuse_unknown(["to"])
    editor, tool, git = merged("editor"), merged("languagetool"), merged("git")
    length, targets, themes = merged("length"), merged("target"), merged("themes")
    keymap = merged("keys", personal=True)
    editor.refuse_unknown(["command"])
    tool.refuse_unknown(["use"])
    checks, use = merged("checks"), tool.text("use", "off")
    git.refuse_unknown(["hooks"])
    return Settings(
        lang=workspace.text("lang", "en-US"),
        week=_week(merged("week")),
        stages=_fill(StageSettings, merged("stages")),
        length={key: length.number(key, 0) for key in length.names()},
        checks=_with_second_engine(_checks(checks), checks, use),
        ship_to=ship.text("to", ""),
        done=_done(merged("done")),
        targets={name: _target(name, targets) for name in targets.names()},
        themes={name: themes.texts(name, ()) for name in themes.names()},
        app=_fill(AppSettings, merged("app", personal=True)),
        keys={key: keymap.text(key, "") for key in keymap.names()},
        editor_command=editor.text("command", ""),
        languagetool_use=use,
        git_hooks=git.flag("hooks", False),
    )


class _File:
    """One settings file, parsed; a missing one is empty."""

    def __init__(self, path: str, allowed: tuple[str, ...]) -> None:
        self.path = path
        self.lines: list[str] = []
        self.tables: Table = {}
        if path and os.path.exists(path):
            self._read()
        for name, value in self.tables.items():
            if name not in allowed:
                raise BadSetting(path, name, "no such table", self.line(name), _near(name, allowed))
            if not isinstance(value, dict):
                raise BadSetting(path, name, "must be a table", self.line(name))

    def _read(self) -> None:
        if not os.path.isfile(self.path):
            # A pipe would be waited for, without end.
            raise Unreadable(self.path, "is not a regular file", "move it away")
        try:
            with open(self.path, "rb") as file:
                text = file.read(4 * MAX_CHARACTERS).decode("utf-8-sig")
        except UnicodeDecodeError:
            raise Unreadable(self.path, "is not UTF-8", "save it as UTF-8") from None
        except OSError as error:
            raise Unreadable(self.path, error.strerror or "cannot be read") from None
        self.lines = text.splitlines()
        self.tables = read_toml(text, self.path)

    def line(self, key: str) -> int | None:
        """1-based line of the first `key =` or `[key]`."""
        pattern = re.compile(rf"""\s*(\[+\s*)?["']?{re.escape(key)}["']?\s*[]=.]""")
        return next((n for n, text in enumerate(self.lines, 1) if pattern.match(text)), None)


class _Section:
    """One table as merged from two files, the later winning key by key."""

    def __init__(self, name: str, files: tuple[_File, _File]) -> None:
        self.name = name
        self._values: dict[str, Any] = {}
        self._from: dict[str, _File] = {}
        for file in files:
            for key, value in file.tables.get(name, {}).items():
                self._values[key] = value
                self._from[key] = file

    def names(self) -> list[str]:
        return list(self._values)

    def refuse_unknown(self, known: list[str]) -> None:
        for key in self._values:
            if key not in known:
                raise self.bad(key, "no such key", _near(key, tuple(known)))

    def take(self, key: str, default: object) -> object:
        """Take a key out whose values no type tells."""
        return self._values.pop(key, default)

    def bad(self, key: str, problem: str, near: str = "") -> BadSetting:
        file = self._from[key]
        return BadSetting(file.path, f"{self.name}.{key}", problem, file.line(key), near)

    def text(self, key: str, default: str) -> str:
        return str(self._of(key, default, str, "must be a text in quotes"))

    def number(self, key: str, default: int) -> int:
        value = self._of(key, default, int, "must be a whole number")
        if isinstance(value, bool) or value < 0:
            raise self.bad(key, "must be a whole number, 0 or more")
        return int(value)

    def flag(self, key: str, default: bool) -> bool:
        return bool(self._of(key, default, bool, "must be true or false"))

    def texts(self, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        value = self._of(key, list(default), list, 'must be a list of texts, like ["mon"]')
        if not all(isinstance(item, str) for item in value):
            raise self.bad(key, 'must be a list of texts, like ["mon"]')
        return tuple(value)

    def table(self, key: str) -> dict[str, Any]:
        return dict(self._of(key, {}, dict, "must be a table"))

    def of(self, key: str, default: object) -> object:
        """The value of a key, checked against the type of its default."""
        match default:
            case bool():
                return self.flag(key, default)
            case int():
                return self.number(key, default)
            case str():
                return self.text(key, default)
            case tuple():
                return self.texts(key, default)
            case _:
                return self.table(key)

    def _of(self, key: str, default: Any, kind: type, problem: str) -> Any:
        if key not in self._values:
            return default
        value = self._values[key]
        if not isinstance(value, kind):
            raise self.bad(key, problem)
        return value


def _fixed(only: object) -> str:
    written = "false" if only is False else f'"{only}"'
    return f"can only be {written} so far"


def _fill(kind: Callable[..., T], section: _Section) -> T:
    fields = dataclasses.fields(kind)  # type: ignore[arg-type]  # a dataclass type, which Callable cannot say
    section.refuse_unknown([field.name for field in fields])
    return kind(**{field.name: section.of(field.name, field.default) for field in fields})


def _week(section: _Section) -> WeekSettings:
    week = _fill(WeekSettings, section)
    for stage in ("pick", "outline", "rewrite", "prose", "edit", "ship"):
        for day in getattr(week, stage):
            if not DAY.match(day) or (day.endswith("2") and week.weeks < 2):
                raise section.bad(stage, f"{day!r} is no day; days are mon tue wed thu fri sat sun")
    if not DAY.match(week.starts) or week.starts.endswith("2"):
        raise section.bad("starts", "must be a day, like mon")
    if not CLOCK.match(week.day_ends):
        raise section.bad("day_ends", "must be a time, like 04:00")
    if week.weeks > 2:
        raise section.bad("weeks", "must be 0, 1 or 2")
    for pause in week.pauses:
        if not _is_pause(pause):
            raise section.bad("pauses", f"{pause!r} must be two days, like 2026-12-21/2027-01-03")
    return week


def _is_pause(pause: str) -> bool:
    """Two days that exist, the first not after the last."""
    first, _, last = pause.partition("/")
    try:
        return bool(PAUSE.match(pause)) and date.fromisoformat(first) <= date.fromisoformat(last)
    except ValueError:
        return False


def _checks(section: _Section) -> CheckSettings:
    written = section.take("while_writing", False)
    writing = [said for value, said in WHILE_WRITING if type(value) is type(written) and value == written]
    if not writing:
        raise section.bad("while_writing", 'must be true, false or "always"')
    for name in section.texts("on", ()):
        if name not in ON_REQUEST:
            raise section.bad("on", f"there is no check {name!r}", _near(name, ON_REQUEST))
    return dataclasses.replace(_fill(CheckSettings, section), while_writing=writing[0])


def _with_second_engine(checks: CheckSettings, section: _Section, use: str) -> CheckSettings:
    """Whoever set LanguageTool up wants it asked; a list of engines that is written down holds as it is."""
    if "engines" in section.names() or use.strip() in ("", "off"):
        return checks
    return dataclasses.replace(checks, engines=(*checks.engines, "languagetool"))


def _done(section: _Section) -> DoneSettings:
    section.refuse_unknown(["off", "ask", "run"])
    off = section.texts("off", ())
    for row in off:
        if row not in DONE_ROWS:
            raise section.bad("off", f"there is no row {row!r}", _near(row, DONE_ROWS))
    commands = section.table("run")
    for name, command in commands.items():
        if not isinstance(command, list) or not command or not all(isinstance(word, str) for word in command):
            raise section.bad("run", f'{name!r} must be a program and its arguments, like ["hugo"]')
    return DoneSettings(
        off=off,
        ask=section.texts("ask", ()),
        run={name: tuple(command) for name, command in commands.items()},
    )


def _target(name: str, section: _Section) -> TargetSettings:
    value = section.table(name)
    defaults = {
        field.name: "" if field.default is dataclasses.MISSING else field.default
        for field in dataclasses.fields(TargetSettings)
        if field.name not in ("name", "rename", "add")
    }
    known = (*defaults, "rename", "add", *FIXED_IN_TARGET)
    for key, entry in value.items():
        if key == "check":
            raise section.bad(name, 'check: programs stand in [done.run], like "it builds" = ["hugo"]')
        if key in FIXED_IN_TARGET and entry != FIXED_IN_TARGET[key]:
            raise section.bad(name, f"{key}: {_fixed(FIXED_IN_TARGET[key])}")
        if key not in known:
            raise section.bad(name, f"{key}: no such key", _near(key, known))
        wanted = dict if key in ("rename", "add") else type(defaults.get(key, ""))
        if not isinstance(entry, wanted):
            raise section.bad(name, f"{key}: must be of type {wanted.__name__}")
    for needed in ("kind", "root"):
        if not value.get(needed):
            raise section.bad(
                name, f"needs {needed}, like " + ('"hugo"' if needed == "kind" else '"../site"')
            )
    given = {key: entry for key, entry in value.items() if key in defaults or key == "add"}
    rename = {str(ours): str(theirs) for ours, theirs in value.get("rename", {}).items()}
    return TargetSettings(name=name, rename=rename, **given)


def _near(key: str, known: tuple[str, ...]) -> str:
    return next(iter(difflib.get_close_matches(key, known, 1)), "")
