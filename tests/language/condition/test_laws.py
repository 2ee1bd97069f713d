"""The laws of conditions, on generated conditions over generated worlds, against a slow reference."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stayflow.kernel.ids import ProjectId
from stayflow.language.condition import compile_classes, compile_people, parse_condition
from stayflow.language.scope import Scope
from stayflow.language.window import midnight
from stayflow.stores.warehouse import ProjectWarehouse
from tests.conftest import Engines
from tests.language.reference import people_who
from tests.language.world import CATEGORIES, CITIES, EVENTS, NOW, World, generate

WORLDS = {
    "shanghai": generate(1, "Asia/Shanghai"),
    "new_york": generate(2, "America/New_York"),
    "merged": generate(3, "Europe/Berlin", merges=20),
}


@dataclass(frozen=True)
class Lab:
    """A loaded world, and the same world with its merges carried out in the data."""

    world: World
    warehouse: ProjectWarehouse
    squashed: ProjectWarehouse

    def people(self, condition: dict, scope: Scope | None = None) -> set[int]:
        return ask(self.warehouse, condition, scope or self.world.scope())


def ask(warehouse: ProjectWarehouse, condition: dict, scope: Scope) -> set[int]:
    statement = compile_people(parse_condition(condition), scope)
    rows = warehouse.query(statement.sql, statement.parameters).rows
    found = [person for (person,) in rows]
    assert len(found) == len(set(found)), "a person comes once"
    return set(found)


@pytest.fixture(scope="module", params=list(WORLDS))
def lab(engines: Engines, request: pytest.FixtureRequest) -> Iterator[Lab]:
    world = WORLDS[request.param]
    handles = []
    for name, each in (("law", world), ("squashed", world.squashed())):
        project = ProjectId(f"{name}_{request.param}")
        engines.warehouse.create_project(project, world.zone.key)
        each.load(engines.warehouse.project(project))
        handles.append(engines.warehouse.project(project))
    yield Lab(world, *handles)
    for name in ("law", "squashed"):
        engines.warehouse.drop_project(ProjectId(f"{name}_{request.param}"))


numbers = st.sampled_from([0, 1, 2, 3, 5, 20, 100, 405])
windows = st.sampled_from(
    [
        {"last": "1d"},
        {"last": "7d"},
        {"last": "30d"},
        {"last": "36h"},
        {"before": "10d"},
        {"from": "2026-05-01", "to": "2026-06-01"},
    ]
)
wheres = st.recursive(
    st.one_of(
        st.builds(
            lambda v, op: {"property": "category", "op": op, "value": v},
            st.sampled_from(CATEGORIES[:3]),
            st.sampled_from(["eq", "ne"]),
        ),
        st.builds(
            lambda v, op: {"property": "amount", "op": op, "value": v},
            numbers,
            st.sampled_from(["gt", "lte", "ne"]),
        ),
        st.builds(
            lambda name, op: {"property": name, "op": op},
            st.sampled_from(["category", "loose", "gift", "revenue"]),
            st.sampled_from(["is_set", "is_not_set"]),
        ),
        st.just({"property": "gift", "op": "eq", "value": True}),
        st.just({"property": "loose", "op": "lt", "value": 0}),
    ),
    lambda inner: st.one_of(
        st.builds(lambda m: {"all": m}, st.lists(inner, min_size=1, max_size=2)),
        st.builds(lambda m: {"any": m}, st.lists(inner, min_size=1, max_size=2)),
        st.builds(lambda m: {"not": m}, inner),
    ),
    max_leaves=3,
)
aggregates = st.sampled_from(
    [
        "count",
        "days",
        {"sum": "amount"},
        {"avg": "amount"},
        {"min": "loose"},
        {"max": "amount"},
        {"sum": "revenue"},
        {"distinct": "category"},
    ]
)


@st.composite
def behaviours(draw: st.DrawFn) -> dict:
    body: dict = {"event": draw(st.sampled_from([*EVENTS, "*", ["view", "purchase"]]))}
    if draw(st.booleans()):
        body["where"] = draw(wheres)
    if draw(st.booleans()):
        body["within"] = draw(windows)
    if draw(st.booleans()):
        body |= {
            "aggregate": draw(aggregates),
            "op": draw(st.sampled_from(["eq", "ne", "gt", "gte", "lt", "lte"])),
            "value": draw(numbers),
        }
    elif draw(st.booleans()):
        body["count"] = draw(
            st.one_of(
                numbers,
                st.builds(lambda op, n: {op: n}, st.sampled_from(["eq", "lte", "lt"]), numbers),
            )
        )
    return {"did": body}


@st.composite
def selections(draw: st.DrawFn) -> dict:
    body: dict = {"event": draw(st.sampled_from([*EVENTS, "*", ["view", "purchase"]]))}
    return body | ({"where": draw(wheres)} if draw(st.booleans()) else {})


@st.composite
def sequences(draw: st.DrawFn) -> dict:
    body: dict = {"steps": draw(st.lists(selections(), min_size=2, max_size=3))}
    if draw(st.booleans()):
        body["without"] = draw(selections())
    if draw(st.booleans()):
        body["within"] = draw(st.sampled_from(["1s", "24h", "7d", "30d"]))
    if draw(st.booleans()):
        body["during"] = draw(windows)
    return {"sequence": body}


attributes = st.sampled_from(
    [
        *({"name": "city", "op": op, "value": CITIES[0]} for op in ("eq", "ne", "contains", "starts_with", "ends_with", "matches")),
        {"name": "city", "op": "in", "value": list(CITIES[:2])},
        {"name": "city", "op": "not_in", "value": list(CITIES[:2])},
        *({"name": "age", "op": op, "value": 30} for op in ("eq", "ne", "gt", "gte", "lt", "lte")),
        {"name": "age", "op": "between", "value": [18, 30]},
        {"name": "vip", "op": "eq", "value": True},
        {"name": "vip", "op": "ne", "value": True},
        {"name": "birthday", "op": "before", "value": "1995-06-01"},
        {"name": "birthday", "op": "after", "value": "1995-06-01"},
        {"name": "birthday", "op": "between", "value": ["1992-01-01", "1997-12-31"]},
        {"name": "birthday", "op": "anniversary", "value": "60d"},
        {"name": "hobbies", "op": "contains_any", "value": ["sport", "music"]},
        {"name": "hobbies", "op": "contains_all", "value": ["sport", "food"]},
        {"name": "hobbies", "op": "size", "value": 1},
        *({"name": name, "op": op} for name in ("city", "age", "vip", "birthday", "hobbies") for op in ("is_set", "is_not_set")),
    ]
).map(lambda body: {"attribute": body})  # fmt: skip
conditions = st.recursive(
    st.one_of(behaviours(), sequences(), attributes),
    lambda inner: st.one_of(
        st.builds(lambda m: {"all": m}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda m: {"any": m}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda m: {"not": m}, inner),
    ),
    max_leaves=5,
)
law = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@law
@given(condition=conditions)
def test_the_statement_agrees_with_the_reference(lab: Lab, condition: dict) -> None:
    assert lab.people(condition) == people_who(condition, lab.world)


@law
@given(condition=sequences(), arrivals=st.booleans())
def test_a_sequence_agrees_with_the_search_over_all_chains(
    lab: Lab, condition: dict, arrivals: bool
) -> None:
    scope = replace(lab.world.scope(), arrivals=len(lab.world.events) if arrivals else 0)
    assert lab.people(condition, scope) == people_who(condition, lab.world)


@law
@given(first=conditions, second=conditions)
def test_de_morgan(lab: Lab, first: dict, second: dict) -> None:
    assert lab.people({"not": {"all": [first, second]}}) == lab.people(
        {"any": [{"not": first}, {"not": second}]}
    )
    assert lab.people({"not": {"any": [first, second]}}) == lab.people(
        {"all": [{"not": first}, {"not": second}]}
    )


@law
@given(first=conditions, second=conditions, how=st.sampled_from(["all", "any"]))
def test_order_and_repetition_change_nothing(lab: Lab, first: dict, second: dict, how: str) -> None:
    once = lab.people({how: [first, second]})
    assert once == lab.people({how: [second, first]})
    assert once == lab.people({how: [first, second, first]})
    assert lab.people({how: [first, first]}) == lab.people(first)


@law
@given(condition=conditions)
def test_nobody_and_everybody_are_complements(lab: Lab, condition: dict) -> None:
    assert lab.people({"not": condition}) == set(lab.world.canonical()) - lab.people(condition)


@law
@given(condition=conditions, group=st.sets(st.integers(1, 60), max_size=20))
def test_everybody_cut_with_a_group_is_the_condition_over_the_group(
    lab: Lab, condition: dict, group: set[int]
) -> None:
    known = group & set(lab.world.canonical())
    asked = lab.world.scope().with_people(sorted(known))
    assert lab.people(condition, asked) == lab.people(condition) & known


@law
@given(condition=conditions)
def test_before_a_merge_is_as_after_it(lab: Lab, condition: dict) -> None:
    assert lab.people(condition) == ask(lab.squashed, condition, lab.world.squashed().scope())


@law
@given(condition=behaviours(), days=st.integers(1, 40))
def test_the_past_knows_nothing_of_what_came_later(lab: Lab, condition: dict, days: int) -> None:
    then = midnight(NOW.date(), lab.world.zone).replace(month=5, day=1 + days % 28)
    found = lab.people(condition, lab.world.scope().at(then))
    assert found == people_who(condition, lab.world, now=then, until=then)


@law
@given(first=conditions, second=conditions)
def test_everybody_is_in_the_first_class_whose_condition_they_meet(
    lab: Lab, first: dict, second: dict
) -> None:
    rules = [("a", parse_condition(first)), ("b", parse_condition(second))]
    statement = compile_classes(rules, "c", lab.world.scope())
    rows = lab.warehouse.query(statement.sql, statement.parameters).rows
    a, b = people_who(first, lab.world), people_who(second, lab.world)
    assert sorted(rows) == [
        (person, "a" if person in a else "b" if person in b else "c")
        for person in lab.world.canonical()
    ]
