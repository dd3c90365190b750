from __future__ import annotations

from dataclasses import replace

import pytest

from draftloop.loop.blocks import Prose
from draftloop.loop.errors import BadValue
from draftloop.loop.settings import CheckSettings, Settings
from draftloop.steps.checking import check_draft, known_words, teach, words_of_shipped
from tests.writer import POST, Writer, writer_of_two_rounds

LEDGER = '[site]\naddress = "https://example.org/x/"\nshipped = 2026-11-15T22:31:00+01:00\n'


@pytest.fixture
def writer() -> Writer:
    made = writer_of_two_rounds()
    made.files["drafts/y/post.md"] = "Hystrix here. Hystrix there. Resilience once.\n"
    made.files["drafts/y/exported.toml"] = LEDGER
    return made


def test_a_word_is_known_from_shipped_posts_once_it_stood_there_twice(writer: Writer) -> None:
    assert "Hystrix" in words_of_shipped(writer.desk)
    assert "Resilience" not in words_of_shipped(writer.desk)
    assert words_of_shipped(writer.desk, but="y") == []


def test_a_taught_word_is_written_where_words_are_added(writer: Writer) -> None:
    writer.files["dictionary.txt"] = "# mine\nbackoff\n"
    teach(writer.desk, " Kubernetes ")
    assert writer.files["dictionary.txt"] == "# mine\nbackoff\nKubernetes\n"


@pytest.mark.parametrize("word", ["", "  ", "two\nlines"])
def test_what_is_no_word_is_not_taught(writer: Writer, word: str) -> None:
    with pytest.raises(BadValue):
        teach(writer.desk, word)


def test_an_engine_nobody_knows_is_refused(writer: Writer) -> None:
    with pytest.raises(BadValue, match="nope"):
        check_draft(writer.desk, "x", engines=["nope"])


def test_readability_needs_no_engine_and_only_new_compares_with_the_last_edit(writer: Writer) -> None:
    desk = replace(writer.desk, settings=Settings(checks=CheckSettings(engines=())))
    report = check_draft(desk, "x", passes=("readability",))
    assert check_draft(desk, "x", passes=("readability",), only_new=True).findings == report.findings
    assert writer.files["drafts/x/post.md"] == POST
    assert known_words(writer.desk, "x") is not None


def test_a_shipped_post_is_read_once_however_often_a_check_asks(writer: Writer) -> None:
    body = "Zookeeper here, Zookeeper there, and this text stands in no other test.\n"
    writer.files["drafts/y/post.md"] = body
    reads: list[str] = []
    read = writer.desk.markdown.read

    class Counting:
        def read(self, text: str) -> Prose:
            reads.append(text)
            return read(text)

    desk = replace(writer.desk, markdown=Counting())
    assert "Zookeeper" in words_of_shipped(desk)
    assert "Zookeeper" in words_of_shipped(desk)
    assert reads == [body]
    writer.files["drafts/y/post.md"] = body.replace("Zookeeper", "Chubby")
    assert "Zookeeper" not in words_of_shipped(desk)
