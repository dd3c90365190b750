"""One case of "kill while typing": the blow, the next start, the offer, and every key accounted for."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path
from typing import Any

from draftloop.tui.line_net import UNFINISHED
from tests.faults import tiers
from tests.faults.hand import Hand, Typed, letters
from tests.faults.harness import Death, Oracle, Session, Workspace
from tests.faults.pool import Outcome
from tests.faults.sessions import DEATHS, RESTORES
from tests.faults.tiers import Case
from tests.faults.typing_script import EDITORS, Script, make_script

MOST_S = 20.0
_FAST_MOST_S = 6.0
_EXITS = {Death.TERM: 143, Death.HUP: 129, Death.CLOSED: 129, Death.KILL: -9, Death.QUIT: -3, Death.SEGV: -11}
_OFFER = "kept safe and in no file"
"""What the start screen says when there is something to take back."""
_DIALOG, _LEAVES, _CAPTURE = "Kept safe, and in no file", "leaves the file as it is", "enter keeps it"
_HEARS = "z later"
"""What the dialog says once a key is an answer to it."""
_MOST_OFFERS, _MOST_STARTS = 6, 3
_LATEST = 4
_ANSWER_S = 20.0


def kill_while_typing(case: Case, folder: Path) -> Outcome:
    """Try one case."""
    script = make_script(case.random, _FAST_MOST_S if tiers.tier() == "fast" else MOST_S)
    death = case.random.choices([death for death, _ in DEATHS], [share for _, share in DEATHS])[0]
    return play(script, death, case.number, folder)


def play(script: Script, death: Death, number: int, folder: Path) -> Outcome:
    """Type, strike, start again, take what is offered, and judge."""
    workspace = Workspace.make(folder)
    oracle = Oracle(workspace)
    oracle.remember_tree()
    hand = Hand(workspace, script)
    try:
        hand.sit_down()
        hand.type()
        killed_s = hand.session.kill(death)
    finally:
        hand.session.end()
    samples: dict[str, list[float]] = {}
    facts = {f"death {death}": 1, f"room {script.room}": 1}
    check_end(hand.session, death)
    if script.room in EDITORS:
        for typed in hand.typed:
            check_file(workspace, typed)
            check_synced(workspace, typed)
    was_offered = after_the_start(workspace)
    facts["offered"] = int(was_offered)
    if script.room in EDITORS:
        tails = [check_keys(workspace, typed, killed_s) for typed in hand.typed if typed.stream]
        samples["tail"] = [tail for tail in tails if tail is not None]
        oracle.check_nothing_else_changed(*(typed.path for typed in hand.typed))
    else:
        samples["tail"] = check_lines(workspace, hand, killed_s)
    oracle.check_sound()
    return Outcome(number=number, samples=samples, facts=facts)


def check_end(session: Session, death: Death) -> None:
    """It ended as it has to, and gave the terminal back where it could."""
    assert session.status == _EXITS[death], f"{death}: ended with {session.status}, not {_EXITS[death]}"
    if death in RESTORES:
        assert session.has_restored_the_terminal, f"{death}: the terminal was not restored"


def check_file(workspace: Workspace, typed: Typed) -> None:
    """The file is the old one or a newer one, and nothing between."""
    text = workspace.read(typed.path)
    assert typed.found_in(text) is not None, (
        f"{typed.path} is neither old nor new: {text[-300:]!r}; typed {typed.stream[-120:]!r}"
    )


def check_synced(workspace: Workspace, typed: Typed) -> None:
    """What the program itself said was on the disk last is in the file or on offer, to the byte.

    Of the last few: the journal may tell of an older text after the file has a newer one, and is right.
    """
    told = [row for row in workspace.events() if row["path"] == typed.path]
    if not told or typed.floors:
        return  # what an undo took back for a moment is offered to nobody
    latest = sorted(told, key=lambda row: float(row["at_s"]))[-_LATEST:]
    last = {row["sha256"] for row in latest}
    data = workspace.read(typed.path).encode("utf-8", "surrogateescape")
    if hashlib.sha256(data).hexdigest() in last:
        return
    texts = [offer["text"] for offer in workspace.offers() if offer["file"] == typed.path]
    assert last.intersection(hashlib.sha256(text.encode()).hexdigest() for text in texts), (
        f"{typed.path}: the text that was told to be on the disk is neither in the file nor on offer"
    )


def after_the_start(workspace: Workspace) -> bool:
    """Start it again and take what is offered, by the keys on the screen; whether something was.

    Of two texts the one that was not chosen is offered at the next start.
    """
    offers, taken = _on_offer(workspace), set[str]()
    for start in range(_MOST_STARTS):
        session = Session(workspace)
        try:
            session.wait("Today")
            session.wait("Go on with")
            session.rest()
            if not offers:
                assert _OFFER not in session.text, f"offered, but `recover` lists nothing:\n{session.text}"
                return start > 0
            offers = _take_all(session, workspace, offers, taken)
            assert session.leave() == 0
        finally:
            session.end()
        if not offers:
            return True
    raise AssertionError(f"still offered after it was taken: {offers}")


def _take_all(
    session: Session, workspace: Workspace, offers: list[dict[str, Any]], taken: set[str]
) -> list[dict[str, Any]]:
    """Take what Today offers; what is left for the next start. `taken` gets the files of those taken."""
    for _ in range(_MOST_OFFERS):
        session.wait(_OFFER)
        _take(session, is_known=offers[0]["file"] in taken)
        if offers[0]["file"] != UNFINISHED:
            taken.add(offers[0]["file"])  # of lines each is another one
        offers = _left(session, workspace)
        if not offers or _OFFER not in session.text:
            break
    return offers


def _take(session: Session, *, is_known: bool) -> None:
    """Take the first text on offer back, as the screen says, and return to the start."""
    before = session.rest()
    session.press("r" if is_known else "enter")
    _wait_for_another(session, before)
    if _DIALOG in session.text:
        session.wait(_HEARS)
        if not is_known and _LEAVES in session.text:
            session.press("tab")
        session.press("x" if is_known else "enter")
        session.rest()
    if _CAPTURE in session.text:
        session.press("enter")  # a line goes on as a line
        session.rest()
        session.press("esc")
        session.rest()
    for _ in range(4):
        if session.text.lstrip().startswith("Today") and _CAPTURE not in session.text:
            return
        session.press("esc")
        session.pause(0.3)
        session.rest()


def _wait_for_another(session: Session, before: str) -> None:
    """Until the key was answered; a machine that has much to do takes its time."""
    ends_s = time.monotonic() + _ANSWER_S
    while session.text == before and time.monotonic() < ends_s:
        session.pause(0.1)
    session.rest()


def _left(session: Session, workspace: Workspace) -> list[dict[str, Any]]:
    """What still waits; a line sent a moment ago is in the net below it for three seconds, no offer."""
    ends_s = time.monotonic() + _ANSWER_S
    while (offers := _on_offer(workspace)) and _OFFER not in session.text and time.monotonic() < ends_s:
        session.pause(0.5)
    return offers


def check_keys(workspace: Workspace, typed: Typed, killed_s: float) -> float | None:
    """Every key that was old enough is in the file now, in order; the age of the first one that is not.

    None where an undo was not redone yet: then what is missing was not lost, but taken back.
    """
    text = workspace.read(typed.path)
    count, wanted = typed.found_in(text), typed.must_have(killed_s)
    assert count is not None, f"{typed.path} has other words after taking the offer: {text[-300:]!r}"
    age = f"typed {killed_s - typed.times[count]:.2f} s before" if count < len(typed.times) else ""
    assert count >= wanted, f"{typed.path}: {wanted - count} of {wanted} keys lost, the first {age}"
    return None if typed.is_undone(killed_s) else typed.tail_s(count, killed_s)


def check_lines(workspace: Workspace, hand: Hand, killed_s: float) -> list[float]:
    """Every line that was old enough is in some file or on offer."""
    texts = [letters(workspace.read(name)) for name in workspace.tree() if name.endswith(".md")]
    for line, at_s, _ in hand.lines:
        is_there = any(line in text for text in texts)
        assert is_there or at_s > killed_s - 2.0, (
            f"line {line!r} is gone, sent {killed_s - at_s:.2f} s before"
        )
    typed = hand.open_line
    if typed is None or not typed.stream:
        return []
    count = max((_common(typed.stream, text) for text in texts), default=0)
    wanted = typed.must_have(killed_s)
    assert count >= wanted, (
        f"{wanted - count} of {wanted} keys of the line are gone, the first typed "
        f"{killed_s - typed.times[count]:.2f} s before"
    )
    return [typed.tail_s(count, killed_s)]


def _common(line: str, text: str) -> int:
    """How much of the beginning of a line a text has."""
    length = len(line)
    while length and line[:length] not in text:
        length -= 1
    return length


def _on_offer(workspace: Workspace) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = workspace.json("recover")
    return found
