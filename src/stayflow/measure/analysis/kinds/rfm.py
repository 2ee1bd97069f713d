"""RFM: recency, frequency and money in eight classes, counted as the room of RFM defines them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

import msgspec

from stayflow.language.metric import describe_selection
from stayflow.language.raw import JsonObject, read_choice, read_date, read_object
from stayflow.language.scope import Scope
from stayflow.language.sentence import Lang, Sentence, say_figure, say_share
from stayflow.language.statement import Statement
from stayflow.language.window import midnight
from stayflow.measure.analysis.errors import UnknownCell, Unsupported
from stayflow.measure.analysis.model import Desk, Frame
from stayflow.measure.analysis.request import check_fields, read_count, refuse_beside
from stayflow.measure.analysis.words import describe_range, label_moves
from stayflow.understand.rfm import (
    RfmClass,
    RfmDefinition,
    Threshold,
    compare_classes,
    count_classes,
    count_scores,
    parse_rfm,
    people_of_class,
    people_of_scores,
    people_who_moved,
)

FIELDS = ("event", "where", "amount", "frequency", "range", "thresholds")
SHARED = ("filter", "people", "by")


class RfmClassPeople(msgspec.Struct, frozen=True, rename={"rfm_class": "class"}):
    """One class: its people and what they spent in the range."""

    rfm_class: str
    people: int
    amount: float


class RfmCuts(msgspec.Struct, frozen=True):
    """Where low ends and high begins: days since the last purchase, purchases, money."""

    r: float
    f: float
    m: float


class RfmScore(msgspec.Struct, frozen=True):
    """Buyers of one score of recency and one of frequency, 1 the worst; `m` is their mean score of money."""

    r: int
    f: int
    people: int
    amount: float
    m: float


class RfmMoved(msgspec.Struct, frozen=True, rename={"origin": "from", "target": "to"}):
    """People in one class before and in another now; None is no class: not bought in the range."""

    origin: str | None
    target: str | None
    people: int


class RfmAnswer(msgspec.Struct, frozen=True):
    """All eight classes; no cuts when nobody bought.

    Attributes:
        scores: Where the definition scores in levels.
        moves: Where the question says `before`.
    """

    classes: list[RfmClassPeople]
    cuts: RfmCuts | None
    scores: list[RfmScore]
    moves: list[RfmMoved]


@dataclass(frozen=True, slots=True)
class Rfm:
    """A question for RFM classes."""

    definition: RfmDefinition
    before: date | None = None

    def answer(self, desk: Desk) -> RfmAnswer:
        """Sizes and amounts of the classes."""
        found = count_classes(self.definition, scope=desk.scope, warehouse=desk.warehouse)
        cuts = found.cuts
        return RfmAnswer(
            classes=[
                RfmClassPeople(each.rfm_class.value, each.people, each.amount)
                for each in found.classes
            ],
            cuts=RfmCuts(cuts.recency_days, cuts.frequency, cuts.monetary) if cuts else None,
            scores=[
                RfmScore(
                    each.recency_score,
                    each.frequency_score,
                    each.people,
                    each.amount,
                    each.monetary_score,
                )
                for each in count_scores(
                    self.definition, scope=desk.scope, warehouse=desk.warehouse
                )
            ],
            moves=self._moves(desk),
        )

    def _moves(self, desk: Desk) -> list[RfmMoved]:
        if self.before is None:
            return []
        found = compare_classes(
            self.definition,
            _end_of(self.before, desk.scope),
            scope=desk.scope,
            warehouse=desk.warehouse,
        )
        return [
            RfmMoved(
                each.origin.value if each.origin else None,
                each.target.value if each.target else None,
                each.people,
            )
            for each in found
        ]

    def describe(self, lang: Lang) -> str:
        """What is counted, in words."""
        return Sentence(
            "{events} 的购买者按最近购买天数（越近越高，{r}）、{frequency}（{f}）、{amount} 总额（{m}）各分高低，"
            "组成八类；恰在分界处算高。{before}{range}。",
            "Buyers of {events}, high or low by days since the last purchase (recent is high; {r}), by {frequency} "
            "({f}) and by total {amount} ({m}): eight classes; exactly at a cut is high. {before}{range}.",
        ).say(
            lang,
            events=describe_selection(self.definition.purchase, lang),
            amount=self.definition.amount,
            frequency=self.definition.frequency.describe(lang),
            before=""
            if self.before is None
            else _BEFORE_SAID.say(lang, day=self.before.isoformat()),
            **self._cuts_said(lang),
            range=describe_range(self.definition.within, lang),
        )

    def _cuts_said(self, lang: Lang) -> dict[str, str]:
        cuts = self.definition.thresholds
        named = {"r": cuts.recency, "f": cuts.frequency, "m": cuts.monetary}
        return {name: _say_cut(each, lang) for name, each in named.items()}

    def field_labels(self, lang: Lang) -> dict[str, dict[str, str]]:
        """The classes in words."""
        return label_moves({each.value: each.said for each in RfmClass}, lang, also="class")

    def people(self, who: JsonObject, desk: Desk) -> Statement:
        """The people of a class (`class`), of two scores (`r`, `f`), or of one move since `before` (`from`, `to`).

        Raises:
            UnknownCell: The thresholds make no scores.
        """
        read_object(who, "who", known=("class", "r", "f", "from", "to"))
        if {"r", "f"} & who.keys():
            refuse_beside(who, "a score", "class", "from", "to")
            scores = (read_count(who.get(of), f"who.{of}", least=1, most=99) for of in ("r", "f"))
            found = people_of_scores(self.definition, *scores, scope=desk.scope)
            if found is None:
                raise UnknownCell(
                    "there are no scores; ask with levels as thresholds", path="who.r"
                )
            return found
        if self.before is not None and "class" not in who:
            move = (_read_class(who.get("from"), "who.from"), _read_class(who.get("to"), "who.to"))
            before = _end_of(self.before, desk.scope)
            return people_who_moved(self.definition, move, before, scope=desk.scope)
        refuse_beside(who, "a class", "from", "to")
        name = read_choice(who.get("class"), "who.class", [each.value for each in RfmClass])
        return people_of_class(self.definition, RfmClass(name), scope=desk.scope)


def parse_rfm_question(raw: JsonObject, frame: Frame) -> Rfm:
    """Read `event`, `where`, `amount`, `frequency`, `range`, `thresholds` and `before`.

    Raises:
        Unsupported: A filter, people or a breakdown.
    """
    del frame  # the range of RFM has a default of its own, the rest is refused
    check_fields(raw, *FIELDS, "before")
    for field in SHARED:
        if raw.get(field):
            raise Unsupported("RFM compares all buyers; narrow the purchases by where", path=field)
    before = raw.get("before")
    return Rfm(
        parse_rfm({name: raw[name] for name in FIELDS if raw.get(name) is not None}),
        None if before is None else read_date(before, "before"),
    )


def _end_of(day: date, scope: Scope) -> datetime:
    return min(midnight(day + timedelta(days=1), scope.zone), scope.now)


def _read_class(raw: object, path: str) -> RfmClass | None:
    if raw is None:
        return None
    return RfmClass(read_choice(raw, path, [each.value for each in RfmClass]))


def _say_cut(cut: Threshold, lang: Lang) -> str:
    """Where low ends and high begins."""
    if cut.by == "fixed":
        return _CUT_SAID["fixed"].say(lang, at=say_figure(cut.value or 0))
    if cut.by == "levels":
        high = round((cut.value or 0) * cut.levels) + 1
        return _CUT_SAID["levels"].say(lang, n=str(cut.levels), high=str(high))
    return _CUT_SAID[cut.by].say(lang, share=say_share(cut.value or 0))


_CUT_SAID: Final = {
    "mean": Sentence("以均值为界", "cut at the mean"),
    "median": Sentence("以中位数为界", "cut at the median"),
    "quantile": Sentence("以 {share} 分位数为界", "cut at the {share} quantile"),
    "levels": Sentence("分 {n} 档，{high} 档起为高", "in {n} levels, high from {high} on"),
    "fixed": Sentence("以 {at} 为界", "cut at {at}"),
}
_BEFORE_SAID: Final = Sentence(
    "变化为从 {day} 日终到现在。", "Moves are from the end of {day} to now. "
)
