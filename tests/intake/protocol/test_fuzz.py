"""Whatever comes, at every path: refused in words or taken, never a crash, and neighbours stay."""

import base64
import gzip
import json
import tracemalloc
from collections.abc import Callable
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stayflow.intake.columns import assemble
from stayflow.intake.protocol import PROTOCOLS, Request, protocol_of
from stayflow.kernel.errors import Kind, StayflowError
from stayflow.language.event import EventPack

NOW = 1_767_323_046_000
ALLOWED = {Kind.CALLER, Kind.TOO_LARGE, Kind.SIGNED_OUT}
PATHS = sorted(
    path.replace("{call}", "track").replace("{", "").replace("}", "")
    for protocol in PROTOCOLS
    for path in protocol.paths
)


def run(request: Request) -> EventPack:
    """Open and decode; every event of the result must find its place in a batch by column."""
    protocol = protocol_of(request.path)
    assert protocol is not None
    refusal: StayflowError | None = None
    try:
        protocol.open(request)
    except StayflowError as error:
        refusal = error
    if refusal:
        assert refusal.kind in ALLOWED
        assert protocol.refuse(refusal).status < 500
    pack = protocol.decode(request)
    columns = assemble(pack.source, [pack])
    assert len(columns) == len(pack.events)
    return pack


wrappings: list[Callable[[bytes], bytes]] = [
    lambda raw: raw,
    gzip.compress,
    base64.b64encode,
    lambda raw: b"data=" + quote(base64.b64encode(raw)).encode(),
    lambda raw: b"data_list=" + quote(base64.b64encode(gzip.compress(raw))).encode() + b"&gzip=1",
    lambda raw: b"data=" + quote(raw).encode(),
    lambda raw: b"[" + raw + b"]",
    lambda raw: b'{"batch":[' + raw + b'],"requests":[' + raw + b'],"events":[' + raw + b"]}",
]
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([10**30, -(10**400), 2**63, 2**64 - 1, 1e308, 0, -1]),
    st.floats(),
    st.text(),
    st.sampled_from(["\x00", "\x1b[0m", "\ud800", "\udfff\ud800", "é" * 300, "+", "%", "null"]),
)
keys = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        [
            "type",
            "event",
            "time",
            "distinct_id",
            "properties",
            "identities",
            "_track_id",
            "uuid",
            "timestamp",
            "offset",
            "lib",
            "$set",
            "$unset",
            "name",
            "params",
            "timestamp_micros",
            "events",
            "batch",
            "requests",
            "idsite",
            "rec",
            "cdt",
            "cvar",
            "ec_items",
            "xwho",
            "xwhat",
            "xwhen",
            "xcontext",
            "appid",
            "userId",
            "context",
            "traits",
            "token",
            "api_key",
            "alias",
        ]
    ),
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=6),
    max_leaves=20,
)
queries = st.one_of(
    st.just("token=k"),
    st.text(max_size=50),
    st.dictionaries(keys, st.text(max_size=30), max_size=4).map(
        lambda fields: urlencode(fields, errors="replace")
    ),
    st.sampled_from(["compression=lz64", "compression=gzip", "_=99999999999999999999", "beacon=1"]),
)
SLOW = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@SLOW
@given(st.sampled_from(PATHS), st.sampled_from(["GET", "POST"]), queries, st.binary(max_size=300))
def test_bytes_of_all_kinds(path: str, method: str, query: str, body: bytes) -> None:
    run(Request(method, path, query, {"dry-run": "true"}, body, NOW, "", 100_000))


@SLOW
@given(st.sampled_from(PATHS), queries, values, st.lists(st.sampled_from(wrappings), max_size=3))
def test_json_of_all_shapes_under_all_wrappings(
    path: str, query: str, value: object, wraps: list[Callable[[bytes], bytes]]
) -> None:
    body = json.dumps(value).encode("utf-8", "surrogatepass")
    for wrap in wraps:
        body = wrap(body)
    run(
        Request("POST", path, query, {"authorization": "Basic eDo="}, body, NOW, "1.2.3.4", 100_000)
    )


def _segment(event: bytes) -> Request:
    ours = b'{"type":"track","event":"ok","userId":"u","messageId":"%d"}'
    body = b'{"batch":[%s,%s,%s],"writeKey":"k"}' % (ours % 1, event, ours % 2)
    return _post("/v1/batch", body)


def _rudderstack(event: bytes) -> Request:
    return _post("/beacon/v1/batch", _segment(event).body, "writeKey=k")


def _sensors(event: bytes) -> Request:
    ours = b'{"type":"track","event":"ok","distinct_id":"u","time":1767323045000,"_track_id":%d}'
    body = b"[%s,%s,%s]" % (ours % 1, event, ours % 2)
    return _post("/sa", b"data_list=" + quote(base64.b64encode(body)).encode(), "token=k")


def _posthog(event: bytes) -> Request:
    ours = b'{"event":"ok","distinct_id":"u","uuid":"%d"}'
    body = b'{"api_key":"k","batch":[%s,%s,%s]}' % (ours % 1, event, ours % 2)
    return _post("/batch/", body)


