"""What stands behind an opening fence, for Hugo: it reads `{...}` there as attributes and stops at any other.

Gatsby, Docusaurus, VuePress and others write the lines to mark as `{1,4-6}`, R Markdown its options. One of
them and the whole site is not built ("failed to parse Markdown attributes"; measured with 0.168).
"""

from __future__ import annotations

import re

from draftloop.loop.blocks import Prose
from draftloop.loop.publication import Splice

_OPENING = re.compile(r"[ \t>]*(?:`{3,}|~{3,})(?P<info>[^\r\n]*)")
_LINES = re.compile(r"\{\s*(?P<lines>\d{1,4}(?:-\d{1,4})?(?:\s*,\s*\d{1,4}(?:-\d{1,4})?)*)\s*\}")
_ITEM = r"""(?:"[^"\\{}]*"|\d+)"""
_LIST = rf"\[\s*{_ITEM}(?:\s*,\s*{_ITEM})*\s*\]"
_VALUE = rf"""(?:"[^"\\{{}}]*"|'[^'\\{{}}]*'|[A-Za-z][\w-]*|-?\d+(?:\.\d+)?|{_LIST})"""
_ONE = rf"(?:[.#][A-Za-z][\w-]*|[A-Za-z][\w-]*={_VALUE})"
_ATTRIBUTES = re.compile(rf"\{{(?:{_ONE}(?:[\s,]+{_ONE})*)?\}}")


# R Markdown names the language inside the braces.
_NAMED = re.compile(r"\{([A-Za-z][A-Za-z0-9+#-]*)(?=[\s,}])")


def cure_fences(text: str, prose: Prose) -> tuple[list[Splice], list[int]]:
    """Splices that make every opening fence readable, and the places of options that become plain words."""
    splices: list[Splice] = []
    lost: list[int] = []
    for code in prose.code:
        opening = _OPENING.match(text, code.start) if code.kind == "fence" else None
        if opening is None or "{" not in opening["info"]:
            continue
        start = opening.start("info")
        cured, is_lost = _cured(opening["info"])
        if cured != opening["info"]:
            splices.append(Splice(start=start, end=opening.end("info"), text=cured))
        if is_lost:
            lost.append(start)
    return splices, lost


def _cured(info: str) -> tuple[str, bool]:
    """The words behind a fence as Hugo can read them, and whether options in them count no more."""
    before, _, rest = info.partition("{")
    rest = "{" + rest
    # The language ends at a blank: with `js{3}` it is called that, and nothing is coloured.
    named = _NAMED.match(rest) if not before.strip() else None
    before += named[1] if named else ""
    before += " " if before.strip() and not before[-1].isspace() else ""
    marked = _LINES.match(rest)
    attributes = _ATTRIBUTES.match(rest)
    if attributes is not None:
        head, tail = info[: info.index("{")] + attributes[0], rest[attributes.end() :]
    elif marked is not None and _are_lines(marked["lines"]):
        lines = ",".join(f'"{part.strip()}"' for part in marked["lines"].split(","))
        head, tail = f"{before}{{hl_lines=[{lines}]}}", rest[marked.end() :]
    else:
        head, tail = before, rest
    return head + tail.replace("{", "&#123;"), "{" in tail


def _are_lines(written: str) -> bool:
    """Whether every range begins at 1 or later and does not run backwards: Hugo stops at others."""
    for part in written.split(","):
        first, _, last = part.strip().partition("-")
        if int(first) < 1 or (last and int(last) < int(first)):
            return False
    return True
