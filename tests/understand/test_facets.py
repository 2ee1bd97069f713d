"""Conditions that name what is computed of people, against a slow computation of it, in three zones.

Tags, scores, stages, statuses, classes, tiers and segments are recorded by the rooms themselves; who has which is found
here event by event, and nested into conditions of every other kind.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import floor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from stayflow.kernel.ids import ProjectId
from stayflow.language.condition import compile_people, parse_condition
from stayflow.language.scope import Scope
from stayflow.language.statement import Binder
from stayflow.understand.lifecycle import refresh_stages, save_model
from stayflow.understand.rfm import refresh_rfm, save_rfm_model
from stayflow.understand.score import ScoreDraft, ScoreFacet, create_score, refresh_scores
from stayflow.understand.segment import (
    create_joined_segment,
    create_segment,
    refresh_segment,
)
from stayflow.understand.status import StatusFacet, StatusRules
from stayflow.understand.tag import TagDraft, TagFacet, create_tag, refresh_tags
from stayflow.understand.value import ValueFacet, refresh_value
from tests.conftest import Engines
from tests.language import reference
from tests.language.reference import people_who
from tests.language.world import NOW, World, generate
from tests.understand.conftest import Room, open_room
from tests.understand.score.test_scores import ACTIVITY, slow_scores
from tests.understand.status.test_status import by_hand

PEOPLE = 40
WORLDS = {
    "shanghai": generate(11, "Asia/Shanghai", people=PEOPLE, events=150, hard=True),
    "santiago": generate(12, "America/Santiago", people=PEOPLE, events=150, merges=12, hard=True),
    "kathmandu": generate(13, "Asia/Kathmandu", people=PEOPLE, events=150, merges=5, hard=True),
}
BUYS = {"did": {"event": "purchase", "within": {"last": "30d"}}}
OFTEN = {"did": {"event": "purchase", "count": 3, "within": {"last": "71d"}}}
LOOKS = {"all": [{"did": {"event": "view"}}, {"not": BUYS}]}
CITY = {"attribute": {"name": "city", "op": "eq", "value": "杭州"}}
SPENDS = {"did": {"event": "*", "aggregate": {"sum": "amount"}, "op": "gte", "value": 300}}
LEVEL = (("often", OFTEN), ("here", CITY), ("once", BUYS))
STAGES = (("looking", LOOKS), ("buying", BUYS), ("loyal", OFTEN))
SEGMENTS = {"buyers": BUYS, "spenders": SPENDS, "locals": CITY}
JOINED = {"minus": [{"union": ["buyers", "locals"]}, "spenders"]}
RFM = {"event": "purchase", "amount": "amount", "range": {"last": "90d"}, "thresholds": {"fixed": {"r": 25, "f": 2, "m": 100}}}  # fmt: skip
CLASSES = {
    (1, 1, 1): "important_value", (0, 1, 1): "important_keep", (1, 0, 1): "important_develop",
    (0, 0, 1): "important_retain", (1, 1, 0): "general_value", (0, 1, 0): "general_keep",
    (1, 0, 0): "general_develop", (0, 0, 0): "general_retain",
}  # fmt: skip
Told = dict[str, dict[int, object]]
"""What each person has, by the kind of condition."""


@dataclass(frozen=True)
class Known:
    """A project whose computed things are recorded, and the same by hand."""

    room: Room
    told: Told

    def people(self, conditions: Sequence[dict], scope: Scope) -> list[set[int]]:
        """Who meets each: one statement."""
        binder = Binder()
        trees = [parse_condition(each, facets=scope.facets) for each in conditions]
        parts = " UNION ALL ".join(
            f"SELECT {n} AS n, person_id FROM ({binder.include(compile_people(tree, scope))})"
            for n, tree in enumerate(trees)
        )
        sql = f"SELECT n, groupArray(person_id) FROM ({parts}) GROUP BY n SETTINGS max_query_size = 10000000"
        statement = binder.statement(sql)
        found = dict(self.room.warehouse.query(statement.sql, statement.parameters).rows)
        lists = [found.get(n, []) for n in range(len(trees))]
        assert all(len(each) == len(set(each)) for each in lists), "a person comes once"
        return [set(each) for each in lists]


@pytest.fixture(scope="module", params=list(WORLDS))
def known(engines: Engines, request: pytest.FixtureRequest) -> Iterator[Known]:
    world = WORLDS[request.param]
    project = ProjectId(f"facets_{request.param}")
    engines.warehouse.create_project(project, world.zone.key)
    room = open_room(engines, project, world)
    record(room)
    told = by_slow_hand(world)
    before = dict(reference.LEAVES)
    reference.LEAVES.update({kind: leaf(kind, told) for kind in told})
    yield Known(room, told)
    reference.LEAVES.clear()
    reference.LEAVES.update(before)
    engines.warehouse.drop_project(project)


def record(room: Room) -> None:
    """Let the rooms compute everything."""
    scope, warehouse = room.scope, room.warehouse
    state = room.engines.relational, room.project
    for facet in (TagFacet(*state), ScoreFacet(*state), StatusFacet(*state), ValueFacet()):
        scope.facets.register(facet.name, facet)
    kept = {"scope": scope, "warehouse": warehouse}
    with room.tx() as tx:
        values = [{"value": name, "when": when} for name, when in LEVEL]
        create_tag(tx, TagDraft("level", "rule", {"values": values}), scope=scope, by="a")
        create_score(tx, ScoreDraft("activity", ACTIVITY), scope=scope, by="a")
        stages = [{"name": "new"}, *({"name": name, "when": when} for name, when in STAGES)]
        save_model(tx, {"stages": stages}, scope=scope)
        save_rfm_model(tx, RFM, at=scope.now)
        refresh_tags(tx, cause="test", **kept)
        refresh_scores(tx, cause="test", **kept)
        refresh_stages(tx, **kept)
        refresh_rfm(tx, **kept)
        refresh_value(tx, **kept)
        for name, condition in SEGMENTS.items():
            create_segment(tx, name, condition, scope=scope, by="a")
            refresh_segment(tx, name, **kept)
        create_joined_segment(tx, "joined", JOINED, scope=scope, by="a")
        refresh_segment(tx, "joined", **kept)


def by_slow_hand(world: World) -> Told:
    """Everything the rooms computed, from the events, one person at a time."""
    members = {name: people_who(condition, world) for name, condition in SEGMENTS.items()}
    members["joined"] = (members["buyers"] | members["locals"]) - members["spenders"]
    return {
        "tag": first_of(LEVEL, world),
        "score": {
            person: points / 1000
            for person, points in slow_scores(
                ACTIVITY, list(world.events), world.merges, world.zone
            ).items()
        },
        "stage": first_of(tuple(reversed(STAGES)), world, otherwise="new"),
        "status": {
            person: status.value
            for person, status in by_hand(world, world.scope(), StatusRules()).items()
        },
        "rfm": classes(world),
        "value": tiers(world),
        "segment": {
            person: {name for name, people in members.items() if person in people}
            for person in world.canonical()
        },
    }


def first_of(
    rules: Sequence[tuple[str, dict]], world: World, otherwise: str | None = None
) -> dict[int, object]:
    found: dict[int, object] = {}
    for name, condition in rules:
        for person in people_who(condition, world):
            found.setdefault(person, name)
    if otherwise is not None:
        for person in world.canonical():
            found.setdefault(person, otherwise)
    return found


def classes(world: World) -> dict[int, object]:
    today = NOW.astimezone(world.zone).date()
    orders: dict[int, list[tuple[int, int]]] = {}
    for each in world.events:
        ago = (today - each.time.astimezone(world.zone).date()).days
        if each.event == "purchase" and 0 <= ago < 90:
            orders.setdefault(world.survivor(each.person), []).append((ago, each.amount or 0))
    return {
        person: CLASSES[
            min(ago for ago, _ in mine) <= 25, len(mine) >= 2, sum(paid for _, paid in mine) >= 100
        ]
        for person, mine in orders.items()
    }


def tiers(world: World) -> dict[int, object]:
    """The top fifth by revenue is high, the next down to a half is middle; equal ones in the order of ids."""
    brought: dict[int, int] = {}
    for each in world.events:
        if each.revenue is not None:
            person = world.survivor(each.person)
            brought[person] = brought.get(person, 0) + each.revenue
    ranked = sorted(
        (person for person, amount in brought.items() if amount > 0),
        key=lambda person: (-brought[person], person),
    )
    high, middle = (-floor(-len(ranked) * share) for share in (0.2, 0.5))
    return {
        person: "high" if rank < high else "middle" if rank < middle else "low"
        for rank, person in enumerate(ranked)
    }


def leaf(kind: str, told: Told) -> Callable[..., bool]:
    """What the reference asks of a person for a clause of this kind."""

    def meets(body: dict, person: int, *_: object) -> bool:
        has = told[kind].get(person)
        if has is None:
            return False
        if kind == "segment":
            assert isinstance(has, set)
            return body["name"] in has
        if kind == "score":
            assert isinstance(has, float)
            if "in" in body:
                starts = {"cold": (0, 5), "warm": (5, 20), "hot": (20, 61)}
                return any(starts[band][0] <= has < starts[band][1] for band in body["in"])
            return reference.COMPARE[body["op"]](has, body["value"])
        return "in" not in body or has in body["in"]

    return meets


def one_of(*values: str) -> some.SearchStrategy[list[str]]:
    return some.lists(some.sampled_from(values), min_size=1, max_size=3, unique=True)


computed = some.one_of(
    some.builds(lambda chosen: {"tag": {"name": "level", "in": chosen}}, one_of("often", "here", "once")),
    some.just({"tag": {"name": "level"}}),
    some.builds(
        lambda op, value: {"score": {"name": "activity", "op": op, "value": value}},
        some.sampled_from(["gt", "gte", "lt", "lte", "eq", "ne"]),
        some.sampled_from([0, 1.5, 5, 20, 60]),
    ),
    some.builds(lambda chosen: {"score": {"name": "activity", "in": chosen}}, one_of("cold", "warm", "hot")),
    some.builds(lambda chosen: {"stage": {"in": chosen}}, one_of("new", "looking", "buying", "loyal")),
    some.builds(lambda chosen: {"status": {"in": chosen}}, one_of("new", "active", "returned", "at_risk", "silent", "churned")),
    some.builds(lambda chosen: {"rfm": {"in": chosen}}, one_of(*CLASSES.values())),
    some.builds(lambda chosen: {"value": {"in": chosen}}, one_of("high", "middle", "low")),
    some.builds(lambda name: {"segment": {"name": name}}, some.sampled_from([*SEGMENTS, "joined"])),
)  # fmt: skip
plain = some.sampled_from([BUYS, OFTEN, CITY, SPENDS, {"not": {"did": {"event": "refund"}}}])
conditions = some.recursive(
    some.one_of(computed, computed, plain),
    lambda inner: some.one_of(
        some.builds(
            lambda how, members: {how: members},
            some.sampled_from(["all", "any"]),
            some.lists(inner, min_size=2, max_size=3),
        ),
        some.builds(lambda member: {"not": member}, inner),
    ),
    max_leaves=5,
)


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    batch=some.lists(conditions, min_size=20, max_size=20),
    group=some.sets(some.integers(1, PEOPLE), max_size=20),
)
def test_conditions_over_what_is_computed_agree_with_the_reference(
    known: Known, batch: list[dict], group: set[int]
) -> None:
    world = known.room.world
    asked = group & set(world.canonical())
    everybody = known.people(batch, known.room.scope)
    given = known.people(batch, known.room.scope.with_people(sorted(asked)))
    for condition, all_of_them, some_of_them in zip(batch, everybody, given, strict=True):
        wanted = people_who(condition, world)
        assert all_of_them == wanted, condition
        assert some_of_them == wanted & asked, condition


def test_every_kind_tells_people_apart(known: Known) -> None:
    for kind, told in known.told.items():
        assert len({repr(each) for each in told.values()}) >= 3, kind
