"""Commits of their own for what is only written: ideas, dictionary.txt, links.md (formats.md section 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftloop.loop.errors import NotFound, Unreadable
from draftloop.loop.idea import idea_from
from draftloop.loop.iteration import Iteration
from draftloop.loop.stage import Stage
from draftloop.steps.waiting import Recorded, drain, record_or_queue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.loop.waiting import Means
    from draftloop.steps.desk import Desk

_WORKSPACE_FILES = ("dictionary.txt", "links.md")


def commit_loose_files(desk: Desk, *, means: Means | None = None) -> list[str]:
    """Record changed ideas, then changed workspace files; the commits' names. Nothing while git is not ready.

    What waits for git goes before. While git is not ready these files are only written: they are found
    changed the next time.

    Args:
        desk: The desk.
        means: How patient to be with another git; None: as usual.

    Raises:
        HistoryUnavailable: git cannot be read.
    """
    if drain(desk, means=means).left or not desk.history.state().is_ready:
        return []
    changed = desk.history.changed(["ideas", *_WORKSPACE_FILES])
    changed = [path for path in changed if _is_file_or_gone(desk, path)]
    ideas = [path for path in changed if path.startswith("ideas/")]
    others = [path for path in changed if path in _WORKSPACE_FILES]
    commits = []
    if ideas:
        named = tuple(_named(desk, path) for path in ideas)
        commits.append(_record(desk, Stage.IDEA, ideas, means, ideas=named))
    if others:
        commits.append(_record(desk, Stage.WORKSPACE, others, means, subject=_subject(desk, others)))
    return [commit for commit in commits if commit]


def _is_file_or_gone(desk: Desk, path: str) -> bool:
    """False for a folder, pipe or foreign link in a file's place: git refuses it, and all else with it."""
    try:
        desk.library.read_bytes(path)
    except NotFound:
        return True
    except Unreadable:
        return False
    return True


def _record(
    desk: Desk,
    stage: Stage,
    paths: Sequence[str],
    means: Means | None,
    *,
    ideas: tuple[tuple[str, str], ...] = (),
    subject: str = "",
) -> str | None:
    iteration = Iteration(stage=stage, when=desk.now(), ideas=ideas, subject=subject)
    outcome = record_or_queue(desk, iteration, paths, means=means)
    return outcome.commit if isinstance(outcome, Recorded) else None


def _named(desk: Desk, path: str) -> tuple[str, str]:
    """Slug and title of a changed idea; a file that is gone or broken goes by its name."""
    slug = path.removeprefix("ideas/").removesuffix(".md")
    try:
        document = desk.library.open(path)
        fields = desk.library.fields(document)
    except Unreadable:
        return slug, slug
    return slug, idea_from(slug, path, fields, document.text).title


def _subject(desk: Desk, paths: Sequence[str]) -> str:
    """`Teach 3 words`, `Keep 2 links`; both with `and`."""
    said = []
    for path, verb, noun in (("dictionary.txt", "Teach", "word"), ("links.md", "Keep", "link")):
        if path in paths:
            number = _grown(desk, path)
            amount = f"{number} {noun}" + ("s" if number != 1 else "")
            said.append(f"{verb} {amount}" if number > 0 else f"Tidy {path}")
    first, *rest = said
    return " and ".join([first, *(one[0].lower() + one[1:] for one in rest)])


def _grown(desk: Desk, path: str) -> int:
    """Lines with something in them that were not there at the last commit."""
    try:
        now = desk.library.open(path).text
    except Unreadable:
        return 0
    before = set((desk.history.text_at("HEAD", path) or "").splitlines())
    lines = {line for line in now.splitlines() if line.strip() and line[0] not in "# \t"}
    return len(lines - before)
