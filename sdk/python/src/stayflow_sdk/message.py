"""One call as a message of Segment's specification, as JSON text."""

import json
import math
import uuid
from collections.abc import Mapping
from datetime import date, datetime, timezone
from decimal import Decimal

from stayflow_sdk.model import CallOptions

MESSAGE_BYTES_MAX = 32_000
"""Largest message that the server takes."""
DEPTH_MAX = 50
"""Deeper nesting is no data but a mistake, such as a list that holds itself."""

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
Fields = dict[str, object]


class NotAnEvent(ValueError):
    """The call cannot become a message; the sentence says why."""


def as_id(value: object, call: str) -> str:
    """An id as text.

    Raises:
        NotAnEvent: It is empty, or neither text nor number.
    """
    is_id = isinstance(value, (str, int, uuid.UUID)) and not isinstance(value, bool)
    text = str(value).strip() if is_id else ""
    if not text:
        raise NotAnEvent(f"{call}: an id is a text or a whole number, and not empty")
    return text


def write_message(kind: str, fields: Fields, options: CallOptions, channel: str) -> str:
    """The message as JSON.

    Raises:
        NotAnEvent: Something in it has no JSON form.
    """
    context: Fields = dict(options.context)
    if options.identities:
        context["externalIds"] = [
            {"type": each, "id": str(value)} for each, value in options.identities.items()
        ]
    message: Fields = {
        "type": kind,
        "messageId": options.message_id or str(uuid.uuid4()),
        "timestamp": write_time(options.timestamp or datetime.now(timezone.utc)),
        "channel": channel,
        **{name: value for name, value in fields.items() if value is not None},
        "context": context,
    }
    return json.dumps(as_json(message), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def write_time(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds; a time without a zone is UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
    return aware.astimezone(timezone.utc).isoformat(timespec="milliseconds")


def as_json(value: object, depth: int = 0) -> Json:
    """The value in words of JSON: times as ISO 8601, decimals as numbers, sets as lists.

    Raises:
        NotAnEvent: There are no such words for it, or it is nested without end.
    """
    if depth > DEPTH_MAX:
        raise NotAnEvent(f"nested deeper than {DEPTH_MAX}")
    if isinstance(value, Mapping):
        return {str(name): as_json(each, depth + 1) for name, each in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [as_json(each, depth + 1) for each in value]
    return _as_plain(value)


def _as_plain(value: object) -> Json:
    if isinstance(value, str):
        # Half of a pair that has no other half has no UTF-8 form.
        return value.encode("utf-8", "replace").decode()
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, (float, Decimal)):
        number = float(value)
        return number if math.isfinite(number) else None
    if isinstance(value, datetime):
        return write_time(value)
    if isinstance(value, (date, uuid.UUID)):
        return str(value)
    raise NotAnEvent(f"a value of type {type(value).__name__} has no JSON form")
