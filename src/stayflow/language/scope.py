"""What a compiler knows of a project: its zone, the present, its catalogue, merges, and the people asked about."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from stayflow.kernel.errors import InvalidInput, nearest
from stayflow.kernel.registry import Registry
from stayflow.language.facet import FacetEditor, FacetField
from stayflow.language.raw import JsonObject, shown
from stayflow.language.sample import Blocks, Share
from stayflow.language.sentence import Lang, Sentence
from stayflow.language.statement import Binder

SURVIVOR = "dictGetOrDefault('person_overrides', 'to', {id}, {id})"

NEWEST = "bitShiftLeft(toInt128(toUnixTimestamp64Milli(at)), 64) + toInt128(person_id)"
"""What orders rows that merged persons were written apart: time, then id; one number is quicker than a pair."""
RECENT_SURVIVOR = "dictGetOrDefault('person_recent', 'to', survivor, survivor)"


class Facet(Protocol):
    """A further kind of condition, declared in the room that owns its table and gathered in `app.py`.

    It belongs to one project. Its clause is a frozen value that only the facet itself understands. A clause that holds
    a comparison (`score: {name, op, value}`) is read with `comparison.read_comparison`.
    """

    @property
    def name(self) -> str:
        """The key of its clause in a condition."""

    def parse(self, raw: object, path: str) -> object:
        """Read the clause, or raise an error that names its place."""

    def definition(self, clause: object) -> JsonObject | None:
        """The condition this clause stands for, compiled in its place; None when it is a set of people."""

    def people_sql(self, clause: object, scope: "Scope", binder: Binder) -> str:
        """A SELECT of one column: the canonical persons who meet the clause (called when there is no definition).

        Over `scope.people` only where those are given: `scope.people_sql` is the filter of rows, so that a handful
        of people costs a handful of rows.
        """

    def describe(self, clause: object, lang: Lang) -> str:
        """The clause in words."""

    def editor(self, clause: JsonObject) -> FacetEditor:
        """How the clause is edited: its fields, and what may stand in each.

        Args:
            clause: As it stands, perhaps with holes and names that are gone; `{}` for a new one. What may be chosen
                in one field can depend on another, as the stages do on the model. It never raises for it.
        """


@dataclass(frozen=True, slots=True)
class Split:
    """How people are told apart by what a room above the language knows of them.

    Attributes:
        name: What its values stand under in an answer.
        said: What it is called.
        sql: A SELECT of `person`, canonical, and `value`, a text that is never empty. A person has one row at most,
            unless the split overlaps: then one for each value. Who has none stands in no row.
        values: What the values are called, where they are known by name.
        overlaps: True when a person may have several values, which are all in `values`.
    """

    name: str
    said: Sentence
    sql: Callable[["Scope", Binder], str]
    values: Mapping[str, Sentence] = field(default_factory=dict)
    overlaps: bool = False


class Splitter(Protocol):
    """A further kind of breakdown, `{"tag": …}`, declared in the room that owns the table and gathered in `app.py`.

    It belongs to one project.
    """

    @property
    def name(self) -> str:
        """The key of its clause in a breakdown."""

    def read(self, raw: object, path: str) -> Split:
        """Read the clause, or raise an error that names its place."""

    def offer(self) -> FacetField:
        """What may stand in the clause: one of the choices, or a list of some of them."""


class ValueType(StrEnum):
    """Type of a property or attribute."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    TIME = "time"
    LIST = "list"


class UnknownEvent(InvalidInput):
    """An event this project has never seen."""

    code = "unknown_event"


class UnknownProperty(InvalidInput):
    """A property no event of this project carries."""

    code = "unknown_property"


class UnknownAttribute(InvalidInput):
    """An attribute nobody in this project has."""

    code = "unknown_attribute"


class WrongType(InvalidInput):
    """A property or attribute used as a type it does not have."""

    code = "wrong_type"


@dataclass(frozen=True, slots=True)
class PropertyColumn:
    """A property of events.

    Attributes:
        name: As callers write it.
        type: Its catalogued type.
        sql: Its column of `events`; None while it is only in the text of `properties`.
    """

    name: str
    type: ValueType
    sql: str | None = None


class Cost(Protocol):
    """What was spent on a source in a month; `month` is its first day."""

    @property
    def source(self) -> str:
        """Where people come from."""

    @property
    def month(self) -> date:
        """Its first day."""

    @property
    def spend(self) -> Decimal:
        """In the project's currency."""


class Catalogue(Protocol):
    """The names a project has seen or planned."""

    def event_names(self) -> Collection[str]:
        """Every event."""

    def property_names(self) -> Collection[str]:
        """Every property, the built-in ones not among them."""

    def property(self, name: str) -> PropertyColumn | None:
        """One property, None when it is unknown."""

    def attribute_names(self) -> Collection[str]:
        """Every attribute."""

    def attribute(self, name: str) -> ValueType | None:
        """The type of one attribute, None when it is unknown."""


