"""What the net costs while somebody types: bytes a second on the disk, and what a key waits for it."""

from __future__ import annotations

import json
import random
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tools.terminal import Terminal

HERE = Path(__file__).parent
KEYS_S = 10
SIZES = ((10_000, 10.0), (100_000, 15.0), (1_000_000, 30.0))
"""Bytes of the post, and how long is typed into it."""
MOST_KB_S = 20.0
MOST_SLOWER = 1.05
BLOCKS, KEYS_A_BLOCK = 12, 12


def rows(root: Path) -> list[tuple[str, str, float, float]]:
    """Every figure with its bound."""
    found = []
    for size, seconds in SIZES:
        kept, saved = typed(root / f"post-{size}", size, seconds)
        name = f"{size // 1000:,} kB post, {KEYS_S} keys/s: kB/s written, net and file"
        measured = f"{kept / seconds / 1000:.1f} + {saved / seconds / 1000:.1f}"
        found.append((name, measured, (kept + saved) / seconds / 1000, MOST_KB_S))
    with_net, without = latencies(root / "latency", 30_000)
    found.append(
        (
            "key with the net : without it, 5,000 words, by turns",
            f"{with_net * 1000:.1f} : {without * 1000:.1f} ms",
            with_net / without,
            MOST_SLOWER,
        )
    )
    return found


def typed(root: Path, size: int, seconds: float) -> tuple[int, int]:
    """Bytes that went into the net and into the file while somebody typed without a rest."""
    terminal = _open(root, size)
    try:
        began = time.perf_counter()
        for number in range(int(seconds * KEYS_S)):
            while (left := began + number / KEYS_S - time.perf_counter()) > 0:
                terminal.pump(left)
            terminal.type("x" if number % 6 else " ")
        counts = _counts(terminal, root)
    finally:
        terminal.kill()
        terminal.end()
    return counts["journal"], counts["file"]


def latencies(root: Path, size: int) -> tuple[float, float]:
    """Median seconds of a key with the net and without it, in one run by turns."""
    terminal = _open(root, size)
    samples: tuple[list[float], list[float]] = ([], [])
    try:
        for block in range(BLOCKS):
            samples[block % 2].extend(terminal.latency("x", KEYS_A_BLOCK))
            terminal.kill(signal.SIGUSR1)
            terminal.rest(0.5)
    finally:
        terminal.kill()
        terminal.end()
    with_net, without = map(statistics.median, samples)
    return with_net, without


def _open(root: Path, size: int) -> Terminal:
    """The probe on a post of about `size` bytes, ready to be typed into."""
    draft = root / "drafts/long-post"
    draft.mkdir(parents=True)
    (root / "ideas").mkdir()
    (draft / "outline.md").write_text("## Why\n\n- every retry is a loan\n")
    (draft / "post.md").write_text(f'---\ntitle: "Long"\n---\n\n{_prose(size)}\n\nTHE END\n')
    place = {"DRAFTLOOP_STATE_DIR": str(root / "state"), "PROBE_COUNTS": str(root / "counts.json")}
    argv = [sys.executable, "-m", "benchmarks.journal_probe", "-C", str(root), "prose", "long-post"]
    terminal = Terminal(argv, cwd=HERE.parent, env=place, size=(100, 30))
    terminal.wait("THE END", timeout_s=60)
    terminal.rest(1.5)
    return terminal


def _prose(size: int) -> str:
    """As hard to compress as prose is: words of our own pages in an order of their own."""
    words = " ".join(path.read_text() for path in sorted((HERE.parent / "docs").glob("*.md"))).split()
    order = random.Random(size)
    paragraphs: list[str] = []
    while sum(map(len, paragraphs)) < size:
        paragraphs.append(" ".join(order.choices(words, k=80)))
    return "\n\n".join(paragraphs)[:size]


def _counts(terminal: Terminal, root: Path) -> dict[str, int]:
    terminal.kill(signal.SIGUSR2)
    path = root / "counts.json"
    while not path.exists():
        terminal.pump(0.05)
    found: dict[str, int] = json.loads(path.read_text())
    return found


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for row in rows(Path(folder)):
            print(*row, sep="   ")
