"""Profile: one person's page, their timeline, and lists of people.

Owns no table. Reads `events`, `people`, `person_attributes` (ClickHouse) and `persons`, `identities`,
`identity_merges`, `identity_claims` (PostgreSQL). Other rooms add their panels to the page through `app.py`.
"""

from stayflow.understand.profile.column import (
    COLUMNS_MAX,
    Cell,
    Column,
    ColumnChoice,
    ColumnSource,
    UnknownColumn,
    list_columns,
)
from stayflow.understand.profile.model import (
    AttributeValue,
    KnownIdentity,
    Merge,
    PageAsked,
    Panel,
    PanelContent,
    PeoplePage,
    PersonPage,
    PersonRow,
    Reading,
    TimelineEvent,
    Totals,
    Whereabouts,
)
from stayflow.understand.profile.order import ATTRIBUTE, FIRST_SEEN, Order
from stayflow.understand.profile.page import describe_people, list_people, read_person
from stayflow.understand.profile.queries import list_events
from stayflow.understand.profile.store import get_survivor, list_identities
from stayflow.understand.profile.timeline import list_timeline

__all__ = [
    "ATTRIBUTE",
    "COLUMNS_MAX",
    "FIRST_SEEN",
    "AttributeValue",
    "Cell",
    "Column",
    "ColumnChoice",
    "ColumnSource",
    "KnownIdentity",
    "Merge",
    "Order",
    "PageAsked",
    "Panel",
    "PanelContent",
    "PeoplePage",
    "PersonPage",
    "PersonRow",
    "Reading",
    "TimelineEvent",
    "Totals",
    "UnknownColumn",
    "Whereabouts",
    "describe_people",
    "get_survivor",
    "list_columns",
    "list_events",
    "list_identities",
    "list_people",
    "list_timeline",
    "read_person",
]
