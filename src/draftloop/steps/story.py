"""The whole story of a draft as one page of HTML that needs nothing else: no script, no network."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from draftloop.loop.front_matter import body_of
from draftloop.loop.plain import safe
from draftloop.steps.bundle import folder_of, read_bundle
from draftloop.steps.evolution import measure_all, threads
from draftloop.steps.history import FILE_OF_STAGE, summary, timeline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.steps.desk import Desk
    from draftloop.steps.evolution import Measures, Thread
    from draftloop.steps.history import Summary, TurnView

_STYLE = """
body { font: 1rem/1.55 Georgia, serif; max-width: 46rem; margin: 3rem auto; padding: 0 1rem;
       color: #2a2722; background: #faf6ee; }
h1 { font-size: 1.7rem; line-height: 1.2; } h2 { font-size: 1.15rem; margin-top: 2.5rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
td, th { text-align: left; padding: .2rem .6rem .2rem 0; vertical-align: top;
         border-bottom: 1px solid #e4dcca; }
th { font-weight: normal; color: #5f584c; } td.n { text-align: right; white-space: nowrap; }
.dim { color: #5f584c; } .gone { color: #9c2424; } .dot { text-align: center; color: #2b6434; }
.bar { display: inline-block; height: .6rem; background: #14598c; }
.track { display: inline-block; width: 5rem; background: #eae3d3; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: .85rem/1.5 ui-monospace, monospace;
      background: #f3eee2; padding: .8rem; }
summary { cursor: pointer; }
@media (prefers-color-scheme: dark) {
  body { color: #dcd8cf; background: #16181d; } pre { background: #1d2027; }
  td, th { border-color: #333945; } th, .dim { color: #a09c93; }
  .dot { color: #93c98a; } .gone { color: #f08c84; }
  .bar { background: #7fc1e8; } .track { background: #262a33; }
}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_END = {"let go": "let go", "parked": "parked", "gone": "dropped", "stands": ""}


def tell_story(desk: Desk, slug: str) -> str:
    """One page: every iteration with its figures, each idea through the rounds, every text as it was.

    Raises:
        NotFound: no such draft.
        Unreadable: corrections.toml.
    """
    title = read_bundle(desk, slug).title
    views = timeline(desk, slug)
    measures = measure_all(desk, slug, views)
    rounds, ideas = threads(desk, slug)
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_text(title)}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{_text(title)}</h1>",
        f'<p class="dim">{_totals(summary(desk, views))}</p>',
        "<h2>Iterations</h2>",
        _turns_table(views, measures),
    ]
    if rounds:
        parts += ["<h2>Ideas through the rounds</h2>", _ideas_table(rounds, ideas)]
    parts += ["<h2>The texts</h2>", *_texts(desk, views), "</body></html>"]
    return "\n".join(parts) + "\n"


def _text(text: str) -> str:
    """Any text as HTML shows it: nothing in it is markup, no control character gets through."""
    return escape(safe(text))


def _totals(figures: Summary) -> str:
    hours, minutes = divmod(figures.minutes, 60)
    spent = f"{hours} h {minutes:02}, " if hours else f"{minutes} min, " if minutes else ""
    return f"{_count(figures.iterations, 'iteration')}, {spent}{_count(figures.days, 'day')}"


def _turns_table(views: Sequence[TurnView], measures: Sequence[Measures]) -> str:
    rows = [
        "<table><tr><th>day</th><th>iteration</th><th>what changed</th><th>minutes</th><th>settled</th></tr>"
    ]
    for view, measured in zip(views, measures, strict=True):
        turn = view.turn
        number = "" if turn.iteration is None else f" {turn.iteration}"
        note = (
            f'<br><span class="dim">{_text(turn.note or turn.muddy)}</span>'
            if turn.note or turn.muddy
            else ""
        )
        rows.append(
            f"<tr><td>{turn.when:%Y-%m-%d}</td><td>{_text(turn.stage + number)}</td>"
            f"<td>{_text(_figures(view, measured))}{note}</td>"
            f'<td class="n">{turn.minutes or ""}</td><td>{_bar(measured.settled)}</td></tr>'
        )
    return "\n".join([*rows, "</table>"])


def _figures(view: TurnView, measured: Measures) -> str:
    file = FILE_OF_STAGE.get(view.turn.stage)
    parts = []
    if file == "outline.md" and measured.points is not None:
        parts.append(_count(measured.points, "point"))
    if file == "post.md" and measured.words is not None:
        change = f" ({measured.words_added:+})".replace("-", "−") if measured.words_added else ""
        parts.append(_count(measured.words, "word") + change)
    named = (("dropped", measured.dropped), ("new", measured.added), ("moved", measured.moved))
    parts += [f"{number} {name}" for name, number in named if number]
    if view.turn.peeks:
        parts.append(_count(view.turn.peeks, "peek"))
    parts += [f"let go: {point}" for point in view.turn.let_go]
    parts += [f"restored: {point}" for point in view.turn.restored]
    parts += [f"parked: {point}" for point in view.turn.parked]
    return "; ".join(parts) or view.turn.subject


def _bar(settled: float | None) -> str:
    if settled is None:
        return ""
    width = max(0, min(100, round(settled * 100)))
    return f'<span class="track"><span class="bar" style="width:{width}%"></span></span> {settled:.2f}'


def _ideas_table(rounds: Sequence[int], ideas: Sequence[Thread]) -> str:
    head = "".join(f'<th class="dot">{number}</th>' for number in rounds)
    rows = [f"<table><tr><th>idea</th>{head}<th></th></tr>"]
    for idea in ideas:
        words = f"<strong>{_text(idea.text)}</strong>" if idea.is_heading else _text(idea.text)
        dots = "".join(f'<td class="dot">{"●" if number in idea.rounds else ""}</td>' for number in rounds)
        rows.append(f'<tr><td>{words}</td>{dots}<td class="gone">{_END[idea.fate]}</td></tr>')
    return "\n".join([*rows, "</table>"])


def _texts(desk: Desk, views: Sequence[TurnView]) -> list[str]:
    """Each text where it is another than the one before of the same file."""
    wanted = [(view, file) for view in views if (file := FILE_OF_STAGE.get(view.turn.stage))]
    places = [(view.turn.commit, f"{folder_of(view.slug)}/{file}") for view, file in wanted]
    shown: dict[str, str] = {}
    parts = []
    for (view, file), text in zip(wanted, desk.history.texts_at(places), strict=True):
        if text is None or shown.get(file) == text:
            continue
        shown[file] = text
        turn = view.turn
        number = "" if turn.iteration is None else f" {turn.iteration}"
        head = f"{turn.when:%Y-%m-%d}  {turn.stage}{number}"
        parts.append(
            f"<details><summary>{_text(head)}</summary><pre>{_text(body_of(text).strip())}</pre></details>"
        )
    return parts


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
