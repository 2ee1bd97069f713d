"""PostHog: every wrapping of a body, the tokens, what joins two ids, and the calls at boot."""

import base64
import gzip
import json
from typing import Any
from urllib.parse import quote, urlencode

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
from stayflow.intake.protocol.errors import TokensDiffer
from stayflow.intake.protocol.posthog import POSTHOG
from stayflow.language.event import EventPack, RawEvent

NOW = 1_767_323_046_000
EVENT: dict[str, Any] = {
    "event": "Order Done",
    "distinct_id": "u1",
    "uuid": "01a200ec-2326-7a86-a617-25350bb06255",
    "timestamp": "2026-01-02T03:04:05.000Z",
    "properties": {"amt": 9.9, "名": "字+/=", "nothing": None},
}
BATCH = {"api_key": "WK", "batch": [EVENT], "sent_at": "2026-01-02T03:04:05.500Z"}
# What lz-string 1.5's compressToBase64 makes of the text {"api_key":"WK","event":"名","distinct_id":"u1"}
LZ64 = "N4IghgDglg+g1gUwJ4gFwgOoGkQBoQIBuCAdgC5oiCwKniACZQDOZUJAxmTFHZQK4CMIAL5A"


def request(body: object = b"", query: str = "", path: str = "/e/") -> Request:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Request("POST" if raw else "GET", path, query, {}, raw, NOW, "198.51.100.9")


def opened(sent: Request) -> Opened:
    assert protocol_of(sent.path) is POSTHOG
    return POSTHOG.open(sent)


def decoded(sent: Request) -> EventPack:
    return POSTHOG.decode(sent)


def only(event: dict[str, Any], path: str = "/e/") -> RawEvent:
    pack = decoded(request({"api_key": "WK", "batch": [event]}, path=path))
    assert not pack.unread
    (found,) = pack.events
    return found


def forms() -> dict[str, Request]:
    """One event in every form in which it may come."""
    raw = json.dumps(BATCH).encode()
    plain = base64.b64encode(raw).decode()
    form = urlencode({"data": plain}).encode()
    return {
        "batch": request(raw),
        "gzip": request(gzip.compress(raw)),
        "gzip-js": request(gzip.compress(raw), "compression=gzip-js"),
        "form": request(form, "compression=base64"),
        "form, plus as blank": request(b"data=" + plain.encode()),
        "form names its compression": request(form + b"&compression=base64"),
        "form of gzip": request(
            b"data=" + quote(base64.b64encode(gzip.compress(raw)).decode()).encode()
        ),
        "form of JSON": request(b"data=" + quote(raw.decode()).encode()),
        "base64 alone": request(plain.encode(), "compression=base64"),
        "query": request(query=urlencode({"data": plain})),
        "array": request([{**EVENT, "token": "WK"}]),
        "array, api_key": request([{**EVENT, "api_key": "WK"}]),
        "array, in properties": request(
            [{**EVENT, "properties": {**EVENT["properties"], "token": "WK"}}]
        ),
        "single": request({**EVENT, "$token": "WK"}),
        "single, api_key": request({**EVENT, "api_key": "WK"}),
        "token": request({"token": "WK", "batch": [EVENT]}),
        "blanks around": request(b"\n " + raw + b" \n"),
    }


@pytest.mark.parametrize("form", forms())
def test_every_form_of_the_body_is_the_same_event(form: str) -> None:
    sent = forms()[form]
    assert opened(sent).write_key == "WK"
    pack = decoded(sent)
    assert pack.unread == ()
    (event,) = pack.events
    assert (event.name, event.event_id) == ("Order Done", EVENT["uuid"])
    assert event.time_ms == 1_767_323_045_000
    assert event.properties == {"amt": 9.9, "名": "字+/="}


@pytest.mark.parametrize("form", [LZ64.encode(), b"data=" + quote(LZ64).encode()])
def test_lz_string_is_unpacked(form: bytes) -> None:
    sent = request(form, "compression=lz64")
    assert opened(sent).write_key == "WK"
    assert [event.name for event in decoded(sent).events] == ["名"]


