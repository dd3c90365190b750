"""The table of keys: complete, without clashes, and strict with the user's own keys."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

import pytest
from textual.binding import Binding

from draftloop.tui import keys
from draftloop.tui.app import PLACES, STEP_SCREENS, DraftloopApp
from draftloop.tui.help_texts import HELP
from tests.tui.conftest import World, flat, press, screen_text, settled


def test_every_key_has_a_label_a_help_and_a_name_of_its_own() -> None:
    ids = [key.id for key in keys.KEYS]
    assert len(ids) == len(set(ids))
    assert [key.id for key in keys.KEYS if not key.label or not key.help or key.help.endswith(".")] == []


def test_no_key_means_two_things_on_one_screen() -> None:
    assert [(one.id, other.id) for one, other in keys.clashes()] == []


def test_every_screen_with_keys_has_a_name_and_a_help_text_of_at_most_six_lines() -> None:
    screens = {key.screen for key in keys.KEYS} - {keys.EVERYWHERE}
    assert screens <= set(keys.SCREEN_NAMES)
    assert [screen for screen in screens if not 1 <= len(HELP[screen][1]) <= 6] == []


def test_the_same_letter_means_the_same_on_every_list() -> None:
    fixed = {"h": "history", "x": "let go", "u": "undo", "v": "skim"}
    wrong = [
        (key.id, letter)
        for key in keys.KEYS
        for letter in key.keys.split(",")
        if letter in fixed and key.label != fixed[letter]
    ]
    assert wrong == []


@pytest.mark.parametrize("place", sorted(PLACES))
def test_every_binding_of_a_place_has_its_action(place: str) -> None:
    module, name = PLACES[place]
    screen = getattr(import_module(module), name)
    actions = [key.action.partition("(")[0] for key in keys.keys_of(place)]
    assert [action for action in actions if not hasattr(screen, f"action_{action}")] == []


def test_every_key_that_holds_everywhere_has_its_action_in_the_app() -> None:
    actions = [key.action.partition("(")[0] for key in keys.keys_of(keys.EVERYWHERE)]
    assert [action for action in actions if not hasattr(DraftloopApp, f"action_{action}")] == []


def test_bindings_carry_ids_and_tooltips() -> None:
    for binding in keys.bindings_for("today"):
        assert isinstance(binding, Binding)
        assert binding.id is not None
        assert binding.tooltip


def test_a_usable_key_of_the_users_own_is_taken_in_textuals_names() -> None:
    usable, problems = keys.check_keymap(
        {"today.go-on": "Ctrl+B , space", "app.search": "?", "app.help": "f1"}
    )
    assert usable == {"today.go-on": "ctrl+b,space", "app.search": "question_mark", "app.help": "f1"}
    assert problems == []


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        ({"today.goon": "space"}, "did you mean today.go-on?"),
        ({"today.go-on": "ctrl+foo"}, "not a key"),
        ({"today.go-on": ""}, "names no key"),
        ({"today.go-on": "hyperspace+a"}, "not a key"),
        ({"today.go-on": "ctrl+i"}, "cannot tell ctrl+i from tab"),
        ({"today.go-on": "p"}, "already is today.pick"),
        ({"today.history": "/"}, "already is app.search"),
    ],
)
def test_an_unusable_key_is_refused_with_its_reason(wanted: dict[str, str], reason: str) -> None:
    usable, problems = keys.check_keymap(wanted)
    assert usable == {}
    assert reason in problems[0]


def test_two_keys_may_change_places() -> None:
    usable, problems = keys.check_keymap({"ideas.note": "k", "ideas.asked": "n"})
    assert usable == {"ideas.note": "k", "ideas.asked": "n"}
    assert problems == []


@pytest.mark.parametrize(
    ("written", "shown"),
    [("slash", "/"), ("question_mark,f1", "?"), ("shift+tab", "shift+tab"), ("alt+up", "alt+↑"), ("S", "S")],
)
def test_keys_are_shown_as_people_write_them(written: str, shown: str) -> None:
    assert shown == keys.shown(written)


def test_the_key_page_names_every_key() -> None:
    page = keys.as_markdown()
    assert [key.id for key in keys.KEYS if f"`{key.id}`" not in page] == []


async def test_a_key_of_the_users_own_works_and_is_shown(
    app: Callable[..., DraftloopApp], world: World
) -> None:
    world.idea("Caches lie")
    world.with_keys(app__search="f", today__oops="x")
    async with app().run_test(notifications=True) as pilot:
        await settled(pilot)
        assert "f search" in screen_text(pilot.app)
        assert "today.oops: there is no" in flat(pilot.app)
        await press(pilot, "f")
        assert "Words you remember" in screen_text(pilot.app)


def test_every_step_screen_is_named_after_its_step() -> None:
    assert set(STEP_SCREENS) <= set(keys.SCREEN_NAMES)
