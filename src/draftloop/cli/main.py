"""The command tree. A command's module is imported when it is called, so that listings stay quick."""

from __future__ import annotations

import importlib
import signal
from collections.abc import Sequence

import click

from draftloop import __version__
from draftloop.cli import errors, output
from draftloop.cli.context import Context
from draftloop.loop.errors import DraftloopError, NoWorkspace

MODULES: dict[str, str] = {
    "init": "start",
    "demo": "start",
    "today": "today",
    "idea": "capture",
    "pick": "capture",
    "draft": "drafts",
    "outline": "outline",
    "rewrite": "rewrite",
    "compare": "compare",
    "park": "compare",
    "parked": "compare",
    "diff": "diff",
    "prose": "prose",
    "coverage": "prose",
    "reverse": "reverse",
    "edit": "edit",
    "check": "check",
    "words": "words",
    "teach": "words",
    "rules": "rules",
    "done": "done",
    "ship": "ship",
    "export": "ship",
    "history": "history",
    "show": "history",
    "restore": "history",
    "search": "history",
    "recover": "recover",
    "waiting": "waiting",
    "doctor": "doctor",
    "meaning": "meaning",
    "languagetool": "languagetool",
}
"""Command name and the module below `draftloop.cli` whose COMMANDS hold it, in the order of the help."""

SECTIONS = (
    ("Begin", ("init", "demo")),
    ("Every day", ("today", "idea", "pick", "done")),
    ("The loop", ("outline", "rewrite", "compare", "prose", "edit", "ship")),
    (
        "Drafts and what became of them",
        ("draft", "history", "show", "restore", "diff", "coverage", "reverse", "park", "parked"),
    ),
    (
        "Find, check, mend",
        (
            "search",
            "check",
            "words",
            "teach",
            "rules",
            "export",
            "recover",
            "waiting",
            "doctor",
            "meaning",
            "languagetool",
        ),
    ),
)


class CommandTree(click.Group):
    """Finds a command by importing the one module that holds it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = MODULES.get(cmd_name)
        if module is None:
            return None
        command = importlib.import_module(f"draftloop.cli.{module}").COMMANDS[cmd_name]
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in MODULES and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], MODULES, 1)
            hint = f"; did you mean {near[0]!r}?" if near else "; `draftloop --help` lists them"
            raise click.UsageError(f"no command {args[0]!r}{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for title, names in SECTIONS:
            rows = []
            for name in names:
                command = self.get_command(ctx, name)
                if command is not None and not command.hidden:
                    rows.append((name, command.get_short_help_str(limit=160)))
            with formatter.section(title):
                formatter.write_dl(rows)


@click.group(
    cls=CommandTree,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "-C", "workspace", metavar="DIR", help="The workspace, in place of the one around the current folder."
)
@click.version_option(__version__, prog_name="draftloop")
@click.pass_context
def draftloop(ctx: click.Context, workspace: str | None) -> None:
    """Take one title from your backlog to a shipped post every week.

    Without a command: the app, on the workspace around the current folder.
    """
    if workspace is not None and not workspace.strip():
        raise click.UsageError("-C names no folder")
    ctx.obj = Context(workspace)
    ctx.call_on_close(ctx.obj.close)
    if ctx.invoked_subcommand is None:
        from draftloop.cli.app import open_app

        try:
            status = open_app(ctx.obj)
        except NoWorkspace as missing:
            errors.note(f"draftloop: no workspace around {missing.start}.")
            for hint in (
                "  draftloop init     make one here: ideas/, drafts/ and a git repository",
                "  draftloop demo     look around in a throw-away one first",
                "  draftloop -C DIR   open the one in DIR",
            ):
                errors.hint(hint)
            status = int(errors.Exit.WRONG)
        ctx.exit(status)


def run(arguments: Sequence[str]) -> int:
    """Run one command line; the exit status. The only place where exceptions end."""
    try:
        result = draftloop.main(args=list(arguments), prog_name="draftloop", standalone_mode=False)
        output.flush()
    except output.OutputLost as lost:
        return errors.output_lost(lost.error)
    except SystemExit:
        # click's own way out when a reader of its help went away.
        return errors.output_lost(BrokenPipeError())
    except DraftloopError as error:
        return int(errors.report(error))
    except click.UsageError as error:
        return _usage(error)
    except click.ClickException as error:
        errors.note(f"draftloop: {error.format_message()}")
        return int(errors.Exit.WRONG)
    except (click.Abort, KeyboardInterrupt):
        return 128 + signal.SIGINT
    except (OSError, MemoryError) as error:
        return errors.report_machine(error)
    except Exception as error:  # noqa: BLE001 - the one edge where an unforeseen fault is told in one line
        return errors.report_fault(error)
    return int(result) if isinstance(result, int) else int(errors.Exit.DONE)


def _usage(error: click.UsageError) -> int:
    command = error.ctx.command_path if error.ctx else "draftloop"
    if isinstance(error, click.exceptions.NoArgsIsHelpError) and isinstance(error.ctx.command, click.Group):
        names = ", ".join(error.ctx.command.list_commands(error.ctx))
        errors.note(f"draftloop: {command} needs one of {names} (see `{command} --help`)")
        return int(errors.Exit.WRONG)
    errors.note(f"draftloop: {error.format_message()} (see `{command} --help`)")
    return int(errors.Exit.WRONG)
