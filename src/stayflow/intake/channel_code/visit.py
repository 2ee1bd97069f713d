"""Following a code: where it leads, and the event of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from stayflow.intake.channel_code.model import ChannelCode, Definition
from stayflow.kernel.ids import new_id
from stayflow.language.event import RawEvent

EVENT_VISITED: Final = "channel_code.visited"
ANONYMOUS_KIND: Final = "anonymous_id"
UTM: Final = ("source", "medium", "campaign", "term", "content")


@dataclass(frozen=True, slots=True)
class CodeVisit:
    """Who follows a code, as far as their browser says."""

    anonymous_id: str
    user_agent: str = ""
    ip: str = ""
    referrer: str = ""
    language: str = ""


def destination_url(definition: Definition) -> str:
    """The target with what it is told: its own parameters stay, ours of the same name win.

    >>> destination_url(
    ...     Definition(target="https://shop.com/a?x=1&utm_source=old#top", source="poster")
    ... )
    'https://shop.com/a?x=1&utm_source=poster#top'
    """
    told = {f"utm_{name}": getattr(definition, name) for name in UTM}
    told = {name: value for name, value in told.items() if value} | definition.parameters
    parts = urlsplit(definition.target)
    kept = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if name not in told
    ]
    return urlunsplit(parts._replace(query=urlencode([*kept, *told.items()])))


def visit_event(code: ChannelCode, visit: CodeVisit, *, now: datetime) -> RawEvent:
    """The event of a visit."""
    definition = code.definition
    return RawEvent(
        name=EVENT_VISITED,
        event_id=f"code:{code.code}:{new_id()}",
        time_ms=int(now.timestamp() * 1000),
        identities={ANONYMOUS_KIND: visit.anonymous_id},
        properties={"code": code.code, "code_name": code.name, **definition.parameters},
        channel="web",
        source=definition.source,
        medium=definition.medium,
        campaign=definition.campaign,
        term=definition.term,
        content=definition.content,
        referrer=visit.referrer,
        url=definition.target,
        language=visit.language,
        user_agent=visit.user_agent,
        ip=visit.ip,
    )
