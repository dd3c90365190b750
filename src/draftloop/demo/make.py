"""Making the demo: a throw-away workspace in which a real week is half done, with ten weeks behind it.

Beside `wiring.py` the only module that knows adapters: it writes a history before there is a desk for it.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from draftloop import wiring
from draftloop.adapters.git_commands import init_repository
from draftloop.adapters.git_import import PlannedCommit, import_history
from draftloop.adapters.no_history import NoHistory
from draftloop.demo.stories import Scene, Story, ideas, stories
from draftloop.loop.errors import AlreadyThere, Unreadable
from draftloop.loop.idea import picked_text
from draftloop.loop.iteration import Iteration, commit_message
from draftloop.loop.settings import WeekSettings
from draftloop.loop.stage import Stage
from draftloop.loop.week import writing_day
from draftloop.steps.ship import allow, ship, tag_name

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NAME, EMAIL = "You, in the demo", "you@example.org"
SITE = "site"
SITE_FILES = {
    "hugo.toml": 'baseURL = "https://example.org/"\ntitle = "Notes on building draftloop"\n',
    "layouts/_default/single.html": "<h1>{{ .Title }}</h1>\n{{ .Content }}\n",
    "layouts/_default/list.html": (
        '{{ range .Pages }}<p><a href="{{ .RelPermalink }}">{{ .Title }}</a></p>{{ end }}\n'
    ),
}


@dataclass(frozen=True, slots=True)
class _Written:
    """A file's content at a moment, and the iteration that brought it."""

    iteration: Iteration
    files: dict[str, bytes | None]
    tag: str = ""


def make_demo(folder: str | None) -> str:
    """Make the demo in `folder` (new or empty), or in a new folder for temporary files; its real path.

    Raises:
        AlreadyThere: the folder holds something.
        HistoryUnavailable: git is missing or refused; the workspace is there, without a history.
    """
    root = _empty_folder(folder)
    now = wiring.clock()
    today = writing_day(now, WeekSettings())
    _write(root, {"draftloop.toml": settings_text(today).encode()})
    for name in ("ideas", "drafts"):
        os.makedirs(os.path.join(root, name))
    told = stories(today, now)
    backlog = {f"ideas/{name}": text.encode() for name, text in ideas(today).items()}
    written = [*_first(root, now, backlog), *(item for story in told for item in _story_files(story))]
    final = _final_files(written)
    _write(root, final)
    _write(os.path.join(root, SITE), {name: text.encode() for name, text in SITE_FILES.items()})
    ledgers = {story.slug: _ship(root, story) for story in told if story.shipped}
    _import(root, _with_ledgers(written, ledgers))
    return root


def settings_text(today: date) -> str:
    """draftloop.toml of the demo: whatever day it is, it is the prose day of this author's week."""

    def day(offset: int) -> str:
        return f'"{DAYS[(today.weekday() + offset) % 7]}"'

    return f"""\
# The demo's week ends tomorrow, whichever day you look at it: today is the day for prose.

[week]
starts = {day(-5)}
pick = [{day(-5)}]
outline = [{day(-5)}]
rewrite = [{day(-4)}, {day(-2)}]
prose = [{day(0)}]
edit = [{day(1)}]
ship = [{day(1)}]

[length]
post = 1400

[target.{SITE}]
kind = "hugo"
root = "{SITE}"
base_url = "https://example.org"
"""


def _empty_folder(folder: str | None) -> str:
    if folder is None:
        return os.path.realpath(tempfile.mkdtemp(prefix="draftloop-demo-"))
    root = os.path.realpath(os.path.expanduser(folder))
    try:
        os.makedirs(root, exist_ok=True)
    except OSError as error:
        raise Unreadable(root, f"cannot be made: {error.strerror}", "choose another folder") from error
    if os.listdir(root):
        raise AlreadyThere(root, "the demo wants a new or empty folder")
    return root


def _first(root: str, now: datetime, backlog: dict[str, bytes]) -> Iterator[_Written]:
    """The workspace's own files, and one commit an idea, in the order they came."""
    begun = now - timedelta(days=1000)
    with open(os.path.join(root, "draftloop.toml"), "rb") as file:
        settings = file.read()
    yield _Written(
        Iteration(stage=Stage.WORKSPACE, when=begun, subject="Begin a workspace"),
        {"draftloop.toml": settings, ".gitignore": f"{SITE}/\n".encode()},
    )
    for path, content in backlog.items():
        slug = path.removeprefix("ideas/").removesuffix(".md")
        yield _idea(slug, path, content.decode(), now)


