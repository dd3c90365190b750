"""Hooks and signatures: the user's own hold, the repository's do not run, and no text is lost to one."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import replace
from pathlib import Path

import pytest

from draftloop.adapters import git_commands
from draftloop.loop.waiting import Means
from draftloop.steps.waiting import drain, waiting
from tests.adapters.refusing import PATH, git_folder, touch, untouch
from tests.blog import OUTLINE, Blog


def hook(blog: Blog, name: str, script: str) -> None:
    path = git_folder(blog) / "hooks" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


@pytest.fixture
def hooked(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> Blog:
    """A person who lets the repository's own hooks run."""
    from draftloop import wiring

    real = wiring.desk_for

    def desk_for(root: str) -> object:
        monkeypatch.setattr(wiring, "desk_for", real)
        from draftloop import config
        from draftloop.wiring import _desk, _Place

        monkeypatch.setattr(wiring, "desk_for", desk_for)
        return _desk(_Place(root), replace(config.load(root, "/nowhere"), git_hooks=True), has_history=True)

    monkeypatch.setattr(wiring, "desk_for", desk_for)
    return blog


def test_a_hook_that_says_no_is_quoted_and_may_be_left_out_once(hooked: Blog) -> None:
    hook(hooked, "pre-commit", "echo 'trailing blanks' >&2; exit 1")
    hooked.write(PATH, OUTLINE + "- one\n")
    ended = hooked.done()
    assert ended.queued is not None
    assert ended.queued.why.kind == "hook"
    assert "a hook of git says no: trailing blanks" in ended.queued.sentence
    assert drain(hooked.desk).left == 1
    assert len(drain(hooked.desk, means=Means(runs_hooks=False)).committed) == 1


def test_a_commit_msg_hook_may_add_to_the_message(hooked: Blog) -> None:
    hook(hooked, "commit-msg", "printf '\\nChange-Id: 1\\n' >> \"$1\"")
    hooked.write(PATH, OUTLINE + "- one\n")
    assert hooked.done().commit
    assert "Change-Id: 1" in hooked.git("log", "-1", "--format=%B")
    assert waiting(hooked.desk).count == 0


def test_a_hook_that_hangs_is_ended_with_all_it_started(
    hooked: Blog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(git_commands, "TIMEOUT_S", 2.0)
    hook(hooked, "pre-commit", "echo $$ > .git/pid; sleep 300")
    hooked.write(PATH, OUTLINE + "- one\n")
    ended = hooked.done()
    assert ended.queued is not None
    assert "a hook of git took too long and was stopped" in ended.queued.sentence
    process = Path("/proc") / (git_folder(hooked) / "pid").read_text().strip() / "stat"
    assert not process.exists() or ") Z " in process.read_text()
    assert not (git_folder(hooked) / "index.lock").exists()
    (git_folder(hooked) / "hooks" / "pre-commit").unlink()
    assert len(drain(hooked.desk).committed) == 1


def test_a_hook_that_rewrites_the_file_costs_nobody_s_text(hooked: Blog) -> None:
    hook(hooked, "pre-commit", f"echo '- by the hook' > {PATH}; git add {PATH}")
    hooked.write(PATH, OUTLINE + "- by the author\n")
    ended = hooked.done()
    assert ended.commit
    assert ended.rewritten == (PATH,)
    (kept,) = [text for text in hooked.desk.recovery.kept() if text.file == PATH]
    assert hooked.desk.recovery.text(kept.id) == OUTLINE + "- by the author\n"
    assert waiting(hooked.desk).count == 0


def test_a_daemon_that_a_hook_leaves_is_not_waited_for(hooked: Blog) -> None:
    hook(hooked, "post-commit", "sleep 30 & echo $! > .git/daemon")
    hooked.write(PATH, OUTLINE + "- one\n")
    began = time.monotonic()
    assert hooked.done().commit
    assert time.monotonic() - began < 15
    os.kill(int((git_folder(hooked) / "daemon").read_text()), signal.SIGKILL)


def test_hooks_of_the_repository_do_not_run_unasked(blog: Blog) -> None:
    hook(blog, "pre-commit", "touch .git/canary; exit 1")
    hook(blog, "post-index-change", "touch .git/canary")
    blog.write(PATH, OUTLINE + "- one\n")
    assert blog.done().commit
    assert not (git_folder(blog) / "canary").exists()


def test_hooks_that_the_user_has_for_all_run(
    blog: Blog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "hooks"
    folder.mkdir()
    (folder / "commit-msg").write_text("#!/bin/sh\nprintf '\\nSeen: yes\\n' >> \"$1\"\n")
    (folder / "commit-msg").chmod(0o755)
    settings = tmp_path / "gitconfig"
    settings.write_text(f"[user]\nname = A\nemail = a@example.org\n[core]\nhooksPath = {folder}\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    blog.write(PATH, OUTLINE + "- one\n")
    assert blog.done().commit
    assert "Seen: yes" in blog.git("log", "-1", "--format=%B")


def test_unsigned_is_offered_and_done_once(blog: Blog) -> None:
    blog.git("config", "commit.gpgsign", "true")
    blog.write(PATH, OUTLINE + "- one\n")
    ended = blog.done()
    assert ended.queued is not None
    assert ended.queued.why.kind == "signing"
    assert len(drain(blog.desk, means=Means(signs=False)).committed) == 1
    blog.write(PATH, OUTLINE + "- two\n")
    assert blog.done().queued


def test_the_user_s_signature_stands_on_both_ways_of_committing(
    blog: Blog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signer = tmp_path / "signer"
    signer.write_text(
        "#!/bin/sh\ncat > /dev/null\necho '[GNUPG:] SIG_CREATED ' >&2\n"
        "printf -- '-----BEGIN PGP SIGNATURE-----\\n\\nabc\\n-----END PGP SIGNATURE-----\\n'\n"
    )
    signer.chmod(0o755)
    settings = tmp_path / "gitconfig"
    settings.write_text(
        "[user]\nname = A\nemail = a@example.org\nsigningkey = 1\n[commit]\ngpgsign = true\n"
        f"[gpg]\nprogram = {signer}\n"
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    blog.write(PATH, OUTLINE + "- one\n")
    assert blog.done().commit
    assert "gpgsig" in blog.git("cat-file", "-p", "HEAD")
    touch("index.lock")(blog)
    blog.write(PATH, OUTLINE + "- two\n")
    assert blog.done().queued
    blog.write(PATH, OUTLINE + "- three\n")
    untouch("index.lock")(blog)
    assert len(drain(blog.desk).committed) == 1
    assert "gpgsig" in blog.git("cat-file", "-p", "HEAD")
