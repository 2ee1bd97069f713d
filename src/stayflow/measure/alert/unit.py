"""In what unit an alert's numbers are: that of the metric it watches, or what its question counts."""

from collections.abc import Mapping
from typing import Final

from stayflow.language.raw import JsonObject
from stayflow.measure.alert.model import AlertDraft
from stayflow.measure.metric import Unit, list_metrics
from stayflow.measure.sheet import is_money
from stayflow.stores.relational import Transaction

PLAIN: Final[Unit] = "none"
COUNTED: Final[Mapping[object, Unit]] = {None: "count", "count": "count", "people": "people"}
"""Aggregates that count what has a name; without one, events are counted."""


def read_units(tx: Transaction) -> Mapping[str, Unit]:
    """The units of the saved metrics, by name."""
    return {each.name: each.unit for each in list_metrics(tx)}


def unit_of(draft: AlertDraft, units: Mapping[str, Unit]) -> Unit:
    """The unit of what an alert watches; that of a formula of several metrics is not known."""
    if draft.query is None:
        return units.get(draft.metric or "", PLAIN)
    if draft.query.get("kind") == "formula":
        return units.get(_only_name(draft.query), PLAIN)
    return "money" if is_money(draft.query) else _counted(draft.query)


def _only_name(query: JsonObject) -> str:
    """What the one formula says: the name of a metric, where it is nothing else."""
    written = query.get("formulas")
    first = written[0] if isinstance(written, list) and written else None
    said = first.get("formula") if isinstance(first, Mapping) else first
    return str(said).strip()


def _counted(query: JsonObject) -> Unit:
    metrics = query.get("metrics")
    first = metrics[0] if isinstance(metrics, list) and metrics else None
    aggregate = first.get("aggregate") if isinstance(first, Mapping) else None
    return COUNTED.get(aggregate, PLAIN) if isinstance(aggregate, str | None) else PLAIN
