"""What an author waits for in the edit passes, in a post of 3,000 words: as wall time against the bound.

The texts are prose of our own. Figures with LanguageTool need its jars (`make pytest` puts them into
.languagetool/) and a Java; without them they are left out.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import ParamSpec

from tools.terminal import Terminal

from draftloop import wiring
from draftloop.adapters.checkers.lt_jars import find_jars, find_java
from draftloop.loop.document import Document
from draftloop.loop.errors import CheckerUnavailable
from draftloop.loop.finding import PassName
from draftloop.steps.checking import check_document
from draftloop.steps.desk import Desk
from draftloop.steps.engines import get_ready

ROOT = Path(__file__).parent.parent
PROSE = ROOT / "tests" / "data" / "prose" / "clean"
JARS = os.environ.get("DRAFTLOOP_TEST_LANGUAGETOOL_DIR") or str(ROOT / ".languagetool")
WORDS = 3_000
SCREEN = 40 * 76
"""Characters of prose on a large screen, all rows full."""
PAINTS = 7
Row = tuple[str, str, float, float]
Given = ParamSpec("Given")
HARPER, BOTH = ("harper",), ("harper", "languagetool")


def rows(program: Sequence[str]) -> list[Row]:
    """All figures; `program` starts the app."""
    found: list[Row] = []
    with workspace("off") as root:
        found += pass_one(root, HARPER, "")
        found += pass_two(root)
    if not has_languagetool():
        print("no LanguageTool in .languagetool/ or no Java: its figures are left out")
        return found
    with workspace("managed") as root:
        found += pass_one(root, BOTH, " + LanguageTool")
    found += first_paint(program)
    return found


def pass_one(root: Path, engines: tuple[str, ...], also: str) -> list[Row]:
    """Grammar: the first screen, the whole post, the same again, and one paragraph changed."""
    desk = wiring.desk_for(str(root))
    try:
        post, other = post_of(WORDS), post_of(WORDS, skip=WORDS)
        print(f"Harper{also} ready after {timed(get_ready, desk, names=engines):.1f} s")
        screen = timed(check, desk, post, HARPER, within=(0, SCREEN))
        whole = timed(check, desk, other, engines)
        check(desk, post, engines)
        warm = statistics.median(timed(check, desk, post, engines) for _ in range(9))
        edited = p95(edited_paragraphs(desk, post, engines, repeat=40))
        found = [
            row(f"a whole post, never seen{also}", whole, 1.5),
            row(f"the same again{also}", warm, 0.06),
            row(f"an edited paragraph, p95{also}", edited, 0.2 if also else 0.12),
        ]
        # What LanguageTool says comes behind what Harper says: the first screen never waits for it.
        return found if also else [row("first screen of a post", screen, 0.3), *found]
    finally:
        desk.close()


def pass_two(root: Path) -> list[Row]:
    """How the post reads."""
    desk = wiring.desk_for(str(root))
    try:
        post = post_of(WORDS)
        check(desk, post, (), passes=("readability",))  # word lists are loaded once
        texts = [replace(post, text=f"{post.text}\n\nFor the {turn}th time.\n") for turn in range(9)]
        seconds = [timed(check, desk, one, (), passes=("readability",)) for one in texts]
        return [row("pass 2 of a post", statistics.median(seconds), 0.15)]
    finally:
        desk.close()


def first_paint(program: Sequence[str]) -> list[Row]:
    """From the start of the app to the post on the screen, with the server starting behind it and without."""
    samples: dict[str, list[float]] = {"off": [], "managed": []}
    for _ in range(PAINTS):  # by turns: other work slows both alike
        for use, seconds in samples.items():
            with workspace(use) as root:
                argv = [*program, "-C", str(root), "edit", "long"]
                seconds.append(timed(paint, argv, root))
    off, managed = (statistics.median(seconds) for seconds in samples.values())
    shown = f"{off * 1000:.0f} ms and {(managed - off) * 1000:+.0f} ms"
    return [("first paint of the edit pass, server starting : 20 ms", shown, (managed - off) / 0.02, 1.0)]


# -- a post, and what happens to it ------------------------------------------------------------------------


def post_of(words: int, *, skip: int = 0) -> Document:
    """So many words of prose, whole paragraphs, after the first `skip` words."""
    paragraphs: list[str] = []
    seen = 0
    for path in sorted(PROSE.glob("*.md")):
        body = path.read_text(encoding="utf-8").split("\n---\n", 1)[-1]
        for paragraph in body.split("\n\n"):
            seen += len(paragraph.split())
            if seen > skip + words:
                break
            if seen > skip:
                paragraphs.append(paragraph.strip("\n"))
    text = '---\ntitle: "A long post"\n---\n\n' + "\n\n".join(paragraphs) + "\n"
    return Document(path="drafts/long/post.md", text=text, fingerprint="-")


def check(
    desk: Desk,
    document: Document,
    engines: Sequence[str],
    *,
    passes: Sequence[PassName] = ("grammar",),
    within: tuple[int, int] | None = None,
) -> None:
    """What the app asks for; stops the benchmark when an engine could not answer."""
    report = check_document(desk, document, passes=passes, engines=engines, within=within)
    for name in engines:
        if report.engines[name] != "ok":
            raise SystemExit(f"{name}: {report.engines[name]}")


def edited_paragraphs(desk: Desk, post: Document, engines: Sequence[str], *, repeat: int) -> list[float]:
    """Seconds from a text as typed to the alarms of the one paragraph that changed."""
    paragraphs = post.text.split("\n\n")
    prose = [n for n, one in enumerate(paragraphs) if one[:1].isalpha() and 40 <= len(one.split()) <= 120]
    samples = []
    for turn in range(repeat):
        n = prose[turn * 7 % len(prose)]
        paragraphs[n] += f" Then we looked at it again, for the {turn + 2}th time."
        text = "\n\n".join(paragraphs)
        at = text.index(paragraphs[n])
        changed = replace(post, text=text)
        samples.append(timed(check, desk, changed, engines, within=(at, at + 1)))
    return samples


def paint(argv: Sequence[str], folder: Path) -> None:
    """Start the app and wait until the post is on the screen."""
    terminal = Terminal(argv, cwd=folder, size=(120, 40))
    try:
        terminal.wait("A long post", timeout_s=60)
    finally:
        terminal.kill()
        terminal.end()


# -- around it ---------------------------------------------------------------------------------------------


@contextmanager
def workspace(use: str) -> Iterator[Path]:
    """A workspace with that post in it, of a user who has LanguageTool set to `use`."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder).resolve()
        before = dict(os.environ)
        os.environ |= {
            "DRAFTLOOP_STATE_DIR": str(home / "state"),
            "XDG_CONFIG_HOME": str(home / "config"),
            "DRAFTLOOP_LANGUAGETOOL_DIR": JARS,
        }
        settings = home / "config" / "draftloop"
        settings.mkdir(parents=True)
        (settings / "config.toml").write_text(f'[languagetool]\nuse = "{use}"\n')
        root = home / "blog"
        draft = root / "drafts" / "long"
        draft.mkdir(parents=True)
        (root / "ideas").mkdir()
        (draft / "outline.md").write_text("- why\n")
        (draft / "post.md").write_text(post_of(WORDS).text, encoding="utf-8")
        try:
            yield root
        finally:
            os.environ.clear()
            os.environ |= before


def has_languagetool() -> bool:
    """Whether its jars are there, and a Java to run them."""
    try:
        find_jars(JARS, remedy="")
        find_java()
    except CheckerUnavailable:
        return False
    return True


def timed(work: Callable[Given, object], *args: Given.args, **named: Given.kwargs) -> float:
    """Seconds that a call takes."""
    began = time.perf_counter()
    work(*args, **named)
    return time.perf_counter() - began


def p95(samples: Sequence[float]) -> float:
    return sorted(samples)[int(0.95 * (len(samples) - 1))]


def row(name: str, seconds: float, bound_s: float) -> Row:
    """A line of the report: how much of what it may take it takes."""
    return f"{name} : {bound_s * 1000:.0f} ms", f"{seconds * 1000:.0f} ms", seconds / bound_s, 1.0


if __name__ == "__main__":
    for name, measured, value, bound in rows([sys.executable, "-m", "draftloop"]):
        print(f"{name:<64}{measured:>28}{value:>8.2f}{'  OVER' if value > bound else ''}")
