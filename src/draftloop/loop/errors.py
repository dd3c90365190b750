"""Everything that can go wrong, as facts. The sentences are written in `steps/explain.py`, for both faces.

DraftloopError
├── WrongInput                what was given cannot be used (exit status 2)
│   ├── NoWorkspace           no workspace around the current folder
│   ├── NotFound              no idea, draft, file or version of that name
│   ├── Ambiguous             the start of a slug fits several
│   ├── Unreadable            a file is missing, forbidden, undecodable, unparsable or too large
│   ├── BadSetting            an unknown key or a wrong type in a settings file
│   ├── BadValue              an argument that cannot be used
│   └── ToolMissing           git, an editor or another program is not there
├── AnswerIsNo                asked and answered with "no" (exit status 1)
│   ├── NotReady              the definition of done is not met
│   └── SameDay               a rewrite from memory on the day of the last round
├── Refused                   nothing was done, so that nothing is lost (exit status 3)
│   ├── ChangedOnDisk         somebody else wrote the file since it was read
│   ├── CannotWrite           disk full, read-only, forbidden
│   ├── HistoryUnavailable    git cannot record now: merge, rebase, detached, locked, no identity
│   ├── SiteChanged           files of the site are not as draftloop left them
│   ├── ConsentNeeded         a path or program named by the workspace needs one yes
│   ├── ReadsOnly             another draftloop has the workspace open
│   ├── AppIsOpen             an open app has words that the files have not
│   └── AlreadyThere          the place is taken
└── CheckerTrouble
    ├── CheckerUnavailable    the engine cannot start
    └── CheckerFailed         the engine died or answered nonsense
"""

from __future__ import annotations

# As typing has it, which takes longer to load than the whole quick way of `idea add`, which comes by here.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from draftloop.loop.instance import Holder


class DraftloopError(Exception):
    """Anything draftloop knows by name. Carries facts; `str()` is for logs and tests only."""

    def __init__(self, **facts: object) -> None:
        super().__init__(", ".join(f"{name}={value!r}" for name, value in facts.items()))


class WrongInput(DraftloopError):
    """What was given cannot be used."""


class NoWorkspace(WrongInput):
    """There is no workspace around `start`."""

    def __init__(self, start: str) -> None:
        super().__init__(start=start)
        self.start = start


class NotFound(WrongInput):
    """No `kind` (idea, draft, file, version, target ...) is called `name`; `near` are similar names."""

    def __init__(self, kind: str, name: str, near: tuple[str, ...] = ()) -> None:
        super().__init__(kind=kind, name=name, near=near)
        self.kind, self.name, self.near = kind, name, near


class Ambiguous(WrongInput):
    """`name` is the start of several slugs."""

    def __init__(self, name: str, candidates: tuple[str, ...]) -> None:
        super().__init__(name=name, candidates=candidates)
        self.name, self.candidates = name, candidates


class Unreadable(WrongInput):
    """The file at `path` cannot be read or understood; `line` is 1-based, or None for the whole file."""

    def __init__(self, path: str, reason: str, remedy: str = "", line: int | None = None) -> None:
        super().__init__(path=path, reason=reason, remedy=remedy, line=line)
        self.path, self.reason, self.remedy, self.line = path, reason, remedy, line


class BadSetting(WrongInput):
    """`key` in the settings file `path` is unknown or of a wrong type; `near` is the nearest known key."""

    def __init__(self, path: str, key: str, problem: str, line: int | None = None, near: str = "") -> None:
        super().__init__(path=path, key=key, problem=problem, line=line, near=near)
        self.path, self.key, self.problem, self.line, self.near = path, key, problem, line, near


class BadValue(WrongInput):
    """`value`, given for `what`, cannot be used because of `problem`."""

    def __init__(self, what: str, value: str, problem: str) -> None:
        super().__init__(what=what, value=value, problem=problem)
        self.what, self.value, self.problem = what, value, problem


class ToolMissing(WrongInput):
    """The program `tool` is not there or does not start."""

    def __init__(self, tool: str, reason: str, remedy: str) -> None:
        super().__init__(tool=tool, reason=reason, remedy=remedy)
        self.tool, self.reason, self.remedy = tool, reason, remedy


