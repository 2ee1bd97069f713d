"""Nouns of the room: the eight classes, how they are cut, and what a run finds."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from stayflow.language.aggregate import Aggregate
from stayflow.language.metric import EventSelection
from stayflow.language.sentence import Lang, Sentence
from stayflow.language.window import Range


class RfmClass(StrEnum):
    """The eight classes; the order is that of their table."""

    IMPORTANT_VALUE = "important_value"
    IMPORTANT_KEEP = "important_keep"
    IMPORTANT_DEVELOP = "important_develop"
    IMPORTANT_RETAIN = "important_retain"
    GENERAL_VALUE = "general_value"
    GENERAL_KEEP = "general_keep"
    GENERAL_DEVELOP = "general_develop"
    GENERAL_RETAIN = "general_retain"

    @property
    def said(self) -> Sentence:
        """What it is called, in both languages."""
        return CLASS_SAID[self]

    def describe(self, lang: Lang) -> str:
        """What it is called."""
        return self.said.say(lang)


CLASS_OF = {
    (True, True, True): RfmClass.IMPORTANT_VALUE,
    (False, True, True): RfmClass.IMPORTANT_KEEP,
    (True, False, True): RfmClass.IMPORTANT_DEVELOP,
    (False, False, True): RfmClass.IMPORTANT_RETAIN,
    (True, True, False): RfmClass.GENERAL_VALUE,
    (False, True, False): RfmClass.GENERAL_KEEP,
    (True, False, False): RfmClass.GENERAL_DEVELOP,
    (False, False, False): RfmClass.GENERAL_RETAIN,
}
"""Whether recency, frequency and money are high → the class. High recency is a recent purchase."""

CLASS_SAID = {
    RfmClass.IMPORTANT_VALUE: Sentence("重要价值", "important value"),
    RfmClass.IMPORTANT_KEEP: Sentence("重要保持", "important keep"),
    RfmClass.IMPORTANT_DEVELOP: Sentence("重要发展", "important develop"),
    RfmClass.IMPORTANT_RETAIN: Sentence("重要挽留", "important retain"),
    RfmClass.GENERAL_VALUE: Sentence("一般价值", "general value"),
    RfmClass.GENERAL_KEEP: Sentence("一般保持", "general keep"),
    RfmClass.GENERAL_DEVELOP: Sentence("一般发展", "general develop"),
    RfmClass.GENERAL_RETAIN: Sentence("一般挽留", "general retain"),
}


@dataclass(frozen=True, slots=True)
class Threshold:
    """Where low ends and high begins for one of R, F and M.

    Attributes:
        by: `mean`, `median`, `quantile` (of all buyers), `levels` or `fixed`.
        value: The quantile in (0, 1), or the fixed cut: days for R, a count for F, an amount for M.
        levels: Of `levels`: into so many equal parts buyers are scored, 1 the worst; 0 for no scores.
    """

    by: str
    value: float | None = None
    levels: int = 0


@dataclass(frozen=True, slots=True)
class Thresholds:
    """One threshold each."""

    recency: Threshold
    frequency: Threshold
    monetary: Threshold


@dataclass(frozen=True, slots=True)
class RfmDefinition:
    """What is classified.

    Attributes:
        purchase: The events that are purchases.
        amount: The property with the amount.
        frequency: How purchases are counted: `count`, or `distinct` of an order number.
        within: The time that counts.
        thresholds: Where low ends and high begins.
    """

    purchase: EventSelection
    amount: str
    frequency: Aggregate
    within: Range
    thresholds: Thresholds


@dataclass(frozen=True, slots=True)
class Cuts:
    """High is: at most `recency_days` since the last purchase, at least `frequency`, at least `monetary`."""

    recency_days: float
    frequency: float
    monetary: float


@dataclass(frozen=True, slots=True)
class ClassSize:
    """People of one class, and what they brought in the window."""

    rfm_class: RfmClass
    people: int
    amount: float


@dataclass(frozen=True, slots=True)
class RfmResult:
    """All eight classes in the order of their table, and the cuts; None when nobody bought."""

    classes: tuple[ClassSize, ...]
    cuts: Cuts | None


@dataclass(frozen=True, slots=True)
class ScoreCell:
    """Buyers of one score of recency and one of frequency.

    Attributes:
        monetary_score: Their mean score of money.
    """

    recency_score: int
    frequency_score: int
    people: int
    amount: float
    monetary_score: float


@dataclass(frozen=True, slots=True)
class PersonRfm:
    """The class of one person at the newest run."""

    rfm_class: RfmClass
    recency_days: int
    frequency: float
    monetary: float
    at: datetime


@dataclass(frozen=True, slots=True)
class RfmRun:
    """The newest run of everybody, and the cuts it found: they stand until the next."""

    at: datetime
    cuts: Cuts


@dataclass(frozen=True, slots=True)
class RfmModel:
    """A saved definition.

    Attributes:
        definition: As it was posted.
        refreshed_at: The newest run; None before the first.
    """

    model: str
    definition: dict[str, object]
    changed_at: datetime
    refreshed_at: datetime | None


@dataclass(frozen=True, slots=True)
class RfmMove:
    """People who were in one class at one moment and in another at a later one; None is no class."""

    origin: RfmClass | None
    target: RfmClass | None
    people: int
