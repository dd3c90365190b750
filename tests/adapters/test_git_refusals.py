"""Every state a repository gets into: the words wait, one sentence says why, and later git has them."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass

import pytest

from draftloop.steps.waiting import drain, waiting
from tests.adapters.refusing import PATH, Change, git_folder, touch, untouch
from tests.blog import OUTLINE, Blog


def configure(key: str, value: str) -> Change:
    return lambda blog: blog.git("config", key, value)


def forget(key: str) -> Change:
    return lambda blog: blog.git("config", "--unset", key)


def conflict_resolved(blog: Blog) -> None:
    conflict(blog)
    resolve(blog)


def conflict(blog: Blog) -> None:
    """A merge with a conflict in a file beside the workspace's own."""
    blog.git("checkout", "-q", "-b", "other")
    for branch in ("other", "main"):
        blog.git("checkout", "-q", branch)
        blog.write("site.txt", f"{branch}\n")
        blog.git("add", "site.txt")
        blog.git("commit", "-q", "-m", branch)
    assert subprocess.run(["git", "merge", "-q", "other"], cwd=blog.folder, capture_output=True).returncode


def resolve(blog: Blog) -> None:
    blog.write("site.txt", "both\n")
    blog.git("add", "site.txt")


def finish_merge(blog: Blog) -> None:
    resolve(blog)
    blog.git("commit", "-q", "--no-edit")


def begin(verb: str) -> Change:
    def make(blog: Blog) -> None:
        blog.git("checkout", "-q", "-b", "other")
        blog.write("site.txt", "theirs\n")
        blog.git("add", "site.txt")
        blog.git("commit", "-q", "-m", "theirs")
        theirs = blog.git("rev-parse", "HEAD").strip()
        blog.write("site.txt", "theirs again\n")
        blog.git("commit", "-q", "-am", "theirs again")
        blog.git("checkout", "-q", "main")
        blog.write("site.txt", "ours\n")
        blog.git("add", "site.txt")
        blog.git("commit", "-q", "-m", "ours")
        wanted = {"rebase": ["other"], "cherry-pick": [theirs], "revert": [theirs]}[verb]
        assert subprocess.run(["git", verb, *wanted], cwd=blog.folder, capture_output=True).returncode

    return make


def abort(verb: str) -> Change:
    return lambda blog: blog.git(verb, "--abort")


def bisect(blog: Blog) -> None:
    blog.git("bisect", "start")


def spoil(name: str, data: bytes) -> Change:
    def make(blog: Blog) -> None:
        path = git_folder(blog) / name
        path.rename(path.with_name(path.name + "-whole"))
        path.write_bytes(data)

    return make


def mend(name: str) -> Change:
    def end(blog: Blog) -> None:
        path = git_folder(blog) / name
        path.with_name(path.name + "-whole").replace(path)

    return end


def lose_object(blog: Blog) -> None:
    tree = blog.git("rev-parse", "HEAD^{tree}").strip()
    path = git_folder(blog) / "objects" / tree[:2] / tree[2:]
    path.rename(git_folder(blog) / "lost")
    (git_folder(blog) / "name").write_text(str(path))


def find_object(blog: Blog) -> None:
    (git_folder(blog) / "lost").rename((git_folder(blog) / "name").read_text())


@dataclass(frozen=True, kw_only=True)
class State:
    make: Change
    end: Change
    says: str


STATES = {
    "detached": State(
        make=lambda blog: blog.git("checkout", "-q", "--detach"),
        end=lambda blog: blog.git("checkout", "-q", "main"),
        says="no branch is checked out",
    ),
    "a HEAD that points to nothing": State(
        make=lambda blog: (git_folder(blog) / "HEAD").write_text("ref: refs/heads/nowhere\n"),
        end=lambda blog: (git_folder(blog) / "HEAD").write_text("ref: refs/heads/main\n"),
        says="nowhere, which has no commit",
    ),
    "a HEAD that is empty": State(
        make=spoil("HEAD", b""), end=mend("HEAD"), says="HEAD of the repository is damaged"
    ),
    "merge, conflicted": State(make=conflict, end=finish_merge, says="a merge is not finished"),
    "merge, resolved": State(make=conflict_resolved, end=finish_merge, says="a merge is not finished"),
    "rebase": State(make=begin("rebase"), end=abort("rebase"), says="a rebase is not finished"),
    "cherry-pick": State(make=begin("cherry-pick"), end=abort("cherry-pick"), says="a cherry-pick is not"),
    "revert": State(make=begin("revert"), end=abort("revert"), says="a revert is not finished"),
    "bisect": State(make=bisect, end=lambda blog: blog.git("bisect", "reset"), says="a bisect is running"),
    "index.lock": State(
        make=touch("index.lock"), end=untouch("index.lock"), says="git is busy, .git/index.lock since "
    ),
    "an old index.lock": State(
        make=touch("index.lock", age_s=600),
        end=untouch("index.lock"),
        says="git is busy, .git/index.lock since ",
    ),
    "HEAD.lock": State(make=touch("HEAD.lock"), end=untouch("HEAD.lock"), says="git is busy, .git/HEAD.lock"),
    "a branch's lock": State(
        make=touch("refs/heads/main.lock"),
        end=untouch("refs/heads/main.lock"),
        says="git is busy, .git/refs/heads/main.lock",
    ),
    "own filter": State(
        make=configure("filter.x.clean", "touch /nowhere"),
        end=forget("filter.x.clean"),
        says="start a program (filter.x.clean)",
    ),
    "signing without a key": State(
        make=configure("commit.gpgsign", "true"), end=forget("commit.gpgsign"), says="git is set to sign"
    ),
    "a broken index": State(
        make=spoil("index", b"no index at all"), end=mend("index"), says="git's index is damaged"
    ),
    "a lost object": State(make=lose_object, end=find_object, says="of the repository is damaged"),
}


