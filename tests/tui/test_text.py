"""The one door for user text: what goes through it is never read as markup or as an escape."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.widgets import DataTable, OptionList, Static, Tree

from draftloop.tui import text as texts
from tests.tui.conftest import HOSTILE, screen_text


@pytest.mark.parametrize("words", HOSTILE)
def test_literal_text_keeps_every_character(words: str) -> None:
    assert words == texts.literal(words).plain
    assert words == texts.line(words).plain
    assert words == texts.cell(words).plain
    assert words == texts.joined(words).plain
    assert words == texts.joined((words, "bold")).plain
    assert f"Idea: {words}" == texts.mixed("Idea: [b]$t[/b]", t=words).plain


def test_escapes_bidi_controls_and_line_breaks_become_visible_or_blanks() -> None:
    evil = "a\x1b]0;x\x07\u202eb\nc\td"
    assert not set(texts.literal(evil).plain) & set("\x1b\x07\u202e")
    assert "\n" not in texts.line(evil).plain
    assert "\n" not in texts.cell(evil).plain


@pytest.mark.parametrize("words", [*HOSTILE, "👩‍💻" * 9, "日本語" * 9, "e\u0301" * 9])
@pytest.mark.parametrize("width", [0, 1, 2, 7, 12])
def test_a_cut_text_takes_no_more_cells_than_it_may(words: str, width: int) -> None:
    assert cell_len(texts.clip(words, width)) <= width
    assert width == cell_len(texts.fit(words, width))


class Gallery(App[object]):
    """Every widget of Textual's that we hand user text to."""

    def __init__(self, words: tuple[str, ...]) -> None:
        super().__init__()
        self.words = words

    def compose(self) -> ComposeResult:
        yield Static(texts.literal("\n".join(self.words)))
        yield OptionList(*(texts.line(words) for words in self.words))
        yield DataTable()
        yield Tree("root")

    def on_mount(self) -> None:
        table, tree = self.query_one(DataTable), self.query_one(Tree)
        table.add_column("title", width=40)
        tree.root.expand()
        for words in self.words:
            table.add_row(texts.cell(words))
            tree.root.add_leaf(texts.cell(words))
            texts.toast(self, words)


async def test_every_widget_and_toast_shows_the_words_as_they_are() -> None:
    async with Gallery(HOSTILE).run_test(notifications=True, size=(100, 90)) as pilot:
        await pilot.pause()
        shown = screen_text(pilot.app)
        assert [words for words in HOSTILE if shown.count(words) < 4] == []
