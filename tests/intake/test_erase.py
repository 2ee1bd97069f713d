"""An erasure leaves every answer as if the person had never been; whatever comes before, after, or in the middle."""

from dataclasses import replace
from itertools import count

import hypothesis
import msgspec
import pytest
from hypothesis import strategies as st

from stayflow.access import erasure as rooms
from stayflow.access.erasure import Erased, ErasureState, PassingTable, ask_for_erasure
from stayflow.app import HOLDINGS
from stayflow.intake import erase as erasing
from stayflow.intake import identify, record
from stayflow.intake.erase import ErasurePlan, LogNotTakenIn, erase_people, find_left, look_again
from stayflow.intake.pipeline import append_events
from stayflow.intake.squash import squash_merges
from stayflow.kernel.ids import ProjectId
from stayflow.kernel.registry import Registry
from stayflow.language.scope import Facet, Scope
from stayflow.measure.analysis import answer_query
from stayflow.stores.warehouse import KeptAnswers, keep_answers
from stayflow.understand.segment import SegmentFacet, create_segment, find_segment, refresh_segment
from tests.conftest import Engines
from tests.intake.test_invariants import breaches
from tests.intake.test_pipeline import NOON, event, send
from tests.intake.test_squash import World

DAY = 86_400_000
HOUR = 3_600_000
LAST = {"last": "60d"}
AGO = {"last": "30d"}
PLAN = ErasurePlan(HOLDINGS)
VIEWED = {"did": {"event": "view", "op": "gte", "value": 2, "within": AGO}}
QUESTIONS = (
    *(
        {
            "kind": "trend",
            "range": LAST,
            "metrics": [{"event": name, "aggregate": "people"}],
            "per": per,
        }
        for name, per in (("view", "day"), ("view", "week"), ("buy", "month"), ("*", "day"))
    ),
    {
        "kind": "trend",
        "range": AGO,
        "metrics": [{"event": "view", "aggregate": "people"}],
        "form": {"rolling": 7},
    },
    {"kind": "trend", "range": LAST, "metrics": [{"event": "view"}], "people": VIEWED},
    {"kind": "retention", "range": LAST, "start": {"event": "view"}, "periods": 10},
    {
        "kind": "retention",
        "range": LAST,
        "start": {"event": "view"},
        "back": {"event": "buy"},
        "per": "week",
        "periods": 4,
        "mode": "on_or_after",
    },
    {"kind": "stickiness", "range": LAST, "event": "view", "per": "week"},
    {"kind": "status", "range": LAST, "per": "week"},
    {
        "kind": "funnel",
        "range": LAST,
        "steps": [{"event": "view"}, {"event": "buy"}],
        "window": "30d",
    },
    {"kind": "overlap", "segments": ["viewers", "buyers"]},
)
SEGMENTS = {"viewers": "view", "buyers": "buy"}
PLAIN_DAYS = """
SELECT event, toDate(time, 'Asia/Shanghai') AS day, arraySort(groupUniqArray({person}))
FROM events GROUP BY event, day ORDER BY event, day
"""
DAYS = """
SELECT event, day, arraySort(bitmapToArray(groupBitmapMergeState(people)))
FROM event_people_daily GROUP BY event, day ORDER BY event, day
"""
SURVIVORS = """
SELECT event, day, arraySort(bitmapToArray(groupBitmapMergeState(people)))
FROM event_survivors_daily WHERE squash = {squash:UInt64} GROUP BY event, day ORDER BY event, day
"""
_numbers = count(1)


def fresh(engines: Engines) -> World:
    project = ProjectId(f"erased_{next(_numbers)}")
    engines.warehouse.create_project(project, "Asia/Shanghai")
    return World(engines, project)


def ask(world: World, person: int) -> str:
    with world.pipeline.relational.project(world.pipeline.project_id) as tx:
        asked = ask_for_erasure(tx, person, by="ann", now=world.engines.clock.now())
    return asked.erasure_id


