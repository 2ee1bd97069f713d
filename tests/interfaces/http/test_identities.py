"""ONE-ID over HTTP: rules, graphs, merging and parting with the rooms that follow."""

from datetime import UTC, datetime

import pytest

from stayflow.access import Role
from stayflow.app import App
from stayflow.intake.pipeline import append_events, consume_log
from stayflow.interfaces.telemetry import Telemetry
from stayflow.interfaces.worker import JobRunner, handlers_of
from stayflow.kernel.ids import PersonId
from stayflow.language.event import RawEvent
from stayflow.reward.ledger import Kind, Posting, post
from tests.interfaces.conftest import Shop, as_role, open_shop

AT = int(datetime(2026, 6, 14, 8, tzinfo=UTC).timestamp() * 1000)


def say(app: App, shop: Shop, *events: RawEvent) -> None:
    append_events(shop.project.id, events, source="segment", log=app.log, clock=app.clock)
    while consume_log(app.pipeline(shop.project.id), app.log) is not None:
        pass


def event(name: str, minute: int, /, attributes: dict | None = None, **identities: str) -> RawEvent:
    return RawEvent(
        name=name,
        time_ms=AT + minute * 60_000,
        event_id=f"{name}-{minute}",
        identities=identities,
        attributes=attributes or {},
    )


@pytest.fixture
def shop(app: App) -> Shop:
    made = open_shop(app)
    say(
        app,
        made,
        event("view", 1, device="phone-1"),
        event("login", 2, {"city": "Wuhan"}, user_id="anna", device="phone-1"),
        event("view", 3, device="phone-1"),
        event("login", 4, {"city": "Xi'an"}, user_id="bert", device="phone-1"),
        event("buy", 5, {"city": "Beijing"}, user_id="carl", email="carl@example.com"),
    )
    return made


def person_of(app: App, shop: Shop, kind: str, value: str) -> int:
    with app.relational.project(shop.project.id) as tx:
        return tx.value(
            "select coalesce(p.merged_into, p.person_id) from identities i"
            " join persons p on p.person_id = i.person_id where i.kind = %s and i.value = %s",
            (kind, value),
        )


def test_the_graph_says_who_is_one_person_and_who_is_not_and_why(app, server, shop):
    anna = person_of(app, shop, "user_id", "anna")
    graph = as_role(server, shop, Role.ANALYST).get(f"{shop.url}/people/{anna}/graph").json()
    nodes = {each["id"]: each for each in graph["nodes"]}
    told = {
        (nodes[edge["high"]]["value"], nodes[edge["low"]]["value"]): edge for edge in graph["edges"]
    }
    joined, refused = told["anna", "phone-1"], told["bert", "phone-1"]
    assert (joined["refused"], joined["event"], joined["source"]) == (False, "login", "segment")
    assert (refused["refused"], refused["reason"], refused["kind"]) == (
        True,
        "shared_device",
        "device",
    )
    assert refused["event"] == "login"
    assert graph["whole"]
    assert graph["person_id"] == anna
    ids = {node["value"]: node["id"] for node in graph["nodes"]}
    chain = as_role(server, shop, Role.ANALYST).get(
        f"{shop.url}/people/{anna}/explain?from={ids['phone-1']}&to={ids['anna']}"
    )
    assert [node["value"] for node in chain.json()["nodes"]] == ["phone-1", "anna"]
    assert [edge["event"] for edge in chain.json()["edges"]] == ["login"]
    refusals = as_role(server, shop, Role.ANALYST).get(f"{shop.url}/refusals").json()
    assert refusals["counts"] == {"shared_device": 1}
    assert refusals["refusals"][0]["high"]["value"] == "bert"


def test_personal_identities_are_masked_below_operator(app, server, shop):
    carl = person_of(app, shop, "user_id", "carl")
    seen = {
        role: as_role(server, shop, role).get(f"{shop.url}/people/{carl}/graph").json()["nodes"]
        for role in (Role.ANALYST, Role.OPERATOR)
    }
    assert {node["value"] for node in seen[Role.ANALYST]} == {"carl", "c***@example.com"}
    assert {node["value"] for node in seen[Role.OPERATOR]} == {"carl", "carl@example.com"}


