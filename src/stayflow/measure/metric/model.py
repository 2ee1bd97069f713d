"""The nouns of saved metrics."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

import msgspec

from stayflow.kernel.errors import Conflict, InvalidInput, NotFound
from stayflow.language.condition import parse_condition
from stayflow.language.event_filter import parse_event_filter
from stayflow.language.formula import NAME, names_in, parse_formula
from stayflow.language.metric import parse_metric
from stayflow.language.raw import JsonObject
from stayflow.language.scope import Scope

NAME_MAX = 60
TEXT_MAX = 2_000
Unit = Literal["none", "people", "count", "money", "share", "seconds"]
Direction = Literal["up", "down"]
UNITS: tuple[str, ...] = get_args(Unit)


class MetricNotFound(NotFound):
    """The project has no such metric."""

    code = "metric_not_found"


class MetricNameTaken(Conflict):
    """Another metric has the name."""

    code = "metric_name_taken"


class MetricInUse(Conflict):
    """Other metrics are computed of it or hang below it."""

    code = "metric_in_use"


class MetricInvalid(InvalidInput):
    """A metric that cannot be saved."""

    code = "metric_invalid"


class MetricDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A metric as its author writes it.

    Attributes:
        name: By which formulas call it: letters of any script, digits and `_`.
        definition: `{"metric": {event, aggregate, where}}`, with `people` and `filter` if need be; or
            `{"formula": "a / b"}` over other saved metrics.
        unit: How its number is written.
        direction: `up` when more is better.
        target: For the range that the tree shows.
        parent: The name of the metric it drives.
    """

    name: str
    definition: dict[str, object]
    title: str = ""
    description: str = ""
    unit: Unit = "none"
    direction: Direction = "up"
    owner: str = ""
    target: float | None = None
    parent: str | None = None
    position: int = 0


@dataclass(frozen=True, slots=True)
class SavedMetric:
    """A saved metric; see `MetricDraft`."""

    metric_id: str
    name: str
    title: str
    description: str
    definition: JsonObject
    unit: Unit
    direction: Direction
    owner: str
    target: float | None
    parent: str | None
    position: int
    created_at: datetime
    created_by: str
    changed_at: datetime

    @property
    def formula(self) -> str | None:
        """What it is computed of; None where it is counted itself."""
        found = self.definition.get("formula")
        return None if found is None else str(found)


def parse_draft(raw: object, *, scope: Scope) -> MetricDraft:
    """Read a metric as its author wrote it.

    Raises:
        MetricInvalid: A part has the wrong shape.
        InvalidInput: Its definition cannot be read; the path is below `definition`.
    """
    try:
        draft = msgspec.convert(raw, MetricDraft)
    except msgspec.ValidationError as error:
        raise MetricInvalid(str(error)) from error
    if not NAME.fullmatch(draft.name) or len(draft.name) > NAME_MAX:
        raise MetricInvalid(
            f"expected up to {NAME_MAX} letters, digits and _, beginning with a letter", path="name"
        )
    if len(draft.title) > NAME_MAX * 2 or len(draft.description) > TEXT_MAX:
        raise MetricInvalid("the title or the description is too long", path="title")
    _check_definition(draft.definition, scope)
    return draft


def _check_definition(definition: JsonObject, scope: Scope) -> None:
    if definition.get("formula") is not None:
        if set(definition) != {"formula"}:
            raise MetricInvalid("a formula stands alone", path="definition")
        formula = parse_formula(str(definition["formula"]), "definition.formula")
        if not any(names_in(formula)):
            raise MetricInvalid("names no metric", path="definition.formula")
        return
    unknown = set(definition) - {"metric", "people", "filter"}
    if unknown or "metric" not in definition:
        raise MetricInvalid(
            "expected metric (with people and filter if need be), or formula", path="definition"
        )
    parse_metric(definition["metric"], "definition.metric")
    if definition.get("people"):
        parse_condition(definition["people"], "definition.people", facets=scope.facets)
    if definition.get("filter"):
        parse_event_filter(definition["filter"], "definition.filter")
