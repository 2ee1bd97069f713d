"""Changes of persons by hand survive a crash between the stores, and are seen by queries at once."""

import pytest

from stayflow.intake import identify
from stayflow.intake.identify import ByHand, MergeInvalid, merge_people, part_people, read_graph
from stayflow.intake.people import change_people, preview_people
from stayflow.intake.pipeline import Pipeline
from stayflow.kernel.ids import ProjectId
from tests.conftest import Engines
from tests.intake.test_invariants import breaches
from tests.intake.test_pipeline import event, send

SEEN = (
    "SELECT person_id, dictGetOrDefault('person_overrides', 'to', person_id, person_id) FROM events"
)


@pytest.fixture
def pipeline(engines: Engines, project: ProjectId) -> Pipeline:
    pipeline = Pipeline(
        project,
        zone="Asia/Shanghai",
        relational=engines.relational,
        warehouse=engines.warehouse.project(project),
        clock=engines.clock,
    )
    send(engines, pipeline, event(identities={"device": "d"}), event(identities={"user_id": "u1"}))
    return pipeline


def merge(pipeline: Pipeline):
    by = ByHand("anna@example.com", pipeline.clock.now())
    return lambda tx, batch: merge_people(tx, batch, 1, 2, by)


def seen(pipeline: Pipeline) -> dict[int, int]:
    return dict(pipeline.warehouse.query(SEEN).rows)


def test_a_change_is_seen_at_once_and_a_preview_is_not(pipeline):
    tried = preview_people(pipeline, merge(pipeline))
    assert [part.person_id for part in tried.after] == [1]
    assert seen(pipeline) == {1: 1, 2: 2}
    done = change_people(pipeline, merge(pipeline))
    assert done.after == tried.after
    assert seen(pipeline) == {1: 1, 2: 1}
    with pytest.raises(MergeInvalid):
        change_people(pipeline, merge(pipeline))
    assert breaches(pipeline) == {}


def test_what_was_parted_is_two_again_for_queries_too(engines, pipeline):
    send(engines, pipeline, event(identities={"device": "d", "user_id": "u1"}))
    pipeline.show_merges()
    assert set(seen(pipeline).values()) == {1}
    with pipeline.relational.project(pipeline.project_id) as tx:
        device = tx.value("select identity_id from identities where kind = 'device'")
    by = ByHand("anna@example.com", pipeline.clock.now())
    change_people(pipeline, lambda tx, batch: part_people(tx, batch, 1, [device], by))
    assert seen(pipeline) == {1: 1, 2: 2}
    assert breaches(pipeline) == {}


def test_who_was_parted_after_a_merge_by_hand_stays_apart_when_events_name_both(engines, pipeline):
    change_people(pipeline, merge(pipeline))
    with pipeline.relational.project(pipeline.project_id) as tx:
        device = tx.value("select identity_id from identities where kind = 'device'")
    parted = change_people(
        pipeline, lambda tx, batch: part_people(tx, batch, 1, [device], by(pipeline))
    )
    send(engines, pipeline, event(identities={"device": "d", "user_id": "u1"}))
    pipeline.show_merges()
    assert {seen(pipeline)[person] for person in (1, 2)} == {1, 2}
    with pipeline.relational.project(pipeline.project_id) as tx:
        (edge,) = read_graph(tx, 1).edges
    assert (edge.refused, edge.reason, edge.claim_id) == (True, "kept_apart", parted.claims[0])
    change_people(
        pipeline,
        lambda tx, batch: identify.withdraw_claim(tx, batch, parted.claims[0], by(pipeline)),
    )
    assert set(seen(pipeline).values()) == {1}
    assert breaches(pipeline) == {}


@pytest.mark.parametrize("step", ["publish_people", "publish_moves", "reload_overrides"])
def test_a_change_that_a_crash_cut_off_is_brought_to_its_end(engines, pipeline, monkeypatch, step):
    def crash(*_arguments, **_named):
        raise RuntimeError("power cut")

    with monkeypatch.context() as broken:
        broken.setattr(identify, step, crash)
        with pytest.raises(RuntimeError):
            change_people(pipeline, merge(pipeline))
    again = Pipeline(
        pipeline.project_id,
        zone="Asia/Shanghai",
        relational=engines.relational,
        warehouse=pipeline.warehouse,
        clock=engines.clock,
    )
    change_people(
        again, lambda tx, batch: identify.withdraw_claim(tx, batch, claim_of(tx), by(again))
    )
    assert seen(again) == {1: 1, 2: 2}
    change_people(again, merge(again))
    assert seen(again) == {1: 1, 2: 1}
    assert breaches(again) == {}
    assert told(again) == [
        ("identity.merged", 1, 2),
        ("identity.parted", 1, 2),
        ("identity.parted", 2, 1),
        ("identity.merged", 1, 2),
    ]


def told(pipeline: Pipeline) -> list[tuple[str, int, int]]:
    """What others are told of persons, in the order of the changes."""
    sql = "SELECT change, person_id, other FROM identity_changes ORDER BY number, change, person_id"
    return pipeline.warehouse.query(sql).rows


def by(pipeline: Pipeline) -> ByHand:
    return ByHand("anna@example.com", pipeline.clock.now())


def claim_of(tx) -> str:
    return tx.value("select claim_id from identity_claims where withdrawn_at is null")


def numbered(pipeline: Pipeline) -> list[int]:
    """The numbers of events in the order of arrival."""
    return [
        row[0] for row in pipeline.warehouse.query("SELECT arrival FROM events ORDER BY 1").rows
    ]


def test_a_change_takes_no_number_of_the_order_of_arrival(engines, pipeline):
    first, second = numbered(pipeline)
    assert second == first + 1
    done = change_people(pipeline, merge(pipeline))
    preview_people(pipeline, lambda tx, batch: part_people(tx, batch, 1, [1], by(pipeline)))
    change_people(pipeline, lambda tx, batch: part_people(tx, batch, 1, [1], by(pipeline)))
    assert done.after
    send(engines, pipeline, event("buy", user="u1"), event("buy", user="u2"))
    assert numbered(pipeline) == list(range(first, first + 4))
    assert breaches(pipeline) == {}


@pytest.mark.parametrize("step", ["publish_people", "reload_overrides"])
def test_a_change_that_was_cut_off_takes_none_either(engines, pipeline, monkeypatch, step):
    first = numbered(pipeline)[0]

    def crash(*_arguments, **_named):
        raise RuntimeError("power cut")

    with monkeypatch.context() as broken:
        broken.setattr(identify, step, crash)
        with pytest.raises(RuntimeError):
            change_people(pipeline, merge(pipeline))
    with pipeline.lock:
        pipeline.finish_orphan()
    send(engines, pipeline, event("buy"))
    assert numbered(pipeline) == list(range(first, first + 3))
    assert breaches(pipeline) == {}
