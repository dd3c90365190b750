"""A desk over doubles of all that keeps texts."""

from __future__ import annotations

from typing import Any, Protocol

from draftloop.adapters.markdown import Markdown
from draftloop.loop.settings import Settings
from draftloop.steps.desk import Desk
from tests.doubles import FixedClock, LibraryDouble, RecoveryDouble, SittingsDouble
from tests.doubles_autosaves import AutosavesDouble
from tests.doubles_history import HistoryDouble, IndexDouble, QueueDouble, with_queue


class Doubles(Protocol):
    """What whoever owns the doubles keeps at hand, to look into them."""

    files: dict[str, str]
    clock: FixedClock
    library: LibraryDouble
    recovery: RecoveryDouble
    history: HistoryDouble
    queue: QueueDouble
    autosaves: AutosavesDouble
    trash: AutosavesDouble


def desk_over(own: Doubles, settings: Settings, **others: Any) -> Desk:
    """Ports that are not named are None: no test without them touches one."""
    missing: dict[str, Any] = dict.fromkeys(("scaffolds", "consent", "editor", "sites"))
    return Desk(
        settings=settings,
        now=own.clock,
        library=own.library,
        history=with_queue(own.history, own.queue),
        queue=own.queue,
        tags=own.history,
        sittings=SittingsDouble(),
        recovery=own.recovery,
        autosaves=own.autosaves,
        trash=own.trash,
        index=IndexDouble(own.files),
        markdown=Markdown(),
        **{**missing, **others},
    )
