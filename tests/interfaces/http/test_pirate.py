"""The pirate funnel over HTTP: suggested, tried, saved."""

from datetime import timedelta
from typing import Any

from stayflow.access import Role
from stayflow.app import App
from stayflow.interfaces.http.model.pirate import PirateAnswerShape
from tests.interfaces.conftest import Browser, Shop, as_role, take_in, visitor


def test_stages_are_suggested_tried_and_saved(
    app: App, shop: Shop, server: Any, owner: Browser
) -> None:
    before = round((app.clock.now() - timedelta(days=40)).timestamp() * 1000)
    take_in(
        app,
        shop,
        visitor("ann", name="visit", time_ms=before),
        visitor("ann", name="purchase", revenue=10.0),
        visitor("bob", name="sign_up"),
    )
    url = f"{shop.url}/pirate-funnel"
    suggested = owner.get(url).json()
    assert suggested["is_saved"] is False
    assert suggested["steps"]["activation"]["event"] == "sign_up"
    answer = owner.post(f"{url}/answer", json={"range": {"last": "30d"}, "lang": "zh"}).json()
    shaped = PirateAnswerShape.model_validate(answer)
    numbers = {each.stage: each.number and each.number.people for each in shaped.stages}
    assert numbers == {
        "acquisition": 1,
        "activation": 1,
        "retention": 1,
        "revenue": 1,
        "referral": None,
    }
    number = shaped.stages[0].number
    assert number is not None
    who = owner.post(f"{shop.url}/query", json={**number.query, "who": number.who}).json()
    assert who["count"] == 1
    steps = {**suggested["steps"], "referral": {"event": "visit"}}
    tried = owner.post(f"{url}/answer", json={"range": {"last": "60d"}, "steps": steps}).json()
    assert tried["stages"][4]["number"]["people"] == 1
    assert owner.request("PUT", url, json=steps).json()["is_saved"] is True
    assert owner.get(url).json()["steps"]["referral"]["event"] == "visit"
    wrong = owner.request("PUT", url, json={"acquisition": {"event": "a", "amount": "b"}})
    assert wrong.json()["path"] == "acquisition.amount"
    viewer = as_role(server, shop, Role.VIEWER)
    assert viewer.post(f"{url}/answer", json={}).status_code == 200
    assert viewer.request("PUT", url, json=steps).status_code == 403
