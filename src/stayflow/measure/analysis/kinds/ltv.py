"""LTV 用户终身价值: what a person has brought so long after they were won, by the period they were won in.

A person is won by their first `acquired` event ever; only those whose first one lies in the range count, each in the
cohort of its period. What they bring counts from that event on (it may bring something itself; at equal times the
order of arrival decides), and adds up over periods of the calendar: the value at k is that of the cohort by the end
of the k-th period after its own, divided by everybody in it. A period that is not over has no value yet.

The cost of a cohort is what was spent in the days of its period that lie in the range, on everything, and of a group
what was spent on the source of its name in the range: CAC is cost per person won, and it is paid back in the first
period by whose end a person has brought as much.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import msgspec

from stayflow.language.metric import (
    ANY_EVENT,
    EventSelection,
    describe_selection,
    parse_selection,
    selection_sql,
)
from stayflow.language.place import PLACE_SQL, instant_sql
from stayflow.language.raw import (
    JsonObject,
    read_boolean,
    read_choice,
    read_date,
    read_object,
    read_text,
)
from stayflow.language.scope import Scope, ValueType, property_sql
from stayflow.language.sentence import Lang, Sentence
from stayflow.language.statement import Statement
from stayflow.language.window import Granularity, midnight, period_sql
from stayflow.measure.analysis.earlier import (
    Beside,
    compared_cell,
    groups_asked,
    groups_beside,
    parse_comparison,
)
from stayflow.measure.analysis.groups import (
    Values,
    columns_sql,
    first_values_sql,
    group_tests,
    placed_sql,
    read_group,
    shown_columns,
)
from stayflow.measure.analysis.model import Desk, Frame
from stayflow.measure.analysis.periods import day_after, first_day
from stayflow.measure.analysis.request import check_fields, read_count
from stayflow.measure.analysis.scan import Scan, all_of
from stayflow.measure.analysis.spend import spent_between
from stayflow.measure.analysis.words import describe_frame, with_comparison

AMOUNT_DEFAULT = "revenue"
PERS = ("day", "week", "month", "quarter")
PERIODS_DEFAULT, PERIODS_MAX = 12, 120
MILLIONTHS = 1_000_000
WON, PAID = -1, -2
"""Stand among the periods for the people won, and for those of them who brought anything."""


class LtvLine(msgspec.Struct, frozen=True):
    """What the people of a cohort, or of a group, brought and cost.

    Attributes:
        size: People won.
        payers: Of them, who brought anything so far.
        cumulative: What a person brought by the end of the k-th period after their own, on average; None where that
            is not over.
        so_far: What a person brought by now, on average, at most `periods` after.
        spend: What was spent to win them; None where nothing is known.
        cac: Spend per person.
        payback: The first k whose value is at least the CAC; None: not yet.
    """

    size: int
    payers: int
    cumulative: list[float | None]
    so_far: float | None
    spend: float | None
    cac: float | None
    payback: int | None


class LtvCohort(LtvLine, frozen=True, kw_only=True):
    """Those won in the period that begins on `t`; `is_incomplete` when it is not over."""

    t: str
    is_incomplete: bool


class LtvGroup(LtvLine, frozen=True, kw_only=True, omit_defaults=True):
    """Those won with one value: of their first event of being won, or of an attribute; `previous` as in the result."""

    by: Values
    is_other: bool
    previous: LtvLine | None = None


class LtvResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """Everybody together, the cohorts, and the groups when the question is split.

    The mean at k is over the cohorts for which k is over. `previous` are those won in the range compared with.
    """

    total: LtvLine
    cohorts: list[LtvCohort]
    groups: list[LtvGroup] | None = None
    previous: LtvLine | None = None


Brought = Mapping[date, Mapping[int, int]]
"""By cohort: people under `WON` and `PAID`, and by period what was brought in it, in millionths."""


@dataclass(frozen=True, slots=True)
class Ltv(Beside[LtvResult]):
    """A question for lifetime value."""

    acquired: EventSelection
    paid: EventSelection
    amount: str
    per: Granularity
    periods: int

    def beside(self, now: LtvResult, desk: Desk) -> LtvResult:
        """Those who were won in the range compared with."""
        was = self.then(desk, now.groups).alone(desk)
        nobody = self._line({}, None, desk.scope)
        groups = groups_beside(LtvGroup, now.groups, was.groups, nobody)
        return msgspec.structs.replace(now, previous=was.total, groups=groups)

    def alone(self, desk: Desk) -> LtvResult:
        """Who was won in the range, and what they brought."""
        rows = desk.read(value_statement(self, Scan(self.frame, desk.scope)))
        size = len(self.frame.by)
        everybody: defaultdict[date, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
        groups: dict[tuple[object, ...], defaultdict[date, dict[int, int]]] = {}
        for *key, t, later, people, brought in rows:
            number = int(people) if later < 0 else int(brought)
            everybody[t][later] += number
            groups.setdefault(tuple(key), defaultdict(dict))[t][later] = number
        spend = self._spend(desk)
        return LtvResult(
            total=self._line(everybody, self._all(spend), desk.scope),
            cohorts=[self._cohort(t, everybody[t], desk) for t in sorted(everybody)],
            groups=[
                self._group(key, found, spend, desk.scope) for key, found in sorted(groups.items())
            ]
            if size
            else None,
        )

    def describe(self, lang: Lang) -> str:
        """What is counted, in words."""
        counted = Sentence(
            "所选时间内首次（有史以来）发生 {acquired} 的人为获得的用户，按该事件所在的{per}分群；"
            "从该事件起 {paid} 的 {amount} 累计，除以该群全部人数；没有结束的周期没有数值。"
            "花费取自获客成本，按月内天数分摊；CAC = 花费 ÷ 人数，回本为累计价值不低于 CAC 的第一个周期。",
            "People whose first {acquired} ever lies in the range, by its {per}. The {amount} of {paid} from that "
            "event on adds up, per person of the cohort; a period that is not over has no value. Costs are the "
            "acquisition costs, spread over the days of their month; CAC is cost per person, and it is paid back in "
            "the first period by whose end a person has brought as much.",
        ).say(
            lang,
            acquired=describe_selection(self.acquired, lang),
            paid=describe_selection(self.paid, lang),
            amount=self.amount,
            per=_PER_SAID[self.per].say(lang),
        )
        return describe_frame(self.frame, with_comparison(counted, self.comparison, lang), lang)

    def people(self, who: JsonObject, desk: Desk) -> Statement:
        """The people won: of a `cohort`, of a group; with `paid`, those of them who brought anything (or nothing)."""
        read_object(who, "who", known=("cohort", "paid", "by", "is_other", "compared"))
        if (cell := compared_cell(who)) is not None:
            groups = groups_asked(who, lambda: self.alone(desk).groups or ())
            return self.then(desk, groups).people(cell, desk)
        scan = Scan(self.frame, desk.scope)
        ctes = _people_ctes(self, scan)
        tests = ["1"]
        if who.get("cohort") is not None:
            day = read_date(who["cohort"], "who.cohort")
            tests.append(f"t = {scan.binder.bind(day.isoformat(), 'Date')}")
        if who.get("paid") is not None:
            is_paid = read_boolean(who["paid"], "who.paid")
            tests.append("notEmpty(moves)" if is_paid else "empty(moves)")
        grouped = group_tests(who, scan)
        source = "placed" if grouped else "won"
        tests += grouped
        return scan.binder.statement(
            f"WITH\n{ctes}\nSELECT person AS person_id\nFROM {source}\nWHERE {all_of(tests)}"
        )

    def until(self, scan: Scan) -> date:
        """The day after the last one whose payments can matter."""
        _, last = scan.frame.range.days(scan.scope.zone, scan.scope.now)
        return day_after(first_day(last, self.per), self.per, count=self.periods + 1)

    def _is_over(self, t: date, later: int, scope: Scope) -> bool:
        return midnight(day_after(t, self.per, count=later + 1), scope.zone) <= scope.now

    def _line(self, found: Brought, spend: float | None, scope: Scope) -> LtvLine:
        size = sum(each.get(WON, 0) for each in found.values())
        cumulative = [self._mean(found, k, scope) for k in range(self.periods + 1)]
        so_far = sum(
            brought for each in found.values() for later, brought in each.items() if later >= 0
        )
        cac = spend / size if spend is not None and size else None
        return LtvLine(
            size=size,
            payers=sum(each.get(PAID, 0) for each in found.values()),
            cumulative=cumulative,
            so_far=so_far / MILLIONTHS / size if size else None,
            spend=spend,
            cac=cac,
            payback=None
            if cac is None
            else next(
                (k for k, value in enumerate(cumulative) if value is not None and value >= cac),
                None,
            ),
        )

    def _mean(self, found: Brought, k: int, scope: Scope) -> float | None:
        """What a person of the cohorts for which k is over had brought by then."""
        over = [each for t, each in found.items() if self._is_over(t, k, scope)]
        size = sum(each.get(WON, 0) for each in over)
        brought = sum(each.get(later, 0) for each in over for later in range(k + 1))
        return brought / MILLIONTHS / size if size else None

    def _cohort(self, t: date, found: Mapping[int, int], desk: Desk) -> LtvCohort:
        first, last = self.frame.range.days(desk.scope.zone, desk.scope.now)
        following = day_after(t, self.per)
        costs = desk.scope.costs()
        spend = spent_between(costs, max(first, t), min(last, following - timedelta(days=1)))
        line = self._line({t: found}, self._all(spend) if costs else None, desk.scope)
        return LtvCohort(
            **msgspec.structs.asdict(line),
            t=t.isoformat(),
            is_incomplete=not self._is_over(t, 0, desk.scope),
        )

    def _group(
        self, key: Sequence[object], found: Brought, spend: Mapping[str, float], scope: Scope
    ) -> LtvGroup:
        place, *values = key
        group = read_group(
            self.frame, values, is_other=isinstance(place, int) and place > self.frame.top
        )
        name = values[0] if len(values) == 1 and not group.is_other else None
        line = self._line(found, None if name is None else spend.get(str(name)), scope)
        return LtvGroup(**msgspec.structs.asdict(line), by=group.by, is_other=group.is_other)

    def _spend(self, desk: Desk) -> dict[str, float]:
        """By source, over the range."""
        first, last = self.frame.range.days(desk.scope.zone, desk.scope.now)
        return spent_between(desk.scope.costs(), first, last)

    def _all(self, spend: Mapping[str, float]) -> float | None:
        return sum(spend.values()) if spend else None


_PER_SAID: Mapping[Granularity, Sentence] = {
    Granularity.DAY: Sentence("日", "day"),
    Granularity.WEEK: Sentence("周", "week"),
    Granularity.MONTH: Sentence("月", "month"),
    Granularity.QUARTER: Sentence("季度", "quarter"),
}


def parse_ltv(raw: JsonObject, frame: Frame) -> Ltv:
    """Read `acquired`, `event`, `where`, `amount`, `per`, `periods` and `compare`.

    Raises:
        TooMuchAsked: Too many periods.
    """
    check_fields(raw, "acquired", "event", "where", "amount", "per", "periods", "compare")
    given = {"event": ANY_EVENT} if raw.get("acquired") is None else raw["acquired"]
    acquired = read_object(given, "acquired", known=("event", "where"))
    return Ltv(
        frame=frame,
        acquired=parse_selection(acquired, "acquired"),
        paid=parse_selection({**raw, "event": raw.get("event", ANY_EVENT)}),
        amount=read_text(raw.get("amount", AMOUNT_DEFAULT), "amount"),
        per=Granularity(read_choice(raw.get("per", "month"), "per", PERS)),
        periods=read_count(
            raw.get("periods", PERIODS_DEFAULT), "periods", least=0, most=PERIODS_MAX
        ),
        comparison=parse_comparison(raw.get("compare"), frame.range),
    )


def value_statement(ltv: Ltv, scan: Scan) -> Statement:
    """A row per group, cohort and period: people and millionths; people won and payers stand as periods below 0."""
    by, keys, source = "", "", "won"
    if ltv.frame.by:
        columns, source = shown_columns(ltv.frame), "placed"
        by = "".join(f"{sql} AS {name}, " for name, sql in columns.items())
        keys = "".join(f"{name}, " for name in columns)
    return scan.binder.statement(
        f"WITH\n{_people_ctes(ltv, scan)}\n"
        f"SELECT {by}t, move.1 AS later, count() AS people, sum(move.2) AS brought\nFROM {source}\n"
        f"ARRAY JOIN arrayConcat([(toInt64({WON}), toInt64(0))],"
        f" if(empty(moves), [], [(toInt64({PAID}), toInt64(0))]), moves) AS move\n"
        f"GROUP BY {keys}t, later\nORDER BY {keys}t, later"
    )


def _people_ctes(ltv: Ltv, scan: Scan) -> str:
    """CTE `won`: a row per person, `t` and `moves`, pairs of period and millionths; split questions add `placed`."""
    binder, scope = scan.binder, scan.scope
    start, end = scan.bounds()
    until = midnight(ltv.until(scan), scope.zone)
    acquired = (
        f"{selection_sql(ltv.acquired, scope, binder)} AND time < {binder.instant(min(end, until))}"
    )
    amount = property_sql(scope, binder, ltv.amount, wanted=ValueType.NUMBER, path="amount")
    paid = f"{selection_sql(ltv.paid, scope, binder)} AND isNotNull({amount}) AND {scan.between(start, until)}"
    worth = f"toInt64(round(toFloat64(assumeNotNull({amount})) * {MILLIONTHS}))"
    later = f"toInt64(dateDiff('{ltv.per.value}', t, {period_sql(instant_sql('paid.1'), ltv.per, scope.zone)}))"
    rows = all_of([f"(({acquired}) OR ({paid}))", *scan.tests()])
    ctes = (
        "met AS (\n"
        f"  SELECT {scope.event_person} AS person, minIf({PLACE_SQL}, {acquired}) AS since,\n"
        f"    groupArrayIf(({PLACE_SQL}, {worth}), {paid}) AS payments{first_values_sql(scan, acquired)}\n"
        f"  FROM events\n  WHERE {rows}\n  GROUP BY person\n"
        f"  HAVING countIf({acquired}) > 0 AND {instant_sql('since')} >= {binder.instant(start)}\n),\n"
        "won AS (\n"
        f"  SELECT person{columns_sql(scan)}, {period_sql(instant_sql('since'), ltv.per, scope.zone)} AS t,\n"
        f"    arrayFilter(move -> move.1 <= {ltv.periods}, arrayMap(paid -> ({later}, paid.2),\n"
        "      arrayFilter(paid -> paid.1 >= since, payments))) AS moves\n"
        f"  FROM met{scan.joins('person')}\n)"
    )
    return f"{ctes},\n{placed_sql(scan, 'won')}" if ltv.frame.by else ctes
