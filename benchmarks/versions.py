"""A draft with 5,000 versions and 5,000 autosaves in a blog of 12,000 files: kept, listed, one read."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

from draftloop import wiring
from draftloop.adapters.autosave_names import id_of, ref_of
from draftloop.adapters.autosave_objects import FILE, FOLDER, Entry, Made, make, make_tree, pack
from draftloop.steps.history import resolve_version
from draftloop.tui.screens.history_values import read_kept, read_measures, read_story, woven

SLUG, POST = "retries", "drafts/retries/post.md"
FILES, VERSIONS, AUTOSAVES, SAVES = 12_000, 5_000, 5_000, 40
SENTENCE = "A retry is a loan taken from the service below, and somebody has to pay it back. "
PAGE = 36
"""Rows that a screen measures at once."""
SAVE_S, PAGE_S, ONE_S = 0.06, 0.3, 0.05
_BEGAN = 1_500_000_000
Row = tuple[str, str, float, float]
T = TypeVar("T")


def rows(root: Path) -> list[Row]:
    """Each against its bound in seconds."""
    blog = root / "versions"
    make_blog(blog)
    # What the app has read in an earlier session; what it keeps in memory is not there yet.
    read = f"from draftloop import wiring; wiring.desk_for({str(blog)!r}).history.timeline({SLUG!r})"
    subprocess.run([sys.executable, "-c", read], check=True)
    desk = wiring.desk_for(str(blog))
    story, first_s = _timed(lambda: read_story(desk, SLUG))
    shown, page_s = _timed(lambda: read_measures(desk, SLUG, story, (), story.rows[-PAGE:]))
    names = [story.rows[number].name for number in range(0, VERSIONS, VERSIONS // 20)]
    one = statistics.median(_timed(partial(resolve_version, desk, name))[1] for name in names)
    kept, kept_s = _timed(lambda: read_kept(desk, SLUG))
    assert len(story.rows) == VERSIONS
    assert len(shown) == PAGE
    assert len(woven(story, kept.views)) == VERSIONS + AUTOSAVES
    saves = sorted(_saves(blog))
    return [
        _row("history of 5,000 versions, first page", first_s, PAGE_S),
        _row("the figures of its rows in sight", page_s, PAGE_S),
        _row("one of 5,000 versions, median", one, ONE_S),
        _row("5,000 autosaves listed, first time", kept_s, PAGE_S),
        _row("an autosave among 12,000 files, median", statistics.median(saves), SAVE_S),
    ]


def make_blog(folder: Path) -> None:
    """Made by one `git fast-import`, and its autosaves by one pack."""
    subprocess.run(["git", "init", "-q", "-b", "main", str(folder)], check=True)
    parts: list[bytes] = []
    for number in range(VERSIONS):
        trailers = f"Draftloop-Draft: {SLUG}\nDraftloop-Stage: prose\nDraftloop-Iteration: {number + 1}"
        parts.append(_commit(number, f"Prose {number + 1}: Retries\n\n{trailers}\n"))
        if not number:
            parts += [_file(f"ideas/idea-{n:05}.md", f'---\ntitle: "Idea {n}"\n---\n') for n in range(FILES)]
            parts.append(_file(f"drafts/{SLUG}/notes.md", '---\ntitle: "Retries"\n---\n'))
        parts.append(_file(POST, _text(number)))
    _git(folder, "fast-import", "--quiet", stdin=b"".join(parts))
    _git(folder, "checkout", "-q", "-f", "main")
    began = datetime.fromtimestamp(_BEGAN, UTC)
    objects: list[Made] = []
    entries: list[Entry] = []
    for number in range(AUTOSAVES):
        blob = make("blob", _text(number, "autosaved").encode(), "sha1")
        inner = make_tree([Entry(mode=FILE, name=b"post.md", object=blob.name)], "sha1")
        name = id_of(began + timedelta(hours=12 * number))
        entries.append(Entry(mode=FOLDER, name=name, object=inner.name))
        objects += [blob, inner]
    tree = make_tree(entries, "sha1")
    _git(folder, "unpack-objects", "-q", stdin=pack([*objects, tree], "sha1"))
    _git(folder, "update-ref", ref_of("autosave", SLUG), tree.name)


def _saves(blog: Path) -> list[float]:
    """Of a draft that is being written: a pause between them, as in life."""
    store = wiring.desk_for(str(blog)).autosaves
    assert store is not None
    now, seconds = datetime.now(UTC), []
    for number in range(SAVES):
        texts, when = {"drafts/other/post.md": _text(number, "typed")}, now + timedelta(minutes=number)
        seconds.append(_timed(partial(store.save, "other", texts, when))[1])
        time.sleep(0.1)
    return seconds


def _text(number: int, word: str = "written") -> str:
    return f'---\ntitle: "Retries"\n---\n\n{SENTENCE * 100}\n\n{word} {number}\n'


def _commit(number: int, message: str) -> bytes:
    who = f"A <a@example.org> {_BEGAN + number * 600} +0000"
    return f"commit refs/heads/main\ncommitter {who}\ndata {len(message)}\n{message}".encode()


def _file(path: str, text: str) -> bytes:
    return f"M 100644 inline {path}\ndata {len(text.encode())}\n{text}\n".encode()


def _git(folder: Path, *arguments: str, stdin: bytes = b"") -> None:
    subprocess.run(["git", *arguments], cwd=folder, input=stdin, check=True)


def _timed(act: Callable[[], T]) -> tuple[T, float]:
    began = time.perf_counter()
    result = act()
    return result, time.perf_counter() - began


def _row(name: str, seconds: float, bound_s: float) -> Row:
    return (name, f"{seconds * 1000:.0f} ms : {bound_s * 1000:.0f} ms", seconds / bound_s, 1.0)
