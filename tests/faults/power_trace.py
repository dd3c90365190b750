"""What a program did to the disk, call by call, from a trace of strace: the material of the power cuts.

Nothing here knows draftloop. The trace is replayed onto a model of the file system; `power_disk.py` makes of
it what a power cut could leave.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.power_model import Disk, Inode

CALLS = (
    "open,openat,openat2,creat,write,pwrite64,writev,pwritev,pwritev2,rename,renameat,renameat2,link,linkat,"
    "symlink,symlinkat,unlink,unlinkat,rmdir,mkdir,mkdirat,truncate,ftruncate,fallocate,fsync,fdatasync,sync,"
    "syncfs,lseek,dup,dup2,dup3,fcntl,close,chdir,fchdir,clone,clone3,fork,vfork,mmap,copy_file_range,"
    "sendfile,splice,msync"
)
_LINE = re.compile(r"(\d+) +(.*)", re.DOTALL)
_RESUMED = re.compile(r"<\.\.\. (\w+) resumed>(.*)", re.DOTALL)
_CALL = re.compile(r"(\w+)\((.*)\) += +(-?\d+|\?)(?:<((?:\\x[0-9a-f]{2})*)>)?", re.DOTALL)
_STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_FILE = re.compile(r"(AT_FDCWD|\d+)<((?:\\x[0-9a-f]{2})*)>(\(deleted\))?")


class NotUnderstood(AssertionError):
    """A call that changes files in a way the model does not know: the trace proves nothing then."""


@dataclass
class _Open:
    """An open file description: shared by duplicates and by children."""

    inode: Inode
    offset: int = 0
    appends: bool = False


@dataclass
class _Process:
    files: dict[int, _Open] = field(default_factory=dict)
    cwd: str = ""


def traced(argv: Sequence[str], *, cwd: Path, env: Mapping[str, str], below: Path, marks: Path) -> Disk:
    """Run a program to its end and give what it, and all it started, did to files below `below`.

    Args:
        argv: The program.
        cwd: Where it runs.
        env: Its whole environment.
        below: A real path; what is there already counts as on the disk.
        marks: A file to which it appends lines that are no part of the disk: what it says it has done.
    """
    disk = Disk.of(below, leave_out=marks)
    record = below.parent / f"{below.name}.strace"
    call = ["strace", "-f", "-y", "-xx", "-s", "50000000", "--seccomp-bpf", "-e", f"trace={CALLS}"]
    done = subprocess.run(
        [*call, "-e", "signal=none", "-o", str(record), *argv],
        cwd=cwd,
        env=dict(env),
        capture_output=True,
        text=True,
        check=False,
    )
    disk.status, disk.said = done.returncode, done.stdout + done.stderr
    with record.open(encoding="ascii") as lines:
        _Reader(disk, str(cwd), str(marks)).read(lines)
    record.unlink()
    return disk


class _Reader:
    def __init__(self, disk: Disk, cwd: str, marks: str) -> None:
        self._disk, self._marks, self._cwd = disk, marks, cwd
        self._processes: dict[int, _Process] = {}
        self._unfinished: dict[int, str] = {}

    def read(self, lines: Iterable[str]) -> None:
        for line in lines:
            matched = _LINE.match(line.rstrip("\n"))
            if matched is None:
                continue
            pid, rest = int(matched[1]), matched[2]
            if rest.endswith("<unfinished ...>"):
                self._unfinished[pid] = rest.removesuffix("<unfinished ...>").rstrip()
                continue
            resumed = _RESUMED.match(rest)
            if resumed:
                rest = self._unfinished.pop(pid, f"{resumed[1]}(") + resumed[2]
            call = _CALL.match(rest)
            if call and not call[3].startswith(("-", "?")):
                self._take(pid, call[1], call[2], int(call[3]), _plain(call[4] or ""))

    def _take(self, pid: int, name: str, arguments: str, result: int, opened: str) -> None:
        process = self._process(pid)
        files = [(number, _plain(path), bool(gone)) for number, path, gone in _FILE.findall(arguments)]
        for number, path, _ in files:
            if number == "AT_FDCWD":
                process.cwd = path
        handler = getattr(self, f"_on_{name}", None)
        if handler is not None:
            strings = [_bytes(text) for text in _STRING.findall(arguments)]
            handler(_Call(process, arguments, result, opened, files, strings))

    def _process(self, pid: int) -> _Process:
        if pid not in self._processes:
            parents = [
                other
                for other, call in self._unfinished.items()
                if call.startswith(("clone", "vfork", "fork")) and other in self._processes
            ]
            if not parents:
                self._processes[pid] = _Process(cwd=self._cwd)
            else:
                self._give_birth(parents[-1], pid, self._unfinished[parents[-1]])
        return self._processes[pid]

    def _give_birth(self, parent: int, child: int, arguments: str) -> None:
        old = self._processes[parent]
        if "CLONE_FILES" in arguments:
            self._processes[child] = old
        else:
            self._processes[child] = _Process(files=dict(old.files), cwd=old.cwd)

    # -- processes and descriptors ---------------------------------------------------------------------

    def _born(self, call: _Call) -> None:
        parent = next(pid for pid, process in self._processes.items() if process is call.process)
        if call.result not in self._processes:
            self._give_birth(parent, call.result, call.arguments)

    _on_clone = _on_clone3 = _on_fork = _on_vfork = _born

    def _on_chdir(self, call: _Call) -> None:
        call.process.cwd = call.path(0)

    def _on_fchdir(self, call: _Call) -> None:
        call.process.cwd = call.files[0][1]

    def _on_close(self, call: _Call) -> None:
        call.process.files.pop(int(call.arguments.split("<")[0]), None)

    def _on_dup(self, call: _Call) -> None:
        found = call.process.files.get(int(call.files[0][0])) if call.files else None
        if found:
            call.process.files[call.result] = found

    _on_dup2 = _on_dup3 = _on_dup

    def _on_fcntl(self, call: _Call) -> None:
        if "F_DUPFD" in call.arguments:
            self._on_dup(call)

    def _on_lseek(self, call: _Call) -> None:
        found = call.process.files.get(int(call.files[0][0]))
        if found:
            found.offset = call.result

    # -- files -----------------------------------------------------------------------------------------

    def _on_openat(self, call: _Call) -> None:
        call.process.files.pop(call.result, None)
        path = call.opened
        if not self._disk.holds(path) or path == self._marks:
            return
        if "O_TMPFILE" in call.arguments:
            raise NotUnderstood(call.arguments)
        inode = self._disk.at(path)
        if inode is None:
            inode = self._disk.create(path)
        elif "O_TRUNC" in call.arguments:
            self._disk.truncate(inode, 0)
        call.process.files[call.result] = _Open(inode, appends="O_APPEND" in call.arguments)

    _on_open = _on_creat = _on_openat2 = _on_openat

    def _on_write(self, call: _Call) -> None:
        if call.files and call.files[0][1] == self._marks:
            self._disk.mark(b"".join(call.strings))
            return
        found = self._written(call)
        if found is None:
            return
        data = b"".join(call.strings)[: call.result]
        at = len(found.inode.data) if found.appends else found.offset
        self._disk.write(found.inode, at, data)
        found.offset = at + len(data)

    _on_writev = _on_write

    def _on_pwrite64(self, call: _Call) -> None:
        found = self._written(call)
        if found is not None:
            at = int(call.arguments.rpartition(",")[2])
            self._disk.write(found.inode, at, b"".join(call.strings)[: call.result])

    _on_pwritev = _on_pwrite64

    def _written(self, call: _Call) -> _Open | None:
        """The file that is written; None when it is none of ours."""
        number, path, is_gone = call.files[0] if call.files else ("", "", False)
        if not self._disk.holds(path):
            return None
        found = call.process.files.get(int(number))
        if found is None and not is_gone:
            raise NotUnderstood(f"written, but never opened: {path}")
        return found

    def _on_ftruncate(self, call: _Call) -> None:
        found = self._written(call)
        if found is not None:
            self._disk.truncate(found.inode, int(call.arguments.rpartition(",")[2]))

    def _on_truncate(self, call: _Call) -> None:
        inode = self._disk.at(call.path(0))
        if inode is not None:
            self._disk.truncate(inode, int(call.arguments.rpartition(",")[2]))

    def _refused(self, call: _Call) -> None:
        if any(self._disk.holds(path) for _, path, _ in call.files):
            raise NotUnderstood(call.arguments[:200])

    _on_copy_file_range = _on_sendfile = _on_splice = _on_fallocate = _on_pwritev2 = _refused

    def _on_mmap(self, call: _Call) -> None:
        if "PROT_WRITE" in call.arguments and "MAP_SHARED" in call.arguments:
            self._refused(call)

    # -- names -----------------------------------------------------------------------------------------

    def _on_mkdir(self, call: _Call) -> None:
        self._disk.make_folder(call.path(0))

    _on_mkdirat = _on_mkdir

    def _on_unlink(self, call: _Call) -> None:
        self._disk.remove(call.path(0))

    _on_unlinkat = _on_rmdir = _on_unlink

    def _on_rename(self, call: _Call) -> None:
        change = self._disk.exchange if "RENAME_EXCHANGE" in call.arguments else self._disk.rename
        change(call.path(0), call.path(1))

    _on_renameat = _on_renameat2 = _on_rename

    def _on_link(self, call: _Call) -> None:
        self._disk.link(call.path(0), call.path(1))

    _on_linkat = _on_link

    def _on_symlink(self, call: _Call) -> None:
        # git makes one in a new repository to see whether it can; an empty name stands for it.
        path = call.path(1)
        if self._disk.holds(path):
            self._disk.create(path)

    _on_symlinkat = _on_symlink

    # -- flushes ---------------------------------------------------------------------------------------

    def _on_fsync(self, call: _Call) -> None:
        self._flushed(call, is_whole=True)

    def _on_fdatasync(self, call: _Call) -> None:
        self._flushed(call, is_whole=False)

    def _flushed(self, call: _Call, *, is_whole: bool) -> None:
        number, path, _ = call.files[0]
        found = call.process.files.get(int(number))
        inode = found.inode if found else self._disk.at(path)
        if self._disk.holds(path) and inode is not None:
            self._disk.flush(inode, is_whole=is_whole)

    def _on_sync(self, _call: _Call) -> None:
        self._disk.flush_all()

    _on_syncfs = _on_sync


@dataclass
class _Call:
    process: _Process
    arguments: str
    result: int
    opened: str
    files: list[tuple[str, str, bool]]
    strings: list[bytes]

    def path(self, index: int) -> str:
        """The absolute path of a name among the arguments; folders given by descriptor come before them."""
        path = os.fsdecode(self.strings[index])
        folder = self.files[index][1] if len(self.files) > index else self.process.cwd
        return os.path.normpath(os.path.join(folder, path))


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def _plain(text: str) -> str:
    return os.fsdecode(_bytes(text))
