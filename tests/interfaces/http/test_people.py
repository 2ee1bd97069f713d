"""People through the API: lists, pages, masking, cells of a query, segments of them."""

import pytest

from stayflow.access import Role
from stayflow.app import App
from tests.interfaces.conftest import Shop, as_role, take_in, visitor

BUYERS = {"all": [{"did": {"event": "purchase"}}]}


@pytest.fixture
def filled(app: App, shop: Shop) -> Shop:
    """Three people: two bought, one only looked; one has an e-mail address."""
    take_in(
        app,
        shop,
        visitor("ana", name="view"),
        visitor("ana", name="purchase", revenue=30.0, properties={"category": "toys"}),
        visitor("ana", name="identify", attributes={"email": "ana@example.com", "city": "杭州"}),
        visitor("bo", name="purchase", revenue=12.5, properties={"category": "books"}),
        visitor("cy", name="view"),
    )
    return shop


def test_everybody_by_no_condition(server: object, filled: Shop) -> None:
    caller = as_role(server, filled, Role.ANALYST)
    for body in ({}, {"condition": {}}, {"condition": {"all": []}}):
        answer = caller.post(f"{filled.url}/people", json=body)
        assert answer.json()["count"] == 3, answer.text


def test_pages_follow_one_another_without_gap_or_overlap(server: object, filled: Shop) -> None:
    caller = as_role(server, filled, Role.ANALYST)
    seen, cursor = [], None
    for _ in range(3):
        page = caller.post(f"{filled.url}/people", json={"limit": 1, "cursor": cursor}).json()
        seen += [person["person_id"] for person in page["people"]]
        cursor = page["next"]
    assert len(set(seen)) == 3
    assert cursor is None


def test_the_estimate_is_the_size_of_the_segment(server: object, filled: Shop) -> None:
    caller = as_role(server, filled, Role.ANALYST)
    estimate = caller.post(f"{filled.url}/people/estimate", json={"condition": BUYERS}).json()
    assert (estimate["count"], estimate["total"]) == (2, 3)
    assert estimate["sentence"]["en"] == "did purchase"
    made = caller.post(f"{filled.url}/segments", json={"name": "buyers", "condition": BUYERS})
    assert made.status_code == 201
    assert made.json()["people"] == 2
    inside = {"condition": {"all": [{"segment": {"name": "buyers"}}]}}
    assert caller.post(f"{filled.url}/people", json=inside).json()["count"] == 2


@pytest.mark.parametrize(
    ("role", "email"),
    [(Role.ANALYST, "a***@example.com"), (Role.OPERATOR, "ana@example.com")],
)
def test_personal_data_is_masked_below_operator(
    server: object, filled: Shop, role: Role, email: str
) -> None:
    caller = as_role(server, filled, role)
    found = caller.post(f"{filled.url}/people", json={"search": "ana"}).json()["people"]
    assert found[0]["attributes"] == {"email": email, "city": "杭州"}
    page = caller.get(f"{filled.url}/people/{found[0]['person_id']}").json()
    assert {each["name"]: each["value"] for each in page["attributes"]}["email"] == email
    values = caller.get(f"{filled.url}/catalogue/values", params={"attribute": "email"}).json()
    assert [each["value"] for each in values["values"]] == [email]


