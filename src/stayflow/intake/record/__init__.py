"""Recording: events into ClickHouse, and what is known of their names.

Owns in ClickHouse `events`, `event_people_daily`, `person_attributes`, `rejected_events`; in
PostgreSQL `catalogue_events`, `catalogue_properties`, `catalogue_property_events` and
`catalogue_attributes`, and the statements on `batches` and `intake_counts`. Every insert carries
its batch as token: done again it counts once.
"""

from stayflow.intake.record.batches import (
    BatchUnderWay,
    OpenBatch,
    Origin,
    SourceTally,
    add_counts,
    close_batch,
    find_open_batch,
    has_others_in,
    last_batch,
    list_counts,
    next_arrival,
    note_times,
    number_arrivals,
    open_batch,
)
from stayflow.intake.record.browse import (
    NamedEvent,
    NamedProperty,
    RejectedEvent,
    ValueCount,
    list_attribute_values,
    list_named_events,
    list_named_properties,
    list_property_values,
    list_rejected,
    sum_outcomes,
)
from stayflow.intake.record.catalogue import (
    CataloguedProperty,
    EventSeen,
    ProjectCatalogue,
    add_attributes,
    add_columns,
    add_events,
    add_properties,
    plan_properties,
    read_catalogue,
)
from stayflow.intake.record.write import (
    canonical_text,
    events_table,
    stored_events,
    write_attributes,
    write_daily_again,
    write_events,
    write_rejected,
)

__all__ = [
    "BatchUnderWay",
    "CataloguedProperty",
    "EventSeen",
    "NamedEvent",
    "NamedProperty",
    "OpenBatch",
    "Origin",
    "ProjectCatalogue",
    "RejectedEvent",
    "SourceTally",
    "ValueCount",
    "add_attributes",
    "add_columns",
    "add_counts",
    "add_events",
    "add_properties",
    "canonical_text",
    "close_batch",
    "events_table",
    "find_open_batch",
    "has_others_in",
    "last_batch",
    "list_attribute_values",
    "list_counts",
    "list_named_events",
    "list_named_properties",
    "list_property_values",
    "list_rejected",
    "next_arrival",
    "note_times",
    "number_arrivals",
    "open_batch",
    "plan_properties",
    "read_catalogue",
    "stored_events",
    "sum_outcomes",
    "write_attributes",
    "write_daily_again",
    "write_events",
    "write_rejected",
]
