"""The two themes of our own, paper and ink, and which one a terminal gets.

Four colors have one meaning each: accent what you act on, success kept or done, warning asks for a decision,
error lost or wrong. Every one of them, and both strengths of text, keeps a contrast of at least 4.5 to every
ground of its theme; a test computes it.
"""

from __future__ import annotations

from collections.abc import Mapping

from textual.theme import Theme

LIGHT_NAME = "draftloop-light"
DARK_NAME = "draftloop-dark"

PAPER = Theme(
    name=LIGHT_NAME,
    dark=False,
    background="#faf6ee",
    surface="#f3eee2",
    panel="#eae3d3",
    foreground="#2a2722",
    primary="#3b4f6b",
    secondary="#5c5346",
    accent="#14598c",
    success="#2b6434",
    warning="#7d4e00",
    error="#9c2424",
    variables={
        "text-muted": "#5f584c",
        "text-disabled": "#6b6457",
        "block-cursor-background": "#dfe6ea",
        "block-cursor-foreground": "#1c1a17",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#eae3d3",
        "block-cursor-blurred-foreground": "#2a2722",
        "block-cursor-blurred-text-style": "none",
        "input-cursor-background": "#14598c",
        "input-cursor-foreground": "#faf6ee",
        "input-selection-background": "#14598c 25%",
        "border": "#14598c",
        "border-blurred": "#cfc6b2",
        "rule": "#cfc6b2",
        "scrollbar": "#d8cfbc",
        "scrollbar-hover": "#c3b89f",
        "scrollbar-active": "#14598c",
        "scrollbar-background": "#faf6ee",
        "scrollbar-background-hover": "#f3eee2",
        "scrollbar-background-active": "#f3eee2",
        "scrollbar-corner-color": "#faf6ee",
        "button-color-foreground": "#faf6ee",
    },
)

INK = Theme(
    name=DARK_NAME,
    dark=True,
    background="#16181d",
    surface="#1d2027",
    panel="#262a33",
    foreground="#dcd8cf",
    primary="#8fb0d9",
    secondary="#b3a998",
    accent="#7fc1e8",
    success="#93c98a",
    warning="#e3b866",
    error="#f08c84",
    variables={
        "text-muted": "#a09c93",
        "text-disabled": "#98948c",
        "block-cursor-background": "#283240",
        "block-cursor-foreground": "#f3efe6",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#262a33",
        "block-cursor-blurred-foreground": "#dcd8cf",
        "block-cursor-blurred-text-style": "none",
        "input-cursor-background": "#7fc1e8",
        "input-cursor-foreground": "#16181d",
        "input-selection-background": "#7fc1e8 30%",
        "border": "#7fc1e8",
        "border-blurred": "#3a404c",
        "rule": "#3a404c",
        "scrollbar": "#333945",
        "scrollbar-hover": "#444c5b",
        "scrollbar-active": "#7fc1e8",
        "scrollbar-background": "#16181d",
        "scrollbar-background-hover": "#1d2027",
        "scrollbar-background-active": "#1d2027",
        "scrollbar-corner-color": "#16181d",
        "button-color-foreground": "#16181d",
    },
)

OWN_THEMES = (PAPER, INK)


def choose_theme(wanted: str, known: Mapping[str, object], environ: Mapping[str, str]) -> str:
    """The theme to start with: the wanted one if it exists, else by the terminal's ground, else ink.

    Args:
        wanted: The setting; `auto` asks the terminal.
        known: Themes by name.
        environ: COLORFGBG is the one sign of the ground that a terminal gives without being asked.
    """
    if wanted != "auto" and wanted in known:
        return wanted
    ground = environ.get("COLORFGBG", "").rpartition(";")[2]
    return LIGHT_NAME if ground in ("7", "15") else DARK_NAME
