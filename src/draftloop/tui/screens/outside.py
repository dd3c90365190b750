"""The open file and other programs: what they write is taken over or asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftloop.loop.errors import Unreadable
from draftloop.loop.merge import merge
from draftloop.tui import keys
from draftloop.tui.screens.base import SaveState
from draftloop.tui.screens.outside_words import beside, told, trouble
from draftloop.tui.widgets.conflict_bar import Choice, ConflictBar
from draftloop.tui.widgets.figures import listed

if TYPE_CHECKING:
    from draftloop.steps.outside import Neighbors, Sides
    from draftloop.tui.screens.saver import Look, Saver
    from draftloop.tui.screens.writing import WritingScreen

LOOK_S = 1.0
"""How often the file is looked at; a look is one `stat` in a thread."""
_NEVER = "?"
"""The stamp of a file that was not looked at yet, or must be read whatever its stamp says."""
_TURNS = 3
"""Comparisons begun again because of a key in between, before one is made on the spot."""
_QUICK = 100_000
"""Characters that are compared within a frame."""


class Outside:
    """What another program did to the file of one writing screen, and what becomes of it."""

    def __init__(self, screen: WritingScreen) -> None:
        self._screen = screen
        self._stamp = _NEVER
        self._next_s = 0.0
        self._is_looking = False
        self.is_deciding = False
        """Whether the screen that decides is open."""
        self.sides: Sides | None = None
        """What a person has to decide between; None: nothing, or theirs cannot be read."""
        self.is_unreadable = False

    # -- looking -----------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Another file is open, or the same anew."""
        self._stamp, self.sides, self.is_unreadable = _NEVER, None, False
        saver = self._screen.saver
        if saver is not None:
            self._screen.run_step("neighbors", saver.neighbors, lambda found: self._tell(saver, found))

    def _tell(self, saver: Saver, found: Neighbors) -> None:
        sentence = beside(found, _name(saver))
        if sentence:
            self._screen.say(sentence)

    def tick(self, now_s: float) -> None:
        """Look once a second."""
        if now_s >= self._next_s:
            self.look()

    def look(self) -> None:
        """Look now, unless a look, a save or a decision is under way: the next tick looks again."""
        screen, saver = self._screen, self._screen.saver
        if saver is None or self._is_looking or self.is_deciding or screen.is_saving:
            return
        self._is_looking = True
        self._next_s = screen.clock() + LOOK_S
        stamp = self._stamp
        screen.run_step(
            "outside", lambda: saver.look(stamp), lambda look: self._looked(saver, look), self._cannot_look
        )

    def meet(self) -> None:
        """A save found another version: look what it is, whatever the stamp says."""
        self._stamp = _NEVER
        self._next_s = 0.0
        self._screen.show_save(SaveState.CHANGED_OUTSIDE)
        self.look()

    def _looked(self, saver: Saver, look: Look | None) -> None:
        self._is_looking = False
        screen = self._screen
        if look is None or saver is not screen.saver:
            return
        if look.found.fingerprint == saver.document.fingerprint:
            self._stamp = look.stamp
            self._as_it_was()
        elif not screen.is_saving:
            self._weigh(saver, look)

    def _as_it_was(self) -> None:
        """The file is again what was last read here: there is nothing to decide any more."""
        if self._screen.is_in_conflict:
            self._settle()
            self._screen.show_save(SaveState.TYPING if self._screen.is_unsaved else SaveState.SAVED)

    def _weigh(self, saver: Saver, look: Look, turn: int = 0) -> None:
        screen, mine = self._screen, self._screen.editor.text
        if turn >= _TURNS and len(mine) <= _QUICK:
            sides = saver.compare(look, mine)
            screen.run_step("keep-sides", lambda: saver.keep_sides(sides))
            self._weighed(saver, look, sides, turn)
            return
        self._is_looking = True
        screen.run_step(
            "outside",
            lambda: saver.weigh(look, mine),
            lambda sides: self._weighed(saver, look, sides, turn),
            self._cannot_look,
        )

    def _weighed(self, saver: Saver, look: Look, sides: Sides, turn: int) -> None:
        self._is_looking = False
        screen = self._screen
        if saver is not screen.saver or screen.is_saving or saver.document is not sides.known:
            return  # the next tick looks again
        if screen.editor.text != sides.mine:
            self._weigh(saver, look, turn + 1)
            return
        self._stamp = look.stamp
        together = sides.together
        if together is None:
            self._ask(sides)
        elif not saver.go_on_from(sides):
            self._stamp = _NEVER
        else:
            self._go_on(sides, together)

    def _cannot_look(self, error: Exception) -> None:
        self._is_looking = False
        saver = self._screen.saver
        if saver is None:
            return
        if isinstance(error, Unreadable) and error.line is not None:
            # It is no text any more, so nothing can be put together: mine goes on, theirs is put aside.
            self.sides, self.is_unreadable = None, True
            self._show(
                f"{_name(saver)} was changed by another program and {error.reason} now; nothing is lost",
                gone=False,
            )
            return
        raise error

    # -- without a question ------------------------------------------------------------------------------

    def _go_on(self, sides: Sides, together: str) -> None:
        screen = self._screen
        self._settle()
        is_new = screen.editor.text != together
        if is_new:
            self._put(together)
        if together == sides.theirs:
            screen.forget_unsaved()
            screen.show_save(SaveState.SAVED, screen.desk.now())
        else:
            screen.mark_unsaved()
        if (
            is_new and screen.may_write()
        ):  # a reader sees the other draftloop's every save, and need not hear it
            can_undo = not screen.editor.read_only
            screen.say(told(sides, _name_of(sides), screen.desk.now(), can_undo=can_undo))
        screen.after_theirs()

    # -- with one ----------------------------------------------------------------------------------------

    def _ask(self, sides: Sides) -> None:
        self.sides, self.is_unreadable = sides, False
        saver = self._screen.saver
        if saver is not None:
            self._screen.run_step("conflict-refs", lambda: saver.keep_in_git(sides))
        self._show(trouble(sides, _name_of(sides)), gone=sides.is_gone)

    def _show(self, sentence: str, *, gone: bool) -> None:
        screen = self._screen
        screen.show_save(SaveState.CHANGED_OUTSIDE)
        in_use = keys.keys_in_use(screen.loop_app.keymap_in_use)
        decide, theirs, mine = (
            keys.shown(in_use[f"{screen.NAME}.{name}"]) for name in ("decide", "theirs", "mine")
        )
        choices: tuple[Choice, ...]
        if self.is_unreadable:
            choices = ((mine, "go on with mine (theirs is kept beside it)", "keep_mine"),)
        elif gone:
            choices = (
                (mine, "write mine again", "keep_mine"),
                (theirs, "let it go (mine is kept)", "take_theirs"),
            )
        else:
            choices = (
                (decide, "compare and decide", "decide"),
                (theirs, "take theirs", "take_theirs"),
                (mine, "keep mine", "keep_mine"),
            )
        screen.query_one(ConflictBar).ask(sentence, choices)
        screen.keep_now()
        screen.refresh_bindings()

    def say_what_is_open(self) -> None:
        """Remind of the question above the text."""
        in_use = keys.keys_in_use(self._screen.loop_app.keymap_in_use)
        names = (in_use[f"{self._screen.NAME}.{name}"] for name in ("decide", "theirs", "mine"))
        shown = listed(keys.shown(name) for name in names)
        self._screen.say(f"first decide whose text goes on ({shown}); what you type is kept safe meanwhile")

    def decide(self) -> None:
        """Mine, theirs and what both began with, side by side."""
        from draftloop.tui.screens.conflict import ConflictScreen

        sides, screen = self._fresh(), self._screen
        if sides is None or sides.is_gone:
            return
        self.is_deciding = True

        def decided(text: str | None) -> None:
            self.is_deciding = False
            if text is not None:
                self._decided(sides, text)

        screen.app.push_screen(
            ConflictScreen(screen.desk, sides, base_at=screen.top_line.saved_at, on_decided=decided)
        )

    def take_theirs(self) -> None:
        """Theirs goes on; mine is in the net and one undo away."""
        sides = self._fresh()
        if sides is None:
            return
        if sides.is_gone:
            self._let_go(sides)
        else:
            self._decided(sides, sides.theirs)

    def keep_mine(self) -> None:
        """Mine goes on; theirs is in the net, or beside it."""
        screen, saver = self._screen, self._screen.saver
        if self.is_unreadable and saver is not None:
            screen.run_step("conflict", saver.put_aside, self._put_aside)
            return
        sides = self._fresh()
        if sides is not None:
            self._decided(sides, sides.mine)

    def _fresh(self) -> Sides | None:
        """What is to be decided, with the text as it is now."""
        sides, screen, saver = self.sides, self._screen, self._screen.saver
        if sides is None or saver is None or saver.document is not sides.known:
            return None
        if screen.editor.text != sides.mine:
            from draftloop.steps.outside import sides_of

            texts = (sides.base, screen.editor.text, sides.theirs)
            sides = sides_of(sides.known, sides.found, texts, sides.found_at)
        return sides

    def _decided(self, sides: Sides, text: str) -> None:
        """Go on with `text`, in place of the version that was looked at: a newer one is asked about again."""
        screen, saver = self._screen, self._screen.saver
        if saver is None:
            return
        mine, now = saver.whole(sides.mine), screen.editor.text
        if now != sides.mine:
            # Keys that were still on their way when the question was put.
            together = merge(sides.mine, now, text).text
            if together is None:
                screen.say("you wrote on meanwhile: decide once more")
                return
            text = together
        if not saver.go_on_from(sides):
            self.meet()
            return
        if text != now:
            screen.run_step("keep-mine", lambda: saver.offer(mine))
            self._put(text)
            if not screen.editor.read_only:
                screen.say(f"{_name_of(sides)} goes on as decided; ctrl+z brings yours back, and it is kept")
        self._settle()
        if text == sides.theirs and not sides.is_gone:
            screen.forget_unsaved()
            screen.show_save(SaveState.SAVED, screen.desk.now())
        else:
            screen.mark_unsaved()
            screen.save_now()
        screen.after_theirs()

    def _let_go(self, sides: Sides) -> None:
        screen, saver = self._screen, self._screen.saver
        if saver is None:
            return

        def kept(_: object) -> None:
            screen.saver = None
            screen.forget_unsaved()
            screen.say(f"{_name_of(sides)} is gone; your words are kept: `draftloop recover`")
            screen.loop_app.go_back()

        mine = saver.whole(sides.mine)
        screen.run_step("conflict", lambda: saver.offer(mine), kept)

    def _put_aside(self, name: str) -> None:
        self._settle()
        self._screen.mark_unsaved()
        self._screen.save_now()
        self._screen.say(f"what the other program wrote is {name} now")

    def _put(self, text: str) -> None:
        """Another text into the editor; nobody typed it."""
        editor = self._screen.editor
        with editor.prevent(type(editor).Edited):
            editor.take_over(text)

    def _settle(self) -> None:
        self.sides, self.is_unreadable = None, False
        self._screen.query_one(ConflictBar).settle()
        self._screen.refresh_bindings()


def _name(saver: Saver) -> str:
    return saver.path.rpartition("/")[2]


def _name_of(sides: Sides) -> str:
    return sides.known.path.rpartition("/")[2]
