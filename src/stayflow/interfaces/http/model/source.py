"""Sources: write keys with a name, what speaks with them, and what came by them."""

from pydantic import Field

from stayflow.interfaces.http.model.common import Answer, Body, Instant

_SDK = "What speaks with the key, such as segment, sensors, posthog; empty: not said"


class SourceCreateBody(Body):
    """A new source."""

    name: str = Field(min_length=1, max_length=100)
    sdk: str = Field(default="", max_length=50, description=_SDK)


class SourceChangeBody(Body):
    """What changes."""

    name: str | None = Field(default=None, min_length=1, max_length=100)
    sdk: str | None = Field(default=None, max_length=50)


class SourceDay(Answer):
    """What became of its events in the last 24 hours."""

    received: int
    accepted: int
    repaired: int
    duplicate: int
    rejected: int


class SourceAnswer(Answer):
    """A source without its secret."""

    key_id: str
    name: str
    sdk: str = Field(description=_SDK)
    prefix: str = Field(description="First characters of the write key, to recognise it by")
    created_at: Instant
    last_used_at: Instant | None
    revoked_at: Instant | None
    day: SourceDay


class SourceMade(SourceAnswer):
    """The source with its write key, shown this once."""

    write_key: str


class SourceList(Answer):
    """Sources, the newest first, revoked ones included."""

    sources: list[SourceAnswer]
