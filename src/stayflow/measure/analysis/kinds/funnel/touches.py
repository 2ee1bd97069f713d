"""The events of every person as sorted keys: what all forms of a funnel begin with."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from stayflow.language.keys import Keys
from stayflow.language.metric import THEIR_OWN_SQL, EventSelection, selection_sql
from stayflow.language.scope import ValueType, property_sql
from stayflow.measure.analysis.groups import event_columns, first_values_sql
from stayflow.measure.analysis.kinds.funnel.model import FunnelQuestion, Mode
from stayflow.measure.analysis.scan import Scan, all_of

LATE = "served > 0"


@dataclass(frozen=True, slots=True)
class Layout:
    """A funnel in the making: the question, the statement's values, and how its keys are laid out.

    Attributes:
        question: What is asked.
        scan: The statement.
        keys: Steps 1 to n, then a bit for each bar where there are any.
        start: Where the range begins.
        end: The first instant after the range.
    """

    question: FunnelQuestion
    scan: Scan
    keys: Keys
    start: datetime
    end: datetime

    @property
    def by(self) -> list[str]:
        """Columns of the breakdowns by a property; what people are split by is joined later."""
        return event_columns(self.scan.frame)

    @property
    def is_grouped(self) -> bool:
        """True when rows of people are put into groups or periods."""
        return bool(self.scan.frame.by) or self.question.per is not None

    @property
    def now(self) -> int:
        """The present, milliseconds since the start."""
        return self.keys.since_start(self.scan.scope.now)

    def ms(self, length: timedelta) -> int:
        """Milliseconds of a length."""
        return length // timedelta(milliseconds=1)


def lay_out(question: FunnelQuestion, scan: Scan) -> Layout:
    """How the keys of a question are laid out."""
    start, end = scan.bounds()
    window = question.window.length
    keys = Keys(
        start=start,
        window=window,
        span=end + window - start,
        arrivals=scan.scope.arrivals,
        steps=question.size + len(question.bars),
        shares_events=not question.is_plain or question.may_share_events,
    )
    return Layout(question, scan, keys, start, end)


def touches_cte(layout: Layout) -> str:
    """CTE `touches`: one row a person (and value held): its events in order, each as a key."""
    question, scan = layout.question, layout.scan
    served = layout.keys.served_sql(_served_tests(layout))
    held, grouped = "", "person"
    rows = [scan.between(layout.start, layout.end + question.window.length), *scan.tests()]
    rows = [*_which_events(layout), *rows, *_which_rows(question)]
    if question.held is not None:
        value = property_sql(
            scan.scope,
            scan.binder,
            question.held.name,
            wanted=ValueType.TEXT,
            path=question.held.path,
        )
        held, grouped = f" {value} AS held,", "person, held"
        rows.append("held != ''")
    return (
        f"touches AS (\n  WITH {served} AS served\n"
        f"  SELECT {scan.scope.event_person} AS person,{held}\n"
        f"    {layout.keys.sorted_sql()} AS keys{_by_columns(layout)}\n"
        f"  FROM events\n  WHERE {all_of(rows)}\n  GROUP BY {grouped}\n)"
    )


def _served_tests(layout: Layout) -> list[str]:
    """A test per step, then one per bar; the first step lies in the range."""
    scan, question = layout.scan, layout.question
    tests = [
        any_sql([selection_sql(each, scan.scope, scan.binder) for each in step.selections])
        for step in question.steps
    ]
    if question.mode is not Mode.ANY:
        tests[0] = f"{tests[0]} AND time < {scan.binder.instant(layout.end)}"
    return tests + [selection_sql(bar.selection, scan.scope, scan.binder) for bar in question.bars]


def _which_events(layout: Layout) -> list[str]:
    """Which events are read at all, by name: the order of the table finds them."""
    question = layout.question
    if question.mode is Mode.STRICT:
        return [THEIR_OWN_SQL]
    asked = _selections(question)
    if not all(each.events for each in asked):
        return []
    names = sorted({name for each in asked for name in each.events})
    return [f"event IN {layout.scan.binder.bind(names, 'Array(String)')}"]


def _which_rows(question: FunnelQuestion) -> list[str]:
    filtered = any(each.where is not None for each in _selections(question))
    return [LATE] if filtered and question.mode is not Mode.STRICT else []


def _selections(question: FunnelQuestion) -> list[EventSelection]:
    of_steps = [each for step in question.steps for each in step.selections]
    return of_steps + [bar.selection for bar in question.bars]


def _by_columns(layout: Layout) -> str:
    """First-touch values of the properties the funnel is split by, under their columns."""
    test = layout.keys.serves("served", 1)
    if layout.question.mode is Mode.ANY:
        test = f"{LATE} AND time < {layout.scan.binder.instant(layout.end)}"
    return first_values_sql(layout.scan, test)


def any_sql(tests: list[str]) -> str:
    """Tests joined by OR."""
    return tests[0] if len(tests) == 1 else f"({' OR '.join(tests)})"
