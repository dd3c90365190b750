"""What the loop needs from the world, in the writer's words. Adapters fill these; doubles stand in for tests.

Paths are strings relative to the workspace with `/`. Texts are `str` with the line ends of the file.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from draftloop.loop.document import Document
    from draftloop.loop.iteration import Iteration, Turn
    from draftloop.loop.waiting import Means, WaitingIteration, Written

Now = Callable[[], datetime]
"""The clock: an aware datetime in the writer's zone."""

Scalar = str
"""A front matter scalar as written, quotes removed: `title: no` is "no", `title: 2024` is "2024"."""

FieldValue = Scalar | list["FieldValue"] | dict[str, "FieldValue"] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Something in the workspace that cannot be read or looks wrong: a row of `doctor`."""

    file: str
    line: int | None
    problem: str
    remedy: str
    severity: Literal["error", "warning"] = "error"
    topic: Literal["files", "words", "git", "copies", "machine"] = "files"
    """What it is about: `words` not in their file or in git, `copies` elsewhere. Groups rows on a screen."""


class Library(Protocol):
    """ideas/ and drafts/ as files."""

    @property
    def root(self) -> str:
        """Absolute real path of the workspace, for messages."""

    def list_files(self, folder: str) -> list[str]:
        """Names of regular files and folders (with a final `/`) in `folder`, sorted; passes over droppings.

        A missing folder is an empty list.
        """

    def open(self, path: str) -> Document:
        """Read a text file. A missing file gives a Document that does not exist, with empty text.

        Raises:
            Unreadable: not UTF-8, forbidden, not a regular file inside the workspace, too large.
        """

    def open_settled(self, path: str) -> Document:
        """As `open`, once the same bytes were found twice a tenth of a second apart; never in a handler.

        Nothing and an empty file are looked at longer: many editors show that while they save.
        """

    def stamp(self, path: str) -> str:
        """Changes with the file, without it being read; empty for no file. A hint, never the last word."""

    def written_at(self, path: str) -> datetime | None:
        """When the file was last written, as far as its disk tells; None for no file."""

    def other_names(self, path: str) -> int:
        """How many hard links beside `path` the file has: a save leaves those with the old text."""

    def save(self, document: Document, text: str) -> Document:
        """Write `text` in place of `document`, atomically and durably; makes folders as needed.

        Raises:
            ChangedOnDisk: the file is not what `document` was read from; nothing is written, `text` and what
                others wrote are in the recovery store.
        """

    def move(self, old: str, new: str) -> None:
        """Rename a file within the workspace. Raises AlreadyThere, NotFound."""

    def read_bytes(self, path: str) -> bytes:
        """A picture or other file inside the workspace. Raises NotFound, Unreadable."""

    def fields(self, document: Document) -> Mapping[str, FieldValue]:
        """The front matter as written; empty when there is none.

        Raises:
            Unreadable: a block that cannot be understood, with its line.
        """


HistoryKind = Literal[
    "ready",
    "no-git",
    "no-repository",
    "no-identity",
    "merge",
    "rebase",
    "cherry-pick",
    "revert",
    "bisect",
    "detached",
    "locked",
    "nested",
    "foreign-owner",
    "programs",
    "hook",
    "signing",
    "failed",
]
"""Why git can record now or not; `failed`: git itself complained."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryState:
    """Whether git can record now."""

    kind: HistoryKind
    reason: str = ""
    remedy: str = ""

    @property
    def is_ready(self) -> bool:
        return self.kind == "ready"


