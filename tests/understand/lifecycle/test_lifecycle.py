from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from stayflow.kernel.errors import StayflowError
from stayflow.kernel.ids import ProjectId
from stayflow.language.condition import compile_people, describe_condition, parse_condition
from stayflow.understand.lifecycle import (
    DefaultThresholds,
    LifecycleModelExists,
    LifecycleModelNotFound,
    LifecycleModelStays,
    ModelInvalid,
    Signs,
    StageMove,
    StagePanel,
    StageSize,
    StagesRecordedLater,
    count_stages,
    create_model,
    default_definition,
    draft_or_newest,
    end_of_day,
    get_model,
    keep_draft,
    list_about,
    list_changes,
    list_moves,
    list_sizes,
    list_stays,
    list_versions,
    marketing_definition,
    parse_model,
    people_in_stages,
    people_who_moved,
    preview_model,
    publish_draft,
    refresh_stages,
    remove_model,
    replay_stages,
    save_model,
)
from stayflow.understand.profile import Reading
from stayflow.understand.usage import InUse, Use
from tests.conftest import Engines
from tests.language.reference import people_who
from tests.language.world import NOW, Event, World, generate
from tests.understand.conftest import Room, bought, local, open_room

STAGES = ("acquisition", "exploration", "growth", "maturity", "churn")


def seen(person: int, month: int, day: int) -> Event:
    return Event(person, "view", local(month, day))


# Now is 15 June: 28 days back begins on 19 May, 56 on 21 April, 180 (in 2025) on 18 December.
EVENTS = (
    seen(1, 6, 1),
    bought(2, 6, 1), bought(2, 6, 2),
    seen(3, 5, 18), seen(3, 6, 1),
    seen(4, 4, 20), bought(4, 5, 1), bought(4, 5, 2), bought(4, 5, 3),
    seen(5, 3, 1), bought(5, 3, 2), bought(5, 3, 3), bought(5, 3, 4),
    Event(6, "view", local(1, 1) - timedelta(days=60)), *(bought(6, 6, n) for n in range(1, 7)),
)  # fmt: skip
PEOPLE = (1, 2, 3, 4, 5, 6, 7)


@pytest.fixture
def room(engines: Engines, project: ProjectId, zone: ZoneInfo) -> Room:
    room = open_room(engines, project, World(zone, PEOPLE, EVENTS))
    with room.tx() as tx:
        save_model(tx, default_definition(), scope=room.scope)
    return room


def test_the_default_model_puts_each_person_in_their_stage(room: Room) -> None:
    with room.tx() as tx:
        refresh_stages(tx, scope=room.scope, warehouse=room.warehouse)
    standing = {
        stage: room.people(people_in_stages("default", [stage], NOW, scope=room.scope))
        for stage in STAGES
    }
    assert standing == {
        "acquisition": {1, 7},
        "exploration": {2, 3},
        "growth": {4},
        "maturity": {6},
        "churn": {5},
    }


def test_the_preview_is_what_a_refresh_records(room: Room) -> None:
    with room.tx() as tx:
        model = get_model(tx)
        refresh_stages(tx, scope=room.scope, warehouse=room.warehouse)
    preview = preview_model(model, scope=room.scope, warehouse=room.warehouse)
    assert [stage.stage for stage in preview.stages] == list(STAGES)
    assert [stage.people for stage in preview.stages] == [2, 2, 1, 1, 1]
    assert [stage.people_now for stage in preview.stages] == [2, 2, 1, 1, 1]
    assert preview.moves == ()
    for stage in preview.stages:
        tree = parse_condition(stage.condition, facets=room.scope.facets)
        by_condition = room.people(compile_people(tree, room.scope))
        by_record = people_in_stages("default", [stage.stage], NOW, scope=room.scope)
        assert by_condition == room.people(by_record)


def test_a_preview_says_who_would_move_and_leads_to_them(room: Room) -> None:
    with room.tx() as tx:
        refresh_stages(tx, scope=room.scope, warehouse=room.warehouse)
    changed = default_definition(thresholds=DefaultThresholds(churn_days=20))
    preview = preview_model(
        parse_model(changed, "default"), scope=room.scope, warehouse=room.warehouse
    )
    (move,) = preview.moves  # person 4 was last seen on 3 May
    assert (move.origin, move.target, move.people, preview.moved) == ("growth", "churn", 1, 1)
    tree = parse_condition(move.condition, facets=room.scope.facets)
    assert room.people(compile_people(tree, room.scope)) == {4}


