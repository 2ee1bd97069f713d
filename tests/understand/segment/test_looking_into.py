"""Algebra, overlap, profile, export and the clock of segments, each against a computation by hand."""

import csv
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from stayflow.kernel.errors import StayflowError
from stayflow.kernel.ids import ProjectId
from stayflow.language.condition import compile_people, parse_condition
from stayflow.stores.warehouse import Warehouse
from stayflow.understand.segment import (
    ExportReading,
    ExportTooSmall,
    ExportWish,
    Plan,
    Refresh,
    Segment,
    SegmentChange,
    SegmentInvalid,
    ask_for_export,
    change_segment,
    create_fixed_segment,
    create_joined_segment,
    describe_algebra,
    due_segments,
    fill_segment,
    find_source,
    get_segment,
    is_nightly,
    list_editions,
    members_of,
    note_written,
    overlap_people,
    overlap_segments,
    profile_segment,
    read_algebra,
    refresh_segment,
    trait_people,
    write_export,
)
from stayflow.understand.segment.algebra import algebra_people, as_condition, parse_algebra
from stayflow.understand.segment.traits import two_proportions
from tests.conftest import Engines
from tests.language.world import Attribute, World
from tests.understand.conftest import Room, bought, local, open_room

PEOPLE = tuple(range(1, 41))
SETS = {
    "even": {each for each in PEOPLE if each % 2 == 0},
    "third": {each for each in PEOPLE if each % 3 == 0},
    "low": set(range(1, 16)),
    "none": set(),
}
MERGES = {40: 1, 39: 2}


@pytest.fixture(scope="module")
def room(engines: Engines) -> Room:
    project = ProjectId("looking_into")
    warehouse: Warehouse = engines.warehouse
    warehouse.create_project(project, "Asia/Shanghai")
    attributes = tuple(
        Attribute(each, "city", "杭州" if each <= 10 else "上海", local(5, 1))
        for each in PEOPLE[:30]
    ) + tuple(Attribute(each, "age", each, local(5, 1)) for each in PEOPLE)
    events = tuple(bought(each, 6, 1) for each in PEOPLE[:12])
    world = World(ZoneInfo("Asia/Shanghai"), PEOPLE, events, attributes, merges=MERGES)
    room = open_room(engines, project, world)
    with room.tx() as tx:
        for person in PEOPLE:
            tx.execute(
                "insert into persons (person_id, created_at, batch, merged_into) values (%s, now(), 1, %s)",
                (person, MERGES.get(person)),
            )
    for name, people in SETS.items():
        with room.tx() as tx:
            create_fixed_segment(tx, name, at=room.scope.now, by="ann")
            fill_segment(tx, name, sorted(people), scope=room.scope, warehouse=room.warehouse)
    return room


def held(name: str) -> set[int]:
    """The set as persons of today."""
    return {MERGES.get(each, each) for each in SETS[name]}


def segments(room: Room, *names: str) -> list[Segment]:
    with room.tx() as tx:
        return [get_segment(tx, each) for each in names]


def by_hand(raw: dict) -> set[int]:
    ((how, operands),) = raw.items()
    first, *rest = [held(each) if isinstance(each, str) else by_hand(each) for each in operands]
    for each in rest:
        first = {"union": first | each, "intersect": first & each, "minus": first - each}[how]
    return first


trees = some.recursive(
    some.sampled_from(sorted(SETS)),
    lambda inner: some.dictionaries(
        some.sampled_from(("union", "intersect", "minus")),
        some.lists(inner, min_size=2, max_size=3),
        min_size=1,
        max_size=1,
    ),
    max_leaves=5,
).filter(lambda tree: isinstance(tree, dict))


@settings(max_examples=12, deadline=None)
@given(trees)
def test_an_operation_is_that_of_sets_for_everybody_for_some_and_as_a_condition(
    room: Room, tree: dict
) -> None:
    known = {each.name: each for each in segments(room, *SETS)}
    operation = parse_algebra(tree, "algebra", find=lambda key, _path: known[key])
    by_id = {each.segment_id: each for each in known.values()}
    wanted = by_hand(tree)
    assert room.people(algebra_people(operation, by_id, room.scope)) == wanted
    some_people = room.scope.with_people([1, 2, 3, 12, 30])
    assert room.people(algebra_people(operation, by_id, some_people)) == wanted & {1, 2, 3, 12, 30}
    condition = parse_condition(as_condition(operation), facets=room.scope.facets)
    assert room.people(compile_people(condition, room.scope)) == wanted


