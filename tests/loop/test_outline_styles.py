"""One outline written in every way that authors write lists: it is read as the same outline."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import example, given, settings
from hypothesis import strategies as st

from draftloop.loop.outline import parse_outline

Shape = list[tuple[int, str, tuple[str, ...]]]


@dataclass(frozen=True)
class Node:
    """A point of the outline that is meant."""

    depth: int
    text: str
    body: tuple[str, ...] = ()


@dataclass(frozen=True)
class Style:
    """How somebody writes lists."""

    marker: str = "-"
    step: str = "  "
    headings: int = 0
    """Levels from the top that are headings, at most."""
    task: str = ""
    gap: str = " "
    end: str = "\n"
    is_loose: bool = False
    has_bom: bool = False
    has_final_end: bool = True
    tabs: bool = False
    """Four leading blanks become a tab."""
    wraps: bool = False


PLAIN = Style()
TEXTS = st.sampled_from(
    [
        "a budget instead of a count",
        "`git diff` shows it red",
        "2019. A good year",
        "1.5 times as many",
        "- 4 degrees",
        "*never* free",
        "what? [x] is that",
        "日本語の点",
        "# not a heading here",
        "a <!-- remark --> inside",
        "costs: 27 calls",
    ]
)
BODIES = st.sampled_from(
    [
        (),
        (),
        ("a paragraph below it",),
        ("two of them", "", "with a blank line between"),
        ("```sh", "- not a point", "# nor a heading", "```"),
        ("~~~", "1. no", "~~~", "", "and a paragraph"),
        ("> quoted", "> - no point"),
    ]
)


@st.composite
def outlines(draw: st.DrawFn) -> list[Node]:
    nodes: list[Node] = []
    for _ in range(draw(st.integers(1, 12))):
        most = nodes[-1].depth + 1 if nodes else 0
        depth = draw(st.integers(0, min(most, 5)))
        nodes.append(Node(depth, draw(TEXTS), draw(BODIES)))
    return nodes


def styles() -> st.SearchStrategy[Style]:
    return st.builds(
        Style,
        marker=st.sampled_from(["-", "*", "+", "1.", "7)", "-*+"]),
        step=st.sampled_from(["  ", "   ", "    ", "\t", "        "]),
        headings=st.integers(0, 3),
        task=st.sampled_from(["", "", "[ ] ", "[x] ", "[X] ", "[-] "]),
        gap=st.sampled_from([" ", "  ", "   ", "\t"]),
        end=st.sampled_from(["\n", "\r\n", "\r"]),
        is_loose=st.booleans(),
        has_bom=st.booleans(),
        has_final_end=st.booleans(),
        tabs=st.booleans(),
        wraps=st.booleans(),
    )


def written(nodes: list[Node], style: Style) -> str:
    lines: list[str] = []
    for number, node in enumerate(nodes):
        if _is_heading(nodes, number, style):
            lines += ["", f"{'#' * (node.depth + 1)} {node.text}", ""]
            lines += [*node.body, ""] if node.body else []
            continue
        lines += _item(nodes, number, style)
    if style.tabs:
        lines = [_tabbed(line) for line in lines]
    text = style.end.join(lines) + (style.end if style.has_final_end else "")
    return ("\ufeff" if style.has_bom else "") + text


def _item(nodes: list[Node], number: int, style: Style) -> list[str]:
    node = nodes[number]
    above = sum(_is_heading(nodes, n, style) for n in _path(nodes, number))
    level = node.depth - above
    marker = style.marker if style.marker[0].isdigit() else style.marker[number % len(style.marker)]
    lead = style.step * level
    first = f"{lead}{marker}{style.gap}{style.task}{node.text}"
    inside = lead + style.step + " " * (0 if style.step == "\t" else 2)
    lines = [first]
    # A number other than one does not end a paragraph, as in CommonMark: "7)" below two lines is their third.
    if style.wraps and style.marker != "7)" and " instead" in node.text:
        head, tail = first.split(" instead", 1)
        lines = [head, f"{inside}instead{tail}"]
    if node.body:
        lines += ["", *(inside + line if line else "" for line in node.body), ""]
    return [*lines, ""] if style.is_loose else lines


def _is_heading(nodes: list[Node], number: int, style: Style) -> bool:
    """A point may be a heading while all above it are, and no list of its siblings stands before it."""
    depth = nodes[number].depth
    if depth >= style.headings:
        return False
    return all(nodes[n].depth < style.headings for n in _path(nodes, number))


def _path(nodes: list[Node], number: int) -> list[int]:
    path, depth = [], nodes[number].depth
    for n in range(number - 1, -1, -1):
        if nodes[n].depth < depth:
            path.append(n)
            depth = nodes[n].depth
    return path


def _tabbed(line: str) -> str:
    bare = line.lstrip(" ")
    size = len(line) - len(bare)
    return "\t" * (size // 4) + " " * (size % 4) + bare


def shape_of(text: str) -> Shape:
    return [(point.depth, point.text, point.body) for point in parse_outline(text).points]


@settings(deadline=None, max_examples=400)
@given(outlines(), styles())
@example([Node(0, "a"), Node(1, "b", ("```", "- c", "```")), Node(0, "d")], Style(end="\r\n", tabs=True))
def test_an_outline_is_the_same_whichever_way_it_is_written(nodes: list[Node], style: Style) -> None:
    assert shape_of(written(nodes, style)) == [(node.depth, node.text, node.body) for node in nodes]


@settings(deadline=None)
@given(outlines(), styles())
def test_every_point_names_the_line_it_stands_on(nodes: list[Node], style: Style) -> None:
    text = written(nodes, style)
    lines = text.removeprefix("\ufeff").split(style.end)
    for point in parse_outline(text).points:
        assert point.text.split()[0] in lines[point.line - 1]


@settings(deadline=None)
@given(outlines(), st.lists(st.integers(1, 9), min_size=8, max_size=8))
def test_any_indentation_that_grows_with_the_level_will_do(nodes: list[Node], steps: list[int]) -> None:
    columns = [sum(steps[:depth]) for depth in range(len(steps) + 1)]
    text = "".join(f"{' ' * columns[node.depth]}- {node.text}\n" for node in nodes)
    assert [(depth, own) for depth, own, _ in shape_of(text)] == [(node.depth, node.text) for node in nodes]


def test_underlined_headings_say_what_hashed_ones_say() -> None:
    hashed = "# Why\n\n- a\n\n## How\n\n- b\n"
    underlined = "Why\n===\n\n- a\n\nHow\n---\n\n- b\n"
    assert shape_of(hashed) == shape_of(underlined)


def test_the_lists_of_other_programs_are_read() -> None:
    expected = [(0, "a"), (1, "b"), (2, "c"), (0, "d")]
    for text in (
        "- a\n  - b\n    - c\n- d\n",
        "-\ta\n\t-\tb\n\t\t-\tc\n-\td\n",
        "1. a\n   1. b\n      1. c\n2. d\n",
        "1) a\n    - b\n        * c\n2) d\n",
        " * a\n   * b\n     * c\n * d\n",
        "- [ ] a\n    - [x] b\n\t\t- [ ] c\n- [X] d\n",
        "- a\n\n\n  - b\n\n\n    - c\n\n\n- d\n",
        "---\ntitle: x\n---\n- a\n\t- b\n\t\t- c\n- d",
    ):
        assert [(depth, own) for depth, own, _ in shape_of(text)] == expected, text


def test_a_tab_reaches_as_far_as_four_blanks() -> None:
    assert [depth for depth, _, _ in shape_of("- a\n\t- b\n    - c\n  \t- d\n\t\t- e\n        - f\n")] == [
        0,
        1,
        1,
        1,
        2,
        2,
    ]
