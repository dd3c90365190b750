"""Nobody hands text to a screen, a stream or a log but through the doors that make it harmless.

A grep would do for `print`; what a widget is given needs a look at the expression: a text put together from
parts (an f-string, `+`, `%`, `format`, `str(...)`) and a name that may hold anybody's words have to pass a
function of `tui/text.py` first.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "draftloop"
TUI = sorted((SOURCE / "tui").rglob("*.py"))
EVERYTHING = sorted(SOURCE.rglob("*.py"))

TEXT_DOOR = SOURCE / "tui" / "text.py"
STREAM_DOORS = {"cli/output.py", "cli/errors.py"}
OWN_STREAMS = {
    "quick.py": "slugs and a safe line of near ones, without loading click",
    "__main__.py": "opens streams that the caller closed",
    "adapters/front_matter_child.py": "the pipe of a child process",
    "adapters/meaning/trial.py": "the pipe of a child process",
    "adapters/meaning/worker.py": "the pipe of a child process",
    "adapters/checkers/worker.py": "the pipe of a child process",
}
MAKES_CONTENT = {"Content", "styled", "Text", "from_markup"}
TAKES_TEXT = {
    "Static",
    "Label",
    "Button",
    "Option",
    "Checkbox",
    "RadioButton",
    "Collapsible",
    "Tab",
    "TabPane",
}
TAKES_TEXT |= {
    "Link",
    "Markdown",
    "Digits",
    "Input",
    "notify",
    "update",
    "add_row",
    "add_column",
    "add_option",
}
KEYWORDS = {"placeholder", "tooltip", "label", "title", "prompt"}
ATTRIBUTES = {"title", "sub_title", "tooltip", "border_title", "border_subtitle", "placeholder"}
NEEDS_NO_MARKUP = {"Static", "Label", "OptionList", "SelectionList", "RichLog"}
MAKES_SAFE = {"safe", "safe_line", "literal", "line", "mixed", "joined", "cell", "clip", "fit"}
OURS = {"count", "len", "shown", "picture"}
"""Functions that give numbers, names of keys, or what a terminal does not obey."""


def trees(paths: list[Path]) -> Iterator[tuple[str, ast.Module]]:
    for path in paths:
        yield str(path.relative_to(SOURCE)), ast.parse(path.read_text(encoding="utf-8"))


def name_of(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def is_put_together(node: ast.expr) -> bool:
    """Whether an expression glues a text from parts that may be anybody's."""
    match node:
        case ast.JoinedStr():
            return any(isinstance(part, ast.FormattedValue) and not is_ours(part) for part in node.values)
        case ast.BinOp(op=ast.Add() | ast.Mod()):
            return not (is_harmless(node.left) and is_harmless(node.right))
        case ast.IfExp():
            return is_put_together(node.body) or is_put_together(node.orelse)
        case ast.Call():
            return name_of(node.func) in {"str", "format", "repr"}
    return False


def is_ours(part: ast.FormattedValue) -> bool:
    """Whether what stands between the braces is a number or a word of ours."""
    spec = part.format_spec
    if isinstance(spec, ast.JoinedStr) and spec.values:
        last = spec.values[-1]
        if isinstance(last, ast.Constant) and str(last.value).endswith((",", "d", "f", "%")):
            return True
    return is_harmless(part.value)


def is_harmless(node: ast.expr) -> bool:
    """A constant of ours, or what one of the doors made of something."""
    match node:
        case ast.Constant():
            return True
        case ast.JoinedStr():
            return not is_put_together(node)
        case ast.Call():
            inner = isinstance(node.func, ast.Attribute) and is_harmless(node.func.value)
            return name_of(node.func) in MAKES_SAFE | OURS or inner
        case ast.IfExp():
            return is_harmless(node.body) and is_harmless(node.orelse)
        case ast.BoolOp():
            return all(map(is_harmless, node.values))
        case ast.BinOp():
            return is_harmless(node.left) and is_harmless(node.right)
        case ast.Subscript():
            return is_harmless(node.value)
        case ast.Name() | ast.Attribute():
            return name_of(node).lstrip("_").isupper()
    return False


