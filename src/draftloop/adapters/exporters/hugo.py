"""Hugo: leaf bundles, relref links, and shortcodes that must not run. Measured with 0.168 (tests/hugo)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from draftloop.adapters.exporters.escapes import (
    Cure,
    cure_code,
    cure_prose,
    drop_comments,
    normalize_more,
    raw_html,
)
from draftloop.adapters.exporters.frame import Cured, assemble
from draftloop.adapters.exporters.front import FrontMatter, quoted, yaml_front
from draftloop.adapters.exporters.hugo_fences import cure_fences
from draftloop.loop.blocks import Heading, Prose
from draftloop.loop.destinations import find_destinations
from draftloop.loop.post import Post, moment_of
from draftloop.loop.publication import (
    Export,
    ExportOptions,
    OtherPost,
    Others,
    Problem,
    Splice,
    from_root,
    understand_link,
)
from draftloop.loop.settings import TargetSettings

KEYS = {"updated": "lastmod", "canonical": "canonicalURL"}

# Hugo reads shortcodes before Markdown, so they run inside code as well. `{{</* x */>}}` prints `{{< x >}}`,
# and the same once more around a text that is written so already.
_PAIRED = re.compile(
    r"\{\{(?P<mark>[<%])(?P<inside>(?:(?!\{\{[<%]).)*?)(?P=end)\}\}".replace(
        "(?P=end)", "(?P<end>(?:(?<!%)>|%))"
    ),
    re.DOTALL,
)
_OPENING = re.compile(r"\{\{[<%]")
_MORE = re.compile(r"<!--more-->")
_SHORTCODE = re.compile(r"\{\{[<%]-?\s*/?\s*(?P<name>[\w./-]+)")
_PAGE_ENDINGS = (
    *(".md", ".markdown", ".mdown", ".html", ".htm", ".org"),
    *(".ad", ".adoc", ".asciidoc", ".rst", ".pandoc", ".pdc"),
)
_ATTRIBUTES = re.compile(r"\{[.\w][^{}\n]*\}\Z")


class Hugo:
    """Fills the port `Exporter` for sites built with Hugo."""

    kind = "hugo"

    def __init__(self, *, is_curing: bool = True) -> None:
        """Export for Hugo; without cures only to show that they are needed."""
        self._is_curing = is_curing

    def export(
        self,
        post: Post,
        target: TargetSettings,
        others: Others,
        prose: Prose,
        options: ExportOptions,
    ) -> Export:
        """A leaf bundle: content/SECTION/SLUG/index.md with its pictures beside it."""
        return assemble(post, target, others, prose, options, self)

    def content_path(self, slug: str, target: TargetSettings, when: datetime | date | None) -> str:
        # A single file with a picture beside it builds, but the picture is dead: its page is a folder deeper.
        return "/".join(("content", *_section(target), slug, "index.md"))

    def picture_path(self, content_path: str, name: str) -> str:
        return content_path.removesuffix("index.md") + name

    def picture_link(self, content_path: str, name: str) -> str:
        return name

    def address(self, post: Post, target: TargetSettings) -> str:
        own = post.scalar("url")
        return own or target.address or "/" + "/".join((*_section(target), "{slug}", ""))

    def draft_link(self, content_path: str, other: OtherPost, fragment: str) -> str | None:
        if not other.path:
            # Shipped before its files were recorded: the address is all that is known.
            return other.address + (f"#{fragment}" if fragment else "")
        page = other.path.removeprefix("content").removesuffix("/index.md")
        if not other.path.startswith("content/") or '"' in page + fragment:
            return None
        # relref is checked when the site is built: a post that was taken away fails there, not in silence.
        return '{{< relref "' + page + (f"#{fragment}" if fragment else "") + '" >}}'

    def anchor(self, text: str, heading: Heading, id: str) -> Splice | None:  # noqa: A002 - HTML's word
        end = _words_end(text, heading)
        attributes = _ATTRIBUTES.search(text, heading.start, end)
        if attributes is not None:
            place = attributes.start() + 1
            return Splice(start=place, end=place, text=f"#{id} ")
        return Splice(start=end, end=end, text=f" {{#{id}}}")

    def cure(self, post: Post, prose: Prose, target: TargetSettings) -> Cured:
        cured = Cured()
        text, start = post.text, post.body_start
        cured.splices += normalize_more(text, prose, start, "<!--more-->")
        if not self._is_curing:
            return cured
        cured.splices += cure_prose(text, start, prose.code, [Cure(pattern=_OPENING, write=_as_entities)])
        fences, lost = cure_fences(text, prose)
        cured.splices += fences
        cured.notes += [
            f"line {post.line_at(place)}: Hugo cannot use the options behind the fence" for place in lost
        ]
        literals = _Literals(cured.extra, post)
        cured.splices += cure_code(
            text,
            prose.code,
            [
                Cure(pattern=_PAIRED, write=_commented),
                Cure(pattern=_OPENING, write=literals.replace),
                Cure(pattern=_MORE, write=literals.replace),
            ],
        )
        cured.notes += _notes(post, prose)
        cured.problems += _own_key_problems(post)
        cured.problems += _date_problems(post)
        cured.problems += _page_problems(post, prose)
        if not target.raw_html:
            cured.splices += drop_comments(text, prose, start)
            cured.problems += _html_problems(post, prose, target)
        return cured

    def front_matter(
        self,
        post: Post,
        target: TargetSettings,
        options: ExportOptions,
        *,
        cover: str,
        extra: Mapping[str, str],
    ) -> FrontMatter:
        aliases = [from_root(address) for address in options.aliases]
        more = {"aliases": quoted(aliases), **extra} if aliases else extra
        return yaml_front(post, target, options, keys=KEYS, cover=cover, extra=more)


class _Literals:
    """Texts that cannot be escaped in code: they stand in the front matter, `param` puts them in place."""

    def __init__(self, extra: dict[str, str], post: Post) -> None:
        self._extra = extra
        self._taken = {entry.key.lower() for entry in post.unknown}
        self._names: dict[str, str] = {}

    def replace(self, match: re.Match[str]) -> str:
        name = self._names.get(match[0])
        if name is None:
            number = len(self._names) + 1
            while f"literal{number}" in self._taken:
                number += 1
            name = self._names[match[0]] = f"literal{number}"
            self._taken.add(name)
            self._extra[name] = quoted(match[0])
        return "{{< param " + name + " >}}"


def _section(target: TargetSettings) -> list[str]:
    return [part for part in target.section.split("/") if part not in ("", ".", "..")]


def _commented(match: re.Match[str]) -> str:
    return f"{{{{{match['mark']}/*{match['inside']}*/{match['end']}}}}}"


def _as_entities(match: re.Match[str]) -> str:
    return "&#123;&#123;" + match[0][2:]


def _words_end(text: str, heading: Heading) -> int:
    """End of the last line of a heading's words, its closing signs included, an underlining not."""
    line_end = text.find("\n", heading.start)
    line_end = len(text) if line_end < 0 else line_end
    if not text[heading.start : line_end].lstrip().startswith("#"):
        lines = text[heading.start : heading.end].rstrip("\n").split("\n")
        is_underlined = len(lines) > 1 and not lines[-1].strip().strip("=-")
        line_end = heading.start + len("\n".join(lines[:-1] if is_underlined else lines))
    return len(text[:line_end].rstrip(" \t"))


