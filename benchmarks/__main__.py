"""`make bench`: the figures a writer feels, as ratios to a bare program of the same kind in the same run."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tools.terminal import Terminal

HERE = Path(__file__).parent
REPEAT = 15
SENTENCE = "Every retry is a loan that somebody pays back when the system has the least to spare"


def main() -> int:
    """Print every figure with its bound; 1 when one is over it."""
    rows: list[tuple[str, str, float, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        os.environ["DRAFTLOOP_STATE_DIR"] = str(root / "state")
        rows += capture(root)
        rows += first_paint(root)
        rows += keys(root)
        rows += net(root)
        rows += commits(root)
        rows += versions(root)
    rows += checks()
    rows += comparing()
    over = False
    print(f"{'figure':<64}{'measured':>28}{'ratio':>8}{'bound':>8}")
    for name, measured, value, bound in rows:
        over |= value > bound
        print(f"{name:<64}{measured:>28}{value:>8.2f}{bound:>8.2f}{'  OVER' if value > bound else ''}")
    return int(over)


def capture(root: Path) -> list[tuple[str, str, float, float]]:
    """`idea add` as a whole process against a bare interpreter."""
    blog = root / "capture"
    for name in ("ideas", "drafts"):
        (blog / name).mkdir(parents=True)
    program = str(Path(sys.executable).with_name("draftloop"))
    numbers = iter(range(1000))

    def add() -> None:
        call([program, "idea", "add", f"Caches lie {next(numbers)}"], blog)

    def nothing() -> None:
        call([sys.executable, "-c", "pass"], blog)

    pairs = [(timed(add, 1), timed(nothing, 1)) for _ in range(REPEAT)]
    ours, bare = (statistics.median(column) for column in zip(*pairs, strict=True))
    return [("idea add : python -c pass", f"{ms(ours)} : {ms(bare)}", ours / bare, 5.0)]


def first_paint(root: Path) -> list[tuple[str, str, float, float]]:
    """From the start of the process to Today on the screen, against the least editor there is."""
    demo = root / "demo"
    program = str(Path(sys.executable).with_name("draftloop"))
    call([program, "demo", "--no-app", str(demo)], root)
    text = root / "post.md"
    text.write_text("PAINTED\n")

    def ours() -> None:
        paint([program, "-C", str(demo)], "Today", demo)

    def bare() -> None:
        paint([sys.executable, str(HERE / "minimal_editor.py"), str(text)], "PAINTED", root)

    for warm_up in (ours, bare):
        warm_up()
    pairs = [(timed(ours, 1), timed(bare, 1)) for _ in range(9)]  # by turns: other work slows both alike
    measured, floor = (statistics.median(column) for column in zip(*pairs, strict=True))
    return [
        ("first paint of Today : minimal Textual app", f"{ms(measured)} : {ms(floor)}", measured / floor, 1.6)
    ]


def keys(root: Path) -> list[tuple[str, str, float, float]]:
    """A key in the prose editor with 5,000 words against a bare TextArea with the same text."""
    blog = root / "keys"
    draft = blog / "drafts" / "long-post"
    draft.mkdir(parents=True)
    (blog / "ideas").mkdir()
    paragraph = ". ".join([SENTENCE] * 4) + "."
    paragraphs = "\n\n".join([paragraph] * (5000 // len(paragraph.split())))
    (draft / "outline.md").write_text("## Why\n\n- every retry is a loan\n- somebody pays\n")
    (draft / "post.md").write_text(f'---\ntitle: "Long"\n---\n\n{paragraphs}\n\nTHE END\n')
    text = root / "long.md"
    text.write_text(f"{paragraphs}\n\nTHE END\n")
    program = str(Path(sys.executable).with_name("draftloop"))
    ours = type_into([program, "-C", str(blog), "prose", "long-post"], blog)
    bare = type_into([sys.executable, str(HERE / "minimal_editor.py"), str(text)], root)
    return [
        (
            "key in the prose editor, 5,000 words : bare TextArea",
            f"{ms(ours)} : {ms(bare)}",
            ours / bare,
            1.5,
        ),
    ]


def net(root: Path) -> list[tuple[str, str, float, float]]:
    """What the net below the files writes, and what it costs a key."""
    from benchmarks.journal import rows

    return rows(root / "net")


def commits(root: Path) -> list[tuple[str, str, float, float]]:
    """What an iteration costs in a large blog."""
    from benchmarks.commits import rows

    return rows(root / "commits")


def versions(root: Path) -> list[tuple[str, str, float, float]]:
    """Autosaves, and a long history read."""
    from benchmarks.versions import rows

    return rows(root)


def checks() -> list[tuple[str, str, float, float]]:
    """What an author waits for in the edit passes of a 3,000-word post."""
    from benchmarks.checks import rows

    return rows([str(Path(sys.executable).with_name("draftloop"))])


def comparing() -> list[tuple[str, str, float, float]]:
    """Two outlines compared, from the size of a post's to that of a book's."""
    from benchmarks.outlines import rows

    return rows()


def paint(argv: list[str], wanted: str, folder: Path) -> None:
    terminal = Terminal(argv, cwd=folder, size=(120, 40))
    try:
        terminal.wait(wanted)
    finally:
        terminal.kill()
        terminal.end()


def type_into(argv: list[str], folder: Path) -> float:
    terminal = Terminal(argv, cwd=folder, size=(120, 40))
    try:
        terminal.wait("THE END")
        terminal.rest(1.0)
        samples = terminal.latency("x", 40)
    finally:
        terminal.kill()
        terminal.end()
    return statistics.median(samples)


def timed(action: Callable[[], object], repeat: int = REPEAT) -> float:
    """Median seconds of `action`."""
    samples = []
    for _ in range(repeat):
        began = time.perf_counter()
        action()
        samples.append(time.perf_counter() - began)
    return statistics.median(samples)


def call(argv: list[str], folder: Path) -> None:
    subprocess.run(argv, cwd=folder, check=True, capture_output=True)


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


if __name__ == "__main__":
    sys.exit(main())
