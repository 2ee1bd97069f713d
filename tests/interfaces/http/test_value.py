"""Status and value over HTTP: every number opens."""

from typing import Any

from stayflow.access import Role
from stayflow.app import App
from tests.interfaces.conftest import Browser, Shop, as_role, take_in, visitor


def test_status_value_and_costs_answer_and_their_people_open(
    app: App, shop: Shop, server: Any, owner: Browser
) -> None:
    def people(**body: Any) -> int:
        answer = owner.post(f"{shop.url}/people", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()["count"]

    take_in(
        app,
        shop,
        *(visitor(f"u{n}", name="pay", revenue=10.0 * (n + 1), source="ads") for n in range(5)),
    )
    status = owner.get(f"{shop.url}/status").json()
    assert (status["people"], status["sizes"][0]) == (5, {"status": "new", "people": 5})
    now = status["periods"][-1]
    assert (now["active"], now["new"] + now["kept"] + now["returned"]) == (5, 5)
    assert people(condition={"status": {"in": ["new"]}}) == 5
    assert (
        owner.request(
            "PUT", f"{shop.url}/status", json={"active_days": 9, "churn_days": 9}
        ).status_code
        == 400
    )

    saved = owner.request("PUT", f"{shop.url}/value", json={"high": 0.2, "middle": 0.6})
    assert saved.status_code == 200, saved.text
    value = saved.json()
    assert [tier["people"] for tier in value["tiers"]] == [1, 2, 2]
    assert value["refreshed_at"] is not None
    assert people(condition={"value": {"in": ["high", "middle"]}}) == 3
    assert people(source={"value": {"top": 2}}) == 2
    preview = owner.post(
        f"{shop.url}/value/preview", json={"by": "amount", "high": 40, "middle": 20}
    )
    assert [tier["people"] for tier in preview.json()["tiers"]] == [2, 2, 1]
    moves = owner.get(f"{shop.url}/value/moves").json()
    asked = {"since": moves["since"], "until": moves["until"], "before": "", "after": "low"}
    assert people(source={"value": {"move": asked}}) == 2

    month = app.clock.now().date().isoformat()
    costs = owner.post(
        f"{shop.url}/acquisition-costs",
        json={"costs": [{"source": "ads", "month": month, "spend": 50}]},
    ).json()
    (ads,) = costs["sources"]
    assert (ads["people"], ads["cac"], ads["ltv"], ads["ratio"], ads["payback_months"]) == (
        5,
        10,
        30,
        3,
        0,
    )
    assert people(source={"value": {"won_by": "ads"}}) == 5
    viewer = as_role(server, shop, Role.VIEWER)
    assert viewer.get(f"{shop.url}/value").status_code == 200
    assert viewer.post(f"{shop.url}/acquisition-costs", json={"costs": []}).status_code == 403
