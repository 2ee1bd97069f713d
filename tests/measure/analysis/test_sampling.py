"""Answers told from some of the people: the same as exact ones over everybody, honest about their errors otherwise."""

import math
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from stayflow.kernel.errors import InvalidInput
from stayflow.language.sample import Share
from stayflow.language.statement import Binder
from stayflow.measure.analysis import answer_query, read_query
from stayflow.measure.analysis.model import Desk, Sample
from stayflow.measure.analysis.sampling import choose, choose_share, estimate_answer
from stayflow.measure.analysis.sampling.error import (
    Moments,
    people_interval,
    rate_interval,
    ratio_interval,
    total_interval,
)
from tests.measure.analysis.questions import QUESTIONS
from tests.measure.world import Happened, World, make_world

NOW = datetime(2026, 4, 10, 9, 30, tzinfo=UTC)
BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
RANGE = {"from": "2026-03-01", "to": "2026-03-31"}
PEOPLE, MERGED = 4_000, 400
SEEDS = 10
TREND = {
    "kind": "trend",
    "range": RANGE,
    "per": "week",
    "metrics": [
        {"event": "buy", "aggregate": aggregate}
        for aggregate in ("people", "count", {"sum": "amount"}, {"avg": "amount"}, "per_person")
    ],
    "formulas": ["C / A"],
}
FUNNEL = {
    "kind": "funnel",
    "range": RANGE,
    "steps": [{"event": "view"}, {"event": "buy"}],
    "window": "7d",
}
RETENTION = {
    "kind": "retention",
    "range": RANGE,
    "start": {"event": "view"},
    "per": "week",
    "periods": 3,
}
SAMPLED = (
    *("trend_split", "trend_rolling", "funnel_split", "funnel_optional", "retention_daily"),
    *("retention_brackets", "path_named", "session_split", "interval_split", "distribution"),
)
"""At least one of every kind that a sample tells, with whatever its answer may have."""


@pytest.fixture(scope="module")
def market(engines) -> Iterator[World]:
    """Many people who view and buy, some much more than others; one in twelve was merged into another."""
    chance = random.Random(7)
    events = []
    for person in range(1, PEOPLE + 1):
        for _ in range(min(9, 1 + int(chance.paretovariate(1.6)))):
            at = BEGIN + timedelta(minutes=chance.randrange(30 * 1440))
            events.append(Happened("view", person, at, {"category": chance.choice("xyz")}))
            if chance.random() < 0.3:
                amount = round(chance.lognormvariate(3, 0.7), 2)
                events.append(Happened("buy", person, at + timedelta(hours=1), {"amount": amount}))
    merges = {PEOPLE - n: 1 + n * 3 for n in range(MERGED)}
    world = make_world(engines.warehouse, "sampling", "Asia/Shanghai", NOW)
    world.fill(events, merges)
    yield world
    engines.warehouse.drop_project("sampling")


def desk_of(world: World) -> Desk:
    return Desk(world.scope, world.warehouse)


def asked(world: World, question: dict) -> dict:
    return msgspec.to_builtins(read_query(question, scope=world.scope).answer(desk_of(world)))


def estimated(world: World, question: dict, share: Share) -> tuple[dict, Sample]:
    analysis = read_query(question, scope=world.scope)
    result, sample = estimate_answer(analysis, share, desk_of(world))
    return msgspec.to_builtins(result), sample


def number_at(result: object, path: str) -> float:
    for step in path.replace("[", ".[").split("."):
        result = result[int(step[1:-1])] if step.startswith("[") else result[step]
    return float(result)


def test_a_share_of_everybody_is_the_exact_answer(world_in):
    world = world_in("Asia/Kathmandu")
    facts = {"amount": 2, "category": "x"}
    world.fill(
        [
            Happened(event, person, world.now - timedelta(days=days), facts)
            for days in (10, 20, 21)
            for event in ("a", "b", "c", "buy", "view")
            for person in range(1, 8)
        ],
        {7: 1},
        {1: "杭州"},
    )
    for name in SAMPLED:
        exact = asked(world, QUESTIONS[name])
        told, sample = estimated(world, QUESTIONS[name], Share(1))
        assert told == exact, name
        assert (sample.share, sample.people) == (1, 6)
        for each in sample.intervals:
            number = number_at(exact, each.path)
            assert each.low == pytest.approx(number), (name, each.path)
            assert each.high == pytest.approx(number), (name, each.path)


