"""A batch that is read by field says the same as the same batch read message by message."""

import json
from typing import Any

import msgspec
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from stayflow.intake.columns import EventColumns, FieldPack, assemble
from stayflow.intake.protocol import EntryReader, Request, keep_request, protocol_of, read_entry
from stayflow.language.event import EventPack

NOW = 1_767_323_046_000
PATHS = ("/v1/batch", "/v1/b")


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), values)


texts = st.sampled_from(["", "a", "赵", "x\0y", "$direct", "https://a.cn/p?utm_source=wx", "0"])
ids = maybe(st.one_of(texts, st.integers(0, 3), st.sampled_from([1.5, 10**30])))
times = maybe(
    st.one_of(
        st.sampled_from(
            [
                "2026-01-02T03:04:05.678Z",
                "2026-01-02T03:04:05+08:00",
                "yesterday",
                "",
                1_767_323_045,
            ]
        ),
        st.integers(0, 2**41),
    )
)
values = st.one_of(st.none(), st.booleans(), texts, st.integers(-5, 5), st.lists(texts, max_size=2))
named = st.fixed_dictionaries({}, optional={"name": maybe(texts), "version": maybe(texts)})
libraries = st.sampled_from(
    [{"name": n} for n in ("analytics.js", "analytics-ios", "python", None)]
)
contexts = st.fixed_dictionaries(
    {},
    optional={
        "page": maybe(st.fixed_dictionaries({}, optional={"url": texts, "referrer": maybe(texts)})),
        "campaign": maybe(st.fixed_dictionaries({}, optional={"source": texts, "name": texts})),
        "location": st.fixed_dictionaries({}, optional={"country": texts, "region": texts}),
        "device": st.fixed_dictionaries({}, optional={"type": maybe(texts), "name": texts}),
        "os": maybe(named),
        "app": maybe(named),
        "library": libraries,
        "traits": maybe(st.dictionaries(st.sampled_from(["city", "age"]), values, max_size=2)),
        "channel": maybe(st.sampled_from(["browser", "server", "mobile"])),
        "locale": maybe(texts),
        "userAgent": maybe(texts),
        "ip": maybe(st.sampled_from(["", "192.0.2.1"])),
        "sessionId": ids,
    },
)
messages = st.fixed_dictionaries(
    {"type": st.just("track"), "event": maybe(st.one_of(texts, st.integers(0, 3)))},
    optional={
        "userId": ids,
        "anonymousId": ids,
        "messageId": maybe(st.one_of(texts, st.integers(0, 3))),
        "timestamp": times,
        "originalTimestamp": times,
        "sentAt": times,
        "channel": maybe(st.sampled_from(["", "web", "server"])),
        "properties": maybe(
            st.dictionaries(
                st.sampled_from(["price", "revenue", "currency", "at", "category"]),
                values,
                max_size=3,
            )
        ),
        "context": maybe(contexts),
    },
)


def kept(batch: list[Any], path: str = PATHS[0], **outer: Any) -> bytes:
    protocol = protocol_of(path)
    assert protocol is not None
    body = json.dumps({"batch": batch, **outer}).encode()
    headers = {"user-agent": "Mozilla/5.0"}
    request = Request("POST", path, "", headers, body, NOW, "203.0.113.7")
    return keep_request(protocol, request, key="k1")


@settings(max_examples=40, deadline=None)
@given(
    batch=st.lists(messages, min_size=8, max_size=14), path=st.sampled_from(PATHS), sent_at=times
)
def test_by_field_and_by_message_are_the_same(batch: list[Any], path: str, sent_at: object) -> None:
    entry = kept(batch, path, sentAt=sent_at)
    pack, by_field = read_entry(entry), EntryReader().read(entry)
    assert isinstance(by_field, FieldPack)
    events = tuple(by_field.events.event(row) for row in range(len(by_field.events)))
    assert events == pack.events
    rest = {"key": pack.key, "received_at_ms": NOW, "source": "segment"}
    assert {name: getattr(by_field, name) for name in rest} == rest
    # Between two others, as the packs of a window stand.
    other = EventPack(source="segment", received_at_ms=1, events=pack.events[:2])
    assert_same(
        assemble("segment", [other, pack, other]), assemble("segment", [other, by_field, other])
    )


@settings(max_examples=20, deadline=None)
@given(
    batches=st.lists(st.lists(messages, min_size=8, max_size=10), min_size=2, max_size=3),
    odd=st.sampled_from([{}, {"context": {"externalIds": [{"type": "phone", "id": "1"}]}}]),
)
def test_what_comes_again_in_a_window_is_read_as_the_first_time(
    batches: list[list[Any]], odd: dict[str, Any]
) -> None:
    batches = [*batches, [*batches[0], {"type": "track", "event": "e"} | odd], batches[-1]]
    entries = [kept(batch) for batch in batches]
    reader = EntryReader()
    assert_same(
        assemble("segment", [read_entry(each) for each in entries]),
        assemble("segment", [reader.read(each) for each in entries]),
    )
    assert_same(
        assemble("segment", [read_entry(each) for each in entries]),
        assemble("segment", [EntryReader().read(each) for each in entries]),
    )


def assert_same(one: EventColumns, two: EventColumns) -> None:
    for name in ("name", "event_id", "revenue", "properties", "keys", "user_agent", "ip"):
        assert getattr(one, name) == getattr(two, name), name
    for name in ("time", "has_time", "sent_at", "received_at", "lost_money"):
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name), name)
    assert dict(one.identities) == dict(two.identities)
    assert dict(one.context) == dict(two.context)
    assert dict(one.attributes) == dict(two.attributes)
    assert one.properties_seen == two.properties_seen
    rows = np.arange(len(one))
    assert one.payloads(rows) == two.payloads(rows)
    assert one.property_values("price", rows) == two.property_values("price", rows)


def test_what_is_out_of_the_ordinary_is_read_message_by_message() -> None:
    plain = {"type": "track", "event": "e", "userId": "u"}
    odd: list[dict[str, Any]] = [
        {"type": "page"},
        {"type": "Track"},
        {"mergeProperties": [{"type": "email", "value": "a@b.c"}]},
        {"context": {"externalIds": [{"type": "phone", "id": "1"}]}},
        {"properties": "none"},
    ]
    assert isinstance(EntryReader().read(kept([plain] * 8)), FieldPack)
    assert isinstance(EntryReader().read(kept([plain] * 2)), EventPack)
    assert isinstance(EntryReader().read(kept([plain] * 8, context={"ip": "::1"})), EventPack)
    for each in odd:
        entry = kept([plain] * 8 + [plain | each])
        assert isinstance(EntryReader().read(entry), EventPack), each
        assert EntryReader().read(entry) == read_entry(entry)


def test_a_lone_half_of_a_character_leaves_the_others_alone() -> None:
    batch = [{"type": "track", "event": f"e{n}", "messageId": f"m{n}"} for n in range(9)]
    batch[4]["event"] = "\ud83d"
    columns = assemble("segment", [EntryReader().read(kept(batch))])
    assert columns.name.to_pylist()[3:6] == ["e3", "?", "e5"]
    stated = msgspec.json.decode(columns.payloads(np.array([5]))[0])
    assert stated["event_id"] == "m5"
