"""Alerts, each time one fired, whom to tell, and what was told."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta

import msgspec

from stayflow.interfaces.http.context import InProject
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.alert import (
    AlertBody,
    AlertList,
    AlertShape,
    FiringList,
    FiringShape,
    JudgedShape,
    NoticeList,
    NoticeShape,
    SilenceBody,
    TargetBody,
    TargetList,
    TargetShape,
)
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag, Trace
from stayflow.measure import alert, notice
from stayflow.measure.alert import Alert
from stayflow.measure.dashboard import at_the_minute
from stayflow.measure.metric import Unit
from stayflow.measure.notice import Draft, Target, TargetDraft


def list_alerts(context: InProject) -> AlertList:
    """What is watched."""
    with context.transaction() as tx:
        units = alert.read_units(tx)
        return AlertList(alerts=[_alert(each, units) for each in alert.list_alerts(tx)])


def create_alert(body: AlertBody, context: InProject) -> AlertShape:
    """Watch a number."""
    return _save(body, context, None)


def put_alert(alert_id: str, body: AlertBody, context: InProject) -> AlertShape:
    """Change what is watched; it is judged anew."""
    return _save(body, context, alert_id)


def remove_alert(alert_id: str, context: InProject) -> None:
    """Watch it no longer."""
    with context.transaction() as tx:
        alert.remove_alert(tx, alert_id)


def try_alert(body: AlertBody, context: InProject) -> JudgedShape:
    """Judge the newest period as this alert would, without keeping anything."""
    scope = at_the_minute(context.scope())
    draft = alert.parse_alert(body.model_dump(), scope=scope)
    judged = alert.judge(draft, scope=scope, warehouse=context.app.kept_facts(context.project))
    if judged is None:
        return JudgedShape()
    with context.transaction() as tx:
        unit = alert.unit_of(draft, alert.read_units(tx))
    return JudgedShape.model_validate({**asdict(judged), "unit": unit})


def silence_alert(alert_id: str, body: SilenceBody, context: InProject) -> AlertShape:
    """Tell nobody for some hours."""
    until = context.now() + timedelta(hours=body.hours) if body.hours else None
    with context.transaction() as tx:
        return _alert(alert.silence_alert(tx, alert_id, until), alert.read_units(tx))


def list_firings(context: InProject) -> FiringList:
    """Each time something was out of the ordinary."""
    with context.transaction() as tx:
        found = alert.list_firings(tx)
    return FiringList(firings=[FiringShape.model_validate(each) for each in found])


def acknowledge_firing(firing_id: str, context: InProject) -> FiringList:
    """Say that you look after it."""
    with context.transaction() as tx:
        alert.acknowledge_firing(tx, firing_id, by=context.caller.actor, now=context.now())
    return list_firings(context)


def list_notice_targets(context: InProject) -> TargetList:
    """Whom alerts and reports can tell."""
    with context.transaction() as tx:
        found = notice.list_targets(tx, box=context.app.box)
    return TargetList(targets=[_target(each) for each in found])


def add_notice_target(body: TargetBody, context: InProject) -> TargetShape:
    """Add an e-mail address or a robot."""
    with context.transaction() as tx:
        added = notice.add_target(
            tx,
            TargetDraft(body.name, body.kind, body.address, body.secret),
            box=context.app.box,
            by=context.caller.actor,
            now=context.now(),
        )
    return _target(added)


def remove_notice_target(target_id: str, context: InProject) -> None:
    """Remove somebody to tell."""
    with context.transaction() as tx:
        notice.remove_target(tx, target_id)


def test_notice_target(target_id: str, context: InProject) -> NoticeList:
    """Send a trial notice."""
    draft = Draft(
        "test",
        target_id,
        f"Stayflow: {context.about.name}",
        "这是一条测试通知。\nThis is a trial notice.",
    )
    with context.transaction() as tx:
        notice.check_targets(tx, [target_id], "target_id")
        notice.post_notice(tx, draft, [target_id], now=context.now())
    return list_notices(context)


def list_notices(context: InProject) -> NoticeList:
    """What was told."""
    with context.transaction() as tx:
        found = notice.list_notices(tx)
    return NoticeList(notices=[NoticeShape.model_validate(each) for each in found])


def _save(body: AlertBody, context: InProject, alert_id: str | None) -> AlertShape:
    scope = context.scope()
    with context.transaction() as tx:
        saved = alert.save_alert(
            tx, body.model_dump(), scope=scope, by=context.caller.actor, alert_id=alert_id
        )
        return _alert(saved, alert.read_units(tx))


def _alert(found: Alert, units: Mapping[str, Unit]) -> AlertShape:
    own = AlertShape.model_fields.keys() - {"draft", "unit"}
    return AlertShape.model_validate(
        {
            **{name: getattr(found, name) for name in own},
            "draft": msgspec.to_builtins(found.draft),
            "unit": alert.unit_of(found.draft, units),
        }
    )


def _target(found: Target) -> TargetShape:
    return TargetShape(
        target_id=found.target_id,
        name=found.name,
        kind=found.kind.value,
        shown=found.shown,
        is_signed=bool(found.secret),
    )


_ALL, _TARGETS = PROJECT + "/alerts", PROJECT + "/notice-targets"
_FIRINGS = PROJECT + "/alert-firings"
_VIEWER, _ANALYST, _TAG = Least.VIEWER, Least.ANALYST, Tag.ANALYSIS
ROUTES = (
    Route("GET", _ALL, list_alerts, _VIEWER, _TAG, AlertList),
    Route("POST", _ALL, create_alert, _ANALYST, _TAG, AlertShape, status=201),
    Route("POST", _ALL + "/try", try_alert, _ANALYST, _TAG, JudgedShape, trace=Trace.NEVER),
    Route("PUT", _ALL + "/{alert_id}", put_alert, _ANALYST, _TAG, AlertShape),
    Route("DELETE", _ALL + "/{alert_id}", remove_alert, _ANALYST, _TAG),
    Route("POST", _ALL + "/{alert_id}/silence", silence_alert, _ANALYST, _TAG, AlertShape),
    Route("GET", _FIRINGS, list_firings, _VIEWER, _TAG, FiringList),
    Route(
        "POST",
        _FIRINGS + "/{firing_id}/acknowledge",
        acknowledge_firing,
        _ANALYST,
        _TAG,
        FiringList,
    ),
    Route("GET", _TARGETS, list_notice_targets, _ANALYST, _TAG, TargetList),
    Route("POST", _TARGETS, add_notice_target, Least.OPERATOR, _TAG, TargetShape, status=201),
    Route("DELETE", _TARGETS + "/{target_id}", remove_notice_target, Least.OPERATOR, _TAG),
    Route(
        "POST", _TARGETS + "/{target_id}/test", test_notice_target, Least.OPERATOR, _TAG, NoticeList
    ),
    Route("GET", PROJECT + "/notices", list_notices, _VIEWER, _TAG, NoticeList),
)
