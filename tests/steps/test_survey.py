from __future__ import annotations

from dataclasses import replace

import pytest

from draftloop.loop.errors import HistoryUnavailable, NotFound
from draftloop.loop.iteration import Turn
from draftloop.loop.stage import Stage
from draftloop.steps.drafts import drop_draft, in_work, revive_draft, survey, survey_all
from tests.writer import Writer, writer_of_two_rounds

LEDGER = '[site]\naddress = "https://example.org/x/"\nshipped = 2026-11-15T22:31:00+01:00\n'


@pytest.fixture
def writer() -> Writer:
    made = writer_of_two_rounds()
    made.desk = replace(made.desk, scaffolds=NoScaffolds())
    return made


class NoScaffolds:
    def names(self) -> list[str]:
        return []

    def text(self, name: str) -> str:
        raise NotFound("scaffold", name)


def test_a_survey_counts_what_a_listing_shows(writer: Writer) -> None:
    status = survey(writer.desk, "x")
    assert (status.iteration, status.points, status.words, status.trouble) == (2, 4, 9, "")
    assert status.settled is not None
    assert status.coverable == 4


def test_a_shipped_post_in_a_list_is_not_measured_against_its_outline_again(writer: Writer) -> None:
    writer.files["drafts/x/exported.toml"] = LEDGER
    (listed,) = survey_all(writer.desk)
    assert (listed.stage, listed.words, listed.coverable) == (Stage.SHIPPED, 9, 0)
    assert survey(writer.desk, "x").coverable == 4
    assert in_work([listed]) == []


def test_a_history_that_cannot_be_read_costs_the_rounds_and_not_the_draft(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(slug: str) -> list[Turn]:
        raise HistoryUnavailable("failed", "the history cannot be read", "`git fsck` tells more")

    monkeypatch.setattr(writer.history, "timeline", broken)
    (status,) = survey_all(writer.desk)
    assert (status.words, status.iteration) == (9, 0)
    assert "`git fsck` tells more" in status.trouble


def test_a_broken_file_beside_the_post_is_named_once(writer: Writer) -> None:
    writer.files["drafts/x/corrections.toml"] = "[[[\n"
    assert survey(writer.desk, "x").trouble.count("corrections.toml") == 1


def test_a_draft_is_given_up_with_a_reason_and_taken_back(writer: Writer) -> None:
    before = writer.files["drafts/x/notes.md"]
    assert drop_draft(writer.desk, "x", "too\nbroad")
    assert 'because: "too broad"' in writer.files["drafts/x/notes.md"]
    assert survey(writer.desk, "x").stage is Stage.DROPPED
    assert revive_draft(writer.desk, "x")
    assert writer.files["drafts/x/notes.md"] == before
    assert revive_draft(writer.desk, "x") is None


def test_an_unknown_draft_is_not_surveyed(writer: Writer) -> None:
    with pytest.raises(NotFound):
        survey(writer.desk, "y")
