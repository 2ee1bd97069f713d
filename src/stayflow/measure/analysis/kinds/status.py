"""Status 用户状态: of the people of a range, who is new, who stayed, who returned, who was lost, who stays silent."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import msgspec

from stayflow.language.raw import JsonObject, read_choice, read_date, read_object, read_text
from stayflow.language.sentence import Lang, Sentence
from stayflow.language.statement import Statement
from stayflow.language.window import Granularity, Range
from stayflow.measure.analysis.earlier import Beside, compared_cell, line_of, parse_comparison
from stayflow.measure.analysis.errors import QueryInvalid, UnknownCell, Unsupported
from stayflow.measure.analysis.growth import (
    MOVES,
    Growth,
    GrowthPoint,
    Move,
    Status,
    each_period,
    moved_people_statement,
    read_growth,
    read_status_moves,
    status_people_statement,
    whole_range,
)
from stayflow.measure.analysis.model import Desk, Frame
from stayflow.measure.analysis.periods import day_after, find_period, first_day, list_periods
from stayflow.measure.analysis.request import check_fields, refuse_beside
from stayflow.measure.analysis.scan import Scan
from stayflow.measure.analysis.words import describe_frame, label_moves, with_comparison

ACTIVE, MODEL_DEFAULT = "active", "default"
PERS = ("day", "week", "month")


class StatusSize(msgspec.Struct, frozen=True):
    """How many people are in a status."""

    stage: str
    people: int


class StatusMoved(msgspec.Struct, frozen=True, rename={"origin": "from", "target": "to"}):
    """People in one status in the range before and in another in the range; None is nobody yet."""

    origin: str | None
    target: str
    people: int


class StatusNumbers(msgspec.Struct, frozen=True):
    """A whole range against the one before."""

    active: int
    stages: list[StatusSize]
    moves: list[StatusMoved]


class StatusResult(StatusNumbers, frozen=True, kw_only=True, omit_defaults=True):
    """The range, and each period of it against its own predecessor; `previous`: the range compared with, likewise."""

    series: list[GrowthPoint]
    previous: StatusNumbers | None = None
    previous_series: list[GrowthPoint] | None = None


@dataclass(frozen=True, slots=True)
class StatusQuestion(Beside[StatusResult]):
    """A question for statuses."""

    per: Granularity

    def beside(self, now: StatusResult, desk: Desk) -> StatusResult:
        """The numbers, and the periods, of the range compared with."""
        was = self.then(desk).alone(desk)
        before = line_of(StatusNumbers, was)
        return msgspec.structs.replace(now, previous=before, previous_series=was.series)

    def alone(self, desk: Desk) -> StatusResult:
        """The range against the one before, and each of its periods."""
        scan = Scan(self.frame, desk.scope)
        (whole,) = read_growth(whole_range(scan), scan, desk)
        scan = Scan(self.frame, desk.scope)
        periods = list_periods(self.frame.range, self.per, desk.scope.zone, desk.scope.now)
        found = {each.t: each for each in read_growth(each_period(scan, self.per), scan, desk)}
        series = [  # before 1970 there are periods and no accounts: nothing happened
            GrowthPoint(
                **msgspec.structs.asdict(found.get(each.t, Growth(each.t, 0, 0, 0, 0, 0, 0))),
                is_incomplete=not each.is_over(desk.scope.now),
            )
            for each in periods
        ]
        sizes = [StatusSize(each.value, getattr(whole, each.value)) for each in Status]
        moves = read_status_moves(Scan(self.frame, desk.scope), desk)
        return StatusResult(
            active=whole.active,
            stages=sizes,
            moves=[
                StatusMoved(then.value if then else None, now.value, people)
                for (then, now), people in moves.items()
                if people
            ],
            series=series,
        )

    def describe(self, lang: Lang) -> str:
        """What is counted, in words."""
        counted = Sentence(
            "活跃为有任意事件的人；新增为首个事件在所选时间内；留住为上一段等长时间内也活跃；回流为更早活跃、上一段不活跃；"
            "流失为上一段活跃、本段不活跃；沉默为更早活跃、两段都不活跃。"
            "活跃 = 新增 + 留住 + 回流。变化为从上一段到本段。"
            "每期为所选时间触及的完整日历周期，各与前一期相比；未结束的有标记。",
            "Active people have any event. New: their first event ever is in the range; kept: active in the equally "
            "long range before as well; returned: active earlier, not in the range before; churned: active in the "
            "range before, not in this one; silent: active earlier, in neither. Active = new + kept + returned. "
            "Moves are from the range before to this one. Periods are whole ones of the calendar that the range "
            "touches, each against the one before; one that is not over is marked.",
        ).say(lang)
        return describe_frame(self.frame, with_comparison(counted, self.comparison, lang), lang)

    def field_labels(self, lang: Lang) -> dict[str, dict[str, str]]:
        """The statuses in words."""
        return label_moves({each.value: each.said for each in Status}, lang)

    def people(self, who: JsonObject, desk: Desk) -> Statement:
        """The people of a status in the whole range, or in its period `t`; or of one move (`from`, `to`).

        Raises:
            UnknownCell: Nobody can go that way, or nothing is compared.
        """
        read_object(who, "who", known=("stage", "t", "from", "to", "compared"))
        if (cell := compared_cell(who)) is not None:
            return self.then(desk).people(cell, desk)
        if {"from", "to"} & who.keys():
            refuse_beside(who, "a move", "stage", "t")
            return moved_people_statement(_read_move(who), Scan(self.frame, desk.scope))
        known = (ACTIVE, *(each.value for each in Status))
        asked = read_choice(who.get("stage", ACTIVE), "who.stage", known)
        status = None if asked == ACTIVE else Status(asked)
        scan = Scan(self.frame, desk.scope)
        if who.get("t") is None:
            spans = whole_range(scan)
            return status_people_statement(spans, status, spans.days[0], scan)
        periods = list_periods(self.frame.range, self.per, desk.scope.zone, desk.scope.now)
        period = find_period(periods, read_text(who["t"], "who.t"))
        spans = each_period(scan, self.per)
        return status_people_statement(spans, status, date.fromisoformat(period.t), scan)


def parse_status(raw: JsonObject, frame: Frame) -> StatusQuestion:
    """Read `per`, `compare`, `model` (there is one), and `at`: the period that a day lies in, instead of a range.

    Raises:
        Unsupported: A breakdown.
        QueryInvalid: Both a day and a range.
    """
    check_fields(raw, "per", "model", "at", "compare")
    if frame.by:
        raise Unsupported("statuses are not split by values; use people", path="by")
    read_choice(raw.get("model", MODEL_DEFAULT), "model", (MODEL_DEFAULT,))
    per = Granularity(read_choice(raw.get("per", "day"), "per", PERS))
    if raw.get("at") is not None:
        if raw.get("range") is not None:
            raise QueryInvalid("takes a day or a range, not both", path="at")
        begin = first_day(read_date(raw["at"], "at"), per)
        end = day_after(begin, per) - timedelta(days=1)
        frame = replace(frame, range=Range(first_on=begin, last_on=end))
    comparison = parse_comparison(raw.get("compare"), frame.range)
    return StatusQuestion(frame, per, comparison=comparison)


def _read_move(who: JsonObject) -> Move:
    then, now = who.get("from"), read_text(who.get("to"), "who.to")
    for move in MOVES:
        if (move[0].value if move[0] else None, move[1].value) == (then, now):
            return move
    raise UnknownCell(f"nobody goes from {then} to {now}", path="who.to")
