"""An iteration that waits for git: its facts, and the files it meant, to be committed as they were then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, Protocol, cast

from draftloop.loop.iteration import Iteration, Turn, commit_message, number_turns, turn_from
from draftloop.loop.stage import Stage
from draftloop.loop.trailers import last_paragraph

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

FileState = Literal["text", "gone", "as-it-is"]
"""Bytes that were kept; no file any more; or no plain file of a sane size, to be taken as it will be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeantFile:
    """One file of a waiting iteration."""

    path: str
    state: FileState = "text"
    is_executable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingIteration:
    """What was ended and is kept on the disk until git takes it."""

    id: str
    """40 hexadecimal digits, so that it can stand wherever a commit's name can."""
    iteration: Iteration
    files: tuple[MeantFile, ...] = ()
    allow_empty: bool = False
    base: str = ""
    """The last commit when it was added: what is older cannot be this iteration. Empty: none, or unknown."""
    tag: tuple[str, str] = ("", "")
    """Name and message of the tag its commit gets; empty: none."""

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(file.path for file in self.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class DamagedEntry:
    """What stands in the place of a waiting iteration and cannot be read: git never gets it."""

    file: str
    """Where it is, absolute. Nothing of ours ever deletes it."""
    problem: str
    when: datetime | None = None
    """When the iteration ended, where it still tells."""
    draft: str = ""
    """Whose it was, where it still tells."""
    is_shut: bool = False
    """It could not even be opened: what it holds may be whole."""

    @property
    def sentence(self) -> str:
        """`an iteration of x, ended 2026-11-09 20:00, waits for git and cannot be read: it is empty`."""
        draft = f" of {self.draft}" if self.draft else ""
        when = f", ended {self.when:%Y-%m-%d %H:%M}," if self.when is not None else ""
        return f"an iteration{draft}{when} waits for git and cannot be read: {self.problem}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hindrance:
    """Why git did not take the first of the waiting iterations, and what would help."""

    kind: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """How a commit may be made this once."""

    patience_s: float = 5.0
    """How long another git's lock is waited for."""
    signs: bool = True
    """False: unsigned although git is set to sign."""
    runs_hooks: bool = True
    """False: without hooks although there are some."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A waiting iteration that git has by now."""

    commit: str
    parent: str = ""
    rewritten: tuple[str, ...] = ()
    """Files that were committed with another text than was meant: a hook, or a save in that moment."""
    ran_hooks: bool = False
    """Whether hooks had a part in it."""
    is_found_again: bool = False
    """True when it had been committed before, and only the queue did not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftLock:
    """A lock in the git folder."""

    path: str
    """Below the top of the repository."""
    age: str
    """`since 14:02`."""
    doubt: str = ""
    """Why somebody may still hold it; empty: proved to be nobody's."""


class Locks(Protocol):
    """Locks that a git which died may have left behind."""

    def left(self) -> list[LeftLock]:
        """Every lock there is. Takes five seconds when there is one, to see whether it moves."""

    def remove(self, locks: Sequence[LeftLock]) -> list[str]:
        """Remove those without a doubt that are nobody's still; their names. Raises CannotWrite."""


class IterationQueue(Protocol):
    """Iterations that wait for git, on the disk outside the workspace."""

    def waiting(self) -> list[WaitingIteration]:
        """All of them that can be read, in the order in which they were added."""

    def damaged(self) -> list[DamagedEntry]:
        """What was added and cannot be read: damaged, cut off, forbidden, or of a newer draftloop."""

    def add(
        self,
        iteration: Iteration,
        paths: Sequence[str],
        *,
        allow_empty: bool = False,
        base: str = "",
        tag: tuple[str, str] = ("", ""),
    ) -> WaitingIteration:
        """Keep an iteration and what its files hold now; on the disk when this returns.

        Raises:
            CannotWrite: the state folder does not take it; nothing was kept.
        """

    def content(self, id: str, path: str) -> bytes | None:  # noqa: A002
        """What a waiting iteration meant at a path; None when it kept no bytes of it. Raises NotFound."""

    def remove(self, id: str, commit: str = "") -> None:  # noqa: A002
        """Take one out, as git has it; `commit` is what it became, empty when there was nothing to do."""

    def committed_as(self, id: str) -> str:  # noqa: A002
        """What became of one that waited lately; empty when that is not known."""

    def commits(self) -> frozenset[str]:
        """What became of all that waited lately."""

    def alone(self) -> AbstractContextManager[bool]:
        """Hold the queue while it is emptied; False when another draftloop is at it for long."""

    def note(self, hindrance: Hindrance | None) -> None:
        """Remember why git did not take the first one; None: it is not known to be in the way any more."""

    def hindrance(self) -> Hindrance | None:
        """What `note` remembered last."""


def to_facts(iteration: Iteration) -> dict[str, Any]:
    """An iteration as JSON can hold it, without what is empty."""
    facts = {key: value for key, value in asdict(iteration).items() if value not in (None, "", ())}
    return {**facts, "stage": iteration.stage.value, "when": iteration.when.isoformat()}


def iteration_from(facts: dict[str, Any]) -> Iteration:
    """What `to_facts` made; facts of a newer draftloop are passed over.

    Raises:
        KeyError, TypeError, ValueError: these are no facts of ours.
    """
    known = {field.name: facts[field.name] for field in fields(Iteration) if field.name in facts}
    for name in ("let_go", "restored", "parked"):
        known[name] = tuple(known.get(name, ()))
    known["ideas"] = tuple((str(slug), str(title)) for slug, title in known.get("ideas", ()))
    return Iteration(
        **{**known, "stage": Stage(facts["stage"]), "when": datetime.fromisoformat(facts["when"])}
    )


def is_commit_of(waiting: WaitingIteration, message: str) -> bool:
    """Whether a commit says what this iteration will say; a hook may have added to it."""
    ours = "\n".join(last_paragraph(commit_message(waiting.iteration)))
    first = commit_message(waiting.iteration).partition("\n")[0]
    return ours in message and message.startswith(first)


def with_waiting(slug: str, recorded: Sequence[Turn], waiting: Sequence[WaitingIteration]) -> list[Turn]:
    """The turns of a draft, the waiting ones last and numbered on."""
    names = names_of(slug, waiting)
    turns = list(recorded)
    for entry in waiting:
        made = entry.iteration
        own = tuple(path for path in entry.paths if slug_of(path) in names)
        if own or names & {made.draft, *(idea for idea, _ in made.ideas)}:
            turn = turn_from(commit=entry.id, when=made.when, message=commit_message(made), paths=own)
            turns.append(replace(turn, is_waiting=True))
    return number_turns(turns)


def names_of(slug: str, waiting: Sequence[WaitingIteration]) -> set[str]:
    """What a draft was called, as far back as the waiting iterations tell."""
    names = {slug}
    for entry in reversed(waiting):
        made = entry.iteration
        if made.stage is Stage.RENAME and made.draft in names:
            names.add(made.source)
    return names


def slug_of(path: str) -> str:
    """The idea or draft a workspace path belongs to; empty: none."""
    match path.split("/"):
        case ["ideas", name] if name.endswith(".md"):
            return name.removesuffix(".md")
        case ["drafts", slug, _, *_]:
            return slug
        case _:
            return ""


def is_below(path: str, places: Sequence[str]) -> bool:
    """Whether a path is one of `places`, or lies in one."""
    return any(path == place or path.startswith(place.rstrip("/") + "/") for place in places)


def count_sentence(count: int) -> str:
    """`1 iteration waits`, `3 iterations wait`."""
    return f"{count} iteration{' waits' if count == 1 else 's wait'}"


def file_from(facts: object) -> MeantFile:
    """A file of a waiting iteration from JSON. Raises KeyError, TypeError, ValueError for anything else."""
    if not isinstance(facts, dict):
        raise TypeError("not a file")
    state = facts.get("state", "text")
    if state not in ("text", "gone", "as-it-is"):
        raise ValueError(state)
    path = str(facts["path"])
    if path.startswith("/") or ".." in path.split("/"):
        raise ValueError(path)
    return MeantFile(
        path=path,
        state=cast("FileState", state),
        is_executable=bool(facts.get("is_executable", False)),
    )
