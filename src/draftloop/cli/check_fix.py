"""`check --fix`: slips of the kinds whose first fix was measured to be right nearly always."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from draftloop.cli.check_text import one_fix
from draftloop.loop.batch import batch_of
from draftloop.loop.errors import BadValue
from draftloop.loop.finding import apply_first_fixes
from draftloop.steps.checking import as_on_disk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.cli.check_inputs import Input
    from draftloop.loop.finding import Finding
    from draftloop.steps.edit import CheckReport


def mend(found: Input, report: CheckReport) -> tuple[Input, Sequence[Finding]]:
    """Write what may be mended without asking; the text as it is now, and what was mended in it.

    The file is replaced at once or not at all, and what it was is kept in the recovery store.

    Raises:
        BadValue: there is no file to write to.
        ChangedOnDisk: somebody else changed the file since it was read; nothing is written.
        CannotWrite: the disk refuses.
    """
    if not found.on_disk:
        raise BadValue("fix", found.shown, "only files can be mended")
    chosen = batch_of(report.findings)
    if not chosen:
        return found, ()
    from draftloop import named_files

    text = apply_first_fixes(found.document.text, chosen)
    saved = named_files.save_file(found.desk, found.on_disk, found.document, text)
    told = as_on_disk(replace(report, findings=chosen), found.document).findings
    return replace(found, document=saved), told


def mended_line(shown: str, finding: Finding) -> str:
    """One change, by its place before it."""
    was = " ".join(finding.text.split())
    return f"{shown}:{finding.line}:{finding.column}: mended: {was} → {one_fix(finding.fixes[0])}"
