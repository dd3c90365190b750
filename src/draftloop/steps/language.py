"""What a text is read as, which of its blocks are in another language, and what to say about it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.loop.languages import is_english, language_of, name_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from draftloop.loop.findings_filter import Unit

DEFAULT = "en-US"
_MOST = 0.6
"""Share of the letters that makes a text one of that language; the rest are quotes."""
_FEWEST_LETTERS = 120
"""Below, a text is too short to contradict what is set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A text's language."""

    tag: str
    """What its blocks are read as."""
    is_said: bool
    """The post names it; else it is the workspace's."""
    note: str = ""
    skipped: frozenset[int] = frozenset()
    """Numbers of the blocks in another language: nobody is asked about them."""
    is_unread: bool = False
    """Most of the text is in another language than what it is read as."""


def spoken_in(units: Sequence[Unit], said: str, default: str) -> Spoken:
    """What a text is read as.

    Args:
        units: Its blocks.
        said: The tag in its front matter, or what was asked for; empty: none.
        default: The workspace's.
    """
    codes = [language_of(unit.rendered.text) for unit in units]
    plain = _plainly(units, codes)
    tag, note = said or default or DEFAULT, ""
    if tag == "en":
        tag = default if is_english(default) and default else DEFAULT
    if said and not is_english(said) and plain == "en":
        tag = default if is_english(default) and default else DEFAULT
        note = f"lang says {name_of(said)}, but the post reads as English and is checked as such"
    own = tag.split("-")[0].lower()
    if not plain or plain == own or (not is_english(tag) and plain != "en"):
        skipped = {n for n, code in enumerate(codes) if code and code != own and _is_other(code, own)}
        return Spoken(tag=tag, is_said=bool(said), note=note, skipped=frozenset(skipped))
    name = name_of(plain)
    note = f"the post reads as {name} and was not checked: set lang: {plain} in its front matter"
    skipped = {n for n, code in enumerate(codes) if code != own}
    return Spoken(tag=tag, is_said=bool(said), note=note, skipped=frozenset(skipped), is_unread=True)


def _plainly(units: Sequence[Unit], codes: Sequence[str]) -> str:
    """The language of most of the text; empty when there is too little to tell."""
    sizes: Counter[str] = Counter()
    for unit, code in zip(units, codes, strict=True):
        sizes[code] += len(unit.rendered.text)
    del sizes[""]
    if sizes.total() < _FEWEST_LETTERS and set(sizes) <= {"en", ""}:
        return "en" if sizes else ""
    if sizes.total() < _FEWEST_LETTERS:
        return ""
    code, most = sizes.most_common(1)[0]
    return code if most >= _MOST * sizes.total() else ""


def _is_other(code: str, own: str) -> bool:
    """Neighbors are not told apart by little words: Norwegian reads as Danish."""
    near = frozenset({"da", "no", "nb", "sv"})
    return not (code in near and own in near)


def unread_note(tag: str, states: Mapping[str, str]) -> str:
    """What to say when no engine has read a post in another language than English."""
    if "ok" in states.values():
        return ""
    name = name_of(tag)
    troubles = [state for engine, state in states.items() if engine == "languagetool" and state != "off"]
    if troubles:
        return f"nobody here reads {name}: languagetool is {troubles[0]}"
    return f"nobody here reads {name}; LanguageTool does, once [languagetool] use names a server or a folder"
