"""Public data sets through import, held against the numbers published with them."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from stayflow.intake.batch import run_import
from stayflow.intake.pipeline import Pipeline
from stayflow.kernel.ids import ProjectId
from tests.conftest import Engines

pytestmark = pytest.mark.shared

MAPPINGS = Path(__file__).parents[2] / "examples" / "mappings"


@pytest.fixture
def pipeline(engines: Engines, project: ProjectId) -> Pipeline:
    return Pipeline(
        project,
        zone="Asia/Shanghai",
        relational=engines.relational,
        warehouse=engines.warehouse.project(project),
        clock=engines.clock,
    )


def take(pipeline: Pipeline, file: Path, mapping: str):
    text = (MAPPINGS / mapping).read_text()
    return run_import(file, text, pipeline=pipeline, zone=ZoneInfo("Asia/Shanghai")).counts


def test_online_retail_customers(pipeline, shared_data):
    file = shared_data / "transactions_online_retail" / "online_retail.csv.gz"
    counts = take(pipeline, file, "online_retail.yaml")
    assert counts.received == 541_909
    assert counts.rejected == {"no_identity": 135_080}
    customers, invoices = pipeline.warehouse.one(
        "SELECT uniqExact(person_id), uniqExact(property_invoice) FROM events"
    )
    assert customers == 4_372
    assert invoices == 22_190


def test_online_retail_invoices_and_money_and_a_second_import_changes_nothing(
    pipeline, shared_data
):
    file = shared_data / "transactions_online_retail" / "online_retail.csv.gz"
    counts = take(pipeline, file, "online_retail_all.yaml")
    assert (counts.received, counts.accepted) == (541_909, 541_909)
    invoices, money = pipeline.warehouse.one(
        "SELECT uniqExact(property_invoice), toString(sum(revenue)) FROM events"
    )
    assert invoices == 25_900
    assert money == "9747747.934"
    again = take(pipeline, file, "online_retail_all.yaml")
    assert again.duplicate == 541_909
    assert pipeline.warehouse.value("SELECT count() FROM events") == 541_909


def test_cdnow(pipeline, shared_data):
    counts = take(
        pipeline, shared_data / "transactions_cdnow" / "CDNOW_master.txt.gz", "cdnow.yaml"
    )
    assert (counts.received, counts.accepted) == (69_659, 69_659)
    assert pipeline.warehouse.value("SELECT uniqExact(person_id) FROM events") == 23_570


def test_taobao(pipeline, shared_data):
    file = shared_data / "clickstream_taobao_2h" / "user_behavior.csv.gz"
    counts = take(pipeline, file, "taobao.yaml")
    assert counts.received == 96_168
    rows = pipeline.warehouse.query("SELECT event, count() FROM events GROUP BY event").rows
    assert dict(rows) == {"pv": 85_773, "cart": 5_292, "fav": 2_959, "buy": 2_144}
    assert pipeline.warehouse.value("SELECT uniqExact(person_id) FROM events") == 58_732
