"""Stage: sizes and moves from recorded changes, counted again in plain Python; one model is one world."""

from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from stayflow.kernel.errors import InvalidInput
from tests.examples import examples
from tests.measure.analysis.buyers import DAY, PLACES, SECONDS, begin_of, counted, today_at
from tests.measure.world import World, instants
from tests.measure.worlds import ANCHORS

NOON = datetime(2026, 3, 3, 4, tzinfo=UTC)
MARCH = {"kind": "stage", "range": {"from": "2026-03-01", "to": "2026-03-31"}}
MODELS = ("default", "m1", "m2", "m3", "m4", "m5")
STAGES = ("start", "growth", "churn")
MERGES = ({}, {8: 1}, {8: 1, 9: 1}, {7: 2, 9: 3})
Change = tuple[str, int, str, datetime, int]
"""Model, person, stage, when, and the number of the history it is of."""


@pytest.fixture
def world_of(world_in):
    """The world of a zone without events; what is recorded in it is gone afterwards."""
    used = []

    def get(zone: str) -> World:
        used.append(world_in(zone))
        return used[-1]

    yield get
    for world in used:
        record(world, [], {})


def record(world: World, rows: list[Change], in_force: dict[str, int]) -> None:
    """Put changes in the place of all there are, and each model's history in force (0: never replayed)."""
    for table in ("stage_changes", "stage_replays"):
        world.warehouse.execute(f"TRUNCATE TABLE {table}")
    models, people, stages, at, replays = zip(*rows, strict=True) if rows else ((),) * 5
    world.warehouse.insert(
        "stage_changes",
        pa.table(
            {
                "model": pa.array(models, pa.string()),
                "person_id": pa.array(people, pa.uint64()),
                "stage": pa.array(stages, pa.string()),
                "previous": pa.array([""] * len(rows), pa.string()),
                "at": instants(list(at)),
                "cause": pa.array(["1"] * len(rows), pa.string()),
                "replay": pa.array(replays, pa.uint32()),
            }
        ),
    )
    replayed = {model: number for model, number in in_force.items() if number}
    world.warehouse.insert(
        "stage_replays",
        pa.table(
            {
                "model": pa.array(list(replayed), pa.string()),
                "replay": pa.array(list(replayed.values()), pa.uint32()),
                "at": instants([world.now] * len(replayed)),
            }
        ),
    )


def stood(world: World, rows: list[Change]) -> dict[int, str]:
    """The newest stage of everybody; of merged persons, at one instant, that of the greatest id."""
    newest = sorted(rows, key=lambda row: (row[3], row[1]))
    return {world.person(person): stage for _, person, stage, _, _ in newest}


def sizes(shown: list[dict], *keys: str) -> dict[tuple, int]:
    found = {tuple(each[key] for key in keys): each["people"] for each in shown}
    assert len(found) == len(shown)
    return found


def test_sizes_and_moves_by_hand(world_of):
    world = world_of("Asia/Shanghai").fill([], {4: 1})
    before, inside, late = NOON - timedelta(days=9), NOON, NOON + timedelta(days=3)
    rows = [(1, "start", before), (2, "start", before), (4, "growth", inside), (3, "start", inside)]
    rows += [(2, "churn", late), (2, "growth", NOON + timedelta(days=60))]
    record(world, [("default", *row, 0) for row in rows], {})
    result = world.ask(**MARCH)
    assert sizes(result["stages"], "stage") == {("growth",): 1, ("churn",): 1, ("start",): 1}
    assert sizes(result["moves"], "from", "to") == {
        ("start", "growth"): 1,
        ("start", "churn"): 1,
        (None, "start"): 1,
    }
    assert sizes(world.ask(**MARCH, at="2026-03-03")["stages"], "stage") == {
        ("growth",): 1,
        ("start",): 2,
    }
    assert world.who({"stage": "start"}, **MARCH, at="2026-03-03") == {2, 3}
    assert world.who({"from": None, "to": "start"}, **MARCH) == {3}


@pytest.mark.parametrize(
    ("change", "who", "path"),
    [
        ({"by": {"property": "category"}}, {}, "by"),
        ({"model": "defualt"}, None, "model"),
        ({"at": "soon"}, {}, "at"),
        ({}, {}, "who"),
    ],
    ids=["by", "model", "at", "who"],
)
def test_mistakes_name_their_place(shanghai, change, who, path):
    with pytest.raises(InvalidInput) as caught:
        shanghai.ask(**MARCH, **change) if who is None else shanghai.who(who, **MARCH, **change)
    assert caught.value.path == path


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(MODELS),
        st.integers(1, 9),
        st.sampled_from(STAGES),
        st.sampled_from(SECONDS),
        st.sampled_from([0, 0, 1, 2]),
    ),
    min_size=20,
    max_size=90,
    unique_by=lambda each: (each[0], each[1], each[3], each[4]),
)
ASKED = st.lists(
    st.tuples(
        st.sampled_from([(-8, -1), (-1, 0), (0, 0), (1, 3), (-20, 30)]),
        st.sampled_from([None, None, -1, 0, 1, 4]),
        st.sampled_from([0, 0, 1, 2]),
    ),
    min_size=len(MODELS),
    max_size=len(MODELS),
)


@pytest.mark.parametrize("where", PLACES)
def test_agrees_with_reading_the_changes_one_by_one(world_of, where):
    @settings(max_examples=examples(2), phases=(Phase.explicit, Phase.generate), deadline=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(
        drawn=CHANGES,
        merges=st.sampled_from(MERGES),
        asked=ASKED,
        present=st.sampled_from([0, 2 * DAY, 40 * DAY]),
    )
    def agrees(drawn, merges, asked, present):
        world = world_of(where).fill([], merges)
        world.now = ANCHORS[where] + timedelta(seconds=present)
        rows = [
            (model, person, stage, ANCHORS[where] + timedelta(seconds=seconds), replay)
            for model, person, stage, seconds, replay in drawn
        ]
        in_force = {model: each[2] for model, each in zip(MODELS, asked, strict=True)}
        record(world, rows, in_force)
        for model, (days, at, _) in zip(MODELS, asked, strict=True):
            mine = [row for row in rows if (row[0], row[4]) == (model, in_force[model])]
            if model == "default" or any(row[0] == model for row in rows):
                check(world, (model, days, at), mine, where)

    agrees()


def check(world: World, asked: tuple, rows: list[Change], where: str) -> None:
    model, days, at = asked
    first, last = (today_at(where) + timedelta(days=n) for n in days)
    begin = begin_of(first, world.zone)

    def until(day) -> dict[int, str]:
        end = begin_of(day + timedelta(days=1), world.zone)
        return stood(world, [row for row in rows if row[3] < end and row[3] <= world.now])

    question = {"kind": "stage", "model": model, "range": {"from": str(first), "to": str(last)}}
    day = last
    if at is not None:
        day = today_at(where) + timedelta(days=at)
        question["at"] = str(day)
    before, after = stood(world, [row for row in rows if row[3] < begin]), until(last)
    stages = counted((person, (stage,)) for person, stage in until(day).items())
    moves = counted((person, (before.get(person), stage)) for person, stage in after.items())
    result = world.ask(**question)
    assert sizes(result["stages"], "stage") == {key: len(some) for key, some in stages.items()}
    assert sizes(result["moves"], "from", "to") == {key: len(some) for key, some in moves.items()}
    for stage in STAGES:
        assert world.who({"stage": stage}, **question) == stages.get((stage,), set())
    for (origin, target), people in moves.items():
        assert world.who({"from": origin, "to": target}, **question) == people
