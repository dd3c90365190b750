"""The story of a draft as a page: all of it, and nothing of the author as markup."""

from __future__ import annotations

from draftloop.steps.story import tell_story
from tests.writer import FIRST, Writer, writer_of_two_rounds


def test_the_page_has_every_iteration_every_idea_and_every_text() -> None:
    page = tell_story(writer_of_two_rounds().desk, "x")
    assert "6 iterations, 3 h 59, 6 days" in page
    assert all(f"<td>{name}</td>" in page for name in ("outline 1", "rewrite 2", "prose 1"))
    assert "jitter without a budget only spreads the load" in page
    assert '<td class="gone">let go</td>' in page
    assert FIRST.strip().splitlines()[-1] in page


def test_nothing_of_the_author_is_markup() -> None:
    writer = writer_of_two_rounds()
    writer.files["drafts/x/notes.md"] = '---\ntitle: "<b>[/b] & \\"quoted\\""\n---\n'
    writer.files["drafts/x/post.md"] = "<script>x</script>\n\n\x1b[31mred\n"
    page = tell_story(writer.desk, "x")
    assert "<script" not in page
    assert "&lt;b&gt;[/b] &amp;" in page
    assert "\x1b" not in page


def test_a_draft_without_a_record_has_a_page_without_ideas() -> None:
    writer = Writer()
    writer.files["drafts/x/notes.md"] = '---\ntitle: "T"\n---\n'
    page = tell_story(writer.desk, "x")
    assert "0 iterations" in page
    assert "Ideas through the rounds" not in page
