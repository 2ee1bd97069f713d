"""Saved metrics, their tree and templates."""

from typing import Literal

from pydantic import Field

from stayflow.interfaces.http.model.common import Answer, Body, Instant, Json, Sentence

MetricUnit = Literal["none", "people", "count", "money", "share", "seconds"]


class MetricBody(Body):
    """A metric as its author writes it."""

    name: str = Field(description="By which formulas call it", examples=["orders"])
    definition: dict[str, Json] = Field(
        description="`{metric: {event, aggregate, where}, people?, filter?}` or `{formula: text}`",
        examples=[{"metric": {"event": "purchase", "aggregate": "people"}}],
    )
    title: str = ""
    description: str = ""
    unit: MetricUnit = "none"
    direction: Literal["up", "down"] = "up"
    owner: str = ""
    target: float | None = None
    parent: str | None = Field(default=None, description="Name of the metric it drives")
    position: int = 0


class MetricShape(Answer):
    """A saved metric."""

    metric_id: str
    name: str
    title: str
    description: str
    definition: dict[str, Json]
    unit: MetricUnit
    direction: Literal["up", "down"]
    owner: str
    target: float | None
    parent: str | None
    position: int
    created_at: Instant
    created_by: str
    changed_at: Instant


class MetricList(Answer):
    """Siblings of the tree in their order."""

    metrics: list[MetricShape]


class MetricOrderBody(Body):
    """Siblings of the tree, in the order they shall have."""

    names: list[str] = Field(max_length=500, examples=[["orders", "visitors"]])


class MetricValueShape(Answer):
    """One metric over a range, as many days before, and per day."""

    name: str
    value: float | None
    previous: float | None
    change: float | None
    is_met: bool | None
    points: list[float | None]
    error: str | None


class MetricValues(Answer):
    """As of the last full minute."""

    values: list[MetricValueShape]
    as_of: Instant


class TemplateRole(Answer):
    """An event that a template needs."""

    role: str
    usual: list[str]
    suggested: str | None


class MetricTemplateShape(Answer):
    """A tree to begin with."""

    name: str
    title: Sentence
    roles: list[TemplateRole]
    metrics: list[str]


class MetricTemplateList(Answer):
    """One per industry."""

    templates: list[MetricTemplateShape]


class MetricTemplateBody(Body):
    """Which of the project's events a template's roles are."""

    events: dict[str, str]
    lang: Literal["zh", "en"] = "zh"
