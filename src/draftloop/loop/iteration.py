"""One recorded turn of the loop, and its commit message as text (formats.md section 8)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from draftloop.loop.stage import Stage, stage_of_paths
from draftloop.loop.trailers import PREFIX, Trailers, fold, last_number, last_value, parse_trailers
from draftloop.loop.versions import MIN_COMMIT_DIGITS

MAX_SUBJECT = 72


@dataclass(frozen=True, slots=True, kw_only=True)
class Iteration:
    """What is about to be recorded: one commit of one draft, or of ideas and workspace files."""

    stage: Stage
    when: datetime
    """Aware; both times of the commit."""
    title: str = ""
    draft: str = ""
    """Slug; empty for ideas and workspace files."""
    number: int | None = None
    """The round for outline, rewrite and compare; the sitting for prose, edit and ship."""
    minutes: int | None = None
    peeks: int | None = None
    muddy: str = ""
    pass_name: str = ""
    """`grammar` or `readability`."""
    let_go: tuple[str, ...] = ()
    restored: tuple[str, ...] = ()
    parked: tuple[str, ...] = ()
    target: str = ""
    address: str = ""
    source: str = ""
    """Trailer -From: a version, or the old slug."""
    because: str = ""
    ideas: tuple[tuple[str, str], ...] = ()
    """(slug, title) of each idea in an idea commit."""
    note: str = ""
    """The author's own words about this turn (`-m`)."""
    subject: str = ""
    """Overrides the subject, for workspace commits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One commit of a draft as the history tells it. Facts a hand-made commit lacks are None or empty."""

    commit: str
    """Full object name."""
    when: datetime
    stage: Stage
    subject: str
    note: str = ""
    iteration: int | None = None
    minutes: int | None = None
    peeks: int | None = None
    pass_name: str = ""
    muddy: str = ""
    let_go: tuple[str, ...] = ()
    restored: tuple[str, ...] = ()
    parked: tuple[str, ...] = ()
    target: str = ""
    address: str = ""
    source: str = ""
    because: str = ""
    draft: str = ""
    """The slug the commit names; empty by hand and for ideas."""
    is_recorded: bool = True
    """False for a commit made by hand, whose stage follows from the file it touched."""
    paths: tuple[str, ...] = ()
    """Files of the draft this commit touched, as they were called then; empty when it changed nothing."""
    is_waiting: bool = False
    """True while git has not taken it yet; `commit` is then its name in the queue."""


def subject(iteration: Iteration) -> str:
    """The first line of the commit message, at most 72 characters, the title cut at a word."""
    if iteration.subject:
        return _cut(fold(iteration.subject), MAX_SUBJECT)
    if iteration.ideas and not iteration.draft:
        return _idea_subject(iteration)
    lead = _lead(iteration)
    title = fold(iteration.title) or iteration.draft
    return _cut(f"{lead}: {title}" if title else lead, MAX_SUBJECT)


def commit_message(iteration: Iteration) -> str:
    """The whole message: subject, the author's note, and the trailers as the last paragraph."""
    parts = [subject(iteration)]
    note = _note(iteration.note)
    if note:
        parts.append(note)
    parts.append("\n".join(f"{PREFIX}{key}: {value}" for key, value in _trailers(iteration)))
    return "\n\n".join(parts) + "\n"


_STAGES: dict[str, Stage] = {stage.value: stage for stage in Stage}


def turn_from(
    *, commit: str, when: datetime, message: str, paths: tuple[str, ...] = (), by_hand: Stage | None = None
) -> Turn:
    """What one commit says about its draft.

    Args:
        commit: Full object name.
        when: Aware.
        message: As git stores it.
        paths: Files of the draft that it touched.
        by_hand: The stage of a commit without our trailers; None: that of the furthest file in `paths`.
    """
    trailers = parse_trailers(message)
    first, _, body = message.replace("\r\n", "\n").partition("\n")
    stage = _stage_named(trailers)
    return Turn(
        commit=commit,
        when=when,
        stage=stage or by_hand or stage_of_paths(paths),
        subject=fold(first),
        note=_body_without_trailers(body, is_ours=bool(trailers)),
        iteration=last_number(trailers, "iteration"),
        minutes=last_number(trailers, "minutes"),
        peeks=last_number(trailers, "peeks"),
        pass_name=last_value(trailers, "pass"),
        muddy=last_value(trailers, "muddy"),
        let_go=trailers.get("dropped", ()),
        restored=trailers.get("restored", ()),
        parked=trailers.get("parked", ()),
        target=last_value(trailers, "target"),
        address=last_value(trailers, "address"),
        source=last_value(trailers, "from"),
        because=last_value(trailers, "because"),
        draft=last_value(trailers, "draft"),
        is_recorded=stage is not None,
        paths=paths,
    )


