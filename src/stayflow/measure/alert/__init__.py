"""Alert: numbers that are watched by the clock, by fixed bounds or by the band of their season.

Owns `alerts` and `alert_firings` (PostgreSQL). Reads what the analyses read and saved metrics; tells by notices.
Emits no fact.
"""

from stayflow.measure.alert.anomaly import Band, expect_next
from stayflow.measure.alert.check import check_alerts
from stayflow.measure.alert.judge import judge
from stayflow.measure.alert.model import (
    Alert,
    AlertInvalid,
    AlertNameTaken,
    AlertNotFound,
    Firing,
    Judged,
    Moved,
)
from stayflow.measure.alert.model import parse_draft as parse_alert
from stayflow.measure.alert.store import (
    acknowledge_firing,
    get_alert,
    list_alerts,
    list_firings,
    remove_alert,
    save_alert,
    silence_alert,
)
from stayflow.measure.alert.unit import read_units, unit_of

__all__ = [
    "Alert",
    "AlertInvalid",
    "AlertNameTaken",
    "AlertNotFound",
    "Band",
    "Firing",
    "Judged",
    "Moved",
    "acknowledge_firing",
    "check_alerts",
    "expect_next",
    "get_alert",
    "judge",
    "list_alerts",
    "list_firings",
    "parse_alert",
    "read_units",
    "remove_alert",
    "save_alert",
    "silence_alert",
    "unit_of",
]