def test_a_list_shows_the_columns_asked_for_and_is_sorted_by_them(
    server: object, filled: Shop
) -> None:
    operator = as_role(server, filled, Role.OPERATOR)
    score = {"rules": [{"event": "purchase", "points": 10}, {"event": "view", "points": 1}]}
    bands = {"bands": [{"name": "warm", "from": 5}]}
    made = operator.post(
        f"{filled.url}/scores", json={"name": "heat", "definition": score | bands}
    ).json()
    segment = operator.post(
        f"{filled.url}/segments", json={"name": "buyers", "condition": BUYERS}
    ).json()
    caller = as_role(server, filled, Role.ANALYST)
    offered = caller.get(f"{filled.url}/people/columns").json()
    kinds = {each["kind"]: each["is_sortable"] for each in offered["columns"]}
    assert kinds == {"status": False, "tier": False, "segment": False, "score": True, "band": False}
    assert offered["masked"] == ["email"]
    heat = {"by": "score", "name": made["score_id"]}
    shown = [
        {"kind": "score", "name": made["score_id"]},
        {"kind": "segment"},
        {"kind": "status"},
        {"kind": "band", "name": made["score_id"]},
    ]
    seen, cursor = [], None
    for _ in range(3):
        page = caller.post(
            f"{filled.url}/people",
            json={"limit": 1, "cursor": cursor, "show": shown, "sort": heat | {"falling": True}},
        ).json()
        (person,), cursor = page["people"], page["next"]
        seen.append([[cell["label"]["en"] for cell in cells] for cells in person["cells"]])
    assert (seen, cursor) == (
        [
            [["11"], ["buyers"], ["new"], ["warm"]],
            [["10"], ["buyers"], ["new"], ["warm"]],
            [["1"], [], ["new"], []],
        ],
        None,
    )
    assert segment["people"] == 2

    def refused(**body: object) -> tuple[int, str, str | None]:
        answer = caller.post(f"{filled.url}/people", json=body)
        return answer.status_code, answer.json()["code"], answer.json().get("path")

    by_email = {"by": "attribute", "name": "email"}
    assert refused(sort=by_email) == (403, "denied", None)
    assert operator.post(f"{filled.url}/people", json={"sort": by_email}).is_success
    unknown = [{"kind": "tag", "name": "gone"}]
    assert refused(show=unknown) == (400, "unknown_column", "show[0].name")
    assert refused(sort={"by": "attribute", "name": "size"})[1:] == (
        "unknown_attribute",
        "sort.name",
    )
    assert refused(sort=heat, cursor=offered["masked"][0])[1] == "invalid_input"


def test_the_page_joins_what_the_rooms_know(server: object, filled: Shop) -> None:
    caller = as_role(server, filled, Role.OPERATOR)
    person = caller.post(f"{filled.url}/people", json={"search": "ana"}).json()["people"][0]
    body = {"points": 50, "reason": "sorry for the delay"}
    one = f"{filled.url}/points/{person['person_id']}"
    assert caller.post(f"{one}/adjust", json=body).json()["balance"] == 50
    page = caller.get(f"{filled.url}/people/{person['person_id']}").json()
    assert page["events"] == 3
    assert (page["value"]["orders"], page["value"]["revenue"]) == (1, 30.0)
    assert (page["status"]["label"]["zh"], page["tier"], page["whereabouts"]) == ("新增", None, [])
    assert page["consents"] == [
        {
            "channel": "email",
            "address": "ana@example.com",
            "masked": False,
            "reason": "",
            "at": None,
        }
    ]
    labels = {each["name"]: each["label"]["zh"] for each in page["attributes"]}
    assert labels == {"email": "邮箱", "city": "城市"}
    assert page["points"] == {"balance": 50, "earned": 50, "spent": 0}
    assert [event["event"] for event in page["timeline"]].count("purchase") == 1
    assert caller.get(f"{filled.url}/points").json()["balanced"] is True


def test_a_correction_repeated_with_its_key_is_one(server: object, filled: Shop) -> None:
    caller = as_role(server, filled, Role.OPERATOR)
    body = {"points": 7, "reason": "welcome", "key": "welcome-1"}
    for _ in range(2):
        answer = caller.post(f"{filled.url}/points/1/adjust", json=body)
        assert (answer.status_code, answer.json()["balance"]) == (200, 7), answer.text