TEXT_COLUMNS = (
    "event", "session_id", "channel", "source", "medium", "campaign", "term", "content", "referrer", "search_engine",
    "keyword", "url", "path", "title", "device", "os", "browser", "app_version", "country", "province", "city",
    "language", "zone", "currency",
)  # fmt: skip
REVENUE = "revenue"
BUILT_IN_PROPERTIES = {
    name: PropertyColumn(name, ValueType.TEXT, name) for name in TEXT_COLUMNS
} | {
    REVENUE: PropertyColumn(REVENUE, ValueType.NUMBER, REVENUE),
    "time": PropertyColumn("time", ValueType.TIME, "time"),
}
"""Columns every event has; a catalogued property of the same name comes first, but for `revenue`."""


@dataclass(frozen=True)
class Scope:
    """What a compiler knows of a project at one moment.

    Attributes:
        zone: The project's zone; days are cut in it.
        now: The present instant, aware.
        catalogue: Names and types.
        has_merges: True when persons were merged, so that ids are mapped to their survivors.
        squash: Number of the squash in force: events tell the survivor as of it; 0 for none.
        people: Canonical person ids asked about; None means everybody.
        raw_people: Every id that leads to `people`, when it is known already; saves looking them up.
        sample: Only these are asked about. With `Blocks` rows of others are left out as far as that saves reading; with
            a `Share` all of them are. `people` comes before it.
        arrivals: Every event stored has a smaller number in the order of arrival; 0 when that is not known.
        until: Only what happened before it counts: the project as it was then. None counts everything.
        facets: Further kinds of condition, by name, bound to the project.
        splitters: Further kinds of breakdown, likewise.
        metrics: Reads the saved metrics by name, when a question combines them.
        costs: Reads what was spent to win people, when a question asks for it.
        value_rules: Reads the project's rules of value, for a question that says none.
    """

    zone: ZoneInfo
    now: datetime
    catalogue: Catalogue
    has_merges: bool = False
    squash: int = 0
    people: tuple[int, ...] | None = None
    raw_people: tuple[int, ...] | None = None
    sample: Blocks | Share | None = None
    arrivals: int = 0
    until: datetime | None = None
    facets: Registry[Facet] = field(default_factory=lambda: Registry("condition"), compare=False)
    splitters: Registry[Splitter] = field(
        default_factory=lambda: Registry("breakdown"), compare=False
    )
    metrics: Callable[[], Mapping[str, JsonObject]] = field(default=dict, compare=False)
    costs: Callable[[], Sequence[Cost]] = field(default=tuple, compare=False)
    value_rules: Callable[[], JsonObject] = field(default=dict, compare=False)

    @property
    def person(self) -> str:
        """SQL of the canonical person of a row that has `person_id`."""
        return self.survivor_of("person_id")

    @property
    def event_person(self) -> str:
        """SQL of the canonical person of a row of `events`; what `person` says, at less cost."""
        return RECENT_SURVIVOR if self.squash else self.person

    @property
    def newest(self) -> str:
        """SQL that orders what was written of a person by its `at`; `argMax` of it finds the newest.

        Of persons who merged since, rows of the same instant have an order too: whoever asks finds the same.
        """
        return NEWEST if self.has_merges else "at"

    @property
    def is_everybody(self) -> bool:
        """True when everybody there is now is asked about."""
        return self.people is None and self.sample is None and self.until is None

    def survivor_of(self, column: str) -> str:
        """SQL of the canonical person behind the raw id in `column`."""
        return SURVIVOR.format(id=column) if self.has_merges else column

    def with_people(
        self, people: Collection[int], *, raw: Collection[int] | None = None
    ) -> "Scope":
        """The same scope, over these canonical persons only; `raw` is every id that leads to them."""
        return replace(self, people=tuple(people), raw_people=None if raw is None else tuple(raw))

    def at(self, moment: datetime) -> "Scope":
        """The same scope, its present moved to a past `moment`; later events do not count."""
        return replace(self, now=moment, until=moment)

    def events_sql(self, binder: Binder) -> list[str]:
        """SQL over the columns of `events` that every row in the scope meets."""
        asked = self.people_sql(binder)
        past = f"time < {binder.instant(self.until)}" if self.until else None
        return [test for test in (asked, past) if test]

    def known_people_sql(self, binder: Binder) -> str:
        """A SELECT of the raw ids of `people` in the scope, as `person_id`, and their survivors, as `person`."""
        asked = self.people_sql(binder)
        past = f"first_seen_at < {binder.instant(self.until)}" if self.until else None
        where = " AND ".join(test for test in (asked, past) if test) or "1"
        return f"SELECT {self.person} AS person FROM people WHERE {where}"

    def people_sql(self, binder: Binder, column: str = "person_id") -> str | None:
        """Filter of rows whose raw person id belongs to `people`, or leads into the sample; None over everybody.

        It compares the raw column, so that the order of the table finds a few people without a scan.
        """
        if self.people is None:
            return None if self.sample is None else self._sample_sql(self.sample, binder, column)
        known = self.people if self.raw_people is None else self.raw_people
        ids = binder.bind(list(known), "Array(UInt64)")
        if not self.has_merges or self.raw_people is not None:
            return f"{column} IN {ids}"
        merged = f"SELECT `from` FROM person_merges FINAL WHERE `to` IN {ids}"
        return f"{column} IN (SELECT arrayJoin({ids}) UNION ALL {merged})"

    def _sample_sql(self, sample: Blocks | Share, binder: Binder, column: str) -> str:
        if isinstance(sample, Share):
            return sample.test_sql(self.survivor_of(column), binder)
        inside = (
            f"indexHint({sample.ranges_sql(column, binder)}) AND {sample.test_sql(column, binder)}"
        )
        if not self.has_merges:
            return f"({inside})"
        into = sample.test_sql("`to`", binder)
        merged = f"SELECT `from` FROM person_merges FINAL WHERE {into}"
        return f"(({inside}) OR {column} IN ({merged}))"


