"""Repositories that are not plain: what waits is committed in them as meant, by git commit and beside it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from draftloop.adapters.history import GitHistory
from draftloop.adapters.queue import QueueFolder
from draftloop.loop.errors import HistoryUnavailable
from draftloop.loop.waiting import Means
from draftloop.steps.waiting import drain, waiting
from tests.blog import OUTLINE, Blog

PATH = "drafts/retries/outline.md"


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Blog:
    monkeypatch.setattr("draftloop.steps.waiting.USUAL", Means(patience_s=0.3))
    made = Blog(tmp_path / "blog")
    made.git("add", "draftloop.toml")
    made.git("commit", "-q", "-m", "Begin")
    made.draft()
    return made


def lock_of(blog: Blog) -> Path:
    return Path(blog.git("rev-parse", "--absolute-git-dir").strip()) / "index.lock"


def three_iterations(blog: Blog) -> None:
    """One that git commits at once, one that waits, and one that waits while the file moves on."""
    assert blog.done().commit
    lock = lock_of(blog)
    lock.touch()
    blog.later()
    blog.write(PATH, OUTLINE + "- zwei, naïve\n")
    assert blog.done().queued
    lock.unlink()
    assert len(drain(blog.desk).committed) == 1
    lock.touch()
    blog.write(PATH, OUTLINE + "- drei\n")
    assert blog.done().queued
    blog.write(PATH, OUTLINE + "- vier\n")
    lock.unlink()
    assert len(drain(blog.desk).committed) == 1


def is_as_meant(blog: Blog) -> None:
    texts = [blog.desk.history.text_at(blog.git("rev-parse", f"HEAD~{n}").strip(), PATH) for n in (1, 0)]
    assert texts == [OUTLINE + "- zwei, naïve\n", OUTLINE + "- drei\n"]
    assert blog.read(PATH) == OUTLINE + "- vier\n"
    assert blog.git("status", "--porcelain", "--", PATH) == f" M {PATH}\n"
    assert blog.git("fsck", "--no-dangling", "--no-progress") == ""


@pytest.mark.parametrize(
    ("key", "value"),
    [("core.autocrlf", "input"), ("core.ignorecase", "true"), ("core.filemode", "false"), ("gc.auto", "1")],
)
def test_settings_of_the_repository_change_no_text(blog: Blog, key: str, value: str) -> None:
    blog.git("config", key, value)
    three_iterations(blog)
    is_as_meant(blog)


def test_line_ends_that_git_converts_are_no_text_by_a_hook(blog: Blog) -> None:
    blog.git("config", "core.autocrlf", "true")
    blog.write(PATH, OUTLINE.replace("\n", "\r\n"))
    ended = blog.done()
    assert ended.commit
    assert ended.rewritten == ()
    assert blog.git("cat-file", "-p", f"HEAD:{PATH}") == OUTLINE
    assert blog.desk.recovery.kept() == []
    lock_of(blog).touch()
    blog.write(PATH, OUTLINE.replace("\n", "\r\n") + "- two\r\n")
    assert blog.done().queued
    blog.write(PATH, OUTLINE + "- three\r\n")
    lock_of(blog).unlink()
    drain(blog.desk)
    assert blog.git("cat-file", "-p", f"HEAD:{PATH}") == OUTLINE + "- two\n"


def test_another_encoding_in_the_work_tree_is_kept(blog: Blog) -> None:
    blog.write(".gitattributes", "drafts/retries/quotes.md working-tree-encoding=ISO-8859-1\n")
    (blog.folder / "drafts/retries/quotes.md").write_bytes("Größe\n".encode("latin-1"))
    ended = blog.done()
    assert ended.commit
    assert ended.rewritten == ()
    assert blog.git("show", "HEAD:drafts/retries/quotes.md") == "Größe\n"


def test_a_linked_worktree(blog: Blog, tmp_path: Path) -> None:
    blog.git("worktree", "add", "-q", str(tmp_path / "tree"), "-b", "side")
    blog.folder = tmp_path / "tree"
    blog.draft()
    three_iterations(blog)
    is_as_meant(blog)
    assert blog.git("rev-parse", "--abbrev-ref", "HEAD") == "side\n"


def test_a_workspace_that_is_a_submodule(blog: Blog, tmp_path: Path) -> None:
    outer = tmp_path / "outer"
    subprocess.run(["git", "init", "-q", str(outer)], check=True)
    command = [
        "git",
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        str(blog.folder),
        "b",
    ]
    subprocess.run(command, cwd=outer, check=True, capture_output=True)
    blog.folder = outer / "b"
    blog.draft()
    three_iterations(blog)
    is_as_meant(blog)


def test_a_shallow_clone(blog: Blog, tmp_path: Path) -> None:
    blog.done()
    command = ["git", "clone", "-q", "--depth", "1", blog.folder.as_uri(), str(tmp_path / "shallow")]
    subprocess.run(command, check=True)
    blog.folder = tmp_path / "shallow"
    blog.write(PATH, OUTLINE + "- one\n")
    three_iterations(blog)
    is_as_meant(blog)


def test_a_sparse_checkout_that_leaves_the_draft_out(blog: Blog) -> None:
    blog.write("site/index.txt", "x\n")
    blog.git("add", "site")
    blog.git("commit", "-q", "-m", "A site")
    blog.git("sparse-checkout", "set", "site")
    assert blog.done().commit
    assert blog.git("show", f"HEAD:{PATH}") == OUTLINE


def test_packed_refs(blog: Blog) -> None:
    blog.done()
    blog.git("pack-refs", "--all")
    blog.write(PATH, OUTLINE + "- one\n")
    three_iterations(blog)
    is_as_meant(blog)


def test_names_of_64_digits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "sha"
    folder.mkdir()
    subprocess.run(["git", "init", "-q", "-b", "main", "--object-format=sha256", str(folder)], check=True)
    monkeypatch.setattr("draftloop.steps.waiting.USUAL", Means(patience_s=0.3))
    made = Blog(folder / "blog", has_git=False)
    made.draft()
    assert made.done().commit
    lock = folder / ".git" / "index.lock"
    lock.touch()
    made.write(PATH, OUTLINE + "- two\n")
    (made.folder / "drafts/retries/notes.md").unlink()
    assert made.done().queued
    made.write(PATH, OUTLINE + "- three\n")
    lock.unlink()
    assert len(drain(made.desk).committed) == 1
    assert made.git("show", f"HEAD:./{PATH}") == OUTLINE + "- two\n"
    assert "notes.md" not in made.git("ls-tree", "-r", "--name-only", "HEAD")


def test_variables_that_lead_git_astray_change_nothing(
    blog: Blog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    subprocess.run(["git", "init", "-q", str(other)], check=True)
    with monkeypatch.context() as astray:
        astray.setenv("GIT_DIR", str(other / ".git"))
        astray.setenv("GIT_WORK_TREE", str(other))
        astray.setenv("GIT_INDEX_FILE", str(other / "index"))
        astray.setenv("GIT_OBJECT_DIRECTORY", str(other / "objects"))
        astray.setenv("GIT_AUTHOR_DATE", "garbage")
        assert blog.done().commit
    assert blog.git("show", f"HEAD:{PATH}") == OUTLINE
    assert blog.git("status", "--porcelain") == ""


def test_the_first_commit_of_all(tmp_path: Path) -> None:
    made = Blog(tmp_path / "blog")
    made.draft()
    (made.folder / ".git" / "index.lock").touch()
    os.utime(made.folder / ".git" / "index.lock", (0, 0))
    assert made.done().queued
    made.write(PATH, OUTLINE + "- two\n")
    (made.folder / ".git" / "index.lock").unlink()
    assert len(drain(made.desk).committed) == 1
    assert made.git("show", f"HEAD:{PATH}") == OUTLINE
    assert made.git("rev-list", "--count", "HEAD") == "1\n"


def test_without_a_name_it_waits_until_there_is_one(
    blog: Blog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = tmp_path / "nobody"
    nobody.write_text("")
    with monkeypatch.context() as unnamed:
        for name in (
            "GIT_AUTHOR_NAME",
            "GIT_AUTHOR_EMAIL",
            "GIT_COMMITTER_NAME",
            "GIT_COMMITTER_EMAIL",
            "EMAIL",
        ):
            unnamed.delenv(name, raising=False)
        unnamed.setenv("GIT_CONFIG_GLOBAL", str(nobody))
        unnamed.setenv("GIT_CONFIG_NOSYSTEM", "1")
        ended = blog.done()
        assert ended.queued is not None
        assert "git does not know your name and address yet" in ended.queued.sentence
    assert len(drain(blog.desk).committed) == 1


def test_without_git_on_the_machine_it_waits_until_it_is_there(
    blog: Blog, monkeypatch: pytest.MonkeyPatch
) -> None:
    blog.done()
    blog.write(PATH, OUTLINE + "- one\n")
    with monkeypatch.context() as without:
        without.setenv("PATH", "/nowhere")
        ended = blog.done()
        assert ended.queued is not None
        assert "git is not installed" in ended.queued.sentence
        assert ended.iteration == 1
        assert not blog.done().is_ended
    assert len(drain(blog.desk).committed) == 1
    assert blog.git("show", "--name-only", "--format=", "HEAD") == f"{PATH}\n"


def test_a_git_folder_of_another_user_waits(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as foreign:
        foreign.setattr("draftloop.adapters.git_state.os.geteuid", lambda: 12345)
        ended = blog.done()
        assert ended.queued is not None
        assert "belongs to another user" in ended.queued.sentence
    assert len(drain(blog.desk).committed) == 1


def test_a_git_folder_that_cannot_be_written_waits(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere; tests/faults has a read-only mount")
    (blog.folder / ".git" / "objects").chmod(0o500)
    try:
        ended = blog.done()
        assert ended.queued is not None
        assert "git may not write to this repository" in ended.queued.sentence
    finally:
        (blog.folder / ".git" / "objects").chmod(0o700)
    assert len(drain(blog.desk).committed) == 1


# -- stopped in between --------------------------------------------------------------------------------


def test_killed_between_the_commit_and_its_leaving_the_queue_nothing_is_made_twice(
    blog: Blog, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(Exception):
        pass

    def killed(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(QueueFolder, "remove", killed)
        with pytest.raises(Killed):
            blog.done(note="On the train.")
    head = blog.git("rev-parse", "HEAD")
    assert waiting(blog.desk).count == 1
    blog.write(PATH, OUTLINE + "- and on\n")
    assert drain(blog.desk).committed == (head.strip(),)
    assert blog.git("rev-parse", "HEAD") == head
    assert waiting(blog.desk).count == 0


@pytest.mark.parametrize("moves_on", [False, True])
def test_git_killed_before_it_wrote_its_index_leaves_no_change_to_take_back(
    blog: Blog, moves_on: bool
) -> None:
    """What `git commit --only` leaves when the machine stops after the branch moved: the index of before."""
    blog.done()
    index = blog.folder / ".git" / "index"
    before = index.read_bytes()
    blog.write(PATH, OUTLINE + "- one\n")
    queue = blog.desk.queue
    assert queue is not None
    blog.done()
    index.write_bytes(before)
    (blog.folder / ".git" / "index.lock").touch()
    # The queue did not hear of it either.
    from draftloop.loop.iteration import Iteration
    from draftloop.loop.stage import Stage

    made = Iteration(
        stage=Stage.OUTLINE, when=blog.now, title="Retries are a loan", draft="retries", number=1
    )
    base = blog.git("rev-parse", "HEAD~1").strip()
    queue.add(made, [PATH], base=base)
    if moves_on:
        blog.write(PATH, OUTLINE + "- two\n")
    assert drain(blog.desk).left == 1
    (blog.folder / ".git" / "index.lock").unlink()
    assert len(drain(blog.desk).committed) == 1
    assert blog.git("rev-list", "--count", "HEAD") == "3\n"
    assert blog.git("status", "--porcelain") == (f" M {PATH}\n" if moves_on else "")


def test_a_rewrite_begun_while_its_outline_waited_is_gone_on_with_after_it_was_committed(blog: Blog) -> None:
    from draftloop.steps.rewrite import begin_rewrite, take_away

    lock = lock_of(blog)
    lock.touch()
    assert blog.done().queued
    blog.later()
    attempt = take_away(blog.desk, begin_rewrite(blog.desk, "retries"))
    blog.write(PATH, attempt.page + "- from memory\n")
    lock.unlink()
    drain(blog.desk)
    again = begin_rewrite(blog.desk, "retries")
    assert again.is_resumed
    assert again.old_text == OUTLINE
    assert again.round == 2


def test_history_alone_refuses_as_before(blog: Blog) -> None:
    """The raw port keeps nothing: whoever records goes by `record_or_queue`."""
    from draftloop.loop.iteration import Iteration
    from draftloop.loop.stage import Stage

    (blog.folder / ".git" / "MERGE_HEAD").write_text("x\n")
    made = Iteration(stage=Stage.OUTLINE, when=blog.now, draft="retries")
    with pytest.raises(HistoryUnavailable):
        GitHistory(str(blog.folder)).record(made, ["drafts/retries"])
