"""A person is erased: what waits is not sent, points still add up, others are told, and the report says so."""

from datetime import timedelta
from typing import Any

import pytest

from stayflow.access import Role
from stayflow.act.outbox import QueueRow, queue_messages
from stayflow.act.policy import NotSent, Suppression, add_suppression
from stayflow.app import App
from stayflow.interfaces.erasing import LOOK, find_traces
from stayflow.interfaces.laws import check_project
from stayflow.interfaces.telemetry import Telemetry
from stayflow.interfaces.worker import JobRunner, handlers_of
from stayflow.kernel.ids import PersonId
from stayflow.language.event import RawEvent
from stayflow.reward.ledger import Kind, Posting, get_totals, post
from stayflow.stores.jobs import JobState
from tests.interfaces.conftest import Shop, as_role, take_in

ANN = "ann@example.com"


def work(app: App) -> None:
    """Do every job that is due."""
    runner = JobRunner(app.jobs, Telemetry(), handlers_of(app))
    while runner.step():
        pass


def broken_laws(app: App, shop: Shop) -> dict[str, tuple[str, ...]]:
    found = check_project(app, shop.project.id)
    return {law.name: law.violations for law in found if law.violations}


@pytest.fixture
def people(app: App, shop: Shop) -> dict[str, int]:
    """Ann and Bob bought; Ann is known by a device and an address, too."""
    at = round((app.clock.now() - timedelta(days=2)).timestamp() * 1000)
    ann = {"user_id": "ann", "email": ANN}
    take_in(
        app,
        shop,
        RawEvent(name="view", identities={"device": "d1"}, time_ms=at),
        RawEvent(name="view", identities={"device": "d1", "user_id": "ann"}, time_ms=at + 1),
        RawEvent(name="buy", identities=ann, attributes={"email": ANN}, time_ms=at + 2),
        RawEvent(name="buy", identities={"user_id": "bob"}, time_ms=at + 3),
    )
    app.pipeline(shop.project.id).show_merges()
    with app.relational.project(shop.project.id) as tx:
        rows = tx.rows(
            "select i.value, coalesce(p.merged_into, p.person_id) from identities i"
            " join persons p using (person_id) where i.kind = 'user_id'"
        )
    return {str(name): int(person) for name, person in rows}


def erase(app: App, server: Any, shop: Shop, person: int) -> dict[str, Any]:
    owner = as_role(server, shop, Role.OWNER)
    asked = owner.post(f"{shop.url}/people/{person}/erasure")
    assert asked.status_code == 202, asked.text
    assert asked.json()["state"] == "waiting"
    work(app)
    answer = owner.get(f"{shop.url}/people/{person}/erasure").json()
    assert answer["state"] == "done", app.jobs.of_project(shop.project.id)
    return answer


def places_of(answer: dict[str, Any]) -> dict[tuple[str, str], tuple[int, int, str]]:
    return {
        (each["place"], each["way"]): (each["before"], each["remaining"], each["reason"])
        for each in answer["places"]
    }


def test_the_report_says_of_every_place_what_was_there_and_what_is_left(
    app: App, server: Any, shop: Shop, people: dict[str, int]
) -> None:
    owner = as_role(server, shop, Role.OWNER)
    before = owner.get(f"{shop.url}/people/{people['ann']}/erasure/preview").json()
    assert places_of(before)["clickhouse.events", "deleted"][0] == 3
    answer = erase(app, server, shop, people["ann"])
    report = places_of(answer)
    assert report["clickhouse.events", "deleted"] == (3, 0, "")
    assert report["postgresql.identities", "deleted"] == (3, 0, "")
    assert report["log", "deleted"][1] == 0
    assert report["files.exports", "kept"][2] == "handed_over"
    assert {left for (_, way), (_, left, _) in report.items() if way != "kept"} == {0}
    assert answer["asked_by"].startswith("key:")
    assert owner.get(f"{shop.url}/people/{people['ann']}").status_code == 404
    assert owner.get(f"{shop.url}/people/{people['bob']}").status_code == 200
    assert broken_laws(app, shop) == {}
    other = erase(app, server, shop, people["bob"])
    newest = owner.get(f"{shop.url}/erasures", params={"limit": 1}).json()
    rest = owner.get(f"{shop.url}/erasures", params={"cursor": newest["next"]}).json()
    pages = [[each["erasure_id"] for each in page["erasures"]] for page in (newest, rest)]
    assert pages == [[other["erasure_id"]], [answer["erasure_id"]]]
    assert rest["next"] is None


def test_what_waits_is_not_sent_and_what_was_sent_says_nothing(
    app: App, server: Any, shop: Shop, people: dict[str, int]
) -> None:
    now = app.clock.now()
    with app.relational.project(shop.project.id) as tx:
        for lane in ("waiting", "sent"):
            tx.execute(
                "insert into outbox_lanes (lane, channel, content_id, label, state, gives_up_at)"
                " values (%s, 'email', 'hello', 'hello', 'open', %s)",
                (lane, now + timedelta(days=1)),
            )
            row = QueueRow(f"{lane}:{people['ann']}", PersonId(people["ann"]), ANN, "UTC", False)
            queue_messages(tx, lane, [row], now=now)
        tx.execute(
            "update messages set state = 'sent', attempts = 1, sending_at = %(now)s,"
            " decided_at = %(now)s, reply = '250 ok ann' where lane = 'sent'",
            {"now": now},
        )
        add_suppression(tx, Suppression("email", ANN, NotSent.UNSUBSCRIBED, "by hand", now))
    report = places_of(erase(app, server, shop, people["ann"]))
    with app.relational.project(shop.project.id) as tx:
        rows = tx.rows("select lane, state, reason, address, zone, reply from messages order by 1")
    assert rows == [
        ("sent", "sent", None, "", "", None),
        ("waiting", "dropped", "erased", "", "", None),
    ]
    assert report["postgresql.messages", "emptied"] == (2, 0, "")
    # Who wants no more messages must not get one again when somebody imports an old list.
    assert report["postgresql.suppressions", "kept"] == (1, 1, "not_written_to_again")
    assert broken_laws(app, shop) == {}


