"""Breakdowns by what rooms above the language know of people, counted by hand over every kind that takes them.

Four people: 1 (who came as 7 as well), 2, 3 and 4. All do `a`; 1 and 3 go on to `b`.
"""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from stayflow.kernel.errors import StayflowError
from stayflow.kernel.ids import ProjectId
from stayflow.measure.analysis import answer_query, describe_query
from stayflow.understand.lifecycle import StageSplit, save_model
from stayflow.understand.rfm import RfmSplit, save_rfm_model
from stayflow.understand.score import ScoreDraft, ScoreSplit, create_score
from stayflow.understand.segment import (
    SegmentFacet,
    SegmentSplit,
    create_fixed_segment,
    create_segment,
    fill_segment,
)
from stayflow.understand.tag import TagDraft, TagSplit, create_tag
from stayflow.understand.value import ValueSplit
from tests.measure.conftest import NOW
from tests.measure.world import Happened, World, make_world

START = datetime(2026, 3, 2, 2, tzinfo=UTC)
RANGE = {"from": "2026-03-01", "to": "2026-03-31"}
MERGES = {7: 1}
ONE, TWO, THREE, FOUR = 1, 2, 3, 4
DID_A, DID_B = {ONE, TWO, THREE, FOUR}, {ONE, THREE}
STAGES = {
    "stages": [
        {"name": "new", "label": {"zh": "新客", "en": "newcomers"}},
        {"name": "grown", "when": {"did": {"event": "b"}}},
        {"name": "loyal", "when": {"did": {"event": "buy"}}},
    ]
}
PLAN = {"values": [{"value": "gold", "label": "Gold"}, {"value": "silver", "label": "Silver"}]}
SPLITS = {
    # Of the values of person 3 the heaviest counts, which is not the first by name.
    "tag": ({"tag": "plan"}, "plan", {"gold": {ONE}, "silver": {TWO, THREE}, None: {FOUR}}),
    "hobby": ({"tag": "hobby"}, "hobby", {"art": {ONE}, "tea": {THREE}, None: {TWO, FOUR}}),
    "segment": (
        {"segment": ["red", "green", "did b"]},
        "segment",
        {"red": {ONE, TWO}, "green": {TWO, THREE}, "did b": {ONE, THREE}, None: {FOUR}},
    ),
    "one segment": ({"segment": "red"}, "segment", {"red": {ONE, TWO}, None: {THREE, FOUR}}),
    # 7 was grown before the merge; 2 has grown since.
    "stage": (
        {"stage": "default"},
        "stage",
        {"grown": {ONE, TWO}, "new": {THREE}, None: {FOUR}},
    ),
    "rfm": (
        {"rfm": "default"},
        "rfm",
        {"important_value": {ONE}, "general_keep": {TWO, THREE}, None: {FOUR}},
    ),
    "value": ({"value": "tier"}, "tier", {"high": {ONE, TWO}, None: {THREE, FOUR}}),
    "score": (
        {"score": "activity"},
        "activity",
        {"high": {ONE}, "low": {TWO}, None: {THREE, FOUR}},
    ),
}


def did(name: str, person: int, hours: float) -> Happened:
    return Happened(
        name,
        person,
        START + timedelta(hours=hours),
        {"category": "x", "amount": person},
        Decimal(10),
    )


@pytest.fixture(scope="module")
def world(engines) -> World:
    world = make_world(engines.warehouse, "measure_split", "Asia/Shanghai", NOW)
    project = ProjectId(world.warehouse.database)
    world.facets.register("segment", SegmentFacet(engines.relational, project))
    for splitter in (
        *(kind(engines.relational, project) for kind in (TagSplit, SegmentSplit, StageSplit)),
        *(kind(engines.relational, project) for kind in (RfmSplit, ScoreSplit)),
        ValueSplit(),
    ):
        world.splitters.register(splitter.name, splitter)
    events = [did("a", 1, 0), did("a", 7, 1), did("b", 7, 2), did("a", 2, 3), did("a", 3, 30)]
    world.fill([*events, did("b", 3, 31), did("a", 4, 32)], merges=MERGES)
    with engines.relational.project(project) as tx:
        fill_rooms(world, tx)
    return world