class MeaningUnavailable(WrongInput):
    """The outline diff cannot go by meaning; by words it always can."""

    def __init__(self, reason: str, remedy: str = "") -> None:
        super().__init__(reason=reason, remedy=remedy)
        self.reason, self.remedy = reason, remedy


class AnswerIsNo(DraftloopError):
    """A question was answered with "no"; nothing is wrong with the input."""


class NotReady(AnswerIsNo):
    """`slug` does not meet the definition of done; `rows` are the unmet rows as sentences."""

    def __init__(self, slug: str, rows: tuple[str, ...]) -> None:
        super().__init__(slug=slug, rows=rows)
        self.slug, self.rows = slug, rows


class SameDay(AnswerIsNo):
    """The last round of `slug` was written today; memory works better tomorrow."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug=slug)
        self.slug = slug


class NothingToCompare(AnswerIsNo):
    """`slug` has one outline only; it takes a rewrite to compare."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug=slug)
        self.slug = slug


class Refused(DraftloopError):
    """Nothing was done, in order to lose nothing."""


class ChangedOnDisk(Refused):
    """`path` is not what was read: somebody else wrote it. `kept` says where our text is safe, if it is."""

    def __init__(self, path: str, expected: str, found: str, kept: str = "") -> None:
        super().__init__(path=path, expected=expected, found=found, kept=kept)
        self.path, self.expected, self.found, self.kept = path, expected, found, kept


class CannotWrite(Refused):
    """The disk does not take `path`, for `reason`. `kept` says where our text is safe, if it is."""

    def __init__(self, path: str, reason: str, remedy: str = "", kept: str = "") -> None:
        super().__init__(path=path, reason=reason, remedy=remedy, kept=kept)
        self.path, self.reason, self.remedy, self.kept = path, reason, remedy, kept


class HistoryUnavailable(Refused):
    """git cannot record now. `state` is a short name (merge, rebase, detached, locked, identity ...)."""

    def __init__(self, state: str, reason: str, remedy: str) -> None:
        super().__init__(state=state, reason=reason, remedy=remedy)
        self.state, self.reason, self.remedy = state, reason, remedy


class SiteChanged(Refused):
    """Files below the target's root are not as the last ship left them; `paths` are relative to it."""

    def __init__(self, target: str, paths: tuple[str, ...], reason: str, diff: str = "") -> None:
        super().__init__(target=target, paths=paths, reason=reason)
        self.target, self.paths, self.reason, self.diff = target, paths, reason, diff


class ConsentNeeded(Refused):
    """The workspace names `what` (a folder or a program): it needs one yes on this machine."""

    def __init__(self, what: str, value: str, remedy: str) -> None:
        super().__init__(what=what, value=value, remedy=remedy)
        self.what, self.value, self.remedy = what, value, remedy


class ReadsOnly(Refused):
    """Another draftloop, the `holder`, writes here. `kept` says where our text is safe, if there is one."""

    def __init__(self, holder: Holder, kept: str = "") -> None:
        super().__init__(holder=holder, kept=kept)
        self.holder, self.kept = holder, kept


class AppIsOpen(Refused):
    """An open app has words that the files have not; `sentence` says which, and who has them."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence=sentence)
        self.sentence = sentence


class AlreadyThere(Refused):
    """`path` exists already and would have been overwritten."""

    def __init__(self, path: str, remedy: str = "") -> None:
        super().__init__(path=path, remedy=remedy)
        self.path, self.remedy = path, remedy


class CheckerTrouble(DraftloopError):
    """A grammar engine cannot do its work; the text is untouched and the others go on."""

    def __init__(self, engine: str, reason: str, remedy: str = "") -> None:
        super().__init__(engine=engine, reason=reason, remedy=remedy)
        self.engine, self.reason, self.remedy = engine, reason, remedy


class CheckerUnavailable(CheckerTrouble):
    """The engine cannot start here."""


class CheckerFailed(CheckerTrouble):
    """The engine died, hung or answered nonsense."""
