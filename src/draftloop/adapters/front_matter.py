"""Reading YAML front matter: the only place that knows python-frontmatter and a YAML parser.

Values are built from the parser's events, so that no depth of nesting reaches the C stack (30,000 brackets
end the process in libyaml's composer) and nothing is resolved: `title: no` is the text "no". Nothing here
writes; see `loop/front_matter.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from draftloop.loop.errors import Unreadable
from draftloop.loop.front_matter import MAX_KEYS
from draftloop.loop.front_matter_block import Kind, find_block

if TYPE_CHECKING:
    from collections.abc import Mapping

    from draftloop.loop.ports import FieldValue

MAX_DEPTH = 50
MAX_ALIASES = 100
MAX_MERGE_KEYS = 10
MAX_VALUES = 10_000
"""With every alias counted as all it stands for: a few lines can stand for billions."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_fields(text: str, path: str = "") -> Mapping[str, FieldValue]:
    """The fields of a text's front matter, scalars as written; empty when it has no YAML.

    Raises:
        Unreadable: the block is no mapping a cautious reader can take, with the line in the file.
    """
    block = find_block(text)
    if block.kind is not Kind.YAML:
        return {}
    if block.is_large:
        return _read_apart(text[: block.body], path)
    return read_in_place(text, path)


def read_in_place(text: str, path: str = "") -> Mapping[str, FieldValue]:
    """The same for YAML of any size, in this process."""
    fields, _ = frontmatter.parse(text, handler=_CautiousYaml(path))
    return cast("Mapping[str, FieldValue]", fields)


def _read_apart(text: str, path: str) -> Mapping[str, FieldValue]:
    """The same by a child process, which may die of it."""
    from draftloop.adapters.front_matter_child import read_apart

    said = read_apart(text)
    if said.fields is None:
        raise Unreadable(path, said.problem, said.remedy, said.line)
    return said.fields


class _CautiousYaml(YAMLHandler):
    """python-frontmatter's YAML format, split by our finder and loaded without constructing anything."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self._path = path

    def split(self, text: str) -> tuple[str, str]:
        block = find_block(text)
        return text[block.start : block.end], text[block.body :]

    def load(self, fm: str, **kwargs: object) -> dict[str, FieldValue]:
        try:
            return _Builder(self._path).build(fm)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            if error.context_mark and mark and mark.line >= fm.count("\n"):
                mark = error.context_mark  # nothing closes it up to the end: its beginning is what to look at
            line = mark.line + 2 if mark else None
            raise _unreadable(self._path, error.problem or "not YAML", line) from error
        except yaml.YAMLError as error:
            position = getattr(error, "position", None)
            line = fm.count("\n", 0, position) + 2 if isinstance(position, int) else None
            raise _unreadable(self._path, getattr(error, "reason", "not YAML"), line) from error


def _unreadable(path: str, reason: str, line: int | None) -> Unreadable:
    return Unreadable(path, f"front matter: {reason}", "correct the line in your editor", line)


@dataclass(slots=True)
class _Frame:
    """A list or mapping being built."""

    value: list[FieldValue] | dict[str, FieldValue]
    anchor: str | None
    line: int
    key: str | None = None
    size: int = 1


@dataclass(slots=True)
class _Builder:
    path: str
    stack: list[_Frame] = field(default_factory=list)
    anchors: dict[str, tuple[FieldValue, int]] = field(default_factory=dict)
    keys: int = 0
    aliases: int = 0
    merges: int = 0
    root: FieldValue = None
    documents: int = 0

    def build(self, text: str) -> dict[str, FieldValue]:
        """The mapping that `text` holds; empty for nothing but comments."""
        for event in yaml.parse(text, Loader=_LOADER):
            self._take(event)
        if self.root is None or self.root == "":
            return {}
        if not isinstance(self.root, dict):
            raise _unreadable(self.path, "not a mapping of keys to values", 2)
        return self.root

    def _take(self, event: yaml.Event) -> None:
        mark = event.start_mark
        line = mark.line + 2 if mark else 2
        match event:
            case yaml.DocumentStartEvent():
                self.documents += 1
                self._limit(self.documents, 1, "documents in one block", line)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._refuse_key(line)
                is_mapping = isinstance(event, yaml.MappingStartEvent)
                self.stack.append(_Frame({} if is_mapping else [], event.anchor, line))
                self._limit(len(self.stack), MAX_DEPTH, "levels deep", line)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                frame = self.stack.pop()
                if frame.anchor:
                    self.anchors[frame.anchor] = (frame.value, frame.size)
                self._put(frame.value, frame.size, line)
            case yaml.ScalarEvent():
                is_nothing = event.value == "" and event.implicit[0]
                value: FieldValue = None if is_nothing else event.value
                if event.anchor:
                    self.anchors[event.anchor] = (value, 1)
                self._put(value, 1, line)
            case yaml.AliasEvent():
                self.aliases += 1
                self._limit(self.aliases, MAX_ALIASES, "aliases", line)
                if event.anchor not in self.anchors:
                    raise _unreadable(self.path, f"nothing is called &{event.anchor} above", line)
                self._put(*self.anchors[event.anchor], line)
            case _:
                pass

    def _put(self, value: FieldValue, size: int, line: int) -> None:
        if not self.stack:
            self.root = value
            return
        frame = self.stack[-1]
        frame.size += size
        self._limit(frame.size, MAX_VALUES, "values", line)
        if isinstance(frame.value, list):
            frame.value.append(value)
        elif frame.key is None:
            frame.key = self._new_key(value, frame.value, line)
        else:
            frame.value[frame.key] = value
            frame.key = None

    def _new_key(self, value: FieldValue, mapping: dict[str, FieldValue], line: int) -> str:
        if isinstance(value, list | dict):
            raise _unreadable(self.path, "a list or mapping as a key", line)
        key = value or ""
        self.keys += 1
        self._limit(self.keys, MAX_KEYS, "keys", line)
        self.merges += key == "<<"
        self._limit(self.merges, MAX_MERGE_KEYS, "merge keys", line)
        if key in mapping:
            raise Unreadable(self.path, f"the key {key!r} stands here a second time", "keep one", line)
        return key

    def _refuse_key(self, line: int) -> None:
        if self.stack and isinstance(self.stack[-1].value, dict) and self.stack[-1].key is None:
            raise _unreadable(self.path, "a list or mapping as a key", line)

    def _limit(self, count: int, most: int, what: str, line: int) -> None:
        if count > most:
            raise _unreadable(self.path, f"more than {most} {what}", line)
