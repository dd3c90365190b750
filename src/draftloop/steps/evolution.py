"""What the rounds did to a draft: figures of its turns, and each idea's way through the outlines."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from draftloop.loop.front_matter import body_of
from draftloop.loop.outline import parse_outline
from draftloop.loop.outline_links import LinkKind
from draftloop.loop.stage import Stage
from draftloop.steps.autosaves import autosave_texts
from draftloop.steps.bundle import folder_of
from draftloop.steps.history import TurnView, timeline
from draftloop.steps.rounds import TreeDiff, compare_texts, corrections_of, rounds_of, settled_pair

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.steps.autosaves import AutosaveView
    from draftloop.steps.desk import Desk
    from draftloop.steps.rounds import Round

MOVED = (LinkKind.MOVED, LinkKind.MOVED_REWORDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Figures of one turn; None where there is nothing to measure."""

    points: int | None = None
    """Of the outline as it was then."""
    words: int | None = None
    """Of the post as it was then."""
    words_added: int | None = None
    """Against the turn before; negative when it became shorter."""
    dropped: int | None = None
    """For a rewrite: points of the round before that are gone, before the verdicts."""
    added: int | None = None
    moved: int | None = None
    settled: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """One idea on its way through the rounds."""

    text: str
    """As it was last written."""
    rounds: tuple[int, ...]
    """Numbers of the rounds in which it stood."""
    point: int | None
    """Its index in the latest outline; None when it is not there any more."""
    is_heading: bool
    fate: Literal["stands", "let go", "parked", "gone"]
    """`gone`: dropped without a verdict."""


def measure(desk: Desk, slug: str, view: TurnView) -> Measures:
    """The figures of one turn of the draft `slug`."""
    return measure_all(desk, slug, timeline(desk, slug), only=[view])[0]


def measure_all(
    desk: Desk, slug: str, views: Sequence[TurnView], *, only: Sequence[TurnView] | None = None
) -> list[Measures]:
    """The figures of many turns; their texts come from one process.

    Args:
        desk: The desk.
        slug: The draft.
        views: Its whole timeline.
        only: The turns to measure, out of `views`; None: all.
    """
    wanted = views if only is None else only
    before = dict(zip((view.turn.commit for view in views[1:]), views, strict=False))
    needed = {view.turn.commit: view for view in wanted}
    needed |= {earlier.turn.commit: earlier for name in needed if (earlier := before.get(name))}
    places = [
        (commit, f"{folder_of(view.slug)}/{file}")
        for commit, view in needed.items()
        for file in ("outline.md", "post.md")
    ]
    texts = iter(desk.history.texts_at(places))
    counted: dict[str, Measures] = {}
    known: dict[str, int] = {}
    for commit in needed:
        outline, post = next(texts), next(texts)
        if post is not None and post not in known:
            known[post] = desk.markdown.read(body_of(post)).words
        counted[commit] = Measures(
            points=None if outline is None else len(parse_outline(outline).points),
            words=None if post is None else known[post],
        )
    rewrites = _rewrites(desk, slug, views, wanted)
    return [_row(view, counted, before.get(view.turn.commit), rewrites) for view in wanted]


def measure_autosaves(
    desk: Desk, slug: str, kept: Sequence[AutosaveView], *, only: Sequence[AutosaveView] | None = None
) -> list[Measures]:
    """The figures of autosaves; their texts come from one process, and each text is counted once.

    Args:
        desk: The desk.
        slug: The draft.
        kept: All of them, oldest first: words are added against the one before of the same file.
        only: Those to measure, out of `kept`; None: all.
    """
    wanted = list(kept if only is None else only)
    before: dict[str, AutosaveView] = {}
    earlier: dict[str, AutosaveView | None] = {}
    for view in kept:
        earlier[view.version] = before.get(view.path)
        before[view.path] = view
    neighbors = [found for view in wanted if (found := earlier.get(view.version)) is not None]
    read = {view.version: view for view in (*wanted, *neighbors)}
    texts = autosave_texts(desk, slug, [(view, view.path) for view in read.values()])
    by_text: dict[str, Measures] = {}
    counted: dict[str, Measures] = {}
    for view, text in zip(read.values(), texts, strict=True):
        key = f"{view.path}\0{text}"
        if key not in by_text:
            by_text[key] = _count_text(desk, view.path, text)
        counted[view.version] = by_text[key]
    figures: list[Measures] = []
    for view in wanted:
        own, last = counted[view.version], earlier.get(view.version)
        last_words = counted[last.version].words if last is not None else None
        added = own.words - last_words if own.words is not None and last_words is not None else None
        figures.append(replace(own, words_added=added))
    return figures


