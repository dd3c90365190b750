"""Marks on what comes again: openings, words within a few lines, sentences all of a length."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from draftloop.loop.blocks import BlockKind
from draftloop.loop.lexicon import lexicon
from draftloop.loop.readability_views import Candidate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from draftloop.loop.readability_views import ProseView, Token

ALIKE_PAIR, ALIKE_WORD, ALIKE_PERSON = 3, 4, 6
"""So many in a row may not begin with the same two words, with the same word, with "I" or "we"."""
MOST_ALIKE = 40
"""Longer runs are counted as two."""
ECHO_WORDS, ECHO_TIMES = 60, 3
EVEN_RUN, EVEN_SHARE, EVEN_LEAST = 5, 0.2, 8
"""Sentences in a row that differ by at most a fifth and have at least eight words."""
_COMMON_OPENINGS_WORDS = "the a an"
_COMMON_OPENINGS = frozenset(_COMMON_OPENINGS_WORDS.split())
_REFRAIN_WORDS = 7
"""Short sentences that begin alike are a figure of speech."""


def repeated_openings(views: Sequence[ProseView]) -> Iterator[Candidate]:
    """Sentences of a paragraph, then paragraphs of a section, that begin alike."""
    for view in views:
        if view.block.kind is BlockKind.PARAGRAPH:
            yield from _alike(view)
    for group in _in_a_row(views):
        openings = [(view, 0) for view in group if view.sentences]
        yield from _runs(openings, "paragraphs")


def _alike(view: ProseView) -> Iterator[Candidate]:
    yield from _runs([(view, number) for number in range(len(view.sentences))], "sentences")


def _runs(places: Sequence[tuple[ProseView, int]], what: str) -> Iterator[Candidate]:
    heads = [_head(view, number) for view, number in places]
    at = 0
    while at < len(heads):
        pair = _run_of(heads, at, 2)
        single = _run_of(heads, at, 1)
        is_pair = pair >= ALIKE_PAIR
        is_single = bool(heads[at]) and single >= _least_alike(heads[at][0].word, what)
        run = pair if is_pair else single if is_single else 1
        if run > 1 and not _is_refrain(places[at : at + run], what):
            words = heads[at][:2] if is_pair else heads[at][:1]
            view, _ = places[at + run - 1]
            last = heads[at + run - 1]
            said = view.text[last[0].start : last[len(words) - 1].end]
            yield Candidate(
                view=view,
                start=last[0].start,
                end=last[len(words) - 1].end,
                rule="SameOpening",
                kind="same opening",
                message=f"{run} {what} in a row begin with “{said}”.",
                weight=0.6,
            )
        at += run


def _least_alike(word: str, what: str) -> int:
    if word in _COMMON_OPENINGS:
        return 100
    return ALIKE_PERSON if what == "sentences" and word in ("i", "we") else ALIKE_WORD


def _head(view: ProseView, number: int) -> Sequence[Token]:
    """The first two words of a sentence, if it begins with plain words."""
    start, end = view.sentences[number]
    index = _first_token(view, start)
    head = [token for token in view.tokens[index : index + 2] if token.end <= end]
    is_plain = len(head) == 2 and head[0].start == start and view.text[head[0].end : head[1].start].isspace()
    return head if is_plain else []


def _first_token(view: ProseView, start: int) -> int:
    low, high = 0, len(view.tokens)
    while low < high:
        middle = (low + high) // 2
        if view.tokens[middle].start < start:
            low = middle + 1
        else:
            high = middle
    return low


def _run_of(heads: Sequence[Sequence[Token]], at: int, words: int) -> int:
    first = [token.word for token in heads[at][:words]]
    run = 1
    while (
        first
        and run < MOST_ALIKE
        and at + run < len(heads)
        and [one.word for one in heads[at + run][:words]] == first
    ):
        run += 1
    return run


def _is_refrain(places: Sequence[tuple[ProseView, int]], what: str) -> bool:
    """A figure of speech: questions, short sentences, or most go on alike for three words and more."""
    are_questions = all(view.text[view.sentences[number][1] - 1] == "?" for view, number in places)
    if are_questions or _mean_length(places) <= _REFRAIN_WORDS:
        return True
    heads = [" ".join(view.text[slice(*view.sentences[number])].split()[:3]) for view, number in places]
    alike = sum(one == other for one, other in pairwise(heads))
    return what == "sentences" and 2 * alike >= len(heads) - 1


def _mean_length(places: Sequence[tuple[ProseView, int]]) -> float:
    return sum(view.lengths[number] for view, number in places) / len(places)


def _in_a_row(views: Sequence[ProseView]) -> Iterator[list[ProseView]]:
    """Paragraphs with nothing but other paragraphs between them."""
    group: list[ProseView] = []
    for view in views:
        if view.block.kind is BlockKind.PARAGRAPH:
            group.append(view)
        elif group:
            yield group
            group = []
    if group:
        yield group


_TELLING_ENDING = "ly"
_TELLING_WORDS = """
great nice interesting awesome amazing super huge powerful exciting excited fantastic wonderful
incredible incredibly important beautiful perfect perfectly massive tremendous impressive horrible
terrible
"""
_TELLING = frozenset(_TELLING_WORDS.split())
"""Words that praise or blame: readers notice them the second time."""
_NOT_TELLING_WORDS = """
only early daily nightly hourly weekly monthly yearly family reply apply supply rely fly july italy
assembly anomaly previous various possible continuous asynchronous synchronous anonymous monotonous unless
regardless stateless serverless lossless useful successful visible directly exactly actually manually
locally separately recently currently usually typically finally probably independently concurrently
"""
_NOT_TELLING = frozenset(_NOT_TELLING_WORDS.split())


def echoes(views: Sequence[ProseView], subject: Iterable[str]) -> Iterator[Candidate]:
    """A telling word three times within sixty: the words of the subject and of the trade may come again.

    Args:
        views: The running text.
        subject: Words of the title and the headings, lower case.
    """
    known, spared = lexicon(), frozenset(subject)
    places: dict[str, list[tuple[int, ProseView, Token]]] = defaultdict(list)
    at = 0
    for view in views:
        for token in view.tokens:
            at += 1
            word = token.word
            if (
                view.text[token.start].isupper()
                or len(word) < 4
                or not _is_telling(word)
                or word in spared
                or not view.is_own
            ):
                continue
            if word in _TELLING or (1.5 < known.zipf(word) < 5.0 and not known.is_tech(word)):
                places[word].append((at, view, token))
    for word, found in places.items():
        for first, last in zip(found, found[ECHO_TIMES - 1 :], strict=False):
            if last[0] - first[0] <= ECHO_WORDS and not last[1].is_spared(last[2].start, last[2].end):
                _, view, token = last
                yield Candidate(
                    view=view,
                    start=token.start,
                    end=token.end,
                    rule="Echo",
                    kind="echo",
                    message=f"“{word}” for the third time within {last[0] - first[0] + 1} words.",
                    weight=0.6,
                )
                break


def _is_telling(word: str) -> bool:
    return word in _TELLING or (word.endswith(_TELLING_ENDING) and word not in _NOT_TELLING)


def even_runs(views: Sequence[ProseView]) -> Iterator[Candidate]:
    """Sentences in a row that are all of a length: the ear goes to sleep."""
    for group in _in_a_row(views):
        places = [(view, number) for view in group for number in range(len(view.sentences))]
        lengths = [view.lengths[number] for view, number in places]
        at = 0
        while at < len(lengths):
            run = even_run(lengths, at)
            if run >= EVEN_RUN:
                view, number = places[at]
                start, end = view.sentences[number]
                mean = round(sum(lengths[at : at + run]) / run)
                yield Candidate(
                    view=view,
                    start=start,
                    end=end,
                    rule="EvenRhythm",
                    kind="rhythm",
                    message=f"{run} sentences in a row have about {mean} words each; vary one.",
                    weight=0.5,
                )
            at += run


def even_run(lengths: Sequence[int], at: int) -> int:
    """How many sentences from `at` on are about as long as the first of them; at least 1."""
    if lengths[at] < EVEN_LEAST:
        return 1
    low = high = lengths[at]
    run = 1
    while at + run < len(lengths):
        low, high = min(low, lengths[at + run]), max(high, lengths[at + run])
        if low < EVEN_LEAST or high - low > EVEN_SHARE * high:
            break
        run += 1
    return run
