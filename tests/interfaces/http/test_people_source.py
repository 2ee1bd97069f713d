"""Every number that counts people leads to them: counts of a campaign, versions of a segment, points."""

from typing import Any

import pytest

from stayflow.access import Role
from stayflow.app import App
from stayflow.kernel.ids import new_id
from tests.interfaces.conftest import Browser, Shop, as_role, take_in, visitor

EVERYBODY: dict[str, Any] = {"all": [{"did": {"event": "view"}}]}


@pytest.fixture
def three(app: App, shop: Shop, server: Any) -> dict[str, int]:
    """Ann and Bob can be written to, Cyn has no address."""
    take_in(
        app,
        shop,
        visitor("ann", name="view", attributes={"email": "ann@example.com"}),
        visitor("bob", name="view", attributes={"email": "bob@example.com"}),
        visitor("cyn", name="view"),
    )
    page = as_role(server, shop, Role.OWNER).post(f"{shop.url}/people", json={}).json()
    return {person["identities"][0]["value"]: person["person_id"] for person in page["people"]}


def people(caller: Browser, shop: Shop, **source: Any) -> set[int]:
    answer = caller.post(f"{shop.url}/people", json={"source": source})
    assert answer.status_code == 200, answer.text
    found = {person["person_id"] for person in answer.json()["people"]}
    assert answer.json()["count"] == len(found)
    return found


def draft(caller: Browser, shop: Shop) -> str:
    body = {
        "name": f"letter {new_id()}",
        "channel": "email",
        "audience": EVERYBODY,
        "content": {"subject": "Hi", "text": "Hello"},
        "holdout": 0,
    }
    made = caller.post(f"{shop.url}/campaigns", json=body)
    assert made.status_code == 201, made.text
    return str(made.json()["campaign_id"])


def test_the_preview_names_whom_it_counts(server: Any, shop: Shop, three: dict[str, int]) -> None:
    caller = as_role(server, shop, Role.OPERATOR)
    campaign = draft(caller, shop)
    preview = caller.post(f"{shop.url}/campaigns/{campaign}/preview", json={}).json()
    assert (preview["reachable"], preview["unreachable"]) == (2, {"no_address": 1})
    counted = {"reachable": {"ann", "bob"}, "unreachable.no_address": {"cyn"}, "to_withhold": set()}
    for outcome, names in counted.items():
        source = {"campaign_id": campaign, "outcome": outcome}
        assert people(caller, shop, campaign=source) == {three[name] for name in names}


def test_who_waits_in_the_outbox_can_be_listed(
    app: App, server: Any, shop: Shop, three: dict[str, int]
) -> None:
    caller = as_role(server, shop, Role.OPERATOR)
    campaign = draft(caller, shop)
    with app.relational.project(shop.project.id) as tx:
        tx.execute(
            """
            insert into outbox_lanes (lane, channel, content_id, label, state, gives_up_at)
            values (%(lane)s, 'email', 'c', 'letter', 'open', %(now)s)
            """,
            {"lane": campaign, "now": app.clock.now()},
        )
        for name, reason in (("ann", None), ("bob", "quiet_hours")):
            tx.execute(
                """
                insert into messages (message_id, key, lane, person_id, is_holdout, address, zone,
                    state, reason, queued_at, due_at)
                values (%(id)s, %(id)s, %(lane)s, %(person)s, false, %(id)s, '', 'queued',
                    %(reason)s, %(now)s, %(now)s)
                """,
                {
                    "id": f"{campaign}{name}",
                    "lane": campaign,
                    "person": three[name],
                    "reason": reason,
                    "now": app.clock.now(),
                },
            )
    url = f"{shop.url}/campaigns/{campaign}"
    counts = caller.get(f"{url}/result").json()["counts"]
    assert (counts["queued"], counts["waiting_for"]) == (2, {"quiet_hours": 1})
    for outcome, names in {"queued": {"ann", "bob"}, "queued.quiet_hours": {"bob"}}.items():
        page = caller.get(f"{url}/people", params={"outcome": outcome}).json()
        assert {person["person_id"] for person in page["people"]} == {three[n] for n in names}
    refused = caller.get(f"{url}/people", params={"outcome": "sent.gladly"})
    assert (refused.status_code, refused.json()["code"]) == (400, "unknown_outcome")


def test_a_version_of_a_segment_names_who_came_and_went(
    app: App, server: Any, shop: Shop, three: dict[str, int]
) -> None:
    caller = as_role(server, shop, Role.ANALYST)
    made = caller.post(f"{shop.url}/segments", json={"name": "seen", "condition": EVERYBODY})
    segment = made.json()["segment_id"]
    take_in(app, shop, visitor("dan", name="view"))
    caller.post(f"{shop.url}/segments/{segment}/refresh")
    source = {"segment_id": segment, "version": 2}
    entered = people(caller, shop, segment={**source, "part": "entered"})
    assert len(entered) == 1
    assert not entered & set(three.values())
    assert people(caller, shop, segment={**source, "part": "left"}) == set()
    assert people(caller, shop, segment=source) == {*three.values(), *entered}


def test_holders_of_points_become_a_segment_that_says_so(
    app: App, server: Any, shop: Shop, three: dict[str, int]
) -> None:
    caller = as_role(server, shop, Role.OPERATOR)
    caller.post(f"{shop.url}/points/{three['ann']}/adjust", json={"points": 5, "reason": "thanks"})
    assert people(caller, shop, points="holders") == {three["ann"]}
    made = caller.post(
        f"{shop.url}/segments", json={"name": "holders", "source": {"points": "holders"}}
    ).json()
    assert (made["people"], made["condition"]) == (1, None)
    assert made["sentence"] == {
        "zh": "当时持有积分的人",
        "en": "people who held points at the time",
    }


def test_a_segment_of_a_cell_says_which_cell_in_both_languages(
    server: Any, shop: Shop, three: dict[str, int]
) -> None:
    del three
    caller = as_role(server, shop, Role.ANALYST)
    query = {
        "kind": "funnel",
        "range": {"last": "7d"},
        "steps": [{"event": "view"}, {"event": "view"}],
        "window": "1d",
        "who": {"step": 2, "converted": False},
    }
    made = caller.post(f"{shop.url}/segments", json={"name": "lost", "query": query}).json()
    assert made["people"] == 3
    assert made["sentence"]["en"].startswith("step 2, not reached, of: People who did view → view")
    assert made["sentence"]["zh"].startswith("第 2 步，未到达，取自：依次完成 view → view")


@pytest.mark.parametrize(
    "source", [{}, {"points": "holders", "segment": {"segment_id": "x", "version": 1}}]
)
def test_a_source_names_one_thing(server: Any, shop: Shop, source: dict[str, Any]) -> None:
    answer = as_role(server, shop, Role.ANALYST).post(f"{shop.url}/people", json={"source": source})
    assert (answer.status_code, answer.json()["path"]) == (400, "source")
