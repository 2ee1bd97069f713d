"""The lifecycle of a synthetic shop shows the stories that its makers planted (see the README of the data)."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

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
MANUAL = Path(__file__).parents[2] / "docs" / "understand"
ORDER = ["", "loss", "awareness", "interest", "purchase", "loyalty"]


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

    def a_day(stages, first, last):
        """People a day who came up into one of the stages, from the end of one day to that of another."""
        days = date(2024, *first), date(2024, *last)
        moves = list_moves(
            "default", *(end_of_day(day, scope) for day in days), scope=scope, warehouse=warehouse
        )
        rising = [
            move.people
            for move in moves
            if move.target in stages and ORDER.index(move.origin) < ORDER.index(move.target)
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


def cohort_sizes(scope, shop, cohort):
    """People of a cohort by stage, when the data ends."""
    raw = {"attribute": {"name": "cohort", "op": "eq", "value": cohort}}
    people = compile_people(parse_condition(raw), scope)
    within = scope.with_people(
        [person for (person,) in shop.warehouse.query(people.sql, people.parameters).rows]
    )
    sizes = count_stages("default", END, scope=within, warehouse=shop.warehouse)
    return {each.stage: each.people for each in sizes}


def test_the_january_cohort_buys_where_that_of_april_explores(scope, shop):
    def share(cohort, stages):
        found = cohort_sizes(scope, shop, cohort)
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


def risen(scope, warehouse, first, last, *stages):
    """How many came up into one of the stages from before the first day to the end of the last."""
    days = first - timedelta(days=1), last
    moves = list_moves(
        "default", *(end_of_day(day, scope) for day in days), scope=scope, warehouse=warehouse
    )
    return sum(
        move.people
        for move in moves
        if move.target in stages and ORDER.index(move.origin) < ORDER.index(move.target)
    )


@pytest.mark.parametrize("page", ["lifecycle-stories.md", "lifecycle-stories.zh-CN.md"])
def test_the_tables_of_the_manual_are_what_the_flow_says(scope, shop, page):
    text = (MANUAL / page).read_text()
    rows = re.findall(r"\| ([\d-]{10}) … ([\d-]{10}) \| (\d+) \| (\d+) \| ([\d.]+) \|", text)
    assert len(rows) == 6
    for *days, come, bought, a_day in rows:
        first, last = (date.fromisoformat(each) for each in days)
        assert risen(scope, shop.warehouse, first, last, "awareness") == int(come)
        up = risen(scope, shop.warehouse, first, last, "purchase", "loyalty")
        assert (up, f"{up / ((last - first).days + 1):.1f}") == (int(bought), a_day)
    cohorts = re.findall(r"\| (2024-\d\d) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|", text)
    assert len(cohorts) == 2
    for cohort, *people in cohorts:
        sizes = cohort_sizes(scope, shop, cohort)
        stages = ("awareness", "interest", "purchase", "loyalty", "loss")
        assert [sizes.get(stage, 0) for stage in stages] == [int(each) for each in people]
