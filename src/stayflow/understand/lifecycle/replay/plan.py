"""From the conditions of a model to signals: what a replay needs to know of a person, and the stage as a formula."""

from dataclasses import dataclass, field
from typing import Final, Literal

from stayflow.language.condition import (
    AttributeTest,
    Behaviour,
    Condition,
    FacetTest,
    Group,
    attribute_sql,
    compared_sql,
    expand,
    holds_at_nothing,
    is_any,
)
from stayflow.language.metric import EventSelection, selection_tests
from stayflow.language.raw import join
from stayflow.language.scope import Scope, ValueType, property_sql
from stayflow.language.statement import Binder
from stayflow.language.window import Range, midnight
from stayflow.understand.lifecycle.habit import PARTS, Habit
from stayflow.understand.lifecycle.replay.signal import SIGNALS_MAX, Kernel, Signal, Source

MOVING: Final = frozenset({"last", "next", "anniversary"})
"""Comparisons of an attribute whose answer changes as days go by."""


class _NotByDays(Exception):
    """A part of a condition that days do not decide."""


@dataclass(frozen=True, slots=True)
class DayPlan:
    """What a replay computes.

    Attributes:
        sources: Events laid out as days, each once.
        signals: The bits of `mask`, from the lowest.
        fixed: SQL of `person`, 0 or 1: the bits above the signals.
        stages: Names and SQL of `mask`, from the last of a life to the second; the first that holds wins.
        otherwise: The first stage.
    """

    sources: tuple[Source, ...]
    signals: tuple[Signal, ...]
    fixed: tuple[str, ...]
    stages: tuple[tuple[str, str], ...]
    otherwise: str


def plan_days(
    rules: list[tuple[str, Condition]], otherwise: str, scope: Scope, binder: Binder
) -> DayPlan | None:
    """The plan of a model; None when a condition asks for more than days can tell.

    Days tell of `did` that counts, sums or counts days, in windows of days or weeks or between dates, of `habit`,
    of attributes as they are now, and of every combination of these.

    Args:
        rules: Stages and their conditions, the last of a life first.
        otherwise: The first stage.
        scope: The project.
        binder: Of the statement the plan will be part of.
    """
    planner = _Planner(scope, binder)
    try:
        met = [(name, planner.met(expand(tree, scope))) for name, tree in rules]
    except _NotByDays:
        return None
    signals = tuple(planner.signals)
    bits = {f"<fixed {n}>": len(signals) + n for n in range(len(planner.fixed))}
    stages = []
    for name, sql in met:
        for mark, bit in bits.items():
            sql = sql.replace(mark, f"bitTest(mask, {bit})")  # noqa: PLW2901
        stages.append((name, sql))
    sources = tuple(dict.fromkeys(each.source for each in signals))
    return DayPlan(sources, signals, tuple(planner.fixed), tuple(stages), otherwise)


@dataclass(slots=True)
class _Planner:
    scope: Scope
    binder: Binder
    signals: list[Signal] = field(default_factory=list)
    fixed: list[str] = field(default_factory=list)

    def met(self, node: Condition) -> str:
        if isinstance(node, Group):
            return self._group(node)
        if isinstance(node, Behaviour):
            return self._behaviour(node)
        if isinstance(node, AttributeTest) and node.op not in MOVING:
            return self._fixed(attribute_sql(node, self.scope, self.binder, "person"))
        if isinstance(node, FacetTest) and isinstance(node.clause, Habit):
            return self._habit(node.clause)
        raise _NotByDays

    def _group(self, group: Group) -> str:
        if not group.members:
            return "1" if group.how == "all" else "0"
        parts = [self.met(member) for member in group.members]
        if group.how == "not":
            return f"NOT ({parts[0]})"
        word = " AND " if group.how == "all" else " OR "
        return f"({word.join(parts)})"

    def _behaviour(self, node: Behaviour) -> str:
        kernel = _kernel(node.within)
        met = compared_sql(node, "total", self.scope, self.binder)
        return self._signal(Signal(self._source(node), kernel, met, holds_at_nothing(node)))

    def _source(self, node: Behaviour) -> Source:
        tests = self._tests(node.selection, node.within)
        kind = node.aggregate.kind
        if kind == "sum":
            number = property_sql(
                self.scope,
                self.binder,
                node.aggregate.over or "",
                wanted=ValueType.NUMBER,
                path=join(node.aggregate.path, "sum"),
            )
            return Source(tests, "sum", number)
        if kind not in {"count", "days"}:
            raise _NotByDays
        if is_any(node):
            stays = node.within is None or node.within.last is None
            return Source(tests, "first" if stays else "days")
        return Source(tests, "count" if kind == "count" else "days")

    def _habit(self, habit: Habit) -> str:
        unit: Literal["days", "count"] = "days" if habit.unit == "days" else "count"
        source = Source(self._tests(habit.selection, None), unit)
        recent, before = habit.recent_days, habit.before_days
        least = self.binder.bind(habit.at_least, "UInt32")
        had = Signal(
            source, ((recent, 1), (recent + before, -1)), f"total >= {least}", at_nothing=False
        )
        parts = [self._signal(had), self._dropped(habit, source, habit.drop)]
        if habit.drop_below is not None:
            parts.append(f"NOT {self._dropped(habit, source, habit.drop_below)}")
        return f"({' AND '.join(parts)})"

    def _dropped(self, habit: Habit, source: Source, thousandths: int) -> str:
        """The drop as one sum that is zero or less: what counts now, less what it must not exceed."""
        recent, before = habit.recent_days, habit.before_days
        now, was = before * PARTS, (PARTS - thousandths) * recent
        kernel = ((0, now), (recent, -now - was), (recent + before, was))
        return self._signal(Signal(source, kernel, "total <= 0", at_nothing=True))

    def _tests(self, selection: EventSelection, within: Range | None) -> str:
        tests = selection_tests(selection, self.scope, self.binder)
        if within is not None and within.last is None and within.before is None:
            first, last = within.days(self.scope.zone, self.scope.now)
            if within.first_on is not None:
                tests.append(f"time >= {self.binder.instant(midnight(first, self.scope.zone))}")
            if within.last_on is not None:
                tests.append(
                    f"toDate(time, '{self.scope.zone.key}') <= {self.binder.bind(last, 'Date')}"
                )
        return " AND ".join(tests)

    def _signal(self, signal: Signal) -> str:
        if signal not in self.signals:
            self.signals.append(signal)
        if len(self.signals) + len(self.fixed) > SIGNALS_MAX:
            raise _NotByDays
        return f"bitTest(mask, {self.signals.index(signal)})"

    def _fixed(self, sql: str) -> str:
        if sql not in self.fixed:
            self.fixed.append(sql)
        return f"<fixed {self.fixed.index(sql)}>"


def _kernel(within: Range | None) -> Kernel:
    """How long an event counts.

    Raises:
        _NotByDays: The window is not one of days.
    """
    known = within is None or within == Range(
        within.last, within.before, within.first_on, within.last_on
    )
    if not known:
        raise _NotByDays
    if within is None or (within.last is None and within.before is None):
        return ((0, 1),)
    length = within.last or within.before
    days = length.whole_days if length else None
    if days is None:
        raise _NotByDays
    return ((0, 1), (days, -1)) if within.last is not None else ((days, 1),)
