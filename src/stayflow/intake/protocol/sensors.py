"""Sensors Analytics (神策): `/sa`, `/sa.gif`, `/debug`, and the remote configuration its SDKs ask for.

The write key is the `token` of the address the SDK is given, else its `project`; without either,
that of the first record. Android and mini-program SDKs delete what is answered with a 400, so
what cannot be read is kept and shown, never refused; only `/debug` tells the developer at once.

Source:
    The SDKs named in `sensors_body` and `sensors_record`; the Android SDK keeps its data on 403,
    404 and 5xx only, which is why a wrong key is a 403 here.
"""

from typing import Final

import msgspec

from stayflow.intake.protocol.body import bound_parts, read_json, shown
from stayflow.intake.protocol.encoding import read_form
from stayflow.intake.protocol.errors import CONTENT_ERRORS, BodyUnreadable
from stayflow.intake.protocol.fields import as_text
from stayflow.intake.protocol.model import (
    TEXT,
    Answer,
    Opened,
    Protocol,
    Request,
    refuse_as_json,
    wrong_method,
)
from stayflow.intake.protocol.occurrences import Occurrences
from stayflow.intake.protocol.pixel import PIXEL
from stayflow.intake.protocol.sensors_body import has_data, read_parameters, read_records
from stayflow.intake.protocol.sensors_record import Record, read_record
from stayflow.kernel.errors import Kind, StayflowError
from stayflow.language.event import EventPack, RawEvent

_WHOLE: Final = msgspec.json.Decoder(list[Record])
_PARTS: Final = msgspec.json.Decoder(list[msgspec.Raw])
_RECORD: Final = msgspec.json.Decoder(Record)

_EMPTY: Final = Answer(media=TEXT)
_CONFIG_VERSION: Final = "1"
_CONFIG: Final = msgspec.json.encode(
    {
        "v": _CONFIG_VERSION,
        "configs": {
            "disableSDK": False,
            "disableDebugMode": False,
            "autoTrackMode": -1,
            "event_blacklist": [],
            "nv": "",
            "effect_mode": 0,
        },
    }
)


def open_sensors(request: Request) -> Opened:
    """The door: finds the key; the content is looked at in `/debug` only."""
    if request.method not in {"GET", "POST"}:
        return wrong_method("GET", "POST")
    if request.path.startswith("/config/"):
        return Opened(None, _configure(request), is_kept=False, needs_key=False)
    is_kept = bool(request.body) or "data" in request.query
    if request.path.rstrip("/") == "/debug":
        dry = request.headers.get("dry-run", "").lower() == "true"
        return Opened(_key(request), _debugged(request), is_kept=is_kept and not dry)
    answer = PIXEL if request.method == "GET" and request.path.endswith(".gif") else _EMPTY
    return Opened(_key(request), answer, is_kept=is_kept)


def decode_sensors(request: Request) -> EventPack:
    """The events of a request; records that are none become unread, alone."""
    events: list[RawEvent] = []
    unread: list[str] = []
    occurrences = Occurrences()
    try:
        parameters = read_parameters(request)
        for record in _records(read_records(parameters, request.body_bytes_max), unread):
            try:
                events.append(read_record(record, request, occurrences))
            except CONTENT_ERRORS as error:
                unread.append(f"{error!r}: {_written(record)}")
    except StayflowError as error:
        unread.append(f"{error.code}: {error.message} {shown(request.body or _query(request))}")
    return EventPack(
        source="sensors",
        received_at_ms=request.received_at_ms,
        events=tuple(events),
        unread=tuple(unread),
    )


def _records(body: bytes, unread: list[str]) -> list[Record]:
    """The records of an object or an array; those that are none are put into `unread`."""
    if body.lstrip()[:1] == b"{":
        return [read_json(_RECORD, body, what="a record of Sensors Analytics")]
    bound_parts(body)
    try:
        return _WHOLE.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass
    records = []
    for raw in read_json(_PARTS, body, what="an array of records of Sensors Analytics"):
        try:
            records.append(read_json(_RECORD, bytes(raw), what="a record of Sensors Analytics"))
        except BodyUnreadable as error:
            unread.append(f"{error.message}: {shown(bytes(raw))}")
    return records


def _key(request: Request) -> str | None:
    """The token, else the project: of the address, of the body's form, of the first record."""
    try:
        for parameters in (read_form(request.query), read_form(request.body)):
            named = parameters.get("token") or parameters.get("project")
            if named:
                return named
        parameters = read_parameters(request)
        if not has_data(parameters):
            return None
        records = _records(read_records(parameters, request.body_bytes_max), [])
    except StayflowError:
        return None
    return next((as_text(each.token) or as_text(each.project) for each in records), "") or None


def _debugged(request: Request) -> Answer:
    """What the developer is told: the first record that is none, and why."""
    pack = decode_sensors(request)
    nameless = sum(1 for event in pack.events if not event.name)
    if not pack.unread and not nameless:
        return _EMPTY
    message = pack.unread[0] if pack.unread else f"{nameless} records have no `event`"
    body = {"code": "body_unreadable", "message": message, "success": False}
    return Answer(400, msgspec.json.encode(body))


def _configure(request: Request) -> Answer:
    """Nothing is configured from here: the SDK does what the app told it."""
    if "/visualized/" in request.path or read_form(request.query).get("v") == _CONFIG_VERSION:
        return Answer(304, media=TEXT)
    return Answer(body=_CONFIG)


def refuse_sensors(error: StayflowError) -> Answer:
    """An error as JSON; what is wrong with the key is 403, so that phones keep their events."""
    told = refuse_as_json(error)
    if error.kind is Kind.SIGNED_OUT:
        return Answer(403, told.body, told.media)
    return told


def _query(request: Request) -> bytes:
    return request.query.encode("utf-8", "replace")


def _written(record: Record) -> str:
    return shown(str(record.event).encode("utf-8", "replace"))


SENSORS: Final = Protocol(
    name="sensors",
    paths=("/sa", "/sa.gif", "/debug", "/config/{system}", "/config/visualized/{system}"),
    open=open_sensors,
    decode=decode_sensors,
    refuse=refuse_sensors,
)
