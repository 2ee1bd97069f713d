"""One message of Segment's specification in the query of a picture."""

from functools import partial
from typing import Final

import msgspec

from stayflow.intake.protocol.encoding import read_base64
from stayflow.intake.protocol.errors import BodyUnreadable
from stayflow.intake.protocol.fields import Object, query_fields
from stayflow.intake.protocol.model import Opened, Protocol, Request, wrong_method
from stayflow.intake.protocol.pixel import PIXEL, refuse_as_pixel
from stayflow.intake.protocol.segment_message import Around, read_messages
from stayflow.language.event import EventPack

# Fields of a message that a plain query may give; anything else in it is a property.
_FIELDS: Final = frozenset(
    {
        "writeKey",
        "userId",
        "anonymousId",
        "previousId",
        "groupId",
        "event",
        "name",
        "messageId",
        "timestamp",
        "sentAt",
        "originalTimestamp",
        "channel",
    }
)


def open_pixel(request: Request) -> Opened:
    """The door: the write key is in the message or beside it."""
    if request.method != "GET":
        return wrong_method("GET")
    key = _message(request).get("writeKey")
    return Opened(key if isinstance(key, str) else None, PIXEL)


def decode_pixel(request: Request, *, source: str) -> EventPack:
    """The event of a request for a picture; its type is the last part of the path."""
    call = request.path.rstrip("/").rpartition("/")[2]
    agent = request.headers.get("user-agent", "")
    around = Around(call, ip=request.ip, user_agent=agent, is_client=True)
    events, unread = read_messages([msgspec.json.encode(_message(request))], around)
    return EventPack(
        source=source,
        received_at_ms=request.received_at_ms,
        events=tuple(events),
        unread=tuple(unread),
    )


def pixel_protocol(source: str, path: str) -> Protocol:
    """The wire format of a picture that carries a message, under the name of whoever has it."""
    return Protocol(
        name=f"{source}-pixel",
        paths=(path,),
        open=open_pixel,
        decode=partial(decode_pixel, source=source),
        refuse=refuse_as_pixel,
    )


def _message(request: Request) -> Object:
    """`data` is base64 of JSON; without it, or when it is none, the fields stand one by one."""
    stated = query_fields(request.query)
    packed = _packed(stated.pop("data", ""))
    if packed is not None:
        return {"writeKey": stated.get("writeKey"), **packed}
    message: Object = {name: text for name, text in stated.items() if name in _FIELDS}
    message["properties"] = {name: text for name, text in stated.items() if name not in _FIELDS}
    return message


def _packed(data: str) -> Object | None:
    if not data:
        return None
    try:
        return msgspec.json.decode(read_base64(data), type=Object)
    except (BodyUnreadable, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
