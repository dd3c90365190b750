"""`draftloop idea add` without click, settings or git: capture is typed between two thoughts.

Parses by hand what cli.md promises for `idea add`; whatever it does not understand, `--help` above all, it
leaves to the full command line. Only modules that load in well under a millisecond are imported above.
"""

from __future__ import annotations

import os
import sys
from datetime import datetime

from draftloop.adapters import files
from draftloop.loop.errors import CannotWrite, ChangedOnDisk, Unreadable
from draftloop.loop.idea_text import clean_line, new_idea_text
from draftloop.loop.near_titles import near_slugs
from draftloop.loop.slug import free_slug, slug_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypedDict

    class Details(TypedDict, total=False):
        """What may come with a title."""

        note: str
        url: str
        asked_by: str
        tags: list[str]
        private: bool


_VALUES = {"--note": "note", "--url": "url", "--asked-by": "asked_by"}
_TRIES = 20


def add_idea_quickly(arguments: list[str]) -> int | None:
    """Run `idea add` if `arguments` are one; the exit status, or None for the full command line to decide.

    Nothing was written, read from standard input or printed when this returns None.
    """
    parsed = _parse(arguments)
    if parsed is None:
        return None
    workspace, titles, details = parsed
    root = _workspace(workspace)
    when = _now()
    if root is None or when is None or not clean_line(titles[0]):
        # The full command line says what is wrong, in its own words.
        return None
    return _add_all(root, _from_stdin() if titles == ["-"] else titles, when, details)


def _parse(arguments: list[str]) -> tuple[str | None, list[str], Details] | None:
    """(-C, titles, details) of an `idea add`; None when anything is not as expected."""
    words = list(arguments)
    workspace = None
    if words and words[0].startswith("-C"):
        first = words.pop(0)
        workspace = first[2:] or (words.pop(0) if words else None)
        if not workspace:
            return None
    if words[:2] != ["idea", "add"]:
        return None
    titles: list[str] = []
    details: Details = {}
    tags: list[str] = []
    words = words[2:]
    while words:
        word = words.pop(0)
        name, equals, value = word.partition("=")
        if word == "--":
            titles += words
            break
        if word == "--private":
            details["private"] = True
        elif name in _VALUES or name == "--tag":
            if not equals and not words:
                return None
            value = value if equals else words.pop(0)
            if name == "--tag":
                tags.append(value)
            else:
                details[_VALUES[name]] = value  # type: ignore[literal-required] # keys of Details
        elif word.startswith("-") and word != "-":
            return None
        else:
            titles.append(word)
    if len(titles) != 1:
        return None
    details["tags"] = tags
    return workspace, titles, details


def _workspace(named: str | None) -> str | None:
    """The workspace's real path, found as `paths.find_workspace` does; None when there is none."""
    asked = named or os.environ.get("DRAFTLOOP_WORKSPACE")
    try:
        folder = os.path.realpath(os.path.expanduser(asked) if asked else os.getcwd())
    except FileNotFoundError:
        return None
    while not _is_workspace(folder):
        parent = os.path.dirname(folder)
        if asked or parent == folder:
            return None
        folder = parent
    return folder


def _is_workspace(folder: str) -> bool:
    if os.path.isfile(os.path.join(folder, "draftloop.toml")):
        return True
    return all(os.path.isdir(os.path.join(folder, name)) for name in ("ideas", "drafts"))


def _now() -> datetime | None:
    """The clock, or $DRAFTLOOP_NOW; None when that is no time with an offset."""
    given = os.environ.get("DRAFTLOOP_NOW")
    if not given:
        return datetime.now().astimezone()
    try:
        when = datetime.fromisoformat(given)
    except ValueError:
        return None
    return when if when.tzinfo and 1970 <= when.year <= 2999 else None


def _from_stdin() -> list[str]:
    text = sys.stdin.buffer.read().decode("utf-8", "surrogateescape")
    titles = [clean_line(line).removeprefix("- ").removeprefix("* ") for line in text.splitlines()]
    return [title for title in titles if title]


def _add_all(root: str, titles: list[str], when: datetime, details: Details) -> int:
    day = when.date().isoformat()
    ideas, drafts = _listed(root, "ideas"), _listed(root, "drafts")
    # One long text is searched faster than 10,000 names are put into a set.
    taken = ["\n".join(["", *names, ""]).lower() for names in (ideas, drafts)]
    slugs: list[str] = []
    for title in titles:
        near = near_slugs(slug_of(clean_line(title), day), ideas + drafts)
        text = new_idea_text(title, when, **details)
        try:
            slug = _write(root, clean_line(title), day, text, taken)
        except (CannotWrite, ChangedOnDisk, Unreadable) as error:
            _print(slugs)
            return _report(root, error, text, when)
        ideas.append(f"{slug}.md")
        slugs.append(slug)
        if near:
            from draftloop.loop.plain import safe

            sys.stderr.write(
                _writable(f"near: {safe(', '.join(name.removesuffix('.md') for name in near))}\n")
            )
    return _print(slugs)


def _print(slugs: list[str]) -> int:
    """The slugs on standard output; the ideas are kept, whatever becomes of this."""
    try:
        sys.stdout.write("".join(slug + "\n" for slug in slugs))
        sys.stdout.flush()
    except OSError as error:
        from draftloop.cli.errors import output_lost

        return output_lost(error)
    return 0


def _listed(root: str, folder: str) -> list[str]:
    try:
        return os.listdir(os.path.join(root, folder))
    except FileNotFoundError:
        return []


def _write(root: str, title: str, day: str, text: str, taken: list[str]) -> str:
    """Put the idea under the first free name, also where another draftloop takes names at this moment."""
    for attempt in range(_TRIES):
        slug = free_slug(
            title, day, lambda wished: f"\n{wished}.md\n" in taken[0] or f"\n{wished}\n" in taken[1]
        )
        try:
            files.write_file(root, f"ideas/{slug}.md", text.encode(), expected="")
        except ChangedOnDisk:
            if attempt == _TRIES - 1:
                raise
            taken[0] += f"{slug}.md\n"
            continue
        taken[0] += f"{slug}.md\n"
        return slug
    raise AssertionError("unreachable")


def _report(root: str, error: CannotWrite | ChangedOnDisk | Unreadable, text: str, when: datetime) -> int:
    """Say what went wrong; what was typed is in the recovery store, if that can be written."""
    from draftloop import paths
    from draftloop.adapters.recovery import RecoveryFolder
    from draftloop.cli.errors import report

    store = RecoveryFolder(paths.state_folder(), root, paths.workspace_id(root), now=lambda: when)
    if not isinstance(error, Unreadable):
        try:
            error.kept = store.keep(error.path, text)
        except CannotWrite:
            # State and workspace are on the same full disk: the title stays in the shell's history.
            error.kept = ""
    return int(report(error))


def _writable(text: str) -> str:
    encoding = sys.stderr.encoding or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)
