"""What commands must do with a bad file: say nothing a terminal obeys, end in time, cost it only."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.bad_files import SECRET, BadFile, Must
from tests.faults.harness import Workspace
from tests.faults.warm import Ran, Warm

OBEYED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\r(?!\n)")
"""C0 but tab and line ends, DEL, C1: nothing of ours prints any of them."""
TURNED = re.compile(
    "[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""What would not be seen, or would show something else."""

Choose = Callable[[list[list[str]]], list[list[str]]]
SECONDS, BIG_SECONDS = 2.0, 10.0
MEMORY = 256 << 20
PLAIN = """
[target.out]
kind = "markdown"
root = "../site"
"""
HUGO = """
[target.out]
kind = "hugo"
root = "../site"
"""


@dataclass
class Outcome:
    """Everything the commands did wrong with one file."""

    id: str
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0
    memory: int = 0
    commands: int = 0

    def look_at(self, ran: Ran, most_s: float) -> None:
        """Judge one command."""
        self.commands += 1
        self.seconds, self.memory = max(self.seconds, ran.seconds), max(self.memory, ran.memory)
        text = ran.text
        for kind, pattern in (("obeyed", OBEYED), ("hidden", TURNED)):
            found = pattern.search(text)
            if found:
                around = ascii(text[max(0, found.start() - 60) : found.end() + 60])
                self.faults.append(f"{kind} {found[0]!a} in {around}: {ran.shown[:200]}")
        if ran.is_over_time or ran.seconds > most_s:
            self.faults.append(f"took {ran.seconds:.1f} s: {ran.shown}")
        if ran.memory > MEMORY:
            self.faults.append(f"took {ran.memory >> 20} MB: {ran.shown}")
        if ran.status not in (0, 1, 2, 3) or "Traceback" in text or "a fault of its own" in text:
            self.faults.append(f"status or traceback: {ran.shown}")
        if SECRET in text:
            self.faults.append(f"told a secret: {ran.shown}")