def test_points_still_add_up_and_their_reasons_are_gone(
    app: App, server: Any, shop: Shop, people: dict[str, int]
) -> None:
    now = app.clock.now()
    with app.relational.project(shop.project.id) as tx:
        for name in ("ann", "bob"):
            posting = Posting(
                key=f"gift:{name}",
                person_id=PersonId(people[name]),
                amount=50,
                kind=Kind.ADJUST,
                reason=f"for {name}",
                at=now,
                actor="user:owner",
            )
            post(tx, posting, now=now)
        before = get_totals(tx)
    report = places_of(erase(app, server, shop, people["ann"]))
    with app.relational.project(shop.project.id) as tx:
        assert get_totals(tx).outstanding == before.outstanding == 100
        reasons = tx.rows("select reason from ledger_transactions order by transaction_id")
    assert reasons == [("",), ("for bob",)]
    assert report["postgresql.ledger_transactions", "emptied"] == (1, 0, "")
    assert report["postgresql.ledger_accounts", "kept"][2] == "balances"
    assert broken_laws(app, shop) == {}


def test_segments_lists_and_their_sizes_are_without_the_person(
    app: App, server: Any, shop: Shop, people: dict[str, int]
) -> None:
    owner = as_role(server, shop, Role.OWNER)
    buyers = {"did": {"event": "buy", "within": {"last": "30d"}}}
    made = owner.post(f"{shop.url}/segments", json={"name": "buyers", "condition": buyers})
    assert made.status_code == 201, made.text
    segment = made.json()["segment_id"]
    refreshed = owner.post(f"{shop.url}/segments/{segment}/refresh")
    assert refreshed.status_code < 300, refreshed.text
    work(app)
    assert owner.get(f"{shop.url}/segments/{segment}").json()["people"] == 2
    erase(app, server, shop, people["ann"])
    assert owner.get(f"{shop.url}/segments/{segment}").json()["people"] == 1
    assert broken_laws(app, shop) == {}


def test_destinations_are_told_once(
    app: App, server: Any, shop: Shop, people: dict[str, int]
) -> None:
    owner = as_role(server, shop, Role.OWNER)
    made = owner.post(
        f"{shop.url}/destinations",
        json={
            "name": "files",
            "kind": "parquet",
            "settings": {"folder": "out"},
            "events": {"names": []},
        },
    )
    assert made.status_code == 201, made.text
    report = places_of(erase(app, server, shop, people["ann"]))
    with app.relational.project(shop.project.id) as tx:
        rows = tx.rows("select person_id, identities from destination_withdrawals")
    assert rows == [(people["ann"], {"device": ["d1"], "email": [ANN], "user_id": ["ann"]})]
    assert report["postgresql.destination_withdrawals", "kept"][1:] == (1, "being_told")


def test_it_is_looked_again_an_hour_later(
    app: App, server: Any, shop: Shop, people: dict[str, int]
) -> None:
    erase(app, server, shop, people["ann"])
    app.facts(shop.project.id).execute(
        f"INSERT INTO rfm_changes (model, person_id, class) VALUES ('rfm', {people['ann']}, 'lost')"
    )
    assert dict(find_traces(app, shop.project.id)) == {"clickhouse.rfm_changes": 1}
    assert list(broken_laws(app, shop)) == ["erasure.nothing_is_left_of_erased_people"]
    (again,) = app.jobs.of_project(shop.project.id, kind=LOOK)
    assert again.state is JobState.WAITING
    app.clock.set(app.clock.now() + timedelta(hours=2))
    work(app)
    assert broken_laws(app, shop) == {}
    owner = as_role(server, shop, Role.OWNER)
    answer = owner.get(f"{shop.url}/people/{people['ann']}/erasure").json()
    assert answer["looked_again_at"] is not None


def test_who_was_never_there_cannot_be_erased_and_nobody_but_an_owner_may(
    server: Any, shop: Shop, people: dict[str, int]
) -> None:
    owner = as_role(server, shop, Role.OWNER)
    assert owner.post(f"{shop.url}/people/999/erasure").status_code == 404
    missing = owner.get(f"{shop.url}/people/{people['bob']}/erasure")
    assert (missing.status_code, missing.json()["code"]) == (404, "erasure_not_found")
    operator = as_role(server, shop, Role.OPERATOR)
    assert operator.post(f"{shop.url}/people/{people['bob']}/erasure").status_code == 403


def test_asking_is_in_the_audit_log_by_number_alone(
    app: App, server: Any, shop: Shop, people: dict[str, int]
) -> None:
    erase(app, server, shop, people["ann"])
    with app.relational.project(shop.project.id) as tx:
        rows = tx.rows(
            "select subject, detail::text from audit_entries where action = 'people.erase'"
        )
    assert [subject for subject, _ in rows] == [str(people["ann"])]
    assert ANN not in rows[0][1]