@pytest.mark.parametrize(
    ("question", "who"),
    [
        (TREND, {"metric": 0, "t": "2026-03-09"}),
        (FUNNEL, {"step": 2}),
        (FUNNEL, {"step": 2, "converted": False}),
        (RETENTION, {"cohort": "2026-03-02", "period": 1}),
        (
            {"kind": "path", "range": RANGE, "anchor": {"event": "view"}},
            {"level": 1, "name": "buy"},
        ),
        ({"kind": "session", "range": RANGE}, {"of": "bounced"}),
        (
            {"kind": "interval", "range": RANGE, "from": {"event": "view"}, "to": {"event": "buy"}},
            {},
        ),
        (
            {"kind": "distribution", "range": RANGE, "metric": {"event": "buy"}, "bins": [2]},
            {"from": 2},
        ),
        (
            {**TREND, "people": {"not": {"did": {"event": "buy", "within": {"last": "20d"}}}}},
            {"metric": 0},
        ),
    ],
)
def test_a_person_is_in_the_sample_with_all_their_events_or_with_none(market, question, who):
    share, binder = Share(4, seed=3), Binder()
    test = share.test_sql("id", binder)
    ids = f"SELECT arrayJoin(range(1, {PEOPLE + 1})) AS id"
    chosen = {
        person
        for (person,) in market.warehouse.query(
            f"SELECT id FROM ({ids}) WHERE {test}", binder.parameters
        ).rows
    }
    assert len(chosen) == pytest.approx(PEOPLE / 4, rel=0.1)
    analysis = read_query(question, scope=market.scope)
    found = []
    for scope in (market.scope, replace(market.scope, sample=share)):
        statement = analysis.people(who, Desk(scope, market.warehouse))
        rows = market.warehouse.query(statement.sql, statement.parameters).rows
        found.append({person for (person,) in rows})
    everybody, sampled = found
    assert any(person in everybody & chosen for person in market.merges.values())
    assert sampled == everybody & chosen


@pytest.mark.parametrize("question", [TREND, FUNNEL, RETENTION])
def test_intervals_hold_the_truth_about_as_often_as_they_say(market, question):
    exact, held, wide = asked(market, question), 0, 0
    numbers = 0
    for seed in range(SEEDS):
        _, sample = estimated(market, question, Share(8, seed=seed))
        assert sample.people == pytest.approx((PEOPLE - MERGED) / 8, rel=0.15)
        for each in sample.intervals:
            truth = number_at(exact, each.path)
            held += each.low <= truth <= each.high
            wide += truth > 500 and (each.high - each.low) / 2 > truth
            numbers += 1
    assert numbers >= SEEDS * 5
    assert 0.88 <= held / numbers <= 0.995
    assert not wide


def test_what_is_told_is_near_and_formulas_are_of_what_is_told(market):
    exact = asked(market, TREND)
    told, sample = estimated(market, TREND, Share(4))
    for before, after in zip(exact["series"], told["series"], strict=True):
        for a, b in zip(before["points"], after["points"], strict=True):
            assert b["value"] == pytest.approx(a["value"], rel=0.25)
    amounts, people = (told["series"][n]["points"][2]["value"] for n in (2, 0))
    assert told["series"][5]["points"][2]["value"] == pytest.approx(amounts / people)
    assert sample.error == pytest.approx(
        max(
            (each for each in sample.intervals if each.path.startswith("series[2]")),
            key=lambda each: each.high + each.low,
        ).high
        / max(point["value"] for point in told["series"][2]["points"])
        - 1
    )


