"""False alarms a month on public series: every point judged from what came before it, as an alert would.

None of the series says which of its points were out of the ordinary, so every alarm is counted as a false one. The
data sets lie beside the checkout, in `../shared/data`. An alert looks back ten weeks of days and six of hours, without
the zeros before the first number; so does this. What is measured is no time: the alarms stand in the notes.
"""

import csv
import gzip
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import dropwhile
from math import log1p
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.frame import BenchContext, BenchTarget, Row
from stayflow.measure.alert import expect_next

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
WIDTHS = (3, 4, 5)
DAYS_A_MONTH = 30.44
WEEK, DAY_HOURS, WEEK_HOURS = 7, 24, 168
DAYS_BACK, HOURS_BACK = 70, 1008
Values = Sequence[float]


@dataclass(frozen=True, slots=True)
class Series:
    """A public series.

    Attributes:
        name: What is counted, and per what.
        read: Its numbers, oldest first, without gaps.
        season: After so many points it repeats.
        back: So many points before one are known to an alert.
        per_day: Points of a day.
        every: Judged is one point of so many: all phases of a season alike, where they have no common divisor.
    """

    name: str
    read: Callable[[], Values]
    season: int = WEEK
    back: int = DAYS_BACK
    per_day: int = 1
    every: int = 1


def measure_alarms(context: BenchContext) -> Iterable[Row]:
    """Judge every point of every series."""
    if not DATA.is_dir():
        raise FileNotFoundError(f"the public data sets are expected in {DATA}")
    for series in SERIES:
        context.progress(series.name)
        began = time.perf_counter()
        values = series.read()
        alarms, judged = count_alarms(values, series)
        months = judged / series.per_day / DAYS_A_MONTH
        shown = ", ".join(f"{alarms[width] / months:.1f} at width {width}" for width in WIDTHS)
        days = judged * series.every // series.per_day
        yield Row(
            series.name, time.perf_counter() - began, note=f"{days} days; alarms a month: {shown}"
        )


def count_alarms(values: Values, series: Series) -> tuple[Mapping[int, int], int]:
    """Alarms by width, and how many points had enough before them to be judged."""
    alarms: Counter[int] = Counter()
    judged = 0
    for place in range(0, len(values), series.every):
        known = values[max(0, place - series.back) : place]
        history = list(dropwhile(lambda value: value == 0, known))
        distance = _distance(history, values[place], series)
        if distance is None:
            continue
        judged += 1
        alarms.update(width for width in WIDTHS if distance > width)
    return alarms, judged


def _distance(history: Values, value: float, series: Series) -> float | None:
    """How many widths a value lies from what was expected, on the scale on which the band is even."""
    band = expect_next(history, series.season, width=1)
    if band is None:
        return None
    if min(history) < 0:
        return abs(value - band.expected) / (band.high - band.expected)
    middle = log1p(band.expected)
    return abs(log1p(max(value, 0)) - middle) / (log1p(band.high) - middle)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with gzip.open(DATA / name, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _counted(found: Mapping[date, float]) -> Values:
    """A number for every day from the first to the last; 0 where nothing was."""
    first, last = min(found), max(found)
    return [found.get(first + timedelta(n), 0.0) for n in range((last - first).days + 1)]


def _retail(column: str | None) -> Values:
    """Per day, different values of a column, or the money of all."""
    money: defaultdict[date, float] = defaultdict(float)
    seen: defaultdict[date, set[str]] = defaultdict(set)
    for row in _rows("transactions_online_retail/online_retail.csv.gz"):
        day = date.fromisoformat(row["InvoiceDate"][:10])
        money[day] += float(row["Quantity"]) * float(row["UnitPrice"])
        if column and row[column]:
            seen[day].add(row[column])
    return _counted({day: len(each) for day, each in seen.items()} if column else money)


def _retail_hours() -> Values:
    seen: defaultdict[datetime, set[str]] = defaultdict(set)
    for row in _rows("transactions_online_retail/online_retail.csv.gz"):
        at = datetime.fromisoformat(row["InvoiceDate"]).replace(tzinfo=UTC)
        seen[at.replace(minute=0, second=0)].add(row["InvoiceNo"])
    return _hours({at: len(each) for at, each in seen.items()})


def _hours(found: Mapping[datetime, float]) -> Values:
    first, last = min(found), max(found)
    count = int((last - first) / timedelta(hours=1)) + 1
    return [found.get(first + timedelta(hours=n), 0.0) for n in range(count)]


def _journey(column: str | None) -> Values:
    """Per day in the shops' zone, baskets, or sales."""
    sales: defaultdict[date, float] = defaultdict(float)
    seen: defaultdict[date, set[str]] = defaultdict(set)
    zone = ZoneInfo("America/New_York")
    for row in _rows("retail_complete_journey/transactions_sample.csv.gz"):
        at = datetime.fromisoformat(row["transaction_timestamp"]).replace(tzinfo=UTC)
        day = at.astimezone(zone).date()
        sales[day] += float(row["sales_value"])
        if column:
            seen[day].add(row[column])
    return _counted({day: len(each) for day, each in seen.items()} if column else sales)


def _cdnow() -> Values:
    found: Counter[date] = Counter()
    with gzip.open(DATA / "transactions_cdnow" / "CDNOW_master.txt.gz", "rt") as lines:
        next(lines)
        for line in lines:
            found[datetime.strptime(line.split()[1], "%Y%m%d").replace(tzinfo=UTC).date()] += 1
    return _counted(found)


def _leads() -> Values:
    found: Counter[date] = Counter()
    for row in _rows("sales_funnel_olist/olist_marketing_qualified_leads_dataset.csv.gz"):
        at = datetime.strptime(row["first_contact_date"], "%d-%m-%Y").replace(tzinfo=UTC)
        found[at.date()] += 1
    return _counted(found)


def _web_log() -> Values:
    found: Counter[datetime] = Counter()
    for row in _rows("sessions_web_log/events.csv.gz"):
        at = datetime.fromisoformat(row["timestamp"]).replace(tzinfo=UTC)
        found[at.replace(minute=0, second=0)] += 1
    return _hours(found)


SERIES = (
    Series("Online Retail, invoices per day", lambda: _retail("InvoiceNo")),
    Series("Online Retail, revenue per day", lambda: _retail(None)),
    Series("Online Retail, buyers per day", lambda: _retail("CustomerID")),
    Series("Complete Journey, baskets per day", lambda: _journey("basket_id")),
    Series("Complete Journey, sales per day", lambda: _journey(None)),
    Series("CDNOW, purchases per day", _cdnow),
    Series("Olist, leads per day", _leads),
    Series("Online Retail, invoices per hour", _retail_hours, WEEK_HOURS, HOURS_BACK, DAY_HOURS, 5),
    Series("Web log, events per hour, season of a day", _web_log, DAY_HOURS, HOURS_BACK, DAY_HOURS),
)

TARGET = BenchTarget("alarms", "false alarms a month on public series", measure_alarms)
