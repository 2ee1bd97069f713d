"""Attributes over HTTP: the catalogue, one of them with its history, and who sees what is sensitive."""

from datetime import UTC, datetime

import pytest

from stayflow.access import Role
from stayflow.app import App
from stayflow.intake.record import read_again
from stayflow.language.scope import ValueType
from stayflow.understand.attribute import Rereading, carry_out_type
from tests.interfaces.conftest import Shop, as_role, take_in, visitor

NOON = datetime(2026, 6, 14, 8, tzinfo=UTC)
DAY_MS = 86_400_000


@pytest.fixture
def stated(app: App, shop: Shop) -> Shop:
    at = int(NOON.timestamp() * 1000)
    said = [
        ("ann", -1, {"city": "杭州", "income": 12000, "email": "ann@example.com"}),
        ("ann", 0, {"city": "上海"}),
        ("bob", 0, {"city": "杭州", "income": 900}),
    ]
    take_in(
        app,
        shop,
        *(
            visitor(
                user,
                name="profile",
                time_ms=at + day * DAY_MS,
                event_id=f"e{n}",
                attributes=attributes,
            )
            for n, (user, day, attributes) in enumerate(said)
        ),
    )
    return shop


def test_an_attribute_from_the_catalogue_to_the_people_who_had_a_value(
    server, stated: Shop
) -> None:
    operator = as_role(server, stated, Role.OPERATOR)
    arranged = operator.post(f"{stated.url}/attributes/arrange", json={"language": "en"})
    assert arranged.json() == {"attributes": 3}
    listed = operator.get(f"{stated.url}/attributes").json()
    assert {each["name"]: each["people"] for each in listed["attributes"]} == {"city": 2, "email": 1, "income": 2}  # fmt: skip
    assert {each["name"] for each in listed["folders"]} == {"Contact", "Basics", "Assets"}
    basics = next(each["folder_id"] for each in listed["folders"] if each["name"] == "Basics")
    kept = operator.request("DELETE", f"{stated.url}/tag-folders/{basics}")
    assert (kept.status_code, kept.json()["code"]) == (409, "tag_folder_not_empty")
    operator.post(
        f"{stated.url}/segments",
        json={"name": "local", "condition": {"attribute": {"name": "city", "op": "eq", "value": "杭州"}}},
    )  # fmt: skip
    one = f"{stated.url}/attributes/city"
    body = {"label": {"zh": "常住城市"}, "description": "as stated", "owner": "crm"}
    changed = operator.request("PATCH", one, json=body).json()
    assert (changed["label"]["zh"], changed["label"]["en"]) == ("常住城市", "City")
    assert [(each["value"], each["people"]) for each in changed["shares"]] == [("上海", 1), ("杭州", 1)]  # fmt: skip
    assert [each["name"] for each in changed["uses"]] == ["local"]
    days = operator.get(f"{one}/history").json()["days"]
    assert [(each["day"], each["people"]) for each in days[:2]] == [
        ("2026-06-13", {"杭州": 1}),
        ("2026-06-14", {"杭州": 1, "上海": 1}),
    ]
    source = {"attribute": {"name": "city", "value": "杭州", "on": "2026-06-13"}}
    people = operator.post(f"{stated.url}/people", json={"source": source}).json()
    assert people["count"] == 1
    person = people["people"][0]["person_id"]
    history = operator.get(f"{stated.url}/people/{person}/attributes/city").json()
    assert [(each["day"], each["value"]) for each in history["changes"]] == [
        ("2026-06-14", "上海"),
        ("2026-06-13", "杭州"),
    ]
    above = {"attribute": {"name": "income", "start": 1000}}
    assert operator.post(f"{stated.url}/people", json={"source": above}).json()["count"] == 1
    wrong = operator.get(f"{stated.url}/attributes/cities")
    assert (wrong.status_code, wrong.json()["code"]) == (400, "unknown_attribute")


