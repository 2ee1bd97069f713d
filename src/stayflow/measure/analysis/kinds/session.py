"""Session 会话: visits cut at silence, at midnight if so chosen, and at a change of campaign.

A visit counts in the period it begins in. A pause of exactly the silence does not end it. It bounces when it has one
event and is over; a visit that may still go on is open, and neither bounces nor counts for the bounce rate.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from stayflow.language.metric import EventSelection, describe_selection
from stayflow.language.raw import JsonObject, read_boolean, read_choice, read_object, read_text
from stayflow.language.scope import Scope
from stayflow.language.sentence import Lang, Sentence, say_length
from stayflow.language.statement import Statement
from stayflow.language.window import (
    Granularity,
    Length,
    period_sql,
)
from stayflow.measure.analysis.bins import BIN_ENDS
from stayflow.measure.analysis.earlier import (
    Beside,
    compared_cell,
    groups_asked,
    parse_comparison,
)
from stayflow.measure.analysis.groups import (
    Values,
    columns_sql,
    event_values,
    group_tests,
    placed_ctes,
    read_group,
    same_groups,
    shown_columns,
)
from stayflow.measure.analysis.model import Desk, Frame
from stayflow.measure.analysis.periods import (
    CLOCK_SECONDS,
    Period,
    find_period,
    list_periods,
    period_name,
)
from stayflow.measure.analysis.request import check_fields, read_events, read_span
from stayflow.measure.analysis.sampled import Reading, Scaled
from stayflow.measure.analysis.scan import Scan, all_of
from stayflow.measure.analysis.visits import SILENCE_DEFAULT, SILENCE_MAX, Cut, Kept, Visits
from stayflow.measure.analysis.words import describe_comparison, describe_frame

PERS = ("hour", "day", "week", "month", "quarter")
LENGTHS = (0, 10, 30, 60, 180, 600, 1800, 3600)
"""Where the bins of duration begin, seconds; the first holds visits of one instant, the last has no end."""
SIZES = (1, 2, 3, 4, 6, 11, 21, 51)
"""Where the bins of depth begin, events; the last has no end."""
OF = ("all", "bounced", "open")
WHO_FIELDS = ("t", "of", "seconds", "events", "by", "is_other", "compared")


class SessionNumbers(msgspec.Struct, frozen=True):
    """What is counted of some visits.

    Attributes:
        sessions: How many.
        people: Whose they are.
        open: Of the visits, those that may go on.
        bounces: Of those that are over, the ones with one event.
        bounce_rate: Share of those that are over; None when none is.
        events: In all of them.
        events_per_session: Mean; None without a visit.
        median_seconds: Half of them lasted no longer, first event to last.
        mean_seconds: Mean duration.
    """

    sessions: int
    people: int
    open: int
    bounces: int
    bounce_rate: float | None
    events: int
    events_per_session: float | None
    median_seconds: float | None
    mean_seconds: float | None


class SessionPoint(msgspec.Struct, frozen=True):
    """The visits of one period; `is_incomplete` when it is not over."""

    t: str
    numbers: SessionNumbers
    is_incomplete: bool = False


class SessionBin(msgspec.Struct, frozen=True, rename=BIN_ENDS):
    """Visits of so many seconds or events, `from` included and `to` excluded; None is no end."""

    at_least: int
    below: int | None
    sessions: int


class SessionGroup(msgspec.Struct, frozen=True, omit_defaults=True):
    """The visits of one breakdown value: a property's value at the first event, or a person's attribute.

    `previous` are those of the range compared with.
    """

    by: Values
    is_other: bool
    numbers: SessionNumbers
    series: list[SessionPoint]
    previous: SessionNumbers | None = None


class SessionResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """All visits of the range, by period, duration, depth and breakdown value; `previous`: of the one compared with."""

    numbers: SessionNumbers
    series: list[SessionPoint]
    durations: list[SessionBin]
    depths: list[SessionBin]
    groups: list[SessionGroup] | None = None
    previous: SessionNumbers | None = None
    previous_series: list[SessionPoint] | None = None


@dataclass(frozen=True, slots=True)
class Session(Beside[SessionResult]):
    """A question for visits."""

    visits: Visits
    silence_said: Length
    per: Granularity

    def beside(self, now: SessionResult, desk: Desk) -> SessionResult:
        """The visits of the range compared with."""
        was = self.then(desk, now.groups).alone(desk)
        groups = _set_beside(now, was.groups or [])
        return msgspec.structs.replace(
            now, previous=was.numbers, previous_series=was.series, groups=groups
        )

    def alone(self, desk: Desk) -> SessionResult:
        """The visits of the range, by period, duration, depth and group."""
        scan = Scan(self.frame, desk.scope)
        periods = list_periods(self.frame.range, self.per, desk.scope.zone, desk.scope.now)
        visits = self.visits.settled(Scan(self.frame, desk.scope), desk)
        found = desk.read(self._count(visits, scan))
        rows = [_Row.read(row, len(self.frame.by)) for row in found]
        whole = [row for row in rows if row.place == 0]
        total = next((row for row in whole if row.t is None), _Row.empty())
        places = sorted({row.place for row in rows} - {0})
        groups = [
            self._group([row for row in rows if row.place == place], periods, scan)
            for place in places
        ]
        return SessionResult(
            numbers=total.numbers,
            series=_series(whole, periods, scan),
            durations=_bins(LENGTHS, total.lengths),
            depths=_bins(SIZES, total.sizes),
            groups=groups if self.frame.by else None,
        )

    scaled = Scaled(
        frozenset({"people"}), totals=frozenset({"sessions", "open", "bounces", "events"})
    )

    def reading(self, scope: Scope) -> Reading:
        """The events that visits are made of."""
        return Reading(Scan(self.frame, scope), (self.visits.events,))

    def describe(self, lang: Lang) -> str:
        """What is counted, in words."""
        cut = self.visits.cut
        counted = Sentence(
            "由 {events} 组成的会话，按开始时刻计入周期：静默超过 {silence} 结束（恰好等于不结束）"
            "{midnight}{campaign}。时长为最后一个事件减第一个事件；跳出为只有一个事件且已结束的会话，跳出率以已结束的会话为分母；"
            "仍可能继续的会话另行标出。跨越所选时间两端的会话各向外读取一天。",
            "Sessions made of {events}, counted in the period they begin in: they end after more than {silence} of "
            "silence{midnight}{campaign}. Duration is last event minus first; a bounce is a session of one event that "
            "is over, and the bounce rate is their share of those that are over; sessions that may go on are told "
            "apart. A session across an end of the range is read up to a day beyond it. ",
        ).say(
            lang,
            events=describe_selection(self.visits.events, lang),
            silence=say_length(self.silence_said.count, self.silence_said.unit, lang),
            midnight=_MIDNIGHT.say(lang) if cut.at_midnight else "",
            campaign=_CAMPAIGN.say(lang) if cut.at_campaign else "",
        )
        counted += describe_comparison(self.comparison, lang)
        return describe_frame(self.frame, counted.rstrip(), lang)

    def people(self, who: JsonObject, desk: Desk) -> Statement:
        """The people of the visits of a period (`t`), a group, a duration (`seconds`), a depth (`events`).

        Raises:
            UnknownCell: The answer has no such number, or is not compared.
        """
        read_object(who, "who", known=WHO_FIELDS)
        if (cell := compared_cell(who)) is not None:
            groups = groups_asked(who, lambda: self.alone(desk).groups or ())
            return self.then(desk, groups).people(cell, desk)
        scan = Scan(self.frame, desk.scope)
        tests = {"all": ["1"], "bounced": [_BOUNCED], "open": ["is_open"]}[
            read_choice(who.get("of", "all"), "who.of", OF)
        ]
        if who.get("t") is not None:
            periods = list_periods(self.frame.range, self.per, desk.scope.zone, desk.scope.now)
            period = find_period(periods, read_text(who["t"], "who.t"))
            start, end = (scan.binder.instant(at) for at in (period.start, period.end))
            tests = [*tests, f"began >= {start} AND began < {end}"]
        for name, column, edges in (("seconds", "seconds", LENGTHS), ("events", "size", SIZES)):
            if who.get(name) is not None:
                tests = [*tests, _bin_test(column, edges, who[name], f"who.{name}")]
        tests = [*tests, *group_tests(who, scan)]
        ctes, source = self._ctes(self.visits, scan)
        return scan.binder.statement(
            f"WITH\n{ctes}\nSELECT DISTINCT person AS person_id\nFROM {source}\nWHERE {all_of(tests)}"
        )

    def _ctes(self, made: Visits, scan: Scan) -> tuple[str, str]:
        """CTEs that end in `split`, the visits with their values, or in `placed`; and the name of the last."""
        visits = made.ctes(Kept(firsts=tuple(event_values(scan))), scan)
        by = columns_sql(scan, lambda place: f"first_{place}")
        ctes = (
            f"{visits},\nsplit AS (\n"
            f"  SELECT person, began, before, seconds, size, is_open{by}\n  FROM visits{scan.joins('person')}\n)"
        )
        return placed_ctes(scan, ctes, "split")

    def _count(self, visits: Visits, scan: Scan) -> Statement:
        """One row in all, one a period, and where the question is split these for each group.

        They are added up of cells: the visits of one period, bin of duration, bin of depth, and group. A person's
        visits come in order, so whoever has none before this one in the period is counted with it; a group has some
        visits of a person and not others, so its people are told apart one by one.
        """
        ctes, source = self._ctes(visits, scan)
        shown, sets, people = "", "ROLLUP (t)", "sum(newcomers), sum(newcomers_of_period)"
        if self.frame.by:
            groups = ", ".join(_cell_columns(self.frame))
            shown = f"{groups}, "
            sets = f"GROUPING SETS ((), (t), ({groups}), ({groups}, t))"
            people = "uniqExactMerge(people) AS known, known"
        reached = ", ".join(
            f"[{', '.join(f'sumIf(visits, {bin_} >= {place})' for place in range(len(edges)))}]"
            for bin_, edges in (("length", LENGTHS), ("depth", SIZES))
        )
        return scan.binder.statement(
            f"WITH\n{ctes},\n{self._cells_cte(source, scan)}\n"
            f"SELECT {shown}toNullable(t) AS t, sum(visits), {people}, sum(still),\n"
            "  sum(bounces), sum(events), quantileExactInclusiveMerge(0.5)(middle), sum(lasted) / sum(visits),\n"
            f"  {reached}\nFROM cells\nGROUP BY {sets}"
        )

    def _cells_cte(self, source: str, scan: Scan) -> str:
        period = period_sql("began", self.per, scan.scope.zone)
        key = f"toUnixTimestamp({period})" if self.per in CLOCK_SECONDS else period
        first = f"before < {scan.binder.instant(scan.bounds()[0])}"
        period_before = period_sql("before", self.per, scan.scope.zone)
        keys = {"t": key, "length": _bin_sql("seconds", LENGTHS), "depth": _bin_sql("size", SIZES)}
        keys |= _cell_columns(self.frame)
        people = (
            "uniqExactState(person) AS people"
            if self.frame.by
            else f"countIf({first}) AS newcomers,\n"
            f"    countIf({first} OR {period_before} != {period}) AS newcomers_of_period"
        )
        return (
            f"cells AS (\n  SELECT {', '.join(f'{sql} AS {name}' for name, sql in keys.items())},\n"
            f"    count() AS visits, {people}, countIf(is_open) AS still,\n"
            f"    countIf({_BOUNCED}) AS bounces, sum(size) AS events,\n"
            "    quantileExactInclusiveState(0.5)(seconds) AS middle, sum(seconds) AS lasted\n"
            f"  FROM {source}\n  GROUP BY {', '.join(keys)}\n)"
        )

    def _group(self, rows: Sequence["_Row"], periods: Sequence[Period], scan: Scan) -> SessionGroup:
        total = next(row for row in rows if row.t is None)
        group = read_group(self.frame, total.values, is_other=total.place > self.frame.top)
        return SessionGroup(
            by=group.by,
            is_other=group.is_other,
            numbers=total.numbers,
            series=_series(rows, periods, scan),
        )


def parse_session(raw: JsonObject, frame: Frame) -> Session:
    """Read `events`, `silence`, `midnight`, `campaign`, `per` and `compare`.

    Raises:
        TooMuchAsked: A silence of more than a day.
    """
    check_fields(raw, "events", "silence", "midnight", "campaign", "per", "compare")
    visits, said = parse_visits(raw)
    per = read_choice(raw.get("per", "day"), "per", PERS)
    comparison = parse_comparison(raw.get("compare"), frame.range)
    return Session(frame, visits, said, Granularity(per), comparison=comparison)


def parse_visits(raw: JsonObject) -> tuple[Visits, Length]:
    """Read `events`, `silence`, `midnight` and `campaign`; also how the silence was written.

    Raises:
        TooMuchAsked: A silence of more than a day.
    """
    said, silence = read_span(raw.get("silence", SILENCE_DEFAULT), "silence", SILENCE_MAX)
    cut = Cut(
        silence,
        read_boolean(raw.get("midnight", False), "midnight"),
        read_boolean(raw.get("campaign", True), "campaign"),
    )
    events = EventSelection(path="events")
    if raw.get("events") is not None:
        events = read_events(raw["events"], "events")
    return Visits(events, cut), said


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the count; `place` 0 is everybody, `t` None the whole range."""

    place: int
    values: tuple[str, ...]
    t: Any
    numbers: SessionNumbers
    lengths: Sequence[int]
    sizes: Sequence[int]

    @classmethod
    def empty(cls) -> "_Row":
        """Of no visit at all."""
        return cls(0, (), None, _NOTHING, [0] * len(LENGTHS), [0] * len(SIZES))

    @classmethod
    def read(cls, row: Sequence[Any], splits: int) -> "_Row":
        place, values = (row[0], tuple(row[1 : splits + 1])) if splits else (0, ())
        t, sessions, people, of_period, still, bounces, events, median, mean, lengths, sizes = row[
            splits + 1 if splits else 0 :
        ]
        over = sessions - still
        numbers = SessionNumbers(
            sessions=sessions,
            people=people if t is None else of_period,
            open=still,
            bounces=bounces,
            bounce_rate=bounces / over if over else None,
            events=events,
            events_per_session=events / sessions if sessions else None,
            median_seconds=median if sessions else None,
            mean_seconds=mean if sessions else None,
        )
        return cls(place, values, t, numbers, lengths, sizes)


