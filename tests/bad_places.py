"""Bad names, and things that are no files where a workspace expects one.

Each maker gets a workspace folder; what it needs outside lies beside it.
"""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable, Mapping
from pathlib import Path

Make = Callable[[Path], None]

NAMES: tuple[bytes, ...] = (
    b"two words",
    b" blank before",
    b"blank behind ",
    b"line\nbreak",
    b"tab\there",
    b"return\rhere",
    b"\x1b]0;PWNED\x07",
    b"\x1b[31mred",
    b"\x1b[2J",
    "\x9b31m".encode(),
    b"bell\x07",
    b"del\x7f",
    b"\xff\xfe",
    b"caf\xe9",
    b"\xed\xa0\xbd",
    "caf\u00e9".encode(),
    "cafe\u0301".encode(),
    "日本語".encode(),
    "👩\u200d💻".encode(),
    "\u202egpj.exe".encode(),
    "a\u200bb".encode(),
    "x\U000e0041".encode(),
    "one\u2028two".encode(),
    b"-x",
    b"--output=CANARY",
    b"--help",
    b"-",
    b"*",
    b"?",
    b"[a]",
    b"[@click=app.quit]x[/]",
    b"[/]",
    b":(top)x",
    b":!x",
    b"$(touch CANARY)",
    b"`touch CANARY`",
    b"; touch CANARY",
    b"| touch CANARY",
    b"& touch CANARY",
    b"a'b",
    b'a"b',
    b"a\\b",
    b"%s%n",
    b"{0}",
    b"$HOME",
    b"~",
    b"~root",
    b"...",
    b"..x",
    b"CON",
    b"NUL",
    b"a:b",
    b"a<b>c",
    b"#x",
    b"&amp;",
    b"<script>",
    b"::error::x",
    b"@1",
    b"x@1",
    b"con.md.md",
    b"UPPER",
    b"upper",
    b"x" * 250,
    ("é" * 125).encode(),
)
"""Stems of ideas and names of drafts. Some cannot be made on every file system."""


def make_names(folder: Path) -> list[bytes]:
    """An idea and a draft of every name the disk takes; what could be made."""
    made = []
    for name in NAMES:
        idea = os.path.join(os.fsencode(folder), b"ideas", name + b".md")
        draft = os.path.join(os.fsencode(folder), b"drafts", name)
        try:
            with open(idea, "wb") as file:
                file.write(b'---\ntitle: "A plain title"\n---\n\n- a note\n')
            os.mkdir(draft)
            with open(os.path.join(draft, b"outline.md"), "wb") as file:
                file.write(b"- a point\n- another\n")
        except OSError:
            continue
        made.append(name)
    return made


def pipe(folder: Path, path: str) -> None:
    os.mkfifo(folder / path)


def _link(folder: Path, path: str, target: str) -> None:
    (folder / path).symlink_to(target)


def _socket(folder: Path, path: str) -> None:
    here = Path.cwd()
    os.chdir((folder / path).parent)  # names of sockets are short
    try:
        with socket.socket(socket.AF_UNIX) as end:
            end.bind((folder / path).name)
    finally:
        os.chdir(here)


def _sparse(folder: Path, path: str, size_bytes: int) -> None:
    with open(folder / path, "wb") as file:
        file.truncate(size_bytes)


def noise(folder: Path, path: str) -> None:
    (folder / path).write_bytes(bytes(range(256)) * 40)


def swap(folder: Path, path: str, make: Callable[[Path, str], None]) -> None:
    target = folder / path
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)
    else:
        target.unlink(missing_ok=True)
    make(folder, path)


PLACES = (
    *("ideas/odd.md", "drafts/odd/notes.md", "drafts/odd/outline.md", "drafts/odd/post.md"),
    *("drafts/odd/exported.toml", "drafts/odd/corrections.toml", "drafts/odd/ignores.toml"),
    *("drafts/odd/voice.md", "drafts/odd/reverse.md", "drafts/odd/picture.png"),
    *("dictionary.txt", "links.md", "draftloop.toml", "scaffolds/odd.md", "parked.md"),
)
"""Where a workspace expects a file."""

INSTEAD: Mapping[str, Callable[[Path, str], None]] = {
    "pipe": pipe,
    "socket": _socket,
    "folder": lambda folder, path: (folder / path).mkdir(),
    "zero": lambda folder, path: _link(folder, path, "/dev/zero"),
    "terminal": lambda folder, path: _link(folder, path, "/dev/tty"),
    "random": lambda folder, path: _link(folder, path, "/dev/urandom"),
    "process": lambda folder, path: _link(folder, path, "/proc/self/environ"),
    "outside": lambda folder, path: _link(folder, path, str(folder.parent / "outside" / "secret.md")),
    "outside-up": lambda folder, path: _link(folder, path, "../" * path.count("/") + "../outside/secret.md"),
    "loop": lambda folder, path: _link(folder, path, Path(path).name),
    "nowhere": lambda folder, path: _link(folder, path, "nothing-here"),
    "terabyte": lambda folder, path: _sparse(folder, path, 1 << 40),
    "20-mb": lambda folder, path: _sparse(folder, path, 20 << 20),
}
"""What may stand there instead of a file."""


def put_instead(folder: Path, path: str, kind: str) -> None:
    """Put something else in the place of a file; folders above it are made."""
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    swap(folder, path, INSTEAD[kind])


FOLDER_LINKS: Mapping[str, Make] = {
    "drafts is the root": lambda folder: _folder_link(folder, "drafts", "/"),
    "a draft is the root": lambda folder: _link(folder, "drafts/root", "/"),
    "a draft is outside": lambda folder: _link(folder, "drafts/away", "../../outside"),
    "a draft is the workspace": lambda folder: _link(folder, "drafts/again", "../drafts"),
    "a draft is git's folder": lambda folder: _link(folder, "drafts/git", "../.git"),
    "ideas is outside": lambda folder: _folder_link(folder, "ideas", "../outside"),
    "a farm of links": lambda folder: _farm(folder),
    "a chain of links": lambda folder: _chain(folder),
}


def _folder_link(folder: Path, name: str, target: str) -> None:
    shutil.rmtree(folder / name)
    _link(folder, name, target)


def _farm(folder: Path) -> None:
    for number in range(200):
        _link(folder, f"drafts/farm-{number}", "../../outside")
        _link(folder, f"ideas/farm-{number}.md", "../../outside/secret.md")


def _chain(folder: Path) -> None:
    for number in range(60):
        _link(folder, f"ideas/chain-{number}.md", f"chain-{number + 1}.md")
