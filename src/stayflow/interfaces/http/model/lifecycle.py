"""Lifecycle models: stages, drafts, previews, history, calibration, warning, strategy."""

from datetime import date
from typing import Literal

from pydantic import Field

from stayflow.interfaces.http.model.common import (
    Answer,
    Body,
    ConditionTree,
    Instant,
    Json,
    Sentence,
)

Definition = dict[str, Json]


class LifecycleStage(Answer):
    """A stage in force."""

    name: str
    label: Sentence
    condition: ConditionTree | None = Field(description="None for the first: everybody else")
    sentence: Sentence
    people: int


class LifecycleModelAnswer(Answer):
    """A model."""

    model: str
    title: str
    description: str
    owner: str
    version: int = Field(description="0 while it is only a draft")
    definition: Definition | None
    stages: list[LifecycleStage]
    refreshed_at: Instant | None
    draft: Definition | None
    draft_by: str | None
    draft_at: Instant | None


class LifecycleModelLine(Answer):
    """A model in the list."""

    model: str
    title: str
    version: int
    stages: int
    has_draft: bool
    refreshed_at: Instant | None


class LifecycleModelList(Answer):
    """The project's models, by name."""

    models: list[LifecycleModelLine]


class ShippedModel(Answer):
    """A model to begin with, asking for the events this project has."""

    name: Literal["default", "marketing"]
    label: Sentence
    definition: Definition


class ShippedModels(Answer):
    """The models that ship."""

    models: list[ShippedModel]


class LifecycleCreateBody(Body):
    """A new model: a draft until it is published."""

    model: str = Field(min_length=1, max_length=41)
    title: str = Field(min_length=1, max_length=100)
    definition: Definition


class LifecycleChangeBody(Body):
    """What changes of what a model is called."""

    title: str | None = Field(default=None, min_length=1, max_length=100)
    description: str | None = Field(default=None, max_length=1000)
    owner: str | None = Field(default=None, max_length=100)


class LifecycleDraftBody(Body):
    """A definition to keep for later; it may have holes."""

    definition: Definition


class LifecyclePublishBody(Body):
    """Why the draft becomes a version."""

    note: str = Field(default="", max_length=500)


class LifecyclePreviewBody(Body):
    """A definition to try; nothing is saved."""

    model: str = Field(default="default", description="Whose recorded stages it is held beside")
    definition: Definition


class PreviewStage(Answer):
    """A stage under the definition."""

    stage: str
    label: Sentence
    people: int
    people_now: int
    condition: ConditionTree


class PreviewMove(Answer):
    """Who would stand elsewhere; the condition is these people."""

    origin: str
    target: str
    people: int
    condition: ConditionTree


class LifecyclePreview(Answer):
    """How many would stand where, and who moves."""

    stages: list[PreviewStage]
    moves: list[PreviewMove]
    moved: int


class LifecycleVersion(Answer):
    """One definition a model had."""

    version: int
    definition: Definition
    changed_at: Instant
    changed_by: str
    note: str


class LifecycleVersions(Answer):
    """The newest first."""

    versions: list[LifecycleVersion]


class LifecycleReplayBody(Body):
    """Compute where everybody stood, from the end of this day on."""

    first_on: date


class LifecycleRun(Answer):
    """Up to when stages are recorded."""

    model: str
    refreshed_at: Instant
    version: int


class StageCount(Answer):
    """People of a stage."""

    stage: str
    people: int


class StageDay(Answer):
    """Sizes at the end of a day."""

    day: date
    sizes: list[StageCount]


class StageStayAnswer(Answer):
    """How long people stayed in a stage that they left."""

    stage: str
    people: int
    median_days: float | None


class LifecycleHistory(Answer):
    """Sizes of the stages over time, the time people stay, and marked days."""

    days: list[StageDay]
    stays: list[StageStayAnswer]
    marks: list["MarkAnswer"]


