"""P7: what draftloop does not own stays byte for byte, in 720 files written in every way there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from draftloop.loop.document import Document
from draftloop.loop.errors import Unreadable
from draftloop.steps.desk import Desk
from draftloop.steps.files import save_text, set_fields
from draftloop.tui.screens.body_saver import BodySaver
from draftloop.wiring import desk_for
from tests.faults.harness import has_time, trying

COUNT = 720
FOREIGN = (
    "# a comment of somebody's",
    "#comment: not a key",
    "weight: 10",
    "draft:   false   # until Sunday",
    "tags: [a, 'b c', \"d, e\"]",
    "kinds:\n- one\n-   two   # why",
    "summary: >-\n  folded over\n  two lines\n\n  and a third",
    "quote: |\n    kept\n      as it\n    is",
    "anchors: &base\n  a: 1\n  b: [1, 2]\nuses:\n  <<: *base",
    "nested:\n    deep:\n        deeper: {x: 1, y: [z]}",
    'quoted: "a: b # c"',
    "single: 'it''s'",
    "tab_behind: x\t# y",
    "empty:",
    "tilde: ~",
    "date: 2026-11-21T20:31:00+01:00",
    "unicode: Füße 日本語 👩‍💻",
    "on: yes",
    "'quoted key': 1",
    "long: " + "word " * 60,
    "trailing: blanks   ",
    "",
    "url: https://example.org/a#b",
)
BROKEN = (
    "tabs:\n\t- not: yaml",
    "unclosed: [a, b",
    "weight: 1\nweight: 2",
    "just words",
    'half: "quoted',
    "? complex\n: value",
)
TITLES = (
    "title: Retries are a loan",
    'title:   "Retries: a loan"   # mine',
    "title: 'it''s a loan'",
    "title: >-\n  Retries are\n  a loan",
    "title:\n  Retries",
    "title: |\n  Retries",
    "",
)
BODIES = (
    "\nPIVOT stands in a body.\n\nAnother paragraph.\n",
    "PIVOT and no blank line before it\n",
    "\n# Heading\n\n- a point\n- PIVOT\n\n```\ncode\n\tTAB\n```\n",
    "\n\n\nPIVOT\n\n\n",
    "\nOne.\n\n---\n\nPIVOT after a rule\n",
    "\nPIVOT 日本語 👩‍💻 with zero width\u200b and nbsp\u00a0here\n",
)
ODD = ("\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029")


@dataclass(frozen=True)
class Sample:
    """One file."""

    number: int
    data: bytes
    title: bytes
    """The lines of the title with their ends; empty when there is none."""
    is_sound: bool
    """Whether its front matter is YAML that can be read."""


def samples() -> Iterator[Sample]:
    for number in range(COUNT):
        yield _sample(number, Random(number))


def _sample(number: int, random: Random) -> Sample:
    end = random.choice(["\n", "\n", "\r\n", "\r\n", "mixed"])
    kind = random.choices(["yaml", "none", "toml", "json", "open", "broken"], [60, 8, 8, 4, 8, 12])[0]
    title = random.choice(TITLES) if kind in ("yaml", "broken") else ""
    chunks = random.sample(FOREIGN, random.randrange(0, 7))
    if kind == "broken":
        chunks.insert(random.randrange(len(chunks) + 1), random.choice(BROKEN))
    place = random.randrange(len(chunks) + 1)
    before, after = chunks[:place], chunks[place:]
    body = random.choice(BODIES)
    if random.random() < 0.3:
        odd = random.choice(ODD)
        body = body.replace("PIVOT", f"odd{odd}end{odd} PIVOT") + f"last{odd}line\n"
    if random.random() < 0.3:
        body = body.rstrip("\n")
    head, mine, rest = _head(kind, before, title, after)
    parts = [_with_ends(text, end, random) for text in (head, mine, rest + body)]
    data = "".join(parts).encode()
    if random.random() < 0.2:
        data = b"\xef\xbb\xbf" + data
    return Sample(number=number, data=data, title=parts[1].encode(), is_sound=kind == "yaml")


def _head(kind: str, before: list[str], title: str, after: list[str]) -> tuple[str, str, str]:
    lines = [f"{chunk}\n" for chunk in before], [f"{chunk}\n" for chunk in after]
    match kind:
        case "none":
            return "", "", ""
        case "toml":
            return '+++\ntitle = "Retries"\nweight = 1  # of two\n[params]\na = [1, 2]\n+++\n', "", ""
        case "json":
            return '{\n  "title": "Retries",\n  "weight": 1\n}\n', "", ""
        case "open":
            return "---\n" + "".join(lines[0]) + "never closed: true\n", "", ""
    return "---\n" + "".join(lines[0]), f"{title}\n" if title else "", "".join(lines[1]) + "---\n"


def _with_ends(text: str, end: str, random: Random) -> str:
    if end != "mixed":
        return text.replace("\n", end)
    return "".join(random.choice(["\n", "\r\n"]) if char == "\n" else char for char in text)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("DRAFTLOOP_STATE_DIR", str(tmp_path / "state"))
    for call in ("os.fsync", "os.fdatasync"):
        monkeypatch.setattr(call, lambda _: None)  # no power is cut here
    (tmp_path / "blog/drafts/d").mkdir(parents=True)
    return desk_for(str((tmp_path / "blog").resolve()))


def test_foreign_bytes_stay_whatever_is_saved(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "blog/drafts/d/post.md"
    told: Counter[str] = Counter()
    row = trying("P7", f"{COUNT} files, each edited in five ways")
    tried = files = 0
    for sample in samples():
        if not has_time():
            break
        files += 1
        for deed in (save_unchanged, edit_a_word, set_the_title, set_another, remove_the_title):
            file.write_bytes(sample.data)
            tried += 1
            try:
                allowed = deed(desk, sample)
                told[f"{deed.__name__}: done"] += 1
            except Unreadable:
                allowed = [sample.data]
                told[f"{deed.__name__}: refused"] += 1
                assert not sample.is_sound, f"{sample.number}: refused a sound file\n{sample.data!r}"
            found = file.read_bytes()
            assert any(_is(found, one) for one in allowed), (
                f"{sample.number} {deed.__name__}\nbefore {sample.data!r}\nafter  {found!r}"
            )
    print(dict(sorted(told.items())))
    assert files < COUNT or told["set_the_title: done"] > COUNT / 2
    row.note(tried, tried, "0 foreign bytes changed")


Wanted = bytes | tuple[bytes, bytes]
"""The whole file, or what stands before and behind a place where anything may stand."""


def _is(found: bytes, wanted: Wanted) -> bool:
    if isinstance(wanted, bytes):
        return found == wanted
    before, behind = wanted
    is_long = len(found) >= len(before) + len(behind)
    return is_long and found.startswith(before) and found.endswith(behind)


def _opened(desk: Desk) -> Document:
    return desk.library.open("drafts/d/post.md")


def save_unchanged(desk: Desk, sample: Sample) -> list[Wanted]:
    document = _opened(desk)
    save_text(desk, document, BodySaver(desk, document).whole(BodySaver(desk, document).saved_text))
    BodySaver(desk, document).save(BodySaver(desk, document).saved_text)
    return [sample.data]


def edit_a_word(desk: Desk, sample: Sample) -> list[Wanted]:
    saver = BodySaver(desk, _opened(desk))
    assert "PIVOT" in saver.saved_text
    saver.save(saver.saved_text.replace("PIVOT", "PIVOT, edited"))
    return [sample.data.replace(b"PIVOT", b"PIVOT, edited")]


def set_the_title(desk: Desk, sample: Sample) -> list[Wanted]:
    set_fields(desk, _opened(desk), {"title": "Another: title"})
    return _around(sample)


def set_another(desk: Desk, sample: Sample) -> list[Wanted]:
    set_fields(desk, _opened(desk), {"description": "What # it says"})
    return _between_lines(sample)


def remove_the_title(desk: Desk, sample: Sample) -> list[Wanted]:
    set_fields(desk, _opened(desk), {"title": None})
    without = sample.data.replace(sample.title, b"", 1) if sample.title else sample.data
    return [without, *([] if sample.is_sound else [sample.data])]


def _around(sample: Sample) -> list[Wanted]:
    """Everything but the title's own lines; anywhere when there was none."""
    if not sample.title:
        return _between_lines(sample)
    before, _, behind = sample.data.partition(sample.title)
    # What only looks like front matter is a text: a block of its own goes above it.
    return [(before, behind), *([] if sample.is_sound else _between_lines(sample))]


def _between_lines(sample: Sample) -> list[Wanted]:
    """Put in between two lines, wherever, or as a block before all."""
    places = [0, 3, *(place + 1 for place, byte in enumerate(sample.data) if byte == 10)]
    return [(sample.data[:place], sample.data[place:]) for place in places]
