"""Matomo: single and bulk hits, what each kind of hit is called, and what a token_auth is needed for."""

import gzip
import json
from typing import Any
from urllib.parse import urlencode

import msgspec
import pytest

from stayflow.access.key import KeyInvalid
from stayflow.intake.protocol import (
    BodyUnreadable,
    MessageBatchEmpty,
    Opened,
    Request,
    Voucher,
    protocol_of,
)
from stayflow.intake.protocol.matomo import MATOMO
from stayflow.language.event import EventPack, RawEvent

NOW = 1_767_323_046_000  # 2026-01-02 03:04:06 UTC
HIT = {
    "idsite": "WK",
    "rec": "1",
    "_id": "0123456789abcdef",
    "rand": "42",
    "url": "https://s.com/a",
}


def request(
    query: object = "",
    body: object = b"",
    *,
    path: str = "/matomo.php",
    method: str = "",
    vouched: bool = False,
) -> Request:
    text = query if isinstance(query, str) else urlencode(query)  # type: ignore[arg-type]
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {
        "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
        "user-agent": "Mozilla/5.0",
        "accept-language": "zh-CN,zh;q=0.9",
    }
    told = method or ("POST" if raw else "GET")
    return Request(told, path, text, headers, raw, NOW, "198.51.100.9", is_vouched=vouched)


def opened(sent: Request) -> Opened:
    assert protocol_of(sent.path) is MATOMO
    return MATOMO.open(sent)


def decoded(sent: Request) -> EventPack:
    return MATOMO.decode(sent)


def only(**fields: str) -> RawEvent:
    """The event of a hit; a token of it was found good at the door."""
    pack = decoded(request({**HIT, **fields}, vouched="token_auth" in fields))
    assert not pack.unread
    (event,) = pack.events
    return event


def test_a_page_view_of_a_browser() -> None:
    told = opened(request(HIT))
    assert (told.write_key, told.answer.status, told.answer.media) == ("WK", 200, b"image/gif")
    event = only(
        action_name="首页", urlref="https://b.com", uid="u1", res="1280x720", _cvar="", h="3"
    )
    assert event == RawEvent(
        name="page_view",
        event_id=event.event_id,
        identities={"user_id": "u1", "anonymous_id": "0123456789abcdef"},
        properties={"res": "1280x720"},
        url="https://s.com/a",
        path="/a",
        referrer="https://b.com",
        title="首页",
        channel="web",
        user_agent="Mozilla/5.0",
        language="zh-CN",
        ip="198.51.100.9",
    )


@pytest.mark.parametrize(
    "sent",
    [
        request("", urlencode(HIT).encode()),
        request("", b"?" + urlencode(HIT).encode()),
        request(HIT, b"", method="POST"),
        request(
            {"idsite": "WK"}, urlencode({**HIT, "idsite": ""}).encode().replace(b"idsite=&", b"")
        ),
        request(HIT, path="/piwik.php"),
        request(HIT, path="/matomo.php/"),
    ],
)
def test_a_hit_may_stand_in_the_address_or_the_body(sent: Request) -> None:
    assert opened(sent).write_key == "WK"
    assert [event.url for event in decoded(sent).events] == ["https://s.com/a"]


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"e_c": "Videos", "e_a": "Play", "e_n": "Intro", "e_v": "3"}, "Play"),
        ({"e_c": "Videos"}, "Videos"),
        ({"search": "shoes"}, "search"),
        ({"search": ""}, "search"),
        ({"link": "https://o.com"}, "outlink"),
        ({"download": "https://s.com/x.pdf"}, "download"),
        ({"idgoal": "0", "ec_id": "O1", "revenue": "5"}, "order"),
        ({"idgoal": "0", "revenue": "5"}, "cart_update"),
        ({"idgoal": "3", "revenue": "5"}, "goal"),
        ({"c_n": "Ad"}, "content_impression"),
        ({"c_n": "Ad", "c_i": "click"}, "content_interaction"),
        ({"ping": "1"}, "ping"),
        ({"ca": "1"}, "custom_action"),
        ({"action_name": "x"}, "page_view"),
    ],
)
def test_each_kind_of_hit_has_a_name(fields: dict[str, str], name: str) -> None:
    assert only(**fields).name == name


