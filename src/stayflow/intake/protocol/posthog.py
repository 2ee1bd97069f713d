"""PostHog: capture under all its old and new paths, and the calls with which its SDKs boot.

Source:
    The paths and answers of PostHog's capture service (rust/capture), and what posthog-js 1.449
    reads of the answers to its boot calls.
"""

from itertools import islice
from typing import Final

import msgspec

from stayflow.intake.protocol.body import read_json, shown
from stayflow.intake.protocol.encoding import read_form
from stayflow.intake.protocol.errors import (
    CONTENT_ERRORS,
    BodyUnreadable,
    MessageBatchEmpty,
    TokensDiffer,
)
from stayflow.intake.protocol.model import (
    Answer,
    Opened,
    Protocol,
    Request,
    refusal_status,
    wrong_method,
)
from stayflow.intake.protocol.occurrences import Occurrences
from stayflow.intake.protocol.parts import EVENTS_MAX
from stayflow.intake.protocol.posthog_body import Payload, Tokens, read_payload
from stayflow.intake.protocol.posthog_clicks import read_clicks
from stayflow.intake.protocol.posthog_event import Event, read_event
from stayflow.kernel.errors import Kind, StayflowError
from stayflow.language.event import EventPack, RawEvent

_EVENT: Final = msgspec.json.Decoder(Event)
_TOKENS: Final = msgspec.json.Decoder(Tokens)

_OK: Final = Answer(body=b'{"status":"Ok"}')
_CONFIG: Final = msgspec.json.encode(
    {
        "supportedCompression": ["gzip-js"],
        "hasFeatureFlags": False,
        "sessionRecording": False,
        "surveys": False,
        "autocapture_opt_out": False,
    }
)
_NO_SCRIPT: Final = (
    b'{"code":"not_found","message":"there is no such script; the SDK goes on without"}'
)
_NO_FLAGS: Final = b'{"flags":{},"featureFlags":{},"errorsWhileComputingFlags":false}'
_BOOT: Final = ("/array/", "/flags", "/decide", "/s")


def open_posthog(request: Request) -> Opened:
    """The door: unwraps the body and finds the token.

    Raises:
        BodyUnreadable: It is no JSON under any wrapping, or a single event is nobody's.
        BodyTooLarge: It unpacks to more than the request may have.
        MessageBatchEmpty: It holds no event.
        BatchTooLong: It holds more than a request may.
        TokensDiffer: Its events name several projects.
    """
    path = request.path.rstrip("/")
    if request.method not in {"GET", "POST"}:
        return wrong_method("GET", "POST")
    if path == "/s" or path.startswith(_BOOT[:-1]):
        return Opened(None, _boot(path), is_kept=False, needs_key=False)
    payload = read_payload(request)
    if not payload.events:
        raise MessageBatchEmpty("the batch holds no event; leave the request out", path="batch")
    if payload.is_single and not read_json(_EVENT, bytes(payload.events[0]), what="it").whose():
        raise BodyUnreadable("the event names nobody", path="distinct_id")
    answer = Answer(204) if read_form(request.query).get("beacon") == "1" else _OK
    return Opened(payload.token or _common_token(payload), answer)


def decode_posthog(request: Request) -> EventPack:
    """The events of a request; what is none becomes unread, alone."""
    events: list[RawEvent] = []
    unread: list[str] = []
    occurrences = Occurrences()
    try:
        payload = read_payload(request)
    except StayflowError as error:
        unread.append(f"{error.code}: {error.message} {shown(request.body)}")
        payload = Payload([], "", None)
    for raw in payload.events:
        try:
            event = read_json(_EVENT, bytes(raw), what="an event of PostHog")
            found = read_event(event, payload.sent_at_ms, request, occurrences)
            events += [found, *islice(read_clicks(found), max(0, EVENTS_MAX - len(events)))]
        except (BodyUnreadable, *CONTENT_ERRORS) as error:
            unread.append(f"{error}: {shown(bytes(raw))}")
    return EventPack(
        source="posthog",
        received_at_ms=request.received_at_ms,
        events=tuple(events),
        unread=tuple(unread),
    )


def _common_token(payload: Payload) -> str | None:
    """The token that all events name; those that name none go along.

    Raises:
        TokensDiffer: There are several.
    """
    named = set()
    for raw in payload.events:
        try:
            named.add(read_json(_TOKENS, bytes(raw), what="an event of PostHog").named())
        except BodyUnreadable:
            continue
    named.discard("")
    if len(named) > 1:
        raise TokensDiffer("the events name several projects; send each to its own", path="token")
    return next(iter(named), None)


def _boot(path: str) -> Answer:
    """What an SDK asks before it sends: no flags, no replay, and bodies may be compressed."""
    if path.startswith("/array/"):
        return Answer(404, _NO_SCRIPT) if path.endswith(".js") else Answer(body=_CONFIG)
    return _OK if path == "/s" else Answer(body=_NO_FLAGS)


def refuse_posthog(error: StayflowError) -> Answer:
    """An error as PostHog's SDKs read it, with `detail`, beside the `code` and `message` of ours."""
    kind = "authentication_error" if error.kind is Kind.SIGNED_OUT else "validation_error"
    body = {
        "type": kind,
        "code": error.code,
        "detail": error.message,
        "attr": error.path,
        "message": error.message,
        "success": False,
    }
    return Answer(refusal_status(error), msgspec.json.encode(body))


POSTHOG: Final = Protocol(
    name="posthog",
    paths=(
        "/batch",
        "/e",
        "/i/v0/e",
        "/capture",
        "/track",
        "/engage",
        "/s",
        "/flags",
        "/decide",
        "/array/{token}/config",
        "/array/{token}/config.js",
    ),
    open=open_posthog,
    decode=decode_posthog,
    refuse=refuse_posthog,
)
