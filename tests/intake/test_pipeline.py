"""The way of a batch on the real engines: counted once, stored once, whatever happens in between."""

from collections import Counter

import pytest

from stayflow.intake import record
from stayflow.intake.clean import CleanRules, save_rules
from stayflow.intake.invariants import hours_are_the_days
from stayflow.intake.pipeline import Pipeline, append_events, consume_log
from stayflow.intake.record import read_catalogue
from stayflow.kernel.ids import ProjectId
from stayflow.language.event import RawEvent
from tests.conftest import Engines

NOON = 1_781_524_800_000  # 2026-06-15 12:00 UTC, the time of the test clock


@pytest.fixture
def pipeline(engines: Engines, project: ProjectId) -> Pipeline:
    return Pipeline(
        project,
        zone="Asia/Shanghai",
        relational=engines.relational,
        warehouse=engines.warehouse.project(project),
        clock=engines.clock,
    )


def event(name="view", *, user="u1", at=NOON - 60_000, **more) -> RawEvent:
    identities = more.pop("identities", {"user_id": user})
    return RawEvent(name=name, time_ms=at, identities=identities, **more)


def send(engines: Engines, pipeline: Pipeline, *events: RawEvent, source="segment"):
    append_events(pipeline.project_id, events, source=source, log=engines.log, clock=engines.clock)
    return consume_log(pipeline, engines.log)


def test_an_event_is_stored_with_its_person_and_everything_it_said(engines, pipeline):
    counts = send(
        engines,
        pipeline,
        event(
            "purchase",
            event_id="m1",
            revenue=9.9,
            currency="CNY",
            channel="web",
            properties={"sku": 'a"b', "price": 3, "ok": True, "tags": ["x", "y"]},
            attributes={"city": "杭州", "age": 30},
        ),
    )
    assert (counts.received, counts.accepted) == (1, 1)
    row = pipeline.warehouse.one(
        "SELECT event, person_id, toUnixTimestamp64Milli(time), channel, toFloat64(revenue), currency,"
        " property_sku, property_price, property_ok, property_tags FROM events"
    )
    assert row == ("purchase", 1, NOON - 60_000, "web", 9.9, "CNY", 'a"b', 3.0, True, ["x", "y"])
    attributes = pipeline.warehouse.query(
        "SELECT name, text, number FROM person_attributes FINAL ORDER BY name"
    ).rows
    assert attributes == [("age", "30", 30.0), ("city", "杭州", None)]
    assert (
        pipeline.warehouse.value(
            "SELECT bitmapCardinality(groupBitmapMergeState(people)) FROM event_people_daily"
        )
        == 1
    )
    with engines.relational.project(pipeline.project_id) as tx:
        catalogue = read_catalogue(tx)
    assert catalogue.event_names() == {"purchase"}
    assert str(catalogue.property("price").type) == "number"
    assert catalogue.property("price").sql == "`property_price`"


def test_a_retry_is_a_duplicate_in_the_same_and_in_a_later_batch(engines, pipeline):
    one = event("view", event_id="m1")
    assert send(engines, pipeline, one, one).duplicate == 1
    again = send(engines, pipeline, one, event("view", event_id="m2"))
    assert (again.duplicate, again.accepted) == (1, 1)
    assert pipeline.warehouse.value("SELECT count() FROM events") == 2


def test_every_event_ends_in_one_place_and_the_counts_add_up(engines, pipeline):
    counts = send(
        engines,
        pipeline,
        event(),
        event(""),
        event(identities={}),
        event(identities={"user_id": "undefined"}),
        event(identities={"user_id": "null", "anonymous_id": "a1"}),
        event(at=NOON + 7_200_000),
        event(at=NOON - 4000 * 86_400_000),
        RawEvent(name="view", time_ms=None, time_text="gestern", identities={"user_id": "u1"}),
    )
    assert counts.received == 8
    assert counts.accepted == 1
    assert counts.repaired == {"placeholder_identity": 1, "time_in_future": 1}
    assert counts.rejected == {
        "name_missing": 1,
        "no_identity": 1,
        "placeholder_identity": 1,
        "time_too_old": 1,
        "time_unreadable": 1,
    }
    reasons = pipeline.warehouse.query(
        "SELECT reason, payload FROM rejected_events ORDER BY reason"
    ).rows
    assert [reason for reason, _ in reasons] == sorted(counts.rejected)
    assert all(payload.startswith("{") for _, payload in reasons)
    with engines.relational.project(pipeline.project_id) as tx:
        assert tx.value("select sum(count) from intake_counts") == 8


def test_events_before_login_are_the_persons_after_it(engines, pipeline):
    send(engines, pipeline, event(identities={"anonymous_id": "a1"}))
    send(engines, pipeline, event("login", identities={"anonymous_id": "a1", "user_id": "u1"}))
    pipeline.show_merges()  # a slow machine shows them a little later by itself
    people = pipeline.warehouse.query(
        "SELECT DISTINCT dictGetOrDefault('person_overrides', 'to', person_id, person_id) FROM events"
    ).rows
    assert people == [(1,)]


