"""Analysys Ark: both forms of the body, whose a record is, and what profiles state."""

import base64
import gzip
import json
from typing import Any
from urllib.parse import quote

import msgspec
import pytest

from stayflow.access.key import KeyInvalid
from stayflow.intake.protocol import (
    BodyTooLarge,
    BodyUnreadable,
    MessageBatchEmpty,
    Opened,
    Request,
    protocol_of,
)
from stayflow.intake.protocol.ark import ARK
from stayflow.language.event import EventPack, RawEvent

NOW = 1_767_323_046_000
RECORD: dict[str, Any] = {
    "appid": "WK",
    "xwho": "u1",
    "xwhat": "pay",
    "xwhen": 1_767_323_045_000,
    "xcontext": {"$lib": "python", "$platform": "JS", "$is_login": True, "$debug": 0, "amt": 9.9},
}


def request(body: object, method: str = "POST") -> Request:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Request(method, "/up", "", {"user-agent": "Mozilla/5.0"}, raw, NOW, "198.51.100.9")


def opened(sent: Request) -> Opened:
    assert protocol_of(sent.path) is ARK
    return ARK.open(sent)


def decoded(sent: Request) -> EventPack:
    return ARK.decode(sent)


def only(**change: Any) -> RawEvent:
    pack = decoded(request([{**RECORD, **change}]))
    assert not pack.unread
    (event,) = pack.events
    return event


def context(**change: Any) -> dict[str, Any]:
    return {"$lib": "python", "$platform": "python", **change}


@pytest.mark.parametrize(
    "body",
    [
        [RECORD],
        RECORD,
        gzip.compress(json.dumps([RECORD]).encode(), mtime=0),
        base64.b64encode(gzip.compress(json.dumps([RECORD]).encode(), mtime=0)),
        base64.b64encode(json.dumps([RECORD]).encode()) + b"\n",
    ],
)
def test_every_form_of_the_body_is_the_same_event(body: object) -> None:
    told = opened(request(body))
    assert (told.write_key, told.answer.status, told.answer.body) == ("WK", 200, b'{"code":200}')
    pack = decoded(request(body))
    assert pack.unread == ()
    assert pack.events == (only(),)


def test_a_record_becomes_an_event() -> None:
    event = only()
    assert event == RawEvent(
        name="pay",
        time_ms=1_767_323_045_000,
        event_id=event.event_id,
        identities={"user_id": "u1", "distinct_id": "u1"},
        properties={"$lib": "python", "amt": 9.9},
        channel="web",
        user_agent="Mozilla/5.0",
        ip="198.51.100.9",
    )


@pytest.mark.parametrize(
    ("what", "said", "identities"),
    [
        ("e", {}, {"distinct_id": "u1", "anonymous_id": "u1"}),
        ("e", {"$is_login": False}, {"distinct_id": "u1", "anonymous_id": "u1"}),
        (
            "$alias",
            {"$original_id": "a1"},
            {"user_id": "u1", "distinct_id": "u1", "anonymous_id": "a1"},
        ),
    ],
)
def test_whose_a_record_is(what: str, said: dict[str, Any], identities: dict[str, str]) -> None:
    assert only(xwhat=what, xcontext=context(**said)).identities == identities


@pytest.mark.parametrize(
    ("what", "field", "stated"),
    [
        ("$profile_set", "attributes", {"n": 2, "t": "x"}),
        ("$profile_set_once", "attributes_once", {"n": 2, "t": "x"}),
        ("$profile_increment", "increments", {"n": 2.0}),
        ("$profile_append", "appends", {"n": [2], "t": ["x"]}),
        ("$profile_unset", "unset", ("n", "t")),
        ("$profile_delete", "unset", ("*",)),
    ],
)
def test_a_profile_record_states_facts(what: str, field: str, stated: object) -> None:
    event = only(xwhat=what, xcontext=context(n=2, t="x"))
    assert (event.name, getattr(event, field), event.properties) == (what, stated, {})


def test_a_page_view_has_our_name_and_fields() -> None:
    said = {"$url": "https://s.cn", "$title": "t", "$utm_source": "baidu", "revenue": 5}
    event = only(xwhat="$pageview", xcontext=context(**said))
    assert (event.name, event.url, event.title, event.source) == (
        "page_view",
        "https://s.cn",
        "t",
        "baidu",
    )
    assert (event.revenue, event.channel, event.ip) == (5.0, "server", "")


def test_a_bad_record_does_not_take_its_neighbours_along() -> None:
    sent = request([7, RECORD, {**RECORD, "xwhen": "soon", "xcontext": []}])
    assert opened(sent).write_key == "WK"
    pack = decoded(sent)
    assert [event.time_text for event in pack.events] == ["", "soon"]
    assert len(pack.unread) == 1


def test_a_retry_is_a_duplicate_and_two_records_are_two() -> None:
    first = [event.event_id for event in decoded(request([RECORD, RECORD])).events]
    assert len({*first, None}) == 3
    assert [event.event_id for event in decoded(request([RECORD])).events] == first[:1]
    untimed = request([{**RECORD, "xwhen": None}])
    later = msgspec.structs.replace(untimed, received_at_ms=NOW + 1)
    assert decoded(untimed).events[0].event_id != decoded(later).events[0].event_id


@pytest.mark.parametrize("body", [b"hello!", b"{", b"[1", b"\x1f\x8bx", b"5"])
def test_what_is_no_array_is_refused(body: bytes) -> None:
    with pytest.raises(BodyUnreadable):
        opened(request(body))
    assert len(decoded(request(body)).unread) == 1


def test_nothing_and_too_much_are_refused() -> None:
    with pytest.raises(MessageBatchEmpty):
        opened(request([]))
    with pytest.raises(BodyTooLarge):
        opened(request(base64.b64encode(gzip.compress(b"[" + b" " * 30_000_000))))


def test_no_answer_but_the_good_one_has_the_text_200() -> None:
    refused = ARK.refuse(KeyInvalid("the write key is unknown or revoked"))
    assert refused.status == 401
    assert json.loads(refused.body)["code"] == 500
    assert b"200" not in refused.body
    assert opened(request([RECORD], "PUT")).answer.status == 405


def test_a_page_asks_for_a_picture() -> None:
    data = quote(base64.b64encode(json.dumps([RECORD]).encode()))
    sent = msgspec.structs.replace(request([], "GET"), body=b"", query=f"appid=WK&data={data}")
    told = opened(sent)
    assert (told.write_key, told.answer.media) == ("WK", b"image/gif")
    assert decoded(sent).events == decoded(request([RECORD])).events
    nothing = msgspec.structs.replace(sent, query="appid=WK")
    with pytest.raises(BodyUnreadable):
        opened(nothing)
    assert len(decoded(nothing).unread) == 1