@pytest.mark.parametrize(
    "path",
    ["/batch", "/e", "/i/v0/e", "/capture", "/track", "/engage"],
)
@pytest.mark.parametrize("slash", ["", "/"])
def test_every_path_takes_events(path: str, slash: str) -> None:
    told = opened(request(BATCH, path=path + slash))
    assert (told.answer.status, told.answer.body) == (200, b'{"status":"Ok"}')
    assert told.is_kept


def test_when_it_was_sent_is_told_by_the_batch_or_by_the_address() -> None:
    assert decoded(request(BATCH)).events[0].sent_at_ms == 1_767_323_045_500
    assert decoded(request([EVENT], "_=1767323045700")).events[0].sent_at_ms == 1_767_323_045_700
    moved_in = decoded(request({**BATCH, "historical_migration": True}))
    assert moved_in.events[0].sent_at_ms is None


def test_a_beacon_hears_nothing() -> None:
    assert opened(request(BATCH, "beacon=1")).answer.status == 204


def test_events_of_two_projects_are_refused() -> None:
    with pytest.raises(TokensDiffer):
        opened(request([{**EVENT, "token": "a"}, {**EVENT, "token": "b"}]))


def test_an_event_without_a_token_goes_along() -> None:
    assert opened(request([EVENT, {**EVENT, "token": "b"}])).write_key == "b"
    assert opened(request([EVENT])).write_key is None


@pytest.mark.parametrize(
    ("body", "query"),
    [
        (b"hello", ""),
        (b"{", ""),
        (b"[1", ""),
        (b'{"batch":5}', ""),
        (b'"text"', ""),
        (b"\x1f\x8bbroken", ""),
        (b"data=%%%", ""),
        (b"!!", "compression=lz64"),
        ({"api_key": "WK", "event": "nobody's"}, ""),
        (b"", ""),
    ],
)
def test_what_holds_no_event_is_refused(body: object, query: str) -> None:
    with pytest.raises(BodyUnreadable):
        opened(request(body, query))
    assert decoded(request(body, query)).events == () or isinstance(body, dict)


def test_an_empty_batch_is_refused() -> None:
    with pytest.raises(MessageBatchEmpty):
        opened(request({"api_key": "WK", "batch": []}))


def test_a_bomb_is_refused() -> None:
    with pytest.raises(BodyTooLarge):
        opened(request(gzip.compress(b"[" + b" " * 30_000_000)))


def test_a_bad_event_does_not_take_its_neighbours_along() -> None:
    body = {
        "api_key": "WK",
        "batch": [EVENT, 5, {**EVENT, "distinct_id": None}, {**EVENT, "uuid": 7}],
    }
    assert opened(request(body)).answer.status == 200
    pack = decoded(request(body))
    assert [event.identities for event in pack.events] == [
        {"distinct_id": "u1", "anonymous_id": "u1"},
        {},
        {"distinct_id": "u1", "anonymous_id": "u1"},
    ]
    assert len(pack.unread) == 1


@pytest.mark.parametrize(
    ("told", "whose"),
    [
        ({"distinct_id": 42}, "42"),
        ({"distinct_id": None, "$distinct_id": "d"}, "d"),
        ({"distinct_id": "", "properties": {"distinct_id": "p"}}, "p"),
        ({"distinct_id": {"a": [1]}}, '{"a":[1]}'),
        ({"distinct_id": "x" * 300}, "x" * 200),
    ],
)
def test_the_distinct_id_is_a_text_wherever_it_stands(told: dict[str, Any], whose: str) -> None:
    assert only({**EVENT, **told}).identities["distinct_id"] == whose


U, A = "u1", "a1"


