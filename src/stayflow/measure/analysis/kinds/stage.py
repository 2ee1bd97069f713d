"""Stage 生命周期: how many people stood in each stage of a model at a moment, and who moved in a range."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import msgspec

from stayflow.kernel.errors import nearest
from stayflow.language.raw import JsonObject, Malformed, read_date, read_object, read_text
from stayflow.language.scope import Scope
from stayflow.language.sentence import Lang, Sentence
from stayflow.language.statement import Statement
from stayflow.measure.analysis.errors import QueryInvalid, Unsupported
from stayflow.measure.analysis.model import Desk, Frame
from stayflow.measure.analysis.request import check_fields, refuse_beside
from stayflow.measure.analysis.words import describe_range, label_moves, say_model, stage_labels
from stayflow.understand.lifecycle import (
    count_stages,
    end_of_day,
    list_moves,
    people_in_stages,
    people_who_moved,
)

MODEL_DEFAULT = "default"
MODELS = Statement("SELECT DISTINCT model FROM stage_changes ORDER BY model")
SHARED = ("filter", "people", "by")


class StagePeople(msgspec.Struct, frozen=True):
    """How many people stood in a stage."""

    stage: str
    people: int


class StageMoved(msgspec.Struct, frozen=True, rename={"origin": "from", "target": "to"}):
    """People in one stage before the range and in another at its end; None is nobody yet."""

    origin: str | None
    target: str
    people: int


class StageAnswer(msgspec.Struct, frozen=True):
    """Sizes at the moment, moves during the range."""

    stages: list[StagePeople]
    moves: list[StageMoved]


@dataclass(frozen=True, slots=True)
class StageQuestion:
    """A question for stages: sizes at the end of the day `at` (None: of the range), moves over the range."""

    frame: Frame
    model: str
    at: date | None

    def answer(self, desk: Desk) -> StageAnswer:
        """Sizes and moves."""
        self._check_model(desk)
        start, end = self._bounds(desk.scope)
        sizes = count_stages(
            self.model, self._moment(desk.scope), scope=desk.scope, warehouse=desk.warehouse
        )
        moves = list_moves(self.model, start, end, scope=desk.scope, warehouse=desk.warehouse)
        return StageAnswer(
            stages=[StagePeople(each.stage, each.people) for each in sizes],
            moves=[StageMoved(each.origin or None, each.target, each.people) for each in moves],
        )

    def describe(self, lang: Lang) -> str:
        """What is counted, in words."""
        return Sentence(
            "{model} 各阶段在 {at} 的人数（每人恰在一个阶段），"
            "以及时间段开始前到结束时的阶段变化。{range}。",
            "People in each stage of {model} {at}, everybody in exactly one; moves are from the "
            "stage before the range to the one at its end. {range}.",
        ).say(
            lang,
            model=say_model(self.model, lang),
            at=self._said(lang),
            range=describe_range(self.frame.range, lang),
        )

    def field_labels(self, lang: Lang) -> dict[str, dict[str, str]]:
        """The stages as the model calls them."""
        return label_moves(stage_labels(self.model, self.frame), lang)

    def people(self, who: JsonObject, desk: Desk) -> Statement:
        """The people in a stage (`stage`), or of one move (`from`, `to`).

        Raises:
            Malformed: Neither is named.
        """
        read_object(who, "who", known=("stage", "from", "to"))
        if "stage" in who:
            refuse_beside(who, "a stage", "from", "to")
            stage = read_text(who["stage"], "who.stage")
            return people_in_stages(self.model, [stage], self._moment(desk.scope), scope=desk.scope)
        if "to" not in who:
            raise Malformed('expected {"stage": name} or {"from": name, "to": name}', path="who")
        origin = who.get("from")
        move = (
            "" if origin is None else read_text(origin, "who.from"),
            read_text(who["to"], "who.to"),
        )
        return people_who_moved(self.model, move, *self._bounds(desk.scope), scope=desk.scope)

    def _bounds(self, scope: Scope) -> tuple[datetime, datetime]:
        """The moment before the range, and its last moment."""
        start, end = self.frame.range.bounds(scope.zone, scope.now)
        instant = timedelta(milliseconds=1)
        return start - instant, min(end - instant, scope.now)

    def _moment(self, scope: Scope) -> datetime:
        if self.at is None:
            return self._bounds(scope)[1]
        return min(end_of_day(self.at, scope), scope.now)

    def _said(self, lang: Lang) -> str:
        if self.at is None:
            return Sentence("时间段结束时", "at the end of the range").say(lang)
        return Sentence("{day} 日终", "at the end of {day}").say(lang, day=self.at.isoformat())

    def _check_model(self, desk: Desk) -> None:
        known = [name for (name,) in desk.read(MODELS)]
        if self.model not in {MODEL_DEFAULT, *known}:
            raise QueryInvalid(
                f'no stages of a model "{self.model}" are recorded{nearest(self.model, known)}',
                path="model",
            )


def parse_stage(raw: JsonObject, frame: Frame) -> StageQuestion:
    """Read `model` and `at`.

    Raises:
        Unsupported: A filter, people or a breakdown.
    """
    check_fields(raw, "model", "at")
    for field in SHARED:
        if raw.get(field):
            raise Unsupported(
                "stages are recorded for everybody; open the people instead", path=field
            )
    at = raw.get("at")
    return StageQuestion(
        frame,
        read_text(raw.get("model", MODEL_DEFAULT), "model"),
        None if at is None else read_date(at, "at"),
    )
