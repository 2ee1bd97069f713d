"""Looking at every alert by the clock, and writing down what is to be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import msgspec

from stayflow.access.masking import mask
from stayflow.kernel.errors import StayflowError
from stayflow.kernel.ids import ProjectId
from stayflow.language.scope import Scope
from stayflow.measure.alert.judge import judge
from stayflow.measure.alert.model import Alert, Firing, Judged, Moved
from stayflow.measure.alert.moved import find_moved
from stayflow.measure.alert.store import (
    end_firing,
    list_alerts,
    note_checked,
    open_firing,
    take_untold,
)
from stayflow.measure.alert.unit import read_units, unit_of
from stayflow.measure.metric import Unit
from stayflow.measure.notice import Draft, post_notice
from stayflow.measure.sheet import Hides, say_measured
from stayflow.stores.relational import Relational
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.attribute import read_hidden

_COUNTED_SAID: Final[Mapping[str, str]] = {"people": "人 people", "count": "次 times"}
EVERY = timedelta(minutes=5)
"""An alert is looked at this often: its newest period is over only now and then."""


def check_alerts(
    relational: Relational,
    project: ProjectId,
    *,
    scope: Scope,
    warehouse: ProjectWarehouse,
    link: str = "",
    currency: str = "",
) -> int:
    """Judge every alert whose time has come; returns how many began to fire.

    A period is judged once. What fires goes on until a period is within its bounds again, and is told once: at once,
    or when a silence ends and nobody has taken it on meanwhile.
    """
    with relational.project(project) as tx:
        due = [each for each in list_alerts(tx) if _is_due(each, scope.now)]
        hides, units = read_hidden(tx), read_units(tx)
    fired = 0
    for alert in due:
        judged, moved, trouble = _look(alert, scope=scope, warehouse=warehouse)
        with relational.project(project) as tx:
            if not note_checked(tx, alert, judged, trouble=trouble, now=scope.now):
                continue
            if judged is not None and judged.t != alert.checked_t:
                if judged.is_out:
                    fired += open_firing(tx, alert, judged, moved, now=scope.now)
                else:
                    end_firing(tx, alert, now=scope.now)
            if alert.silent_until is not None and alert.silent_until > scope.now:
                continue
            firing = take_untold(tx, alert, now=scope.now)
            if firing is not None:
                reader = Reader(hides, unit_of(alert.draft, units), currency)
                draft = describe_firing(alert, firing, reader, link)
                post_notice(tx, draft, alert.draft.targets, now=scope.now)
    return fired


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a firing is written: what is hidden from them, and in which unit and money its numbers are."""

    hides: Hides
    unit: Unit = "none"
    currency: str = ""

    def number(self, value: float | None) -> str:
        """A number alone."""
        return say_measured(value, self.unit, self.currency)

    def band(self, low: float | None, high: float | None) -> str:
        """From which number to which is in order; one of the two may be open."""
        if low is None or high is None:
            return f"≤ {self.number(high)}" if low is None else f"≥ {self.number(low)}"
        return f"{self.number(low)} – {self.number(high)}"

    def counted(self, said: str) -> str:
        """Numbers with the name of what they count, where it has one."""
        name = _COUNTED_SAID.get(self.unit)
        return f"{said} {name}" if name else said


def describe_firing(alert: Alert, firing: Firing, to: Reader, link: str) -> Draft:
    """What is told: which period, what was expected, and what moved most; in both languages."""
    number = to.number
    words = [f"{firing.t}: {to.counted(number(firing.value))}"]
    band = to.band(firing.low, firing.high)
    if firing.expected is not None:
        words.append(f"预期 Expected: {to.counted(f'{number(firing.expected)} ({band})')}")
    else:
        words.append(f"界限 Bounds: {to.counted(band)}")
    if firing.moved:
        words.append("变化最大 Moved most:")
        words += [
            f"- {each.by} = {each.group}: {to.counted(f'{number(each.before)} → {number(each.value)}')}"
            for each in (_hidden(each, to.hides) for each in firing.moved)
        ]
    title = f"[Stayflow] {alert.draft.name}: {number(firing.value)}"
    return Draft("alert", alert.alert_id, title, "\n".join(words), link)


def _look(
    alert: Alert, *, scope: Scope, warehouse: ProjectWarehouse
) -> tuple[Judged | None, list[Moved], str]:
    try:
        judged = judge(alert.draft, scope=scope, warehouse=warehouse)
        if judged is None or not judged.is_out or judged.t == alert.checked_t:
            return judged, [], ""
        return judged, find_moved(alert.draft, judged, scope=scope, warehouse=warehouse), ""
    except StayflowError as error:
        return None, [], str(error)[:500]


def _hidden(moved: Moved, hides: Hides) -> Moved:
    """A group as it may be told to whoever reads along, such as everybody in a robot's chat."""
    if not hides(moved.by, moved.group):
        return moved
    return msgspec.structs.replace(moved, group=mask(moved.group))


def _is_due(alert: Alert, now: datetime) -> bool:
    checked = alert.checked_at
    return alert.draft.enabled and (checked is None or now - checked >= EVERY)
