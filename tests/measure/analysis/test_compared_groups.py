"""Groups beside the range compared with: the groups are those of now, told apart in the other range as well."""

from datetime import UTC, datetime, timedelta

import pytest

from stayflow.kernel.errors import InvalidInput
from tests.measure.world import Happened

NOW_ON, THEN_ON = datetime(2026, 3, 20, 2, tzinfo=UTC), datetime(2026, 3, 10, 2, tzinfo=UTC)
NOW = {"from": "2026-03-18", "to": "2026-03-22"}
THEN = {"from": "2026-03-08", "to": "2026-03-12"}
EVERY = 50
LARGE, SMALL, GONE = "large", "small", "gone"
KINDS = {
    "funnel": {"steps": [{"event": "a"}, {"event": "b"}], "window": "1h"},
    "retention": {"start": {"event": "a"}, "back": {"event": "b"}, "periods": 1},
    "distribution": {"metric": {"event": "a", "aggregate": "count"}, "bins": [1, 2]},
    "interval": {"from": {"event": "a"}, "to": {"event": "b"}, "window": "1h"},
    "session": {"events": {"event": ["a", "b"]}},
    "path": {"anchor": {"event": "a"}, "depth": 2, "window": "1h"},
    "voice": {"event": "a", "score": "amount"},
}
CELLS = {"funnel": {"step": 2}, "path": {"level": 0}}
COMPARED = set(KINDS) - {"retention"}


def visit(person: int, at: datetime, category: str, *, buys: bool, times: int = 1):
    """Somebody who does `a` some times, and perhaps `b` after it."""
    about = {"category": category, "amount": (person + times) % 10}
    yield from (Happened("a", person, at + timedelta(seconds=n), about) for n in range(times))
    if buys:
        yield Happened("b", person, at + timedelta(minutes=5 + person), about)


@pytest.fixture(scope="module")
def world(world_in):
    """Now: five large, three small, two others. Then: two large, four small, three gone, one other."""
    now = [LARGE] * 5 + [SMALL] * 3 + ["rare", "odd"]
    then = [SMALL] * 4 + [GONE] * 3 + [LARGE] * 2 + ["odd"]
    events = [
        event
        for day, groups in ((NOW_ON, now), (THEN_ON, then))
        for person, group in enumerate(groups, start=1)
        for event in visit(person, day, group, buys=person % 3 > 0, times=1 + person % 2)
    ]
    return world_in("Asia/Shanghai").fill(events, cities={n: f"c{n % 4}" for n in range(1, 9)})


def before(group: dict, kind: str) -> object:
    """What a group says of the other range, in the words of its own."""
    if kind == "distribution":
        return group["previous"], group["people_previous"]
    return group["previous"]


def own(group: dict, kind: str) -> object:
    """What a group says of its own range."""
    fields = {"funnel": "steps", "retention": "average", "session": "numbers", "path": "people"}
    if kind == "distribution":
        return group["numbers"], group["people"]
    if kind in {"interval", "voice"}:
        return {name: value for name, value in group.items() if name not in {"by", "is_other"}}
    return group[fields[kind]]


@pytest.mark.parametrize("by", [[{"property": "category"}], [{"attribute": "city"}]])
@pytest.mark.parametrize("kind", KINDS)
def test_a_group_is_compared_with_the_same_group(world, kind, by):
    question = {"kind": kind, **KINDS[kind], "by": by, "compare": THEN}
    groups = world.ask(**question, range=NOW, top=2)["groups"]
    alone = world.ask(kind=kind, **KINDS[kind], by=by, range=THEN, top=EVERY)["groups"]
    known = {tuple(each["by"].values()): own(each, kind) for each in alone}
    told = [each for each in groups if not each.get("is_other")]
    assert len(told) >= 2
    for group in told:
        assert before(group, kind) == known.get(tuple(group["by"].values()), 0)
    without = world.ask(**{**question, "compare": None}, range=NOW, top=2)["groups"]
    assert [own(each, kind) for each in without] == [
        own({name: value for name, value in each.items() if name != "previous"}, kind)
        for each in groups
    ]


def test_everybody_else_of_the_other_range_is_among_the_rest(world):
    question = {"kind": "funnel", **KINDS["funnel"], "by": {"property": "category"}}
    question |= {"range": NOW, "compare": THEN}
    result = world.ask(**question, top=2)
    numbers = {
        group["by"]["category"]: [step["people"] for step in group["previous"]]
        for group in result["groups"]
    }
    assert {name: people for name, (people, _) in numbers.items()} == {
        LARGE: 2,
        SMALL: 4,
        "other": 4,
    }
    whole = [step["people"] for step in result["previous"]]
    assert [sum(each) for each in zip(*numbers.values(), strict=True)] == whole
    rest = {"by": {"category": "other"}, "is_other": True, "compared": True}
    assert world.who({"step": 1, **rest}, **question, top=2) == {5, 6, 7, 10}
    # Where every group of now is told apart, whoever was in another one then is still not hidden.
    groups = world.ask(**question, top=EVERY)["groups"]
    assert [each["steps"][0]["people"] for each in groups] == [5, 3, 1, 1, 0]
    assert (groups[-1]["is_other"], groups[-1]["previous"][0]["people"]) == (True, 3)
    assert world.who({"step": 1, **rest}, **question, top=EVERY) == {5, 6, 7}


@pytest.mark.parametrize("kind", sorted(COMPARED))
def test_the_people_of_a_group_then(world, kind):
    question = {"kind": kind, **KINDS[kind], "by": {"property": "category"}, "range": NOW}
    cell = {**CELLS.get(kind, {}), "by": {"category": LARGE}}
    then = world.who(cell, **{**question, "range": THEN})
    assert then
    assert world.who({**cell, "compared": True}, **question, compare=THEN) == then
    with pytest.raises(InvalidInput) as caught:
        world.who({**cell, "compared": True}, **question)
    assert caught.value.path == "who.compared"
