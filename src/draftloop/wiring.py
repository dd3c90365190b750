"""Config to desk: the only module that knows which adapter fills which port."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Literal, TypeVar, cast

from draftloop import config, paths
from draftloop.lazy import LazyMap, lazily
from draftloop.loop.errors import BadSetting, BadValue, Unreadable
from draftloop.loop.ports import Trouble
from draftloop.loop.settings import Settings
from draftloop.steps.desk import Desk

if TYPE_CHECKING:
    from draftloop.adapters.checkers.lt_install import LanguageToolInstaller
    from draftloop.adapters.meaning.install import ModelInstaller
    from draftloop.adapters.workspace import NewWorkspace
    from draftloop.loop.engine_ports import Checker, MarkdownReader, Meaning
    from draftloop.loop.instance import Instance
    from draftloop.loop.leftovers import Leftovers
    from draftloop.loop.ports import (
        Autosaves,
        Conflicts,
        Consent,
        ExternalEditor,
        Hints,
        History,
        HistoryTags,
        Library,
        Programs,
        Recovery,
        ScaffoldShelf,
        SearchIndex,
        Sittings,
    )
    from draftloop.loop.site_ports import Exporter, SiteFolder
    from draftloop.loop.surroundings import Surroundings
    from draftloop.loop.tally import RuleTally
    from draftloop.loop.waiting import IterationQueue, Locks

FIRST_YEAR, LAST_YEAR = 1970, 2999
"""What git can record, and what a calendar can count weeks from, forward and back."""

T = TypeVar("T")


def desk_for(root: str, *, with_defaults: bool = False) -> Desk:
    """The desk of the workspace at `root`. Nothing is started, loaded or written yet.

    Args:
        root: The workspace's real path.
        with_defaults: Pass over its settings files, for what must work when they are broken.

    Raises:
        BadSetting: a setting cannot be used.
        Unreadable: a settings file cannot be read.
    """
    settings = Settings() if with_defaults else config.load(root, paths.config_folder())
    return _desk(_Place(root), settings, has_history=True)


def desk_for_files() -> Desk:
    """A desk outside any workspace, for files named on the command line: the user's settings, no history."""
    try:
        place = _Place(os.path.realpath(os.getcwd()))
    except FileNotFoundError:
        place = _Place(os.sep)  # the folder is gone; the files were named in full
    return _desk(place, config.load(None, paths.config_folder()), has_history=False)


def setting_trouble(error: BadSetting | Unreadable) -> Trouble:
    """A broken settings file as a row of `doctor`."""
    remedy = "defaults are used until it is mended"
    problem = error.reason if isinstance(error, Unreadable) else f"{error.key}: {error.problem}"
    return Trouble(file=error.path, line=error.line, problem=problem, remedy=remedy)


def make_workspace(folder: str) -> NewWorkspace:
    """See `adapters/workspace.py`."""
    from draftloop.adapters import workspace

    return workspace.make_workspace(folder)


def model_installer() -> ModelInstaller:
    """See `adapters/meaning/install.py`."""
    from draftloop.adapters.meaning.install import ModelInstaller

    return ModelInstaller(paths.model_folder())


def languagetool_installer() -> LanguageToolInstaller:
    """See `adapters/checkers/lt_install.py`.

    Raises:
        BadSetting: the user's settings cannot be used.
        Unreadable: they cannot be read.
    """
    from draftloop.adapters.checkers.lt_install import LanguageToolInstaller

    use = config.load(None, paths.config_folder()).languagetool_use
    return LanguageToolInstaller(paths.languagetool_folder(), _run_folder(), use)


def use_languagetool(use: str) -> str:
    """Set `[languagetool] use` in the user's own settings; the file's path.

    Raises:
        Unreadable: the file cannot be changed safely.
        CannotWrite: the disk refuses.
    """
    from draftloop.adapters import user_settings

    user_settings.set_text(user_settings_path(), "languagetool", "use", use)
    return user_settings_path()


def user_settings_path() -> str:
    """Of the user's own settings file, there or not."""
    return os.path.join(paths.config_folder(), config.USER_FILE)


