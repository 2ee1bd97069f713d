"""From the words of the API to a `Policy`."""

import re
from datetime import time, timedelta

from stayflow.act.policy.errors import PolicyInvalid
from stayflow.act.policy.model import Policy, QuietHours
from stayflow.language.raw import join, read_number, read_object, shown

COOLDOWN_HOURS_MAX = 24 * 90  # a longer silence is a suppression, not a rhythm
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


def parse_policy(raw: object, path: str = "") -> Policy:
    """Read `{cooldown_hours: 24, quiet_hours: {from: "22:00", to: "08:00"}}`; both may be left out.

    Raises:
        PolicyInvalid: Hours out of range, a time that is not HH:MM, an empty quiet time.
    """
    fields = read_object(raw, path, known=("cooldown_hours", "quiet_hours"))
    hours = read_number(fields.get("cooldown_hours", 0), join(path, "cooldown_hours"))
    if not 0 <= hours <= COOLDOWN_HOURS_MAX:
        message = f"expected hours between 0 and {COOLDOWN_HOURS_MAX}, got {hours}"
        raise PolicyInvalid(message, path=join(path, "cooldown_hours"))
    return Policy(
        timedelta(hours=hours), _quiet_hours(fields.get("quiet_hours"), join(path, "quiet_hours"))
    )


def _quiet_hours(raw: object, path: str) -> QuietHours | None:
    if raw is None:
        return None
    fields = read_object(raw, path, known=("from", "to"))
    start, end = (_clock(fields.get(name), join(path, name)) for name in ("from", "to"))
    if start == end:
        raise PolicyInvalid(
            "from and to are equal: leave quiet_hours out, or pause the campaign", path=path
        )
    return QuietHours(start, end)


def _clock(raw: object, path: str) -> time:
    match = _CLOCK.fullmatch(raw) if isinstance(raw, str) else None
    if match is None:
        raise PolicyInvalid(f"expected a time as HH:MM, got {shown(raw)}", path=path)
    return time(int(match[1]), int(match[2]))
