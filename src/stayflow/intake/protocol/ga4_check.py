"""What `/debug/mp/collect` says of a request: the rules of the GA4 Measurement Protocol, nothing kept.

Source:
    developers.google.com/analytics/devguides/collection/protocol/ga4/validating-events, and the
    limits of `…/ga4/sending-events`.
"""

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from stayflow.intake.protocol.body import read_json
from stayflow.intake.protocol.errors import BodyUnreadable
from stayflow.intake.protocol.fields import Object, as_object, as_text
from stayflow.intake.protocol.ga4_event import Body, Event, as_micros, parts_of
from stayflow.language.event import Value

EVENTS_MAX: Final = 25
PARAMS_MAX: Final = 25
NAME_MAX: Final = 40
BODY_BYTES_MAX: Final = 130_000
AGE_MS_MAX: Final = 72 * 3600 * 1000

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_PREFIXES: Final = ("_", "firebase_", "ga_", "google_", "gtag.")
RESERVED: Final = frozenset(
    {
        "ad_activeview", "ad_click", "ad_exposure", "ad_impression", "ad_query", "adunit_exposure",
        "app_clear_data", "app_install", "app_remove", "app_update", "error", "first_open",
        "first_visit", "in_app_purchase", "notification_dismiss", "notification_foreground",
        "notification_open", "notification_receive", "os_update", "screen_view", "session_start",
        "user_engagement",
    }
)  # fmt: skip
"""Event names that Google collects itself, and does not take from a request."""

_EVENT: Final = msgspec.json.Decoder(Event)


class Finding(msgspec.Struct, frozen=True, rename="camel"):
    """One message about one field."""

    field_path: str
    description: str
    validation_code: str


def check(body: Body, *, received_at_ms: int, size: int) -> list[Finding]:
    """What Google would not take of a payload.

    Args:
        body: The payload.
        received_at_ms: By our clock.
        size: Bytes of the request's body.

    Raises:
        BodyUnreadable: Its events are no array.
    """
    parts = parts_of(body)
    return [
        *_check_body(body, len(parts), size),
        *_check_time("timestamp_micros", body.timestamp_micros, received_at_ms),
        *_check_events(parts, received_at_ms),
    ]


def _check_body(body: Body, count: int, size: int) -> Iterator[Finding]:
    if size > BODY_BYTES_MAX:
        yield Finding("", "the body is larger than 130 kB", "EXCEEDED_MAX_SIZE")
    if not as_text(body.client_id) and not as_text(body.app_instance_id):
        yield Finding("client_id", "name a client_id or an app_instance_id", "VALUE_REQUIRED")
    if not count:
        yield Finding("events", "name at least one event", "VALUE_REQUIRED")
    elif count > EVENTS_MAX:
        yield Finding("events", "at most 25 events go into one request", "EXCEEDED_MAX_ENTITIES")
    facts = as_object(body.user_properties)
    if len(facts) > PARAMS_MAX:
        yield Finding("user_properties", "at most 25 user properties", "EXCEEDED_MAX_ENTITIES")
    yield from _check_names("user_properties", facts)


def _check_events(parts: list[msgspec.Raw], received_at_ms: int) -> Iterator[Finding]:
    for place, raw in enumerate(parts):
        path = f"events[{place}]"
        try:
            event = read_json(_EVENT, bytes(raw), what="an event")
        except BodyUnreadable:
            yield Finding(path, "an event is an object with name and params", "VALUE_INVALID")
            continue
        yield from _check_event(path, event)
        yield from _check_time(f"{path}.timestamp_micros", event.timestamp_micros, received_at_ms)


def _check_event(path: str, event: Event) -> Iterator[Finding]:
    name = as_text(event.name)
    if not name:
        yield Finding(f"{path}.name", "name the event", "VALUE_REQUIRED")
    elif name in RESERVED:
        yield Finding(f"{path}.name", f"{name} is collected by Google itself", "NAME_RESERVED")
    else:
        yield from _check_names(path, {name: None})
    params = as_object(event.params)
    if len(params) > PARAMS_MAX:
        yield Finding(f"{path}.params", "at most 25 params to an event", "EXCEEDED_MAX_ENTITIES")
    yield from _check_names(f"{path}.params", params)


def _check_names(path: str, named: Object) -> Iterator[Finding]:
    for name in named:
        if len(name) > NAME_MAX or not _NAME.fullmatch(name):
            told = f"{name[:NAME_MAX]} is no name: up to 40 letters, digits and _, a letter first"
            yield Finding(path, told, "NAME_INVALID")
        elif name.startswith(_PREFIXES):
            yield Finding(path, f"{name} begins like a name of Google's own", "NAME_RESERVED")


def _check_time(path: str, when: Value, received_at_ms: int) -> Iterator[Finding]:
    if when is None:
        return
    time_ms = as_micros(when)
    if time_ms is None:
        yield Finding(path, "state Unix microseconds", "VALUE_INVALID")
    elif received_at_ms - time_ms > AGE_MS_MAX:
        yield Finding(path, "events may be at most 72 hours old", "VALUE_OUT_OF_BOUNDS")
