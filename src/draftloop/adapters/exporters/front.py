"""Front matter as generators read it: our keys in our order, then the author's own, lines as written."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from draftloop.loop.post import KNOWN_KEYS, Post, moment_of, texts_of
from draftloop.loop.publication import ExportOptions
from draftloop.loop.settings import TargetSettings

_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_BARE_KEY = re.compile(r"[A-Za-z_][\w.-]*\Z")
_LISTS = frozenset({"tags", "categories"})
_TIMES = frozenset({"date", "updated"})


@dataclass(slots=True)
class FrontMatter:
    """Front matter in the making: lines, and what has to be said about them."""

    lines: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    """Keys that stand in it, lower case: several generators do not tell cases apart."""

    def put(self, key: str, value: str) -> None:
        """A key and its value as YAML, unless the key is there already."""
        if key.lower() not in self.taken:
            self.lines.append(f"{key if _BARE_KEY.match(key) else quoted(key)}: {value}")
            self.taken.add(key.lower())

    def text(self) -> str:
        """The whole block, delimiters included."""
        return "\n".join(("---", *self.lines, "---", ""))


def quoted(value: object) -> str:
    """A value as JSON, which YAML and TOML read alike; characters stay readable."""
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False))


def yaml_front(
    post: Post,
    target: TargetSettings,
    options: ExportOptions,
    *,
    keys: Mapping[str, str],
    cover: str,
    extra: Mapping[str, str],
) -> FrontMatter:
    """The YAML front matter of a post for a target.

    Args:
        post: What is published.
        target: Its `rename` wins over `keys`; its `add` goes last.
        options: `as_draft` writes the key `draft`.
        keys: Our name and the generator's, where they differ.
        cover: The cover picture as the page names it.
        extra: Further keys with their YAML, written before the author's own.
    """
    front = FrontMatter()
    own = {entry.key.lower(): entry for entry in post.unknown}
    names = {key: target.rename.get(key, keys.get(key, key)) for key in (*KNOWN_KEYS, "draft")}

    def put(ours: str, name: str, value: str) -> None:
        if name.lower() in own:
            front.notes.append(f"{name}: your own value in post.md goes out, not the one from {ours}")
        else:
            front.put(name, value)

    for key in KNOWN_KEYS:
        value = _cover(post, target, cover) if key == "cover" else _value(post, key)
        if value:
            put(key, names[key], value)
    if options.as_draft:
        put("--as-draft", names["draft"], "true")
    for key, value in extra.items():
        put("draftloop", key, value)
    for entry in post.unknown:
        front.lines.append(entry.source)
        front.taken.add(entry.key.lower())
    for key, constant in target.add.items():
        if key.lower() in front.taken:
            front.notes.append(f"{key}: your own value in post.md goes out, not the target's")
        front.put(key, quoted(constant))
    return front


def _value(post: Post, key: str) -> str:
    """A known field as YAML; empty when there is nothing to say."""
    if key == "slug":
        return quoted(post.address_slug)
    value = post.fields.get(key)
    if value is None or value in ("", [], {}):
        return ""
    if key in _LISTS:
        texts = texts_of(value)
        return quoted(value if texts is None else list(texts))
    if isinstance(value, str):
        if key in _TIMES:
            return timestamp(value)
        if (key == "math" and value in ("true", "false")) or (
            key == "part" and re.fullmatch(r"[1-9]\d*", value)
        ):
            return value
    return quoted(value)


def timestamp(written: str) -> str:
    """A date as every generator reads it: a bare day, or RFC 3339; text that is neither stays quoted."""
    when = moment_of(written)
    if when is None:
        return quoted(written)
    return when.isoformat(timespec="seconds") if isinstance(when, datetime) else when.isoformat()


def _cover(post: Post, target: TargetSettings, image: str) -> str:
    _, alt = post.cover
    if not image:
        return ""
    if "cover" in target.rename:
        # A theme's own key for the picture holds its path; none we know takes a table of ours.
        return quoted(image)
    return quoted({"image": image, "alt": alt} if alt else {"image": image})
