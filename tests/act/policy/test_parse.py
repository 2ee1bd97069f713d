"""The policy as the API writes it."""

from datetime import time, timedelta

import pytest

from stayflow.act.policy import Policy, QuietHours, parse_policy
from stayflow.kernel.errors import InvalidInput


def test_both_rules_are_read():
    raw = {"cooldown_hours": 1.5, "quiet_hours": {"from": "22:00", "to": "08:30"}}
    expected = Policy(timedelta(minutes=90), QuietHours(time(22), time(8, 30)))
    assert parse_policy(raw) == expected


@pytest.mark.parametrize("raw", [{}, {"cooldown_hours": 0, "quiet_hours": None}])
def test_nothing_means_no_rule(raw: dict[str, object]):
    assert parse_policy(raw) == Policy()


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        ([], None),
        ({"cooldown": 1}, "cooldown"),
        ({"cooldown_hours": -1}, "cooldown_hours"),
        ({"cooldown_hours": "24"}, "cooldown_hours"),
        ({"cooldown_hours": True}, "cooldown_hours"),
        ({"cooldown_hours": 1e9}, "cooldown_hours"),
        ({"quiet_hours": {"from": "22:00"}}, "quiet_hours.to"),
        ({"quiet_hours": {"from": "24:00", "to": "08:00"}}, "quiet_hours.from"),
        ({"quiet_hours": {"from": "9:00", "to": "10:00"}}, "quiet_hours.from"),
        ({"quiet_hours": {"from": "08:00", "to": "08:00"}}, "quiet_hours"),
        ({"quiet_hours": {"from": "08:00", "to": "09:00", "days": []}}, "quiet_hours.days"),
    ],
)
def test_a_mistake_is_named_with_its_place(raw: object, path: str | None):
    with pytest.raises(InvalidInput) as caught:
        parse_policy(raw)
    assert caught.value.path == path
