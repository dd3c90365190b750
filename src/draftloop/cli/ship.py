"""`ship` and `export`: the definition of done, what would be written, and writing it."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

import click

from draftloop.cli import output as out
from draftloop.cli.arguments import draft_argument, json_option
from draftloop.cli.context import Context
from draftloop.cli.errors import Exit, hint
from draftloop.loop.errors import AlreadyThere, AppIsOpen, BadValue, SiteChanged
from draftloop.loop.plain import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.loop.readiness import DoneRow
    from draftloop.steps.desk import Desk
    from draftloop.steps.ship import Shipped
    from draftloop.steps.ship_plan import PlannedFile, ShipPlan
    from draftloop.steps.ship_sources import Choices


@click.command()
@draft_argument
@click.option("--to", "target", metavar="TARGET", help="Where to; also says yes to that target's folder.")
@click.option("--dry-run", is_flag=True, help="Show every file that would be written, and write none.")
@click.option("--anyway", is_flag=True, help="Ship although the definition of done is not met.")
@click.option("--as-draft", is_flag=True, help="The site gets it, but does not show it yet.")
@click.option("--unlink", is_flag=True, help="Links to drafts that are not there become plain words.")
@click.option("--overwrite", is_flag=True, help="Replace files that were changed in the site.")
@click.option("--adopt", is_flag=True, help="Keep files that were changed in the site, and note them.")
@click.option("--move", is_flag=True, help="The address has changed, and that is meant.")
@click.option("--schedule", is_flag=True, help="The date in the future is meant.")
@json_option
@click.pass_obj
def ship(
    context: Context,
    /,
    slug: str,
    target: str | None,
    dry_run: bool,
    anyway: bool,
    as_json: bool,
    **flags: bool,
) -> int:
    """Publish a draft to your site's folder, commit and tag it."""
    from draftloop.steps import ship as steps
    from draftloop.steps.capture import resolve_draft

    desk = context.desk()
    slug = resolve_draft(desk, slug)
    _refuse_empty("--to", target)
    choices: Choices = {
        "as_draft": flags["as_draft"],
        "unlink": flags["unlink"],
        "overwrite": flags["overwrite"],
        "adopt": flags["adopt"],
        "move": flags["move"],
        "schedule": flags["schedule"],
        "allow": target is not None,
    }
    if dry_run:
        return _dry_run(steps.plan(desk, slug, target, **choices), as_json=as_json, anyway=anyway)
    _must_have_every_word(desk, slug, anyway=anyway)
    if not anyway:
        choices["answered"] = _answers(desk)
        _ask_for_programs(desk, target)
    try:
        shipped = steps.ship(desk, slug, target, anyway=anyway, **choices)
    except SiteChanged as error:
        _show_diff(error.diff)
        raise
    if as_json:
        out.json(_as_data(shipped))
    else:
        _print_shipped(shipped)
    return int(Exit.DONE)


@click.command()
@draft_argument
@click.option("--to", "target", metavar="TARGET", help="Whose form to write; not needed when there is one.")
@click.option("--out", "folder", required=True, metavar="DIR", help="The folder to write into.")
@click.option("--as-draft", is_flag=True, help="As a post the site does not show yet.")
@click.option("--unlink", is_flag=True, help="Links to drafts that are not there become plain words.")
@click.option("--overwrite", is_flag=True, help="Replace files that stand there and differ.")
@json_option
@click.pass_obj
def export(
    context: Context,
    /,
    slug: str,
    target: str | None,
    folder: str,
    as_draft: bool,
    unlink: bool,
    overwrite: bool,
    as_json: bool,
) -> None:
    """Write what a target would get into a folder of your choice; nothing is recorded."""
    from draftloop.steps import ship as steps
    from draftloop.steps.capture import resolve_draft

    desk = context.desk()
    slug = resolve_draft(desk, slug)
    _refuse_empty("--to", target)
    _refuse_empty("--out", folder)
    folder = os.path.abspath(os.path.expanduser(folder))
    try:
        files = steps.export_to(
            desk, slug, target, folder, as_draft=as_draft, unlink=unlink, overwrite=overwrite
        )
    except SiteChanged as error:
        _show_diff(error.diff)
        first, *others = error.paths
        more = f" and {len(others)} more" if others else ""
        raise AlreadyThere(f"{os.path.join(folder, first)}{more}", "`--overwrite` replaces it") from error
    if as_json:
        out.json({"folder": folder, "files": [_file_data(file) for file in files]})
    else:
        out.line(folder)
        _print_files(files)


