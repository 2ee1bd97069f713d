from zoneinfo import ZoneInfo

import pytest

from stayflow.kernel.errors import StayflowError
from stayflow.kernel.ids import ProjectId
from stayflow.language.condition import (
    compile_people,
    compile_reading,
    describe_condition,
    parse_condition,
)
from stayflow.understand.segment import (
    SegmentChange,
    SegmentInUse,
    SegmentInvalid,
    SegmentNameTaken,
    SegmentNotFound,
    change_segment,
    create_fixed_segment,
    create_segment,
    estimate_people,
    fill_segment,
    get_segment,
    list_segments,
    list_versions,
    members_of,
    refresh_segment,
    remove_segment,
    segment_people,
)
from stayflow.understand.usage import Use
from tests.conftest import Engines
from tests.language.world import World
from tests.understand.conftest import Room, bought, open_room

BUYERS = {"did": {"event": "purchase"}}
OFTEN = {"did": {"event": "purchase", "count": 2}}


@pytest.fixture
def room(engines: Engines, project: ProjectId, zone: ZoneInfo) -> Room:
    events = (bought(1, 6, 1), bought(2, 6, 2), bought(2, 6, 3), bought(5, 6, 4))
    return open_room(engines, project, World(zone, (1, 2, 3, 4, 5), events, merges={5: 3}))


def create(room: Room, name: str, condition: object) -> str:
    with room.tx() as tx:
        return create_segment(tx, name, condition, scope=room.scope, by="ann").segment_id


def members(room: Room, name: str) -> tuple[int, ...]:
    with room.tx() as tx:
        found = get_segment(tx, name)
    return tuple(sorted(room.people(members_of(found, scope=room.scope))))


def test_a_refresh_counts_who_is_in_who_entered_and_who_left(room: Room) -> None:
    create(room, "buyers", BUYERS)
    with room.tx() as tx:
        first = refresh_segment(tx, "buyers", scope=room.scope, warehouse=room.warehouse)
        change_segment(tx, "buyers", SegmentChange(condition={"not": BUYERS}), scope=room.scope)
        second = refresh_segment(
            tx, "buyers", scope=room.later(days=1).scope, warehouse=room.warehouse
        )
        history = list_versions(tx, get_segment(tx, "buyers").segment_id)
    assert (first.version, first.people_count, first.entered_count, first.left_count) == (
        1,
        3,
        3,
        0,
    )
    assert (second.version, second.people_count, second.entered_count, second.left_count) == (
        2,
        1,
        1,
        3,
    )
    assert history == [first, second]
    assert members(room, "buyers") == (4,)


def test_the_estimate_is_what_a_refresh_finds(room: Room) -> None:
    create(room, "buyers", BUYERS)
    with room.tx() as tx:
        refreshed = refresh_segment(tx, "buyers", scope=room.scope, warehouse=room.warehouse)
    estimate = estimate_people(parse_condition(BUYERS), scope=room.scope, warehouse=room.warehouse)
    assert (estimate.count, estimate.total) == (refreshed.people_count, 4)


def test_who_reads_much_is_told_from_a_sample_and_who_reads_little_is_counted(room: Room) -> None:
    steps = {"sequence": {"steps": [{"event": "purchase"}, {"event": "purchase"}]}}
    lacking = {"not": {"did": {"event": "purchase", "within": {"last": "30d"}}}}
    for condition in (steps, lacking, {"any": [steps, lacking]}):
        tree = parse_condition(condition)
        reading = compile_reading(tree, room.scope)
        assert reading.sets == (0 if condition is steps else 1)
        assert (reading.events is None) == (condition is lacking)
        told = [
            estimate_people(tree, scope=room.scope, warehouse=room.warehouse, sampled_from=least)
            for least in (1, 1_000)
        ]
        everybody = len(room.people(compile_people(tree, room.scope)))
        assert (told[1].count, told[1].error) == (everybody, 0)
        assert told[0].count == 0 < everybody  # none of four people lies in a block of the sample


def test_a_segment_in_a_condition_is_its_condition_and_not_its_last_refresh(room: Room) -> None:
    create(room, "often", BUYERS)
    with room.tx() as tx:
        refresh_segment(tx, "often", scope=room.scope, warehouse=room.warehouse)
        change_segment(tx, "often", SegmentChange(condition=OFTEN), scope=room.scope)
    tree = parse_condition({"not": {"segment": {"name": "often"}}}, facets=room.scope.facets)
    assert room.people(compile_people(tree, room.scope)) == {1, 3, 4}
    assert describe_condition(tree, "en") == "not (is in segment “often”)"
    assert describe_condition(tree, "zh") == "非（在分群“often”中）"


