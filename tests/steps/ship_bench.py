"""A workspace with a draft that is ready, a site beside it, and a history in memory."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Any

from draftloop.adapters.consent import ConsentFile
from draftloop.adapters.exporters.hugo import Hugo
from draftloop.adapters.exporters.plain import Plain
from draftloop.adapters.library import FileLibrary
from draftloop.adapters.markdown import Markdown
from draftloop.adapters.site_folder import SiteFolderOnDisk
from draftloop.loop.settings import Settings, TargetSettings
from draftloop.steps import ship as steps
from draftloop.steps.desk import Desk
from tests.doubles import RecoveryDouble
from tests.doubles_history import HistoryDouble, IndexDouble, QueueDouble, with_queue

NOW = datetime.fromisoformat("2026-11-15T22:31:00+01:00")
PAGE = "content/posts/retry-storms/index.md"
POST = """---
title: "Retry storms are self-inflicted"
description: "Why a retry budget beats a retry count, shown on one outage of ours."
tags: ["reliability"]
---

## Retries are a loan

Nobody pays for a retry until everyone does.

![Three layers of retries](<My Shot.png>)
"""


class NoRecovery:
    """Keeps nothing: the library's own tests are elsewhere."""

    def __getattr__(self, name: str) -> Any:
        return lambda *args, **kwargs: ""


class Workbench:
    """A workspace with one draft, a site beside it, and the desk over both."""

    def __init__(self, folder: Path) -> None:
        self.root, self.site = folder / "work", folder / "blog"
        self.site.mkdir()
        self.history = HistoryDouble(self.texts)
        self.queue = QueueDouble(self.texts)
        self.settings = Settings(
            targets={
                "site": TargetSettings(
                    name="site", kind="hugo", root="../blog", base_url="https://example.org"
                )
            }
        )
        self.put("drafts/retry-storms/post.md", POST)
        self.put(
            "drafts/retry-storms/notes.md", '---\ntitle: "Retry storms"\n---\n\n- a secret of the notes\n'
        )
        (self.root / "drafts/retry-storms/My Shot.png").write_bytes(b"\x89PNG\0\r\n")
        self.library = FileLibrary(os.path.realpath(self.root), NoRecovery())
        self.recovery = RecoveryDouble()
        self.consent = ConsentFile(str(folder / "config/consent.toml"), "ws")

    def put(self, path: str, text: str) -> None:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")

    def text(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def texts(self) -> dict[str, str]:
        files = (path for path in self.root.rglob("*") if path.is_file())
        return {str(p.relative_to(self.root)): p.read_text("utf-8", "replace") for p in files}

    @property
    def desk(self) -> Desk:
        other: Any = None
        return Desk(
            settings=self.settings,
            now=lambda: NOW,
            library=self.library,
            history=with_queue(self.history, self.queue),
            queue=self.queue,
            tags=self.history,
            sittings=other,
            recovery=self.recovery,
            index=IndexDouble(self.texts),
            markdown=Markdown(),
            scaffolds=other,
            consent=self.consent,
            editor=other,
            exporters={"hugo": Hugo(), "markdown": Plain()},
            sites=SiteFolderOnDisk(os.path.realpath(self.root)),
        )

    def ship(self, **choices: Any) -> steps.Shipped:
        return steps.ship(self.desk, "retry-storms", "site", **{"allow": True, **choices})

    def tree(self) -> dict[str, tuple[bytes, int]]:
        files = (path for path in self.site.rglob("*") if path.is_file())
        return {str(p.relative_to(self.site)): (p.read_bytes(), p.stat().st_mtime_ns) for p in files}
