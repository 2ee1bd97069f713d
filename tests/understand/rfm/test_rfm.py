from zoneinfo import ZoneInfo

import pytest

from stayflow.kernel.errors import StayflowError
from stayflow.kernel.ids import ProjectId
from stayflow.language.condition import compile_people, describe_condition, parse_condition
from stayflow.understand.profile import Reading
from stayflow.understand.rfm import (
    RfmClass,
    RfmModelNotFound,
    RfmMove,
    RfmPanel,
    compare_classes,
    count_classes,
    count_scores,
    list_moves,
    parse_rfm,
    people_of_class,
    people_of_scores,
    people_who_moved,
    refresh_rfm,
    save_rfm_model,
)
from stayflow.understand.rfm.model import CLASS_OF
from tests.conftest import Engines
from tests.language.world import World
from tests.understand.conftest import Room, bought, local, open_room

FIXED = {
    "event": "purchase",
    "amount": "revenue",
    "range": {"last": "60d"},
    "thresholds": {"fixed": {"r": 10, "f": 3, "m": 100}},
}

# One person per class; now is 15 June in Shanghai, so that 5 June is ten days ago: just high.
PEOPLE = {
    RfmClass.IMPORTANT_VALUE: [(6, 5, 40), (5, 1, 40), (5, 2, 20)],
    RfmClass.IMPORTANT_KEEP: [(6, 4, 40), (5, 1, 40), (5, 2, 40)],
    RfmClass.IMPORTANT_DEVELOP: [(6, 14, 100)],
    RfmClass.IMPORTANT_RETAIN: [(5, 1, 101)],
    RfmClass.GENERAL_VALUE: [(6, 15, 1), (6, 14, 1), (6, 14, 1)],
    RfmClass.GENERAL_KEEP: [(5, 3, 10), (5, 2, 10), (5, 1, 10), (5, 1, 10)],
    RfmClass.GENERAL_DEVELOP: [(6, 10, 99)],
    RfmClass.GENERAL_RETAIN: [(5, 10, 10), (5, 11, 10)],
}


@pytest.fixture
def room(engines: Engines, project: ProjectId, zone: ZoneInfo) -> Room:
    events = [bought(n, *each) for n, orders in enumerate(PEOPLE.values(), 1) for each in orders]
    events.append(bought(9, 1, 1, 1000))  # out of the window
    return open_room(engines, project, World(zone, tuple(range(1, 11)), tuple(events)))


def test_the_eight_classes_are_those_of_the_table() -> None:
    assert [CLASS_OF[key].value for key in ((True, True, True), (False, True, True), (True, False, True), (False, False, True))] == [
        "important_value", "important_keep", "important_develop", "important_retain",
    ]  # fmt: skip
    assert [CLASS_OF[key].value for key in ((True, True, False), (False, True, False), (True, False, False), (False, False, False))] == [
        "general_value", "general_keep", "general_develop", "general_retain",
    ]  # fmt: skip
    assert RfmClass.IMPORTANT_RETAIN.describe("zh") == "重要挽留"


def test_fixed_cuts_put_each_person_in_their_class(room: Room) -> None:
    result = count_classes(parse_rfm(FIXED), scope=room.scope, warehouse=room.warehouse)
    assert [(each.rfm_class, each.people) for each in result.classes] == [
        (each, 1) for each in RfmClass
    ]
    assert [each.amount for each in result.classes] == [100, 120, 100, 101, 3, 40, 99, 20]
    assert (result.cuts.recency_days, result.cuts.frequency, result.cuts.monetary) == (10, 3, 100)
    for number, rfm_class in enumerate(RfmClass, 1):
        assert room.people(people_of_class(parse_rfm(FIXED), rfm_class, scope=room.scope)) == {
            number
        }


