"""The laws of conditions, on generated conditions over generated worlds, against a slow reference.

Many conditions are asked in one statement: a statement of its own for each would be most of the time.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stayflow.kernel.ids import ProjectId
from stayflow.kernel.registry import Registry
from stayflow.language.condition import (
    Sampled,
    compile_bitmaps,
    compile_classes,
    compile_people,
    compile_sample,
    extrapolate,
    parse_condition,
)
from stayflow.language.facet import FacetEditor
from stayflow.language.raw import JsonObject
from stayflow.language.sample import Blocks
from stayflow.language.scope import Facet, Scope
from stayflow.language.sentence import Lang
from stayflow.language.statement import Binder
from stayflow.language.window import midnight
from stayflow.stores.warehouse import ProjectWarehouse
from tests.conftest import Engines
from tests.language.reference import people_who
from tests.language.world import CATEGORIES, CITIES, EVENTS, NOW, World, generate

PEOPLE = 40
WORLDS = {
    "shanghai": generate(1, "Asia/Shanghai", people=PEOPLE, events=500, hard=True),
    "santiago": generate(2, "America/Santiago", people=PEOPLE, events=500, merges=12, hard=True),
    "kathmandu": generate(3, "Asia/Kathmandu", people=PEOPLE, events=500, merges=5, hard=True),
}


@dataclass(frozen=True)
class Listed:
    """A facet that is a set of people: those listed, as a room's table would name them."""

    name: str = "listed"

    def parse(self, raw: object, path: str) -> object:
        assert isinstance(raw, dict)
        return tuple(raw["people"])

    def definition(self, clause: object) -> JsonObject | None:
        return None

    def people_sql(self, clause: object, scope: Scope, binder: Binder) -> str:
        assert isinstance(clause, tuple)
        ids = f"arrayJoin({binder.bind(list(clause), 'Array(UInt64)')})"
        asked = scope.people_sql(binder)
        return f"SELECT {scope.person} FROM (SELECT {ids} AS person_id) WHERE {asked or 1}"

    def describe(self, clause: object, lang: Lang) -> str:
        return "listed"

    def editor(self, clause: JsonObject) -> FacetEditor:
        raise AssertionError


@dataclass(frozen=True)
class Named(Listed):
    """A facet that stands for a condition, as a segment does."""

    name: str = "named"

    def parse(self, raw: object, path: str) -> object:
        assert isinstance(raw, dict)
        return repr(raw["means"])

    def definition(self, clause: object) -> JsonObject | None:
        return eval(str(clause), {})


def facets() -> Registry[Facet]:
    found: Registry[Facet] = Registry("condition")
    for facet in (Listed(), Named()):
        found.register(facet.name, facet)
    return found


FACETS = facets()


@dataclass(frozen=True)
class Lab:
    """A loaded world, and the same world with its merges carried out in the data."""

    world: World
    warehouse: ProjectWarehouse
    squashed: ProjectWarehouse

    def scope(self) -> Scope:
        return self.world.scope(facets=FACETS)

    def people(self, conditions: Sequence[dict], scope: Scope | None = None) -> list[set[int]]:
        return ask(self.warehouse, conditions, scope or self.scope())


def ask(warehouse: ProjectWarehouse, conditions: Sequence[dict], scope: Scope) -> list[set[int]]:
    """Who meets each of the conditions: one statement."""
    binder = Binder()
    trees = [parse_condition(each, facets=FACETS) for each in conditions]
    parts = [
        f"SELECT {n} AS n, person_id FROM ({binder.include(compile_people(tree, scope))})"
        for n, tree in enumerate(trees)
    ]
    sql = f"SELECT n, groupArray(person_id) FROM ({' UNION ALL '.join(parts)}) GROUP BY n"
    statement = binder.statement(f"{sql} SETTINGS max_threads = 1, max_query_size = 10000000")
    found = dict(warehouse.query(statement.sql, statement.parameters).rows)
    lists = [found.get(n, []) for n in range(len(trees))]
    assert all(len(each) == len(set(each)) for each in lists), "a person comes once"
    return [set(each) for each in lists]


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
        {"last": "71d"},
        {"from": "2026-05-01", "to": "2026-06-01"},
        {"from": "2026-04-04", "to": "2026-04-04"},
        {"from": "2025-09-07", "to": "2026-04-05"},
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
        {"median": "amount"},
        {"p90": "amount"},
        {"p25": "revenue"},
    ]
)
typed_values = st.sampled_from(
    [
        *({"aggregate": {which: "category"}, "op": op, "value": "food"} for which in ("first", "last") for op in ("eq", "ne", "contains")),
        *({"aggregate": {which: "amount"}, "op": "gte", "value": 20} for which in ("first", "last")),
        {"aggregate": {"first": "revenue"}, "op": "between", "value": [-50, 20]},
        {"aggregate": {"last": "gift"}, "op": "eq", "value": True},
        {"aggregate": {"first": "loose"}, "op": "is_not_set"},
        {"aggregate": {"last": "category"}, "op": "in", "value": ["food", "toys"]},
        {"aggregate": {"last": "time"}, "op": "last", "value": "20d"},
        {"aggregate": {"first": "time"}, "op": "before", "value": "2026-04-05"},
    ]
)  # fmt: skip
points = st.builds(
    lambda which, event, moved: {which: {"event": event}, **moved},
    st.sampled_from(["first", "last"]),
    st.sampled_from([*EVENTS, "*"]),
    st.sampled_from([{}, {"after": "1s"}, {"after": "7d"}, {"before": "24h"}]),
)
stretches = st.builds(
    lambda point, lasts: {"since": point, **lasts},
    points,
    st.sampled_from([{}, {"for": "24h"}, {"for": "7d"}, {"for": "30d"}]),
)