def fill_rooms(world: World, tx) -> None:
    """What the rooms know of the four."""
    scope = world.scope
    plan = create_tag(tx, TagDraft("plan", "manual", PLAN), scope=scope, by="ann").tag_id
    hobby = create_tag(
        tx, TagDraft("hobby", "manual", {"many": True}), scope=scope, by="ann"
    ).tag_id
    held = [(plan, 1, "gold"), (plan, 2, "silver"), (plan, 3, "silver")]
    held += [(hobby, 1, "art"), (hobby, 3, "art"), (hobby, 3, "tea")]
    put(
        world,
        "tag_changes (tag_id, person_id, value, is_gained, at)",
        [(*each, 1) for each in held],
    )
    world.warehouse.execute(
        f"INSERT INTO tag_orders (person_id, tag_id, values, at) VALUES (3, '{hobby}', ['tea', 'art'], 0)"
    )
    for name, people in (("red", [1, 2]), ("green", [2, 3])):
        create_fixed_segment(tx, name, at=NOW, by="test")
        fill_segment(tx, name, people, scope=scope, warehouse=world.warehouse)
    condition = {"did": {"event": "b"}}
    create_segment(tx, "did b", condition, scope=scope, by="test")
    save_model(tx, STAGES, scope=scope)
    put(
        world,
        "stage_changes (model, person_id, stage, at)",
        [("default", 7, "grown"), ("default", 2, "new"), ("default", 3, "new")],
    )
    put(world, "stage_changes (model, person_id, stage, at)", [("default", 2, "grown")], later=1)
    save_rfm_model(tx, {"event": "a", "amount": "revenue"}, at=NOW)
    classes = [(1, "important_value"), (2, "general_keep"), (3, "general_keep")]
    put(
        world,
        "rfm_people (model, person_id, class, at)",
        [("default", *each) for each in classes],
    )
    put(world, "value_changes (person_id, tier, amount, at)", [(1, "high", 9), (2, "high", 8)])
    bands = {
        "rules": [{"name": "a", "event": "a", "points": 1}],
        "bands": [{"name": "low", "from": 0}],
    }
    bands["bands"].append({"name": "high", "from": 2})
    score = create_score(tx, ScoreDraft("activity", bands), scope=scope, by="ann").score_id
    put(
        world,
        "person_scores (score_id, person_id, points, band, at)",
        [(score, 1, 2000, "high"), (score, 2, 1000, "low")],
    )


def put(world: World, table: str, rows: list[tuple], *, later: int = 0) -> None:
    at = int(NOW.timestamp()) - 9 + later
    values = ", ".join(str((*row, at)) for row in rows)
    world.warehouse.execute(f"INSERT INTO {table} VALUES {values}")


def groups_of(result, name: str) -> dict:
    assert not any(each.get("is_other") for each in result)
    return {each["by"][name]: each for each in result}


@pytest.fixture(params=list(SPLITS))
def split(request):
    """The clause, what its values stand under, and who has which."""
    return SPLITS[request.param]


def test_a_trend(world, split):
    clause, name, expected = split
    metrics = [{"event": "a", "aggregate": "people"}, {"event": "a", "aggregate": "count"}]
    question = {"kind": "trend", "range": RANGE, "per": "none", "metrics": metrics, "by": [clause]}
    series = world.ask(**question)["series"]
    assert len(series) == 2 * len(expected)
    counted = {(each["by"][name], each["index"]): each["points"][0]["value"] for each in series}
    for value, people in expected.items():
        assert counted[value, 0] == len(people)
        assert counted[value, 1] == len(people) + (ONE in people)  # who did it twice
        assert world.who({"by": {name: value}}, **question) == people


