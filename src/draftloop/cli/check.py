"""`check`: the two passes for scripts, editors and CI."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from draftloop.cli import errors
from draftloop.cli import output as out
from draftloop.cli.check_fix import mend, mended_line
from draftloop.cli.check_formats import FORMATS, Checked, engine_states, write_all, write_text
from draftloop.cli.check_inputs import Input, committed, inputs
from draftloop.cli.context import Context
from draftloop.cli.errors import Exit
from draftloop.loop.elsewhere import GRAMMAR_SERVER, server_elsewhere
from draftloop.loop.errors import BadValue, DraftloopError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.loop.finding import PassName
    from draftloop.steps.desk import Desk
    from draftloop.steps.edit import CheckReport


@click.command()
@click.argument("names", metavar="[FILE, FOLDER or SLUG]...", nargs=-1)
@click.option("--pass", "pass_name", type=click.Choice(["grammar", "readability"]), help="Only this pass.")
@click.option(
    "--engine", "engines", multiple=True, metavar="NAME", help="harper, languagetool; several times."
)
@click.option(
    "--dialect", metavar="LANG", default="", help="Read it as en-US, en-GB, en-AU, en-CA, en-IN, de ..."
)
@click.option(
    "--new",
    "only_new",
    is_flag=True,
    help="Only what is new: in a draft since its last edit pass, in other files since the last commit.",
)
@click.option(
    "--since",
    metavar="COMMIT",
    default="",
    help="Only what is new since this one, as git rev-parse prints it.",
)
@click.option(
    "--fix",
    "is_mending",
    is_flag=True,
    help="Mend doubled words, a and an, and the case of names in the files; says what it changes.",
)
@click.option("--all", "with_all", is_flag=True, help="What is doubtful, style and new words too.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="How to print it.")
@click.option("--json", "as_json", is_flag=True, help="As one JSON document.")
@click.pass_obj
def check(
    context: Context,
    names: tuple[str, ...],
    pass_name: PassName | None,
    engines: tuple[str, ...],
    dialect: str,
    only_new: bool,
    since: str,
    is_mending: bool,
    with_all: bool,
    form: str,
    as_json: bool,
) -> int:
    """Check drafts, files or folders; without a name today's draft, with - standard input.

    Says what the checkers are sure of, and ends with 1 when there is such an alarm, or with 2 when something
    could not be read or an engine asked for by name could not work. A post's language is its `lang`, else
    the workspace's.
    """
    from draftloop.steps.edit import PASSES

    passes = (pass_name,) if pass_name else PASSES
    wanted = _Wanted(passes, engines, _tag(dialect), only_new, _commit(since), is_mending=is_mending)
    form = "json" if as_json else form
    # Nothing of the readability pass is ever sure: who asks for it alone wants to see it.
    shows_all = with_all or pass_name == "readability"
    every, failed = _check_each(context, wanted, names, form=form, with_all=shows_all)
    if every or failed is Exit.DONE:
        write_all(every, form=form, with_all=shows_all)
    _note(every)
    states = engine_states(every)
    if any(states.get(engine, "off") not in ("ok", "off") for engine in engines):
        # Asked for by name, and it could not do its work: silence would read as "clean".
        failed = max(failed, Exit.WRONG)
    has_alarms = any(one.counted(with_all) for one in every)
    return int(failed or (Exit.NO if has_alarms else Exit.DONE))


def _check_each(
    context: Context, wanted: _Wanted, names: Sequence[str], *, form: str, with_all: bool
) -> tuple[list[Checked], Exit]:
    """All that could be checked, text printed as it comes; and how bad the rest was."""
    every: list[Checked] = []
    failed = Exit.DONE
    for found in inputs(context, names or (todays(context),)):
        checked = found if isinstance(found, DraftloopError) else wanted.check(found)
        if isinstance(checked, DraftloopError):
            failed = max(failed, Exit.WRONG, errors.report(checked))
            continue
        for one in checked.mended:
            (out.line if form == "text" else out.note)(mended_line(checked.input.shown, one))
        every.append(checked)
        if form == "text":
            write_text(checked, with_all=with_all)
    return every, failed


class _Wanted:
    """What was asked for, for each text alike."""

    def __init__(
        self,
        passes: Sequence[PassName],
        engines: Sequence[str],
        dialect: str,
        only_new: bool,
        since: str,
        *,
        is_mending: bool,
    ) -> None:
        self._passes, self._engines, self._dialect = passes, engines, dialect
        self._only_new, self._since, self._is_mending = only_new, since, is_mending
        self._has_said = False

    def check(self, found: Input) -> Checked | DraftloopError:
        """The report, or what stood against it: one bad file costs the others nothing."""
        self._say_where(found.desk)
        try:
            report = self._report(found)
            if not self._is_mending:
                return Checked(input=found, report=report)
            found, mended = mend(found, report)
            return Checked(input=found, report=self._report(found) if mended else report, mended=mended)
        except DraftloopError as error:
            return error

    def _say_where(self, desk: Desk) -> None:
        """Name the machine that unpublished text goes to before it does, once in each run."""
        host = server_elsewhere(desk.settings, self._engines or None)
        may_go = host and desk.consent.is_given(GRAMMAR_SERVER, desk.settings.languagetool_use)
        if may_go and not self._has_said and "grammar" in self._passes:
            out.note(f"languagetool reads along at {host}, as your settings say")
            self._has_said = True

    def _report(self, found: Input) -> CheckReport:
        from draftloop.steps.checking import check_document, check_draft, without_old

        desk, slug, document = found.desk, found.slug, found.document
        passes, engines, dialect = self._passes, self._engines, self._dialect
        if found.is_post and self._only_new and not self._since:
            return check_draft(desk, slug, passes=passes, engines=engines, only_new=True, dialect=dialect)
        report = check_document(desk, document, slug=slug, passes=passes, engines=engines, dialect=dialect)
        if not self._only_new and not self._since:
            return report
        before = committed(found, self._since or "HEAD")
        return without_old(desk, report, document, before, slug=slug, passes=passes, engines=engines)


def _note(every: Sequence[Checked]) -> None:
    """What an absence of alarms does not say, each thing once."""
    for engine, state in engine_states(every).items():
        if state not in ("ok", "off"):
            out.note(f"{engine}: {state}")
    for checked in every:
        if checked.report.language_note:
            out.note(f"{checked.input.shown}: {checked.report.language_note}")
        if checked.report.unchecked:
            lines = ", ".join(str(block.line) for block in checked.report.unchecked[:5])
            blocks = len(checked.report.unchecked)
            out.note(f"{checked.input.shown}: {blocks} blocks could not be checked, line {lines}")


def _tag(dialect: str) -> str:
    from draftloop.loop.languages import language_tag

    tag = language_tag(dialect)
    if dialect and not tag:
        raise BadValue("dialect", dialect, "is no language, like en-GB or de")
    return tag


def _commit(since: str) -> str:
    if since and not re.fullmatch(r"HEAD|[0-9a-f]{7,64}", since):
        raise BadValue("commit", since, "is none: `git rev-parse NAME` prints it")
    return since


def todays(context: Context) -> str:
    """The draft in work. Raises BadValue when there is none."""
    from draftloop.steps.today import today

    draft = today(context.desk()).draft
    if draft is None:
        raise BadValue("draft", "", "no draft is in work: name a file or a slug")
    return draft.slug


COMMANDS = {"check": check}
