"""Erasures: what is asked for, how far it is, and the report."""

from typing import Literal

from pydantic import Field

from stayflow.interfaces.http.model.common import Answer, Instant


class ErasurePlaceShape(Answer):
    """What one place held of the person, and holds now."""

    place: str = Field(
        description="`clickhouse.` or `postgresql.` and a table, `log`, or `files.exports`"
    )
    way: Literal["deleted", "emptied", "kept"] = Field(
        description="Emptied rows stay for what they count, under a number that leads to nobody"
    )
    before: int = Field(
        description="Rows that were the person's; of the log, all that it let go of"
    )
    remaining: int | None = Field(description="Rows that still tell of them; null until counted")
    reason: str = Field(description="Why it is kept; empty where it is not")
    counted_at: Instant


class ErasureAnswer(Answer):
    """An erasure; its report is whole once it is `done`."""

    erasure_id: str
    person_id: int
    people: list[int] = Field(description="Numbers that lead to nobody now; empty while it waits")
    state: Literal["waiting", "erasing", "done"]
    asked_at: Instant
    asked_by: str
    begun_at: Instant | None
    done_at: Instant | None
    looked_again_at: Instant | None = Field(
        description="When it was looked for what work begun before had written after; an hour later"
    )
    job_id: str | None = Field(description="The job at work or waiting, if any")
    places: list[ErasurePlaceShape]


class ErasureList(Answer):
    """The newest first, without their reports."""

    erasures: list[ErasureAnswer]
    next: str | None


class ErasurePreview(Answer):
    """What would be erased."""

    person_id: int
    people: list[int]
    places: list[ErasurePlaceShape]
