"""The second pass: marks, sections, skim view, heat."""

from __future__ import annotations

from draftloop.adapters.markdown import Markdown
from draftloop.loop.readability import Readability, assess


def look(text: str, title: str = "") -> Readability:
    return assess(Markdown().read(text), title)


def rules(text: str) -> list[str]:
    return [finding.rule for finding in look(text).findings]


LONG = "This sentence goes on " + "and on " * 16 + "and it never seems to reach its end."


def test_a_long_sentence_is_marked_with_its_length() -> None:
    finding = look(f"Short one. {LONG} Short again.\n").findings[0]
    assert finding.rule == "LongSentence"
    assert finding.message.startswith("44 words in one sentence")
    assert finding.start == len("Short one. ")


def test_a_long_sentence_says_where_it_could_be_split() -> None:
    text = "we look at the logs of the service every single morning with a cup of coffee in hand"
    finding = look(f"First {text}, but then {text} again.\n").findings[0]
    assert "before “but”" in finding.message


def test_a_long_paragraph_and_a_wall_are_marked() -> None:
    paragraph = "Ten words make up this one short and simple sentence. " * 12
    assert rules(f"{paragraph}\n") == ["LongParagraph"]
    assert "WallOfText" in rules(f"{paragraph}\n\n" * 4)


def test_a_list_breaks_a_wall() -> None:
    paragraph = "Ten words make up this one short and simple sentence. " * 9
    assert "WallOfText" not in rules(f"{paragraph}\n\n{paragraph}\n\n- item\n\n{paragraph}\n\n{paragraph}\n")


def test_wordy_phrases_have_a_plain_fix() -> None:
    text = "In order to see, we utilize it.\n"
    findings = look(text).findings
    assert [(text[one.start : one.end], one.fixes) for one in findings] == [
        ("In order to", ("To",)),
        ("utilize", ("use",)),
    ]


def test_a_phrase_over_a_line_break_is_found() -> None:
    assert rules("We stop in order\nto see.\n") == ["Wordy"]


def test_a_few_fillers_are_fine_and_many_are_not() -> None:
    assert rules("It is really good.\n") == []
    assert rules("It is really, basically, actually good.\n") == ["Filler"] * 3


def test_at_most_three_marks_a_paragraph() -> None:
    assert len(rules("In order to, in order to, in order to, in order to, in order to go.\n")) == 3


def test_headings_are_checked_as_an_outline() -> None:
    text = "# One\n\nText.\n\n### Three.\n\nText.\n\n# One\n\nText.\n\n## Empty\n"
    found = set(rules(text))
    assert {"HeadingLevel", "HeadingStop", "TwoTitles", "HeadingRepeated", "HeadingEmpty"} <= found


def test_the_same_heading_below_different_parents_is_fine() -> None:
    assert "HeadingRepeated" not in rules("## A\n\n### Notes\n\nx.\n\n## B\n\n### Notes\n\ny.\n")


def test_pictures_need_words() -> None:
    assert rules("![](map.png)\n") == ["PictureAlt"]
    assert rules("![map.png](img/map.png)\n") == ["PictureAlt"]
    assert rules("![A map of the harbor](map.png)\n") == []


def test_vague_links_are_marked() -> None:
    assert rules("Read it [here](https://a.example).\n") == ["LinkText"]


def test_an_acronym_is_marked_once_and_only_when_nobody_explains_it() -> None:
    assert rules("The QZX is slow. We tuned the QZX.\n") == ["AcronymUnexplained"]
    assert rules("The quick zone (QZX) is slow. We tuned the QZX.\n") == []
    assert rules("The API calls the API.\n") == []


def test_sections_have_words_and_rhythm() -> None:
    sections = look("Opening words here.\n\n## Next\n\nOne two. Three four five.\n", "My post").sections
    assert [(one.title, one.words, one.lengths) for one in sections] == [
        ("My post", 3, (3,)),
        ("Next", 6, (2, 3)),
    ]


def test_the_skim_view_holds_what_a_skimmer_sees() -> None:
    text = "Intro `x` here. More.\n\n## Head\n\n![A map](m.png)\n\nFirst. **Bold** rest.\n\n"
    text += '```py title="app.py"\nx\n```\n'
    assert [(line.kind, line.text) for line in look(text, "T").skim] == [
        ("title", "T"),
        ("paragraph", "Intro x here."),
        ("heading", "Head"),
        ("picture", "A map"),
        ("paragraph", "First."),
        ("bold", "Bold"),
        ("code", "app.py"),
    ]


def test_heat_grows_with_what_a_paragraph_asks() -> None:
    calm, hot = look(f"A short one.\n\n{LONG} {LONG} {LONG} {LONG}\n").heat
    assert calm.heat == 0
    assert hot.heat == 3


def test_the_three_changes_that_help_most_come_first() -> None:
    report = look(f"{LONG}\n\n![](a.png)\n\nIn order to go.\n")
    assert [change.finding.rule for change in report.top_changes()] == ["PictureAlt", "LongSentence", "Wordy"]
    assert len(report.top_changes(1)) == 1


def test_reading_time_counts_code_too() -> None:
    report = look("word " * 238 + "\n\n```\n" + "x\n" * 50 + "```\n")
    assert report.minutes == 2.0


def test_an_empty_post_has_nothing_to_say() -> None:
    report = look("")
    assert (report.findings, report.sections, report.skim, report.minutes) == ((), (), (), 0.0)
