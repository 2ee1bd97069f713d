"""Answers of the one query shape. The measure rooms compute them; this is their description."""

from typing import Literal

from pydantic import Field

from stayflow.interfaces.http.model.attribution import AttributionAnswer
from stayflow.interfaces.http.model.common import Answer, Answered, Body, Instant, Json, QueryTree
from stayflow.interfaces.http.model.distribution import DistributionAnswer
from stayflow.interfaces.http.model.heatmap import HeatmapAnswer
from stayflow.interfaces.http.model.interval import IntervalAnswer
from stayflow.interfaces.http.model.ltv import LtvAnswer
from stayflow.interfaces.http.model.outcome import (
    ValueAnalysisAnswer,
    ViralityAnswer,
    VoiceAnswer,
)
from stayflow.interfaces.http.model.overlap import SegmentsOverlapAnswer
from stayflow.interfaces.http.model.path import PathAnswer
from stayflow.interfaces.http.model.pool import PoolAnswer
from stayflow.interfaces.http.model.visit import VisitsAnswer
from stayflow.interfaces.http.model.web import WebAnswer


class TrendPoint(Answer):
    """`t`: the period, in the project's zone; None for the whole range."""

    t: str | None
    value: float | None
    is_incomplete: bool = False


class TrendSeries(Answer):
    """One metric of one group; `index` is its place in the question."""

    metric: str
    index: int
    by: dict[str, Json]
    is_other: bool
    points: list[TrendPoint]
    previous: list[TrendPoint] | None = None


class TrendResult(Answer):
    """Of kind `trend`."""

    series: list[TrendSeries]


class FunnelBin(Answer):
    """People who took from so many seconds to fewer than so many; None: no end."""

    seconds_from: int
    seconds_to: int | None
    people: int


class FunnelTimes(Answer):
    """Quantiles and histogram of the time since the step before, seconds."""

    p25: float | None
    p50: float | None
    p75: float | None
    p90: float | None
    histogram: list[FunnelBin]


class FunnelStep(Answer):
    """How many got this far."""

    name: str
    people: int
    rate_from_first: float | None
    rate_from_previous: float | None
    median_seconds_from_previous: float | None
    pending: int = Field(default=0, description="Not at the next step yet, window still open")
    lost: int = Field(
        default=0, description="Came to the step before, not to this one, and are pending nowhere"
    )
    is_optional: bool = False
    times: FunnelTimes | None = None


class FunnelGroup(Answer):
    """The funnel of one group."""

    by: dict[str, Json]
    is_other: bool
    steps: list[FunnelStep]
    previous: list[FunnelStep] | None = Field(
        default=None, description="In the range compared with"
    )


class FunnelPeriod(Answer):
    """The funnel of those whose first entry is in the period `t`."""

    t: str
    steps: list[FunnelStep]
    is_incomplete: bool = False


class FunnelResult(Answer):
    """Of kind `funnel`: `steps` of everybody; as asked for `groups`, `periods` of entry, the `previous` steps."""

    steps: list[FunnelStep]
    groups: list[FunnelGroup] | None = None
    periods: list[FunnelPeriod] | None = None
    previous: list[FunnelStep] | None = None


class RetentionCohort(Answer):
    """People by the period of their first start event; None where a period is not over."""

    t: str
    size: int
    values: list[int | float | None]


class RetentionGroup(Answer):
    """The people of one breakdown value: how many, and their average."""

    by: dict[str, Json]
    is_other: bool
    size: int
    average: list[float | None]
    previous: list[float | None] | None = Field(
        default=None, description="The average in the range compared with"
    )


class RetentionResult(Answer):
    """Of kind `retention`; `brackets`, `groups` and the `previous` average as asked for."""

    cohorts: list[RetentionCohort]
    average: list[float | None]
    brackets: list[tuple[int, int]] | None = None
    groups: list[RetentionGroup] | None = None
    previous: list[float | None] | None = None


class StickyPeriod(Answer):
    """People by the number of days they were active on: `values[0]` on one, `values[1]` on two."""

    t: str
    people: int
    average_days: float | None
    share_of_days: float | None
    values: list[int]
    is_incomplete: bool


class StickinessResult(Answer):
    """Of kind `stickiness`; with `compare` the `previous` periods as well."""

    periods: list[StickyPeriod]
    previous: list[StickyPeriod] | None = None


class RevenuePoint(Answer):
    """One period."""

    t: str
    orders: int
    revenue: float
    payers: int
    is_incomplete: bool = False


class RepurchaseIntervals(Answer):
    """From an order to the buyer's next, seconds."""

    p25: float | None
    p50: float | None
    p75: float | None
    p90: float | None


class Repurchase(Answer):
    """Of the buyers of the range, who bought again within so many days of their first order in it."""

    over: int = Field(description="Buyers whose days are over")
    again: int = Field(description="Of them, who bought again")
    rate: float | None
    waiting: int = Field(description="Buyers whose days are not over; in no part of the rate")
    intervals: RepurchaseIntervals


