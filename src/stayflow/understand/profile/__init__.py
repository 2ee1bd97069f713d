"""Profile: one person's page, their timeline, and lists of people.

Owns no table. Reads `events`, `people`, `person_attributes` (ClickHouse) and `persons`, `identities`,
`identity_merges`, `identity_claims` (PostgreSQL). Other rooms add their panels to the page through `app.py`.
"""

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
from stayflow.understand.profile.page import describe_people, list_people, read_person
from stayflow.understand.profile.queries import list_events
from stayflow.understand.profile.store import get_survivor, list_identities
from stayflow.understand.profile.timeline import list_timeline

__all__ = [
    "AttributeValue",
    "KnownIdentity",
    "Merge",
    "PageAsked",
    "Panel",
    "PanelContent",
    "PeoplePage",
    "PersonPage",
    "PersonRow",
    "Reading",
    "TimelineEvent",
    "Totals",
    "Whereabouts",
    "describe_people",
    "get_survivor",
    "list_events",
    "list_identities",
    "list_people",
    "list_timeline",
    "read_person",
]
