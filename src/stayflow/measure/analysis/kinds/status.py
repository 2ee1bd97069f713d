"""Status 用户状态: of the people of a range, who is new, who stayed, who returned, who was lost, who stays silent."""

from dataclasses import dataclass
from datetime import date

import msgspec

from stayflow.language.raw import JsonObject, read_choice, read_object, read_text
from stayflow.language.sentence import Lang, Sentence
from stayflow.language.statement import Statement
from stayflow.language.window import Granularity
from stayflow.measure.analysis.errors import Unsupported
from stayflow.measure.analysis.growth import (
    Growth,
    Status,
    each_period,
    read_growth,
    status_people_statement,
    whole_range,
)
from stayflow.measure.analysis.model import Desk, Frame
from stayflow.measure.analysis.periods import find_period, list_periods
from stayflow.measure.analysis.request import check_fields
from stayflow.measure.analysis.scan import Scan
from stayflow.measure.analysis.words import describe_frame

ACTIVE = "active"
PERS = ("day", "week", "month")


class StatusSize(msgspec.Struct, frozen=True):
    """How many people are in a status."""

    stage: str
    people: int


class StatusResult(msgspec.Struct, frozen=True):
    """The whole range against the one before, and each period of it against its own predecessor."""

    active: int
    stages: list[StatusSize]
    series: list[Growth]


@dataclass(frozen=True, slots=True)
class StatusQuestion:
    """A question for statuses."""

    frame: Frame
    per: Granularity

    def answer(self, desk: Desk) -> StatusResult:
        """The numbers."""
        scan = Scan(self.frame, desk.scope)
        (whole,) = read_growth(whole_range(scan), scan, desk)
        scan = Scan(self.frame, desk.scope)
        series = read_growth(each_period(scan, self.per), scan, desk)
        sizes = [StatusSize(each.value, getattr(whole, each.value)) for each in Status]
        return StatusResult(active=whole.active, stages=sizes, series=series)

    def describe(self, lang: Lang) -> str:
        """What is counted, in words."""
        counted = Sentence(
            "活跃为有任意事件的人；新增为首个事件在所选时间内；留住为上一段等长时间内也活跃；回流为更早活跃、上一段不活跃；"
            "流失为上一段活跃、本段不活跃；沉默为更早活跃、两段都不活跃。活跃 = 新增 + 留住 + 回流。",
            "Active people have any event. New: their first event ever is in the range; kept: active in the equally "
            "long range before as well; returned: active earlier, not in the range before; churned: active in the "
            "range before, not in this one; silent: active earlier, in neither. Active = new + kept + returned.",
        ).say(lang)
        return describe_frame(self.frame, counted, lang)

    def people(self, who: JsonObject, desk: Desk) -> Statement:
        """The people of a status in the whole range, or in its period `t`."""
        read_object(who, "who", known=("stage", "t"))
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
    """Read `per`.

    Raises:
        Unsupported: A breakdown.
    """
    check_fields(raw, "per")
    if frame.by:
        raise Unsupported("statuses are not split by values; use people", path="by")
    return StatusQuestion(frame, Granularity(read_choice(raw.get("per", "day"), "per", PERS)))
