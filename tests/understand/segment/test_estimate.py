"""The law of the number shown while a condition is edited: it is the segment's, or no further off than it says."""

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stayflow.kernel.ids import ProjectId
from stayflow.language.condition import parse_condition
from stayflow.understand.segment import create_segment, estimate_people, refresh_segment
from tests.conftest import Engines
from tests.language.condition.test_laws import attributes, behaviours, sequences
from tests.language.reference import people_who
from tests.language.world import CITIES, generate
from tests.understand.conftest import Room, open_room

NUMBERS = itertools.count()
few = settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
conditions = st.recursive(
    st.one_of(behaviours(), sequences(), attributes),
    lambda inner: st.one_of(
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=2)),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=2)),
        st.builds(lambda part: {"not": part}, inner),
    ),
    max_leaves=4,
)


@pytest.fixture(scope="module")
def small(engines: Engines) -> Room:
    """Sixty people, ten of them merged into others."""
    project = ProjectId("estimate_small")
    engines.warehouse.create_project(project, "Asia/Kathmandu")
    return open_room(engines, project, generate(7, "Asia/Kathmandu", merges=10, hard=True))


@pytest.fixture(scope="module")
def large(engines: Engines) -> Iterator[Room]:
    """Enough people for a sample of them to hold some."""
    project = ProjectId("estimate_large")
    engines.warehouse.create_project(project, "Asia/Shanghai")
    yield open_room(engines, project, generate(8, "Asia/Shanghai", people=4_000, events=8_000))
    engines.warehouse.drop_project(project)


@few
@given(batch=st.lists(conditions, min_size=6, max_size=6))
def test_where_everybody_is_counted_the_estimate_is_the_segment(
    small: Room, batch: list[dict]
) -> None:
    for condition in batch:
        tree = parse_condition(condition, facets=small.scope.facets)
        told = estimate_people(tree, scope=small.scope, warehouse=small.warehouse)
        assert (told.count, told.error) == (len(people_who(condition, small.world)), 0), condition
        with small.tx() as tx:
            name = f"segment {next(NUMBERS)}"
            made = create_segment(tx, name, condition, scope=small.scope, by="ann")
            kept = refresh_segment(
                tx, made.segment_id, scope=small.scope, warehouse=small.warehouse
            )
            assert kept.people_count == told.count, condition


def test_where_a_sample_is_asked_the_error_it_tells_of_covers_the_segment(large: Room) -> None:
    """Told with 95 %: of thirty numbers, which are not independent, three may be further off."""
    asked: list[dict] = [
        *({"attribute": {"name": "age", "op": op, "value": v}} for op in ("gte", "lt", "eq") for v in (18, 30, 65)),
        *({"attribute": {"name": "city", "op": "eq", "value": city}} for city in CITIES),
        *({"did": {"event": event, "within": {"last": last}}} for event in ("view", "purchase") for last in ("2d", "7d", "30d", "90d")),
        *({"not": {"did": {"event": event, "count": n}}} for event in ("view", "purchase") for n in (1, 2, 3)),
        *({"did": {"event": "purchase", "aggregate": {"sum": "amount"}, "op": "gte", "value": n}} for n in (50, 100, 400, 900)),
    ]  # fmt: skip
    off = []
    for condition in asked:
        tree = parse_condition(condition)
        exact, told = (
            estimate_people(tree, scope=large.scope, warehouse=large.warehouse, sampled_from=least)
            for least in (10**9, 1)
        )
        assert exact.error == 0 < told.error
        assert told.total == exact.total
        if abs(told.count - exact.count) > told.error:
            off.append((condition, exact.count, told))
    assert len(off) <= 3, off
