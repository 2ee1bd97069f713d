"""GA4 Measurement Protocol: `/mp/collect`, its check `/debug/mp/collect`, and gtag's `/g/collect`.

The write key is the `api_secret`; of gtag, which has none, the id of the tag. As with Google every
request is answered alike, whatever it holds; unlike with Google it is kept, and a wrong key is told.
"""

from typing import Final

import msgspec

from stayflow.intake.protocol.body import read_json, shown, unpack_body
from stayflow.intake.protocol.encoding import read_form
from stayflow.intake.protocol.errors import CONTENT_ERRORS, BodyUnreadable
from stayflow.intake.protocol.ga4_check import Finding, check
from stayflow.intake.protocol.ga4_event import Body, Event, parts_of, read_event
from stayflow.intake.protocol.ga4_tag import read_tag
from stayflow.intake.protocol.model import Answer, Opened, Protocol, Request, wrong_method
from stayflow.intake.protocol.occurrences import Occurrences
from stayflow.kernel.errors import StayflowError
from stayflow.language.event import EventPack, RawEvent

_BODY: Final = msgspec.json.Decoder(Body)
_EVENT: Final = msgspec.json.Decoder(Event)
_TAG: Final = "/g/collect"
_TAKEN: Final = Answer(204)


def open_ga4(request: Request) -> Opened:
    """The door: finds the key; the content is looked at in `/debug/mp/collect` only.

    Raises:
        BodyUnreadable: The query has more parameters than any client sends.
    """
    path = request.path.rstrip("/")
    query = read_form(request.query)
    if path == _TAG:
        if request.method not in {"GET", "POST"}:
            return wrong_method("GET", "POST")
        return Opened(query.get("api_secret") or query.get("tid"), _TAKEN)
    if request.method != "POST":
        return wrong_method("POST")
    if path.startswith("/debug/"):
        return Opened(None, _checked(request), is_kept=False, needs_key=False)
    return Opened(query.get("api_secret"), _TAKEN, is_kept=bool(request.body))


def decode_ga4(request: Request) -> EventPack:
    """The events of a request; what is none becomes unread, alone."""
    events: list[RawEvent] = []
    unread: list[str] = []
    try:
        if request.path.rstrip("/") == _TAG:
            events.extend(read_tag(request, Occurrences()))
        else:
            _read_body(_body(request), request, events, unread)
    except (StayflowError, *CONTENT_ERRORS) as error:
        unread.append(f"{error} {shown(request.body or request.query.encode())}")
    return EventPack(
        source="ga4",
        received_at_ms=request.received_at_ms,
        events=tuple(events),
        unread=tuple(unread),
    )


def _body(request: Request) -> Body:
    body = unpack_body(request.body, request.body_bytes_max)
    return read_json(_BODY, body, what="a payload of the Measurement Protocol")


def _read_body(body: Body, request: Request, events: list[RawEvent], unread: list[str]) -> None:
    occurrences = Occurrences()
    # ga4mp, a client in Python, sends what it had postponed one by one, and in no array.
    is_alone = bytes(body.events).startswith(b"{")
    parts = [body.events] if is_alone else parts_of(body)
    if not parts:
        raise BodyUnreadable("the payload has no events", path="events")
    for raw in parts:
        try:
            event = read_json(_EVENT, bytes(raw), what="an event")
            events.append(read_event(event, body, request, occurrences))
        except (BodyUnreadable, *CONTENT_ERRORS) as error:
            unread.append(f"{error}: {shown(bytes(raw))}")


def _checked(request: Request) -> Answer:
    """The messages of Google's own check; none when all would be taken."""
    try:
        body = _body(request)
        found = check(body, received_at_ms=request.received_at_ms, size=len(request.body))
    except StayflowError as error:
        found = [Finding("", error.message, "VALUE_INVALID")]
    return Answer(body=msgspec.json.encode({"validationMessages": found}))


GA4: Final = Protocol(
    name="ga4",
    paths=("/mp/collect", "/debug/mp/collect", _TAG),
    open=open_ga4,
    decode=decode_ga4,
)
