"""Installs LanguageTool's jars through Maven, looks at them, and takes them away again."""

from __future__ import annotations

import os
import shutil
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.adapters.checkers.languagetool import LanguageToolChecker, NoLanguageTool, checker_for
from draftloop.adapters.checkers.lt_jars import (
    INSTALL,
    LANGUAGES_FILE,
    NAME,
    find_jars,
    find_java,
    java_version,
    size_of_jars,
)
from draftloop.adapters.checkers.lt_own_server import OwnServer
from draftloop.adapters.checkers.lt_pom import ALWAYS, LANGUAGES, SIZE, VERSION, pom_for
from draftloop.adapters.files import cannot_write
from draftloop.adapters.maven import find_mvn, run_mvn, size_of
from draftloop.adapters.staging import staging, sync
from draftloop.loop.errors import BadValue, CheckerTrouble, ToolMissing, Unreadable
from draftloop.loop.ports import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from draftloop.loop.engine_ports import Checker

_SOURCE = f"org.languagetool:languagetool-server:{VERSION}"
_STAGING = ".draftloop-languagetool-"
_OWN = ("pom.xml", LANGUAGES_FILE, "jars")
"""Put in place in this order, and taken away from behind: without its jars nothing counts as installed."""
_TRIAL = "The results is better then I expected."
"""With two slips that any LanguageTool for English knows."""
_LOOK_S = 0.2
_NO_MVN = (
    "install Maven (Debian, Ubuntu: apt install maven), or name a folder with the jars in [languagetool] use"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageToolStatus:
    """What is set up of LanguageTool."""

    use: str
    """As in [languagetool] use."""
    folder: str
    """Where installed jars are, or would be; the user's own folder if one is set."""
    is_there: bool
    version: str
    languages: tuple[str, ...]
    """Empty: whatever the jars or the server know."""
    jars: int
    size_bytes: int
    java: str
    """Path and version; empty: none that is new enough."""
    problem: str
    """Why it would not work; empty: a server answered."""
    remedy: str

    @property
    def answers(self) -> bool:
        return not self.problem


class LanguageToolInstaller:
    """The jars of this machine's user."""

    name = f"LanguageTool {VERSION}"
    license = "LGPL-2.1"
    source = "Maven Central, or the mirror that your mvn is set up with"

    def __init__(self, folder: str, run_folder: str, use: str) -> None:
        """Nothing is read or made yet.

        Args:
            folder: Where the jars are put.
            run_folder: Where a server of ours keeps its configuration and log.
            use: The setting as it is.
        """
        self.folder, self._run_folder, self.use = folder, run_folder, use.strip() or "off"
        self._real = os.path.realpath(folder)

    # -- before ------------------------------------------------------------------------------------------

    def languages(self, added: Sequence[str]) -> tuple[str, ...]:
        """What an install would fetch: English, what is there already, and these.

        Raises:
            BadValue: a language that LanguageTool has no jar for.
        """
        codes = [code.partition("-")[0].partition("_")[0].lower() for code in added]
        for given, code in zip(added, codes, strict=True):
            if code not in LANGUAGES:
                raise BadValue("--language", given, f"is none of {' '.join(LANGUAGES)}")
        try:
            there = find_jars(self.folder, remedy="").languages
        except CheckerTrouble:
            there = ()
        return tuple(dict.fromkeys((ALWAYS, *there, *codes)))

    def size(self, languages: Sequence[str]) -> str:
        """What has to be fetched, in words."""
        more = [LANGUAGES[code] for code in languages if code != ALWAYS]
        return SIZE if not more else f"{SIZE}, and the jars of {' and '.join(more)} (2 to 30 MB each)"

    def has(self, languages: Sequence[str]) -> bool:
        """Whether jars of this version for these languages are there."""
        try:
            jars = find_jars(self.folder, remedy="")
        except CheckerTrouble:
            return False
        return jars.version == VERSION and set(languages) <= set(jars.languages)

    def check(self) -> None:
        """Raises ToolMissing where mvn or a Java that is new enough is missing."""
        find_mvn(_NO_MVN)
        try:
            find_java()
        except CheckerTrouble as problem:
            raise ToolMissing(
                "LanguageTool", f"cannot run here: {problem.reason}", problem.remedy
            ) from problem

    # -- doing it ----------------------------------------------------------------------------------------

    def install(self, languages: Sequence[str], progress: Callable[[int], None]) -> None:
        """Fetch the jars, try them, and put them in place.

        Args:
            languages: What `languages` gave.
            progress: Told a few times a second how many bytes have come.

        Raises:
            ToolMissing: mvn or Java is missing.
            Unreadable: they could not be fetched, or do not work.
            CannotWrite: the disk refuses. In each case everything is as before.
        """
        self.check()
        try:
            with staging(os.path.dirname(self._real), _STAGING, "languagetool", "scratch") as (
                staged,
                scratch,
            ):
                self._fetch(languages, staged, scratch, progress)
                problem = _trial(staged, scratch, languages)
                if problem is not None:
                    raise Unreadable(_SOURCE, problem.reason, "nothing was installed")
                self._put(staged)
        except OSError as error:
            raise cannot_write(self.folder, error) from error

    def _fetch(
        self, languages: Sequence[str], staged: str, scratch: str, progress: Callable[[int], None]
    ) -> None:
        pom, jars = os.path.join(staged, "pom.xml"), os.path.join(staged, "jars")
        with open(pom, "w", encoding="utf-8") as file:
            file.write(pom_for(languages))
        with open(os.path.join(staged, LANGUAGES_FILE), "w", encoding="utf-8") as file:
            file.write("".join(f"{code}\n" for code in languages))
        with _watched(scratch, progress):
            run_mvn(
                # -C: a jar whose checksum is not the repository's is refused.
                ["-C", "-f", pom, "dependency:copy-dependencies", f"-DoutputDirectory={jars}"],
                what=_SOURCE,
                folder=scratch,
                repository=os.path.join(scratch, "repository"),
                remedy="try again, or name a folder with the jars in [languagetool] use",
            )

    def _put(self, staged: str) -> None:
        """In place of what is there; never a mixture of both."""
        self._take_away()
        os.makedirs(self._real, mode=0o700, exist_ok=True)
        for name in _OWN:
            os.replace(os.path.join(staged, name), os.path.join(self._real, name))
        sync(self._real)

    def remove(self) -> bool:
        """Take the jars away, and the folder if nothing else is in it; whether there were any.

        Raises:
            CannotWrite: the disk refuses.
        """
        try:
            found = self._take_away()
        except OSError as error:
            raise cannot_write(self.folder, error) from error
        with suppress(OSError):  # something else is in it, or it is not there
            os.rmdir(self._real)
        return found

    def _take_away(self) -> bool:
        found = False
        for name in reversed(_OWN):
            path = os.path.join(self._real, name)
            if not os.path.lexists(path):
                continue
            found = True
            if os.path.isdir(path) and not os.path.islink(path):
                shutil.rmtree(path)
            else:
                os.unlink(path)
        return found

    # -- looking -----------------------------------------------------------------------------------------

    def status(self) -> LanguageToolStatus:
        """What is set up; starts a server of ours, or asks the one that is set, to see whether it works."""
        use = self.use
        folder = os.path.expanduser(use) if use.startswith(("/", "~")) else self.folder
        problem = remedy = version = java = ""
        languages: tuple[str, ...] = ()
        count = 0
        try:
            java = _java()
        except CheckerTrouble as trouble:
            problem, remedy = trouble.reason, trouble.remedy
        try:
            jars = find_jars(folder, remedy=INSTALL)
            version, languages, count = jars.version, jars.languages, jars.count
        except CheckerTrouble as trouble:
            problem, remedy = trouble.reason, trouble.remedy
        if "://" in use or not problem:
            # Jars that are not switched on are tried all the same.
            trouble_found = _ask_once(self._checker("managed" if use == "off" else use))
            problem, remedy = (trouble_found.reason, trouble_found.remedy) if trouble_found else ("", "")
        return LanguageToolStatus(
            use=use,
            folder=folder,
            is_there=count > 0,
            version=version,
            languages=languages,
            jars=count,
            size_bytes=size_of_jars(folder),
            java=java,
            problem=problem,
            remedy=remedy,
        )

    def trouble(self) -> Trouble | None:
        """Why what is set in [languagetool] use cannot work, at a glance: nothing is started or asked."""
        if self.use == "off":
            return None
        try:
            self._checker(self.use).look()
        except CheckerTrouble as problem:
            return Trouble(
                file=self.folder if self.use == "managed" else self.use,
                line=None,
                problem=f"LanguageTool cannot work: {problem.reason}",
                remedy=problem.remedy,
                severity="warning",
            )
        return None

    def _checker(self, use: str) -> LanguageToolChecker | NoLanguageTool:
        return checker_for(use, own_folder=self.folder, run_folder=self._run_folder)


def _java() -> str:
    java = find_java()
    return f"{java}, version {java_version(java)}"


def _trial(staged: str, scratch: str, languages: Sequence[str]) -> CheckerTrouble | None:
    """Why the jars cannot be used; None: a server started from them and read every language."""
    checker = LanguageToolChecker(OwnServer(staged, scratch, remedy=INSTALL))
    try:
        for code in languages:
            trouble = _ask(checker, code)
            if trouble is not None:
                return trouble
        return None
    finally:
        checker.close()


def _ask_once(checker: Checker) -> CheckerTrouble | None:
    try:
        return _ask(checker, "en-US")
    finally:
        checker.close()


def _ask(checker: Checker, code: str) -> CheckerTrouble | None:
    is_english = code.startswith("en")
    try:
        (alarms,) = checker.check([_TRIAL if is_english else "1."], dialect=code)
    except CheckerTrouble as problem:
        return problem
    if alarms is None or (is_english and not alarms):
        return CheckerTrouble(NAME, "it finds nothing wrong with a sentence that is wrong")
    return None


@contextmanager
def _watched(folder: str, progress: Callable[[int], None]) -> Iterator[None]:
    """Tell how much is in a folder while something else fills it."""
    is_over = threading.Event()

    def watch() -> None:
        while not is_over.wait(_LOOK_S):
            progress(size_of(folder))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        is_over.set()
        watcher.join()
