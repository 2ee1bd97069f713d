"""Each step of cleaning by itself, and the law that nothing is counted twice or not at all."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stayflow.intake.clean import (
    CleanGuide,
    CleanRules,
    clean_events,
    count_outcomes,
    parse_rules,
)
from stayflow.intake.columns import assemble
from stayflow.intake.enrich import AddressRanges
from stayflow.intake.plan import Check, PlannedEvent, PlannedProperty, TrackingPlan
from stayflow.language.event import EventPack, RawEvent
from stayflow.language.scope import ValueType

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


@settings(deadline=None)
@given(st.lists(raw_events, max_size=20))
def test_every_event_is_counted_once(events):
    cleaning = clean(*events)
    counts = count_outcomes(cleaning)
    assert counts.received == len(events)
    assert counts.stored == int(cleaning.is_kept.sum())
    kept = cleaning.events.time[cleaning.is_kept]
    assert (kept <= NOON + 3_600_000).all()
    assert (kept >= NOON - 3650 * DAY).all()


def rules(**given) -> CleanGuide:
    return CleanGuide(parse_rules(given, default=CleanRules()))


def by(guide: CleanGuide, **fields):
    stated = {"name": "view", "time_ms": NOON - 1000, "identities": {"user_id": "u1"}} | fields
    pack = EventPack(source="t", received_at_ms=NOON, events=(RawEvent(**stated),))
    return clean_events(assemble("t", [pack]), guide)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"name": "a\x00b"}, "text_malformed"),
        ({"name": "a\x07b"}, "text_malformed"),
        ({"name": "a\x9fb"}, "text_malformed"),
        ({"name": "a\ud800b"}, "text_malformed"),
        ({"title": "\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}"}, "text_malformed"),
        ({"properties": {"x": "\udfff"}}, "text_malformed"),
        ({"properties": {"x\ud800": 1}}, "text_malformed"),
        ({"title": "首页，第一行\n\t第二行"}, "accepted"),
        ({"title": "café ¡Â"}, "accepted"),
        ({"identities": {"user_id": "u\x01"}}, "text_malformed"),
        ({"identities": {"user_id": "\N{REPLACEMENT CHARACTER}1"}}, "identity_malformed"),
        ({"identities": {"user_id": "u\ud800"}}, "text_malformed"),
    ],
)
def test_what_is_no_text_is_mended_and_counted(fields, expected):
    assert outcome(one(**fields)) == expected


def test_control_characters_are_taken_out():
    cleaned = one(name="a\x07b", title="x\x1fy", identities={"user_id": "u\x011"})
    assert cleaned.events.name[0].as_py() == "ab"
    assert cleaned.events.context["title"][0].as_py() == "xy"
    assert cleaned.events.identities["user_id"][0].as_py() == "u1"


def test_an_event_that_nests_without_end_takes_no_other_along():
    deep: list[object] = []
    for _ in range(5_000):
        deep = [deep]
    whole = clean(RawEvent(name="deep", properties={"x": deep}), *([GOOD] * 2))
    counts = count_outcomes(whole)
    assert (counts.accepted, counts.rejected) == (2, {"unreadable": 1})


GOOD = RawEvent(name="view", time_ms=NOON - 1000, identities={"user_id": "u1"})
CRAWLER = "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148"


@pytest.mark.parametrize(
    ("given", "fields", "expected"),
    [
        ({}, {"user_agent": CRAWLER}, "bot"),
        ({"bots": False}, {"user_agent": CRAWLER}, "accepted"),
        ({}, {"user_agent": CRAWLER, "channel": "server"}, "accepted"),
        ({}, {"user_agent": PHONE}, "accepted"),
        ({"internal_addresses": ["10.0.0.0/8"]}, {"ip": "10.1.2.3"}, "internal_traffic"),
        ({"internal_addresses": ["10.0.0.0/8"]}, {"ip": "11.1.2.3"}, "accepted"),
        ({"internal_addresses": ["10.0.0.0/8"]}, {}, "accepted"),
        ({"internal_hosts": ["localhost"]}, {"url": "http://localhost:8080/x"}, "internal_traffic"),
        ({"internal_hosts": ["*.dev.cn"]}, {"url": "https://a.dev.cn/x"}, "internal_traffic"),
        ({"internal_hosts": ["*.dev.cn"]}, {"url": "https://dev.cn.evil.com/x"}, "accepted"),
        ({"internal_identities": ["user_id:u1"]}, {}, "internal_traffic"),
        ({"internal_identities": ["device:u1"]}, {}, "accepted"),
        (
            {"placeholders": ["Tester"]},
            {"identities": {"user_id": "TESTER"}},
            "placeholder_identity",
        ),
        ({"age_days_max": 1}, {"time_ms": NOON - 2 * DAY}, "time_too_old"),
        ({"data_centres": True}, {"ip": "3.1.2.3"}, "accepted"),  # no ranges are provided
    ],
)
def test_who_is_no_customer_is_told_by_the_projects_rules(given, fields, expected):
    assert outcome(by(rules(**given), **fields)) == expected


@pytest.mark.parametrize(
    ("channel", "expected"), [("web", "data_centre"), ("", "data_centre"), ("server", "accepted")]
)
def test_a_data_centre_has_no_people_but_servers(channel, expected):
    guide = replace(rules(data_centres=True), data_centres=AddressRanges(["3.0.0.0/9"]))
    assert outcome(by(guide, ip="3.1.2.3", channel=channel)) == expected


def test_the_address_goes_no_further_unless_the_project_wants_it():
    assert "ip" not in by(rules(), ip="1.2.3.4").events.context
    kept = by(rules(keeps_ip=True), ip="1.2.3.4").events
    assert (kept.ip, kept.context["ip"].to_pylist()) == (None, ["1.2.3.4"])
    dropped = by(rules(), ip="1.2.3.4", name="")
    assert "1.2.3.4" not in dropped.events.payloads(np.array([0]))[0]


PRICE = PlannedProperty("price", ValueType.NUMBER, required=True, minimum=0)


@pytest.mark.parametrize(
    ("check", "properties", "expected", "stored"),
    [
        (Check.REJECT, {"price": -1}, "property_range", None),
        (Check.REJECT, {}, "property_missing", None),
        (Check.WARN, {"price": -1}, "accepted", '{"price":-1}'),
        (Check.NONE, {"price": -1}, "accepted", '{"price":-1}'),
        (Check.REPAIR, {"price": "12"}, "property_type", '{"price":12.0}'),
        (Check.REPAIR, {"price": -1, "x": 1}, "property_range", '{"x":1}'),
        (Check.REPAIR, {}, "accepted", "{}"),
    ],
)
def test_an_event_is_held_against_the_tracking_plan(check, properties, expected, stored):
    guide = CleanGuide(plan=TrackingPlan((PlannedEvent("view", check=check, properties=(PRICE,)),)))
    cleaned = by(guide, properties=properties)
    assert outcome(cleaned) == expected
    if stored:
        assert cleaned.events.properties[0].as_py() == stored
    else:
        assert cleaned.grounds.about()[0].as_py() == "properties.price"


def test_a_warning_is_noted_and_the_event_is_as_it_was():
    plan = TrackingPlan((PlannedEvent("view", properties=(PRICE,)),), unplanned=Check.WARN)
    cleaned = by(CleanGuide(plan=plan))
    assert cleaned.warnings.texts().to_pylist() == ["property_missing:properties.price"]
    unplanned = by(CleanGuide(plan=plan), name="other")
    assert unplanned.warnings.texts().to_pylist() == ["event_unplanned"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [("form", "accepted"), ("channel_code", "accepted"), ("segment", "event_unplanned")],
)
def test_what_our_own_pages_take_is_never_unplanned(source, expected):
    """Whoever sent a form was thanked for it."""
    sent = RawEvent(name="form.submitted", time_ms=NOON - 1000, identities={"anonymous_id": "a1"})
    pack = EventPack(source=source, received_at_ms=NOON, events=(sent,))
    guide = CleanGuide(plan=TrackingPlan(unplanned=Check.REJECT))
    assert outcome(clean_events(assemble(source, [pack]), guide)) == expected


def test_what_a_repair_changes_is_what_the_catalogue_sees():
    guide = CleanGuide(
        plan=TrackingPlan((PlannedEvent("view", check=Check.REPAIR, properties=(PRICE,)),))
    )
    (seen,) = by(guide, properties={"price": "12"}).events.properties_seen
    assert (seen.name, seen.type) == ("price", ValueType.NUMBER)


def test_everything_done_to_an_event_is_said():
    repaired = one(time_ms=NOON + DAY, url="x" * 9000, revenue=1e13)
    assert repaired.repairs.texts().to_pylist() == [
        "time_in_future, text_too_long, revenue_unreadable"
    ]
    assert outcome(repaired) == "time_in_future"
