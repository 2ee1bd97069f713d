import statistics
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from stayflow.kernel.errors import StayflowError
from stayflow.kernel.ids import ProjectId
from stayflow.language.aggregate import KINDS, parse_aggregate
from stayflow.language.event_filter import describe_filter, filter_sql, parse_event_filter
from stayflow.language.metric import describe_metric, metric_sql, parse_metric
from stayflow.language.operators import OPERATORS
from stayflow.language.statement import Binder
from tests.conftest import Engines
from tests.language.world import Event, World

AMOUNTS = [5, 20, 20, 100, 400]
AT = datetime(2026, 6, 1, 15, 59, 59, tzinfo=UTC)
LATER = datetime(2026, 6, 1, 16, 0, 0, tzinfo=UTC)  # the next day in Shanghai


@pytest.fixture
def world(engines: Engines, project: ProjectId) -> World:
    events = (
        *(Event(1 + n % 3, "purchase", AT if n else LATER, amount, category="toys" if n < 2 else "food", revenue=amount) for n, amount in enumerate(AMOUNTS)),
        Event(4, "purchase", AT),
        Event(5, "view", AT, amount=7),
    )  # fmt: skip
    world = World(ZoneInfo("Asia/Shanghai"), (1, 2, 3, 4, 5), events, merges={2: 1})
    world.load(engines.warehouse.project(project))
    return world


@pytest.mark.parametrize(
    ("aggregate", "expected"),
    [
        ("count", 6),
        ("people", 3),  # 1 with 2 merged into it, 3, 4
        ("per_person", 2),
        ("days", 2),
        ({"sum": "amount"}, sum(AMOUNTS)),
        ({"avg": "amount"}, statistics.mean(AMOUNTS)),
        ({"min": "amount"}, 5),
        ({"max": "amount"}, 400),
        ({"median": "amount"}, 20),
        ({"p25": "amount"}, 20),
        ({"p90": "amount"}, 280),
        ({"distinct": "category"}, 2),
        ({"distinct": "amount"}, 4),
        ({"sum": "revenue"}, sum(AMOUNTS)),
        ({"avg": "revenue"}, statistics.mean(AMOUNTS)),
    ],
)
def test_every_aggregate_is_what_it_says(
    engines: Engines, project: ProjectId, world: World, aggregate: object, expected: float
) -> None:
    binder = Binder()
    sql = metric_sql(
        parse_metric({"event": "purchase", "aggregate": aggregate}), world.scope(), binder
    )
    found = engines.warehouse.project(project).value(
        f"SELECT {sql.value} FROM events WHERE {sql.test}", binder.parameters
    )
    assert float(found) == pytest.approx(expected)


def test_every_aggregate_over_nothing_is_as_its_row_says(
    engines: Engines, project: ProjectId, world: World
) -> None:
    for kind, row in KINDS.items():
        if row.keeps_type:
            continue
        binder = Binder()
        raw = {
            "event": "purchase",
            "aggregate": {kind: "amount"} if row.takes else kind,
            "where": {"property": "amount", "op": "gt", "value": 9999},
        }
        sql = metric_sql(parse_metric(raw), world.scope(), binder)
        found = engines.warehouse.project(project).value(
            f"SELECT {sql.value} FROM events WHERE {sql.test}", binder.parameters
        )
        assert found == row.at_nothing, kind


def test_a_metric_is_a_number() -> None:
    with pytest.raises(StayflowError, match="first is no number; expected one here"):
        parse_metric({"event": "purchase", "aggregate": {"first": "category"}})


def test_a_metric_is_said_in_both_languages() -> None:
    metric = parse_metric(
        {
            "event": ["view", "purchase"],
            "aggregate": {"p90": "amount"},
            "where": {"property": "city", "value": "杭州"},
        }
    )
    assert describe_metric(metric, "en") == "p90 of amount of purchase, view (where city is 杭州)"
    assert describe_metric(metric, "zh") == "purchase、view（其中 city 是杭州）的 amount 的 p90"


@pytest.mark.parametrize(
    "raw", [{"sum": "a", "avg": "b"}, {"sum": 3}, "p100", {"people": "amount"}, 7]
)
def test_what_is_no_aggregate_is_refused(raw: object) -> None:
    with pytest.raises(StayflowError) as refused:
        parse_aggregate(raw, "metrics[0].aggregate")
    assert str(refused.value.path).startswith("metrics[0].aggregate")


def test_every_operator_has_a_sentence_in_both_languages_and_compiles() -> None:
    values = {
        "is_set": None,
        "is_not_set": None,
        "in": ["a"],
        "not_in": ["a"],
        "contains_any": ["a"],
        "contains_all": ["a"],
        "last": "7d",
        "next": "7d",
        "anniversary": "7d",
    }
    by_type = {"text": "a", "number": 1, "boolean": True, "time": "2026-01-01", "list": 1}
    for (kind, name), row in OPERATORS.items():
        raw = (
            values.get(name, by_type[kind.value])
            if name in values or name != "between"
            else [by_type[kind.value]] * 2
        )
        operand = row.read(raw, "value")
        assert row.describe("x", operand, "zh") != row.describe("x", operand, "en")
        assert "{" not in row.describe("x", operand, "zh")


def test_filters_nest_and_are_said(engines: Engines, project: ProjectId, world: World) -> None:
    raw = {
        "any": [
            {"property": "amount", "op": "between", "value": [20, 100]},
            {"not": {"property": "category", "op": "is_set"}},
        ]
    }
    tree = parse_event_filter(raw)
    binder = Binder()
    sql = f"SELECT count() FROM events WHERE event = 'purchase' AND {filter_sql(tree, world.scope(), binder)}"
    assert engines.warehouse.project(project).value(sql, binder.parameters) == 4
    assert describe_filter(tree, "en") == "amount is between 20 and 100, or not (category is set)"


def test_what_we_did_to_people_is_no_activity_of_theirs(
    engines: Engines, project: ProjectId
) -> None:
    events = (Event(1, "view", AT), Event(2, "message.sent", AT), Event(3, "message.clicked", AT))
    world = World(ZoneInfo("Asia/Shanghai"), (1, 2, 3), events, merges={})
    facts = engines.warehouse.project(project)
    world.load(facts)
    binder = Binder()
    sql = metric_sql(parse_metric({"event": "*", "aggregate": "people"}), world.scope(), binder)
    statement = f"SELECT {sql.value} FROM events WHERE {sql.test}"
    assert facts.value(statement, binder.parameters) == 2