@pytest.mark.parametrize(
    ("name", "whose", "properties", "identities"),
    [
        ("e", U, {}, {"distinct_id": U, "anonymous_id": U}),
        ("e", U, {"$is_identified": True}, {"distinct_id": U, "user_id": U}),
        ("e", A, {"$is_identified": False}, {"distinct_id": A, "anonymous_id": A}),
        ("e", A, {"$process_person_profile": False}, {"distinct_id": A, "anonymous_id": A}),
        ("e", U, {"$user_id": U}, {"distinct_id": U, "user_id": U}),
        ("$set", U, {}, {"distinct_id": U, "user_id": U}),
        (
            "$identify",
            U,
            {"$anon_distinct_id": A},
            {"distinct_id": U, "user_id": U, "anonymous_id": A},
        ),
        (
            "$create_alias",
            A,
            {"alias": U},
            {"user_id": U, "distinct_id": U, "anonymous_id": A},
        ),
        (
            "$create_alias",
            U,
            {"alias": A, "$is_identified": True},
            {"distinct_id": A, "user_id": U},
        ),
        ("$merge_dangerously", U, {"alias": "u2"}, {"distinct_id": "u2", "user_id": U}),
        ("$groupidentify", "$company_c1", {"$group_type": "company", "$group_key": "c1"}, {}),
        ("$groupidentify", "made up", {"$is_server": True}, {}),
        ("$groupidentify", U, {"$is_identified": True}, {"distinct_id": U, "user_id": U}),
    ],
)
def test_whose_an_event_is(
    name: str, whose: str, properties: dict[str, Any], identities: dict[str, str]
) -> None:
    event = {**EVENT, "event": name, "distinct_id": whose, "properties": properties}
    assert only(event).identities == identities


def test_facts_about_the_person() -> None:
    event = only(
        {
            **EVENT,
            "$set": {"plan": "pro", "nothing": None},
            "$set_once": {"first": "top"},
            "$unset": ["old"],
            "properties": {
                "$set": {"email": "a@b.c"},
                "$set_once": {"n": 1},
                "$unset": {"older": 1},
            },
        }
    )
    assert event.attributes == {"plan": "pro", "email": "a@b.c"}
    assert event.attributes_once == {"first": "top", "n": 1}
    assert event.unset == ("old", "older")
    assert event.properties == {}


def test_engage_may_leave_the_name_out() -> None:
    assert only({**EVENT, "event": None}, path="/engage").name == "$identify"
    assert only({**EVENT, "event": None}).name == ""


def test_what_the_page_and_the_browser_say_are_fields_of_ours() -> None:
    properties = {
        "$lib": "web",
        "$current_url": "https://s.com/a?b",
        "$pathname": "/a",
        "$referrer": "$direct",
        "utm_source": "baidu",
        "utm_medium": None,
        "$os": "Mac OS X",
        "$browser": "Chrome",
        "$device_type": "Desktop",
        "$timezone": "Asia/Shanghai",
        "$session_id": "s1",
        "title": "T",
        "revenue": "12.5",
        "currency": "EUR",
        "token": "secret",
        "$sdk_debug_x": 1,
    }
    event = only({**EVENT, "event": "$pageview", "properties": properties})
    assert (event.name, event.url, event.path, event.title) == (
        "page_view",
        "https://s.com/a?b",
        "/a",
        "T",
    )
    assert (event.referrer, event.source, event.medium) == ("", "baidu", "")
    assert (event.os, event.browser, event.device) == ("Mac OS X", "Chrome", "Desktop")
    assert (event.zone, event.session_id, event.channel) == ("Asia/Shanghai", "s1", "web")
    assert (event.revenue, event.currency, event.ip) == (12.5, "EUR", "198.51.100.9")
    assert event.properties.keys() == {"$lib", "title", "revenue", "currency"}


def test_a_server_is_not_the_person_s_device() -> None:
    event = only({**EVENT, "properties": {"$lib": "posthog-python", "$os": "Linux"}})
    assert (event.channel, event.os, event.ip) == ("server", "", "")
    assert event.properties["$os"] == "Linux"


def test_the_time_may_be_told_as_distance() -> None:
    event = {"event": "e", "distinct_id": "u", "offset": 2_000}
    assert only(event).time_ms == NOW - 2_000


