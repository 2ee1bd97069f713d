"""A squash changes no answer: before, while and after it, through merges, partings and crashes."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest

from stayflow.intake import identify, record
from stayflow.intake import squash as squashing
from stayflow.intake.identify import ByHand, merge_people, part_people
from stayflow.intake.people import change_people
from stayflow.intake.pipeline import Pipeline
from stayflow.intake.squash import Squashed, SquashOvertaken, squash_merges
from stayflow.kernel.ids import ProjectId
from stayflow.language.scope import Scope
from stayflow.measure.analysis import answer_query
from stayflow.stores.jobs import JobCancelled
from stayflow.understand.profile import read_person
from tests.conftest import Engines
from tests.intake.test_invariants import breaches
from tests.intake.test_pipeline import NOON, event, send

DAY = 86_400_000
LONER = 7  # has a device and no account
LAST = {"last": "90d"}
VIEWERS = {"did": {"event": "view", "op": "gte", "value": 3, "within": {"last": "90d"}}}
QUESTIONS = (
    {
        "kind": "trend",
        "range": LAST,
        "metrics": [{"event": "view", "aggregate": "people"}],
        "per": "month",
    },
    {
        "kind": "trend",
        "range": LAST,
        "metrics": [{"event": "view", "aggregate": "people"}],
        "filter": {"property": "shelf", "op": "eq", "value": "a"},
    },
    {
        "kind": "trend",
        "range": LAST,
        "metrics": [{"event": "view", "aggregate": "people"}],
        "by": [{"attribute": "city"}],
    },
    {
        "kind": "funnel",
        "range": LAST,
        "steps": [{"event": "view"}, {"event": "buy"}],
        "window": "30d",
    },
    {
        "kind": "retention",
        "range": LAST,
        "start": {"event": "view"},
        "back": {"event": "buy"},
        "per": "week",
        "periods": 6,
    },
    {"kind": "trend", "range": LAST, "metrics": [{"event": "view"}], "people": VIEWERS},
)


class World:
    """A project with three people on two devices each, and one on a device alone, over three months."""

    def __init__(self, engines: Engines, project: ProjectId) -> None:
        self.engines = engines
        self.pipeline = Pipeline(
            project,
            zone="Asia/Shanghai",
            relational=engines.relational,
            warehouse=engines.warehouse.project(project),
            clock=engines.clock,
        )

    def send(self, *events) -> None:
        send(self.engines, self.pipeline, *events)
        self.pipeline.show_merges()  # while batches follow each other, it may wait

    def scope(self) -> Scope:
        with self.pipeline.relational.project(self.pipeline.project_id) as tx:
            return Scope(
                zone=ZoneInfo("Asia/Shanghai"),
                now=self.engines.clock.now(),
                catalogue=record.read_catalogue(tx),
                has_merges=identify.has_merges(tx),
                squash=identify.squash_in_force(tx),
            )

    def answers(self) -> list[object]:
        """Every question, and everybody's page."""
        assert breaches(self.pipeline) == {}
        scope, facts = self.scope(), self.pipeline.warehouse
        found = [
            msgspec.to_builtins(answer_query(each, scope=scope, warehouse=facts).result)
            for each in QUESTIONS
        ]
        with self.pipeline.relational.project(self.pipeline.project_id) as tx:
            people = [int(row[0]) for row in tx.rows("select person_id from persons order by 1")]
            pages = [read_person(each, tx=tx, scope=scope, warehouse=facts) for each in people]
        return [*found, *((page.person_id, str(page)) for page in pages)]

    def in_force(self) -> int:
        return self.scope().squash

    def squash(self) -> Squashed:
        return squash_merges(self.pipeline, lambda *_said: None)

    def change(self, change) -> None:
        by = ByHand("anna@example.com", self.pipeline.clock.now())
        change_people(self.pipeline, lambda tx, batch: change(tx, batch, by))

    def merge(self, one: int, other: int) -> None:
        self.change(lambda tx, batch, by: merge_people(tx, batch, one, other, by))

    def part(self, person: int, device: str) -> None:
        with self.pipeline.relational.project(self.pipeline.project_id) as tx:
            leaving = [
                tx.value("select identity_id from identities where value = %s", (device,)),
            ]
        self.change(lambda tx, batch, by: part_people(tx, batch, person, leaving, by))


def used(person: int, day: int):
    """What a person did with a device on its own, on some day of the past."""
    device = {"identities": {"device": f"d{person}"}, "at": NOON - day * DAY}
    return (
        event("view", event_id=f"v{person}-{day}", properties={"shelf": "a"}, **device),
        event("buy", event_id=f"b{person}-{day}", **(device | {"at": device["at"] + 60_000})),
    )


@pytest.fixture
def world(engines: Engines, project: ProjectId) -> World:
    made = World(engines, project)
    made.send(*(each for person in range(7) for each in used(person, 70 - person)))
    made.send(
        *(
            event(
                "view",
                event_id=f"l{person}",
                at=NOON - (40 - person) * DAY,
                attributes={"city": f"city-{person % 2}"},
                identities={"user_id": f"u{person % 3}", "device": f"d{person}"},
            )
            for person in range(6)
        )
    )
    return made


def test_nothing_is_asked_of_a_project_without_merges(engines, project):
    alone = World(engines, project)
    alone.send(event())
    assert alone.squash() == Squashed(0, 0)
    assert alone.in_force() == 0


