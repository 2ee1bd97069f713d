"""Answer of the kind `pool`."""

from typing import Literal

from pydantic import Field

from stayflow.interfaces.http.model.common import Answer, Answered, Json


class PoolLine(Answer):
    """People and money."""

    people: int = Field(description="In it at the end of the range")
    entered: int = Field(description="Of them, not in it before the range")
    left: int = Field(description="In it before the range, and not any more")
    payers: int
    revenue: float


class PoolStage(PoolLine):
    """One stage of the lifecycle; the lost ones are outside of the pool."""

    stage: str
    is_lost: bool
    previous: PoolLine | None = Field(default=None, description="In the range compared with")


class PoolGroup(PoolLine):
    """The part of the pool with one value."""

    by: dict[str, Json]
    is_other: bool
    previous: PoolLine | None = Field(default=None, description="In the range compared with")


class PoolResult(PoolLine):
    """Of kind `pool`; `previous` as it was at the end of the range compared with."""

    unplaced: int = Field(description="Known people who are in no stage yet")
    stages: list[PoolStage]
    groups: list[PoolGroup] | None = None
    previous: PoolLine | None = None


class PoolAnswer(Answered):
    """Answer of kind `pool`."""

    kind: Literal["pool"]
    result: PoolResult
