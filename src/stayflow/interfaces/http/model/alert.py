"""Alerts, whom to tell, notices, and reports."""

from typing import Literal

from pydantic import Field

from stayflow.interfaces.http.model.common import Answer, Body, Instant, QueryTree
from stayflow.interfaces.http.model.metric import MetricUnit


class ThresholdShape(Body):
    """Fixed bounds; one may be left open."""

    below: float | None = None
    above: float | None = None


class AnomalyShape(Body):
    """What the season does not explain."""

    side: Literal["both", "above", "below"] = "both"
    sensitivity: Literal["low", "normal", "high"] = "normal"


class AlertBody(Body):
    """An alert as its author writes it."""

    name: str = Field(min_length=1, max_length=200)
    per: Literal["hour", "day", "week"] = "day"
    metric: str | None = Field(default=None, description="Name of a saved metric, or `query`")
    query: QueryTree | None = None
    threshold: ThresholdShape | None = None
    anomaly: AnomalyShape | None = None
    by: list[dict[str, str]] = Field(default_factory=list, max_length=5)
    targets: list[str] = Field(default_factory=list, max_length=50)
    wait_minutes: int = Field(default=30, ge=0, le=1440)
    enabled: bool = True


class AlertShape(Answer):
    """A saved alert, and when it was last looked at."""

    alert_id: str
    draft: AlertBody
    created_at: Instant
    created_by: str
    checked_t: str | None
    checked_at: Instant | None
    trouble: str
    silent_until: Instant | None
    unit: MetricUnit = Field(description="Of its numbers")


class AlertList(Answer):
    """By name."""

    alerts: list[AlertShape]


class MovedShape(Answer):
    """A value of a breakdown, against a season before."""

    by: str
    group: str
    value: float
    before: float


class FiringShape(Answer):
    """One time that something was out of the ordinary."""

    firing_id: str
    alert_id: str
    t: str
    value: float
    expected: float | None
    low: float | None
    high: float | None
    moved: list[MovedShape]
    began_at: Instant
    ended_at: Instant | None
    acknowledged_at: Instant | None
    acknowledged_by: str | None


class FiringList(Answer):
    """Those that go on first."""

    firings: list[FiringShape]


class SilenceBody(Body):
    """How long nobody is told; 0 ends the silence."""

    hours: float = Field(ge=0, le=24 * 90)


class JudgedShape(Answer):
    """How the newest period that is over would be judged now; None where there is too little history."""

    t: str | None = None
    value: float | None = None
    is_out: bool | None = None
    expected: float | None = None
    low: float | None = None
    high: float | None = None
    unit: MetricUnit = "none"


class TargetBody(Body):
    """Whom to tell."""

    name: str = Field(min_length=1, max_length=100)
    kind: Literal["email", "wecom", "dingtalk", "feishu", "webhook"]
    address: str = Field(min_length=3, max_length=1000)
    secret: str = Field(
        default="", max_length=200, description="Of a signed robot of DingTalk or Feishu"
    )


class TargetShape(Answer):
    """Whom to tell; of a robot's address only the beginning is shown."""

    target_id: str
    name: str
    kind: str
    shown: str
    is_signed: bool


class TargetList(Answer):
    """By name."""

    targets: list[TargetShape]


class NoticeShape(Answer):
    """What was told, and how many were reached."""

    notice_id: str
    about: str
    source_id: str
    title: str
    body: str
    created_at: Instant
    told: int
    waiting: int
    failed: int


class NoticeList(Answer):
    """The newest first."""

    notices: list[NoticeShape]


class ReportBody(Body):
    """A dashboard that is sent by itself."""

    name: str = Field(min_length=1, max_length=200)
    dashboard_id: str
    targets: list[str] = Field(min_length=1, max_length=50)
    per: Literal["day", "week", "month"] = "week"
    hour: int = Field(default=9, ge=0, le=23)
    day: int = Field(default=1, ge=1, le=28)
    lang: Literal["zh", "en"] = "zh"
    enabled: bool = True


class ReportShape(Answer):
    """A saved report."""

    report_id: str
    draft: ReportBody
    created_at: Instant
    created_by: str
    sent_for: Instant | None
    trouble: str


class ReportList(Answer):
    """By name."""

    reports: list[ReportShape]


class ExportBody(Body):
    """A question, and the form of its answer."""

    query: QueryTree
    form: Literal["csv", "xlsx", "json"] = "xlsx"
    name: str = Field(default="answer", max_length=100)
