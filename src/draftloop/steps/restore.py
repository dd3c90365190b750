"""An earlier text of a draft put back in its place; what stands there is recorded before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.loop.errors import BadValue, Unreadable
from draftloop.loop.iteration import Iteration, next_number
from draftloop.loop.stage import Stage
from draftloop.steps.bundle import read_bundle
from draftloop.steps.history import Version, resolve_version
from draftloop.steps.waiting import Queued, Recorded, record_or_queue

if TYPE_CHECKING:
    from draftloop.steps.desk import Desk

STAGE_OF_FILE = {"outline.md": Stage.OUTLINE, "post.md": Stage.PROSE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What a restore did."""

    version: Version
    commit: str | None
    """The restore as an iteration; None when git could not record it now."""
    kept: str
    """Name of the entry in the recovery store that holds the text as it was before."""
    queued: Queued | None = None
    """Kept, and waiting for git."""


def restore(desk: Desk, name: str) -> Restored:
    """Put an earlier text of a draft back in its place, as a new iteration.

    The text that stands there now is committed before; where git cannot record, both wait for it.

    Raises:
        NotFound, Ambiguous: as `resolve_version`.
        BadValue: the version is what the file holds already.
        Unreadable: the version is not a UTF-8 text.
        ChangedOnDisk: the file was written by another program meanwhile.
    """
    version = resolve_version(desk, name)
    document = desk.library.open(version.path)
    if version.is_now or document.text == version.text:
        raise BadValue("version", name, f"is what {version.path} holds already")
    if version.autosave is None and "\N{REPLACEMENT CHARACTER}" in version.text:
        raise Unreadable(version.path, f"is not UTF-8 in {name}", "take it from git by hand")
    kept = desk.recovery.keep(document.path, document.text) if document.exists else ""
    _record_present(desk, version)
    saved = desk.library.save(document, version.text)
    iteration = Iteration(
        stage=Stage.RESTORE,
        when=desk.now(),
        title=read_bundle(desk, version.slug).title,
        draft=version.slug,
        source=version.name,
    )
    outcome = record_or_queue(desk, iteration, [saved.path])
    desk.recovery.settle(document.path, document.text)
    return Restored(
        version=version,
        commit=outcome.commit if isinstance(outcome, Recorded) else None,
        kept=kept,
        queued=outcome if isinstance(outcome, Queued) else None,
    )


def _record_present(desk: Desk, version: Version) -> None:
    """Record the file as it is, if its last words are not in the history yet."""
    if not desk.history.changed([version.path]):
        return
    stage = STAGE_OF_FILE.get(version.path.rpartition("/")[2], Stage.IDEA)
    iteration = Iteration(
        stage=stage,
        when=desk.now(),
        title=read_bundle(desk, version.slug).title,
        draft=version.slug,
        number=next_number(desk.history.timeline(version.slug), stage),
        note=f"As it was before {version.name} was restored.",
    )
    record_or_queue(desk, iteration, [version.path])