def test_a_merge_is_previewed_done_and_taken_back(app, server, shop):
    operator = as_role(server, shop, Role.OPERATOR)
    phone = person_of(app, shop, "user_id", "anna")
    mail = person_of(app, shop, "email", "carl@example.com")
    refused = operator.post(f"{shop.url}/merges", json={"one": phone, "other": mail})
    assert (refused.status_code, refused.json()["code"]) == (409, "merge_refused")
    say(app, shop, event("subscribe", 6, {"city": "Harbin"}, email="anna@example.com"))
    mail = person_of(app, shop, "email", "anna@example.com")
    with app.relational.project(shop.project.id) as tx:
        for person, key in ((phone, "a"), (mail, "b")):
            posting = Posting(
                key=key,
                person_id=PersonId(person),
                amount=5,
                kind=Kind.EARN,
                reason="",
                at=app.clock.now(),
                actor="test",
            )
            post(tx, posting, now=app.clock.now())
    body = {"one": phone, "other": mail, "note": "told us on the phone"}
    preview = operator.post(f"{shop.url}/merges/preview", json=body).json()
    assert person_of(app, shop, "email", "anna@example.com") == mail
    (after,) = preview["after"]
    assert [part["events"] for part in preview["before"]] == [3, 1]
    assert (after["events"], after["points"], after["person_id"]) == (4, 10, min(phone, mail))
    assert {each["name"]: each["value"] for each in after["attributes"]} == {"city": "Harbin"}
    done = operator.post(f"{shop.url}/merges", json=body).json()
    assert done["after"] == preview["after"]
    assert person_of(app, shop, "email", "anna@example.com") == min(phone, mail)
    page = operator.get(f"{shop.url}/people/{mail}").json()
    assert (page["person_id"], page["events"], page["points"]["balance"]) == (phone, 4, 10)
    history = operator.get(f"{shop.url}/merges").json()["merges"]
    assert history[0] | {"at": "", "recorded_at": "", "actor": ""} == {
        "batch": history[0]["batch"],
        "person_id": mail,
        "to": phone,
        "at": "",
        "recorded_at": "",
        "cause": "manual",
        "event_id": None,
        "actor": "",
        "note": "told us on the phone",
        "claim_id": done["claims"][0],
        "in_force": True,
    }
    back = operator.post(f"{shop.url}/unmerges", json={"claim_id": done["claims"][0]}).json()
    assert [part["events"] for part in back["after"]] == [3, 1]
    assert [part["points"] for part in back["after"]] == [5, 5]
    assert operator.get(f"{shop.url}/people/{mail}").json()["person_id"] == mail


def test_detached_identities_take_their_events_with_them(app, server, shop):
    operator = as_role(server, shop, Role.OPERATOR)
    anna = person_of(app, shop, "user_id", "anna")
    nodes = operator.get(f"{shop.url}/people/{anna}/graph").json()["nodes"]
    (phone,) = [node["id"] for node in nodes if node["value"] == "phone-1"]
    body = {"person_id": anna, "identities": [phone]}
    preview = operator.post(f"{shop.url}/unmerges/preview", json=body).json()
    done = operator.post(f"{shop.url}/unmerges", json=body).json()
    assert preview["after"] == done["after"]
    mine = {part["identities"][0]["value"]: part for part in done["after"]}
    assert {value: part["events"] for value, part in mine.items()} == {"anna": 1, "phone-1": 2}
    say(app, shop, event("login", 9, user_id="anna", device="phone-1"))
    assert person_of(app, shop, "device", "phone-1") != person_of(app, shop, "user_id", "anna")


def test_rules_are_put_in_force_by_a_job_that_weighs_everybody_again(app, server, shop):
    owner = as_role(server, shop, Role.OWNER)
    before = owner.get(f"{shop.url}/identity-kinds").json()
    assert [each["kind"] for each in before["kinds"]][:2] == ["user_id", "member_no"]
    kinds = [
        {name: each[name] for name in each if name != "identities"} for each in before["kinds"]
    ]
    for each in kinds:
        each["unique"] = False
        each["sharable"] = False
    body = {"kinds": kinds, "blocked": ["carl"]}
    asked = owner.request("PUT", f"{shop.url}/identity-kinds", json=body).json()
    assert asked["job_id"]
    runner = JobRunner(app.jobs, Telemetry(), handlers_of(app))
    while runner.step():
        pass
    job = owner.get(f"{shop.url}/jobs/{asked['job_id']}").json()
    assert (job["state"], job["error"]) == ("done", None)
    now = owner.get(f"{shop.url}/identity-kinds").json()
    assert (now["job_id"], now["blocked"]) == (None, ["carl"])
    assert person_of(app, shop, "user_id", "anna") == person_of(app, shop, "user_id", "bert")
    assert person_of(app, shop, "user_id", "carl") != person_of(
        app, shop, "email", "carl@example.com"
    )
    assert now["refusals"] == {"blocked_value": 1}


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"kinds": [{"kind": "device"}]}, "kinds"),
        ({"kinds": [{"kind": "device"}, {"kind": "device"}]}, "kinds[1].kind"),
        ({"kinds": [{"kind": "person_id"}]}, "kinds[0].kind"),
    ],
)
def test_rules_that_make_no_sense_are_refused(app, server, shop, change, path):
    answer = as_role(server, shop, Role.OWNER).request(
        "PUT", f"{shop.url}/identity-kinds", json=change
    )
    assert (answer.status_code, answer.json()["path"]) == (400, path)


def test_a_squash_is_a_job_of_operators(app, server, shop):
    assert (
        as_role(server, shop, Role.ANALYST).post(f"{shop.url}/identities/squash").status_code == 403
    )
    operator = as_role(server, shop, Role.OPERATOR)
    before = operator.get(f"{shop.url}/identities/squash").json()
    assert (before["in_force"], before["looked_up"]) == (False, before["merges"])
    assert before["merges"] > 0
    asked = operator.post(f"{shop.url}/identities/squash")
    again = operator.post(f"{shop.url}/identities/squash").json()
    assert (asked.status_code, again["job_id"]) == (201, asked.json()["job_id"])
    runner = JobRunner(app.jobs, Telemetry(), handlers_of(app))
    while runner.step():
        pass
    job = operator.get(f"{shop.url}/jobs/{again['job_id']}").json()
    assert (job["state"], job["error"]) == ("done", None)
    assert app.scope(shop.project.id).squash == 1
    assert operator.get(f"{shop.url}/identities/squash").json() == {
        "in_force": True,
        "merges": before["merges"],
        "looked_up": 0,
        "job_id": None,
    }
