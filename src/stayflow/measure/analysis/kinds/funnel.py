"""Funnel 漏斗: how many people did A, then B, then C within a window that starts at A.

The first step lies in the range; later steps may follow after its end, inside the window, so that nobody who entered
late counts as lost. The window includes its end. Steps are taken in the order of time, and at equal times in the
order of arrival. One event serves one step. A person counts once, with the deepest step reached from any start.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec

from stayflow.language.keys import Keys
from stayflow.language.metric import (
    EventSelection,
    describe_selection,
    parse_selection,
    selection_sql,
)
from stayflow.language.raw import (
    JsonObject,
    join,
    read_boolean,
    read_choice,
    read_list,
    read_object,
    read_text,
)
from stayflow.language.sentence import Lang, Sentence, say_length
from stayflow.language.statement import Statement
from stayflow.language.window import Length, parse_duration, parse_length
from stayflow.measure.analysis.errors import TooMuchAsked, UnknownCell, Unsupported
from stayflow.measure.analysis.groups import (
    Values,
    first_values_sql,
    group_columns,
    group_test,
    parse_group,
    placed_sql,
    read_group,
)
from stayflow.measure.analysis.model import Desk, Frame
from stayflow.measure.analysis.request import check_fields, read_count
from stayflow.measure.analysis.scan import Scan, all_of
from stayflow.measure.analysis.words import describe_frame

STEPS_MIN, STEPS_MAX = 2, 15
WINDOW_DEFAULT = "7d"
WINDOW_MAX = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """One step: its events, and what it is called."""

    selection: EventSelection
    name: str


class FunnelStepPeople(msgspec.Struct, frozen=True):
    """How far people came.

    Attributes:
        name: What the step is called.
        people: People who reached it.
        rate_from_first: Share of those of the first step, 0 to 1; None when there are none.
        rate_from_previous: Share of those of the step before.
        median_seconds_from_previous: Half of them took no longer from the step before, at their first arrival.
        pending: People who reached it, not the next one, and whose window is still open.
    """

    name: str
    people: int
    rate_from_first: float | None
    rate_from_previous: float | None
    median_seconds_from_previous: float | None
    pending: int


class FunnelGroup(msgspec.Struct, frozen=True):
    """The steps of the people of one breakdown value: the value of their first event of the first step."""

    by: Values
    is_other: bool
    steps: list[FunnelStepPeople]


class FunnelResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """The funnel of everybody, and one per breakdown value when the question is split."""

    steps: list[FunnelStepPeople]
    groups: list[FunnelGroup] | None = None


@dataclass(frozen=True, slots=True)
class Funnel:
    """A question for a funnel."""

    frame: Frame
    steps: tuple[FunnelStep, ...]
    window: timedelta
    window_said: Length

    def answer(self, desk: Desk) -> FunnelResult:
        """People per step."""
        everybody, *rows = desk.read(count_statement(self, Scan(self.frame, desk.scope)))
        size = len(self.frame.by) + 1
        if not self.frame.by:
            return FunnelResult(steps=self._shape(everybody))
        groups = []
        for row in rows:
            group = read_group(self.frame, row[1:size], is_other=row[0] > self.frame.top)
            steps = self._shape(row[size:])
            groups.append(FunnelGroup(by=group.by, is_other=group.is_other, steps=steps))
        return FunnelResult(steps=self._shape(everybody[size:]), groups=groups)

    def describe(self, lang: Lang) -> str:
        """What is counted, in words."""
        steps = " → ".join(describe_selection(step.selection, lang) for step in self.steps)
        return describe_frame(
            self.frame,
            Sentence(
                "依次完成 {steps} 的人数：从第一步起 {window} 内（含终点），中间可有其他事件；第一步须在所选时间内，"
                "后续步骤可在窗口内晚于所选时间；时间相同按到达先后；同一事件只算一步；每人只计一次，取其到达的最深一步。"
                "用时为首次到达该步时距其之前最近一次上一步的中位数。",
                "People who did {steps} in this order within {window} of the first step, the end included; other "
                "events may lie between. The first step is in the range, later ones may follow after its end inside "
                "the window. "
                "Equal times follow the order of arrival; one event serves one step; a person counts once, at the "
                "deepest step reached. Times are medians from the latest previous step to the first arrival at a step.",
            ).say(
                lang,
                steps=steps,
                window=say_length(self.window_said.count, self.window_said.unit, lang),
            ),
            lang,
        )

    def people(self, who: JsonObject, desk: Desk) -> Statement:
        """The people who reached a step, or who reached the one before and not it.

        Raises:
            UnknownCell: The step is none of this funnel, or nobody can be lost before the first.
        """
        read_object(who, "who", known=("step", "converted", "by", "is_other"))
        step = read_count(who.get("step"), "who.step", least=1, most=len(self.steps))
        converted = read_boolean(who.get("converted", True), "who.converted")
        if step == 1 and not converted:
            raise UnknownCell("nobody is lost before the first step", path="who.converted")
        scan = Scan(self.frame, desk.scope)
        group = parse_group(who, self.frame)
        tests = [f"depth >= {step}" if converted else f"depth = {step - 1}"]
        if group is not None:
            tests.append(group_test(group, self.frame, scan.binder))
        source = "placed" if group else "reached"
        return scan.binder.statement(
            f"WITH\n{_people_ctes(self, scan)}\nSELECT person AS person_id\nFROM {source}\nWHERE {all_of(tests)}"
        )

    def _shape(self, row: Sequence[Any]) -> list[FunnelStepPeople]:
        size = len(self.steps)
        people, pending, waits = row[:size], row[size : 2 * size - 1], row[2 * size - 1 :]
        return [
            FunnelStepPeople(
                name=step.name,
                people=people[index],
                rate_from_first=_rate(people[index], people[0]),
                rate_from_previous=_rate(people[index], people[max(0, index - 1)]),
                median_seconds_from_previous=_seconds(waits[index - 1]) if index else None,
                pending=pending[index] if index < size - 1 else 0,
            )
            for index, step in enumerate(self.steps)
        ]


def parse_funnel(raw: JsonObject, frame: Frame) -> Funnel:
    """Read `steps`, `window` and `mode`.

    Raises:
        TooMuchAsked: Too few or too many steps, or a window of more than a year.
        Unsupported: Another mode than `ordered`.
    """
    check_fields(raw, "steps", "window", "mode")
    steps = read_list(raw.get("steps"), "steps")
    if not STEPS_MIN <= len(steps) <= STEPS_MAX:
        raise TooMuchAsked(
            f"expected {STEPS_MIN} to {STEPS_MAX} steps, got {len(steps)}", path="steps"
        )
    mode = read_choice(raw.get("mode", "ordered"), "mode", ("ordered", "strict", "any"))
    if mode != "ordered":
        raise Unsupported(f"mode {mode} is not offered; use ordered", path="mode")
    written = raw.get("window", WINDOW_DEFAULT)
    window_said, window = parse_length(written, "window"), parse_duration(written, "window")
    if window > WINDOW_MAX:
        raise TooMuchAsked(f"at most {WINDOW_MAX.days} days, got {window_said}", path="window")
    return Funnel(
        frame,
        tuple(_parse_step(step, f"steps[{index}]") for index, step in enumerate(steps)),
        window,
        window_said,
    )


def _parse_step(raw: object, path: str) -> FunnelStep:
    node = read_object(raw, path, known=("event", "where", "name"))
    selection = parse_selection(node, path)
    name = read_text(node.get("name") or " / ".join(selection.events) or "*", join(path, "name"))
    return FunnelStep(selection, name)


def count_statement(funnel: Funnel, scan: Scan) -> Statement:
    """One row: people per step, pending per step but the last, median milliseconds; then one per group."""
    numbers = range(1, len(funnel.steps) + 1)
    cells = [
        *(f"countIf(depth >= {number}) AS people_{number}" for number in numbers),
        *(f"countIf(depth = {number} AND is_open) AS pending_{number}" for number in numbers[:-1]),
        *(
            f"quantileExactInclusiveIf(0.5)(wait_{number}, depth >= {number}) AS median_{number}"
            for number in numbers[1:]
        ),
    ]
    by, source, end = "", "reached", ""
    if funnel.frame.by:
        top = funnel.frame.top
        source = "placed"
        by = f"least(place, {top + 1}) AS shown_place, " + "".join(
            f"if(place > {top}, '', {column}) AS shown_{column}, "
            for column in group_columns(funnel.frame)
        )
        shown = ", ".join(f"shown_{column}" for column in group_columns(funnel.frame))
        sets = f"GROUPING SETS ((), (shown_place, {shown}))"
        end = f"\nGROUP BY {sets}\nORDER BY shown_place"
    return scan.binder.statement(
        f"WITH\n{_people_ctes(funnel, scan)}\nSELECT {by}{', '.join(cells)}\nFROM {source}{end}"
    )


def _people_ctes(funnel: Funnel, scan: Scan) -> str:
    """CTEs that end in `reached`: one row per person with a first step; split questions add `placed`."""
    size = len(funnel.steps)
    keys = _keys(funnel, scan)
    latest = ", ".join(f"at_{number} > 0, deadlines_{number}[-1]" for number in range(size, 1, -1))
    last = keys.instant(f"multiIf({latest}, {keys.deadline('entries[-1]')})")
    depth = " + ".join(["1", *(f"(at_{number} > 0)" for number in range(2, size + 1))])
    by = "".join(
        f", {scan.value_sql(each) if each.of == 'attribute' else column} AS {column}"
        for column, each in zip(group_columns(funnel.frame), funnel.frame.by, strict=True)
    )
    waits = "".join(f", wait_{number}" for number in range(2, size + 1))
    ctes = [
        _touches_cte(funnel, scan, keys),
        _first_step_cte(funnel, keys),
        *(_step_cte(number, funnel, keys) for number in range(2, size + 1)),
        (
            f"reached AS (\n  SELECT person{by}{waits}, {depth} AS depth,\n"
            f"    {last} >= {keys.since_start(scan.scope.now)} AS is_open\n"
            f"  FROM step_{size}{scan.joins('person')}\n)"
        ),
    ]
    if funnel.frame.by:
        ctes.append(placed_sql(funnel.frame, "reached"))
    return ",\n".join(ctes)


def _keys(funnel: Funnel, scan: Scan) -> Keys:
    start, end = scan.bounds()
    return Keys(
        start=start,
        window=funnel.window,
        span=end + funnel.window - start,
        arrivals=scan.scope.arrivals,
        steps=len(funnel.steps),
        shares_events=_shares_events(funnel),
    )


def _shares_events(funnel: Funnel) -> bool:
    """True when one event may fit two steps; then a step looks only at the events before it."""
    seen: set[str] = set()
    for step in funnel.steps:
        if not step.selection.events or seen & set(step.selection.events):
            return True
        seen |= set(step.selection.events)
    return False


def _touches_cte(funnel: Funnel, scan: Scan, keys: Keys) -> str:
    """One row a person: the events of all steps in order, each as a key."""
    start, end = scan.bounds()
    selections = [step.selection for step in funnel.steps]
    tests = [selection_sql(each, scan.scope, scan.binder) for each in selections]
    tests[0] = f"{tests[0]} AND time < {scan.binder.instant(end)}"
    values = [scan.value_sql(each) for each in funnel.frame.by if each.of == "property"]
    rows = [scan.between(start, end + funnel.window), *scan.tests()]
    if all(each.events for each in selections):
        names = sorted({name for each in selections for name in each.events})
        rows.insert(0, f"event IN {scan.binder.bind(names, 'Array(String)')}")
    if any(each.where is not None for each in selections):
        rows.append("served > 0")
    columns = _by_columns(funnel, values, keys)
    return (
        f"touches AS (\n  WITH {keys.served_sql(tests)} AS served\n"
        f"  SELECT {scan.scope.event_person} AS person,\n    {keys.sorted_sql()} AS keys{columns}\n"
        f"  FROM events\n  WHERE {all_of(rows)}\n  GROUP BY person\n)"
    )


def _by_columns(funnel: Funnel, values: list[str], keys: Keys) -> str:
    """First-touch values of the properties the funnel is split by, under their columns."""
    left = iter(values)
    return "".join(
        first_values_sql([next(left)], keys.serves("served", 1)).replace("by_0", column)
        for column, each in zip(group_columns(funnel.frame), funnel.frame.by, strict=True)
        if each.of == "property"
    )


def _first_step_cte(funnel: Funnel, keys: Keys) -> str:
    """`entries`: at each event, the latest first step at or before it; before the first, another event."""
    by = "".join(
        f", {column}"
        for column, each in zip(group_columns(funnel.frame), funnel.frame.by, strict=True)
        if each.of == "property"
    )
    is_first = keys.serves("key", 1)
    return (
        f"step_1 AS (\n  SELECT person{by}, keys AS keys_1, arrayFill(key -> {is_first}, keys) AS entries\n"
        f"  FROM touches\n  WHERE arrayExists(key -> {is_first}, keys)\n)"
    )


def _step_cte(number: int, funnel: Funnel, keys: Keys) -> str:
    """One more step, from its first arrival `at` on; `hits` has at each event that completes it the deadline, else 0.

    `wait` is since the latest completion of the step before. What lies before `at` cannot matter to
    later steps and is cut off; who does not arrive is left with nothing.
    """
    last = number - 1
    were, deadlines, deadline = f"keys_{last}", f"deadlines_{last}", "before"
    before = f"{were}[arrayLastIndex(hit -> hit > 0, arraySlice(hits_{last}, 1, at_{number} - 1))]"
    fits = f"{keys.serves('key', number)} AND key <= before"
    if last == 1:
        deadlines, deadline = "entries", keys.deadline("before")
        fits = f"{keys.serves('key', 2)} AND {keys.serves('before', 1)} AND key <= {deadline}"
    if keys.shares_events:
        deadlines = f"arrayPopBack(arrayPushFront({deadlines}, toUInt64(0)))"
    if last == 1:
        before = f"({deadlines})[at_2]"
    kept = "".join(f", {column}" for column in _carried(funnel, last))
    return (
        f"step_{number} AS (\n  SELECT person{kept},\n"
        f"    arrayMap((key, before) -> if({fits}, {deadline}, toUInt64(0)), {were}, {deadlines})"
        f" AS found_{number},\n"
        f"    arrayFirstIndex(hit -> hit > 0, found_{number}) AS at_{number},\n"
        f"    {keys.instant(f'{were}[at_{number}]')} - {keys.instant(before)} AS wait_{number},\n"
        f"    arraySlice({were}, at_{number}) AS keys_{number},\n"
        f"    arraySlice(found_{number}, at_{number}) AS hits_{number},\n"
        f"    arrayFill(hit -> hit > 0, hits_{number}) AS deadlines_{number}\n"
        f"  FROM step_{last}\n)"
    )


def _carried(funnel: Funnel, last: int) -> list[str]:
    """Columns of the steps before that `reached` needs."""
    by = [
        column
        for column, each in zip(group_columns(funnel.frame), funnel.frame.by, strict=True)
        if each.of == "property"
    ]
    steps = range(2, last + 1)
    return [
        *by,
        "entries",
        *(f"{name}_{number}" for number in steps for name in ("at", "wait", "deadlines")),
    ]


def _rate(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _seconds(milliseconds: float) -> float | None:
    return None if milliseconds != milliseconds else milliseconds / 1000  # noqa: PLR0124  NaN: nobody
