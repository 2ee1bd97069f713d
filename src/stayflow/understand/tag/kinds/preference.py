"""Preference: the top values of a property, by weighted behaviour that fades with the days."""

from collections.abc import Sequence
from dataclasses import dataclass

from stayflow.kernel.registry import Registry
from stayflow.language.metric import (
    EventSelection,
    describe_selection,
    parse_selection,
    selection_sql,
)
from stayflow.language.raw import (
    JsonObject,
    Malformed,
    join,
    read_list,
    read_number,
    read_object,
    read_text,
)
from stayflow.language.scope import Facet, Scope, ValueType, property_sql
from stayflow.language.sentence import Lang, Sentence, say_list
from stayflow.language.statement import Binder
from stayflow.language.window import Range, parse_duration, parse_range, say_range
from stayflow.understand.tag.kinds.kind import Found, Listed
from stayflow.understand.tag.kinds.rule import rows_of

TOP_MAX = 20
EVENTS_MAX = 20
DAY_SECONDS = 86400
SHARE = 1_000_000
"""Weights are whole millionths: sums of them do not depend on the order in which events are read."""
SAID = Sentence(
    "{within}按 {events} 加权，{property} 的前 {top} 名",
    "the top {top} of {property} by {events}{within}",
)


@dataclass(frozen=True, slots=True)
class Weighed:
    """Events that speak for a value, each with this weight."""

    selection: EventSelection
    weight: float


@dataclass(frozen=True, slots=True)
class Preference:
    """What is weighed.

    Attributes:
        property: Its values are the tag's.
        events: What speaks for a value.
        within: The time that counts.
        half_life_days: After so many days an event counts half; None: it never fades.
        top: So many values at most.
        share_min: A value has at least this share of the person's whole weight, 0 to 1.
        weight_min: And at least this weight.
    """

    property: str
    events: tuple[Weighed, ...]
    within: Range
    half_life_days: float | None
    top: int
    share_min: float
    weight_min: float
    path: str


class PreferenceKind:
    """`{property, events: [{event, where?, weight?}], within?, half_life?, top?, share_min?, weight_min?}`."""

    name = "preference"
    label = Sentence("偏好", "preference")
    is_given = False

    def parse(self, raw: JsonObject, path: str, facets: Registry[Facet]) -> Found:
        """Read what is weighed.

        Raises:
            Malformed: A part has the wrong shape.
        """
        del facets
        known = ("property", "events", "within", "half_life", "top", "share_min", "weight_min")
        node = read_object(raw, path, known=known)
        at = join(path, "events")
        rows = read_list(node.get("events"), at)
        if not 0 < len(rows) <= EVENTS_MAX:
            raise Malformed(f"expected 1 to {EVENTS_MAX} events, got {len(rows)}", path=at)
        half_life = node.get("half_life")
        return Listed(
            Preference(
                property=read_text(node.get("property"), join(path, "property")),
                events=tuple(_read_event(each, f"{at}[{n}]") for n, each in enumerate(rows)),
                within=parse_range(node.get("within", {"last": "90d"}), join(path, "within")),
                half_life_days=None
                if half_life is None
                else parse_duration(half_life, join(path, "half_life")).total_seconds()
                / DAY_SECONDS,
                top=int(_between(node.get("top", 1), join(path, "top"), 1, TOP_MAX)),
                share_min=_between(node.get("share_min", 0), join(path, "share_min"), 0, 1),
                weight_min=_between(node.get("weight_min", 0), join(path, "weight_min"), 0, 1e9),
                path=path,
            )
        )

    def people_sql(self, tag_id: str, definition: object, scope: Scope, binder: Binder) -> str:
        """Each person's heaviest values; equal ones in the order of their names."""
        del tag_id
        assert isinstance(definition, Preference)  # noqa: S101 - read by parse
        return f"SELECT person_id, value FROM (\n{_ranked_sql(definition, scope, binder)}\n)"

    def conditions(self, raw: JsonObject) -> Sequence[JsonObject]:
        """The events, each as a behaviour over the values of the property."""
        over = {"distinct": raw.get("property")}
        return [
            {"did": {"event": each.get("event"), "where": each.get("where"), "aggregate": over}}
            for each in rows_of(raw, "events")
        ]

    def describe(self, raw: JsonObject, found: Found, lang: Lang) -> str:
        """The property, the events and the window."""
        del raw
        assert isinstance(found, Listed)  # noqa: S101 - read by parse
        assert isinstance(found.definition, Preference)  # noqa: S101 - read by parse
        wish = found.definition
        events = [
            f"{describe_selection(each.selection, lang)} ×{each.weight:g}" for each in wish.events
        ]
        return SAID.say(
            lang,
            within=say_range(wish.within, lang),
            events=say_list(events, lang),
            property=wish.property,
            top=str(wish.top),
        )


