"""The bad behaviour of others that draftloop works around, asserted: one that fails says a library changed.

A failure here is no fault of draftloop. The message says which workaround to look at, and may be good news.
"""

from __future__ import annotations

import inspect
import re
import resource
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import frontmatter
import git
import pytest
import yaml
from textual.app import App, ComposeResult
from textual.content import Content
from textual.markup import MarkupError
from textual.widgets import Static, TextArea

from tests.faults.harness import needs, tier

SOURCE = Path(__file__).parent.parent.parent / "src" / "draftloop"


def repository(folder: Path) -> git.Repo:
    for arguments in (
        ("init", "-q", "--initial-branch=main"),
        ("config", "user.name", "Ada"),
        ("config", "user.email", "ada@example.org"),
        ("commit", "-q", "--allow-empty", "-m", "First"),
    ):
        subprocess.run(["git", *arguments], cwd=folder, check=True)
    return git.Repo(folder)


# -- GitPython -----------------------------------------------------------------------------------------------


def test_gitpython_loses_a_commit_made_meanwhile(tmp_path: Path) -> None:
    with repository(tmp_path) as repo:
        index = repo.index
        index.entries  # noqa: B018 - read now, as an index that is kept would be
        (tmp_path / "theirs.md").write_text("words of another program\n")
        subprocess.run(["git", "add", "theirs.md"], cwd=tmp_path, check=True)
        subprocess.run(["git", "commit", "-q", "-m", "Theirs"], cwd=tmp_path, check=True)
        (tmp_path / "ours.md").write_text("ours\n")
        index.add(["ours.md"])
        commit = index.commit("Ours")
        assert "theirs.md" not in commit.tree, (
            "a kept index no longer forgets files: git_commit.py may use it"
        )


def test_gitpython_forgets_the_other_side_of_a_merge(tmp_path: Path) -> None:
    with repository(tmp_path) as repo:
        subprocess.run(["git", "checkout", "-q", "-b", "side"], cwd=tmp_path, check=True)
        subprocess.run(["git", "commit", "-q", "--allow-empty", "-m", "Side"], cwd=tmp_path, check=True)
        side = repo.head.commit.hexsha
        subprocess.run(["git", "checkout", "-q", "main"], cwd=tmp_path, check=True)
        (tmp_path / ".git" / "MERGE_HEAD").write_text(side + "\n")
        commit = repo.index.commit("Merge")
        assert len(commit.parents) == 1, "index.commit knows of merges now"
        assert (tmp_path / ".git" / "MERGE_HEAD").exists(), "index.commit ends merges now"


def test_gitpython_runs_the_hooks_of_a_repository(tmp_path: Path) -> None:
    with repository(tmp_path) as repo:
        hook = tmp_path / ".git" / "hooks" / "pre-commit"
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/sang\n")
        hook.chmod(0o755)
        repo.index.commit("With a hook")
    assert (tmp_path / "sang").exists(), "index.commit runs no hooks any more"


RACE = """
import sys, threading, git
repo = git.Repo(sys.argv[1])
names = [c.hexsha for c in repo.iter_commits()]
wrong = []
def read():
    for _ in range(60):
        for name in names:
            try:
                if repo.commit(name).message != "First\\n" and not repo.commit(name).message.startswith("N"):
                    wrong.append(name)
            except Exception as error:
                wrong.append(repr(error))
threads = [threading.Thread(target=read, daemon=True) for _ in range(4)]
[t.start() for t in threads]
[t.join(8) for t in threads]
print(len(wrong) + sum(t.is_alive() for t in threads), flush=True)
import os; os._exit(0)
"""


@pytest.mark.skipif(tier() == "fast", reason="a race: tried in the longer tiers, where there is time for it")
def test_gitpython_cannot_be_shared_between_threads(tmp_path: Path) -> None:
    repository(tmp_path).close()
    for number in range(30):
        subprocess.run(["git", "commit", "-q", "--allow-empty", "-m", f"N{number}"], cwd=tmp_path, check=True)
    for _ in range(5):
        said = subprocess.run([sys.executable, "-c", RACE, str(tmp_path)], capture_output=True, text=True)
        if said.stdout.strip() != "0" or said.returncode:
            return
    pytest.fail("five races without an error: git_reading.py may keep its Repo open")


WRITES = re.compile(
    r"index\.(add|commit|remove|move|checkout|reset|write)\b|head\.reset|\.remotes?\b.*\.(pull|push|fetch)\("
    r"|Repo\.(init|clone_from)|\brepo\.index\b|\bIndexFile\b|\.create_(head|tag|remote)\(|\.git\.(add|commit)\("
)


