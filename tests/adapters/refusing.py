"""What the tests of git's refusals share: the file that is written, and a lock in its way."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from tests.blog import Blog

PATH = "drafts/retries/outline.md"
Change = Callable[[Blog], object]


def git_folder(blog: Blog) -> Path:
    return blog.folder / ".git"


def touch(name: str, *, age_s: int = 0) -> Change:
    def make(blog: Blog) -> None:
        path = git_folder(blog) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        os.utime(path, (time.time() - age_s,) * 2)

    return make


def untouch(name: str) -> Change:
    return lambda blog: (git_folder(blog) / name).unlink()
