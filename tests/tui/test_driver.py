"""The app leaves when its terminal is gone, rather than wait for it."""

from __future__ import annotations

import io
import threading

import pytest
from textual.drivers._writer_thread import MAX_QUEUED_WRITES, WriterThread

from draftloop.tui.driver import harmless, let_go_of_a_dead


class Gone(io.StringIO):
    """A terminal that somebody closed."""

    def write(self, _: str) -> int:
        raise OSError(5, "Input/output error")


def test_output_to_a_terminal_that_is_gone_does_not_wait() -> None:
    told: list[bool] = []
    ended = threading.Event()

    class Writer(WriterThread):
        def run(self) -> None:
            try:
                super().run()
            except OSError:
                ended.set()

    writer = Writer(Gone())
    let_go_of_a_dead(writer, lambda: told.append(True))
    writer.start()
    for _ in range(3 * MAX_QUEUED_WRITES):
        writer.write("a frame")
    assert ended.wait(5)
    writer.join(5)
    writer.write("another")
    writer.stop()
    assert told == [True]


def test_output_reaches_a_terminal_that_is_there() -> None:
    file = io.StringIO()
    writer = WriterThread(file)
    let_go_of_a_dead(writer, lambda: None)
    writer.start()
    for _ in range(3 * MAX_QUEUED_WRITES):
        writer.write("x")
    writer.stop()
    assert file.getvalue() == "x" * 3 * MAX_QUEUED_WRITES


FRAME = "\x1b[3;1H\x1b[38;2;1;2;3;48;5;4mwords\x1b[0m\r\n\x1b[J\x1b[2K\x1b[1A"


@pytest.mark.parametrize(
    "data",
    [
        FRAME,
        *(
            f"\x1b[?{mode}{end}"
            for mode in (25, 1000, 1003, 1004, 1006, 1015, 1016, 1049, 2004)
            for end in "hl"
        ),
        *("\x1b[?2026h", "\x1b[?2026l", "\x1b[?2026$p", "\x1b[?2048$p", "\x1b[?2048h", "\x1b[?7l"),
        *("\x1b[>25u", "\x1b[<u", "\x07", "\x1b]22;pointer\x07"),
    ],
)
def test_what_textual_writes_reaches_the_terminal(data: str) -> None:
    assert harmless(data) is data


@pytest.mark.parametrize(
    "sequence",
    [
        *(
            "\x1b]0;title\x07",
            "\x1b]2;title\x1b\\",
            "\x1b]52;c;aGk=\x07",
            "\x1b]8;;http://x\x1b\\",
            "\x1b]4;1;?\x07",
        ),
        *(
            "\x1bP+q544e\x1b\\",
            "\x1b_Gf=32;AAAA\x1b\\",
            "\x1b^pm\x1b\\",
            "\x1bXsos\x1b\\",
            "\x1bc",
            "\x1b7",
            "\x1b(0",
        ),
        *(
            "\x1b[6n",
            "\x1b[c",
            "\x1b[5i",
            "\x1b[!p",
            "\x1b[?1049l",
            "\x1b[>4;2m",
            "\x1b[8;1;1t",
            '\x1b["p',
            "\x1b",
        ),
        *(
            "\x9b31m",
            "\x9d0;t\x9c",
            "\x90q\x9c",
            "\x85",
            "\x0e",
            "\x0f",
            "\x08",
            "\x0b",
            "\x0c",
            "\x7f",
            "\x07",
        ),
    ],
)
def test_what_a_text_made_up_does_not(sequence: str) -> None:
    shown = harmless(FRAME + sequence + "more")
    assert shown.startswith(FRAME)
    rest = shown.removeprefix(FRAME)
    assert not any(ord(c) < 0x20 or 0x7F <= ord(c) <= 0x9F for c in rest)
    assert harmless(shown) == shown


def test_the_clipboard_is_set_only_when_the_writer_copies() -> None:
    copy = "\x1b]52;c;aGVsbG8=\x07"
    assert harmless(copy, may_copy=True) == copy
    assert "\x1b" not in harmless(copy)
    assert "\x1b" not in harmless("\x1b]52;c;?\x07", may_copy=True)
