"""Tries a model in a child process: `python -m draftloop.adapters.meaning.trial FOLDER`.

The weights of the outline diff were fitted to one model. A few sentences tell whether this is that one:
others put the same sentences at other distances.
"""

from __future__ import annotations

import sys

from draftloop.adapters.meaning.one_answer import ChildEnded, ChildTooSlow, ask_module, say_once

LIMIT_S = 120.0
"""It took 1.5 s; a cold, busy machine with a slow disk takes longer."""
_SENTENCES = (
    "Retries turn a short outage into a long one",
    "A brief failure lasts for hours once every client tries again",
    "Tomatoes want more sun than basil does",
    "Measure before you make anything faster",
    "Profile the program first, then speed it up",
    "The bakery on the corner closes at noon",
)
_COSINES = {(0, 1): 0.705, (3, 4): 0.760, (0, 2): 0.494, (2, 5): 0.442, (4, 5): 0.360}
"""Measured with the model the weights belong to; the first two pairs mean the same."""
TOLERANCE = 0.05
"""Processors round int8 products differently."""


def problem_with(folder: str) -> str:
    """Why the model in `folder` cannot be used; empty: it loads and reads as it should."""
    try:
        said = ask_module("draftloop.adapters.meaning.trial", folder, timeout_s=LIMIT_S)
    except ChildTooSlow:
        return f"the model read nothing within {LIMIT_S / 60:.0f} minutes"
    except ChildEnded:
        return "the model cannot be run: its process ended"
    return " ".join(str(said.get("problem", "")).split())[:300]


def try_model(folder: str) -> str:
    """The same, in this process: loads the model."""
    try:
        from draftloop.adapters.meaning.reader import BadModel, Reader
    except ImportError as problem:
        return f"a package cannot be loaded: {problem}"
    try:
        reader = Reader(folder, "")
        vectors = [reader.read(sentence).whole for sentence in _SENTENCES]
    except BadModel as problem:
        return str(problem)
    for (one, other), expected in _COSINES.items():
        found = float(vectors[one] @ vectors[other])
        if not abs(found - expected) <= TOLERANCE:  # so written, NaN is refused too
            return f"it is another model: two known sentences are {found:.2f} alike instead of {expected:.2f}"
    return ""


def main(arguments: list[str]) -> int:
    """Try one model."""
    return say_once(lambda: {"problem": try_model(*arguments)})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
