"""Sensors Analytics: every form of its body, its identities and profiles; nothing of content is refused."""

import base64
import gzip
import json
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
import pytest

from stayflow.access.key import KeyInvalid
from stayflow.intake.protocol import BodyTooLarge, Opened, Request, protocol_of
from stayflow.intake.protocol.sensors import SENSORS
from stayflow.intake.protocol.sensors_body import java_hash
from stayflow.language.event import EventPack, RawEvent

NOW = 1_767_323_046_000
TRACK: dict[str, Any] = {
    "type": "track",
    "event": "OrderDone",
    "time": 1_767_323_045_000,
    "distinct_id": "u1",
    "_track_id": 7,
    "properties": {"$is_login_id": True, "$lib": "java", "amt": 9.9, "名": "字+/="},
    "lib": {"$lib": "java"},
}


def b64(body: object, *, zipped: bool = False) -> str:
    raw = json.dumps(body).encode()
    return base64.b64encode(gzip.compress(raw) if zipped else raw).decode()


def request(
    body: str | bytes = b"", query: str = "token=WK", path: str = "/sa", **headers: str
) -> Request:
    raw = body.encode() if isinstance(body, str) else body
    method = "POST" if raw else "GET"
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Request(method, path, query, named, raw, NOW, "198.51.100.9")


def opened(sent: Request) -> Opened:
    assert protocol_of(sent.path) is SENSORS
    return SENSORS.open(sent)


def decoded(sent: Request) -> EventPack:
    return SENSORS.decode(sent)


def only(record: object) -> RawEvent:
    pack = decoded(request(urlencode({"data": b64(record)})))
    assert not pack.unread
    (event,) = pack.events
    return event


def forms() -> dict[str, Request]:
    """One record in every form in which an SDK sends it."""
    plain, zipped = b64([TRACK]), b64([TRACK], zipped=True)
    single = b64(TRACK)
    crc = f"crc={java_hash(single)}"
    return {
        "list": request(urlencode({"data_list": plain})),
        "list, gzip": request(urlencode({"data_list": zipped, "gzip": 1})),
        "one, gzip": request(urlencode({"data": b64(TRACK, zipped=True), "gzip": 1})),
        "gzip not told": request(urlencode({"data_list": zipped, "gzip": 0})),
        "android": request(
            urlencode(
                {"crc": java_hash(zipped), "gzip": 1, "data_list": zipped, "instant_event": 1}
            )
        ),
        "web": request(urlencode({"data": single, "ext": crc})),
        "mini-program": request(f"data_list={quote(plain)}", content_type="text/plain"),
        "mini-program, gzip": request(f"data_list={quote(zipped)}&gzip=1"),
        "a plus that became a blank": request(f"data={single}&ext={quote(crc)}"),
        "no padding, alphabet of addresses": request(
            "data=" + single.rstrip("=").replace("+", "-").replace("/", "_")
        ),
        "image": request(
            query=urlencode({"token": "WK", "data": single, "ext": crc}), path="/sa.gif"
        ),
        "plain JSON": request(urlencode({"data": json.dumps(TRACK)})),
    }


@pytest.mark.parametrize("form", forms())
def test_every_form_of_the_body_is_the_same_event(form: str) -> None:
    sent = forms()[form]
    assert opened(sent).write_key == "WK"
    pack = decoded(sent)
    assert pack.unread == ()
    assert [(event.name, event.event_id) for event in pack.events] == [
        ("OrderDone", only(TRACK).event_id)
    ]
    assert pack.events[0].properties["名"] == "字+/="


def test_the_checksum_is_that_of_java() -> None:
    assert java_hash("eyJhIjoxfQ==") == -1_930_075_513
    assert java_hash("") == 0
    for text in ("a" * 10_000, "b" * 65_537 + "c" * 65_536, "名😀" * 50_000):
        assert java_hash(text) == _slow_java_hash(text)


def _slow_java_hash(text: str) -> int:
    total = 0
    raw = text.encode("utf-16-be")
    for unit in (raw[place] * 256 + raw[place + 1] for place in range(0, len(raw), 2)):
        total = (31 * total + unit) % 2**32
    return total - 2**32 if total >= 2**31 else total


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (f"data={b64(TRACK)}&crc=12", "body_damaged"),
        (f"data_list={b64([TRACK])}&gzip=9", "body_encrypted"),
        ('data_list=[{"ekey":"e","pkv":1,"payloads":["x"]}]&gzip=13', "body_encrypted"),
        ("data=not base64!", "body_unreadable"),
        ("data=" + base64.b64encode(b"{").decode(), "body_unreadable"),
        ("data=" + quote(base64.b64encode(b"\x1f\x8bxx").decode()), "body_unreadable"),
        ("hello", "body_unreadable"),
    ],
)
def test_what_cannot_be_read_is_answered_well_and_kept(body: str, why: str) -> None:
    answer = opened(request(body))
    assert (answer.answer.status, answer.is_kept) == (200, True)
    pack = decoded(request(body))
    assert pack.events == ()
    assert len(pack.unread) == 1
    assert pack.unread[0].startswith(why)


