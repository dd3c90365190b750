"""Front matter of unusual size, read by a child: `python -m draftloop.adapters.front_matter_child`.

The limits of `front_matter.py` hold here as well; what they miss costs this process, which has two seconds
and a quarter of a gigabyte. The text comes on standard input, and the fields go out as one JSON object.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from draftloop.adapters.run import run
from draftloop.loop.errors import ToolMissing, Unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from draftloop.loop.ports import FieldValue

MEMORY_LIMIT = 256 << 20
TIME_LIMIT_S = 2.0
MOST_CHARACTERS = 8_000_000
"""Of an answer: an alias of a long text is that text each time."""
_REMEDY = "shorten it in your editor; 64 kB are plenty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a child found: fields, or why there are none."""

    fields: Mapping[str, FieldValue] | None
    problem: str = ""
    remedy: str = _REMEDY
    line: int | None = None


@lru_cache(maxsize=8)
def read_apart(text: str) -> Said:
    """The fields of a text that is front matter and nothing else. The last few are remembered."""
    try:
        result = run(
            [sys.executable, "-m", "draftloop.adapters.front_matter_child"],
            cwd="/",
            stdin=text.encode("utf-8", "surrogatepass"),
            timeout_s=TIME_LIMIT_S,
            ends_with_us=True,
        )
    except ToolMissing as error:
        return Said(fields=None, problem=f"front matter of this size cannot be read here: {error.reason}")
    if result.timed_out:
        return Said(
            fields=None, problem=f"front matter that takes longer than {TIME_LIMIT_S:.0f} seconds to read"
        )
    try:
        said = json.loads(result.stdout)
    except ValueError:
        return Said(fields=None, problem="front matter that takes more memory than it may")
    return Said(
        fields=said["fields"], problem=said["problem"], remedy=said["remedy"] or _REMEDY, line=said["line"]
    )


def main() -> int:
    """Read one."""
    _limit_resources()
    from draftloop.adapters.front_matter import read_in_place

    text = sys.stdin.buffer.read().decode("utf-8", "surrogatepass")
    said: dict[str, object] = {"fields": None, "problem": "", "remedy": "", "line": None}
    try:
        said["fields"] = read_in_place(text)
    except Unreadable as error:
        said |= {"problem": error.reason, "remedy": error.remedy, "line": error.line}
    answer = json.dumps(said)
    if len(answer) > MOST_CHARACTERS:
        answer = json.dumps(said | {"fields": None, "problem": "front matter that stands for too much text"})
    sys.stdout.write(answer)
    return 0


def _limit_resources() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # elsewhere the limit is refused or ignored
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))


if __name__ == "__main__":
    sys.exit(main())
