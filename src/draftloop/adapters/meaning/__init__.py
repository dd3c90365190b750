"""The meaning engine of the outline diff: a small sentence model in a child process of its own."""

from __future__ import annotations

import os

# From 1.29 on, onnxruntime tells its makers about every model it loads, with a number for the machine, unless
# this is set before it is imported. Nothing of draftloop's leaves the machine; here nobody can forget it.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
