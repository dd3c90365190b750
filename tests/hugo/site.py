"""A small Hugo site, its build, and its pages read back as plain values."""

from __future__ import annotations

import html.parser
import os
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest

CONFIG = """baseURL = "https://example.org/"
title = "A site"
disableKinds = ["taxonomy", "term", "RSS", "sitemap", "404", "robotsTXT"]
[markup.goldmark.renderer]
unsafe = {unsafe}
"""
SINGLE = """<!doctype html><html><head><title>{{ .Title }}</title>
<meta name="description" content="{{ .Description }}"></head>
<body><h1>{{ .Title }}</h1><main>{{ .Content }}</main></body></html>
"""
LIST = """<!doctype html><html><body>{{ range .Pages }}<section id="{{ .Slug }}">
<a href="{{ .RelPermalink }}">{{ .Title }}</a><div>{{ .Summary }}</div></section>{{ end }}</body></html>
"""


def find_hugo() -> str:
    """Hugo's program: $DRAFTLOOP_HUGO, else what `make test` installs. Skips without; fails in CI."""
    root = Path(__file__).parents[2]
    candidates = [os.environ.get("DRAFTLOOP_HUGO", ""), str(root / ".hugo" / "bin" / "hugo")]
    found = next((path for path in candidates if path and os.access(path, os.X_OK)), "")
    if not found:
        if os.environ.get("CI") == "true":
            pytest.fail("Hugo is missing: `make test` installs it into .hugo, or set DRAFTLOOP_HUGO")
        pytest.skip("Hugo is not installed (`make test` installs it into .hugo)")
    return found


def make_site(folder: Path, *, takes_html: bool = True) -> Path:
    """A site without a theme and without posts."""
    (folder / "layouts" / "_default").mkdir(parents=True)
    (folder / "hugo.toml").write_text(CONFIG.replace("{unsafe}", str(takes_html).lower()))
    (folder / "layouts" / "_default" / "single.html").write_text(SINGLE)
    (folder / "layouts" / "_default" / "list.html").write_text(LIST)
    return folder


def build(hugo: str, site: Path) -> subprocess.CompletedProcess[str]:
    """Build the site with everything suspicious made fatal."""
    return subprocess.run(
        [hugo, "--panicOnWarning", "--printPathWarnings", "--noBuildLock"],
        cwd=site,
        env={"PATH": os.environ.get("PATH", ""), "HOME": str(site), "HUGO_CACHEDIR": str(site / "cache")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@dataclass
class Element:
    """One element: its attributes and its text."""

    tag: str
    attributes: dict[str, str]
    inside: tuple[str, ...] = ()
    """Tags around it, outermost first."""
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.pieces)


_VOID = {"img", "br", "hr", "meta", "link", "input"}


class Page(html.parser.HTMLParser):
    """A built page."""

    def __init__(self, path: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.source = path.read_text(encoding="utf-8")
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(self.source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        around = tuple(element.tag for element in self._open)
        element = Element(tag, {name: value or "" for name, value in attrs}, around)
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.pieces.append(data)

    def all(self, tag: str) -> list[Element]:
        return [element for element in self.elements if element.tag == tag]

    def one(self, tag: str) -> Element:
        (element,) = self.all(tag)
        return element

    @property
    def ids(self) -> set[str]:
        return {element.attributes["id"] for element in self.elements if "id" in element.attributes}


def plain(text: str) -> str:
    """Text with the generator's typographic quotes and dashes taken back."""
    for fancy, simple in (
        ("“", '"'),
        ("”", '"'),
        ("‘", "'"),
        ("’", "'"),
        ("–", "--"),
        ("—", "---"),
        ("…", "..."),
    ):
        text = text.replace(fancy, simple)
    return re.sub(r"\s+", " ", text)
