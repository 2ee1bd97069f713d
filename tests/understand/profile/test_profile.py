from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from stayflow.intake.identify import PersonNotFound
from stayflow.kernel.errors import StayflowError
from stayflow.kernel.ids import ProjectId
from stayflow.language.condition import compile_people, parse_condition
from stayflow.understand.lifecycle import StagePanel, default_definition, refresh_stages, save_model
from stayflow.understand.profile import (
    ColumnSource,
    Order,
    PageAsked,
    Reading,
    list_events,
    list_people,
    read_person,
)
from stayflow.understand.profile.store import list_identities
from stayflow.understand.rfm import RfmPanel, refresh_rfm, save_rfm_model
from stayflow.understand.segment import SegmentPanel, create_segment, refresh_segment
from tests.conftest import Engines
from tests.language.world import NOW, Attribute, Event, World
from tests.understand.conftest import Room, bought, local, open_room

PERSONS = """
    insert into persons (person_id, created_at, batch, merged_into) values
    (1, '2026-01-01Z', 1, null), (2, '2026-01-02Z', 1, 1), (3, '2026-01-03Z', 1, null), (4, '2026-01-04Z', 1, null)
"""
IDENTITIES = """
    insert into identities (kind, value, identity_id, person_id, owns_person, first_seen_at) values
    ('cookie', 'c-1', 1, 1, true, '2026-01-01Z'), ('email', 'lin@example.com', 2, 2, true, '2026-01-02Z'),
    ('email', 'wu_x@example.com', 3, 3, true, '2026-01-03Z'), ('email', 'wuax@example.com', 4, 4, true, '2026-01-04Z')
"""
MERGES = """
    insert into identity_merges ("from", "to", at, cause, batch) values (2, 1, '2026-02-01Z', 'both_named', 1)
"""
EVENTS = (
    Event(1, "view", local(5, 1), category="toys"),
    bought(1, 5, 2, 100),
    bought(2, 5, 3, 50),
    Event(2, "refund", local(5, 4), revenue=-20),
    *(Event(3, "view", local(6, 1) + timedelta(seconds=n // 2)) for n in range(10)),
)
ATTRIBUTES = (
    Attribute(1, "city", "杭州", datetime(2026, 1, 1, tzinfo=UTC)),
    Attribute(2, "city", "上海", datetime(2026, 1, 2, tzinfo=UTC)),
    Attribute(2, "age", 30, datetime(2026, 1, 2, tzinfo=UTC)),
    Attribute(3, "city", "北京", datetime(2026, 1, 2, tzinfo=UTC)),
)


@pytest.fixture
def room(engines: Engines, project: ProjectId, zone: ZoneInfo) -> Room:
    room = open_room(engines, project, World(zone, (1, 2, 3, 4), EVENTS, ATTRIBUTES, merges={2: 1}))
    with room.tx() as tx:
        for statement in (PERSONS, IDENTITIES, MERGES):
            tx.execute(statement)
    return room


def test_the_page_is_of_the_person_behind_any_of_their_ids(room: Room) -> None:
    with room.tx() as tx:
        page = read_person(2, tx=tx, scope=room.scope, warehouse=room.warehouse)
        same = read_person(1, tx=tx, scope=room.scope, warehouse=room.warehouse)
    assert page == same
    assert page.person_id == 1
    assert [(each.kind, each.value) for each in page.identities] == [
        ("cookie", "c-1"),
        ("email", "lin@example.com"),
    ]
    assert [(each.person_id, each.cause) for each in page.merges] == [(2, "both_named")]
    assert [(each.name, each.value, each.origin) for each in page.attributes] == [
        ("age", "30", "test"),
        ("city", "上海", "test"),
    ]


def test_totals_count_orders_and_deduct_returns(room: Room) -> None:
    with room.tx() as tx:
        totals = read_person(1, tx=tx, scope=room.scope, warehouse=room.warehouse).totals
    assert (totals.events, totals.orders, totals.revenue, totals.currency) == (
        4,
        2,
        Decimal(130),
        "CNY",
    )
    assert (totals.first_seen_at, totals.last_seen_at) == (local(5, 1), local(5, 4))
    assert totals.last_order_at == local(5, 3)


def test_a_person_without_events_has_an_empty_page(room: Room) -> None:
    with room.tx() as tx:
        page = read_person(4, tx=tx, scope=room.scope, warehouse=room.warehouse)
    assert (page.totals.events, page.totals.revenue, page.totals.last_seen_at, page.timeline) == (
        0,
        Decimal(0),
        None,
        (),
    )
    assert page.totals.first_seen_at == datetime(2025, 1, 1, tzinfo=UTC)


def test_an_id_never_given_is_not_found(room: Room) -> None:
    with room.tx() as tx, pytest.raises(PersonNotFound):
        read_person(99, tx=tx, scope=room.scope, warehouse=room.warehouse)


def test_who_was_merged_a_moment_ago_has_no_identities_left_and_fails_nothing(room: Room) -> None:
    with room.tx() as tx:
        found = list_identities(tx, [2, 3])
    assert found[2] == ()
    assert [each.value for each in found[3]] == ["wu_x@example.com"]


def test_the_timeline_comes_newest_first_in_pages_without_gaps(room: Room) -> None:
    one = room.scope.with_people([3])
    found, cursor = [], None
    for _ in range(4):
        page = list_events(one, room.warehouse, cursor=cursor, limit=3)
        found += page.items
        cursor = page.next
    assert cursor is None
    assert len({each.event_id for each in found}) == 10
    assert [each.time for each in found] == sorted((each.time for each in found), reverse=True)


def test_a_timeline_event_tells_what_was_sent(room: Room) -> None:
    newest, *_, oldest = list_events(room.scope.with_people([1]), room.warehouse).items
    assert (newest.event, newest.revenue) == ("refund", Decimal(-20))
    assert (oldest.event, oldest.properties) == ("view", {"category": "toys"})
    only = list_events(room.scope.with_people([1]), room.warehouse, events=["purchase"])
    assert {each.event for each in only.items} == {"purchase"}


def test_panels_of_other_rooms_stand_on_the_page(room: Room) -> None:
    class Points:
        name = "points"

        def read(self, reading: Reading) -> object | None:
            return {"balance": reading.person_id * 10}

    class Nothing:
        name = "nothing"

        def read(self, reading: Reading) -> object | None:
            return None

    with room.tx() as tx:
        save_rfm_model(tx, {"event": "purchase"}, at=NOW)
        refresh_rfm(tx, scope=room.scope, warehouse=room.warehouse)
        save_model(tx, default_definition(), scope=room.scope)
        refresh_stages(tx, scope=room.scope, warehouse=room.warehouse)
        for name, condition in (
            ("buyers", {"did": {"event": "purchase"}}),
            ("viewers", {"not": {"did": {"event": "purchase"}}}),
        ):
            create_segment(tx, name, condition, scope=room.scope, by="ann")
            refresh_segment(tx, name, scope=room.scope, warehouse=room.warehouse)
        panels = [Points(), Nothing(), RfmPanel(), StagePanel(), SegmentPanel()]
        page = read_person(1, tx=tx, scope=room.scope, warehouse=room.warehouse, panels=panels)
    contents = {panel.name: panel.content for panel in page.panels}
    assert list(contents) == ["points", "rfm", "stage", "segments"]
    assert contents["points"] == {"balance": 10}
    assert contents["rfm"].frequency == 2
    assert contents["stage"].stage == "exploration"
    assert [each.name for each in contents["segments"]] == ["buyers"]


def test_people_come_in_pages_with_their_count(room: Room) -> None:
    everybody = compile_people(parse_condition({}), room.scope)
    with room.tx() as tx:
        first = list_people(
            everybody, PageAsked(limit=2), tx=tx, scope=room.scope, warehouse=room.warehouse
        )
        rest = list_people(
            everybody,
            PageAsked(limit=2, cursor=first.next),
            tx=tx,
            scope=room.scope,
            warehouse=room.warehouse,
        )
    assert (first.count, [row.person_id for row in first.people]) == (3, [1, 3])
    assert ([row.person_id for row in rest.people], rest.next) == ([4], None)
    lin = first.people[0]
    assert lin.attributes == {"age": "30", "city": "上海"}
    assert [identity.value for identity in lin.identities] == ["c-1", "lin@example.com"]
    assert (lin.first_seen_at, lin.last_seen_at) == (local(5, 1), local(5, 4))
    assert (rest.people[0].first_seen_at, rest.people[0].last_seen_at) == (
        datetime(2025, 1, 1, tzinfo=UTC),
        None,
    )


def test_a_sorted_list_comes_in_pages_with_those_without_a_value_last(room: Room) -> None:
    """Persons 1, 3 and 4: 1 is 30 years old and in 上海, 3 is in 北京, of 4 nothing is known."""
    everybody = compile_people(parse_condition({}), room.scope)
    wanted = {
        Order("attribute", "age"): [1, 3, 4],
        Order("attribute", "age", is_falling=True): [1, 3, 4],
        Order("attribute", "city"): [1, 3, 4],
        Order("attribute", "city", is_falling=True): [3, 1, 4],
        Order("first_seen"): [1, 3, 4],
        Order("length"): [4, 3, 1],
        Order("length", is_falling=True): [1, 3, 4],
    }
    lengths = (
        "SELECT person_id AS person, '' AS name, toString(10 / person_id) AS value FROM people"
    )
    source = ColumnSource("length", lambda _scope, _binder: lengths, lambda _tx: {}, is_number=True)
    with room.tx() as tx:
        for order, people in wanted.items():
            found, cursor = [], None
            for _ in people:
                page = list_people(
                    everybody,
                    PageAsked(limit=1, cursor=cursor, order=order),
                    tx=tx,
                    scope=room.scope,
                    warehouse=room.warehouse,
                    sources=[source],
                )
                assert page.count == 3
                found += [row.person_id for row in page.people]
                cursor = page.next
            assert (found, cursor) == (people, None), order


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("lin@", [1]),
        ("LIN@", [1]),
        ("example", [1, 3, 4]),
        ("wu_x", [3]),
        ("%", []),
        ("nobody", []),
    ],
)
def test_people_are_found_by_a_part_of_an_identity(
    room: Room, search: str, found: list[int]
) -> None:
    everybody = compile_people(parse_condition({}), room.scope)
    with room.tx() as tx:
        page = list_people(
            everybody, PageAsked(search=search), tx=tx, scope=room.scope, warehouse=room.warehouse
        )
    assert (page.count, [row.person_id for row in page.people]) == (len(found), found)


def test_a_cursor_of_another_list_is_refused(room: Room) -> None:
    everybody = compile_people(parse_condition({}), room.scope)
    with room.tx() as tx, pytest.raises(StayflowError, match="cursor"):
        list_people(
            everybody,
            PageAsked(cursor="WyJ4Il0"),
            tx=tx,
            scope=room.scope,
            warehouse=room.warehouse,
        )
    with pytest.raises(StayflowError, match="cursor"):
        list_events(room.scope.with_people([1]), room.warehouse, cursor="WzFd")
