"""Hours and minutes are those of the engine, wherever and however the clock changes."""

import itertools
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from stayflow.language.window import Granularity, Range, period_sql
from stayflow.measure.analysis.periods import list_periods, period_before

CHANGES = {
    "Australia/Lord_Howe": ("2026-04-04T15:00", "2026-10-03T15:30"),
    "America/Caracas": ("2016-05-01T07:00",),
    "Asia/Pyongyang": ("2018-05-04T15:00",),
    "Asia/Kathmandu": ("2026-03-31T18:15",),
    "Pacific/Chatham": ("2026-04-04T14:00",),
    "America/Havana": ("2026-03-08T05:00", "2026-11-01T05:00"),
    "Africa/Cairo": ("2026-04-23T22:00", "2026-10-29T21:00"),
    "Europe/Berlin": ("2026-03-29T01:00", "2026-10-25T01:00"),
    "Pacific/Apia": ("2011-12-30T10:00",),
}
AROUND = 2
STEP = timedelta(minutes=10)
PLACES = [(zone, change) for zone, changes in CHANGES.items() for change in changes]


@pytest.mark.parametrize(("name", "change"), PLACES)
def test_every_instant_lies_in_the_period_the_engine_puts_it_in(engines, project, name, change):
    zone, at = ZoneInfo(name), datetime.fromisoformat(change).replace(tzinfo=UTC)
    day, around = at.astimezone(zone).date(), timedelta(days=AROUND)
    days = Range(first_on=day - around, last_on=day + around)
    hours = list_periods(days, Granularity.HOUR, zone, at + timedelta(days=30))
    start, end = days.bounds(zone, at)
    assert (hours[0].start, hours[-1].end) == (start, end)
    key = period_sql("t", Granularity.HOUR, zone)
    sql = (
        f"SELECT t, toUnixTimestamp({key}) FROM (SELECT fromUnixTimestamp64Milli("
        "{from:Int64} + {step:Int64} * number, 'UTC') AS t FROM numbers({many:UInt64}))"
    )
    asked = {"from": round(start.timestamp() * 1000), "step": round(STEP.total_seconds() * 1000)}
    rows = engines.warehouse.project(project).query(sql, asked | {"many": (end - start) // STEP})
    for instant, began in rows.rows:
        (mine,) = (each for each in hours if each.start <= instant < each.end)
        assert mine.start == datetime.fromtimestamp(began, UTC), (instant, mine)
    for before, after in itertools.pairwise(hours):
        assert period_before(after, Granularity.HOUR, zone) == before
