"""Questions over public data sets, held against the numbers published with them."""

from zoneinfo import ZoneInfo

import pytest

from stayflow.intake.record import read_catalogue
from stayflow.language.scope import Scope
from stayflow.measure.analysis import RevenueResult, TrendResult, answer_query
from tests.shared.test_imports import pipeline, take

__all__ = ["pipeline"]
pytestmark = pytest.mark.shared


def ask(engines, pipeline, project, **question):
    with engines.relational.project(project) as tx:
        catalogue = read_catalogue(tx)
    scope = Scope(ZoneInfo("Asia/Shanghai"), engines.clock.now(), catalogue)
    return answer_query(question, scope=scope, warehouse=pipeline.warehouse).result


def test_online_retail_revenue(engines, pipeline, project, shared_data):
    file = shared_data / "transactions_online_retail" / "online_retail.csv.gz"
    take(pipeline, file, "online_retail_all.yaml")
    year = {"from": "2010-12-01", "to": "2011-12-31"}
    found = ask(engines, pipeline, project, kind="revenue", range=year, per="month")
    assert isinstance(found, RevenueResult)
    assert (found.orders, found.revenue) == (25_900, 9_747_747.934)
    assert sum(point.orders for point in found.series) >= found.orders
    assert round(sum(point.revenue for point in found.series), 3) == found.revenue


def test_online_retail_customers(engines, pipeline, project, shared_data):
    file = shared_data / "transactions_online_retail" / "online_retail.csv.gz"
    take(pipeline, file, "online_retail.yaml")
    year = {"from": "2010-12-01", "to": "2011-12-31"}
    found = ask(engines, pipeline, project, kind="revenue", range=year, per="none")
    assert isinstance(found, RevenueResult)
    assert (found.payers, found.active, found.orders) == (4_372, 4_372, 22_190)


def test_taobao_counts(engines, pipeline, project, shared_data):
    file = shared_data / "clickstream_taobao_2h" / "user_behavior.csv.gz"
    take(pipeline, file, "taobao.yaml")
    names = ("pv", "cart", "fav", "buy")
    found = ask(
        engines,
        pipeline,
        project,
        kind="trend",
        range={"from": "2017-11-26", "to": "2017-11-26"},
        metrics=[{"event": name} for name in names],
        per="none",
    )
    assert isinstance(found, TrendResult)
    shown = {name: each.points[0].value for name, each in zip(names, found.series, strict=True)}
    assert shown == {"pv": 85_773, "cart": 5_292, "fav": 2_959, "buy": 2_144}
