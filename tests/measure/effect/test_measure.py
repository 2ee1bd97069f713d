"""The effect of a campaign, from events to numbers to people."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from stayflow.kernel.bucketing import bucket
from stayflow.language.event_filter import parse_event_filter
from stayflow.measure.effect import EffectPoint, NoNumber, Outcome
from tests.measure.effect.records import GOAL, HOUR, LATER, QUESTION, SENT, Records


@pytest.fixture
def records(engines, project) -> Records:
    return Records(engines.warehouse.project(project))


def test_a_small_campaign_by_hand(records: Records):
    for person in range(1, 21):  # 1–20 sent to, of whom 1–8 buy
        records.message("sent", person)
        if person <= 8:
            records.add("purchase", person, SENT + HOUR, revenue="10.10")
    for person in range(21, 41):  # 21–40 withheld, of whom 21–24 buy, 21 twice
        records.message("withheld", person, reason="holdout")
        if person <= 24:
            records.add("purchase", person, SENT + HOUR, revenue="5")
    records.add("purchase", 21, SENT + 2 * HOUR, revenue="1.5")
    records.message("dropped", 41, reason="cooldown")
    records.message("dropped", 42, reason="no_address")
    records.message("dropped", 43, reason="no_address")
    records.message("opened", 1, SENT + HOUR)
    records.message("opened", 1, SENT + 2 * HOUR)
    records.message("clicked", 1, SENT + HOUR)
    records.message("unsubscribed", 2, SENT + HOUR)
    records.write()
    effect = records.effect()
    counts = effect.counts
    assert (counts.audience, counts.treated, counts.sent, counts.failed) == (43, 20, 20, 0)
    assert (counts.opened, counts.clicked, counts.unsubscribed, counts.holdout) == (1, 1, 1, 20)
    assert counts.dropped == {"cooldown": 1, "no_address": 2}
    assert (effect.treated.converted, effect.treated.conversions, effect.treated.rate) == (
        8,
        8,
        0.4,
    )
    assert (effect.holdout.converted, effect.holdout.conversions, effect.holdout.rate) == (
        4,
        5,
        0.2,
    )
    assert effect.treated.revenue == pytest.approx(80.8)
    assert effect.holdout.revenue_per_person == pytest.approx(21.5 / 20)
    # 8/20 − 4/20 by Newcombe's method 10, computed by hand from the two Wilson intervals
    # 0.2188 to 0.6134 and 0.0807 to 0.4160
    assert effect.lift.difference == pytest.approx(0.2)
    assert (effect.lift.low, effect.lift.high) == pytest.approx((-0.08195, 0.44452), abs=1e-5)
    assert effect.lift.relative == pytest.approx(1.0)
    assert effect.lift.p_value == pytest.approx(
        0.16755, abs=1e-5
    )  # z = 0.2 / sqrt(0.3·0.7/10) = 1.38013
    assert effect.split.is_sound
    assert effect.windows_open == 0


def test_the_window_begins_after_the_message_and_its_end_is_included(records: Records):
    edges = {
        1: (SENT, False),
        2: (SENT + timedelta(milliseconds=1), True),
        3: (SENT + GOAL.window, True),
        4: (SENT + GOAL.window + timedelta(milliseconds=1), False),
        5: (SENT - timedelta(days=1), False),
    }
    for person, (at, _) in edges.items():
        records.message("sent", person)
        records.add("purchase", person, at)
        records.message("withheld", person + 10)
        records.add("purchase", person + 10, at)
    records.write()
    inside = [person for person, (_, counts) in edges.items() if counts]
    assert records.people(Outcome.CONVERTED) == inside
    assert records.people(Outcome.HOLDOUT_CONVERTED) == [person + 10 for person in inside]


def test_everybodys_window_begins_at_their_own_message(records: Records):
    day = timedelta(days=1)
    records.message("sent", 1, SENT)
    records.message("sent", 2, SENT + 5 * day)
    for person in (1, 2):
        records.add("purchase", person, SENT + 8 * day)
    records.write()
    assert records.people(Outcome.CONVERTED) == [2]


def test_what_scanners_did_counts_for_nobody(records: Records):
    records.message("sent", 1)
    records.message("opened", 1, automatic=True)
    records.message("clicked", 1, automatic=True)
    records.message("sent", 2)
    records.message("opened", 2, automatic=False)
    records.write()
    assert records.people(Outcome.OPENED) == [2]
    assert records.people(Outcome.CLICKED) == []


def test_a_failed_message_stays_in_the_arm_it_was_drawn_for(records: Records):
    records.message("sent", 1)
    records.message("failed", 2, reason="permanent")
    records.message("failed", 3, reason="in_doubt")
    records.add("purchase", 3, SENT + HOUR)
    records.write()
    effect = records.effect()
    counts = effect.counts
    assert (effect.treated.people, counts.sent, counts.failed, counts.in_doubt) == (3, 1, 1, 1)
    assert effect.treated.converted == 1
    assert records.people(Outcome.FAILED) == [2]
    assert records.people(Outcome.IN_DOUBT) == [3]


def test_only_this_campaign_and_only_the_goal_with_its_filter_count(records: Records):
    where = parse_event_filter({"property": "category", "op": "eq", "value": "tea"})
    records.message("sent", 1)
    records.message("sent", 2)
    records.message("sent", 3, campaign="c2")
    records.add("purchase", 1, SENT + HOUR, category="tea")
    records.add("purchase", 2, SENT + HOUR, category="rice")
    records.add("purchase", 3, SENT + HOUR, category="tea")
    records.write()
    question = replace(QUESTION, goal=replace(GOAL, where=where))
    assert records.people(Outcome.CONVERTED, question) == [1]
    assert records.people(Outcome.NOT_CONVERTED, question) == [2]


def test_each_count_opens_as_the_people_it_counted(records: Records):
    for person in range(1, 61):
        name = ("sent", "withheld", "dropped")[person % 3]
        records.message(name, person, reason="cooldown" if person % 2 else "no_address")
        if person % 4 == 0:
            records.add("purchase", person, SENT + HOUR)
        if name == "sent" and person % 5 == 0:
            records.message("opened", person, SENT + HOUR)
    records.write()
    effect = records.effect()
    sizes = {outcome: len(records.people(outcome)) for outcome in Outcome}
    assert sizes == {
        Outcome.AUDIENCE: effect.counts.audience,
        Outcome.TREATED: effect.treated.people,
        Outcome.SENT: effect.counts.sent,
        Outcome.FAILED: effect.counts.failed,
        Outcome.IN_DOUBT: effect.counts.in_doubt,
        Outcome.OPENED: effect.counts.opened,
        Outcome.CLICKED: effect.counts.clicked,
        Outcome.UNSUBSCRIBED: effect.counts.unsubscribed,
        Outcome.CONVERTED: effect.treated.converted,
        Outcome.NOT_CONVERTED: effect.treated.people - effect.treated.converted,
        Outcome.HOLDOUT: effect.holdout.people,
        Outcome.HOLDOUT_CONVERTED: effect.holdout.converted,
        Outcome.DROPPED: sum(effect.counts.dropped.values()),
    }
    for reason, number in effect.counts.dropped.items():
        assert len(records.people(Outcome.DROPPED, reason=reason)) == number
    assert effect.counts.audience == 60


def test_without_a_goal_answers_are_counted_and_the_reason_is_given(records: Records):
    for person in range(40):
        records.message("sent" if person % 2 else "withheld", person + 1)
    records.write()
    effect = records.effect(replace(QUESTION, goal=None))
    assert effect.lift.reason is effect.revenue_lift.reason is NoNumber.NO_GOAL
    assert effect.counts.sent == 20


def test_a_campaign_nobody_was_sent_is_empty_and_says_why(records: Records):
    effect = records.effect()
    assert effect.counts.audience == 0
    assert effect.treated.rate is None
    assert effect.lift.reason is NoNumber.NOBODY_TREATED
    assert effect.split.p_value is None
    assert effect.series == ()


def test_a_split_chance_does_not_explain_blocks_the_verdict(records: Records):
    for person in range(1, 301):  # half were to be withheld, a sixth was
        records.message("withheld" if person % 6 == 0 else "sent", person)
    records.write()
    effect = records.effect()
    assert effect.lift.reason is effect.revenue_lift.reason is NoNumber.SPLIT_WRONG
    assert effect.split.p_value < 0.001
    assert not effect.split.is_sound
    assert effect.holdout.people == 50


def test_the_lots_of_a_real_campaign_split_as_they_should(records: Records):
    for person in range(1, 2_001):
        records.message("withheld" if bucket("c1", str(person)) < 0.2 else "sent", person)
    records.write()
    assert records.effect(replace(QUESTION, holdout_share=0.2)).split.is_sound


def test_windows_still_open_are_told(records: Records):
    records.message("sent", 1, LATER - timedelta(days=6))
    records.message("withheld", 2, LATER - timedelta(days=6))
    records.message("sent", 3, LATER - timedelta(days=8))
    records.write()
    assert records.effect().windows_open == 2


def test_days_are_those_of_the_project(records: Records):
    late = datetime(2026, 6, 1, 17, tzinfo=UTC)  # 01:00 on the 2nd in Shanghai
    records.message("sent", 1, SENT)
    records.message("sent", 2, late)
    records.message("opened", 1, late)
    records.message("opened", 1, late + timedelta(days=3))
    records.add("purchase", 1, late)
    records.write()
    assert records.effect().series == (
        EffectPoint(date(2026, 6, 1), sent=1, opened=0, clicked=0, converted=0),
        EffectPoint(date(2026, 6, 2), sent=1, opened=1, clicked=0, converted=1),
    )


def test_two_ids_of_one_person_count_once_and_in_no_arm_when_both_were_drawn(records: Records):
    records.merge({2: 1, 4: 3})
    records.message("sent", 1)
    records.message("sent", 2)
    records.message("sent", 3)
    records.message("withheld", 4)
    records.add("purchase", 2, SENT + HOUR)
    records.write()
    records.scope = replace(records.scope, has_merges=True)
    effect = records.effect()
    assert (effect.counts.audience, effect.treated.people, effect.treated.converted) == (2, 1, 1)
    assert effect.in_both_arms == 1
    assert records.people(Outcome.CONVERTED) == [1]
