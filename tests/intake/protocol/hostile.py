"""What a stranger may send: values of all shapes, wrappings, and batches with one hostile event between two good ones."""

import base64
import gzip
import json
from collections.abc import Callable
from urllib.parse import quote, urlencode

from hypothesis import strategies as st

from stayflow.intake.protocol import Request

NOW = 1_767_323_046_000

WRAPPINGS: list[Callable[[bytes], bytes]] = [
    lambda raw: raw,
    gzip.compress,
    base64.b64encode,
    lambda raw: b"data=" + quote(base64.b64encode(raw)).encode(),
    lambda raw: b"data_list=" + quote(base64.b64encode(gzip.compress(raw))).encode() + b"&gzip=1",
    lambda raw: b"data=" + quote(raw).encode(),
    lambda raw: b"[" + raw + b"]",
    lambda raw: b'{"batch":[' + raw + b'],"requests":[' + raw + b'],"events":[' + raw + b"]}",
]
_scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([10**30, -(10**400), 2**63, 2**64 - 1, 1e308, 0, -1]),
    st.floats(),
    st.text(),
    st.sampled_from(["\x00", "\x1b[0m", "\ud800", "\udfff\ud800", "é" * 300, "+", "%", "null"]),
)
_keys = st.one_of(
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
VALUES = st.recursive(
    _scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_keys, inner, max_size=6),
    max_leaves=20,
)
QUERIES = st.one_of(
    st.just("token=k"),
    st.text(max_size=50),
    st.dictionaries(_keys, st.text(max_size=30), max_size=4).map(
        lambda fields: urlencode(fields, errors="replace")
    ),
    st.sampled_from(["compression=lz64", "compression=gzip", "_=99999999999999999999", "beacon=1"]),
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
