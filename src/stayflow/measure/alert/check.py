"""Looking at every alert by the clock, and writing down what is to be told."""

from datetime import datetime, timedelta

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
from stayflow.measure.notice import Draft, post_notice
from stayflow.measure.sheet import Hides
from stayflow.stores.relational import Relational
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.attribute import read_hidden

EVERY = timedelta(minutes=5)
"""An alert is looked at this often: its newest period is over only now and then."""


def check_alerts(
    relational: Relational,
    project: ProjectId,
    *,
    scope: Scope,
    warehouse: ProjectWarehouse,
    link: str = "",
) -> int:
    """Judge every alert whose time has come; returns how many began to fire.

    A period is judged once. What fires goes on until a period is within its bounds again, and is told once: at once,
    or when a silence ends and nobody has taken it on meanwhile.
    """
    with relational.project(project) as tx:
        due = [each for each in list_alerts(tx) if _is_due(each, scope.now)]
        hides = read_hidden(tx)
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
                draft = describe_firing(alert, firing, hides, link)
                post_notice(tx, draft, alert.draft.targets, now=scope.now)
    return fired


def describe_firing(alert: Alert, firing: Firing, hides: Hides, link: str) -> Draft:
    """What is told: which period, what was expected, and what moved most; in both languages."""
    words = [f"{firing.t}: {_shown(firing.value)}"]
    if firing.expected is not None:
        band = f"{_shown(firing.expected)} ({_shown(firing.low)} – {_shown(firing.high)})"
        words.append(f"预期 Expected: {band}")
    else:
        words.append(f"界限 Bounds: {_shown(firing.low)} – {_shown(firing.high)}")
    if firing.moved:
        words.append("变化最大 Moved most:")
        words += [
            f"- {each.by} = {each.group}: {_shown(each.before)} → {_shown(each.value)}"
            for each in (_hidden(each, hides) for each in firing.moved)
        ]
    title = f"[Stayflow] {alert.draft.name}: {_shown(firing.value)}"
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


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"  # noqa: PLR2004
