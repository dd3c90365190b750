"""Autosaves between iterations, and the trash: when one is made, what there is, and which text is in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from threading import Lock
from typing import TYPE_CHECKING

from draftloop.loop.errors import DraftloopError, Unreadable
from draftloop.steps.explain import explain

if TYPE_CHECKING:
    from draftloop.loop.ports import Autosave, Autosaves
    from draftloop.steps.desk import Desk
    from draftloop.steps.history import TurnView

TEXTS = ("post.md", "outline.md", "notes.md", "parked.md")
"""What an autosave holds of a draft, the furthest first: a moment is shown by the first that changed."""

_ORDER = {name: place for place, name in enumerate(TEXTS)}

APART_S = 60.0
AFTER_TROUBLE_S = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AutosaveView:
    """One autosave, or one text in the trash, as a row and as a version."""

    id: str
    version: str
    """`SLUG@20261114T203100Z`, in the trash `SLUG@trash-20261114T203100Z`."""
    name: str
    """A shorter form that means the same today: `SLUG@20:31`, `SLUG@2026-11-13T20:31`."""
    when: datetime
    """In the writer's zone."""
    slug: str
    path: str
    """The text it is shown by."""
    paths: tuple[str, ...]
    changed: tuple[str, ...]
    is_trash: bool = False


class Autosaver:
    """Says when it is time for one, and makes it; for one app. May be asked from any thread."""

    def __init__(self, desk: Desk, clock: Callable[[], float]) -> None:
        """`clock` counts seconds; only differences matter."""
        self._desk, self._clock = desk, clock
        self._lock = Lock()
        self._next_s: dict[str, float] = {}
        self._changed: set[str] = set()
        self._told: set[str] = set()

    def note(self, slug: str) -> None:
        """A text of this draft reached its file."""
        self._changed.add(slug)

    @property
    def waiting(self) -> tuple[str, ...]:
        """Drafts with changes that no autosave was made of."""
        return tuple(self._changed)

    def claim(self, slug: str) -> bool:
        """Whether it is time for one, at most once a minute a draft; whoever is told so makes it."""
        if slug not in self._changed or self._clock() < self._next_s.get(slug, 0.0):
            return False
        self._next_s[slug] = self._clock() + APART_S
        return True

    def save(self, slug: str) -> str:
        """Make one now. Empty; or, the first time that it happens, why it could not be made."""
        with self._lock:
            self._changed.discard(slug)
            try:
                autosave(self._desk, slug)
            except DraftloopError as error:
                self._next_s[slug] = self._clock() + AFTER_TROUBLE_S
                reason = explain(error)
            except OSError as error:
                self._next_s[slug] = self._clock() + AFTER_TROUBLE_S
                reason = error.strerror or str(error)
            else:
                return ""
        if reason in self._told:
            return ""
        self._told.add(reason)
        return f"no autosave of {slug} could be made, its files are saved all the same: {reason}"


def autosave(desk: Desk, slug: str) -> str | None:
    """Keep the texts of a draft as they are in its files; the id, or None when there is nothing new.

    Raises:
        HistoryUnavailable: git failed.
    """
    texts = texts_now(desk, slug)
    return desk.autosaves.save(slug, texts, desk.now()) if desk.autosaves is not None and texts else None


def texts_now(desk: Desk, slug: str) -> dict[str, str]:
    """The texts of a draft by path. A file that cannot be read is left out: the others are kept."""
    # Imported here: the app makes its keeper of autosaves before the first paint.
    from draftloop.steps.bundle import folder_of

    found: dict[str, str] = {}
    for name in TEXTS:
        try:
            document = desk.library.open(f"{folder_of(slug)}/{name}")
        except Unreadable:
            continue  # `doctor` names it
        if document.exists:
            found[document.path] = document.text
    return found


