"""Two outlines compared by name: files, or versions of a draft. A post stands for its reverse outline."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from draftloop.loop.errors import BadValue, MeaningUnavailable, Unreadable
from draftloop.loop.outline import Outline, parse_outline
from draftloop.loop.outline_diff import OutlineDiff
from draftloop.loop.settledness import Settled, settledness
from draftloop.steps.bundle import must_read, read_bundle
from draftloop.steps.history import Version
from draftloop.steps.matching import match
from draftloop.steps.reverse import is_post, reverse_of_version
from draftloop.steps.rounds import TreeDiff, compare_trees, corrections_of

if TYPE_CHECKING:
    from draftloop.loop.engine_ports import Meaning
    from draftloop.loop.outline_diff import Correction
    from draftloop.loop.reverse_outline import ReverseOutline
    from draftloop.steps.desk import Desk

EngineChoice = Literal["best", "words", "meaning"]
"""What points are matched by; best: by meaning where that is installed, else by words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedDiff:
    """Two outlines, how they match, and how settled the newer is."""

    old: Outline
    new: Outline
    diff: OutlineDiff
    settled: Settled
    trouble: str = ""
    """Why the points were not matched by meaning although that is installed."""
    old_post: ReverseOutline | None = None
    """The post that the old points were read from; None when they are an outline's own."""
    new_post: ReverseOutline | None = None

    @property
    def engine(self) -> str:
        """What the points were matched by: "words" or "meaning"."""
        return self.diff.engine

    def to_json(self) -> dict[str, object]:
        """As cli.md fixes it."""
        return {**self.diff.to_json(self.old, self.new), "settled": round(self.settled.total, 4)}


def diff_texts(old_text: str, new_text: str, corrections: tuple[Correction, ...] = ()) -> NamedDiff:
    """Compare two outline texts."""
    return diff_trees(parse_outline(old_text), parse_outline(new_text), corrections)


def diff_trees(
    old: Outline,
    new: Outline,
    corrections: tuple[Correction, ...] = (),
    *,
    meaning: Meaning | None = None,
    engine: EngineChoice = "best",
) -> NamedDiff:
    """Compare two outlines. Raises MeaningUnavailable where meaning is asked for and not to be had."""
    if engine == "meaning":
        if meaning is None:
            raise MeaningUnavailable("no sentence model is wired")
        found = TreeDiff(old=old, new=new, diff=match(old, new, corrections, meaning))
    else:
        found = compare_trees(old, new, corrections, meaning=meaning if engine == "best" else None)
    settled = settledness(found.diff, old, new)
    return NamedDiff(old=old, new=new, diff=found.diff, settled=settled, trouble=found.trouble)


def diff_versions(desk: Desk, first: Version, second: Version, *, engine: EngineChoice = "best") -> NamedDiff:
    """Compare two texts that were read already; of one draft, its corrections count.

    Raises:
        Unreadable: corrections.toml, reverse.md, or a text that is none.
        MeaningUnavailable: meaning is asked for and not to be had.
    """
    slug = first.slug if first.slug == second.slug else ""
    corrections = corrections_of(desk, slug) if slug else ()
    old, old_post = _points_of(desk, first)
    new, new_post = _points_of(desk, second)
    found = diff_trees(old, new, corrections, meaning=desk.meaning, engine=engine)
    return replace(found, old_post=old_post, new_post=new_post)


def plan_and_prose(desk: Desk, slug: str) -> tuple[Version, Version]:
    """The outline of a draft and its post, both as they are: what was planned against what was written.

    Raises:
        NotFound: no such draft.
        BadValue: it has no outline, or no prose.
        Unreadable: one of them.
    """
    bundle = read_bundle(desk, slug)
    outline, post = must_read(bundle, "outline.md"), must_read(bundle, "post.md")
    if not outline.exists:
        raise BadValue("draft", slug, f"has no outline; `draftloop outline {slug}` begins it")
    if not bundle.has_prose:
        raise BadValue("draft", slug, f"has no prose yet; `draftloop prose {slug}` begins it")
    first, second = (
        Version(name=each.path, slug=slug, commit=None, path=each.path, text=each.text, stage=None)
        for each in (outline, post)
    )
    return first, second


def against_prose(desk: Desk, slug: str, outline_text: str | None = None) -> NamedDiff:
    """An outline of a draft against its prose as it is: what a screen beside the rounds shows.

    Args:
        desk: The desk.
        slug: An exact slug.
        outline_text: The outline of an earlier round; None: outline.md as it is.

    Raises:
        NotFound, BadValue, Unreadable: as `plan_and_prose`.
    """
    plan, post = plan_and_prose(desk, slug)
    return diff_versions(desk, plan if outline_text is None else replace(plan, text=outline_text), post)


def _points_of(desk: Desk, version: Version) -> tuple[Outline, ReverseOutline | None]:
    """The points that a version stands for, and the post they were read from. Raises Unreadable."""
    if "\0" in version.text:
        line = version.text.count("\n", 0, version.text.index("\0")) + 1
        raise Unreadable(version.path, "holds NUL characters and so is no text", "name a text file", line)
    if not is_post(desk, version):
        return parse_outline(version.text), None
    reverse = reverse_of_version(desk, version)
    return reverse.outline, reverse
