"""Overlap: segments of known people, against sets in plain Python."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stayflow.kernel.errors import InvalidInput
from stayflow.kernel.ids import ProjectId
from stayflow.understand.segment import create_fixed_segment, fill_segment, get_segment
from stayflow.understand.segment.errors import SegmentNotFound
from tests.measure.conftest import NOW
from tests.measure.world import Happened, World

NAMES = ("red", "green", "blue")
ASKED = {"kind": "overlap", "segments": list(NAMES)}


@pytest.fixture(scope="module")
def put(world_in, engines):
    """Puts people into the three segments of a world, and answers with it."""
    world = world_in("Asia/Shanghai")
    project = ProjectId(world.warehouse.database)
    with engines.relational.project(project) as tx:
        for name in NAMES:
            create_fixed_segment(tx, name, at=NOW, by="test")

    def fill(members, merges=None) -> World:
        everybody = sorted(set().union(*members) | set(merges or {}))
        world.fill([Happened("a", person, NOW) for person in everybody], merges=merges)
        with engines.relational.project(project) as tx:
            for name, people in zip(NAMES, members, strict=True):
                fill_segment(tx, name, sorted(people), scope=world.scope, warehouse=world.warehouse)
        return world

    return fill


def test_sizes_parts_and_pairs(put):
    world = put([{1, 2, 3, 4}, {3, 4, 5}, set()])
    answer = world.ask(**ASKED)
    assert answer["people"] == 5
    assert [(each["name"], each["people"]) for each in answer["segments"]] == [
        *(("red", 4), ("green", 3), ("blue", 0)),
    ]
    assert [(part["inside"], part["people"]) for part in answer["parts"]] == [
        *((["red"], 2), (["red", "green"], 2), (["green"], 1)),
    ]
    pair = answer["pairs"][0]
    assert (pair["people"], pair["share_of_one"], pair["jaccard"]) == (2, 0.5, 0.4)
    assert answer["pairs"][1]["share_of_other"] is None
    assert world.who({"inside": ["red"]}, **ASKED) == {1, 2}
    assert world.who({"all": ["red"]}, **ASKED) == {1, 2, 3, 4}


def test_a_merged_person_is_one_in_every_segment(put):
    world = put([{1}, {2}, set()], merges={2: 1})
    answer = world.ask(**ASKED)
    assert [(part["inside"], part["people"]) for part in answer["parts"]] == [(["red", "green"], 1)]
    assert world.who({"all": ["red", "green"]}, **ASKED) == {1}


people = st.sets(st.integers(1, 12), max_size=9)


@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(members=st.tuples(people, people, people), merges=st.sampled_from(({}, {12: 1, 11: 2})))
def test_any_segments_overlap_as_sets_do(put, members, merges):
    world = put(members, merges)
    sets = {
        name: {merges.get(person, person) for person in theirs}
        for name, theirs in zip(NAMES, members, strict=True)
    }
    answer = world.ask(**ASKED)
    assert answer["people"] == len(set().union(*sets.values()))
    for part in answer["parts"]:
        inside = set.intersection(*(sets[name] for name in part["inside"]))
        outside = set().union(*(sets[name] for name in NAMES if name not in part["inside"]))
        assert part["people"] == len(inside - outside) > 0
        assert world.who({"inside": part["inside"]}, **ASKED) == inside - outside
    for pair in answer["pairs"]:
        both = sets[pair["one"]] & sets[pair["other"]]
        assert pair["people"] == len(both)
        assert world.who({"all": [pair["one"], pair["other"]]}, **ASKED) == both


def test_a_segment_is_named_by_its_id_as_well(put, engines):
    world = put([{1, 2}, {2}, set()])
    with engines.relational.project(ProjectId(world.warehouse.database)) as tx:
        red = get_segment(tx, "red").segment_id
    answer = world.ask(kind="overlap", segments=[red, "green"])
    assert [each["name"] for each in answer["segments"]] == ["red", "green"]
    assert world.who({"all": [red]}, kind="overlap", segments=[red, "green"]) == {1, 2}


def test_segments_beside_what_they_were_on_another_day(put, engines):
    """Who was in them comes from their changes, whatever has become of the people since."""
    world = put([{1, 2, 3}, {3, 4}, {9}], merges={9: 1})
    past, now = world.scope.now - timedelta(days=3), world.scope.now
    world.warehouse.execute("TRUNCATE TABLE segment_changes")
    with engines.relational.project(ProjectId(world.warehouse.database)) as tx:
        ids = {name: get_segment(tx, name).segment_id for name in NAMES}
        newest = {name: get_segment(tx, name).change for name in NAMES}
        tx.execute("update segment_versions set at = %s where version = 1", (past,))
    moves = [("red", 1, 1, 1), ("red", 1, 2, 1), ("red", 1, 5, 1), ("green", 1, 2, 1)]
    moves += [("blue", 1, 9, 1), ("red", newest["red"], 5, 0)]
    rows = [
        (ids[name], change, person, entered, int((now if change > 1 else past).timestamp()))
        for name, change, person, entered in moves
    ]
    columns = "(segment_id, change, person_id, entered, at)"
    listed = ", ".join(str(row) for row in rows)
    world.warehouse.execute(f"INSERT INTO segment_changes {columns} VALUES {listed}")
    asked = {**ASKED, "before": (past + timedelta(days=1)).date().isoformat()}
    answer = world.ask(**asked)
    assert {each["name"]: (each["people"], each["previous"]) for each in answer["segments"]} == {
        "red": (3, 3),
        "green": (2, 1),
        "blue": (1, 1),
    }
    parts = {tuple(part["inside"]): (part["people"], part["previous"]) for part in answer["parts"]}
    assert parts == {
        ("red",): (1, 1),
        ("red", "blue"): (1, 1),
        ("red", "green"): (1, 1),
        ("green",): (1, 0),
    }
    assert answer["previous"] == 3
    assert {(pair["one"], pair["other"]): pair["previous"] for pair in answer["pairs"]} == {
        ("red", "green"): 1,
        ("red", "blue"): 1,
        ("green", "blue"): 0,
    }
    cell = {"inside": ["red"], "compared": True}
    assert world.who(cell, **asked) == {5}
    assert world.who({"inside": ["red"]}, **asked) == {2}
    early = {**asked, "before": "2026-01-01"}
    for ask in (lambda: world.ask(**early), lambda: world.who(cell, **early)):
        with pytest.raises(InvalidInput) as caught:
            ask()
        assert (caught.value.code, caught.value.path) == ("unsupported", "before")
        assert "nobody knows who was in red then" in caught.value.message


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"segments": ["red"]}, "segments"),
        ({"segments": ["red", "red"]}, "segments"),
        ({"segments": ["red", 3]}, "segments[1]"),
        ({"range": {"last": "7d"}}, "range"),
        ({"by": {"attribute": "city"}}, "by"),
        ({"who": {}}, "who"),
        ({"who": {"all": []}}, "who.all"),
        ({"who": {"inside": ["grey"]}}, "who.inside[0]"),
        ({"who": {"all": ["red"], "compared": True}}, "who.compared"),
        ({"before": "yesterday"}, "before"),
    ],
)
def test_errors_name_the_place(put, changes, path):
    world = put([{1}, {2}, {3}])
    question = {**ASKED, **changes}
    with pytest.raises(InvalidInput) as caught:
        if "who" in question:
            world.who(question.pop("who"), **question)
        else:
            world.ask(**question)
    assert caught.value.path == path


def test_an_unknown_segment_is_named(put):
    world = put([{1}, {2}, {3}])
    with pytest.raises(SegmentNotFound) as caught:
        world.ask(kind="overlap", segments=["red", "gren"])
    assert caught.value.path == "segments[1]"