def dies_after_writing(monkeypatch, *, events_too: bool):
    """Let the process die between the two transactions of the next batch."""
    original = record.write_events

    def dies(*arguments, **more):
        monkeypatch.setattr(record, "write_events", original)
        if events_too:
            original(*arguments, **more)
        raise KeyboardInterrupt

    monkeypatch.setattr(record, "write_events", dies)


@pytest.mark.parametrize("events_too", [False, True])
def test_a_batch_that_died_half_way_is_done_again_under_its_number(
    engines, pipeline, monkeypatch, events_too
):
    send(engines, pipeline, event(event_id="m0"))
    dies_after_writing(monkeypatch, events_too=events_too)
    with pytest.raises(KeyboardInterrupt):
        send(engines, pipeline, event(event_id="m1", user="u2"), event(event_id="m0"))
    again = Pipeline(
        pipeline.project_id,
        zone="Asia/Shanghai",
        relational=engines.relational,
        warehouse=pipeline.warehouse,
        clock=engines.clock,
    )
    counts = consume_log(again, engines.log)
    assert (counts.accepted, counts.duplicate) == (1, 1)
    assert consume_log(again, engines.log) is None
    rows = again.warehouse.query("SELECT person_id, batch FROM events ORDER BY batch").rows
    assert rows == [(1, 1), (2, 2)]
    assert again.warehouse.value("SELECT count() FROM people") == 2


def test_counts_of_which_only_the_token_was_written_are_counted_anew(
    engines, pipeline, monkeypatch
):
    send(engines, pipeline, event(event_id="m0"))
    original = record.write_hours

    def dies(warehouse, counts, **more):
        monkeypatch.setattr(record, "write_hours", original)
        original(warehouse, counts, **more)
        record.forget_hours(warehouse, batch=more["batch"])
        raise KeyboardInterrupt

    monkeypatch.setattr(record, "write_hours", dies)
    with pytest.raises(KeyboardInterrupt):
        send(engines, pipeline, event(event_id="m1"), event(event_id="m0"))
    assert consume_log(pipeline, engines.log).duplicate == 1
    with engines.relational.project(pipeline.project_id) as tx:
        assert hours_are_the_days(tx, pipeline.warehouse) == []


# True where equal rows replace each other.
TABLES = {
    "people": True,
    "person_merges": True,
    "events": False,
    "person_attributes": True,
    "attribute_operations": True,
    "rejected_events": False,
    "duplicate_events": False,
    "recent_fingerprints": True,
    "recent_rates": False,
    "intake_hours": False,
}


def written(pipeline: Pipeline, table: str) -> Counter[tuple[object, ...]]:
    distinct = "DISTINCT" if TABLES[table] else ""
    return Counter(pipeline.warehouse.query(f"SELECT {distinct} * FROM {table}").rows)


def test_rows_of_which_only_the_token_was_written_are_written_anew(engines, pipeline, monkeypatch):
    """What a kill may leave: ClickHouse knows every insert of the batch, and holds no row of any."""
    with engines.relational.project(pipeline.project_id) as tx:
        rules = CleanRules(near_duplicates=True, events_per_minute_max=1_000)
        save_rules(tx, rules, by="test", now=engines.clock.now())
    send(engines, pipeline, event(), event(identities={"device_id": "d1"}))
    before = {table: written(pipeline, table) for table in TABLES}
    come = [
        event("buy", event_id="m1", attributes={"city": "Rome"}, increments={"visits": 1}),
        event("buy", event_id="m1"),
        event("buy", event_id="m2", user="u2"),
        event("log in", event_id="m3", identities={"user_id": "u1", "device_id": "d1"}),
        event(""),
    ]
    original = record.add_counts

    def dies(*arguments, **more):
        monkeypatch.setattr(record, "add_counts", original)
        raise KeyboardInterrupt

    monkeypatch.setattr(record, "add_counts", dies)
    with pytest.raises(KeyboardInterrupt):
        send(engines, pipeline, *come)
    by_batch = {table: written(pipeline, table) - before[table] for table in TABLES}
    assert [table for table in TABLES if not by_batch[table]] == []
    for table in TABLES:
        pipeline.warehouse.execute(f"DELETE FROM {table} WHERE true")
    assert consume_log(pipeline, engines.log).stored == 3
    assert {table: written(pipeline, table) for table in TABLES} == by_batch


def test_a_store_that_is_down_leaves_the_events_in_the_log(engines, pipeline, monkeypatch):
    dies_after_writing(monkeypatch, events_too=False)
    with pytest.raises(KeyboardInterrupt):
        send(engines, pipeline, event(event_id="m1"))
    assert consume_log(pipeline, engines.log).accepted == 1


def append_alternating(engines, pipeline):
    for number, source in enumerate(("segment", "act", "segment", "posthog", "act", "segment")):
        one = event(event_id=f"m{number}")
        append_events(
            pipeline.project_id, [one], source=source, log=engines.log, clock=engines.clock
        )


