"""How long after a pause the alarms of the edited paragraph are there, in a 3,000-word post."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from draftloop import wiring
from draftloop.loop.document import Document
from draftloop.steps.checking import check_document
from draftloop.steps.desk import Desk

SENTENCES = (
    "Every outage review I have read ends with the same sentence.",
    "A budget says which share of the calls may be retries, and it holds when everything fails at once.",
    "Three layers with three tries each make 27 calls out of one, and nobody sees them on a dashboard.",
    "We measured it for a week, and the numbers were worse than anybody had guessed.",
    "The library retries by default, so the first thing to do is to find out what it does.",
)
PARAGRAPHS = 45


def edited_paragraph_s(repeat: int) -> list[float]:
    """Seconds from the text as typed to its alarms, everything but that one paragraph known already."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ("ideas", "drafts"):
            (root / name).mkdir()
        os.environ["DRAFTLOOP_STATE_DIR"] = str(root / "state")
        desk = wiring.desk_for(str(root.resolve()))
        paragraphs = [paragraph(number) for number in range(PARAGRAPHS)]
        check(desk, paragraphs)
        samples = []
        for turn in range(repeat):
            number = turn * 7 % PARAGRAPHS
            paragraphs[number] += f" Then we looked at it again, for the {turn + 2}th time."
            began = time.perf_counter()
            check(desk, paragraphs)
            samples.append(time.perf_counter() - began)
        desk.close()
        return samples


def check(desk: Desk, paragraphs: Sequence[str]) -> None:
    """Grammar pass over the whole post, as the screen asks for it after a pause."""
    document = Document(path="post.md", text="\n\n".join(paragraphs) + "\n", fingerprint="-")
    report = check_document(desk, document, passes=("grammar",), engines=("harper",))
    if report.engines["harper"] != "ok":
        raise SystemExit(f"harper: {report.engines['harper']}")


def paragraph(number: int) -> str:
    """About 67 words, no two paragraphs alike."""
    turned = SENTENCES[number % 5 :] + SENTENCES[: number % 5]
    return f"This is part {number} of it. " + " ".join(turned)
