"""Attribution of groups of people: each is credited as if only its people were asked about."""

from datetime import UTC, datetime, timedelta

import pytest

from stayflow.kernel.errors import InvalidInput
from stayflow.measure.analysis import describe_query, describe_who
from tests.measure.world import Happened

NOON = datetime(2026, 3, 3, 4, tzinfo=UTC)
QUESTION = {
    "kind": "attribution",
    "range": {"from": "2026-03-01", "to": "2026-03-31"},
    "touch": {"event": "a"},
    "conversion": {"event": "buy"},
    "amount": "amount",
    "lookback": "5d",
    "model": "linear",
    "beside": ["markov"],
    "top": 2,
}
BY_CITY = {**QUESTION, "by": [{"property": "category"}, {"attribute": "city"}]}
CITIES = {person: f"c{person % 7}" for person in range(1, 28)}
"""Seven cities and nobody's: five are told apart."""
MERGES = {31: 1, 32: 2}


@pytest.fixture(scope="module")
def world(world_in):
    """Thirty people with up to four touches and two conversions each, in an order of their own."""
    events = []
    for person in (*range(1, 31), *MERGES):
        for n in range(person % 5):
            about = {"category": "xyzw"[(person + n * n) % 4]}
            events.append(
                Happened("a", person, NOON + timedelta(hours=n * (person % 3 + 1)), about)
            )
        for n in range(person % 3):
            about = {"amount": person + n}
            events.append(Happened("buy", person, NOON + timedelta(hours=3 + 6 * n), about))
    return world_in("Asia/Shanghai").fill(events, merges=MERGES, cities=CITIES)


def numbers(answer: dict) -> dict:
    """What of an answer is of its people alone."""
    left_out = {"model", "groups", "by", "is_other"}
    return {name: value for name, value in answer.items() if name not in left_out}


def test_a_group_is_credited_as_its_people_are_by_themselves(world):
    """Which values are told apart is a matter of everybody: here all of them are."""
    groups = world.ask(**{**BY_CITY, "top": 50})["groups"]
    assert [each["is_other"] for each in groups] == [False] * 5 + [True]
    for group in (groups[0], groups[4]):
        own = {"attribute": {"name": "city", "op": "eq", "value": group["by"]["city"]}}
        only = world.ask(**{**QUESTION, "by": {"property": "category"}, "people": own, "top": 50})
        found, expected = numbers(group), numbers(only)
        for name in ("credits", "beside"):
            assert by_value(found.pop(name)) == by_value(expected.pop(name))
        assert found == expected


def by_value(lines: list[dict]) -> dict:
    """Lines by their value, without those that are nothing; of other models by the model."""
    if lines and "model" in lines[0]:
        return {each["model"]: by_value(each["credits"]) for each in lines}
    return {
        each["by"]["category"]: pytest.approx(each["conversions"])
        for each in lines
        if each["conversions"]
    }


def test_groups_add_up_to_everybody(world):
    answer = world.ask(**BY_CITY)
    groups = answer["groups"]
    for name in ("conversions", "value", "people", "untouched", "untouched_people", "pending"):
        assert sum(group[name] for group in groups) == pytest.approx(answer[name])
    for place, line in enumerate(answer["credits"]):
        mine = [group["credits"][place] for group in groups]
        assert {str(each["by"]) for each in mine} == {str(line["by"])}
        for name in ("conversions", "value", "people"):
            assert sum(each[name] for each in mine) == pytest.approx(line[name])


def test_the_people_of_a_group_and_what_is_said_of_them(world):
    (city, group), *_ = [(each["by"]["city"], each) for each in world.ask(**BY_CITY)["groups"]]
    cell = {"group": {"by": {"city": city}}}
    members = {person for person, of in CITIES.items() if of == city}
    converted = world.who({"of": "converted", **cell}, **BY_CITY)
    assert converted <= members
    assert len(converted) == group["people"]
    line = group["credits"][0]
    touched = world.who({"by": line["by"], **cell}, **BY_CITY)
    assert len(touched) == line["people"]
    assert touched <= converted
    rest = {"group": {"by": {"city": "other"}, "is_other": True}}
    others = world.who({"of": "converted", **rest}, **BY_CITY)
    assert others.isdisjoint(converted)
    assert "split by category, city" in describe_query(BY_CITY, "en", scope=world.scope)
    asked = {**BY_CITY, "who": {"by": line["by"], **cell}}
    assert f"city = {city}" in describe_who(asked, "en", scope=world.scope)


def test_people_alone_leave_the_touches_by_source(world):
    answer = world.ask(**{**QUESTION, "by": {"attribute": "city"}})
    assert {name for line in answer["credits"] for name in line["by"]} == {"source"}
    assert {name for group in answer["groups"] for name in group["by"]} == {"city"}


@pytest.mark.parametrize(
    ("by", "who", "path"),
    [
        ({"property": "category"}, {"group": {"by": {"city": "c1"}}}, "who.group"),
        ({"attribute": "city"}, {"group": {"by": {}}}, "who.group.by"),
        ({"attribute": "city"}, {"group": {"of": "x"}}, "who.group.of"),
        ({"attribute": "ctiy"}, None, "by.attribute"),
    ],
)
def test_mistakes_name_their_place(world, by, who, path):
    question = {**QUESTION, "by": by}
    with pytest.raises(InvalidInput) as caught:
        world.ask(**question) if who is None else world.who(who, **question)
    assert caught.value.path == path
