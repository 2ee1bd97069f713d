"""Pool 流量池: who is in the pool, who came into it and who was lost from it in the range, and what they paid.

Everybody in a stage of the lifecycle is in the pool, except in the stages called lost. A line counts those who are in
it at the end of the range, those of them who were not at its beginning (entered), and those who were and are not any
more (left). What is lost is outside of the pool and still has a line of its own. Nothing in the statements depends on
the instant they are asked at, so an answer is kept until something is written.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

import msgspec

from stayflow.language.metric import THEIR_OWN_SQL
from stayflow.language.place import PLACE_SQL
from stayflow.language.raw import JsonObject, read_choice, read_object, read_text, read_texts
from stayflow.language.scope import ValueType, property_sql
from stayflow.language.sentence import Lang, Sentence, say_list
from stayflow.language.statement import Statement
from stayflow.language.window import Length, Range
from stayflow.measure.analysis.earlier import (
    Beside,
    compared_cell,
    fields_of,
    groups_asked,
    groups_beside,
    line_of,
    parse_comparison,
)
from stayflow.measure.analysis.errors import UnknownCell, Unsupported
from stayflow.measure.analysis.groups import (
    Values,
    columns_sql,
    event_columns,
    event_values,
    group_tests,
    placed_sql,
    read_group,
    shown_columns,
)
from stayflow.measure.analysis.model import Desk, Frame
from stayflow.measure.analysis.request import check_fields
from stayflow.measure.analysis.scan import Scan, all_of
from stayflow.measure.analysis.words import (
    STAGE,
    describe_frame,
    in_language,
    say_model,
    stage_labels,
    with_comparison,
)
from stayflow.understand.lifecycle import DEFAULT_MODEL, moved_sql

AMOUNT_DEFAULT = "revenue"
LOST_DEFAULT = ("churn", "loss")
"""The last stages of the models that ship."""
TODAY = Range(last=Length(1, "d"))
MILLIONTHS = 1_000_000
WHO = ("people", "entered", "left", "payers", "unplaced")


class PoolLine(msgspec.Struct, frozen=True):
    """People and money.

    Attributes:
        people: In it at the end of the range.
        entered: Of them, who were not in it before the range.
        left: Who were in it before the range and are not any more.
        payers: People with a payment in the range.
        revenue: What they paid in the range, returns taken off.
    """

    people: int
    entered: int
    left: int
    payers: int
    revenue: float


NOBODY: Final = PoolLine(people=0, entered=0, left=0, payers=0, revenue=0.0)


class PoolStage(PoolLine, frozen=True, kw_only=True, omit_defaults=True):
    """One stage; the people and money of a lost one are not in the pool. `previous`: in the range compared with."""

    stage: str
    is_lost: bool
    previous: PoolLine | None = None


class PoolGroup(PoolLine, frozen=True, kw_only=True, omit_defaults=True):
    """The part of the pool with one value: of an attribute, or of the first event that has the property."""

    by: Values
    is_other: bool
    previous: PoolLine | None = None


class PoolResult(PoolLine, frozen=True, kw_only=True, omit_defaults=True):
    """The whole pool; its money is everybody's, also of the lost and of the `unplaced`, who are in no stage yet.

    `previous` is the pool of the range compared with: as it was at the end of that.
    """

    unplaced: int
    stages: list[PoolStage]
    groups: list[PoolGroup] | None = None
    previous: PoolLine | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """People who went one way in the range; `origin` is '' for nobody yet, `target` for who is in no stage."""

    origin: str
    target: str
    people: int
    payers: int
    millionths: int


@dataclass(frozen=True, slots=True)
class Pool(Beside[PoolResult]):
    """A question for the pool."""

    model: str
    lost: tuple[str, ...]
    amount: str
    labels: Mapping[str, Sentence]

    def beside(self, now: PoolResult, desk: Desk) -> PoolResult:
        """The pool as it was at the end of the range compared with."""
        was = self.then(desk, now.groups).alone(desk)
        return msgspec.structs.replace(
            now,
            previous=line_of(PoolLine, was),
            stages=_stages_beside(now.stages, was.stages),
            groups=groups_beside(PoolGroup, now.groups, was.groups, NOBODY),
        )

    def alone(self, desk: Desk) -> PoolResult:
        """The pool at the end of the range, its stages and its parts."""
        whole = replace(self, frame=replace(self.frame, by=()))
        cells = [cell for _, cell in whole._read(desk)]  # noqa: SLF001  the same class
        names = sorted({name for cell in cells for name in (cell.origin, cell.target)} - {""})
        return PoolResult(
            **msgspec.structs.asdict(_line(cells, self._within)),
            unplaced=sum(cell.people for cell in cells if not cell.target),
            stages=[self._stage(name, cells) for name in names],
            groups=self._groups(desk) if self.frame.by else None,
        )

    def describe(self, lang: Lang) -> str:
        """What is counted, in words."""
        counted = Sentence(
            "流量池为 {model} 中处于各阶段的人{lost}；人数为时间段结束时在池中的人，"
            "流入为其中时间段开始前不在的人，流出为时间段开始前在、结束时不在的人；各阶段同样计算。"
            "收入为时间段内 {amount} 之和（负数为退款），付费为有 {amount} 的人。",
            "In the pool is everybody in a stage of {model}{lost}. People are in it at the end of the range; who "
            "entered was not in it before the range, who left was in it and is not any more; the same holds for each "
            "stage. Revenue is the sum of {amount} in the range (negative: refunds), payers are people with any.",
        ).say(
            lang, model=say_model(self.model, lang), lost=self._say_lost(lang), amount=self.amount
        )
        return describe_frame(self.frame, with_comparison(counted, self.comparison, lang), lang)

    def field_labels(self, lang: Lang) -> dict[str, dict[str, str]]:
        """The stages as the model calls them."""
        words = {name: in_language(said, lang) for name, said in self.labels.items()}
        return {STAGE: words} if words else {}

    def people(self, who: JsonObject, desk: Desk) -> Statement:
        """The people of one number of the pool, of a `stage`, or of a group (`by`).

        Raises:
            UnknownCell: The unplaced have no stage, or a stage and a group are named at once.
        """
        read_object(who, "who", known=("of", "stage", "by", "is_other", "compared"))
        if (cell := compared_cell(who)) is not None:
            groups = groups_asked(who, lambda: self._groups(desk) if self.frame.by else ())
            return self.then(desk, groups).people(cell, desk)
        of = read_choice(who.get("of", "people"), "who.of", WHO)
        stage = None if who.get("stage") is None else read_text(who["stage"], "who.stage")
        if stage is not None and (of == "unplaced" or "by" in who):
            raise UnknownCell("a stage stands alone, and only in a stage", path="who.stage")
        if "by" not in who and self.frame.by:
            whole = replace(self, frame=replace(self.frame, by=()))
            return whole.people(who, desk)
        scan = Scan(self.frame, desk.scope)
        tests = [self._test(of, stage, scan)]
        tests += group_tests(who, scan)
        return scan.binder.statement(
            f"WITH\n{self._ctes(scan)}\nSELECT DISTINCT person AS person_id\nFROM {self._source}\n"
            f"WHERE {all_of(tests)}"
        )

    def _say_lost(self, lang: Lang) -> str:
        """The lost stages by their labels; those that the model does not have are left out beside others."""
        if not self.lost:
            return ""
        said = [in_language(self.labels[name], lang) for name in self.lost if name in self.labels]
        stages = say_list(said or self.lost, lang)
        return Sentence("，{stages} 除外", ", except in {stages}").say(lang, stages=stages)

    @property
    def _source(self) -> str:
        return "placed" if self.frame.by else "pooled"

    def _cells(self, desk: Desk) -> Statement:
        scan, by, keys = Scan(self.frame, desk.scope), "", ""
        if self.frame.by:
            columns = shown_columns(self.frame)
            by = "".join(f"{sql} AS {name}, " for name, sql in columns.items())
            keys = "".join(f"{name}, " for name in columns)
        return scan.binder.statement(
            f"WITH\n{self._ctes(scan)}\n"
            f"SELECT {by}origin, target, count() AS people, sum(has_paid) AS payers,"
            f" sum(brought) AS brought\nFROM {self._source}\n"
            f"GROUP BY {keys}origin, target\nORDER BY {keys}origin, target"
        )

    def _ctes(self, scan: Scan) -> str:
        """CTE `pooled`: everybody known with their stage before and at the end; split questions add `placed`."""
        start, end = scan.bounds()
        instant = timedelta(milliseconds=1)
        moved = moved_sql(
            self.model, start - instant, end - instant, scope=scan.scope, binder=scan.binder
        )
        known = scan.scope.known_people_sql(scan.binder)
        asked = scan.people_tests("person")
        by = columns_sql(scan, lambda place: f"first_{place}.first_value")
        ctes = (
            f"known AS (\n  SELECT DISTINCT person FROM (\n{known}\n  )\n  WHERE {all_of(asked or ['1'])}\n),\n"
            f"moved AS (\n{moved}\n),\n"
            f"paid AS (\n{self._paid_sql(scan)}\n),\n{_firsts_sql(scan)}"
            f"pooled AS (\n  SELECT known.person AS person, moved.origin AS origin, moved.target AS target,\n"
            f"    paid.has_paid AS has_paid, paid.brought AS brought{by}\n"
            "  FROM known\n  LEFT ANY JOIN moved ON known.person = moved.person\n"
            f"  LEFT ANY JOIN paid ON known.person = paid.payer{_joins_sql(scan)}\n)"
        )
        return f"{ctes},\n{placed_sql(scan, 'pooled')}" if self.frame.by else ctes

    def _paid_sql(self, scan: Scan) -> str:
        """What each paid in the range, in millionths."""
        amount = property_sql(
            scan.scope, scan.binder, self.amount, wanted=ValueType.NUMBER, path="amount"
        )
        tests = [THEIR_OWN_SQL, scan.between(*scan.bounds()), f"isNotNull({amount})"]
        return (
            f"  SELECT {scan.scope.event_person} AS payer, 1 AS has_paid,\n"
            f"    sum(toInt64(round(toFloat64(assumeNotNull({amount})) * {MILLIONTHS}))) AS brought\n"
            f"  FROM events\n  WHERE {all_of([*tests, *scan.scope.events_sql(scan.binder)])}\n  GROUP BY payer"
        )

    def _test(self, of: str, stage: str | None, scan: Scan) -> str:
        if of == "unplaced":
            return "target = ''"
        if of == "payers":
            inside = "1" if stage is None else self._inside("target", stage, scan)
            return f"has_paid AND {inside}"
        before, now = (self._inside(column, stage, scan) for column in ("origin", "target"))
        return {
            "people": now,
            "entered": f"{now} AND NOT ({before})",
            "left": f"{before} AND NOT ({now})",
        }[of]

    def _inside(self, column: str, stage: str | None, scan: Scan) -> str:
        if stage is not None:
            return f"{column} = {scan.binder.bind(stage, 'String')}"
        lost = scan.binder.bind(list(self.lost), "Array(String)")
        return f"{column} != '' AND {column} NOT IN {lost}"

    def _within(self, stage: str) -> bool:
        return bool(stage) and stage not in self.lost

    def _stage(self, name: str, cells: Sequence[Cell]) -> PoolStage:
        line = _line(cells, lambda stage: stage == name)
        paid = [cell for cell in cells if cell.target == name]
        return PoolStage(
            people=line.people,
            entered=line.entered,
            left=line.left,
            payers=sum(cell.payers for cell in paid),
            revenue=sum(cell.millionths for cell in paid) / MILLIONTHS,
            stage=name,
            is_lost=name in self.lost,
        )

    def _read(self, desk: Desk) -> list[tuple[tuple[object, ...], Cell]]:
        """Cells with the values of their group; a person in several groups is in a cell of each."""
        return [
            (tuple(key), Cell(origin, target, int(people), int(payers), int(millionths)))
            for *key, origin, target, people, payers, millionths in desk.read(self._cells(desk))
        ]

    def _groups(self, desk: Desk) -> list[PoolGroup]:
        found: dict[tuple[object, ...], list[Cell]] = {}
        for key, cell in self._read(desk):
            found.setdefault(key, []).append(cell)
        return [self._group(key, cells) for key, cells in found.items()]

    def _group(self, key: Sequence[object], cells: Sequence[Cell]) -> PoolGroup:
        place, *values = key
        group = read_group(
            self.frame, values, is_other=isinstance(place, int) and place > self.frame.top
        )
        line = _line(cells, self._within)
        return PoolGroup(**msgspec.structs.asdict(line), by=group.by, is_other=group.is_other)


def _firsts_sql(scan: Scan) -> str:
    """CTEs of the first value of each property per person, up to the end of the range."""
    rows = [
        f"time < {scan.binder.instant(scan.bounds()[1])}",
        *scan.scope.events_sql(scan.binder),
    ]
    return "".join(
        f"first_{place} AS (\n  SELECT {scan.scope.event_person} AS owner,"
        f" argMin({value}, {PLACE_SQL}) AS first_value\n  FROM events\n"
        f"  WHERE {value} != '' AND {all_of(rows)}\n  GROUP BY owner\n),\n"
        for place, value in enumerate(event_values(scan))
    )


def _joins_sql(scan: Scan) -> str:
    """Joins the values that the question is split by to rows of `known`."""
    owned = "".join(
        f"\n  LEFT ANY JOIN first_{place} ON known.person = first_{place}.owner"
        for place, _ in enumerate(event_columns(scan.frame))
    )
    return owned + scan.joins("known.person")


def parse_pool(raw: JsonObject, frame: Frame) -> Pool:
    """Read `model`, `lost` (stages outside of the pool), `amount` and `compare`; without a range it is about today.

    Raises:
        Unsupported: A filter of events.
    """
    check_fields(raw, "model", "lost", "amount", "compare")
    if frame.filter is not None:
        raise Unsupported("the pool is of people; use people instead", path="filter")
    if raw.get("range") is None:
        frame = replace(frame, range=TODAY)
    lost = raw.get("lost")
    model = read_text(raw.get("model", DEFAULT_MODEL), "model")
    return Pool(
        frame=frame,
        model=model,
        lost=LOST_DEFAULT if lost is None else () if lost == [] else read_texts(lost, "lost"),
        amount=read_text(raw.get("amount", AMOUNT_DEFAULT), "amount"),
        labels=stage_labels(model, frame),
        comparison=parse_comparison(raw.get("compare"), frame.range),
    )


def _stages_beside(now: Sequence[PoolStage], before: Sequence[PoolStage]) -> list[PoolStage]:
    """Every stage, and beside it what it was; those that nobody is in any more come last."""
    past = {each.stage: each for each in before}
    gone = [
        PoolStage(**fields_of(PoolLine, NOBODY), stage=each.stage, is_lost=each.is_lost)
        for each in before
        if each.stage not in {known.stage for known in now}
    ]
    return [
        msgspec.structs.replace(each, previous=line_of(PoolLine, past.get(each.stage, NOBODY)))
        for each in (*now, *gone)
    ]


def _line(cells: Sequence[Cell], is_inside: Callable[[str], bool]) -> PoolLine:
    """The account of a set of stages."""
    now = [cell for cell in cells if is_inside(cell.target)]
    return PoolLine(
        people=sum(cell.people for cell in now),
        entered=sum(cell.people for cell in now if not is_inside(cell.origin)),
        left=sum(
            cell.people for cell in cells if is_inside(cell.origin) and not is_inside(cell.target)
        ),
        payers=sum(cell.payers for cell in cells),
        revenue=sum(cell.millionths for cell in cells) / MILLIONTHS,
    )
