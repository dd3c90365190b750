"""Every test runs with an empty home, a fixed clock, no sentence model and no git settings but its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.languagetool_jars import find_languagetool_folder
from tests.meaning_model import find_model_folder

# A busy machine is no reason to fail: what must be quick is measured in benchmarks/.
hypothesis.settings.register_profile("draftloop", deadline=None, print_blob=True)
hypothesis.settings.load_profile("draftloop")

_KEPT = ("DRAFTLOOP_HUGO", "DRAFTLOOP_TEST_MODEL_DIR", "DRAFTLOOP_TEST_LANGUAGETOOL_DIR")
NOW = "2026-11-09T20:14:00+01:00"


@pytest.fixture(scope="session", autouse=True)
def no_own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Fixtures made once for many tests come before the one below: they get no home of the user either."""
    home = str(tmp_path_factory.mktemp("home-of-the-session"))
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(("GIT_", "XDG_", "DRAFTLOOP_")) and name not in _KEPT:
                patch.delenv(name)
        patch.setenv("HOME", home)
        yield


@pytest.fixture(autouse=True)
def clean_environment(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home and state folder; git knows who it is and nothing else of this machine."""
    home = tmp_path_factory.mktemp("home")
    for name in list(os.environ):
        if name.startswith(("GIT_", "XDG_", "DRAFTLOOP_")) and name not in _KEPT:
            monkeypatch.delenv(name)
    for name in ("VISUAL", "EDITOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("DRAFTLOOP_STATE_DIR", str(home / "state"))
    monkeypatch.setenv("DRAFTLOOP_MODEL_DIR", str(home / "model"))  # not there: no test finds the user's own
    monkeypatch.setenv("DRAFTLOOP_NOW", NOW)
    (home / ".gitconfig").write_text(
        "[user]\n\tname = Ada Writer\n\temail = ada@example.org\n[init]\n\tdefaultBranch = main\n"
    )
    return home


@pytest.fixture
def model_folder() -> str:
    """The folder of the real sentence model; the test is left out without it, but in CI it fails."""
    return find_model_folder()


@pytest.fixture(scope="session")
def languagetool_folder() -> str:
    """The folder of the real LanguageTool's jars; the test is left out without it, but in CI it fails."""
    return find_languagetool_folder()
