"""Whether a segment that does not end cleanly was torn by a crash, which is ordinary, or damaged since.

The writer appends, and goes on only when the beginning (header and first text) is on the disk. So a file that
ends within its beginning never held a change, and a last frame that is cut off, or left as zeros by a power
cut, is what the crash took. Anything else that does not check was whole once, and words may be in it.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable
from enum import StrEnum

from draftloop.adapters import kept_header
from draftloop.adapters.journal_format import (
    BASE,
    CHECK_BYTES,
    HEAD,
    HEADER,
    KINDS,
    MAGIC,
    Segment,
    check_of,
    frames_of,
)

_FRAME = re.compile(rb"(?=[%s]...[\x00-\x10])" % KINDS, re.DOTALL)
"""Where a frame could begin: a kind, and a length that a text may have."""
_ZEROS = bytes(512)
"""A sector that never got its bytes; packed text has no such run."""


class Condition(StrEnum):
    """How a segment's bytes end."""

    WHOLE = "whole"
    BEGUN = "begun"
    """It was cut off while it was being begun: it carries nothing."""
    TORN = "torn"
    """What came last was cut off; all before it is whole."""
    DAMAGED = "damaged"


def condition_of(data: bytes, found: Segment | None) -> Condition:
    """How a segment's bytes end; `found` is what `read_segment` says of them."""
    if found is None:
        return Condition.BEGUN if _is_begun(data) else Condition.DAMAGED
    rest = data[found.size_bytes :]
    if not rest:
        return Condition.WHOLE
    if _goes_on(data, found.size_bytes):
        return Condition.DAMAGED
    is_cut = len(rest) < HEAD.size or _end(data, found.size_bytes) > len(data)
    return Condition.TORN if is_cut or _has_zeros(rest) else Condition.DAMAGED


def _is_begun(data: bytes) -> bool:
    """Whether these are at most a beginning, cut off or half zeros: no change can stand in them."""
    if _goes_on(data, 0):
        return False
    if not data.startswith(MAGIC):
        return MAGIC.startswith(data.rstrip(b"\0")) or data.startswith(_ZEROS)
    first = next(frames_of(data), None)
    if first is None:
        return _is_cut(data[len(MAGIC) :], HEADER, _is_header_whole)
    if first[0] != HEADER or kept_header.header_of(first[1]) is None:
        return False
    return _is_cut(data[first[2] :], BASE, _is_text_whole)


def _is_cut(rest: bytes, kind: bytes, is_whole: Callable[[bytes, int], bool]) -> bool:
    """Whether the one frame of this kind that was to stand here did not get all of its bytes."""
    if len(rest) < HEAD.size or _has_zeros(rest):
        return True
    found, length = HEAD.unpack_from(rest)
    body = rest[HEAD.size :]
    return found == kind and len(body) < length + CHECK_BYTES and not is_whole(body, length)


def _is_header_whole(body: bytes, length: int) -> bool:
    """Whether a header ends before its length says so, which is wrong then."""
    try:
        _, end = json.JSONDecoder().raw_decode(body.decode("latin-1"))
    except (ValueError, RecursionError):
        return length > kept_header.MAX_BYTES
    return end != length


def _is_text_whole(body: bytes, _: int) -> bool:
    """Whether a packed text and its check are all there, so that the length before them is wrong."""
    stream = zlib.decompressobj()
    try:
        while body and not stream.eof:
            stream.decompress(body, 1 << 20)
            body = stream.unconsumed_tail
    except zlib.error:
        return False
    return stream.eof and len(stream.unused_data) >= CHECK_BYTES


def _goes_on(data: bytes, start: int) -> bool:
    """Whether a frame behind `start` checks by the check of the one before it, damaged as that one is."""
    for found in _FRAME.finditer(data, start + 1):
        at = found.start()
        end = _end(data, at)
        if end > len(data):
            continue
        check = check_of(data[at - CHECK_BYTES : at], data[at : end - CHECK_BYTES])
        if data[end - CHECK_BYTES : end] == check:
            return True
    return False


def _end(data: bytes, at: int) -> int:
    """Where the frame that begins there says that it ends."""
    return int(at + HEAD.size + HEAD.unpack_from(data, at)[1] + CHECK_BYTES)


def _has_zeros(data: bytes) -> bool:
    return _ZEROS in data or data.endswith(bytes(CHECK_BYTES))
