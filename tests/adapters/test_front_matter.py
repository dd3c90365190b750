from __future__ import annotations

import pytest

from draftloop.adapters.front_matter import MAX_DEPTH, read_fields
from draftloop.loop.errors import Unreadable


def block(inside: str) -> str:
    return f"---\n{inside}\n---\nBody\n"


@pytest.mark.parametrize(
    ("inside", "value"),
    [
        ("x: no", "no"),
        ("x: 2024", "2024"),
        ("x: 1:30", "1:30"),
        ("x: null", "null"),
        ("x:", None),
        ("x: ''", ""),
        ("x: 2024-02-30", "2024-02-30"),
        ("x: !!python/object/apply:os.system [id]", ["id"]),
        ("x: &a [1]\ny: *a", ["1"]),
        ("x: " + "9" * 5000, "9" * 5000),
    ],
)
def test_scalars_are_taken_as_written(inside: str, value: object) -> None:
    assert read_fields(block(inside))["x"] == value


@pytest.mark.parametrize(
    ("inside", "line"),
    [
        ("a: 1\nb: =\nc: @x", 4),
        ("a: 1\na: 2", 3),
        ("a: " + "[" * (MAX_DEPTH + 1), 2),
        ("a: " + "{b: " * 10_000, 2),
        ("a: " + "[" * 60_000, 2),
        ("a:\n" + "- " * 30_000, 3),
        ("\n".join(f"k{i}: 1" for i in range(1_001)), 1_002),
        ("a: &a x\nb: [" + "*a, " * 101 + "]", 3),
        ("a: *missing", 2),
        ("a: 1\nb: \x07", 3),
        ("[a]: 1", None),
        ("? [a]\n: 1", 2),
        ("\n".join(["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
            + [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 9)]), 6),
        ("m:\n" + "\n".join(f"  - {{<<: {{a: {i}}}}}" for i in range(11)), 13),
    ],
)  # fmt: skip
def test_what_a_cautious_reader_refuses_is_named_with_its_line(inside: str, line: int | None) -> None:
    if line is None:
        assert read_fields(block(inside)) == {}
        return
    with pytest.raises(Unreadable) as caught:
        read_fields(block(inside), "ideas/x.md")
    assert (caught.value.path, caught.value.line) == ("ideas/x.md", line)


@pytest.mark.parametrize(
    "text", ["", "No front matter", "+++\na = 1\n+++\n", "---\n\npara\n\n---\n", "---\n---\n"]
)
def test_anything_else_has_no_fields(text: str) -> None:
    assert read_fields(text) == {}


def test_keys_that_python_would_trip_over_are_just_keys() -> None:
    assert read_fields(block("content: x\nself: y\n1: z\nnull: n")) == {
        "content": "x",
        "self": "y",
        "1": "z",
        "null": "n",
    }
