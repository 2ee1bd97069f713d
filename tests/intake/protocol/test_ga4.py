"""GA4 Measurement Protocol: what is kept of a payload, what its check says, and the requests of gtag."""

import gzip
import json
from typing import Any

import msgspec
import pytest

from stayflow.intake.protocol import Opened, Request, protocol_of
from stayflow.intake.protocol.ga4 import GA4
from stayflow.language.event import EventPack, RawEvent

NOW = 1_767_323_046_000
MICROS = 1_767_323_045_000_000
PURCHASE: dict[str, Any] = {
    "name": "purchase",
    "params": {
        "transaction_id": "T1",
        "value": 9.9,
        "currency": "CNY",
        "session_id": 17,
        "page_location": "https://s.com/a",
        "page_title": "付款",
        "items": [{"item_id": "i1", "price": 9.9}],
    },
}
PAYLOAD: dict[str, Any] = {
    "client_id": "123.456",
    "user_id": "u1",
    "timestamp_micros": MICROS,
    "user_properties": {"tier": {"value": "gold"}, "gone": {"value": None}, "plain": 1},
    "user_location": {"city": "杭州", "region_id": "CN-ZJ", "country_id": "CN"},
    "device": {"category": "mobile", "operating_system": "Android", "browser": "Chrome"},
    "consent": {"ad_user_data": "GRANTED"},
    "events": [PURCHASE],
}
QUERY = "measurement_id=G-1&api_secret=WK"


def request(
    body: object = b"", path: str = "/mp/collect", query: str = QUERY, method: str = "POST"
) -> Request:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"user-agent": "Mozilla/5.0", "content-type": "text/plain"}
    return Request(method, path, query, headers, raw, NOW, "198.51.100.9")


def opened(sent: Request) -> Opened:
    assert protocol_of(sent.path) is GA4
    return GA4.open(sent)


def decoded(sent: Request) -> EventPack:
    return GA4.decode(sent)


def only(payload: dict[str, Any]) -> RawEvent:
    pack = decoded(request(payload))
    assert not pack.unread
    (event,) = pack.events
    return event


def test_a_payload_becomes_its_events() -> None:
    told = opened(request(PAYLOAD))
    assert (told.write_key, told.answer.status, told.answer.body) == ("WK", 204, b"")
    event = only(PAYLOAD)
    assert event == RawEvent(
        name="purchase",
        time_ms=1_767_323_045_000,
        event_id=event.event_id,
        identities={"user_id": "u1", "anonymous_id": "123.456"},
        properties={
            "transaction_id": "T1",
            "value": 9.9,
            "currency": "CNY",
            "items": [{"item_id": "i1", "price": 9.9}],
            "consent": {"ad_user_data": "GRANTED"},
        },
        attributes={"tier": "gold", "plain": 1},
        session_id="17",
        url="https://s.com/a",
        path="/a",
        title="付款",
        device="mobile",
        os="Android",
        browser="Chrome",
        country="CN",
        province="CN-ZJ",
        city="杭州",
        revenue=9.9,
        currency="CNY",
    )


def test_an_app_names_its_installation() -> None:
    assert only({"app_instance_id": "a1", "events": [PURCHASE]}).identities == {
        "anonymous_id": "a1"
    }


def test_the_time_of_an_event_wins() -> None:
    own = {**PURCHASE, "timestamp_micros": str(MICROS + 1_000)}
    assert only({**PAYLOAD, "events": [own]}).time_ms == 1_767_323_045_001
    assert only({"client_id": "c", "events": [PURCHASE]}).time_ms is None
    assert only({**PAYLOAD, "timestamp_micros": "soon"}).time_text == "soon"


@pytest.mark.parametrize(
    ("name", "revenue"),
    [("purchase", 9.9), ("in_app_purchase", 9.9), ("refund", -9.9), ("add_to_cart", None)],
)
def test_value_is_money_where_it_was_paid(name: str, revenue: float | None) -> None:
    assert only({**PAYLOAD, "events": [{**PURCHASE, "name": name}]}).revenue == revenue


def test_a_campaign_is_told_by_its_own_event_only() -> None:
    params = {"source": "baidu", "medium": "cpc", "campaign": "spring"}
    event = only({**PAYLOAD, "events": [{"name": "campaign_details", "params": params}]})
    assert (event.source, event.medium, event.campaign) == ("baidu", "cpc", "spring")
    assert only({**PAYLOAD, "events": [{"name": "share", "params": params}]}).source == ""


def test_a_retry_is_a_duplicate_and_two_events_are_two() -> None:
    clicks = [{"name": "click"}, {"name": "click"}, {"name": "click", "params": {"n": 1}}]
    timed = [event.event_id for event in decoded(request({**PAYLOAD, "events": clicks})).events]
    assert len({*timed, None}) == 4
    again = decoded(request({**PAYLOAD, "events": clicks})).events
    assert [event.event_id for event in again] == timed
    for event, is_known in ({"name": "click"}, False), (PURCHASE, True):
        untimed = request({"client_id": "c", "events": [event]})
        later = msgspec.structs.replace(untimed, received_at_ms=NOW + 1)
        ids = {decoded(sent).events[0].event_id for sent in (untimed, later)}
        assert len(ids) == (1 if is_known else 2)