def carry_out(world: World) -> int:
    return erase_people(world.pipeline, world.engines.log, PLAN, lambda *_said: None)


def behind(world: World, kind: str, value: str) -> int:
    """The living person behind an identity; 0 for nobody."""
    with world.pipeline.relational.project(world.pipeline.project_id) as tx:
        return identify.find_people(tx, kind, [value]).get(value, 0)


def asked_in(world: World) -> Scope:
    """The project with its segments, as questions see it."""
    project = world.pipeline.project_id
    facets: Registry[Facet] = Registry("condition")
    facets.register("segment", SegmentFacet(world.pipeline.relational, project))
    return replace(world.scope(), facets=facets)


def refresh(world: World) -> None:
    """Compute the people of both segments; they stay until the next time."""
    scope, facts = world.scope(), world.pipeline.warehouse
    with world.pipeline.relational.project(world.pipeline.project_id) as tx:
        for name, event_name in SEGMENTS.items():
            if find_segment(tx, name) is None:
                did = {"did": {"event": event_name, "within": LAST}}
                create_segment(tx, name, did, scope=scope, by="test")
            refresh_segment(tx, name, scope=scope, warehouse=facts)


def answers(world: World) -> list[object]:
    scope, facts = asked_in(world), world.pipeline.warehouse
    found = [
        msgspec.to_builtins(answer_query(each, scope=scope, warehouse=facts).result)
        for each in QUESTIONS
    ]
    for each in found[-1]["segments"]:
        del each["segment_id"]  # every project has its own
    return found


def left_in(world: World, *people: int) -> dict[str, int]:
    return find_left(world.pipeline, HOLDINGS, Erased(people))


def check_days(world: World) -> None:
    """Every pre-aggregate is what the events say."""
    facts = world.pipeline.warehouse
    said = [row for row in facts.query(DAYS).rows if row[2]]
    assert said == facts.query(PLAIN_DAYS.format(person="person_id")).rows
    assert all(row[2] for row in facts.query(DAYS).rows)  # no day of nobody
    if squash := world.in_force():
        rows = facts.query(SURVIVORS, {"squash": squash}).rows
        plain = facts.query(PLAIN_DAYS.format(person="survivor")).rows
        assert [row for row in rows if row[0]] == plain


# A device is one person's, and a person has several; which of them are one is told as events come.
Deed = st.tuples(
    st.sampled_from(["view", "view", "buy"]),
    st.integers(0, 2),  # the person
    st.integers(0, 1),  # the device
    st.sampled_from(["device", "user", "both"]),
    st.sampled_from([0, 1, 1, 2, 7, 8, 30, 33]),  # days ago: late ones, too
    st.integers(0, 5),  # hour
)
Step = st.one_of(
    st.tuples(st.just("events"), st.lists(Deed, min_size=1, max_size=8)),
    st.tuples(st.just("events"), st.lists(Deed, min_size=1, max_size=8)),
    st.tuples(st.just("erase"), st.sampled_from(["u0", "u1", "u2", "d0-0", "d1-1"])),
    st.tuples(st.just("squash"), st.none()),
    st.tuples(st.just("refresh"), st.none()),
)


def drawn_event(number: int, deed: tuple):
    name, person, device, named, days, hour = deed
    identities = {}
    if named != "user":
        identities["device"] = f"d{person}-{device}"
    if named != "device":
        identities["user_id"] = f"u{person}"
    return event(
        name,
        event_id=f"e{number}",
        identities=identities,
        at=NOON - days * DAY - hour * HOUR,
        attributes={"city": f"city of {person}"},
        properties={"number": number},
    )


