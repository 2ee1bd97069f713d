"""Sending through a real mail server, and everything that goes wrong on the way."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import time, timedelta

import pytest

from stayflow.act.campaign import launch_due
from stayflow.act.channel import change_channel
from stayflow.act.outbox import recover_messages, send_due
from stayflow.act.policy import (
    NotSent,
    Policy,
    QuietHours,
    Suppression,
    add_suppression,
    change_policy,
)
from tests.act.shop import NOON, Shop


def test_everybody_gets_one_message_with_their_own_data(shop: Shop):
    shop.add_people(
        {
            1: {"email": "ann@example.com", "name": "Ann <b>"},
            2: {"email": "bo@example.com"},
        }
    )
    campaign = shop.launched()
    assert shop.send_all() == 2
    assert shop.server.box.counts == {"ann@example.com": 1, "bo@example.com": 1}
    ann = shop.server.box.mail_to("ann@example.com")
    assert ann["Subject"] == "Ann <b>, 回来看看"
    assert "Hi Ann &lt;b&gt;" in ann.get_body(("html",)).get_content()
    assert shop.server.box.mail_to("bo@example.com")["Subject"] == "朋友, 回来看看"
    counts = shop.counts(campaign)
    assert (counts.audience, counts.sent, counts.waiting) == (2, 2, 0)
    assert shop.violations() == []


def test_each_sent_message_is_told_once_as_an_event_of_the_person(shop: Shop):
    shop.add_crowd([7])
    campaign = shop.launched()
    shop.send_all()
    shop.send_all()
    (event,) = shop.emitted
    assert event.name == "message.sent"
    assert event.identities == {"person_id": "7"}
    assert event.campaign == event.properties["campaign"] == campaign
    assert event.event_id == f"{event.properties['message_id']}:message.sent"


def test_a_transient_refusal_is_tried_again_later_and_arrives_once(shop: Shop):
    shop.add_crowd([1, 2])
    shop.server.box.refuse_once.add("p1@example.com")
    campaign = shop.launched()
    shop.send_all()
    assert shop.server.box.counts == {"p2@example.com": 1}
    assert (shop.counts(campaign).waiting, shop.counts(campaign).waiting_for) == (1, {"retry": 1})
    shop.clock.advance(timedelta(seconds=59))
    assert shop.send_all() == 0
    shop.clock.advance(timedelta(seconds=1))
    assert shop.send_all() == 1
    assert shop.server.box.counts == {"p1@example.com": 1, "p2@example.com": 1}
    assert shop.counts(campaign).sent == 2


def test_a_transient_refusal_that_never_ends_is_given_up(shop: Shop):
    shop.add_crowd([1])
    shop.server.box.refuse_data["p1@example.com"] = "451 4.7.1 not now"
    campaign = shop.launched()
    shop.send_all()
    for _ in range(10):
        shop.clock.advance(timedelta(hours=5))
        shop.send_all()
    assert shop.counts(campaign).failed == {"retries_exhausted": 1}
    assert shop.rows("select attempts, reply from messages") == [(6, "451 4.7.1 not now")]


def test_a_permanent_refusal_is_final_and_resends_to_nobody(shop: Shop):
    shop.add_crowd([1, 2, 3])
    shop.server.box.refuse_data["p2@example.com"] = "554 5.7.1 looks like spam"
    campaign = shop.launched()
    shop.send_all()
    shop.clock.advance(timedelta(hours=5))
    shop.send_all()
    assert shop.server.box.counts == {"p1@example.com": 1, "p3@example.com": 1}
    assert shop.counts(campaign).failed == {"permanent": 1}
    assert Counter(shop.names()) == {"message.sent": 2, "message.failed": 1}


def test_an_address_where_nobody_lives_is_not_written_to_again(shop: Shop):
    shop.add_crowd([1])
    shop.server.box.refuse_at_rcpt["p1@example.com"] = "550 5.1.1 no such user"
    shop.launched()
    shop.send_all()
    second = shop.launched(name="Again")
    shop.send_all()
    assert shop.counts(second).dropped == {"bounced": 1}


def test_a_connection_cut_after_the_body_is_in_doubt_and_never_sent_again(shop: Shop):
    shop.add_crowd([1, 2])
    shop.server.box.drop_after_data.add("p1@example.com")
    campaign = shop.launched()
    shop.send_all()
    shop.clock.advance(timedelta(days=2))
    shop.send_all()
    assert shop.server.box.counts == {"p1@example.com": 1, "p2@example.com": 1}
    assert shop.counts(campaign).in_doubt == 1
    assert Counter(shop.names()) == {"message.sent": 1, "message.failed": 1}


def test_a_provider_that_is_down_costs_no_attempt_and_is_left_alone_for_a_while(shop: Shop):
    shop.add_crowd(range(1, 4))
    broken = {**shop.server.settings(), "port": 1}
    with shop.post.relational.project(shop.project) as tx:
        change_channel(tx, "email", broken, box=shop.post.box, now=NOON)
    campaign = shop.launched()
    shop.send_all()
    assert shop.rows("select distinct state, attempts from messages") == [("queued", 0)]
    ((trouble,),) = shop.rows("select trouble from outbox_lanes")
    assert "127.0.0.1:1" in trouble
    with shop.post.relational.project(shop.project) as tx:
        change_channel(tx, "email", shop.server.settings(), box=shop.post.box, now=NOON)
    assert shop.send_all() == 0
    shop.clock.advance(timedelta(minutes=1))
    assert shop.send_all() == 3
    assert shop.counts(campaign).sent == 3
    assert shop.rows("select trouble from outbox_lanes") == [(None,)]


def test_a_content_that_fails_for_one_person_fails_for_them_alone(shop: Shop):
    shop.add_people(
        {
            1: {"email": "p1@example.com", "points": "0"},
            2: {"email": "p2@example.com", "points": "4"},
        }
    )
    content = {"subject": "{{ 100 | divided_by: person.points }}", "text": "t"}
    campaign = shop.launched(content=content)
    shop.send_all()
    counts = shop.counts(campaign)
    assert (counts.sent, counts.failed) == (1, {"render": 1})
    assert shop.server.box.mail_to("p2@example.com")["Subject"] == "25"


def test_the_cooldown_holds_between_campaigns(shop: Shop):
    shop.add_crowd([1, 2])
    with shop.post.relational.project(shop.project) as tx:
        change_policy(tx, Policy(cooldown=timedelta(days=1)))
    shop.launched()
    shop.send_all()
    shop.clock.advance(timedelta(hours=12))
    shop.add_crowd([3])
    second = shop.launched(name="Second")
    shop.send_all()
    counts = shop.counts(second)
    assert (counts.sent, counts.dropped) == (1, {"cooldown": 2})
    assert set(shop.server.box.counts.values()) == {1}


def test_quiet_hours_postpone_to_each_persons_morning_and_no_loop_follows(shop: Shop):
    shop.add_people(
        {
            1: {"email": "p1@example.com"},
            2: {"email": "p2@example.com", "timezone": "America/New_York"},  # midnight there
        }
    )
    with shop.post.relational.project(shop.project) as tx:
        change_policy(tx, Policy(quiet_hours=QuietHours(time(22), time(8))))
    campaign = shop.launched()
    shop.send_all()
    assert shop.server.box.counts == {"p1@example.com": 1}
    assert shop.counts(campaign).waiting_for == {"quiet_hours": 1}
    shop.clock.advance(timedelta(hours=7, minutes=59))
    assert shop.send_all() == 0
    shop.clock.advance(timedelta(minutes=1))
    assert shop.send_all() == 1
    assert shop.counts(campaign).sent == 2


def test_what_quiet_hours_push_beyond_the_campaign_expires(shop: Shop):
    shop.add_people({1: {"email": "p1@example.com", "timezone": "America/New_York"}})
    with shop.post.relational.project(shop.project) as tx:
        change_policy(tx, Policy(quiet_hours=QuietHours(time(22), time(8))))
    campaign = shop.launched(lasts="6h")
    shop.send_all()
    assert shop.counts(campaign).dropped == {"expired": 1}


def test_somebody_who_left_after_the_queueing_is_not_written_to(shop: Shop):
    shop.add_crowd([1, 2])
    campaign = shop.launched()
    with shop.post.relational.project(shop.project) as tx:
        leaving = Suppression("email", "P1@example.com", NotSent.UNSUBSCRIBED, "x", NOON)
        add_suppression(tx, leaving)
    shop.send_all()
    assert shop.counts(campaign).dropped == {"unsubscribed": 1}
    assert shop.server.box.counts == {"p2@example.com": 1}


def test_the_pace_is_kept_in_every_minute(shop: Shop):
    shop.add_crowd(range(1, 41))
    campaign = shop.launched(per_minute=10)
    sent_at: list[float] = []
    for second in range(240):
        before = shop.counts(campaign).sent
        send_due(shop.post, shop.project)
        sent_at += [second] * (shop.counts(campaign).sent - before)
        shop.clock.advance(timedelta(seconds=1))
        if len(sent_at) == 40:
            break
    assert len(sent_at) == 40
    for start in range(240):
        assert sum(start <= second < start + 60 for second in sent_at) <= 10


def test_the_pace_of_the_provider_holds_over_all_campaigns(shop: Shop):
    shop.add_crowd(range(1, 31))
    paced = shop.server.settings(per_minute=6)
    with shop.post.relational.project(shop.project) as tx:
        change_channel(tx, "email", paced, box=shop.post.box, now=NOON)
    shop.launched(name="a")
    shop.launched(name="b")
    for _ in range(60):
        send_due(shop.post, shop.project)
        shop.clock.advance(timedelta(seconds=1))
    assert len(shop.server.box.arrived) == 6


@pytest.mark.parametrize("pace", [None, 100_000])
def test_many_senders_at_once_write_to_nobody_twice(shop: Shop, pace: int | None):
    shop.add_crowd(range(1, 301))
    for address in ("p5@example.com", "p77@example.com"):
        shop.server.box.drop_after_data.add(address)
    campaign = shop.launched(per_minute=pace)

    def work(_: int) -> int:
        done = 0
        idle = 0
        while idle < 3:
            decided = send_due(shop.post, shop.project, limit=7)
            done += decided
            idle = 0 if decided else idle + 1
        return done

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(work, range(8))) == 300
    assert shop.server.box.counts == Counter({f"p{n}@example.com": 1 for n in range(1, 301)})
    counts = shop.counts(campaign)
    assert (counts.sent, counts.in_doubt) == (298, 2)
    assert len(shop.emitted) == 300
    assert len({event.event_id for event in shop.emitted}) == 300
    assert shop.violations() == []


def test_lanes_share_a_round_fairly(shop: Shop):
    shop.add_crowd(range(1, 101))
    first, second = shop.launched(name="a"), shop.launched(name="b")
    send_due(shop.post, shop.project, limit=20)
    assert (shop.counts(first).sent, shop.counts(second).sent) == (10, 10)


def test_what_a_dead_sender_left_is_taken_up_only_as_far_as_it_is_safe(shop: Shop):
    shop.add_crowd([1, 2, 3])
    campaign = shop.launched()
    shop.rows("update messages set due_at = due_at returning 1")
    now = shop.clock.now()
    with shop.post.relational.project(shop.project) as tx:
        for state, person in (("claimed", 1), ("sending", 2)):
            tx.execute(
                """
                update messages set state = %s, claimed_by = 'dead', claimed_until = %s,
                    sending_at = case when %s = 'sending' then %s::timestamptz end,
                    attempts = case when %s = 'sending' then 1 else 0 end
                where person_id = %s
                """,
                (state, now + timedelta(minutes=5), state, now, state, person),
            )
        assert recover_messages(tx, now=now) == 0
    shop.send_all()
    assert shop.server.box.counts == {"p3@example.com": 1}
    shop.clock.advance(timedelta(minutes=5))
    with shop.post.relational.project(shop.project) as tx:
        assert recover_messages(tx, now=shop.clock.now()) == 2
    shop.send_all()
    assert shop.server.box.counts == {"p1@example.com": 1, "p3@example.com": 1}
    assert shop.counts(campaign).in_doubt == 1
    launch_due(shop.post, shop.project)
    assert shop.state(campaign) == "finished"
    assert shop.violations() == []


def test_a_secret_that_cannot_be_opened_holds_its_lanes_and_says_so(shop: Shop):
    shop.add_crowd([1])
    campaign = shop.launched()
    with shop.post.relational.project(shop.project) as tx:
        tx.execute("update channels set sealed = 'x'")
    assert shop.send_all() == 0
    ((trouble,),) = shop.rows("select trouble from outbox_lanes")
    assert "key file" in trouble
    assert shop.counts(campaign).waiting == 1