class History(Protocol):
    """Iterations as commits."""

    def state(self) -> HistoryState:
        """Whether a commit could be made now, and if not, why."""

    def record(self, iteration: Iteration, paths: Sequence[str], *, allow_empty: bool = False) -> str | None:
        """Commit `paths` (files or folders, also deleted ones) and nothing else; the commit's full name.

        None when nothing changed below `paths` and `allow_empty` is False.

        Raises:
            HistoryUnavailable: git cannot record now; the files stay as they are.
        """

    def write(
        self,
        waiting: WaitingIteration,
        content: Callable[[str], bytes],
        *,
        taken: Collection[str] = (),
        means: Means | None = None,
    ) -> Written | None:
        """Commit a waiting iteration with the texts it meant, whatever its files hold by now.

        Args:
            waiting: What to commit. One that was committed already is found again and not made twice.
            content: The bytes it meant at one of its paths.
            taken: Commits that belong to other iterations of the queue.
            means: How; None: as git is set, with patience for a lock.

        Returns:
            The commit; None when nothing differs from the last one and nothing had to.

        Raises:
            HistoryUnavailable: git cannot record now; nothing was committed.
        """

    def head(self) -> str:
        """Full name of the last commit, from files alone; empty when there is none or they do not tell."""

    def changed(self, paths: Sequence[str]) -> list[str]:
        """Files below `paths` that differ from the last commit or are new, without ignored ones."""

    def timeline(self, slug: str) -> list[Turn]:
        """Every turn of this draft, oldest first, followed through pick and rename. Empty without git."""

    def text_at(self, commit: str, path: str) -> str | None:
        """A file's text at a commit, or at the last one as "HEAD"; None when it was not there."""

    def texts_at(self, places: Sequence[tuple[str, str]]) -> list[str | None]:
        """The texts at many (commit, path) at once, by one process; `text_at` for each."""