# Without shrinking: a smaller example costs seconds each, and steps are read easily enough.
@hypothesis.settings(max_examples=6, phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate))
@hypothesis.given(st.lists(Step, min_size=3, max_size=7))
def test_every_answer_is_that_over_events_where_the_person_never_was(engines, steps):
    others = [("view", 3, 0, "both", 40, 0), ("buy", 3, 0, "both", 39, 0)]
    steps = [
        ("events", others),
        ("refresh", None),
        *steps,
        ("erase", "u0"),
        ("events", [("view", 0, 0, "both", 1, 1)]),
    ]
    world, numbers, sent = fresh(engines), count(1), []
    gone: list[int] = []
    for what, given_ in steps:
        if what == "events":
            events = [drawn_event(next(numbers), deed) for deed in given_]
            sent.append(events)
            world.send(*events)
        elif what == "squash":
            world.squash()
        elif what == "refresh":
            refresh(world)
            sent.append([])
        else:
            kind = "user_id" if given_.startswith("u") else "device"
            if person := behind(world, kind, given_):
                with world.pipeline.relational.project(world.pipeline.project_id) as tx:
                    gone += identify.list_ids_behind(tx, person)
                ask(world, person)
                assert carry_out(world) == 1
    check_days(world)
    assert breaches(world.pipeline) == {}
    assert left_in(world, *gone) == {}
    numbers_kept = "SELECT groupArray(JSONExtractUInt(properties, 'number')) FROM events"
    kept = world.pipeline.warehouse.value(numbers_kept)
    never = fresh(engines)
    for events in sent:
        stayed = [each for each in events if each.properties["number"] in kept]
        if stayed:
            never.send(*stayed)
        elif not events:  # where segments were computed
            refresh(never)
    assert sorted(kept) == sorted(never.pipeline.warehouse.value(numbers_kept))
    assert answers(world) == answers(never)


@pytest.fixture
def world(engines: Engines, project: ProjectId) -> World:
    """Ann on two devices who is one person since a login, and Bob; one event of Ann's was rejected."""
    made = World(engines, project)
    made.send(
        event("view", event_id="a1", identities={"device": "ann-phone"}, at=NOON - 3 * DAY),
        event("view", event_id="b1", identities={"user_id": "bob"}, at=NOON - 3 * DAY),
        event("buy", event_id="a2", identities={"device": "ann-laptop"}, at=NOON - 2 * DAY),
        event(
            "view", event_id="ax", identities={"user_id": "ann@example.com"}, at=NOON - 4000 * DAY
        ),
        event("view", event_id="bx", identities={"user_id": "bob"}, at=NOON - 4000 * DAY),
    )
    made.send(
        *(
            event(
                "login",
                event_id=f"a3-{device}",
                identities={"device": device, "user_id": "ann@example.com"},
                attributes={"city": "杭州"},
                at=NOON - DAY,
            )
            for device in ("ann-phone", "ann-laptop")
        ),
        event("view", event_id="b2", identities={"user_id": "bob"}, attributes={"city": "北京"}),
    )
    return made


def ids_of(world: World, user: str) -> list[int]:
    with world.pipeline.relational.project(world.pipeline.project_id) as tx:
        return identify.list_ids_behind(tx, behind(world, "user_id", user))


def test_everybody_merged_into_the_person_goes_and_others_stay(world):
    ann, bob = ids_of(world, "ann@example.com"), ids_of(world, "bob")
    assert len(ann) > 1
    asked = ask(world, ann[-1])  # a number that leads to her
    assert carry_out(world) == 1
    assert left_in(world, *ann) == {}
    assert ids_of(world, "bob") == bob
    facts = world.pipeline.warehouse
    assert facts.value("SELECT groupUniqArray(person_id) FROM events") == bob
    assert facts.value("SELECT groupArray(text) FROM person_attributes FINAL") == ["北京"]
    assert breaches(world.pipeline) == {}
    with world.pipeline.relational.project(world.pipeline.project_id) as tx:
        done = rooms.get_erasure(tx, asked)
        report = {(each.place, each.way.value): each for each in rooms.list_places(tx, asked)}
    assert done.state is ErasureState.DONE
    assert (sorted(done.people), done.known_by, done.batches) == (sorted(ann), {}, {})
    events = report["clickhouse.events", "deleted"]
    assert (events.before, events.remaining) == (4, 0)
    assert (report["postgresql.identities", "deleted"].before) == 3
    assert {each.remaining for each in report.values() if each.way.value != "kept"} == {0}


