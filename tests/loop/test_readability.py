"""The second pass as a whole: marks, figures, sections, skim view, heat, the card."""

from __future__ import annotations

from tests.loop.looks import FIRST, look, plain, rules

LONG = "This sentence goes on " + "and on " * 18 + "and it never seems to reach its end."


def test_a_calm_post_has_no_marks() -> None:
    text = f"{plain(50)}\n\n## What happens\n\n{plain(80)}\n\n```sh\nls\n```\n\n{plain(70)}\n"
    assert rules(text) == []


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


def test_what_is_behind_more_warms_its_paragraph_too() -> None:
    text = plain(115)
    report = look(f"{FIRST}\n\n{text}\n")
    assert report.findings == ()
    assert [one.heat for one in report.heat] == [0, 2]


def test_the_three_changes_that_help_most_come_first() -> None:
    report = look(f"{LONG}\n\n![](a.png)\n\nIn order to go.\n")
    assert [change.finding.rule for change in report.top_changes()] == ["PictureAlt", "LongSentence", "Wordy"]
    assert len(report.top_changes(1)) == 1


def test_the_longest_sentence_is_where_a_change_begins() -> None:
    longer = LONG.replace("and on ", "and on and on ", 1)
    text = f"{LONG}\n\n{longer}\n"
    assert look(text).top_changes()[0].finding.start == text.index(longer)


def test_a_kind_that_many_marks_share_is_said_once() -> None:
    report = look("![](a.png)\n\n![](b.png)\n")
    assert [change.message for change in report.top_changes()] == [
        "2 pictures say nothing to those who cannot see them."
    ]


def test_reading_time_counts_code_too() -> None:
    report = look("word " * 238 + "\n\n```\n" + "x\n" * 50 + "```\n")
    assert report.minutes == 2.0


def test_what_is_counted_and_never_flagged() -> None:
    report = look("Do you know it? You do.\n\n```\n" + "x\n" * 10 + "```\n")
    assert (report.questions, report.addressed) == (1, 2)
    assert report.code_share > 0.5


def test_an_empty_post_has_nothing_to_say() -> None:
    report = look("")
    assert (report.findings, report.sections, report.skim, report.minutes) == ((), (), (), 0.0)
    assert report.figures is None


def test_a_rule_or_a_kind_that_is_off_makes_room_for_others() -> None:
    text = "In order to see, we utilize it.\n\n![](a.png)\n"
    assert [one.rule for one in look(text, off=["Wordy"]).findings] == ["PictureAlt"]
    assert [one.rule for one in look(text, off=["draftloop:Wordy"]).findings] == ["PictureAlt"]
    assert [one.rule for one in look(text, off=["picture"]).findings] == ["Wordy", "Wordy"]


def test_in_other_languages_only_structure_and_length_count() -> None:
    text = f"In order to utilize it.\n\n{LONG}\n\n![](a.png)\n"
    assert [one.rule for one in look(text, is_english=False).findings] == ["LongSentence", "PictureAlt"]
