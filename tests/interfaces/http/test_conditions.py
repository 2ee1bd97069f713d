"""The kinds of condition that rooms add: what the console is told of them, and who agrees to be written to."""

import re

from stayflow.access import Role
from stayflow.act.policy import NotSent, Suppression, add_suppression
from stayflow.app import App
from stayflow.language.event import RawEvent
from tests.interfaces.conftest import Shop, as_role, take_in, visitor


def test_every_kind_has_a_place_for_each_of_its_fields(server: object, shop: Shop) -> None:
    caller = as_role(server, shop, Role.VIEWER)
    kinds = caller.get(f"{shop.url}/condition-kinds").json()["kinds"]
    assert {"segment", "stage", "rfm", "reached", "consent"} <= {each["name"] for each in kinds}
    for each in kinds:
        fields = [field["name"] for field in each["editor"]["fields"]]
        for said in ("said", "denied"):
            for lang in ("zh", "en"):
                places = re.findall(r"\{(\w+)\}", each["editor"][said][lang])
                assert sorted(places) == sorted(fields), (each["name"], said, lang)


def test_the_editor_knows_what_is_chosen_already(server: object, shop: Shop) -> None:
    caller = as_role(server, shop, Role.OPERATOR)
    caller.post(f"{shop.url}/segments", json={"name": "all", "condition": {}})
    asked = caller.post(f"{shop.url}/condition-kinds/segment/editor", json={"clause": {}})
    (field,) = asked.json()["fields"]
    assert [choice["value"] for choice in field["choices"]] == ["all"]
    own = caller.get(f"{shop.url}/segments/all").json()["segment_id"]
    by_id = caller.post(f"{shop.url}/condition-kinds/segment/editor", json={"clause": {"id": own}})
    (field,) = by_id.json()["fields"]
    (choice,) = field["choices"]
    assert (field["name"], choice["value"], choice["label"]["en"]) == ("id", own, "all")
    assert by_id.json()["said"]["en"] == "are in segment {id}"
    gone = caller.post(
        f"{shop.url}/condition-kinds/stage/editor", json={"clause": {"model": "gone"}}
    )
    assert gone.json()["fields"][0]["choices"] == []
    unknown = caller.post(f"{shop.url}/condition-kinds/predicted/editor", json={})
    assert (unknown.status_code, unknown.json()["path"]) == (400, "kind")
    predicted = {"predicted": {"name": "churn", "op": "gte", "value": 0.7}}
    refused = caller.post(f"{shop.url}/people/estimate", json={"condition": predicted}).json()
    assert (refused["code"], refused["path"]) == ("unsupported_facet", "condition.predicted")


def test_every_kind_of_breakdown_says_what_may_stand_in_it(server: object, shop: Shop) -> None:
    caller = as_role(server, shop, Role.OPERATOR)
    caller.post(f"{shop.url}/segments", json={"name": "all", "condition": {}})
    kinds = caller.get(f"{shop.url}/breakdown-kinds").json()["kinds"]
    offered = {
        each["name"]: (each["kind"], [of["value"] for of in each["choices"]]) for each in kinds
    }
    assert offered["segment"] == ("choices", ["all"])
    assert offered["value"] == ("choice", ["tier"])
    assert {"tag", "stage", "rfm", "score"} < offered.keys()
    question = {"kind": "trend", "range": {"last": "7d"}, "by": [{"value": "tier"}], "lang": "zh"}
    answer = caller.post(f"{shop.url}/query", json=question).json()
    assert answer["labels"]["tier"].keys() == {"high", "middle", "low"}
    unknown = {**question, "by": [{"segment": ["al"]}]}
    refused = caller.post(f"{shop.url}/query", json=unknown).json()
    assert (refused["code"], refused["path"]) == ("segment_not_found", "by[0].segment[0]")


def test_who_left_a_list_does_not_agree_whichever_way_the_address_is_known(
    server: object, app: App, shop: Shop
) -> None:
    take_in(
        app,
        shop,
        visitor("ana", name="view", attributes={"email": "Ana@Example.com"}),
        RawEvent(name="view", identities={"user_id": "bo", "email": "bo@example.com"}),
        visitor("cy", name="view", attributes={"email": "cy@example.com"}),
        visitor("di", name="view"),
    )
    with app.relational.project(shop.project.id) as tx:
        for address, reason in (
            ("ana@example.com", NotSent.UNSUBSCRIBED),
            ("bo@example.com", NotSent.UNSUBSCRIBED),
            ("cy@example.com", NotSent.BOUNCED),
        ):
            add_suppression(tx, Suppression("email", address, reason, "test", app.clock.now()))
    caller = as_role(server, shop, Role.ANALYST)

    def count(condition: dict) -> int:
        answer = caller.post(f"{shop.url}/people/estimate", json={"condition": condition})
        return answer.json()["count"]

    assert count({"consent": {"purpose": "marketing", "channel": "email"}}) == 2
    assert count({"not": {"consent": {"channel": "email"}}}) == 2
    assert count({"consent": {"channel": "sms"}}) == 4
    assert count({"consent": {"purpose": "transactional", "channel": "email"}}) == 4
    wrong = {"consent": {"channel": "fax"}}
    refused = caller.post(f"{shop.url}/people/estimate", json={"condition": wrong}).json()
    assert refused["path"] == "condition.consent.channel"
