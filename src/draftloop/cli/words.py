"""`words` and `teach`: the new words of a post, and the dictionaries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from draftloop.cli import errors
from draftloop.cli import output as out
from draftloop.cli.arguments import json_option
from draftloop.cli.check import todays
from draftloop.cli.check_inputs import Input, inputs
from draftloop.cli.context import Context
from draftloop.cli.errors import Exit
from draftloop.loop.errors import DraftloopError, NoWorkspace

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from draftloop.loop.finding import Finding
    from draftloop.steps.desk import Desk

for_me_option = click.option(
    "--for-me", is_flag=True, help="Into your own dictionary, which holds in every workspace."
)


@click.command()
@click.argument("names", metavar="[FILE, FOLDER or SLUG]...", nargs=-1)
@click.option("--teach", "is_taught", is_flag=True, help="Put all of them into the dictionary.")
@click.option("--but", "left_out", multiple=True, metavar="WORD", help="Not this one; several times.")
@for_me_option
@json_option
@click.pass_obj
def words(
    context: Context,
    names: tuple[str, ...],
    is_taught: bool,
    left_out: tuple[str, ...],
    for_me: bool,
    as_json: bool,
) -> int:
    """Words that no list and no post of yours knows; without a name those of today's draft.

    They are no alarms. With --teach all of them go into the workspace's dictionary at once, with their
    plural and possessive; a word in lower case admits every casing.
    """
    found: list[tuple[Input, Finding]] = []
    status = Exit.DONE
    for one in inputs(context, names or (todays(context),)):
        if isinstance(one, DraftloopError):
            errors.report(one)
            status = Exit.WRONG
            continue
        found += [(one, finding) for finding in _new_words(one) if finding.text not in left_out]
    if as_json:
        out.json(
            [
                {"word": finding.text, "file": finding.file, "line": finding.line, "column": finding.column}
                for _, finding in found
            ]
        )
    else:
        out.table([(finding.text, f"{one.shown}:{finding.line}") for one, finding in found])
    if is_taught and found:
        _teach(context, dict.fromkeys(finding.text for _, finding in found), for_me=for_me)
    return int(status)


@click.command()
@click.argument("given", metavar="WORD...", nargs=-1, required=True)
@for_me_option
@click.pass_obj
def teach(context: Context, given: tuple[str, ...], for_me: bool) -> int:
    """Put words into the dictionary of the workspace; outside one, into your own.

    Plural and possessive come with a word. One in lower case admits every casing, one with capitals only
    itself and ALL CAPS.
    """
    _teach(context, given, for_me=for_me)
    return int(Exit.DONE)


def _new_words(one: Input) -> Sequence[Finding]:
    from draftloop.steps.checking import as_on_disk, check_document

    report = check_document(one.desk, one.document, slug=one.slug, passes=("grammar",))
    for engine, state in report.engines.items():
        if state not in ("ok", "off"):
            errors.note(f"{engine}: {state}")
    return [finding for finding in as_on_disk(report, one.document).findings if finding.tier == "term"]


def _teach(context: Context, given: Iterable[str], *, for_me: bool) -> None:
    from draftloop.steps import checking

    desk, for_me = _desk(context, for_me)
    taught = list(given)
    checking.teach(desk, *taught, for_me=for_me)
    where = "your own dictionary" if for_me else f"{checking.DICTIONARY} of this workspace"
    errors.note(f"{len(taught)} {'word' if len(taught) == 1 else 'words'} taught: {where}")


def _desk(context: Context, for_me: bool) -> tuple[Desk, bool]:
    """The desk, and whether only the user's own dictionary is within reach."""
    try:
        return context.desk(), for_me
    except NoWorkspace:
        return context.desk_without_workspace(), True


COMMANDS = {"words": words, "teach": teach}
