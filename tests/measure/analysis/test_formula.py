"""The kind `formula`: saved metrics combined, beside the same numbers counted by hand."""

from dataclasses import replace
from datetime import timedelta

import pytest

from stayflow.kernel.errors import InvalidInput
from stayflow.measure.analysis import answer_query, describe_query, who_people
from tests.measure.world import Happened

SAVED = {
    "买家": {"metric": {"event": "buy", "aggregate": "people"}},
    "orders": {"metric": {"event": "buy"}},
    "spent": {"metric": {"event": "buy", "aggregate": {"sum": "amount"}}},
    "viewers": {"metric": {"event": "view", "aggregate": "people"}},
    "rate": {"formula": "买家 / viewers"},
    "books": {
        "metric": {"event": "buy"},
        "filter": {"property": "category", "op": "eq", "value": "book"},
        "people": {"did": {"event": "view"}},
    },
    "loop": {"formula": "orders / pool"},
    "pool": {"formula": "loop"},
}


@pytest.fixture
def ask(shanghai):
    now, day = shanghai.now, timedelta(days=1)
    shanghai.fill(
        [
            Happened("view", 1, now - day),
            Happened("view", 2, now - day),
            Happened("buy", 1, now - day, {"category": "book", "amount": 8}),
            Happened("buy", 1, now, {"category": "food"}),
            Happened("buy", 3, now, {"category": "book"}),
            Happened("view", 4, now - 2 * day),
            Happened("view", 9, now - 3 * day),
            Happened("buy", 9, now - 3 * day, {"category": "book"}),
        ],
        merges={9: 1},
    )
    scope = replace(shanghai.scope, metrics=lambda: SAVED)

    def asked(*formulas, **more):
        query = {"kind": "formula", "range": {"last": "2d"}, "formulas": list(formulas), **more}
        return answer_query(query, scope=scope, warehouse=shanghai.warehouse)

    def values(*formulas, **more):
        return asked(*formulas, **more).result.series

    values.asked, values.scope = asked, scope
    return values


def test_a_ratio_per_day_and_over_the_whole_range(ask):
    (daily,) = ask("orders / viewers", per="day")
    assert [point.value for point in daily.points] == [
        1 / 2,
        None,
    ]  # nobody viewed today: missing, not 0
    assert [point.is_incomplete for point in daily.points] == [False, True]
    (whole,) = ask("orders / viewers", per="none")
    assert [point.value for point in whole.points] == [3 / 2]


def test_metrics_of_the_same_events_are_read_once(ask):
    both = ask.asked("spent / orders", per="none")
    assert both.result.series[0].points[0].value == 8 / 3
    assert both.rows_read == ask.asked("orders", per="none").rows_read > 0
    other = ask.asked("spent / books", per="none")
    assert other.result.series[0].points[0].value == 8
    assert other.rows_read > both.rows_read


def test_a_metric_may_be_a_formula_and_formulas_nest(ask):
    rate, twice = ask("rate", {"formula": "2 * rate - orders", "name": "odd"}, per="none")
    assert (rate.points[0].value, twice.points[0].value) == (2 / 2, 2 * 1 - 3)
    assert (twice.metric, twice.index) == ("odd", 1)


def test_what_a_metric_says_of_events_and_people_holds(ask):
    assert ask("books", per="none")[0].points[0].value == 1  # of 3, who never viewed, nothing
    only = {"attribute": {"name": "city", "op": "eq", "value": "x"}}
    assert ask("books", per="none", people=only)[0].points[0].value == 0
    food = {"property": "category", "op": "eq", "value": "food"}
    assert ask("orders", per="none", filter=food)[0].points[0].value == 1


def test_the_range_before_stands_beside(ask):
    (rate,) = ask("orders / viewers", per="none", compare="previous")
    assert rate.previous[0].value == 1 / 2  # persons 9 and 1 are one; 4 viewed as well


@pytest.mark.parametrize(
    ("formula", "word"),
    [("order", "did you mean orders"), ("loop", "computed of itself"), ("1 + 1", "at least one")],
)
def test_what_cannot_be_computed_says_why(ask, formula, word):
    with pytest.raises(InvalidInput, match=word) as caught:
        ask(formula)
    assert caught.value.path == "formulas[0]"


def test_the_people_behind_a_metric_of_a_formula(ask, shanghai):
    query = {"kind": "formula", "range": {"last": "2d"}, "formulas": ["rate"]}
    for name, people in (("买家", {1, 3}), ("viewers", {1, 2})):
        statement = who_people(
            {**query, "who": {"metric": name}}, scope=ask.scope, warehouse=shanghai.warehouse
        )
        rows = shanghai.warehouse.query(statement.sql, statement.parameters).rows
        assert {person for (person,) in rows} == people
    with pytest.raises(InvalidInput) as caught:
        who_people(
            {**query, "who": {"metric": "orders"}}, scope=ask.scope, warehouse=shanghai.warehouse
        )
    assert caught.value.path == "who.metric"
    assert "rate" in describe_query(query, "en", scope=ask.scope)