def _count_text(desk: Desk, path: str, text: str | None) -> Measures:
    if text is None:
        return Measures()
    if path.endswith("outline.md"):
        return Measures(points=len(parse_outline(text).points))
    return Measures(words=desk.markdown.read(body_of(text)).words)


def threads(desk: Desk, slug: str) -> tuple[tuple[int, ...], tuple[Thread, ...]]:
    """The numbers of the rounds, and every idea that stood in one of them.

    Ideas of the latest outline come first, in its order, then those that are gone, the latest first.
    """
    views = timeline(desk, slug)
    rounds = rounds_of([view.turn for view in views])
    if not rounds:
        return (), ()
    corrections = corrections_of(desk, slug)
    texts = _outlines_of(desk, views, [each.commit for each in rounds])
    living = [
        _Strand(text=point.text, rounds=(rounds[0].number,), is_heading=point.kind == "heading")
        for point in parse_outline(texts[0]).points
    ]
    ended: list[_Strand] = []
    for number, (old, new) in enumerate(pairwise(texts), 1):
        pair = compare_texts(old, new, corrections, meaning=desk.meaning)
        living, lost = _follow(living, pair, rounds[number].number)
        ended = lost + ended
    verdicts = _verdicts(rounds)
    standing = tuple(strand.thread(index, "stands") for index, strand in enumerate(living))
    gone = tuple(strand.thread(None, verdicts.get(strand.text, "gone")) for strand in ended)
    return tuple(each.number for each in rounds), standing + gone


@dataclass(frozen=True, slots=True, kw_only=True)
class _Strand:
    text: str
    rounds: tuple[int, ...]
    is_heading: bool

    def thread(self, point: int | None, fate: Literal["stands", "let go", "parked", "gone"]) -> Thread:
        return Thread(text=self.text, rounds=self.rounds, point=point, is_heading=self.is_heading, fate=fate)


def _follow(strands: Sequence[_Strand], pair: TreeDiff, number: int) -> tuple[list[_Strand], list[_Strand]]:
    """The strands of the new outline by its points, and those that end here.

    Both parts of a split point go back to it; of merged points the surest link goes on under the new text.
    """
    came_from: dict[int, int] = {}
    for link in sorted(pair.diff.links, key=lambda link: -link.score):
        came_from.setdefault(link.new, link.old)
    followed = []
    for index, point in enumerate(pair.new.points):
        source = came_from.get(index)
        earlier = () if source is None else strands[source].rounds
        followed.append(
            _Strand(text=point.text, rounds=(*earlier, number), is_heading=point.kind == "heading")
        )
    return followed, [strands[index] for index in pair.diff.dropped]


def _verdicts(rounds: Sequence[Round]) -> dict[str, Literal["let go", "parked"]]:
    found: dict[str, Literal["let go", "parked"]] = {}
    for each in rounds:
        found |= dict.fromkeys(each.let_go, "let go")
        found |= dict.fromkeys(each.parked, "parked")
    return found


def _outlines_of(desk: Desk, views: Sequence[TurnView], commits: Sequence[str]) -> list[str]:
    called = {view.turn.commit: view.slug for view in views}
    places = [(commit, f"{folder_of(called[commit])}/outline.md") for commit in commits]
    return [text or "" for text in desk.history.texts_at(places)]


def _rewrites(
    desk: Desk, slug: str, views: Sequence[TurnView], wanted: Sequence[TurnView]
) -> dict[str, Measures]:
    """Figures against the round before, for the commit that wrote each round from the second on."""
    asked = {view.turn.commit for view in wanted if view.turn.stage is Stage.REWRITE}
    rounds = rounds_of([view.turn for view in views])
    pairs = [pair for pair in pairwise(rounds) if pair[1].written_commit in asked]
    if not pairs:
        return {}
    corrections = corrections_of(desk, slug)
    texts = _outlines_of(desk, views, [name for a, b in pairs for name in (a.commit, b.written_commit)])
    figures: dict[str, Measures] = {}
    for (_, after), old, new in zip(pairs, texts[::2], texts[1::2], strict=True):
        pair = compare_texts(old, new, corrections, meaning=desk.meaning)
        figures[after.written_commit] = Measures(
            dropped=len(pair.diff.dropped),
            added=len(pair.diff.added),
            moved=sum(link.kind in MOVED for link in pair.diff.links),
            settled=settled_pair(pair, after.restored).total,
        )
    return figures


def _row(
    view: TurnView,
    counted: dict[str, Measures],
    earlier: TurnView | None,
    rewrites: dict[str, Measures],
) -> Measures:
    own = counted[view.turn.commit]
    figures = rewrites.get(view.turn.commit, Measures())
    words_before = (counted[earlier.turn.commit].words if earlier else None) or 0
    return replace(
        figures,
        points=own.points,
        words=own.words,
        words_added=None if own.words is None else own.words - words_before,
    )
