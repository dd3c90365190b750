"""Write tests/data/prose/errors.json: the slips made by hand, and those a script makes of twenty-two kinds.

    python -m tools.seed_errors

The same posts and the same seed give the same file.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping
from random import Random

from draftloop.adapters.markdown import Markdown
from draftloop.loop.blocks import RunKind
from tools.prose_scores import PROSE, Slot, read_posts
from tools.seed_kinds import BLANK, KINDS, Slip

SEED = 20261121
A_KIND = 17
"""Slips of each mechanical kind."""
COPIES = 3
APART = 150
"""Fewest characters between two slips of one copy: an author does not slip in every sentence."""
_BRACES = re.compile(r"\{(?P<right>.*?)=>(?P<wrong>.*?)\}")


class Seeder:
    """Finds a place for every slip: which copy of its post it goes into."""

    def __init__(self, posts: Mapping[str, str]) -> None:
        self.posts = posts
        self.slots: list[Slot] = []
        self._taken: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)

    def add(self, file: str, slip: Slip, kind: str, *, by_hand: bool) -> bool:
        """Put a slip into the emptiest copy that has room there; False when none has."""
        for copy in sorted(range(COPIES), key=lambda copy: len(self._taken[file, copy])):
            taken = self._taken[file, copy]
            if all(slip.end + APART < start or end + APART < slip.start for start, end in taken):
                taken.append((slip.start, slip.end))
                right = self.posts[file][slip.start : slip.end]
                self.slots.append(
                    Slot(
                        file=file,
                        copy=copy + 1,
                        start=slip.start,
                        end=slip.end,
                        right=right,
                        wrong=slip.wrong,
                        kind=kind,
                        by_hand=by_hand,
                    )
                )
                return True
        return False


def main() -> int:
    """Write the errors and print how many of each kind."""
    posts = read_posts()
    seeder = Seeder(posts)
    trouble = add_by_hand(seeder, (PROSE / "by_hand.txt").read_text(encoding="utf-8"))
    for line in trouble:
        print(line, file=sys.stderr)
    add_by_script(seeder)
    slots = sorted(seeder.slots, key=lambda slot: (slot.file, slot.copy, slot.start))
    rows = ",\n".join(json.dumps(slot.to_json(), ensure_ascii=False) for slot in slots)
    (PROSE / "errors.json").write_text(f"[\n{rows}\n]\n", encoding="utf-8")
    for (by_hand, kind), count in sorted(Counter((slot.by_hand, slot.kind) for slot in slots).items()):
        print(f"{'by hand' if by_hand else 'script':8} {kind:18} {count}")
    print(f"{len(slots)} slips in {COPIES} copies")
    return 1 if trouble else 0


def add_by_hand(seeder: Seeder, listed: str) -> list[str]:
    """Place the slips of by_hand.txt; what cannot be placed is returned, one line each."""
    trouble: list[str] = []
    file = ""
    for line in listed.splitlines():
        if line.startswith("[") and line.endswith("]"):
            file = line[1:-1]
        elif line and not line.startswith("#"):
            kind, _, context = line.partition(" ")
            slip = slip_in(seeder.posts[file], context.strip())
            if slip is None:
                trouble.append(f"{file}: not there exactly once: {context.strip()}")
            elif not seeder.add(file, slip, kind, by_hand=True):
                trouble.append(f"{file}: too close to others: {context.strip()}")
    return trouble


def slip_in(text: str, context: str) -> Slip | None:
    """Where `before {right=>wrong} after` stands in the text; None when it is not there exactly once."""
    match = _BRACES.search(context)
    if match is None:
        return None
    before, after = _anywhere(context[: match.start()]), _anywhere(context[match.end() :])
    places = list(re.finditer(rf"{before}(?P<it>{_anywhere(match['right'])}){after}", text))
    if len(places) != 1:
        return None
    return Slip(start=places[0].start("it"), end=places[0].end("it"), wrong=match["wrong"])


def _anywhere(words: str) -> str:
    """A pattern of these words, wherever their lines are broken."""
    return re.sub(r"(?:\\ )+", r"\\s+", re.escape(words))


def add_by_script(seeder: Seeder) -> None:
    """Place the mechanical kinds, those with the fewest possible places first, spread over the posts."""
    random = Random(SEED)
    prose = {file: prose_only(text) for file, text in seeder.posts.items()}
    possible = {
        kind: [(file, slip) for file, text in prose.items() for slip in slips(text, random)]
        for kind, slips in KINDS.items()
    }
    for kind in sorted(possible, key=lambda kind: len(possible[kind])):
        places = possible[kind]
        random.shuffle(places)
        by_file: Counter[str] = Counter()
        words: Counter[str] = Counter()
        for most in range(1, A_KIND + 1):  # one in a post and of a word before two
            for file, slip in list(places):
                word = seeder.posts[file][slip.start : slip.end].lower()
                if sum(by_file.values()) < A_KIND and by_file[file] < most and words[word] < most:
                    places.remove((file, slip))
                    if seeder.add(file, slip, kind, by_hand=False):
                        by_file[file] += 1
                        words[word] += 1


def prose_only(text: str) -> str:
    """The text with everything that no checker may touch blanked out."""
    kept = [BLANK] * len(text)
    for block in Markdown().read(text).blocks:
        for run in block.runs:
            if run.kind is RunKind.TEXT:
                kept[run.start : run.end] = run.text
    return "".join(kept)


if __name__ == "__main__":
    sys.exit(main())
