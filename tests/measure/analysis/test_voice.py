"""Voice: NPS and CSAT by hand, and counted again in plain Python."""

from datetime import UTC, date, datetime, timedelta
from math import sqrt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stayflow.kernel.errors import InvalidInput
from tests.measure.conftest import ZONES
from tests.measure.world import Happened

NOON = datetime(2026, 3, 3, 4, tzinfo=UTC)
QUESTION = {
    "kind": "voice",
    "range": {"from": "2026-03-01", "to": "2026-03-31"},
    "event": "a",
    "score": "amount",
}


def said(person: int, score: float | None, days: int = 0, category: str = "") -> Happened:
    return Happened(
        "a", person, NOON + timedelta(days=days), {"amount": score, "category": category}
    )


def test_promoters_less_detractors(shanghai):
    """5 of 10 promoters, 2 detractors: +30; the edges 9, 7 and 6 belong above, between and below."""
    scores = [10, 10, 9, 9, 9, 8, 7, 7, 6, 0]
    shanghai.fill(
        [*(said(n, score) for n, score in enumerate(scores)), said(99, 11), said(98, None)]
    )
    result = shanghai.ask(**QUESTION)
    assert result["total"] == {
        "answers": 10, "people": 10, "happy": 5, "neutral": 3, "unhappy": 2, "score": pytest.approx(30),
        "margin": pytest.approx(196 * sqrt((0.7 - 0.09) / 10), rel=1e-3), "mean": 7.5,
    }  # fmt: skip
    assert result["invalid"] == 1
    assert shanghai.who({"of": "unhappy"}, **QUESTION) == {8, 9}
    assert shanghai.who({"of": "happy", "t": "2026-03-01"}, **QUESTION) == {0, 1, 2, 3, 4}
    assert 99 not in shanghai.who({}, **QUESTION)


def test_the_two_highest_are_satisfied(shanghai):
    shanghai.fill([said(n, score) for n, score in enumerate((5, 4, 3, 2, 1, 0))])
    result = shanghai.ask(**QUESTION, method="csat")
    total = result["total"]
    assert (total["score"], total["happy"], total["neutral"], total["unhappy"]) == (40, 2, 1, 2)
    assert result["invalid"] == 1
    assert shanghai.ask(**QUESTION, method="csat", scale=7)["total"]["score"] == 0


def test_by_value_and_by_attribute(shanghai):
    shanghai.fill(
        [said(1, 10, category="x"), said(2, 0, category="x"), said(3, 9, category="y"), said(1, 9)],
        cities={1: "杭州"},
    )
    question = {**QUESTION, "by": {"property": "category"}, "top": 1}
    groups = shanghai.ask(**question)["groups"]
    assert [(each["by"]["category"], each["score"], each["is_other"]) for each in groups] == [
        ("x", 0, False),
        ("other", 100, True),
    ]
    assert shanghai.who({"by": {"category": "x"}, "of": "unhappy"}, **question) == {2}
    assert shanghai.who({"by": {"category": "other"}, "is_other": True}, **question) == {1, 3}
    groups = shanghai.ask(**QUESTION, by={"attribute": "city"})["groups"]
    assert {each["by"]["city"]: each["score"] for each in groups} == {"杭州": 100, None: 0}


def test_beside_the_month_before(shanghai):
    shanghai.fill([said(1, 10), said(2, 0), said(3, 10, -28), said(4, 9, -28), said(5, 0, -28)])
    asked = {**QUESTION, "compare": {"from": "2026-02-01", "to": "2026-02-28"}}
    result = shanghai.ask(**asked)
    assert (result["total"]["score"], result["previous"]["score"]) == (0, pytest.approx(100 / 3))
    assert [each["answers"] for each in result["previous_series"]] == [3]
    assert shanghai.who({"of": "unhappy", "compared": True}, **asked) == {5}
    alone = {name: value for name, value in asked.items() if name != "score"}
    assert "previous" not in shanghai.ask(**alone, comment="category")


def test_nobody_answered(shanghai):
    shanghai.fill([])
    total = shanghai.ask(**QUESTION)["total"]
    assert (total["answers"], total["score"], total["mean"]) == (0, None, None)


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"score": "category"}, "score"),
        ({"method": "ces"}, "method"),
        ({"scale": 1}, "scale"),
        ({"event": "aa"}, "event"),
    ],
)
def test_mistakes_name_their_place(shanghai, changed, path):
    with pytest.raises(InvalidInput) as caught:
        shanghai.ask(**{**QUESTION, **changed})
    assert caught.value.path == path


@given(
    answers=st.lists(
        st.tuples(st.integers(1, 6), st.integers(0, 40 * 24), st.sampled_from([None, -1, 0, 5, 6, 6.5, 7, 8.5, 9, 10, 12])),
        max_size=40,
    ),
    merged=st.booleans(),
    zone=st.sampled_from(ZONES),
)  # fmt: skip
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_agrees_with_counting_by_hand(world_in, answers, merged, zone):
    world = world_in(zone)
    begin = datetime(2026, 2, 25, tzinfo=UTC)
    events = [
        Happened("a", person, begin + timedelta(hours=hours), {"amount": score})
        for person, hours, score in answers
    ]
    world.fill(events, {6: 1} if merged else {})

    def day(event: Happened) -> date:
        return event.at.astimezone(world.zone).date()

    scored = [e for e in events if e.properties["amount"] is not None]
    inside = [e for e in scored if date(2026, 3, 1) <= day(e) <= date(2026, 3, 31)]
    valid = [e for e in inside if 0 <= e.properties["amount"] <= 10]
    result = world.ask(**QUESTION, per="week")
    assert result["invalid"] == len(inside) - len(valid)
    assert sum(each["answers"] for each in result["series"]) == len(valid)
    for cell in (result["total"], *result["series"]):
        mine = [
            e
            for e in valid
            if "t" not in cell
            or (day(e) - timedelta(days=day(e).weekday())).isoformat() == cell["t"]
        ]
        promoters = {world.person(e.person) for e in mine if e.properties["amount"] >= 9}
        up = sum(e.properties["amount"] >= 9 for e in mine)
        down = sum(e.properties["amount"] < 7 for e in mine)
        assert (cell["answers"], cell["happy"], cell["unhappy"]) == (len(mine), up, down)
        assert cell["people"] == len({world.person(e.person) for e in mine})
        assert cell["score"] == (pytest.approx(100 * (up - down) / len(mine)) if mine else None)
    assert world.who({"of": "happy"}, **QUESTION) == {
        world.person(e.person) for e in valid if e.properties["amount"] >= 9
    }
    assert promoters <= world.who({"of": "happy"}, **QUESTION)
