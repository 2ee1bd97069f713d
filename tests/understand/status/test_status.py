"""Statuses against a slow computation in Python, in zones where days are not ours."""

from dataclasses import replace

import pytest

from stayflow.kernel.ids import ProjectId
from stayflow.language.condition import compile_people, describe_condition, parse_condition
from stayflow.language.event import DONE_TO_PEOPLE
from stayflow.language.scope import Scope
from stayflow.understand.status import (
    Status,
    StatusFacet,
    StatusInvalid,
    StatusRules,
    count_statuses,
    read_status_rules,
    save_status_rules,
)
from tests.conftest import Engines
from tests.language.world import NOW, Event, World, generate
from tests.understand.conftest import open_room


def by_hand(world: World, scope: Scope, rules: StatusRules) -> dict[int, Status]:
    zone = scope.zone
    today = scope.now.astimezone(zone).date()
    days: dict[int, set[int]] = {}
    for event in world.events:
        if event.time <= scope.now and event.event not in DONE_TO_PEOPLE:
            ago = (today - event.time.astimezone(zone).date()).days
            days.setdefault(world.survivor(event.person), set()).add(ago)
    found = {}
    for person, ago in days.items():
        now = len([each for each in ago if each < rules.active_days])
        before = len([each for each in ago if rules.active_days <= each < 2 * rules.active_days])
        if max(ago) < rules.active_days:
            found[person] = Status.NEW
        elif now and not before:
            found[person] = Status.RETURNED
        elif now and now <= before * (1 - rules.drop):
            found[person] = Status.AT_RISK
        elif now:
            found[person] = Status.ACTIVE
        else:
            found[person] = Status.SILENT if min(ago) < rules.churn_days else Status.CHURNED
    return found


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "America/Santiago"])
def test_everybody_is_in_the_status_that_their_days_say(engines: Engines, zone: str) -> None:
    project = ProjectId(f"status_{zone.split('/')[1].lower()}")
    engines.warehouse.create_project(project, zone)
    world = generate(7, zone, people=60, events=700, merges=6)
    # Whoever is written to, or found to have churned, did nothing by it.
    said = (Event(person, name, NOW) for person in world.people for name in DONE_TO_PEOPLE[::5])
    world = replace(world, events=(*world.events, *said))
    room = open_room(engines, project, world)
    facet = StatusFacet(engines.relational, project)
    room.scope.facets.register(facet.name, facet)
    for rules in (StatusRules(), StatusRules(7, 30, 0.5), StatusRules(14, 20, 0.1)):
        with room.tx() as tx:
            save_status_rules(tx, rules, by="ann", at=room.scope.now)
            assert read_status_rules(tx) == rules
        wanted = by_hand(world, room.scope, rules)
        sizes = count_statuses(rules, scope=room.scope, warehouse=room.warehouse)
        assert {each.status: each.people for each in sizes} == {
            status: sum(1 for each in wanted.values() if each is status) for status in Status
        }
        asked = parse_condition({"status": {"in": ["at_risk", "silent"]}}, facets=room.scope.facets)
        people = {
            each for each, is_in in wanted.items() if is_in in {Status.AT_RISK, Status.SILENT}
        }
        assert room.people(compile_people(asked, room.scope)) == people
        some = world.canonical()[:9]
        given = compile_people(asked, room.scope.with_people(some))
        assert room.people(given) == people & set(some)
    assert describe_condition(asked, "en") == "is at risk, silent"
    assert describe_condition(asked, "zh") == "状态为有流失风险、沉默"


def test_rules_by_which_nobody_could_be_silent_are_refused() -> None:
    with pytest.raises(StatusInvalid):
        StatusRules(active_days=30, churn_days=30)
    with pytest.raises(StatusInvalid):
        StatusRules(drop=0)
