"""What is done to events on the real engines: times, types, near-duplicates, rates, replays."""

import itertools
from datetime import timedelta

import pytest

from stayflow.intake import invariants
from stayflow.intake.clean import CleanRules, forget_recent, save_rules
from stayflow.intake.pipeline import Pipeline, append_events, consume_log, replay_events
from stayflow.intake.plan import Check, PlannedEvent, PlannedProperty, TrackingPlan, save_plan
from stayflow.intake.record import (
    QualityBy,
    RejectedFilter,
    count_rejected,
    forget_duplicates,
    next_replayable,
    quality_totals,
    read_catalogue,
    retype_property,
)
from stayflow.language.event import RawEvent
from stayflow.language.scope import UnknownProperty, ValueType

NOON = 1_781_524_800_000  # 2026-06-15 12:00 UTC, the time of the test clock
HOUR, DAY = 3_600_000, 86_400_000


@pytest.fixture
def pipeline(engines, project) -> Pipeline:
    return opened(engines, project)


def opened(engines, project) -> Pipeline:
    return Pipeline(
        project,
        zone="Asia/Shanghai",
        relational=engines.relational,
        warehouse=engines.warehouse.project(project),
        clock=engines.clock,
        log=engines.log,
    )


def event(name="view", *, user="u1", at=NOON - 60_000, **more) -> RawEvent:
    return RawEvent(name=name, time_ms=at, identities={"user_id": user}, **more)


def send(engines, pipeline, *events, source="segment"):
    append_events(pipeline.project_id, events, source=source, log=engines.log, clock=engines.clock)
    return consume_log(pipeline, engines.log)


def use(engines, pipeline, plan=None, **rules):
    with engines.relational.project(pipeline.project_id) as tx:
        save_rules(tx, CleanRules(**rules), by="test", now=engines.clock.now())
        if plan is not None:
            save_plan(tx, plan, after=None, by="test", now=engines.clock.now())


def broken_laws(engines, pipeline):
    with engines.relational.project(pipeline.project_id) as tx:
        told = [each for law in invariants.STATE_LAWS for each in law(tx)]
        return told + [each for law in invariants.FACT_LAWS for each in law(tx, pipeline.warehouse)]


def counted(engines, pipeline):
    with engines.relational.project(pipeline.project_id) as tx:
        rows = tx.rows(
            "select outcome, sum(count)::bigint from intake_counts group by 1 having sum(count) <> 0"
        )
    return dict(rows)


# ------------------------------------------------------------------------------------------- times

# When the phone says it happened, when it says it sent, when we received (all hours from noon, on the true
# clock the event happened at `true`): a phone that is right, 3 hours ahead, 2 days behind, offline for a week,
# offline for a week with a clock a day ahead, and one that says nothing of sending.
CLOCKS = [
    ("right", -1, 0, -1),
    ("ahead", 2, 3, -1),
    ("behind", -49, -48, -1),
    ("offline", -168, 0, -168),
    ("offline_ahead", -168 + 24, 24, -168),
    ("no_sent_at", -5, None, -5),
    ("ahead_no_sent_at", 5, None, 0),
]  # fmt: skip