def test_a_funnel(world, split):
    clause, name, expected = split
    steps = [{"event": "a"}, {"event": "b"}]
    question = {"kind": "funnel", "range": RANGE, "steps": steps, "by": [clause]}
    result = world.ask(**question)
    assert [step["people"] for step in result["steps"]] == [4, 2]
    groups = groups_of(result["groups"], name)
    assert groups.keys() == expected.keys()
    for value, people in expected.items():
        numbers = [step["people"] for step in groups[value]["steps"]]
        assert numbers == [len(people & DID_A), len(people & DID_B)]
    value, people = next(iter(expected.items()))
    lost = {"step": 2, "converted": False, "by": {name: value}}
    assert world.who(lost, **question) == people - DID_B


def test_retention(world, split):
    clause, name, expected = split
    question = {
        "kind": "retention",
        "range": RANGE,
        "start": {"event": "a"},
        "back": {"event": "b"},
    }
    question |= {"periods": 1, "by": [clause]}
    result = world.ask(**question)
    assert sum(cohort["size"] for cohort in result["cohorts"]) == 4
    groups = groups_of(result["groups"], name)
    assert groups.keys() == expected.keys()
    for value, people in expected.items():
        assert groups[value]["size"] == len(people)
        assert groups[value]["average"][0] == len(people & DID_B) / len(people)
    value, people = next(iter(expected.items()))
    back = {"period": 0, "by": {name: value}}
    assert world.who(back, **question) == people & DID_B


@pytest.mark.parametrize(
    ("kind", "question", "members"),
    [
        ("interval", {"from": {"event": "a"}, "to": {"event": "b"}}, DID_B),
        ("distribution", {"metric": {"event": "a"}}, DID_A),
        ("session", {"events": {"event": "a"}}, DID_A),
        ("ltv", {"acquired": {"event": "a"}, "event": "b"}, DID_A),
        ("voice", {"event": "a", "score": "amount"}, DID_A),
        ("path", {"anchor": {"event": "a"}}, DID_A),
    ],
)
def test_every_other_kind(world, kind, question, members):
    """Who is counted in a group; and groups that overlap leave the whole as it is."""
    clause, name, expected = SPLITS["segment"]
    asked = {"kind": kind, "range": RANGE, **question}
    result = world.ask(**asked, by=[clause])
    groups = groups_of(result.pop("groups"), name)
    assert result == world.ask(**asked)
    known = {value: people & members for value, people in expected.items() if people & members}
    assert groups.keys() == known.keys()
    for value, people in known.items():
        counted = groups[value].get("numbers", groups[value])
        assert counted.get("people", counted.get("size")) == len(people)
    assert world.who({"by": {name: "green"}}, **asked, by=[clause]) == known["green"]


def test_attribution_of_groups_that_overlap(world):
    """Who is in two segments is credited in both, and everybody once."""
    asked = {"kind": "attribution", "range": RANGE, "touch": {"event": "a"}, "model": "linear"}
    asked["conversion"] = {"event": "b"}
    split = {**asked, "by": [{"segment": ["red", "green", "did b"]}]}
    result = world.ask(**split)
    groups = groups_of(result.pop("groups"), "segment")
    assert result == world.ask(**asked)
    counted = {name: group["people"] for name, group in groups.items()}
    assert counted == {"did b": 2, "green": 1, "red": 1, None: 0}
    assert world.who({"of": "converted", "group": {"by": {"segment": "green"}}}, **split) == {THREE}


def test_of_groups_that_overlap_everybody_can_be_had_as_well(world):
    asked = {"kind": "ltv", "range": RANGE, "acquired": {"event": "a"}, "event": "b"}
    assert world.who({}, **asked, by=[{"segment": ["red", "green"]}]) == DID_A


def test_more_segments_than_leading_values_are_all_told_apart(world):
    question = {"kind": "trend", "range": RANGE, "per": "none", "top": 1}
    series = world.ask(**question, by=[{"segment": ["red", "green", "did b"]}])["series"]
    assert {each["by"]["segment"] for each in series} == {"red", "green", "did b", None}


