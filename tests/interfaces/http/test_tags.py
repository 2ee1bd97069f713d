"""Tags and scores over HTTP: the way an operator goes, and who may."""

from datetime import UTC, datetime

import pytest

from stayflow.access import Role
from stayflow.app import App
from stayflow.language.sentence import Sentence
from stayflow.understand.tag import KINDS, has_live_tags
from stayflow.understand.tag.kinds.given import GivenKind
from tests.interfaces.conftest import Browser, Shop, as_role, take_in, visitor

AT = int(datetime(2026, 6, 14, 8, tzinfo=UTC).timestamp() * 1000)
BUYER = {
    "values": [
        {"value": "again", "label": {"zh": "复购", "en": "again"}, "when": {"did": {"event": "purchase", "count": 2}}},
        {"value": "once", "when": {"did": {"event": "purchase"}}},
    ]
}  # fmt: skip
POINTS = {
    "rules": [{"name": "buys", "event": "purchase", "points": 10, "per_day_max": 15}],
    "half_life": "30d",
    "bands": [{"name": "low", "from": 0}, {"name": "high", "label": {"zh": "高", "en": "high"}, "from": 12}],
}  # fmt: skip


@pytest.fixture
def sold(app: App, shop: Shop) -> Shop:
    events = [("ann", "purchase"), ("ann", "purchase"), ("bob", "purchase"), ("cy", "view")]
    take_in(
        app,
        shop,
        *(
            visitor(
                user, name=name, time_ms=AT + n, event_id=f"e{n}", properties={"category": "tea"}
            )
            for n, (user, name) in enumerate(events)
        ),
    )
    return shop


def who(caller: Browser, shop: Shop, **source: object) -> int:
    """How many people are behind a number."""
    answer = caller.post(f"{shop.url}/people", json={"source": source})
    assert answer.status_code == 200, answer.text
    return int(answer.json()["count"])


def test_a_tag_from_preview_to_the_people_behind_it(server, sold: Shop) -> None:
    analyst = as_role(server, sold, Role.ANALYST)
    tags = f"{sold.url}/tags"
    seen = analyst.post(f"{tags}/preview", json={"kind": "rule", "definition": BUYER}).json()
    assert [(each["value"], each["people"]) for each in seen["spread"]["sizes"]] == [("again", 1), ("once", 1)]  # fmt: skip
    assert seen["sentence"]["zh"].startswith("复购：")
    assert analyst.get(tags).json() == {"tags": [], "next": None, "folders": [], "sizes": []}
    drafts = [{"kind": "rule", "definition": BUYER, "value": each} for each in ("again", "once")]
    assert [who(analyst, sold, tag_draft=each) for each in drafts] == [1, 1]
    folder = analyst.post(f"{sold.url}/tag-folders", json={"name": "Spending"}).json()
    body = {"name": "buyer", "kind": "rule", "definition": BUYER, "folder_id": folder["folder_id"]}
    made = analyst.post(tags, json=body)
    assert made.status_code == 201, made.text
    tag = made.json()
    assert (tag["spread"]["covered"], tag["spread"]["total"], tag["version"]) == (2, 3, 1)
    assert tag["sources"] == [{"kind": "event", "name": "purchase"}]
    one = f"{tags}/{tag['tag_id']}"
    again = {"tag": {"name": "buyer", "in": ["again"]}}
    people = analyst.post(f"{sold.url}/people", json={"condition": again}).json()
    assert people["count"] == 1
    person = people["people"][0]["person_id"]
    page = analyst.get(f"{sold.url}/people/{person}").json()
    assert [(each["name"], each["value_label"]["zh"]) for each in page["tags"]] == [
        ("buyer", "复购")
    ]
    changed = analyst.request("PATCH", one, json={"definition": {"values": BUYER["values"][:1]}})
    assert (changed.json()["version"], changed.json()["spread"]["covered"]) == (2, 1)
    history = analyst.get(f"{one}/history").json()
    assert history["days"][-1]["people"] == {"again": 1}
    day = history["days"][-1]["day"]
    assert who(analyst, sold, tag={"tag_id": tag["tag_id"], "value": "again", "on": day}) == 1
    moves = {each["value"]: (each["gained"], each["lost"]) for each in history["moves"]}
    assert moves == {"again": (1, 0), "once": (1, 1)}
    for value, counts in moves.items():
        moved = {"tag_id": tag["tag_id"], "on": day, "value": value}
        parts = [moved | {"part": part} for part in ("gained", "lost")]
        assert tuple(who(analyst, sold, tag=each) for each in parts) == counts
    bad = analyst.post(tags, json={"name": "x", "kind": "rule", "definition": {"values": [{"value": "a", "when": {"did": {"event": "by"}}}]}})  # fmt: skip
    assert (bad.status_code, bad.json()["path"]) == (400, "definition.values[0].when.did.event")
    segment = {"name": "fans", "condition": again}
    analyst.post(f"{sold.url}/segments", json=segment)
    refused = analyst.request("DELETE", one)
    assert (refused.status_code, refused.json()["code"]) == (409, "in_use")
    assert [each["name"] for each in analyst.get(one).json()["uses"]] == ["fans"]


