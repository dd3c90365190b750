"""Repositories that would run, read or write something else, each made of a sound one.

Each maker gets a workspace folder; what it needs outside lies beside it, a program that leaves a CANARY too.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.bad_places import INSTEAD, Make, noise, pipe, swap


def canary_script(folder: Path) -> Path:
    """A program that leaves a CANARY beside the workspace and then does what it was asked to."""
    script = folder.parent / "sings.sh"
    script.write_text(f'#!/bin/sh\ntouch "{folder.parent}/CANARY"\ncat 2>/dev/null\nexit 0\n')
    script.chmod(0o755)
    return script


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def _config(*pairs: tuple[str, str]) -> Make:
    def make(folder: Path) -> None:
        script = canary_script(folder)
        for key, value in pairs:
            git(folder, "config", "--local", key, value.replace("SING", str(script)))

    return make


KEYS: tuple[tuple[tuple[str, str], ...], ...] = (
    (("core.fsmonitor", "SING"),),
    (("core.fsmonitor", "SING"), ("core.fsmonitorHookVersion", "2"), ("core.untrackedCache", "true")),
    (("core.sshCommand", "SING"), ("remote.origin.url", "ssh://x@127.0.0.1:1/y")),
    (("core.gitProxy", "SING"), ("remote.origin.url", "git://127.0.0.1:1/y")),
    (("core.askPass", "SING"),),
    (("core.pager", "SING"), ("pager.log", "SING"), ("pager.diff", "SING")),
    (("core.editor", "SING"), ("sequence.editor", "SING")),
    (("core.hooksPath", "../hooks"),),
    (("core.alternateRefsCommand", "SING"),),
    (("credential.helper", "!SING"),),
    (("diff.external", "SING"),),
    (("diff.x.textconv", "SING"), ("diff.x.command", "SING")),
    (("filter.x.clean", "SING"), ("filter.x.smudge", "SING"), ("filter.x.required", "true")),
    (("filter.x.process", "SING"),),
    (("merge.x.driver", "SING"),),
    (("gpg.program", "SING"), ("commit.gpgSign", "true"), ("tag.gpgSign", "true")),
    (("gpg.ssh.program", "SING"), ("gpg.format", "ssh"), ("commit.gpgSign", "1"), ("user.signingKey", "x")),
    (("gpg.ssh.defaultKeyCommand", "SING"), ("gpg.format", "ssh"), ("commit.gpgSign", "true")),
    (("gpg.x509.program", "SING"), ("gpg.format", "x509"), ("commit.gpgSign", "true")),
    (("alias.status", "!SING"), ("alias.commit", "!SING"), ("alias.xyz", "!SING")),
    (("remote.origin.url", "ext::SING %S"), ("protocol.ext.allow", "always")),
    (("url.ext::SING .insteadOf", "https://"), ("remote.origin.url", "https://example.org/x")),
    (("remote.origin.uploadpack", "SING"), ("remote.origin.url", "../outside")),
    (("remote.origin.receivepack", "SING"), ("remote.origin.url", "../outside")),
    (("remote.origin.vcs", "sings"),),
    (("remote.o.promisor", "true"), ("remote.o.url", "ext::SING"), ("extensions.partialClone", "o")),
    (("submodule.x.update", "!SING"), ("submodule.recurse", "true")),
    (("gc.auto", "1"), ("gc.autoDetach", "false"), ("gc.recentObjectsHook", "SING")),
    (("maintenance.auto", "true"), ("uploadpack.packObjectsHook", "SING")),
    (("interactive.diffFilter", "SING"), ("sendemail.smtpServer", "SING"), ("web.browser", "SING")),
    (("browser.x.cmd", "SING"), ("difftool.x.cmd", "SING"), ("mergetool.x.cmd", "SING")),
    (("trailer.x.command", "SING"), ("trailer.x.cmd", "SING"), ("trailer.x.key", "Draftloop-Stage")),
    (("core.worktree", "../../outside"),),
    (("core.attributesFile", "../attributes"), ("filter.x.clean", "SING")),
    (("core.excludesFile", "/dev/zero"),),
    (("commit.template", "/dev/zero"),),
    (("include.path", "../../evil.config"),),
    (("includeIf.gitdir:/.path", "../../evil.config"),),
    (("init.templateDir", "../outside"),),
    (("core.bare", "true"),),
    (("core.repositoryFormatVersion", "9"),),
    (("extensions.worktreeConfig", "true"),),
    (("core.notesRef", "\x1b]0;x\x07"),),
    (("user.name", "\x1b]0;PWNED\x07"), ("user.email", "a\x9b31m@b")),
)  # fmt: skip
HOOKS = (
    *(
        "applypatch-msg",
        "commit-msg",
        "fsmonitor-watchman",
        "post-applypatch",
        "post-checkout",
        "post-commit",
    ),
    *("post-index-change", "post-merge", "post-receive", "post-rewrite", "post-update", "pre-applypatch"),
    *("pre-auto-gc", "pre-commit", "pre-merge-commit", "pre-push", "pre-rebase", "pre-receive"),
    *(
        "prepare-commit-msg",
        "proc-receive",
        "push-to-checkout",
        "reference-transaction",
        "sendemail-validate",
    ),
    *("update", "p4-changelist", "p4-post-changelist"),
)


def _all_hooks(folder: Path) -> None:
    script = canary_script(folder)
    for place in (folder / ".git" / "hooks", folder / "hooks"):
        place.mkdir(exist_ok=True)
        for name in HOOKS:
            shutil.copy(script, place / name)


def _attributes(folder: Path) -> None:
    _config(("filter.x.clean", "SING"), ("filter.x.smudge", "SING"), ("diff.x.textconv", "SING"))(folder)
    (folder / ".gitattributes").write_text("* filter=x diff=x merge=x\n")
    (folder / ".git" / "info").mkdir(exist_ok=True)
    (folder / ".git" / "info" / "attributes").write_text("* filter=x diff=x\n")


def _evil_include(folder: Path) -> None:
    script = canary_script(folder)
    (folder.parent / "evil.config").write_text(
        f'[core]\n\tfsmonitor = {script}\n[filter "x"]\n\tclean = {script}\n'
    )
    _config(("include.path", "../../evil.config"))(folder)
    (folder / ".gitattributes").write_text("* filter=x\n")


def _git_file(folder: Path, text: str) -> None:
    shutil.move(folder / ".git", folder.parent / "elsewhere.git")
    (folder / ".git").write_text(text)


def _other_repository(folder: Path) -> None:
    """Another repository of the same user, with everything in it that could be written to."""
    victim = folder.parent / "outside" / "victim"
    victim.mkdir(parents=True)
    git(victim, "init", "-q")
    _git_file(folder, f"gitdir: {victim}/.git\n")


def _bare_look_alike(folder: Path) -> None:
    shutil.rmtree(folder / ".git")
    script = canary_script(folder)
    (folder / "HEAD").write_text("ref: refs/heads/main\n")
    (folder / "config").write_text(f"[core]\n\tbare = true\n\tfsmonitor = {script}\n\tworktree = .\n")
    for name in ("objects", "refs/heads"):
        (folder / name).mkdir(parents=True)


def _alternates(folder: Path) -> None:
    (folder / ".git" / "objects" / "info").mkdir(exist_ok=True)
    (folder / ".git" / "objects" / "info" / "alternates").write_text(
        "/dev\n/proc/self/root\n../../../outside\n"
    )


def _submodule(folder: Path) -> None:
    (folder / ".gitmodules").write_text(
        '[submodule "x"]\n\tpath = drafts/x\n\turl = ext::sh -c touch% CANARY\n\tupdate = !touch CANARY\n'
    )


def _replaced(name: str, make: Callable[[Path, str], None]) -> Make:
    return lambda folder: swap(folder, name, make)


def _worktree_config(folder: Path) -> None:
    script = canary_script(folder)
    git(folder, "config", "extensions.worktreeConfig", "true")
    (folder / ".git" / "config.worktree").write_text(f"[core]\n\tfsmonitor = {script}\n")


def _branch(name: str) -> Make:
    def make(folder: Path) -> None:
        (folder / ".git" / "HEAD").write_bytes(b"ref: refs/heads/" + name.encode() + b"\n")

    return make


def _message(text: str) -> Make:
    def make(folder: Path) -> None:
        git(
            folder,
            *("-c", f"user.name={text}", "-c", "user.email=e@example.org"),
            *(
                "commit",
                "-q",
                "--allow-empty",
                "--cleanup=verbatim",
                "-m",
                f"{text}\n\n{text}\nDraft: {text}",
            ),
        )

    return make


def _linked(folder: Path, name: str) -> None:
    outside = folder.parent / "outside" / "refs"
    outside.mkdir(parents=True, exist_ok=True)
    target = folder / ".git" / name
    shutil.rmtree(target, ignore_errors=True)
    target.symlink_to(outside)


def repositories() -> dict[str, Make]:
    """Every hostile state of a repository by its name."""
    found: dict[str, Make] = {" ".join(key for key, _ in pairs): _config(*pairs) for pairs in KEYS}
    found |= {
        "hooks of all names": _all_hooks,
        "attributes and filters": _attributes,
        "an include outside": _evil_include,
        "config of the worktree": _worktree_config,
        "another repository": _other_repository,
        "a git file to nowhere": lambda folder: _git_file(folder, "gitdir: /nowhere\n"),
        "a git file to a device": lambda folder: _git_file(folder, "gitdir: /dev/zero\n"),
        "a git file of a megabyte": lambda folder: _git_file(folder, "gitdir: " + "x/" * 500_000),
        "a git file of escapes": lambda folder: _git_file(folder, "gitdir: \x1b]0;PWNED\x07\n"),
        "a bare look-alike": _bare_look_alike,
        "alternates": _alternates,
        "a submodule": _submodule,
        "refs that are a link": lambda folder: _linked(folder, "refs/heads"),
        "objects that are a link": lambda folder: _linked(folder, "objects"),
        "a branch of escapes": _branch("\x1b]0;PWNED\x07"),
        "a branch above itself": _branch("../../../outside/secret"),
        "a branch of markup": _branch("[@click=app.quit]x[/]"),
        "a branch of a megabyte": _branch("x" * 1_000_000),
        "a message of escapes": _message("\x1b]0;PWNED\x07 \x9b31m [@click=app.quit]x[/]"),
        "a message that hides": _message("abc\u202egpj \u200b\U000e0041 ::error::x"),
    }
    for name in (
        ".git",
        ".git/HEAD",
        ".git/config",
        ".git/index",
        ".git/packed-refs",
        ".git/refs/heads/main",
    ):
        found[f"{name} is a pipe"] = _replaced(name, pipe)
        found[f"{name} is a folder"] = _replaced(name, INSTEAD["folder"])
        found[f"{name} is endless"] = _replaced(name, INSTEAD["zero"])
        found[f"{name} is a terabyte"] = _replaced(name, INSTEAD["terabyte"])
        found[f"{name} is noise"] = _replaced(name, noise)
    return found
