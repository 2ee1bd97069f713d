"""The lifecycle of a synthetic shop shows the stories that its makers planted (see the README of the data)."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from stayflow.language.condition import compile_people, parse_condition
from stayflow.understand.lifecycle import (
    count_stages,
    end_of_day,
    find_signs,
    list_moves,
    marketing_definition,
    replay_stages,
    save_model,
)

pytestmark = pytest.mark.shared

END = datetime(2024, 6, 30, 22, tzinfo=UTC)


@pytest.fixture(scope="module")
def scope(shop):
    with shop.engines.relational.project(shop.project) as tx:
        scope = replace(shop.scope, now=END)
        signs = find_signs(scope.catalogue.event_names())
        assert signs.purchase == ("purchase",)
        save_model(tx, marketing_definition(signs), scope=scope)
        replay_stages(tx, date(2024, 1, 10), scope=scope, warehouse=shop.warehouse)
    return scope


def test_the_flow_shows_the_planted_stories(scope, shop):
    warehouse = shop.warehouse
    order = ["", "loss", "awareness", "interest", "purchase", "loyalty"]

    def a_day(stages, first, last):
        """People a day who came up into one of the stages, from the end of one day to that of another."""
        days = date(2024, *first), date(2024, *last)
        moves = list_moves(
            "default", *(end_of_day(day, scope) for day in days), scope=scope, warehouse=warehouse
        )
        rising = [
            move.people
            for move in moves
            if move.target in stages and order.index(move.origin) < order.index(move.target)
        ]
        return sum(rising) / (days[1] - days[0]).days

    # 1. A viral article, 29 February to 3 March: more who only look, fewer who come to buy.
    come, buy = {"awareness"}, {"purchase", "loyalty"}
    assert a_day(come, (2, 28), (3, 4)) > a_day(come, (2, 15), (2, 28))
    assert a_day(buy, (2, 28), (3, 4)) < 0.75 * a_day(buy, (2, 15), (2, 28))
    assert a_day(buy, (2, 28), (3, 4)) < 0.75 * a_day(buy, (3, 4), (3, 18))
    # 3. The payment incident, 19 May to 7 June: the way to a purchase is half as wide, then it is made up for.
    assert a_day(buy, (5, 18), (6, 7)) < 0.6 * a_day(buy, (5, 1), (5, 18))
    assert a_day(buy, (6, 7), (6, 30)) > 2.5 * a_day(buy, (5, 18), (6, 7))


def test_the_january_cohort_buys_where_that_of_april_explores(scope, shop):
    def share(cohort, stages):
        raw = {"attribute": {"name": "cohort", "op": "eq", "value": cohort}}
        people = compile_people(parse_condition(raw), scope)
        within = scope.with_people(
            [person for (person,) in shop.warehouse.query(people.sql, people.parameters).rows]
        )
        sizes = count_stages("default", END, scope=within, warehouse=shop.warehouse)
        found = {each.stage: each.people for each in sizes}
        return sum(found.get(stage, 0) for stage in stages) / sum(found.values())

    bought = ("purchase", "loyalty")
    assert share("2024-01", bought) > share("2024-04", bought) + 0.1
    exploring = ("awareness", "interest")
    assert share("2024-01", exploring) < share("2024-04", exploring)


def test_everybody_stands_in_one_stage_on_each_day(scope, shop):
    for day in (date(2024, 3, 1), date(2024, 6, 1)):
        sizes = count_stages(
            "default", end_of_day(day, scope), scope=scope, warehouse=shop.warehouse
        )
        known = shop.warehouse.value(
            "SELECT uniqExact(person_id) FROM people WHERE toDate(first_seen_at, 'UTC') <= {day:Date}",
            {"day": day},
        )
        assert sum(each.people for each in sizes) == known
