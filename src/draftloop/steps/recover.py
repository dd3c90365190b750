"""Taking back a text that was kept safe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.loop.errors import NotFound
from draftloop.loop.splice import end_of_change, missing_from, splice_between

if TYPE_CHECKING:
    from draftloop.loop.ports import KeptText
    from draftloop.steps.desk import Desk

_STEPS = {"post.md": "prose", "outline.md": "outline"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """What came back, and where its author goes on."""

    path: str
    words: int
    """Of the text, those that the file lacked."""
    line: int
    """Of the file, counted from 1, in which the last of them stands."""
    column: int
    """Characters of that line up to their end."""
    slug: str
    """The draft; empty: the file is none of a draft's."""
    step: str
    """The screen in which that file is written; empty: none."""
    instead: str = ""
    """Id of the text that stood there, where that is on offer now; empty: it is not."""


def kept_for(desk: Desk, path: str) -> list[KeptText]:
    """What is kept for one file and not in it, newest first."""
    return [kept for kept in desk.recovery.kept() if kept.file == path]


def is_longer(kept: KeptText) -> bool:
    """Whether the kept text is the one that is taken unless the author says otherwise: the longer of two."""
    return kept.file_words is None or kept.words >= kept.file_words


def compare_kept(desk: Desk, id: str) -> tuple[str, str, str]:  # noqa: A002 - the word of the command line
    """(the file, what stands in it, the kept text). Raises NotFound: nothing of that name is on offer."""
    kept = _kept(desk, id)
    return kept.file, desk.library.open(kept.file).text, desk.recovery.text(id)


def _kept(desk: Desk, id: str) -> KeptText:  # noqa: A002
    waiting = desk.recovery.kept()
    found = next((text for text in waiting if text.id == id), None)
    if found is None:
        raise NotFound("kept text", id, tuple(text.id for text in waiting))
    return found


def take_kept(desk: Desk, id: str) -> str:  # noqa: A002 - the word of the command line
    """Put a kept text in its file's place; what stands there is kept safe first. The file's path.

    Raises:
        NotFound: no kept text of that name.
        ChangedOnDisk: the file was changed in this very moment.
    """
    return take_back(desk, id).path


def take_back(desk: Desk, id: str) -> TakenBack:  # noqa: A002
    """As `take_kept`, and where to go on. Raises the same."""
    kept = _kept(desk, id)
    text = desk.recovery.text(id)
    document = desk.library.open(kept.file)
    instead = ""
    if document.exists and document.text != text:
        # Words that the kept text lacks are offered in their turn; a text that only lacked some is history.
        if missing_from(text, document.text):
            instead = desk.recovery.keep(document.path, document.text)
        else:
            desk.recovery.remember(document.path, document.text)
    desk.library.save(document, text)
    desk.recovery.dismiss(id)
    change = splice_between(document.text, text)
    before = text[: end_of_change(text, change)]
    slug, step = place_of(desk, kept.file)
    return TakenBack(
        path=kept.file,
        words=kept.missing_words,
        line=before.count("\n") + 1,
        column=len(before) - before.rfind("\n") - 1,
        slug=slug,
        step=step,
        instead=instead,
    )


def place_of(desk: Desk, path: str) -> tuple[str, str]:
    """The draft that a file belongs to, and the screen in which it is written; empty where there is none."""
    parts = path.split("/")
    if len(parts) != 3 or parts[0] != "drafts" or parts[2] not in _STEPS:
        return "", ""
    sitting = desk.sittings.open(parts[1])
    if parts[2] == "outline.md" and sitting is not None and sitting.stage == "rewrite":
        return parts[1], "rewrite"
    return parts[1], _STEPS[parts[2]]
