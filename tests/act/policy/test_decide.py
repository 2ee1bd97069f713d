"""The decision at send time, on the real database."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from stayflow.act.policy import (
    Action,
    NotSent,
    Policy,
    QuietHours,
    SendRequest,
    Suppression,
    Verdict,
    add_suppression,
    change_policy,
    decide_sends,
    get_policy,
    list_suppressed,
    release_touch,
)

NOW = datetime(2026, 6, 15, 4, tzinfo=UTC)  # noon in Shanghai
ZONE = ZoneInfo("Asia/Shanghai")
DAY = Policy(cooldown=timedelta(days=1))
SEND = Verdict(Action.SEND)
COOLDOWN = Verdict(Action.DROP, reason=NotSent.COOLDOWN)


def request(message_id: str, person_id: int, **changes) -> SendRequest:
    base = SendRequest(
        message_id, person_id, "email", f"p{person_id}@example.com", "", is_holdout=False
    )
    return replace(base, **changes)


@pytest.fixture
def decide(engines, project):
    def run(*requests: SendRequest, policy: Policy = DAY, now: datetime = NOW):
        with engines.relational.project(project) as tx:
            return decide_sends(tx, requests, policy=policy, zone=ZONE, now=now)

    return run


def test_a_second_message_within_the_cooldown_is_dropped(decide):
    assert decide(request("a", 1)) == {"a": SEND}
    assert decide(request("b", 1), now=NOW + timedelta(hours=23)) == {"b": COOLDOWN}
    assert decide(request("c", 1), now=NOW + timedelta(hours=24)) == {"c": SEND}


def test_a_dropped_message_does_not_prolong_the_cooldown(decide):
    decide(request("a", 1))
    decide(request("b", 1), now=NOW + timedelta(hours=23))
    assert decide(request("c", 1), now=NOW + timedelta(hours=25)) == {"c": SEND}


def test_two_messages_to_one_person_in_one_call_are_decided_in_order(decide):
    verdicts = decide(request("a", 1), request("b", 1), request("c", 2))
    assert verdicts == {"a": SEND, "b": COOLDOWN, "c": SEND}


def test_without_a_cooldown_both_go(decide):
    assert decide(request("a", 1), request("b", 1), policy=Policy()) == {"a": SEND, "b": SEND}


def test_a_retry_of_the_same_message_is_not_stopped_by_itself(decide):
    decide(request("a", 1))
    assert decide(request("a", 1), now=NOW + timedelta(minutes=5)) == {"a": SEND}


def test_a_message_known_not_to_have_gone_out_gives_the_cooldown_back(decide, engines, project):
    decide(request("a", 1), now=NOW - timedelta(days=2))
    decide(request("b", 1))
    with engines.relational.project(project) as tx:
        release_touch(tx, person_id=1, message_id="b")
    assert decide(request("c", 1)) == {"c": SEND}
    with engines.relational.project(project) as tx:
        release_touch(tx, person_id=1, message_id="c")
        touched = tx.rows("select message_id, touched_at from touches where person_id = 1")
    assert touched == [("a", NOW - timedelta(days=2))]


def test_a_first_touch_given_back_leaves_nothing(decide, engines, project):
    decide(request("a", 1))
    with engines.relational.project(project) as tx:
        release_touch(tx, person_id=1, message_id="a")
        assert tx.rows("select 1 from touches") == []


def test_quiet_hours_postpone_in_the_persons_zone(decide):
    policy = Policy(quiet_hours=QuietHours(time(22), time(8)))
    verdicts = decide(
        request("a", 1),
        request("b", 2, zone="America/New_York"),
        request("c", 3, zone="?"),
        policy=policy,
    )
    # noon in Shanghai is midnight in New York, whose 08:00 is 12:00 UTC
    until = datetime(2026, 6, 15, 12, tzinfo=UTC)
    assert verdicts == {"a": SEND, "b": Verdict(Action.POSTPONE, until=until), "c": SEND}


def test_a_postponed_message_starts_no_cooldown(decide):
    policy = replace(DAY, quiet_hours=QuietHours(time(11), time(13)))
    assert decide(request("a", 1), policy=policy)["a"].action is Action.POSTPONE
    assert decide(request("b", 1), policy=DAY) == {"b": SEND}


@pytest.mark.parametrize("reason", [NotSent.UNSUBSCRIBED, NotSent.BOUNCED])
def test_a_suppressed_address_is_dropped_in_every_spelling(decide, engines, project, reason):
    with engines.relational.project(project) as tx:
        assert add_suppression(tx, Suppression("email", "P1@Example.com", reason, "m1", NOW))
        assert not add_suppression(tx, Suppression("email", "p1@example.com", reason, "m2", NOW))
    assert decide(request("a", 1, address="p1@EXAMPLE.com")) == {
        "a": Verdict(Action.DROP, reason=reason)
    }
    assert decide(request("b", 1, channel="sms")) == {"b": SEND}
    with engines.relational.project(project) as tx:
        (kept,) = list_suppressed(tx, [("email", "p1@example.com")])
        assert kept.cause == "m1"


def test_a_holdout_person_passes_every_other_rule_first(decide):
    decide(request("a", 1))
    verdicts = decide(request("b", 1, is_holdout=True), request("c", 2, is_holdout=True))
    assert verdicts == {"b": COOLDOWN, "c": Verdict(Action.DROP, reason=NotSent.HOLDOUT)}


def test_being_withheld_starts_no_cooldown(decide):
    decide(request("a", 1, is_holdout=True))
    assert decide(request("b", 1)) == {"b": SEND}


def test_of_many_senders_at_once_only_one_reaches_a_person(engines, project):
    def one(number: int) -> Action:
        with engines.relational.project(project) as tx:
            verdicts = decide_sends(tx, [request(f"m{number}", 7)], policy=DAY, zone=ZONE, now=NOW)
        return verdicts[f"m{number}"].action

    with ThreadPoolExecutor(12) as pool:
        actions = list(pool.map(one, range(40)))
    assert actions.count(Action.SEND) == 1


def test_senders_with_the_same_people_in_other_orders_do_not_deadlock(engines, project):
    def one(number: int) -> int:
        people = range(20) if number % 2 else range(19, -1, -1)
        asked = [request(f"m{number}-{person}", person) for person in people]
        with engines.relational.project(project) as tx:
            verdicts = decide_sends(tx, asked, policy=DAY, zone=ZONE, now=NOW)
        return sum(verdict.action is Action.SEND for verdict in verdicts.values())

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(one, range(24))) == 20


def test_the_policy_is_kept_per_project(engines, project):
    policy = Policy(timedelta(hours=36), QuietHours(time(0), time(9)))
    with engines.relational.project(project) as tx:
        assert get_policy(tx) == Policy()
        change_policy(tx, policy)
        assert get_policy(tx) == policy
        change_policy(tx, Policy())
        assert get_policy(tx) == Policy()
