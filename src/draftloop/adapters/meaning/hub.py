"""Gets the model from its hub: `python -m draftloop.adapters.meaning.hub FOLDER`, in a child process.

The library of the hub takes half a second to load, has its own threads and prints; and a download has to end
at once when its reader goes away.
"""

from __future__ import annotations

import os
import sys

from draftloop.adapters.meaning.one_answer import say_once

REPOSITORY = "Xenova/bge-small-en-v1.5"
REVISION = "b7ad92a45a298ac620504489f28ecb6ac66ad67c"
FILES = ("onnx/model_quantized.onnx", "tokenizer.json")
ENVIRONMENT = {
    # Two files by plain HTTP: nothing is told about us, and nothing is left in the library's own caches.
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_XET": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
}


class NotFetched(Exception):
    """The hub did not give the files."""


def fetch(folder: str) -> dict[str, object]:
    """Put the files below `folder` under their names in the hub.

    Returns:
        As `problem` why it could not be done, empty if it was; as `errno` what the disk said, if it was that.
    """
    try:
        for name in FILES:
            _fetch_one(name, folder)
    except NotFetched as problem:
        return {"problem": str(problem)}
    except OSError as problem:
        return {"problem": problem.strerror or str(problem), "errno": problem.errno}
    return {"problem": ""}


def _fetch_one(name: str, folder: str) -> None:
    try:
        from huggingface_hub import hf_hub_download
        from huggingface_hub.errors import (
            EntryNotFoundError,
            LocalEntryNotFoundError,
            RepositoryNotFoundError,
            RevisionNotFoundError,
        )
    except ImportError as problem:
        raise NotFetched(f"a package cannot be loaded: {problem}") from problem
    try:
        hf_hub_download(REPOSITORY, name, revision=REVISION, local_dir=folder)
    except LocalEntryNotFoundError as problem:
        raise NotFetched("the hub cannot be reached") from problem
    except (EntryNotFoundError, RepositoryNotFoundError, RevisionNotFoundError) as problem:
        raise NotFetched(f"the hub has no {name} at this revision") from problem
    except Exception as problem:
        if isinstance(problem, OSError) and problem.errno is not None:
            raise
        # The library raises what its HTTP library does, and that is another one in each of its releases.
        raise NotFetched(f"the download broke off ({type(problem).__name__})") from problem


def main(arguments: list[str]) -> int:
    """Fetch both files into the folder named."""
    # The library's locks and temporary files stay below the folder too.
    os.umask(0o077)
    return say_once(lambda: fetch(*arguments))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
