"""Quiet hours on the person's wall clock."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stayflow.act.policy import QuietHours, quiet_until, zone_of

NIGHT = QuietHours(time(22), time(8))
NOON = QuietHours(time(12), time(14))
SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
ZONES = ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Asia/Kolkata"]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_in_the_evening_it_waits_for_the_morning_of_the_next_day():
    # 23:30 in Shanghai (UTC+8) on the 10th → 08:00 on the 11th
    assert quiet_until(NIGHT, SHANGHAI, utc("2026-06-10T15:30")) == utc("2026-06-11T00:00")


def test_in_the_small_hours_it_waits_for_the_same_morning():
    # 03:00 in Shanghai on the 11th → 08:00 on the 11th
    assert quiet_until(NIGHT, SHANGHAI, utc("2026-06-10T19:00")) == utc("2026-06-11T00:00")


@pytest.mark.parametrize(
    ("at", "quiet"),
    [("13:59", False), ("14:00", True), ("23:59", True), ("00:00", False), ("00:01", False)],
)
def test_the_start_is_quiet_and_the_end_is_not(at: str, quiet: bool):
    # 14:00 UTC is 22:00 in Shanghai, 00:00 UTC is 08:00
    assert (quiet_until(NIGHT, SHANGHAI, utc(f"2026-06-10T{at}")) is not None) is quiet


def test_the_same_instant_is_quiet_for_one_person_and_not_for_another():
    noon_in_berlin = utc("2026-06-10T10:30")
    assert quiet_until(NOON, BERLIN, noon_in_berlin) == utc("2026-06-10T12:00")
    assert quiet_until(NOON, SHANGHAI, noon_in_berlin) is None


def test_when_clocks_jump_over_the_end_it_is_when_it_would_have_been():
    # Berlin, 29 March 2026: 02:00 becomes 03:00, so 02:30 is never shown; the clock shows 03:30
    quiet = QuietHours(time(22), time(2, 30))
    assert quiet_until(quiet, BERLIN, utc("2026-03-29T00:30")) == utc("2026-03-29T01:30")


def test_when_clocks_show_the_end_twice_the_later_one_counts():
    # Berlin, 25 October 2026: 03:00 becomes 02:00; 02:30 happens at 00:30 and at 01:30 UTC
    quiet = QuietHours(time(22), time(2, 30))
    assert quiet_until(quiet, BERLIN, utc("2026-10-25T00:10")) == utc("2026-10-25T01:30")


def test_no_quiet_hours_are_never_quiet():
    assert quiet_until(None, SHANGHAI, utc("2026-06-10T19:00")) is None


@pytest.mark.parametrize("name", ["", None, "Mars/Olympus", "../../etc/passwd", "UTC+8", "\x00"])
def test_a_zone_nobody_knows_falls_back_to_the_project(name: str | None):
    assert zone_of(name, SHANGHAI) is SHANGHAI


def test_a_known_zone_is_the_persons_own():
    assert zone_of("Europe/Berlin", SHANGHAI) == BERLIN


clock_times = st.times().map(lambda each: each.replace(second=0, microsecond=0))


@given(
    start=clock_times,
    end=clock_times,
    zone=st.sampled_from(ZONES),
    at=st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2026, 12, 31)),  # noqa: DTZ001  hypothesis asks for naive bounds
)
def test_after_the_wait_it_is_not_quiet_and_the_wait_is_under_a_day(start, end, zone, at):
    if start == end:
        return
    quiet, now = QuietHours(start, end), at.replace(tzinfo=UTC)
    until = quiet_until(quiet, ZoneInfo(zone), now)
    if until is None:
        assert not quiet.covers(now.astimezone(ZoneInfo(zone)).time())
        return
    assert now < until <= now + timedelta(hours=25)
    assert quiet_until(quiet, ZoneInfo(zone), until) is None
