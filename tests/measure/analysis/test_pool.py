"""The flow pool: by hand, and against sets of people in plain Python."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stayflow.kernel.errors import InvalidInput
from stayflow.kernel.registry import Registry
from stayflow.language.facet import Choice, FacetField, FieldKind
from stayflow.language.scope import Split
from stayflow.language.sentence import Sentence
from stayflow.measure.analysis import describe_query
from tests.measure.world import Happened, World, instants

DAY = {"from": "2026-04-10", "to": "2026-04-10"}
NOON = datetime(2026, 4, 10, 4, tzinfo=UTC)
Changes = Sequence[tuple[int, str, datetime]]


def put_stages(world: World, changes: Changes) -> None:
    """Write changes of stage as they were found: id, stage, when."""
    world.warehouse.execute("TRUNCATE TABLE stage_changes")
    if changes:
        world.warehouse.insert(
            "stage_changes",
            pa.table(
                {
                    "model": ["default"] * len(changes),
                    "person_id": pa.array([each[0] for each in changes], pa.uint64()),
                    "stage": [each[1] for each in changes],
                    "previous": [""] * len(changes),
                    "at": instants([each[2] for each in changes]),
                    "cause": ["1"] * len(changes),
                }
            ),
        )


@pytest.fixture
def pooled(shanghai):
    """One of each way: new, grown, lost, back, lost for long, no stage yet; two ids are one person."""
    before, long_ago = NOON - timedelta(days=1), NOON - timedelta(days=90)
    shanghai.fill(
        [
            Happened("buy", 1, NOON, {"category": "x"}, revenue=Decimal("10.5")),
            Happened("view", 2, long_ago, {"category": "y"}),
            Happened("buy", 2, NOON, {"category": "x"}, revenue=Decimal(4)),
            Happened("buy", 2, NOON, revenue=Decimal(-1)),
            Happened("view", 3, long_ago, {"category": "y"}),
            Happened("view", 4, NOON),
            Happened("view", 5, long_ago),
            Happened("buy", 6, NOON, {"category": "z"}, revenue=Decimal(2)),
            Happened("view", 9, NOON),
        ],
        merges={9: 2},
        cities={1: "Bern", 2: "Bern", 3: "Rom"},
    )
    put_stages(
        shanghai,
        [
            (1, "acquisition", NOON),
            (2, "acquisition", long_ago),
            (9, "growth", NOON),
            (3, "growth", before),
            (3, "churn", NOON),
            (4, "churn", before),
            (4, "growth", NOON),
            (5, "churn", before),
        ],
    )
    yield shanghai
    put_stages(shanghai, [])


def test_in_out_and_money(pooled):
    question = {"kind": "pool", "range": DAY}
    result = pooled.ask(**question)
    assert {name: result[name] for name in ("people", "entered", "left", "payers", "unplaced")} == {
        "people": 3, "entered": 2, "left": 1, "payers": 3, "unplaced": 1,
    }  # fmt: skip
    assert result["revenue"] == 15.5
    assert [tuple(each.values()) for each in result["stages"]] == [
        (1, 1, 1, 1, 10.5, "acquisition", False),
        (2, 1, 1, 0, 0, "churn", True),
        (2, 2, 1, 1, 3, "growth", False),
    ]
    assert pooled.who({}, **question) == {1, 2, 4}
    assert pooled.who({"of": "entered"}, **question) == {1, 4}
    assert pooled.who({"of": "left"}, **question) == {3}
    assert pooled.who({"of": "payers"}, **question) == {1, 2, 6}
    assert pooled.who({"of": "unplaced"}, **question) == {6}
    assert pooled.who({"stage": "churn"}, **question) == {3, 5}
    assert pooled.who({"of": "left", "stage": "acquisition"}, **question) == {2}
    assert pooled.who({"of": "payers", "stage": "growth"}, **question) == {2}
    assert pooled.ask(kind="pool", range=DAY, lost=[])["people"] == 5


def test_by_first_value_and_attribute(pooled):
    question = {"kind": "pool", "range": DAY, "by": [{"property": "category"}]}
    groups = pooled.ask(**question)["groups"]
    assert {each["by"]["category"]: each["people"] for each in groups} == {
        "x": 1, "y": 1, "z": 0, None: 1,
    }  # fmt: skip
    assert pooled.who({"by": {"category": "y"}}, **question) == {2}
    assert pooled.who({"of": "left", "by": {"category": "y"}}, **question) == {3}
    by_city = {"kind": "pool", "range": DAY, "by": [{"attribute": "city"}], "top": 1}
    first, rest = pooled.ask(**by_city)["groups"]
    assert (first["by"], first["people"], first["revenue"]) == ({"city": None}, 1, 2)
    assert (rest["is_other"], rest["people"], rest["left"]) == (True, 2, 1)
    assert pooled.who({"by": {"city": "other"}, "is_other": True}, **by_city) == {1, 2}
    buyers = {"did": {"event": "buy"}}
    assert pooled.ask(kind="pool", range=DAY, people=buyers)["people"] == 2


def test_beside_the_day_before(pooled):
    """What it says of then is what that day says by itself, of each stage and of the same groups."""
    question = {"kind": "pool", "range": DAY, "by": [{"property": "category"}], "top": 2}
    then = {"from": "2026-04-09", "to": "2026-04-09"}
    result = pooled.ask(**question, compare="previous")
    alone = pooled.ask(**{**question, "range": then, "top": 50})
    line = ("people", "entered", "left", "payers", "revenue")
    own = {"unplaced", "stages", "groups"}
    assert result["previous"] == {name: value for name, value in alone.items() if name not in own}
    assert result["previous"]["people"] == 2
    stages = {each["stage"]: {name: each[name] for name in line} for each in alone["stages"]}
    nobody = dict.fromkeys(line, 0)
    for each in result["stages"]:
        assert each["previous"] == stages.get(each["stage"], nobody)
    of_value = {str(each["by"]): {name: each[name] for name in line} for each in alone["groups"]}
    told = [each for each in result["groups"] if not each["is_other"]]
    for each in told:
        assert each["previous"] == of_value.pop(str(each["by"]), nobody)
    (rest,) = (each for each in result["groups"] if each["is_other"])
    assert rest["previous"] == {
        name: sum(each[name] for each in of_value.values()) for name in line
    }
    compared = {**question, "compare": "previous"}
    assert pooled.who({"compared": True}, **compared) == {2, 3}
    assert pooled.who({"of": "entered", "compared": True}, **compared) == {3}
    assert pooled.who({"stage": "churn", "compared": True}, **compared) == {4, 5}
    cell = {"by": {"category": "y"}, "compared": True}
    assert pooled.who(cell, **compared) == {2, 3}
    others = {"by": {"category": "other"}, "is_other": True, "compared": True}
    assert len(pooled.who(others, **compared)) == rest["previous"]["people"]


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"filter": {"property": "category", "value": "x"}}, "unsupported", "filter"),
        ({"lost": [1]}, "malformed", "lost[0]"),
        ({"amount": "amont"}, "unknown_property", "amount"),
        ({"by": {"attribute": "town"}}, "unknown_attribute", "by.attribute"),
    ],
)
def test_mistakes_name_their_place(shanghai, change, code, path):
    with pytest.raises(InvalidInput) as caught:
        shanghai.ask(**{"kind": "pool", "range": DAY, **change})
    assert (caught.value.code, caught.value.path) == (code, path)


class Stages:
    """What one lifecycle model calls its stages."""

    name = "stage"

    def read(self, raw, path):
        said = {"growth": Sentence("成长", "growing"), "churn": Sentence("流失", "lost")}
        return Split(self.name, Sentence("阶段", "stage"), lambda *_: "", said)

    def offer(self):
        choices = (Choice("default", Sentence("阶段", "Stage")),)
        return FacetField(self.name, FieldKind.CHOICE, Sentence("阶段", "Stage"), choices)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "流量池为生命周期中处于各阶段的人，流失除外；"),
        ({"lost": ["growth", "churn"]}, "，成长、流失除外；"),
        ({"lost": []}, "处于各阶段的人；"),
        ({"model": "other", "lost": ["end"]}, "生命周期模型 other 中处于各阶段的人，end 除外；"),
    ],
)
def test_stages_are_said_by_their_labels(shanghai, change, said):
    splitters = Registry("breakdown")
    splitters.register("stage", Stages())
    scope = replace(shanghai.scope, splitters=splitters)
    assert said in describe_query({"kind": "pool", **change}, "zh", scope=scope)


def stage_at(changes: Changes, ids: set[int], until: datetime) -> str:
    """The newest stage of any id of a person before an instant; '' for none."""
    known = [(at, stage) for person, stage, at in changes if person in ids and at < until]
    return max(known)[1] if known else ""


def reference(world: World, changes: Changes, day: date, lost: set[str]) -> dict[str, set[int]]:
    """Who is in, came in, and went, by the definition."""
    begin = datetime.combine(day, time(), tzinfo=world.zone).astimezone(UTC)
    end = datetime.combine(day + timedelta(days=1), time(), tzinfo=world.zone).astimezone(UTC)
    ids: Mapping[int, set[int]] = {}
    for raw in {each.person for each in world.events}:
        ids.setdefault(world.person(raw), set()).add(raw)
    before = {who: stage_at(changes, each, begin) for who, each in ids.items()}
    now = {who: stage_at(changes, each, end) for who, each in ids.items()}
    was = {who for who, stage in before.items() if stage and stage not in lost}
    here = {who for who, stage in now.items() if stage and stage not in lost}
    return {
        "people": here,
        "entered": here - was,
        "left": was - here,
        "unplaced": {who for who, stage in now.items() if not stage},
    }


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(
            st.integers(1, 40),
            st.sampled_from(["acquisition", "growth", "churn", "gone"]),
            st.integers(-2400, 2400),
        ),
        min_size=20,
        max_size=120,
        unique_by=lambda each: each[2],
    ),
    st.dictionaries(st.integers(31, 40), st.integers(1, 30), max_size=8),
    st.sets(st.sampled_from(["churn", "gone", "growth"])),
)
def test_the_pool_is_what_sets_of_people_say(world_in, drawn, merges, lost):
    world = world_in("America/New_York")
    world.fill([Happened("view", person, NOON) for person in range(1, 41)], merges)
    midnight = datetime(2026, 4, 10, tzinfo=world.zone)
    changes = [(who, stage, midnight + timedelta(minutes=at)) for who, stage, at in drawn]
    put_stages(world, changes)
    question = {"kind": "pool", "range": DAY, "lost": sorted(lost)}
    result = world.ask(**question)
    for name, people in reference(world, changes, date(2026, 4, 10), lost).items():
        assert result[name] == len(people)
        assert world.who({"of": name}, **question) == people
    put_stages(world, [])