def check_event(scope: Scope, name: str, path: str) -> str:
    """The name of a known event.

    Raises:
        UnknownEvent: The project has none of this name; the message lists the nearest.
    """
    names = scope.catalogue.event_names()
    if name in names:
        return name
    raise UnknownEvent(
        f"unknown event {shown(name)}{nearest(name, list(names))}", path=path or None
    )


def find_property(scope: Scope, name: str, path: str) -> PropertyColumn:
    """A property of events, catalogued or built in.

    Raises:
        UnknownProperty: There is none of this name; the message lists the nearest.
    """
    found, built_in = scope.catalogue.property(name), BUILT_IN_PROPERTIES.get(name)
    if name == REVENUE and found is not None and found.type is ValueType.NUMBER:
        return _revenue_of_any_source(found)
    chosen = found or built_in
    if chosen is not None:
        return chosen
    names = [*scope.catalogue.property_names(), *BUILT_IN_PROPERTIES]
    raise UnknownProperty(
        f"unknown property {shown(name)}{nearest(name, names)}", path=path or None
    )


def _revenue_of_any_source(stated: PropertyColumn) -> PropertyColumn:
    """What an event brought, whether its source says it as its revenue or in a property of that name.

    A project has events of both: of files whose column is the revenue, and of protocols that name it among the
    properties. Either alone would leave the others out without a word.
    """
    said = stated.sql or EXTRACTED[ValueType.NUMBER].format(name=f"'{REVENUE}'")
    return PropertyColumn(REVENUE, ValueType.NUMBER, f"ifNull(toFloat64({REVENUE}), {said})")


def attribute_type(scope: Scope, name: str, path: str) -> ValueType:
    """The type of an attribute.

    Raises:
        UnknownAttribute: There is none of this name; the message lists the nearest.
    """
    found = scope.catalogue.attribute(name)
    if found is not None:
        return found
    names = list(scope.catalogue.attribute_names())
    raise UnknownAttribute(
        f"unknown attribute {shown(name)}{nearest(name, names)}", path=path or None
    )


EXTRACTED = {
    ValueType.TEXT: "JSONExtractString(properties, {name})",
    ValueType.NUMBER: "JSONExtract(properties, {name}, 'Nullable(Float64)')",
    ValueType.BOOLEAN: "JSONExtract(properties, {name}, 'Nullable(Bool)')",
    ValueType.TIME: "parseDateTime64BestEffortOrNull(JSONExtractString(properties, {name}), 3, 'UTC')",
    ValueType.LIST: "JSONExtract(properties, {name}, 'Array(String)')",
}


def property_sql(
    scope: Scope, binder: Binder, name: str, *, wanted: ValueType | None = None, path: str = ""
) -> str:
    """SQL of a property of the rows of `events`, of its own type, or as `wanted`.

    Missing is NULL for numbers, booleans and times, '' for text, [] for lists. Everything can be had as text.

    Raises:
        WrongType: `wanted` is another type than the property's, and not text.
    """
    found = find_property(scope, name, path)
    sql = found.sql or EXTRACTED[found.type].format(name=binder.bind(name, "String"))
    if wanted in {None, found.type}:
        return sql
    if wanted is ValueType.TEXT:
        as_text = (
            f"arrayStringConcat({sql}, ', ')"
            if found.type is ValueType.LIST
            else f"toString({sql})"
        )
        return f"ifNull({as_text}, '')"
    raise WrongType(f'property "{name}" is {found.type.value}, not {wanted}', path=path or None)
