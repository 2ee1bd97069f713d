"""Real time and the rebuild at night find the same, whatever comes in; and everything is told once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from stayflow.access import NewProject, create_project
from stayflow.app import App, Stores, assemble
from stayflow.intake.pipeline import append_events, consume_log, run_reactors
from stayflow.kernel.ids import ProjectId, new_id
from stayflow.language.condition import compile_people, parse_condition
from stayflow.language.event import RawEvent
from stayflow.stores.relational import Transaction
from stayflow.understand.live import LiveBatch, LiveReactor, LiveRefresh
from stayflow.understand.segment import (
    Plan,
    Refresh,
    Segment,
    SegmentChange,
    change_segment,
    create_joined_segment,
    create_segment,
    get_segment,
    list_hours,
    members_of,
    page_changes,
    refresh_live_segments,
    refresh_segment,
    segment_people,
)
from tests.conftest import Engines

NEVER = {"attribute": {"name": "plan", "op": "is_set"}}
CONDITIONS = {
    "buyers": {"did": {"event": "buy"}},
    "often": {"did": {"event": "buy", "count": 2, "within": {"last": "30d"}}},
    "lookers": {"all": [{"did": {"event": "look"}}, {"not": {"did": {"event": "buy"}}}]},
    "planned": {"attribute": {"name": "plan", "op": "eq", "value": "pro"}},
    "idle": {"not": {"did": {"event": "look", "within": {"last": "7d"}}}},
    "nested": {"all": [{"segment": {"name": "buyers"}}, {"not": NEVER}]},
}
ALGEBRA = {
    "either": {"union": ["buyers", "planned"]},
    "rest": {"minus": [{"union": ["buyers", "lookers"]}, {"intersect": ["often", "planned"]}]},
}
NAMES = (*CONDITIONS, *ALGEBRA)
_examples = count()


@dataclass(frozen=True)
class Shop:
    """A project whose segments are all in real time."""

    app: App
    project: ProjectId

    def tx(self) -> Transaction:
        return self.app.relational.project(self.project)

    def take_in(self, events: Sequence[RawEvent]) -> None:
        append_events(self.project, events, source="t", log=self.app.log, clock=self.app.clock)
        while consume_log(self.app.pipeline(self.project), self.app.log) is not None:
            pass

    def react(self) -> bool:
        return run_reactors(self.project, self.app.reactors, self.app.relational)

    def segment(self, name: str) -> Segment:
        with self.tx() as tx:
            return get_segment(tx, name)

    def members(self, name: str) -> set[int]:
        statement = members_of(self.segment(name), scope=self.app.scope(self.project))
        rows = self.app.facts(self.project).query(statement.sql, statement.parameters).rows
        assert len(rows) == len(set(rows)), f"{name} lists somebody twice"
        return {person for (person,) in rows}

    def by_definition(self, name: str) -> set[int]:
        with self.tx() as tx:
            statement = segment_people(tx, name, scope=self.app.scope(self.project))
        rows = self.app.facts(self.project).query(statement.sql, statement.parameters).rows
        return {person for (person,) in rows}

    def told(self, name: str, *, after: int = 0) -> list[tuple[int, bool]]:
        segment = self.segment(name)
        changes = page_changes(
            self.app.scope(self.project),
            self.app.facts(self.project),
            segment=segment,
            first=(after + 1, 0),
            last=(segment.change, 2**64 - 1),
            limit=10_000,
        )
        return [(each.key[1], each.has_entered) for each in changes]


@pytest.fixture(scope="module")
def shop(engines: Engines) -> Shop:
    stores = Stores(engines.folder, engines.relational, engines.warehouse, engines.log)
    app = assemble(engines.settings, stores, engines.clock)
    made = create_project(
        NewProject(f"live_{new_id()}"),
        warehouse=app.warehouse,
        relational=app.relational,
        clock=app.clock,
    )
    shop = Shop(app, made.id)
    now_ms = int(app.clock.now().timestamp() * 1000)
    first = [
        RawEvent(
            name=name, time_ms=now_ms, identities={"user_id": "first"}, attributes={"plan": "free"}
        )
        for name in ("look", "buy")
    ]
    shop.take_in(first)
    scope = app.scope(made.id)
    live = SegmentChange(refresh=Plan(Refresh.LIVE))
    for name, condition in CONDITIONS.items():
        with shop.tx() as tx:
            create_segment(tx, name, condition, scope=scope, by="ann")
    with shop.tx() as tx:
        for name, algebra in ALGEBRA.items():
            create_joined_segment(tx, name, algebra, scope=scope, by="ann")
        for name in NAMES:
            change_segment(tx, name, live, scope=scope)
    shop.react()
    return shop


events = some.builds(
    dict,
    name=some.sampled_from(("look", "buy")),
    days=some.integers(0, 40),
    device=some.integers(0, 3),
    user=some.none() | some.integers(0, 3),
    plan=some.none() | some.sampled_from(("pro", "free")),
)
batches = some.lists(some.lists(events, min_size=1, max_size=5), min_size=1, max_size=3)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(batches)
def test_after_each_batch_every_segment_is_what_its_definition_says(
    shop: Shop, batches: list[list[dict]]
) -> None:
    example = next(_examples)
    for batch in batches:
        shop.take_in([made_event(shop, example, **each) for each in batch])
        shop.react()
    held = {name: shop.members(name) for name in NAMES}
    assert held == {name: shop.by_definition(name) for name in NAMES}
    for name in NAMES:
        assert shop.segment(name).people_count == len(held[name]), name


def test_the_rebuild_at_night_finds_nothing_to_write(shop: Shop) -> None:
    scope, warehouse = shop.app.scope(shop.project), shop.app.facts(shop.project)
    before = {name: shop.members(name) for name in NAMES}
    with shop.tx() as tx:
        for name in NAMES:
            version = refresh_segment(tx, name, scope=scope, warehouse=warehouse)
            assert (version.entered_count, version.left_count) == (0, 0), name
    assert {name: shop.members(name) for name in NAMES} == before


def test_entering_and_leaving_are_told_once_each(shop: Shop) -> None:
    person = made_event(shop, next(_examples), name="look", days=0, device=0, user=None, plan=None)
    shop.take_in([person])
    shop.react()
    at = shop.segment("lookers").change
    (entered, is_in) = shop.told("lookers")[-1]
    bought = made_event(shop, 0, name="buy", days=0, device=0, user=None, plan=None)
    bought = RawEvent(name="buy", time_ms=bought.time_ms, identities=person.identities)
    shop.take_in([bought])
    assert shop.react()
    assert is_in
    assert shop.told("lookers", after=at) == [(entered, False)]
    for _again in range(2):
        reactor = live_reactor(shop)
        reactor.react(shop.project, 1, 10_000)
    assert shop.told("lookers", after=at) == [(entered, False)]
    with shop.tx() as tx:
        (hour,) = list_hours(tx, shop.segment("lookers").segment_id)
    assert hour.people_count == len(shop.members("lookers"))


def test_a_write_that_was_cut_off_is_told_once_and_never_lost(shop: Shop) -> None:
    """ClickHouse has the rows, PostgreSQL does not know of them: as after kill -9 between the two."""
    at = shop.segment("buyers").change
    event = made_event(shop, next(_examples), name="buy", days=0, device=1, user=None, plan=None)
    shop.take_in([event])
    with pytest.raises(_Killed), shop.tx() as tx:
        reactor = LiveReactor(
            shop.app.relational,
            shop.app.warehouse,
            shop.app.scope,
            (LiveRefresh("cut off", lambda _tx: True, _cut_off),),
        )
        del tx
        reactor.react(shop.project, 1, 10_000)
    assert shop.told("buyers", after=at) == []
    second = made_event(shop, next(_examples), name="buy", days=0, device=1, user=None, plan=None)
    shop.take_in([second])
    shop.react()
    told = shop.told("buyers", after=at)
    assert [is_in for _, is_in in told] == [True, True]
    assert len({person for person, _ in told}) == 2
    assert shop.members("buyers") == shop.by_definition("buyers")


class _Killed(Exception):
    pass


def _cut_off(batch: LiveBatch) -> None:
    """Write what a refresh writes to ClickHouse, and die before PostgreSQL commits."""

    class Dying:
        def project(self, project: ProjectId) -> "_DyingTransaction":
            return _DyingTransaction(batch.relational.project(project))

    refresh_live_segments(
        LiveBatch(
            batch.project,
            batch.first,
            batch.last,
            batch.people,
            batch.has_moved,
            batch.scope,
            Dying(),
            batch.warehouse,
        )
    )


class _DyingTransaction:
    def __init__(self, inner: object) -> None:
        self.inner = inner

    def __enter__(self) -> Transaction:
        self.tx = self.inner.__enter__()
        return self.tx

    def __exit__(self, *error: object) -> bool:
        has_written = self.tx.value("select pg_current_xact_id_if_assigned() is not null")
        if has_written and error[0] is None:
            self.inner.__exit__(_Killed, _Killed(), None)
            raise _Killed
        return bool(self.inner.__exit__(*error))


def test_more_people_than_are_worth_listing_are_computed_as_everybody(shop: Shop) -> None:
    asked: list[LiveBatch] = []
    reactor = LiveReactor(
        shop.app.relational,
        shop.app.warehouse,
        shop.app.scope,
        (LiveRefresh("asked", lambda _tx: True, asked.append),),
        people_max=1,
    )
    reactor.react(shop.project, 1, 10_000)
    assert (asked[0].people, asked[0].scope.people) == (None, None)
    refresh_live_segments(asked[0])
    assert shop.members("either") == shop.by_definition("either")


def test_a_segment_that_cannot_be_computed_says_so_and_leaves_the_others_alone(shop: Shop) -> None:
    with shop.tx() as tx:
        tx.execute(
            'update segments set condition = \'{"segment": {"name": "gone"}}\' where name = \'idle\''
        )
    event = made_event(shop, next(_examples), name="buy", days=0, device=2, user=None, plan=None)
    shop.take_in([event])
    shop.react()
    assert 'unknown segment "gone"' in shop.segment("idle").problem
    assert shop.members("buyers") == shop.by_definition("buyers")


def test_what_nobody_needs_is_not_computed(shop: Shop) -> None:
    asked: list[LiveBatch] = []
    idle = LiveRefresh("idle", lambda _tx: False, asked.append)
    LiveReactor(shop.app.relational, shop.app.warehouse, shop.app.scope, (idle,)).react(
        shop.project, 1, 10_000
    )
    assert asked == []


def live_reactor(shop: Shop) -> LiveReactor:
    (found,) = [each for each in shop.app.reactors if isinstance(each, LiveReactor)]
    return found


def made_event(
    shop: Shop,
    example: int,
    *,
    name: str,
    days: int,
    device: int,
    user: int | None,
    plan: str | None,
) -> RawEvent:
    at = shop.app.clock.now() - timedelta(days=days)
    identities = {"device_id": f"d{example}-{device}"}
    if user is not None:
        identities["user_id"] = f"u{example}-{user}"
    return RawEvent(
        name=name,
        event_id=new_id(),
        time_ms=int(at.timestamp() * 1000),
        identities=identities,
        attributes={} if plan is None else {"plan": plan},
    )


def test_a_condition_means_the_same_for_given_people(shop: Shop) -> None:
    scope = shop.app.scope(shop.project)
    some_people = sorted(shop.members("buyers"))[:2]
    tree = parse_condition(CONDITIONS["often"], facets=scope.facets)
    statement = compile_people(tree, scope.with_people(some_people))
    rows = shop.app.facts(shop.project).query(statement.sql, statement.parameters).rows
    assert {person for (person,) in rows} == shop.members("often") & set(some_people)
