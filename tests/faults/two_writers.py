"""One file and everybody who writes it: what each of them finished must be somewhere, whoever came last."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from draftloop.adapters import kept_files
from draftloop.adapters.journal import segments
from draftloop.adapters.journal_format import read_states

WRITER = "the writer at draftloop"


def texts_kept(state: Path) -> set[bytes]:
    """Every text in the recovery store, on offer or not, and each that a journal went through."""
    found: set[bytes] = set()
    for folder, _, _ in os.walk(state / "recovery"):
        for entry in kept_files.entries(folder):
            found.add(kept_files.read_entry(folder, entry)[1].encode("utf-8", "surrogatepass"))
        for name in segments(folder):
            data = (Path(folder) / str(name)).read_bytes()
            found.update(one.text.encode("utf-8", "surrogatepass") for one in read_states(data))
    return found


@dataclass
class Ledger:
    """What was finished by whom, and what nobody but its writer's own kind wrote over."""

    file: Path
    state: Path
    owed: dict[bytes, str] = field(default_factory=dict)
    """Text to who wrote it."""
    words: dict[bytes, str] = field(default_factory=dict)
    """The same for single words, each of its own kind: where the whole text is not known."""
    in_git: set[bytes] = field(default_factory=set)

    def stands(self) -> bytes | None:
        """What is in the file now."""
        try:
            return self.file.read_bytes()
        except FileNotFoundError:
            return None

    def finished(self, text: bytes, who: str) -> None:
        """From now on this text must be found somewhere."""
        self.owed.setdefault(text, who)

    def overwritten_by_another(self, text: bytes | None, *, keeps_words: bool = True) -> None:
        """Somebody who is not draftloop wrote over it: it is lost where draftloop never had it in hand."""
        if text is None:
            return
        if not self.owed.get(text, "").startswith("draftloop"):
            self.owed.pop(text, None)
        if not keeps_words:
            for word in [word for word, who in self.words.items() if word in text and who != WRITER]:
                del self.words[word]

    def check(self) -> None:
        """Raise AssertionError for a text that is nowhere."""
        here = {self.stands() or b"", *self.in_git}
        missing = [text for text in self.owed if text not in here]
        lost = [word for word in self.words if not any(word in text for text in here)]
        if not missing and not lost:
            return
        kept = texts_kept(self.state)
        for word in lost:
            if any(word in text for text in kept):
                continue
            parts = [word[:size] for size in range(len(word) - 1, 3, -1)]
            nearest = next((part for part in parts if any(part in text for text in {*here, *kept})), b"")
            raise AssertionError(
                f"nowhere: {word!r}, which {self.words[word]} wrote; {nearest!r} is somewhere\n"
                f"the file: {self.stands()!r}"
            )
        for text in missing:
            assert text in kept or text.removeprefix(b"\xef\xbb\xbf") in kept, (
                f"nowhere: {text[-60:]!r}, which {self.owed[text]} finished; the file: {self.stands()!r}"
            )


@dataclass
class Outsider:
    """Programs that are not draftloop, on the file of a ledger. Every text they write is new."""

    ledger: Ledger
    env: Mapping[str, str] | None = None
    count: int = 0
    half: tuple[int, bytes] | None = None
    """A file that is open, and what is still to be written to it."""

    @property
    def file(self) -> Path:
        return self.ledger.file

    def word(self) -> bytes:
        self.count += 1
        return b"theirs%d" % self.count

    def _write(self, text: bytes, *, by: str) -> None:
        self.ledger.overwritten_by_another(self.ledger.stands())
        self.ledger.finished(text, by)

    def append(self) -> None:
        addition = self.word()
        self.ledger.overwritten_by_another(self.ledger.stands())
        with self.file.open("ab") as file:
            file.write(b"\n\n" + addition + b"\n")
        self.ledger.words[addition] = "an appending program"

    def truncate(self, text: bytes | None = None, by: str = "an editor that writes in place") -> None:
        text = self._edited() if text is None else text
        self._write(text, by=by)
        self.file.write_bytes(text)

    def rename(self, by: str = "an editor that renames") -> None:
        text = self._edited()
        self._write(text, by=by)
        other = self.file.with_name(".theirs.tmp")
        other.write_bytes(text)
        other.rename(self.file)

    def backup_first(self) -> None:
        """As vim with backupcopy=no: the old file gets another name, then a new one is written."""
        text = self._edited()
        self._write(text, by="vim")
        if self.file.exists():
            self.file.rename(self.file.with_name("post.md~"))
        self.file.write_bytes(text)
        self.file.with_name("post.md~").unlink(missing_ok=True)

    def same_size(self) -> None:
        """Another text of the same size, the time of the last write put back."""
        before = self.ledger.stands()
        if not before:
            return
        times = self.file.stat()
        text = before[:-2] + b"%d" % (self.count % 10) + before[-1:]
        self.count += 1
        if text != before:
            self.ledger.overwritten_by_another(before, keeps_words=False)
            self.truncate(text)
            os.utime(self.file, ns=(times.st_atime_ns, times.st_mtime_ns))

    def delete(self) -> None:
        self.ledger.overwritten_by_another(self.ledger.stands(), keeps_words=False)
        self.file.unlink(missing_ok=True)

    def touch(self) -> None:
        if self.file.exists():
            os.utime(self.file)

    def mode(self) -> None:
        if self.file.exists():
            self.file.chmod(0o600 if self.file.stat().st_mode & 0o077 else 0o644)

    def begin_half(self) -> None:
        """Truncate, write half, and keep the file open."""
        if self.half is not None:
            return
        text = self._edited()
        self.ledger.overwritten_by_another(self.ledger.stands(), keeps_words=False)
        descriptor = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        os.write(descriptor, text[: len(text) // 2])
        self.half = descriptor, text

    def end_half(self) -> None:
        """Write the rest; what was finished is the whole, if nobody else replaced the file meanwhile."""
        if self.half is None:
            return
        descriptor, text = self.half
        is_there = self.file.exists() and os.path.samestat(os.fstat(descriptor), self.file.stat())
        if is_there:
            # What was appended meanwhile stands where the rest goes.
            self.ledger.overwritten_by_another(self.ledger.stands(), keeps_words=False)
        os.write(descriptor, text[len(text) // 2 :])
        os.close(descriptor)
        self.half = None
        whole = self.ledger.stands()
        if is_there and whole is not None:
            self.ledger.finished(whole, "an editor that paused half-way")

    def commit(self) -> None:
        """By hand, in a shell."""
        if self.file.exists():
            self.git("add", self.file.name)
            self.git("commit", "-q", "--allow-empty", "-m", "By hand")
            self.ledger.in_git.add(self.ledger.stands() or b"")

    def checkout(self) -> None:
        """The file as the branch has it."""
        self.ledger.overwritten_by_another(self.ledger.stands(), keeps_words=False)
        self.git("checkout", "-q", "HEAD", "--", self.file.name)

    def git(self, *arguments: str) -> None:
        subprocess.run(
            ["git", *arguments], cwd=self.file.parent, env=self.env, check=True, capture_output=True
        )

    def _edited(self) -> bytes:
        """What stands there, edited: a word in the first line, and sometimes another at the end."""
        before = self.ledger.stands() or b""
        first, end, rest = before.partition(b"\n")
        text = first + b" " + self.word() + end + rest
        return text + self.word() + b"\n" if self.count % 3 == 0 else text
