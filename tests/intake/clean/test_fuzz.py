"""Whatever is sent: nothing raises, no neighbour is lost, every event is counted once and kept whole."""

from datetime import UTC, datetime

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from stayflow.intake.clean import CleanGuide, CleanRules, clean_events, count_outcomes
from stayflow.intake.columns import assemble
from stayflow.intake.enrich import AddressRanges, Enricher
from stayflow.intake.outcomes import (
    count_hours,
    duplicate_table,
    received_at,
    rejected_table,
    tally_days,
    treated,
)
from stayflow.intake.plan import Check, PlannedEvent, PlannedProperty, TrackingPlan
from stayflow.intake.record import OpenBatch
from stayflow.language.event import EventPack, RawEvent
from stayflow.language.scope import ValueType

NOON = 1_781_524_800_000
OPENED = OpenBatch(1, "t", 1, 1, None, None, datetime(2026, 6, 15, tzinfo=UTC))
GUIDE = CleanGuide(
    CleanRules(
        internal_addresses=("10.0.0.0/8",),
        internal_hosts=("localhost", "*.dev.cn"),
        internal_identities=("user_id:me",),
        data_centres=True,
        properties_bytes_max=200,
    ),
    TrackingPlan(
        tuple(
            PlannedEvent(
                name,
                check=check,
                closed=check is Check.REPAIR,
                properties=(
                    PlannedProperty("n", ValueType.NUMBER, required=True, minimum=0),
                    PlannedProperty("t", values=("a", "b")),
                ),
            )
            for name, check in (("fix", Check.REPAIR), ("no", Check.REJECT), ("say", Check.WARN))
        ),
        unplanned=Check.WARN,
    ),
    AddressRanges(["3.0.0.0/9"]),
)
ENRICHER = Enricher()

# Surrogates, NULs and control characters are among them.
wild = st.text(st.characters(exclude_categories=()), max_size=12)
odd = st.sampled_from(
    [
        "",
        "null",
        "\0",
        "\ud800",
        "a\x07",
        "\N{REPLACEMENT CHARACTER}",
        "x" * 300,
        "http://[",
        "https://a.dev.cn/?utm_source=x&utm_source",
    ]
)
texts = st.one_of(wild, odd)
scalars = st.one_of(
    st.none(), st.booleans(), st.floats(), st.integers(-(2**70), 2**70), texts,
    st.sampled_from(["2026-01-31T08:00:00Z", "2026-99-99T99:99", "1e999", "NaN"]),
)  # fmt: skip
jsons = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
objects = st.dictionaries(st.one_of(st.sampled_from(["n", "t"]), texts), jsons, max_size=4)
raw_events = st.builds(
    RawEvent,
    name=st.one_of(st.sampled_from(["fix", "no", "say", "message.sent"]), texts),
    time_ms=st.one_of(st.none(), st.integers(-(2**62), 2**62)),
    time_text=texts,
    sent_at_ms=st.one_of(st.none(), st.integers(-(2**40), 2**41)),
    event_id=st.one_of(st.none(), texts),
    identities=st.dictionaries(st.sampled_from(["user_id", "device"]), texts),
    properties=objects,
    attributes=objects,
    revenue=st.one_of(st.none(), st.floats()),
    url=texts,
    referrer=texts,
    title=texts,
    user_agent=texts,
    ip=texts,
)


@settings(deadline=None, max_examples=150)
@given(st.lists(raw_events, min_size=1, max_size=6))
def test_no_event_takes_another_along(events):
    pack = EventPack(source="t", received_at_ms=NOON, events=tuple(events), key="k")
    came = assemble("t", [pack])
    cleaning = clean_events(ENRICHER.enrich(came), GUIDE, came=came)
    counts = count_outcomes(cleaning)
    assert counts.received == len(events)
    hours = count_hours(cleaning, OPENED)
    assert sum(tally_days(hours).values()) == len(events)
    kept = treated(cleaning, np.flatnonzero(cleaning.is_kept))
    assert len(kept) == counts.stored
    rejected = rejected_table(cleaning)
    assert rejected.num_rows == sum(counts.rejected.values()) == len(received_at(cleaning, OPENED))
    assert duplicate_table(cleaning).num_rows == 0
    assert all(seen.count for seen in kept.properties_seen)