@pytest.mark.parametrize(
    ("thresholds", "cuts"),
    [
        # days since: 10 11 1 45 0 43 5 35; purchases: 3 3 1 1 3 4 1 2; amounts: 100 120 100 101 3 40 99 20
        ("mean", (150 / 8, 18 / 8, 583 / 8)),
        ("median", (10.5, 2.5, 99.5)),
        ({"quantile": 0.75}, (4.0, 3.0, 100.25)),
        ({"r": 7, "f": "median", "m": {"fixed": 50}}, (7, 2.5, 50)),
    ],
)
def test_cuts_by_mean_median_and_quantile(room: Room, thresholds: object, cuts: tuple) -> None:
    found = count_classes(
        parse_rfm(FIXED | {"thresholds": thresholds}), scope=room.scope, warehouse=room.warehouse
    ).cuts
    assert (found.recency_days, found.frequency, found.monetary) == pytest.approx(cuts)


def test_orders_of_several_lines_are_counted_once(room: Room) -> None:
    raw = FIXED | {
        "frequency": {"distinct": "amount"},
        "thresholds": {"fixed": {"r": 10, "f": 2, "m": 0}},
    }
    people = room.people(
        people_of_class(parse_rfm(raw), RfmClass.IMPORTANT_VALUE, scope=room.scope)
    )
    assert people == {1}  # amounts 40, 40, 20; person 5 has only 1, 1, 1


def test_nobody_bought(room: Room) -> None:
    result = count_classes(
        parse_rfm(FIXED | {"event": "refund"}), scope=room.scope, warehouse=room.warehouse
    )
    assert result.cuts is None
    assert {each.people for each in result.classes} == {0}


def test_a_run_is_recorded_and_can_be_asked_for(room: Room) -> None:
    with room.tx() as tx:
        save_rfm_model(tx, FIXED, at=room.scope.now)
        refresh_rfm(tx, scope=room.scope, warehouse=room.warehouse)
        panel = RfmPanel().read(Reading(2, room.scope.with_people([2]), tx, room.warehouse))
        nobody = RfmPanel().read(Reading(10, room.scope.with_people([10]), tx, room.warehouse))
    assert (panel.rfm_class, panel.recency_days, panel.frequency, panel.monetary) == (
        RfmClass.IMPORTANT_KEEP,
        11,
        3,
        120,
    )
    assert nobody is None
    tree = parse_condition(
        {"rfm": {"in": ["important_value", "general_keep"]}}, facets=room.scope.facets
    )
    assert room.people(compile_people(tree, room.scope)) == {1, 6}
    assert room.people(compile_people(tree, room.scope.with_people([6, 7]))) == {6}
    assert describe_condition(tree, "zh") == "RFM 类别是一般保持、重要价值"


def test_a_later_run_forgets_who_fell_out_of_the_window_and_shows_who_moved(room: Room) -> None:
    later = room.later(days=11)
    with room.tx() as tx:
        save_rfm_model(tx, FIXED, at=room.scope.now)
        refresh_rfm(tx, scope=room.scope, warehouse=room.warehouse)
        refresh_rfm(tx, scope=room.later(days=50).scope, warehouse=room.warehouse)
    # On 4 August the window begins on 6 June: only those of 10, 14 and 15 June are left, all long ago.
    tree = parse_condition(
        {"rfm": {"in": [each.value for each in RfmClass]}}, facets=room.scope.facets
    )
    assert room.people(compile_people(tree, later.scope)) == {3, 5, 7}
    moves = list_moves(
        "default",
        room.scope.now,
        room.later(days=50).scope.now,
        scope=room.scope,
        warehouse=room.warehouse,
    )
    assert RfmMove(RfmClass.IMPORTANT_DEVELOP, RfmClass.IMPORTANT_RETAIN, 1) in moves
    assert RfmMove(RfmClass.IMPORTANT_VALUE, None, 1) in moves
    assert sum(move.people for move in moves) == 8


def test_running_twice_records_no_change_twice(room: Room) -> None:
    with room.tx() as tx:
        save_rfm_model(tx, FIXED, at=room.scope.now)
        refresh_rfm(tx, scope=room.scope, warehouse=room.warehouse)
        refresh_rfm(tx, scope=room.later(minutes=1).scope, warehouse=room.warehouse)
    assert room.warehouse.value("SELECT count() FROM rfm_changes") == 8


