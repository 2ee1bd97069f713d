"""Each public data set is imported once: whoever reads it shares the project."""

import csv
import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from stayflow.intake.batch import run_import
from stayflow.intake.clean import IntakeCounts
from stayflow.intake.pipeline import Pipeline
from stayflow.intake.record import next_arrival, read_catalogue
from stayflow.kernel.ids import ProjectId
from stayflow.language.scope import Scope
from stayflow.measure.analysis import answer_query, who_people
from tests.conftest import Engines

MAPPINGS = Path(__file__).parents[2] / "examples" / "mappings"
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)


@dataclass(frozen=True)
class DataSet:
    """A project with one data set in it.

    Attributes:
        project: Its project.
        zone: In which it is asked.
        pipeline: By which more can be imported.
        engines: Its stores.
        now: The present of questions.
    """

    project: ProjectId
    zone: ZoneInfo
    pipeline: Pipeline
    engines: Engines
    now: datetime = NOW

    @property
    def warehouse(self):
        return self.pipeline.warehouse

    def take(self, file: Path, mapping: str) -> IntakeCounts:
        """Import a file by a mapping of the examples, or by one that is written here."""
        known = MAPPINGS / mapping if mapping.endswith(".yaml") else None
        text = mapping if known is None else known.read_text()
        return run_import(file, text, pipeline=self.pipeline, zone=self.zone).counts

    @property
    def scope(self) -> Scope:
        with self.engines.relational.project(self.project) as tx:
            return Scope(self.zone, self.now, read_catalogue(tx), arrivals=next_arrival(tx))

    def ask(self, question: dict[str, Any]) -> Any:
        """The result of a question, as JSON has it."""
        answer = answer_query(question, scope=self.scope, warehouse=self.warehouse)
        return msgspec.json.decode(msgspec.json.encode(answer.result))

    def who(self, question: dict[str, Any], **who: Any) -> int:
        """How many people are behind a number."""
        statement = who_people({**question, "who": who}, scope=self.scope, warehouse=self.warehouse)
        return len(self.warehouse.query(statement.sql, statement.parameters).rows)


@pytest.fixture(scope="session")
def new_set(engines: Engines) -> Callable[[str, str], DataSet]:
    """An empty project for a data set, by name and zone."""

    def make(name: str, zone: str) -> DataSet:
        project = ProjectId(f"shared_{name}")
        engines.warehouse.create_project(project, zone)
        pipeline = Pipeline(
            project,
            zone=zone,
            relational=engines.relational,
            warehouse=engines.warehouse.project(project),
            clock=engines.clock,
        )
        return DataSet(project, ZoneInfo(zone), pipeline, engines)

    return make


@dataclass(frozen=True)
class Imported:
    """A data set, and what became of its rows."""

    data: DataSet
    counts: IntakeCounts


def _one(new_set, name: str, zone: str, file: Path, mapping: str) -> Iterator[Imported]:
    data = new_set(name, zone)
    yield Imported(data, data.take(file, mapping))


@pytest.fixture(scope="session")
def retail(new_set, shared_data) -> Iterator[Imported]:
    """Online Retail: sales to known customers."""
    file = shared_data / "transactions_online_retail" / "online_retail.csv.gz"
    yield from _one(new_set, "retail", "Asia/Shanghai", file, "online_retail.yaml")


@pytest.fixture(scope="session")
def retail_all(new_set, shared_data) -> Iterator[Imported]:
    """Online Retail: all lines."""
    file = shared_data / "transactions_online_retail" / "online_retail.csv.gz"
    yield from _one(new_set, "retail_all", "Asia/Shanghai", file, "online_retail_all.yaml")


@pytest.fixture(scope="session")
def cdnow(new_set, shared_data) -> Iterator[Imported]:
    """CDNOW: purchases of a cohort."""
    file = shared_data / "transactions_cdnow" / "CDNOW_master.txt.gz"
    yield from _one(new_set, "cdnow", "Asia/Shanghai", file, "cdnow.yaml")


@pytest.fixture(scope="session")
def taobao(new_set, shared_data) -> Iterator[Imported]:
    """Two hours of Taobao."""
    file = shared_data / "clickstream_taobao_2h" / "user_behavior.csv.gz"
    yield from _one(new_set, "taobao", "Asia/Shanghai", file, "taobao.yaml")


@pytest.fixture(scope="session")
def shop(new_set, shared_data) -> DataSet:
    """Half a year of a synthetic shop, with planted stories."""
    data = new_set("shop", "UTC")
    data.take(shared_data / "clickstream_ecom_synthetic" / "ecom.csv.gz", "synthetic_shop.yaml")
    return data


@pytest.fixture(scope="session")
def journey(new_set, shared_data, tmp_path_factory) -> DataSet:
    """Complete Journey: campaigns received, coupons redeemed, lines bought."""
    folder = shared_data / "retail_complete_journey"
    about = {
        each["campaign_id"]: each for each in read_rows(folder / "campaign_descriptions.csv.gz")
    }
    joined = tmp_path_factory.mktemp("journey") / "received.csv"
    with joined.open("w", newline="") as out:
        rows = csv.DictWriter(out, ["campaign_id", "household_id", "campaign_type", "start_date"])
        rows.writeheader()
        for each in read_rows(folder / "campaigns.csv.gz"):
            found = about[each["campaign_id"]]
            kept = {name: found[name] for name in ("campaign_type", "start_date")}
            rows.writerow(each | kept)
    data = new_set("journey", "America/New_York")
    data.take(joined, "journey_received.yaml")
    data.take(folder / "coupon_redemptions.csv.gz", "journey_redeemed.yaml")
    data.take(folder / "transactions_sample.csv.gz", "journey_bought.yaml")
    return data


@pytest.fixture(scope="session")
def olist(new_set, shared_data) -> DataSet:
    """Olist: leads, and those that became sellers."""
    folder = shared_data / "sales_funnel_olist"
    data = new_set("olist", "America/Sao_Paulo")
    data.take(folder / "olist_marketing_qualified_leads_dataset.csv.gz", "olist_leads.yaml")
    data.take(folder / "olist_closed_deals_dataset.csv.gz", "olist_deals.yaml")
    return data


@pytest.fixture(scope="session")
def web_log(new_set, shared_data) -> DataSet:
    """Sixteen days of a web server's log."""
    data = new_set("web_log", "UTC")
    data.take(shared_data / "sessions_web_log" / "events.csv.gz", "web_log.yaml")
    return data


def read_rows(file: Path) -> Iterator[dict[str, str]]:
    """The rows of a packed CSV file."""
    with gzip.open(file, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)
