"""Bad files, bad names, bad surroundings, by the real program: one line, the right exit, nothing lost."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.commands import Shell

pytestmark = pytest.mark.journey

OUTLINE = "## Why\n\n- retries are not free\n- three layers make 27 calls\n- jitter only spreads the load\n"
SECOND = "## Because\n\n- a retry is never free\n- layers multiply, three make 27\n- a budget, not a count\n"
POST = '---\ntitle: "Retries"\n---\n\n## Why\n\nA retry is never free, because three layers make 27 calls.\n'
OTHER = "drafts/other/outline.md"


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with an idea, a draft of two rounds and a post, and a second draft; made once."""
    home = tmp_path_factory.mktemp("home")
    blog = tmp_path_factory.mktemp("pattern") / "blog"
    identity = {"GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.org"}
    identity |= {"GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.org"}
    place = {"HOME": str(home), "DRAFTLOOP_STATE_DIR": str(home / "state")}
    shell = Shell(blog.parent, extra=identity | place)
    shell.run("init", "blog")
    shell.folder = blog
    for title in ("Caches lie", "Retries", "Other"):
        shell.run("idea", "add", title)
    for slug in ("retries", "other"):
        shell.run("pick", slug)
        (blog / f"drafts/{slug}/outline.md").write_text(OUTLINE)
        shell.run("done", slug)
    shell.now = "2026-11-10T20:14:00+01:00"
    (blog / "drafts/retries/outline.md").write_text(SECOND)
    shell.run("done", "retries")
    (blog / "drafts/retries/post.md").write_text(POST)
    shell.run("done", "retries")
    return blog


@pytest.fixture
def shell(pattern: Path, tmp_path: Path) -> Shell:
    blog = tmp_path / "blog"
    shutil.copytree(pattern, blog, symlinks=True)
    return Shell(blog, now="2026-11-14T10:00:00+01:00")


