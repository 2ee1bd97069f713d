"""Segments, points, cooldowns and analyses follow a merge and an unmerge: the real rooms, through the application."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from stayflow.access import Role
from stayflow.act.policy import Action, NotSent, Policy, SendRequest, decide_sends
from stayflow.app import App
from stayflow.kernel.ids import PersonId
from stayflow.reward.ledger import BalanceTooLow, Kind, Posting, get_balance, post
from tests.interfaces.conftest import Browser, Shop, as_role, open_shop
from tests.interfaces.http.test_identities import event, person_of, say

OFTEN = {"did": {"event": "buy", "count": 2}}


@pytest.fixture
def shop(app: App) -> Shop:
    made = open_shop(app)
    say(
        app,
        made,
        event("buy", 1, {"city": "Wuhan"}, email="li@example.com"),
        event("buy", 2, {"city": "Xi'an"}, openid="o-li"),
    )
    return made


@pytest.fixture
def operator(server, shop: Shop) -> Browser:
    return as_role(server, shop, Role.OPERATOR)


def merge(operator: Browser, shop: Shop, one: int, other: int) -> str:
    done = operator.post(f"{shop.url}/merges", json={"one": one, "other": other})
    assert done.status_code == 200, done.text
    return done.json()["claims"][0]


def unmerge(operator: Browser, shop: Shop, claim: str) -> None:
    assert operator.post(f"{shop.url}/unmerges", json={"claim_id": claim}).status_code == 200


def twins(app: App, shop: Shop) -> tuple[int, int]:
    return person_of(app, shop, "email", "li@example.com"), person_of(app, shop, "openid", "o-li")


def test_a_segment_and_a_count_follow(app, operator, shop):
    made = operator.post(f"{shop.url}/segments", json={"name": "often", "condition": OFTEN}).json()
    refresh = f"{shop.url}/segments/{made['segment_id']}/refresh"
    one, other = twins(app, shop)

    def seen() -> tuple[int, int, dict[str, str]]:
        people = operator.post(f"{shop.url}/people", json={"condition": {}}).json()
        cities = {str(each["person_id"]): each["attributes"]["city"] for each in people["people"]}
        return operator.post(refresh).json()["people"], people["count"], cities

    before = (0, 2, {str(one): "Wuhan", str(other): "Xi'an"})
    assert seen() == before
    claim = merge(operator, shop, one, other)
    assert seen() == (1, 1, {str(min(one, other)): "Xi'an"})
    unmerge(operator, shop, claim)
    assert seen() == before


def test_merging_and_parting_stand_in_the_timeline_and_are_no_activity(app, operator, shop):
    one, other = sorted(twins(app, shop))

    def history(person: int, limit: int = 50) -> list[tuple[str, object]]:
        """Page by page, as the console reads it."""
        said, cursor = [], ""
        while cursor is not None:
            page = operator.get(
                f"{shop.url}/people/{person}/events?limit={limit}"
                + (f"&cursor={cursor}" if cursor else "")
            ).json()
            said += [(each["event"], each["properties"].get("people")) for each in page["events"]]
            cursor = page["next"]
        return said

    claim = merge(operator, shop, one, other)
    merged = ("identity.merged", [other])
    assert history(one) == history(one, limit=1)
    assert sorted(history(other)) == [("buy", None), ("buy", None), merged]
    page = operator.get(f"{shop.url}/people/{one}").json()
    assert page["events"] == 2
    assert [each["event"] for each in page["timeline"]].count("identity.merged") == 1
    unmerge(operator, shop, claim)
    assert sorted(history(one, limit=1)) == [("buy", None), merged, ("identity.parted", [other])]
    assert sorted(history(other)) == [
        ("buy", None),
        ("identity.merged", [one]),
        ("identity.parted", [one]),
    ]
    assert operator.get(f"{shop.url}/people/{other}").json()["events"] == 1


def test_points_follow_and_what_was_spent_stays_spent(app, operator, shop):
    one, other = twins(app, shop)
    with app.relational.project(shop.project.id) as tx:
        for person in (one, other):
            post(tx, posting(app, person, 5, Kind.EARN), now=app.clock.now())
    claim = merge(operator, shop, one, other)
    ids = app.ids_of(shop.project.id, other)
    spend = posting(app, ids[0], -8, Kind.SPEND, merged=ids[1:])
    with app.relational.project(shop.project.id) as tx:
        post(tx, spend, now=app.clock.now())
        assert get_balance(tx, ids) == 2
    unmerge(operator, shop, claim)
    with app.relational.project(shop.project.id) as tx:
        balances = [get_balance(tx, [PersonId(each)]) for each in (one, other)]
        assert sum(balances) == 2
        assert min(balances) >= 0
    with pytest.raises(BalanceTooLow), app.relational.project(shop.project.id) as tx:
        post(tx, posting(app, one, -3, Kind.SPEND), now=app.clock.now())


def posting(app: App, person: int, amount: int, kind: Kind, merged=()) -> Posting:
    return Posting(
        key=f"{kind}-{person}-{amount}",
        person_id=PersonId(person),
        amount=amount,
        kind=kind,
        reason="",
        at=app.clock.now(),
        actor="test",
        merged_ids=tuple(merged),
    )


def test_a_message_to_one_rests_both_while_they_are_one(app, operator, shop):
    one, other = twins(app, shop)

    def ask(message: str, person: int) -> Action | NotSent | None:
        request = SendRequest(message, person, "email", "li@example.com", "", is_holdout=False)
        with app.relational.project(shop.project.id) as tx:
            verdict = decide_sends(
                tx,
                [request],
                policy=Policy(cooldown=timedelta(days=1)),
                zone=ZoneInfo("Asia/Shanghai"),
                now=app.clock.now(),
            )[message]
        return verdict.reason or verdict.action

    later = max(one, other)
    assert ask("a", later) is Action.SEND
    claim = merge(operator, shop, one, other)
    assert ask("b", min(one, other)) is NotSent.COOLDOWN
    unmerge(operator, shop, claim)
    assert ask("c", min(one, other)) is Action.SEND
