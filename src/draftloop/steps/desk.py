"""The desk: everything a step may reach for, handed in by the one place that knows the adapters."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from draftloop.loop.engine_ports import Checker, MarkdownReader, Meaning
    from draftloop.loop.instance import Instance
    from draftloop.loop.leftovers import Leftovers
    from draftloop.loop.ports import (
        Autosaves,
        Conflicts,
        Consent,
        ExternalEditor,
        Hints,
        History,
        HistoryTags,
        Library,
        Now,
        Programs,
        Recovery,
        ScaffoldShelf,
        SearchIndex,
        Sittings,
    )
    from draftloop.loop.settings import Settings
    from draftloop.loop.site_ports import Exporter, SiteFolder
    from draftloop.loop.surroundings import Surroundings
    from draftloop.loop.tally import RuleTally
    from draftloop.loop.waiting import IterationQueue, Locks


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The ports, the settings and the clock. Cheap to make: adapters load their libraries when first used."""

    settings: Settings
    now: Now
    library: Library
    history: History
    tags: HistoryTags
    sittings: Sittings
    recovery: Recovery
    index: SearchIndex
    markdown: MarkdownReader
    scaffolds: ScaffoldShelf
    consent: Consent
    editor: ExternalEditor
    checkers: Mapping[str, Checker] = field(default_factory=dict)
    """By engine name; starting one may take seconds."""
    exporters: Mapping[str, Exporter] = field(default_factory=dict)
    """By kind of site."""
    sites: SiteFolder
    programs: Programs | None = None
    """None: the definition of done runs nothing."""
    user_dictionary: Callable[[], str] = str
    """The text of the user's own dictionary.txt; empty when there is none."""
    change_user_dictionary: Callable[[Callable[[str], str]], None] = lambda _: None
    """Puts in its place what the function makes of it. Raises ChangedOnDisk, CannotWrite."""
    meaning: Meaning | None = None
    """The sentence model of the outline diff; None: outlines are compared by words."""
    tally: RuleTally | None = None
    """How the author decided about each rule; None: nothing is counted."""
    autosaves: Autosaves | None = None
    """Texts as they were between iterations; None: none are kept."""
    trash: Autosaves | None = None
    """Texts as they were before draftloop threw them away; None: only the recovery store has them."""
    surroundings: Surroundings | None = None
    """What only the system can tell of the workspace; None: nothing is asked."""
    conflicts: Conflicts | None = None
    """Both sides of a conflict beside the history; None: only the recovery store has them."""
    instance: Instance | None = None
    """The right to write here; None: no other draftloop can be there. Only the app takes it."""
    hints: Hints | None = None
    """None: nothing is told but once."""
    queue: IterationQueue | None = None
    """Iterations that wait for git; None: nothing can wait, and what git refuses is refused."""
    locks: Locks | None = None
    """None: there is no git that could be locked."""
    leftovers: Leftovers | None = None
    """None: nobody looks for what killed saves left behind."""
    close: Callable[[], None] = lambda: None
    """Ends what was started on the way: checkers in child processes."""