def test_a_segment_by_algebra_is_kept_like_any_other_and_says_what_it_is(room: Room) -> None:
    with room.tx() as tx:
        create_joined_segment(
            tx,
            "joined",
            {"minus": ["low", {"union": ["even", "third"]}]},
            scope=room.scope,
            by="ann",
        )
        version = refresh_segment(tx, "joined", scope=room.scope, warehouse=room.warehouse)
        joined = get_segment(tx, "joined")
        assert version.people_count == len(held("low") - held("even") - held("third"))
        names = {each.segment_id: each.name for each in segments(room, *SETS)}
        said = describe_algebra(read_algebra(joined.algebra), names, "en")
        assert said == "in segment “low” and not (in segment “even” or in segment “third”)"
        with pytest.raises(SegmentInvalid, match='the algebra leads back to "joined"'):
            change_segment(
                tx, "joined", SegmentChange(algebra={"union": ["low", "joined"]}), scope=room.scope
            )
        with pytest.raises(StayflowError, match="2 to 50"):
            create_joined_segment(tx, "x", {"union": ["low"]}, scope=room.scope, by="ann")


def test_every_edition_is_kept_with_who_made_it(room: Room) -> None:
    with room.tx() as tx:
        create_fixed_segment(tx, "edited", at=room.scope.now, by="ann")
        changed = change_segment(
            tx, "edited", SegmentChange(name="renamed"), scope=room.scope, by="bob"
        )
        editions = list_editions(tx, changed.segment_id)
    assert [(each.edition, each.name, each.changed_by) for each in editions] == [
        (2, "renamed", "bob"),
        (1, "edited", "ann"),
    ]


def test_overlap_counts_everybody_once_and_each_part_opens(room: Room) -> None:
    names = ("even", "third", "low")
    asked = segments(room, *names)
    parts = overlap_segments(asked, scope=room.scope, warehouse=room.warehouse)
    ids = dict(zip([each.segment_id for each in asked], names, strict=True))
    found = {frozenset(ids[each] for each in part.inside): part.people for part in parts}
    wanted = {}
    for size in (1, 2, 3):
        for inside in combinations(names, size):
            whom = set.intersection(*(held(each) for each in inside))
            whom -= set().union(*(held(each) for each in names if each not in inside))
            if whom:
                wanted[frozenset(inside)] = whom
    assert found == {inside: len(whom) for inside, whom in wanted.items()}
    for part in parts:
        people = overlap_people(asked, part.inside, scope=room.scope)
        assert room.people(people) == wanted[frozenset(ids[each] for each in part.inside)]
    with pytest.raises(SegmentInvalid, match="twice"):
        overlap_segments([asked[0], asked[0]], scope=room.scope, warehouse=room.warehouse)


def test_the_profile_is_shares_counted_by_hand(room: Room) -> None:
    (low,) = segments(room, "low")
    profile = profile_segment(low, scope=room.scope, warehouse=room.warehouse)
    assert (profile.people, profile.everybody) == (15, 38)
    (city,) = [each for each in profile.traits if each.value == "杭州"]
    assert (city.inside, city.everybody) == (10, 10)
    assert city.lift == pytest.approx((10 / 15) / (10 / 38))
    assert city.p_value == pytest.approx(two_proportions(10, 15, 0, 23))
    assert city.is_significant
    (bought_it,) = [each for each in profile.traits if each.kind == "behaviour"]
    assert (bought_it.name, bought_it.inside, bought_it.everybody) == ("purchase", 12, 12)
    ages = [each for each in profile.traits if each.name == "age"]
    assert sum(each.everybody for each in ages) == 38, "four bands, everybody in one"
    source = find_source("attribute", ())
    for trait in ages:
        people = trait_people(source, "age", trait.value, segment=low, scope=room.scope)
        assert len(room.people(people)) == trait.inside


def test_nothing_is_significant_where_the_segment_is_like_everybody(room: Room) -> None:
    assert two_proportions(5, 50, 50, 500) == pytest.approx(1.0)
    (third,) = segments(room, "third")
    profile = profile_segment(third, scope=room.scope, warehouse=room.warehouse)
    assert not any(each.is_significant for each in profile.traits)