def tree(folder: Path) -> dict[str, str]:
    """Every file outside .git with its hash."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if not name.startswith(".git/") and path.is_file() and not path.is_symlink():
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def refused(shell: Shell, *arguments: str, status: int = 2, **extra: str) -> str:
    """Run what must be refused: the status, one line, nothing written. The line."""
    before = tree(shell.folder)
    done = shell.raw(*arguments, **extra)
    shown = f"draftloop {arguments}: exit {done.returncode}\n{done.stdout}{done.stderr}"
    assert done.returncode == status, shown
    assert done.stderr.count("\n") == 1, shown
    assert not re.search(r"Traceback|a fault of its own|\x1b", done.stderr), shown
    assert tree(shell.folder) == before, shown
    return done.stderr


IDEA, NOTES = "ideas/caches-lie.md", "drafts/retries/notes.md"
PLAN, TEXT = "drafts/retries/outline.md", "drafts/retries/post.md"
READERS = {
    IDEA: [["idea", "show", "caches"], ["idea", "note", "caches", "x"], ["pick", "caches"]],
    NOTES: [["idea", "note", "retries", "x"], ["draft", "drop", "retries"]],
    PLAN: [["coverage", "retries"], ["compare", "retries"], ["park", "retries", "3"]],
    TEXT: [["check", "retries"], ["coverage", "retries"], ["show", "retries"]],
}
"""The commands that need a file, and so must name it."""
NOT_TEXT = {"latin-1": "caf\xe9\n".encode("latin-1"), "utf-16": "caf\xe9\n".encode("utf-16")}


@pytest.mark.parametrize("path", READERS)
@pytest.mark.parametrize("kind", [*NOT_TEXT, "folder", "pipe", "outside"])
def test_what_is_no_text_file_costs_only_itself(shell: Shell, path: str, kind: str) -> None:
    place = shell.folder / path
    place.unlink()
    if kind in NOT_TEXT:
        place.write_bytes(NOT_TEXT[kind])
    elif kind == "folder":
        place.mkdir()
    elif kind == "pipe":
        os.mkfifo(place)
    else:
        place.symlink_to("/etc/passwd")
    for command in READERS[path]:
        is_unlisted = path == IDEA and kind not in NOT_TEXT
        said = refused(shell, *command)
        assert ("no idea" in said) if is_unlisted else (path in said), said
    before = tree(shell.folder)
    listed = {row["slug"] for row in shell.json("draft", "list")}
    assert listed == {"retries", "other"}
    assert shell.json("today")["draft"] in listed
    shell.json("idea", "list")
    shell.run("search", "free")
    shell.raw("doctor")
    assert tree(shell.folder) == before


@pytest.mark.parametrize(
    "block",
    [
        b"---\ntitle: [open\n---\n",
        b"---\ntitle: a\ntitle: b\n---\n",
        b"---\ntitle: a\0b\n---\n",
        b"---\na: " + b"[" * 30_000 + b"\n---\n",
    ],
    ids=["unclosed", "twice", "nul", "deep"],
)
@pytest.mark.parametrize("path", [IDEA, NOTES, TEXT])
def test_front_matter_that_cannot_be_read_is_never_written(shell: Shell, path: str, block: bytes) -> None:
    (shell.folder / path).write_bytes(block + b"\n- text\n")
    command = {IDEA: ["idea", "asked", "caches"], NOTES: ["draft", "drop", "retries"]}
    said = refused(shell, *command.get(path, ["check", "retries"]))
    assert re.search(rf"{re.escape(path)}:\d+: ", said), said
    assert shell.json("draft", "list")
    assert any(row["file"] == path and row["line"] for row in shell.json("doctor", expect=1))


def test_a_post_with_broken_front_matter_opens_in_an_editor_to_be_mended(shell: Shell) -> None:
    (shell.folder / TEXT).write_text("---\ntitle: [open\n---\n\ntext\n")
    shell.run("prose", "retries", "--editor", EDITOR="true")


def test_a_file_of_20_mb_is_named_and_left(shell: Shell) -> None:
    (shell.folder / TEXT).write_bytes(b"a line of words here\n" * 1_000_000)
    assert "larger than" in refused(shell, "check", "retries")
    assert len(shell.json("draft", "list")) == 2


@pytest.mark.parametrize("name", ["exported.toml", "corrections.toml", "ignores.toml"])
@pytest.mark.parametrize("data", [b"[[[\n", b"\xff\xfe"])
def test_a_broken_table_of_a_draft_costs_only_itself(shell: Shell, name: str, data: bytes) -> None:
    (shell.folder / "drafts/retries" / name).write_bytes(data)
    command = {"exported.toml": "ship", "corrections.toml": "compare", "ignores.toml": "check"}[name]
    if command != "ship":
        assert name in refused(shell, command, "retries")
    assert len(shell.json("draft", "list")) == 2
    assert shell.json("today")["draft"]
    assert any(name in row["file"] for row in shell.json("doctor", expect=1))


@pytest.mark.parametrize(
    "text",
    ["[[[\n", "\xff", "[week]\nweeks = 7\n", '[week]\npauses = ["2026-13-45/2026-99-99"]\n', "[weak]\n"],
)
def test_settings_that_cannot_be_used_are_named_and_capture_goes_on(shell: Shell, text: str) -> None:
    (shell.folder / "draftloop.toml").write_text(text, encoding="latin-1")
    for command in (["today"], ["idea", "list"], ["done", "retries"]):
        assert "draftloop.toml" in refused(shell, *command)
    assert shell.run("idea", "add", "Still kept").strip() == "still-kept"
    shell.run("recover")
    assert any("draftloop.toml" in row["file"] for row in shell.json("doctor", expect=1))


def test_a_pipe_for_settings_is_not_waited_for(shell: Shell) -> None:
    (shell.folder / "draftloop.toml").unlink()
    os.mkfifo(shell.folder / "draftloop.toml")
    assert "not a regular file" in refused(shell, "today")


NAMES = ["nope", "", "/", "..", "../x", "/etc/passwd", "a/b", "\x1b[31mx", "a\nb", "x" * 3000, "*", "\udce9"]
TAKERS = ["idea show", "draft show", "done", "coverage", "history", "compare", "pick", "show", "restore"]


@pytest.mark.parametrize("command", TAKERS)
def test_a_name_that_is_nobodys_is_said_in_one_line(
    shell: Shell, command: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from draftloop.cli.main import run

    monkeypatch.chdir(shell.folder)
    before = tree(shell.folder)
    for name in NAMES:
        assert run([*command.split(), name]) == 2, name
        said = capfd.readouterr().err
        assert said.count("\n") == 1, said
        assert "no " in said
        assert "\x1b" not in said
    assert tree(shell.folder) == before


def test_the_start_of_several_names_lists_them(shell: Shell) -> None:
    shell.run("idea", "add", "Retry budgets")
    assert "retries, retry-budgets" in refused(shell, "idea", "show", "ret")


@pytest.mark.parametrize("version", ["@9", "@zzz", "@prose7", "@", "@-1", "@deadbeef", "@ship", "@1@2"])
def test_a_version_that_does_not_exist_is_said(shell: Shell, version: str) -> None:
    for command in (["show"], ["restore"], ["diff", "retries@1"]):
        assert "no " in refused(shell, *command, f"retries{version}")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["idea"], "needs one of add"),
        (["frobnicate"], "no command"),
        (["-C", "", "today"], "names no folder"),
        (["search", "\udce9"], "is not UTF-8"),
        (["idea", "rate", "caches", "7"], "is not 1, 2, 3"),
        (["idea", "signal", "caches", "--where", " "], "is empty"),
        (["done", "retries", "--minutes", "99999"], "range"),
        (["done", "retries", "--pass", "spelling"], "grammar and readability"),
        (["done", "other", "--pass", "grammar"], "no prose"),
        (["park", "retries", "99"], "no point of"),
        (["compare", "retries", "--let-go", "99"], "`draftloop compare retries` lists them"),
        (["check", "missing.md"], "no file called"),
        (["check", "nowhere"], "no draft called"),
        (["check", "./nowhere/"], "no file called"),
        (["check", "--dialect", "go", "retries"], "is no language"),
        (["check", "/dev/null"], "not a regular file"),
        (["diff", "/dev/zero", "retries"], "not a regular file"),
        (["check", "--engine", "nope", "retries"], "is none of"),
        (["export", "retries", "--out", ""], "is empty"),
        (["ship", "retries", "--to", ""], "is empty"),
        (["ship", "retries"], "no place to ship to"),
        (["outline", "other", "--editor", "--scaffold", "../x"], "no scaffold"),
        (["rewrite", "retries"], "the app needs one"),
        (["recover", "take", "nothing"], "no kept text"),
    ],
)
def test_wrong_use_says_what_to_do(shell: Shell, arguments: list[str], words: str) -> None:
    assert words in refused(shell, *arguments)


def test_an_engine_asked_for_by_name_that_cannot_work_is_no_clean_answer(shell: Shell) -> None:
    done = shell.raw("check", "retries", "--pass", "grammar", "--engine", "languagetool")
    assert (done.returncode, "switched off" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        ("rm -r .git", "not in a git repository"),
        ("touch .git/MERGE_HEAD", "a merge"),
        ("mkdir .git/rebase-merge", "a rebase"),
        ("touch .git/CHERRY_PICK_HEAD", "a cherry-pick"),
        ("touch .git/BISECT_LOG", "a bisect"),
        ("git checkout -q --detach", "no branch"),
        ("touch -d '10 minutes ago' .git/index.lock", "git is busy"),
        ("rm -r .git/objects; touch .git/objects", "damaged"),
        ("echo nonsense > .git/HEAD", "git"),
        ("echo 0123456789012345678901234567890123456789 > .git/refs/heads/main", "git"),
        ("echo '[[[' >> .git/config", "git"),
        ("rm -r .git; mkdir .git", "damaged"),
    ],
)
def test_a_git_that_cannot_record_stops_the_record_and_nothing_else(
    shell: Shell, spoil: str, word: str
) -> None:
    (shell.folder / TEXT).write_text(POST + "\nMore.\n")
    subprocess.run(["sh", "-c", spoil], cwd=shell.folder, check=True)
    assert word in refused(shell, "done", "retries", status=3)
    assert {row["slug"] for row in shell.json("draft", "list")} == {"retries", "other"}
    assert shell.json("today")["draft"] in ("retries", "other")
    shell.run("draft", "show", "retries")
    shell.run("idea", "add", "Kept all the same")
    shell.run("park", "retries", "3")
    shell.run("coverage", "retries")
    shell.run("doctor")


def test_without_git_on_the_path_a_version_says_why_there_is_none(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    alone = str(tmp_path / "bin")
    assert "git is not installed" in refused(shell, "show", "retries@1", PATH=alone)
    assert "git is not installed" in refused(shell, "done", "retries", status=3, PATH=alone)
    assert shell.run("today", PATH=alone)
    assert "A workspace" in shell.run("init", str(tmp_path / "new"), PATH=alone)


def test_without_an_identity_nothing_is_recorded_and_the_command_is_given(
    shell: Shell, tmp_path: Path
) -> None:
    (shell.folder / TEXT).write_text(POST + "\nMore.\n")
    assert "git config --global user.name" in refused(
        shell, "done", "retries", status=3, HOME=str(tmp_path), DRAFTLOOP_STATE_DIR=str(tmp_path / "s")
    )


EDITORS = {
    "fails": 'echo "- half" >> "$1"; exit 3',
    "is killed": 'echo "- half" >> "$1"; kill -9 $$',
    "deletes": 'rm "$1"',
    "recodes": "printf -- '- caf\\351\\n' >> \"$1\"",
    "leaves a folder": 'rm "$1"; mkdir "$1"',
}


@pytest.mark.parametrize("kind", EDITORS)
@pytest.mark.parametrize("command", ["prose retries", "outline retries", "rewrite retries"])
def test_an_editor_that_goes_wrong_loses_nothing(
    shell: Shell, tmp_path: Path, kind: str, command: str
) -> None:
    script = tmp_path / "editor.sh"
    script.write_text(f"#!/bin/sh\n{EDITORS[kind]}\n")
    script.chmod(0o755)
    done = shell.raw(*command.split(), "--editor", EDITOR=str(script))
    assert done.returncode == 2, done.stderr
    assert done.stderr.count("\n") == 1
    assert "a fault of its own" not in done.stderr
    path = TEXT if "prose" in command else PLAN
    if "rewrite" in command:
        assert (shell.folder / path).read_text() == SECOND
    elif kind in ("deletes", "recodes", "leaves a folder"):
        (kept,) = shell.json("recover")
        assert kept["file"] == path
        assert shell.run("recover", "show", kept["id"]) == (POST if path == TEXT else SECOND)


@pytest.mark.parametrize("editor", ["/nowhere/editor", "no-such-editor --wait", "'unclosed", ""])
def test_no_editor_is_said_with_its_remedy(shell: Shell, editor: str) -> None:
    for command in ("prose", "outline", "rewrite"):
        refused(shell, command, "retries", "--editor", EDITOR=editor)
    assert "Nothing has changed" in shell.run("done", "retries")


def test_an_emptied_rewrite_is_called_off(shell: Shell, tmp_path: Path) -> None:
    script = tmp_path / "editor.sh"
    script.write_text('#!/bin/sh\n: > "$1"\n')
    script.chmod(0o755)
    shell.run("rewrite", "retries", "--editor", EDITOR=str(script))
    assert (shell.folder / PLAN).read_text() == SECOND


def test_a_file_written_by_another_while_the_editor_was_open_is_not_overwritten(
    shell: Shell, tmp_path: Path
) -> None:
    script = tmp_path / "editor.sh"
    script.write_text(f'#!/bin/sh\necho "- theirs" >> "{shell.folder / PLAN}"\necho "- mine" >> "$1"\n')
    script.chmod(0o755)
    done = shell.raw("rewrite", "retries", "--editor", EDITOR=str(script))
    assert done.returncode == 3
    assert (shell.folder / PLAN).read_text() == SECOND + "- theirs\n"
    (kept,) = shell.json("recover")
    assert "- mine" in shell.run("recover", "show", kept["id"])


def test_six_at_once_lose_no_commit_and_no_idea(shell: Shell) -> None:
    environment = {**os.environ, "DRAFTLOOP_NOW": shell.now}

    def start(*arguments: str) -> subprocess.Popen[str]:
        argv = [sys.executable, "-m", "draftloop", *arguments]
        pipe = subprocess.PIPE
        return subprocess.Popen(argv, cwd=shell.folder, env=environment, stdout=pipe, stderr=pipe, text=True)

    before = int(shell.git("rev-list", "--count", "HEAD"))
    running = []
    for number in range(6):
        slug = ("retries", "other")[number % 2]
        with (shell.folder / f"drafts/{slug}/outline.md").open("a") as file:
            file.write(f"- point {number}\n")
        running += [start("done", slug), start("idea", "add", "Same title")]
    ended = [(process.communicate(timeout=60), process.returncode) for process in running]
    for (out, err), status in ended:
        assert status in (0, 3), err
        assert "fault of its own" not in err
        assert out or err.count("\n") == 1
    shell.run("done", "retries")
    shell.run("done", "other")
    said = [out for (out, _), _ in ended]
    made = sum("Nothing has changed" not in out and "(" in out for out in said)
    assert int(shell.git("rev-list", "--count", "HEAD")) >= before + made
    assert len(list((shell.folder / "ideas").glob("same-title*.md"))) == 6
    assert "point 5" in shell.git("show", f"HEAD:{OTHER}")
    shell.git("fsck", "--strict", "--no-dangling")


@pytest.mark.parametrize("closing", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_closed_streams_are_no_fault(shell: Shell, closing: str) -> None:
    for arguments in ("today", "today --json", "idea add X", "idea add -", "nope"):
        line = f"exec {sys.executable} -m draftloop {arguments} {closing}"
        environment = {**os.environ, "DRAFTLOOP_NOW": shell.now}
        done = subprocess.run(
            ["sh", "-c", line], cwd=shell.folder, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == (2 if arguments == "nope" else 0), done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("arguments", ["today", "idea list --json", "idea add Title"])
def test_a_full_disk_behind_standard_output_is_one_line(shell: Shell, arguments: str) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "draftloop", *arguments.split()],
            cwd=shell.folder, env={**os.environ}, stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 3
    assert done.stderr == "draftloop: standard output: No space left on device\n"


def test_a_reader_that_goes_away_ends_it_as_by_its_signal(shell: Shell) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "draftloop", "idea", "list"],
        cwd=shell.folder, env={**os.environ}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 141


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_json_is_json_whatever_the_terminal_speaks(shell: Shell, encoding: str) -> None:
    shell.run("idea", "add", "Überall Ångström 日本")
    shell.extra["PYTHONIOENCODING"] = encoding
    assert "Überall Ångström 日本" in [row["title"] for row in shell.json("idea", "list")]
    assert shell.run("idea", "list", COLUMNS="20", LC_ALL="C", NO_COLOR="1", PYTHONIOENCODING="ascii")


@pytest.mark.parametrize(
    "now", ["nonsense", "2026-11-09T20:14:00", "9999-12-31T23:00+00:00", "1969-01-01T00:00+00:00"]
)
def test_a_clock_that_cannot_be_is_refused(shell: Shell, now: str) -> None:
    shell.now = now
    for command in (["today"], ["idea", "add", "x"], ["done", "retries"]):
        assert "DRAFTLOOP_NOW" in refused(shell, *command)


@pytest.mark.parametrize(
    "command", ["today", "idea add x", "recover", "done retries", "draft list", "doctor"]
)
def test_a_state_folder_that_is_a_file_costs_the_net_alone(shell: Shell, command: str) -> None:
    (shell.folder / TEXT).write_text(POST + "\nMore.\n")
    shell.run(*command.split(), DRAFTLOOP_STATE_DIR="/etc/passwd")


def test_a_folder_that_is_gone_is_said(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    for arguments in ("", "today", "init", "idea add x", "demo --no-app x", "diff a.md b.md"):
        line = f"cd {gone} && rmdir {gone} && {sys.executable} -m draftloop {arguments}"
        done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False)
        assert done.returncode == 2, done.stderr
        assert "fault of its own" not in done.stderr
        gone.mkdir()


def test_an_empty_folder_says_what_to_do_and_stays_empty(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    done = shell.raw()
    assert done.returncode == 2
    assert "draftloop init" in done.stderr
    assert "draftloop init" in refused(shell, "today")
    assert list(tmp_path.iterdir()) == []


def test_init_twice_changes_nothing_and_a_taken_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    shell = Shell(tmp_path / "a")
    shell.run("init")
    before = tree(shell.folder)
    assert "a workspace already" in shell.run("init")
    assert tree(shell.folder) == before
    for name, as_folder in (("ideas", False), ("draftloop.toml", True)):
        other = tmp_path / f"taken-{name}"
        other.mkdir()
        (other / name).mkdir() if as_folder else (other / name).write_text("mine")
        assert name in refused(Shell(other), "init", status=3)
    assert "already there" in refused(shell, "demo", "--no-app", str(shell.folder), status=3)


def test_init_in_a_folder_of_a_repository_uses_that_one(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    shell = Shell(tmp_path)
    assert str(tmp_path) in shell.run("init", "blog")
    assert not (tmp_path / "blog/.git").exists()


def test_files_outside_are_compared_from_anywhere(shell: Shell, tmp_path: Path) -> None:
    for name, text in (("a.md", OUTLINE), ("b.md", SECOND)):
        (tmp_path / name).write_text(text)
    names = (str(tmp_path / "a.md"), str(tmp_path / "b.md"))
    assert shell.json("diff", *names)["old"]["points"] == 4
    inside = Shell(shell.folder / "drafts", now=shell.now)
    assert inside.json("diff", "../../a.md", "retries/outline.md")["new"]["points"] == 4
    assert inside.json("diff", "../../a.md", "retries@1")["dropped"] == []