def test_what_is_sensitive_is_masked_wherever_it_is_shown(server, stated: Shop) -> None:
    operator = as_role(server, stated, Role.OPERATOR)
    analyst = as_role(server, stated, Role.ANALYST)
    one = f"{stated.url}/attributes/income"
    refused = analyst.request("PATCH", one, json={"is_sensitive": False})
    assert refused.status_code == 403
    assert analyst.get(f"{stated.url}/people/1").json()["attributes"][-1]["value"] == "12000"
    operator.request("PATCH", one, json={"is_sensitive": True})
    shown = {each["name"]: each for each in analyst.get(f"{stated.url}/people/1").json()["attributes"]}  # fmt: skip
    assert (shown["income"]["value"], shown["income"]["masked"]) == ("1*", True)
    assert shown["email"]["masked"]
    assert shown["city"]["value"] == "上海"
    answer = analyst.get(one).json()
    assert {each["value"] for each in answer["shares"]} == {"1*", "9*"}
    assert all(each["masked"] for each in answer["shares"])
    assert set(analyst.get(f"{one}/history").json()["days"][-1]["people"]) == {"*"}
    values = analyst.get(f"{stated.url}/catalogue/values?attribute=income").json()["values"]
    assert {each["value"] for each in values} == {"1*", "9*"}
    changes = analyst.get(f"{stated.url}/people/1/attributes/income").json()["changes"]
    assert [each["value"] for each in changes] == ["1*"]
    assert {each["value"] for each in operator.get(one).json()["shares"]} == {"12000", "900"}
    assert as_role(server, stated, Role.VIEWER).get(one).status_code == 403


def test_a_type_that_was_guessed_wrongly_is_changed_and_nothing_is_lost(
    app: App, server, stated: Shop
) -> None:
    """Sizes came as texts; as numbers all but one can be compared, and what comes later as well."""
    at = int(NOON.timestamp() * 1000)
    said = {"ann": "12", "bob": "large", "cy": "7.5", "di": " 3"}

    def state(said: dict[str, str], minute: int) -> None:
        events = [
            visitor(user, name="profile", time_ms=at + minute * 60_000, attributes={"size": size})
            for user, size in said.items()
        ]
        take_in(app, stated, *events)

    state(said, 1)
    operator = as_role(server, stated, Role.OPERATOR)
    analyst = as_role(server, stated, Role.ANALYST)
    one = f"{stated.url}/attributes/size"
    looked = analyst.post(f"{one}/type/preview", json={"type": "number"}).json()
    assert (looked["fits"], looked["misfits"], sorted(looked["examples"])) == (
        2,
        2,
        [" 3", "large"],
    )
    assert analyst.request("PUT", f"{one}/type", json={"type": "number"}).status_code == 403
    refused = operator.request("PUT", f"{one}/type", json={"type": "text"})
    assert (refused.json()["code"], refused.json()["path"]) == ("attribute_invalid", "type")
    above = {"condition": {"attribute": {"name": "size", "op": "gte", "value": 7}}}

    def changed(kind: str) -> dict[str, object]:
        asked = operator.request("PUT", f"{one}/type", json={"type": kind})
        assert (asked.status_code, asked.json()["done_at"]) == (202, None), asked.text
        place = Rereading(
            stated.project.id,
            app.scope(stated.project.id),
            app.relational,
            app.facts(stated.project.id),
        )
        read_again(
            place.warehouse, "size", ValueType(kind), clears=False
        )  # and then the power went
        for _ in range(2):
            carry_out_type("size", place, now=NOON)
        found = analyst.get(one).json()
        return found["type_change"] | {"type": found["type"]}

    done = changed("number")
    assert (done["type"], done["former"], done["fits"], done["misfits"]) == ("number", "text", 2, 2)
    assert analyst.post(f"{stated.url}/people", json=above).json()["count"] == 2
    state({"bob": "44"}, 2)
    assert analyst.post(f"{stated.url}/people", json=above).json()["count"] == 3
    days = analyst.get(f"{one}/history").json()["days"]
    assert days[-1]["people"] == {"12": 1, "7.5": 1, " 3": 1, "44": 1}
    changed("text")
    texts = {"condition": {"attribute": {"name": "size", "op": "in", "value": ["44", " 3", "12"]}}}
    assert analyst.post(f"{stated.url}/people", json=texts).json()["count"] == 3
