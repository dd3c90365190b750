from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from draftloop.adapters.checkers.cache import CachedChecker, CheckCache
from draftloop.loop.blocks import Prose
from draftloop.loop.engine_ports import RawAlarm
from draftloop.loop.errors import BadValue
from draftloop.loop.settings import CheckSettings, Settings
from draftloop.steps.checking import check_draft, ignore, known_words, teach, words_of_shipped
from tests.steps.test_edit import WordEngine
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


def test_a_slip_the_author_makes_in_every_post_is_not_learned(writer: Writer) -> None:
    writer.files["drafts/y/post.md"] = "It occured. It occured. The resharding, the resharding.\n"
    assert "resharding" in words_of_shipped(writer.desk)
    assert "occured" not in words_of_shipped(writer.desk)


def test_several_words_are_taught_at_once_and_of_a_possessive_the_word(writer: Writer) -> None:
    teach(writer.desk, "pgvector's", "alpha", "pgvector")
    assert writer.files["dictionary.txt"] == "alpha\npgvector\n"


def test_words_for_every_workspace_go_into_the_users_own_dictionary(writer: Writer) -> None:
    own = ["# mine\n"]

    def change(make: Callable[[str], str]) -> None:
        own.append(make(own[-1]))

    teach(replace(writer.desk, change_user_dictionary=change), "pgvector", for_me=True)
    assert own[-1] == "# mine\npgvector\n"
    assert "dictionary.txt" not in writer.files


class CountingEngine(WordEngine):
    """An engine behind the real cache, which counts what it is asked."""

    version = "1"
    asked = 0

    def check(self, texts: Sequence[str], *, dialect: str) -> list[list[RawAlarm] | None]:
        self.asked += len(texts)
        return super().check(texts, dialect=dialect)


def test_teaching_and_ignoring_hold_at_once_and_no_engine_is_asked_again(writer: Writer) -> None:
    writer.files["drafts/x/post.md"] = "We frobnicate.\n\nSee the the end.\n"
    engine = CountingEngine(frobnicate="fornicate")
    desk = replace(writer.desk, checkers={"harper": CachedChecker(engine, CheckCache(None))})

    def found() -> list[str]:
        return [one.text for one in check_draft(desk, "x", passes=("grammar",)).findings]

    assert found() == ["frobnicate", "the the"]
    teach(desk, "frobnicate")
    assert found() == ["the the"]
    (finding,) = check_draft(desk, "x", passes=("grammar",)).findings
    ignore(desk, "x", finding)
    assert found() == []
    assert engine.asked == 2


@pytest.mark.parametrize("word", ["", "  ", "two\nlines", "# no", "3.14"])
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