def test_sources_that_alternate_make_a_batch_each_and_keep_their_own_counts(engines, pipeline):
    append_alternating(engines, pipeline)
    batches = 0
    while consume_log(pipeline, engines.log):
        batches += 1
    assert batches == 3
    with engines.relational.project(pipeline.project_id) as tx:
        rows = tx.rows("select source, sum(count) from intake_counts group by source order by 1")
    assert rows == [("act", 2), ("posthog", 1), ("segment", 3)]
    assert engines.log.backlog_bytes("intake", pipeline.project_id) == 0


@pytest.mark.parametrize("dies_at", [1, 2, 3])
def test_a_crash_among_sources_that_alternate_takes_each_event_once(
    engines, pipeline, monkeypatch, dies_at
):
    append_alternating(engines, pipeline)
    for _ in range(dies_at - 1):
        assert consume_log(pipeline, engines.log) is not None
    dies_after_writing(monkeypatch, events_too=True)
    with pytest.raises(KeyboardInterrupt):
        consume_log(pipeline, engines.log)
    late = event("late", event_id="m9")
    append_events(
        pipeline.project_id, [late], source="segment", log=engines.log, clock=engines.clock
    )
    again = Pipeline(
        pipeline.project_id,
        zone="Asia/Shanghai",
        relational=engines.relational,
        warehouse=pipeline.warehouse,
        clock=engines.clock,
    )
    while consume_log(again, engines.log):
        pass
    with engines.relational.project(pipeline.project_id) as tx:
        rows = tx.rows(
            "select source, outcome, sum(count) from intake_counts group by 1, 2 order by 1"
        )
    assert rows == [("act", "accepted", 2), ("posthog", "accepted", 1), ("segment", "accepted", 4)]
    assert again.warehouse.value("SELECT count() FROM events") == 7
    assert engines.log.backlog_bytes("intake", pipeline.project_id) == 0


def test_our_own_rooms_name_a_person_by_number(engines, pipeline):
    send(engines, pipeline, event())
    counts = send(
        engines,
        pipeline,
        event("message.sent", identities={"person_id": "1"}),
        event("message.sent", identities={"person_id": "77"}),
        source="act",
    )
    assert (counts.accepted, counts.rejected) == (1, {"unknown_person": 1})


def test_what_is_no_pack_is_kept_and_counted(engines, pipeline):
    engines.log.append(pipeline.project_id, b"\xffno pack")
    counts = consume_log(pipeline, engines.log)
    assert counts.rejected == {"unreadable": 1}
    assert pipeline.warehouse.value("SELECT payload FROM rejected_events") == b"\xffno pack".hex()


def test_reactors_take_each_batch_once(engines, pipeline):
    from stayflow.intake.pipeline import run_reactors

    taken = []

    class Notes:
        name = "notes"

        def react(self, project, first_batch, last_batch):
            taken.append((first_batch, last_batch))

    class Broken:
        name = "broken"

        def react(self, project, first_batch, last_batch):
            raise ZeroDivisionError

    send(engines, pipeline, event())
    send(engines, pipeline, event(user="u2"))
    with pytest.raises(ZeroDivisionError):  # it keeps its place, and the next has its turn
        run_reactors(pipeline.project_id, [Broken(), Notes()], engines.relational)
    with pytest.raises(ZeroDivisionError):
        run_reactors(pipeline.project_id, [Broken(), Notes()], engines.relational)
    assert not run_reactors(pipeline.project_id, [Notes()], engines.relational)
    send(engines, pipeline, event(user="u3"))
    run_reactors(pipeline.project_id, [Notes()], engines.relational)
    assert taken == [(1, 2), (3, 3)]


def test_no_event_can_stop_the_others(engines, pipeline):
    deep: list[object] = []
    for _ in range(5_000):
        deep = [deep]
    counts = send(
        engines,
        pipeline,
        event(
            "a\0b", properties={"x\0y": 1, "": 2, "ok": "c\0d"}, attributes={"\0": 1, "n": "e\0"}
        ),
        event("big", properties={"n": 2**70}),
        event("deep", properties={"n": deep}),
        event("lone"),
        event("view", identities={"user_id": "u\0"}),
    )
    assert counts.received == 5
    assert counts.rejected == {"identity_malformed": 1, "unreadable": 2}
    names = pipeline.warehouse.query("SELECT event FROM events ORDER BY event").rows
    assert ("a\N{REPLACEMENT CHARACTER}b",) in names


def test_a_batch_that_another_process_finished_is_not_counted_twice(engines, pipeline, monkeypatch):
    original = record.write_events

    def late(*arguments, batch, **more):
        original(*arguments, batch=batch, **more)
        with engines.relational.project(pipeline.project_id) as tx:
            record.close_batch(tx, batch, events=1, now=engines.clock.now())

    monkeypatch.setattr(record, "write_events", late)
    with pytest.raises(record.BatchUnderWay):
        send(engines, pipeline, event())
    with engines.relational.project(pipeline.project_id) as tx:
        assert tx.value("select count(*) from intake_counts") == 0