def test_an_order_is_money_and_a_cart_is_not() -> None:
    items = json.dumps([["sku1", "鞋", ["a", "b"], 12.5, 2], ["sku2"]])
    order = only(idgoal="0", ec_id="O1", revenue="25.00", ec_items=items, ec_sh="3.5")
    assert order.revenue == 25.0
    assert order.properties["items"] == [
        {"sku": "sku1", "name": "鞋", "category": ["a", "b"], "price": 12.5, "quantity": 2},
        {"sku": "sku2"},
    ]
    assert (order.properties["ec_id"], order.properties["ec_sh"]) == ("O1", 3.5)
    cart = only(idgoal="0", revenue="25.00")
    assert (cart.revenue, cart.properties["revenue"]) == (None, 25.0)
    assert only(idgoal="3", revenue="1.5").revenue == 1.5
    assert only(idgoal="0", ec_id="O", ec_items="no list").properties["items"] == "no list"


def test_what_an_event_and_a_search_say() -> None:
    event = only(e_c="Videos", e_a="Play", e_n="Intro", e_v="3", dimension1="gold")
    assert event.properties == {
        "e_c": "Videos", "e_a": "Play", "e_n": "Intro", "e_v": 3.0, "dimension1": "gold",
    }  # fmt: skip
    search = only(search="跑鞋", search_cat="c", search_count="7")
    assert (search.keyword, search.properties) == ("跑鞋", {"search_cat": "c", "search_count": 7.0})


def test_custom_variables_are_properties() -> None:
    event = only(cvar='{"1":["tier","gold"],"2":["broken"]}', _cvar='{"1":["visit","v"]}')
    assert event.properties == {"tier": "gold", "visit": "v"}
    assert only(cvar="no json").properties == {}


@pytest.mark.parametrize(
    ("fields", "time_ms"),
    [
        ({}, None),
        ({"cdt": "2026-01-02 03:00:00"}, 1_767_322_800_000),
        ({"cdt": "1767322800"}, 1_767_322_800_000),
        ({"cdo": "6"}, NOW - 6_000),
        ({"cdt": "2025-12-01 00:00:00", "token_auth": "t" * 32}, 1_764_547_200_000),
    ],
)
def test_when_it_happened(fields: dict[str, str], time_ms: int | None) -> None:
    assert only(**fields).time_ms == time_ms


def test_a_time_that_is_none_is_told() -> None:
    assert only(cdt="yesterday").time_text == "yesterday"


def test_only_who_shows_a_token_says_where_somebody_was() -> None:
    place = {"country": "cn", "region": "33", "city": "杭州", "cip": "203.0.113.1"}
    stranger, known = only(**place), only(**place, token_auth="t" * 32)
    assert (stranger.country, stranger.city, stranger.ip) == ("", "", "198.51.100.9")
    assert (known.country, known.province, known.city, known.ip) == (
        "cn",
        "33",
        "杭州",
        "203.0.113.1",
    )
    assert not {"country", "token_auth"} & {*stranger.properties, *known.properties}


def test_a_time_long_ago_needs_a_token() -> None:
    old = {**HIT, "cdt": "2025-12-01 00:00:00"}
    with pytest.raises(BodyUnreadable, match="token_auth"):
        opened(request(old))
    pack = decoded(request("", {"requests": ["?" + urlencode(old), "?" + urlencode(HIT)]}))
    assert (len(pack.events), len(pack.unread)) == (1, 1)


BULK: dict[str, Any] = {
    "requests": [
        "?" + urlencode({**HIT, "rand": "1"}),
        urlencode({**HIT, "rand": "2"}),
        {**HIT, "rand": 3, "cvar": {"1": ["a", "b"]}},
    ]
}