def _idea(slug: str, path: str, text: str, fallback: datetime) -> _Written:
    title, created = slug, fallback - timedelta(days=365)
    for line in text.splitlines():
        if line.startswith("title: "):
            title = line.removeprefix("title: ").strip('"')
        if line.startswith("created: "):
            created = min(datetime.fromisoformat(line.removeprefix("created: ")), fallback)
    iteration = Iteration(stage=Stage.IDEA, when=created, ideas=((slug, title),))
    return _Written(iteration, {path: text.encode()})


def _story_files(story: Story) -> Iterator[_Written]:
    folder = f"drafts/{story.slug}"
    idea_path = f"ideas/{story.slug}.md"
    yield _idea(story.slug, idea_path, story.idea, story.scenes[0].when - timedelta(days=1))
    counts: dict[str, int] = {}
    for scene in story.scenes:
        files: dict[str, bytes | None] = {f"{folder}/{name}": story.pictures[name] for name in scene.pictures}
        match scene.stage:
            case "pick":
                notes = picked_text(story.idea, scene.when.date(), story.answers)
                files |= {idea_path: None, f"{folder}/notes.md": notes.encode()}
            case "outline" | "rewrite" | "compare" if scene.text is not None:
                files[f"{folder}/outline.md"] = scene.text.encode()
            case "prose" | "edit" | "ship" if scene.text is not None:
                files[f"{folder}/post.md"] = scene.text.encode()
        is_ship = scene.stage == "ship"
        yield _Written(_iteration(story, scene, counts), files, tag_name(story.slug) if is_ship else "")


def _iteration(story: Story, scene: Scene, counts: dict[str, int]) -> Iteration:
    stage = Stage(scene.stage)
    counted = Stage.OUTLINE if stage in (Stage.REWRITE, Stage.COMPARE) else stage
    counts[counted] = counts.get(counted, 0) + (stage is not Stage.COMPARE)
    return Iteration(
        stage=stage,
        when=scene.when,
        title=story.title,
        draft=story.slug,
        number=None if stage is Stage.PICK else counts[counted],
        minutes=scene.minutes,
        peeks=scene.peeks,
        pass_name=scene.pass_name,
        let_go=tuple(text for text in scene.dropped if text not in scene.restored),
        restored=scene.restored,
        target=SITE if stage is Stage.SHIP else "",
        address=f"https://example.org/posts/{story.slug}/" if stage is Stage.SHIP else "",
        note=scene.note,
    )


def _final_files(written: list[_Written]) -> dict[str, bytes]:
    final: dict[str, bytes] = {}
    for item in sorted(written, key=lambda item: item.iteration.when):
        for path, content in item.files.items():
            if content is None:
                final.pop(path, None)
            else:
                final[path] = content
    return final


def _ship(root: str, story: Story) -> bytes:
    """Ship for real, before there is a git: the site's files and the ledger with their hashes."""
    when = story.shipped or wiring.clock()
    nothing = NoHistory()
    desk = replace(wiring.desk_for(root), now=lambda: when, history=nothing, tags=nothing)
    allow(desk, SITE)
    ship(desk, story.slug, SITE, anyway=True)
    with open(os.path.join(root, "drafts", story.slug, "exported.toml"), "rb") as file:
        return file.read()


def _with_ledgers(written: list[_Written], ledgers: dict[str, bytes]) -> list[_Written]:
    found = []
    for item in written:
        slug = item.iteration.draft
        if item.iteration.stage is Stage.SHIP:
            item = replace(item, files={**item.files, f"drafts/{slug}/exported.toml": ledgers[slug]})
        found.append(item)
    return sorted(found, key=lambda item: item.iteration.when)


def _import(root: str, written: list[_Written]) -> None:
    init_repository(root)
    commits = [
        PlannedCommit(
            when=item.iteration.when, message=commit_message(item.iteration), files=item.files, tag=item.tag
        )
        for item in written
    ]
    import_history(root, commits, name=NAME, email=EMAIL)


def _write(root: str, files: dict[str, bytes]) -> None:
    for path, content in files.items():
        full = os.path.join(root, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "wb") as file:
            file.write(content)
