"""Checking a draft or a file with everything that is known about it: words, ignores, the pass before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, reduce
from typing import TYPE_CHECKING

from draftloop.loop.dictionary import Dictionary, add_word, dictionary_of, parse_dictionary, to_teach
from draftloop.loop.errors import BadValue, Unreadable
from draftloop.loop.finding import Finding, PassName, new_since
from draftloop.loop.front_matter import body_of
from draftloop.loop.ignores import add_ignore, parse_ignores
from draftloop.loop.languages import is_english, tag_of_fields, tag_of_name
from draftloop.loop.lexicon import lexicon
from draftloop.loop.near_words import may_be_slip
from draftloop.loop.readability_figures import PUBLISHED
from draftloop.loop.stage import Stage
from draftloop.steps.bundle import folder_of, must_read, read_bundle
from draftloop.steps.edit import PASSES, CheckReport, check_text
from draftloop.steps.files import again_if_changed
from draftloop.steps.lengths import shipped_drafts
from draftloop.steps.reading import usual_bands
from draftloop.steps.rules import standing_overrides

if TYPE_CHECKING:
    from draftloop.loop.blocks import Prose, Span
    from draftloop.loop.document import Document
    from draftloop.steps.desk import Desk

DICTIONARY = "dictionary.txt"
WORD = re.compile(r"[^\W\d_][\w'’-]*")
OFTEN_ENOUGH = 2
"""A word must stand in the shipped posts this often to be known from them: once may be a typo."""


def check_draft(
    desk: Desk,
    slug: str,
    *,
    passes: Sequence[PassName] = PASSES,
    engines: Sequence[str] | None = None,
    only_new: bool = False,
    dialect: str = "",
) -> CheckReport:
    """Check a draft's post as it is on disk.

    Args:
        desk: The desk.
        slug: An exact slug.
        passes: Which passes to run.
        engines: Grammar engines by name; None takes the setting.
        only_new: Only what was not there at the last edit commit.
        dialect: Read it as this language or dialect, whatever the post says.

    Raises:
        NotFound: no such draft.
        Unreadable: post.md cannot be read.
        BadValue: no such engine.
    """
    document = must_read(read_bundle(desk, slug), "post.md")
    report = check_document(desk, document, slug=slug, passes=passes, engines=engines, dialect=dialect)
    if not only_new:
        return report
    edits = [turn for turn in desk.history.timeline(slug) if turn.stage is Stage.EDIT]
    before = desk.history.text_at(edits[-1].commit, document.path) if edits else None
    return without_old(desk, report, document, before, slug=slug, passes=passes, engines=engines)


def without_old(
    desk: Desk,
    report: CheckReport,
    document: Document,
    before: str | None,
    *,
    slug: str = "",
    passes: Sequence[PassName] = PASSES,
    engines: Sequence[str] | None = None,
) -> CheckReport:
    """A document's report without what its text from before had too. None: all is new."""
    if before is None:
        return report
    then = replace(document, text=before)
    old = check_document(desk, then, slug=slug, passes=passes, engines=engines, dialect=report.dialect)
    return replace(report, findings=tuple(new_since(report.findings, old.findings)))


def check_document(
    desk: Desk,
    document: Document,
    *,
    slug: str = "",
    passes: Sequence[PassName] = PASSES,
    engines: Sequence[str] | None = None,
    within: Span | None = None,
    dialect: str = "",
) -> CheckReport:
    """Check any text file; with a slug, the draft's ignores count.

    With `within`, code points of the document's text, engines are asked only about the blocks that meet it.
    The language is `dialect`, else the post's own `lang`, else the workspace's.

    Raises:
        Unreadable: the draft's ignores cannot be read.
        BadValue: no such engine.
    """
    ignores_text = desk.library.open(ignores_path(slug)).text if slug else ""
    said = dialect or said_language(desk, document)
    return check_text(
        desk,
        document.text,
        file=document.path,
        passes=passes,
        engines=_engines(desk, engines, said or desk.settings.lang),
        known_words=known_words(desk, slug) if "grammar" in passes else None,
        ignores=parse_ignores(ignores_text, ignores_path(slug)),
        dialect=said,
        tiers=standing_overrides(desk),
        within=within,
        bands=usual_bands(desk, but=slug) if "readability" in passes else PUBLISHED,
    )