@pytest.mark.parametrize("name", STATES)
def test_what_git_refuses_waits_and_is_committed_after_it(blog: Blog, name: str) -> None:
    if name == "a broken index":
        pytest.skip("an index is built anew by itself: test_git_heal.py")
    state = STATES[name]
    state.make(blog)
    blog.write(PATH, OUTLINE + "- typed meanwhile\n")
    ended = blog.done(note="On the train.")
    assert ended.queued is not None, ended
    assert state.says in ended.queued.sentence
    assert ended.queued.why.remedy
    assert waiting(blog.desk).count == 1
    assert not blog.done().is_ended
    assert waiting(blog.desk).count == 1
    state.end(blog)
    assert len(drain(blog.desk).committed) == 1
    assert waiting(blog.desk).count == 0
    assert blog.git("show", f"HEAD:{PATH}") == OUTLINE + "- typed meanwhile\n"
    assert "On the train." in blog.git("log", "-1", "--format=%B")
    if name not in ("rebase", "cherry-pick", "revert"):
        # There git's own --abort takes the words out of the file, and only the queue still has them.
        assert blog.git("status", "--porcelain") == ""
    assert blog.git("fsck", "--no-dangling", "--no-progress") == ""


@pytest.mark.parametrize("name", ["detached", "merge, conflicted", "rebase", "index.lock"])
def test_three_wait_in_order_and_each_keeps_its_text_and_its_date(blog: Blog, name: str) -> None:
    STATES[name].make(blog)
    for day in (1, 2, 3):
        blog.write(PATH, OUTLINE + f"- day {day}\n")
        assert blog.done(note=f"Day {day}.").queued
        blog.later()
    blog.write(PATH, OUTLINE + "- and on\n")
    STATES[name].end(blog)
    assert len(drain(blog.desk).committed) == 3
    days = blog.git("log", "-3", "--format=%ad %cd", "--date=short").splitlines()
    assert days == [f"2026-11-{day} 2026-11-{day}" for day in (12, 11, 10)]
    for back, day in ((2, 1), (1, 2), (0, 3)):
        assert blog.git("show", f"HEAD~{back}:{PATH}") == OUTLINE + f"- day {day}\n"
    if name != "rebase":
        assert blog.read(PATH) == OUTLINE + "- and on\n"
    assert blog.git("status", "--porcelain") == f" M {PATH}\n"
    assert blog.git("fsck", "--no-dangling", "--no-progress") == ""


def test_what_others_have_staged_stays_staged_byte_for_byte(blog: Blog) -> None:
    blog.write("site.txt", "staged\n")
    blog.git("add", "site.txt")
    blog.write("site.txt", "and changed\n")
    touch("index.lock")(blog)
    blog.write(PATH, OUTLINE + "- one\n")
    blog.write("drafts/retries/new.md", "new\n")
    blog.done()
    blog.write(PATH, OUTLINE + "- two\n")
    untouch("index.lock")(blog)
    before = [line for line in blog.git("ls-files", "--stage").splitlines() if "site.txt" in line]
    drain(blog.desk)
    after = [line for line in blog.git("ls-files", "--stage").splitlines() if "site.txt" in line]
    assert before == after
    assert blog.git("status", "--porcelain") == f" M {PATH}\nAM site.txt\n"
    assert "site.txt" not in blog.git("ls-tree", "-r", "--name-only", "HEAD")


def test_the_branch_does_not_go_back_behind_what_was_committed_meanwhile(blog: Blog) -> None:
    touch("index.lock")(blog)
    blog.write(PATH, OUTLINE + "- mine\n")
    blog.done()
    untouch("index.lock")(blog)
    blog.write(PATH, OUTLINE + "- mine and theirs\n")
    blog.git("commit", "-q", "-am", "By hand")
    drain(blog.desk)
    assert blog.git("show", f"HEAD:{PATH}") == OUTLINE + "- mine and theirs\n"
    assert blog.git("show", f"HEAD~1:{PATH}") == OUTLINE + "- mine\n"
    assert blog.git("status", "--porcelain") == ""


def test_a_file_with_both_sides_of_a_conflict_is_not_taken_for_meant(blog: Blog) -> None:
    from draftloop.loop.errors import HistoryUnavailable

    (git_folder(blog) / "MERGE_HEAD").write_text(blog.git("rev-parse", "HEAD"))
    blog.write(PATH, "- a\n<<<<<<< HEAD\n- mine\n=======\n- theirs\n>>>>>>> other\n")
    with pytest.raises(HistoryUnavailable, match="both sides"):
        blog.done()
    assert waiting(blog.desk).count == 0
