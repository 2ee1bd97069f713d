"""Each step of cleaning by itself, and the law that nothing is counted twice or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stayflow.intake.clean import CleanGuide, clean_events, count_outcomes
from stayflow.intake.columns import assemble
from stayflow.language.event import EventPack, RawEvent

NOON = 1_781_524_800_000
DAY = 86_400_000


def clean(*events: RawEvent, source: str = "t"):
    pack = EventPack(source=source, received_at_ms=NOON, events=events)
    return clean_events(assemble(source, [pack]), CleanGuide())


def one(**fields):
    stated = {"name": "view", "time_ms": NOON - 1000, "identities": {"user_id": "u1"}} | fields
    return clean(RawEvent(**stated))


def outcome(cleaning) -> str:
    counts = count_outcomes(cleaning)
    assert counts.received == 1
    return next(
        iter(counts.rejected or counts.repaired or (["accepted"] if counts.accepted else ["none"]))
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "accepted"),
        ({"name": ""}, "name_missing"),
        ({"name": "x" * 201}, "name_too_long"),
        ({"properties": {"x": "y" * 70_000}}, "oversize"),
        ({"time_ms": None}, "time_missing"),
        ({"time_ms": None, "time_text": "soon"}, "time_unreadable"),
        ({"time_ms": NOON + 3_600_000}, "accepted"),
        ({"time_ms": NOON + 3_600_001}, "time_in_future"),
        ({"time_ms": NOON - 3650 * DAY}, "accepted"),
        ({"time_ms": NOON - 3650 * DAY - 1}, "time_too_old"),
        ({"identities": {}}, "no_identity"),
        ({"identities": {"user_id": ""}}, "no_identity"),
        ({"identities": {"user_id": "x" * 256}}, "identity_too_long"),
        ({"identities": {"user_id": "x" * 256, "device": "d"}}, "identity_too_long"),
        ({"url": "x" * 9000}, "text_too_long"),
        ({"revenue": 1e13}, "revenue_unreadable"),
        ({"revenue": float("nan")}, "revenue_unreadable"),
    ],
)
def test_an_event_ends_where_it_should(fields, expected):
    assert outcome(one(**fields)) == expected


@pytest.mark.parametrize(
    "value",
    [
        "null", "NULL", "undefined", "0", "anonymous", " Anonymous ", "[object Object]",
        "00000000-0000-0000-0000-000000000000", "000", "{00000000-0000-0000-0000-000000000000}",
        "(not set)",
    ],
)  # fmt: skip
def test_a_placeholder_is_nobody(value):
    assert outcome(one(identities={"user_id": value})) == "placeholder_identity"
    both = one(identities={"user_id": value, "device": "d1"})
    assert both.rejected[0] == 0
    assert both.events.identities["user_id"][0].as_py() is None
    assert both.events.identities["device"][0].as_py() == "d1"


@pytest.mark.parametrize("value", ["1", "u0", "10", "nullable", "testa", "0a", "匿名"])
def test_what_only_looks_like_a_placeholder_is_somebody(value):
    assert outcome(one(identities={"user_id": value})) == "accepted"


@pytest.mark.parametrize("name", ["message.sent", "message.clicked", "points.granted"])
def test_nobody_outside_can_say_what_we_did(name):
    assert outcome(one(name=name)) == "name_reserved"
    ours = RawEvent(name=name, time_ms=NOON, identities={"user_id": "u1"})
    assert outcome(clean(ours, source="act")) == "accepted"
    assert outcome(one(name="message_sent")) == "accepted"


def test_a_clock_that_is_off_is_corrected_by_the_time_of_sending():
    late = one(time_ms=NOON - 10 * DAY - 5000, sent_at_ms=NOON - 10 * DAY)
    assert late.events.time.tolist() == [NOON - 5000]
    ahead = one(time_ms=NOON + 400 * DAY - 5000, sent_at_ms=NOON + 400 * DAY)
    assert (ahead.events.time.tolist(), outcome(ahead)) == ([NOON - 5000], "accepted")


def test_the_network_is_no_wrong_clock():
    assert one(time_ms=NOON - 7000, sent_at_ms=NOON - 999).events.time.tolist() == [NOON - 7000]


def test_a_future_event_happened_when_it_was_received():
    assert one(time_ms=NOON + DAY).events.time.tolist() == [NOON]


raw_events = st.builds(
    RawEvent,
    name=st.sampled_from(["", "view", "x" * 300]),
    time_ms=st.one_of(st.none(), st.integers(NOON - 4000 * DAY, NOON + 10 * DAY)),
    time_text=st.sampled_from(["", "soon"]),
    sent_at_ms=st.one_of(st.none(), st.integers(NOON - DAY, NOON + DAY)),
    identities=st.dictionaries(
        st.sampled_from(["user_id", "device"]), st.sampled_from(["", "0", "u1", "x" * 300])
    ),
    revenue=st.one_of(st.none(), st.floats()),
)


@given(st.lists(raw_events, max_size=20))
def test_every_event_is_counted_once(events):
    cleaning = clean(*events)
    counts = count_outcomes(cleaning)
    assert counts.received == len(events)
    assert counts.stored == int(cleaning.is_kept.sum())
    kept = cleaning.events.time[cleaning.is_kept]
    assert (kept <= NOON + 3_600_000).all()
    assert (kept >= NOON - 3650 * DAY).all()
