"""The bytes of real SDKs, kept as they were caught, become the events that were read by hand from them."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from stayflow.intake.protocol import Request, protocol_of
from stayflow.language.event import RawEvent

CAPTURED = Path(__file__).parent / "captured"
CASES = sorted(path.stem for path in CAPTURED.glob("*.json"))


def capture(name: str) -> tuple[Request, dict[str, Any]]:
    """A request of a real SDK, and what is expected of it."""
    told = json.loads((CAPTURED / f"{name}.json").read_text())
    request = Request(
        told["method"],
        told["path"],
        told["query"],
        told["headers"],
        (CAPTURED / f"{name}.bin").read_bytes(),
        told["received_at_ms"],
        told["ip"],
    )
    return request, told


def is_known_again(told: dict[str, Any], *, has_time: bool, name: str) -> bool:
    """Whether an event that comes again is known: by its time, or by a number of its own.

    Of those without a time the capture says it (`known_again`): they have a random number, as those
    of pages of Matomo and Google, or that of the purchase. Any other counts each time it comes.
    """
    return has_time or name == "order" or bool(told.get("known_again"))


@pytest.mark.parametrize("name", CASES)
def test_a_captured_request_is_read(name: str) -> None:
    request, told = capture(name)
    protocol = protocol_of(request.path)
    assert protocol is not None
    opened = protocol.open(request)
    assert (opened.write_key, opened.answer.status) == (told["write_key"], told["status"])
    assert opened.is_kept is told["is_kept"]
    pack = protocol.decode(request)
    assert len(pack.unread) == told["unread"], pack.unread
    assert pack.events == msgspec.convert(told["events"], tuple[RawEvent, ...])


@pytest.mark.parametrize("name", CASES)
def test_a_captured_request_sent_again_is_the_same_events(name: str) -> None:
    request, told = capture(name)
    protocol = protocol_of(request.path)
    assert protocol is not None
    later = msgspec.structs.replace(request, received_at_ms=request.received_at_ms + 60_000)
    first, again = protocol.decode(request).events, protocol.decode(later).events
    ids = [event.event_id for event in first]
    assert None not in ids
    assert len(set(ids)) == len(ids)
    for event, later_id in zip(first, [event.event_id for event in again], strict=True):
        is_known = is_known_again(told, has_time=event.time_ms is not None, name=event.name)
        assert (later_id == event.event_id) is is_known
