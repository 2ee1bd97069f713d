"""Entries of the log: requests as they came, and the packs of events that older versions wrote."""

import msgspec
import pytest

from stayflow.intake.protocol import PROTOCOLS, Request, keep_request, protocol_of, read_entry
from stayflow.language.event import EventPack, RawEvent, pack_events


def test_a_pack_of_events_is_read_as_before() -> None:
    pack = EventPack(source="act", received_at_ms=1, events=(RawEvent(name="e"),), unread=("{",))
    assert read_entry(pack_events(pack)) == pack


def test_secrets_of_a_request_are_not_kept() -> None:
    (segment,) = (each for each in PROTOCOLS if each.name == "segment")
    headers = {"authorization": "Basic c2VjcmV0", "cookie": "secret", "user-agent": "seen"}
    request = Request("POST", "/v1/track", "", headers, b'{"event":"e"}', 7, "1.2.3.4")
    entry = keep_request(segment, request, key="k1")
    assert b"c2VjcmV0" not in entry
    assert b"cookie" not in entry
    assert b"seen" in entry


@pytest.mark.parametrize("payload", [b"", b"\xff", b"\xc1", b"\xc1\x93", b"{}"])
def test_foreign_bytes_are_no_entry(payload: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        read_entry(payload)


def test_a_protocol_that_is_not_there_any_more_is_no_entry() -> None:
    request = Request("POST", "/v1/track", "", {}, b"{}", 7)
    (segment,) = (each for each in PROTOCOLS if each.name == "segment")
    entry = keep_request(segment, request, key="k1").replace(b"segment", b"fragmen")
    with pytest.raises(msgspec.DecodeError, match="fragmen"):
        read_entry(entry)


def test_names_and_paths_of_protocols_are_their_own() -> None:
    names = [protocol.name for protocol in PROTOCOLS]
    paths = [path for protocol in PROTOCOLS for path in protocol.paths]
    assert len(set(names)) == len(names)
    assert len(set(paths)) == len(paths)
    for protocol in PROTOCOLS:
        for path in protocol.paths:
            assert path.startswith("/"), path
            assert not path.endswith("/"), path
            assert protocol_of(path.replace("{", "x").replace("}", "x") + "/") is protocol


def test_nobody_from_outside_names_a_person_by_our_number() -> None:
    (segment,) = (each for each in PROTOCOLS if each.name == "segment")
    body = (
        b'{"batch":[{"type":"track","event":"Forged","userId":"u1","context":'
        b'{"externalIds":[{"type":"person_id","id":"7"},{"type":"phone","id":"138"}]}},'
        b'{"type":"track","event":"Forged","context":{"externalIds":[{"type":"person_id","id":"7"}]}}]}'
    )
    request = Request("POST", "/v1/batch", "", {}, body, 7)
    pack = read_entry(keep_request(segment, request, key="k1"))
    assert [event.identities for event in pack.events] == [{"user_id": "u1", "phone": "138"}, {}]
