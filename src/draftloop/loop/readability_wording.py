"""Marks on words and phrases: wordy, filler, cliché, corporate, unkind."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from draftloop.loop.readability_phrases import ONLY_AS_VERB
from draftloop.loop.readability_views import Candidate
from draftloop.loop.readability_words import (
    cased,
    cliche_phrases,
    corporate_phrases,
    filler_phrases,
    find_phrases,
    kinder_phrases,
    wordy_phrases,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from draftloop.loop.readability_views import ProseView
    from draftloop.loop.readability_words import Hit, Phrase

FEW_FILLERS, MANY_FILLERS = 3, 4
"""Fillers from which on a paragraph is padded, and from which on that is shown."""
MOST_NAMED = 12
NEAR_FILLERS, NEAR_IN_PADDED = 60, 120
"""Words within which they have to stand, and in a post that is padded as a whole."""
_DETERMINERS_WORDS = (
    "a an the this that these those its his her their our my your more much some any no financial"
)
_DETERMINERS = frozenset(_DETERMINERS_WORDS.split())
_BEFORE_BASE_WORDS = "to can could may might must shall should will would not"
_BEFORE_BASE = frozenset(_BEFORE_BASE_WORDS.split())
_NOT_FILLER_BEFORE_WORDS = "not n't never what how isn't don't doesn't didn't wasn't aren't can't"
_NOT_FILLER_BEFORE = frozenset(_NOT_FILLER_BEFORE_WORDS.split())
_AFTER_VERY = "first last same beginning end much well thing"
_NOT_FILLER_AFTER = {"very": frozenset(_AFTER_VERY.split())}


def _hits(view: ProseView, phrases: Mapping[str, Sequence[Phrase]]) -> Iterator[Hit]:
    for hit in find_phrases(view.text, view.tokens, phrases):
        if not view.is_spared(hit.start, hit.end):
            yield hit


def wordy(view: ProseView) -> Iterator[Candidate]:
    """Phrases for which fewer words do, each with the plain ones as its fix."""
    text = view.text
    for hit in _hits(view, wordy_phrases()):
        found = text[hit.start : hit.end]
        fixes = tuple(cased(one, found) for one in hit.better if one)
        if fixes == ("can",) and hit.token and view.tokens[hit.token - 1].word in _BEFORE_BASE:
            fixes = ("be able to",)  # "must have the ability to": "must can" is no English
        if not fixes:
            yield _droppable(view, hit)
            continue
        if fixes == ("because", "due to", "since") and _follows_be(view, hit):
            continue  # "it is due to the fact that" does not become "it is because"
        if found.lower() == "in order to" and text[hit.end : hit.end + 8].lstrip().lower().startswith("not "):
            continue
        yield Candidate(
            view=view,
            start=hit.start,
            end=hit.end,
            rule="Wordy",
            kind="wordy",
            message=f"“{found}”: “{fixes[0]}” says the same.",
            fixes=fixes[:3],
            weight=0.9,
        )


def _follows_be(view: ProseView, hit: Hit) -> bool:
    before = view.tokens[max(0, hit.token - 2) : hit.token]
    return any(token.word in ("is", "are", "was", "were", "be", "been") for token in before)


def _droppable(view: ProseView, hit: Hit) -> Candidate:
    """A lead-in that can go; at the start of a sentence the next word takes its capital over."""
    text, tokens = view.text, view.tokens
    start, end = hit.start, hit.end
    found, behind = text[start:end], end
    fixes: tuple[str, ...] = ()
    after = next((token for token in tokens[hit.token : hit.token + 12] if token.start >= end), None)
    if text[end : end + 1] == " " and not found[:1].isupper():
        behind, fixes = end + 1, ("",)
    elif after is not None and after.start == end + 1:
        behind, fixes = after.end, (text[after.start].upper() + text[after.start + 1 : after.end],)
    return Candidate(
        view=view,
        start=start,
        end=behind,
        rule="Wordy",
        kind="wordy",
        message=f"“{found}” can go: what follows says it.",
        fixes=fixes,
        weight=0.9,
    )


def fillers(view: ProseView, near: int = NEAR_FILLERS) -> Iterator[Candidate]:
    """One mark on a padded paragraph, at its first filler; taking one out is the fix."""
    found = [hit for hit in _hits(view, filler_phrases()) if _is_filler(view, hit)]
    for number, first in enumerate(found[: len(found) - FEW_FILLERS + 1]):
        if found[number + FEW_FILLERS - 1].token - first.token > near:
            continue
        close = [hit for hit in found[number : number + MOST_NAMED] if hit.token - first.token <= near]
        words = list(dict.fromkeys(view.text[hit.start : hit.end].lower() for hit in close))
        named = "”, “".join(words[:4])
        many = f"{len(close)} times in" if len(words) == 1 else "in"
        mark = _without(view, first, f"“{named}” {many} one paragraph: most of them can go.")
        yield replace(mark, is_minor=len(close) < MANY_FILLERS)
        return


def _is_filler(view: ProseView, hit: Hit) -> bool:
    """Whether the word could go: "not very", "the very first" and what is emphasized need it."""
    tokens = view.tokens
    before = tokens[hit.token - 1].word if hit.token else ""
    after = tokens[hit.token + 1].word if hit.token + 1 < len(tokens) else ""
    word = tokens[hit.token].word
    is_plain = view.rendered.can_replace(max(0, hit.start - 1), min(len(view.text), hit.end + 1))
    return is_plain and before not in _NOT_FILLER_BEFORE and after not in _NOT_FILLER_AFTER.get(word, ())


def _without(view: ProseView, hit: Hit, message: str) -> Candidate:
    """The mark takes the blank in front along, so that the fix leaves no two in a row."""
    start, text = hit.start, view.text
    inside = start > 0 and text[start - 1] == " " and text[hit.end : hit.end + 1] in (" ", ".")
    can_go = inside and not text[start].isupper()
    return Candidate(
        view=view,
        start=start - 1 if can_go else start,
        end=hit.end,
        rule="Filler",
        kind="filler",
        message=message,
        fixes=("",) if can_go else (),
        weight=0.7,
    )


def cliches(view: ProseView) -> Iterator[Candidate]:
    """Sayings that everybody has heard."""
    for hit in _hits(view, cliche_phrases()):
        said = view.text[hit.start : hit.end]
        yield Candidate(
            view=view,
            start=hit.start,
            end=hit.end,
            rule="Cliche",
            kind="cliché",
            message=f"“{said}” is a saying everybody has heard; yours would be remembered.",
            weight=0.8,
            is_minor=True,
        )


def corporate(view: ProseView) -> Iterator[Candidate]:
    """What meetings say."""
    for hit in _hits(view, corporate_phrases()):
        found = view.text[hit.start : hit.end]
        before = view.tokens[hit.token - 1].word if hit.token else ""
        if found.lower() in ONLY_AS_VERB and before in _DETERMINERS:
            continue
        fixes = tuple(cased(one, found) for one in hit.better)
        said = f"“{fixes[0]}” is plainer." if fixes else "say what it is or does."
        yield Candidate(
            view=view,
            start=hit.start,
            end=hit.end,
            rule="Corporate",
            kind="corporate",
            message=f"“{found}” is meeting language; {said}",
            fixes=fixes,
            weight=0.8,
        )


def unkind(view: ProseView) -> Iterator[Candidate]:
    """Words that may hurt; looked for only when asked for."""
    for hit in _hits(view, kinder_phrases()):
        found = view.text[hit.start : hit.end]
        fixes = tuple(cased(one, found) for one in hit.better)
        yield Candidate(
            view=view,
            start=hit.start,
            end=hit.end,
            rule="Insensitive",
            kind="insensitive",
            message=f"“{found}” may hurt a reader; perhaps “{fixes[0]}”.",
            fixes=fixes[:3],
            weight=0.9,
        )
