"""The tracking plan."""

from typing import Literal

from pydantic import ConfigDict, Field

from stayflow.interfaces.http.model.common import Answer, Body, Instant

CheckWord = Literal["none", "warn", "repair", "reject"]
StatusWord = Literal["planned", "live", "deprecated"]
TypeWord = Literal["text", "number", "boolean", "time", "list"]


class _Planned(Answer):
    """A part of the plan, which is both sent and answered; an unknown field is a mistake."""

    model_config = ConfigDict(extra="forbid")


class PlannedPropertyShape(_Planned):
    """One property of a planned event."""

    name: str
    type: TypeWord = "text"
    required: bool = False
    values: list[str | float] = Field(default_factory=list, description="The only ones allowed")
    minimum: float | None = None
    maximum: float | None = None
    description: str = ""
    owner: str = ""
    status: StatusWord = "live"


class PlannedEventShape(_Planned):
    """One event of the plan."""

    name: str
    check: CheckWord = Field(default="warn", description="When it is not as planned")
    closed: bool = Field(default=False, description="Further properties are against the plan")
    properties: list[PlannedPropertyShape] = Field(default_factory=list)
    description: str = ""
    owner: str = ""
    status: StatusWord = "live"


class PlanShape(_Planned):
    """Events with their properties."""

    unplanned: Literal["none", "warn", "reject"] = Field(
        default="none", description="What is done with events that are not in the plan"
    )
    events: list[PlannedEventShape] = Field(default_factory=list)


class SeenShape(Answer):
    """Where and when an event was last seen."""

    event: str
    count: int = Field(description="Ever stored")
    last_at: Instant
    source: str = Field(description="The way by which the last one came; empty when long ago")
    key_id: str


class PlanAnswer(Answer):
    """The plan in force."""

    plan: PlanShape
    version: int = Field(description="0 while none was saved")
    changed_at: Instant | None
    changed_by: str
    seen: list[SeenShape]


class PlanBody(Body):
    """The whole plan."""

    plan: PlanShape
    version: int | None = Field(
        default=None, description="It was changed from; null to replace any"
    )


class PlanDraft(Answer):
    """The plan with what was observed added; nothing is saved."""

    plan: PlanShape
    added_events: list[str]
    added_properties: int


class PlanDifferenceShape(Answer):
    """One place where reality is not as planned."""

    kind: str
    event: str
    property: str
    planned: str
    seen: str
    share: float = Field(description="Of the events looked at, how many are concerned")
    last_at: Instant | None


class PlanDiffAnswer(Answer):
    """Plan against reality."""

    since: Instant
    differences: list[PlanDifferenceShape]


class PlanImported(Answer):
    """What an import would do or did."""

    plan: PlanShape
    version: int
    added: list[str]
    removed: list[str]
    changed: list[str]
    saved: bool
