"""One row of the table of keys."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """A key, what it calls, and how it is explained."""

    id: str
    """`screen.action-in-words`: the name under `[keys]`."""
    keys: str
    """Textual's key names, the first is shown; more after commas."""
    action: str
    """The action method without `action_`, with arguments as Textual writes them."""
    label: str
    """One to three words for the bottom line and the palette."""
    help: str
    """A sentence's worth for the help, the palette and docs/keys.md; no full stop."""
    in_footer: bool = True
    works_in_text: bool = False
    """Reaches the screen even while an editor has the focus (the editor itself uses the key otherwise)."""

    @property
    def screen(self) -> str:
        return self.id.partition(".")[0]
