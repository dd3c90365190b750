"""What the journeys through bad things share: a draft's texts, and what a refusal has to be."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from tests.journeys.commands import Shell

OUTLINE = "## Why\n\n- retries are not free\n- three layers make 27 calls\n- jitter only spreads the load\n"
SECOND = "## Because\n\n- a retry is never free\n- layers multiply, three make 27\n- a budget, not a count\n"
POST = '---\ntitle: "Retries"\n---\n\n## Why\n\nA retry is never free, because three layers make 27 calls.\n'
OTHER = "drafts/other/outline.md"


def tree(folder: Path) -> dict[str, str]:
    """Every file outside .git with its hash."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if not name.startswith(".git/") and path.is_file() and not path.is_symlink():
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def refused(shell: Shell, *arguments: str, status: int = 2, **extra: str) -> str:
    """Run what must be refused: the status, one line, nothing written. The line."""
    before = tree(shell.folder)
    done = shell.raw(*arguments, **extra)
    shown = f"draftloop {arguments}: exit {done.returncode}\n{done.stdout}{done.stderr}"
    assert done.returncode == status, shown
    assert done.stderr.count("\n") == 1, shown
    assert not re.search(r"Traceback|a fault of its own|\x1b", done.stderr), shown
    assert tree(shell.folder) == before, shown
    return done.stderr


IDEA, NOTES = "ideas/caches-lie.md", "drafts/retries/notes.md"
PLAN, TEXT = "drafts/retries/outline.md", "drafts/retries/post.md"
