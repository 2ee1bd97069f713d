"""What is computed leaves as it changes, and a person who is withdrawn is forgotten on the other side."""

from datetime import timedelta

import pytest

from stayflow.act.destination import (
    change_destination,
    export_members,
    get_destination,
    list_member_exports,
    withdraw_person,
)
from stayflow.act.destination.errors import DestinationInvalid
from stayflow.understand.lifecycle import refresh_stages, save_model
from stayflow.understand.rfm import refresh_rfm, save_rfm_model
from stayflow.understand.segment import create_segment, get_segment, refresh_segment
from tests.act.destination.conftest import World, event
from tests.act.destination.receivers import Receiver
from tests.act.destination.test_webhook import hook

STAGES = {
    "stages": [
        {"name": "visitor", "label": {"en": "Visitor", "zh": "访客"}},
        {
            "name": "buyer",
            "label": {"en": "Buyer", "zh": "买家"},
            "when": {"did": {"event": "purchase"}},
        },
        {
            "name": "regular",
            "label": {"en": "Regular", "zh": "常客"},
            "when": {"did": {"event": "purchase", "count": 9}},
        },
    ]
}
LATER = timedelta(seconds=30)


def stages(world: World, *, save: bool = False) -> None:
    """As the night does it."""
    scope = world.app.scope(world.project)
    with world.tx() as tx:
        if save:
            save_model(tx, STAGES, scope=scope)
        refresh_stages(tx, scope=scope, warehouse=world.app.facts(world.project))


def give_tag(world: World, person: int, value: str, *, gained: int) -> None:
    world.app.facts(world.project).execute(
        "INSERT INTO tag_changes (tag_id, value, person_id, is_gained, at, cause) SELECT 't1', {value:String}, {person:UInt64}, {gained:UInt8},"
        " {at:DateTime64(3, 'UTC')}, 'event'",
        {"value": value, "person": person, "gained": gained, "at": world.clock.now()},
    )


def settle(world: World) -> None:
    world.clock.advance(LATER)
    while world.deliver():
        pass


def told(receiver: Receiver, kind: str) -> list[tuple[object, ...]]:
    return [
        (row["event"], row["person_id"], *(row.get(name) for name in NAMES[kind]))
        for row in receiver.rows
        if row.get("type") == kind
    ]


NAMES = {
    "stage": ("stage", "previous"),
    "rfm": ("rfm", "previous"),
    "tag": ("tag", "gained", "lost"),
    "erased": ("ids",),
}


def test_stages_and_tags_are_told_as_they_change(world: World, receiver: Receiver) -> None:
    world.record(event("view"), event(user="u2"))
    stages(world, save=True)
    with world.tx() as tx:
        tx.execute(
            "insert into tags (tag_id, name, family, kind, definition, schedule, version,"
            " created_at, created_by, changed_at, changed_by, refreshed_at)"
            " values ('t1', 'taste', 'rule', 'rule', '{}', 'live', 1, %(at)s, '', %(at)s, '', %(at)s)",
            {"at": world.clock.now()},
        )
    destination = world.create(**hook(receiver), events=None, computed=["stage", "tag"])
    settle(world)
    assert receiver.rows == []  # it begins now
    world.record(event(minute=5))
    stages(world)
    give_tag(world, 2, "tea", gained=1)
    give_tag(world, 2, "coffee", gained=0)
    assert world.deliver() == 0  # not settled yet
    settle(world)
    assert told(receiver, "stage") == [("stage.changed", 1, "buyer", "visitor")]
    assert told(receiver, "tag") == [("tag.changed", 2, "taste", ["tea"], ["coffee"])]
    settle(world)
    assert len(receiver.rows) == 2
    assert world.standing(destination).health.value == "ok"


def test_changes_of_rfm_class_are_told_once_each(world: World, receiver: Receiver) -> None:
    model = {"event": "purchase", "thresholds": {"fixed": {"r": 30, "f": 2, "m": 0}}}

    def classify() -> None:
        scope = world.app.scope(world.project)
        with world.tx() as tx:
            refresh_rfm(tx, scope=scope, warehouse=world.app.facts(world.project))

    world.record(event(revenue=5), event("view", user="u2"))
    with world.tx() as tx:
        save_rfm_model(tx, model, at=world.clock.now())
    classify()
    world.create(**hook(receiver), events=None, computed=["rfm"])
    settle(world)
    world.record(event(minute=5, revenue=5), event(user="u2", minute=5, revenue=5))
    classify()
    classify()  # who stays where they are is told of nothing
    settle(world)
    settle(world)
    assert sorted(told(receiver, "rfm")) == [
        ("rfm.changed", 1, "important_value", "important_develop"),
        ("rfm.changed", 2, "important_develop", ""),
    ]


