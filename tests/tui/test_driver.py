"""The app leaves when its terminal is gone, rather than wait for it."""

from __future__ import annotations

import io
import threading

from textual.drivers._writer_thread import MAX_QUEUED_WRITES, WriterThread

from draftloop.tui.driver import let_go_of_a_dead


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
