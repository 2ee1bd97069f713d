"""Metrics: what number. Each becomes a filter and an aggregate over `events`; ranges are the caller's."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from stayflow.language.aggregate import Aggregate, aggregate_sql, parse_aggregate
from stayflow.language.event import DONE_TO_PEOPLE
from stayflow.language.event_filter import (
    EventFilter,
    describe_filter,
    filter_sql,
    parse_event_filter,
)
from stayflow.language.raw import join, read_object, read_texts
from stayflow.language.scope import Scope, check_event
from stayflow.language.sentence import Lang, Sentence, say_list
from stayflow.language.statement import Binder

ANY_EVENT = "*"
"""Stands for every event that people did themselves (see `DONE_TO_PEOPLE`)."""
THEIR_OWN_SQL: Final = f"event NOT IN {DONE_TO_PEOPLE}"
"""SQL, 0 or 1, of a row of `events` (or of its daily bitmaps) being such an event."""


@dataclass(frozen=True, slots=True)
class EventSelection:
    """Which events: by name (empty means any), and by an event filter.

    Attributes:
        events: Names, sorted, each once.
        where: Filter of their properties.
        path: Where it was written.
    """

    events: tuple[str, ...] = ()
    where: EventFilter | None = None
    path: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Metric:
    """A number over events."""

    selection: EventSelection
    aggregate: Aggregate


@dataclass(frozen=True, slots=True)
class MetricSql:
    """A metric over `events`: `value` is an aggregate, `test` is the row filter it is computed under."""

    value: str
    test: str


def parse_selection(raw: object, path: str = "") -> EventSelection:
    """Read the `event` (a name, a list of names, or `*`) and `where` of an object; its other fields are left alone.

    Raises:
        Malformed: One of them has the wrong shape.
    """
    node = read_object(raw, path)
    names = read_texts(node.get("event"), join(path, "event"))
    where = (
        None
        if node.get("where") is None
        else parse_event_filter(node["where"], join(path, "where"))
    )
    return EventSelection(() if ANY_EVENT in names else tuple(sorted(set(names))), where, path)


def parse_metric(raw: object, path: str = "metric") -> Metric:
    """Read `{"event": …, "aggregate": …, "where": …}`.

    Raises:
        Malformed: A part has the wrong shape; the path names it.
    """
    node = read_object(raw, path, known=("event", "aggregate", "where", "name"))
    return Metric(
        parse_selection(node, path), parse_aggregate(node.get("aggregate"), join(path, "aggregate"))
    )


def selection_tests(selection: EventSelection, scope: Scope, binder: Binder) -> list[str]:
    """SQL over the columns of `events`: the selected ones meet all of it.

    Raises:
        UnknownEvent: A name the project has never seen.
    """
    for name in selection.events:
        check_event(scope, name, join(selection.path, "event"))
    tests = [events_sql(selection.events, binder) if selection.events else THEIR_OWN_SQL]
    if selection.where is not None:
        tests.append(filter_sql(selection.where, scope, binder))
    return tests


def events_sql(names: Sequence[str], binder: Binder) -> str:
    """SQL, 0 or 1, of a row of `events` being one of the named; there is at least one name."""
    if len(names) == 1:
        return f"event = {binder.bind(names[0], 'String')}"
    return f"event IN {binder.bind(sorted(names), 'Array(String)')}"


def selection_sql(selection: EventSelection, scope: Scope, binder: Binder) -> str:
    """SQL over the columns of `events`: 1 for the selected ones, 0 for the others."""
    return " AND ".join(selection_tests(selection, scope, binder))


def metric_sql(metric: Metric, scope: Scope, binder: Binder) -> MetricSql:
    """The aggregate and the row filter of a metric, for `SELECT <value> FROM events WHERE <test> …`.

    Raises:
        UnknownEvent: A name the project has never seen.
        UnknownProperty: A property the project has never seen.
    """
    return MetricSql(
        value=aggregate_sql(metric.aggregate, scope, binder),
        test=selection_sql(metric.selection, scope, binder),
    )


def describe_selection(selection: EventSelection, lang: Lang) -> str:
    """The selected events in words."""
    any_event = Sentence("任意事件", "any event").say(lang)
    words = say_list(selection.events, lang) or any_event
    if selection.where is None:
        return words
    return Sentence("{events}（其中 {where}）", "{events} (where {where})").say(
        lang, events=words, where=describe_filter(selection.where, lang)
    )


def describe_metric(metric: Metric, lang: Lang) -> str:
    """The metric in words.

    >>> describe_metric(parse_metric({"event": "purchase", "aggregate": {"sum": "amount"}}), "en")
    'total amount of purchase'
    """
    return Sentence("{events} 的 {what}", "{what} of {events}").say(
        lang,
        what=metric.aggregate.describe(lang),
        events=describe_selection(metric.selection, lang),
    )