def handed_over(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """What is given to widgets: the function or attribute, and the expression."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = name_of(node.func)
            if name in MAKES_CONTENT | TAKES_TEXT:
                yield from ((name, value) for value in node.args[:1])
                yield from ((name, word.value) for word in node.keywords if word.arg in KEYWORDS)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Attribute) and target.attr in ATTRIBUTES:
                    yield target.attr, node.value


def test_no_text_that_is_put_together_reaches_a_widget_unchecked() -> None:
    found = [
        f"{path}:{value.lineno}: {name}({ast.unparse(value)})"
        for path, tree in trees(TUI)
        for name, value in handed_over(tree)
        if is_put_together(value)
    ]
    assert not found, "hand it to a function of tui/text.py instead:\n" + "\n".join(found)


def test_styled_text_is_made_in_one_place() -> None:
    found = [
        f"{path}:{value.lineno}: {name}({ast.unparse(value)})"
        for path, tree in trees([path for path in TUI if path != TEXT_DOOR])
        for name, value in handed_over(tree)
        if name in MAKES_CONTENT and not is_harmless(value)
    ]
    assert not found, "texts.literal, line, joined and mixed make it safely:\n" + "\n".join(found)


def test_titles_and_tooltips_are_ours_or_made_safe() -> None:
    found = [
        f"{path}:{value.lineno}: {name} = {ast.unparse(value)}"
        for path, tree in trees(TUI)
        for name, value in handed_over(tree)
        if name in ATTRIBUTES and not is_harmless(value)
    ]
    assert not found, "\n".join(found)


def test_a_widget_that_reads_markup_is_told_not_to() -> None:
    """But for one that is born with content: a text would be read as markup."""
    found = []
    for path, tree in trees(TUI):
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or name_of(node.func) not in NEEDS_NO_MARKUP:
                continue
            if any(word.arg == "markup" for word in node.keywords):
                continue
            first = node.args[0] if node.args else None
            is_content = isinstance(first, ast.Call) or (
                isinstance(first, ast.Constant) and "[" not in str(first.value)
            )
            is_content |= name_of(first) == "content" if first is not None else False
            if not is_content:
                found.append(f"{path}:{node.lineno}: {ast.unparse(node)[:90]}")
    assert not found, "\n".join(found)


def test_notes_in_the_corner_come_from_one_function() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path, tree in trees([path for path in TUI if path != TEXT_DOOR])
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and name_of(node.func) == "notify"
    ]
    assert not found, found


def test_only_the_doors_write_to_the_streams() -> None:
    found = []
    for path, tree in trees(EVERYTHING):
        if path in STREAM_DOORS or path in OWN_STREAMS:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                if called in {
                    "print",
                    "click.echo",
                    "click.secho",
                    "rich.print",
                    "echo",
                    "secho",
                    "Console",
                } or (called.endswith((".write", ".writelines")) and "sys." in called):
                    found.append(f"{path}:{node.lineno}: {called}")
    assert not found, "cli/output.py and cli/errors.py write:\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("code", "is_found"),
    [
        ('Static(f"{title}")', True),
        ('Content("a" + title)', True),
        ('self.notify("%s" % title)', True),
        ("row.update(str(error))", True),
        ('box.border_title = f"Draft {slug}"', True),
        ('Input(placeholder=f"was {old}")', True),
        ('Content("x" if n else f"{name}")', True),
        ('Static(texts.line(f"{title}"))', False),
        ('Content(f"{len(rows)} rows, {share:.1f} %")', False),
        ('Content(f"{texts.clip(title, 20)} …")', False),
        ("Static(_HINT)", False),
    ],
)
def test_the_lint_sees_what_it_should(code: str, is_found: bool) -> None:
    given = [value for _, value in handed_over(ast.parse(code))]
    assert any(map(is_put_together, given)) is is_found
