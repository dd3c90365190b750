"""What the ship screen is told by the steps, as values. Runs in threads; knows no widget."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from draftloop.loop.errors import AlreadyThere, BadSetting, ConsentNeeded, DraftloopError, NotReady
from draftloop.loop.front_matter import find_block
from draftloop.loop.week import streak, writing_day
from draftloop.steps import ship as steps
from draftloop.steps.bundle import read_bundle
from draftloop.steps.drafts import survey
from draftloop.steps.explain import explain
from draftloop.steps.lengths import shipped_drafts
from draftloop.steps.ship_programs import programs_to_allow
from draftloop.steps.ship_sources import read_ledger

if TYPE_CHECKING:
    from datetime import datetime

    from draftloop.loop.ports import FieldValue
    from draftloop.loop.readiness import DoneRow
    from draftloop.loop.stage import Stage
    from draftloop.steps.desk import Desk
    from draftloop.steps.ship import Shipped, TargetView
    from draftloop.steps.ship_plan import PlannedFile, ShipPlan
    from draftloop.steps.ship_sources import Choices

_OF_THE_FORM = frozenset({"title", "description", "tags", "slug", "address"})
_OF_THE_FIELDS = frozenset({"date", "canonical", "draft", "private", "cover"})
_OF_THE_SETTINGS = frozenset({"target", "run"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What the person said on the way to a ship."""

    questions: frozenset[str] = frozenset()
    """Of [done] ask, answered with yes."""
    is_move: bool = False
    """A changed address is meant."""

    @property
    def choices(self) -> Choices:
        return {"answered": self.questions, "move": self.is_move}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipView:
    """Everything the screen shows before a ship."""

    slug: str
    title: str
    description: str
    canonical: str
    """The address of the original, when the front matter names one elsewhere."""
    is_private: bool
    stage: Stage
    rounds: int
    """Rewrites so far."""
    targets: tuple[TargetView, ...]
    target: str
    """The chosen one; empty when it cannot be told."""
    rows: tuple[DoneRow, ...]
    """Of the definition of done: what keeps the ship back first."""
    plan: ShipPlan | None = None
    """None when nothing can be planned: `consent`, `move` or `trouble` says why."""
    consent: str = ""
    """A folder, resolved, that needs this person's yes."""
    move: str = ""
    """The address would change: what that means."""
    trouble: str = ""
    programs: tuple[str, ...] = ()
    """Programs of the definition of done that need a yes."""
    head_lines: int = 0
    """Lines of front matter above the body of post.md."""
    address: str = ""
    """Where the post is public now; empty when it is not."""
    shipped: datetime | None = None

    @property
    def kept_back(self) -> tuple[DoneRow, ...]:
        return tuple(row for row in self.rows if row.keeps_back)

    @property
    def open_rows(self) -> tuple[DoneRow, ...]:
        """What could be mended, the gravest first."""
        return tuple(row for row in self.rows if not row.is_met and row.level != "info")

    @property
    def files(self) -> tuple[PlannedFile, ...]:
        return self.plan.files if self.plan is not None else ()

    @property
    def is_nothing_new(self) -> bool:
        """Whether the site has this very text already."""
        return self.shipped is not None and self.plan is not None and not self.plan.is_needed


@dataclass(frozen=True, slots=True, kw_only=True)
class Aftermath:
    """What there is to say after a ship."""

    shipped: Shipped
    streak_weeks: int
    description: str
    canonical: str
    """The address the original has: another one when the front matter says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a row is mended."""

    step: str
    """prose, edit, readability, fields (the form), file (the own editor), settings, ask, or empty."""
    line: int | None = None
    """Of post.md."""
    path: str = ""


def read_view(desk: Desk, slug: str, target: str | None, answers: Answers) -> ShipView:
    """Look at a draft and at its place in the site. Raises NotFound, Unreadable."""
    bundle = read_bundle(desk, slug)
    status = survey(desk, slug)
    targets = steps.targets(desk)
    chosen = target or next((one.name for one in targets if one.is_default), "")
    rows = steps.readiness(desk, slug, chosen or None, **answers.choices)
    entry = read_ledger(desk, slug)[1].get(chosen)
    text = bundle.post.text
    view = ShipView(
        slug=slug,
        title=bundle.title,
        description=_plain(bundle.post_fields.get("description")),
        canonical=_plain(bundle.post_fields.get("canonical")),
        is_private=bundle.is_private,
        stage=status.stage,
        rounds=max(0, status.iteration - 1),
        targets=targets,
        target=chosen,
        rows=tuple(sorted(rows, key=_gravity)),
        head_lines=text.count("\n", 0, find_block(text).body),
        address=entry.address if entry is not None and entry.is_public else "",
        shipped=entry.shipped if entry is not None and entry.is_public else None,
    )
    if not targets or bundle.is_private:
        return view
    return _with_plan(desk, view, answers)


def _plain(value: FieldValue) -> str:
    return value.strip() if isinstance(value, str) else ""


def _with_plan(desk: Desk, view: ShipView, answers: Answers) -> ShipView:
    try:
        plan = steps.plan(desk, view.slug, view.target or None, **answers.choices)
        programs = programs_to_allow(desk, view.target or None)
        rows = tuple(sorted(plan.rows, key=_gravity))
        return replace(view, plan=plan, rows=rows, programs=programs, target=plan.target)
    except ConsentNeeded as needed:
        return replace(view, consent=needed.value)
    except AlreadyThere as other:
        return replace(view, move=f"the post is public at {other.path}; now it would stand elsewhere")
    except (BadSetting, NotReady) as error:
        return replace(view, trouble=explain(error))


def _gravity(row: DoneRow) -> int:
    if row.keeps_back:
        return 0
    if not row.is_met and row.level != "info":
        return 1
    return 2 if row.level != "info" else 3


def place_of(row: DoneRow, head_lines: int) -> Place:
    """Where a row is mended.

    Args:
        row: A row that is not met.
        head_lines: Lines of front matter above the body of post.md.
    """
    if row.is_met or row.id == "ask":
        return Place(step="" if row.is_met else "ask")
    if row.id == "passes":
        return Place(step="readability" if "the readability pass" in row.sentence else "edit")
    if row.id in _OF_THE_SETTINGS:
        return Place(step="settings", path="draftloop.toml")
    if row.id in _OF_THE_FORM:
        return Place(step="fields")
    is_above = row.line is not None and row.line <= head_lines
    if row.id in _OF_THE_FIELDS or is_above:
        return Place(step="file", path=row.file, line=row.line)
    return Place(step="prose", line=row.line)


def ship_now(
    desk: Desk, view: ShipView, answers: Answers, *, anyway: bool, overwrite: bool, adopt: bool
) -> Aftermath:
    """Ship, and gather what is said afterwards. Raises as `steps.ship.ship`."""
    choices: Choices = {**answers.choices, "overwrite": overwrite, "adopt": adopt}
    shipped = steps.ship(desk, view.slug, view.target or None, anyway=anyway, **choices)
    week = desk.settings.week
    return Aftermath(
        shipped=shipped,
        streak_weeks=streak(shipped_drafts(desk).values(), writing_day(desk.now(), week), week),
        description=view.description,
        canonical=view.canonical or shipped.address,
    )


def cross_post(title: str, description: str, canonical: str) -> str:
    """A text for other places, made of what the author wrote: title, description, address."""
    return "\n\n".join(part for part in (title.strip(), description.strip(), canonical) if part) + "\n"


def sentence_of(error: DraftloopError) -> str:
    """Why it was not shipped; the options of the command line become what is done here."""
    return "; ".join(error.rows) if isinstance(error, NotReady) else explain(error)
