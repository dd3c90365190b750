"""Decisions counted, and what they do to the next check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from draftloop.loop.errors import CannotWrite
from draftloop.loop.finding import Finding, Tier
from draftloop.loop.settings import CheckSettings, Settings
from draftloop.loop.tally import RuleCount, after_deciding
from draftloop.steps.desk import Desk
from draftloop.steps.edit import check_text
from draftloop.steps.rules import note_decision, rule_rows, standing_overrides
from tests.loop.test_ignores import ALARM
from tests.steps.test_edit import WordEngine
from tests.steps.test_edit import desk as desk_with
from tests.writer import Writer


@dataclass
class TallyDouble:
    """Counts in memory."""

    known: dict[str, RuleCount] = field(default_factory=dict)
    is_broken: bool = False

    def counts(self) -> Mapping[str, RuleCount]:
        return self.known

    def count(self, finding: Finding, tier: Tier, *, taken: int, ignored: int) -> None:
        if self.is_broken:
            raise CannotWrite("tally.json", "the disk is full", "make room")
        old = replace(self.known.get(finding.rule_name, RuleCount()), tier=tier, kind=finding.kind)
        self.known[finding.rule_name] = after_deciding(old, taken=taken, ignored=ignored)

    def forget(self, rule_name: str) -> bool:
        return self.known.pop(rule_name, None) is not None


def desk(tally: TallyDouble, *, off: tuple[str, ...] = ()) -> Desk:
    return replace(Writer().desk, tally=tally, settings=Settings(checks=CheckSettings(off=off)))


def test_a_rule_that_is_always_ignored_becomes_doubtful_and_comes_back() -> None:
    tally = TallyDouble()
    for _ in range(6):
        note_decision(desk(tally), ALARM, taken=False)
    assert standing_overrides(desk(tally)) == {"harper:AnA": "maybe"}
    shown_now = replace(ALARM, tier="maybe")
    for _ in range(4):
        note_decision(desk(tally), shown_now, taken=True)
    assert standing_overrides(desk(tally)) == {}
    assert tally.known["harper:AnA"] == RuleCount(taken=4, ignored=6, tier="sure", kind="article")


def test_a_decision_that_is_undone_counts_no_more() -> None:
    tally = TallyDouble()
    note_decision(desk(tally), ALARM, taken=False)
    note_decision(desk(tally), ALARM, taken=False, undone=True)
    assert tally.known["harper:AnA"].decided == 0
    assert rule_rows(desk(tally)) == []


def test_new_words_are_no_rule() -> None:
    tally = TallyDouble()
    note_decision(desk(tally), replace(ALARM, tier="term"), taken=True)
    assert tally.known == {}


def test_a_tally_that_cannot_be_written_stops_nobody() -> None:
    note_decision(desk(TallyDouble(is_broken=True)), ALARM, taken=True)
    note_decision(replace(desk(TallyDouble()), tally=None), ALARM, taken=True)


def test_the_rows_say_what_moved_and_why() -> None:
    tally = TallyDouble(
        {
            "harper:AnA": RuleCount(ignored=9, taken=1, tier="sure", kind="article"),
            "harper:Them": RuleCount(taken=2, tier="maybe", kind="grammar"),
        }
    )
    first, second = rule_rows(desk(tally, off=("Them",)))
    assert (first.rule_name, first.tier, first.taken, first.ignored, first.is_off) == (
        "harper:AnA",
        "maybe",
        1,
        9,
        False,
    )
    assert first.moved.startswith("was sure: ignored 9 of 10 times")
    assert (second.tier, second.moved, second.is_off) == ("maybe", "", True)


def test_what_the_author_waves_off_is_doubtful_in_the_next_check_whoever_agrees() -> None:
    text = "See the the end.\n"
    bench = desk_with(WordEngine())
    (before,) = check_text(bench, text, file="p").findings
    (after,) = check_text(bench, text, file="p", tiers={before.rule_name: "maybe"}).findings
    assert (before.tier, after.tier) == ("sure", "maybe")
    twice = WordEngine("languagetool", rule="NEW_RULE", **{"the the": "the"})
    bench = desk_with(WordEngine(), twice)
    report = check_text(
        bench, text, file="p", tiers={before.rule_name: "maybe"}, engines=("harper", "languagetool")
    )
    own = [one.tier for one in report.findings if one.rule_name == before.rule_name]
    assert "sure" not in own


def test_words_are_not_moved_by_counts() -> None:
    bench = desk_with(WordEngine(recieve="receive"))
    (finding,) = check_text(bench, "We recieve.\n", file="p", tiers={"harper:SpellCheck": "maybe"}).findings
    assert finding.tier == "sure"
