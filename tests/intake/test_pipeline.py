"""The way of a batch on the real engines: counted once, stored once, whatever happens in between."""

import pytest

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
    people = pipeline.warehouse.query(
        "SELECT DISTINCT dictGetOrDefault('person_overrides', 'to', person_id, person_id) FROM events"
    ).rows
    assert people == [(1,)]
