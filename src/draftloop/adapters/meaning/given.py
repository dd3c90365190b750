"""Finds the model in what somebody has already: a folder, or a zip or jar. Both are hostile until looked at.

Nothing is ever unpacked under a name from an archive, and what is read stops at a limit whatever the archive
says about its sizes.
"""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from draftloop.adapters.files import cannot_write
from draftloop.adapters.meaning.model_facts import FILES, MOST_BYTES
from draftloop.loop.errors import Unreadable

MAX_ARCHIVE = 250_000_000
MAX_DEPTH, MAX_FILES = 4, 10_000
"""Of a folder that is searched: somebody may name their home."""
_CHUNK = 1 << 20
_REMEDY = "name a folder, zip or jar that holds the .onnx file and its tokenizer.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """A file in a folder or archive."""

    name: str
    open: Callable[[], IO[bytes]]

    @property
    def base(self) -> str:
        return self.name.replace("\\", "/").rpartition("/")[2]


def take_from(path: str, into: str) -> None:
    """Copy the model and its tokenizer out of the folder or archive at `path`, under our names.

    Raises:
        Unreadable: it holds no model, several, one that is too large, or is broken.
        CannotWrite: the disk does not take them.
    """
    with _files_of(path) as files:
        model = _choose(files, path, _is_model, ("model_quantized.onnx", "model.onnx"), ".onnx file")
        tokenizer = _choose(files, path, _is_tokenizer, ("tokenizer.json",), "tokenizer.json")
        for file, name, limit in zip((model, tokenizer), FILES, MOST_BYTES, strict=True):
            _copy(file, os.path.join(into, name), limit, path)


def check(path: str) -> None:
    """Raises Unreadable where `path` is neither a folder nor a zip or jar."""
    if os.path.isdir(path):
        return
    if not os.path.exists(path):
        raise Unreadable(path, "there is no such file or folder", _REMEDY)
    if not os.path.isfile(path) or not _is_zip(path):
        raise Unreadable(path, "is neither a folder nor a zip or jar", _REMEDY)
    if os.path.getsize(path) > MAX_ARCHIVE:
        raise Unreadable(path, f"is larger than {MAX_ARCHIVE // 1_000_000} MB", _REMEDY)


def _is_zip(path: str) -> bool:
    try:
        return zipfile.is_zipfile(path)
    except OSError as error:
        raise Unreadable(path, error.strerror or "cannot be read", "look at its permissions") from error


@contextmanager
def _files_of(path: str) -> Iterator[Sequence[_File]]:
    check(path)
    if os.path.isdir(path):
        yield _files_in_folder(path)
        return
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unreadable(path, f"is a broken archive: {error}", _REMEDY) from error
    with archive:
        yield [
            _File(name=one.filename, open=_member_opener(archive, one))
            for one in archive.infolist()
            if not one.is_dir()
        ]


def _files_in_folder(path: str) -> list[_File]:
    found: list[_File] = []
    seen = 0
    top = path.rstrip(os.sep).count(os.sep)
    for folder, below, names in os.walk(path):
        if folder.count(os.sep) - top >= MAX_DEPTH:
            below.clear()
        below.sort()
        for name in sorted(names):
            full = os.path.join(folder, name)
            # Links are followed here: a hub's own cache is made of them.
            if (_is_model(name) or _is_tokenizer(name)) and os.path.isfile(full):
                found.append(_File(name=os.path.relpath(full, path), open=_opener(full)))
        seen += len(names)
        if seen > MAX_FILES:
            raise Unreadable(path, "holds too many files to look through", _REMEDY)
    return found


def _member_opener(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Callable[[], IO[bytes]]:
    return lambda: archive.open(member)


def _opener(path: str) -> Callable[[], IO[bytes]]:
    return lambda: open(path, "rb")


def _is_model(base: str) -> bool:
    return base.endswith(".onnx") and not base.startswith(".")


def _is_tokenizer(base: str) -> bool:
    return base.endswith("tokenizer.json") and not base.startswith(".")


def _choose(
    files: Sequence[_File], path: str, is_it: Callable[[str], bool], preferred: Sequence[str], what: str
) -> _File:
    found = [file for file in files if is_it(file.base)]
    for name in preferred:
        named = [file for file in found if file.base == name]
        if len(found) > 1 and len(named) == 1:
            return named[0]
    if len(found) == 1:
        return found[0]
    if not found:
        raise Unreadable(path, f"holds no {what}", _REMEDY)
    names = ", ".join(sorted(file.name for file in found)[:3])
    raise Unreadable(path, f"holds {len(found)} files that could be the {what} ({names})", _REMEDY)


def _copy(file: _File, target: str, limit: int, path: str) -> None:
    size = 0
    with _new_file(target) as to:
        try:
            with file.open() as source:
                while chunk := source.read(_CHUNK):
                    size += len(chunk)
                    if size > limit:
                        reason = f"{file.name} is larger than {limit // 1_000_000} MB"
                        raise Unreadable(path, reason, _REMEDY)
                    _write(to, chunk, target)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError) as error:
            # RuntimeError: it is encrypted; NotImplementedError, one of its kind: packed in an unknown way.
            raise Unreadable(path, f"{file.name} cannot be read: {error}", _REMEDY) from error


def _new_file(target: str) -> IO[bytes]:
    try:
        return open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "wb", 0)
    except OSError as error:
        raise cannot_write(target, error) from error


def _write(to: IO[bytes], chunk: bytes, target: str) -> None:
    view = memoryview(chunk)
    try:
        while view:
            view = view[to.write(view) :]
    except OSError as error:
        raise cannot_write(target, error) from error
