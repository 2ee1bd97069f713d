"""Segment's bodies become events; a bad message does not take its batch along."""

import base64
import gzip
import json
from typing import Any

import pytest

from stayflow.intake.protocol import (
    BodyTooLarge,
    BodyUnreadable,
    MessageBatchEmpty,
    Opened,
    Request,
    keep_request,
    protocol_of,
    read_entry,
)
from stayflow.language.event import EventPack, RawEvent
from stayflow.stores.errors import LogFull

NOW = 1_767_323_046_000


def request_of(path: str, body: object, *, pack: bool = False, key: str | None = None) -> Request:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"content-type": "text/plain"}
    if key:
        headers["authorization"] = "Basic " + base64.b64encode(f"{key}:".encode()).decode()
    return Request("POST", path, "", headers, gzip.compress(raw) if pack else raw, NOW)


def open_door(path: str, body: object, **sent: Any) -> Opened:
    protocol = protocol_of(path)
    assert protocol is not None
    return protocol.open(request_of(path, body, **sent))


def send(path: str, body: object, **sent: Any) -> EventPack:
    """What the consumer makes of a request that the door let in and the log kept."""
    protocol = protocol_of(path)
    assert protocol is not None
    request = request_of(path, body, **sent)
    protocol.open(request)
    return read_entry(keep_request(protocol, request, key="k1"))


def only(path: str, body: object) -> RawEvent:
    (event,) = send(path, body).events
    return event


PYTHON_BATCH: dict[str, Any] = {
    "batch": [
        {
            "type": "track",
            "event": "Order Done",
            "userId": "u1",
            "anonymousId": "an1",
            "properties": {"a": 1, "revenue": "9.90", "currency": "CNY"},
            "context": {"library": {"name": "analytics-python", "version": "2.4.0"}},
            "integrations": {},
            "timestamp": "2026-11-21T21:46:38.871+00:00",
            "messageId": "m1",
        },
        {
            "type": "identify",
            "userId": 42,
            "anonymousId": None,
            "traits": {"email": "x@y.z"},
            "timestamp": "2026-11-21T21:46:38.871Z",
            "messageId": "m2",
            "context": {},
            "integrations": {},
        },
    ],
    "sentAt": "2026-11-21T21:46:39.000+00:00",
    "writeKey": "WK",
}


@pytest.mark.parametrize("pack", [False, True])
def test_a_batch_of_the_python_sdk(pack: bool) -> None:
    opened = open_door("/v1/batch", PYTHON_BATCH, pack=pack)
    assert (opened.write_key, opened.answer.body) == ("WK", b'{"success":true}')
    decoded = send("/v1/batch", PYTHON_BATCH, pack=pack)
    assert (decoded.source, decoded.key, decoded.received_at_ms) == ("segment", "k1", NOW)
    order, person = decoded.events
    assert order == RawEvent(
        name="Order Done",
        time_ms=1_795_297_598_871,
        sent_at_ms=1_795_297_599_000,
        event_id="m1",
        identities={"user_id": "u1", "anonymous_id": "an1"},
        properties={"a": 1, "revenue": "9.90", "currency": "CNY"},
        revenue=9.9,
        currency="CNY",
    )
    assert person.name == "identify"
    assert person.identities == {"user_id": "42"}
    assert person.attributes == {"email": "x@y.z"}


def test_the_key_of_basic_authentication_wins() -> None:
    assert open_door("/v1/batch", PYTHON_BATCH, key="HEADER").write_key == "HEADER"


def test_a_page_carries_its_place_and_campaign() -> None:
    event = only(
        "/v1/page",
        {
            "anonymousId": "a",
            "name": "Home",
            "properties": {"url": "https://x.cn/?q=1", "path": "/"},
            "context": {
                "page": {"referrer": "https://so.com", "title": "Welcome"},
                "campaign": {"name": "spring", "source": "wechat", "medium": "social"},
                "library": {"name": "analytics.js"},
                "locale": "zh-CN",
                "timezone": "Asia/Shanghai",
                "userAgent": "Mozilla/5.0",
                "ip": "1.2.3.4",
            },
        },
    )
    assert (event.name, event.url, event.path, event.title) == (
        "page_view",
        "https://x.cn/?q=1",
        "/",
        "Welcome",
    )
    assert (event.source, event.medium, event.campaign) == ("wechat", "social", "spring")
    assert (event.channel, event.language, event.zone) == ("web", "zh-CN", "Asia/Shanghai")
    assert (event.referrer, event.user_agent, event.ip) == (
        "https://so.com",
        "Mozilla/5.0",
        "1.2.3.4",
    )


