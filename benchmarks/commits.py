"""An iteration committed in a large blog: 12,000 files, 20,000 commits."""

from __future__ import annotations

import statistics
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from draftloop import wiring
from draftloop.loop.iteration import Iteration
from draftloop.loop.stage import Stage
from draftloop.steps.desk import Desk
from draftloop.steps.done import done
from draftloop.steps.waiting import Recorded, record_or_queue

IDEAS, DRAFTS, COMMITS = 10_000, 1_000, 20_000
"""Two files a draft: 12,000 files in all."""
ITERATIONS = 40
BOUND_S = 0.25
FIRST_LOOK_S = 10.0
_BEGAN = 1_500_000_000


def rows(root: Path) -> list[tuple[str, str, float, float]]:
    """The slowest of twenty against the bound; ending an iteration as a whole has no bound of its own."""
    blog = root / "large"
    make_blog(blog)
    desk = wiring.desk_for(str(blog.resolve()))
    desk.history.timeline("draft-0000")  # the first look at 20,000 commits is a figure of its own
    numbers = iter(range(1_000_000))

    def record() -> None:
        number = next(numbers)
        slug = _write(blog, number)
        made = Iteration(
            stage=Stage.PROSE, when=datetime.now(UTC), draft=slug, title="Retry storms", number=number
        )
        began = time.perf_counter()
        outcome = record_or_queue(desk, made, [f"drafts/{slug}"])
        recorded.append(time.perf_counter() - began)
        assert isinstance(outcome, Recorded), outcome

    def end() -> None:
        slug = _write(blog, next(numbers))
        began = time.perf_counter()
        assert done(desk, slug).commit
        ended.append(time.perf_counter() - began)

    recorded: list[float] = []
    ended: list[float] = []
    for action in (record, end):
        _often(action, ITERATIONS)
    return [
        _row("iteration kept and committed, 12,000 files, 20,000 commits, p95", recorded, BOUND_S),
        _row("ctrl+g as a whole there: committed, surveyed, next step, p95", ended, 2 * BOUND_S),
        _first_look(blog, desk),
    ]


def make_blog(folder: Path) -> None:
    """A workspace with that much in it, made by one `git fast-import`."""
    subprocess.run(["git", "init", "-q", "-b", "main", str(folder)], check=True)
    for key, value in (("user.name", "A"), ("user.email", "a@example.org"), ("gc.auto", "0")):
        subprocess.run(["git", "config", key, value], cwd=folder, check=True)
    with subprocess.Popen(["git", "fast-import", "--quiet"], cwd=folder, stdin=subprocess.PIPE) as importer:
        assert importer.stdin is not None
        for part in _history():
            importer.stdin.write(part)
        importer.stdin.close()
    subprocess.run(["git", "checkout", "-q", "-f", "main"], cwd=folder, check=True)


def _history() -> list[bytes]:
    files = {f"ideas/idea-{n:05}.md": f"Idea {n}" for n in range(IDEAS)}
    for n in range(DRAFTS):
        files |= {f"drafts/draft-{n:04}/{name}.md": f"Draft {n}" for name in ("notes", "post")}
    parts = [_commit(0, "Begin")]
    parts += [_file(path, title, 20) for path, title in files.items()]
    for number in range(1, COMMITS):
        draft, sitting = number % DRAFTS, number // DRAFTS + 1
        trailers = (
            f"Draftloop-Draft: draft-{draft:04}\nDraftloop-Stage: prose\nDraftloop-Iteration: {sitting}"
        )
        parts.append(_commit(number, f"Prose {sitting}: Draft {draft}\n\n{trailers}"))
        parts.append(_file(f"drafts/draft-{draft:04}/post.md", f"Draft {draft}", 40, f" {number}"))
    return parts


def _commit(number: int, message: str) -> bytes:
    head = f"commit refs/heads/main\ncommitter A <a@example.org> {_BEGAN + 600 * number} +0000\n"
    return head.encode() + _data(message)


def _file(path: str, title: str, lines: int, mark: str = "") -> bytes:
    text = (
        f'---\ntitle: "{title}"\ncreated: 2020-01-01T00:00:00Z\n---\n\n' + f"Words of a post{mark}.\n" * lines
    )
    return f"M 644 inline {path}\n".encode() + _data(text)


def _data(text: str) -> bytes:
    data = text.encode()
    return b"data %d\n%s\n" % (len(data), data)


def _write(blog: Path, number: int) -> str:
    slug = f"draft-{number * 7 % DRAFTS:04}"
    with (blog / "drafts" / slug / "post.md").open("a") as file:
        file.write(f"One more sentence, number {number}.\n")
    return slug


def _often(action: Callable[[], None], count: int) -> None:
    for _ in range(count):
        action()


def _row(name: str, samples: list[float], bound_s: float) -> tuple[str, str, float, float]:
    p95 = statistics.quantiles(samples, n=20)[-1]
    measured = f"{p95 * 1000:.0f} ms (median {statistics.median(samples) * 1000:.0f})"
    return name, measured, p95 / bound_s, 1.0


def _first_look(blog: Path, desk: Desk) -> tuple[str, str, float, float]:
    """The whole history read once more, as after a clone."""
    for file in (blog / ".git" / "draftloop").glob("history*"):
        file.unlink()
    began = time.perf_counter()
    desk.history.timeline("draft-0001")
    took = time.perf_counter() - began
    return "first look at 20,000 commits, once", f"{took:.1f} s", took / FIRST_LOOK_S, 1.0
