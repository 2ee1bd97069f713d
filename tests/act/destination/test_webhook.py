"""Events to a webhook: what arrives, in which order, and what happens when the other side balks."""

import base64
import hmac
from datetime import timedelta
from hashlib import sha256

import pytest

from stayflow.act.destination import (
    DESTINATION_INVARIANTS,
    DestinationInvalid,
    DestinationNameTaken,
    Replay,
    change_destination,
    deliver_to,
    forget_sent,
    pause_destination,
    replay_destination,
    resume_destination,
    try_destination,
)
from stayflow.act.destination.kind.webhook import new_secret, sign
from tests.act.destination.conftest import NOON, World, event
from tests.act.destination.receivers import Received, Receiver

SECRET = "whsec_" + base64.b64encode(b"0123456789abcdef01234567").decode()


def hook(receiver: Receiver, **more: object) -> dict[str, object]:
    return {"kind": "webhook", "settings": {"url": receiver.url, "signing_secret": SECRET, **more}}


def test_a_recorded_event_arrives_with_all_that_is_known_of_it(
    world: World, receiver: Receiver
) -> None:
    world.create(**hook(receiver))
    world.record(
        event(
            event_id="m1",
            revenue=9.9,
            currency="CNY",
            channel="web",
            properties={"sku": "a", "n": 2},
        )
    )
    assert world.deliver() == 1
    (row,) = receiver.rows
    assert row["id"]
    assert row.pop("id")
    assert row == {
        "type": "event",
        "event": "purchase",
        "time": "2026-06-14T12:00:00.000Z",
        "received_at": "2026-06-15T12:00:00.000Z",
        "person_id": 1,
        "revenue": 9.9,
        "currency": "CNY",
        "channel": "web",
        "properties": {"sku": "a", "n": 2},
        "identities": {"user_id": ["u1"]},
    }


def test_the_signature_is_of_the_id_the_time_and_the_body(world: World, receiver: Receiver) -> None:
    destination = world.create(**hook(receiver, authorization="Bearer x"))
    world.record(event())
    world.deliver()
    (request,) = receiver.taken
    signed = f"{request.headers['webhook-id']}.{request.headers['webhook-timestamp']}.".encode()
    digest = hmac.new(b"0123456789abcdef01234567", signed + request.body, sha256).digest()
    assert request.headers["webhook-signature"] == f"v1,{base64.b64encode(digest).decode()}"
    assert request.headers["webhook-id"] == world.deliveries(destination)[0].delivery_id
    assert request.headers["authorization"] == "Bearer x"


def test_the_example_of_the_standard_is_signed_as_it_says() -> None:
    # github.com/standard-webhooks/standard-webhooks, spec: the payload and secret of its example
    at = NOON.replace(year=2021, month=2, day=25, hour=16, minute=35, second=31)
    headers = sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", at,
                   b'{"test": 2432232314}')  # fmt: skip
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    stamp = headers["webhook-timestamp"]
    expected = hmac.new(
        key, f'msg_p5jXN8AQM9LWM0D4loKWxJek.{stamp}.{{"test": 2432232314}}'.encode(), sha256
    ).digest()
    assert headers["webhook-signature"] == "v1," + base64.b64encode(expected).decode()


def test_a_filter_and_fields_decide_what_leaves(world: World, receiver: Receiver) -> None:
    world.record(event("seen", properties={"amount": 0}, attributes={"city": "杭州"}))
    world.create(
        **hook(receiver),
        events={
            "names": ["purchase"],
            "where": {"property": "amount", "op": "gt", "value": 5},
            "people": {"all": [{"attribute": {"name": "city", "op": "eq", "value": "杭州"}}]},
        },
        fields={
            "crm": "identity.user_id",
            "what": "event",
            "amount": "property.amount",
            "town": "attribute.city",
            "nothing": "property.absent",
        },
    )
    world.record(
        event(properties={"amount": 9}),
        event(properties={"amount": 3}),
        event("other", properties={"amount": 9}),
        event(user="u2", properties={"amount": 9}),
    )
    world.deliver()
    (row,) = receiver.rows
    del row["id"]
    assert row == {"crm": "u1", "what": "purchase", "amount": 9, "town": "杭州", "nothing": None}


def test_everything_arrives_once_in_the_order_of_arrival(world: World, receiver: Receiver) -> None:
    destination = world.create(**hook(receiver, rows_max=3))
    world.record(*(event(event_id=f"a{n}", properties={"n": n}) for n in range(7)))
    world.record(*(event(event_id=f"b{n}", properties={"n": 7 + n}) for n in range(2)))
    while world.deliver():
        pass
    assert [row["properties"]["n"] for row in receiver.rows] == list(range(9))
    assert world.states(destination) == ["sent"] * 3
    assert world.get(destination).rows_sent == 9


