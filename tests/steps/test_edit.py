"""Checking a text: engines and filter together, with what the author waved through."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import cast

from hypothesis import given, settings
from hypothesis import strategies as st

from draftloop.adapters.markdown import Markdown
from draftloop.loop.dictionary import parse_dictionary
from draftloop.loop.engine_ports import RawAlarm
from draftloop.loop.errors import CheckerUnavailable
from draftloop.loop.finding import Finding, apply_fix
from draftloop.loop.ignores import add_ignore, parse_ignores
from draftloop.loop.settings import CheckSettings, Settings
from draftloop.steps.desk import Desk
from draftloop.steps.edit import CheckReport, check_text


class WordEngine:
    """Says that every word of `words` is misspelled."""

    def __init__(self, name: str = "harper", rule: str = "SpellCheck", **words: str) -> None:
        self.name = name
        self.rule = rule
        self.words = words

    def check(self, texts: Sequence[str], *, dialect: str) -> list[list[RawAlarm] | None]:
        return [None if "unreadable" in text else self._alarms(text) for text in texts]

    def _alarms(self, text: str) -> list[RawAlarm]:
        kind = "Spelling" if self.rule == "SpellCheck" else "Grammar"
        return [
            RawAlarm(
                start=text.index(word),
                end=text.index(word) + len(word),
                rule=self.rule,
                kind=kind,
                message="Odd.",
                replacements=(fix,),
            )
            for word, fix in self.words.items()
            if word in text
        ]

    def close(self) -> None: ...


class NoEngine(WordEngine):
    def check(self, texts: Sequence[str], *, dialect: str) -> list[list[RawAlarm] | None]:
        raise CheckerUnavailable(self.name, "no such library")


def desk(*engines: WordEngine, off: tuple[str, ...] = ()) -> Desk:
    checkers = {engine.name: engine for engine in engines}
    setting = Settings(checks=CheckSettings(off=off))
    return cast("Desk", SimpleNamespace(settings=setting, markdown=Markdown(), checkers=checkers))


def check(text: str, **words: str) -> CheckReport:
    return check_text(desk(WordEngine(**words)), text, file="post.md")


def shown(report: CheckReport) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.tier, one.text, one.fixes[:1]) for one in report.findings]


def test_a_finding_stands_where_the_file_says() -> None:
    text = '---\r\ntitle: "é"\r\n---\r\n\r\nWe *recieve* 👩‍👧 it.\r\n'
    (finding,) = check(text, recieve="receive").findings
    assert text[finding.start : finding.end] == "recieve"
    assert (finding.line, finding.column) == (5, 5)
    assert apply_fix(text, finding, finding.fixes[0]) == text.replace("recieve", "receive")


def test_an_alarm_over_markup_is_shown_without_a_fix() -> None:
    (finding,) = check_text(desk(), "See the *the* end.\n", file="p").findings
    assert (finding.rule, finding.fixes) == ("DoubledWord", ())


def test_code_addresses_and_front_matter_raise_no_alarm() -> None:
    text = "---\nslug: recieve\n---\n\n`recieve` <https://recieve.example>\n\n```\nrecieve\n```\n"
    assert check(text, recieve="receive").findings == ()


def test_a_new_term_is_named_once() -> None:
    text = "The frobnicator is on. A frobnicator is off.\n\nThe frobnicator?\n"
    assert [one[0] for one in shown(check(text.replace("The frobnicator?", "End."), frobnicator="x"))] == [
        "term"
    ]


def test_taught_words_ignores_and_rules_that_are_off_raise_no_alarm() -> None:
    text = "We recieve it.\n"
    engine = WordEngine(recieve="receive")
    (finding,) = check_text(desk(engine), text, file="p").findings
    ignores = parse_ignores(add_ignore("", finding, whole_post=False))
    taught = parse_dictionary("recieve\n")
    assert check_text(desk(engine), text, file="p", ignores=ignores).findings == ()
    assert check_text(desk(engine), text, file="p", known_words=taught).findings == ()
    assert check_text(desk(engine, off=("SpellCheck",)), text, file="p").findings == ()


def test_an_engine_that_cannot_start_is_named_and_our_own_rules_still_work() -> None:
    report = check_text(desk(NoEngine("harper")), "See the the end.\n", file="p")
    assert report.engines == {"harper": "unavailable: no such library"}
    assert shown(report) == [("sure", "the the", ("the",))]


def test_engines_that_were_not_asked_are_off() -> None:
    report = check_text(desk(WordEngine(), WordEngine("languagetool")), "Fine.\n", file="p")
    assert report.engines == {"harper": "ok", "languagetool": "off"}


def test_blocks_nobody_could_check_are_named() -> None:
    report = check_text(desk(WordEngine()), "Fine.\n\nAn unreadable one.\n", file="p")
    assert [(one.engine, one.line) for one in report.unchecked] == [("harper", 3)]


class CountingEngine(WordEngine):
    """Remembers what it was asked."""

    def __init__(self, **words: str) -> None:
        super().__init__(**words)
        self.asked: list[str] = []

    def check(self, texts: Sequence[str], *, dialect: str) -> list[list[RawAlarm] | None]:
        self.asked += texts
        return super().check(texts, dialect=dialect)


def test_engines_are_asked_about_the_blocks_of_a_span_alone() -> None:
    text = "We recieve one.\n\nWe recieve two.\n\nIn order to end.\n"
    engine = CountingEngine(recieve="receive")
    second = text.index("two")
    report = check_text(desk(engine), text, file="p", within=(second, second))
    assert engine.asked == ["We recieve two."]
    assert [(one.rule, one.line) for one in report.findings] == [("SpellCheck", 3), ("Wordy", 5)]


def test_two_engines_that_agree_are_sure() -> None:
    first = WordEngine("harper", rule="NewRule", go="goes")
    second = WordEngine("languagetool", rule="NEW_RULE", go="goes")
    alone = check_text(desk(first), "He go home.\n", file="p")
    both = check_text(
        desk(first, _graded(second)), "He go home.\n", file="p", engines=("harper", "languagetool")
    )
    assert [one.tier for one in alone.findings] == ["maybe"]
    assert [one.tier for one in both.findings] == ["sure"]


def _graded(engine: WordEngine) -> WordEngine:
    class Graded(WordEngine):
        def _alarms(self, text: str) -> list[RawAlarm]:
            return [
                RawAlarm(
                    start=one.start,
                    end=one.end,
                    rule=one.rule,
                    kind="GRAMMAR",
                    message="",
                    replacements=("goes",),
                )
                for one in engine._alarms(text)
            ]

    return Graded(engine.name)


def test_each_pass_shows_its_own() -> None:
    text = "In order to see the the end.\n"
    grammar = check_text(desk(WordEngine()), text, file="p", passes=("grammar",))
    reading = check_text(desk(WordEngine()), text, file="p", passes=("readability",))
    assert {one.pass_ for one in grammar.findings} == {"grammar"}
    assert [(one.rule, one.text, one.pass_) for one in reading.findings] == [
        ("Wordy", "In order to", "readability")
    ]
    assert check_text(desk(WordEngine()), text, file="p").shown() == grammar.findings


def _is_exact(text: str, finding: Finding) -> bool:
    return (
        0 <= finding.start <= finding.end <= len(text) and text[finding.start : finding.end] == finding.text
    )


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "the ",
                "a ",
                "an ",
                "# ",
                "*",
                "`x` ",
                "\r\n\r\n",
                "its ",
                "recieve ",
                "😀",
                "\ud800",
                "[l](u) ",
                "- ",
            ]
        )
    )
)
def test_every_finding_in_any_text_has_an_exact_place(pieces: list[str]) -> None:
    text = "".join(pieces)
    report = check(text, recieve="receive")
    assert all(_is_exact(text, finding) for finding in report.findings)
