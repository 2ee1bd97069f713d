"""Saved metrics over HTTP: a template, a value, a formula in a query."""

from typing import Any

from stayflow.access import Role
from stayflow.app import App
from tests.interfaces.conftest import Browser, Shop, as_role, take_in, visitor


def test_metrics_are_taken_from_a_template_asked_and_changed(
    app: App, shop: Shop, server: Any, owner: Browser
) -> None:
    take_in(
        app,
        shop,
        *(visitor(f"u{n}", name="purchase", revenue=10.0) for n in range(3)),
        *(visitor(f"u{n}", name="product_view") for n in range(4)),
    )
    templates = owner.get(f"{shop.url}/metric-templates").json()["templates"]
    shop_tree = next(each for each in templates if each["name"] == "ecommerce")
    events = {each["role"]: each["suggested"] for each in shop_tree["roles"] if each["suggested"]}
    assert events == {"view": "product_view", "pay": "purchase", "any": "*"}
    taken = owner.post(
        f"{shop.url}/metric-templates/ecommerce", json={"events": events, "lang": "zh"}
    )
    assert taken.status_code == 200, taken.text
    payers = next(each for each in taken.json()["metrics"] if each["name"] == "payers")
    assert (payers["title"], payers["parent"]) == ("付费人数", "revenue")

    body = {name: payers[name] for name in ("name", "definition", "unit", "parent")}
    url = f"{shop.url}/metrics/{payers['metric_id']}"
    assert owner.request("PUT", url, json={**body, "target": 3}).json()["target"] == 3
    asked = {"last": "7d", "name": ["payers", "pay_rate"]}
    values = {
        each["name"]: each
        for each in owner.get(f"{shop.url}/metrics/values", params=asked).json()["values"]
    }
    assert (values["payers"]["value"], values["payers"]["is_met"]) == (3, True)
    assert (values["pay_rate"]["value"], len(values["pay_rate"]["points"])) == (0.75, 7)
    query = {"kind": "formula", "formulas": ["revenue / visitors"], "per": "none"}
    answer = owner.post(f"{shop.url}/query", json=query).json()
    assert answer["result"]["series"][0]["points"][0]["value"] == 7.5
    who = owner.post(f"{shop.url}/query", json={**query, "who": {"metric": "visitors"}}).json()
    assert who["count"] == 4

    beside = [each["name"] for each in taken.json()["metrics"] if each["parent"] == "revenue"]
    ordered = owner.post(f"{shop.url}/metrics/order", json={"names": beside[::-1]}).json()[
        "metrics"
    ]
    assert [each["name"] for each in ordered if each["parent"] == "revenue"] == beside[::-1]

    assert owner.request("DELETE", url).json()["code"] == "metric_in_use"
    viewer = as_role(server, shop, Role.VIEWER)
    assert viewer.get(f"{shop.url}/metrics/values").status_code == 200
    assert viewer.post(f"{shop.url}/metrics", json=body).status_code == 403
    assert viewer.post(f"{shop.url}/metrics/order", json={"names": []}).status_code == 403