def test_clocks_that_are_off_late_early_and_out_of_order(engines, pipeline):
    sent = [
        event(
            name,
            at=NOON + said * HOUR,
            sent_at_ms=None if sent_at is None else NOON + sent_at * HOUR,
        )
        for name, said, sent_at, _ in CLOCKS
    ]
    for each in sent:  # one batch each, in an order that is nobody's
        assert send(engines, pipeline, each).stored == 1
    rows = {
        name: ((ms - NOON) // HOUR, repairs)
        for name, ms, repairs in pipeline.warehouse.query(
            "SELECT event, toUnixTimestamp64Milli(time), repairs FROM events"
        ).rows
    }
    assert rows == {
        name: (true, "time_in_future" if name == "ahead_no_sent_at" else "")
        for name, _, _, true in CLOCKS
    }
    again = send(engines, pipeline, *sent)
    assert (again.duplicate, again.stored) == (len(sent), 0)


def test_the_newest_attribute_wins_by_time_and_not_by_arrival(engines, pipeline):
    send(engines, pipeline, event(at=NOON - HOUR, attributes={"city": "new"}))
    send(engines, pipeline, event(at=NOON - DAY, attributes={"city": "old"}))
    text = pipeline.warehouse.value("SELECT text FROM person_attributes FINAL WHERE name = 'city'")
    assert text == "new"


# ------------------------------------------------------------------------------------------- types

VALUES = {
    "text": "abc",
    "digits": "12",
    "number": 12.5,
    "huge": 2**63,
    "boolean": True,
    "list": ["a", 1],
    "object": {"k": [1]},
    "time": "2026-01-31T08:00:00Z",
    "null": None,
}
AS_TEXT = {
    "text": "abc", "digits": "12", "number": "12.5", "huge": "9223372036854775808", "boolean": "true",
    "list": '["a",1]', "object": '{"k":[1]}', "time": "2026-01-31T08:00:00Z", "null": "",
}  # fmt: skip


def test_a_property_that_changes_its_type_never_loses_an_event(engines, pipeline):
    pairs = list(itertools.permutations(VALUES, 2))
    first = [
        event("e", event_id=f"1 {a} {b}", properties={f"{a}_{b}": VALUES[a]}) for a, b in pairs
    ]
    then = [event("e", event_id=f"2 {a} {b}", properties={f"{a}_{b}": VALUES[b]}) for a, b in pairs]
    assert send(engines, pipeline, *first).accepted == len(pairs)
    assert send(engines, pipeline, *then).accepted == len(pairs)
    assert pipeline.warehouse.value("SELECT count() FROM events") == 2 * len(pairs)
    with engines.relational.project(pipeline.project_id) as tx:
        catalogue = read_catalogue(tx)
    for a, b in pairs:
        name = f"{a}_{b}"
        raw = pipeline.warehouse.query(
            "SELECT JSONExtractString(properties, {name:String}) FROM events"
            " WHERE JSONHas(properties, {name:String}) ORDER BY batch",
            {"name": name},
        ).rows
        assert [text for (text,) in raw] == [AS_TEXT[a], AS_TEXT[b]]
        column = catalogue.property(name).sql
        if catalogue.property(name).type == "text":
            stored = pipeline.warehouse.query(
                f"SELECT {column} FROM events WHERE JSONHas(properties, {{name:String}}) ORDER BY batch",
                {"name": name},
            ).rows
            assert [text for (text,) in stored] == [AS_TEXT[a], AS_TEXT[b]]
    number = catalogue.property("number_digits").sql
    assert pipeline.warehouse.query(
        f"SELECT {number} FROM events WHERE JSONHas(properties, 'number_digits') ORDER BY batch"
    ).rows == [(12.5,), (12.0,)]
    assert broken_laws(engines, pipeline) == []


def test_both_types_in_one_batch_are_catalogued_as_the_more_frequent(engines, pipeline):
    send(engines, pipeline, *(event(properties={"n": value}) for value in (1, "x", 2, None)))
    with engines.relational.project(pipeline.project_id) as tx:
        assert str(read_catalogue(tx).property("n").type) == "number"
    rows = pipeline.warehouse.query("SELECT property_n FROM events ORDER BY arrival").rows
    assert rows == [(1.0,), (None,), (2.0,), (None,)]


# -------------------------------------------------------------------------------- looks the same


def test_near_duplicates_are_off_by_default(engines, pipeline):
    assert send(engines, pipeline, event(at=NOON - 2_000), event(at=NOON - 1_500)).accepted == 2


def test_what_looks_the_same_within_a_second_is_one(engines, pipeline):
    use(engines, pipeline, near_duplicates=True)
    at = NOON - 60_000
    counts = send(
        engines,
        pipeline,
        event(at=at),
        event(at=at + 999),
        event(at=at + 999 + 1_000),
        event(at=at, user="u2"),
        event(at=at, properties={"x": 1}),
        event("other", at=at),
    )
    assert (counts.accepted, counts.duplicate) == (5, 1)
    later = send(engines, pipeline, event(at=at + 2_500), event(at=at + 5_000))
    assert (later.accepted, later.duplicate) == (1, 1)
    with engines.relational.project(pipeline.project_id) as tx:
        rows = tx.rows(
            "select reason, sum(count)::int from intake_counts where outcome = 'duplicate' group by 1"
        )
    assert rows == [("near_duplicate", 2)]
    assert broken_laws(engines, pipeline) == []


def test_a_batch_done_again_does_not_meet_itself(engines, pipeline, monkeypatch):
    from stayflow.intake import record

    use(engines, pipeline, near_duplicates=True, events_per_minute_max=3)
    original = record.add_counts

    def dies(*arguments, **more):
        monkeypatch.setattr(record, "add_counts", original)
        raise KeyboardInterrupt

    monkeypatch.setattr(record, "add_counts", dies)
    sent = [event(at=NOON - 60_000 + 2_000 * n) for n in range(3)]
    with pytest.raises(KeyboardInterrupt):
        send(engines, pipeline, *sent)
    assert consume_log(opened(engines, pipeline.project_id), engines.log).accepted == 3
    assert broken_laws(engines, pipeline) == []


def test_more_than_a_human_can_do_is_rejected_over_batches_too(engines, pipeline):
    use(engines, pipeline, events_per_minute_max=3)
    minute = NOON - 120_000
    first = send(
        engines, pipeline, *(event(at=minute + n) for n in range(5)), event(at=minute, user="u2")
    )
    assert (first.accepted, first.rejected) == (4, {"inhuman_rate": 2})
    second = send(
        engines,
        pipeline,
        event(at=minute + 9),
        event(at=minute + 60_000),
        event(at=minute + 9, user="u2"),
    )
    assert (second.accepted, second.rejected) == (2, {"inhuman_rate": 1})
    assert broken_laws(engines, pipeline) == []


# ----------------------------------------------------------------------------------------- replays

PLAN = TrackingPlan(
    (PlannedEvent("buy", check=Check.REJECT, properties=(PlannedProperty("sku", required=True),)),)
)


def replay(engines, pipeline):
    found = next_replayable(pipeline.warehouse, RejectedFilter(), after=(0, 0), limit=100)
    if found:
        replay_events(
            pipeline.project_id, found, source=found[0].source, key=found[0].key_id, log=engines.log
        )
    return found


def test_a_replayed_event_leaves_the_rejected_and_is_counted_once(engines, pipeline, monkeypatch):
    from stayflow.intake import record

    use(engines, pipeline, PLAN)
    send(engines, pipeline, event("buy", event_id="m1"), event("buy", user="u2"), event(""))
    assert counted(engines, pipeline) == {"rejected": 3}
    use(engines, pipeline, TrackingPlan())
    asked = replay(engines, pipeline)
    assert len(asked) == 3
    replay(engines, pipeline)  # asked for twice before it was taken

    def dies(*arguments, **more):
        monkeypatch.setattr(record, "add_counts", original)
        raise KeyboardInterrupt

    original = record.add_counts
    monkeypatch.setattr(record, "add_counts", dies)
    with pytest.raises(KeyboardInterrupt):
        consume_log(pipeline, engines.log)
    again = opened(engines, pipeline.project_id)
    while consume_log(again, engines.log) is not None:
        pass
    assert counted(engines, pipeline) == {"accepted": 2, "rejected": 1}
    assert count_rejected(pipeline.warehouse, RejectedFilter()) == 1
    assert broken_laws(engines, pipeline) == []
    # what was taken again is known by its own id
    assert send(engines, pipeline, event("buy", event_id="m1")).duplicate == 1


def test_windows_that_were_read_ahead_are_taken_as_any_other(engines, pipeline, monkeypatch):
    monkeypatch.setattr("stayflow.intake.entries._ENTRIES_MAX", 1)
    use(engines, pipeline, PLAN)
    one, other = event("view", event_id="m1"), event("view", event_id="m2")
    for sent in ([event("buy"), one], [one, other, event("")], [event("view", user="u2")]):
        append_events(
            pipeline.project_id, sent, source="segment", log=engines.log, clock=engines.clock
        )
    taken = [consume_log(pipeline, engines.log)]
    assert pipeline.ahead is not None
    taken += [consume_log(pipeline, engines.log) for _ in range(2)]
    assert [(each.accepted, each.duplicate, each.rejected) for each in taken] == [
        (1, 0, {"property_missing": 1}),
        (1, 1, {"name_missing": 1}),
        (1, 0, {}),
    ]
    use(engines, pipeline, TrackingPlan())
    replay(engines, pipeline)
    replay(engines, pipeline)  # which is read before the first one is taken
    while consume_log(pipeline, engines.log) is not None:
        pass
    assert counted(engines, pipeline) == {"accepted": 4, "duplicate": 1, "rejected": 1}
    assert broken_laws(engines, pipeline) == []


def test_a_replayed_event_happened_when_it_happened(engines, pipeline):
    use(engines, pipeline, PLAN)
    send(
        engines,
        pipeline,
        event("buy", at=NOON - HOUR, sent_at_ms=NOON - HOUR, revenue=9.5, channel="web"),
    )
    use(engines, pipeline, TrackingPlan())
    replay(engines, pipeline)
    consume_log(pipeline, engines.log)
    row = pipeline.warehouse.one(
        "SELECT toUnixTimestamp64Milli(time), toUnixTimestamp64Milli(received_at), toFloat64(revenue),"
        " channel, protocol FROM events"
    )
    assert row == (NOON, NOON, 9.5, "web", "segment")
    (total,) = quality_totals(
        pipeline.warehouse, since=engines.clock.now() - timedelta(days=9), by=QualityBy.SOURCE
    )
    assert (total.accepted, total.rejected, total.received) == (1, 0, 1)


def test_a_row_of_a_file_is_replayed_too_and_the_file_still_adds_nothing(
    engines, pipeline, tmp_path
):
    from zoneinfo import ZoneInfo

    from stayflow.intake.batch import run_import

    use(engines, pipeline, PLAN)
    file = tmp_path / "orders.csv"
    file.write_text("who,at,amount\nu1,2026-06-01 08:00,9.5\nu2,2026-06-02 08:00,\n")
    mapping = """
        format: csv
        event: {value: buy}
        time: {column: at, format: "%Y-%m-%d %H:%M", zone: UTC}
        identities: {user_id: {column: who}}
        revenue: {column: amount, currency: CNY}
    """
    zone = ZoneInfo("UTC")
    assert run_import(file, mapping, pipeline=pipeline, zone=zone).counts.rejected == {
        "property_missing": 2
    }
    use(engines, pipeline, TrackingPlan())
    (first, _) = replay(engines, pipeline)
    assert '"who":"u1"' in first.payload
    assert consume_log(pipeline, engines.log).accepted == 2
    rows = pipeline.warehouse.query(
        "SELECT toString(time), toFloat64OrNull(toString(revenue)), currency, protocol FROM events ORDER BY time"
    ).rows
    assert rows == [
        ("2026-06-01 08:00:00.000", 9.5, "CNY", "import"),
        ("2026-06-02 08:00:00.000", None, "", "import"),
    ]
    file.write_text(file.read_text() + "\n")  # another file, the same rows
    assert run_import(file, mapping, pipeline=pipeline, zone=zone).counts.duplicate == 2
    assert broken_laws(engines, pipeline) == []


def test_a_time_that_no_calendar_has_stops_nobody(engines, pipeline):
    sent = [event(name, at=at) for name in ("", "view") for at in (2**61, -(2**61), 0)]
    counts = send(engines, pipeline, *sent, event(at=None, time_text="gestern", user="u2"))
    assert (counts.received, counts.stored) == (7, 1)
    assert count_rejected(pipeline.warehouse, RejectedFilter()) == 6
    assert broken_laws(engines, pipeline) == []


def test_what_is_only_compared_and_shown_is_forgotten_by_the_day(engines, pipeline):
    use(engines, pipeline, near_duplicates=True, events_per_minute_max=100)
    one = event(event_id="m1")
    send(engines, pipeline, one, one)
    tables = ("recent_fingerprints", "recent_rates", "duplicate_events")

    def rows():
        return [pipeline.warehouse.value(f"SELECT count() FROM {table}") for table in tables]

    assert rows() == [1, 1, 1]
    for days, left in ((0, [1, 1, 1]), (1, [0, 0, 0])):
        forget_recent(pipeline.warehouse, engines.clock.now() + timedelta(days=days))
        forget_duplicates(pipeline.warehouse, engines.clock.now() + timedelta(days=days))
        assert rows() == left
    assert send(engines, pipeline, one).duplicate == 1
    assert broken_laws(engines, pipeline) == []


@pytest.mark.parametrize(
    ("first", "to", "rows"),
    [
        (12, "text", ["12", "abc", "7.5", ""]),
        ("abc", "number", [None, None, 7.5, None]),
    ],
)
def test_a_property_can_be_given_another_type(engines, pipeline, first, to, rows):
    send(engines, pipeline, event(properties={"p": first}), event(properties={"p": "abc"}))
    send(engines, pipeline, event(properties={"p": 7.5}), event())
    with engines.relational.project(pipeline.project_id) as tx:
        retype_property(tx, pipeline.warehouse, "p", ValueType(to))
        known = read_catalogue(tx).property("p")
    assert (str(known.type), known.sql) == (to, "`property_p`")
    found = pipeline.warehouse.query("SELECT property_p FROM events ORDER BY arrival").rows
    expected = rows if to == "text" else [None, None, 7.5, None]
    assert [value for (value,) in found] == expected
    send(engines, pipeline, event("more", properties={"p": 3}))
    last = pipeline.warehouse.value("SELECT property_p FROM events WHERE event = 'more'")
    assert last == ("3" if to == "text" else 3.0)
    with engines.relational.project(pipeline.project_id) as tx, pytest.raises(UnknownProperty):
        retype_property(tx, pipeline.warehouse, "nothing", ValueType.TEXT)


@pytest.mark.parametrize("dies_in", ["write_hours", "write_rejected", "add_counts"])
def test_an_import_that_gave_way_is_counted_once_when_it_goes_on(
    engines, pipeline, tmp_path, monkeypatch, dies_in
):
    from zoneinfo import ZoneInfo

    from stayflow.intake import record
    from stayflow.intake.batch import run_import

    file = tmp_path / "visits.csv"
    file.write_text("who,at\nu1,2026-06-01 08:00\n,2026-06-01 08:00\nu2,soon\n")
    mapping = """
        format: csv
        event: {value: visit}
        time: {column: at, format: "%Y-%m-%d %H:%M", zone: UTC}
        identities: {user_id: {column: who}}
    """
    original = getattr(record, dies_in)

    def dies(*arguments, **more):
        monkeypatch.setattr(record, dies_in, original)
        if dies_in != "add_counts":
            original(*arguments, **more)
        raise KeyboardInterrupt

    monkeypatch.setattr(record, dies_in, dies)
    with pytest.raises(KeyboardInterrupt):
        run_import(file, mapping, pipeline=pipeline, zone=ZoneInfo("UTC"))
    other = opened(engines, pipeline.project_id)
    other.finish_orphan()
    assert broken_laws(engines, pipeline) == []
    done = run_import(file, mapping, pipeline=other, zone=ZoneInfo("UTC"))
    assert (done.counts.duplicate, done.counts.rejected) == (
        1,
        {"no_identity": 1, "time_unreadable": 1},
    )
    assert count_rejected(pipeline.warehouse, RejectedFilter()) == 2
    assert broken_laws(engines, pipeline) == []
