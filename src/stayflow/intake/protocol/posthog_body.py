"""The body of a PostHog request: unwrapped by what its bytes say, down to JSON and its parts.

Source:
    The forms that PostHog's own capture service takes (rust/capture, `v0_request.rs` and
    `payload/`), and the bytes of the SDKs kept in `tests/intake/protocol/captured`.
"""

from dataclasses import dataclass
from typing import Final

import msgspec

from stayflow.intake.protocol.body import bound_parts, read_json, unpack_body
from stayflow.intake.protocol.encoding import Form, read_base64, read_form, read_lz_string
from stayflow.intake.protocol.errors import BodyUnreadable
from stayflow.intake.protocol.fields import as_milliseconds, as_text
from stayflow.intake.protocol.model import Request
from stayflow.language.event import Value

_GZIP: Final = b"\x1f\x8b"
_JSON_STARTS: Final = (b"{", b"[")
_DIGITS_MAX: Final = 15
_WRAPPINGS_MAX: Final = 4  # a form of base64 of gzip of JSON, and one to spare


class Tokens(msgspec.Struct, kw_only=True):
    """Where an event may name its project."""

    token: Value = None
    dollar_token: Value = msgspec.field(name="$token", default=None)
    api_key: Value = None
    properties: Value = None

    def named(self) -> str:
        """The token; empty when there is none."""
        inside = self.properties.get("token") if isinstance(self.properties, dict) else None
        for told in (self.token, self.dollar_token, self.api_key, inside):
            if text := as_text(told):
                return text
        return ""


class _Envelope(msgspec.Struct, kw_only=True):
    """A batch, or a single event, which has no `batch`."""

    token: Value = None
    api_key: Value = None
    batch: list[msgspec.Raw] | None = None
    sent_at: Value = None
    historical_migration: Value = None


@dataclass(frozen=True, slots=True)
class Payload:
    """A body taken apart.

    Attributes:
        events: The JSON of each.
        token: Of the batch; empty when each event names its own.
        sent_at_ms: When the client sent it, by its own clock.
        is_single: It was one event, in no batch.
    """

    events: list[msgspec.Raw]
    token: str
    sent_at_ms: int | None
    is_single: bool = False


_ENVELOPE: Final = msgspec.json.Decoder(_Envelope)
_ARRAY: Final = msgspec.json.Decoder(list[msgspec.Raw])
_WHAT: Final = "a PostHog event, an array of them, or a batch"


def read_payload(request: Request) -> Payload:
    """The parts of a body.

    Raises:
        BodyUnreadable: It is no JSON under any wrapping we know, or of another shape.
        BodyTooLarge: It unpacks to more than the request may have.
        BatchTooLong: It holds more events than a request may.
    """
    query = read_form(request.query)
    body = bound_parts(_unwrapped(request, query))
    told = as_milliseconds(_whole(query.get("_", "")))
    if body[:1] == b"[":
        return Payload(read_json(_ARRAY, body, what=_WHAT), "", told)
    envelope = read_json(_ENVELOPE, body, what=_WHAT)
    # What moves in from elsewhere keeps its times: when it was sent says nothing about its clock.
    sent_at = None if envelope.historical_migration is True else as_milliseconds(envelope.sent_at)
    token = as_text(envelope.api_key) or as_text(envelope.token)
    if envelope.batch is None:
        return Payload([msgspec.Raw(body)], token, sent_at or told, is_single=True)
    return Payload(envelope.batch, token, sent_at or told)


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS_MAX else None


def _unwrapped(request: Request, query: Form) -> bytes:
    """JSON, whatever it came in: bytes are believed before headers and parameters."""
    body = request.body or query.get("data", "").encode("utf-8", "replace")
    compression = query.get("compression", "")
    for _ in range(_WRAPPINGS_MAX):
        body = body.strip() if body[:2] != _GZIP else body
        if body.startswith(_JSON_STARTS):
            return unpack_body(body, request.body_bytes_max)
        if body.startswith(_GZIP):
            body = unpack_body(body, request.body_bytes_max)
        elif body.startswith((b"data=", b"compression=")):
            form = read_form(body)
            compression = form.get("compression") or compression
            body = form.get("data", "").encode("utf-8", "replace")
        elif compression == "lz64":
            body = read_lz_string(body.decode("utf-8", "replace"), request.body_bytes_max)
        else:
            body = read_base64(body.decode("utf-8", "replace"))
    raise BodyUnreadable(f"the body is not {_WHAT}", path="body")
