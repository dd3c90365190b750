"""A desk on which nothing is written while another draftloop has the workspace open (P21 of the promises).

The app asks before it lets anybody type; this is the wall behind it, so that no thread, no rest and no
forgotten key can write. A new idea is a file of its own and disturbs nobody: capture goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar, cast

from draftloop.loop.errors import CannotWrite, ReadsOnly

if TYPE_CHECKING:
    from draftloop.loop.document import Document
    from draftloop.loop.instance import Holder, Instance
    from draftloop.loop.ports import Library, Recovery
    from draftloop.steps.desk import Desk

T = TypeVar("T")

REFUSED: Mapping[str, frozenset[str]] = {
    "library": frozenset({"move"}),
    "history": frozenset({"record", "write"}),
    "tags": frozenset({"tag"}),
    "recovery": frozenset({"dismiss"}),
    "editor": frozenset({"edit"}),
    "sites": frozenset({"write", "remove"}),
    "queue": frozenset({"add", "remove"}),
    "locks": frozenset({"remove"}),
    "leftovers": frozenset({"remove"}),
}
"""By field of the desk, what a reader may not call."""
PASSED_OVER: Mapping[str, frozenset[str]] = {
    "sittings": frozenset({"keep", "close"}),
    "autosaves": frozenset({"save"}),
    "trash": frozenset({"save"}),
    "conflicts": frozenset({"keep"}),
    "queue": frozenset({"note"}),
    "tally": frozenset({"count"}),
}
"""What just does not happen: the minutes and the autosaves are the other one's."""


class Reading:
    """Whether this draftloop only reads, and because of whom."""

    def __init__(self, instance: Instance | None) -> None:
        """None: nobody else can be there."""
        self._instance = instance
        self.holder: Holder | None = None
        """Who writes; None: we do."""

    def ask(self) -> Holder | None:
        """Take the workspace if nobody else has it; who has it otherwise."""
        self.holder = self._instance.acquire() if self._instance is not None else None
        return self.holder

    def end(self) -> None:
        """Nothing is written here any more: whoever waits may take over."""
        if self._instance is not None:
            self._instance.release()

    @property
    def doubt(self) -> str:
        """Why two cannot be told apart here; empty: they can."""
        return self._instance.doubt if self._instance is not None else ""


def only_reading(desk: Desk, reading: Reading) -> Desk:
    """The same desk, but with its writing ports shut while `reading` names somebody else."""
    names = {field.name for field in fields(desk)}
    changes: dict[str, Any] = {"library": _ReadingLibrary(desk.library, desk.recovery, reading)}
    for name, refused in REFUSED.items():
        if name in names and name != "library":
            changes[name] = _shut(getattr(desk, name), reading, refused=refused)
    for name, passed in PASSED_OVER.items():
        if name in names:
            port = changes.get(name, getattr(desk, name))
            changes[name] = _shut(port, reading, passed_over=passed)
    change_dictionary = desk.change_user_dictionary

    def change(function: Callable[[str], str]) -> None:
        _must_write(reading)
        change_dictionary(function)

    return replace(desk, **changes, change_user_dictionary=change)


def _must_write(reading: Reading) -> None:
    if reading.holder is not None:
        raise ReadsOnly(reading.holder)


class _Shut:
    """Stands before a port: some methods raise ReadsOnly, others do nothing, the rest are the port's."""

    def __init__(
        self, port: object, reading: Reading, refused: frozenset[str], passed_over: frozenset[str]
    ) -> None:
        self._port, self._reading = port, reading
        self._refused, self._passed_over = refused, passed_over

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._port, name)
        if name in self._refused:
            return self._refusing(method)
        if name in self._passed_over:
            return lambda *args, **kwargs: None if self._reading.holder else method(*args, **kwargs)
        return method

    def _refusing(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            _must_write(self._reading)
            return method(*args, **kwargs)

        return call


def _shut(
    port: T,
    reading: Reading,
    *,
    refused: frozenset[str] = frozenset(),
    passed_over: frozenset[str] = frozenset(),
) -> T:
    return port if port is None else cast("T", _Shut(port, reading, refused, passed_over))


class _ReadingLibrary(_Shut):
    """The library: what cannot be saved is in the net before it is refused."""

    def __init__(self, library: Library, recovery: Recovery, reading: Reading) -> None:
        super().__init__(library, reading, REFUSED["library"], frozenset())
        self._recovery = recovery

    def save(self, document: Document, text: str) -> Document:
        library = cast("Library", self._port)
        holder = self._reading.holder
        is_new_idea = document.path.startswith("ideas/") and not document.exists
        if holder is None or is_new_idea:
            return library.save(document, text)
        if text == document.text:
            return document
        try:
            kept = self._recovery.keep(document.path, text)
        except CannotWrite:
            kept = ""  # neither file nor net: the sentence says that nothing was written
        raise ReadsOnly(holder, kept)
