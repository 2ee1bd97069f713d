"""Saved metrics, the tree they make, and templates to begin with."""

from typing import Annotated, Literal

from fastapi import Query

from stayflow.interfaces.http.context import InProject
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.common import Sentence
from stayflow.interfaces.http.model.metric import (
    MetricBody,
    MetricList,
    MetricOrderBody,
    MetricShape,
    MetricTemplateBody,
    MetricTemplateList,
    MetricTemplateShape,
    MetricValues,
    MetricValueShape,
    TemplateRole,
)
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag
from stayflow.measure import metric
from stayflow.measure.dashboard import at_the_minute


def list_metrics(context: InProject) -> MetricList:
    """The saved metrics."""
    with context.transaction() as tx:
        found = metric.list_metrics(tx)
    return MetricList(metrics=[MetricShape.model_validate(each) for each in found])


def save_metric(body: MetricBody, context: InProject) -> MetricShape:
    """Save a metric."""
    return _save(body, context, None)


def put_metric(metric_id: str, body: MetricBody, context: InProject) -> MetricShape:
    """Change a metric."""
    return _save(body, context, metric_id)


def order_metrics(body: MetricOrderBody, context: InProject) -> MetricList:
    """Put siblings of the tree in order; it is kept for everybody."""
    with context.transaction() as tx:
        metric.order_metrics(tx, body.names)
    return list_metrics(context)


def remove_metric(metric_id: str, context: InProject) -> None:
    """Remove a metric that no other rests on."""
    with context.transaction() as tx:
        metric.remove_metric(tx, metric_id)


def read_metric_values(
    context: InProject,
    last: str = "30d",
    name: Annotated[list[str] | None, Query(max_length=100)] = None,
) -> MetricValues:
    """What saved metrics are over the last days, and were over as many before."""
    scope = at_the_minute(context.scope())
    warehouse = context.app.kept_facts(context.project)
    with context.transaction() as tx:
        found = [each for each in metric.list_metrics(tx) if not name or each.name in name]
    values = []
    for each in found:
        value = metric.value_of(each.name, {"last": last}, scope=scope, warehouse=warehouse)
        values.append(
            MetricValueShape(
                name=each.name,
                value=value.value,
                previous=value.previous,
                change=value.change,
                is_met=metric.is_met(each, value.value),
                points=list(value.points),
                error=value.error,
            )
        )
    return MetricValues(values=values, as_of=scope.now)


def list_metric_templates(context: InProject) -> MetricTemplateList:
    """Trees to begin with, and which of the project's events seem to be theirs."""
    known = context.scope().catalogue.event_names()
    shapes = []
    for template in metric.list_templates().values():
        suggested = metric.suggest_events(template, known)
        shapes.append(
            MetricTemplateShape(
                name=template.name,
                title=Sentence(zh=template.title.zh, en=template.title.en),
                roles=[
                    TemplateRole(role=role, usual=list(usual), suggested=suggested[role])
                    for role, usual in template.roles.items()
                ],
                metrics=[each.name for each in template.metrics],
            )
        )
    return MetricTemplateList(templates=shapes)


def take_metric_template(
    template: Literal["ecommerce", "content", "saas", "game", "finance", "stores"],
    body: MetricTemplateBody,
    context: InProject,
) -> MetricList:
    """Save the metrics of a template."""
    scope = context.scope()
    with context.transaction() as tx:
        metric.take_template(
            tx, template, body.events, scope=scope, by=context.caller.actor, lang=body.lang
        )
    return list_metrics(context)


def _save(body: MetricBody, context: InProject, metric_id: str | None) -> MetricShape:
    scope = context.scope()
    with context.transaction() as tx:
        saved = metric.save_metric(
            tx, body.model_dump(), scope=scope, by=context.caller.actor, metric_id=metric_id
        )
    return MetricShape.model_validate(saved)


_ALL = PROJECT + "/metrics"
_TEMPLATES = PROJECT + "/metric-templates"
_VIEWER, _ANALYST, _TAG = Least.VIEWER, Least.ANALYST, Tag.ANALYSIS
ROUTES = (
    Route("GET", _ALL, list_metrics, _VIEWER, _TAG, MetricList),
    Route("POST", _ALL, save_metric, _ANALYST, _TAG, MetricShape, status=201),
    Route("POST", _ALL + "/order", order_metrics, _ANALYST, _TAG, MetricList),
    Route("GET", _ALL + "/values", read_metric_values, _VIEWER, _TAG, MetricValues),
    Route("PUT", _ALL + "/{metric_id}", put_metric, _ANALYST, _TAG, MetricShape),
    Route("DELETE", _ALL + "/{metric_id}", remove_metric, _ANALYST, _TAG),
    Route("GET", _TEMPLATES, list_metric_templates, _VIEWER, _TAG, MetricTemplateList),
    Route("POST", _TEMPLATES + "/{template}", take_metric_template, _ANALYST, _TAG, MetricList),
)
