"""Campaigns: a message to a segment, its holdout, its result; the mail server; the policy."""

from pydantic import ConfigDict, Field

from stayflow.act.campaign import CampaignState
from stayflow.interfaces.http.model.common import (
    Answer,
    Body,
    ConditionTree,
    Instant,
    Json,
    Sentence,
)


class ContentShape(Body):
    """Liquid templates; they know `person`, `campaign` and `unsubscribe_url`."""

    model_config = ConfigDict(from_attributes=True)

    subject: str
    html: str | None = Field(default=None, description="Without it: a plain text mail")
    text: str | None = Field(default=None, description="Without it: made of the html")
    defaults: dict[str, str] = Field(
        default_factory=dict, description="Stands in for attributes a person does not have"
    )


class GoalShape(Body):
    """What counts as success, and how long after the message."""

    event: str
    where: dict[str, Json] | None = Field(default=None, description="Event filter")
    window: str = Field(default="7d", description="A duration such as 7d, at most 90d")
    amount: str | None = Field(default=None, description="Property to add up; default: revenue")


class CampaignCreateBody(Body):
    """A new draft. Either `segment_id` or `audience`."""

    name: str
    channel: str = "email"
    content: ContentShape
    segment_id: str | None = None
    audience: ConditionTree | None = None
    holdout: float = Field(default=0.1, description="Share withheld at random, from 0 to below 1")
    goal: GoalShape | None = None
    per_minute: int | None = Field(default=None, description="Most messages in any minute")
    lasts: str = Field(default="3d", description="How long after the launch messages may leave")


class CampaignChangeBody(Body):
    """What changes in a draft; fields left out stay, `null` clears `goal` and `per_minute`."""

    name: str | None = None
    channel: str | None = None
    content: ContentShape | None = None
    segment_id: str | None = None
    audience: ConditionTree | None = None
    holdout: float | None = None
    goal: GoalShape | None = None
    per_minute: int | None = None
    lasts: str | None = None


class CampaignAnswer(Answer):
    """A campaign."""

    campaign_id: str
    version: int
    state: CampaignState
    name: str
    channel: str
    content: ContentShape
    segment_id: str | None
    audience: ConditionTree | None
    sentence: Sentence | None = Field(description="The audience in words")
    holdout: float
    goal: GoalShape | None
    per_minute: int | None
    lasts: str
    created_at: Instant
    scheduled_at: Instant | None
    launched_at: Instant | None
    ended_at: Instant | None
    trouble: str | None = Field(description="Why it stands still by itself; None when all is well")


class CampaignList(Answer):
    """Newest first."""

    campaigns: list[CampaignAnswer]


class LaunchBody(Body):
    """When; default: now."""

    at: Instant | None = None


class PreviewBody(Body):
    """For whom; without a person the first who can be reached."""

    person_id: int | None = None


class CampaignPreview(Answer):
    """What this person would get, and how many would."""

    person_id: int | None
    to: str | None
    subject: str
    html: str | None
    text: str
    sentence: Sentence
    audience: int
    reachable: int
    holdout: int
    unreachable: dict[str, int] = Field(description="People by the reason they cannot be reached")
    is_projected: bool = Field(description="Numbers are projected from the first 10,000 people")


class TestSendBody(Body):
    """Where a trial message goes."""

    to: str
    person_id: int | None = None


class OutcomeCounts(Answer):
    """People by what became of their message; each key is an `outcome` of `…/people`."""

    queued: int = Field(description="Waiting in the outbox")
    waiting_for: dict[str, int] = Field(
        description="Of those queued, by reason: quiet_hours, retry; `queued.<reason>` asks for them"
    )
    treated: int = Field(description="A message was handed over, whether it arrived or not")
    sent: int
    opened: int
    clicked: int
    converted: int
    failed: int
    in_doubt: int = Field(description="Handed over, and no answer came; never sent again")
    unsubscribed: int
    suppressed: dict[str, int] = Field(description="By reason: cooldown, unsubscribed …")


class OutcomeRates(Answer):
    """Shares of those sent to."""

    opened: float | None
    clicked: float | None
    converted: float | None


class LiftAnswer(Answer):
    """Conversion of the treated against the holdout; 95 % interval of the difference."""

    treated_people: int
    treated_converted: int
    treated_rate: float | None
    treated_revenue: float
    holdout_people: int
    holdout_converted: int
    holdout_rate: float | None
    holdout_revenue: float
    difference: float | None
    low: float | None
    high: float | None
    relative: float | None
    p_value: float | None
    note: str | None = Field(
        default=None,
        description="Why there is no number: no_goal, no_holdout, nobody_treated, "
        "too_few_people, split_wrong, no_spread",
    )


class RevenueLift(Answer):
    """Revenue per person, treated minus holdout, with its 95 % interval."""

    difference: float | None
    low: float | None
    high: float | None
    relative: float | None
    p_value: float | None
    note: str | None


class SplitAnswer(Answer):
    """Whether the random draw came out as it was meant."""

    expected_share: float
    observed_share: float | None
    p_value: float | None
    is_sound: bool


class ResultPoint(Answer):
    """One day after the launch."""

    t: str
    sent: int
    opened: int
    clicked: int
    converted: int


class CampaignResult(Answer):
    """How it went; every count can be asked for its people."""

    audience: int
    holdout: int
    counts: OutcomeCounts
    rates: OutcomeRates
    lift: LiftAnswer
    revenue_lift: RevenueLift
    split: SplitAnswer
    windows_open: int = Field(description="People whose conversion may still come")
    series: list[ResultPoint]


class SendAnswer(Answer):
    """What the provider said: accepted, transient, permanent or in_doubt."""

    delivery: str
    detail: str


class QuietHoursShape(Body):
    """Local hours, HH:MM, in which nothing is sent; may cross midnight."""

    model_config = ConfigDict(populate_by_name=True)

    start: str = Field(alias="from")
    end: str = Field(alias="to")


class PolicyBody(Body):
    """When a person is left alone."""

    cooldown_hours: float = Field(default=0, description="Least hours between two messages")
    quiet_hours: QuietHoursShape | None = None


class PolicyAnswer(Answer):
    """The policy in force."""

    cooldown_hours: float
    quiet_hours: QuietHoursShape | None