def test_a_bad_record_does_not_take_its_neighbours_along() -> None:
    body = [TRACK, 5, {**TRACK, "time": {"a": 1}, "_track_id": 8}, {**TRACK, "_track_id": 9}]
    pack = decoded(request(urlencode({"data_list": b64(body)})))
    assert [event.name for event in pack.events] == ["OrderDone"] * 3
    assert pack.events[1].time_text
    assert len(pack.unread) == 1


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("project=p&token=t", "t"),
        ("project=p", "p"),
        ("token=&project=p", "p"),
        ("", "of the record"),
        ("x=1", "of the record"),
    ],
)
def test_the_write_key_is_the_token_or_the_project(query: str, key: str) -> None:
    record = {**TRACK, "project": "of the record"}
    assert opened(request(urlencode({"data": b64(record)}), query)).write_key == key


def test_the_form_may_name_the_key() -> None:
    assert opened(request("token=inside&data=x", "")).write_key == "inside"
    assert opened(request("hello", "")).write_key is None


def test_a_login_joins_the_anonymous_id() -> None:
    signup = {**TRACK, "type": "track_signup", "event": "$SignUp", "original_id": "a1"}
    event = only(signup)
    assert event.name == "$SignUp"
    assert event.identities == {"user_id": "u1", "anonymous_id": "a1", "distinct_id": "u1"}


def test_an_id_without_a_word_about_it_is_anonymous() -> None:
    event = only({**TRACK, "properties": {}})
    assert event.identities == {"anonymous_id": "u1", "distinct_id": "u1"}


def test_a_client_says_both_ids() -> None:
    event = only({**TRACK, "properties": {}, "login_id": "u1", "anonymous_id": "a1"})
    assert event.identities == {"user_id": "u1", "anonymous_id": "a1", "distinct_id": "u1"}


def test_identities_of_id_mapping_3_have_our_names() -> None:
    identities = {
        "$identity_login_id": "u1",
        "$identity_mobile": "13800000000",
        "$identity_email": "a@b.c",
        "$identity_mp_unionid": "un",
        "$identity_mp_openid": "op",
        "$identity_idfv": "ID-FV",
        "$identity_cookie_id": "c",
        "member": ["m1"],
        "$identity_empty": "",
    }
    event = only({**TRACK, "properties": {}, "identities": identities})
    assert event.identities == {
        "user_id": "u1",
        "phone": "13800000000",
        "email": "a@b.c",
        "unionid": "un",
        "openid": "op",
        "idfv": "ID-FV",
        "cookie": "c",
        "member": "m1",
        "distinct_id": "u1",
    }


def test_the_newest_form_has_the_ids_among_the_properties() -> None:
    properties = {"distinct_id": "u1", "identities": {"$identity_login_id": "u1"}, "amt": 1}
    record = {"version": "3.0", "schema": "events", "type": "track", "event": "e", "time": NOW}
    event = only({**record, "properties": properties})
    assert event.identities == {"user_id": "u1", "distinct_id": "u1"}
    assert event.properties == {"amt": 1}


def test_a_distinct_id_made_of_kind_and_value_is_that_identity() -> None:
    record = {**TRACK, "distinct_id": "$identity_mobile+138", "properties": {}}
    assert only(record).identities == {"phone": "138"}


def test_an_unbinding_names_what_is_detached() -> None:
    record = {
        **TRACK,
        "type": "track_id_unbind",
        "event": "$UnbindID",
        "distinct_id": "$identity_mobile+138",
        "identities": {"$identity_mobile": "138"},
        "properties": {},
    }
    event = only(record)
    assert event.unbind == {"phone": "138"}
    assert event.identities == {"phone": "138"}


PROFILE = {**TRACK, "properties": {"$is_login_id": True, "n": 2, "t": "x", "l": ["a"]}}


@pytest.mark.parametrize(
    ("kind", "field", "stated", "left"),
    [
        ("profile_set", "attributes", {"n": 2, "t": "x", "l": ["a"]}, {}),
        ("profile_set_once", "attributes_once", {"n": 2, "t": "x", "l": ["a"]}, {}),
        ("profile_increment", "increments", {"n": 2.0}, {"t": "x", "l": ["a"]}),
        ("profile_append", "appends", {"l": ["a"]}, {"n": 2, "t": "x"}),
        ("profile_unset", "unset", ("n", "t", "l"), {}),
        ("profile_delete", "unset", ("*",), {}),
    ],
)
def test_a_profile_record_states_facts(kind: str, field: str, stated: object, left: object) -> None:
    event = only({**PROFILE, "type": kind, "event": None})
    assert event.name == kind
    assert getattr(event, field) == stated
    assert event.properties == left