def test_a_person_who_was_never_there_is_missing(server: object, filled: Shop) -> None:
    caller = as_role(server, filled, Role.ANALYST)
    for path in ("people/999", "people/999/events", "points/999"):
        answer = caller.get(f"{filled.url}/{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "person_not_found")


def test_every_number_leads_to_its_people(server: object, filled: Shop) -> None:
    caller = as_role(server, filled, Role.ANALYST)
    funnel = {
        "kind": "funnel",
        "steps": [{"event": "view"}, {"event": "purchase"}],
        "window": "7d",
        "range": {"last": "30d"},
    }
    steps = caller.post(f"{filled.url}/query", json=funnel).json()["result"]["steps"]
    assert [step["people"] for step in steps] == [2, 1]
    lost = {**funnel, "who": {"step": 2, "converted": False}}
    people = caller.post(f"{filled.url}/query", json={**lost, "limit": 10}).json()
    assert people["count"] == 1
    assert people["people"][0]["identities"][0]["value"] == "cy"
    saved = caller.post(f"{filled.url}/segments", json={"name": "lost", "query": lost})
    assert (saved.status_code, saved.json()["people"]) == (201, 1), saved.text
    assert saved.json()["condition"] is None


def test_who_needs_more_than_a_viewer_and_is_recorded(server: object, filled: Shop) -> None:
    asked = {
        "kind": "trend",
        "metrics": [{"event": "view", "aggregate": "people"}],
        "range": {"last": "30d"},
    }
    viewer = as_role(server, filled, Role.VIEWER)
    assert viewer.post(f"{filled.url}/query", json=asked).status_code == 200
    funnel = {
        "kind": "funnel",
        "steps": [{"event": "view"}, {"event": "purchase"}],
        "window": "7d",
        "range": {"last": "30d"},
        "who": {"step": 1},
    }
    assert viewer.post(f"{filled.url}/query", json=funnel).status_code == 403
    assert as_role(server, filled, Role.ANALYST).post(f"{filled.url}/query", json=funnel).is_success
    log = as_role(server, filled, Role.OWNER).get(f"{filled.url}/audit").json()["entries"]
    assert [entry["action"] for entry in log] == ["ask_who"]


def test_errors_of_the_languages_keep_their_path(server: object, filled: Shop) -> None:
    caller = as_role(server, filled, Role.ANALYST)
    bad = {"all": [{"did": {"event": "purchase"}}, {"did": {"event": "purchse"}}]}
    answer = caller.post(f"{filled.url}/people/estimate", json={"condition": bad})
    assert answer.status_code == 400
    assert answer.json()["code"] == "unknown_event"
    assert answer.json()["path"].endswith("all[1].did.event")
    assert "purchase" in answer.json()["message"]


def test_what_came_in_is_counted(server: object, filled: Shop) -> None:
    counts = as_role(server, filled, Role.VIEWER).get(f"{filled.url}/intake/counts").json()
    assert counts["received"] == 5
    assert counts["accepted"] + counts["repaired"] == 5
    catalogue = as_role(server, filled, Role.VIEWER).get(f"{filled.url}/catalogue").json()
    assert {event["name"]: event["count"] for event in catalogue["events"]} == {
        "view": 2,
        "purchase": 2,
        "identify": 1,
    }
    assert {each["name"]: each["events"] for each in catalogue["properties"]} == {
        "category": ["purchase"]
    }


def test_the_overview_and_saved_questions(server: object, filled: Shop) -> None:
    caller = as_role(server, filled, Role.ANALYST)
    overview = caller.get(f"{filled.url}/overview").json()
    assert (overview["people"], overview["orders"], overview["revenue"]) == (3, 2, 42.5)
    query = {"kind": "revenue", "event": "purchase", "range": {"last": "30d"}}
    saved = caller.post(f"{filled.url}/questions", json={"name": "Revenue", "query": query})
    assert saved.status_code == 201, saved.text
    listed = caller.get(f"{filled.url}/questions").json()["questions"]
    assert [(each["name"], each["kind"]) for each in listed] == [("Revenue", "revenue")]
    gone = caller.request("DELETE", f"{filled.url}/questions/{listed[0]['question_id']}")
    assert gone.status_code == 204
    assert caller.get(f"{filled.url}/questions").json()["questions"] == []


def test_a_page_that_is_open_is_told_of_news_of_its_person(
    app: App, server: object, filled: Shop
) -> None:
    caller = as_role(server, filled, Role.ANALYST)

    def said(person: int, after: int | None = None) -> tuple[str, int]:
        asked = {} if after is None else {"after": after}
        answer = caller.get(f"{filled.url}/people/{person}/stream", params=asked)
        assert answer.headers["content-type"].startswith("text/event-stream"), answer.text
        fields = dict(line.split(": ", 1) for line in answer.text.strip().splitlines())
        return fields["event"], int(fields["id"])

    ana, bo = (
        caller.post(f"{filled.url}/people", json={"search": each}).json()["people"][0]["person_id"]
        for each in ("ana", "bo")
    )
    assert said(ana)[0] == "here"
    known = said(ana)[1]
    take_in(app, filled, visitor("bo", name="view", event_id="later"))
    assert said(ana, known) == ("here", known + 1)
    assert said(bo, known) == ("changed", known + 1)
    take_in(app, filled, visitor("ana", name="view", event_id="third"))
    assert said(ana, known + 1)[0] == "changed"
    resumed = caller.with_headers(**{"Last-Event-ID": str(known)})
    answer = resumed.get(f"{filled.url}/people/{bo}/stream")
    assert "event: changed" in answer.text
    assert caller.get(f"{filled.url}/people/999/stream").status_code == 404
    assert (
        as_role(server, filled, Role.VIEWER).get(f"{filled.url}/people/{ana}/stream").status_code
        == 403
    )
