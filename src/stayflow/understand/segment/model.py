"""Nouns of the room."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from stayflow.language.raw import JsonObject
from stayflow.language.sentence import Sentence

NIGHTLY: Final = "02:00"
"""Local time at which a project computes what days change."""


class Refresh(StrEnum):
    """When a segment's people are computed."""

    LIVE = "live"
    HOURLY = "hourly"
    DAILY = "daily"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class Segment:
    """A saved condition, other segments joined by algebra, or a fixed list of people.

    Attributes:
        segment_id: Stable.
        name: Unique in the project; conditions name segments by it.
        note: What it is for.
        condition: As it was posted; None for a fixed list and for algebra.
        version: The newest version, the change at which everybody was computed; 0 before the first.
        people_count: Its size now; None before the first refresh.
        refreshed_at: When its people were computed last, or changed last.
        said_zh: What a fixed list was taken from; `said_en` the same. Empty: nobody said.
        algebra: Set operations over other segments, by their ids.
        refresh: When it is computed; a fixed list never is.
        refresh_at: For `daily`: the local time, `HH:MM`.
        change: Number of the newest change of its members.
        edition: Number of its definition.
        changed_by: Who changed the definition last.
        problem: Why it could not be computed; empty when it could.
        versioned_at: When everybody was computed last.
    """

    segment_id: str
    name: str
    note: str
    condition: JsonObject | None
    created_at: datetime
    created_by: str
    changed_at: datetime
    version: int
    people_count: int | None
    refreshed_at: datetime | None
    said_zh: str = ""
    said_en: str = ""
    algebra: JsonObject | None = None
    refresh: str = Refresh.DAILY
    refresh_at: str = NIGHTLY
    change: int = 0
    edition: int = 1
    changed_by: str = ""
    problem: str = ""
    versioned_at: datetime | None = None

    @property
    def is_static(self) -> bool:
        """True for a fixed list."""
        return self.condition is None and self.algebra is None

    @property
    def said(self) -> Sentence | None:
        """What a fixed list was taken from."""
        return Sentence(self.said_zh, self.said_en) if self.said_en else None


@dataclass(frozen=True, slots=True)
class SegmentVersion:
    """What one refresh found.

    Attributes:
        people_count: Its size.
        entered_count: Who was not in the segment before.
        left_count: Who was in the segment before and is no more.
    """

    version: int
    at: datetime
    people_count: int
    entered_count: int
    left_count: int


@dataclass(frozen=True, slots=True)
class SegmentHour:
    """What real time changed in an hour.

    Attributes:
        hour: Its beginning.
        people_count: The size after the last change of it.
        entered_count: How often somebody entered in it.
        left_count: How often somebody left in it.
    """

    hour: datetime
    people_count: int
    entered_count: int
    left_count: int


@dataclass(frozen=True, slots=True)
class SegmentEdition:
    """What a segment was defined as, from `changed_at` on."""

    edition: int
    name: str
    note: str
    condition: JsonObject | None
    algebra: JsonObject | None
    refresh: str
    refresh_at: str
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """How many of how many people meet a condition, now.

    Attributes:
        error: With a probability of about 95 % `count` is no further off; 0 when everybody was counted.
    """

    count: int
    total: int
    error: int = 0
