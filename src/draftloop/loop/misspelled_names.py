"""Names the author wrote otherwise everywhere else in the post."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftloop.loop.lexicon import Lexicon
    from draftloop.loop.post_words import PostWords

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def misspelled_name(word: str, post: PostWords, lexicon: Lexicon) -> str | None:
    """The name that the post writes more than once and that this is most likely a slip for.

    Only letters swapped, doubled, lost or added inside a long name count: Node4 is no slip for Node3, and
    Foos none for Foo.
    """
    written = post.written
    if len(word) < 5 or not word.isalpha() or not word.isascii() or written[word] != 1:
        return None
    if not word[:1].isupper() or lexicon.is_tech(word) or lexicon.is_rare(word):
        return None
    has_inner_capital = any(char.isupper() for char in word[1:]) and not word.isupper()
    for name in _letters_moved(word):
        if name[-1:] != word[-1:] or name == word:
            continue
        if written[name] >= 2:
            return name
        usual = lexicon.written_as.get(name.lower(), "").removesuffix("+") if has_inner_capital else ""
        if usual[1:] != usual[1:].lower() and _capitals(usual) == _capitals(word):
            return usual
    return None


def _capitals(word: str) -> str:
    return "".join(char for char in word if char.isupper())


def _letters_moved(word: str) -> Iterator[str]:
    """The word with two letters swapped, one doubled, one left out or one put in."""
    for at in range(1, len(word) - 1):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        if len(word) >= 7:
            yield word[:at] + word[at + 1 :]
            yield from (word[:at] + letter + word[at:] for letter in _LETTERS)