def test_an_alias_names_both_ids() -> None:
    event = only("/v1/alias", {"previousId": "anon", "userId": "u"})
    assert event.identities == {"user_id": "u", "anonymous_id": "anon"}


def test_a_group_keeps_its_traits_as_properties() -> None:
    event = only("/v1/group", {"userId": "u", "groupId": "g", "traits": {"plan": "pro"}})
    assert event.properties == {"group_id": "g", "plan": "pro"}
    assert event.attributes == {}


def test_outer_context_lies_under_each_message() -> None:
    batch = {
        "batch": [
            {"type": "track", "event": "e", "userId": "u", "context": {"locale": "en"}},
            {"type": "track", "event": "e", "userId": "u"},
        ],
        "context": {"locale": "zh", "timezone": "UTC"},
    }
    first, second = send("/v1/batch", batch).events
    assert (first.language, first.zone) == ("en", "UTC")
    assert (second.language, second.zone) == ("zh", "UTC")


def test_a_bad_message_stays_visible_and_takes_nobody_along() -> None:
    good = {"type": "track", "event": "e", "userId": "u"}
    batch = {
        "batch": [
            7,
            {"type": "track", "event": {"not": "a name"}},
            {"type": "track", "event": "big", "properties": {"x": "y" * 140_000}},
            {"type": "made up", "userId": "u"},
            good,
        ]
    }
    pack = send("/v1/batch", batch)
    assert [event.name for event in pack.events] == ["", "e"]
    number, name, size = pack.unread
    assert "Expected `object`, got `int`" in number
    assert "Expected `int | float | str | null`, got `object`" in name
    assert size.startswith("message over 131072 bytes")


@pytest.mark.parametrize(
    ("written", "milliseconds"),
    [
        ("2026-01-02T03:04:05Z", 1_767_323_045_000),
        ("2026-01-02T03:04:05.678Z", 1_767_323_045_678),
        ("2026-01-02T11:04:05+08:00", 1_767_323_045_000),
        ("2026-01-02 03:04:05", 1_767_323_045_000),
        (1_767_323_045, 1_767_323_045_000),
        (1_767_323_045_678, 1_767_323_045_678),
    ],
)
def test_times(written: str | int, milliseconds: int) -> None:
    event = only("/v1/track", {"event": "e", "userId": "u", "timestamp": written})
    assert event.time_ms == milliseconds


def test_an_unreadable_time_is_kept_as_it_was() -> None:
    event = only("/v1/track", {"event": "e", "userId": "u", "timestamp": "yesterday"})
    assert (event.time_ms, event.time_text) == (None, "yesterday")


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", BodyUnreadable),
        (b"not json", BodyUnreadable),
        (b'{"batch": {}}', BodyUnreadable),
        (b'{"batch": []}', MessageBatchEmpty),
        (b"[]", BodyUnreadable),
        (gzip.compress(b"{}", mtime=0)[:-4], BodyUnreadable),
        (b"\x1f\x8bnot gzip", BodyUnreadable),
        (b'{"batch": ["' + b"x" * 4_200_000 + b'"]}', BodyTooLarge),
        (gzip.compress(b" " * 50_000_000, mtime=0), BodyTooLarge),
    ],
)
def test_a_body_without_events_is_a_clear_error(body: bytes, error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        open_door("/v1/batch", body)
    assert caught.value.path in {"body", "batch"}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (rb'"\ud83d"', "?"),
        (b'"\xff"', "\N{REPLACEMENT CHARACTER}"),
        (b'"a\nb"', "a\nb"),
        (b"NaN", None),
        (b"-Infinity", None),
    ],
)
def test_what_lax_writers_of_json_leave_takes_nobody_along(written: bytes, kept: object) -> None:
    body = b'{"batch":[{"type":"track","event":"odd","userId":"u","properties":{"x":%s}},' % written
    body += b'{"type":"track","event":"good","userId":"u"}]}'
    odd, good = send("/v1/batch", body).events
    assert (odd.properties, good.name) == ({"x": kept}, "good")


def test_a_message_of_odd_types_is_read_as_far_as_it_goes() -> None:
    event = only(
        "/v1/track",
        {
            "event": 7,
            "userId": 1.5,
            "messageId": 12,
            "properties": ["a", 1],
            "context": {
                "page": {"url": 5, "title": ["no"]},
                "campaign": "spring",
                "library": None,
                "locale": False,
                "sessionId": 1_767_323_046_000,
                "externalIds": [{"type": "phone", "id": 138}, {"type": "", "id": "x"}],
            },
        },
    )
    assert (event.name, event.event_id, event.url, event.title) == ("7", "12", "5", "")
    assert event.identities == {"user_id": "1.5", "phone": "138"}
    assert event.properties == {"properties": ["a", 1]}
    assert (event.session_id, event.campaign, event.language) == ("1767323046000", "", "")


