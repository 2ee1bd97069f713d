"""Two breakdowns of one name: an event says where somebody was, an attribute where they live, and both are a city.

1 lives in 上海 and did `a` in 杭州 and there, 2 lives and did it there (and the month before in 杭州), 3 did it in 杭州 and lives nowhere known.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import msgspec
import pyarrow as pa
import pytest

from stayflow.measure.analysis import answer_query
from stayflow.measure.sheet import Hiding, find_meant, say_column, sheets_of
from tests.measure.world import Happened, World

NOON = datetime(2026, 3, 3, 4, tzinfo=UTC)
BOTH = [{"property": "city"}, {"attribute": "city"}]
TREND = {
    "kind": "trend",
    "range": {"from": "2026-03-01", "to": "2026-03-31"},
    "metrics": [{"event": "a", "aggregate": "people"}],
    "per": "none",
    "by": BOTH,
}
FUNNEL = {**TREND, "kind": "funnel", "steps": [{"event": "a"}, {"event": "a"}]}
FUNNEL = {name: value for name, value in FUNNEL.items() if name not in {"metrics", "per"}}


@dataclass
class Town(World):
    """A world whose events are each in a city."""

    places: list[str] = field(default_factory=list)

    def _table(self) -> pa.Table:
        return super()._table().append_column("city", pa.array(self.places, pa.string()))


@pytest.fixture
def town(shanghai) -> Town:
    town = Town(shanghai.warehouse, shanghai.zone, shanghai.now)
    did = [("杭州", 1, 0), ("上海", 1, 0), ("上海", 2, 0), ("杭州", 3, 0), ("杭州", 2, 20)]
    town.places = [place for place, _, _ in did]
    events = [Happened("a", person, NOON - timedelta(days=days)) for _, person, days in did]
    town.fill(events, cities={1: "上海", 2: "上海"})
    return town


def cell(place: str | None, home: str | None) -> dict[str, dict[str, str | None]]:
    return {"by": {"property:city": place, "attribute:city": home}}


def test_each_has_a_key_of_its_own_and_leads_to_its_people(town):
    series = town.ask(**TREND)["series"]
    assert [(each["by"], each["points"][0]["value"]) for each in series] == [
        (cell("上海", "上海")["by"], 2),
        (cell("杭州", None)["by"], 1),
        (cell("杭州", "上海")["by"], 1),
    ]
    assert town.who(cell("上海", "上海"), **TREND) == {1, 2}
    assert town.who(cell("杭州", None), **TREND) == {3}
    assert town.who({"is_other": True, **cell("other", "other")}, **TREND, top=1) == {1, 3}


def test_beside_another_range(town):
    groups = town.ask(**FUNNEL, compare="previous", window="1h")["groups"]
    before = {tuple(each["by"].values()): each["previous"][0]["people"] for each in groups}
    assert before == {("上海", "上海"): 0, ("杭州", None): 0, ("杭州", "上海"): 1}
    then = {"step": 1, "compared": True, **cell("杭州", "上海")}
    assert town.who(then, **FUNNEL, compare="previous", window="1h") == {2}


def test_touches_and_the_people_they_brought(town):
    found = town.ask(
        kind="attribution",
        range=TREND["range"],
        touch={"event": "a"},
        conversion={"event": "a"},
        model="last",
        by=BOTH,
    )
    assert {key for each in found["credits"] for key in each["by"]} == {"property:city"}
    assert {key for each in found["groups"] for key in each["by"]} == {"attribute:city"}


@pytest.mark.parametrize(
    ("lang", "heads"),
    [
        ("en", ("city (event property)", "city (attribute)")),
        ("zh", ("city（事件属性）", "city（用户属性）")),
    ],
)
def test_headings_say_of_what_each_is(town, lang, heads):
    answer = answer_query({**FUNNEL, "lang": lang}, scope=town.scope, warehouse=town.warehouse)
    assert tuple((answer.headings or {}).values()) == heads
    assert all(head in answer.definition for head in heads)
    groups = next(each for each in sheets_of(answer) if each.name == "groups.steps")
    assert tuple(say_column(each, lang) for each in groups.columns[:2]) == heads
    alone = {**FUNNEL, "by": BOTH[1]}
    assert answer_query(alone, scope=town.scope, warehouse=town.warehouse).headings is None


def test_values_are_masked_by_the_name_they_are_known_by(town):
    answer = answer_query(TREND, scope=town.scope, warehouse=town.warehouse)
    hiding = Hiding(lambda name, _: name == "city", answer.holds)
    shown = hiding.hide(msgspec.to_builtins(answer.result))["series"][0]["by"]
    assert set(shown) == {"property:city", "attribute:city"}
    assert "上海" not in shown.values()
    assert find_meant(shown, hiding.meant) == cell("上海", "上海")["by"]
