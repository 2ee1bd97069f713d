"""Nouns of the campaign room."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from stayflow.act.content import Content


class CampaignState(StrEnum):
    """Where a campaign is: draft → scheduled → queueing → running → finished, with ways aside."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    QUEUEING = "queueing"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Goal:
    """What counts as success, and how long after the message.

    Attributes:
        where: An event filter as written; None: every such event.
        window: `window_text` as a duration.
        amount: Numeric property added up as revenue; None: the event's revenue.
    """

    event: str
    where: Mapping[str, object] | None
    window: timedelta
    window_text: str
    amount: str | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """What an operator writes; each change makes a new version.

    Attributes:
        audience: A condition as written; None with `segment_id`.
        segment_id: A saved segment instead.
        holdout: Share of the reachable audience that is withheld at random, in [0, 1).
        per_minute: Most messages in any minute; None: as fast as the provider takes them.
        lasts: How long after the launch messages may still leave.
    """

    name: str
    channel: str
    content: Content
    audience: Mapping[str, object] | None
    segment_id: str | None
    holdout: float
    goal: Goal | None
    per_minute: int | None
    lasts: timedelta
    lasts_text: str


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign at its present version.

    Attributes:
        launched_at: When its audience was asked for; the condition is met or not at this instant.
        queued_at: When the last person of the audience was queued.
        trouble: Why it was paused by itself, or why its channel cannot be used; None when all is well.
    """

    campaign_id: str
    version: int
    state: CampaignState
    definition: Definition
    created_at: datetime
    scheduled_at: datetime | None
    launched_at: datetime | None
    queued_at: datetime | None
    ended_at: datetime | None
    trouble: str | None = None
