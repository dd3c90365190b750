"""What went wrong, where it happened, until it is solved."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from draftloop.tui import text as texts


class ErrorBar(Static):
    """One sentence a trouble, each with its way out. Hidden while there is none."""

    DEFAULT_CSS = """
    ErrorBar { display: none; height: auto; max-height: 6; dock: top; margin: 1 0 0 0; padding: 0 2;
               color: $error; background: $surface; }
    ErrorBar.-shown { display: block; }
    """

    def __init__(self) -> None:
        super().__init__(Content(""), markup=False)
        self._again: set[str] = set()
        self._standing = ""
        self.troubles: dict[str, str] = {}
        """By the group of the step that failed; the same group's success removes it."""

    def show(self, group: str, sentence: str, *, can_retry: bool = True) -> None:
        """Keep `sentence` in sight until `solve(group)`; `can_retry` names f5 below it."""
        self.troubles[group] = sentence
        if can_retry:
            self._again.add(group)
        self._draw()

    def solve(self, group: str) -> None:
        """Take the trouble of `group` away, if there is one."""
        if self.troubles.pop(group, None) is not None:
            self._draw()

    def stand(self, sentence: str) -> None:
        """Keep `sentence` above all troubles; empty takes it away."""
        if sentence != self._standing:
            self._standing = sentence
            self._draw()

    def _draw(self) -> None:
        self.set_class(bool(self.troubles or self._standing), "-shown")
        lines = [texts.line(self._standing, "$warning")] if self._standing else []
        lines += [
            texts.joined(("! ", "bold $error"), texts.line(sentence, "$error"))
            for sentence in dict.fromkeys(self.troubles.values())
        ]
        if self._again & self.troubles.keys():
            lines.append(Content.styled("  f5 tries again", "$text-muted"))
        self.update(Content("\n").join(lines))
