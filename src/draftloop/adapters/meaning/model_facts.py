"""The one model the meaning engine knows: its name, its files, and what it takes to run it."""

from __future__ import annotations

NAME = "bge-small-en-v1.5, int8"
LICENSE = "MIT"
SIZE = "35 MB"
"""On the disk, and about what has to be fetched."""
MODEL_FILE, TOKENIZER_FILE = "model.onnx", "tokenizer.json"
FILES = (MODEL_FILE, TOKENIZER_FILE)
LEAST_BYTES = (5_000_000, 50_000)
"""Of each file; less is one that was cut off, or an error page."""
MOST_BYTES = (200_000_000, 20_000_000)
"""Of each file; more is not this model."""
PACKAGES = ("numpy", "onnxruntime", "tokenizers")