def test_what_was_rejected_stays_counted_and_says_nothing(world):
    ask(world, ids_of(world, "ann@example.com")[0])
    carry_out(world)
    rows = world.pipeline.warehouse.query(
        "SELECT reason, position(raw, 'bob') > 0, raw = '' AND payload = '' FROM rejected_events ORDER BY raw"
    ).rows
    assert rows == [("time_too_old", 0, 1), ("time_too_old", 1, 0)]
    assert (
        world.pipeline.warehouse.value(
            "SELECT countIf(position(command, 'example') > 0) FROM system.mutations"
        )
        == 0
    )


def test_the_log_keeps_nothing_of_what_was_taken_in(world):
    ask(world, ids_of(world, "ann@example.com")[0])
    carry_out(world)
    assert world.engines.log.read(world.pipeline.project_id, after=0, limit=100) == []


def append(world: World, *events) -> None:
    log, clock = world.engines.log, world.engines.clock
    append_events(world.pipeline.project_id, events, source="segment", log=log, clock=clock)


def test_what_the_log_still_holds_is_taken_in_first(world):
    ann = ids_of(world, "ann@example.com")
    append(world, event("view", event_id="a9", identities={"user_id": "ann@example.com"}))
    ask(world, ann[0])
    assert carry_out(world) == 1
    world.send()
    assert behind(world, "user_id", "ann@example.com") == 0
    assert left_in(world, *ann) == {}


def test_an_erasure_does_not_begin_before_the_log_is_taken_in(world, monkeypatch):
    append(world, event("view", event_id="a9", identities={"user_id": "ann@example.com"}))
    asked = ask(world, ids_of(world, "ann@example.com")[0])
    monkeypatch.setattr(erasing, "_LOG_SECONDS", -1.0)
    with pytest.raises(LogNotTakenIn):
        carry_out(world)
    with world.pipeline.relational.project(world.pipeline.project_id) as tx:
        assert rooms.get_erasure(tx, asked).state is ErasureState.WAITING


def test_what_comes_later_is_a_new_person(world):
    ann = ids_of(world, "ann@example.com")
    ask(world, ann[0])
    carry_out(world)
    world.send(event("view", event_id="a1", identities={"device": "ann-phone"}))
    now = behind(world, "device", "ann-phone")
    assert now
    assert now not in ann
    assert breaches(world.pipeline) == {}


def test_an_event_that_names_an_erased_number_is_nobodys(world):
    """Rooms tell what they did by the number of a person; some of it comes after the erasure."""
    ann = ids_of(world, "ann@example.com")
    asked = ask(world, ann[0])
    carry_out(world)
    told = event("message.sent", event_id="m1", identities={"person_id": str(ann[0])})
    counts = send(world.engines, world.pipeline, told, source="act")
    assert counts.rejected == {"unknown_person": 1}
    assert left_in(world, *ann) == {"clickhouse.rejected_events": 1}
    look_again(world.pipeline, world.engines.log, PLAN, asked, lambda *_said: None)
    assert left_in(world, *ann) == {}
    with world.pipeline.relational.project(world.pipeline.project_id) as tx:
        assert rooms.get_erasure(tx, asked).looked_again_at is not None


def test_a_kept_answer_is_not_given_again(world):
    kept = KeptAnswers(world.engines.clock)
    scope = world.scope()
    before = answer_query(
        QUESTIONS[0], scope=scope, warehouse=keep_answers(world.pipeline.warehouse, kept)
    )
    ask(world, ids_of(world, "ann@example.com")[0])
    carry_out(world)
    after = answer_query(
        QUESTIONS[0], scope=scope, warehouse=keep_answers(world.pipeline.warehouse, kept)
    )
    assert before.result != after.result