def test_a_browser_is_known_by_the_path_and_its_address_and_agent_are_the_persons() -> None:
    protocol = protocol_of("/v1/t")
    assert protocol is not None
    body = json.dumps({"event": "e", "anonymousId": "a", "writeKey": "WK"}).encode()
    headers = {"user-agent": "Mozilla/5.0", "content-type": "text/plain"}
    request = Request("POST", "/v1/t", "", headers, body, NOW, "9.8.7.6")
    assert protocol.open(request).write_key == "WK"
    (event,) = protocol.decode(request).events
    assert (event.name, event.ip, event.user_agent) == ("e", "9.8.7.6", "Mozilla/5.0")
    server = Request("POST", "/v1/track", "", headers, body, NOW, "9.8.7.6")
    (event,) = protocol.decode(server).events
    assert (event.ip, event.user_agent) == ("", "")


def test_a_batch_of_our_own_sdk() -> None:
    batch = {
        "writeKey": "WK",
        "sentAt": "2026-01-02T03:04:06Z",
        "context": {
            "library": {"name": "stayflow-browser", "version": "1"},
            "os": {"name": "iOS"},
            "campaign": {"source": "mail", "term": "tea"},
        },
        "batch": [
            {
                "type": "page",
                "anonymousId": "a",
                "properties": {"url": "https://x.cn/", "referrer": "https://www.baidu.com/"},
                "context": {
                    "search": {"engine": "baidu", "keyword": "茶"},
                    "campaign": {"source": "sms"},
                    "sessionId": "s1",
                },
            },
            {"type": "track", "event": "e", "anonymousId": "a"},
        ],
    }
    page, track = send("/v1/batch", batch).events
    assert (page.search_engine, page.keyword, page.session_id) == ("baidu", "茶", "s1")
    assert (page.source, page.term, page.os, page.channel) == ("sms", "", "iOS", "web")
    assert (track.source, track.term, track.sent_at_ms) == ("mail", "tea", 1_767_323_046_000)


def test_the_settings_of_a_browser_lead_it_here() -> None:
    path = "/v1/projects/WK/settings"
    protocol = protocol_of(path)
    assert protocol is not None
    headers = {"host": "in.example:8420", "x-forwarded-proto": "http"}
    opened = protocol.open(Request("GET", path, "", headers, b"", NOW))
    assert (opened.write_key, opened.is_kept, opened.needs_key) == ("WK", False, True)
    told = json.loads(opened.answer.body)["integrations"]["Segment.io"]
    assert (told["apiKey"], told["apiHost"], told["protocol"]) == (
        "WK",
        "in.example:8420/v1",
        "http",
    )


@pytest.mark.parametrize("packing", ["padded", "bare", "url-safe", "fields"])
def test_a_pixel_is_a_message_in_a_query(packing: str) -> None:
    message = {"writeKey": "WK", "anonymousId": "a", "event": "Opened", "properties": {"k": "值?>"}}
    packed = base64.b64encode(json.dumps(message, ensure_ascii=False).encode()).decode()
    query = {
        "padded": "data=" + packed,
        "bare": "data=" + packed.rstrip("="),
        "url-safe": "data=" + packed.replace("+", "-").replace("/", "_"),
        "fields": "writeKey=WK&anonymousId=a&event=Opened&k=%E5%80%BC?%3E",
    }[packing]
    protocol = protocol_of("/v1/pixel/track")
    assert protocol is not None
    request = Request("GET", "/v1/pixel/track", query, {}, b"", NOW)
    opened = protocol.open(request)
    assert opened.write_key == "WK"
    assert opened.answer.body.startswith(b"GIF89a")
    (event,) = read_entry(keep_request(protocol, request, key="k1")).events
    assert (event.name, event.identities) == ("Opened", {"anonymous_id": "a"})
    assert event.properties == {"k": "值?>"}


def test_a_pixel_shows_no_error_unless_it_was_not_kept() -> None:
    protocol = protocol_of("/v1/pixel/track")
    assert protocol is not None
    assert protocol.refuse(BodyUnreadable("no")).status == 200
    assert protocol.refuse(LogFull("full")).status == 503


def test_other_methods_are_told_which_one_to_use() -> None:
    protocol = protocol_of("/v1/batch")
    assert protocol is not None
    opened = protocol.open(Request("GET", "/v1/batch", "", {}, b"", NOW))
    assert (opened.answer.status, opened.is_kept) == (405, False)
    assert (b"allow", b"POST, OPTIONS") in opened.answer.headers


def test_unknown_paths_speak_no_protocol() -> None:
    assert protocol_of("/v1/nothing") is None
    assert protocol_of("/v1/batch/") is not None