def number_turns(turns: Iterable[Turn]) -> list[Turn]:
    """Turns, oldest first, with the numbers that commits by hand lack.

    Rounds count up with each rewrite; prose, edit and ship count their own sittings (formats.md section 10).
    """
    latest_round = 0
    sittings = {Stage.PROSE: 0, Stage.EDIT: 0, Stage.SHIP: 0}
    numbered: list[Turn] = []
    for turn in turns:
        number = turn.iteration
        if turn.stage in (Stage.OUTLINE, Stage.REWRITE, Stage.COMPARE):
            if number is None:
                number = max(latest_round + (turn.stage is Stage.REWRITE), 1)
            latest_round = max(latest_round, number)
        elif turn.stage in sittings:
            if number is None:
                number = sittings[turn.stage] + 1
            sittings[turn.stage] = max(sittings[turn.stage], number)
        numbered.append(turn if number == turn.iteration else replace(turn, iteration=number))
    return numbered


def next_number(turns: Iterable[Turn], stage: Stage) -> int | None:
    """The number an iteration of `stage` gets after `turns`; None for stages that are not counted."""
    latest_round, sitting = 0, 0
    for turn in turns:
        if turn.stage in (Stage.OUTLINE, Stage.REWRITE, Stage.COMPARE):
            latest_round = max(latest_round, turn.iteration or 0)
        if turn.stage is stage:
            sitting = max(sitting, turn.iteration or 0)
    match stage:
        case Stage.OUTLINE | Stage.COMPARE:
            return max(latest_round, 1)
        case Stage.REWRITE:
            return latest_round + 1
        case Stage.PROSE | Stage.EDIT | Stage.SHIP:
            return sitting + 1
        case _:
            return None


def _lead(iteration: Iteration) -> str:
    number = iteration.number
    counted = "" if number is None else f" {number}"
    match iteration.stage:
        case Stage.OUTLINE | Stage.REWRITE | Stage.PROSE:
            return f"{iteration.stage.value.capitalize()}{counted}"
        case Stage.COMPARE:
            return "Compare" if number is None else f"Compare {number - 1} with {number}"
        case Stage.EDIT:
            return f"Edit for {fold(iteration.pass_name)}" if iteration.pass_name else f"Edit{counted}"
        case Stage.SHIP:
            return f"Ship to {fold(iteration.target)}" if iteration.target else "Ship"
        case Stage.RESTORE:
            return f"Restore {_restored_version(iteration.source)}".rstrip()
        case Stage.IDEA:
            return "Note"
        case Stage.WORKSPACE:
            return "Keep the workspace's files"
        case _:
            return iteration.stage.value.capitalize()


def _restored_version(source: str) -> str:
    """`slug@1` reads as `outline 1`, `slug@prose2` as `prose 2`, a commit as itself."""
    version = fold(source).rpartition("@")[2]
    if version.isdigit() and len(version) < MIN_COMMIT_DIGITS:
        return f"outline {version}"
    return re.sub(r"^(prose|edit|ship)(\d+)$", r"\1 \2", version)


def _idea_subject(iteration: Iteration) -> str:
    titles = [fold(title) or slug for slug, title in iteration.ideas]
    verb = {Stage.DROP: "Drop", Stage.REVIVE: "Revive"}.get(iteration.stage, "Note")
    count = "an idea" if len(titles) == 1 else f"{len(titles)} ideas"
    return _cut(f"{verb} {count}: {'; '.join(titles)}", MAX_SUBJECT)


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    at_word = kept.rpartition(" ")[0] if not text[most - 1].isspace() else kept
    # A title without blanks (Japanese, a long identifier) is cut where it must be.
    return (at_word if len(at_word) > most // 2 else kept).rstrip(" ,;:.-") + "…"


def _note(text: str) -> str:
    """The author's note as paragraphs git keeps as they are; `---` would end the message for git's parser."""
    lines = [re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "", line).rstrip() for line in text.splitlines()]
    guarded = [f" {line}" if line.startswith("---") else line for line in lines]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(guarded).strip("\n"))


def _trailers(iteration: Iteration) -> Iterator[tuple[str, str]]:
    single: tuple[tuple[str, object], ...] = (
        ("Draft", iteration.draft),
        ("Stage", iteration.stage.value),
        ("Iteration", iteration.number),
        ("Minutes", iteration.minutes),
        ("Peeks", iteration.peeks),
        ("Muddy", iteration.muddy),
        ("Pass", iteration.pass_name),
        ("Target", iteration.target),
        ("Address", iteration.address),
        ("From", iteration.source),
        ("Because", iteration.because),
    )
    many = (
        ("Idea", tuple(slug for slug, _ in iteration.ideas)),
        ("Dropped", iteration.let_go),
        ("Restored", iteration.restored),
        ("Parked", iteration.parked),
    )
    for key, value in single:
        text = "" if value is None else fold(str(value))
        if text:
            yield key, text
    for key, values in many:
        for value in values:
            text = fold(value)
            if text:
                yield key, text


def _body_without_trailers(body: str, *, is_ours: bool) -> str:
    text = body.strip("\n").rstrip()
    if not is_ours:
        return text
    return text.rpartition("\n\n")[0].strip("\n")


def _stage_named(trailers: Trailers) -> Stage | None:
    return _STAGES.get(last_value(trailers, "stage"))
