"""What the data propose, computed by hand from made-up statistics."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from stayflow.language.scope import Scope
from stayflow.understand.lifecycle import (
    Intervals,
    Mark,
    ProposalNotFound,
    StageStatistics,
    Statistics,
    apply_proposals,
    propose,
)
from stayflow.understand.lifecycle.calibrate import find_drifts, mark_rejected
from stayflow.understand.lifecycle.rejection import Rejection
from tests.language.world import KnownNames

THEN, NOW = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
BUYS = ("purchase",)
DEFINITION = {
    "stages": [
        {"name": "a"},
        {"name": "b", "when": {"any": [
            {"did": {"event": "*", "within": {"before": "28d"}}},
            {"did": {"event": "purchase", "count": 2}},
        ]}},
        {"name": "c", "when": {"all": [
            {"did": {"event": "purchase", "count": 3, "within": {"last": "90d"}}},
            {"did": {"event": "view", "within": {"last": "24h"}}},
        ]}},
        {"name": "d", "when": {"any": [
            {"not": {"did": {"event": "*", "within": {"last": "60d"}}}},
            {"not": {"did": {"event": "purchase", "count": 1, "within": {"last": "8w"}}}},
        ]}},
    ]
}  # fmt: skip


def statistics(median: float, **stage: float) -> Statistics:
    people = StageStatistics("b", 100, 0.5, 4.0, 10.0)
    return Statistics(
        taken_at=NOW,
        purchase=Intervals(200, 10, median, 40, 54),
        activity=Intervals(500, 2, 7, 14, 20.5),
        stages=(replace(people, **stage),),
    )


def test_quiet_is_the_p90_and_a_phase_moves_with_the_median() -> None:
    reference = replace(statistics(30), taken_at=THEN)
    found = {p.proposal_id: p for p in propose(DEFINITION, BUYS, statistics(25), reference)}
    assert {name: (each.stage, each.was, each.becomes) for name, each in found.items()} == {
        "stages.1.when.any.0.did.within.before": (
            "b",
            "28d",
            "21d",
        ),  # 28 * 25 / 30 = 23: three weeks
        "stages.2.when.all.0.did.within.last": ("c", "90d", "75d"),
        "stages.3.when.any.0.not.did.within.last": ("d", "60d", "21d"),  # 20.5 up to a week
    }  # 8 weeks stay: p90 of purchases is 54 days, up to 56
    reason = found["stages.1.when.any.0.did.within.before"].reason
    assert reason.en == "the median interval between purchases went from 30 to 25 days"
    changed = apply_proposals(
        DEFINITION, tuple(found.values()), frozenset(["stages.3.when.any.0.not.did.within.last"])
    )
    assert changed["stages"][3]["when"]["any"][0]["not"]["did"]["within"] == {"last": "21d"}
    assert DEFINITION["stages"][3]["when"]["any"][0]["not"]["did"]["within"] == {"last": "60d"}
    with pytest.raises(ProposalNotFound):
        apply_proposals(DEFINITION, (), frozenset(["stages.1"]))


def test_what_was_turned_down_stays_so_while_it_says_the_same() -> None:
    reference = replace(statistics(30), taken_at=THEN)
    found = tuple(propose(DEFINITION, BUYS, statistics(25), reference))
    quiet = found[-1]
    rejected = Rejection(quiet.proposal_id, quiet.clause, "21d", NOW, "li")
    marked = mark_rejected(found, [rejected])
    assert [each.rejected for each in marked] == [None, None, rejected]
    assert (
        mark_rejected(found, [replace(rejected, becomes="28d")]) == found
    )  # a week is something else
    other = replace(rejected, clause={"event": "*", "within": {"last": "61d"}})
    assert mark_rejected(found, [other]) == found  # somebody changed the clause since


def test_little_change_and_few_intervals_propose_nothing() -> None:
    calm = replace(statistics(30), activity=None)
    assert list(propose(DEFINITION, BUYS, calm, statistics(31))) == []
    few = replace(calm, purchase=replace(calm.purchase, count=29))
    assert list(propose(DEFINITION, BUYS, few, statistics(60))) == []


def test_a_drift_is_more_than_a_fifth_and_names_the_marks_between() -> None:
    scope = Scope(ZoneInfo("UTC"), NOW, KnownNames())
    marks = [
        Mark("1", date(2026, 4, 1), "release", "2.3", "li"),
        Mark("2", date(2026, 1, 1), "release", "2.2", "li"),
    ]
    reference = replace(statistics(30), taken_at=THEN)
    found = list(find_drifts(statistics(36, frequency=3.0, value=11.9), reference, marks, scope))
    assert [(each.stage, each.what, round(each.change, 3)) for each in found] == [
        ("b", "frequency", -0.25)
    ]
    assert [mark.note for mark in found[0].marks] == ["2.3"]
    few = statistics(30, people=29, frequency=1.0)
    assert list(find_drifts(few, reference, marks, scope)) == []
