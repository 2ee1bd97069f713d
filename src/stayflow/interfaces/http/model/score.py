"""Scores: weighted behaviour, its bands, and why somebody has their points."""

from datetime import date
from typing import Literal

from pydantic import Field

from stayflow.interfaces.http.model.common import Answer, Body, Instant, Sentence
from stayflow.interfaces.http.model.label import (
    Definition,
    DefinitionVersionShape,
    LabelChangeBody,
    LabelCreateBody,
    LabelLine,
    NamedShape,
)
from stayflow.interfaces.http.model.segment import UseShape

ScheduleName = Literal["live", "daily"]


class ScoreCreateBody(LabelCreateBody):
    """A new score, computed at once."""

    schedule: ScheduleName = "live"


class ScoreChangeBody(LabelChangeBody):
    """What changes; another definition is a new version, computed at once."""

    schedule: ScheduleName | None = None


class ScorePreviewBody(Body):
    """A definition to look at; nothing is saved."""

    definition: Definition


class BandSizeShape(Answer):
    """People in a band; '' is below the lowest."""

    band: str
    label: Sentence
    people: int


class BarShape(Answer):
    """People with at least `start` and less than `end` points."""

    start: float
    end: float
    people: int


class ScoreSpreadShape(Answer):
    """How a score is spread; `scored` of `total` people have one."""

    bands: list[BandSizeShape]
    bars: list[BarShape]
    scored: int
    total: int
    average: float | None
    median: float | None


class ScoreLine(LabelLine):
    """A score as the list shows it."""

    score_id: str
    schedule: ScheduleName
    spread: ScoreSpreadShape


class ScoreList(Answer):
    """A page of the scores, by name."""

    scores: list[ScoreLine]
    next: str | None


class ScoreRuleShape(Answer):
    """A rule in words."""

    name: str
    label: Sentence
    sentence: Sentence
    points: float
    per_day_max: float | None


class ScoreAnswer(ScoreLine):
    """A score, whole."""

    definition: Definition
    rules: list[ScoreRuleShape]
    uses: list[UseShape]
    versions: list[DefinitionVersionShape] = Field(description="Newest first")
    created_at: Instant
    created_by: str
    problem: str | None = Field(default=None, description="Why it cannot be computed any more")


class BandDayShape(Answer):
    """People in each band at the end of a day."""

    day: date
    people: dict[str, int]


class ScoreHistory(Answer):
    """Oldest first."""

    days: list[BandDayShape]


class RulePartShape(Answer):
    """What one rule contributes: `now` is what is left of `given` by fading."""

    rule: str
    events: int
    given: float
    held_back: float
    now: float


class DayPartShape(RulePartShape):
    """What one rule gave on one day."""

    day: date
    share: float


class ScoreMoveShape(Answer):
    """A change of band; `points` None: no score any more."""

    points: float | None
    band: str
    before: str
    at: Instant
    cause: str


class ScoreWhy(Answer):
    """Why a person has their score: the rules' `now` add up to `sum`, which the bounds make `points`."""

    person_id: int
    points: float | None
    sum: float
    band: str
    rules: list[RulePartShape]
    days: list[DayPartShape] = Field(description="Newest first, at most 200")
    day_count: int
    moves: list[ScoreMoveShape] = Field(description="Newest first")


class ScoreSetShape(Answer):
    """Ready scores of an industry."""

    industry: str
    label: Sentence
    events: list[NamedShape]
    scores: int


class ScoreSetList(Answer):
    """Every ready set."""

    sets: list[ScoreSetShape]


class ScoreSetBody(Body):
    """What the project calls the set's events."""

    events: dict[str, str] = Field(default_factory=dict)
    language: Literal["zh", "en"] = "zh"


class ReadyScoreShape(Answer):
    """A ready score; rules in `without` are left out, their events are unknown here."""

    name: str
    label: Sentence
    is_installed: bool
    without: list[str]
    why: str


class ScoreSetState(Answer):
    """What became, or would become, of each score."""

    scores: list[ReadyScoreShape]
