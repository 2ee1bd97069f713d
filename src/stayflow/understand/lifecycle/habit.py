"""The condition `habit: {drop: 0.3}`: who does something clearly less often than they themselves used to.

A person's habit is what they did in the `before` days that end where the `recent` days begin. With r recent active
days (or events) and b before, over R and B days, the drop is 1 - (r / R) / (b / B): 0.3 is 30 % less than before.
Nobody has a habit who did it on fewer than `at_least` days (or times) before.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from stayflow.language.facet import Choice, FacetEditor, FacetField, FieldKind, choices_of
from stayflow.language.metric import (
    EventSelection,
    describe_selection,
    parse_selection,
    selection_tests,
)
from stayflow.language.raw import (
    JsonObject,
    Malformed,
    join,
    read_choice,
    read_number,
    read_object,
    shown,
)
from stayflow.language.scope import Scope
from stayflow.language.sentence import Lang, Sentence
from stayflow.language.statement import Binder
from stayflow.language.window import midnight, parse_length

FIELDS: Final = ("event", "where", "unit", "drop", "recent", "before", "at_least")
UNITS: Final = ("days", "count")
RECENT_DEFAULT, BEFORE_DEFAULT = "28d", "84d"
AT_LEAST_DEFAULT: Final = 6
"""Active days in twelve weeks: once in two weeks is a habit."""
PARTS: Final = 1000
"""A drop is kept in thousandths, so that it is compared in whole numbers."""
DAYS_MAX: Final = 1000
EDITOR: Final = FacetEditor(
    label=Sentence("低于自己的习惯", "Below their own habit"),
    hint=Sentence("比自己平时少了多少", "how much less than they used to"),
    said=Sentence(
        "比自己的习惯少了 {drop} {unit} {event} {where} {recent} {before} {at_least}",
        "fell below their own habit by {drop} {unit} {event} {where} {recent} {before} {at_least}",
    ),
    denied=Sentence(
        "没有比自己的习惯少 {drop} {unit} {event} {where} {recent} {before} {at_least}",
        "did not fall below their own habit by {drop} {unit} {event} {where} {recent} {before} {at_least}",
    ),
    fields=(
        FacetField(
            "drop",
            FieldKind.BOUND,
            Sentence("少了", "Less by"),
            type="share",
        ),
        FacetField(
            "unit",
            FieldKind.CHOICE,
            Sentence("按什么算", "Counted in"),
            (
                Choice("days", Sentence("（按活跃天数）", "in active days")),
                Choice("count", Sentence("（按次数）", "in times")),
            ),
            is_required=False,
            default=Sentence("（按活跃天数）", "in active days"),
        ),
        FacetField(
            "event",
            FieldKind.EVENT,
            Sentence("事件", "Event"),
            is_required=False,
            lead=Sentence("，事件为", "of"),
        ),
        FacetField(
            "where",
            FieldKind.FILTER,
            Sentence("事件的属性", "Properties of the event"),
            is_required=False,
        ),
        FacetField(
            "recent",
            FieldKind.LENGTH,
            Sentence("最近", "Recent"),
            choices_of((RECENT_DEFAULT,)),
            is_required=False,
            default=Sentence("最近 28 天", "in the last 28 days"),
            lead=Sentence("，最近", "in the last"),
        ),
        FacetField(
            "before",
            FieldKind.LENGTH,
            Sentence("此前", "Before"),
            choices_of((BEFORE_DEFAULT,)),
            is_required=False,
            default=Sentence("对比此前 84 天", "beside the 84 days before"),
            lead=Sentence("，对比此前", "beside the earlier"),
        ),
        FacetField(
            "at_least",
            FieldKind.NUMBER,
            Sentence("此前至少", "At least"),
            choices_of((str(AT_LEAST_DEFAULT),)),
            is_required=False,
            default=Sentence("此前至少 6", "with a habit of at least 6"),
            lead=Sentence("，此前至少", "with a habit of at least"),
        ),
    ),
)
SAID = Sentence(
    "{events} 的{unit}比自己的习惯少了 {drop}（最近 {recent} 天对比之前 {before} 天，之前至少 {least}）",
    "{unit} of {events} down {drop} against their own habit "
    "(the last {recent} days beside the {before} before, then at least {least})",
)
UNITS_SAID = {"days": Sentence("活跃天数", "active days"), "count": Sentence("次数", "count")}
FROM_SAID = Sentence("{low}% 以上", "{low} % or more")
BETWEEN_SAID = Sentence("{low}% 至 {high}%", "{low} % to {high} %")


@dataclass(frozen=True, slots=True)
class Habit:
    """A drop against a person's own habit.

    Attributes:
        selection: What they did.
        unit: `days` on which they did it, or `count` of events.
        drop: From so many thousandths less than before.
        drop_below: And fewer than so many; None for no end.
        recent_days: Days that are compared, today included.
        before_days: Days before those: the habit.
        at_least: So many active days (or events) in `before_days`, or there is no habit.
    """

    selection: EventSelection
    unit: str
    drop: int
    drop_below: int | None
    recent_days: int
    before_days: int
    at_least: int
    path: str = field(default="", compare=False)

    def has_dropped(self, thousandths: int, recent: str, before: str) -> str:
        """SQL, 0 or 1, of a drop of so much or more; `recent` and `before` are SQL of counts.

        Whole numbers only: 1 - (r/R)/(b/B) >= d is the same as r * B * 1000 <= (1000 - d) * b * R.
        """
        left = self.before_days * PARTS
        right = (PARTS - thousandths) * self.recent_days
        return f"{recent} * {left} <= {before} * {right}"


def parse_habit(raw: object, path: str) -> Habit:
    """Read the clause.

    Raises:
        Malformed: A part has the wrong shape; the path names it.
        WindowInvalid: A length cannot be read.
    """
    node = read_object(raw, path, known=FIELDS)
    drop, below = _read_drop(node.get("drop", PARTS * 3 // 10 / PARTS), join(path, "drop"))
    least = read_number(node.get("at_least", AT_LEAST_DEFAULT), join(path, "at_least"))
    if least < 1:
        raise Malformed(f"expected 1 or more, got {least}", path=join(path, "at_least"))
    return Habit(
        selection=parse_selection({"event": "*"} | dict(node), path),
        unit=read_choice(node.get("unit", "days"), join(path, "unit"), UNITS),
        drop=drop,
        drop_below=below,
        recent_days=_read_days(node.get("recent", RECENT_DEFAULT), join(path, "recent")),
        before_days=_read_days(node.get("before", BEFORE_DEFAULT), join(path, "before")),
        at_least=int(least),
        path=path,
    )


def _read_drop(raw: object, path: str) -> tuple[int, int | None]:
    if isinstance(raw, int | float):
        return _read_part(raw, path), None
    node = read_object(raw, path, known=("gte", "lt"))
    low = _read_part(node.get("gte"), join(path, "gte"))
    if node.get("lt") is None:
        return low, None
    high = _read_part(node["lt"], join(path, "lt"))
    if high <= low:
        raise Malformed(
            f"expected more than gte, which is {low / PARTS:g}, got {high / PARTS:g}",
            path=join(path, "lt"),
        )
    return low, high


def _read_part(raw: object, path: str) -> int:
    part = read_number(raw, path)
    if not 0 < part <= 1:
        raise Malformed(f"expected a share between 0 and 1, such as 0.3, got {part}", path=path)
    return round(part * PARTS)


def _read_days(raw: object, path: str) -> int:
    days = parse_length(raw, path).whole_days
    if days is None or days > DAYS_MAX:
        raise Malformed(
            f"expected days or weeks, at most {DAYS_MAX} days, got {shown(raw)}", path=path
        )
    return days


@dataclass(frozen=True, slots=True)
class HabitFacet:
    """The facet; it is the same in every project."""

    name: str = "habit"

    def parse(self, raw: object, path: str) -> Habit:
        """Read the clause.

        Raises:
            Malformed: A part has the wrong shape; the path names it.
        """
        return parse_habit(raw, path)

    def definition(self, clause: object) -> JsonObject | None:
        """It is a set of people."""
        del clause
        return None

    def people_sql(self, clause: object, scope: Scope, binder: Binder) -> str:
        """The people whose habit dropped, in one pass over the events of both stretches of time."""
        assert isinstance(clause, Habit)  # noqa: S101 - read by parse
        today = scope.now.astimezone(scope.zone).date()
        recent = midnight(today - timedelta(days=clause.recent_days - 1), scope.zone)
        before = midnight(
            today - timedelta(days=clause.recent_days + clause.before_days - 1), scope.zone
        )
        tests = [
            *selection_tests(clause.selection, scope, binder),
            f"time >= {binder.instant(before)}",
            f"time < {binder.instant(midnight(today + timedelta(days=1), scope.zone))}",
            *scope.events_sql(binder),
        ]
        is_recent = f"time >= {binder.instant(recent)}"
        counted = "countIf({test})"
        if clause.unit == "days":
            counted = f"uniqExactIf(toDate(time, '{scope.zone.key}'), {{test}})"
        met = [
            f"was >= {binder.bind(clause.at_least, 'UInt32')}",
            clause.has_dropped(clause.drop, "toInt64(now_is)", "toInt64(was)"),
        ]
        if clause.drop_below is not None:
            no_more = clause.has_dropped(clause.drop_below, "toInt64(now_is)", "toInt64(was)")
            met.append(f"NOT ({no_more})")
        return (
            f"SELECT person FROM (SELECT {scope.event_person} AS person,\n"
            f"    {counted.format(test=is_recent)} AS now_is,"
            f" {counted.format(test=f'NOT ({is_recent})')} AS was\n"
            f"    FROM events WHERE {' AND '.join(tests)} GROUP BY person)\n"
            f"WHERE {' AND '.join(met)}"
        )

    def describe(self, clause: object, lang: Lang) -> str:
        """The clause in words."""
        assert isinstance(clause, Habit)  # noqa: S101 - read by parse
        low = f"{clause.drop / 10:g}"
        drop = (
            FROM_SAID.say(lang, low=low)
            if clause.drop_below is None
            else BETWEEN_SAID.say(lang, low=low, high=f"{clause.drop_below / 10:g}")
        )
        return SAID.say(
            lang,
            events=describe_selection(clause.selection, lang),
            unit=UNITS_SAID[clause.unit].say(lang),
            drop=drop,
            recent=str(clause.recent_days),
            before=str(clause.before_days),
            least=str(clause.at_least),
        )

    def editor(self, clause: JsonObject) -> FacetEditor:
        """By how much less, of what, and when beside when."""
        del clause
        return EDITOR
