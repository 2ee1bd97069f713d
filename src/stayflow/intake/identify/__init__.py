"""ONE-ID: from the identities that events name to dense person ids.

Owns in PostgreSQL `identity_kinds`, `identity_blocked`, `persons`, `identities`, `identity_edges`,
`identity_merges`, `merge_refusals`, `identity_counters`, `identity_claims`,
`identity_claim_sides`, `identity_unbinds`, `identity_squashes`; in ClickHouse `people`,
`person_merges`, `identity_changes`, `squashes` and the dictionaries `person_overrides` and `person_recent`. Reads
`batches`, to say where a pair came from.

The law (docs/adr/0012): pairs of identities named by one event are weighed in the order in which
the events happened; one that would give a person more of a kind than the kind's limit, or join what
somebody keeps apart, is refused; pairs with a blocked value, a detached identity, or one account
too many of a sharable identity do not count at all. So the result depends on the set of facts and
not on their arrival, apart from which id survives (the oldest). An id is made for every identity
under which events are stored, so that any of them can be led elsewhere later without touching an
event: a merge is a row, and parting persons gives each the events of their identities back.
"""

from stayflow.intake.identify.bulk import (
    IdentityFileInvalid,
    Imported,
    import_statements,
    read_statements,
)
from stayflow.intake.identify.by_hand import (
    ByHand,
    MergeInvalid,
    MergeRefused,
    Regrouped,
    merge_people,
    part_people,
    withdraw_claim,
)
from stayflow.intake.identify.everything import RulesApplied, apply_rules
from stayflow.intake.identify.graph import (
    Chain,
    GraphEdge,
    GraphNode,
    NoChain,
    PersonGraph,
    explain,
    read_graph,
)
from stayflow.intake.identify.history import (
    MergeEntry,
    RefusalEntry,
    count_refusals,
    list_merges,
    list_refusals,
)
from stayflow.intake.identify.holdings import IDENTITY_HOLDINGS
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
from stayflow.intake.identify.moves import publish_moves
from stayflow.intake.identify.naming import named_persons
from stayflow.intake.identify.people import PersonNotFound, PersonPart
from stayflow.intake.identify.publish import (
    note_squash,
    publish_people,
    recall_change,
    reload_overrides,
)
from stayflow.intake.identify.read import (
    TWINS_SQL,
    find_people,
    has_merges,
    has_moved,
    ids_behind,
    last_move,
    list_changed_people,
    list_ids_behind,
    list_led_to,
)
from stayflow.intake.identify.resolve import Identified, resolve
from stayflow.intake.identify.rules import (
    EVERY_KIND,
    IdentityRules,
    IdentityRulesInvalid,
    check_rules,
    count_identities,
    read_rules,
)
from stayflow.intake.identify.squash import (
    begin_squash,
    finish_squash,
    give_up_squash,
    holds_squash,
    squash_in_force,
)
from stayflow.intake.identify.store import Counters, list_named, lock_counters

__all__ = [
    "DEFAULT_KINDS",
    "EVERY_KIND",
    "IDENTITY_HOLDINGS",
    "TWINS_SQL",
    "ByHand",
    "Chain",
    "Counters",
    "GraphEdge",
    "GraphMemory",
    "GraphNode",
    "Identified",
    "Identity",
    "IdentityFileInvalid",
    "IdentityKind",
    "IdentityRules",
    "IdentityRulesInvalid",
    "Ids",
    "Imported",
    "MergeCause",
    "MergeEntry",
    "MergeInvalid",
    "MergeRefused",
    "NoChain",
    "PeopleChange",
    "PersonGraph",
    "PersonNotFound",
    "PersonPart",
    "RefusalEntry",
    "RefusalReason",
    "Regrouped",
    "RulesApplied",
    "apply_rules",
    "begin_squash",
    "check_rules",
    "count_identities",
    "count_refusals",
    "explain",
    "find_people",
    "finish_squash",
    "give_up_squash",
    "has_merges",
    "has_moved",
    "holds_squash",
    "ids_behind",
    "import_statements",
    "last_move",
    "list_changed_people",
    "list_ids_behind",
    "list_led_to",
    "list_merges",
    "list_named",
    "list_refusals",
    "lock_counters",
    "merge_people",
    "named_persons",
    "note_squash",
    "part_people",
    "publish_moves",
    "publish_people",
    "read_graph",
    "read_rules",
    "read_statements",
    "recall_change",
    "reload_overrides",
    "resolve",
    "squash_in_force",
    "withdraw_claim",
]
