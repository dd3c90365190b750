"""How a journal of one text's states is written down: bytes and values, no file.

A segment begins with a magic line and a header, then the whole text it starts from, then one frame a change:

    kind (1)   length of the body (4)   body   check (8)

The check is a BLAKE2b of the frame and of the check before it, so that a frame counts only where it was
written. Reading ends at the first frame that does not check: what a crash tore off is passed over.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from draftloop.adapters.kept_header import header_of
from draftloop.loop.splice import Splice, apply_splice

MAGIC = b"draftloop journal 1\n"
HEAD = struct.Struct("<cI")
_CHANGE = struct.Struct("<QII")
"""Milliseconds since 1970, start and length of what is removed, in code points."""
_SETTLED = struct.Struct("<QI")
"""Milliseconds since 1970, number of the state that reached the file."""
CHECK_BYTES = 8
HEADER, BASE, _EDIT, _ASIDE, _SAVED = b"H", b"T", b"E", b"A", b"S"
_PACKED = {_EDIT: b"e", _ASIDE: b"a"}
"""The same kinds with their text compressed."""
KINDS = b"HTEASea"
_PACK_FROM = 2_000
"""Bytes from which on compressing a piece of text pays."""
_MOST_BYTES = 256 * 1024 * 1024
"""Of one text; a damaged piece may claim to be anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One text that was journalled."""

    number: int
    """0 is the text the segment began with."""
    when_ms: int
    text: str
    is_aside: bool = False
    """It was written down on the way to the file, and is not what was typed last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """What a segment says in the end."""

    header: dict[str, Any]
    last: State
    """What was typed last; state 0 when nothing was."""
    saved: State | None
    """The newest text that reached the file; None: none of this segment did."""
    is_settled: bool
    """Whether what was typed last reached the file, whatever did after it."""
    states: int
    size_bytes: int
    """Up to the end of the last frame that checks and fits the text before it."""


class Writer:
    """Makes frames, each chained to the one before."""

    def __init__(self, header: dict[str, Any], text: str) -> None:
        """`header` has at least `path`, and `saved`: whether the file has `text`."""
        self._check = b""
        self.beginning = (
            MAGIC
            + self._frame(HEADER, json.dumps(header).encode())
            + self._frame(BASE, zlib.compress(encoded(text), 1))
        )
        """What a segment begins with; the frames of the methods follow in the order of the calls."""

    def edit(self, when_ms: int, splice: Splice) -> bytes:
        return self._change(_EDIT, when_ms, splice)

    def aside(self, when_ms: int, splice: Splice) -> bytes:
        return self._change(_ASIDE, when_ms, splice)

    def saved(self, when_ms: int, number: int) -> bytes:
        return self._frame(_SAVED, _SETTLED.pack(when_ms, number))

    def _change(self, kind: bytes, when_ms: int, splice: Splice) -> bytes:
        text = encoded(splice.inserted)
        if len(text) >= _PACK_FROM:
            kind, text = _PACKED[kind], zlib.compress(text, 1)
        return self._frame(kind, _CHANGE.pack(when_ms, splice.start, splice.removed) + text)

    def _frame(self, kind: bytes, body: bytes) -> bytes:
        frame = HEAD.pack(kind, len(body)) + body
        self._check = check_of(self._check, frame)
        return frame + self._check


def read_header(data: bytes) -> dict[str, Any] | None:
    """The header, from the beginning of a segment's bytes; None when there is no whole and usable one."""
    first = next(frames_of(data), None)
    return header_of(first[1]) if first is not None and first[0] == HEADER else None


def read_states(data: bytes) -> Iterator[State]:
    """Every text of a segment, in the order they were written down."""
    return (found for found, _ in _replay(frames_of(data)) if isinstance(found, State))


def read_segment(data: bytes) -> Segment | None:
    """A segment's bytes as it stands in the end; None when not even the text it began with is whole."""
    header = read_header(data)
    if header is None:
        return None
    frames = list(frames_of(data))
    wanted = {
        _SETTLED.unpack(body)[1] for kind, body, _ in frames if kind == _SAVED and len(body) == _SETTLED.size
    }
    texts: dict[int, State] = {}
    last = saved = None
    states, size_bytes, is_settled = 0, 0, False
    for found, end in _replay(frames):
        size_bytes = end
        if isinstance(found, int):
            saved = texts.get(found, saved)
            is_settled |= saved is not None and last is not None and saved.text == last.text
            continue
        states += 1
        if found.number in wanted:
            texts[found.number] = found
        if last is None or not found.is_aside:
            last, is_settled = found, False
        if found.number == 0 and header.get("saved"):
            saved = found
    if last is None:
        return None
    return Segment(
        header=header,
        last=last,
        saved=saved,
        is_settled=is_settled or (saved is not None and saved.text == last.text),
        states=states,
        size_bytes=size_bytes,
    )


def _replay(frames: Iterable[tuple[bytes, bytes, int]]) -> Iterator[tuple[State | int, int]]:
    """The texts that the frames give, one after the other, each with its frame's end.

    A number says that this one reached the file. It ends before a frame that fits no text.
    """
    text, number = None, 0
    for kind, body, end in frames:
        if kind == HEADER:
            continue
        try:
            if kind == _SAVED:
                yield int(_SETTLED.unpack(body)[1]), end
            elif kind == BASE:
                text = _decoded(_unpacked(body))
                yield State(number=0, when_ms=0, text=text), end
            elif text is None or kind not in KINDS:
                return
            else:
                number += 1
                found = _changed(text, number, kind, body)
                text = text if found.is_aside else found.text
                yield found, end
        except (ValueError, struct.error, zlib.error):
            return


def _changed(text: str, number: int, kind: bytes, body: bytes) -> State:
    when_ms, start, removed = _CHANGE.unpack_from(body)
    piece = body[_CHANGE.size :]
    if kind in _PACKED.values():
        piece = _unpacked(piece)
    new = apply_splice(text, Splice(start=start, removed=removed, inserted=_decoded(piece)))
    is_aside = kind in (_ASIDE, _PACKED[_ASIDE])
    return State(number=number, when_ms=when_ms, text=new, is_aside=is_aside)


def frames_of(data: bytes) -> Iterator[tuple[bytes, bytes, int]]:
    """(kind, body, end) of each frame that checks, up to the first one that does not."""
    if not data.startswith(MAGIC):
        return
    at, check = len(MAGIC), b""
    while at + HEAD.size + CHECK_BYTES <= len(data):
        kind, length = HEAD.unpack_from(data, at)
        stop = at + HEAD.size + length
        if stop + CHECK_BYTES > len(data):
            return
        check = check_of(check, data[at:stop])
        if data[stop : stop + CHECK_BYTES] != check:
            return
        yield kind, data[at + HEAD.size : stop], stop + CHECK_BYTES
        at = stop + CHECK_BYTES


def check_of(before: bytes, frame: bytes) -> bytes:
    return blake2b(before + frame, digest_size=CHECK_BYTES).digest()


def encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _unpacked(data: bytes) -> bytes:
    stream = zlib.decompressobj()
    unpacked = stream.decompress(data, _MOST_BYTES)
    if not stream.eof:
        raise ValueError("a piece of text is not whole")
    return unpacked


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")