def test_a_draft_has_no_say_until_it_is_published(room: Room) -> None:
    at, scope = room.scope.now, room.scope
    with room.tx() as tx:
        create_model(tx, "brand", marketing_definition(), title="品牌", by="li", at=at)
        assert [about.model for about in list_about(tx)] == ["brand", "default"]
        assert list_versions(tx, "brand") == []
        with pytest.raises(LifecycleModelExists):
            create_model(tx, "brand", {}, title="", by="li", at=at)
        assert publish_draft(tx, "brand", scope=scope, by="li", note="first").version == 1
        refresh_stages(tx, scope=scope, warehouse=room.warehouse, model="brand")
        keep_draft(tx, "brand", {"stages": []}, by="wu", at=at)
        assert draft_or_newest(tx, "brand") == {"stages": []}
        with pytest.raises(ModelInvalid, match="3 to 12 stages"):
            publish_draft(tx, "brand", scope=scope, by="wu")
        keep_draft(tx, "brand", None, by="wu", at=at)
        with pytest.raises(ModelInvalid, match="no draft"):
            publish_draft(tx, "brand", scope=scope, by="wu")
        (version,) = list_versions(tx, "brand")
        assert (version.changed_by, version.note) == ("li", "first")
        with pytest.raises(InUse, match='campaign "Hello"'):
            uses = [lambda *_: [Use("campaign", "c1", "Hello")]]
            remove_model(tx, "brand", warehouse=room.warehouse, uses=uses)
        with pytest.raises(LifecycleModelStays):
            remove_model(tx, "default", warehouse=room.warehouse)
        remove_model(tx, "brand", warehouse=room.warehouse)
        assert [about.model for about in list_about(tx)] == ["default"]
    sizes = count_stages("brand", NOW, scope=room.scope, warehouse=room.warehouse)
    assert sizes == ()


def test_a_refresh_records_changes_only(room: Room) -> None:
    with room.tx() as tx:
        refresh_stages(tx, scope=room.scope, warehouse=room.warehouse, day=date(2026, 6, 13))
        refresh_stages(tx, scope=room.scope, warehouse=room.warehouse, day=date(2026, 6, 14))
        refresh_stages(tx, scope=room.scope, warehouse=room.warehouse)
        refresh_stages(tx, scope=room.scope, warehouse=room.warehouse)
    # On the 15th 18 May is more than 28 days ago, and 20 April more than 56: persons 3 and 4 move.
    assert room.warehouse.value("SELECT count() FROM stage_changes") == len(PEOPLE) + 2
    assert room.warehouse.value("SELECT count() FROM stage_changes WHERE previous != ''") == 2


def test_moves_between_two_days_and_who_moved(room: Room) -> None:
    start, end = (end_of_day(day, room.scope) for day in (date(2026, 5, 1), date(2026, 6, 14)))
    with room.tx() as tx:
        for day in (date(2026, 5, 1), date(2026, 6, 14)):
            refresh_stages(tx, scope=room.scope, warehouse=room.warehouse, day=day)
    moves = list_moves("default", start, end, scope=room.scope, warehouse=room.warehouse)
    assert set(moves) == {
        StageMove("acquisition", "acquisition", 3),  # 1 and 7 were known and had done nothing yet
        StageMove("acquisition", "exploration", 2),  # 2 and 4 bought again
        StageMove("growth", "churn", 1),
        StageMove("churn", "maturity", 1),
    }
    moved = people_who_moved("default", ("growth", "churn"), start, end, scope=room.scope)
    assert room.people(moved) == {5}


def test_a_person_s_changes_follow_one_another(room: Room) -> None:
    with room.tx() as tx:
        replay_stages(tx, date(2026, 2, 28), scope=room.scope, warehouse=room.warehouse)
        panel = StagePanel().read(Reading(5, room.scope.with_people([5]), tx, room.warehouse))
    changes = list_changes("default", scope=room.scope.with_people([5]), warehouse=room.warehouse)
    assert [(c.previous, c.stage, c.at.astimezone(room.scope.zone).date()) for c in changes] == [
        ("", "acquisition", date(2026, 2, 28)),
        ("acquisition", "exploration", date(2026, 3, 3)),
        ("exploration", "growth", date(2026, 4, 26)),
        ("growth", "churn", date(2026, 5, 3)),
    ]
    assert [entry.stage for entry in panel.history] == [
        "churn",
        "growth",
        "exploration",
        "acquisition",
    ]
    assert panel.history[0].cause.en.startswith(
        "(did any event, and did not do any event in the last 60 days), or (active days of any"
        " event down 30 % or more against their own habit"
    )
    assert {change.occasion for change in changes} == {"replay"}
    assert panel.history[-1].cause.zh == "不满足其他阶段的条件"
    stays = {
        stay.stage: stay
        for stay in list_stays("default", scope=room.scope, warehouse=room.warehouse)
    }
    assert stays["growth"].median_days == pytest.approx(5)  # 7 days of person 5, 3 of person 6
    assert stays["maturity"].people == 0


def test_sizes_over_time_are_the_standing_at_each_day(room: Room) -> None:
    with room.tx() as tx:
        replay_stages(tx, date(2026, 5, 1), scope=room.scope, warehouse=room.warehouse)
    points = list_sizes("default", local(5, 20), NOW, scope=room.scope, warehouse=room.warehouse)
    assert points[0].day == "2026-05-20"
    for point in points:
        at = end_of_day(date.fromisoformat(point.day), room.scope)
        counted = count_stages("default", at, scope=room.scope, warehouse=room.warehouse)
        assert [size for size in point.sizes if size.people] == list(counted)


