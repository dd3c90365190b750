"""A scaffold: an outline whose quoted lines are prompts. What of it is written, and what is only shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Scaffold:
    """A scaffold as a screen and a step need it."""

    name: str
    outline: str
    """The outline text to begin with: headings and empty bullets, prompts left out."""
    prompts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Heading text and the prompt lines below it, shown dim and never written."""
    kind: str = ""
    """Kind of post it is meant for; empty: any."""
    words: int = 0
    """Usual length; 0: the author's own."""
    is_rewritten: bool = True
    """False for scaffolds (`rewrite: false`) that go from the outline straight to prose."""

    @property
    def headings(self) -> tuple[str, ...]:
        """Heading lines as written, in order."""
        return tuple(line for line in self.outline.splitlines() if line.startswith("#"))


def read_scaffold(name: str, body: str, fields: Mapping[str, object]) -> Scaffold:
    """Split a scaffold's body into what is written and what is only shown.

    Args:
        name: Its file name without `.md`.
        body: The text below its front matter.
        fields: Its front matter, scalars as written.
    """
    written: list[str] = []
    prompts: dict[str, list[str]] = {}
    heading = ""
    for line in body.splitlines():
        stripped = line.strip()
        if stripped.startswith(">"):
            prompts.setdefault(heading, []).append(stripped.lstrip("> "))
            continue
        if stripped.startswith("#"):
            heading = stripped.lstrip("# ")
        if stripped or (written and written[-1].strip()):
            written.append("- " if stripped == "-" else line.rstrip())
    words = str(fields.get("words", ""))
    return Scaffold(
        name=name,
        outline="\n".join(written).strip("\n") + "\n",
        prompts={key: tuple(lines) for key, lines in prompts.items()},
        kind=str(fields.get("kind", "")),
        words=int(words) if words.isdigit() else 0,
        is_rewritten=str(fields.get("rewrite", "true")).lower() != "false",
    )


def empty_page(old_outline: str) -> str:
    """The page a rewrite begins with: the old outline's top headings, each with an empty bullet.

    An outline without headings gives a page with one empty bullet.
    """
    headings = []
    in_fence = False
    for line in old_outline.splitlines():
        if line.lstrip().startswith(("```", "~~~")):
            in_fence = not in_fence
        if not in_fence and line.startswith("#"):
            headings.append(line.rstrip())
    if not headings:
        return "- \n"
    top = min(len(line) - len(line.lstrip("#")) for line in headings)
    tops = [line for line in headings if len(line) - len(line.lstrip("#")) == top]
    return "\n\n".join(f"{line}\n\n- " for line in tops) + "\n"