def test_a_segment_compiles_into_one_pass_with_the_rest(room: Room) -> None:
    create(room, "buyers", BUYERS)
    raw = {"all": [{"segment": {"name": "buyers"}}, OFTEN]}
    statement = compile_people(parse_condition(raw, facets=room.scope.facets), room.scope)
    assert statement.sql.count("FROM events") == 1
    assert room.people(statement) == {2}


def test_a_fixed_list_keeps_its_people_and_follows_merges(room: Room) -> None:
    with room.tx() as tx:
        made = create_fixed_segment(tx, "invited", at=room.scope.now, by="ann")
        version = fill_segment(
            tx, "invited", [1, 4, 5, 1], scope=room.scope, warehouse=room.warehouse
        )
    assert (made.is_static, version.people_count) == (True, 3)
    with room.tx() as tx:
        assert room.people(segment_people(tx, "invited", scope=room.scope)) == {1, 3, 4}
    tree = parse_condition(
        {"all": [BUYERS, {"segment": {"name": "invited"}}]}, facets=room.scope.facets
    )
    assert room.people(compile_people(tree, room.scope)) == {1, 3}


def test_a_fixed_list_can_be_filled_from_a_statement(room: Room) -> None:
    with room.tx() as tx:
        create_fixed_segment(tx, "seen", at=room.scope.now, by="ann")
        people = compile_people(parse_condition(OFTEN), room.scope)
        fill_segment(tx, "seen", people, scope=room.scope, warehouse=room.warehouse)
    assert members(room, "seen") == (2,)


def test_an_empty_segment_has_a_version_too(room: Room) -> None:
    create(room, "none", {"did": {"event": "refund"}})
    with room.tx() as tx:
        assert (
            refresh_segment(tx, "none", scope=room.scope, warehouse=room.warehouse).people_count
            == 0
        )
    assert members(room, "none") == ()


def test_a_segment_others_are_built_on_is_neither_removed_nor_renamed(room: Room) -> None:
    create(room, "base", BUYERS)
    create(room, "top", {"any": [{"not": {"segment": {"name": "base"}}}, OFTEN]})
    with room.tx() as tx:
        with pytest.raises(SegmentInUse, match='"base" is used by segment "top"'):
            remove_segment(tx, "base")
        with pytest.raises(SegmentInUse, match='"base" is named by top'):
            change_segment(tx, "base", SegmentChange(name="ground"), scope=room.scope)
        with pytest.raises(SegmentInUse, match='campaign "spring"'):
            remove_segment(tx, "top", uses=[lambda _tx, _thing: [Use("campaign", "c", "spring")]])
        remove_segment(tx, "top")
        remove_segment(tx, "base")
        assert list_segments(tx) == []


def test_a_segment_cannot_be_built_on_itself(room: Room) -> None:
    create(room, "a", BUYERS)
    create(room, "b", {"segment": {"name": "a"}})
    with room.tx() as tx, pytest.raises(SegmentInvalid, match='leads back to "a"') as refused:
        change_segment(
            tx, "a", SegmentChange(condition={"not": {"segment": {"name": "b"}}}), scope=room.scope
        )
    assert refused.value.path == "condition"


def test_what_cannot_be_is_refused_with_its_place(room: Room) -> None:
    create(room, "buyers", BUYERS)
    with room.tx() as tx:
        with pytest.raises(SegmentNameTaken):
            create_segment(tx, " buyers ", BUYERS, scope=room.scope, by="ann")
        with pytest.raises(SegmentInvalid, match="1 to 200"):
            create_segment(tx, " ", BUYERS, scope=room.scope, by="ann")
        with pytest.raises(SegmentNotFound, match="did you mean buyers"):
            get_segment(tx, "buyrs")
        with pytest.raises(SegmentInvalid, match="come from the condition"):
            fill_segment(tx, "buyers", [1], scope=room.scope, warehouse=room.warehouse)
        with pytest.raises(StayflowError) as refused:
            create_segment(
                tx, "x", {"all": [{"did": {"event": "purchas"}}]}, scope=room.scope, by="ann"
            )
    assert refused.value.path == "condition.all[0].did.event"
    with pytest.raises(SegmentNotFound) as missing:
        parse_condition({"segment": {"name": "buyrs"}}, "people", facets=room.scope.facets)
    assert missing.value.path == "people.segment.name"


def test_segments_of_another_project_do_not_exist(room: Room, engines: Engines) -> None:
    create(room, "buyers", BUYERS)
    with engines.relational.project(ProjectId("another")) as tx:
        assert list_segments(tx) == []
