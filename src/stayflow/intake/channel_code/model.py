"""Nouns of the room."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import msgspec


class CodeState(StrEnum):
    """Whether a code leads anywhere."""

    OPEN = "open"
    CLOSED = "closed"


class Missed(StrEnum):
    """Why a visit became no event."""

    BOT = "bot"
    NOT_RECORDED = "not_recorded"  # the log did not take it; the visitor went on nevertheless


class Definition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a code leads, and what is noted of who follows it.

    Attributes:
        target: The only address that the code leads to.
        source: `utm_source` there, and the event's source; so the four that follow.
        parameters: Further ones that are appended to the target, and are properties of the event.
    """

    target: str
    source: str = ""
    medium: str = ""
    campaign: str = ""
    term: str = ""
    content: str = ""
    parameters: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class ChannelCode:
    """A short link and its QR code.

    Attributes:
        code: The last part of its address.
    """

    code: str
    name: str
    definition: Definition
    state: CodeState
    created_at: datetime
    created_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class CodeCounts:
    """Visits of a code.

    Attributes:
        scans: By people.
        people: How many different ones, as far as they are known.
        bots: By programs; no events.
        not_recorded: Led on without an event, for the log was full or down.
    """

    scans: int
    people: int
    last_at: datetime | None
    bots: int
    not_recorded: int
