"""The five stages of a range beside the range before."""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import date, datetime
from time import perf_counter

import msgspec

from stayflow.kernel.errors import StayflowError
from stayflow.language.raw import JsonObject
from stayflow.language.scope import Scope
from stayflow.language.sentence import Lang
from stayflow.language.window import Range
from stayflow.measure.analysis import (
    QueryAnswer,
    RetentionResult,
    RevenueResult,
    TrendResult,
    answer_query,
)
from stayflow.measure.pirate.model import STAGES, PirateInvalid, Step, Steps
from stayflow.measure.pirate.questions import Asked, Days, ask_stages, describe_stage, key_of
from stayflow.stores.warehouse import KeepingWarehouse

AT_ONCE = 3
Answers = Mapping[str, QueryAnswer | StayflowError]


class PirateNumber(msgspec.Struct, frozen=True):
    """People, and the question (with its cell) that leads to them."""

    people: int
    query: dict[str, object]
    who: dict[str, object]


class PiratePoint(msgspec.Struct, frozen=True):
    """One period of the trend; `is_incomplete` when it is not over."""

    t: str
    people: int
    is_incomplete: bool


class PirateStage(msgspec.Struct, frozen=True):
    """One stage.

    Attributes:
        stage: Its name.
        step: Its events; None where the project has not said them: then there are no numbers.
        definition: What is counted, in words; empty without a step.
        number: Its people in the range.
        base: The people its rate is of.
        rate: `number` of `base`, 0 to 1; None over nobody.
        previous: Its people in the range before.
        previous_rate: The rate there.
        change: Against the range before, as a share of it.
        money: Of the stage of revenue: what was paid.
        previous_money: The same in the range before.
        points: The periods of the range, oldest first.
        error: Why there are no numbers.
    """

    stage: str
    step: Step | None
    definition: str = ""
    number: PirateNumber | None = None
    base: PirateNumber | None = None
    rate: float | None = None
    previous: PirateNumber | None = None
    previous_rate: float | None = None
    change: float | None = None
    money: float | None = None
    previous_money: float | None = None
    points: list[PiratePoint] = []
    error: str | None = None


class PirateAnswer(msgspec.Struct, frozen=True):
    """The stages, and the days they and their predecessors are of."""

    stages: list[PirateStage]
    first_on: date
    last_on: date
    before_from: date
    before_to: date
    per: str
    as_of: datetime
    rows_read: int
    took_ms: float


def answer_pirate(
    steps: Steps,
    range_: Range,
    people: JsonObject | None,
    *,
    scope: Scope,
    warehouse: KeepingWarehouse,
    lang: Lang = "en",
) -> PirateAnswer:
    """The numbers of every stage; a mistake of one is its own.

    Args:
        steps: What the stages are.
        range_: Whole days.
        people: A condition that holds for all stages.
        scope: The project at this moment.
        warehouse: The project's facts as they stand now.
        lang: Language of the definitions.

    Raises:
        PirateInvalid: The range is not made of whole days.
    """
    began = perf_counter()
    if not range_.is_whole_days:
        raise PirateInvalid("expected whole days", path="range")
    days = Days(*range_.days(scope.zone, scope.now))
    now = ask_stages(steps, days, people or None)
    before = ask_stages(steps, days.before, people or None)
    answers = _ask(_needed(now, before), scope, warehouse)
    shaping = _Shaping(answers, days, lang, scope.now.astimezone(scope.zone).date())
    return PirateAnswer(
        stages=[
            shaping.shape(name, getattr(steps, name), now.get(name), before.get(name))
            for name in STAGES
        ],
        first_on=days.first,
        last_on=days.last,
        before_from=days.before.first,
        before_to=days.before.last,
        per=days.per,
        as_of=scope.now,
        rows_read=sum(each.rows_read for each in answers.values() if isinstance(each, QueryAnswer)),
        took_ms=round((perf_counter() - began) * 1000, 1),
    )


def _needed(now: Mapping[str, Asked], before: Mapping[str, Asked]) -> Iterable[dict[str, object]]:
    for each in now.values():
        yield from (each.number, each.base, each.trend)
    for each in before.values():
        yield from (each.number, each.base)


def _ask(
    queries: Iterable[dict[str, object]], scope: Scope, warehouse: KeepingWarehouse
) -> Answers:
    """Each question once, some side by side."""
    asked = {key_of(query): query for query in queries}

    def answer(query: dict[str, object]) -> QueryAnswer | StayflowError:
        try:
            return answer_query(query, scope=scope, warehouse=warehouse.again())
        except StayflowError as error:
            return error

    with ThreadPoolExecutor(AT_ONCE) as pool:
        futures = {
            key: pool.submit(copy_context().run, answer, query) for key, query in asked.items()
        }
        return {key: each.result() for key, each in futures.items()}


class _Shaping:
    def __init__(self, answers: Answers, days: Days, lang: Lang, today: date) -> None:
        self._answers = answers
        self._days = days
        self._lang = lang
        self._today = today

    def shape(
        self, name: str, step: Step | None, now: Asked | None, before: Asked | None
    ) -> PirateStage:
        """One stage."""
        if step is None or now is None or before is None:
            return PirateStage(name, None)
        words = describe_stage(name, step, self._lang)
        try:
            number, base = self._number(now), self._base(now)
            previous, base_before = self._number(before), self._base(before)
            points = self._points(now)
            money, money_before = self._money(now), self._money(before)
        except StayflowError as error:
            return PirateStage(name, step, words, error=error.message)
        return PirateStage(
            stage=name,
            step=step,
            definition=words,
            number=number,
            base=base,
            rate=_ratio(number.people, base.people),
            previous=previous,
            previous_rate=_ratio(previous.people, base_before.people),
            change=_ratio(number.people - previous.people, previous.people),
            money=money,
            previous_money=money_before,
            points=points,
        )

    def _result(self, query: JsonObject) -> msgspec.Struct:
        answer = self._answers[key_of(query)]
        if isinstance(answer, StayflowError):
            raise answer
        return answer.result

    def _number(self, asked: Asked) -> PirateNumber:
        return PirateNumber(self._people(asked.number), asked.number, asked.who)

    def _base(self, asked: Asked) -> PirateNumber:
        return PirateNumber(self._people(asked.base), asked.base, {})

    def _people(self, query: JsonObject) -> int:
        result = self._result(query)
        if isinstance(result, RevenueResult):
            return result.payers
        assert isinstance(result, TrendResult)  # noqa: S101  the others are trends
        return int(result.series[0].points[0].value or 0)

    def _money(self, asked: Asked) -> float | None:
        result = self._result(asked.number)
        return result.revenue if isinstance(result, RevenueResult) else None

    def _points(self, asked: Asked) -> list[PiratePoint]:
        found = dict(_counted(self._result(asked.trend)))
        newest = max(found, default="")
        is_open = self._days.last >= self._today
        return [
            PiratePoint(t, people, is_open and t == newest) for t, people in sorted(found.items())
        ]


def _counted(result: msgspec.Struct) -> Iterable[tuple[str, int]]:
    """Period and people of each point."""
    if isinstance(result, RetentionResult):
        return ((each.t, each.size) for each in result.cohorts)
    if isinstance(result, RevenueResult):
        return ((each.t, each.payers) for each in result.series)
    assert isinstance(result, TrendResult)  # noqa: S101  the others are trends
    return ((each.t or "", int(each.value or 0)) for each in result.series[0].points)


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None