def _ga4(event: bytes) -> Request:
    body = b'{"client_id":"c","events":[{"name":"ok"},%s,{"name":"ok"}]}' % event
    return _post("/mp/collect", body, "api_secret=k")


def _matomo(event: bytes) -> Request:
    ours = b'{"idsite":"k","rec":"1","e_a":"ok","_id":"u","rand":"%d"}'
    return _post("/matomo.php", b'{"requests":[%s,%s,%s]}' % (ours % 1, event, ours % 2))


def _ark(event: bytes) -> Request:
    ours = b'{"appid":"k","xwho":"u","xwhat":"ok","xwhen":1767323045%03d}'
    return _post("/up", b"[%s,%s,%s]" % (ours % 1, event, ours % 2))


def _post(path: str, body: bytes, query: str = "") -> Request:
    return Request("POST", path, query, {}, body, NOW, "1.2.3.4")


BATCHES = {
    "segment": _segment,
    "rudderstack": _rudderstack,
    "sensors": _sensors,
    "posthog": _posthog,
    "ga4": _ga4,
    "matomo": _matomo,
    "ark": _ark,
}
# The name and the free part of an event in each format, so that what is hostile stands where it may.
EVENTS = {
    "segment": b'{"type":"track","event":"bad","userId":"v","properties":%s}',
    "rudderstack": b'{"type":"track","event":"bad","userId":"v","properties":%s}',
    "sensors": b'{"type":"track","event":"bad","distinct_id":"v","time":1,"properties":%s}',
    "posthog": b'{"event":"bad","distinct_id":"v","uuid":"v","properties":%s}',
    "ga4": b'{"name":"bad","params":%s}',
    "matomo": b'{"idsite":"k","rec":"1","e_a":"bad","cvar":%s}',
    "ark": b'{"appid":"k","xwho":"v","xwhat":"bad","xwhen":1767323045000,"xcontext":%s}',
}
HOSTILE = {
    "huge numbers": b'{"a":1e999,"b":-1e999,"c":' + b"9" * 5_000 + b',"d":18446744073709551616}',
    "deep nesting": b'{"a":' + b"[" * 3_000 + b"]" * 3_000 + b"}",
    "deep objects": b'{"a":' * 3_000 + b"1" + b"}" * 3_000,
    "lone surrogate": rb'{"a":"x\ud800y","\udfff":1}',
    "no UTF-8": b'{"a":"\xff\xfe","\xc0":"\xed\xa0\x80"}',
    "control characters": b'{"a":"\x01\x02\n\t","b\x00":"\\u0000"}',
    "not a number": b'{"a":NaN,"b":Infinity,"c":-Infinity}',
    "10,000 properties": json.dumps({f"p{n}": n for n in range(10_000)}).encode(),
    "same name twice": b'{"a":1,"a":{"a":2}}',
    "long text": b'{"a":"' + b"x" * 200_000 + b'"}',
    "no object": b"[1,2,[3]]",
    "empty names": b'{"":"","  ":null,"$":{}}',
    "identities of all types": b'{"$is_login_id":1,"alias":{},"$set":[1],"$unset":5,"$session_id":[]}',
}


@pytest.mark.parametrize("what", HOSTILE)
@pytest.mark.parametrize("name", BATCHES)
def test_a_hostile_event_does_not_take_its_neighbours_along(name: str, what: str) -> None:
    pack = run(BATCHES[name](EVENTS[name] % HOSTILE[what]))
    names = [event.name for event in pack.events]
    assert names.count("ok") == 2, (names, pack.unread)
    assert len(pack.events) + len(pack.unread) == 3


@pytest.mark.parametrize("name", BATCHES)
@pytest.mark.parametrize("event", [b"7", b'"text"', b"null", b"[]", b"{}", b"1e999"])
def test_what_is_no_event_is_counted(name: str, event: bytes) -> None:
    pack = run(BATCHES[name](event))
    assert [found.name for found in pack.events].count("ok") == 2
    assert len(pack.events) + len(pack.unread) == 3


BOMB = gzip.compress(b"[" + b" " * 60_000_000 + b"]")
PACKED = base64.b64encode(BOMB)


@pytest.mark.parametrize("name", BATCHES)
@pytest.mark.parametrize(
    "body",
    [BOMB, PACKED, b"data=" + quote(PACKED).encode(), b"data_list=" + quote(PACKED).encode()],
)
def test_a_bomb_takes_no_more_memory_than_a_body_may_have(name: str, body: bytes) -> None:
    like = BATCHES[name](b"{}")
    request = Request("POST", like.path, like.query, {}, body, NOW, "", 1_000_000)
    tracemalloc.start()
    try:
        assert run(request).events == ()
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()


def test_every_protocol_is_in_these_tests() -> None:
    families = {protocol.name.partition("-")[0] for protocol in PROTOCOLS}
    assert families <= {*BATCHES, "stayflow"}
