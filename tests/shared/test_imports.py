"""Public data sets through import, held against the numbers published with them."""

import pytest

pytestmark = pytest.mark.shared


def test_online_retail_customers(retail):
    assert retail.counts.received == 541_909
    assert retail.counts.rejected == {"no_identity": 135_080}
    customers, invoices = retail.data.warehouse.one(
        "SELECT uniqExact(person_id), uniqExact(property_invoice) FROM events"
    )
    assert customers == 4_372
    assert invoices == 22_190


def test_online_retail_invoices_and_money_and_a_second_import_changes_nothing(
    retail_all, shared_data
):
    counts, data = retail_all.counts, retail_all.data
    assert (counts.received, counts.accepted) == (541_909, 541_909)
    invoices, money = data.warehouse.one(
        "SELECT uniqExact(property_invoice), toString(sum(revenue)) FROM events"
    )
    assert invoices == 25_900
    assert money == "9747747.934"
    file = shared_data / "transactions_online_retail" / "online_retail.csv.gz"
    again = data.take(file, "online_retail_all.yaml")
    assert again.duplicate == 541_909
    assert data.warehouse.value("SELECT count() FROM events") == 541_909


def test_cdnow(cdnow):
    assert (cdnow.counts.received, cdnow.counts.accepted) == (69_659, 69_659)
    assert cdnow.data.warehouse.value("SELECT uniqExact(person_id) FROM events") == 23_570


def test_taobao(taobao):
    assert taobao.counts.received == 96_168
    warehouse = taobao.data.warehouse
    rows = warehouse.query("SELECT event, count() FROM events GROUP BY event").rows
    assert dict(rows) == {"pv": 85_773, "cart": 5_292, "fav": 2_959, "buy": 2_144}
    assert warehouse.value("SELECT uniqExact(person_id) FROM events") == 58_732
