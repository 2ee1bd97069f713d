"""Requests of Matomo's tracking API: one, or many in a bulk, each a set of named texts.

Content types say nothing here: matomo.js sends JSON as a form, and a long query as a body.

Source:
    developer.matomo.org/api-reference/tracking-api (5.x), and core/Tracker and plugins/BulkTracking
    of github.com/matomo-org/matomo for what is answered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import msgspec

from stayflow.intake.protocol.body import bound_batch, bound_parts, read_json, unpack_body
from stayflow.intake.protocol.encoding import read_form
from stayflow.intake.protocol.errors import CONTENT_ERRORS, BodyUnreadable, MessageBatchEmpty
from stayflow.intake.protocol.fields import as_text
from stayflow.intake.protocol.model import Request
from stayflow.language.event import Value

Fields = Mapping[str, str]

UNTRUSTED_AGE_MS_MAX: Final = 24 * 3600 * 1000
"""How old an event may be whose sender shows no `token_auth`."""

_BULK: Final = b'"requests"'


class _Bulk(msgspec.Struct, kw_only=True):
    requests: list[msgspec.Raw]
    token_auth: Value = None
    send_image: Value = None


@dataclass(frozen=True, slots=True)
class Hits:
    """What a request carries.

    Attributes:
        each: The fields of each hit; None for what is none.
        is_bulk: Whether they came as JSON, and are answered so.
        wants_nothing: The sender asked for no picture and no words.
        token: The first `token_auth` that is shown; a hit with another one is not believed more.
    """

    each: Sequence[Fields | None]
    is_bulk: bool
    wants_nothing: bool
    token: str = ""

    @property
    def site(self) -> str:
        """The first site that is named; it is the write key."""
        return next((it["idsite"] for it in self.each if it and it.get("idsite")), "")


_DECODER: Final = msgspec.json.Decoder(_Bulk)
_HIT: Final = msgspec.json.Decoder(str | dict[str, Value])


def read_hits(request: Request) -> Hits:
    """The hits of a request.

    Raises:
        BodyUnreadable: It says that it is a bulk, and is none.
        BodyTooLarge: It unpacks to more than the request may have.
        BatchTooLong: It is a bulk of more hits than a request may hold.
        MessageBatchEmpty: It has no fields at all.
    """
    body = unpack_body(request.body, request.body_bytes_max)
    shared = read_form(request.query)
    if _BULK in body:
        return _read_bulk(body, shared)
    fields = {**shared, **read_form(body.lstrip(b"?"))}
    if not fields:
        raise MessageBatchEmpty("the request has no fields; name idsite and rec", path="idsite")
    token = fields.get("token_auth", "")
    return Hits(
        [fields], is_bulk=False, wants_nothing=_is_off(fields.get("send_image")), token=token
    )


def _read_bulk(body: bytes, shared: Fields) -> Hits:
    bulk = read_json(_DECODER, bound_parts(body), what="a bulk of Matomo requests")
    bound_batch(len(bulk.requests), shared=len(shared))
    token = as_text(bulk.token_auth)
    around = {**shared, "token_auth": token} if token else dict(shared)
    each = [_fields(raw, around) for raw in bulk.requests]
    shown = token or next((it["token_auth"] for it in each if it and it.get("token_auth")), "")
    return Hits(each, is_bulk=True, wants_nothing=_is_off(as_text(bulk.send_image)), token=shown)


def _fields(raw: msgspec.Raw, shared: Fields) -> Fields | None:
    """One request of a bulk: a query string, or an object."""
    try:
        told = read_json(_HIT, raw, what="a request")
        if isinstance(told, str):
            _, mark, query = told.partition("?")
            return {**shared, **read_form(query if mark else told)}
        return {**shared, **{name: _plain(value) for name, value in told.items()}}
    except (BodyUnreadable, *CONTENT_ERRORS):
        return None


def _plain(value: Value) -> str:
    return as_text(value) if not isinstance(value, list | dict) else _json(value)


def _json(value: Value) -> str:
    return msgspec.json.encode(value).decode()


def _is_off(text: str | None) -> bool:
    return text in {"0", "false"}


def is_believed(fields: Fields, hits: Hits, request: Request) -> bool:
    """Whether a hit may state a time long past, and an address and place of others."""
    return request.is_vouched and bool(hits.token) and fields.get("token_auth") == hits.token


def why_not(fields: Fields | None, hits: Hits, request: Request) -> str:
    """Why a hit is not tracked; empty when it is.

    Args:
        fields: Of the hit.
        hits: All of the request.
        request: It came with.
    """
    if fields is None:
        return "a request is a query string or an object"
    if fields.get("rec") != "1":
        return "rec=1 says that a request is to be recorded"
    if fields.get("idsite") != hits.site:
        return "all requests of a bulk must name one idsite"
    time_ms = stated_time(fields, request.received_at_ms)
    too_old = time_ms is not None and request.received_at_ms - time_ms > UNTRUSTED_AGE_MS_MAX
    if too_old and not is_believed(fields, hits, request):
        return "a time more than 24 hours ago needs the token_auth of an API key for operators"
    return ""


def stated_time(fields: Fields, received_at_ms: int) -> int | None:
    """When it happened, Unix milliseconds: `cdt` in UTC or in seconds, or `cdo` seconds ago."""
    told = fields.get("cdt", "")
    ago = fields.get("cdo", "")
    if ago.isascii() and ago.isdigit() and len(ago) <= len("4294967296"):
        return received_at_ms - int(ago) * 1000
    if told.isascii() and told.isdigit() and len(told) <= len("253402300799"):
        return int(told) * 1000
    try:
        moment = datetime.fromisoformat(told)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return int(aware.timestamp() * 1000)