def has_order(found: Found) -> bool:
    """True when a person may have several values, of which one comes before the other."""
    return (
        isinstance(found, Listed)
        and isinstance(found.definition, Preference)
        and found.definition.top > 1
    )


def orders_sql(found: Found, scope: Scope, binder: Binder) -> str:
    """A SELECT of `person_id` and their `values`, the heaviest first, of a preference."""
    assert isinstance(found, Listed)  # noqa: S101 - see has_order
    assert isinstance(found.definition, Preference)  # noqa: S101 - see has_order
    return (
        "SELECT person_id, arrayMap(each -> each.2, arraySort(groupArray((place, value)))) AS values\n"
        f"FROM (\n{_ranked_sql(found.definition, scope, binder)}\n) GROUP BY person_id"
    )


def _ranked_sql(wish: Preference, scope: Scope, binder: Binder) -> str:
    """A SELECT of `person_id`, `value` and its `place`, 1 for the heaviest."""
    start, end = wish.within.bounds(scope.zone, scope.now)
    tests = [selection_sql(each.selection, scope, binder) for each in wish.events]
    weights = "".join(
        f"{test}, {binder.bind(round(each.weight * SHARE), 'Int64')}, "
        for test, each in zip(tests, wish.events, strict=True)
    )
    value = property_sql(
        scope, binder, wish.property, wanted=ValueType.TEXT, path=join(wish.path, "property")
    )
    rows = " AND ".join(
        [
            f"({' OR '.join(f'({test})' for test in tests)})",
            f"time >= {binder.instant(start)}",
            f"time < {binder.instant(end)}",
            *scope.events_sql(binder),
        ]
    )
    least = binder.bind(max(1, round(wish.weight_min * SHARE)), "Int64")
    return (
        "SELECT person AS person_id, value, place FROM (\n"
        "    SELECT person, value, weight, sum(weight) OVER (PARTITION BY person) AS whole,\n"
        "        row_number() OVER (PARTITION BY person ORDER BY weight DESC, value) AS place\n"
        "    FROM (\n"
        f"        SELECT {scope.event_person} AS person, toString({value}) AS value,\n"
        f"            sum({_faded(f'multiIf({weights}0)', wish, scope, binder)}) AS weight\n"
        f"        FROM events WHERE {rows}\n"
        "        GROUP BY person, value HAVING value != '' AND weight > 0\n"
        "    )\n"
        f") WHERE place <= {wish.top:d} AND weight >= {least}\n"
        f"    AND weight >= whole * {binder.bind(wish.share_min, 'Float64')}"
    )


def _read_event(raw: object, path: str) -> Weighed:
    node = read_object(raw, path, known=("event", "where", "weight"))
    weight = _between(node.get("weight", 1), join(path, "weight"), 0, 1e6)
    return Weighed(parse_selection(node, path), weight)


def _between(raw: object, path: str, least: float, most: float) -> float:
    number = read_number(raw, path)
    if not least <= number <= most:
        raise Malformed(f"expected {least:g} to {most:g}, got {number:g}", path=path)
    return number


def _faded(weight: str, wish: Preference, scope: Scope, binder: Binder) -> str:
    """The weight of an event, halved with every half-life between its day and today; whole millionths."""
    if wish.half_life_days is None:
        return weight
    zone = binder.bind(scope.zone.key, "String")
    today = binder.bind(scope.now.astimezone(scope.zone).date(), "Date")
    age = f"greatest(0, dateDiff('day', toDate(time, {zone}), {today}))"
    life = binder.bind(wish.half_life_days, "Float64")
    return f"toInt64(round({weight} * exp2(-{age} / {life})))"
