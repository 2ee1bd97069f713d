"""Dashboards: what they show, their numbers, and links to them."""

import msgspec
from fastapi import Response

from stayflow.interfaces.http.context import InProject
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.dashboard import (
    DashboardAnswerShape,
    DashboardAskBody,
    DashboardBody,
    DashboardList,
    DashboardShape,
    ShareBody,
    ShareCreated,
    ShareList,
    ShareShape,
)
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag, Trace
from stayflow.interfaces.http.shares import share_address
from stayflow.interfaces.http.shown import show_answer
from stayflow.measure import dashboard
from stayflow.measure.dashboard import Dashboard


def list_dashboards(context: InProject) -> DashboardList:
    """The dashboards, without their numbers."""
    with context.transaction() as tx:
        found = dashboard.list_dashboards(tx)
    return DashboardList(dashboards=[_shape(each) for each in found])


def create_dashboard(body: DashboardBody, context: InProject) -> DashboardShape:
    """Save a dashboard."""
    scope = context.scope()
    with context.transaction() as tx:
        made = dashboard.create_dashboard(tx, _draft(body), scope=scope, by=context.caller.actor)
    return _shape(made)


def get_dashboard(dashboard_id: str, context: InProject) -> DashboardShape:
    """One dashboard, without its numbers."""
    with context.transaction() as tx:
        return _shape(dashboard.get_dashboard(tx, dashboard_id))


def put_dashboard(dashboard_id: str, body: DashboardBody, context: InProject) -> DashboardShape:
    """Change what a dashboard shows."""
    scope = context.scope()
    with context.transaction() as tx:
        changed = dashboard.change_dashboard(tx, dashboard_id, _draft(body), scope=scope)
    return _shape(changed)


def remove_dashboard(dashboard_id: str, context: InProject) -> None:
    """Remove a dashboard and every link to it."""
    with context.transaction() as tx:
        dashboard.remove_dashboard(tx, dashboard_id)


def ask_dashboard(dashboard_id: str, body: DashboardAskBody, context: InProject) -> Response:
    """The numbers of every tile, as of the last full minute."""
    chosen = msgspec.convert(
        body.model_dump(exclude={"lang", "precision", "tiles"}), dashboard.Controls
    )
    with context.transaction() as tx:
        found = dashboard.get_dashboard(tx, dashboard_id)
        questions = {each.question_id: each for each in dashboard.list_questions(tx)}
    if body.tiles is not None:
        found = dashboard.only_tiles(found, body.tiles)
    answer = dashboard.answer_dashboard(
        dashboard.with_controls(found, chosen),
        questions,
        scope=dashboard.at_the_minute(context.scope()),
        warehouse=context.app.kept_facts(context.project),
        lang=body.lang,
        sampled_from=context.app.settings.number("query_sampled_rows_min")
        if body.precision == "auto"
        else None,
    )
    if not context.sees_personal_data:
        answer = dashboard.hide_people(answer, context.hides_attribute, body.lang)
    shown = show_answer(context, answer)
    return Response(msgspec.json.encode(shown), media_type="application/json")


def list_shares(dashboard_id: str, context: InProject) -> ShareList:
    """The links to a dashboard."""
    with context.transaction() as tx:
        found = dashboard.list_shares(tx, dashboard_id)
    return ShareList(shares=[ShareShape.model_validate(each) for each in found])


def share_dashboard(dashboard_id: str, body: ShareBody, context: InProject) -> ShareCreated:
    """Make a link that shows a dashboard's numbers, and nobody behind them, until it expires."""
    with context.transaction() as tx:
        share, token = dashboard.share_dashboard(
            tx, dashboard_id, days=body.days, by=context.caller.actor, now=context.now()
        )
    url = share_address(context.app, context.project, token)
    known = ShareShape.model_validate(share)
    return ShareCreated(**known.model_dump(), url=url)


def withdraw_share(dashboard_id: str, share_id: str, context: InProject) -> None:
    """End a link at once."""
    with context.transaction() as tx:
        dashboard.get_dashboard(tx, dashboard_id)
        dashboard.withdraw_share(tx, share_id)


def _draft(body: DashboardBody) -> dict[str, object]:
    return body.model_dump()


def _shape(found: Dashboard) -> DashboardShape:
    return DashboardShape.model_validate(
        {
            **{
                name: getattr(found, name)
                for name in DashboardShape.model_fields
                if name not in {"tiles", "controls"}
            },
            "tiles": msgspec.to_builtins(found.tiles),
            "controls": msgspec.to_builtins(found.controls),
        }
    )


_ALL = PROJECT + "/dashboards"
_ONE = _ALL + "/{dashboard_id}"
_VIEWER, _ANALYST, _TAG = Least.VIEWER, Least.ANALYST, Tag.ANALYSIS
ROUTES = (
    Route("GET", _ALL, list_dashboards, _VIEWER, _TAG, DashboardList),
    Route("POST", _ALL, create_dashboard, _ANALYST, _TAG, DashboardShape, status=201),
    Route("GET", _ONE, get_dashboard, _VIEWER, _TAG, DashboardShape),
    Route("PUT", _ONE, put_dashboard, _ANALYST, _TAG, DashboardShape),
    Route("DELETE", _ONE, remove_dashboard, _ANALYST, _TAG),
    Route(
        "POST",
        _ONE + "/answer",
        ask_dashboard,
        _VIEWER,
        _TAG,
        DashboardAnswerShape,
        described=True,
        trace=Trace.NEVER,
    ),
    Route("GET", _ONE + "/shares", list_shares, _ANALYST, _TAG, ShareList),
    Route("POST", _ONE + "/shares", share_dashboard, _ANALYST, _TAG, ShareCreated, status=201),
    Route("DELETE", _ONE + "/shares/{share_id}", withdraw_share, _ANALYST, _TAG),
)