def list_autosaves(desk: Desk, slug: str) -> tuple[AutosaveView, ...]:
    """Autosaves and what is in the trash, oldest first. Empty without git.

    Raises:
        HistoryUnavailable: git failed.
    """
    views = [*_views(desk, slug, is_trash=False), *_views(desk, slug, is_trash=True)]
    return tuple(sorted(views, key=lambda view: view.when))


def find_autosave(desk: Desk, slug: str, autosave: str, *, is_trash: bool) -> AutosaveView | None:
    """The one with this id; None when there is none. Raises HistoryUnavailable."""
    return next(_views(desk, slug, is_trash=is_trash, only=autosave), None)


def _views(desk: Desk, slug: str, *, is_trash: bool, only: str = "") -> Iterator[AutosaveView]:
    store = desk.trash if is_trash else desk.autosaves
    found = store.list(slug) if store is not None else []
    now = desk.now()
    zone = zone_of(now)
    # Of a minute the last one has it as its name.
    minutes = {} if is_trash else {one.id[:13]: one.id for one in found}
    for one in found:
        if only in ("", one.id):
            has_name = minutes.get(one.id[:13]) == one.id
            yield _view(slug, one, one.when.astimezone(zone), now, is_trash=is_trash, has_name=has_name)


def weave(turns: Sequence[TurnView], kept: Sequence[AutosaveView]) -> list[TurnView | AutosaveView]:
    """Iterations in the order of git, and each autosave before the first iteration that is later."""
    woven: list[TurnView | AutosaveView] = []
    waiting = list(reversed(kept))
    for turn in turns:
        while waiting and waiting[-1].when <= turn.turn.when:
            woven.append(waiting.pop())
        woven.append(turn)
    return [*woven, *reversed(waiting)]


def autosave_texts(desk: Desk, slug: str, wanted: Sequence[tuple[AutosaveView, str]]) -> list[str | None]:
    """The texts at many (autosave, path), read at once."""
    found: dict[tuple[bool, str, str], str | None] = {}
    for is_trash, store in ((False, desk.autosaves), (True, desk.trash)):
        places = [(view.id, path) for view, path in wanted if view.is_trash is is_trash]
        texts = store.texts(slug, places) if store is not None and places else [None] * len(places)
        found |= {(is_trash, *place): text for place, text in zip(places, texts, strict=True)}
    return [found[view.is_trash, view.id, path] for view, path in wanted]


def zone_of(now: datetime) -> tzinfo | None:
    """The writer's zone: None for the system's, which knows the summer time of each day."""
    return None if now.astimezone().utcoffset() == now.utcoffset() else now.tzinfo


def _view(
    slug: str, found: Autosave, when: datetime, now: datetime, *, is_trash: bool, has_name: bool
) -> AutosaveView:
    version = f"{slug}@{'trash-' if is_trash else ''}{found.id}"
    day = "" if when.date() == now.date() and when <= now else f"{when:%Y-%m-%dT}"
    return AutosaveView(
        id=found.id,
        version=version,
        name=f"{slug}@{day}{when:%H:%M}" if has_name else version,
        when=when,
        slug=slug,
        path=min(found.changed or found.paths, key=_furthest, default=""),
        paths=found.paths,
        changed=found.changed,
        is_trash=is_trash,
    )


def _furthest(path: str) -> int:
    return _ORDER.get(path.rpartition("/")[2], len(TEXTS))


def put_in_trash(desk: Desk, slug: str, texts: dict[str, str]) -> str:
    """Keep texts that are about to be thrown away, on the disk when this returns; how to get them back.

    They go to git, where collecting garbage leaves them alone; where that cannot be, to the recovery store.

    Raises:
        CannotWrite: neither could keep them; nothing may be thrown away then.
    """
    store: Autosaves | None = desk.trash
    try:
        kept = store.save(slug, texts, desk.now()) if store is not None else None
    except DraftloopError:
        kept = None  # the recovery store has to do
    if kept is not None:
        return f"{slug}@trash-{kept}"
    return next(iter([desk.recovery.keep(path, text) for path, text in texts.items()]), "")
