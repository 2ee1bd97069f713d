"""Requests as three families of SDKs send them, and what a bare endpoint decodes of them."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote_plus, unquote_plus

import msgspec

HOST = "127.0.0.1"
_TIME_MS = 1_772_366_400_000


@dataclass(frozen=True, slots=True)
class Wire:
    """A format: how a request of some events is written, and how a bare endpoint reads its body."""

    name: str
    path: str
    media: str
    write: Callable[[int, str], bytes]
    read: Callable[[bytes], object]

    def request(self, port: int, size: int, write_key: str) -> bytes:
        """One POST of `size` events."""
        body = self.write(size, write_key)
        head = (
            f"POST {self.path} HTTP/1.1\r\nHost: {HOST}:{port}\r\n"
            f"Content-Type: {self.media}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.replace("{key}", write_key).encode() + body


class BareSegment(msgspec.Struct):
    """What is decoded of one message of Segment."""

    type: str
    event: str
    userId: str  # noqa: N815 - as the wire has it
    messageId: str  # noqa: N815
    timestamp: str
    properties: dict[str, object]


class BareBatch(msgspec.Struct):
    """What is decoded of a body of Segment."""

    batch: list[BareSegment]


class BarePosthog(msgspec.Struct):
    """What is decoded of one event of PostHog."""

    event: str
    distinct_id: str
    uuid: str
    timestamp: str
    properties: dict[str, object]


class BarePosthogBatch(msgspec.Struct):
    """What is decoded of a body of PostHog."""

    batch: list[BarePosthog]
    api_key: str


class BareSensors(msgspec.Struct):
    """What is decoded of one record of Sensors."""

    type: str
    event: str
    distinct_id: str
    time: int
    properties: dict[str, object]


_SEGMENT = msgspec.json.Decoder(BareBatch)
_POSTHOG = msgspec.json.Decoder(BarePosthogBatch)
_SENSORS = msgspec.json.Decoder(list[BareSensors])


def _properties(number: int) -> dict[str, object]:
    return {"category": "母婴", "product": f"p{number}", "price": 12.5}


def _write_segment(size: int, write_key: str) -> bytes:
    messages = [
        {
            "type": "track",
            "event": "product_view",
            "userId": f"u{number}",
            "anonymousId": f"d{number}",
            "messageId": f"bench-{size}-{number}",
            "timestamp": "2026-03-01T12:00:00.000Z",
            "context": {"page": {"url": "https://shop.example.com/p/1", "title": "A cup"}},
            "properties": _properties(number),
        }
        for number in range(size)
    ]
    return msgspec.json.encode({"batch": messages, "writeKey": write_key})


def _write_posthog(size: int, write_key: str) -> bytes:
    events = [
        {
            "event": "product_view",
            "distinct_id": f"u{number}",
            "uuid": f"018f0000-0000-7000-8000-{number:012}",
            "timestamp": "2026-03-01T12:00:00.000Z",
            "properties": {
                **_properties(number),
                "$current_url": "https://shop.example.com/p/1",
                "$lib": "posthog-python",
            },
        }
        for number in range(size)
    ]
    return msgspec.json.encode(
        {"batch": events, "api_key": write_key, "sent_at": "2026-03-01T12:00:00Z"}
    )


def _write_sensors(size: int, _write_key: str) -> bytes:
    records = [
        {
            "type": "track",
            "event": "product_view",
            "distinct_id": f"u{number}",
            "time": _TIME_MS + number,
            "_track_id": number,
            "properties": {**_properties(number), "$is_login_id": True, "$lib": "python"},
        }
        for number in range(size)
    ]
    packed = base64.b64encode(msgspec.json.encode(records)).decode()
    return f"data_list={quote_plus(packed)}&gzip=0".encode()


def _read_sensors(body: bytes) -> object:
    data = body.partition(b"&")[0].partition(b"=")[2].decode()
    return _SENSORS.decode(base64.b64decode(unquote_plus(data)))


WIRES = (
    Wire("Segment", "/v1/batch", "application/json", _write_segment, _SEGMENT.decode),
    Wire(
        "Sensors",
        "/sa?project=default&token={key}",
        "application/x-www-form-urlencoded",
        _write_sensors,
        _read_sensors,
    ),
    Wire("PostHog", "/batch/", "application/json", _write_posthog, _POSTHOG.decode),
)


def bare_reader(path: str) -> Callable[[bytes], object]:
    """How a bare endpoint reads the bodies that come to a path."""
    return next(wire.read for wire in WIRES if wire.path.partition("?")[0] == path)