@pytest.mark.parametrize(
    "body",
    [b"hello", b"{", b"[]", b'{"events":5}', b'{"client_id":"c"}', b"\x1f\x8bx", {"events": []}],
)
def test_whatever_comes_is_answered_alike_and_kept(body: object) -> None:
    told = opened(request(body))
    assert (told.answer.status, told.is_kept) == (204, True)
    pack = decoded(request(body))
    assert pack.events == ()
    assert len(pack.unread) == 1


def test_a_bad_event_does_not_take_its_neighbours_along() -> None:
    pack = decoded(request({**PAYLOAD, "events": [5, PURCHASE, {"name": 7, "params": "x"}]}))
    assert [event.name for event in pack.events] == ["purchase", "7"]
    assert len(pack.unread) == 1


def test_gzip_is_unpacked() -> None:
    (event,) = decoded(request(gzip.compress(json.dumps(PAYLOAD).encode()))).events
    assert event.name == "purchase"


def checked(payload: object) -> list[tuple[str, str]]:
    told = opened(request(payload, "/debug/mp/collect", ""))
    assert (told.is_kept, told.needs_key, told.answer.status) == (False, False, 200)
    messages = json.loads(told.answer.body)["validationMessages"]
    assert all(message["description"] for message in messages)
    return [(message["fieldPath"], message["validationCode"]) for message in messages]


MANY = {f"p{place}": 1 for place in range(26)}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, []),
        ({"client_id": ""}, [("client_id", "VALUE_REQUIRED")]),
        ({"events": []}, [("events", "VALUE_REQUIRED")]),
        ({"events": [PURCHASE] * 26}, [("events", "EXCEEDED_MAX_ENTITIES")]),
        ({"events": [7]}, [("events[0]", "VALUE_INVALID")]),
        ({"events": [{"params": {}}]}, [("events[0].name", "VALUE_REQUIRED")]),
        ({"events": [{"name": "first_open"}]}, [("events[0].name", "NAME_RESERVED")]),
        ({"events": [{"name": "no way"}]}, [("events[0]", "NAME_INVALID")]),
        ({"events": [{"name": "x" * 41}]}, [("events[0]", "NAME_INVALID")]),
        ({"events": [{"name": "ga_x"}]}, [("events[0]", "NAME_RESERVED")]),
        (
            {"events": [{"name": "e", "params": MANY}]},
            [("events[0].params", "EXCEEDED_MAX_ENTITIES")],
        ),
        ({"user_properties": {"1a": 1}}, [("user_properties", "NAME_INVALID")]),
        ({"user_properties": MANY}, [("user_properties", "EXCEEDED_MAX_ENTITIES")]),
        ({"timestamp_micros": "x"}, [("timestamp_micros", "VALUE_INVALID")]),
        (
            {"timestamp_micros": MICROS - 73 * 3_600_000_000},
            [("timestamp_micros", "VALUE_OUT_OF_BOUNDS")],
        ),
    ],
)
def test_the_check_names_what_google_would_not_take(
    change: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    assert checked({**PAYLOAD, **change}) == found


def test_the_check_of_what_is_no_payload() -> None:
    assert checked(b"hello") == [("", "VALUE_INVALID")]


def test_gtag_sends_what_events_share_in_the_query_and_each_in_a_line() -> None:
    query = "v=2&tid=WK&cid=c1&uid=u1&sid=s1&dl=https%3A%2F%2Fs.com%2F&dt=T&ul=zh-cn&_p=99&_s=2"
    lines = "en=page_view&ep.a=x&_et=5\r\nen=purchase&epn.value=9.5&cu=EUR&up.tier=gold&pr1=idA~nmB"
    sent = request(lines.encode(), "/g/collect", query)
    assert opened(sent).write_key == "WK"
    page, purchase = decoded(sent).events
    assert (page.name, page.properties, page.url) == ("page_view", {"a": "x"}, "https://s.com/")
    assert page.identities == {"user_id": "u1", "anonymous_id": "c1"}
    assert (page.session_id, page.title, page.language) == ("s1", "T", "zh-cn")
    assert (page.channel, page.user_agent, page.ip) == ("web", "Mozilla/5.0", "198.51.100.9")
    assert (purchase.revenue, purchase.currency) == (9.5, "EUR")
    assert purchase.properties == {"value": 9.5, "items": ["idA~nmB"]}
    assert purchase.attributes == {"tier": "gold"}
    assert page.event_id != purchase.event_id


def test_gtag_may_send_one_event_in_the_query() -> None:
    sent = request(b"", "/g/collect", "v=2&tid=WK&cid=c1&en=scroll&_p=1", method="GET")
    (event,) = decoded(sent).events
    assert (event.name, opened(sent).answer.status) == ("scroll", 204)


def test_a_get_of_the_measurement_protocol_is_refused() -> None:
    assert opened(request(b"", method="GET")).answer.status == 405


def test_an_event_in_no_array_is_one() -> None:
    pack = decoded(request({**PAYLOAD, "events": PURCHASE}))
    assert pack.events == decoded(request(PAYLOAD)).events
    for nothing in (None, [], 7, "purchase"):
        assert len(decoded(request({**PAYLOAD, "events": nothing})).unread) == 1
    answer = opened(request({**PAYLOAD, "events": PURCHASE}, "/debug/mp/collect")).answer
    (message,) = json.loads(answer.body)["validationMessages"]
    assert message["validationCode"] == "VALUE_INVALID"
