"""The step that holds events against the tracking plan."""

from dataclasses import replace
from typing import Final

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from stayflow.intake.clean.model import Cleaning
from stayflow.intake.clean.reasons import Reason
from stayflow.intake.columns import EventColumns, Rows, shape_of
from stayflow.intake.plan import Check, Fault, Finding, PlannedEvent, find_faults, repair_properties
from stayflow.language.event import OWN_SOURCES, PAGE_SOURCES

_JSON: Final = msgspec.json.Encoder(decimal_format="number")
_BEYOND_REPAIR: Final = frozenset({Fault.PROPERTY_MISSING, Fault.EVENT_UNPLANNED})


def check_plan(batch: Cleaning) -> Cleaning:
    """Events that are not as the tracking plan says: warned of, repaired or rejected, as it says."""
    plan = batch.guide.plan
    if batch.events.source in OWN_SOURCES or not (plan.events or plan.unplanned is not Check.NONE):
        return batch
    broken: dict[str, tuple[PlannedEvent, list[Rows]]] = {}
    for finding in find_faults(plan, batch.events):
        if finding.event is None and batch.events.source in PAGE_SOURCES:
            continue  # whoever sent our form was thanked: nobody planned its name but us
        batch = _judged(batch, finding)
        if finding.event and _is_repaired(finding):
            broken.setdefault(finding.event.name, (finding.event, []))[1].append(finding.rows)
    for planned, parts in broken.values():
        rows = np.unique(np.concatenate(parts))
        batch = replace(batch, events=_repaired(batch.events, planned, rows))
    return batch


def _is_repaired(finding: Finding) -> bool:
    return finding.check is Check.REPAIR and finding.fault not in _BEYOND_REPAIR


def _judged(batch: Cleaning, finding: Finding) -> Cleaning:
    """The batch with the finding noted on its events."""
    where = np.zeros(len(batch.events), dtype=bool)
    where[finding.rows] = True
    reason = Reason(str(finding.fault))
    about = f"properties.{finding.name}" if finding.name else ""
    if finding.check is Check.REJECT:
        return batch.drop(where, reason, about)
    if _is_repaired(finding):
        return batch.repair(batch.events, where, reason, about)
    return batch.warn(where, reason, about)


def _repaired(events: EventColumns, planned: PlannedEvent, rows: Rows) -> EventColumns:
    """The events with the properties at `rows` as planned; only these are read one by one."""
    fixed = [
        repair_properties(planned, msgspec.json.decode(text))
        for text in events.properties.take(pa.array(rows)).to_pylist()
    ]
    where = np.zeros(len(events), dtype=bool)
    where[rows] = True
    texts = pa.array([_JSON.encode(each).decode() for each in fixed], pa.string())
    return replace(
        events,
        properties=pc.replace_with_mask(events.properties, pa.array(where), texts),
        shapes=events.shapes.put(rows, [shape_of(each) for each in fixed]),
    )
