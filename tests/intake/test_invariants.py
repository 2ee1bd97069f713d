"""Every law holds after real work, and each is broken on purpose and notices."""

import pytest

from stayflow.intake.invariants import FACT_LAWS, STATE_LAWS
from stayflow.intake.pipeline import Pipeline
from stayflow.kernel.ids import ProjectId
from tests.conftest import Engines
from tests.intake.test_pipeline import NOON, event, send


@pytest.fixture
def pipeline(engines: Engines, project: ProjectId) -> Pipeline:
    pipeline = Pipeline(
        project,
        zone="Asia/Shanghai",
        relational=engines.relational,
        warehouse=engines.warehouse.project(project),
        clock=engines.clock,
    )
    send(engines, pipeline, event(identities={"device": "d"}), event("", user="u1"))
    send(engines, pipeline, event(identities={"device": "d", "user_id": "u1"}))
    send(engines, pipeline, event(at=NOON, identities={"device": "d", "user_id": "u2"}))
    return pipeline


def breaches(pipeline: Pipeline) -> dict[str, list[str]]:
    with pipeline.relational.project(pipeline.project_id) as tx:
        found = {law.__name__: law(tx) for law in STATE_LAWS}
        found |= {law.__name__: law(tx, pipeline.warehouse) for law in FACT_LAWS}
    return {name: each for name, each in found.items() if each}


def test_all_laws_hold(pipeline):
    assert breaches(pipeline) == {}


@pytest.mark.parametrize(
    ("law", "statement"),
    [
        ("every_event_is_counted_once", "update intake_counts set count = count + 1"),
        ("batches_have_no_gap", "delete from batches where batch = 2"),
        ("survivors_live", "update persons set merged_into = 99 where person_id = 2"),
        (
            "identities_lead_to_persons",
            "update identities set person_id = 99 where kind = 'device'",
        ),
        ("limits_are_kept", "update persons set merged_into = 1 where person_id = 3"),
        ("edges_join_unless_refused", "delete from merge_refusals"),
        ("shared_identities_join_few", "update identity_edges set inadmissible = false"),
        ("blocked_values_join_nobody", "insert into identity_blocked values (default, '', 'd')"),
        ("numbers_are_below_the_next", "update identity_counters set person_next = 1"),
        ("batches_are_whole", "update batches set events = 7 where batch = 1"),
        ("events_have_a_person", "delete from persons where person_id = 3"),
        ("overrides_are_the_merges", "update persons set merged_into = null"),
    ],
)
def test_a_broken_law_is_noticed(pipeline, law, statement):
    with pipeline.relational.project(pipeline.project_id) as tx:
        assert tx.execute(statement) > 0
    assert law in breaches(pipeline)


@pytest.mark.parametrize(
    ("law", "statement"),
    [
        ("events_are_stored_once", "INSERT INTO events SELECT * FROM events"),
        ("daily_bitmaps_hold_the_events", "TRUNCATE TABLE event_people_daily"),
        (
            "rejected_events_are_kept",
            "INSERT INTO rejected_events (reason, batch) VALUES ('bot', 1)",
        ),
        ("hours_are_the_days", "INSERT INTO intake_hours SELECT * FROM intake_hours"),
    ],
)
def test_a_broken_fact_is_noticed(pipeline, law, statement):
    pipeline.warehouse.execute(statement)
    assert law in breaches(pipeline)
