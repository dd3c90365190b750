"""A version of a draft to read and copy from, or two of them compared: ideas as trees, prose by words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from draftloop.loop.errors import DraftloopError
from draftloop.loop.front_matter import body_of
from draftloop.steps.bundle import read_bundle
from draftloop.steps.history import Version, in_file, resolve_version
from draftloop.steps.rounds import TreeDiff, compare_texts, corrections_of
from draftloop.tui import keys
from draftloop.tui import text as texts
from draftloop.tui.screens.base import LoopScreen
from draftloop.tui.widgets.figures import count
from draftloop.tui.widgets.outline_pair import OutlinePair
from draftloop.tui.widgets.outline_view import OutlineView
from draftloop.tui.widgets.word_diff import Passage, WordDiffView, diff_passages

if TYPE_CHECKING:
    from draftloop.steps.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One version, or two with what changed between them."""

    title: str
    new: Version
    old: Version | None = None
    tree: TreeDiff | None = None
    passages: tuple[Passage, ...] = ()

    @property
    def is_outline(self) -> bool:
        return self.new.path.endswith("outline.md")


def read_version(
    desk: Desk, slug: str, name: str, old: str | None, names: tuple[str, ...], *, compares: bool
) -> Reading:
    """Read one version, or compare two; without `old` the last one before it that has the same file.

    Raises:
        NotFound: a turn without a text.
        Unreadable: corrections.toml.
    """
    title = read_bundle(desk, slug).title
    new = resolve_version(desk, name)
    if not compares:
        return Reading(title=title, new=new)
    before = resolve_version(desk, old) if old is not None else _version_before(desk, new, names)
    if before is None:
        return Reading(title=title, new=new)
    new = in_file(desk, new, before.path)
    before = in_file(desk, before, new.path)
    one, other = body_of(before.text), body_of(new.text)
    return Reading(
        title=title,
        new=new,
        old=before,
        tree=compare_texts(one, other, corrections_of(desk, slug), meaning=desk.meaning),
        passages=diff_passages(one, other),
    )


def _version_before(desk: Desk, new: Version, names: tuple[str, ...]) -> Version | None:
    place = names.index(new.name) if new.name in names else len(names)
    for name in reversed(names[:place]):
        try:
            version = resolve_version(desk, name)
        except DraftloopError:
            continue  # a turn without a text of its own
        if version.path == new.path and version.text != new.text:
            return version
    return None


