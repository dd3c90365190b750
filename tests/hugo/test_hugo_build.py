"""The exporter for Hugo against Hugo: a hostile post is shipped, built, and looked at as HTML."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from draftloop.adapters.exporters.hugo import Hugo
from draftloop.adapters.front_matter import read_fields
from draftloop.adapters.markdown import Markdown
from draftloop.loop.post import compose_post
from draftloop.loop.publication import Export, ExportOptions, OtherPost
from draftloop.loop.settings import TargetSettings
from tests.hugo.sample import FENCES, OTHER, POST, PROSE, SPANS, TITLE
from tests.hugo.site import Page, build, find_hugo, make_site, plain

pytestmark = pytest.mark.hugo

TARGET = TargetSettings(
    name="site", kind="hugo", root="../blog", base_url="https://example.org", raw_html=True
)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def hugo() -> str:
    return find_hugo()


def export(
    exporter: Hugo,
    slug: str,
    text: str,
    target: TargetSettings = TARGET,
    options: ExportOptions | None = None,
) -> Export:
    path = f"drafts/{slug}/post.md"
    post, prose = compose_post(slug, path, text, read_fields(text, path), Markdown().read)
    others = {
        other: OtherPost(
            slug=other, address=f"https://example.org/posts/{other}/", path=f"content/posts/{other}/index.md"
        )
        for other in ("braces", "other-post")
        if other != slug
    }
    return exporter.export(post, target, others, prose, options or ExportOptions())


def put(site: Path, exported: Export) -> None:
    assert exported.problems == ()
    for file in exported.files:
        path = site / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
    for picture in exported.pictures:
        (site / picture.path).write_bytes(PIXEL)


@pytest.fixture(scope="module")
def site(hugo: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_site(tmp_path_factory.mktemp("site"))
    linked = ExportOptions(linked_ids=frozenset({"what-it-costs"}))
    put(folder, export(Hugo(), "braces", POST))
    put(folder, export(Hugo(), "other-post", OTHER, options=linked))
    built = build(hugo, folder)
    assert built.returncode == 0, built.stdout + built.stderr
    return folder / "public"


@pytest.fixture(scope="module")
def page(site: Path) -> Page:
    return Page(site / "posts" / "braces" / "index.html")


def test_page_stands_at_the_predicted_address_with_its_title_and_description(page: Page) -> None:
    assert export(Hugo(), "braces", POST).address == "https://example.org/posts/braces/"
    assert page.one("h1").text == TITLE
    metas = {meta.attributes["name"]: meta.attributes["content"] for meta in page.all("meta")}
    assert metas["description"] == 'What a generator does to braces: a list, and it isn\'t "short".'


def test_every_fence_is_on_the_page_byte_for_byte(page: Page) -> None:
    blocks = [block.text.rstrip("\n") for block in page.all("pre")]
    for code in FENCES.values():
        assert code in blocks
    assert "indented {{< code >}} stays" in blocks
    assert 'print("{{< nested >}}")  # in a list' in blocks
    assert "<!-- private: an example in code stays -->" in blocks


def test_every_code_span_is_on_the_page(page: Page) -> None:
    spans = [code.text for code in page.all("code") if "pre" not in code.inside]
    assert set(SPANS) - set(spans) == set()
    assert {"a|b", "{{% cell %}}"} <= {code.text for code in page.all("code") if "td" in code.inside}


def test_braces_in_prose_headings_tables_and_footnotes_are_text(page: Page) -> None:
    text = plain(page.one("main").text)
    assert PROSE in text
    assert "b {{< h >}}" in [plain(cell.text) for cell in page.all("th")]
    assert "The footnote says {{< this >}}." in text
    assert "[^1]" not in text
    assert "x_1 + x_2 and 5 < 6" in text


def test_pictures_exist_and_keep_their_words(page: Page, site: Path) -> None:
    first, second = page.all("img")
    assert (plain(first.attributes["alt"]), first.attributes["title"]) == (
        'A picture with "quotes" & {{< braces',
        "A title",
    )
    assert (first.attributes["src"], second.attributes["src"]) == ("screen-shot-1.png", "screen-shot-1-2.png")
    for name in ("screen-shot-1.png", "screen-shot-1-2.png", "the-cover-e.png"):
        assert (site / "posts" / "braces" / name).read_bytes() == PIXEL


@pytest.mark.parametrize("name", ["braces", "other-post"])
def test_every_link_inside_the_site_resolves(site: Path, name: str) -> None:
    here = site / "posts" / name / "index.html"
    links = [link.attributes["href"] for link in Page(here).all("a") if "href" in link.attributes]
    inside = [link for link in links if urlsplit(link).netloc in ("", "example.org")]
    assert len(inside) >= 1
    for link in inside:
        path, fragment = urlsplit(link).path, unquote(urlsplit(link).fragment)
        target = here if not path else site / path.strip("/") / "index.html"
        assert target.is_file(), link
        assert not fragment or fragment in Page(target).ids, link


def test_nothing_private_is_anywhere_in_the_site(site: Path) -> None:
    everything = "".join(path.read_text() for path in site.rglob("*.html"))
    assert "Zebulon" not in everything
    assert "Before  after." in everything
    sources = "".join(path.read_text() for path in (site.parent / "content").rglob("*.md"))
    for word in ("Zebulon", "interest", "private remark", "private: false"):
        assert word not in sources


def test_the_excerpt_ends_where_the_author_said(site: Path) -> None:
    listed = next(
        one for one in Page(site / "posts" / "index.html").all("section") if one.attributes["id"] == "braces"
    )
    assert "First paragraph" in listed.text
    assert "In prose" not in listed.text


def test_lists_tables_and_raw_html_keep_their_shape(page: Page) -> None:
    assert any("li" in one.inside for one in page.all("ul"))
    assert page.one("kbd").text == "Ctrl"
    assert page.one("del").text == "cut"


def test_without_the_cures_hugo_refuses_the_post(hugo: str, tmp_path: Path) -> None:
    folder = make_site(tmp_path)
    put(folder, export(Hugo(is_curing=False), "braces", POST))
    put(folder, export(Hugo(is_curing=False), "other-post", OTHER))
    assert build(hugo, folder).returncode != 0


ALONE = (
    "{{",
    "}}",
    "{%",
    "{#",
    "{{<",
    "{{%",
    ">}}",
    "%}}",
    "<!--more-->",
    "{{< x >}}",
    "{{% x %}}",
    "{{< x /*",
    "{{</*",
    "*/>}}",
    "{{%/* x",
)
PLACES: dict[str, Callable[[str], str]] = {
    "span": lambda x: f"`{x}`",
    "fence": lambda x: f"```\n{x}\n```",
    "fence of a language": lambda x: f"```html\n{x}\n```",
    "cell": lambda x: f"| a |\n| - |\n| `{x}` |",
    "prose": lambda x: f"Say {x} here." if x != "<!--more-->" else "Say it here.",
    "heading": lambda x: f"## On {x} here" if x != "<!--more-->" else "## On it here",
    "alt": lambda x: f"![see {x} there](a.png)" if x != "<!--more-->" else "![see](a.png)",
}


@pytest.mark.parametrize("place", PLACES)
def test_every_construct_survives_alone_in_every_place(hugo: str, tmp_path: Path, place: str) -> None:
    folder = make_site(tmp_path, takes_html=False)
    target = TargetSettings(name="site", kind="hugo", root="../blog")
    for number, construct in enumerate(ALONE):
        front = f'---\ntitle: "{number}"\ndate: 2026-11-01\n---\n'
        text = f"{front}\nBefore.\n\n{PLACES[place](construct)}\n\nAfter `done`.\n"
        put(folder, export(Hugo(), f"n{number}", text, target))
    built = build(hugo, folder)
    assert built.returncode == 0, built.stdout + built.stderr
    for number, construct in enumerate(ALONE):
        page = Page(folder / "public" / "posts" / f"n{number}" / "index.html")
        shown = [image.attributes["alt"] for image in page.all("img")] + [page.one("main").text]
        if place in ("span", "fence", "fence of a language", "cell"):
            shown = [code.text.rstrip("\n") for code in page.all("code")]
            assert construct in shown
        elif construct != "<!--more-->":
            assert any(construct in plain(text) for text in shown), shown
        assert "done" in [code.text for code in page.all("code")]


def test_raw_html_is_refused_with_its_line_where_the_site_drops_it() -> None:
    target = TargetSettings(name="site", kind="hugo", root="../blog")
    (problem,) = export(Hugo(), "x", "---\ntitle: a\n---\n\nA <kbd>key</kbd>.\n", target).problems
    assert (problem.line, problem.id) == (5, "construct")


def test_a_draft_is_not_on_the_site(hugo: str, tmp_path: Path) -> None:
    folder = make_site(tmp_path)
    put(folder, export(Hugo(), "other-post", OTHER, options=ExportOptions(as_draft=True, unlink=True)))
    put(
        folder,
        export(
            Hugo(), "braces", OTHER.replace("](../braces/post.md#why-quotes--braces)", "](#what-it-costs)")
        ),
    )
    assert build(hugo, folder).returncode == 0
    assert not (folder / "public" / "posts" / "other-post" / "index.html").exists()
    assert (folder / "public" / "posts" / "braces" / "index.html").exists()
