"""The definition of done for a ship, as rows (publishing.md section 7). Facts come in, sentences go out.

Rows about links and pictures are in `readiness_links.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from draftloop.loop.post import moment_of, texts_of
from draftloop.loop.readiness_links import link_rows
from draftloop.loop.ship_facts import DoneRow, Level, ShipFacts

__all__ = ["DoneRow", "ShipFacts", "done_rows", "reading_minutes"]

LONGEST_TITLE = 70
DESCRIPTION = range(50, 161)
WORDS_A_MINUTE = 230
"""Silent reading of English non-fiction (a mean of 238 words a minute in the literature), less for code."""

_MORE = re.compile(r"<!--\s*more\s*-->")
_FUTURE = {
    "hugo": "Hugo leaves the post out until a build after that time",
    "markdown": "nothing keeps it back until then",
}


def done_rows(facts: ShipFacts) -> tuple[DoneRow, ...]:
    """Every row, met or not, in the order a person mends them: text, then fields, then the site."""
    rows = (
        *_text_rows(facts),
        *link_rows(facts),
        *_field_rows(facts),
        *_date_rows(facts),
        *_site_rows(facts),
        *_own_rows(facts),
        _length_row(facts),
    )
    return tuple(row for row in rows if row.id not in facts.done.off)


def reading_minutes(words: int) -> int:
    """Minutes a reader needs, at least one."""
    return max(1, round(words / WORDS_A_MINUTE))


def _row(
    facts: ShipFacts,
    id: str,  # noqa: A002 - what a row is called
    sentence: str,
    *,
    level: Level = "error",
    is_met: bool = False,
    line: int | None = None,
    remedy: str = "",
) -> DoneRow:
    return DoneRow(
        id=id,
        level=level,
        is_met=is_met,
        sentence=sentence,
        file=facts.post.path,
        line=line,
        remedy="" if is_met else remedy,
    )


def _text_rows(facts: ShipFacts) -> Iterator[DoneRow]:
    post, prose = facts.post, facts.prose
    if not post.body.strip():
        yield _row(facts, "text", "the post has no text yet", remedy="write it")
    gaps = prose.gaps
    if gaps:
        first = post.line_at(gaps[0].start)
        named = ", ".join(
            f"{post.text[gap.start : gap.end]} in line {post.line_at(gap.start)}" for gap in gaps[:5]
        )
        more = f" and {len(gaps) - 5} more" if len(gaps) > 5 else ""
        count = "1 gap" if len(gaps) == 1 else f"{len(gaps)} gaps"
        yield _row(facts, "gaps", f"{count} left: {named}{more}", line=first, remedy="fill it or cut it")
    else:
        yield _row(facts, "gaps", "no gap left", is_met=True)
    yield _pass_row(facts)
    yield from _heading_rows(facts)
    marks = [
        match.start()
        for match in _MORE.finditer(post.text, post.body_start)
        if not any(code.start <= match.start() < code.end for code in prose.code)
    ]
    if len(marks) > 1:
        yield _row(
            facts,
            "more",
            "<!-- more --> stands more than once; the first one counts",
            level="warning",
            line=post.line_at(marks[1]),
            remedy="keep one",
        )


def _pass_row(facts: ShipFacts) -> DoneRow:
    missing = [name for name in ("grammar", "readability") if name not in facts.passes]
    if not missing:
        return _row(facts, "passes", "both edit passes done on this text", level="warning", is_met=True)
    if not facts.has_history:
        return _row(
            facts,
            "passes",
            "whether both edit passes are done is not known without git",
            level="info",
            remedy="`draftloop doctor` says what git lacks here",
        )
    which = "neither edit pass is" if len(missing) == 2 else f"the {missing[0]} pass is not"
    return _row(
        facts,
        "passes",
        f"{which} recorded on this text",
        level="warning",
        remedy=f"`draftloop done {facts.post.slug} --pass {missing[0]}` records it",
    )


def _heading_rows(facts: ShipFacts) -> Iterator[DoneRow]:
    post = facts.post
    level = 1
    for heading in facts.prose.headings:
        line = post.line_at(heading.start)
        if heading.level == 1:
            yield _row(
                facts,
                "headings",
                "a first-level heading in the text: the site prints the title itself",
                level="warning",
                line=line,
                remedy="make it ## or take it out",
            )
        elif heading.level > level + 1:
            yield _row(
                facts,
                "headings",
                f"the heading jumps from level {level} to {heading.level}",
                level="warning",
                line=line,
                remedy=f"make it {'#' * (level + 1)}",
            )
        level = max(heading.level, 1)


def _field_rows(facts: ShipFacts) -> Iterator[DoneRow]:
    post = facts.post
    title = post.title
    if not title:
        yield _row(
            facts, "title", "post.md has no title", line=1, remedy='write `title: "..."` above the text'
        )
    else:
        yield _row(
            facts,
            "title",
            f"title {len(title)} characters",
            level="warning",
            is_met=len(title) <= LONGEST_TITLE,
            line=post.line_of("title"),
            remedy=f"search engines cut it at about {LONGEST_TITLE}",
        )
    length = len(post.scalar("description"))
    yield _row(
        facts,
        "description",
        f"description {length} characters" if length else "no description",
        level="warning",
        is_met=length in DESCRIPTION,
        line=post.line_of("description"),
        remedy=f"{DESCRIPTION.start} to {DESCRIPTION.stop - 1} characters read well where posts are listed",
    )
    for key in ("tags", "categories"):
        if texts_of(post.fields.get(key)) is None:
            yield _row(
                facts,
                "tags",
                f"{key} is not a list of texts",
                line=post.line_of(key),
                remedy=f'write it as {key}: ["one", "two"]',
            )
    yield from _slug_rows(facts)


def _slug_rows(facts: ShipFacts) -> Iterator[DoneRow]:
    post = facts.post
    slug = post.address_slug
    if slug.startswith(".") or re.search(r"[/\\\x00-\x1f]", slug):
        remedy = "write one name of a-z, 0-9 and -"
        line = post.line_of("slug")
        yield _row(facts, "slug", f"the slug {slug!r} is no single name", line=line, remedy=remedy)
    elif not re.fullmatch(r"[a-z0-9._-]+", slug):
        yield _row(
            facts,
            "slug",
            f"the address name {slug!r} has other characters than a-z, 0-9 and -",
            level="warning",
            line=post.line_of("slug"),
            remedy="some sites change it; `slug:` sets another",
        )


def _date_rows(facts: ShipFacts) -> Iterator[DoneRow]:
    post = facts.post
    written = post.scalar("date")
    when, updated = moment_of(written), moment_of(post.scalar("updated"))
    line = post.line_of("date")
    if not written:
        yield _row(facts, "date", "no date yet: ship writes it", level="info", is_met=True)
    elif when is None and not _is_named(facts, "date"):
        remedy = "write it like 2026-11-15T22:31:00+01:00"
        yield _row(facts, "date", f"date {written!r} cannot be read", line=line, remedy=remedy)
    elif when is not None and _is_future(when, facts.now) and not facts.is_scheduled:
        kind = facts.target.kind if facts.target else ""
        yield _row(
            facts,
            "date",
            f"date {written} is in the future" + (f": {_FUTURE[kind]}" if kind in _FUTURE else ""),
            line=line,
            remedy="--schedule says that you mean it",
        )
    elif isinstance(when, datetime) and when.tzinfo is None:
        remedy = "add the offset, like +01:00: without it the day may move"
        yield _row(facts, "date", "the date has no offset", level="warning", line=line, remedy=remedy)
    if when is not None and updated is not None and _day(updated) < _day(when):
        yield _row(
            facts,
            "date",
            "updated is before date",
            level="warning",
            line=post.line_of("updated"),
            remedy="correct one of the two",
        )


def _is_named(facts: ShipFacts, row: str) -> bool:
    """Whether the export itself stops at it: once is enough."""
    return facts.export is not None and any(problem.id == row for problem in facts.export.problems)


def _is_future(when: date, now: datetime) -> bool:
    if isinstance(when, datetime):
        return (when if when.tzinfo else when.replace(tzinfo=now.tzinfo)) > now
    return when > now.date()


def _day(when: date) -> date:
    return when.date() if isinstance(when, datetime) else when


def _site_rows(facts: ShipFacts) -> Iterator[DoneRow]:
    post, export = facts.post, facts.export
    canonical = post.scalar("canonical")
    line = post.line_of("canonical")
    if canonical and not re.match(r"https?://[^/\s]+", canonical):
        remedy = "write the whole address of the original"
        yield _row(facts, "canonical", "canonical is not an absolute address", line=line, remedy=remedy)
    elif canonical and export and canonical.rstrip("/") == export.address.rstrip("/"):
        remedy = "leave it out: it is for posts whose original is elsewhere"
        yield _row(facts, "canonical", "canonical points to the post itself", line=line, remedy=remedy)
    if export is None:
        return
    other = facts.addresses.get(export.address) if export.address else None
    if other:
        yield _row(
            facts,
            "address",
            f"{export.address} is the address of {other} already",
            line=post.line_of("slug"),
            remedy="give one of them another `slug:`",
        )
    for problem in export.problems:
        yield _row(facts, problem.id, problem.sentence, line=problem.line, remedy=problem.remedy)
    if str(post.fields.get("draft", "")).lower() == "true" and not facts.is_draft:
        remedy = "take the line out when it shall be public"
        line = post.line_of("draft")
        sentence = "draft: true keeps the post off the site"
        yield _row(facts, "draft", sentence, level="warning", line=line, remedy=remedy)


def _own_rows(facts: ShipFacts) -> Iterator[DoneRow]:
    for question in facts.done.ask:
        yield _row(facts, "ask", question, is_met=question in facts.answered, remedy="answer it with yes")
    for name in facts.done.run:
        # A build may take minutes and writes files: it runs with the ship, not whenever rows are shown.
        yield _row(facts, "run", f"{name}: tried when you ship", level="info", is_met=True)


def _length_row(facts: ShipFacts) -> DoneRow:
    typical = f" · typical for you {facts.typical_words:,}" if facts.typical_words else ""
    return _row(
        facts,
        "length",
        f"reading time {reading_minutes(facts.words)} min · {facts.words:,} words{typical}",
        level="info",
        is_met=True,
    )
