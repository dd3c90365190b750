"""What the ship screen says, as content from values. No widget is asked for anything here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from draftloop.tui import text as texts
from draftloop.tui.screens.shipping import Aftermath, ShipView, cross_post
from draftloop.tui.widgets.figures import count, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.loop.readiness import DoneRow
    from draftloop.steps.ship_plan import PlannedFile

STATE_STYLES: dict[str, str] = {
    "new": "$success",
    "changed": "$accent",
    "same": "$text-muted",
    "removed": "$warning",
    "edited": "$error",
    "unrecorded": "$error",
    "gone": "$error",
}
_STATE_WORDS = {
    "edited": "edited there",
    "unrecorded": "not ours",
    "gone": "gone there",
}
_STATE_CELLS = 13
_MOST_NAMED = 4

NO_TARGET = texts.mixed(
    "A finished post goes to the folder of your site. No site is named yet.\n\n"
    "Three lines in [bold]draftloop.toml[/], at the top of this workspace, name it:\n\n"
    '  [$accent]\\[target.site][/]\n  [$accent]kind = "hugo"[/]\n  [$accent]root = "../blog"[/]\n\n'
    "[bold $accent]e[/] opens draftloop.toml in your editor; then start draftloop again.\n\n"
    "[$text-muted]kind makes your site: hugo, or markdown for a plain folder.\n"
    "root is its folder, seen from this workspace.[/]"
)


def headline(view: ShipView) -> Content:
    """Is it done? In one row."""
    if view.is_private:
        return texts.joined(
            ("Private: ", "bold $warning"),
            "it stays here. `private: true` in its front matter keeps it from every site.",
        )
    kept_back = view.kept_back
    if kept_back:
        rest = len(view.open_rows) - len(kept_back)
        more = f", {count(rest, 'thing')} to look at" if rest else ""
        return texts.joined(("Not yet: ", "bold $error"), f"{len(kept_back)} to mend first{more}")
    if view.is_nothing_new and view.shipped is not None:
        when = view.shipped
        day = f"{when:%a} {when.day} {when:%b} {when.year}"
        return texts.joined(("Shipped ", "bold $success"), f"on {day}; the site has it all")
    open_rows = view.open_rows
    words = f"It can go out. {count(len(open_rows), 'thing')} to look at, if you like." if open_rows else ""
    return texts.joined(("Done. ", "bold $success"), words or "It can go out.")


def draw_row(row: DoneRow, width: int) -> Content:
    """`✗ 1 gap left: …     line 12`."""
    if row.level == "info":
        sign, style = "·", "$text-muted"
    elif row.is_met:
        sign, style = "✓", "$success"
    else:
        sign, style = ("✗", "bold $error") if row.level == "error" else ("!", "bold $warning")
    place = f"line {row.line}" if row.line and not row.is_met else ""
    room = max(8, width - 2 - (len(place) + 2 if place else 0))
    words_style = "$text-muted" if row.is_met or row.level == "info" else ""
    words = texts.fit(row.sentence, room) if place else texts.clip(row.sentence, room)
    return texts.joined((f"{sign} ", style), (words, words_style), ("  " + place if place else "", style))


def draw_file(file: PlannedFile, width: int) -> Content:
    """`changed      content/posts/retries/index.md     4.1 kB`."""
    style = STATE_STYLES.get(file.state, "")
    weight = size(file.size_bytes)
    room = max(8, width - _STATE_CELLS - len(weight) - 2)
    path = file.path
    if len(path) > room:  # the end tells more than the beginning
        path = "…" + path[-(room - 1) :]
    word = _STATE_WORDS.get(file.state, file.state)
    return texts.joined(
        (word.ljust(_STATE_CELLS), style), texts.fit(path, room), "  ", (weight, "$text-muted")
    )


def size(size_bytes: int) -> str:
    """`812 B`, `4.1 kB`, `1.2 MB`."""
    if size_bytes < 1000:
        return f"{size_bytes} B"
    if size_bytes < 1_000_000:
        return f"{size_bytes / 1000:.1f} kB"
    return f"{size_bytes / 1_000_000:.1f} MB"


def detail(row: DoneRow | None, mend: str) -> Content:
    """The row under the cursor in full: where, what helps, and what enter does."""
    if row is None:
        return Content("")
    place = f"{row.file}:{row.line}" if row.file and row.line else row.file
    parts: list[Content | str | tuple[str, str]] = [texts.line(row.sentence)]
    if not row.is_met:
        parts += ["\n", (texts.safe_line(place), "$text-muted")]
        if row.remedy:
            parts += [("  ·  " if place else "", "$text-muted"), texts.line(row.remedy, "$text-muted")]
        if mend:
            parts += ["\n", ("enter ", "bold $accent"), (mend, "$text-muted")]
    return texts.joined(*parts)


def file_detail(file: PlannedFile | None, root: str) -> Content:
    """What becomes of the file under the cursor."""
    if file is None:
        return Content("")
    said = {
        "new": "is not there yet and will be written",
        "changed": "will be brought up to date; what stands there is what was shipped",
        "same": "stands there as it should and is left alone",
        "removed": "is not part of the post any more and goes away",
        "edited": "was changed in the site since the last ship",
        "unrecorded": "stands there, and draftloop did not write it",
        "gone": "was shipped and is not there any more",
    }[file.state]
    kind = "picture, " if file.is_picture else ""
    return texts.joined(
        texts.line(f"{root}/{file.path}"), "\n", (f"{kind}{size(file.size_bytes)}, {said}", "$text-muted")
    )


def where(view: ShipView) -> Content:
    """The folder, the address, or why nothing can be planned."""
    head: list[Content | str | tuple[str, str]] = [("What will be written", "bold")]
    if view.consent:
        return texts.joined(
            *head,
            "\n",
            texts.line(view.consent, "$accent"),
            ("\nThis folder needs your yes once on this machine; ", "$text-muted"),
            ("S", "bold $accent"),
            (" asks.", "$text-muted"),
        )
    if view.move:
        return texts.joined(
            *head,
            "\n",
            texts.line(view.move, "$warning"),
            "\n",
            ("m", "bold $accent"),
            (" means it: the old address leads to the new one where the site can do that", "$text-muted"),
        )
    if view.trouble:
        return texts.joined(*head, "\n", texts.line(view.trouble, "$error"))
    plan = view.plan
    if plan is None:
        return Content("")
    address = plan.address or "no address: a plain folder"
    return texts.joined(
        *head, (f"  in {texts.safe_line(plan.root)}", "$text-muted"), "\n", texts.line(address, "$accent")
    )


def notes(view: ShipView) -> Content:
    """What else happens with a ship."""
    plan = view.plan
    lines = [texts.line(f"· {note}", "$text-muted") for note in plan.notes] if plan is not None else []
    return Content("\n").join(lines)


def conflict(files: Sequence[PlannedFile]) -> str:
    """What somebody else did in the site: `1 file changed in the site since the last ship`."""
    said = {
        "edited": "changed in the site since the last ship",
        "unrecorded": "in the way that draftloop did not write",
        "gone": "gone from the site",
    }
    numbers = {state: sum(file.state == state for file in files) for state in said}
    return listed(f"{count(number, 'file')} {said[state]}" for state, number in numbers.items() if number)


def not_ready(rows: tuple[str, ...]) -> str:
    """What the bar says when the definition of done is not met."""
    named = [texts.clip(row, 60) for row in rows[:_MOST_NAMED]]
    more = [f"{len(rows) - _MOST_NAMED} more"] if len(rows) > _MOST_NAMED else []
    return f"not done: {listed([*named, *more])}"


def aftermath(after: Aftermath) -> Content:
    """What there is to do with a post that just went out."""
    shipped = after.shipped
    head = (
        "Nothing has changed since it was shipped"
        if shipped.is_nothing_new
        else f"Shipped to {shipped.target}"
    )
    parts: list[Content | str | tuple[str, str]] = [
        ("✓ ", "bold $success"),
        (texts.safe_line(head), "bold"),
        ("\n\n", ""),
    ]
    if shipped.address:
        parts += ["  ", (texts.safe_line(shipped.address), "bold $accent"), "\n"]
        parts += ["  ", ("c", "bold $accent"), (" copies the address", "$text-muted"), "\n\n"]
    facts = [
        f"{count(len(shipped.written), 'file')} written in {shipped.root}" if shipped.written else "",
        f"tag {shipped.tag}" if shipped.tag else "",
        f"streak {count(after.streak_weeks, 'week')}" if after.streak_weeks else "",
    ]
    for fact in filter(None, facts):
        parts += ["  ", texts.line(fact, "$text-muted"), "\n"]
    for note in shipped.notes:
        parts += ["  · ", texts.line(note, "$text-muted"), "\n"]
    text = cross_post(shipped.title, after.description, after.canonical)
    if after.canonical:
        parts += ["\n  ", ("For other places", "bold"), ("   ", "")]
        parts += [("C", "bold $accent"), (" copies it", "$text-muted"), "\n"]
        for line in text.splitlines():
            parts += ["  │ ", texts.line(line), "\n"]
    parts += ["\n  ", ("What did readers ask?", "bold"), ("   ", "")]
    parts += [("a", "bold $accent"), (" keeps it as an idea", "$text-muted")]
    return texts.joined(*parts)
