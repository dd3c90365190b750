"""What comparing outlines costs: time, memory, growth, and the time to answer an answer.

Long outlines are made of the labelled pairs, one after the other, until there are enough points. Almost every
point in them is worded anew, which is the most work there can be. Times are those of the processor, so that
what else runs on the machine counts less.
"""

from __future__ import annotations

import difflib
import itertools
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from tests.loop.outlines import as_markdown, read_pairs

from draftloop.loop.outline import Outline, parse_outline
from draftloop.loop.outline_diff import Correction, Matcher, diff_outlines

Row = tuple[str, str, float, float]
Texts = tuple[str, str]

REPEAT = 7
SMALL = {45: 0.060, 200: 0.3, 1000: 1.5}
"""Points, and the seconds that comparing them may take."""
LARGE, LARGE_S, LARGE_MB = 5000, 9.0, 300
ENDLESS, ENDLESS_S = 10_000, 30.0
ANSWER_POINTS, ANSWER_S = 200, 0.100
IMPORT_S = 0.060
GROWTH = 6.0
"""Five times the points may take this many times as long: a little more than in proportion."""


def rows() -> list[Row]:
    """All figures of the table."""
    took: dict[int, float] = {}
    table: list[Row] = []
    for points, bound in SMALL.items():
        texts = long_outlines(points)
        took[points] = median_s(partial(compare, texts), REPEAT if points <= 200 else 3)
        bare = median_s(partial(by_difflib, texts), REPEAT if points <= 45 else 1)
        table.append(timed_row(f"comparing {points:,} points", took[points], bound, f" (difflib {ms(bare)})"))
    took[LARGE], megabytes = in_a_process(LARGE)
    bare = median_s(partial(by_difflib, long_outlines(LARGE)), 1)
    table.append(timed_row(f"comparing {LARGE:,} points", took[LARGE], LARGE_S, f" (difflib {ms(bare)})"))
    table.append(
        (f"memory for {LARGE:,} points : {LARGE_MB} MB", f"{megabytes:.0f} MB", megabytes / LARGE_MB, 1.0)
    )
    for fewer, more in ((200, 1000), (1000, LARGE)):
        growth = took[more] / took[fewer]
        table.append(
            (f"time for {more:,} points : {fewer:,} points", f"{growth:.1f} times", growth, GROWTH),
        )
    table.append(timed_row(f"an answer among {ANSWER_POINTS} points", answer_s(ANSWER_POINTS), ANSWER_S))
    table.append(timed_row(f"`draftloop diff` of {ENDLESS:,} points", command_s(ENDLESS), ENDLESS_S))
    table.append(timed_row("import of the comparison", import_s(), IMPORT_S))
    return table


def timed_row(name: str, seconds: float, bound: float, beside: str = "") -> Row:
    return (f"{name} : {ms(bound)}", ms(seconds) + beside, seconds / bound, 1.0)


def long_outlines(points: int) -> Texts:
    """Two outlines of so many points. A tag at the end keeps what is taken a second time from being equal."""
    sides: tuple[list[str], list[str]] = ([], [])
    for turn, pair in turns():
        tag = f" v{turn}" if turn else ""
        for lines, nodes in zip(sides, (pair["old"], pair["new"]), strict=True):
            lines.extend(line + tag for line in as_markdown(nodes).splitlines())
        if min(map(len, sides)) >= points:
            break
    old, new = ("\n".join(lines[:points]) + "\n" for lines in sides)
    return old, new


def turns() -> Iterator[tuple[int, dict[str, list[dict[str, str]]]]]:
    # In a series the new side of one pair is the old side of the next: only the first is taken.
    pairs = [pair for pair in read_pairs() if pair.get("iteration", 1) == 1]
    for turn in itertools.count():
        for pair in pairs:
            yield turn, pair


def parsed(texts: Texts) -> tuple[Outline, Outline]:
    return parse_outline(texts[0]), parse_outline(texts[1])


def compare(texts: Texts) -> None:
    diff_outlines(*parsed(texts))


def by_difflib(texts: Texts) -> list[tuple[str, str, float]]:
    """What comes to mind first: equal lines by `difflib`, in each replaced run the most similar one."""
    old, new = ([line.strip(" -") for line in text.splitlines()] for text in texts)
    found = []
    for what, i, i_end, j, j_end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "replace":
            continue
        similar = difflib.SequenceMatcher(autojunk=False)
        for line in old[i:i_end]:
            similar.set_seq2(line)
            best, other = 0.0, ""
            for candidate in new[j:j_end]:
                similar.set_seq1(candidate)
                best, other = max((best, other), (similar.ratio(), candidate))
            found.append((line, other, best))
    return found


def answer_s(points: int) -> float:
    """Seconds from an answer to the comparison that follows it."""
    old, new = parsed(long_outlines(points))
    matcher = Matcher(old, new)
    asked = matcher.diff().doubtful[:REPEAT]
    answers = [
        Correction(old=old.points[link.old].text, new=new.points[link.new].text, same=False) for link in asked
    ]
    return statistics.median(median_s(partial(matcher.diff, [answer]), 1) for answer in answers)


def command_s(points: int) -> float:
    """Seconds of the whole command."""
    program = str(Path(sys.executable).with_name("draftloop"))
    with tempfile.TemporaryDirectory() as folder:
        for name, text in zip(("old.md", "new.md"), long_outlines(points), strict=True):
            (Path(folder) / name).write_text(text, encoding="utf-8")
        argv = [program, "diff", "old.md", "new.md", "--engine", "words", "--json"]
        return process_s(argv, folder)


def import_s() -> float:
    """Seconds over those of an interpreter that does nothing, by turns: other work slows both alike."""
    samples = []
    for _ in range(2 * REPEAT + 1):
        ours, bare = (
            process_s([sys.executable, "-c", code], ".")
            for code in ("import draftloop.loop.outline_diff", "pass")
        )
        samples.append(ours - bare)
    return statistics.median(samples)


def process_s(argv: list[str], folder: str) -> float:
    began = used_by_children()
    environment = {**os.environ, "DRAFTLOOP_STATE_DIR": os.path.join(folder, "state")}
    subprocess.run(argv, cwd=folder, env=environment, check=True, capture_output=True)
    return used_by_children() - began


def used_by_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def in_a_process(points: int) -> tuple[float, float]:
    """Seconds and peak megabytes of one comparison, in a process of its own."""
    argv = [sys.executable, "-m", "benchmarks.outlines", str(points)]
    done = subprocess.run(argv, cwd=Path(__file__).parents[1], check=True, capture_output=True, text=True)
    seconds, megabytes = json.loads(done.stdout)
    return seconds, megabytes


def peak_mb() -> float:
    """The most memory this process ever had. Linux counts that of the parent as the child's, except here."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def median_s(action: Callable[[], object], repeat: int) -> float:
    """Median processor seconds of `action`."""
    samples = []
    for _ in range(repeat):
        began = time.process_time()
        action()
        samples.append(time.process_time() - began)
    return statistics.median(samples)


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def main() -> None:
    """One comparison: its seconds and the peak of memory, as JSON."""
    texts = long_outlines(int(sys.argv[1]))
    seconds = median_s(partial(compare, texts), 1)
    print(json.dumps([seconds, peak_mb()]))


if __name__ == "__main__":
    main()