def test_nothing_here_writes_through_gitpython() -> None:
    found = []
    for path in SOURCE.rglob("*.py"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if WRITES.search(line) and not line.lstrip().startswith(("#", '"""')):
                found.append(f"{path.relative_to(SOURCE)}:{number}: {line.strip()}")
    importers = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if re.search(r"^\s*(import git\b|from git\b)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert found == [], "every write goes through adapters/git_commands.py"
    assert importers == {"adapters/git_reading.py"}, "one module knows GitPython, and it only reads"


# -- front matter --------------------------------------------------------------------------------------------


def test_frontmatter_loses_the_paragraph_between_two_rules() -> None:
    text = "---\n\nA paragraph between two rules.\n\n---\n\nMore.\n"
    assert "A paragraph" not in frontmatter.dumps(frontmatter.loads(text)), (
        "python-frontmatter keeps it now; front matter is spliced all the same, for comments and quotes"
    )


def test_frontmatter_rewrites_what_it_did_not_change() -> None:
    text = "---\ntitle: 'x'  # why\nday: 012\n---\n\nbody\n\n"
    assert frontmatter.dumps(frontmatter.loads(text)) != text.strip()


def in_a_child(code: str, *, memory: int = 0) -> subprocess.CompletedProcess[bytes]:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if memory:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))

    return subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, preexec_fn=limit)


def test_the_c_loader_of_yaml_dies_of_brackets() -> None:
    needs("linux", fault="tripwires")
    if not hasattr(yaml, "CSafeLoader"):
        pytest.skip("PyYAML without libyaml")
    died = in_a_child("import yaml; yaml.load('a: ' + '[' * 30_000, Loader=yaml.CSafeLoader)")
    assert died.returncode == -signal.SIGSEGV, "libyaml survives depth: front_matter.py may let it compose"


def test_yaml_keeps_the_last_of_two_keys_without_a_word() -> None:
    assert yaml.safe_load("a: 1\na: 2") == {"a": 2}


def test_the_toml_parser_lets_other_errors_through() -> None:
    with pytest.raises(RecursionError):
        tomllib.loads("v = " + "[" * 5_000)
    with pytest.raises(ValueError, match="digits") as found:
        tomllib.loads("v = " + "9" * 5_000)
    assert not isinstance(found.value, tomllib.TOMLDecodeError), "loop/toml_text.py may catch one error only"


# -- Textual -------------------------------------------------------------------------------------------------


class Shows(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("\x1b]52;c;aGk=\x07static", id="static")
        yield TextArea("\x1b]52;c;aGk=\x07area", id="area")


async def test_escapes_in_a_widget_reach_the_terminal() -> None:
    async with Shows().run_test() as pilot:
        await pilot.pause()
        drawn = "".join(strip.text for strip in pilot.app.screen._compositor.render_strips())
    assert drawn.count("\x1b]52;c;") == 2, "Textual cleans texts now: tui/text.py and the driver do it, too"


def test_a_text_given_as_markup_carries_an_action() -> None:
    content = Content.from_markup("[@click=app.quit]x[/]")
    assert "@click" in str(content.spans), "markup carries no actions any more"
    assert "@click" not in str(Content("[@click=app.quit]x[/]").spans)


def test_a_bracket_in_a_text_ends_the_app() -> None:
    with pytest.raises(MarkupError):
        Content.from_markup("oops [/] here")


def test_textual_prints_local_variables_when_it_ends() -> None:
    assert "show_locals=True" in inspect.getsource(App._fatal_error), (
        "Textual shows no locals now: SafeApp._fatal_error may call it"
    )


async def test_a_text_area_makes_one_kind_of_line_end() -> None:
    async with Shows().run_test() as pilot:
        area = pilot.app.query_one("#area", TextArea)
        area.load_text("a\r\nb\nc\x85d")
        assert area.text != "a\r\nb\nc\x85d", "TextArea keeps line ends: loop/line_ends.py may go"


# -- Harper --------------------------------------------------------------------------------------------------

HARPER = """
import harper
harper.Linter(dialect=harper.Dialect(0)).organized_lints("x" * 60_000, language="plaintext", dedup=False)
"""


def test_harper_takes_the_process_with_it() -> None:
    needs("linux", fault="tripwires")
    died = in_a_child(HARPER, memory=1 << 30)
    assert died.returncode == -signal.SIGABRT, "Harper survives endless words: it may run without a child"
