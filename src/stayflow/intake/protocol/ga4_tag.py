"""`/g/collect`, as gtag.js sends it. Experimental: Google does not document this format.

What all events share stands in the query, one event a line in the body; a request without a body
is the event of its query. The tag's id (`tid`) must be a write key.

Source:
    thyngster.com/ga4-measurement-protocol-cheatsheet, which was found by watching.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from stayflow.intake.protocol.address import with_path
from stayflow.intake.protocol.body import bound_batch
from stayflow.intake.protocol.encoding import Form, read_form
from stayflow.intake.protocol.fields import as_number
from stayflow.intake.protocol.ga4_event import earned
from stayflow.intake.protocol.model import Request
from stayflow.intake.protocol.occurrences import Occurrences
from stayflow.intake.protocol.parts import EVENTS_MAX
from stayflow.language.event import RawEvent, Value

_CONTEXT: Final[Mapping[str, str]] = {
    "dl": "url",
    "dr": "referrer",
    "dt": "title",
    "ul": "language",
    "sid": "session_id",
    "cs": "source",
    "cm": "medium",
    "cn": "campaign",
    "ck": "term",
    "cc": "content",
    "ep.page_path": "path",
}
_IDENTITIES: Final[Mapping[str, str]] = {"uid": "user_id", "cid": "anonymous_id"}


def read_tag(request: Request, occurrences: Occurrences) -> Iterator[RawEvent]:
    """The events of a request of gtag.js.

    Raises:
        BodyUnreadable: It has more parameters than any page sends.
        BatchTooLong: It has more lines than a request may have events, or fewer of a long address.
    """
    shared = read_form(request.query)
    lines = request.body.split(b"\n", EVENTS_MAX)
    bound_batch(len(lines), shared=len(shared))
    told = [line.decode("utf-8", "replace") for line in map(bytes.strip, lines) if line]
    for line in told or [""]:
        yield _event({**shared, **read_form(line)}, request, occurrences)


def _event(told: Form, request: Request, occurrences: Occurrences) -> RawEvent:
    name = told.get("en", "")
    properties: dict[str, Value] = {}
    attributes: dict[str, Value] = {}
    for key, text in told.items():
        kind, dot, place = key.partition(".")
        if not dot or key in _CONTEXT:
            continue
        if kind in {"ep", "epn"}:
            properties[place] = _value(text, is_number=kind == "epn")
        elif kind in {"up", "upn"}:
            attributes[place] = _value(text, is_number=kind == "upn")
    items = [text for key, text in told.items() if key[:2] == "pr" and key[2:].isdigit()]
    if items:
        properties["items"] = items
    return RawEvent(
        name=name,
        event_id=occurrences.id_of(dict(told)),
        identities={kind: told[key] for key, kind in _IDENTITIES.items() if told.get(key)},
        properties=properties,
        attributes=attributes,
        revenue=earned(name, properties.get("value")),
        currency=told.get("cu", ""),
        **_context(told, request),
    )


def _value(text: str, *, is_number: bool) -> Value:
    number = as_number(text) if is_number else None
    return text if number is None else number


def _context(told: Form, request: Request) -> dict[str, Any]:
    fields = {field: told[key] for key, field in _CONTEXT.items() if told.get(key)}
    agent = request.headers.get("user-agent", "")
    return with_path({**fields, "channel": "web", "user_agent": agent, "ip": request.ip})
