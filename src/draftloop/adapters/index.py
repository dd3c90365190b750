"""Search over ideas, drafts and shipped posts: a full-text index, brought up to date before each query.

The database may be deleted at any time. Only regular files of the workspace are read, links are not followed.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import sqlite3
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal

from draftloop.adapters import files
from draftloop.adapters.scratch import Scratch
from draftloop.loop.errors import Unreadable
from draftloop.loop.front_matter import read_plain
from draftloop.loop.ledger import FILE_NAME as LEDGER
from draftloop.loop.ledger import parse_ledger
from draftloop.loop.ports import Hit
from draftloop.loop.search_query import best_line, full_text_query, parse_query

Progress = Callable[[int, int], None]
"""Told how many of how many files were read."""

Stamp = tuple[int, int, int]
"""Time of the last change in nanoseconds, size in bytes, inode: what tells a changed file."""

TEXTS = ("notes.md", "outline.md", "post.md", "parked.md")
"""Files of a draft that are searched."""

MAX_BYTES = 4_000_000
"""Of a longer file only this much is searched."""

TITLE_WEIGHT = 4.0
PROGRESS_EVERY = 200

SCHEMA_VERSION = 1

SCHEMA = """
CREATE TABLE file (
    id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, slug TEXT NOT NULL, title TEXT NOT NULL,
    changed INTEGER NOT NULL, size INTEGER NOT NULL, inode INTEGER NOT NULL, is_public INTEGER NOT NULL
);
CREATE INDEX file_slug ON file (slug);
CREATE TABLE state (digest BLOB NOT NULL);
CREATE VIRTUAL TABLE page USING fts5(title, body, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');
"""

_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_TITLE_LINE = re.compile(r"^title:[ \t]*(.+?)[ \t]*$", re.MULTILINE)
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t#]*$", re.MULTILINE)


class FileIndex:
    """Fills the port SearchIndex.

    Args:
        path: The database; empty: memory only.
        root: The workspace, absolute.
        patience_s: For so long a file written in place by another editor may go unnoticed while somebody
            types a query; new, deleted and replaced files are seen at once. Looking at 12,000 files takes
            70 ms, at their folders 8.
    """

    def __init__(self, path: str, root: str, *, patience_s: float = 1.0) -> None:
        self._root, self._patience_s = root, patience_s
        self._looked: tuple[float, bytes] = (float("-inf"), b"")
        self._scratch = Scratch(path, schema=SCHEMA, version=SCHEMA_VERSION)

    def search(self, query: str, *, limit: int = 50) -> list[Hit]:
        """Files that hold every word of the query, best first. Anything may be typed."""
        if not query.strip():
            return []

        def work(database: sqlite3.Connection) -> list[Hit]:
            self._bring_up_to_date(database, None)
            return _search(database, query, limit)

        return self._scratch.use(work)

    def refresh(self, progress: Progress | None = None) -> None:
        """Read what changed since the last time; a search does this by itself."""
        self._scratch.use(lambda database: self._bring_up_to_date(database, progress))

    def _bring_up_to_date(self, database: sqlite3.Connection, progress: Progress | None) -> None:
        now, folders = time.monotonic(), _digest(_folder_stamps(self._root))
        known = database.execute("SELECT digest FROM state").fetchone()
        looked_at, looked_folders = self._looked
        if known is not None and folders == looked_folders and now - looked_at < self._patience_s:
            return
        stamps = dict(_stamps(self._root))
        digest = _digest(stamps.items())
        self._looked = (now, folders)
        if known is not None and known[0] == digest:
            return
        rows = database.execute("SELECT path, changed, size, inode FROM file")
        present = {path: (changed, size, inode) for path, changed, size, inode in rows}
        gone = [path for path in present if path not in stamps]
        changed = [path for path, stamp in stamps.items() if present.get(path) != stamp]
        _forget(database, [*gone, *(path for path in changed if path in present)])
        for number, path in enumerate(changed):
            if progress is not None and number % PROGRESS_EVERY == 0:
                progress(number, len(changed))
            _add(database, self._root, path, stamps[path])
        if progress is not None:
            progress(len(changed), len(changed))
        database.execute("DELETE FROM state")
        database.execute("INSERT INTO state VALUES (?)", (digest,))


def _digest(stamps: Iterable[tuple[str, Stamp]]) -> bytes:
    return hashlib.blake2b(repr(sorted(stamps)).encode("utf-8", "backslashreplace")).digest()


def _folder_stamps(root: str) -> Iterator[tuple[str, Stamp]]:
    """The folders alone: they change when a file in them is made, deleted or replaced."""
    for name in ("ideas", "drafts"):
        with contextlib.suppress(OSError):
            yield name, _stamp(os.stat(os.path.join(root, name), follow_symlinks=False))
    for name, facts in _entries(root, "drafts"):
        yield name, _stamp(facts)


def _stamps(root: str) -> Iterator[tuple[str, Stamp]]:
    """Every file that is searched, and what tells whether it changed."""
    for name, facts in _entries(root, "ideas"):
        if name.endswith(".md"):
            yield from _searched(f"ideas/{name}", facts)
    for folder, about in _entries(root, "drafts"):
        if stat.S_ISDIR(about.st_mode):
            for name, facts in _entries(root, "drafts", folder):
                if name in TEXTS or name == LEDGER:
                    yield from _searched(f"drafts/{folder}/{name}", facts)


def _entries(root: str, *parts: str) -> list[tuple[str, os.stat_result]]:
    """What lies in a folder, but for the droppings of editors; nothing when it cannot be listed.

    The folder is reached without following a link: what is behind one is not the workspace's.
    """
    found: list[tuple[str, os.stat_result]] = []
    try:
        folder = files.open_folder(root, list(parts))
    except OSError:
        return found  # `doctor` names folders that cannot be read; a search goes on without them
    try:
        with contextlib.suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):  # gone meanwhile
                    if not entry.name.startswith("."):
                        found.append((entry.name, entry.stat(follow_symlinks=False)))
    finally:
        os.close(folder)
    return found


def _searched(path: str, facts: os.stat_result) -> Iterator[tuple[str, Stamp]]:
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return  # a name that no text can hold
    if stat.S_ISREG(facts.st_mode):
        yield path, _stamp(facts)


def _stamp(facts: os.stat_result) -> Stamp:
    return facts.st_mtime_ns, facts.st_size, facts.st_ino


def _forget(database: sqlite3.Connection, paths: Sequence[str]) -> None:
    for path in paths:
        database.execute("DELETE FROM page WHERE rowid = (SELECT id FROM file WHERE path = ?)", (path,))
        database.execute("DELETE FROM file WHERE path = ?", (path,))


def _add(database: sqlite3.Connection, root: str, path: str, stamp: Stamp) -> None:
    text = _read(root, path)
    folder, _, name = path.rpartition("/")
    is_ledger = folder != "ideas" and name == LEDGER
    slug = name.removesuffix(".md") if folder == "ideas" else folder.removeprefix("drafts/")
    title = "" if is_ledger or text is None else _title(text, with_heading=name == "post.md")
    cursor = database.execute(
        "INSERT INTO file (path, slug, title, changed, size, inode, is_public) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (path, slug, title, *stamp, is_ledger and _is_public(text or "", path)),
    )
    if not is_ledger and text is not None:
        database.execute(
            "INSERT INTO page (rowid, title, body) VALUES (?, ?, ?)", (cursor.lastrowid, title or slug, text)
        )


def _read(root: str, path: str) -> str | None:
    *parts, name = path.split("/")
    try:
        folder = files.open_folder(root, parts)
        try:
            descriptor = os.open(name, _READ, dir_fd=folder)
        finally:
            os.close(folder)
    except OSError:
        return None  # forbidden or gone: `doctor` names it
    with open(descriptor, "rb") as file:
        # NUL would end the text for SQLite.
        return file.read(MAX_BYTES).decode("utf-8-sig", "replace").replace("\0", "\N{REPLACEMENT CHARACTER}")


def _title(text: str, *, with_heading: bool) -> str:
    """The title as written in the front matter; for a post without one its first heading."""
    if text.startswith("---"):
        fields = read_plain(text)
        title = fields.get("title") if fields else None
        if isinstance(title, str) and title.strip():
            return title.strip()
        block = text[3:].partition("\n---")[0]
        match = _TITLE_LINE.search(block)
        if match:
            return match[1].strip("\"'")
    heading = _HEADING.search(text) if with_heading else None
    return heading[1] if heading else ""


def _is_public(text: str, path: str) -> bool:
    try:
        return any(entry.is_public for entry in parse_ledger(text, path).values())
    except Unreadable:
        return False  # the draft is found as a draft; `doctor` names the ledger


def _search(database: sqlite3.Connection, query: str, limit: int) -> list[Hit]:
    terms = parse_query(query)
    rows: list[tuple[str, str, str, float]] = []
    if terms:
        rows = database.execute(
            "SELECT path, slug, body, -bm25(page, ?, 1.0) FROM page JOIN file ON file.id = page.rowid "
            "WHERE page MATCH ? ORDER BY 4 DESC, path LIMIT ?",
            (TITLE_WEIGHT, full_text_query(terms), limit),
        ).fetchall()
    is_literal = not rows
    if is_literal:
        # Scripts without blanks, parts of words, signs alone: rare enough to look through every text.
        wanted = query.strip().strip('"').strip()
        rows = database.execute(
            "SELECT path, slug, body, 0.0 FROM page JOIN file ON file.id = page.rowid "
            "WHERE instr(lower(body), lower(?)) ORDER BY changed DESC, path LIMIT ?",
            (wanted, limit if wanted else 0),
        ).fetchall()
    facts = _facts_of(database, {slug for _, slug, _, _ in rows})
    hits = []
    for path, slug, body, score in rows:
        is_idea = path.startswith("ideas/")
        title, is_public = facts[slug]
        kind: Literal["idea", "draft", "post"] = "idea" if is_idea else "post" if is_public else "draft"
        line, snippet = _literal_line(body, query) if is_literal else best_line(body, terms)
        hits.append(
            Hit(
                kind=kind,
                slug=slug,
                title=title,
                path=path,
                line=line,
                snippet=snippet,
                score=round(score, 6),
            )
        )
    return hits


def _literal_line(body: str, query: str) -> tuple[int, str]:
    wanted = query.strip().strip('"').strip().lower()
    for number, line in enumerate(body.split("\n"), 1):
        if wanted in line.lower():
            return number, best_line(line, ())[1]
    return best_line(body, ())


def _facts_of(database: sqlite3.Connection, slugs: set[str]) -> Mapping[str, tuple[str, bool]]:
    """Title and whether it is public, by slug: post.md's title, else that of the notes, else the slug."""
    facts: dict[str, tuple[str, bool]] = {}
    for slug in slugs:
        files = database.execute("SELECT path, title, is_public FROM file WHERE slug = ?", (slug,)).fetchall()
        titles = {os.path.basename(path): title for path, title, _ in files}
        own = (titles.get("post.md"), titles.get("notes.md"), titles.get(f"{slug}.md"))
        facts[slug] = (next(filter(None, own), None) or slug, any(public for _, _, public in files))
    return facts