def test_a_long_computation_of_everybody_is_told_though_later_changes_were_told_before(
    world: World, receiver: Receiver
) -> None:
    world.record(event("view"), event("view", user="u2"), event(user="u3"))
    stages(world, save=True)
    world.create(**hook(receiver), events=None, computed=["stage"])
    began = world.clock.now() + timedelta(seconds=1)
    settle(world)
    settle(world)
    facts = world.app.facts(world.project)
    with world.tx() as tx:  # it began before what was told, and ends now
        tx.execute("update lifecycle_runs set refreshed_at = %s", (began,))
    facts.execute(
        "INSERT INTO stage_changes (model, person_id, stage, previous, at, cause)"
        " SELECT 'default', 2, 'buyer', 'visitor', {at:DateTime64(3, 'UTC')}, '1'",
        {"at": began},
    )
    settle(world)
    assert told(receiver, "stage") == [("stage.changed", 2, "buyer", "visitor")]


def test_a_withdrawn_person_is_told_signed_with_what_they_were_known_by(
    world: World, receiver: Receiver
) -> None:
    destination = world.create(**hook(receiver), fields={"crm": "identity.user_id"})
    world.record(event())
    with world.tx() as tx:
        withdraw_person(tx, [1, 7], {"user_id": ["u1"]}, now=world.clock.now(), by="anna")
    settle(world)
    assert told(receiver, "erased") == [("person.erased", 1, [1, 7])]
    row = next(each for each in receiver.rows if each.get("type") == "erased")
    assert (row["crm"], row["identities"]) == ("u1", {"user_id": ["u1"]})
    assert all(request.headers["webhook-signature"] for request in receiver.taken)
    settle(world)
    assert world.states(destination) == ["sent", "sent"]


def test_what_is_not_computed_is_refused(world: World) -> None:
    with pytest.raises(DestinationInvalid):
        world.create(kind="parquet", settings={"folder": "x"}, events=None)
    with pytest.raises(Exception, match="computed"):
        world.create(kind="parquet", settings={"folder": "x"}, computed=["mood"])


def test_a_segment_is_handed_over_once_as_it_was(world: World, receiver: Receiver) -> None:
    world.record(event(), event(user="u2"), event("view", user="u3"))
    scope, facts = world.app.scope(world.project), world.app.facts(world.project)
    with world.tx() as tx:
        create_segment(tx, "buyers", {"did": {"event": "purchase"}}, scope=scope, by="ann")
        refresh_segment(tx, "buyers", scope=scope, warehouse=facts)
        segment = get_segment(tx, "buyers")
    destination = world.create(
        **hook(receiver),
        events=None,
        computed=["rfm"],
        fields={"who": "identity.user_id", "list": "segment"},
    )
    world.deliver()
    assert receiver.rows == []
    with world.tx() as tx:
        to = get_destination(tx, destination, box=world.app.box)
        with pytest.raises(DestinationInvalid, match="what the list is for"):
            export_members(tx, to, segment, purpose=" ", by="ann", now=world.clock.now())
        made = export_members(tx, to, segment, purpose="a call", by="ann", now=world.clock.now())
    assert (made.people, made.is_planned) == (2, False)
    world.record(event(user="u3", minute=3))  # too late to be on the list
    with world.tx() as tx:
        refresh_segment(tx, "buyers", scope=world.app.scope(world.project), warehouse=facts)
    while world.deliver():
        pass
    assert sorted((row["who"], row["list"]) for row in receiver.rows) == [
        ("u1", "buyers"),
        ("u2", "buyers"),
    ]
    assert world.deliver() == 0
    with world.tx() as tx:
        assert [each.is_planned for each in list_member_exports(tx, segment.segment_id)] == [True]
        change_destination(
            tx, destination, {"name": "renamed"}, scope=world.app.scope(world.project),
            box=world.app.box, now=world.clock.now(),
        )  # fmt: skip
    world.deliver()
    assert len(receiver.rows) == 2
