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
        self._paths: dict[str, str] = {}

    @property
    def path(self) -> str:
        """The file that the newest of the troubles is about; empty when none is about one."""
        return next((self._paths[group] for group in reversed(self.troubles) if self._paths.get(group)), "")

    def show(self, group: str, sentence: str, *, can_retry: bool = True, path: str = "") -> None:
        """Keep `sentence` in sight until `solve(group)`; `can_retry` names f5 below it, a `path` f6."""
        self.troubles[group] = sentence
        self._paths[group] = path
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
        hints = ["f5 tries again"] if self._again & self.troubles.keys() else []
        hints += ["f6 opens the file as plain text"] if self.path else []
        if hints:
            lines.append(texts.literal(f"  {'   '.join(hints)}", "$text-muted"))
        self.update(Content("\n").join(lines))
