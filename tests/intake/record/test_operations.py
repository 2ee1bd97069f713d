"""Attributes that are set once, unset, added to and appended to, against a slow, obvious computation."""

import itertools
import random

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stayflow.intake.identify import ByHand, merge_people, part_people
from stayflow.intake.people import change_people
from stayflow.intake.pipeline import Pipeline, append_events, consume_log
from stayflow.kernel.ids import ProjectId
from stayflow.language.event import RawEvent
from tests.conftest import Engines

NOON = 1_781_524_800_000  # 2026-06-15 12:00 UTC, the time of the test clock
_numbers = itertools.count(1)


@pytest.fixture
def pipeline(engines: Engines, project: ProjectId) -> Pipeline:
    return Pipeline(
        project,
        zone="UTC",
        relational=engines.relational,
        warehouse=engines.warehouse.project(project),
        clock=engines.clock,
    )


def done(second: int, *, user: str = "u1", **what: object) -> RawEvent:
    """One event at a second of the day, that does something to attributes."""
    identities = what.pop("identities", {"user_id": user})
    return RawEvent(
        name="profile",
        time_ms=NOON - 1_000_000 + second * 1000,
        event_id=f"e{second}-{sorted(what)}-{identities}",
        identities=identities,
        **what,
    )


def take(engines: Engines, pipeline: Pipeline, *batches: list[RawEvent]) -> None:
    for batch in batches:
        append_events(
            pipeline.project_id, batch, source="sensors", log=engines.log, clock=engines.clock
        )
        assert consume_log(pipeline, engines.log) is not None


def attributes(pipeline: Pipeline, user: str = "u1") -> dict[str, tuple[str, float | None]]:
    """As readers see them: the newest of the ids that are the person."""
    with pipeline.relational.project(pipeline.project_id) as tx:
        person = tx.value("select person_id from identities where value = %s", (user,))
    leads = "dictGetOrDefault('person_overrides', 'to', person_id, person_id)"
    rows = pipeline.warehouse.query(
        f"SELECT name, argMax((text, number), (at, person_id)) AS newest FROM person_attributes FINAL"
        f" WHERE {leads} = dictGetOrDefault('person_overrides', 'to', toUInt64({person}), toUInt64({person}))"
        " GROUP BY name HAVING newest.1 != '' ORDER BY name"
    ).rows
    return {
        name: tuple(newest.values()) if isinstance(newest, dict) else tuple(newest)
        for name, newest in rows
    }


def test_the_oldest_of_set_once_wins_whenever_it_comes(
    engines: Engines, pipeline: Pipeline
) -> None:
    take(engines, pipeline, [done(5, attributes_once={"first": "later"})])
    assert attributes(pipeline) == {"first": ("later", None)}
    take(engines, pipeline, [done(2, attributes_once={"first": "earlier"})])
    take(engines, pipeline, [done(9, attributes_once={"first": "latest"})])
    assert attributes(pipeline) == {"first": ("earlier", None)}
    take(engines, pipeline, [done(1, attributes={"first": "stated"})])
    assert attributes(pipeline) == {"first": ("stated", None)}, "what is stated beats it"


def test_what_is_added_counts_once_an_event(engines: Engines, pipeline: Pipeline) -> None:
    five = done(1, increments={"points": 5})
    take(engines, pipeline, [five], [five, done(2, increments={"points": 2.5})])
    assert attributes(pipeline) == {"points": ("7.5", 7.5)}


def test_what_was_stated_before_the_first_operation_is_begun_with(
    engines: Engines, pipeline: Pipeline
) -> None:
    take(engines, pipeline, [done(1, attributes={"points": 100, "tags": ["a"]})])
    take(engines, pipeline, [done(3, increments={"points": 1}, appends={"tags": ["b", "a"]})])
    assert attributes(pipeline) == {"points": ("101", 101.0), "tags": ('["a","b"]', None)}
    take(engines, pipeline, [done(2, attributes={"points": 50})])
    assert attributes(pipeline)["points"] == ("51", 51.0), "stated late, but before what was added"


def test_what_is_unset_is_gone_and_may_come_again(engines: Engines, pipeline: Pipeline) -> None:
    take(engines, pipeline, [done(1, attributes={"city": "杭州", "age": 3, "plan": "pro"})])
    take(engines, pipeline, [done(2, unset=("city",))])
    assert attributes(pipeline) == {"age": ("3", 3.0), "plan": ("pro", None)}
    take(engines, pipeline, [done(4, unset=("*",)), done(5, attributes={"plan": "free"})])
    assert attributes(pipeline) == {"plan": ("free", None)}
    take(engines, pipeline, [done(3, attributes={"age": 4})])
    assert attributes(pipeline) == {"plan": ("free", None)}, "stated before everything was unset"