class VersionScreen(LoopScreen):
    """How did I say it then?"""

    NAME = "version"
    CSS_PATH = "version.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings_for("version")

    def __init__(
        self,
        desk: Desk,
        slug: str,
        name: str,
        names: tuple[str, ...] = (),
        *,
        old: str | None = None,
        compares: bool = False,
    ) -> None:
        """Make the screen.

        Args:
            desk: The desk.
            slug: The draft.
            name: The version to read, the newer of two.
            names: Every version, oldest first, to leaf through.
            old: The older of two; None: the one before that has the same file.
            compares: Show what changed, not the text.
        """
        super().__init__(desk)
        self.slug = slug
        self.name_shown = name
        self.names = names
        self.old = old
        self.compares = compares
        self.by_words: bool | None = None
        """None: words for prose, ideas for outlines."""
        self.reading: Reading | None = None

    def compose_room(self) -> ComposeResult:
        with Vertical(id="version"):
            yield Static("", id="about", markup=False)
            yield OutlineView(id="reading")
            yield OutlinePair(id="ideas")
            yield WordDiffView(id="words")

    def load(self) -> None:
        name, old, compares = self.name_shown, self.old, self.compares
        self.run_step(
            "version",
            lambda: read_version(self.desk, self.slug, name, old, self.names, compares=compares),
            self._show,
        )

    def _show(self, reading: Reading) -> None:
        self.reading = reading
        self.top_line.place = reading.title
        self.top_line.note = self._note(reading)
        frame = self.query_one("#version")
        if reading.old is None or reading.tree is None:
            frame.set_classes("-reading")
            self._about_one(reading)
            view = self.query_one("#reading", OutlineView)
            view.load(reading.new.text)
            view.focus()
        else:
            tree = reading.tree
            self.query_one(OutlinePair).show(tree.old, tree.new, tree.diff)
            self.query_one(WordDiffView).show(reading.passages)
            self._show_pair()
        self.refresh_bindings()
        self.refresh_hints()

    def _note(self, reading: Reading) -> str:
        if self.name_shown not in self.names:
            return ""
        return f"{self.names.index(self.name_shown) + 1} of {len(self.names)}"

    def _about_one(self, reading: Reading) -> None:
        new = reading.new
        said = f"{_short(new)}   {_file(new)}"
        if self.compares:
            said += "   nothing before it to compare with"
        self.query_one("#about", Static).update(texts.line(said, "$text-muted"))

    @property
    def _shows_words(self) -> bool:
        if self.by_words is not None:
            return self.by_words
        return self.reading is not None and not self.reading.is_outline

    def _show_pair(self) -> None:
        reading = self.reading
        if reading is None or reading.old is None or reading.tree is None:
            return
        shows_words = self._shows_words
        self.query_one("#version").set_classes("-words" if shows_words else "-ideas")
        diff = reading.tree.diff
        changed = sum(passage.is_changed for passage in reading.passages)
        figures = (
            f"{count(changed, 'passage')} changed"
            if shows_words
            else f"{len(diff.links)} linked, {len(diff.dropped)} dropped, {len(diff.added)} new"
        )
        self.query_one("#about", Static).update(
            texts.joined(
                texts.line(_short(reading.old), "bold"), ("  →  ", "$text-muted"),
                texts.line(_short(reading.new), "bold"),
                (f"   {_file(reading.new)}: {figures}", "$text-muted"),
            )
        )  # fmt: skip
        self.query_one("#words" if shows_words else "#ideas").focus()

    # -- keys ------------------------------------------------------------------------------------------

    def action_words(self) -> None:
        """By words, or by ideas; of one version what it changed."""
        if self.reading is not None and self.reading.old is not None:
            self.by_words = not self._shows_words
            self._show_pair()
        else:
            self.compares, self.by_words = True, True
            self.load()

    def action_change(self, by: int) -> None:
        if self._shows_words and not self.query_one(WordDiffView).go(by):
            texts.toast(self.app, "no change")

    def action_whole(self) -> None:
        self.query_one(WordDiffView).toggle_whole()

    def action_turn(self, by: int) -> None:
        """Leaf through the versions; of two the older one moves."""
        name = self.old if self.compares and self.old is not None else self.name_shown
        place = (self.names.index(name) if name in self.names else len(self.names)) + by
        is_itself = self.old is not None and self.names[place : place + 1] == (self.name_shown,)
        if not 0 <= place < len(self.names) or is_itself:
            texts.toast(self.app, "there is no older version" if by < 0 else "there is no newer version")
            return
        if self.compares and self.old is not None:
            self.old = self.names[place]
        else:
            self.name_shown = self.names[place]
        self.load()

    def action_copy(self) -> None:
        """What is marked, else the whole version, through the terminal."""
        reading = self.reading
        if reading is None:
            return
        view = self.query_one("#reading", OutlineView)
        marked = view.selected_text if self.query_one("#version").has_class("-reading") else ""
        words = marked or reading.new.text
        self.app.copy_to_clipboard(words)
        what = count(len(words.split()), "word")
        texts.toast(self.app, f"{what} copied through the terminal (OSC 52)")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        is_pair = self.reading is not None and self.reading.old is not None
        if action in ("change", "whole"):
            return is_pair and self._shows_words
        if action in ("words", "copy"):
            return self.reading is not None
        if action == "turn":
            return len(self.names) > 1
        return super().check_action(action, parameters)


def _short(version: Version) -> str:
    """`rewrite @2`, `autosave @20:31`, or `now`."""
    if version.autosave is not None:
        kind = "thrown away" if version.autosave.is_trash else "autosave"
        return f"{kind} @{version.autosave.name.rpartition('@')[2]}"
    if version.commit is None:
        return "now"
    return f"{version.stage or ''} @{version.name.rpartition('@')[2]}".lstrip()


def _file(version: Version) -> str:
    return version.path.rpartition("/")[2]