def test_only_what_reads_much_and_can_be_told_is_estimated(market, monkeypatch):
    monkeypatch.setattr(choose, "PEOPLE_MIN", 900)

    def ask(question: dict, sampled_from: int | None) -> tuple[str | None, float | None]:
        answer = answer_query(
            {**question, "precision": "auto"},
            scope=market.scope,
            warehouse=market.warehouse,
            sampled_from=sampled_from,
        )
        assert ("Estimated" in answer.definition) == (answer.sample is not None)
        return answer.precision, answer.sample and answer.sample.share

    assert ask(FUNNEL, 1_000) == ("sampled", 0.25)  # a sample has so many people at least
    assert ask(FUNNEL, 10_000_000) == ("exact", None)
    assert ask(FUNNEL, None) == ("exact", None)  # a number that others are computed of
    daily = {**TREND, "metrics": TREND["metrics"][:1], "formulas": []}
    assert ask(daily, 1_000) == ("exact", None)  # bitmaps know it
    largest = {
        **TREND,
        "metrics": [{"event": "buy", "aggregate": {"max": "amount"}}],
        "formulas": [],
    }
    assert ask(largest, 1_000) == ("exact", None)
    sums = {**TREND, "metrics": TREND["metrics"][1:4], "formulas": []}
    assert ask(sums, 1_000) == ("exact", None)  # all there is to do is to read
    assert ask({"kind": "revenue", "range": RANGE, "event": "buy", "amount": "amount"}, 1) == (
        "exact",
        None,
    )
    rare = {
        "kind": "interval",
        "range": {"from": "2026-03-31", "to": "2026-03-31"},
        "from": {"event": "a"},
    }
    analysis = read_query(rare, scope=market.scope)
    assert choose_share(analysis, desk_of(market), sampled_from=1) is None
    plain = answer_query(FUNNEL, scope=market.scope, warehouse=market.warehouse, sampled_from=1)
    assert (plain.precision, plain.sample) == (None, None)
    with pytest.raises(InvalidInput) as caught:
        answer_query(
            {**FUNNEL, "precision": "rough"}, scope=market.scope, warehouse=market.warehouse
        )
    assert caught.value.path == "precision"


def test_the_formulas_cover_what_they_promise():
    """Samples of 4,000 people drawn again and again; each formula holds the truth 95 times in 100, give or take 3."""
    chance = random.Random(11)
    people = [(chance.lognormvariate(0, 0.8), chance.randrange(1, 5)) for _ in range(4_000)]
    buyers = [person for person in people if person[1] > 3]
    total, many = sum(y for y, _ in people), sum(x for _, x in people)
    truths = (len(buyers), len(buyers) / len(people), total, total / many)
    held, rounds, one_in = [0, 0, 0, 0], 600, 16
    for _ in range(rounds):
        part = chance.sample(people, k=sum(chance.random() < 1 / one_in for _ in people))
        few = sum(x > 3 for _, x in part)
        moments = Moments(
            len(part),
            sum(y for y, _ in part),
            sum(x for _, x in part),
            sum(y * y for y, _ in part),
            sum(x * y for y, x in part),
            sum(x * x for _, x in part),
        )
        intervals = (
            people_interval(few, one_in),
            rate_interval(few, len(part), one_in),
            total_interval(moments, one_in),
            ratio_interval(moments, one_in),
        )
        for n, (truth, interval) in enumerate(zip(truths, intervals, strict=True)):
            assert interval is not None
            held[n] += interval[0] <= truth <= interval[1]
    assert all(0.92 <= each / rounds <= 0.98 for each in held), held


def test_nobody_in_the_sample_is_not_nobody():
    low, high = people_interval(0, 16)
    assert (low, high) == (0, pytest.approx(1.959964**2 * 15))
    assert people_interval(5, 1) == (5, 5)
    assert rate_interval(0, 50, 16)[0] == 0 < rate_interval(0, 50, 16)[1] < 0.1
    few = Moments(people=3, y=9.0, x=3.0, yy=27.0, xy=9.0, xx=3.0)
    assert (total_interval(few, 16), ratio_interval(few, 16)) == (None, None)
    assert not math.isnan(people_interval(1, 1 << 20)[1])