def _must_have_every_word(desk: Desk, slug: str, *, anyway: bool) -> None:
    """Half a thought is not published: an open app may have words that the file has not."""
    from draftloop.steps.beside import words_outside

    not_in_it = words_outside(desk, slug, time.sleep)
    if not_in_it is None:
        return
    if not anyway:
        raise AppIsOpen(not_in_it.sentence)
    out.note(f"{not_in_it.sentence}. It ships without it")


def _refuse_empty(option: str, value: str | None) -> None:
    """An empty value is an unset variable of a script: it may neither say yes nor name the current folder."""
    if value is not None and not value.strip():
        raise BadValue(option, value, "is empty")


def _answers(desk: Desk) -> frozenset[str]:
    """The author's own questions, asked where somebody can answer them."""
    questions = desk.settings.done.ask
    if not questions or not sys.stdin.isatty():
        return frozenset()
    return frozenset(question for question in questions if click.confirm(safe(question), err=True))


def _ask_for_programs(desk: Desk, target: str | None) -> None:
    """One yes for each program that the workspace wants to run, asked only where somebody can answer."""
    from draftloop.steps.ship_programs import allow_program, programs_to_allow

    if not sys.stdin.isatty():
        return
    for program in programs_to_allow(desk, target):
        if click.confirm(f"This workspace wants to run {safe(program)}. Allow it on this machine?", err=True):
            allow_program(desk, program)


def _dry_run(plan: ShipPlan, *, as_json: bool, anyway: bool) -> int:
    if as_json:
        out.json(
            {
                "slug": plan.slug,
                "target": plan.target,
                "folder": plan.root,
                "address": plan.address or None,
                "files": [_file_data(file) for file in plan.files],
                "notes": list(plan.notes),
                "rows": [_row_data(row) for row in plan.rows],
            }
        )
    else:
        out.line(f"{plan.title}: to {plan.target} ({plan.kind}) in {plan.root}")
        if plan.address:
            out.line(plan.address)
        out.line()
        _print_files(plan.files)
        _print_notes(plan.notes)
        out.line()
        _print_rows(plan.rows)
        for file in plan.files:
            if file.diff:
                out.line()
                out.line(file.diff.rstrip("\n"))
        if not plan.is_needed:
            out.line("The site has it all already.")
    if plan.problems and not anyway:
        return int(Exit.NO)
    return int(Exit.REFUSED) if plan.conflicts else int(Exit.DONE)


def _show_diff(diff: str) -> None:
    """What somebody else changed, before the one line that says it was refused."""
    hint(diff.rstrip("\n"))


def _print_shipped(shipped: Shipped) -> None:
    if shipped.is_nothing_new:
        out.line(f"Nothing has changed since {shipped.slug} was shipped to {shipped.target}.")
        _print_notes(_notes(shipped))
        return
    verb = "Written as a draft" if shipped.is_draft else "Shipped"
    out.line(f"{verb} to {shipped.target}: {shipped.root}")
    _print_files(shipped.written)
    if shipped.address:
        out.line(shipped.address)
    if shipped.tag:
        out.line(f"tag {shipped.tag}")
    _print_notes(_notes(shipped))


def _print_files(files: Sequence[PlannedFile]) -> None:
    out.table([(file.state, file.path, f"{file.size_bytes:,} bytes") for file in files], indent="  ")


def _print_rows(rows: Sequence[DoneRow]) -> None:
    for row in rows:
        glyph = "·" if row.level == "info" else "✓" if row.is_met else "✗" if row.level == "error" else "!"
        place = f", line {row.line}" if row.line and not row.is_met else ""
        remedy = f" ({row.remedy})" if row.remedy else ""
        out.line(f"  {glyph} {row.sentence}{place}{remedy}")


def _notes(shipped: Shipped) -> tuple[str, ...]:
    return (*shipped.notes, shipped.waits) if shipped.waits else shipped.notes


def _print_notes(notes: Sequence[str]) -> None:
    for text in notes:
        out.note(f"note: {text}")


def _file_data(file: PlannedFile) -> dict[str, object]:
    return {"path": file.path, "state": file.state, "bytes": file.size_bytes, "diff": file.diff or None}


def _row_data(row: DoneRow) -> dict[str, object]:
    return {
        "id": row.id,
        "level": row.level,
        "met": row.is_met,
        "sentence": row.sentence,
        "file": row.file or None,
        "line": row.line,
        "remedy": row.remedy or None,
    }


def _as_data(shipped: Shipped) -> dict[str, object]:
    return {
        "slug": shipped.slug,
        "target": shipped.target,
        "folder": shipped.root,
        "address": shipped.address or None,
        "commit": shipped.commit,
        "tag": shipped.tag or None,
        "files": [_file_data(file) for file in shipped.written],
        "notes": list(_notes(shipped)),
    }


COMMANDS = {"ship": ship, "export": export}
