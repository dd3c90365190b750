"""What a writer does by commands while calls fail, each with the words that may not be lost."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.faults.failing_calls import Outcome, Plan
from tests.faults.harness import Workspace

MORE = "\nA sentence about budgets that nobody typed twice.\n"
POINT = "- a point about budgets that nobody typed twice\n"
TYPED = "budgets that nobody typed twice "
KEPT = "the kept text's id"
TITLE = "Budgets that nobody typed twice"


def command(*arguments: str) -> Callable[[], int]:
    """A command line of the program, run as `python -m draftloop` runs it."""

    def run() -> int:
        import sys

        from draftloop.__main__ import main

        sys.argv = ["draftloop", *arguments]
        return main()

    return run


@dataclass(frozen=True, kw_only=True)
class Script:
    """One session."""

    name: str
    commands: Sequence[Sequence[str]]
    words: str
    """What the writer brings into it; kept somewhere whatever fails, once the program had it."""
    prepare: Callable[[Workspace], None] = lambda workspace: None
    is_done: Callable[[Workspace], bool] = lambda workspace: True
    """Whether what the writer wanted is so in the end."""
    env: dict[str, str] = field(default_factory=dict)
    run: Callable[[], int] | None = None
    """Something else than commands."""
    mends: str = ""
    """Lines that it is there to change."""
    again_may_say: tuple[int, ...] = (0,)
    """Exit statuses of a second try: what the first did already may be told."""

    def had_the_words(self, workspace: Workspace, outcome: Outcome, plan: Plan) -> bool:
        """Whether the program had them; what stands in a refused command line is in the shell's history."""
        if self.run is not None and plan.lasts:
            return False  # neither disk takes anything: the app says so, and holds them while it is open
        if self.env or self.run:
            return (workspace.base / "typed").exists()
        is_typed = any(self.words in argument for arguments in self.commands for argument in arguments)
        is_net_whole = outcome.failed.startswith(("write", "fsync", "link")) and not plan.lasts
        return not is_typed or outcome.status == 0 or (is_net_whole and plan.fault != "MEMORY")

    def work(self) -> int:
        """All its commands; the first that does not succeed ends it."""
        if self.run is not None:
            return self.run()
        for arguments in self.commands:
            status = command(*(_kept_id() if one == KEPT else one for one in arguments))()
            if status:
                return status
        return 0


def _kept_id() -> str:
    with open("../kept.txt", encoding="utf-8") as file:
        return file.read()


def write_in_the_app() -> int:
    """The app without a screen: it opens the prose, a sentence is typed, it is saved by itself, and left."""
    import asyncio

    from textual.widgets import TextArea

    from draftloop.cli.context import Context
    from draftloop.tui.app import DraftloopApp

    app = DraftloopApp(Context(None).lenient_desk(), start="prose", slug=Workspace.slug)

    async def write() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            for _ in range(40):
                await pilot.pause(0.1)
                if isinstance(app.focused, TextArea):
                    break
            else:
                return  # the draft could not be opened: the screen says why
            await pilot.press(*("space" if char == " " else char for char in TYPED))
            with contextlib.suppress(FileExistsError):
                os.mknod("../typed")  # by a call that never fails here
            await pilot.pause(2)
            await pilot.press("ctrl+q")
            await pilot.pause(1)

    asyncio.run(write())
    return app.return_code or 0


def _editor(text: str) -> dict[str, str]:
    """An editor that writes `text` at the end of the file, and says that it did."""
    script = 'printf %s "$DRAFTLOOP_TYPED" >>"$1"; : >"$HOME/../typed"'
    return {"EDITOR": f"sh -c '{script}' sh", "DRAFTLOOP_TYPED": text}


def _typed(path: str, text: str) -> Callable[[Workspace], None]:
    return lambda workspace: workspace.write(path, workspace.read(path) + text)


def _has(path: str, text: str) -> Callable[[Workspace], bool]:
    return lambda workspace: text.strip() in workspace.read(path)


def _is_recorded(path: str) -> Callable[[Workspace], bool]:
    return lambda workspace: workspace.head(path) == workspace.read(path)


def _site(workspace: Workspace) -> None:
    (workspace.base / "site").mkdir()
    workspace.write("draftloop.toml", '[target.site]\nkind = "hugo"\nroot = "../site"\n')


