"""Search as a step."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from draftloop.loop.errors import BadValue
from draftloop.loop.search_query import best_line, full_text_query, parse_query
from draftloop.steps.search import search
from tests.doubles_history import IndexDouble


def desk(files: dict[str, str]) -> Any:
    return cast("Any", SimpleNamespace(index=IndexDouble(files)))


def test_hits_come_from_the_index() -> None:
    (hit,) = search(desk({"ideas/a.md": "one\nretry storms\n", "ideas/b.md": "none\n"}), "storms")
    assert (hit.slug, hit.line) == ("a", 2)


@pytest.mark.parametrize(("query", "limit"), [("", 5), ("  ", 5), ("a", 0)])
def test_question_without_words_is_refused(query: str, limit: int) -> None:
    with pytest.raises(BadValue):
        search(desk({}), query, limit=limit)


def test_every_term_is_quoted() -> None:
    terms = parse_query('NOT "two words" OR(x* list[int] st')
    assert full_text_query(terms) == '"NOT" "two words" "OR(x*" "list[int]" "st"*'


@pytest.mark.parametrize("query", ['"closed"', "blank after ", "a"])
def test_only_an_open_last_word_is_a_start(query: str) -> None:
    assert not parse_query(query)[-1].is_start


def test_pasted_page_is_cut() -> None:
    assert len(parse_query("word " * 10_000)) == 32


def test_line_with_most_terms_wins_and_loses_its_marker() -> None:
    text = "# storms\n\n- retry Störms and budgets\n- retry\n"
    assert best_line(text, parse_query("retry storms")) == (3, "retry Störms and budgets")


def test_title_is_shown_without_its_quotes() -> None:
    assert best_line('---\ntitle: "Caches lie"\n---\n', parse_query("caches")) == (2, "Caches lie")
