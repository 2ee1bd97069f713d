"""Stickiness: days of activity counted again in plain Python, from bitmaps and from events."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from stayflow.kernel.errors import InvalidInput
from tests.measure.world import Happened
from tests.measure.worlds import ANCHORS, packs

RANGE = {"from": "2026-03-01", "to": "2026-03-31"}
DAY = 86400
X = {"property": "category", "op": "eq", "value": "x"}


def test_people_by_their_days_of_a_week(shanghai):
    noon = datetime(2026, 3, 3, 4, tzinfo=ZoneInfo("UTC"))
    days = [(1, 0), (1, 0), (1, 1), (2, 0), (9, 2)]
    shanghai.fill([Happened("a", n, noon + timedelta(days=d)) for n, d in days], merges={9: 2})
    question = {
        "kind": "stickiness",
        "event": "a",
        "range": {"from": "2026-03-02", "to": "2026-03-08"},
    }
    assert shanghai.ask(**question)["periods"] == [
        {
            "t": "2026-03-02",
            "people": 2,
            "average_days": 2.0,
            "share_of_days": 2 / 7,
            "values": [0, 2, 0, 0, 0, 0, 0],
            "is_incomplete": False,
        }
    ]
    assert shanghai.who({"t": "2026-03-02", "days": 2}, **question) == {1, 2}


@pytest.mark.parametrize("where", [None, X], ids=["of bitmaps", "of events"])
def test_beside_the_week_before(shanghai, where):
    """The periods of the other range are those of the same question about it alone."""
    noon = datetime(2026, 3, 3, 4, tzinfo=ZoneInfo("UTC"))
    days = [(1, 0), (1, 1), (2, -7), (2, -6), (3, -7)]
    shanghai.fill([Happened("a", n, noon + timedelta(days=d), {"category": "x"}) for n, d in days])
    asked = {"kind": "stickiness", "event": "a", **({"where": where} if where else {})}
    then = {"from": "2026-02-23", "to": "2026-03-01"}
    compared = {
        **asked,
        "range": {"from": "2026-03-02", "to": "2026-03-08"},
        "compare": "previous",
    }
    result = shanghai.ask(**compared)
    assert result["previous"] == shanghai.ask(**asked, range=then)["periods"]
    assert [each["people"] for each in (*result["periods"], *result["previous"])] == [1, 2]
    cell = {"t": "2026-02-23", "days": 2, "compared": True}
    assert shanghai.who(cell, **compared) == {2}


def test_every_number_of_days_of_a_month_is_told_apart(shanghai):
    """One person of every number of days, 1 to 31, and one of none; the last two became one."""
    noon = datetime(2026, 3, 1, 4, tzinfo=ZoneInfo("UTC"))
    happened = [
        Happened("a", person, noon + timedelta(days=day))
        for person in range(1, 32)
        for day in range(person)
    ]
    shanghai.fill([*happened, Happened("b", 40, noon)], merges={31: 30})
    march = {"from": "2026-03-01", "to": "2026-03-31"}
    question = {"kind": "stickiness", "event": "a", "per": "month", "range": march}
    (period,) = shanghai.ask(**question)["periods"]
    assert (period["people"], period["values"]) == (30, [1] * 29 + [0, 1])
    assert shanghai.who({"t": "2026-03-01", "days": 31}, **question) == {30}
    assert shanghai.who({"t": "2026-03-01", "days": 16}, **question) == {16}
    assert shanghai.who({"t": "2026-03-01"}, **question) == set(range(1, 31))


@pytest.mark.parametrize(
    ("change", "path"),
    [({"per": "day"}, "per"), ({"by": {"property": "category"}}, "by"), ({"event": "aa"}, "event")],
)
def test_mistakes_name_their_place(shanghai, change, path):
    with pytest.raises(InvalidInput) as caught:
        shanghai.ask(**{"kind": "stickiness", "range": RANGE, "event": "a", **change})
    assert caught.value.path == path


@settings(max_examples=6, phases=(Phase.explicit, Phase.generate), deadline=None,
          suppress_health_check=list(HealthCheck))  # fmt: skip
@given(
    data=st.data(), where=st.sampled_from(sorted(ANCHORS)), per=st.sampled_from(["week", "month"])
)
def test_agrees_with_counting_by_hand(world_in, data, where, per):
    zone, anchor = where.split(",")[0], ANCHORS[where]
    seconds = (0, 1, DAY - 1, *(DAY * n for n in range(1, 20)))
    pack = data.draw(packs(("a", "b"), anchor, seconds=seconds, size=20))
    world = pack.fill(world_in(zone))
    world.now = anchor + timedelta(days=40)
    tz, today = ZoneInfo(zone), anchor.astimezone(ZoneInfo(zone)).date()
    days = {"from": str(today - timedelta(days=9)), "to": str(today + timedelta(days=9))}
    for filtered in (False, True):
        active = {}
        for event in world.events:
            day = event.at.astimezone(tz).date()
            fits = not filtered or event.properties.get("category") == "x"
            if event.name == "a" and fits and days["from"] <= str(day) <= days["to"]:
                t = day.replace(day=1) if per == "month" else day - timedelta(days=day.weekday())
                active.setdefault((str(t), world.person(event.person)), set()).add(day)
        question = {"kind": "stickiness", "event": "a", "per": per, "range": days}
        question |= {"where": X} if filtered else {}
        for period in world.ask(**question)["periods"]:
            known = [len(each) for (t, _), each in active.items() if t == period["t"]]
            assert period["people"] == len(known)
            assert period["values"] == [known.count(k + 1) for k in range(len(period["values"]))]
