"""`make pictures`: the README's pictures, made from the running app on a demo workspace."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from pathlib import Path

from draftloop import wiring
from draftloop.demo.make import make_demo
from draftloop.loop.stage import Stage
from draftloop.steps.compare import told_of_meaning
from draftloop.steps.done import done
from draftloop.tui.app import DraftloopApp

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
SIZE = (110, 32)
MONDAY = "2026-11-16T20:58:00+01:00"
TUESDAY = "2026-11-17T21:22:00+01:00"
SATURDAY = "2026-11-21T10:31:00+01:00"
PROSE, REWRITTEN = "what-a-diff-of-ideas-needs-to-know", "open-save-and-the-paragraph-is-gone"
STORY = Path(__file__).parent.parent / "src" / "draftloop" / "demo" / REWRITTEN


async def main() -> None:
    """Write today.svg, compare.svg and prose.svg."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "HOME": folder,
            "DRAFTLOOP_STATE_DIR": f"{folder}/state",
            "DRAFTLOOP_NOW": SATURDAY,
            "XDG_CONFIG_HOME": f"{folder}/config",
            "GIT_AUTHOR_NAME": "You",
            "GIT_AUTHOR_EMAIL": "you@example.org",
            "GIT_COMMITTER_NAME": "You",
            "GIT_COMMITTER_EMAIL": "you@example.org",
        }
        root = make_demo(f"{folder}/blog")
        await picture(root, "today", None, "today", "Go on with the prose")
        await picture(root, "prose", PROSE, "prose", "outline   gaps")
        fresh = rewritten(f"{folder}/fresh")
        told_of_meaning(wiring.desk_for(fresh))  # an offer made only once is not how the screen looks
        await picture(fresh, "compare", REWRITTEN, "compare", "settled")


def rewritten(folder: str) -> str:
    """A workspace with one draft that was rewritten tonight and waits for its verdicts."""
    root = wiring.make_workspace(folder).root
    draft = Path(root) / "drafts" / REWRITTEN
    draft.mkdir()
    (draft / "notes.md").write_text((STORY / "idea.md").read_text())
    (draft / "outline.md").write_text((STORY / "outline-1.md").read_text())
    os.environ["DRAFTLOOP_NOW"] = MONDAY
    done(wiring.desk_for(root), REWRITTEN)
    os.environ["DRAFTLOOP_NOW"] = TUESDAY
    (draft / "outline.md").write_text((STORY / "outline-2.md").read_text())
    done(wiring.desk_for(root), REWRITTEN, stage=Stage.REWRITE)
    return root


async def picture(root: str, start: str, slug: str | None, name: str, wanted: str) -> None:
    """Open one screen, wait until `wanted` stands on it, keep it as SVG."""
    desk = wiring.desk_for(root)
    app = DraftloopApp(desk, start=start, slug=slug)
    async with app.run_test(size=SIZE) as pilot:
        svg = ""
        for _ in range(200):
            await pilot.pause(0.05)
            svg = app.export_screenshot(title="draftloop")
            if wanted in visible(svg):
                break
        else:
            raise SystemExit(f"{name}: {wanted!r} did not show")
        await pilot.pause(0.5)
        svg = app.export_screenshot(title="draftloop")
    # Names in the SVG are numbered at random; fixed ones keep a new picture from being a new file.
    svg = re.sub(r"terminal-\d+", f"draftloop-{name}", svg)
    (PICTURES / f"{name}.svg").write_text(svg)
    print(f"docs/pictures/{name}.svg")
    desk.close()


def visible(svg: str) -> str:
    """The text of a screenshot."""
    return re.sub(r"<[^>]+>", "", svg).replace("&#160;", " ")


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