def _notes(post: Post, prose: Prose) -> list[str]:
    found = cure_prose(
        post.text, post.body_start, prose.code, [Cure(pattern=_SHORTCODE, write=lambda match: match["name"])]
    )
    return [
        f"line {post.line_at(one.start)}: the shortcode {one.text} is shown as text, not run" for one in found
    ]


def _own_key_problems(post: Post) -> list[Problem]:
    # Hugo takes `published` for the publish date: a yes or no there stops the build of the whole site.
    value = post.scalar("published")
    if value.lower() not in ("true", "false", "yes", "no"):
        return []
    return [
        Problem(
            line=post.line_of("published"),
            sentence=f"published: {value} stops Hugo, which takes it for a date",
            remedy="remove it; --as-draft keeps a post back",
        )
    ]


def _date_problems(post: Post) -> list[Problem]:
    # One date that Hugo cannot parse stops the build of the whole site.
    return [
        Problem(
            line=post.line_of(key),
            sentence=f"{key} {post.scalar(key)!r} cannot be read",
            remedy="write it like 2026-11-15T22:31:00+01:00",
            id="date",
        )
        for key in ("date", "updated")
        if post.scalar(key) and moment_of(post.scalar(key)) is None
    ]


def _page_problems(post: Post, prose: Prose) -> list[Problem]:
    # In a leaf bundle Hugo takes such a file for a part of the page: it is never published, so that the link
    # is dead, and HTML stops the build ("not whitelisted in policy security.allowContent").
    found: list[Problem] = []
    for at in find_destinations(post.text, prose, post.body_start):
        reference = understand_link(at.target)
        if reference.kind == "file" and reference.name.lower().endswith(_PAGE_ENDINGS):
            found.append(
                Problem(
                    line=post.line_at(at.start),
                    sentence=f"{reference.name} is a page to Hugo, which publishes none beside a post",
                    remedy="link to its address on the site, or add .txt to its name",
                    id="links",
                )
            )
    return found


def _html_problems(post: Post, prose: Prose, target: TargetSettings) -> list[Problem]:
    tags = raw_html(post.text, prose, post.body_start)
    if not tags:
        return []
    place, tag = tags[0]
    more = f" (and {len(tags) - 1} more)" if len(tags) > 1 else ""
    return [
        Problem(
            line=post.line_at(place),
            sentence=f"Hugo leaves out the raw HTML {tag[:40]}{more}",
            remedy=f"write &lt; for a plain <, or let the site take HTML (markup.goldmark.renderer.unsafe) "
            f"and say raw_html = true in [target.{target.name}]",
        )
    ]
