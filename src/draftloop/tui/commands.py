"""What the palette (ctrl+p) finds: actions that can be done now, every idea, every draft and its steps."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from draftloop.loop.errors import DraftloopError
from draftloop.tui import keys
from draftloop.tui import text as texts

if TYPE_CHECKING:
    from draftloop.steps.desk import Desk
    from draftloop.tui.app import DraftloopApp
    from draftloop.tui.key_row import Key

_MOST_FOUND = 20

STEPS = ("outline", "rewrite", "compare", "prose", "edit", "readability", "ship", "history")
"""Steps of a draft that can be opened by name, `edit: Caches lie`."""


class LoopProvider(Provider):
    """A provider that knows our app."""

    @property
    def loop_app(self) -> DraftloopApp:
        return cast("DraftloopApp", self.app)


class ActionProvider(LoopProvider):
    """The actions of the screen below, then those that hold everywhere."""

    async def discover(self) -> Hits:
        for key in self._possible():
            yield DiscoveryHit(self._display(key), self._run(key), text=key.label, help=key.help)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for key in self._possible():
            score = max(matcher.match(key.label), matcher.match(key.help))
            if score > 0:
                yield Hit(score, self._display(key), self._run(key), text=key.label, help=key.help)

    def _possible(self) -> list[Key]:
        name = getattr(self.screen, "NAME", "")
        found = (
            [*keys.keys_of(name), *keys.keys_of(keys.EVERYWHERE)]
            if name
            else [*keys.keys_of(keys.EVERYWHERE)]
        )
        return [key for key in found if key.action not in ("command_palette", "back") and self._can(key)]

    def _can(self, key: Key) -> bool:
        action = key.action.partition("(")[0]
        return self.screen.check_action(action, ()) is True

    def _display(self, key: Key) -> Content:
        pressed = self.loop_app.keymap_in_use.get(key.id, key.keys)
        return texts.joined(key.label, (f"   {keys.shown(pressed)}", "$text-muted"))

    def _run(self, key: Key) -> partial[Coroutine[object, object, bool]]:
        target = self.app if key.screen == keys.EVERYWHERE else self.screen
        return partial(self.app.run_action, key.action, target)


class WorkProvider(LoopProvider):
    """Every idea and every draft by title, every step of a draft by its name and the title."""

    async def startup(self) -> None:
        """Read the titles in a thread; the palette opens at once and finds them when they are there."""
        self.titles: list[tuple[str, str, str]] = []
        try:
            self.titles = await asyncio.to_thread(_titles, self.loop_app.desk)
        except DraftloopError as error:
            from draftloop.steps.explain import explain

            texts.toast(self.app, explain(error), "warning")

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        begun = query.strip().lower()
        scored = (
            # What was typed as the beginning of a step or title is meant before what only contains it.
            (min(1.0, matcher.match(title) + title.lower().startswith(begun)), kind, slug, title)
            for kind, slug, title in self.titles
            if kind not in STEPS or all(word in title.lower() for word in begun.split())
        )
        best = sorted((found for found in scored if found[0] > 0), reverse=True)[:_MOST_FOUND]
        for score, kind, slug, title in best:
            shown_kind = kind if kind in _HELP else "step"
            display = texts.joined(texts.line(title), (f"   {shown_kind}", "$text-muted"))
            help_line = _HELP.get(kind, "Open this step of the draft")
            yield Hit(
                score, display, partial(self._open, kind, slug), text=texts.safe_line(title), help=help_line
            )

    def _open(self, kind: str, slug: str) -> None:
        if kind == "idea":
            self.loop_app.open_idea(slug)
        elif kind == "draft":
            self.loop_app.open_draft(slug)
        else:
            self.loop_app.open_step(kind, slug)


_HELP = {"idea": "Show the idea", "draft": "Go on with the draft"}


def _titles(desk: Desk) -> list[tuple[str, str, str]]:
    from draftloop.steps.bundle import read_bundle
    from draftloop.steps.capture import list_ideas
    from draftloop.steps.lengths import draft_slugs

    drafts = [("draft", slug, read_bundle(desk, slug).title) for slug in draft_slugs(desk)]
    steps = [(step, slug, f"{step}: {title}") for _, slug, title in drafts for step in STEPS]
    return drafts + [("idea", idea.slug, idea.title) for idea in list_ideas(desk)] + steps
