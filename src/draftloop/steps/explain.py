"""What the reader is told when something went wrong: one sentence for both faces."""

from __future__ import annotations

from draftloop.loop import errors
from draftloop.loop.instance import named


def explain(error: errors.DraftloopError) -> str:
    """One line: what happened, to which file, what to do next. Names and paths are the caller's to clean."""
    match error:
        case errors.NoWorkspace():
            return (
                f"no workspace around {error.start}: `draftloop init` makes one, `draftloop demo` shows one"
            )
        case errors.NotFound():
            near = f" (near: {', '.join(error.near)})" if error.near else ""
            return f"no {error.kind} called {error.name!r}{near}"
        case errors.Ambiguous():
            return f"{error.name!r} could be {_some(error.candidates)}: write more of it"
        case errors.Unreadable():
            place = error.path if error.line is None else f"{error.path}:{error.line}"
            return _join(f"{place}: {error.reason}", error.remedy)
        case errors.BadSetting():
            place = error.path if error.line is None else f"{error.path}:{error.line}"
            near = f"; did you mean {error.near!r}?" if error.near else ""
            return f"{place}: {error.key}: {error.problem}{near}"
        case errors.BadValue():
            return f"{error.what} {error.value!r}: {error.problem}"
        case errors.ToolMissing():
            return _join(f"{error.tool}: {error.reason}", error.remedy)
        case errors.MeaningUnavailable():
            return _join(f"cannot compare by meaning: {error.reason}", error.remedy)
        case errors.NotReady():
            return f"{error.slug} is not ready: " + "; ".join(error.rows)
        case errors.SameDay():
            return (
                f"{error.slug}: you wrote the last round today. Memory works better tomorrow; "
                "`--today` goes on anyway"
            )
        case errors.NothingToCompare():
            return f"{error.slug} has one outline only; `draftloop rewrite {error.slug}` makes the next one"
        case errors.ChangedOnDisk():
            kept = f"; your text is kept safe as {error.kept} (`draftloop recover`)" if error.kept else ""
            return (
                f"{error.path}: was changed by another program since it was read, nothing was written{kept}"
            )
        case errors.CannotWrite():
            kept = f"; your text is kept safe as {error.kept} (`draftloop recover`)" if error.kept else ""
            return _join(f"{error.path}: {error.reason}{kept}", error.remedy)
        case errors.HistoryUnavailable():
            return _join(error.reason, error.remedy)
        case errors.SiteChanged():
            return _join(
                f"{error.target}: {_some(error.paths)} {error.reason}",
                "nothing was written; `--overwrite` takes ours, `--adopt` keeps theirs",
            )
        case errors.ConsentNeeded():
            return _join(
                f"the workspace names {error.what} {error.value}, which needs your yes once", error.remedy
            )
        case errors.ReadsOnly():
            kept = f"; your text is kept safe as {error.kept} (`draftloop recover`)" if error.kept else ""
            return (
                f"this draftloop only reads while another has the workspace open {named(error.holder)}{kept}"
            )
        case errors.AppIsOpen():
            return f"{error.sentence}; nothing was done (`--anyway` goes on without them)"
        case errors.AlreadyThere():
            return _join(f"{error.path}: is already there, nothing was written", error.remedy)
        case errors.CheckerTrouble():
            return _join(f"{error.engine}: {error.reason}", error.remedy)
        case _:
            return str(error)


def _join(sentence: str, remedy: str) -> str:
    return f"{sentence}; {remedy}" if remedy else sentence


def _some(names: tuple[str, ...], most: int = 5) -> str:
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"