def test_two_ways_cross(world):
    question = {
        "kind": "trend",
        "range": RANGE,
        "per": "none",
        "metrics": [{"event": "a", "aggregate": "people"}],
    }
    question["by"] = [{"stage": "default"}, {"segment": "red"}, {"property": "category"}]
    series = {
        tuple(each["by"].values()): each["points"][0]["value"]
        for each in world.ask(**question)["series"]
    }
    assert series == {("grown", "red", "x"): 2, ("new", None, "x"): 1, (None, None, "x"): 1}
    cell = {"by": {"stage": "new", "segment": None, "category": "x"}}
    assert world.who(cell, **question) == {THREE}


def test_two_segments_cross_one_by_one(world):
    question = {"kind": "trend", "range": RANGE, "per": "none"}
    question["metrics"] = [{"event": "a", "aggregate": "people"}]
    question["by"] = [{"segment": "red"}, {"segment": "green"}]
    answer = answer_query(question, scope=world.scope, warehouse=world.warehouse)
    series = {
        tuple(each["by"].values()): each["points"][0]["value"]
        for each in world.ask(**question)["series"]
    }
    assert series == {("red", None): 1, ("red", "green"): 1, (None, "green"): 1, (None, None): 1}
    assert answer.headings == {"segment:red": "segment red", "segment:green": "segment green"}
    assert answer.labels == {"segment:red": {"red": "red"}, "segment:green": {"green": "green"}}
    assert world.who({"by": {"segment:red": "red", "segment:green": None}}, **question) == {ONE}


def test_values_and_splits_are_named_for_people(world):
    question = {"kind": "trend", "range": RANGE, "lang": "zh", "by": [{"stage": "default"}]}
    answer = answer_query(question, scope=world.scope, warehouse=world.warehouse)
    assert answer.labels == {"stage": {"new": "新客", "grown": "grown", "loyal": "loyal"}}
    assert "目前的生命周期阶段" in answer.definition
    two = {**question, "by": [{"segment": ["red", "green"]}]}
    said = describe_query(two, "en", scope=world.scope)
    assert "split by segment red, green (a person counts in each of theirs)." in said
    assert "plan" in describe_query({**question, "by": [{"tag": "plan"}]}, "en", scope=world.scope)
    plain = answer_query(
        {**question, "by": [{"property": "category"}]}, scope=world.scope, warehouse=world.warehouse
    )
    assert plain.labels is None


@pytest.mark.parametrize(
    ("by", "code", "path", "said"),
    [
        ([{"tag": "plam"}], "tag_not_found", "by[0].tag", "did you mean plan?"),
        ({"segment": ["red", "gren"]}, "segment_not_found", "by.segment[1]", "did you mean green?"),
        ([{"segment": []}], "segment_invalid", "by[0].segment", "expected 1 to 10"),
        ([{"segment": ["red"] * 11}], "segment_invalid", "by[0].segment", "got 11"),
        ([{"segment": ["red", "red"]}], "segment_invalid", "by[0].segment[1]", '"red" twice'),
        (
            [{"stage": "defalt"}],
            "lifecycle_model_not_found",
            "by[0].stage",
            "did you mean default?",
        ),
        ([{"rfm": "defalt"}], "rfm_model_not_found", "by[0].rfm", "did you mean default?"),
        ([{"value": "teir"}], "malformed", "by[0].value", "tier"),
        ([{"score": "activty"}], "score_not_found", "by[0].score", "did you mean activity?"),
        ([{"segmnt": "red"}], "malformed", "by[0].segmnt", "did you mean segment"),
        ([{"tag": "plan", "stage": "default"}], "malformed", "by[0]", "expected one of"),
        ([{"stage": "default"}, {"stage": "default"}], "query_invalid", "by", "twice"),
        (
            [{"tag": "plan"}, {"segment": ["red", "green"]}],
            "unsupported",
            "by[1].segment",
            "stands alone",
        ),
    ],
)
def test_what_cannot_be_split_is_said(world, by, code, path, said):
    with pytest.raises(StayflowError) as caught:
        world.ask(kind="trend", range=RANGE, by=by)
    assert (caught.value.code, caught.value.path) == (code, path)
    assert said in caught.value.message
