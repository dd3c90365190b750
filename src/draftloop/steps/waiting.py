"""Recording an iteration so that it cannot be lost: first on the disk, then in git, now or later (P12).

Every iteration is kept in the queue before git is asked, and taken out once git has it. So whatever git says,
and whenever the machine stops, it is in one of the two, and never in both twice.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from draftloop.loop.errors import CannotWrite, HistoryUnavailable, ToolMissing, Unreadable
from draftloop.loop.waiting import Hindrance, Means, count_sentence
from draftloop.steps.count_on import count_on
from draftloop.trace import trace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from draftloop.loop.iteration import Iteration
    from draftloop.loop.waiting import IterationQueue, LeftLock, WaitingIteration, Written
    from draftloop.steps.desk import Desk

NO_GIT = ("no-git", "no-repository")
"""Nothing is in the way; there is no git to wait for, until there is."""

BUSY = Hindrance(kind="locked", reason="another draftloop is committing", remedy="try again in a moment")

USUAL = Means()

_BOTH_SIDES = re.compile(r"^<{7} .*^={7}$.*^>{7} ", re.MULTILINE | re.DOTALL)
_UNFINISHED = ("merge", "rebase", "cherry-pick", "revert")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """An iteration that git has."""

    commit: str
    rewritten: tuple[str, ...] = ()
    """Files that a hook changed on their way; the author's text is kept safe."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """An iteration that is kept and waits for git."""

    id: str
    why: Hindrance
    count: int
    """How many wait, this one included."""

    @property
    def sentence(self) -> str:
        """What happened, why, and how many wait."""
        return f"Kept, not committed yet: {self.why.reason}. {count_sentence(self.count)}."

    @property
    def remedy(self) -> str:
        """What would help, as a sentence of its own."""
        return self.why.remedy[:1].upper() + self.why.remedy[1:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drained:
    """What trying again came to."""

    commits: Mapping[str, str] = field(default_factory=dict)
    """By name in the queue; an empty name for one that git had no need to commit any more."""
    left: int = 0
    why: Hindrance | None = None
    """Why the first of those left was not taken."""
    rewritten: tuple[str, ...] = ()

    @property
    def committed(self) -> tuple[str, ...]:
        return tuple(commit for commit in self.commits.values() if commit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How many iterations wait for git, and why the first one does."""

    count: int = 0
    why: Hindrance | None = None
    damaged: int = 0
    """Others that wait and cannot be read; `doctor` names each."""

    @property
    def sentence(self) -> str:
        """`3 iterations wait: git is busy, .git/index.lock since 14:02; REMEDY`; empty when none does."""
        if not self.count:
            return ""
        return count_sentence(self.count) + (f": {self.why.reason}; {self.why.remedy}" if self.why else "")

    @property
    def damaged_sentence(self) -> str:
        """`2 iterations wait that cannot be read`; empty when there is none."""
        return f"{count_sentence(self.damaged)} that cannot be read" if self.damaged else ""


def waiting(desk: Desk) -> Waiting:
    """How many iterations wait. Looks into one folder and starts nothing."""
    if desk.queue is None:
        return Waiting()
    count = len(desk.queue.waiting())
    damaged = len(desk.queue.damaged())
    return Waiting(count=count, why=desk.queue.hindrance() if count else None, damaged=damaged)


def record_or_queue(
    desk: Desk,
    iteration: Iteration,
    paths: Sequence[str],
    *,
    allow_empty: bool = False,
    also: Sequence[str] = (),
    tag: tuple[str, str] = ("", ""),
    means: Means | None = None,
) -> Recorded | Queued | None:
    """Commit what changed below `paths` as an iteration; what git refuses now is kept until it does not.

    Args:
        desk: The desk.
        iteration: Its facts.
        paths: Files or folders, also deleted ones.
        allow_empty: An iteration without a change is one too.
        also: Files that belong to it whatever git can tell about them.
        tag: Name and message of a tag for its commit.
        means: How patient to be; None: as usual.

    Returns:
        None when nothing changed and nothing had to.

    Raises:
        HistoryUnavailable: a file still holds both sides of a conflict; or git refuses and the state folder
            cannot be written either. The files are as they were.
    """
    changed = sorted({*desk.history.changed(paths), *also})
    if not changed and not allow_empty:
        return None
    _must_be_settled(desk, changed)
    if desk.queue is None:
        commit = desk.history.record(iteration, paths, allow_empty=allow_empty)
        if commit and tag[0]:
            desk.tags.tag(*tag)
        return Recorded(commit=commit) if commit else None
    try:
        entry = desk.queue.add(iteration, changed, allow_empty=allow_empty, base=desk.history.head(), tag=tag)
    except CannotWrite as error:
        return _without_net(desk, iteration, paths, error, allow_empty=allow_empty)
    drained = drain(desk, means=means, fresh=entry.id)
    if entry.id in drained.commits:
        commit = drained.commits[entry.id]
        return Recorded(commit=commit, rewritten=drained.rewritten) if commit else None
    trace("queued", entry.iteration.draft, id=entry.id, stage=entry.iteration.stage.value)
    return Queued(id=entry.id, why=drained.why or BUSY, count=drained.left)


def drain(desk: Desk, *, means: Means | None = None, fresh: str = "") -> Drained:
    """Try to commit all that waits, oldest first, up to the first that git refuses.

    Args:
        desk: The desk.
        means: How; None: as usual.
        fresh: One that was added just now, whose name in the queue nobody holds yet.
    """
    if desk.queue is None or not desk.queue.waiting():
        return Drained()
    with desk.queue.alone() as is_alone:
        if not is_alone:
            return Drained(left=len(desk.queue.waiting()), why=BUSY)
        return _drain(desk, desk.queue, means, fresh)


def left_locks(desk: Desk) -> list[LeftLock]:
    """Git's locks, each with the doubt that speaks against taking it for left behind. Takes five seconds."""
    return desk.locks.left() if desk.locks is not None else []


def unlock(desk: Desk, locks: Sequence[LeftLock]) -> list[str]:
    """Remove locks that were proved to be left behind, after a person said yes; their names."""
    return desk.locks.remove(locks) if desk.locks is not None else []


def _drain(desk: Desk, queue: IterationQueue, means: Means | None, fresh: str) -> Drained:
    commits: dict[str, str] = {}
    rewritten: list[str] = []
    why: Hindrance | None = None
    for entry in queue.waiting():
        try:
            counted = entry if entry.id == fresh else count_on(desk, queue, entry)
            written = _write(desk, queue, counted, means)
        except HistoryUnavailable as error:
            why = Hindrance(kind=error.state, reason=error.reason, remedy=error.remedy)
            break
        except (CannotWrite, Unreadable) as error:
            why = Hindrance(kind="failed", reason=f"{error.path}: {error.reason}", remedy=error.remedy)
            break
        except ToolMissing as error:
            why = Hindrance(kind="no-git", reason=f"{error.tool} {error.reason}", remedy=error.remedy)
            break
        commit = written.commit if written else ""
        if written:
            rewritten += _keep_ours(desk, queue, entry, written)
        try:
            queue.remove(entry.id, "" if entry.id == fresh and not commits else commit)
        except CannotWrite as error:
            # It is committed, and will be found again: nothing is made twice.
            why = Hindrance(kind="failed", reason=f"{error.path}: {error.reason}", remedy=error.remedy)
            commits[entry.id] = commit
            break
        commits[entry.id] = commit
        trace(
            "drained" if written and written.is_found_again else "committed",
            entry.iteration.draft,
            commit=commit,
            id=entry.id,
        )
    queue.note(why)
    left = len(queue.waiting())
    return Drained(commits=commits, left=left, why=why, rewritten=tuple(rewritten))


def _write(desk: Desk, queue: IterationQueue, entry: WaitingIteration, means: Means | None) -> Written | None:
    def content(path: str) -> bytes:
        return queue.content(entry.id, path) or b""

    taken = queue.commits()
    written = desk.history.write(entry, content, taken=taken, means=means or USUAL)
    name, message = entry.tag
    if written and name and written.commit not in desk.tags.tags(name).values():
        desk.tags.tag(name, message, commit=written.commit)
    return written


def _keep_ours(desk: Desk, queue: IterationQueue, entry: WaitingIteration, written: Written) -> list[str]:
    """Keep the author's text safe where the commit holds another; the files that a hook changed."""
    hooked = []
    for path in written.rewritten:
        text = (queue.content(entry.id, path) or b"").decode("utf-8", "replace")
        with suppress(CannotWrite):
            if written.ran_hooks:
                desk.recovery.keep(path, text)
                hooked.append(path)
            else:
                # Saved again in that moment: the commit has the newer text.
                desk.recovery.remember(path, text)
    return hooked


def _must_be_settled(desk: Desk, paths: Sequence[str]) -> None:
    """What holds both sides of a conflict was not meant by anybody."""
    for path in paths:
        try:
            text = desk.library.open(path).text if path.endswith(".md") else ""
        except Unreadable:
            continue
        if _BOTH_SIDES.search(text) and desk.history.state().kind in _UNFINISHED:
            raise HistoryUnavailable(
                "merge", f"{path} still holds both sides of a conflict", "settle it, then `git add` it"
            )


def _without_net(
    desk: Desk, iteration: Iteration, paths: Sequence[str], error: CannotWrite, *, allow_empty: bool
) -> Recorded | None:
    """The state folder takes nothing: git alone, as long as no older iteration waits in it."""
    older = waiting(desk)
    if older.count:
        raise HistoryUnavailable(
            "failed",
            f"{count_sentence(older.count)} already, one more cannot be kept: {error.path}: {error.reason}",
            error.remedy,
        )
    try:
        commit = desk.history.record(iteration, paths, allow_empty=allow_empty)
    except HistoryUnavailable as refused:
        raise HistoryUnavailable(
            refused.state,
            f"{refused.reason}; it cannot be kept waiting either, {error.path}: {error.reason}",
            f"{error.remedy}; {refused.remedy}; the words are in the files",
        ) from error
    return Recorded(commit=commit) if commit else None