def test_a_merged_person_is_classified_by_all_purchases(
    engines: Engines, project: ProjectId, zone: ZoneInfo
) -> None:
    events = (bought(1, 6, 14, 60), bought(2, 5, 1, 30), bought(2, 5, 2, 30))
    room = open_room(engines, project, World(zone, (1, 2), events, merges={2: 1}))
    assert room.people(
        people_of_class(parse_rfm(FIXED), RfmClass.IMPORTANT_VALUE, scope=room.scope)
    ) == {1}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"thresholds": "average"}, "thresholds: expected one of mean, median"),
        (
            {"thresholds": {"quantile": 2}},
            "thresholds.quantile: expected a number between 0 and 1, got 2",
        ),
        (
            {"thresholds": {"fixed": {"r": 1, "f": 1}}},
            "thresholds.fixed.m: expected a number, got nothing",
        ),
        ({"thresholds": {"r": "x"}}, "thresholds.r: expected one of mean, median"),
        ({"thresholds": {"levels": 1}}, "thresholds.levels: expected a whole number from 2 to 10"),
        ({"thresholds": {"levels": 5, "high": 6}}, "thresholds.high: expected a whole number"),
        ({"frequency": "people"}, "frequency: expected count, or distinct"),
        ({"amount": 3}, "amount: expected a text, got 3"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(change: dict, said: str) -> None:
    with pytest.raises(StayflowError) as refused:
        parse_rfm(FIXED | change)
    assert str(refused.value).startswith(said)


def test_an_unknown_class_or_model_is_named_with_its_place(room: Room) -> None:
    with room.tx() as tx:
        save_rfm_model(tx, FIXED, at=local(6, 1))
    with pytest.raises(StayflowError) as refused:
        parse_condition({"rfm": {"in": ["important_valu"]}}, facets=room.scope.facets)
    assert str(refused.value).startswith("rfm.in[0]: expected one of")
    with pytest.raises(RfmModelNotFound, match="did you mean default"):
        parse_condition(
            {"rfm": {"in": ["important_value"], "model": "defalt"}}, facets=room.scope.facets
        )


def test_five_levels_score_buyers_by_equal_parts(room: Room) -> None:
    definition = parse_rfm(FIXED | {"thresholds": {"levels": 5, "high": 4}})
    found = count_classes(definition, scope=room.scope, warehouse=room.warehouse)
    # days since, best first: 0 1 5 10 11 35 43 45; the cut of 4 and 5 is the 40 % that are nearest.
    assert found.cuts.recency_days == pytest.approx(5 + 0.8 * 5)
    cells = count_scores(definition, scope=room.scope, warehouse=room.warehouse)
    assert sum(cell.people for cell in cells) == 8
    assert {cell.recency_score for cell in cells} == {1, 2, 3, 4, 5}
    high = sum(
        cell.people for cell in cells if cell.recency_score >= 4 and cell.frequency_score >= 4
    )
    by_class = {each.rfm_class: each.people for each in found.classes}
    assert high == by_class[RfmClass.IMPORTANT_VALUE] + by_class[RfmClass.GENERAL_VALUE]
    assert count_scores(parse_rfm(FIXED), scope=room.scope, warehouse=room.warehouse) == ()
    assert people_of_scores(parse_rfm(FIXED), 1, 1, scope=room.scope) is None
    for cell in cells:
        who = people_of_scores(
            definition, cell.recency_score, cell.frequency_score, scope=room.scope
        )
        assert who is not None
        assert len(room.people(who)) == cell.people


def test_moves_between_two_days_are_computed_from_events(room: Room) -> None:
    before = local(5, 31)
    definition = parse_rfm(FIXED)
    moves = compare_classes(definition, before, scope=room.scope, warehouse=room.warehouse)
    # Person 1 bought twice until May, 60 in all; on 5 June for the third time: 100 in all.
    move = RfmMove(RfmClass.GENERAL_RETAIN, RfmClass.IMPORTANT_VALUE, 1)
    assert move in moves
    assert RfmMove(None, RfmClass.IMPORTANT_DEVELOP, 1) in moves
    moved = people_who_moved(definition, (move.origin, move.target), before, scope=room.scope)
    assert room.people(moved) == {1}
    assert sum(each.people for each in moves if each.target) == 8
