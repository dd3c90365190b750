"""Our two themes: readable everywhere, and chosen by what is known of the terminal."""

from __future__ import annotations

import pytest
from textual.color import Color
from textual.theme import Theme

from draftloop.tui import themes

LEAST_CONTRAST = 4.5
GROUNDS = ("background", "surface", "panel")
INKS = ("foreground", "primary", "secondary", "accent", "success", "warning", "error")


@pytest.mark.parametrize("theme", themes.OWN_THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("ground", GROUNDS)
def test_every_ink_is_readable_on_every_ground(theme: Theme, ground: str) -> None:
    paper = Color.parse(getattr(theme, ground))
    inks = {name: getattr(theme, name) for name in INKS}
    inks |= {name: theme.variables[name] for name in ("text-muted", "text-disabled")}
    weak = {name: round(_contrast(Color.parse(ink), paper), 2) for name, ink in inks.items()}
    assert {name: value for name, value in weak.items() if value < LEAST_CONTRAST} == {}


@pytest.mark.parametrize("theme", themes.OWN_THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("cursor", ["block-cursor", "block-cursor-blurred", "input-cursor"])
def test_the_row_under_the_cursor_is_readable(theme: Theme, cursor: str) -> None:
    ink, paper = theme.variables[f"{cursor}-foreground"], theme.variables[f"{cursor}-background"]
    assert _contrast(Color.parse(ink), Color.parse(paper)) >= LEAST_CONTRAST


@pytest.mark.parametrize("theme", themes.OWN_THEMES, ids=lambda theme: theme.name)
def test_small_words_and_signs_in_the_cursor_row_are_readable(theme: Theme) -> None:
    for cursor in ("block-cursor-background", "block-cursor-blurred-background"):
        paper = Color.parse(theme.variables[cursor])
        for ink in (theme.variables["text-muted"], theme.accent, theme.error, theme.warning, theme.success):
            assert _contrast(Color.parse(ink or ""), paper) >= LEAST_CONTRAST


@pytest.mark.parametrize(
    ("wanted", "environ", "chosen"),
    [
        ("auto", {}, themes.DARK_NAME),
        ("auto", {"COLORFGBG": "0;15"}, themes.LIGHT_NAME),
        ("auto", {"COLORFGBG": "15;default;0"}, themes.DARK_NAME),
        ("nord", {"COLORFGBG": "0;15"}, "nord"),
        ("no-such-theme", {}, themes.DARK_NAME),
    ],
)
def test_the_theme_is_the_wanted_one_or_fits_the_terminal(
    wanted: str, environ: dict[str, str], chosen: str
) -> None:
    assert chosen == themes.choose_theme(wanted, {"nord": 1, themes.DARK_NAME: 1}, environ)


def _contrast(one: Color, other: Color) -> float:
    """The ratio of WCAG 2: 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: Color) -> float:
    parts = (part / 255 for part in color.rgb)
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
