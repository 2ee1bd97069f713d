"""Room `destination`: a project's data on its way to other systems.

What leaves: recorded events, the attributes they stated, who entered or left a segment, came to
another stage, RFM class or tag, or is to be forgotten, and a whole segment once; with a filter, in
the fields that the other side wants, at least once, each row under an id of its own.
Where to: a webhook, Parquet files, a PostgreSQL table, a Kafka topic; one file a kind in `kind/`.

Owns (PostgreSQL): `destinations`, `destination_positions`, `deliveries`, `destination_withdrawals`,
`destination_exports`.
Reads: `batches`, `lifecycle_runs`, `rfm_models`, `tags`; `events`, `person_attributes`,
`stage_changes`, `rfm_changes`, `tag_changes` (ClickHouse); segments and identities through their rooms. It stands
with `act`, not with `intake`: what it tells of people is computed above intake (ADR 0011).
"""

from stayflow.act.destination.change import (
    Made,
    Replay,
    Replayed,
    Standing,
    change_destination,
    create_destination,
    get_destination,
    list_destinations,
    pause_destination,
    read_standing,
    release_destinations,
    remove_destination,
    replay_destination,
    resume_destination,
    try_destination,
)
from stayflow.act.destination.deliver import Forwarding, deliver_due, deliver_to, read_rows
from stayflow.act.destination.deliveries import forget_sent, get_delivery, list_deliveries
from stayflow.act.destination.errors import (
    DestinationInvalid,
    DestinationNameTaken,
    DestinationNotFound,
)
from stayflow.act.destination.holdings import DESTINATION_HOLDINGS
from stayflow.act.destination.invariants import DESTINATION_INVARIANTS
from stayflow.act.destination.kind import KINDS
from stayflow.act.destination.members import (
    MembersExport,
    export_members,
    list_member_exports,
)
from stayflow.act.destination.model import (
    Definition,
    Delivery,
    DeliveryState,
    Destination,
    DestinationState,
    EventsWanted,
    Health,
    Lag,
    Outcome,
    Row,
    Tally,
)
from stayflow.act.destination.store import destination_uses
from stayflow.act.destination.withdraw import Withdrawal, forget_withdrawals, withdraw_person

__all__ = [
    "DESTINATION_HOLDINGS",
    "DESTINATION_INVARIANTS",
    "KINDS",
    "Definition",
    "Delivery",
    "DeliveryState",
    "Destination",
    "DestinationInvalid",
    "DestinationNameTaken",
    "DestinationNotFound",
    "DestinationState",
    "EventsWanted",
    "Forwarding",
    "Health",
    "Lag",
    "Made",
    "MembersExport",
    "Outcome",
    "Replay",
    "Replayed",
    "Row",
    "Standing",
    "Tally",
    "Withdrawal",
    "change_destination",
    "create_destination",
    "deliver_due",
    "deliver_to",
    "destination_uses",
    "export_members",
    "forget_sent",
    "forget_withdrawals",
    "get_delivery",
    "get_destination",
    "list_deliveries",
    "list_destinations",
    "list_member_exports",
    "pause_destination",
    "read_rows",
    "read_standing",
    "release_destinations",
    "remove_destination",
    "replay_destination",
    "resume_destination",
    "try_destination",
    "withdraw_person",
]
