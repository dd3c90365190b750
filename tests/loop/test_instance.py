from __future__ import annotations

from datetime import datetime

from draftloop.loop.instance import Holder, named, standing_sentence

NOW = datetime.fromisoformat("2026-11-21T20:00:00+01:00")
SINCE = datetime.fromisoformat("2026-11-21T14:02:00+01:00")


def test_the_sentence_says_who_since_when_and_what_to_do() -> None:
    assert standing_sentence(Holder(pid=4711, tty="pts/3", since=SINCE), NOW) == (
        "Open in another draftloop since 14:02 (process 4711, on pts/3): this one only reads. "
        "Close that one and this one takes over."
    )


def test_another_day_is_named_with_its_date() -> None:
    sentence = standing_sentence(Holder(pid=1, since=SINCE.replace(day=20)), NOW)
    assert "since 2026-11-20 14:02 (process 1)" in sentence


def test_who_cannot_be_seen_is_still_somebody() -> None:
    assert standing_sentence(Holder(), NOW).startswith(
        "Open in another draftloop (a process that cannot be seen from here): this one only reads."
    )
    assert named(Holder(pid=7, host="laptop", tty="pts/1")) == "(process 7, on pts/1, at laptop)"
