"""Names of ideas and drafts, made from titles (formats.md section 2)."""

from __future__ import annotations

# The quick way of `idea add` imports this module: nothing that costs milliseconds may be imported above.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

MAX_LENGTH = 80
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))]
)


def slug_of(title: str, day: str) -> str:
    """The slug a title asks for, whether taken or not.

    Args:
        title: Any text.
        day: ISO date, for titles of which fewer than two characters are left: `idea-2026-11-09`.
    """
    if not title.isascii():
        import unicodedata

        decomposed = unicodedata.normalize("NFKD", title)
        title = "".join(c for c in decomposed if not unicodedata.category(c).startswith("M"))
    words = "".join(c if c in _LETTERS else " " for c in title.lower()).split()
    slug = cut_to_words("-".join(words), MAX_LENGTH)
    return slug if len(slug) >= 2 else f"idea-{day}"


def cut_to_words(slug: str, most: int) -> str:
    """`slug` cut to `most` characters at the end of a word; a single longer word is cut inside."""
    if len(slug) <= most:
        return slug
    if slug[most] == "-":
        return slug[:most]
    head, dash, _ = slug[:most].rpartition("-")
    return head if dash else slug[:most]


def free_slug(title: str, day: str, is_taken: Callable[[str], bool]) -> str:
    """A slug for `title` that nobody has: the wished one, else `-2`, `-3` ... behind it."""
    wished = slug_of(title, day)
    slug, number = wished, 1
    while is_reserved(slug) or is_taken(slug):
        number += 1
        ending = f"-{number}"
        slug = cut_to_words(wished, MAX_LENGTH - len(ending)) + ending
    return slug


def is_reserved(slug: str) -> bool:
    """Whether no new file may have this name: the drop folder, and names Windows keeps for devices."""
    return slug == "inbox" or slug in _DEVICES
