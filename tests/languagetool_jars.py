"""The real LanguageTool for tests that need it: `make test` puts its jars into .languagetool/."""

from __future__ import annotations

import os
from pathlib import Path

import psutil
import pytest

from draftloop.adapters.checkers.lt_jars import find_jars, find_java
from draftloop.loop.errors import CheckerUnavailable


def find_languagetool_folder() -> str:
    """Its folder. Without jars or Java the test is skipped; in CI, where they have to be, it fails."""
    folder = os.environ.get("DRAFTLOOP_TEST_LANGUAGETOOL_DIR") or str(
        Path(__file__).parent.parent / ".languagetool"
    )
    try:
        find_jars(folder, remedy="")
        find_java()
    except CheckerUnavailable as missing:
        if os.environ.get("CI") == "true":
            pytest.fail(f"LanguageTool has to be tested in CI, but {missing.reason}")
        pytest.skip(f"no LanguageTool here ({missing.reason}); `make pytest` gets it through mvn")
    return folder


def servers_below(*folders: str) -> list[psutil.Process]:
    """Java and keeper processes that name one of these folders, and are not ended."""
    found = []
    for process in psutil.process_iter():
        try:
            command = " ".join(process.cmdline())
            is_one = "HTTPServer" in command and any(folder in command for folder in folders)
            if is_one and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except psutil.Error:
            continue
    return found