def test_what_nobody_wants_is_passed_by_in_one_go(
    world: World, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stayflow.act.destination.plan.EVENTS_MAX", 1)
    world.create(**hook(receiver), events={"names": ["rare"]})
    for number in range(4):
        world.record(event(event_id=f"c{number}"), event(event_id=f"d{number}"))
    world.record(event("rare", event_id="r"))
    assert world.deliver() == 1
    assert [row["event"] for row in receiver.rows] == ["rare"]


def test_from_the_beginning_or_from_now(world: World, receiver: Receiver) -> None:
    world.record(event(event_id="before"))
    world.create(**hook(receiver))
    world.deliver()
    assert receiver.rows == []
    world.create(**hook(receiver), start="beginning")
    world.deliver()
    assert len(receiver.rows) == 1


def test_while_the_other_side_is_down_everything_waits_and_nothing_is_lost(
    world: World, receiver: Receiver
) -> None:
    destination = world.create(**hook(receiver, rows_max=1))
    world.record(event(event_id="1"), event(event_id="2"))
    receiver.say = lambda _: (503, {"retry-after": "40"})
    assert world.deliver() == 1
    about = world.get(destination)
    assert about.failures == 1
    assert about.trouble == "503 words"
    assert about.failing_since == NOON
    assert about.retry_at == NOON + timedelta(seconds=40)
    assert world.standing(destination).health == "failing"
    assert world.deliver() == 0  # it rests
    world.clock.advance(timedelta(seconds=41))
    receiver.say = lambda _: (200, {})
    world.deliver()
    world.deliver()
    assert len(receiver.rows) == 2
    assert receiver.requests[0].headers["webhook-id"] == receiver.requests[1].headers["webhook-id"]
    about = world.get(destination)
    assert (about.failures, about.trouble, about.failing_since) == (0, None, None)


@pytest.mark.parametrize("status", [302, 401, 404, 429, 500])
def test_what_is_said_of_the_place_or_the_moment_kills_no_delivery(
    world: World, receiver: Receiver, status: int
) -> None:
    destination = world.create(**hook(receiver))
    world.record(event())
    receiver.say = lambda _: (status, {"location": "http://127.0.0.1:1/"})
    for _ in range(5):
        world.deliver()
        world.clock.advance(timedelta(hours=1))
    assert world.states(destination) == ["waiting"]


def test_a_row_that_is_refused_stands_alone_dies_visibly_and_can_be_sent_again(
    world: World, receiver: Receiver
) -> None:
    destination = world.create(**hook(receiver))
    world.record(*(event(event_id=f"m{n}", properties={"n": n}) for n in range(5)))

    def say(request: Received) -> tuple[int, dict[str, str]]:
        bad = any(row["properties"]["n"] == 3 for row in request.json["rows"])
        return (422 if bad else 200), {}

    receiver.say = say
    for _ in range(4):
        world.deliver()
        world.clock.advance(timedelta(minutes=1))
    assert sorted(row["properties"]["n"] for row in receiver.rows) == [0, 1, 2, 4]
    dead = [each for each in world.deliveries(destination) if each.state == "dead"]
    assert [(each.row_count, each.attempts, each.error) for each in dead] == [(1, 3, "422 words")]
    assert world.standing(destination).tally.dead_rows == 1
    assert world.standing(destination).health == "ok"

    receiver.say = lambda _: (200, {})
    with world.tx() as tx:
        again = replay_destination(
            tx, destination, Replay(dead=True), box=world.app.box, now=world.clock.now()
        )
    assert again.deliveries == 1
    world.deliver()
    assert sorted(row["properties"]["n"] for row in receiver.rows) == [0, 1, 2, 3, 4]
    assert "dead" not in world.states(destination)


def test_a_kill_between_plan_and_answer_sends_the_same_again_under_the_same_id(
    world: World, receiver: Receiver
) -> None:
    destination = world.create(**hook(receiver, rows_max=2))
    world.record(*(event(event_id=f"m{n}") for n in range(3)))

    class Killed(BaseException):
        pass

    def die(_: Received) -> tuple[int, dict[str, str]]:
        return 200, {}

    receiver.say = die
    from stayflow.act.destination import store

    with pytest.MonkeyPatch.context() as patch:

        def note_sent(*_: object, **__: object) -> None:
            raise Killed

        patch.setattr(store, "note_sent", note_sent)
        with pytest.raises(Killed):
            deliver_to(world.forwarding, world.project, destination)
    world.record(event(event_id="later"))
    while world.deliver():
        pass
    first, again, rest = receiver.taken
    assert first.headers["webhook-id"] == again.headers["webhook-id"]
    assert first.ids == again.ids
    assert len({*first.ids, *rest.ids}) == 4


def test_the_laws_hold_and_tell_their_breaches(world: World, receiver: Receiver) -> None:
    destination = world.create(**hook(receiver))
    world.record(event())
    world.deliver()
    with world.tx() as tx:
        assert [law(tx) for law in DESTINATION_INVARIANTS] == [[], []]
        tx.execute("update destination_positions set major = 9 where feed = 'events'")
        tx.execute("update deliveries set row_count = 0")
        broken = [law(tx) for law in DESTINATION_INVARIANTS]
        tx.execute("update destination_positions set major = 1")
    assert broken[0] == [f"events of destination {destination} stands at batch 9"]
    assert len(broken[1]) == 1


def test_what_was_sent_is_forgotten_after_a_while_and_what_is_dead_is_not(
    world: World, receiver: Receiver
) -> None:
    destination = world.create(**hook(receiver, rows_max=1))
    world.record(event(event_id="1"), event(event_id="2"))
    world.deliver()
    receiver.say = lambda _: (400, {})
    world.record(event(event_id="3"))
    for _ in range(3):
        world.deliver()
        world.clock.advance(timedelta(minutes=1))
    assert world.states(destination) == ["sent", "sent", "dead"]
    with world.tx() as tx:
        assert forget_sent(tx, before=NOON) == 0
        assert forget_sent(tx, before=world.clock.now()) == 2
    assert world.states(destination) == ["dead"]


def test_two_senders_do_not_send_the_same(world: World, receiver: Receiver) -> None:
    from dataclasses import replace

    destination = world.create(**hook(receiver))
    world.record(event())
    other = replace(world.forwarding, sender="another")

    def say(_: Received) -> tuple[int, dict[str, str]]:
        assert deliver_to(other, world.project, destination) == 0
        return 200, {}

    receiver.say = say
    assert world.deliver() == 1
    assert len(receiver.taken) == 1


def test_replay_from_a_time_and_from_a_batch_keeps_the_ids(
    world: World, receiver: Receiver
) -> None:
    destination = world.create(**hook(receiver))
    world.record(event(event_id="old"))
    world.clock.advance(timedelta(hours=1))
    world.record(event(event_id="new"))
    world.deliver()
    (first,) = receiver.taken
    for wanted, expected in (
        (Replay(since=NOON + timedelta(minutes=30)), first.ids[1:]),
        (Replay(batch=1), first.ids),
        (Replay(since=NOON), first.ids),
    ):
        receiver.taken.clear()
        with world.tx() as tx:
            replay_destination(tx, destination, wanted, box=world.app.box, now=world.clock.now())
        world.deliver()
        assert [row["id"] for row in receiver.rows] == expected
    with world.tx() as tx, pytest.raises(DestinationInvalid):
        replay_destination(tx, destination, Replay(), box=world.app.box, now=world.clock.now())


def test_a_paused_destination_waits_and_says_how_much(world: World, receiver: Receiver) -> None:
    destination = world.create(**hook(receiver))
    with world.tx() as tx:
        pause_destination(tx, destination)
    world.record(event(), event())
    assert world.deliver() == 0
    world.clock.advance(timedelta(minutes=10))
    standing = world.standing(destination)
    assert (standing.health, standing.lag.events, standing.lag.oldest_at) == ("paused", 2, NOON)
    with world.tx() as tx:
        resume_destination(tx, destination)
    assert world.standing(destination).health == "behind"
    world.deliver()
    assert len(receiver.rows) == 2
    assert world.standing(destination).lag.events == 0


def test_attributes_that_events_stated_are_told(world: World, receiver: Receiver) -> None:
    world.create(**hook(receiver), events=None, attributes=["city", "age"])
    world.record(
        event("login", attributes={"city": "杭州", "age": 30, "secret": "x"}),
        event("view", user="u2"),
        event("login", user="u3", attributes={"secret": "y"}),
    )
    world.deliver()
    (row,) = receiver.rows
    assert row["type"] == "attributes"
    assert row["attributes"] == {"city": "杭州", "age": 30}
    assert row["identities"] == {"user_id": ["u1"]}
    world.record(event("login", minute=5, attributes={"city": "宁波"}))
    world.deliver()
    assert receiver.rows[-1]["attributes"] == {"city": "宁波"}


def test_who_enters_and_who_leaves_a_segment_is_told(world: World, receiver: Receiver) -> None:
    from stayflow.understand.segment import create_fixed_segment, fill_segment

    world.record(event(user="u1"), event(user="u2"), event(user="u3"))
    scope = world.app.scope(world.project)
    facts = world.app.facts(world.project)

    def fill(*people: int) -> None:
        with world.tx() as tx:
            fill_segment(tx, "VIP", people, scope=scope, warehouse=facts)

    with world.tx() as tx:
        create_fixed_segment(tx, "VIP", at=NOON, by="test")
    fill(1, 2)
    world.create(**hook(receiver), events=None, segments=["VIP"])
    world.deliver()
    assert receiver.rows == []  # from now on
    fill(2, 3)
    while world.deliver():
        pass
    told = {(row["event"], row["person_id"]) for row in receiver.rows}
    assert told == {("segment.left", 1), ("segment.entered", 3)}
    assert {row["segment"] for row in receiver.rows} == {"VIP"}
    fill()
    fill(1)
    while world.deliver():
        pass
    assert [(row["event"], row["person_id"]) for row in receiver.rows[2:]] == [
        ("segment.left", 2),
        ("segment.left", 3),
        ("segment.entered", 1),
    ]


def test_a_trial_hands_one_row_over_and_says_what_came_of_it(
    world: World, receiver: Receiver
) -> None:
    destination = world.create(**hook(receiver))
    outcome = try_destination(world.forwarding, world.project, destination)
    assert outcome.is_delivered
    assert receiver.rows[0]["type"] == "test"
    receiver.say = lambda _: (400, {})
    outcome = try_destination(world.forwarding, world.project, destination)
    assert (outcome.is_delivered, outcome.detail) == (False, "400 words")
    assert world.states(destination) == []


def test_a_private_address_is_refused_unless_the_operator_allows_it(
    world: World, receiver: Receiver
) -> None:
    from dataclasses import replace

    destination = world.create(**hook(receiver))
    world.record(event())
    guarded = replace(world.forwarding, allow_private=False)
    deliver_to(guarded, world.project, destination)
    assert receiver.requests == []
    assert "allow_private_targets" in str(world.get(destination).trouble)
    assert not try_destination(guarded, world.project, destination).is_delivered


def test_a_change_keeps_the_secret_and_the_place(world: World, receiver: Receiver) -> None:
    destination = world.create(**hook(receiver))
    world.record(event(event_id="1"))
    scope = world.app.scope(world.project)
    with world.tx() as tx:
        changed = change_destination(
            tx, destination, {"settings": {"url": receiver.url, "rows_max": 1}}, scope=scope,
            box=world.app.box, now=world.clock.now(),
        )  # fmt: skip
    assert changed.settings["rows_max"] == 1
    assert "signing_secret" in changed.secrets_set
    assert "signing_secret" not in changed.settings
    world.deliver()
    assert len(receiver.taken) == 1
    row = world.tx
    with row() as tx:
        assert SECRET not in str(tx.rows("select settings, sealed, definition from destinations"))


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        ({"kind": "pigeon"}, "kind"),
        ({"kind": "webhook", "settings": {}}, "settings.url"),
        ({"kind": "webhook", "settings": {"url": "ftp://a/b"}}, "settings.url"),
        ({"kind": "webhook", "settings": {"url": "http://u:p@a/b"}}, "settings.url"),
        ({"kind": "webhook", "settings": {"url": "http://a", "signing_secret": "x"}},
         "settings.signing_secret"),
        ({"kind": "parquet", "settings": {"folder": "../x"}}, "settings.folder"),
        ({"kind": "postgres", "settings": {"host": "h", "database": "d", "user": "u",
                                           "table": "a;b"}}, "settings.table"),
        ({"kind": "kafka", "settings": {"brokers": "a:1", "topic": "t",
                                        "properties": {"plugin.library.paths": "/x"}}},
         "settings.properties.plugin.library.paths"),
        ({"name": " "}, "name"),
        ({"events": None}, "events"),
        ({"events": {"name": ["x"]}}, "events.name"),
        ({"events": {"where": {"property": "x", "op": "resembles"}}}, "events.where.op"),
        ({"segments": ["nobody"]}, "segments[0]"),
        ({"fields": {"a": "propertyx"}}, "fields.a"),
        ({"fields": {"id": "event"}}, "fields.id"),
    ],
)  # fmt: skip
def test_a_mistake_names_its_place(world: World, raw: dict[str, object], path: str) -> None:
    from stayflow.kernel.errors import StayflowError

    good = {"kind": "parquet", "settings": {"folder": "a"}}
    with pytest.raises(StayflowError) as raised:
        world.create(**{**good, **raw})
    assert raised.value.path == path


def test_names_are_unique_and_a_made_secret_is_a_good_one(world: World, receiver: Receiver) -> None:
    world.create(**hook(receiver), name="CRM")
    with pytest.raises(DestinationNameTaken):
        world.create(**hook(receiver), name="CRM")
    assert new_secret() != new_secret()
