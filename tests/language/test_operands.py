"""Comparisons of times, at their edges, and values that cannot be read."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from stayflow.kernel.errors import StayflowError
from stayflow.kernel.ids import ProjectId
from stayflow.language.condition import compile_people, describe_condition, parse_condition
from stayflow.language.event_filter import parse_event_filter
from stayflow.language.operators import OPERATORS, say_comparison
from stayflow.language.raw import read_boolean, read_date
from stayflow.language.scope import ValueType
from stayflow.language.sentence import say_list
from stayflow.language.window import Length
from tests.conftest import Engines
from tests.language.world import NOW, Attribute, World

SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = datetime(2026, 6, 15, tzinfo=SHANGHAI).astimezone(UTC)  # NOW is 20:00 of that day
MS = timedelta(milliseconds=1)
TIMES = {
    1: TODAY - MS,
    2: TODAY,
    3: NOW,
    4: NOW + timedelta(hours=1),
    5: TODAY + timedelta(days=1),
    6: datetime(1992, 2, 28, 16, tzinfo=UTC),  # 29 February in Shanghai
}


@pytest.fixture
def world(engines: Engines, project: ProjectId) -> World:
    stated = tuple(Attribute(person, "birthday", at, NOW) for person, at in TIMES.items())
    world = World(SHANGHAI, tuple(range(1, 8)), (), stated)
    world.load(engines.warehouse.project(project))
    return world


@pytest.mark.parametrize(
    ("op", "value", "found"),
    [
        ("before", "2026-06-15", {1, 6}),
        ("before", "2026-06-15T00:00:00.001+08:00", {1, 2, 6}),
        ("after", "2026-06-15", {5}),
        ("after", "2026-06-15T20:00:00+08:00", {4, 5}),
        ("between", ["2026-06-15", "2026-06-15"], {2, 3, 4}),
        ("between", ["2026-06-15T12:00:00Z", "2026-06-16"], {3, 4, 5}),
        ("last", "1d", {2, 3, 4}),
        ("last", "2d", {1, 2, 3, 4}),
        ("last", "20h", {2}),
        ("next", "1d", {2, 3, 4}),
        ("next", "2d", {2, 3, 4, 5}),
        ("next", "2h", {3, 4}),
        ("anniversary", "1d", {2, 3, 4}),
        ("anniversary", "2d", {2, 3, 4, 5}),
        ("anniversary", "366d", {1, 2, 3, 4, 5, 6}),
    ],
)
def test_times_are_compared_by_days_of_the_zone_or_by_instants(
    engines: Engines, project: ProjectId, world: World, op: str, value: object, found: set[int]
) -> None:
    tree = parse_condition({"attribute": {"name": "birthday", "op": op, "value": value}})
    statement = compile_people(tree, world.scope())
    rows = engines.warehouse.project(project).query(statement.sql, statement.parameters).rows
    assert {person for (person,) in rows} == found


def test_the_29th_of_february_is_kept_on_the_28th_in_common_years(
    engines: Engines, project: ProjectId, world: World
) -> None:
    tree = parse_condition({"attribute": {"name": "birthday", "op": "anniversary", "value": "1d"}})
    for at, found in (
        (datetime(2027, 2, 28, tzinfo=UTC), {6}),
        (datetime(2028, 2, 28, tzinfo=UTC), set()),
        (datetime(2028, 2, 29, tzinfo=UTC), {6}),
    ):
        statement = compile_people(tree, world.scope(now=at))
        rows = engines.warehouse.project(project).query(statement.sql, statement.parameters).rows
        assert {person for (person,) in rows} == found


@pytest.mark.parametrize(
    ("op", "value", "said"),
    [
        (
            "in",
            [f"c{n}" for n in range(10_001)],
            "value: at most 10000 values; save longer lists as a segment",
        ),
        ("in", "x", 'value: expected a list, got "x"'),
        ("matches", "x" * 501, "value: a pattern has at most 500 characters"),
    ],
)
def test_values_of_a_text_that_cannot_be_read(op: str, value: object, said: str) -> None:
    with pytest.raises(StayflowError) as refused:
        OPERATORS[ValueType.TEXT, op].read(value, "value")
    assert str(refused.value) == said


@pytest.mark.parametrize(
    ("op", "value", "said"),
    [
        ("next", "1mo", 'value: expected hours, days or weeks, got "1mo"'),
        ("between", ["2026-01-01"], "value: expected two values, got 1"),
        (
            "before",
            "2026-01-01 at noon",
            'value: expected a date or an instant, got "2026-01-01 at noon"',
        ),
        ("before", "yesterday", 'value: expected a date such as 2026-01-31, got "yesterday"'),
        ("before", "1066-10-14", 'value: expected a date such as 2026-01-31, got "1066-10-14"'),
    ],
)
def test_values_of_a_time_that_cannot_be_read(op: str, value: object, said: str) -> None:
    with pytest.raises(StayflowError) as refused:
        OPERATORS[ValueType.TIME, op].read(value, "value")
    assert str(refused.value) == said


def test_values_that_yaml_has_read_already() -> None:
    assert read_date(date(2026, 1, 31), "from") == date(2026, 1, 31)
    with pytest.raises(StayflowError, match="expected true or false"):
        read_boolean("yes", "value")


def test_a_comparison_no_type_can_read_is_said_as_written() -> None:
    assert say_comparison("age", "gt", {"x": 1}, "en") == "age gt {'x': 1}"


def test_long_lists_are_cut_in_sentences() -> None:
    assert say_list(list("abcdefgh"), "en") == "a, b, c, d, e, f and 2 more"
    assert say_list(list("abcdefgh"), "zh") == "a、b、c、d、e、f 等另外 2 个"
    assert str(Length(7, "d")) == "7d"


@pytest.mark.parametrize(
    ("raw", "zh", "en"),
    [
        (
            {"did": {"event": "view", "within": {"from": "2026-01-01"}}},
            "自 2026-01-01 起做过 view",
            "did view since 2026-01-01",
        ),
        (
            {"did": {"event": "view", "within": {"to": "2026-01-31"}}},
            "至 2026-01-31 止做过 view",
            "did view until 2026-01-31",
        ),
        ({"any": [{"did": {"event": "view"}}]}, "做过 view", "did view"),
        (
            {
                "attribute": {
                    "name": "birthday",
                    "op": "between",
                    "value": ["2026-01-01", "2026-01-02"],
                }
            },
            "birthday 介于 2026-01-01 与 2026-01-02",
            "birthday is between 2026-01-01 and 2026-01-02",
        ),
    ],
)
def test_more_sentences(raw: dict, zh: str, en: str) -> None:
    tree = parse_condition(raw)
    assert (describe_condition(tree, "zh"), describe_condition(tree, "en")) == (zh, en)


def test_a_filter_nested_without_end_and_one_without_members_are_refused() -> None:
    raw: dict = {"property": "amount", "op": "gt", "value": 1}
    for _ in range(30):
        raw = {"not": raw}
    with pytest.raises(StayflowError, match="nested deeper than 20 levels"):
        parse_event_filter(raw)
    with pytest.raises(StayflowError, match="expected 1 to 200 filters, got 0"):
        parse_event_filter({"any": []})


def test_a_count_has_one_comparison_and_can_be_between(
    engines: Engines, project: ProjectId, world: World
) -> None:
    with pytest.raises(StayflowError, match="one comparison such as"):
        parse_condition({"did": {"event": "view", "count": {"gte": 1, "lte": 3}}})
    tree = parse_condition({"did": {"event": "view", "count": {"between": [0, 3]}}})
    statement = compile_people(tree, world.scope())
    assert (
        len(engines.warehouse.project(project).query(statement.sql, statement.parameters).rows) == 7
    )