def test_a_bulk_tells_how_many_it_took() -> None:
    sent = request("", BULK)
    told = opened(sent)
    assert told.write_key == "WK"
    assert json.loads(told.answer.body) == {"status": "success", "tracked": 3, "invalid": 0}
    events = decoded(sent).events
    assert [event.name for event in events] == ["page_view"] * 3
    assert events[2].properties == {"a": "b"}


def test_a_bad_hit_does_not_take_its_bulk_along() -> None:
    other, unrecorded = {**HIT, "idsite": "other"}, {**HIT, "rec": "0"}
    sent = request("", {"requests": [*BULK["requests"], 7, other, unrecorded]})
    assert json.loads(opened(sent).answer.body) == {
        "status": "success",
        "tracked": 3,
        "invalid": 3,
        "invalid_indices": [3, 4, 5],
    }
    pack = decoded(sent)
    assert (len(pack.events), len(pack.unread)) == (3, 3)


def test_who_wants_no_answer_gets_none() -> None:
    assert opened(request({**HIT, "send_image": "0"})).answer.status == 204
    assert opened(request("", {**BULK, "send_image": 0})).answer.status == 204


def test_the_token_of_a_bulk_counts_for_all() -> None:
    hit = {**HIT, "country": "cn"}
    bulk = {"requests": [hit, {**hit, "rand": "7", "token_auth": "another"}], "token_auth": "t"}
    assert MATOMO.voucher(request("", bulk)) == Voucher("WK", "t")
    known, stranger = decoded(request("", bulk, vouched=True)).events
    assert (known.country, stranger.country) == ("cn", "")
    assert [each.country for each in decoded(request("", bulk)).events] == ["", ""]


def test_a_token_is_found_wherever_it_is_shown() -> None:
    shown = {**HIT, "token_auth": "t"}
    assert MATOMO.voucher(request(shown)) == Voucher("WK", "t")
    assert MATOMO.voucher(request("", gzip.compress(urlencode(shown).encode()))) == Voucher(
        "WK", "t"
    )
    assert MATOMO.voucher(request("", {"requests": ["?" + urlencode(shown)]})) == Voucher("WK", "t")
    for none in (request(HIT), request("", b'{"requests":"token_auth"}'), request("token_auth=t")):
        assert MATOMO.voucher(none) is None


@pytest.mark.parametrize("body", [b"", b'{"requests":5}', b'{"requests":', b'x"requests"'])
def test_what_is_no_request_is_refused(body: bytes) -> None:
    with pytest.raises((BodyUnreadable, MessageBatchEmpty)):
        opened(request("", body))


def test_a_hit_that_is_not_to_be_recorded_is_refused() -> None:
    with pytest.raises(BodyUnreadable, match="rec=1"):
        opened(request({"idsite": "WK"}))


def test_without_a_site_there_is_no_key() -> None:
    told = opened(request("", {"requests": [{"rec": "1", "url": "x"}]}))
    assert told.write_key is None
    refused = json.loads(MATOMO.refuse(KeyInvalid("the write key is unknown")).body)
    assert (refused["status"], refused["tracked"], refused["code"]) == ("error", 0, "key_invalid")


def test_a_retry_is_a_duplicate_and_two_hits_are_two() -> None:
    assert only().event_id == only(send_image="0").event_id
    assert only().event_id != only(rand="43").event_id
    for time, is_known in ("", False), ("2026-01-02 03:00:00", True):
        sent = request({**HIT, "rand": "", "cdt": time})
        later = msgspec.structs.replace(sent, received_at_ms=NOW + 1)
        ids = {decoded(each).events[0].event_id for each in (sent, later)}
        assert len(ids) == (1 if is_known else 2)
    assert (
        only(rand="", idgoal="0", ec_id="O1").event_id
        == only(idgoal="0", ec_id="O1", uid="u").event_id
    )
    twice = [event.event_id for event in decoded(request("", {"requests": [HIT, HIT]})).events]
    assert len({*twice}) == 2
