"""Opening the terminal app: the one place of the command line that imports it, and only when called."""

from __future__ import annotations

import sys

from draftloop.cli.context import Context
from draftloop.cli.errors import report, report_fault, report_machine
from draftloop.loop.errors import DraftloopError, ToolMissing


def open_app(
    context: Context, *, start: str = "today", slug: str | None = None, is_demo: bool = False
) -> int:
    """Run the app on the workspace until it is left; the exit status.

    Raises:
        NoWorkspace: there is none here.
        ToolMissing: standard input or output is no terminal.
    """
    desk = context.lenient_desk()
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise ToolMissing("terminal", "the app needs one", "every step is a command too: `draftloop --help`")
    from draftloop.tui.app import DraftloopApp

    troubles = [
        f"{trouble.file}{f':{trouble.line}' if trouble.line else ''}: {trouble.problem}; {trouble.remedy}"
        for trouble in context.setting_troubles()
    ]
    app = DraftloopApp(desk, start=start, slug=slug, demo=is_demo, troubles=troubles)
    try:
        wanted = app.run()
    finally:
        if desk.instance is not None:
            desk.instance.release()
    if wanted == "demo":
        from draftloop.demo.make import make_demo

        return open_app(Context(make_demo(None)), is_demo=True)
    return app.return_code or 0


def open_directly(workspace: str | None) -> int | None:
    """`draftloop` and `draftloop -C DIR` without the command tree; the exit status.

    None when there is nothing to open, so that the command tree says what to do.
    """
    context = Context(workspace)
    try:
        context.root()
    except DraftloopError:
        return None
    try:
        return open_app(context)
    except DraftloopError as error:
        return int(report(error))
    except (OSError, MemoryError) as error:
        return report_machine(error)
    except Exception as error:  # noqa: BLE001 - the same edge as the command tree's: told in one line
        return report_fault(error)
    finally:
        context.close()
