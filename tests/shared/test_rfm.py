"""RFM of two public data sets beside an independent computation in plain Python."""

import csv
import gzip
import re
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from stayflow.understand.rfm import count_classes, parse_rfm
from stayflow.understand.rfm.model import CLASS_OF

pytestmark = pytest.mark.shared
MANUAL = Path(__file__).parents[2] / "docs" / "understand"


def quantile(values, level):
    """Linear between the two nearest, as spreadsheets do."""
    values = sorted(values)
    at = level * (len(values) - 1)
    low = int(at)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (at - low)


def classes_by_hand(orders, last_on, cut):
    """Classes of {customer: [(day, order, amount)]}; `cut` gives the border of a list of numbers."""
    r = {who: (last_on - max(day for day, _, _ in rows)).days for who, rows in orders.items()}
    f = {who: len({order for _, order, _ in rows}) for who, rows in orders.items()}
    m = {who: sum(amount for _, _, amount in rows) for who, rows in orders.items()}
    borders = cut(list(r.values()), 1), cut(list(f.values()), 0), cut(list(m.values()), 0)
    found = Counter(
        CLASS_OF[r[who] <= borders[0], f[who] >= borders[1], m[who] >= borders[2]] for who in orders
    )
    return found, borders


def mean(values, _):
    return sum(values) / len(values)


def best_fifth(values, is_low_good):
    return quantile(values, 0.2 if is_low_good else 0.8)


def told(page, column):
    """People by class in the table of a page of the manual, without the classes of nobody."""
    text = (MANUAL / page).read_text()
    rows = re.findall(
        r"^\| `(\w+)` \| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \|$", text, re.MULTILINE
    )
    assert len(rows) == len(CLASS_OF)
    return {row[0]: int(row[1 + column].replace(",", "")) for row in rows}


def check(data, definition, now, orders, thresholds, cut, *, column):
    scope = replace(data.scope, now=now)
    found = count_classes(
        parse_rfm(definition | {"thresholds": thresholds}), scope=scope, warehouse=data.warehouse
    )
    by_hand, borders = classes_by_hand(orders, now.astimezone(scope.zone).date(), cut)
    assert {each.rfm_class: each.people for each in found.classes if each.people} == by_hand
    for page in ("rfm.md", "rfm.zh-CN.md"):
        assert told(page, column) == {each.value: count for each, count in by_hand.items()}
    cuts = found.cuts
    assert (cuts.recency_days, cuts.frequency, cuts.monetary) == pytest.approx(borders, rel=1e-9)


RULES = [("mean", mean), ({"levels": 5, "high": 5}, best_fifth)]


def test_cdnow(cdnow, shared_data):
    file = shared_data / "transactions_cdnow" / "CDNOW_master.txt.gz"
    orders = defaultdict(list)
    with gzip.open(file, "rt") as lines:
        next(lines)
        for number, line in enumerate(lines):
            who, day, _, amount = line.split()
            # Midnight in New York is noon in Shanghai: the same date.
            on = date(int(day[:4]), int(day[4:6]), int(day[6:]))
            orders[who].append((on, number, float(amount)))
    now = datetime(1998, 6, 30, 12, tzinfo=UTC)
    definition = {"event": "purchase", "range": {"from": "1997-01-01", "to": "1998-06-30"}}
    for column, (thresholds, cut) in enumerate(RULES):
        check(cdnow.data, definition, now, orders, thresholds, cut, column=column)


def test_online_retail(retail, shared_data):
    file = shared_data / "transactions_online_retail" / "online_retail.csv.gz"
    orders = defaultdict(list)
    zones = ZoneInfo("Europe/London"), ZoneInfo("Asia/Shanghai")
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if not row["CustomerID"]:
                continue
            at = datetime.fromisoformat(row["InvoiceDate"]).replace(tzinfo=zones[0])
            amount = float(row["UnitPrice"]) * float(row["Quantity"])
            orders[row["CustomerID"]].append(
                (at.astimezone(zones[1]).date(), row["InvoiceNo"], amount)
            )
    assert len(orders) == 4_372
    now = datetime(2011, 12, 10, 12, tzinfo=UTC)
    definition = {
        "event": "purchase",
        "frequency": {"distinct": "invoice"},
        "range": {"from": "2010-12-01", "to": "2011-12-31"},
    }
    for column, (thresholds, cut) in enumerate(RULES, len(RULES)):
        check(retail.data, definition, now, orders, thresholds, cut, column=column)
