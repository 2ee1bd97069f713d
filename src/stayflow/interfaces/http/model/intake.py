"""Cleaning, quality, rejected events and the live debugger."""

from pydantic import Field

from stayflow.interfaces.http.model.common import Answer, Body, Instant, Sentence
from stayflow.language.scope import ValueType

_OUTCOME = "accepted, repaired, duplicate or rejected"


class CleaningShape(Answer):
    """A project's rules of cleaning; `docs/collect/cleaning.md` explains each."""

    age_days_max: int = Field(description="Older events are rejected")
    future_seconds_max: int = Field(description="Events further ahead happened when received")
    name_bytes_max: int
    identity_bytes_max: int
    text_bytes_max: int
    properties_bytes_max: int
    bots: bool = Field(description="Reject crawlers and automated browsers")
    data_centres: bool = Field(description="Reject addresses of data centres")
    events_per_minute_max: int = Field(description="Of one identity; 0 for no bound")
    near_duplicates: bool = Field(description="Take what looks the same within a second for one")
    internal_addresses: list[str] = Field(description="Such as 10.0.0.0/8")
    internal_identities: list[str] = Field(description="kind:value")
    internal_hosts: list[str] = Field(description="Such as localhost or *.staging.example.com")
    placeholders: list[str] = Field(description="Further values that are nobody's")
    keeps_ip: bool = Field(description="Store the client's address with each event")
    rejected_percent_max: float = Field(description="More in a day is an alert")
    alert_events_min: int = Field(description="No alert below so many received")


class CleaningStepShape(Answer):
    """One step, in the order in which they run."""

    name: str
    sentence: str


class CleaningReasonShape(Answer):
    """One reason; `message` is what an operator reads beside an event."""

    reason: str
    field: str
    message: str
    said: Sentence = Field(description="The message in both languages")


class CleaningAnswer(Answer):
    """The rules in force, and what cleaning can do."""

    rules: CleaningShape
    steps: list[CleaningStepShape]
    reasons: list[CleaningReasonShape]
    has_data_centres: bool = Field(description="Whether a file of their ranges is there")
    has_places: bool = Field(description="Whether a file of places is there")


class CleaningBody(Body):
    """Rules to be changed; what is left out stays as it is."""

    age_days_max: int | None = None
    future_seconds_max: int | None = None
    name_bytes_max: int | None = None
    identity_bytes_max: int | None = None
    text_bytes_max: int | None = None
    properties_bytes_max: int | None = None
    bots: bool | None = None
    data_centres: bool | None = None
    events_per_minute_max: int | None = None
    near_duplicates: bool | None = None
    internal_addresses: list[str] | None = None
    internal_identities: list[str] | None = None
    internal_hosts: list[str] | None = None
    placeholders: list[str] | None = None
    keeps_ip: bool | None = None
    rejected_percent_max: float | None = None
    alert_events_min: int | None = None


class PropertyTypeBody(Body):
    """A property, and the type it is to have from now on."""

    property: str
    type: ValueType


class QualityLine(Answer):
    """What became of the events of one group; the four add up to `received`."""

    group: str = Field(description="A source, a key's id, an event or a reason, as `by` says")
    received: int
    accepted: int
    repaired: int
    duplicate: int
    rejected: int
    warned: int = Field(description="Stored against the tracking plan; among the others")
    rejected_percent: float


class QualityPointShape(Answer):
    """Events of one hour."""

    hour: Instant
    group: str
    outcome: str = Field(description=f"{_OUTCOME}, or warned")
    events: int


class QualityAlert(Answer):
    """A source that has more rejected than it may, today and yesterday taken together."""

    source: str
    received: int
    rejected: int
    rejected_percent: float
    rejected_percent_max: float


class QualityNoticeShape(Answer):
    """That a source had more rejected than it may, from when to when."""

    notice_id: str
    source: str
    began_at: Instant
    ended_at: Instant | None = Field(description="null while it goes on")
    received: int = Field(description="Of the worst day, counted in windows of one day")
    rejected: int
    rejected_percent_max: float


class QualityAnswer(Answer):
    """Quality of what came in."""

    since: Instant
    by: str
    totals: list[QualityLine]
    hours: list[QualityPointShape]
    alerts: list[QualityAlert]
    notices: list[QualityNoticeShape] = Field(
        description="What the worker found by the clock, those that go on first"
    )
    waiting_bytes: int = Field(description="In the log and not taken yet")


class RejectedLine(Answer):
    """A rejected event in a list."""

    rejected_id: str
    received_at: Instant
    source: str
    key_id: str
    event: str
    time: Instant
    reason: str
    field: str
    message: str
    is_replayable: bool
    payload: str = Field(description="As it came, cut to 2,000 characters")


class RejectedList(Answer):
    """Newest first."""

    rows: list[RejectedLine]
    next: str | None
    total: int = Field(description="All that the filter meets")


class RejectedAnswer(Answer):
    """A rejected event, whole."""

    rejected_id: str
    received_at: Instant
    source: str
    key_id: str
    event: str
    time: Instant
    reason: str
    field: str
    message: str
    grounds: str
    is_replayable: bool
    payload: str
    raw: str
    event_id: str


class RejectedReplayBody(Body):
    """Which rejected events are taken again; nothing named means all."""

    ids: list[str] = Field(default_factory=list, max_length=10_000)
    reason: str = ""
    source: str = ""
    key: str = ""
    event: str = ""
    text: str = ""
    since: Instant | None = None
    until: Instant | None = None


class RejectedReplayAnswer(Answer):
    """The job that takes them again."""

    job_id: str
    total: int = Field(description="How many can be taken again now")


class StreamedShape(Answer):
    """One event and what was done to it."""

    batch: int
    place: int
    outcome: str = Field(description=_OUTCOME)
    done: str = Field(description="Reasons, separated by commas; empty for accepted")
    warnings: str = Field(description="Against the tracking plan, stored all the same")
    received_at: Instant
    time: Instant
    source: str
    key_id: str
    event: str
    person_id: int | None
    content: str = Field(description="Properties of a stored event, the whole of another; JSON")
    rejected_id: str


class DebuggerAnswer(Answer):
    """The newest events, the newest first."""

    events: list[StreamedShape]
    next: str = Field(description="`after` of the next call")
    is_cut: bool = Field(description="There were more than are shown")
