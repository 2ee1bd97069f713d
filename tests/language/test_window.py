from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from stayflow.kernel.errors import StayflowError
from stayflow.kernel.ids import ProjectId
from stayflow.language.window import (
    Granularity,
    parse_duration,
    parse_granularity,
    parse_range,
    period_sql,
)
from tests.conftest import Engines

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(
    2026, 3, 9, 2, tzinfo=UTC
)  # 10:00 on the 9th in Shanghai, 22:00 on the 8th in New York


def test_days_are_cut_in_the_zone() -> None:
    week = parse_range({"last": "7d"})
    assert week.days(SHANGHAI, NOW) == (date(2026, 3, 3), date(2026, 3, 9))
    assert week.days(NEW_YORK, NOW) == (date(2026, 3, 2), date(2026, 3, 8))
    assert week.bounds(SHANGHAI, NOW) == (
        datetime(2026, 3, 2, 16, tzinfo=UTC),
        datetime(2026, 3, 9, 16, tzinfo=UTC),
    )


def test_the_day_the_clock_changes_has_23_hours() -> None:
    start, end = parse_range({"from": "2026-03-08", "to": "2026-03-08"}).bounds(NEW_YORK, NOW)
    assert end - start == timedelta(hours=23)


def test_hours_are_counted_back_from_now() -> None:
    assert parse_range({"last": "36h"}).bounds(SHANGHAI, NOW) == (NOW - timedelta(hours=36), NOW)


def test_months_are_those_of_the_calendar() -> None:
    at = datetime(2026, 3, 31, 4, tzinfo=UTC)
    assert parse_range({"last": "1mo"}).days(SHANGHAI, at) == (date(2026, 3, 1), date(2026, 3, 31))
    assert parse_range({"last": "1y"}).days(SHANGHAI, at) == (date(2025, 4, 1), date(2026, 3, 31))


def test_before_is_all_the_time_that_last_leaves_out() -> None:
    last, before = parse_range({"last": "30d"}), parse_range({"before": "30d"})
    assert before.bounds(SHANGHAI, NOW)[1] == last.bounds(SHANGHAI, NOW)[0]
    assert before.days(SHANGHAI, NOW)[1] + timedelta(days=1) == last.days(SHANGHAI, NOW)[0]


def test_the_previous_range_is_as_long_and_ends_the_day_before() -> None:
    assert parse_range({"last": "7d"}).previous(SHANGHAI, NOW).days(SHANGHAI, NOW) == (
        date(2026, 2, 24),
        date(2026, 3, 2),
    )


def test_an_open_range_ends_today() -> None:
    assert parse_range({"from": "2026-03-01"}).days(SHANGHAI, NOW)[1] == date(2026, 3, 9)


@pytest.mark.parametrize(
    "raw",
    [None, [], {}, {"last": 30}, {"last": "0d"}, {"last": "999999d"}, {"last": "7d", "to": "2026-01-01"}, {"until": "x"}, {"from": 3}],
)  # fmt: skip
def test_what_is_no_range_is_refused(raw: object) -> None:
    with pytest.raises(StayflowError) as refused:
        parse_range(raw, "range")
    assert str(refused.value.path).startswith("range")


def test_a_duration_has_fixed_seconds() -> None:
    assert parse_duration("90min") == timedelta(minutes=90)
    with pytest.raises(StayflowError, match="fixed length"):
        parse_duration("1mo", "window")


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York", "Australia/Lord_Howe"])
def test_periods_in_sql_are_those_of_the_calendar(
    engines: Engines, project: ProjectId, zone: str
) -> None:
    at = datetime(2026, 4, 5, 15, 44, 31, tzinfo=UTC)
    local = at.astimezone(ZoneInfo(zone))
    quarter = local.replace(month=(local.month - 1) // 3 * 3 + 1, day=1).date()
    expected = {
        Granularity.DAY: local.date(),
        Granularity.WEEK: local.date() - timedelta(days=local.weekday()),
        Granularity.MONTH: local.date().replace(day=1),
        Granularity.QUARTER: quarter,
        Granularity.HOUR: local.replace(minute=0, second=0),
        Granularity.MINUTE: local.replace(second=0),
    }
    column = "toDateTime64('2026-04-05 15:44:31', 3, 'UTC')"
    for granularity, period in expected.items():
        sql = period_sql(column, granularity, ZoneInfo(zone))
        assert engines.warehouse.project(project).value(f"SELECT {sql}") == period


def test_a_granularity_is_one_of_the_known() -> None:
    assert parse_granularity("week") is Granularity.WEEK
    with pytest.raises(StayflowError, match="did you mean month"):
        parse_granularity("monht")