@st.composite
def behaviours(draw: st.DrawFn) -> dict:
    body: dict = {"event": draw(st.sampled_from([*EVENTS, "*", ["view", "purchase"]]))}
    if draw(st.booleans()):
        body["where"] = draw(wheres)
    if draw(st.booleans()):
        body["within"] = draw(st.one_of(windows, windows, stretches))
    if draw(st.booleans()):
        body |= {
            "aggregate": draw(aggregates),
            "op": draw(st.sampled_from(["eq", "ne", "gt", "gte", "lt", "lte"])),
            "value": draw(numbers),
        }
        if draw(st.integers(0, 5)) == 0:
            body |= {"op": "between", "value": [3, 100]}
    elif draw(st.integers(0, 3)) == 0:
        body |= draw(typed_values)
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
listed = st.builds(
    lambda people: {"listed": {"people": sorted(people)}},
    st.sets(st.integers(1, PEOPLE), min_size=1, max_size=12),
)
conditions = st.recursive(
    st.one_of(behaviours(), behaviours(), sequences(), attributes, listed),
    lambda inner: st.one_of(
        st.builds(lambda m: {"all": m}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda m: {"any": m}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda m: {"not": m}, inner),
        st.builds(lambda m: {"named": {"means": m}}, inner),
    ),
    max_leaves=5,
)
law = settings(
    max_examples=2,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
pairs = st.lists(st.tuples(conditions, conditions), min_size=6, max_size=6)
ones = st.lists(conditions, min_size=12, max_size=12)


@settings(law, max_examples=4)
@given(batch=st.lists(conditions, min_size=25, max_size=25))
def test_the_statement_agrees_with_the_reference(lab: Lab, batch: list[dict]) -> None:
    found = lab.people(batch)
    for condition, people in zip(batch, found, strict=True):
        assert people == people_who(condition, lab.world), condition


@law
@given(batch=st.lists(behaviours(), min_size=25, max_size=25))
def test_behaviour_agrees_with_the_reference(lab: Lab, batch: list[dict]) -> None:
    found = lab.people(batch)
    for condition, people in zip(batch, found, strict=True):
        assert people == people_who(condition, lab.world), condition


@law
@given(batch=st.lists(sequences(), min_size=12, max_size=12), arrivals=st.booleans())
def test_a_sequence_agrees_with_the_search_over_all_chains(
    lab: Lab, batch: list[dict], arrivals: bool
) -> None:
    scope = replace(lab.scope(), arrivals=len(lab.world.events) if arrivals else 0)
    for condition, people in zip(batch, lab.people(batch, scope), strict=True):
        assert people == people_who(condition, lab.world), condition


@law
@given(batch=pairs)
def test_de_morgan(lab: Lab, batch: list[tuple[dict, dict]]) -> None:
    negated = [{"not": {how: [a, b]}} for a, b in batch for how in ("all", "any")]
    moved = [{how: [{"not": a}, {"not": b}]} for a, b in batch for how in ("any", "all")]
    found = lab.people([*negated, *moved])
    assert found[: len(negated)] == found[len(negated) :]


@law
@given(batch=pairs, how=st.sampled_from(["all", "any"]))
def test_order_and_repetition_change_nothing(
    lab: Lab, batch: list[tuple[dict, dict]], how: str
) -> None:
    once, turned, thrice, twice, alone = (
        lab.people([form(a, b) for a, b in batch])
        for form in (
            lambda a, b: {how: [a, b]},
            lambda a, b: {how: [b, a]},
            lambda a, b: {how: [a, b, a]},
            lambda a, b: {how: [a, a]},
            lambda a, b: a,
        )
    )
    assert once == turned == thrice
    assert twice == alone


@law
@given(batch=ones)
def test_nobody_and_everybody_are_complements(lab: Lab, batch: list[dict]) -> None:
    everybody = set(lab.world.canonical())
    found = lab.people([*batch, *({"not": each} for each in batch)])
    assert found[len(batch) :] == [everybody - each for each in found[: len(batch)]]


@law
@given(batch=ones, group=st.sets(st.integers(1, PEOPLE), max_size=20))
def test_everybody_cut_with_a_group_is_the_condition_over_the_group(
    lab: Lab, batch: list[dict], group: set[int]
) -> None:
    known = group & set(lab.world.canonical())
    asked = lab.scope().with_people(sorted(known))
    assert lab.people(batch, asked) == [each & known for each in lab.people(batch)]


@law
@given(batch=st.lists(conditions, min_size=4, max_size=4), width=st.integers(1, 7))
def test_a_sample_finds_everybody_of_its_blocks(lab: Lab, batch: list[dict], width: int) -> None:
    blocks = Blocks(stride=7, width=width, count=PEOPLE // 7 + 1)
    for condition in batch:
        tree = parse_condition(condition, facets=FACETS)
        sample = compile_sample(tree, lab.scope(), blocks)
        counts = dict(lab.warehouse.query(sample.sql, sample.parameters).rows)
        met = people_who(condition, lab.world)
        assert counts == Counter(person // 7 for person in met if person % 7 < width)
        if width == 7:  # everybody
            assert extrapolate(counts, blocks) == Sampled(len(met), 0)


@law
@given(batch=ones)
def test_before_a_merge_is_as_after_it(lab: Lab, batch: list[dict]) -> None:
    after = lab.world.squashed()
    moved = [_moved(each, lab.world) for each in batch]
    assert lab.people(batch) == ask(lab.squashed, moved, after.scope(facets=FACETS))


@law
@given(batch=st.lists(behaviours(), min_size=12, max_size=12), days=st.integers(1, 40))
def test_the_past_knows_nothing_of_what_came_later(lab: Lab, batch: list[dict], days: int) -> None:
    then = midnight(NOW.date(), lab.world.zone).replace(month=5, day=1 + days % 28)
    for condition, people in zip(batch, lab.people(batch, lab.scope().at(then)), strict=True):
        assert people == people_who(condition, lab.world, now=then, until=then), condition


@law
@given(first=conditions, second=conditions)
def test_everybody_is_in_the_first_class_whose_condition_they_meet(
    lab: Lab, first: dict, second: dict
) -> None:
    rules = [
        (name, parse_condition(each, facets=FACETS)) for name, each in (("a", first), ("b", second))
    ]
    statement = compile_classes(rules, "c", lab.scope())
    rows = lab.warehouse.query(statement.sql, statement.parameters).rows
    a, b = people_who(first, lab.world), people_who(second, lab.world)
    assert sorted(rows) == [
        (person, "a" if person in a else "b" if person in b else "c")
        for person in lab.world.canonical()
    ]


@law
@given(
    lists=st.lists(
        st.lists(st.one_of(behaviours(), conditions), min_size=1, max_size=4),
        min_size=6,
        max_size=6,
    ),
    group=st.none() | st.sets(st.integers(1, PEOPLE), min_size=1, max_size=20),
)
def test_the_bitmaps_of_many_lists_hold_whoever_meets_a_condition_first(
    lab: Lab, lists: list[list[dict]], group: set[int] | None
) -> None:
    asked = set(lab.world.canonical()) & (set(range(PEOPLE + 1)) if group is None else group)
    scope = lab.scope() if group is None else lab.scope().with_people(sorted(asked))
    trees = [[parse_condition(each, facets=FACETS) for each in one] for one in lists]
    found = compile_bitmaps(trees, scope)
    rows = lab.warehouse.query(
        f"SELECT place, first_met, bitmapToArray(people) FROM ({found.sql}) SETTINGS max_threads = 1",
        found.parameters,
    ).rows
    expected = {}
    for place, one in enumerate(lists, 1):
        left = asked
        for first_met, condition in enumerate(one, 1):
            met = people_who(condition, lab.world) & left
            left = left - met
            expected |= {(place, first_met): met} if met else {}
    assert {(place, met): set(people) for place, met, people in rows} == expected
    assert len(rows) == len(expected)


def test_whoever_lacks_events_on_whole_days_is_told_by_bitmaps(lab: Lab) -> None:
    bought = {"did": {"event": "purchase", "within": {"last": "30d"}}}
    batch = [
        {"not": bought},
        {"did": {"event": ["view", "purchase"], "count": {"eq": 0}, "within": {"last": "7d"}}},
        {"all": [{"not": bought}, {"did": {"event": "view", "count": {"lt": 1}}}]},
    ]
    for condition, people in zip(batch, lab.people(batch), strict=True):
        statement = compile_people(parse_condition(condition), lab.scope())
        assert "bitmapAndnot(" in statement.sql
        assert "FROM events" not in statement.sql
        assert people == people_who(condition, lab.world), condition


def _moved(condition: object, world: World) -> dict:
    """The same condition, the people it lists named by their survivors."""
    if isinstance(condition, dict):
        return {
            key: sorted({world.survivor(each) for each in value})
            if key == "people"
            else _moved(value, world)
            for key, value in condition.items()
        }
    return [_moved(each, world) for each in condition] if isinstance(condition, list) else condition  # type: ignore[return-value]