def test_an_item_is_nobody() -> None:
    item = {"type": "item_set", "item_type": "book", "item_id": "1", "properties": {"price": 2}}
    event = only({**item, "time": NOW})
    assert event.name == "item_set"
    assert event.identities == {}
    assert event.properties == {"item_type": "book", "item_id": "1", "price": 2}


def test_what_the_page_and_the_browser_say_are_fields_of_ours() -> None:
    properties = {
        "$lib": "js",
        "$url": "https://s.cn/a?b",
        "$title": "t",
        "$referrer": "取值异常",
        "$search_keyword": "未取到值_直接打开",
        "$utm_source": "baidu",
        "$timezone_offset": -480,
        "$browser": "chrome",
        "revenue": "9.90",
        "currency": "CNY",
    }
    record = {**TRACK, "event": "$pageview", "properties": properties, "lib": {"$lib": "js"}}
    body = urlencode({"data": b64(record)})
    agent = {"user_agent": "Mozilla/5.0", "accept_language": "zh-CN,zh;q=0.9"}
    (event,) = decoded(request(body, **agent)).events
    assert event.name == "page_view"
    assert (event.url, event.title, event.referrer) == ("https://s.cn/a?b", "t", "")
    assert (event.source, event.keyword, event.zone) == ("baidu", "", "+08:00")
    assert (event.channel, event.browser, event.language) == ("web", "chrome", "zh-CN")
    assert (event.user_agent, event.ip) == ("Mozilla/5.0", "198.51.100.9")
    assert (event.revenue, event.currency) == (9.9, "CNY")
    assert "$url" not in event.properties


def test_a_retry_is_a_duplicate_and_two_events_are_two() -> None:
    twin = {**TRACK, "_track_id": None}
    body = urlencode({"data_list": b64([TRACK, twin, twin, {**TRACK, "_track_id": 8}])})
    first = [event.event_id for event in decoded(request(body)).events]
    assert len(set(first)) == 4
    flushed = [{**TRACK, "_flush_time": NOW + 5}, {**twin, "_flush_time": NOW + 5}]
    again = decoded(request(urlencode({"data_list": b64(flushed)}))).events
    assert [event.event_id for event in again] == first[:2]


def test_a_record_without_time_and_number_counts_each_time_it_comes() -> None:
    sent = request(urlencode({"data": b64({**TRACK, "time": None, "_track_id": None})}))
    later = msgspec.structs.replace(sent, received_at_ms=NOW + 1)
    assert decoded(sent).events[0].event_id != decoded(later).events[0].event_id


def test_debug_tells_the_developer_and_a_dry_run_keeps_nothing() -> None:
    good = urlencode({"data": b64(TRACK)})
    said = opened(request(good, path="/debug"))
    assert (said.answer.status, said.is_kept) == (200, True)
    dry = opened(request(good, path="/debug", dry_run="true"))
    assert (dry.answer.status, dry.is_kept) == (200, False)
    bad = opened(request("data=%%%", path="/debug", dry_run="true"))
    assert (bad.answer.status, bad.is_kept) == (400, False)
    assert json.loads(bad.answer.body)["code"] == "body_unreadable"
    nameless = urlencode({"data": b64({**TRACK, "event": ""})})
    assert b"no `event`" in opened(request(nameless, path="/debug")).answer.body


def test_the_picture_is_a_picture() -> None:
    asked = opened(request(query=f"token=WK&data={b64(TRACK)}", path="/sa.gif"))
    assert (asked.answer.media, asked.answer.body[:6]) == (b"image/gif", b"GIF89a")
    assert opened(request("data=x", path="/sa.gif")).answer.body == b""


@pytest.mark.parametrize("path", ["/config/Android.conf", "/config/iOS.conf"])
def test_the_remote_configuration_changes_nothing(path: str) -> None:
    told = opened(request(query="v=&nv=&project=p", path=path))
    assert (told.needs_key, told.is_kept, told.answer.status) == (False, False, 200)
    config = json.loads(told.answer.body)
    assert config["configs"]["disableSDK"] is False
    assert opened(request(query=f"v={config['v']}", path=path)).answer.status == 304
    visual = path.replace("/config/", "/config/visualized/")
    assert opened(request(query="", path=visual)).answer.status == 304


def test_a_wrong_key_is_403_so_that_phones_keep_their_events() -> None:
    assert SENSORS.refuse(KeyInvalid("the write key is unknown or revoked")).status == 403
    assert SENSORS.refuse(BodyTooLarge("too large")).status == 413


def test_a_bomb_is_not_unpacked() -> None:
    bomb = urlencode(
        {"data_list": base64.b64encode(gzip.compress(b"[" + b" " * 30_000_000)), "gzip": 1}
    )
    pack = decoded(request(bomb))
    assert pack.unread[0].startswith("body_too_large")
