"""ONE-ID: from the identities that events name to dense person ids.

Owns in PostgreSQL `identity_kinds`, `persons`, `identities`, `identity_edges`, `identity_merges`,
`merge_refusals`, `identity_counters`; in ClickHouse `people`, `person_merges` and the dictionary
`person_overrides`. Reads nothing of other rooms.

The law: edges between identities named by one event are weighed in the order in which the events
happened; one that would give a person two different values of a unique kind is refused. So the
result depends on the set of events and not on their arrival, apart from which id survives (the
oldest). An id is made for every identity under which events are stored, so that any of them can
be led elsewhere later without touching an event.
"""

from stayflow.intake.identify.memory import GraphMemory
from stayflow.intake.identify.model import (
    DEFAULT_KINDS,
    Identity,
    IdentityKind,
    Ids,
    MergeCause,
    PeopleChange,
    RefusalReason,
)
from stayflow.intake.identify.naming import named_persons
from stayflow.intake.identify.publish import publish_people, recall_change, reload_overrides
from stayflow.intake.identify.read import has_merges, list_ids_behind
from stayflow.intake.identify.resolve import Identified, resolve
from stayflow.intake.identify.store import Counters, lock_counters

__all__ = [
    "DEFAULT_KINDS",
    "Counters",
    "GraphMemory",
    "Identified",
    "Identity",
    "IdentityKind",
    "Ids",
    "MergeCause",
    "PeopleChange",
    "RefusalReason",
    "has_merges",
    "list_ids_behind",
    "lock_counters",
    "named_persons",
    "publish_people",
    "recall_change",
    "reload_overrides",
    "resolve",
]
