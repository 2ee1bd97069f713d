"""Nouns of the room."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from stayflow.language.condition import Condition
from stayflow.language.metric import EventSelection
from stayflow.language.raw import JsonObject
from stayflow.language.sentence import Sentence
from stayflow.language.window import Range
from stayflow.understand.label import UNNAMED, Labelled

THOUSANDTHS = 1000
"""Points are kept as whole thousandths."""


class Schedule(StrEnum):
    """When a score is computed: for the people of each batch and every night, or every night."""

    LIVE = "live"
    DAILY = "daily"


@dataclass(frozen=True, slots=True)
class ScoreRule:
    """What gives points.

    Attributes:
        name: Unique in the score.
        label: What it is called.
        selection: The events that count.
        people: Only for persons who meet this now; None is everybody.
        points: Thousandths for each event; negative takes away.
        per_day_max: Thousandths that a day of the project's zone can give (or take) at most; None has no bound.
    """

    name: str
    label: Sentence
    selection: EventSelection
    people: Condition | None
    points: int
    per_day_max: int | None


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of points with a name; it begins at `start` (thousandths) and ends where the next begins."""

    name: str
    label: Sentence
    start: int


@dataclass(frozen=True, slots=True)
class ScoreDefinition:
    """How a score comes about.

    Attributes:
        rules: What gives points.
        within: Only events of this time count; None is ever.
        half_life_days: After so many days points count half; None: they never fade.
        least: Thousandths a score has at least; `most` at most. None has no bound.
        bands: From the lowest up; may be empty.
    """

    rules: tuple[ScoreRule, ...]
    within: Range | None
    half_life_days: float | None
    least: int | None
    most: int | None
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score(Labelled):
    """A saved score; see `ScoreDefinition` for what `definition` says."""

    score_id: str


@dataclass(frozen=True, slots=True)
class ScoreDraft:
    """A score that is to be made; see `Score` for the fields."""

    name: str
    definition: JsonObject
    label: Sentence = UNNAMED
    note: str = ""
    owner: str = ""
    schedule: Schedule = Schedule.LIVE


@dataclass(frozen=True, slots=True)
class BandSize:
    """How many people are in a band; '' is below the lowest, or a score without bands."""

    band: str
    people: int


@dataclass(frozen=True, slots=True)
class Bar:
    """People whose score lies from `start` (included) to `end` (excluded), in points."""

    start: float
    end: float
    people: int


@dataclass(frozen=True, slots=True)
class ScoreSpread:
    """How a score is spread over people.

    Attributes:
        bands: Sizes, in the order of the definition.
        bars: A histogram of points.
        scored: People with a score.
        total: People of the project.
        average: Mean points of those with a score; None when there are none.
        median: Likewise.
    """

    bands: tuple[BandSize, ...]
    bars: tuple[Bar, ...]
    scored: int
    total: int
    average: float | None
    median: float | None


@dataclass(frozen=True, slots=True)
class BandPoint:
    """How many people were in each band at the end of a day of the project's zone."""

    day: date
    people: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PersonScore:
    """A person's score: points, the band, and when it last changed."""

    score_id: str
    points: float
    band: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DayPart:
    """What one rule gave on one day.

    Attributes:
        day: In the project's zone.
        rule: The rule.
        events: Events that counted.
        given: Points for them after the bound of the day.
        held_back: Points that the bound kept back.
        share: What is left of them by fading, 0 to 1.
        now: What they are worth now, in points.
    """

    day: date
    rule: str
    events: int
    given: float
    held_back: float
    share: float
    now: float


@dataclass(frozen=True, slots=True)
class RulePart:
    """What one rule contributes in all; see `DayPart`."""

    rule: str
    events: int
    given: float
    held_back: float
    now: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a person has their score.

    Attributes:
        points: The score, bounds applied; None without events that count.
        sum: What the rules give together, before the bounds.
        band: Its band; '' below the lowest.
        rules: By rule, the weightiest first; their `now` add up to `sum`.
        days: The newest days first; as many as were asked for.
        day_count: How many days there are in all.
    """

    points: float | None
    sum: float
    band: str
    rules: tuple[RulePart, ...]
    days: tuple[DayPart, ...]
    day_count: int


@dataclass(frozen=True, slots=True)
class ScoreMove:
    """A change of one person's band; `points` None: they have no score any more."""

    points: float | None
    band: str
    before: str
    at: datetime
    cause: str