def clock() -> datetime:
    """$DRAFTLOOP_NOW (ISO 8601 with offset) where a script sets it, else the system's clock.

    Raises:
        BadValue: $DRAFTLOOP_NOW cannot be read as a time with an offset.
    """
    given = os.environ.get("DRAFTLOOP_NOW")
    if not given:
        return datetime.now().astimezone()
    try:
        when = datetime.fromisoformat(given)
    except ValueError:
        raise BadValue("DRAFTLOOP_NOW", given, "is not a time, like 2026-11-09T20:14:00+01:00") from None
    if when.tzinfo is None:
        raise BadValue("DRAFTLOOP_NOW", given, "lacks its offset, like +01:00")
    if not FIRST_YEAR <= when.year <= LAST_YEAR:
        raise BadValue("DRAFTLOOP_NOW", given, f"is not between {FIRST_YEAR} and {LAST_YEAR}")
    return when


class _Place:
    """Where the files of one workspace and its state are."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.state = paths.state_folder()
        self.user = paths.config_folder()
        self.id = paths.workspace_id(root)

    def derived(self, name: str) -> str:
        """A disposable database."""
        from draftloop.adapters.git_places import Repository, find_repository, scratch_path

        found = find_repository(self.root)
        if isinstance(found, Repository):
            return scratch_path(found, name)
        return os.path.join(paths.derived_folder(self.id), name)


def _desk(place: _Place, settings: Settings, *, has_history: bool) -> Desk:
    from draftloop.adapters.library import FileLibrary
    from draftloop.adapters.recovery import RecoveryFolder
    from draftloop.adapters.sittings import SittingFiles

    recovery: Recovery = RecoveryFolder(place.state, place.root, place.id, now=clock)
    library: Library = FileLibrary(place.root, recovery)
    sittings: Sittings = SittingFiles(place.state, place.id)
    queue: IterationQueue | None = lazily(lambda: _queue(place)) if has_history else None
    history = lazily(lambda: _history(place, settings, queue))
    checkers = LazyMap(_checkers(place, settings))
    models: LazyMap[Meaning] = LazyMap({"bge": _meaning})
    return Desk(
        settings=settings,
        now=clock,
        library=library,
        history=history,
        tags=cast("HistoryTags", history),
        sittings=sittings,
        recovery=recovery,
        index=lazily(lambda: _index(place)),
        markdown=lazily(_markdown),
        scaffolds=lazily(lambda: _scaffolds(place)),
        consent=lazily(lambda: _consent(place)),
        editor=lazily(lambda: _editor(place, settings)),
        checkers=checkers,
        exporters=LazyMap({"hugo": _hugo, "markdown": _plain}),
        sites=lazily(lambda: _sites(place)),
        programs=lazily(_programs),
        user_dictionary=lambda: _user_dictionary(place, recovery),
        change_user_dictionary=lambda change: _change_user_dictionary(place, recovery, change),
        meaning=lazily(lambda: models["bge"]),
        tally=lazily(lambda: _tally(place)),
        autosaves=lazily(lambda: _autosaves(place, "autosave")) if has_history else None,
        trash=lazily(lambda: _autosaves(place, "trash")) if has_history else None,
        conflicts=lazily(lambda: _conflicts(place)) if has_history else None,
        surroundings=lazily(lambda: _surroundings(place, settings)),
        leftovers=lazily(lambda: _leftovers(place)),
        instance=lazily(lambda: _instance(place)),
        hints=lazily(lambda: _hints(place)),
        queue=queue,
        locks=lazily(lambda: _locks(place)) if has_history else None,
        close=lambda: _close([*checkers.made(), *models.made()]),
    )


def _close(started: Sequence[Checker | Meaning]) -> None:
    for one in started:
        one.close()


def _leftovers(place: _Place) -> Leftovers:
    from draftloop.adapters.leftovers import LeftoverFiles

    return LeftoverFiles(place.root)


def _surroundings(place: _Place, settings: Settings) -> Surroundings:
    from draftloop.adapters.surroundings import SystemSurroundings

    return SystemSurroundings(place.root, place.state, place.id, hooks=settings.git_hooks, now=clock)


def _instance(place: _Place) -> Instance:
    from draftloop.adapters.instance import Instance

    return Instance(place.state, place.id, place.root, now=clock)


def _autosaves(place: _Place, purpose: Literal["autosave", "trash"]) -> Autosaves:
    from draftloop.adapters.autosave import GitAutosaves

    return GitAutosaves(place.root, purpose)


def _conflicts(place: _Place) -> Conflicts:
    from draftloop.adapters.conflict_refs import GitConflicts

    return GitConflicts(place.root)


def _hints(place: _Place) -> Hints:
    from draftloop.adapters.hints import HintFolder

    return HintFolder(place.state)


def _tally(place: _Place) -> RuleTally:
    from draftloop.adapters.tally import TallyFile

    return TallyFile(place.state)


def _meaning() -> Meaning:
    from draftloop.adapters.meaning.engine import MeaningEngine

    return MeaningEngine(paths.model_folder(), os.path.join(paths.state_folder(), "derived", "meaning"))


def _history(place: _Place, settings: Settings, queue: IterationQueue | None) -> History:
    if queue is None:
        from draftloop.adapters.no_history import NoHistory

        return NoHistory()
    from draftloop.adapters.history import GitHistory
    from draftloop.adapters.waiting_history import FileTree, WaitingHistory

    recorded = GitHistory(place.root, hooks=settings.git_hooks)
    return WaitingHistory(recorded, queue, FileTree(place.root))


def _queue(place: _Place) -> IterationQueue:
    from draftloop.adapters.queue import QueueFolder

    return QueueFolder(place.state, place.root, place.id)


def _locks(place: _Place) -> Locks:
    from draftloop.adapters.git_locks import GitLocks

    return GitLocks(place.root)


def _index(place: _Place) -> SearchIndex:
    from draftloop.adapters.index import FileIndex

    return FileIndex(place.derived("index.db"), place.root)


def _markdown() -> MarkdownReader:
    from draftloop.adapters.markdown import Markdown

    return Markdown()


def _scaffolds(place: _Place) -> ScaffoldShelf:
    from draftloop.adapters.scaffolds import Shelf

    return Shelf(os.path.join(place.root, "scaffolds"), os.path.join(place.user, "scaffolds"))


def _consent(place: _Place) -> Consent:
    from draftloop.adapters.consent import ConsentFile

    return ConsentFile(os.path.join(place.user, "consent.toml"), place.id)


def _editor(place: _Place, settings: Settings) -> ExternalEditor:
    from draftloop.adapters.editor import TerminalEditor

    return TerminalEditor(place.root, os.path.join(place.state, "scratch"), settings.editor_command)


def _sites(place: _Place) -> SiteFolder:
    from draftloop.adapters.site_folder import SiteFolderOnDisk

    return SiteFolderOnDisk(place.root)


def _programs() -> Programs:
    from draftloop.adapters.programs import OwnPrograms

    return OwnPrograms()


def _hugo() -> Exporter:
    from draftloop.adapters.exporters.hugo import Hugo

    return Hugo()


def _plain() -> Exporter:
    from draftloop.adapters.exporters.plain import Plain

    return Plain()


def _checkers(place: _Place, settings: Settings) -> dict[str, Callable[[], Checker]]:
    def harper() -> Checker:
        from draftloop.adapters.checkers.cache import CachedChecker, CheckCache
        from draftloop.adapters.checkers.harper import HarperChecker

        return CachedChecker(HarperChecker(), CheckCache(place.derived("checks.db")))

    def languagetool() -> Checker:
        from draftloop.adapters.checkers.cache import CachedChecker, CheckCache
        from draftloop.adapters.checkers.languagetool import checker_for
        from draftloop.loop.elsewhere import GRAMMAR_SERVER, server_elsewhere

        use = settings.languagetool_use
        is_elsewhere = bool(server_elsewhere(settings, ("languagetool",)))
        checker = checker_for(
            use,
            own_folder=paths.languagetool_folder(),
            run_folder=_run_folder(),
            language=settings.lang,
            may_send=lambda: not is_elsewhere or _consent(place).is_given(GRAMMAR_SERVER, use),
        )
        # Two servers of one version may differ in what they were set up with; those we start do not.
        address = use if "://" in use else ""
        return CachedChecker(checker, CheckCache(place.derived("checks.db")), settings=address)

    return {"harper": harper, "languagetool": languagetool}


def _run_folder() -> str:
    """Configuration and log of the LanguageTool server that we start."""
    return os.path.join(paths.state_folder(), "languagetool")


def _user_dictionary(place: _Place, recovery: Recovery) -> str:
    from draftloop.adapters.library import FileLibrary

    if not os.path.isdir(place.user):
        return ""
    return FileLibrary(os.path.realpath(place.user), recovery).open("dictionary.txt").text


def _change_user_dictionary(place: _Place, recovery: Recovery, change: Callable[[str], str]) -> None:
    from draftloop.adapters.files import make_folder
    from draftloop.adapters.library import FileLibrary

    make_folder(place.user)
    library = FileLibrary(os.path.realpath(place.user), recovery)
    document = library.open("dictionary.txt")
    library.save(document, change(document.text))
