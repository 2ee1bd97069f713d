"""Revenue 收入: orders, money, paying people, and what follows from them.

An order is one value of the order property (`order`, or the usual one that the project has), and
without one each event is an order. Money is summed as it stands, exactly to a millionth: negative
amounts (returns, refunds) lower the revenue and are shown by themselves as `refunds`; their orders
and people count like any other. Filter by the amount to leave them out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec

from stayflow.language.metric import (
    ANY_EVENT,
    EventSelection,
    describe_selection,
    parse_selection,
    selection_sql,
)
from stayflow.language.raw import JsonObject, read_choice, read_object, read_text
from stayflow.language.scope import Scope, ValueType, property_sql
from stayflow.language.sentence import Lang, Sentence, say_length
from stayflow.language.statement import Statement
from stayflow.language.window import Granularity, parse_granularity, period_sql
from stayflow.measure.analysis.daily import active_people_statement
from stayflow.measure.analysis.earlier import Beside, compared_cell, line_of, parse_comparison
from stayflow.measure.analysis.errors import UnknownCell, Unsupported
from stayflow.measure.analysis.model import Desk, Frame
from stayflow.measure.analysis.periods import (
    CLOCK_SECONDS,
    Period,
    find_period,
    list_periods,
    period_name,
)
from stayflow.measure.analysis.repurchase import (
    BUYERS,
    Orders,
    Repurchase,
    Window,
    buyers_statement,
    repurchase_statement,
    shape_repurchase,
)
from stayflow.measure.analysis.request import check_fields, read_span
from stayflow.measure.analysis.scan import Scan, all_of
from stayflow.measure.analysis.words import describe_frame, with_comparison

AMOUNT_DEFAULT = "revenue"
ORDER_DEFAULTS = ("order_id", "order", "order_no", "invoice", "invoice_id", "invoice_no")
"""Taken for the order when the question names none: the first that the project has."""
ORDER_SAID = Sentence(
    "订单号（order_id、invoice 等；没有则每个事件一笔）",
    "the order number (order_id, invoice and the like; each event without one is an order)",
)
AGAIN_SAID = Sentence(
    "{within}内复购率：从买家在所选时间内的首笔订单起，{within}内（含终点，可在所选时间之后）再有一笔订单的人"
    " ÷ 期限已满的买家；"
    "期限未满的单列，不计入。"
    "复购间隔为每笔订单到同一买家下一笔（{within}内）的时间。",
    " The repurchase rate within {within} is the share of buyers with another order within {within} of their first one "
    "in the range (the end included, perhaps after the range), of those whose {within} are over; the others wait and "
    "are in neither part. Intervals are from each order to the same buyer's next one within {within}.",
)
MILLIONTHS = 1_000_000
NO_PERIODS = "none"
WHO = ("active", "payers", "repurchased", *BUYERS)
WITHIN_MAX = timedelta(days=366)


class RevenuePoint(msgspec.Struct, frozen=True, omit_defaults=True):
    """One period; `is_incomplete` when it is not over."""

    t: str
    orders: int
    revenue: float
    payers: int
    is_incomplete: bool = False


class RevenueNumbers(msgspec.Struct, frozen=True, omit_defaults=True):
    """Money of a range.

    Attributes:
        orders: Different orders.
        revenue: Sum of the amounts, negative ones included.
        refunds: Sum of the negative amounts, as a positive number.
        payers: People with an order.
        active: People with any event.
        aov: Revenue per order; None without orders.
        arpu: Revenue per active person.
        arppu: Revenue per payer.
        frequency: Orders per payer.
        repurchase_rate: Share of payers with two orders or more, 0 to 1.
        repurchase: Who bought again within the days asked for; None where none are.
    """

    orders: int
    revenue: float
    refunds: float
    payers: int
    active: int
    aov: float | None
    arpu: float | None
    arppu: float | None
    frequency: float | None
    repurchase_rate: float | None
    repurchase: Repurchase | None = None


class RevenueResult(RevenueNumbers, frozen=True, kw_only=True, omit_defaults=True):
    """Money of the range, and its periods, oldest first; `previous` and its series are of the range compared with."""

    series: list[RevenuePoint]
    previous: RevenueNumbers | None = None
    previous_series: list[RevenuePoint] | None = None


@dataclass(frozen=True, slots=True)
class Revenue(Beside[RevenueResult]):
    """A question for revenue.

    `per` None leaves the series out, `order` None takes the project's order property, `again` None asks for no
    repurchase within so many days.
    """

    selection: EventSelection
    amount: str
    order: str | None
    per: Granularity | None
    again: Window | None = None

    def beside(self, now: RevenueResult, desk: Desk) -> RevenueResult:
        """The money, and the periods, of the range compared with."""
        was = self.then(desk).alone(desk)
        before = line_of(RevenueNumbers, was)
        return msgspec.structs.replace(now, previous=before, previous_series=was.series)

    def alone(self, desk: Desk) -> RevenueResult:
        """The money of the range, and its periods."""
        scan = Scan(self.frame, desk.scope)
        ((orders, millionths, refunded, payers),) = desk.read(total_statement(self, scan))
        ((repurchased,),) = desk.read(
            _count(self._repurchase_statement(Scan(self.frame, desk.scope)))
        )
        ((active,),) = desk.read(_count(active_people_statement(Scan(self.frame, desk.scope))))
        revenue = millionths / MILLIONTHS
        return RevenueResult(
            orders=orders,
            revenue=revenue,
            refunds=refunded / MILLIONTHS,
            payers=payers,
            active=active,
            aov=_ratio(revenue, orders),
            arpu=_ratio(revenue, active),
            arppu=_ratio(revenue, payers),
            frequency=_ratio(orders, payers),
            repurchase_rate=_ratio(repurchased, payers),
            repurchase=None if self.again is None else self._again(self.again, desk),
            series=self._series(desk),
        )

    def describe(self, lang: Lang) -> str:
        """What is counted, in words."""
        counted = Sentence(
            "{events} 的收入：金额取 {amount}，负数（退货、退款）从收入中扣除，另计为退款；"
            "订单按 {order} 去重；付费人数为有订单的人；客单价 = 收入 ÷ 订单，ARPU = 收入 ÷ 活跃人数（有任意事件），"
            "ARPPU = 收入 ÷ 付费人数；复购率 = 所选时间内有两笔及以上订单的人 ÷ 付费人数。",
            "Revenue of {events}: the sum of {amount}; negative amounts (returns, refunds) lower it and are "
            "shown as refunds. Orders are different values of {order}. Payers are people with an order. AOV is revenue "
            "per order, ARPU per active person (with any event), ARPPU per payer. The repurchase rate is the share of "
            "payers with two orders or more in the range.",
        ).say(
            lang,
            events=describe_selection(self.selection, lang),
            amount=self.amount,
            order=self.order or ORDER_SAID.say(lang),
        )
        if self.again is not None:
            counted += AGAIN_SAID.say(
                lang, within=say_length(self.again.said.count, self.again.said.unit, lang)
            )
        return describe_frame(self.frame, with_comparison(counted, self.comparison, lang), lang)

    def people(self, who: JsonObject, desk: Desk) -> Statement:
        """The payers (of the range or of the period `t`), those who bought again or still may, or the active people.

        Raises:
            UnknownCell: A period goes with payers only, nothing is compared, or no days of repurchase are asked for.
        """
        read_object(who, "who", known=("of", "t", "compared"))
        if (cell := compared_cell(who)) is not None:
            return self.then(desk).people(cell, desk)
        of = read_choice(who.get("of", "payers"), "who.of", WHO)
        scan = Scan(self.frame, desk.scope)
        if of != "payers":
            if who.get("t") is not None:
                raise UnknownCell("a period has payers only", path="who.t")
            if of == "active":
                return active_people_statement(scan)
            if of in BUYERS:
                if self.again is None:
                    raise UnknownCell("the question has no repurchase_within", path="who.of")
                return buyers_statement(self._orders(scan), self.again, of, scan)
            return self._repurchase_statement(scan)
        tests = [*_order_tests(self, scan), scan.between(*scan.bounds())]
        if who.get("t") is not None:
            period = find_period(self._periods(desk.scope), read_text(who["t"], "who.t"))
            tests.append(scan.between(period.start, period.end))
        return scan.binder.statement(
            f"SELECT DISTINCT {scan.scope.event_person} AS person_id\nFROM events\nWHERE {all_of(tests)}"
        )

    def _orders(self, scan: Scan) -> Orders:
        return Orders(_order_tests(self, scan), _order_key(self, scan))

    def _again(self, again: Window, desk: Desk) -> Repurchase:
        scan = Scan(self.frame, desk.scope)
        (row,) = desk.read(repurchase_statement(self._orders(scan), again, scan))
        return shape_repurchase(row)

    def _series(self, desk: Desk) -> list[RevenuePoint]:
        if self.per is None:
            return []
        scan = Scan(self.frame, desk.scope)
        period = period_sql("time", self.per, desk.scope.zone)
        if self.per in CLOCK_SECONDS:
            period = f"toUnixTimestamp({period})"
        periods = self._periods(desk.scope)
        rows = desk.read(total_statement(self, scan, period))
        found = {period_name(row[0], periods): row[1:] for row in rows}
        return [_point(each, found, desk.scope) for each in periods]

    def _periods(self, scope: Scope) -> list[Period]:
        if self.per is None:
            return []
        return list_periods(self.frame.range, self.per, scope.zone, scope.now)

    def _repurchase_statement(self, scan: Scan) -> Statement:
        """The people with two orders or more."""
        order = _order_key(self, scan)
        return scan.binder.statement(
            f"SELECT {scan.scope.event_person} AS person_id\nFROM events\n"
            f"WHERE {all_of([*_order_tests(self, scan), scan.between(*scan.bounds())])}\n"
            f"GROUP BY person_id\nHAVING {_orders_sql(order)} >= 2"
        )


def parse_revenue(raw: JsonObject, frame: Frame) -> Revenue:
    """Read `event`, `where`, `amount`, `order`, `per`, `repurchase_within` and `compare`.

    Raises:
        Unsupported: A breakdown.
        TooMuchAsked: A repurchase within more than a year.
    """
    check_fields(raw, "event", "where", "amount", "order", "per", "repurchase_within", "compare")
    if frame.by:
        raise Unsupported("revenue is not split by values; ask a trend of sums", path="by")
    per = raw.get("per", Granularity.DAY.value)
    order = raw.get("order")
    return Revenue(
        frame=frame,
        selection=parse_selection({**raw, "event": raw.get("event", ANY_EVENT)}),
        amount=read_text(raw.get("amount", AMOUNT_DEFAULT), "amount"),
        order=None if order is None else read_text(order, "order"),
        per=None if per == NO_PERIODS else parse_granularity(per),
        again=_parse_again(raw.get("repurchase_within")),
        comparison=parse_comparison(raw.get("compare"), frame.range),
    )


def _parse_again(raw: object) -> Window | None:
    if raw is None:
        return None
    said, length = read_span(raw, "repurchase_within", WITHIN_MAX)
    return Window(length, said)


def total_statement(revenue: Revenue, scan: Scan, period: str | None = None) -> Statement:
    """Orders, revenue and refunds in millionths, payers: one row, or one per `period` that has any."""
    amount = _millionths(revenue, scan)
    order = _order_key(revenue, scan)
    shown = f"{period} AS t, " if period else ""
    end = "\nGROUP BY t\nORDER BY t" if period else ""
    return scan.binder.statement(
        f"SELECT {shown}{_orders_sql(order)} AS order_count,\n"
        f"  ifNull(sum({amount}), 0) AS millionths,\n"
        f"  ifNull(-sumIf({amount}, {amount} < 0), 0) AS refunded,\n"
        f"  uniqExact({scan.scope.event_person}) AS payers\n"
        f"FROM events\nWHERE {all_of([*_order_tests(revenue, scan), scan.between(*scan.bounds())])}{end}"
    )


def _order_tests(revenue: Revenue, scan: Scan) -> list[str]:
    """Tests of the rows of orders, but for their time."""
    tests = [selection_sql(revenue.selection, scan.scope, scan.binder), *scan.tests()]
    if not revenue.selection.events:
        tests.append(f"isNotNull({_amount(revenue, scan)})")
    return tests


def _amount(revenue: Revenue, scan: Scan) -> str:
    return property_sql(
        scan.scope, scan.binder, revenue.amount, wanted=ValueType.NUMBER, path="amount"
    )


def _millionths(revenue: Revenue, scan: Scan) -> str:
    """The amount as a whole number of millionths: sums of them are exact, and the same in any order."""
    return f"toInt128(round(toFloat64({_amount(revenue, scan)}) * {MILLIONTHS}))"


def _order_key(revenue: Revenue, scan: Scan) -> str | None:
    known = (name for name in ORDER_DEFAULTS if scan.scope.catalogue.property(name) is not None)
    name = revenue.order or next(known, None)
    if name is None:
        return None
    return property_sql(scan.scope, scan.binder, name, wanted=ValueType.TEXT, path="order")


def _orders_sql(order: str | None) -> str:
    """How many orders: different keys, and one for each event without a key."""
    if order is None:
        return "count()"
    return f"uniqExactIf({order}, {order} != '') + countIf({order} = '')"


def _count(people: Statement) -> Statement:
    return Statement(f"SELECT count() FROM (\n{people.sql}\n)", people.parameters)


def _point(period: Period, found: Mapping[str, Sequence[Any]], scope: Scope) -> RevenuePoint:
    orders, millionths, _, payers = found.get(period.t, (0, 0, 0, 0))
    return RevenuePoint(
        t=period.t,
        orders=orders,
        revenue=millionths / MILLIONTHS,
        payers=payers,
        is_incomplete=not period.is_over(scope.now),
    )


def _ratio(part: float, whole: int) -> float | None:
    return part / whole if whole else None
