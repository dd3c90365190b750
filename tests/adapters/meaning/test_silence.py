"""Nothing leaves the machine: the runtime's own reports are off before it can be loaded."""

from __future__ import annotations

import subprocess
import sys


def test_the_runtime_is_told_to_keep_still_by_whatever_loads_the_package_first() -> None:
    code = "import os, draftloop.adapters.meaning; print(os.environ['ORT_DISABLE_TELEMETRY'])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "1\n"