def test_recording_goes_forward_only(room: Room) -> None:
    with room.tx() as tx:
        refresh_stages(tx, scope=room.scope, warehouse=room.warehouse)
        with pytest.raises(StagesRecordedLater):
            refresh_stages(tx, scope=room.scope, warehouse=room.warehouse, day=date(2026, 6, 1))


def test_the_stage_of_a_condition_is_the_recorded_one(room: Room) -> None:
    with room.tx() as tx:
        refresh_stages(tx, scope=room.scope, warehouse=room.warehouse)
    raw = {
        "all": [
            {"stage": {"in": ["growth", "maturity"]}},
            {"did": {"event": "purchase", "within": {"last": "30d"}}},
        ]
    }
    tree = parse_condition(raw, facets=room.scope.facets)
    assert room.people(compile_people(tree, room.scope)) == {6}
    assert describe_condition(tree, "zh") == "处于成长、成熟阶段，且最近 30 天做过 purchase"
    assert (
        describe_condition(tree, "en")
        == "is in stage growth, maturity, and did purchase in the last 30 days"
    )


def test_merged_persons_are_one_person_with_one_stage(
    engines: Engines, project: ProjectId, zone: ZoneInfo
) -> None:
    room = open_room(
        engines,
        project,
        World(zone, (1, 2), (seen(1, 6, 1), bought(2, 6, 2), bought(1, 6, 3)), merges={2: 1}),
    )
    with room.tx() as tx:
        save_model(tx, default_definition(), scope=room.scope)
        refresh_stages(tx, scope=room.scope, warehouse=room.warehouse)
    assert count_stages("default", NOW, scope=room.scope, warehouse=room.warehouse) == (
        StageSize("exploration", 1),
    )


@pytest.mark.parametrize("seed", [11, 12])
def test_everybody_is_in_exactly_one_stage_the_last_whose_condition_holds(
    engines: Engines, project: ProjectId, seed: int
) -> None:
    world = generate(seed, "Asia/Shanghai", merges=15)
    room = open_room(engines, project, world)
    definition = default_definition()
    with room.tx() as tx:
        save_model(tx, definition, scope=room.scope)
        refresh_stages(tx, scope=room.scope, warehouse=room.warehouse)
    expected = dict.fromkeys(world.canonical(), "acquisition")
    for stage in definition["stages"][1:]:
        expected |= dict.fromkeys(people_who(stage["when"], world), stage["name"])
    for stage in STAGES:
        standing = room.people(people_in_stages("default", [stage], NOW, scope=room.scope))
        assert standing == {person for person, name in expected.items() if name == stage}


def test_a_model_without_a_purchase_event_counts_active_days(room: Room) -> None:
    model = parse_model(default_definition(Signs(purchase=())), "default")
    sizes = {
        size.stage: size.people
        for size in preview_model(model, scope=room.scope, warehouse=room.warehouse).stages
    }
    assert sizes == {"acquisition": 2, "exploration": 2, "growth": 1, "maturity": 1, "churn": 1}


STAGE = {"name": "b", "when": {}}


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({"stages": [{"name": "a"}]}, "stages: a model has 3 to 12 stages, got 1"),
        (
            {"stages": [{"name": "a", "when": {}}, STAGE, STAGE]},
            "stages[0].when: the first stage holds everybody else",
        ),
        (
            {"stages": [{"name": "a"}, {"name": "b"}, STAGE]},
            "stages[1].when: every stage but the first needs a condition",
        ),
        ({"stages": [{"name": "a"}, STAGE, STAGE]}, 'stages[2].name: two stages are called "b"'),
        ({"stages": [{"name": "A"}, STAGE, STAGE]}, "stages[0].name: a name has small letters"),
        (
            {"stages": [{"name": "a", "label": {"zh": "一"}}, STAGE, STAGE]},
            "stages[0].label.en: expected a text",
        ),
    ],
)
def test_a_model_that_cannot_be_is_refused_with_its_place(raw: dict, said: str) -> None:
    with pytest.raises(StayflowError) as refused:
        parse_model(raw, "default")
    assert str(refused.value).startswith(said)


def test_a_condition_of_a_stage_is_checked_when_the_model_is_saved(room: Room) -> None:
    raw = {
        "stages": [
            {"name": "a"},
            {"name": "b", "when": {"did": {"event": "purchas"}}},
            {"name": "c", "when": {}},
        ]
    }
    with room.tx() as tx, pytest.raises(StayflowError) as refused:
        save_model(tx, raw, scope=room.scope)
    assert refused.value.path == "stages[1].when.did.event"
    with room.tx() as tx, pytest.raises(LifecycleModelNotFound, match="did you mean default"):
        refresh_stages(tx, scope=room.scope, warehouse=room.warehouse, model="defaul")
    with room.tx() as tx, pytest.raises(ModelInvalid, match="1 to 800 days"):
        replay_stages(tx, date(2020, 1, 1), scope=room.scope, warehouse=room.warehouse)