def test_nothing_of_the_person_comes_back_with_a_squash(world):
    ann = ids_of(world, "ann@example.com")
    world.squash()
    ask(world, ann[0])
    carry_out(world)
    assert world.in_force() == 1
    check_days(world)
    world.send(event("view", event_id="x1", identities={"device": "ann-phone"}))
    world.squash()
    check_days(world)
    assert left_in(world, *ann) == {}


def test_a_squash_that_is_at_work_is_given_up(world):
    def erase_once(_done, _total, note, *, asked=[]):  # noqa: B006 - remembers
        if note.startswith("days") and not asked:
            asked.append(ask(world, ids_of(world, "ann@example.com")[0]))
            carry_out(world)

    ann = ids_of(world, "ann@example.com")
    squash_merges(world.pipeline, erase_once)
    assert left_in(world, *ann) == {}
    assert breaches(world.pipeline) == {}


STEPS = [
    *((rooms, "begin_erasure"), (rooms, "let_go"), (record, "lower_batches")),
    *((erasing, "find_left"), (erasing, "_count"), (rooms, "end_erasure")),
]


@pytest.mark.parametrize(("room", "step"), STEPS)
def test_an_erasure_cut_off_after_a_step_is_taken_up_again(world, monkeypatch, room, step):
    ann = ids_of(world, "ann@example.com")
    asked = ask(world, ann[0])
    real = getattr(room, step)

    def crash(*arguments, **named):
        real(*arguments, **named)
        raise RuntimeError("power cut")

    with monkeypatch.context() as broken:
        broken.setattr(room, step, crash)
        with pytest.raises(RuntimeError):
            carry_out(world)
    again = World(world.engines, world.pipeline.project_id)
    again.send(event("view", event_id="b5", identities={"user_id": "bob"}))
    assert carry_out(again) == 1
    assert left_in(again, *ann) == {}
    assert breaches(again.pipeline) == {}
    with world.pipeline.relational.project(world.pipeline.project_id) as tx:
        assert rooms.get_erasure(tx, asked).state is ErasureState.DONE
        places = {each.place: each for each in rooms.list_places(tx, asked)}
    assert (places["clickhouse.events"].before, places["clickhouse.events"].remaining) == (4, 0)


TABLES = [each for each in HOLDINGS.facts if not isinstance(each, PassingTable)]


@pytest.mark.parametrize("table", [each.table for each in TABLES[::3]])
def test_an_erasure_cut_off_at_a_table_is_taken_up_again(world, monkeypatch, table):
    ann = ids_of(world, "ann@example.com")
    ask(world, ann[0])
    real = rooms.take_out

    def crash(facts, each, *rest):
        real(facts, each, *rest)
        if each.table == table:
            raise RuntimeError("power cut")

    with monkeypatch.context() as broken:
        broken.setattr(rooms, "take_out", crash)
        with pytest.raises(RuntimeError):
            carry_out(world)
    assert breaches(world.pipeline) == {}  # half of it is under way, and said to be
    assert carry_out(world) == 1
    assert left_in(world, *ann) == {}
    assert breaches(world.pipeline) == {}


def test_asked_for_twice_it_is_one_erasure(world):
    ann = ids_of(world, "ann@example.com")
    assert ask(world, ann[0]) == ask(world, ann[0])
    ask(world, ann[1])  # another number of hers
    assert carry_out(world) == 2
    assert carry_out(world) == 0
    assert breaches(world.pipeline) == {}


def test_what_is_left_is_noticed(world):
    ann = ids_of(world, "ann@example.com")
    ask(world, ann[0])
    carry_out(world)
    world.pipeline.warehouse.execute(
        f"INSERT INTO stage_changes (model, person_id) VALUES ('lifecycle', {ann[0]})"
    )
    assert left_in(world, *ann) == {"clickhouse.stage_changes": 1}