class MarkBody(Body):
    """A day on which something changed around the product."""

    day: date
    kind: Literal["release", "environment", "campaign"]
    note: str = Field(min_length=1, max_length=200)


class MarkAnswer(Answer):
    """A marked day."""

    mark_id: str
    day: date
    kind: str
    note: str
    created_by: str


class IntervalsAnswer(Answer):
    """Days between two days on which somebody did it."""

    count: int
    p25: float
    p50: float
    p75: float
    p90: float


class StageStatisticsAnswer(Answer):
    """The people of a stage: share of everybody, events and revenue a head in 28 days."""

    stage: str
    people: int
    share: float
    frequency: float
    value: float


class StatisticsAnswer(Answer):
    """A model's people at a moment."""

    taken_at: Instant
    purchase: IntervalsAnswer | None
    activity: IntervalsAnswer | None
    stages: list[StageStatisticsAnswer]


class RejectionAnswer(Answer):
    """Who turned a proposal down."""

    rejected_at: Instant
    rejected_by: str


class ProposalAnswer(Answer):
    """A threshold that could be another."""

    proposal_id: str
    stage: str
    clause: Sentence = Field(description="The part of the stage's condition it is in, as it stands")
    was: str
    becomes: str
    reason: Sentence
    rejected: RejectionAnswer | None = Field(
        default=None, description="It is not proposed while it says the same"
    )


class DriftAnswer(Answer):
    """A statistic that moved; `stage` is '' for everybody."""

    stage: str
    what: Literal["frequency", "value", "share", "interval"]
    was: float
    now: float
    change: float
    marks: list[MarkAnswer]


class CalibrationAnswer(Answer):
    """What the data say of a model."""

    now: StatisticsAnswer
    reference: StatisticsAnswer
    proposals: list[ProposalAnswer]
    drifts: list[DriftAnswer]


class CalibrationBody(Body):
    """Proposals to put into the draft, to turn down, or to be proposed again."""

    proposals: list[str] = Field(min_length=1, max_length=200)


class GradeAnswer(Answer):
    """A grade of the early warning, and its people."""

    name: Literal["watch", "warn", "urgent"]
    drop: float
    action: Literal["message", "coupon", "call"]
    note: str
    condition: ConditionTree
    sentence: Sentence
    people: int
    people_before: int = Field(description="As many days ago as are compared")


class WarningAnswer(Answer):
    """The early warning."""

    settings: dict[str, Json]
    recent_days: int
    grades: list[GradeAnswer]


class WarningBody(Body):
    """Settings: the fields of a habit, and a drop, an action and a note for each grade."""

    settings: dict[str, Json]


class PlayResult(Answer):
    """What a campaign brought: of those it was sent to, and of those withheld at random."""

    sent: int
    converted: int
    rate: float | None
    holdout_rate: float | None
    difference: float | None = Field(description="Of the rates; None where the arms tell nothing")
    low: float | None = Field(
        description="The difference with 95 % confidence, from here to `high`"
    )
    high: float | None
    windows_open: int = Field(description="People whose conversion may still come")


class PlayAnswer(Answer):
    """Something that is done for the people of a stage."""

    kind: Literal["campaign", "benefit", "content"]
    name: str
    ref: str
    note: str
    result: PlayResult | None = Field(
        default=None, description="Of a campaign that is there; None for what is only named"
    )


class StrategyAnswer(Answer):
    """The plan of a stage, and what came of it in 28 days and in the 28 before."""

    stage: str
    label: Sentence
    people_now: int
    move_to: str | None
    metric: dict[str, Json] | None
    target: float | None
    plays: list[PlayAnswer]
    people: int | None
    reached: int | None
    value: float | None
    value_before: float | None


class StrategyList(Answer):
    """Every stage of the model, in its order."""

    stages: list[StrategyAnswer]


class StrategyBody(Body):
    """The plan of a stage."""

    goal: dict[str, Json] | None = None
    plays: list[dict[str, Json]] = Field(default_factory=list, max_length=20)
