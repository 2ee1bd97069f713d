"""Metric: numbers that mean the same wherever they stand, with unit, direction, owner and target, hung into a tree.

Owns `metrics` (PostgreSQL). Reads what the analyses read. Emits no fact.
"""

from stayflow.measure.metric.model import (
    MetricDraft,
    MetricInUse,
    MetricInvalid,
    MetricNameTaken,
    MetricNotFound,
    SavedMetric,
    Unit,
)
from stayflow.measure.metric.store import (
    get_metric,
    list_metrics,
    order_metrics,
    read_definitions,
    remove_metric,
    save_metric,
)
from stayflow.measure.metric.templates import (
    Template,
    TemplateNotFound,
    get_template,
    list_templates,
    suggest_events,
    take_template,
)
from stayflow.measure.metric.values import MetricValue, is_met, value_of

__all__ = [
    "MetricDraft",
    "MetricInUse",
    "MetricInvalid",
    "MetricNameTaken",
    "MetricNotFound",
    "MetricValue",
    "SavedMetric",
    "Template",
    "TemplateNotFound",
    "Unit",
    "get_metric",
    "get_template",
    "is_met",
    "list_metrics",
    "list_templates",
    "order_metrics",
    "read_definitions",
    "remove_metric",
    "save_metric",
    "suggest_events",
    "take_template",
    "value_of",
]