def _set_beside(result: SessionResult, before: Sequence[SessionGroup]) -> list[SessionGroup] | None:
    """Every group, and beside it what it was in the range compared with."""
    if result.groups is None:
        return None
    nothing = [SessionPoint(each.t, _NOTHING, each.is_incomplete) for each in result.series]
    return [
        SessionGroup(
            named.by,
            named.is_other,
            group.numbers if group else _NOTHING,
            group.series if group else nothing,
            was.numbers if was else _NOTHING,
        )
        for named, group, was in same_groups(result.groups, before)
    ]


def _series(rows: Sequence[_Row], periods: Sequence[Period], scan: Scan) -> list[SessionPoint]:
    found = {period_name(row.t, periods): row.numbers for row in rows if row.t is not None}
    return [
        SessionPoint(period.t, found.get(period.t, _NOTHING), not period.is_over(scan.scope.now))
        for period in periods
    ]


def _bins(edges: Sequence[int], reached: Sequence[int]) -> list[SessionBin]:
    """The bins of how many visits reached each edge."""
    ends, beyond = [*edges[1:], None], [*reached[1:], 0]
    return [
        SessionBin(at_least, below, count - more)
        for at_least, below, count, more in zip(edges, ends, reached, beyond, strict=True)
    ]


def _cell_columns(frame: Frame) -> dict[str, str]:
    """SQL of what tells the groups of a split question apart, by the name of its column."""
    columns = shown_columns(frame) if frame.by else {}
    return {f"cell_{name}": sql for name, sql in columns.items()}


def _bin_sql(column: str, edges: Sequence[int]) -> str:
    """SQL of the bin a visit lies in, from 0."""
    return " + ".join(f"({column} >= {edge})" for edge in edges[1:])


def _between(column: str, edges: Sequence[int], index: int) -> str:
    """Test of a visit lying in a bin."""
    if index + 1 == len(edges):
        return f"{column} >= {edges[index]}"
    return f"{column} >= {edges[index]} AND {column} < {edges[index + 1]}"


def _bin_test(column: str, edges: Sequence[int], raw: object, path: str) -> str:
    at_least = read_choice(str(raw), path, [str(edge) for edge in edges])
    return _between(column, edges, edges.index(int(at_least)))


_BOUNCED = "size = 1 AND NOT is_open"
_NOTHING = SessionNumbers(0, 0, 0, 0, None, 0, None, None, None)
_MIDNIGHT = Sentence("、在项目时区的零点结束", ", at midnight of the project's zone")
_CAMPAIGN = Sentence("、在活动改变时结束", ", and when an event names another campaign")
