"""Behaviour in a stretch of a person's own time: since their first or last event of a kind, moved, for a while.

The stretch lasts from its beginning to its end, both included; events at the very moment of the event it is counted
from are no part of it, so that a first purchase is not its own repeat. Who has no such event has no stretch, and did
nothing in it. Lengths are of the clock: `7d` is 168 hours, whatever the zone does to its days.
"""

import re
from datetime import timedelta
from typing import Final, Literal

from stayflow.language.aggregate import aggregate_sql
from stayflow.language.condition.behaviour import compared_sql, holds_at_nothing
from stayflow.language.condition.tree import RelativeBehaviour, Since
from stayflow.language.metric import (
    describe_selection,
    parse_selection,
    selection_tests,
)
from stayflow.language.raw import JsonObject, Malformed, join, read_object, shown
from stayflow.language.scope import Scope
from stayflow.language.sentence import Lang, Sentence, say_length
from stayflow.language.statement import Binder
from stayflow.language.window import parse_duration, parse_length

AS_TEXT: Final = re.compile(r"^(?:(\S+)\s+(after|before)\s+)?(first|last)\s+(\S.*)$")
"""`first purchase`, `7d after first purchase`, `2h before last visit`."""
_EARLIEST: Final = {"first": "min", "last": "max"}
_POINTS: Final = {
    "first": Sentence("首次 {events}", "the first {events}"),
    "last": Sentence("最近一次 {events}", "the last {events}"),
}
_MOVED: Final = {
    True: Sentence("{point} 后 {length}", "{length} after {point}"),
    False: Sentence("{point} 前 {length}", "{length} before {point}"),
}
_FROM: Final = Sentence("自{point}起", " since {point}")
_FOR: Final = Sentence("自{point}起 {length}内", " within {length} from {point}")


def parse_since(raw: object, path: str) -> Since:
    """Read `{"since": {"first": {"event": …, "where": …}, "after": "7d"}, "for": "30d"}`, or the point as a text.

    `since` is `first` or `last` with the events it is counted from (a name will do), moved by `after` or `before`;
    `"7d after first purchase"` says the same.

    Raises:
        Malformed: A part has the wrong shape.
        WindowInvalid: A length cannot be read, or is counted in months or years.
    """
    node = read_object(raw, path, known=("since", "for"))
    at = join(path, "since")
    point = _read_point(node["since"], at)
    which: Literal["first", "last"] = "first" if "first" in point else "last"
    events = point[which]
    at_events = join(at, which)
    selection = parse_selection(
        read_object(events, at_events, known=("event", "where"))
        if not isinstance(events, str)
        else {"event": events},
        at_events,
    )
    word = "before" if "before" in point else "after"
    moved, lasts = point.get(word), node.get("for")
    shift = timedelta(0) if moved is None else parse_duration(moved, join(at, word))
    at_lasts = join(path, "for")
    return Since(
        which,
        selection,
        shift=-shift if word == "before" else shift,
        shift_said=None if moved is None else parse_length(moved, join(at, word)),
        lasts=None if lasts is None else parse_duration(lasts, at_lasts),
        lasts_said=None if lasts is None else parse_length(lasts, at_lasts),
    )


def since_sql(node: RelativeBehaviour, scope: Scope, binder: Binder, person: str) -> str:
    """SQL, 0 or 1, of a canonical `person` meeting the behaviour in their own stretch of time.

    Raises:
        UnknownEvent: A name the project has never seen (every error of `compile_people`).
    """
    # Who did nothing in the stretch is in no row: where that meets the clause, the others are looked for.
    if holds_at_nothing(node.behaviour):
        met = compared_sql(node.behaviour, "did", scope, binder)
        computed = _computed_sql(node, scope, binder)
        return f"{person} NOT IN (\n    SELECT person FROM ({computed}) WHERE NOT ({met})\n)"
    return f"{person} IN (\n    {since_people_sql(node, scope, binder)}\n)"


def since_people_sql(node: RelativeBehaviour, scope: Scope, binder: Binder) -> str:
    """A SELECT of every `person`, once, who did anything in their stretch and meets the behaviour.

    Raises:
        UnknownEvent: A name the project has never seen (every error of `compile_people`).
    """
    met = compared_sql(node.behaviour, "did", scope, binder)
    return f"SELECT person FROM ({_computed_sql(node, scope, binder)}) WHERE {met}"


def say_since(since: Since, lang: Lang) -> str:
    """The stretch, as it stands in a sentence."""
    point = _POINTS[since.which].say(lang, events=describe_selection(since.selection, lang))
    if since.shift_said is not None:
        length = say_length(since.shift_said.count, since.shift_said.unit, lang)
        point = _MOVED[since.shift > timedelta(0)].say(lang, point=point, length=length)
    if since.lasts_said is None:
        return _FROM.say(lang, point=point)
    length = say_length(since.lasts_said.count, since.lasts_said.unit, lang)
    return _FOR.say(lang, point=point, length=length)


def _read_point(raw: object, path: str) -> JsonObject:
    if isinstance(raw, str):
        match = AS_TEXT.match(raw.strip())
        if match is None:
            raise Malformed(
                f'expected a point such as "7d after first purchase", got {shown(raw)}', path=path
            )
        length, word, which, event = match.groups()
        return {which: event} | ({word: length} if word else {})
    point = read_object(raw, path, known=("first", "last", "after", "before"))
    for one, other in (("first", "last"), ("after", "before")):
        if one in point and other in point:
            raise Malformed(f"takes either {one} or {other}", path=path)
    if "first" not in point and "last" not in point:
        raise Malformed("needs first or last, with the events it is counted from", path=path)
    return point


def _computed_sql(node: RelativeBehaviour, scope: Scope, binder: Binder) -> str:
    """A SELECT of `person` and `did`, over those who did anything in their stretch."""
    since, behaviour = node.since, node.behaviour
    anchors = [*selection_tests(since.selection, scope, binder), *scope.events_sql(binder)]
    own = [*selection_tests(behaviour.selection, scope, binder), *scope.events_sql(binder)]
    own += _inside(since, binder)
    earliest = _EARLIEST[since.which]
    return (
        f"SELECT {scope.event_person} AS person, {aggregate_sql(behaviour.aggregate, scope, binder)} AS did"
        " FROM events INNER JOIN ("
        f"SELECT {scope.event_person} AS anchored, {earliest}(time) AS anchor FROM events"
        f" WHERE {' AND '.join(anchors)} GROUP BY anchored"
        f") AS anchors ON {scope.event_person} = anchored"
        f" WHERE {' AND '.join(own)} GROUP BY person"
    )


def _inside(since: Since, binder: Binder) -> list[str]:
    """SQL of an event lying in the stretch, and not at the `anchor` itself; no more comparisons than it needs."""
    start, end = since.shift, None if since.lasts is None else since.shift + since.lasts
    tests = [f"time >= {_moved('anchor', start, binder)}" if start else "time > anchor"]
    if end is not None:
        tests.append(f"time <= {_moved('anchor', end, binder)}" if end else "time < anchor")
    if start < timedelta(0) and (end is None or end > timedelta(0)):
        tests.append("time != anchor")
    return tests


def _moved(column: str, by: timedelta, binder: Binder) -> str:
    ms = binder.bind(by // timedelta(milliseconds=1), "Int64")
    return f"{column} + toIntervalMillisecond({ms})"
