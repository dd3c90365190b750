"""Settings files: what holds, what is refused, and with which words."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from draftloop import config
from draftloop.adapters.workspace import template
from draftloop.loop.errors import BadSetting, Unreadable
from draftloop.loop.settings import Settings


def load(tmp_path: Path, workspace: str = "", user: str = "") -> Settings:
    root, own = tmp_path / "blog", tmp_path / "config"
    root.mkdir(exist_ok=True)
    own.mkdir(exist_ok=True)
    (root / "draftloop.toml").write_text(workspace)
    (own / "config.toml").write_text(user)
    return config.load(str(root), str(own))


def refusal(tmp_path: Path, workspace: str) -> BadSetting:
    with pytest.raises(BadSetting) as caught:
        load(tmp_path, workspace)
    return caught.value


def test_without_any_file_every_default_holds(tmp_path: Path) -> None:
    assert config.load(str(tmp_path), str(tmp_path)) == Settings()


def test_the_file_that_init_writes_shows_the_defaults(tmp_path: Path) -> None:
    shown = re.sub(r"^# (?=[\[\w\"])", "", template(), flags=re.MULTILINE).split("\n", 1)[1]
    shown = re.sub(r"^\[themes\].*$", "", shown, flags=re.MULTILINE).replace("[keys]", "")
    shown = re.sub(
        r"^\"screen.action\".*$|^\[target.site\](.|\n)*?(?=^\[|\Z)|^\[done.run\]\n.*$", "", shown, flags=re.M
    )
    tomllib.loads(shown)
    settings = load(tmp_path, shown.replace("post = 0", ""))
    assert settings == Settings()


def test_the_workspace_wins_over_the_user(tmp_path: Path) -> None:
    settings = load(tmp_path, "[stages]\nscan_minutes = 5\n", "[stages]\nscan_minutes = 9\nquestions = 1\n")
    assert (settings.stages.scan_minutes, settings.stages.questions) == (5, 1)


def test_the_user_wins_about_looks_and_keys(tmp_path: Path) -> None:
    settings = load(tmp_path, "[app]\nwidth = 60\n", "[app]\nwidth = 90\n")
    assert settings.app.width == 90


def test_a_workspace_cannot_name_an_editor(tmp_path: Path) -> None:
    assert refusal(tmp_path, '[editor]\ncommand = "rm"\n').problem == "no such table"


def test_an_unknown_key_is_refused_with_its_line_and_the_nearest_known_one(tmp_path: Path) -> None:
    error = refusal(tmp_path, "# my settings\n[stages]\nscan_minuts = 5\n")
    assert (error.key, error.line, error.near) == ("stages.scan_minuts", 3, "scan_minutes")


@pytest.mark.parametrize(
    "text",
    [
        '[week]\nprose = ["someday"]\n',
        '[week]\nprose = "sat"\n',
        '[week]\nday_ends = "4"\n',
        "[week]\nweeks = 3\n",
        '[week]\npauses = ["august"]\n',
        '[week]\npauses = ["2026-02-30/2026-03-01"]\n',
        '[week]\npauses = ["2027-01-03/2026-12-21"]\n',
        "[week]\nstarts = 1\n",
        "[stages]\nquestions = -1\n",
        "[stages]\nquestions = true\n",
        '[stages]\nrewrite_headings = "yes"\n',
        "[checks]\nengines = [1]\n",
        '[done]\nrun = {"builds" = "hugo"}\n',
        '[done]\noff = ["descripton"]\n',
        '[done]\noff = ["private"]\n',
        '[checks]\non = ["insensitiv"]\n',
        '[target.site]\nkind = "hugo"\n',
        '[target.site]\nkind = "hugo"\nroot = "../site"\nraw_html = "yes"\n',
        '[target.site]\nkind = "hugo"\nroot = "../site"\nsectoin = "posts"\n',
        'target = "site"\n',
        "[length]\npost = 1.5\n",
        "[checks]\nwhile_writing = 0\n",
        '[checks]\nwhile_writing = "sometimes"\n',
        "[checks]\nwhile_writing = [true]\n",
        '[target.site]\nkind = "hugo"\nroot = "../site"\nmath = "dollars"\n',
        '[target.site]\nkind = "hugo"\nroot = "../site"\nfootnotes = "html"\n',
        '[target.site]\nkind = "hugo"\nroot = "../site"\ncheck = "hugo"\n',
        '[target.site]\nkind = "devto"\nroot = "../site"\nkey_env = "KEY"\n',
    ],
)
def test_a_value_that_cannot_be_used_is_refused(tmp_path: Path, text: str) -> None:
    assert refusal(tmp_path, text).path.endswith("draftloop.toml")


def test_what_happens_anyway_may_be_written_down(tmp_path: Path) -> None:
    target = '[target.site]\nkind = "hugo"\nroot = "../site"\n'
    plain = load(tmp_path, target)
    assert load(tmp_path, target + 'math = "keep"\nfootnotes = "keep"\n') == plain
    assert load(tmp_path, target + "[checks]\nwhile_writing = false\n") == plain


def test_alarms_while_writing_are_off_on_or_always_on(tmp_path: Path) -> None:
    assert load(tmp_path, "").checks.while_writing == "off"
    assert load(tmp_path, "[checks]\nwhile_writing = true\n").checks.while_writing == "on"
    assert load(tmp_path, '[checks]\nwhile_writing = "always"\n').checks.while_writing == "always"


def test_checks_that_run_on_request_are_named(tmp_path: Path) -> None:
    assert load(tmp_path, '[checks]\non = ["insensitive"]\n').checks.on == ("insensitive",)
    assert refusal(tmp_path, '[checks]\non = ["insensitiv"]\n').near == "insensitive"


def test_what_is_not_toml_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as caught:
        load(tmp_path, "[week]\nprose = [\n\n")
    assert caught.value.line is not None


def test_a_target_is_read_with_its_own_names(tmp_path: Path) -> None:
    text = '[target.site]\nkind = "hugo"\nroot = "../site"\n[target.site.rename]\ncover = "featured_image"\n'
    target = load(tmp_path, text + '[target.site.add]\nlayout = "post"\n').targets["site"]
    assert (target.rename, target.add, target.section) == (
        {"cover": "featured_image"},
        {"layout": "post"},
        "posts",
    )


def test_languagetool_that_is_set_up_is_asked_unless_the_engines_are_written_down(tmp_path: Path) -> None:
    switched_on = '[languagetool]\nuse = "managed"\n'
    assert load(tmp_path).checks.engines == ("harper",)
    assert load(tmp_path, user=switched_on).checks.engines == ("harper", "languagetool")
    assert load(tmp_path, '[checks]\noff = ["filler"]\n', switched_on).checks.engines == (
        "harper",
        "languagetool",
    )
    assert load(tmp_path, '[checks]\nengines = ["harper"]\n', switched_on).checks.engines == ("harper",)
    assert load(tmp_path, user='[languagetool]\nuse = "off"\n').checks.engines == ("harper",)
