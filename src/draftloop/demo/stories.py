"""How the demo's drafts came about: each folder beside this file is one draft, its story.toml the order."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

WRITTEN_ON = date(2026, 11, 21)
"""The Saturday the stories and ideas are dated against."""

DATE = re.compile(r"\b(20\d\d-\d\d-\d\d)\b")
DATE_KEY = "date: {date}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One iteration of a draft."""

    stage: str
    when: datetime
    text: str | None
    """The file this stage leaves behind; None when it changed nothing."""
    minutes: int | None
    peeks: int | None
    pass_name: str
    note: str
    dropped: tuple[str, ...]
    restored: tuple[str, ...]
    pictures: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One draft from its idea to where it stands today."""

    slug: str
    title: str
    idea: str
    """The idea file as it was before the pick."""
    answers: tuple[str, str, str]
    scenes: tuple[Scene, ...]
    pictures: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def shipped(self) -> datetime | None:
        return next((scene.when for scene in self.scenes if scene.stage == "ship"), None)


def stories(today: date, zone: datetime) -> list[Story]:
    """Every story, told as if it ended today.

    Args:
        today: The writing day.
        zone: Any time with the offset that the story's times get.
    """
    found = [_story(folder, today, zone) for folder in _folders()]
    return sorted(found, key=lambda story: story.scenes[0].when)


def ideas(today: date) -> dict[str, str]:
    """File name and text of every idea in the backlog, their dates moved so that they end today."""
    return {
        entry.name: moved(entry.read_text(encoding="utf-8"), today)
        for entry in _ideas_folder().iterdir()
        if entry.name.endswith(".md")
    }


def moved(text: str, today: date) -> str:
    """`text` with every ISO date moved by the days between the day it was written for and today."""
    shift = today - WRITTEN_ON

    def later(found: re.Match[str]) -> str:
        try:
            return (date.fromisoformat(found[1]) + shift).isoformat()
        except ValueError:
            return found[1]

    return DATE.sub(later, text)


def _folders() -> Iterator[Traversable]:
    for entry in files("draftloop.demo").iterdir():
        if entry.is_dir() and entry.joinpath("story.toml").is_file():
            yield entry


def _ideas_folder() -> Traversable:
    """In an installed package the ideas lie beside the stories; in a checkout they are the blog's own."""
    packaged = files("draftloop.demo").joinpath("ideas")
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "ideas"


def _story(folder: Traversable, today: date, zone: datetime) -> Story:
    told = tomllib.loads(folder.joinpath("story.toml").read_text(encoding="utf-8"))
    scenes = tuple(_scene(folder, row, today, zone) for row in told["stages"])
    pick = told.get("pick", {})
    names = {name for scene in scenes for name in scene.pictures}
    return Story(
        slug=told["slug"],
        title=told["title"],
        idea=moved(folder.joinpath("idea.md").read_text(encoding="utf-8"), today),
        answers=(pick.get("fascinates", ""), pick.get("new", ""), pick.get("asked", "")),
        scenes=scenes,
        pictures={name: folder.joinpath(name).read_bytes() for name in sorted(names)},
    )


def _scene(folder: Traversable, row: dict[str, object], today: date, zone: datetime) -> Scene:
    hour, minute = str(row["time"]).split(":")
    day = today + timedelta(days=_number(row["day"]) or 0)
    when = zone.replace(
        year=day.year, month=day.month, day=day.day, hour=int(hour), minute=int(minute), second=0
    )
    name = str(row.get("file", ""))
    text = folder.joinpath(name).read_text(encoding="utf-8") if name else None
    if text is not None and row["stage"] == "ship":
        text = text.replace(DATE_KEY, f"date: {when.isoformat(timespec='seconds')}")
    return Scene(
        stage=str(row["stage"]),
        when=when.replace(microsecond=0),
        text=text,
        minutes=_number(row.get("minutes")),
        peeks=_number(row.get("peeks")),
        pass_name=str(row.get("pass", "")),
        note=str(row.get("note", "")),
        dropped=_texts(row.get("dropped")),
        restored=_texts(row.get("restored")),
        pictures=_texts(row.get("files")),
    )


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list) else ()
