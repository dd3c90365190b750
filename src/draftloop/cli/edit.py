"""`edit` and `check`: the two passes, in the app and for scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from draftloop.cli import output as out
from draftloop.cli.arguments import draft_argument
from draftloop.cli.check_formats import FORMATS, write_report
from draftloop.cli.context import Context
from draftloop.cli.errors import Exit
from draftloop.cli.files import open_named

if TYPE_CHECKING:
    from draftloop.loop.finding import PassName
    from draftloop.steps.edit import CheckReport


@click.command()
@draft_argument
@click.option("--readability", is_flag=True, help="Begin with the second pass.")
@click.pass_obj
def edit(context: Context, slug: str, readability: bool) -> int:
    """Edit in the app: once for grammar and spelling, once for readability."""
    from draftloop.cli.app import open_app
    from draftloop.steps.capture import resolve_draft

    slug = resolve_draft(context.desk(), slug)
    return open_app(context, start="readability" if readability else "edit", slug=slug)


@click.command()
@click.argument("names", metavar="[FILE or SLUG]...", nargs=-1)
@click.option("--pass", "pass_name", type=click.Choice(["grammar", "readability"]), help="Only this pass.")
@click.option(
    "--engine", "engines", multiple=True, metavar="NAME", help="harper, languagetool; several times."
)
@click.option("--new", "only_new", is_flag=True, help="Only what is new since the last edit commit.")
@click.option("--all", "with_all", is_flag=True, help="What is doubtful, style and new words too.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="How to print it.")
@click.option("--json", "as_json", is_flag=True, help="As one JSON document.")
@click.pass_obj
def check(
    context: Context,
    names: tuple[str, ...],
    pass_name: PassName | None,
    engines: tuple[str, ...],
    only_new: bool,
    with_all: bool,
    form: str,
    as_json: bool,
) -> int:
    """Check drafts or files; without a name, today's draft. 1 when there is an alarm that is sure."""
    reports = [_check(context, name, pass_name, engines, only_new) for name in names or (_todays(context),)]
    if as_json:
        form = "json"
    count = write_report(reports, form=form, with_all=with_all)
    for report in reports:
        for engine, state in report.engines.items():
            if state not in ("ok", "off"):
                out.note(f"{engine}: {state}")
        if report.unchecked:
            out.note(f"{len(report.unchecked)} blocks could not be checked")
    states = [report.engines.get(engine, "off") for report in reports for engine in engines]
    if any(state not in ("ok", "off") for state in states):
        # Asked for by name, and it could not do its work: silence would read as "clean".
        return int(Exit.WRONG)
    return int(Exit.NO if count else Exit.DONE)


def _check(
    context: Context, name: str, pass_name: PassName | None, engines: tuple[str, ...], only_new: bool
) -> CheckReport:
    from draftloop.steps.bundle import folder_of
    from draftloop.steps.checking import as_on_disk, check_document, check_draft
    from draftloop.steps.edit import PASSES

    passes = (pass_name,) if pass_name else PASSES
    opened = open_named(context, name)
    if opened is not None:
        desk, document, slug = opened
        if slug and only_new:
            report = check_draft(desk, slug, passes=passes, engines=engines, only_new=True)
        else:
            report = check_document(desk, document, slug=slug, passes=passes, engines=engines)
        return as_on_disk(report, document)
    from draftloop.steps.capture import resolve_draft

    desk = context.desk()
    slug = resolve_draft(desk, name)
    report = check_draft(desk, slug, passes=passes, engines=engines, only_new=only_new)
    return as_on_disk(report, desk.library.open(f"{folder_of(slug)}/post.md"))


def _todays(context: Context) -> str:
    from draftloop.loop.errors import BadValue
    from draftloop.steps.today import today

    draft = today(context.desk()).draft
    if draft is None:
        raise BadValue("draft", "", "no draft is in work: name a file or a slug")
    return draft.slug


COMMANDS = {"edit": edit, "check": check}