def test_no_answer_changes_and_few_merges_are_looked_up(world):
    before = world.answers()
    seen: list[int] = []

    def watch(_done, _total, note):
        seen.append(world.in_force())
        if note in {"events of 202604", "days of 202605"}:
            assert world.answers() == before

    done = squash_merges(world.pipeline, watch)
    assert set(seen) == {0}
    assert done == Squashed(1, 0)
    assert world.in_force() == 1
    assert world.answers() == before
    assert world.squash() == Squashed(2, 0)
    assert world.answers() == before


def test_what_comes_after_a_squash_is_led_right(world):
    other = World(world.engines, world.pipeline.project_id)
    world.squash()
    world.send(*(each for person in range(7) for each in used(person, 5)))
    world.merge(1, LONER)
    assert world.in_force() == 1
    world.send(*(each for person in range(7) for each in used(person, 3)))
    by_squash = world.answers()
    with world.pipeline.relational.project(world.pipeline.project_id) as tx:
        tx.execute("update identity_squashes set state = 'lowered'")
    assert other.answers() == by_squash
    assert world.squash().overrides == 0
    assert world.answers() == by_squash


def test_parting_after_a_squash_gives_back_what_was(world):
    before = world.answers()[: len(QUESTIONS)]
    world.merge(1, LONER)
    merged = world.answers()[: len(QUESTIONS)]
    assert merged != before
    world.squash()
    assert world.answers()[: len(QUESTIONS)] == merged
    with world.pipeline.relational.project(world.pipeline.project_id) as tx:
        claim = tx.value("select claim_id from identity_claims where withdrawn_at is null")
    world.change(lambda tx, batch, by: identify.withdraw_claim(tx, batch, claim, by))
    assert world.in_force() == 0
    assert world.answers()[: len(QUESTIONS)] == before
    world.squash()
    assert world.in_force() == 2
    assert world.answers()[: len(QUESTIONS)] == before


def test_a_detached_device_takes_its_events_along(world):
    world.squash()
    world.part(1, "d3")
    apart = world.answers()
    world.squash()
    assert world.in_force() == 2
    assert world.answers() == apart


STEPS = (
    (record, "prepare_survivors"),
    (record, "write_survivors"),
    (record, "write_daily_survivors"),
    (identify, "note_squash"),
    (identify, "finish_squash"),
)


@pytest.mark.parametrize(("room", "step"), STEPS)
def test_a_squash_cut_off_after_a_step_changes_no_answer(world, monkeypatch, room, step):
    world.squash()
    world.merge(1, LONER)
    before = world.answers()
    real = getattr(room, step)

    def crash(*arguments, **named):
        real(*arguments, **named)
        raise RuntimeError("power cut")

    with monkeypatch.context() as broken:
        broken.setattr(room, step, crash)
        with pytest.raises(RuntimeError):
            world.squash()
    again = World(world.engines, world.pipeline.project_id)
    assert again.in_force() == 0
    assert again.answers() == before
    assert again.squash().overrides == 0
    assert again.answers() == before


def test_a_squash_that_is_stopped_changes_no_answer(world):
    before = world.answers()

    def stop(_done, _total, note):
        if note == "events of 202605":
            raise JobCancelled("the job was cancelled")

    with pytest.raises(JobCancelled):
        squash_merges(world.pipeline, stop)
    assert world.in_force() == 0
    world.send(*used(1, 2))
    now = world.answers()
    assert now != before
    world.squash()
    assert world.answers() == now


def test_a_squash_during_which_persons_part_is_done_again(world, monkeypatch):
    parted = iter(["d3"])

    def part_once(*_said):
        for device in parted:
            world.part(1, device)

    done = squash_merges(world.pipeline, part_once)
    assert done.number == 2
    assert world.in_force() == 2
    answers = world.answers()
    monkeypatch.setattr(squashing.identify, "finish_squash", lambda *_begun: False)
    with pytest.raises(SquashOvertaken):
        world.squash()
    assert world.answers() == answers


def test_a_wrong_survivor_is_noticed(world):
    world.squash()
    world.pipeline.warehouse.execute(
        "ALTER TABLE events UPDATE survivor = survivor + 1 WHERE person_id = 1"
        " SETTINGS mutations_sync = 1"
    )
    assert "a_squash_tells_the_survivors" in breaches(world.pipeline)


def test_missing_days_are_noticed(world):
    world.squash()
    world.pipeline.warehouse.execute("TRUNCATE TABLE event_survivors_daily")
    assert "a_squash_tells_the_survivors" in breaches(world.pipeline)


def test_a_batch_done_again_is_in_the_bitmaps_of_survivors(world, monkeypatch):
    world.squash()

    def crash(*_arguments, **_named):
        raise RuntimeError("power cut")

    with monkeypatch.context() as broken:
        broken.setattr(record, "write_attributes", crash)
        with pytest.raises(RuntimeError):
            world.send(*used(4, 1))
    day = datetime.fromtimestamp(NOON / 1000 - 86_400, UTC).date()
    world.pipeline.warehouse.execute(
        "ALTER TABLE event_survivors_daily DELETE WHERE day = {day:Date}"
        " SETTINGS mutations_sync = 1",
        {"day": day},
    )
    again = World(world.engines, world.pipeline.project_id)
    again.send(event(identities={"device": "d5"}))
    assert again.in_force() == 1
    assert breaches(again.pipeline) == {}
