"""The numbers of the first page: how many people, who is active, new, kept or returned, and money."""

from datetime import date
from typing import TypeVar

import msgspec

from stayflow.language.scope import Scope
from stayflow.language.statement import Binder
from stayflow.language.window import parse_range
from stayflow.measure.analysis import (
    RevenueResult,
    StageAnswer,
    StagePeople,
    StatusResult,
    answer_query,
)
from stayflow.stores.warehouse import ProjectWarehouse

RANGE_DEFAULT = {"last": "30d"}
Result = TypeVar("Result", bound=msgspec.Struct)


class OverviewPoint(msgspec.Struct, frozen=True):
    """One day: the people active on it, those of them who are new or returned, and its revenue."""

    t: str
    active: int
    new: int
    returned: int
    revenue: float


class OverviewRange(msgspec.Struct, frozen=True, rename={"first_on": "from", "last_on": "to"}):
    """The days of the numbers, both included, in the project's zone."""

    first_on: date
    last_on: date
    zone: str


class Overview(msgspec.Struct, frozen=True):
    """How the project stands.

    Attributes:
        people: Everybody known, merged persons once.
        active: People with any event in the range.
        new: Those whose first event ever is in the range.
        kept: Those who were active in the equally long range before as well.
        returned: Those who were active earlier, not in the range before.
        churned: People active in the range before and not in this one.
        payers: People with an order in the range.
        revenue: Sum of the revenue of all events of the range.
        orders: Different orders of the range.
        stages: People per stage of the default lifecycle model, now.
        series: The days of the range, oldest first; `returned` is against the day before.
        range: The days.
        last_event_on: The day of the newest event; None without events.
        definition: What the numbers count, in words.
    """

    people: int
    active: int
    new: int
    kept: int
    returned: int
    churned: int
    payers: int
    revenue: float
    orders: int
    stages: list[StagePeople]
    series: list[OverviewPoint]
    range: OverviewRange
    last_event_on: date | None
    definition: str


def read_overview(
    range_raw: object, *, scope: Scope, warehouse: ProjectWarehouse, lang: str = "en"
) -> Overview:
    """The numbers of the first page.

    Args:
        range_raw: As in a question: `{"last": "30d"}` (the default), or `{"from": …, "to": …}`; whole days.
        scope: The project at this moment.
        warehouse: The project's facts.
        lang: Language of the definition, `en` or `zh`.

    Raises:
        InvalidInput: The range is wrong, or is not made of whole days.
    """
    asked = {"range": range_raw or RANGE_DEFAULT, "lang": lang}
    days = parse_range(asked["range"])

    def ask(kind: str, result: type[Result]) -> tuple[Result, str]:
        answer = answer_query({"kind": kind, **asked}, scope=scope, warehouse=warehouse)
        assert isinstance(answer.result, result)  # noqa: S101  a kind has one shape of result
        return answer.result, answer.definition

    status, definition = ask("status", StatusResult)
    money, _ = ask("revenue", RevenueResult)
    stages, _ = ask("stage", StageAnswer)
    sizes = {each.stage: each.people for each in status.stages}
    revenue_on = {point.t: point.revenue for point in money.series}
    first, last = days.days(scope.zone, scope.now)
    return Overview(
        people=count_people(scope=scope, warehouse=warehouse),
        active=status.active,
        new=sizes["new"],
        kept=sizes["kept"],
        returned=sizes["returned"],
        churned=sizes["churned"],
        payers=money.payers,
        revenue=money.revenue,
        orders=money.orders,
        stages=stages.stages,
        series=[
            OverviewPoint(each.t, each.active, each.new, each.returned, revenue_on.get(each.t, 0.0))
            for each in status.series
        ],
        range=OverviewRange(first, last, scope.zone.key),
        last_event_on=find_last_day(warehouse),
        definition=definition,
    )


def count_people(*, scope: Scope, warehouse: ProjectWarehouse) -> int:
    """Everybody known, merged persons once."""
    binder = Binder()
    people = scope.known_people_sql(binder)
    return int(warehouse.value(f"SELECT uniqExact(person) FROM ({people})", binder.parameters))


def find_last_day(warehouse: ProjectWarehouse) -> date | None:
    """The day of the newest event, in the project's zone; None without events."""
    found: date | None = warehouse.value("SELECT maxOrNull(day) FROM event_people_daily")
    return found
