"""RFM: recency, frequency and money in eight classes, counted as the room of RFM defines them."""

from dataclasses import dataclass

import msgspec

from stayflow.language.metric import describe_selection
from stayflow.language.raw import JsonObject, read_choice, read_object
from stayflow.language.sentence import Lang, Sentence
from stayflow.language.statement import Statement
from stayflow.measure.analysis.errors import Unsupported
from stayflow.measure.analysis.model import Desk, Frame
from stayflow.measure.analysis.request import check_fields
from stayflow.measure.analysis.words import describe_range
from stayflow.understand.rfm import (
    RfmClass,
    RfmDefinition,
    count_classes,
    parse_rfm,
    people_of_class,
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


class RfmAnswer(msgspec.Struct, frozen=True):
    """All eight classes; no cuts when nobody bought."""

    classes: list[RfmClassPeople]
    cuts: RfmCuts | None


@dataclass(frozen=True, slots=True)
class Rfm:
    """A question for RFM classes."""

    definition: RfmDefinition

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
        )

    def describe(self, lang: Lang) -> str:
        """What is counted, in words."""
        return Sentence(
            "{events} 的购买者按最近购买天数（越近越高）、次数、{amount} 总额各分高低，"
            "组成八类；恰在分界处算高。{range}。",
            "Buyers of {events}, high or low by days since the last purchase (recent is high), by count and by total "
            "{amount}: eight classes; exactly at a cut is high. {range}.",
        ).say(
            lang,
            events=describe_selection(self.definition.purchase, lang),
            amount=self.definition.amount,
            range=describe_range(self.definition.within, lang),
        )

    def people(self, who: JsonObject, desk: Desk) -> Statement:
        """The people of a class."""
        read_object(who, "who", known=("class",))
        name = read_choice(who.get("class"), "who.class", [each.value for each in RfmClass])
        return people_of_class(self.definition, RfmClass(name), scope=desk.scope)


def parse_rfm_question(raw: JsonObject, frame: Frame) -> Rfm:
    """Read `event`, `where`, `amount`, `frequency`, `range` and `thresholds`.

    Raises:
        Unsupported: A filter, people or a breakdown.
    """
    del frame  # the range of RFM has a default of its own, the rest is refused
    check_fields(raw, *FIELDS)
    for field in SHARED:
        if raw.get(field):
            raise Unsupported("RFM compares all buyers; narrow the purchases by where", path=field)
    return Rfm(parse_rfm({name: raw[name] for name in FIELDS if raw.get(name) is not None}))
