"""RudderStack: Segment's messages at paths, with keys and in answers of its own.

Its server SDKs post to the same `/v1/…` as Segment's and are content with that answer, so those
paths belong to `segment.py`. Here stand the calls that only RudderStack has: `POST /v1/merge` and
`/v1/audiencelist`, `POST /beacon/v1/batch?writeKey=`, `GET /pixel/v1/{track,page}?writeKey=`,
`GET /sourceConfig/?writeKey=`, which its browser SDK asks for before it sends, and `/health` and
`/version`, by which it is found alive. What is taken is answered with `OK`, what is refused with
the plain sentence.

Source:
    rudderlabs/rudder-server `gateway/handle_lifecycle.go`; the code of @rudderstack/analytics-js
    3.34; the bytes in `tests/intake/protocol/captured`.
"""

from typing import Final

import msgspec

from stayflow.intake.protocol.fields import basic_user, query_fields
from stayflow.intake.protocol.model import (
    TEXT,
    Answer,
    Opened,
    Protocol,
    Request,
    refusal_status,
    wrong_method,
)
from stayflow.intake.protocol.segment import decode_messages, key_in_body
from stayflow.intake.protocol.segment_pixel import pixel_protocol
from stayflow.kernel.errors import StayflowError
from stayflow.language.event import EventPack

_OK: Final = Answer(body=b"OK", media=TEXT)


def refuse_as_text(error: StayflowError) -> Answer:
    """The error as a sentence."""
    return Answer(refusal_status(error), error.message.encode("utf-8", "replace"), TEXT)


def _open_calls(request: Request) -> Opened:
    if request.method != "POST":
        return wrong_method("POST")
    in_body = key_in_body(request)
    return Opened(basic_user(request.headers) or in_body, _OK)


def _open_beacon(request: Request) -> Opened:
    """A page that is being left cannot set headers: the key stands in the query."""
    if request.method != "POST":
        return wrong_method("POST")
    in_body = key_in_body(request)
    return Opened(query_fields(request.query).get("writeKey") or in_body, _OK)


def _open_config(request: Request) -> Opened:
    """What the browser SDK asks for before it sends: that the source is there and switched on."""
    if request.method != "GET":
        return wrong_method("GET")
    asked = query_fields(request.query).get("writeKey") or basic_user(request.headers)
    off = {"enabled": False}
    source = {
        "id": "stayflow",
        "workspaceId": "stayflow",
        "writeKey": asked or "",
        "enabled": True,
        "name": "stayflow",
        "destinations": [],
        "connections": [],
        "config": {"statsCollection": {"errors": off, "metrics": off}},
        "liveEventsConfig": {"eventUpload": False},
        "updatedAt": "1970-01-01T00:00:00.000Z",
    }
    return Opened(asked, Answer(body=msgspec.json.encode({"source": source})), is_kept=False)


def _open_health(request: Request) -> Opened:
    if request.method != "GET":
        return wrong_method("GET")
    told: dict[str, object] = {"server": "UP", "mode": "normal", "acceptingEvents": "TRUE"}
    if request.path.rstrip("/") == "/version":
        told = {"Version": "stayflow"}
    return Opened(None, Answer(body=msgspec.json.encode(told)), is_kept=False, needs_key=False)


def _decode(request: Request) -> EventPack:
    return decode_messages(request, source="rudderstack")


RUDDERSTACK: Final = (
    Protocol(
        name="rudderstack",
        paths=("/v1/merge", "/v1/audiencelist"),
        open=_open_calls,
        decode=_decode,
        refuse=refuse_as_text,
    ),
    Protocol(
        name="rudderstack-beacon",
        paths=("/beacon/v1/batch",),
        open=_open_beacon,
        decode=_decode,
        refuse=refuse_as_text,
    ),
    pixel_protocol("rudderstack", "/pixel/v1/{call}"),
    Protocol(
        name="rudderstack-config",
        paths=("/sourceConfig",),
        open=_open_config,
        decode=_decode,
        refuse=refuse_as_text,
    ),
    Protocol(
        name="rudderstack-health",
        paths=("/health", "/version"),
        open=_open_health,
        decode=_decode,
    ),
)
