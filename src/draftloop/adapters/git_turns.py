"""What past commits say about drafts: read once, kept in a small database, asked for by slug.

GitPython reads the commits that are new since the last look; while HEAD stands still neither it nor any
process is started. The database lies under the git folder and may be deleted at any time.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from threading import Lock

from draftloop.adapters.git_blobs import read_texts
from draftloop.adapters.git_commands import Git
from draftloop.adapters.git_places import Repository, read_head, scratch_path
from draftloop.adapters.scratch import Scratch
from draftloop.loop.errors import HistoryUnavailable
from draftloop.loop.iteration import Turn, number_turns, turn_from
from draftloop.loop.stage import Stage, is_rewritten, stage_of_paths
from draftloop.loop.trailers import last_value, parse_trailers

SCHEMA_VERSION = 3

SCHEMA = """
CREATE TABLE turn (
    seq INTEGER PRIMARY KEY, name TEXT NOT NULL, at INTEGER NOT NULL, offset INTEGER NOT NULL,
    message TEXT NOT NULL
);
CREATE TABLE touch (
    slug TEXT NOT NULL, seq INTEGER NOT NULL, by_hand TEXT NOT NULL, paths TEXT NOT NULL,
    PRIMARY KEY (slug, seq)
) WITHOUT ROWID;
CREATE TABLE rename (old TEXT NOT NULL, new TEXT NOT NULL, seq INTEGER NOT NULL);
CREATE TABLE head (name TEXT NOT NULL, prefix TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawCommit:
    """A commit as it was read, before anyone asks which draft it belongs to. Paths are the workspace's."""

    name: str
    at: int
    """Seconds since 1970."""
    offset: int
    """Seconds east of UTC."""
    message: str
    paths: tuple[str, ...] = ()
    renames: tuple[tuple[str, str], ...] = ()


Row = tuple[str, int, int, str, str, str]
"""Of a turn: its commit's name, time, zone and message, the stage by hand, the paths as JSON."""

StagesByHand = dict[tuple[str, str], Stage]
"""Commit and draft, and the stage that the draft's own files in it speak of."""


MOST_REMEMBERED = 64
"""Drafts whose turns stay in memory while HEAD stands still; the longest take some megabytes."""

_remembered: dict[tuple[Repository, str], tuple[str, tuple[Turn, ...]]] = {}
"""By draft: the commit its turns were read up to, and the turns. Its name stands for all that is below it."""
_remembering = Lock()


class TurnStore:
    """The commits of one workspace by draft."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        path = scratch_path(repository, "history.db")
        self._scratch = Scratch(path, schema=SCHEMA, version=SCHEMA_VERSION)

    def timeline(self, slug: str) -> list[Turn]:
        """Every turn of a draft, oldest first, through its pick and its renames."""
        if not _is_utf8(slug):
            return []  # no commit of ours can name such a folder
        head = read_head(self._repository)
        place = (self._repository, slug)
        known, turns = _remembered.get(place, ("", ()))
        if not head.is_certain or not head.commit or known != head.commit:
            known, turns = self._read(slug)
            with _remembering:
                _remembered[place] = (known, turns)
                while len(_remembered) > MOST_REMEMBERED:
                    del _remembered[next(iter(_remembered))]
        return list(turns)

    def _read(self, slug: str) -> tuple[str, tuple[Turn, ...]]:
        """The commit up to which was read, and the turns."""

        def read(database: sqlite3.Connection) -> tuple[str, tuple[Turn, ...]]:
            self._refresh(database)
            rows = list(_rows_of(database, slug))
            # One list in place of thousands: each call of the parser costs more than what it parses.
            touched = json.loads(f"[{','.join(row[-1] for row in rows)}]")
            turns = [_turn(row, paths) for row, paths in zip(rows, touched, strict=True)]
            return _known_head(database, self._repository.prefix) or "", tuple(number_turns(turns))

        return self._scratch.use(read)

    def append(self, *, parent: str, commit: str, when: datetime, message: str, paths: Sequence[str]) -> None:
        """Note a commit that was just made, so that the next look needs to read nothing.

        Only when the store had read up to `parent`; else the next look finds the commit by itself.
        """
        offset = when.utcoffset() or timedelta()
        raw = RawCommit(
            name=commit,
            at=max(int(when.timestamp()), 0),
            offset=round(offset.total_seconds()),
            message=message,
            paths=tuple(paths),
        )

        def add(database: sqlite3.Connection) -> None:
            if parent and _known_head(database, self._repository.prefix) == parent:
                _store(database, [raw], {})
                _set_head(database, commit, self._repository.prefix)

        self._scratch.use(add)

    def _refresh(self, database: sqlite3.Connection) -> None:
        head = read_head(self._repository)
        known = _known_head(database, self._repository.prefix)
        if head.is_certain and head.commit == (known or ""):
            return
        # GitPython costs a quarter of a second to import, so it waits until a commit is new.
        try:
            from draftloop.adapters.git_reading import read_commits
        except ImportError as error:
            # It starts git while it is imported, and that was killed or could not start.
            raise HistoryUnavailable(
                "failed", "git did not answer when the history was to be read", "try again"
            ) from error

        name, commits, is_continued = read_commits(self._repository, since=known or "")
        if not is_continued:
            for table in ("turn", "touch", "rename"):
                database.execute(f"DELETE FROM {table}")  # noqa: S608 - names of our own
        _store(database, commits, self._stages_by_hand(commits))
        _set_head(database, name, self._repository.prefix)

    def _stages_by_hand(self, commits: Sequence[RawCommit]) -> StagesByHand:
        """The stage of commits without our trailers, for each draft by its own files.

        An outline is compared with the one before.
        """
        stages: StagesByHand = {}
        asked: list[tuple[str, str]] = []
        for commit in commits:
            if "stage" in parse_trailers(commit.message):
                continue
            for slug, own in _paths_by_slug(commit).items():
                stages[commit.name, slug] = stage_of_paths(own)
                if stages[commit.name, slug] is Stage.OUTLINE:
                    asked += [(commit.name, path) for path in own if path.endswith("/outline.md")]
        git = Git(top=self._repository.top, git_dir=self._repository.git_dir)
        places = [(f"{name}{side}", path) for name, path in asked for side in ("^", "")]
        texts = read_texts(self._repository, git, places)
        for (name, path), before, now in zip(asked, texts[::2], texts[1::2], strict=True):
            if is_rewritten(before or "", now or ""):
                stages[name, _slug_of(path)] = Stage.REWRITE
        return stages


def slugs_of(commit: RawCommit) -> set[str]:
    """The ideas and drafts a commit speaks about: by the files it touches and by its trailers.

    A name that is not UTF-8 is nobody's: no message could name it, no database takes it.
    """
    slugs = {slug for path in commit.paths if (slug := _slug_of(path))}
    trailers = parse_trailers(commit.message)
    return set(filter(_is_utf8, slugs.union(trailers.get("draft", ()), trailers.get("idea", ()))))


def _paths_by_slug(commit: RawCommit) -> dict[str, list[str]]:
    """What a commit touched of each idea and draft."""
    found: dict[str, list[str]] = {}
    for path in commit.paths:
        if slug := _slug_of(path):
            found.setdefault(slug, []).append(path)
    return found


def _slug_of(path: str) -> str:
    match path.split("/"):
        case ["ideas", name] if name.endswith(".md"):
            return name.removesuffix(".md")
        case ["drafts", slug, _, *_]:
            return slug
        case _:
            return ""


def _store(database: sqlite3.Connection, commits: Iterable[RawCommit], by_hand: StagesByHand) -> None:
    for commit in commits:
        slugs = slugs_of(commit)
        if not slugs:
            continue
        message = commit.message.encode("utf-8", "replace").decode()
        cursor = database.execute(
            "INSERT INTO turn (name, at, offset, message) VALUES (?, ?, ?, ?)",
            (commit.name, commit.at, commit.offset, message),
        )
        seq, paths = cursor.lastrowid, _paths_by_slug(commit)
        database.executemany(
            "INSERT INTO touch VALUES (?, ?, ?, ?)",
            [
                (slug, seq, str(by_hand.get((commit.name, slug), "")), json.dumps(paths.get(slug, [])))
                for slug in sorted(slugs)
            ],
        )
        database.executemany(
            "INSERT INTO rename VALUES (?, ?, ?)", [(old, new, seq) for old, new in _renames(commit)]
        )


def _renames(commit: RawCommit) -> set[tuple[str, str]]:
    """Slugs that this commit changed: as its trailers say, or as the moved files show."""
    trailers = parse_trailers(commit.message)
    if last_value(trailers, "stage") == Stage.RENAME:
        pairs = {(last_value(trailers, "from"), last_value(trailers, "draft"))}
        return {(old, new) for old, new in pairs if _is_utf8(old + new)}
    pairs = {(_slug_of(old), _slug_of(new)) for old, new in commit.renames}
    return {(old, new) for old, new in pairs if old and new and old != new and _is_utf8(old + new)}


def _is_utf8(slug: str) -> bool:
    try:
        slug.encode()
    except UnicodeEncodeError:
        return False
    return True


def _rows_of(database: sqlite3.Connection, slug: str) -> Iterator[Row]:
    """Rows of a draft, oldest first."""
    found: list[Row] = []
    current, before = slug, 1 << 62
    while True:
        moved_away = database.execute(
            "SELECT max(seq) FROM rename WHERE old = ? AND seq < ?", (current, before)
        ).fetchone()[0]
        renamed = database.execute(
            "SELECT seq, old FROM rename WHERE new = ? AND seq < ? ORDER BY seq DESC LIMIT 1",
            (current, before),
        ).fetchone()
        # Commits up to the last time this name was given away belong to the draft that took them along.
        after = max(moved_away or 0, renamed[0] - 1 if renamed else 0)
        rows = database.execute(
            "SELECT name, at, offset, message, by_hand, paths FROM turn JOIN touch USING (seq) "
            "WHERE slug = ? AND seq > ? AND seq < ? ORDER BY seq DESC",
            (current, after, before),
        )
        found += rows
        if renamed is None or renamed[0] <= (moved_away or 0):
            break
        before, current = renamed
    return reversed(found)


def _turn(row: Row, paths: Sequence[str]) -> Turn:
    name, at, offset, message, by_hand, _ = row
    return turn_from(
        commit=name,
        when=_moment(at, offset),
        message=message,
        paths=tuple(paths),
        by_hand=Stage(by_hand) if by_hand else None,
    )


def _moment(at: int, offset: int) -> datetime:
    """The commit's time in its own zone; a forged one that no calendar knows becomes 1970."""
    try:
        return datetime.fromtimestamp(at, timezone(timedelta(seconds=offset)))
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)


def _known_head(database: sqlite3.Connection, prefix: str) -> str | None:
    row = database.execute("SELECT name FROM head WHERE prefix = ?", (prefix,)).fetchone()
    return None if row is None else str(row[0])


def _set_head(database: sqlite3.Connection, name: str, prefix: str) -> None:
    database.execute("DELETE FROM head")
    database.execute("INSERT INTO head VALUES (?, ?)", (name, prefix))