def test_an_event_without_uuid_is_known_by_its_content() -> None:
    bare = {key: value for key, value in EVENT.items() if key != "uuid"}
    body = {"api_key": "WK", "batch": [bare, bare, {**bare, "distinct_id": "u2"}]}
    first = [event.event_id for event in decoded(request(body)).events]
    assert len({*first}) == 3
    assert [event.event_id for event in decoded(request(body)).events] == first
    untimed = request({"api_key": "WK", "batch": [{"event": "e", "distinct_id": "u"}]})
    later = msgspec.structs.replace(untimed, received_at_ms=NOW + 1)
    assert decoded(untimed).events[0].event_id != decoded(later).events[0].event_id


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/array/WK/config", 200, "supportedCompression"),
        ("/array/WK/config.js", 404, ""),
        ("/flags/", 200, "errorsWhileComputingFlags"),
        ("/decide/", 200, "errorsWhileComputingFlags"),
        ("/s/", 200, "Ok"),
    ],
)
def test_boot_calls_and_replays_are_answered_and_not_kept(
    path: str, status: int, told: str
) -> None:
    found = opened(request({"token": "WK"}, path=path))
    assert (found.is_kept, found.needs_key, found.answer.status) == (False, False, status)
    assert told in found.answer.body.decode()


def test_an_error_has_a_detail() -> None:
    refused = POSTHOG.refuse(KeyInvalid("the write key is unknown or revoked"))
    assert refused.status == 401
    assert json.loads(refused.body) == {
        "type": "authentication_error",
        "code": "key_invalid",
        "detail": "the write key is unknown or revoked",
        "attr": None,
        "message": "the write key is unknown or revoked",
        "success": False,
    }


def test_the_clicks_of_a_heat_map_are_events_beside_it():
    """What the SDK collected in a few seconds, as posthog-js 1.449 sends it; its moves of the mouse stay in it."""
    data = {
        "https://shop.example/a?x=1": [
            {"x": 3.5, "y": 940, "target_fixed": False, "type": "click"},
            {"x": 3.5, "y": 940, "target_fixed": False, "type": "rageclick"},
            {"x": 1, "y": 2, "target_fixed": False, "type": "mousemove"},
            {"x": 8, "y": 9, "target_fixed": True, "type": "click"},
        ],
        "https://shop.example/b": [
            {"x": "7", "y": 1, "type": "click"},
            {"x": None, "type": "click"},
            3,
        ],
    }
    about = {"$viewport_width": 1200, "$current_url": "https://shop.example/b", "$lib": "web"}
    heat = {**EVENT, "event": "$$heatmap", "properties": {**about, "$heatmap_data": data}}
    pack = decoded(request({"api_key": "WK", "batch": [heat]}))
    assert not pack.unread
    whole, *clicks = pack.events
    assert whole.properties["$heatmap_data"] == data
    assert [each.name for each in clicks] == ["$heatmap_click"] * 3
    assert [
        (each.path, each.properties["$page_x"], each.properties["$page_y"]) for each in clicks
    ] == [
        ("/a", 3.5, 940),
        ("/a", 8, 9),
        ("/b", 7, 1),
    ]
    assert clicks[0].url == "https://shop.example/a?x=1"
    assert clicks[1].properties == {
        "$page_x": 8,
        "$page_y": 9,
        "$is_fixed": True,
        "$viewport_width": 1200,
    }
    assert {each.identities["distinct_id"] for each in clicks} == {"u1"}
    assert len({each.event_id for each in pack.events}) == 4
    assert {each.time_ms for each in clicks} == {whole.time_ms}
    for strange in (
        None,
        [],
        "x",
        {"u": {"type": "click"}},
        {"u": [{"x": 1, "y": 1e999, "type": "click"}]},
    ):
        heat = {**EVENT, "event": "$$heatmap", "properties": {"$heatmap_data": strange}}
        assert len(decoded(request({"api_key": "WK", "batch": [heat]})).events) == 1
