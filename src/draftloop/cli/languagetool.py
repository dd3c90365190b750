"""`languagetool`: installs the second grammar engine, says whether it works, and takes it away."""

from __future__ import annotations

import click

from draftloop.cli import output as out
from draftloop.cli.arguments import json_option
from draftloop.cli.context import Context
from draftloop.cli.errors import Exit
from draftloop.cli.installing import MEGABYTE, progress, status_without_yes


@click.group()
def languagetool() -> None:
    """Check with LanguageTool too: a second grammar engine, which sees slips that the first one misses.

    It is a Java program. Where its jars are installed draftloop starts it when it is needed, and ends it
    again; your text stays on this machine.
    """


@languagetool.command()
@click.option(
    "--language",
    "languages",
    multiple=True,
    metavar="CODE",
    help="Another language besides English, such as de; several times.",
)
@click.option("--use", "switch_on", is_flag=True, help="Switch it on in your own settings, too.")
@click.option("--yes", is_flag=True, help="Install without asking.")
def install(languages: tuple[str, ...], switch_on: bool, yes: bool) -> int:
    """Put LanguageTool's jars on this machine.

    It says what, from where and to where, and asks first. Your own mvn fetches them. A server is started from
    them and checks a sentence before they are put in place. Nothing is written in the workspace.
    """
    from draftloop import wiring

    installer = wiring.languagetool_installer()
    wanted = installer.languages(languages)
    if installer.has(wanted):
        out.line(f"{installer.name} is installed already, in {installer.folder}.")
        return _say_switch(switch_on, installer.use)
    installer.check()
    out.line(f"{installer.name} ({installer.license} license): {installer.size(wanted)}")
    out.line(f"  from  {installer.source}")
    out.line(f"  to    {installer.folder}")
    if not yes and (refused := status_without_yes("draftloop languagetool install")) is not None:
        return refused
    out.flush()
    with progress() as show:
        installer.install(wanted, show)
    out.line(
        "It is installed; a server was started from it, found what is wrong in a sentence, and was ended."
    )
    return _say_switch(switch_on, installer.use)


def _say_switch(switch_on: bool, use: str) -> int:
    """Switch it on where that was asked for, else say how."""
    from draftloop import wiring

    if switch_on:
        path = wiring.use_languagetool("managed")
        out.line(f"{path} says so: edit passes and `draftloop check` ask it from now on.")
    elif use == "managed":
        out.line("Edit passes and `draftloop check` ask it.")
    else:
        out.line(f"To switch it on, put this into {wiring.user_settings_path()}, or say --use:")
        out.line('\n[languagetool]\nuse = "managed"')
    return int(Exit.DONE)


@languagetool.command()
@json_option
def status(as_json: bool) -> int:
    """What is set up, and whether it works.

    It tries it: a server of ours is started for a moment, another one is asked to check one sentence.
    """
    from draftloop import wiring

    found = wiring.languagetool_installer().status()
    if as_json:
        out.json(
            {
                "use": found.use,
                "folder": found.folder,
                "installed": found.is_there,
                "version": found.version or None,
                "languages": list(found.languages),
                "jars": found.jars,
                "size_bytes": found.size_bytes,
                "java": found.java or None,
                "answers": found.answers,
                "problem": found.problem or None,
                "remedy": found.remedy or None,
            }
        )
        return int(Exit.DONE)
    jars = f"none in {found.folder}"
    if found.is_there:
        size = found.size_bytes / MEGABYTE
        jars = f"{found.jars} of version {found.version}, {size:.0f} MB, in {found.folder}"
    rows = [("use", found.use), ("jars", jars)]
    if found.is_there:
        rows.append(("languages", " ".join(found.languages) or "those of its jars"))
    rows.append(("java", found.java or "none that is new enough"))
    rows.append(("answers", "yes" if found.answers else f"no: {found.problem}"))
    out.table(rows)
    if found.problem and found.remedy:
        out.line(f"           {found.remedy}")
    if found.answers and found.use == "off":
        out.line('It is not asked: [languagetool] use is "off".')
    return int(Exit.DONE)


@languagetool.command()
@click.pass_obj
def allow(context: Context) -> int:
    """Let text of this workspace go to the server that your settings name.

    Only one on another machine needs it, once for each workspace on this machine.
    """
    from draftloop.loop.elsewhere import GRAMMAR_SERVER, server_elsewhere

    desk = context.desk_without_workspace()
    host = server_elsewhere(desk.settings, ("languagetool",))
    if not host:
        out.line("Nothing to allow: your settings name no server on another machine.")
        return int(Exit.DONE)
    desk.consent.give(GRAMMAR_SERVER, desk.settings.languagetool_use)
    out.line(
        f"Text of this workspace may go to {host} to be checked, until your settings name another server."
    )
    return int(Exit.DONE)


@languagetool.command()
def remove() -> None:
    """Take the installed jars away again.

    Nothing else in their folder is touched, nor are your settings.
    """
    from draftloop import wiring

    installer = wiring.languagetool_installer()
    if not installer.remove():
        out.line(f"There is no LanguageTool in {installer.folder}; nothing was changed.")
        return
    out.line(f"LanguageTool is gone from {installer.folder}.")
    if installer.use == "managed":
        out.line(
            f'{wiring.user_settings_path()} still says use = "managed": set it to "off", or take it out.'
        )


COMMANDS = {"languagetool": languagetool}
