from __future__ import annotations

from datetime import date

import pytest

from draftloop.loop.document import Document
from draftloop.loop.errors import Ambiguous, BadValue, NotFound, Unreadable
from draftloop.steps import capture
from tests.builders import idea_text, workbench


def test_captured_idea_is_a_file() -> None:
    bench = workbench()
    added = capture.add_idea(bench.desk, title=" Caches  lie ", tags=["caching"], asked_by="M.")
    assert (added.slug, added.path) == ("caches-lie", "ideas/caches-lie.md")
    idea = capture.read_idea(bench.desk, "caches-lie")
    assert (idea.title, idea.tags, idea.asked_count) == ("Caches lie", ("caching",), 1)


def test_same_title_gets_a_number_and_a_hint() -> None:
    bench = workbench(caches_lie=idea_text("Caches lie"))
    bench.files["drafts/caches-lie-2/post.md"] = "x"
    added = capture.add_idea(bench.desk, title="Caches lie!")
    assert added.slug == "caches-lie-3"
    assert ("caches-lie", "Caches lie") in added.near


def test_name_that_differs_in_case_only_is_taken() -> None:
    bench = workbench()
    bench.files["ideas/Caches-Lie.md"] = "x"
    assert capture.add_idea(bench.desk, title="caches lie").slug == "caches-lie-2"


def test_empty_title_is_refused() -> None:
    with pytest.raises(BadValue):
        capture.add_idea(workbench().desk, title=" \n ")


def test_titles_of_a_list_become_ideas() -> None:
    bench = workbench()
    added = capture.add_titles(bench.desk, ["One thing", "", "- Another thing", "One thing"])
    assert [one.slug for one in added] == ["one-thing", "another-thing", "one-thing-2"]


def test_list_shows_open_ideas_and_broken_ones() -> None:
    bench = workbench(
        a=idea_text("A", "tags: [x]"),
        b=idea_text("B", "dropped: 2026-01-01"),
        c="---\ntitle: [\n---\n",
    )
    assert [idea.slug for idea in capture.list_ideas(bench.desk, sort="title")] == ["a", "c"]
    assert [idea.slug for idea in capture.list_ideas(bench.desk, dropped=True)] == ["b"]
    assert [idea.slug for idea in capture.list_ideas(bench.desk, tag="X")] == ["a"]
    assert capture.list_ideas(bench.desk, sort="title")[1].trouble


def test_every_change_keeps_what_the_author_wrote() -> None:
    original = "---\n# mine\ntitle: 'A' # really\nodd: [1,\n  2]\n---\n\ntext\x0cfeed\n"
    bench = workbench(a=original)
    desk = bench.desk
    capture.ask_idea(desk, "a", "M.")
    capture.ask_idea(desk, "a")
    capture.signal_idea(desk, "a", "social", 41_000, 310)
    capture.rate_idea(desk, "a", 3)
    capture.drop_idea(desk, "a", "too small")
    idea = capture.note_idea(desk, "a", "a note")
    assert (idea.asked_count, idea.reach, idea.interest, idea.because) == (2, 41_000, 3, "too small")
    assert idea.dropped == date(2026, 11, 9)
    text = bench.files["ideas/a.md"]
    assert text.startswith(original.removesuffix("---\n\ntext\x0cfeed\n"))
    assert text.endswith("---\n\ntext\x0cfeed\n\n- a note\n")
    assert not capture.revive_idea(desk, "a").is_dropped


def test_number_by_hand_goes_on_and_who_becomes_a_note() -> None:
    bench = workbench(a=idea_text("A", "asked: 4"))
    idea = capture.ask_idea(bench.desk, "a", "M.")
    assert (idea.asked_count, idea.body) == (5, "- asked by M., 2026-11-09")


def test_broken_front_matter_is_never_written() -> None:
    bench = workbench(a="---\ntitle: a\ntitle: b\n---\n")
    with pytest.raises(Unreadable):
        capture.rate_idea(bench.desk, "a", 1)
    assert bench.files["ideas/a.md"] == "---\ntitle: a\ntitle: b\n---\n"


@pytest.mark.parametrize("interest", [0, 4, -1])
def test_interest_is_one_to_three(interest: int) -> None:
    with pytest.raises(BadValue):
        capture.rate_idea(workbench(a="x").desk, "a", interest)


def test_rating_is_taken_back() -> None:
    bench = workbench(a=idea_text("A", "interest: 2"))
    assert capture.rate_idea(bench.desk, "a", None).interest is None
    assert "interest" not in bench.files["ideas/a.md"]


def test_idea_of_a_draft_is_found() -> None:
    bench = workbench()
    bench.files["drafts/a/notes.md"] = idea_text("A")
    assert capture.note_idea(bench.desk, "a", "more").path == "drafts/a/notes.md"


def test_names_resolve_by_their_start() -> None:
    bench = workbench(caches="x", caches_lie="x", retries="x")
    bench.files["drafts/retry/post.md"] = "x"
    bench.files["drafts/only-a-picture/p.png"] = "x"
    assert capture.resolve_idea(bench.desk, "caches") == "caches"
    assert capture.resolve_idea(bench.desk, "retr") == "retries"
    assert capture.resolve_draft(bench.desk, "r") == "retry"
    with pytest.raises(Ambiguous) as caught:
        capture.resolve_idea(bench.desk, "cach")
    assert caught.value.candidates == ("caches", "caches-lie")
    with pytest.raises(Ambiguous):
        capture.resolve_any(bench.desk, "ret")
    with pytest.raises(NotFound) as missing:
        capture.resolve_idea(bench.desk, "cahces")
    assert "caches" in missing.value.near
    for name in ("", "only-a-picture"):
        with pytest.raises(NotFound):
            capture.resolve_draft(bench.desk, name)


def test_a_note_goes_below_what_another_program_wrote_in_that_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = workbench(caches_lie=idea_text("Caches lie"))
    path, save = "ideas/caches-lie.md", bench.library.save
    theirs = iter(["- theirs\n", "- and more of theirs\n"])

    def save_late(document: Document, text: str) -> Document:
        bench.files[path] += next(theirs, "")
        return save(document, text)

    monkeypatch.setattr(bench.library, "save", save_late)
    capture.note_idea(bench.desk, "caches-lie", "mine")
    assert bench.files[path].endswith("- theirs\n- and more of theirs\n- mine\n")
    bench.files[path] = bench.files[path].replace("\n---\n", "\nasked: 4\n---\n", 1)
    assert capture.ask_idea(bench.desk, "caches-lie", "M.").asked_count == 5
    assert "- asked by M., " in bench.files[path]