def _kept(workspace: Workspace) -> None:
    from tests.faults.power_actor import POST

    os.environ["DRAFTLOOP_STATE_DIR"] = str(workspace.state)
    try:
        from draftloop.wiring import desk_for

        desk = desk_for(str(workspace.folder))
        (workspace.base / "kept.txt").write_text(desk.recovery.keep(POST, workspace.read(POST) + MORE))
    finally:
        del os.environ["DRAFTLOOP_STATE_DIR"]


def _doubled(workspace: Workspace) -> None:
    workspace.write("draftloop.toml", "[checks]\nengines = []\n")  # the rules of our own are quick
    _typed(POST, MORE.replace("about", "about about"))(workspace)


def _to_ship(workspace: Workspace) -> None:
    _site(workspace)
    _typed(POST, MORE)(workspace)


def _in_an_editor(command: str, path: str, text: str, *options: str) -> Script:
    return Script(
        name=f"{command} in an editor",
        commands=[[command, Workspace.slug, "--editor", *options]],
        words=text,
        env=_editor(text),
        is_done=_has(path, text),
    )


S, POST, OUTLINE = Workspace.slug, Workspace.post, Workspace.outline
SCRIPTS = (
    Script(
        name="the app",
        commands=(),
        run=write_in_the_app,
        words=TYPED,
        is_done=_has(POST, TYPED),
    ),
    Script(
        name="idea add",
        commands=[["idea", "add", TITLE]],
        words=TITLE,
        is_done=lambda workspace: any(TITLE in workspace.read(f) for f in workspace.tree() if "budgets" in f),
    ),
    Script(
        name="idea note",
        commands=[["idea", "note", "exit-codes", TITLE]],
        words="",  # one line, in the shell's history
        is_done=_has(Workspace.idea, TITLE),
    ),
    Script(
        name="pick",
        commands=[["pick", "exit-codes"]],
        words="Exit codes",
        is_done=lambda workspace: "Exit codes" in workspace.read("drafts/exit-codes/notes.md"),
        again_may_say=(0, 2, 3),
    ),
    _in_an_editor("outline", OUTLINE, POINT),
    _in_an_editor("rewrite", OUTLINE, POINT, "--today"),
    _in_an_editor("prose", POST, MORE),
    Script(
        name="done",
        commands=[["done", S, "-m", "At night."]],
        words=MORE,
        prepare=_typed(POST, MORE),
        is_done=_is_recorded(POST),
    ),
    Script(
        name="compare",
        commands=[["compare", S, "--rest"], ["history", S]],
        words="",
        again_may_say=(0, 1, 2),
    ),
    Script(
        name="check and mend",
        commands=[["check", S, "--fix"]],
        words="budgets that nobody typed",
        prepare=_doubled,
        mends=MORE.replace("about", "about about"),
        is_done=lambda workspace: "about about" not in workspace.read(POST),
        again_may_say=(0, 1),
    ),
    Script(
        name="ship",
        commands=[["ship", S, "--to", "site", "--anyway"]],
        words=MORE,
        prepare=_to_ship,
        is_done=lambda workspace: any(
            MORE.strip() in page.read_text() for page in (workspace.base / "site").rglob("index.md")
        ),
    ),
    Script(
        name="recover",
        commands=[["recover"], ["recover", "take", KEPT]],
        words=MORE,
        prepare=_kept,
        is_done=_has(POST, MORE),
        again_may_say=(0, 2),
    ),
    Script(
        name="drop and revive",
        commands=[["draft", "drop", S, "--because", "It says nothing."], ["draft", "revive", S]],
        words="",
        is_done=lambda workspace: "dropped" not in workspace.read(Workspace.notes),
    ),
    Script(
        name="teach, list, look",
        commands=[["teach", "frobnicate"], ["today"], ["draft", "list"], ["doctor"], ["search", "retry"]],
        words="",
        is_done=_has("dictionary.txt", "frobnicate"),
        again_may_say=(0, 1),
    ),
    Script(
        name="init",
        commands=[["init", "../second"]],
        words="",
        is_done=lambda workspace: (workspace.base / "second" / ".git" / "HEAD").exists(),
    ),
    Script(
        name="export",
        commands=[["export", S, "--to", "site", "--out", "../out/below", "--overwrite"]],
        words="",
        prepare=_site,
        is_done=lambda workspace: any((workspace.base / "out").rglob("index.md")),
    ),
)
