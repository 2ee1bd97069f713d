"""Facts of change that were held back."""

from typing import Literal

from pydantic import Field

from stayflow.interfaces.http.model.common import Answer, Instant


class HeldFactsShape(Answer):
    """The changes of one thing at once, which were too many to be news of persons."""

    held_id: str
    kind: Literal["segment", "tag", "score", "stage", "rfm", "identity"]
    thing_id: str
    name: str = Field(description="What the thing was called then")
    count: int
    held_at: Instant
    state: Literal["held", "telling", "told", "dropped"]
    told: int
    decided_at: Instant | None
    decided_by: str


class HeldFactsList(Answer):
    """The newest first."""

    held: list[HeldFactsShape]
    next: str | None
