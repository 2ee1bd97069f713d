"""Whatever comes, at every path: refused in words or taken, never a crash, and neighbours stay."""

import base64
import gzip
import json
import tracemalloc
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stayflow.intake.columns import assemble
from stayflow.intake.protocol import PROTOCOLS, Request, posthog, protocol_of
from stayflow.intake.protocol.errors import BatchTooLong, BodyUnreadable
from stayflow.intake.protocol.parts import has_too_many_parts
from stayflow.kernel.errors import Kind, StayflowError
from stayflow.language.event import EventPack
from tests.intake.protocol.hostile import (
    BATCHES,
    EVENTS,
    HOSTILE,
    NOW,
    QUERIES,
    VALUES,
    WRAPPINGS,
)

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


SLOW = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@SLOW
@given(st.sampled_from(PATHS), st.sampled_from(["GET", "POST"]), QUERIES, st.binary(max_size=300))
def test_bytes_of_all_kinds(path: str, method: str, query: str, body: bytes) -> None:
    run(Request(method, path, query, {"dry-run": "true"}, body, NOW, "", 100_000))


@SLOW
@given(st.sampled_from(PATHS), QUERIES, VALUES, st.lists(st.sampled_from(WRAPPINGS), max_size=3))
def test_json_of_all_shapes_under_all_wrappings(
    path: str, query: str, value: object, wraps: list[Callable[[bytes], bytes]]
) -> None:
    body = json.dumps(value).encode("utf-8", "surrogatepass")
    for wrap in wraps:
        body = wrap(body)
    run(
        Request("POST", path, query, {"authorization": "Basic eDo="}, body, NOW, "1.2.3.4", 100_000)
    )


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


MANY = 100_001
LONG = {
    "segment": ("/v1/batch", b'{"batch":[%s]}' % b",".join([b"{}"] * MANY), ""),
    "posthog": ("/batch/", b'{"api_key":"k","batch":[%s]}' % b",".join([b"{}"] * MANY), ""),
    "ark": ("/up", b"[%s]" % b",".join([b"{}"] * MANY), ""),
    "matomo": ("/matomo.php", b'{"requests":[%s]}' % b",".join([b'""'] * MANY), "rec=1"),
    "matomo address": (
        "/matomo.php",
        b'{"requests":[%s]}' % b",".join([b'""'] * 2_000),
        urlencode({f"field{number}": "x" for number in range(900)}),
    ),
    "sensors": (
        "/sa",
        b"data_list=[%s]" % b",".join([b"{'a':1}"] * MANY).replace(b"'", b'"'),
        "token=k",
    ),
    "ga4": ("/mp/collect", b'{"events":[%s]}' % b",".join([b"{}"] * MANY), "api_secret=k"),
    "gtag": ("/g/collect", b"en=a\n" * MANY, "tid=k"),
    "gtag address": (
        "/g/collect",
        b"en=a\n" * 2_000,
        urlencode({"tid": "k"} | {f"ep.field{number}": "x" for number in range(900)}),
    ),
}
KEPT_WHATEVER_IT_HOLDS = {"sensors", "ga4", "gtag", "gtag address"}


@pytest.mark.parametrize("name", LONG)
def test_a_request_of_more_events_than_any_sdk_sends_does_not_fill_the_memory(name: str) -> None:
    path, body, query = LONG[name]
    request = Request("POST", path, query, {}, body, NOW)
    protocol = protocol_of(path)
    assert protocol is not None
    if name in KEPT_WHATEVER_IT_HOLDS:
        assert protocol.open(request).is_kept
        pack = protocol.decode(request)
        assert (len(pack.events), len(pack.unread)) == (0, 1)
        assert "100,000" in pack.unread[0]
    else:
        with pytest.raises(BatchTooLong):
            protocol.open(request)