def said_language(desk: Desk, document: Document) -> str:
    """The language that a post's front matter or file name names, as a tag; empty when neither does."""
    try:
        said = tag_of_fields(desk.library.fields(document))
    except Unreadable:
        said = ""  # `doctor` and the ship name it; the prose can be checked all the same
    return said or tag_of_name(document.path)


def as_on_disk(report: CheckReport, document: Document) -> CheckReport:
    """The report with offsets into the file on disk, where a byte order mark counts as a character."""
    if not document.has_bom:
        return report
    moved = (
        replace(one, start=one.start + 1, end=one.end + 1, column=one.column + (one.line == 1))
        for one in report.findings
    )
    return replace(report, findings=tuple(moved))


def known_words(desk: Desk, slug: str = "") -> Dictionary:
    """The author's own words: both dictionaries, and what the shipped posts use more than once."""
    known = parse_dictionary(desk.library.open(DICTIONARY).text) | parse_dictionary(desk.user_dictionary())
    if desk.settings.checks.known_from_shipped:
        known |= _dictionary_of_texts(desk.markdown.read, _shipped_texts(desk, but=slug))
    return known


def words_of_shipped(desk: Desk, *, but: str = "") -> list[str]:
    """Words that stand more than once in posts the author shipped, this draft left out.

    A lower-case word one letter from a common one may be a slip the author makes every week: not these.
    """
    return _often_used(desk.markdown.read, _shipped_texts(desk, but=but))


def _shipped_texts(desk: Desk, *, but: str) -> tuple[str, ...]:
    others = (slug for slug in shipped_drafts(desk) if slug != but)
    return tuple(desk.library.open(f"{folder_of(slug)}/post.md").text for slug in others)


@lru_cache(maxsize=4)
def _dictionary_of_texts(read: Callable[[str], Prose], texts: tuple[str, ...]) -> Dictionary:
    """Remembered, because every pause in an edit pass asks again."""
    return dictionary_of(_often_used(read, texts))


def _often_used(read: Callable[[str], Prose], texts: tuple[str, ...]) -> list[str]:
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(_words_in(read, body_of(text)))
    known = lexicon()
    often = (word for word, count in counts.items() if count >= OFTEN_ENOUGH)
    return [word for word in often if not may_be_slip(word, known)]


@lru_cache(maxsize=512)
def _words_in(read: Callable[[str], Prose], body: str) -> Mapping[str, int]:
    """How often each word stands in the prose of a text; reading 120 shipped posts takes half a second."""
    return Counter(word for block in read(body).blocks for word in WORD.findall(block.text))


@again_if_changed
def teach(desk: Desk, *words: str, for_me: bool = False) -> None:
    """Put words into the workspace's dictionary; it is committed with the next iteration.

    Args:
        desk: The desk.
        words: As they stand in a text; of a possessive its word is taught.
        for_me: Into the user's own dictionary instead, which holds in every workspace.

    Raises:
        BadValue: nothing that could be a word; none is taught then.
        ChangedOnDisk: somebody else changed the dictionary in this moment.
        CannotWrite: the dictionary cannot be written.
    """
    for word in words:
        if not WORD.search(word) or "\n" in word or word.lstrip().startswith("#"):
            raise BadValue("word", word, "is no word")

    def with_words(text: str) -> str:
        return reduce(add_word, map(to_teach, words), text)

    if for_me:
        desk.change_user_dictionary(with_words)
        return
    document = desk.library.open(DICTIONARY)
    desk.library.save(document, with_words(document.text))


@again_if_changed
def ignore(desk: Desk, slug: str, finding: Finding, *, whole_post: bool = False) -> None:
    """Wave an alarm through: this text in its sentence, or with `whole_post` its rule in all of this post."""
    document = desk.library.open(ignores_path(slug))
    desk.library.save(document, add_ignore(document.text, finding, whole_post))


def ignores_path(slug: str) -> str:
    """Relative to the workspace."""
    return f"{folder_of(slug)}/ignores.toml"


def _engines(desk: Desk, named: Sequence[str] | None, language: str) -> tuple[str, ...]:
    chosen = tuple(named) if named else desk.settings.checks.engines
    if not named and not is_english(language) and desk.settings.languagetool_use not in ("", "off"):
        chosen = ("languagetool",)  # set up, and the only one who reads it
    for name in chosen:
        if name not in desk.checkers:
            raise BadValue("engine", name, f"is none of {', '.join(desk.checkers)}")
    return chosen
