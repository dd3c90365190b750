"""Public repositories of documentation and blogs as plain sentences, one a line, one file a repository."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

from draftloop.adapters.markdown import Markdown
from draftloop.loop.blocks import BlockKind
from draftloop.loop.rendering import render
from draftloop.loop.sentences import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PROSE = {BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUOTE, BlockKind.FOOTNOTE}
_SUFFIXES = (".md", ".markdown", ".mdx", ".rmd", ".qmd", ".rst")
_NOT_ENGLISH_PROSE = re.compile(
    r"(?:^|/)(?:zh|zh[-_]\w+|ja|ko|fr|de|es|ru|pt|pt[-_]\w+|it|pl|tr|uk|vi|id|ar|fa|cs|hi|bn|nl|_?i18n|"
    r"translations?|locales?|po|vendor|node_modules|fixtures?|testdata|tests?|third_party|changelogs?|releases?)"
    r"(?:/|$)|\.(?:zh|ja|ko|fr|de|es|ru|pt|it)[-_]?\w*\.mdx?$|CHANGELOG|LICENSE",
    re.IGNORECASE,
)
_COMMON_TEXT = "the of to and in is a for you that it"
_COMMON = frozenset(_COMMON_TEXT.split())
_LEAST_COMMON_SHARE = 0.08
"""English prose has at least so many of its commonest words."""
_MOST_WORDS = 2_500_000
"""Of one repository, so that none of them speaks for all."""
_SMALLEST_FILE, _LARGEST_FILE = 300, 400_000
_SHORTEST_SENTENCE = 20


def read_repository(folder: Path) -> Iterator[str]:
    """The sentences of a repository's newest commit, no sentence twice."""
    seen: set[int] = set()
    words = 0
    for text in _texts(folder):
        for sentence in _sentences(text):
            if hash(sentence) in seen:
                continue
            seen.add(hash(sentence))
            words += sentence.count(" ") + 1
            yield sentence
        if words > _MOST_WORDS:
            return


def _texts(folder: Path) -> Iterator[str]:
    git = [
        "git",
        "--git-dir",
        str(next(place for place in (folder / ".git", folder) if (place / "HEAD").exists())),
    ]
    listed = subprocess.run(
        [*git, "ls-tree", "-r", "-l", "-z", "HEAD"], capture_output=True, check=True
    ).stdout
    for row in listed.decode("utf-8", "replace").split("\0"):
        about, _, path = row.partition("\t")
        fields = about.split()
        if len(fields) < 4 or fields[1] != "blob" or not path.lower().endswith(_SUFFIXES):
            continue
        if _NOT_ENGLISH_PROSE.search(path) or not _SMALLEST_FILE < int(fields[3]) < _LARGEST_FILE:
            continue
        blob = subprocess.run([*git, "cat-file", "blob", fields[2]], capture_output=True, check=True).stdout
        text = blob.decode("utf-8", "replace")
        if _is_english(text):
            yield _without_directives(text) if path.endswith(".rst") else text


def _is_english(text: str) -> bool:
    words = re.findall(r"[a-z]+", text[:8000].lower())
    return bool(words) and sum(word in _COMMON for word in words) / len(words) >= _LEAST_COMMON_SHARE


def _without_directives(text: str) -> str:
    """reStructuredText near enough to Markdown: roles as code, no directives."""
    text = re.sub(r":[\w:-]+:`([^`<]*)(?:<[^`]*>)?`", r"`\1`", text)
    return re.sub(r"^\.\. .*\n(?:[ \t]+.*\n|\s*\n)*", "", text, flags=re.MULTILINE)


def _sentences(text: str) -> Iterator[str]:
    for block in Markdown().read(text).blocks:
        if block.kind in _PROSE:
            shown = render(block).text
            for start, end in sentence_spans(shown):
                sentence = " ".join(shown[start:end].split())
                if len(sentence) >= _SHORTEST_SENTENCE and sentence.count(" ") >= 3:
                    yield sentence