class HistoryTags(Protocol):
    """Annotated tags of ships."""

    def tag(self, name: str, message: str, *, commit: str = "") -> str:
        """Tag a commit, else the last one, as `name`, or `name@2` ... when taken; the name that was given."""

    def tags(self, prefix: str) -> dict[str, str]:
        """Tag names that start with `prefix`, and the commit each names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Autosave:
    """The texts of a draft as they were at one moment between two iterations."""

    id: str
    """The moment in UTC, `20261114T203100Z`."""
    when: datetime
    paths: tuple[str, ...]
    """Workspace paths of the texts in it."""
    changed: tuple[str, ...]
    """Those of `paths` that read otherwise in the autosave before; all, when there is none before."""


class Autosaves(Protocol):
    """Texts of drafts kept where they disturb neither branch, index nor work tree.

    Two of them: of what was saved between iterations, thinned out with age; and of what was thrown away.
    """

    def state(self) -> HistoryState:
        """Whether anything can be kept; ready in many states in which no commit could be made."""

    def save(self, slug: str, texts: Mapping[str, str], when: datetime) -> str | None:
        """Keep texts of one draft or idea by path, on the disk when this returns; the id.

        Autosaves: None when no text differs from both the newest autosave and the last commit. None, too,
        where nothing can be kept.

        Raises:
            HistoryUnavailable: git failed.
        """

    def texts(self, slug: str, places: Sequence[tuple[str, str]]) -> list[str | None]:
        """The texts at many (id, path) at once, by one process; None for each that is not there."""

    def list(self, slug: str) -> list[Autosave]:
        """Oldest first. Empty where nothing can be kept."""


class Conflicts(Protocol):
    """Both sides of a file that two programs wrote, where git's garbage collection does not take them."""

    def keep(self, path: str, mine: str, theirs: str, when: datetime) -> str | None:
        """Keep both, on the disk when this returns; the date they are kept under. None: nothing can be kept.

        Raises:
            HistoryUnavailable: git failed.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """An open sitting: what was begun and not yet ended with `done`."""

    slug: str
    stage: str
    began: datetime
    minutes: float = 0.0
    """Writing time without idle pauses."""
    peeks: int = 0
    pass_name: str = ""
    base_commit: str = ""
    scanned: str = ""
    """ISO date of the last scan of a rewrite; empty: never."""


class Sittings(Protocol):
    """Open sittings, kept outside the workspace so that closing the app loses no minutes and no peeks."""

    def open(self, slug: str) -> Sitting | None: ...
    def keep(self, sitting: Sitting) -> None: ...
    def close(self, slug: str) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptText:
    """A text in the recovery store that no file has."""

    id: str
    file: str
    """Relative to the workspace, where it would go now."""
    when: datetime
    words: int
    newer_than_file: bool
    file_words: int | None = None
    """Of the file as it is now; None: there is no such file, or it cannot be read."""
    file_when: datetime | None = None
    """When the file was last written; None as above."""
    missing_words: int = 0
    """How many of its words the file lacks, counted where the two differ."""
    moved_from: str = ""
    """The workspace it was kept for, an absolute path; empty: this one."""


class Recovery(Protocol):
    """The net: texts kept safe outside the workspace."""

    def keep(self, path: str, text: str) -> str:
        """Keep a whole text, synced to disk; its id."""

    def remember(self, path: str, text: str) -> str:
        """Keep a text that is about to be replaced; its id. `kept` does not offer it, `text` finds it."""

    def hold(self, path: str, text: str) -> str:
        """Keep a text that is on its way into its file, unless `keep_running` has done so; its id.

        A text that does not get there is for `keep`.
        """

    def keep_running(self, path: str, text: str) -> str:
        """Keep what is being typed: a few bytes beside what this kept a moment ago; its id."""

    def kept(self, *, typed_here: str = "") -> list[KeptText]:
        """Texts that differ from their file and were not dismissed, newest first.

        What was typed is not among them once all its words stand in something newer.

        Args:
            typed_here: A path whose words this process is bringing to safety right now: what it keeps running
                for it waits for nobody yet. Empty: no such path.
        """

    def holds(self, path: str, text: str) -> bool:
        """Whether a kept text of this file, offered or not, is or begins with this one."""

    def damaged(self) -> list[Trouble]:
        """Kept texts that a disk damaged and nobody dismissed, as rows of `doctor`."""

    def text(self, id: str) -> str:  # noqa: A002 - the word of the command line
        """Raises NotFound; Unreadable: a disk damaged it."""

    def dismiss(self, id: str) -> None:  # noqa: A002
        """Hide it from `kept`; the text stays."""

    def settle(self, path: str, text: str) -> None:
        """`text` has reached the file at `path`: what is part of it needs no offer any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A search result, best first by `score` (higher is better)."""

    kind: Literal["idea", "draft", "post"]
    slug: str
    title: str
    path: str
    line: int
    snippet: str
    score: float


class SearchIndex(Protocol):
    """One search over everything; disposable and rebuilt by itself."""

    def search(self, query: str, *, limit: int = 50) -> list[Hit]: ...


class Consent(Protocol):
    """One yes per machine for what a workspace names: a folder outside, a program."""

    def is_given(self, what: str, value: str) -> bool: ...
    def give(self, what: str, value: str) -> None: ...


class Hints(Protocol):
    """Advice that is given once on a machine."""

    def is_told(self, name: str) -> bool: ...
    def tell(self, name: str) -> None: ...


class Programs(Protocol):
    """Programs that a workspace names in [done] run; started only after one yes per machine."""

    def run(self, argv: Sequence[str], folder: str) -> str:
        """Run one in `folder`, an absolute path, to its end: "" when it went well, else a line why not."""


class ExternalEditor(Protocol):
    """$VISUAL or $EDITOR on a file."""

    def edit(self, path: str) -> bool:
        """Open the workspace file at `path`; True when it changed. Raises ToolMissing."""

    def edit_text(self, text: str, *, name: str, keep: Callable[[str], bool]) -> bool:
        """Open a scratch file; what `keep` makes of its text in the end. Raises ToolMissing, CannotWrite."""


class ScaffoldShelf(Protocol):
    """Scaffolds for outlines: built in, the workspace's own, the user's own."""

    def names(self) -> list[str]: ...

    def text(self, name: str) -> str:
        """The scaffold's Markdown. Raises NotFound."""
