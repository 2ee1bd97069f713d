"""Nouns of the room: what is known of one person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from stayflow.language.scope import Scope
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.profile.column import Cell, Column
from stayflow.understand.profile.order import Order


@dataclass(frozen=True, slots=True)
class KnownIdentity:
    """One (kind, value) the person is known by."""

    kind: str
    value: str
    first_seen_at: datetime


@dataclass(frozen=True, slots=True)
class Merge:
    """Another person who turned out to be this one."""

    person_id: int
    at: datetime
    cause: str


@dataclass(frozen=True, slots=True)
class AttributeValue:
    """The newest value of an attribute, as text, with where it came from."""

    name: str
    value: str
    origin: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Totals:
    """A person's events in sum.

    Attributes:
        orders: Events with a positive revenue.
        revenue: Sum of all revenue, returns deducted.
        currency: Of the newest order; '' without one.
    """

    events: int
    first_seen_at: datetime
    last_seen_at: datetime | None
    orders: int
    revenue: Decimal
    currency: str
    last_order_at: datetime | None


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One event of a person's timeline.

    Attributes:
        event_id: Hexadecimal.
        properties: As they were sent.
        context: The columns of where and how that are not empty.
    """

    event_id: str
    event: str
    time: datetime
    revenue: Decimal | None
    currency: str
    context: Mapping[str, str]
    properties: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A device, and where it was: what the events say of it, '' where they do not."""

    device: str
    os: str
    browser: str
    country: str
    province: str
    city: str
    events: int
    last_seen_at: datetime


@dataclass(frozen=True, slots=True)
class PanelContent:
    """What another room knows of the person; `content` is a frozen value of that room."""

    name: str
    content: object


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Everything known of a person.

    Attributes:
        person_id: The canonical person; the one asked for may have been merged into it.
        merges: Others who turned out to be this person, oldest first.
        whereabouts: Devices and places, the newest first.
        timeline: The newest events and changes of the person; `list_timeline` has the rest.
        panels: What other rooms add, in the order they were given.
    """

    person_id: int
    identities: tuple[KnownIdentity, ...]
    merges: tuple[Merge, ...]
    attributes: tuple[AttributeValue, ...]
    totals: Totals
    timeline: tuple[TimelineEvent, ...]
    timeline_next: str | None
    whereabouts: tuple[Whereabouts, ...]
    panels: tuple[PanelContent, ...]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of a list of people.

    Attributes:
        cells: What stands in each of the columns asked for, in their order; several values of a tag, none of others.
    """

    person_id: int
    identities: tuple[KnownIdentity, ...]
    attributes: Mapping[str, str]
    first_seen_at: datetime
    last_seen_at: datetime | None
    cells: tuple[tuple[Cell, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class PageAsked:
    """Which page of a list of people.

    Attributes:
        limit: People on it; 0 only counts.
        cursor: `next` of the page before; None for the first.
        search: Only people with an identity that contains this text.
        columns: Columns beside attributes.
        order: By what the list is sorted; None is by person id. A cursor is of one order.
    """

    limit: int = 50
    cursor: str | None = None
    search: str | None = None
    columns: tuple[Column, ...] = ()
    order: Order | None = None


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Some of the people asked for, in the order asked for.

    Attributes:
        count: How many there are in all.
        next: Cursor of the following page; None on the last.
    """

    count: int
    people: tuple[PersonRow, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a panel reads with; `scope.people` is the person alone, `ids` is every id that leads to them."""

    person_id: int
    scope: Scope
    tx: Transaction
    warehouse: ProjectWarehouse

    @property
    def ids(self) -> tuple[int, ...]:
        """Every id that leads to the person."""
        return self.scope.raw_people or (self.person_id,)


class Panel(Protocol):
    """A part of the page that another room adds; gathered in `app.py`."""

    @property
    def name(self) -> str:
        """Its key on the page."""

    def read(self, reading: Reading) -> object | None:
        """What the room knows of the person; None leaves the panel out."""