def test_clicks_of_a_heat_map_are_no_more_events_than_a_request_may_hold(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(posthog, "EVENTS_MAX", 1_000)
    clicks = {"u": [{"type": "click", "x": 1, "y": 1}] * 500}
    heat = {"event": "$$heatmap", "distinct_id": "u", "properties": {"$heatmap_data": clicks}}
    body = json.dumps({"api_key": "k", "batch": [heat] * 30}).encode()
    pack = posthog.POSTHOG.decode(Request("POST", "/batch/", "", {}, body, NOW))
    names = Counter(event.name for event in pack.events)
    assert names == {"$$heatmap": 30, "$heatmap_click": 999}


def test_a_hostile_body_is_not_looked_through_for_what_could_be_mended() -> None:
    for inner in (b"[]," * TINY, (b"[" * 900 + b"]" * 900 + b",") * (TINY // 900)):
        body = b'{"batch":[{"event":"e","distinct_id":"u","properties":{"x":[%sNaN]}}]}' % inner
        tracemalloc.start()
        try:
            with pytest.raises(BodyUnreadable):
                posthog.open_posthog(Request("POST", "/batch/", "", {}, body, NOW))
            assert tracemalloc.get_traced_memory()[1] < 4 * len(body)
        finally:
            tracemalloc.stop()


def test_lines_of_a_tag_that_say_nothing_are_no_events() -> None:
    request = Request("POST", "/g/collect", "tid=k&en=a", {}, b"\n" * 300_000, NOW)
    protocol = protocol_of("/g/collect")
    assert protocol is not None
    assert len(protocol.decode(request).unread) == 1
    few = Request("POST", "/g/collect", "tid=k", {}, b"en=a\r\n\r\nen=b\r\n", NOW)
    assert [event.name for event in protocol.decode(few).events] == ["a", "b"]


TINY = 1_500_000
CUT = {
    "posthog": ("/batch/", b'{"batch":[%s1]}' % (b"1," * TINY), ""),
    "posthog array": ("/batch/", b"[%s1]" % (b"1," * TINY), ""),
    "posthog, the name in other letters": (
        "/batch/",
        b'{"b\\u0061tch":[%s{}]}' % (b"{}," * TINY),
        "",
    ),
    "posthog, not quite JSON": ("/batch/", b"[NaN,%s{}]" % (b"{}," * TINY), ""),
    "segment": ("/v1/batch", b'{"batch":[%s1]}' % (b"1," * TINY), ""),
    "ark": ("/up", b"[%s1]" % (b"1," * TINY), ""),
    "matomo": ("/matomo.php", b'{"requests":[%s1]}' % (b"1," * TINY), "rec=1"),
    "sensors": ("/sa", b"data_list=[%s1]" % (b"1," * TINY), "token=k"),
    "ga4": ("/mp/collect", b'{"events":[%s1]}' % (b"1," * TINY), "api_secret=k"),
}


@pytest.mark.parametrize("name", CUT)
def test_a_body_of_millions_of_values_is_refused_before_it_is_cut(name: str) -> None:
    """Each value would be an object of its own: 1.5 million take over 100 MB, beside a few bytes each of body."""
    path, body, query = CUT[name]
    protocol = protocol_of(path)
    assert protocol is not None
    tracemalloc.start()
    try:
        with suppress(BatchTooLong):
            request = Request("POST", path, query, {}, body, NOW)
            protocol.open(request)
            assert name in KEPT_WHATEVER_IT_HOLDS
            assert "100,000" in protocol.decode(request).unread[0]
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < 8 * len(body)


def test_commas_inside_of_events_make_no_request_too_long() -> None:
    inner = b",".join([b'{"a":[1,2],"b":"[,{"}'] * 60_000)
    event = b'{"event":"e","distinct_id":"u","properties":{"list":[%s],"text":",,]["}}' % inner
    for body in (
        event,
        b"[%s,%s]" % (event, event),
        b'{"batch":[%s],"x":{"y":[%s]}}' % (event, inner),
    ):
        assert not has_too_many_parts(body)
    assert has_too_many_parts(b'{"x":[%s],"batch":[%s]}' % (inner, b",".join([b"{}"] * 100_001)))
    assert not has_too_many_parts(b"[%s]" % b",".join([b'{"a":[[[1]]]}'] * 100_000))
    assert has_too_many_parts(b" [%s]" % b",".join([b'{"a":[[[1]]]}'] * 100_001))