def test_values_are_given_by_whoever_may(server, sold: Shop) -> None:
    analyst, operator = as_role(server, sold, Role.ANALYST), as_role(server, sold, Role.OPERATOR)
    tags = f"{sold.url}/tags"
    twice = {"did": {"event": "purchase", "count": 2}}
    made = analyst.post(f"{sold.url}/segments", json={"name": "fans", "condition": twice}).json()
    vip = operator.post(tags, json={"name": "vip", "kind": "manual", "definition": {}}).json()
    give = {"value": "gold", "segment": made["segment_id"]}
    assert operator.post(f"{tags}/{vip['tag_id']}/give", json=give).json() == {"people": 1}
    rows = {"identity": "user_id", "text": "user,value\nbob,silver\nzed,gold\n"}
    done = operator.post(f"{tags}/{vip['tag_id']}/import", json=rows).json()
    assert (done["people"], done["unknown"], done["examples"]) == (1, 1, ["zed"])
    assert operator.get(f"{tags}/vip").json()["spread"]["covered"] == 2
    assert analyst.post(f"{tags}/{vip['tag_id']}/give", json=give).status_code == 403
    viewer = as_role(server, sold, Role.VIEWER)
    body = {"name": "x", "kind": "manual", "definition": {}}
    assert viewer.post(tags, json=body).status_code == 403
    assert viewer.get(tags).status_code == 200


def test_a_further_kind_of_tag_is_a_class_and_its_line(
    app: App, server, sold: Shop, monkeypatch
) -> None:
    """As CONTRIBUTING.md says: nothing else knows the kinds by name."""
    operator, tags = as_role(server, sold, Role.OPERATOR), f"{sold.url}/tags"
    body = {"name": "taste", "kind": "survey", "definition": {}}
    refused = operator.post(tags, json=body)
    assert (refused.status_code, refused.json()["path"]) == (400, "kind")
    monkeypatch.setattr(KINDS, "_plugs", dict(KINDS._plugs))
    KINDS.register(
        "survey", GivenKind("survey", Sentence("问卷", "survey"), Sentence("答卷", "told"))
    )
    taste = operator.post(tags, json=body).json()
    given = operator.post(f"{tags}/{taste['tag_id']}/give", json={"value": "tea", "people": [1]})
    assert given.json() == {"people": 1}
    found = operator.get(f"{tags}?kind=survey").json()["tags"]
    assert [(each["name"], each["kind"]) for each in found] == [("taste", "survey")]
    with app.relational.project(sold.project.id) as tx:
        assert has_live_tags(tx)  # what was given follows whoever merges


def walked(client, url: str, rows: str):
    """The names of a list, page after page."""
    answer = client.get(url).json()
    while True:
        yield from (each["name"] for each in answer[rows])
        if answer["next"] is None:
            return
        answer = client.get(f"{url}&cursor={answer['next']}").json()


