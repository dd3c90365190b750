"""The real sentence model for tests that need it: `make test` puts it into .meaning/."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import pytest

from draftloop.adapters.meaning.model_facts import FILES, PACKAGES


def find_model_folder() -> str:
    """Its folder. Without model or packages the test is skipped; in CI, where they have to be, it fails."""
    folder = os.environ.get("DRAFTLOOP_TEST_MODEL_DIR") or str(Path(__file__).parent.parent / ".meaning")
    missing = [name for name in PACKAGES if importlib.util.find_spec(name) is None]
    missing += [name for name in FILES if not os.path.isfile(os.path.join(folder, name))]
    if missing and os.environ.get("CI") == "true":
        pytest.fail(f"the sentence model has to be tested in CI, but {', '.join(missing)} is missing")
    if missing:
        pytest.skip(f"no sentence model here ({', '.join(missing)}); `make pytest` gets it through mvn")
    return folder