class RevenueNumbers(Answer):
    """Money of a range."""

    orders: int
    revenue: float
    refunds: float
    payers: int
    active: int
    aov: float | None
    arpu: float | None
    arppu: float | None
    frequency: float | None = Field(description="Orders per payer")
    repurchase_rate: float | None
    repurchase: Repurchase | None = Field(
        default=None, description="Within the days asked for by `repurchase_within`"
    )


class RevenueResult(RevenueNumbers):
    """Of kind `revenue`; with `compare` the `previous` numbers and periods as well."""

    series: list[RevenuePoint]
    previous: RevenueNumbers | None = None
    previous_series: list[RevenuePoint] | None = None


class RfmClassLine(Answer):
    """One of the eight classes."""

    rfm_class: str = Field(alias="class")
    people: int
    amount: float


class RfmCuts(Answer):
    """Where each score is cut into high and low."""

    r: float = Field(description="Days since the last purchase")
    f: float = Field(description="Purchases, or what stands for frequency")
    m: float = Field(description="Money")


class RfmScoreLine(Answer):
    """Buyers of one score of recency and one of frequency; `m` is their mean score of money."""

    r: int
    f: int
    people: int
    amount: float
    m: float


class RfmMoveLine(Answer):
    """People in one class before and in another now; None is no class."""

    from_class: str | None = Field(alias="from")
    to: str | None
    people: int


class RfmResult(Answer):
    """Of kind `rfm`."""

    classes: list[RfmClassLine]
    cuts: RfmCuts | None
    scores: list[RfmScoreLine] = Field(description="Where the thresholds are levels")
    moves: list[RfmMoveLine] = Field(description="Where the question says `before`")


class StageLine(Answer):
    """People in a stage."""

    stage: str
    people: int


class StageMove(Answer):
    """People who went from one stage to another; `from` is None for those who are new."""

    from_stage: str | None = Field(alias="from")
    to: str
    people: int


class StageResult(Answer):
    """Of kind `stage`."""

    stages: list[StageLine]
    moves: list[StageMove]


class GrowthPoint(Answer):
    """One period against its predecessor."""

    t: str
    active: int
    new: int
    kept: int
    returned: int
    churned: int
    silent: int
    is_incomplete: bool = Field(description="Not over: who is churned may still come")


class StatusNumbers(Answer):
    """New, kept, returned, churned, silent over a range."""

    active: int
    stages: list[StageLine]
    moves: list[StageMove] = Field(description="From the range before to this one")


class StatusResult(StatusNumbers):
    """Of kind `status`: over the range, and per period; with `compare` the `previous` numbers and periods as well."""

    series: list[GrowthPoint]
    previous: StatusNumbers | None = None
    previous_series: list[GrowthPoint] | None = None


class TrendAnswer(Answered):
    """Answer of kind `trend`."""

    kind: Literal["trend"]
    result: TrendResult


class FunnelAnswer(Answered):
    """Answer of kind `funnel`."""

    kind: Literal["funnel"]
    result: FunnelResult


class RetentionAnswer(Answered):
    """Answer of kind `retention`."""

    kind: Literal["retention"]
    result: RetentionResult


class StickinessAnswer(Answered):
    """Answer of kind `stickiness`."""

    kind: Literal["stickiness"]
    result: StickinessResult


class RevenueAnswer(Answered):
    """Answer of kind `revenue`."""

    kind: Literal["revenue"]
    result: RevenueResult


class RfmAnswer(Answered):
    """Answer of kind `rfm`."""

    kind: Literal["rfm"]
    result: RfmResult


class StageAnswer(Answered):
    """Answer of kind `stage`."""

    kind: Literal["stage"]
    result: StageResult


class StatusAnswer(Answered):
    """Answer of kind `status`."""

    kind: Literal["status"]
    result: StatusResult


AnyAnswer = (
    TrendAnswer
    | FunnelAnswer
    | RetentionAnswer
    | StickinessAnswer
    | RevenueAnswer
    | RfmAnswer
    | StageAnswer
    | StatusAnswer
    | PathAnswer
    | VisitsAnswer
    | IntervalAnswer
    | DistributionAnswer
    | SegmentsOverlapAnswer
    | WebAnswer
    | AttributionAnswer
    | LtvAnswer
    | ValueAnalysisAnswer
    | ViralityAnswer
    | VoiceAnswer
    | HeatmapAnswer
    | PoolAnswer
)


class QuestionBody(Body):
    """A query worth keeping."""

    name: str = Field(min_length=1, max_length=200)
    query: QueryTree


class QuestionShape(Answer):
    """A saved query."""

    question_id: str
    name: str
    kind: str
    query: QueryTree
    created_at: Instant
    created_by: str


class QuestionList(Answer):
    """Saved queries, in the order they were saved."""

    questions: list[QuestionShape]