def test_ready_sets_are_looked_at_and_installed(server, sold: Shop) -> None:
    analyst = as_role(server, sold, Role.ANALYST)
    sets = analyst.get(f"{sold.url}/tags/sets").json()["sets"]
    assert len(sets) == 6
    naming = {"events": {"product_view": "view"}, "language": "en"}
    seen = analyst.post(f"{sold.url}/tags/sets/ecommerce/check", json=naming).json()["tags"]
    done = analyst.post(f"{sold.url}/tags/sets/ecommerce/install", json=naming).json()["tags"]
    assert seen == done
    catalogue = analyst.get(f"{sold.url}/tags").json()
    assert {each["name"] for each in catalogue["tags"]} == {each["name"] for each in seen if not each["why"]}  # fmt: skip
    assert list(walked(analyst, f"{sold.url}/tags?limit=3", "tags")) == [each["name"] for each in catalogue["tags"]]  # fmt: skip
    folder = max(catalogue["sizes"], key=lambda each: each["tags"])
    inside = analyst.get(f"{sold.url}/tags?folder_id={folder['folder_id']}").json()["tags"]
    assert {each["folder_id"] for each in inside} == {folder["folder_id"]}
    assert len(inside) == folder["tags"]
    found = analyst.get(f"{sold.url}/tags?search=BUYER&kind=rule").json()["tags"]
    assert (
        "buyer" in {each["name"] for each in found} < {each["name"] for each in catalogue["tags"]}
    )
    assert analyst.get(f"{sold.url}/tags?cursor=x").json()["path"] == "cursor"
    buyer = next(each for each in catalogue["tags"] if each["name"] == "buyer")
    assert buyer["spread"]["covered"] == 3
    assert analyst.post(f"{sold.url}/tags/sets/shipping/check", json=naming).status_code == 404
    assert analyst.get(f"{sold.url}/scores/sets").json()["sets"][0]["scores"] == 3
    scores = analyst.post(f"{sold.url}/scores/sets/ecommerce/install", json=naming).json()["scores"]
    assert all(not each["why"] for each in scores)
    assert "refund" in next(each for each in scores if each["name"] == "loyalty")["without"]
    names = sorted(each["name"] for each in scores)
    assert list(walked(analyst, f"{sold.url}/scores?limit=2", "scores")) == names
    loyal = analyst.get(f"{sold.url}/scores?search=loyal").json()
    assert ([each["name"] for each in loyal["scores"]], loyal["next"]) == (["loyalty"], None)


def test_a_score_from_preview_to_why(server, sold: Shop) -> None:
    analyst = as_role(server, sold, Role.ANALYST)
    scores = f"{sold.url}/scores"
    seen = analyst.post(f"{scores}/preview", json={"definition": POINTS}).json()
    score = analyst.post(scores, json={"name": "loyalty", "definition": POINTS}).json()
    assert score["spread"] == seen
    assert [(each["band"], each["people"]) for each in seen["bands"]] == [("low", 1), ("high", 1)]
    high = {"condition": {"score": {"name": "loyalty", "in": ["high"]}}}
    person = analyst.post(f"{sold.url}/people", json=high).json()["people"][0]["person_id"]
    one = f"{scores}/{score['score_id']}"
    why = analyst.get(f"{one}/people/{person}").json()
    assert (why["band"], why["rules"][0]["given"], why["rules"][0]["held_back"]) == ("high", 15, 5)
    assert why["points"] == pytest.approx(15 * 2 ** (-1 / 30), abs=0.001)
    assert [each["before"] for each in why["moves"]] == [""]
    page = analyst.get(f"{sold.url}/people/{person}").json()
    assert [(each["name"], each["band_label"]["zh"]) for each in page["scores"]] == [
        ("loyalty", "高")
    ]
    bar = {"source": {"score": {"score_id": score["score_id"], **{k: seen["bars"][-1][k] for k in ("start", "end")}}}}  # fmt: skip
    assert analyst.post(f"{sold.url}/people", json=bar).json()["count"] == 1
    changed = analyst.request(
        "PATCH", one, json={"definition": POINTS | {"half_life": "1d"}}
    ).json()
    assert changed["version"] == 2
    last = analyst.get(f"{one}/history").json()["days"][-1]
    assert last["people"] == {"low": 2}
    in_band = {"score_id": score["score_id"], "on": last["day"]}
    draft = {"definition": POINTS, "start": 12, "end": 100}
    assert [who(analyst, sold, score=in_band | {"band": band}) for band in ("low", "high")] == [
        2,
        0,
    ]
    assert who(analyst, sold, score_draft=draft) == 1
    assert who(analyst, sold, score={"score_id": score["score_id"], "band": "low"}) == 2
    half = analyst.post(f"{sold.url}/people", json={"source": {"score": in_band}})
    assert (half.status_code, half.json()["path"]) == (400, "source.score")
    assert analyst.post(f"{one}/refresh", json={}).json()["spread"] == changed["spread"]
    assert analyst.request("DELETE", one).status_code == 204
    assert analyst.get(scores).json() == {"scores": [], "next": None}
