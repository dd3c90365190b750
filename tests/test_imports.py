"""What a command may load, proven in a fresh interpreter: a graph cannot tell late from early."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    *("textual", "rich", "git", "harper", "language_tool_python", "pyromark", "requests"),
    *("numpy", "onnxruntime", "tokenizers", "huggingface_hub"),
)
CAPTURE_NEVER = (*HEAVY, "yaml", "frontmatter", "click", "tomllib", "sqlite3", "subprocess")


def loaded_by(arguments: list[str], workspace: Path) -> set[str]:
    """Top-level modules in `sys.modules` after a whole command."""
    code = (
        "import sys; sys.argv = ['draftloop', *sys.argv[1:]]\n"
        "from draftloop.__main__ import main\n"
        "status = main()\n"
        "print('\\n' + ' '.join(sorted({name.split('.')[0] for name in sys.modules})), file=sys.stderr)\n"
        "sys.exit(status)"
    )
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(workspace.parent),
        "DRAFTLOOP_STATE_DIR": str(workspace.parent / "state"),
        "PYTHONWARNINGS": "ignore",
    }
    run = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=workspace,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return set(run.stderr.rsplit("\n", 2)[-2].split())


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "blog"
    (folder / "ideas").mkdir(parents=True)
    (folder / "drafts").mkdir()
    (folder / "ideas" / "retries.md").write_text(
        '---\ntitle: "Retries"\ncreated: 2026-03-04T21:10:00+01:00\n---\n\n- three layers\n'
    )
    return folder


def test_capture_loads_nothing_it_does_not_need(workspace: Path) -> None:
    loaded = loaded_by(["idea", "add", "Caches lie", "--tag", "caching"], workspace)
    assert loaded.isdisjoint(CAPTURE_NEVER), sorted(loaded.intersection(CAPTURE_NEVER))


def test_a_listing_loads_no_app_no_git_and_no_checker(workspace: Path) -> None:
    loaded = loaded_by(["idea", "list"], workspace)
    assert loaded.isdisjoint((*HEAVY, "yaml", "frontmatter")), sorted(loaded.intersection(HEAVY))


def test_help_loads_no_library_of_a_step(workspace: Path) -> None:
    loaded = loaded_by(["--help"], workspace)
    assert loaded.isdisjoint(HEAVY), sorted(loaded.intersection(HEAVY))


def test_the_package_root_loads_nothing_of_ours() -> None:
    code = "import sys, draftloop; print([n for n in sys.modules if n.startswith('draftloop.')])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize("module", ["draftloop.tui.app", "draftloop.tui.screens.today"])
def test_the_app_opens_without_git_harper_or_yaml(module: str) -> None:
    loaded = loaded_with(module)
    assert {name.split(".")[0] for name in loaded}.isdisjoint(
        {"git", "harper", "yaml", "frontmatter", "pyromark", "requests"}
    )


@pytest.mark.parametrize("module", ["draftloop.tui.app", "draftloop.tui.screens.today", "draftloop.wiring"])
def test_the_first_paint_waits_for_no_rule_of_the_loop(module: str) -> None:
    rules = {
        f"draftloop.{name}" for name in ("steps.today", "steps.parsed", "loop.outline_diff", "loop.blocks")
    }
    assert loaded_with(module).isdisjoint(rules)


def loaded_with(module: str) -> set[str]:
    code = f"import sys, {module}; print(' '.join(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def run_alone(code: str, workspace: Path) -> subprocess.CompletedProcess[str]:
    """With no more of the environment than any program has."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(workspace.parent)}
    argv = [sys.executable, "-c", code]
    return subprocess.run(argv, cwd=workspace, env=environment, capture_output=True, text=True, check=False)


def test_the_app_alone_asks_for_no_command_tree(workspace: Path) -> None:
    code = (
        "import sys; sys.argv = ['draftloop']\n"
        "from draftloop.__main__ import main\n"
        "status = main()\n"  # no terminal here: it says so and ends
        "print(status, 'click' in sys.modules)"
    )
    run = run_alone(code, workspace)
    assert run.stdout.split() == ["2", "False"], run.stderr
    assert "terminal" in run.stderr


def test_an_unforeseen_fault_of_the_app_is_one_line_too(workspace: Path) -> None:
    code = (
        "import sys; sys.argv = ['draftloop']\n"
        "from draftloop.cli import app\n"
        "def breaks(context): raise ZeroDivisionError('by surprise')\n"
        "app.open_app = breaks\n"
        "from draftloop.__main__ import main\n"
        "sys.exit(main())"
    )
    run = run_alone(code, workspace)
    assert run.returncode == 2
    assert "Traceback" not in run.stderr
    assert run.stderr.count("\n") == 1
