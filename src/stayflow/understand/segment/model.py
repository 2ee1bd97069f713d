"""Nouns of the room."""

from dataclasses import dataclass
from datetime import datetime

from stayflow.language.raw import JsonObject
from stayflow.language.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Segment:
    """A saved condition, or a fixed list of people.

    Attributes:
        segment_id: Stable.
        name: Unique in the project; conditions name segments by it.
        note: What it is for.
        condition: As it was posted; None for a fixed list.
        version: The newest version; 0 before the first refresh.
        people_count: Its size at the newest refresh; None before the first.
        refreshed_at: When that was.
        said_zh: What a fixed list was taken from; `said_en` the same. Empty: nobody said.
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

    @property
    def is_static(self) -> bool:
        """True for a fixed list."""
        return self.condition is None

    @property
    def said(self) -> Sentence | None:
        """What a fixed list was taken from."""
        return Sentence(self.said_zh, self.said_en) if self.said_en else None


@dataclass(frozen=True, slots=True)
class SegmentVersion:
    """What one refresh found.

    Attributes:
        people_count: Its size.
        entered_count: Who was not in the version before.
        left_count: Who was in the version before and is no more.
    """

    version: int
    at: datetime
    people_count: int
    entered_count: int
    left_count: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """How many of how many people meet a condition, now."""

    count: int
    total: int


@dataclass(frozen=True, slots=True)
class MemberPage:
    """Some members of a stored version, by person id; `next_after` asks for the following ones."""

    people: tuple[int, ...]
    next_after: int | None
