"""Campaigns: a message to a segment, its holdout, its result."""

from enum import StrEnum

from pydantic import Field

from stayflow.interfaces.http.model.common import Answer, Body, ConditionTree, Instant, Sentence


class CampaignState(StrEnum):
    """Where a campaign is."""

    DRAFT = "draft"
    RUNNING = "running"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    FINISHED = "finished"


class CampaignContent(Body):
    """Liquid templates; `person`, `project`, `campaign` and `unsubscribe_url` are known in them."""

    subject: str = Field(max_length=500)
    html: str = Field(default="", max_length=500_000)
    text: str = Field(default="", max_length=500_000)


class CampaignConversion(Body):
    """What counts as success, and how long after the message."""

    event: str
    window: str = Field(default="7d", description="A duration such as 7d")
    amount: str | None = Field(
        default=None, description="Numeric property to add up; default: revenue"
    )


class CampaignCreateBody(Body):
    """A new draft. Either `segment_id` or `audience`."""

    name: str = Field(min_length=1, max_length=200)
    channel: str = "email"
    segment_id: str | None = None
    audience: ConditionTree | None = None
    holdout: float = Field(default=0.1, ge=0, lt=1, description="Share withheld at random")
    content: CampaignContent
    conversion: CampaignConversion | None = None


class CampaignChangeBody(Body):
    """What changes in a draft."""

    name: str | None = Field(default=None, min_length=1, max_length=200)
    segment_id: str | None = None
    audience: ConditionTree | None = None
    holdout: float | None = Field(default=None, ge=0, lt=1)
    content: CampaignContent | None = None
    conversion: CampaignConversion | None = None


class CampaignAnswer(Answer):
    """A campaign."""

    campaign_id: str
    name: str
    state: CampaignState
    channel: str
    segment_id: str | None
    audience: ConditionTree | None
    audience_sentence: Sentence | None
    holdout: float
    content: CampaignContent
    conversion: CampaignConversion | None
    created_at: Instant
    launched_at: Instant | None
    finished_at: Instant | None


class CampaignList(Answer):
    """Newest first."""

    campaigns: list[CampaignAnswer]


class PreviewBody(Body):
    """For whom; without a person the first of the audience."""

    person_id: int | None = None


class CampaignPreview(Answer):
    """What this person would get, and how many would."""

    person_id: int | None
    to: str | None
    subject: str
    html: str
    text: str
    audience: int
    holdout: int
    reachable: int
    problems: list[str]


class TestSendBody(Body):
    """Where a trial message goes."""

    to: str = Field(max_length=254)
    person_id: int | None = None


class OutcomeCounts(Answer):
    """People by what became of their message."""

    queued: int
    sent: int
    opened: int
    clicked: int
    converted: int
    failed: int
    unsubscribed: int
    suppressed: dict[str, int] = Field(
        description="By reason: cooldown, quiet_hours, unsubscribed …"
    )


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
    holdout_people: int
    holdout_converted: int
    holdout_rate: float | None
    difference: float | None
    low: float | None
    high: float | None
    relative: float | None
    p_value: float | None
    note: str | None = Field(default=None, description="Why there is no number, when there is none")


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
    series: list[ResultPoint]


class ServerSecurity(StrEnum):
    """How the connection to the mail server is protected."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


class EmailChannelBody(Body):
    """The mail server. An absent password keeps the stored one."""

    host: str = Field(min_length=1, max_length=253)
    port: int = Field(default=587, ge=1, le=65535)
    security: ServerSecurity = ServerSecurity.STARTTLS
    username: str | None = None
    password: str | None = None
    sender: str = Field(description="Address messages come from")
    sender_name: str = ""
    reply_to: str | None = None
    per_second: float = Field(default=10, gt=0, le=1000, description="Most messages a second")


class EmailChannelAnswer(Answer):
    """The mail server without its password."""

    configured: bool
    host: str | None = None
    port: int | None = None
    security: ServerSecurity | None = None
    username: str | None = None
    has_password: bool = False
    sender: str | None = None
    sender_name: str | None = None
    reply_to: str | None = None
    per_second: float | None = None


class EmailTestBody(Body):
    """Where a trial message of the mail server goes."""

    to: str = Field(max_length=254)


class SendAnswer(Answer):
    """Whether the mail server took it, and what it said."""

    accepted: bool
    detail: str


class QuietHours(Body):
    """Local hours in which nothing is sent; may cross midnight."""

    start: str = Field(pattern=r"^\d{2}:\d{2}$")
    end: str = Field(pattern=r"^\d{2}:\d{2}$")


class PolicyBody(Body):
    """When a person is left alone."""

    cooldown: str | None = Field(
        default=None, description="Shortest time between two messages: 24h"
    )
    quiet_hours: QuietHours | None = None


class PolicyAnswer(Answer):
    """The policy in force."""

    cooldown: str | None
    quiet_hours: QuietHours | None
