"""What a post is read as, and what nobody is asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from draftloop.loop.engine_ports import RawAlarm
from draftloop.loop.errors import CheckerUnavailable
from draftloop.loop.settings import CheckSettings, Settings
from draftloop.steps.checking import check_document, check_draft
from draftloop.steps.desk import Desk
from draftloop.steps.edit import check_text
from tests.steps.test_edit import WordEngine
from tests.steps.test_edit import desk as desk_with
from tests.writer import writer_of_two_rounds

GERMAN = "Die Tests laufen jetzt auf dem Server, und das ist auch gut so, weil wir sie nicht mehr sehen.\n"
ENGLISH = "We moved the tests to the server, and that is a good thing, because we do not see them any more.\n"
FRENCH = "Le serveur est dans une boucle, et les tests ne sont pas sur la machine que nous avons.\n"


class Asked(WordEngine):
    """Remembers what it was asked, and in which language."""

    def __init__(self, name: str = "harper", trouble: str = "", **words: str) -> None:
        super().__init__(name, "GERMAN_SPELLER_RULE", **words)
        self.trouble = trouble
        self.asked: list[tuple[str, str]] = []

    def check(self, texts: Sequence[str], *, dialect: str) -> list[list[RawAlarm] | None]:
        if self.trouble:
            raise CheckerUnavailable(self.name, self.trouble)
        self.asked += [(dialect, text) for text in texts]
        return super().check(texts, dialect=dialect)


def draft(text: str, *engines: Asked, use: str = "off", lang: str = "en-US") -> Desk:
    writer = writer_of_two_rounds()
    writer.files["drafts/x/post.md"] = text
    settings = Settings(lang=lang, languagetool_use=use, checks=CheckSettings())
    checkers = {engine.name: engine for engine in engines}
    return replace(writer.desk, settings=settings, checkers=checkers)


@pytest.mark.parametrize("key", ["lang", "language", "locale"])
def test_the_posts_own_lang_wins_over_the_workspaces(key: str) -> None:
    harper = Asked()
    report = check_draft(draft(f"---\n{key}: en_GB\n---\n\n{ENGLISH}", harper), "x", passes=("grammar",))
    assert {dialect for dialect, _ in harper.asked} == {"en-GB"}
    assert report.dialect == "en-GB"


def test_an_option_wins_over_both() -> None:
    harper = Asked()
    desk = draft(f"---\nlang: en-GB\n---\n\n{ENGLISH}", harper)
    assert check_draft(desk, "x", passes=("grammar",), dialect="en-AU").dialect == "en-AU"


def test_just_english_is_the_workspaces_english() -> None:
    harper = Asked()
    desk = draft(f"---\nlang: en\n---\n\n{ENGLISH}", harper, lang="en-CA")
    assert check_draft(desk, "x", passes=("grammar",)).dialect == "en-CA"


def test_a_german_post_goes_to_languagetool_alone_and_its_words_are_no_slips() -> None:
    harper, tool = Asked(), Asked("languagetool", laufen="kaufen", jetzt="jetz")
    text = f"---\nlang: de\n---\n\n{GERMAN}\nDer the the Hund.\n\n{ENGLISH}"
    report = check_draft(draft(text, harper, tool, use="managed"), "x")
    assert harper.asked == []
    assert {dialect for dialect, _ in tool.asked} == {"de"}
    assert all("moved" not in asked for _, asked in tool.asked)
    assert (report.dialect, report.language_note) == ("de", "")
    assert {one.tier for one in report.findings} == {"term"}
    assert report.engines == {"harper": "off", "languagetool": "ok"}


def test_a_language_that_nobody_reads_is_said_plainly() -> None:
    harper, tool = Asked(), Asked("languagetool")
    report = check_draft(draft(f"---\nlang: de\n---\n\n{GERMAN}", harper, tool), "x")
    assert report.findings == ()
    assert harper.asked == tool.asked == []
    assert report.language_note.startswith("nobody here reads German; LanguageTool does")
    assert not report.is_read


def test_a_languagetool_without_that_language_is_named() -> None:
    tool = Asked("languagetool", trouble="it has no German")
    report = check_draft(draft(f"---\nlang: de\n---\n\n{GERMAN}", tool, use="managed"), "x")
    assert report.language_note == "nobody here reads German: languagetool is unavailable: it has no German"


def test_a_post_in_another_language_without_lang_is_not_alarmed_all_over() -> None:
    harper = Asked(Tests="Test", Server="Serve")
    report = check_draft(draft(GERMAN * 3 + "\nEin Server.\n", harper), "x")
    assert report.findings == ()
    assert harper.asked == []
    assert report.language_note.startswith("the post reads as German and was not checked: set lang: de")


def test_a_quote_in_another_language_is_passed_over() -> None:
    harper = Asked(serveur="server", any="some")
    report = check_text(desk_with(harper), f"{ENGLISH}\n> {FRENCH}\nShort.\n", file="p", passes=("grammar",))
    assert [text for _, text in harper.asked] == [ENGLISH.strip(), "Short."]
    assert report.language_note == ""


def test_a_lang_that_was_copied_from_elsewhere_does_not_stop_the_checks() -> None:
    harper = Asked()
    report = check_draft(draft(f"---\nlang: cs\n---\n\n{ENGLISH * 2}", harper), "x", passes=("grammar",))
    assert {dialect for dialect, _ in harper.asked} == {"en-US"}
    assert report.language_note.startswith("lang says Czech, but the post reads as English")


def test_front_matter_that_cannot_be_read_stops_no_check() -> None:
    harper = Asked()
    desk = draft(f"---\nlang: [\n---\n\n{ENGLISH}", harper)
    check_document(desk, desk.library.open("drafts/x/post.md"), passes=("grammar",))
    assert harper.asked


def test_mixed_spelling_is_doubtful_and_has_its_fix() -> None:
    text = "The colour of the centre shows its behaviour.\n\nOne color more.\n\nWe organise.\n"
    bench = desk_with(WordEngine(organise="organize", colour="color"))
    (finding,) = check_text(bench, text, file="p", passes=("grammar",), dialect="en-GB").findings
    assert (finding.rule_name, finding.tier, finding.kind) == ("draftloop:MixedSpelling", "maybe", "dialect")
    assert (finding.text, finding.fixes) == ("color", ("colour",))
    within = check_text(bench, text, file="p", passes=("grammar",), dialect="en-GB", within=(0, 5))
    assert within.findings == ()