def test_persons_who_become_one_have_one_sum(engines: Engines, pipeline: Pipeline) -> None:
    take(engines, pipeline, [done(1, increments={"points": 5})])
    take(engines, pipeline, [done(2, identities={"anonymous_id": "a"}, increments={"points": 3})])
    login = RawEvent(name="login", time_ms=NOON, identities={"user_id": "u1", "anonymous_id": "a"})
    take(engines, pipeline, [login])
    pipeline.show_merges()
    assert attributes(pipeline) == {"points": ("8", 8.0)}
    take(engines, pipeline, [done(3, identities={"anonymous_id": "a"}, increments={"points": 1})])
    assert attributes(pipeline) == {"points": ("9", 9.0)}


def test_persons_who_part_have_their_own_sums_at_once(engines: Engines, pipeline: Pipeline) -> None:
    take(engines, pipeline, [done(1, increments={"points": 5}, attributes={"tags": ["a"]})])
    take(
        engines,
        pipeline,
        [
            done(
                2,
                identities={"anonymous_id": "a"},
                increments={"points": 3},
                appends={"tags": ["b"]},
            )
        ],
    )
    by = ByHand("anna@example.com", engines.clock.now())
    change_people(pipeline, lambda tx, batch: merge_people(tx, batch, 1, 2, by))
    assert attributes(pipeline)["points"] == ("8", 8.0)
    with pipeline.relational.project(pipeline.project_id) as tx:
        leaving = [tx.value("select identity_id from identities where value = 'a'")]
    change_people(pipeline, lambda tx, batch: part_people(tx, batch, 1, leaving, by))
    assert attributes(pipeline) == {"points": ("5", 5.0), "tags": ('["a"]', None)}
    assert attributes(pipeline, "a") == {"points": ("3", 3.0), "tags": ('["b"]', None)}


operation = st.one_of(
    st.builds(lambda v: {"attributes": {"n": v}}, st.integers(0, 9)),
    st.builds(lambda v: {"attributes_once": {"n": v}}, st.integers(0, 9)),
    st.just({"unset": ("n",)}),
    st.just({"unset": ("*",)}),
    st.builds(lambda v: {"increments": {"n": v}}, st.integers(-3, 3)),
)


def reference(events: list[RawEvent]) -> str:
    """The value of `n`, from its definition."""
    ordered = sorted(events, key=lambda each: each.time_ms or 0)
    sets = [e for e in ordered if "n" in e.attributes]
    unset_at = max((e.time_ms or 0 for e in ordered if e.unset), default=0)
    kept = [e for e in sets if (e.time_ms or 0) >= unset_at]
    # One `set_once` is kept for good: the oldest.
    onces = [e for e in ordered if "n" in e.attributes_once][:1]
    onces = [e for e in onces if (e.time_ms or 0) >= unset_at]
    base: object = None
    begins = unset_at
    if kept:
        base, begins = kept[-1].attributes["n"], kept[-1].time_ms or 0
    elif onces:
        base = onces[0].attributes_once["n"]
    added = [e.increments["n"] for e in ordered if e.increments and (e.time_ms or 0) >= begins]
    value = base if not added else (int(str(base or 0)) + sum(added))
    return "" if value is None else str(int(str(value)) if isinstance(value, int) else int(value))


@given(
    what=st.lists(operation, min_size=1, max_size=7),
    order=st.randoms(use_true_random=False),
    cuts=st.sets(st.integers(1, 6)),
)
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_the_value_does_not_depend_on_order_and_cut(
    engines: Engines,
    pipeline: Pipeline,
    what: list[dict[str, object]],
    order: random.Random,
    cuts: set[int],
) -> None:
    user = f"law{next(_numbers)}"
    events = [done(second, user=user, **each) for second, each in enumerate(what)]
    shuffled = [msgspec.structs.replace(each) for each in events]
    order.shuffle(shuffled)
    edges = [0, *sorted(cut for cut in cuts if cut < len(shuffled)), len(shuffled)]
    take(engines, pipeline, *(shuffled[a:b] for a, b in itertools.pairwise(edges)))
    assert attributes(pipeline, user).get("n", ("",))[0] == reference(events)