def tree_of(folder: Path) -> str:
    """One hash of everything below a folder; links as links."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        digest.update(str(path.relative_to(folder)).encode("utf-8", "surrogateescape"))
        if path.is_symlink():
            digest.update(str(path.readlink()).encode("utf-8", "surrogateescape"))
        elif path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()


def outside_of(workspace: Workspace) -> Path:
    """A folder beside the workspace that nobody has any business in."""
    outside = workspace.base / "outside"
    if not outside.exists():
        outside.mkdir()
        for name in ("secret.txt", "secret.png", "secret.md", "passwd"):
            (outside / name).write_text(SECRET)
    return outside


def readers(slug: str) -> Iterator[list[str]]:
    """Commands that look at an idea, a post and an outline of one name."""
    yield ["idea", "list"]
    yield ["idea", "show", slug]
    yield ["draft", "list"]
    yield ["draft", "show", slug]
    yield ["show", slug]
    yield ["coverage", slug]
    yield ["today"]
    yield ["search", "words"]
    yield ["check", slug, "--pass", "readability"]
    yield ["check", f"drafts/{slug}/post.md", "--pass", "readability", "--format", "github"]
    yield ["compare", f"o-{slug}"]
    yield ["history", slug]
    yield ["diff", f"drafts/o-{slug}/outline.md", f"drafts/{slug}/outline.md"]
    yield ["reverse", slug]


def json_readers(slug: str) -> Iterator[list[str]]:
    """The same as data."""
    for command in readers(slug):
        if command[0] in ("idea", "draft", "today", "search", "compare", "history", "diff", "coverage"):
            yield [*command, "--json"]
    yield ["check", slug, "--pass", "readability", "--json"]
    yield ["check", f"drafts/{slug}/post.md", "--pass", "readability", "--format", "sarif"]
    yield ["doctor", "--json"]


def writers(slug: str) -> Iterator[list[str]]:
    """Commands that change one field, record, ship and export."""
    yield ["idea", "rate", slug, "2"]
    yield ["idea", "note", slug, "a note"]
    yield ["idea", "asked", slug, "--who", "M."]
    yield ["draft", "drop", slug]
    yield ["draft", "revive", slug]
    yield ["done", slug]
    yield ["done", f"o-{slug}"]
    yield ["ship", slug, "--to", "out", "--dry-run", "--anyway"]
    yield ["ship", slug, "--to", "out", "--anyway"]
    yield ["export", slug, "--out", "-"]
    yield ["diff", slug, "--html", "page.html"]


def of_everything(slug: str) -> list[list[str]]:
    """Every kind of command on a sound draft: what a repository or a place around it may spoil."""
    return [
        ["doctor"],
        ["today"],
        ["idea", "list"],
        ["draft", "list"],
        ["draft", "show", slug],
        ["history", slug],
        ["history", slug, "--json"],
        ["show", f"{slug}@1"],
        ["diff", f"{slug}@1", f"{slug}@2"],
        ["compare", slug],
        ["search", "retry"],
        ["search", "nobody"],
        ["check", slug, "--pass", "readability"],
        ["done", slug],
        ["restore", f"{slug}@1"],
        ["done", slug],
        ["draft", "drop", slug],
        ["draft", "revive", slug],
        ["pick", "exit-codes"],
        ["waiting"],
        ["recover"],
        ["ship", slug, "--to", "out", "--dry-run", "--anyway"],
        ["ship", slug, "--to", "out", "--anyway"],
        ["idea", "add", "One more"],
    ]


GOOD_OUTLINE = "## Why\n\n- words of the author\n- more words\n"
PLACES = ("ideas/{}.md", "drafts/{}/post.md", "drafts/o-{}/outline.md")


def put(workspace: Workspace, bad: BadFile) -> list[str]:
    """The bad file as an idea, as a post and as an outline; their paths."""
    paths = [place.format(bad.id) for place in PLACES]
    for path in paths:
        target = workspace.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(bad.data)
    (workspace.folder / f"drafts/{bad.id}/outline.md").write_text(GOOD_OUTLINE)
    return paths


def settings(workspace: Workspace, target: str) -> None:
    (workspace.folder / "draftloop.toml").write_text(target)
    site = workspace.base / "site"
    site.mkdir(exist_ok=True)
    (site / "hugo.toml").write_text('baseURL = "https://example.org/"\n')
    (site / "content").mkdir(exist_ok=True)


def try_file(
    workspace: Workspace, warm: Warm, bad: BadFile, choose: Choose = lambda commands: commands
) -> Outcome:
    """One bad file and the commands that `choose` leaves of each kind; `doctor` always looks at it."""
    outcome = Outcome(bad.id)
    outside = outside_of(workspace)
    before = tree_of(outside)
    paths = put(workspace, bad)
    most_s = BIG_SECONDS if bad.is_big else SECONDS
    for command in choose(list(readers(bad.id))):
        outcome.look_at(warm.run(workspace.folder, *command), most_s)
    for command in [["doctor", "--json"], *choose(list(json_readers(bad.id)))]:
        ran = warm.run(workspace.folder, *command, pipe=True)
        outcome.look_at(ran, most_s)
        if command[0] == "doctor":
            _judge_doctor(outcome, ran, bad, paths)
        other = {"idea": "exit-codes", "draft": workspace.slug}.get(command[0])
        if other and command[1] == "list" and other.encode() not in ran.piped:
            outcome.faults.append(f"the others are not listed: {ran.shown}")
    if any((workspace.folder / path).read_bytes() != bad.data for path in paths):
        outcome.faults.append("a reader wrote")
    for command in choose(list(writers(bad.id))):
        outcome.look_at(warm.run(workspace.folder, *command), most_s)
    page = workspace.folder / "page.html"
    if page.exists() and OBEYED.search(page.read_text(encoding="utf-8")):
        outcome.faults.append("the page of the diff has control characters")
    if bad.must is Must.BROKEN:
        changed = [path for path in paths[:2] if (workspace.folder / path).read_bytes() != bad.data]
        outcome.faults += [f"{path} is broken and was written" for path in changed]
    if tree_of(outside) != before:
        outcome.faults.append("something outside was touched")
    if sings(workspace):
        outcome.faults.append("something ran: the canary sings")
    for path in (workspace.base / "site").rglob("*"):
        if path.is_file() and SECRET.encode() in path.read_bytes():
            outcome.faults.append(f"a secret was shipped: {path}")
    return outcome


def sings(workspace: Workspace) -> bool:
    """Whether something ran that nobody asked for."""
    return any(workspace.base.rglob("CANARY"))


def _judge_doctor(outcome: Outcome, ran: Ran, bad: BadFile, paths: list[str]) -> None:
    import json

    try:
        rows = [row for row in json.loads(ran.piped) if row["severity"] == "error"]
    except ValueError:
        outcome.faults.append(f"no JSON: {ran.shown}")
        return
    named = {row["file"]: row["line"] for row in rows}
    for path in paths[:2]:
        if bad.must is Must.BROKEN and path not in named:
            outcome.faults.append(f"doctor does not name {path}")
        if bad.must is Must.READ and path in named:
            outcome.faults.append(f"doctor calls {path} broken: {rows}")
        if bad.line is not None and named.get(path) != bad.line:
            outcome.faults.append(f"doctor names line {named.get(path)} of {path}, not {bad.line}")
