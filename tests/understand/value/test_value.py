"""Value by hand: the curve, Gini, tiers and their moves, and what it cost to win people."""

from datetime import date
from decimal import Decimal
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from stayflow.kernel.ids import ProjectId
from stayflow.language.condition import compile_people, describe_condition, parse_condition
from stayflow.understand.value import (
    AcquisitionCost,
    Tier,
    ValueFacet,
    ValueInvalid,
    ValueRules,
    list_costs,
    list_moves,
    moved_people,
    parse_value,
    read_returns,
    read_value,
    refresh_value,
    save_costs,
    save_value_rules,
    source_people,
    top_people,
)
from tests.conftest import Engines
from tests.language.world import World
from tests.understand.conftest import Room, bought, open_room

AMOUNTS = {1: 100, 2: 50, 3: 20, 4: 20, 5: 10}
PEOPLE = (*AMOUNTS, 6, 7)


@pytest.fixture(scope="module")
def room(engines: Engines) -> Room:
    project = ProjectId("value_room")
    engines.warehouse.create_project(project, "Asia/Shanghai")
    events = (
        bought(1, 4, 1, 60), bought(7, 6, 1, 40), bought(2, 6, 2, 50), bought(3, 6, 3, 20),
        bought(4, 6, 4, 20), bought(5, 6, 5, 10), bought(6, 6, 6, 0),
    )  # fmt: skip
    world = World(ZoneInfo("Asia/Shanghai"), PEOPLE, events, merges={7: 1})
    room = open_room(engines, project, world)
    room.scope.facets.register("value", ValueFacet())
    return room


def test_the_curve_and_gini_are_those_of_the_amounts(room: Room) -> None:
    answer = read_value(ValueRules(), scope=room.scope, warehouse=room.warehouse)
    assert (answer.people, answer.amount) == (5, 200)
    assert [(each.share, each.amount_share, each.people) for each in answer.curve] == [
        (0.2, 0.5, 1), (0.4, 0.75, 2), (0.6, 0.85, 3), (0.8, 0.95, 4), (1.0, 1.0, 5),
    ]  # fmt: skip
    x = sorted(AMOUNTS.values())
    mean_difference = sum(abs(a - b) for a in x for b in x) / (2 * len(x) * sum(x))
    assert answer.gini == pytest.approx(mean_difference)
    assert all(a.amount_share <= b.amount_share for a, b in pairwise(answer.curve))
    assert room.people(top_people(ValueRules(), 2, scope=room.scope)) == {1, 2}


def test_tiers_are_cut_by_share_or_by_amount(room: Room) -> None:
    def tiers(rules: ValueRules) -> list[tuple[int, float]]:
        answer = read_value(rules, scope=room.scope, warehouse=room.warehouse)
        return [(each.people, each.amount) for each in answer.tiers]

    assert tiers(ValueRules()) == [(1, 100), (2, 70), (2, 30)]  # ceil of 20 % and of 50 % of 5
    assert tiers(ValueRules(by="amount", high=50, middle=20)) == [(2, 150), (2, 40), (1, 10)]
    assert tiers(ValueRules(last_days=30)) == [(1, 50), (2, 60), (2, 30)], "40 of 1 are in June"
    assert tiers(ValueRules(event="refund")) == [(0, 0), (0, 0), (0, 0)]
    with pytest.raises(ValueInvalid):
        parse_value({"high": 0.6, "middle": 0.5})
    with pytest.raises(ValueInvalid):
        parse_value({"by": "amount", "high": 1, "middle": 5})


def test_moves_between_runs_are_recorded_once(room: Room) -> None:
    with room.tx() as tx:
        refresh_value(tx, scope=room.scope, warehouse=room.warehouse)
        later = room.later(hours=1).scope
        refresh_value(tx, scope=later, warehouse=room.warehouse)
        rows = room.warehouse.value("SELECT count() FROM value_changes")
        assert rows == 5, "a run that changes nothing writes nothing"
        rules = ValueRules(by="amount", high=60, middle=15)
        save_value_rules(tx, rules, by="ann", at=later.now)
        last = room.later(hours=2).scope
        refresh_value(tx, scope=last, warehouse=room.warehouse)
    moves = list_moves(later.now, last.now, scope=room.scope, warehouse=room.warehouse)
    assert {(each.before, each.after): each.people for each in moves} == {
        ("high", "high"): 1,
        ("middle", "middle"): 2,
        ("low", "middle"): 1,
        ("low", "low"): 1,
    }
    moved = moved_people(later.now, last.now, "low", "middle", scope=room.scope)
    assert room.people(moved) == {4}
    tree = parse_condition({"value": {"in": ["high", "low"]}}, facets=room.scope.facets)
    assert room.people(compile_people(tree, room.scope)) == {1, 5}
    assert room.people(compile_people(tree, room.scope.with_people([5, 2]))) == {5}
    assert describe_condition(tree, "en") == "value tier is high value, low value"
    assert Tier.HIGH.describe("zh") == "高价值"


def test_what_a_source_cost_is_held_against_what_its_people_bring(room: Room) -> None:
    """No event of this world names a source: everybody was won by ''."""
    costs = [
        AcquisitionCost("nowhere", date(2026, 6, 9), Decimal(10)),
        AcquisitionCost("nowhere", date(2026, 6, 1), Decimal(12)),
    ]
    with room.tx() as tx:
        save_costs(tx, costs, by="ann", at=room.scope.now)
        saved = list_costs(tx)
        assert [(each.month, each.spend) for each in saved] == [(date(2026, 6, 1), Decimal(12))]
        with pytest.raises(ValueInvalid):
            save_costs(
                tx, [AcquisitionCost(" ", date(2026, 6, 1), Decimal(1))], by="a", at=room.scope.now
            )
    plain = ValueRules()
    (none,) = read_returns(saved, plain, scope=room.scope, warehouse=room.warehouse)
    assert (none.people, none.cac, none.ratio, none.payback_months) == (0, None, None, None)
    april = AcquisitionCost("", date(2026, 4, 1), Decimal(80))
    june = AcquisitionCost("", date(2026, 6, 1), Decimal(200))
    (won,) = read_returns([april], plain, scope=room.scope, warehouse=room.warehouse)
    # person 1 alone came in April: 60 at once, 100 two calendar months later
    assert (won.people, won.cac, won.ltv, won.ratio, won.payback_months) == (1, 80, 100, 1.25, 2)
    (dear,) = read_returns([june], plain, scope=room.scope, warehouse=room.warehouse)
    assert (dear.people, dear.cac, dear.ltv, dear.payback_months) == (5, 40, 20, None)
    assert room.people(source_people([june], "", scope=room.scope)) == {2, 3, 4, 5, 6}
