"""Attribution beside another range: the same values and groups, each as that range says it of itself."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from stayflow.kernel.errors import InvalidInput
from stayflow.measure.analysis import answer_query
from stayflow.understand.value import AcquisitionCost
from tests.measure.world import Happened

NOW_ON, THEN_ON = datetime(2026, 3, 20, 2, tzinfo=UTC), datetime(2026, 3, 10, 2, tzinfo=UTC)
NOW = {"from": "2026-03-18", "to": "2026-03-24"}
THEN = {"from": "2026-03-08", "to": "2026-03-14"}
QUESTION = {
    "kind": "attribution",
    "touch": {"event": "a"},
    "conversion": {"event": "buy"},
    "amount": "amount",
    "lookback": "2d",
    "model": "linear",
    "top": 2,
}
BY_CITY = [{"property": "category"}, {"attribute": "city"}]
NUMBERS = ("conversions", "share", "value", "people")
TOTALS = (
    "conversions",
    "value",
    "people",
    "untouched",
    "untouched_value",
    "untouched_people",
    "pending",
)
MERGES = {31: 1, 32: 2}


@pytest.fixture(scope="module")
def world(world_in):
    """Thirty people with up to four touches and two conversions in each range; value `w` is touched then only."""
    events = []
    for day, values in ((NOW_ON, "xyzv"), (THEN_ON, "yzxw")):
        for person in (*range(1, 31), *MERGES):
            shift = person + day.day // 20
            for n in range(shift % 5):
                at = day + timedelta(hours=n * (person % 3 + 1))
                events.append(Happened("a", person, at, {"category": values[(person + n * n) % 4]}))
            for n in range(shift % 3):
                at = day + timedelta(hours=3 + 6 * n)
                events.append(Happened("buy", person, at, {"amount": person + n}))
    cities = {person: f"c{person % 7}" for person in range(1, 28)}
    return world_in("Asia/Shanghai").fill(events, merges=MERGES, cities=cities)


def told(line: dict, names: tuple[str, ...] = NUMBERS) -> dict:
    return {name: pytest.approx(line[name]) for name in names}


def check(answer: dict, alone: dict) -> None:
    """Every line says of then what `alone`, asked of that range with all values told apart, says of itself."""
    assert answer["previous"] == told(alone, TOTALS)
    known = {str(each["by"]): each for each in alone["credits"] if not each["is_other"]}
    for line in answer["credits"]:
        was = line["previous"]
        if not line["is_other"]:
            found = known.pop(str(line["by"]), None)
            nothing = {"conversions": 0, "value": 0, "people": 0, "share": was["share"]}
            assert {name: was[name] for name in NUMBERS} == (told(found) if found else nothing)
    (rest,) = (each["previous"] for each in answer["credits"] if each["is_other"])
    for name in ("conversions", "value"):
        assert rest[name] == pytest.approx(sum(each[name] for each in known.values()))


def check_model(lines: list[dict], alone: dict) -> None:
    """Every line of a model beside says of then what that model, asked of then by itself, says."""
    known = {str(each["by"]): each for each in alone["credits"] if not each["is_other"]}
    for line in sorted(lines, key=lambda each: each["is_other"]):
        if line["is_other"]:
            mine = list(known.values())
        else:
            mine = [each for each in [known.pop(str(line["by"]), None)] if each]
        assert line["previous"] == {
            name: pytest.approx(sum(each[name] for each in mine))
            for name in ("conversions", "value")
        }


@pytest.mark.parametrize("model", ["linear", "markov", "last_non_direct"])
def test_a_value_is_compared_with_the_same_value(world, model):
    asked = {**QUESTION, "by": {"property": "category"}, "model": model}
    alone = world.ask(**{**asked, "top": 50}, range=THEN)
    answer = world.ask(**asked, range=NOW, compare=THEN)
    check(answer, alone)
    (other,) = world.ask(**asked, beside=["first"], range=NOW, compare=THEN)["beside"]
    check_model(other["credits"], world.ask(**{**asked, "model": "first", "top": 50}, range=THEN))
    without = world.ask(**asked, range=NOW)
    assert [told(each) for each in answer["credits"]] == [told(each) for each in without["credits"]]
    cells = [(each["previous"], {"by": each["by"]}, each["is_other"]) for each in answer["credits"]]
    for was, cell, is_other in cells:
        rest = {"is_other": True} if is_other else {}
        people = world.who({**cell, **rest, "compared": True}, **asked, range=NOW, compare=THEN)
        assert len(people) == was["people"]
    assert (
        len(world.who({"of": "untouched", "compared": True}, **asked, range=NOW, compare=THEN))
        == answer["previous"]["untouched_people"]
    )


def test_what_is_touched_no_more_is_among_the_rest(world):
    """Where every value of now is told apart there still is a rest: what was touched then only."""
    asked = {**QUESTION, "by": {"property": "category"}, "top": 50, "range": NOW, "compare": THEN}
    answer = world.ask(**asked)
    check(answer, world.ask(**{**asked, "range": THEN, "compare": None}))
    (rest,) = (each for each in answer["credits"] if each["is_other"])
    assert (rest["conversions"], rest["people"]) == (0, 0)
    assert rest["previous"]["people"] == len(
        world.who({"by": {"category": "w"}}, **{**asked, "range": THEN, "compare": None})
    )


def test_a_group_of_people_is_compared_with_the_same_group(world):
    asked = {**QUESTION, "by": BY_CITY}
    groups = world.ask(**asked, range=NOW, compare=THEN)["groups"]
    assert [each["is_other"] for each in groups] == [False] * 5 + [True]
    own = {"attribute": {"name": "city", "op": "eq", "value": groups[0]["by"]["city"]}}
    alone = {**QUESTION, "by": {"property": "category"}, "people": own, "top": 50}
    check(groups[0], world.ask(**alone, range=THEN))
    cell = {"of": "converted", "group": {"by": groups[0]["by"]}, "compared": True}
    people = world.who(cell, **asked, range=NOW, compare=THEN)
    assert len(people) == groups[0]["previous"]["people"]
    cell = {
        "of": "converted",
        "group": {"by": groups[-1]["by"], "is_other": True},
        "compared": True,
    }
    people = world.who(cell, **asked, range=NOW, compare=THEN)
    assert len(people) == groups[-1]["previous"]["people"]


def test_costs_are_those_of_each_range(world):
    costs = [AcquisitionCost("x", date(2026, 3, 1), Decimal(310))]
    asked = {**QUESTION, "by": {"property": "category"}, "range": NOW, "top": 50}
    asked["compare"] = {"from": "2026-03-08", "to": "2026-03-09"}
    scope = replace(world.scope, costs=lambda: costs)
    lines = answer_query(asked, scope=scope, warehouse=world.warehouse).result.credits
    (line,) = (each for each in lines if each.by == {"category": "x"})
    assert (line.cost, line.previous.cost) == (pytest.approx(70), pytest.approx(20))


def test_people_of_then_need_a_then(world):
    with pytest.raises(InvalidInput) as caught:
        world.who({"compared": True}, **QUESTION, range=NOW)
    assert caught.value.path == "who.compared"
