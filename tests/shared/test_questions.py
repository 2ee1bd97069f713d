"""Questions over public data sets, held against the numbers published with them."""

import pytest

pytestmark = pytest.mark.shared
YEAR = {"from": "2010-12-01", "to": "2011-12-31"}


def test_online_retail_revenue(retail_all):
    found = retail_all.data.ask({"kind": "revenue", "range": YEAR, "per": "month"})
    assert (found["orders"], found["revenue"]) == (25_900, 9_747_747.934)
    assert sum(point["orders"] for point in found["series"]) >= found["orders"]
    assert round(sum(point["revenue"] for point in found["series"]), 3) == found["revenue"]


def test_online_retail_customers(retail):
    found = retail.data.ask({"kind": "revenue", "range": YEAR, "per": "none"})
    assert (found["payers"], found["active"], found["orders"]) == (4_372, 4_372, 22_190)


def test_taobao_counts(taobao):
    names = ("pv", "cart", "fav", "buy")
    found = taobao.data.ask(
        {
            "kind": "trend",
            "range": {"from": "2017-11-26", "to": "2017-11-26"},
            "metrics": [{"event": name} for name in names],
            "per": "none",
        }
    )
    shown = [each["points"][0]["value"] for each in found["series"]]
    assert shown == [85_773, 5_292, 2_959, 2_144]