def export(room: Room, folder: Path, name: str, **wish: object) -> tuple[Path, object]:
    (segment,) = segments(room, name)
    asked = {"format": "csv", "purpose": "a letter", "columns": ("city",), "identities": ("email",)}
    asked |= {"is_masked": False} | wish
    reading = ExportReading(room.tx, room.scope, room.warehouse, 5)
    with room.tx() as tx:
        begun = ask_for_export(
            tx, segment, ExportWish(**asked), people_min=5, by="ann", at=room.scope.now
        )
    file = folder / begun.file_name
    written = write_export(begun, segment, file, reading=reading, report=lambda _done, _all: None)
    with room.tx() as tx:
        note_written(tx, begun.export_id, written, room.scope.now)
    return file, written


def test_a_named_export_has_a_row_for_each_member(room: Room, tmp_path: Path) -> None:
    file, written = export(room, tmp_path, "low")
    rows = list(csv.DictReader(file.open(encoding="utf-8-sig")))
    assert {int(row["person_id"]) for row in rows} == held("low")
    assert (written.people, written.withheld) == (15, 0)
    assert {row["city"] for row in rows} == {"杭州", "上海"}


def test_a_nameless_export_holds_back_whom_their_row_would_name(room: Room, tmp_path: Path) -> None:
    file, written = export(room, tmp_path, "even", identities=(), format="parquet")
    cities = pq.read_table(file).to_pydict()
    assert list(cities) == ["city"]
    # persons of today: 2…38 even, 40 is 1 and 39 is 2; 1 and 2,4,6,8,10 in 杭州, 12…30 in 上海, 32…38 nowhere
    assert sorted(set(cities["city"])) == ["上海", "杭州"]
    assert (written.people, written.withheld) == (16, 4)


def test_a_small_list_and_one_without_a_purpose_do_not_leave(room: Room, tmp_path: Path) -> None:
    with pytest.raises(ExportTooSmall, match="at least 5"):
        export(room, tmp_path, "none")
    with pytest.raises(SegmentInvalid, match="what the list is for"):
        export(room, tmp_path, "low", purpose=" ")


def test_an_export_that_is_stopped_leaves_no_file(room: Room, tmp_path: Path) -> None:
    (segment,) = segments(room, "low")
    wish = ExportWish("csv", "a letter", (), ("email",), is_masked=True)
    with room.tx() as tx:
        begun = ask_for_export(tx, segment, wish, people_min=5, by="ann", at=room.scope.now)

    def stop(_done: int, _all: int) -> None:
        raise InterruptedError

    reading = ExportReading(room.tx, room.scope, room.warehouse, 5)
    with pytest.raises(InterruptedError):
        write_export(begun, segment, tmp_path / "x.csv", reading=reading, report=stop)
    assert list(tmp_path.iterdir()) == []


def test_the_clock_computes_what_is_due_and_the_night_the_rest(room: Room) -> None:
    zone, now = ZoneInfo("Asia/Shanghai"), datetime(2026, 6, 15, 4, 30, tzinfo=UTC)  # 12:30 there
    (static,) = segments(room, "low")

    def made(how: Refresh, at: str, hours_ago: float | None) -> Segment:
        computed = None if hours_ago is None else now - timedelta(hours=hours_ago)
        return replace(
            static, condition={}, refresh=how, refresh_at=at, versioned_at=computed, version=1
        )

    cases = {
        ("hourly", "02:00", 0.4): False,
        ("hourly", "02:00", 0.6): True,
        ("daily", "12:00", 0.4): False,
        ("daily", "12:00", 0.6): True,
        ("daily", "13:00", 23.4): False,
        ("daily", "13:00", 23.6): True,
        ("daily", "13:00", None): True,
        ("daily", "02:00", 99): False,  # the night's
        ("live", "02:00", 99): False,
        ("manual", "02:00", 99): False,
    }
    for (how, at, hours), is_due in cases.items():
        segment = made(Refresh(how), at, hours)
        assert bool(due_segments([segment], now, zone)) is is_due, (how, at, hours)
        assert is_nightly(segment) is (how == "live" or (how, at) == ("daily", "02:00"))
    assert due_segments([static], now, zone) == []
    with room.tx() as tx, pytest.raises(SegmentInvalid, match="HH:MM"):
        change_segment(
            tx, "joined", SegmentChange(refresh=Plan(Refresh.DAILY, "25:00")), scope=room.scope
        )


def test_members_are_those_of_today(room: Room) -> None:
    for name in SETS:
        (segment,) = segments(room, name)
        assert room.people(members_of(segment, scope=room.scope)) == held(name)
