"""A file into a fresh project, from its bytes to identified, stored events with bitmaps.

The yardstick is the rate asked for, 150,000 events/s. For orientation the same file is also put
into a table of the same columns by the engine alone: no cleaning, no persons, no deduplication.
"""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

import pyarrow as pa
from pyarrow import parquet

from benchmarks.dataset import Dataset, FileFormat, make_dataset
from benchmarks.frame import BenchContext, BenchTarget, Row, ratio_row, stopwatch
from stayflow.access.project import NewProject, create_project
from stayflow.app import App, open_app
from stayflow.intake.batch import run_import
from stayflow.kernel.ids import ProjectId
from stayflow.kernel.settings import load_settings

EVENTS_PER_SECOND = 150_000
ZONE = "Asia/Shanghai"
FORMATS: tuple[FileFormat, ...] = ("parquet", "csv")
ENGINE_TABLE = "engine_alone"


def measure_import(context: BenchContext) -> Iterable[Row]:
    """Import the generated file in each format, then give it to the engine alone."""
    datasets = {name: make_dataset(context, name) for name in FORMATS}
    with open_fresh(context) as app:
        for name, dataset in datasets.items():
            seconds = import_seconds(app, ProjectId(f"import_{name}"), dataset, context)
            yield ratio_row(
                f"import from {name}",
                seconds,
                dataset.events / EVENTS_PER_SECOND,
                bound=1.0,
                note=f"{dataset.events / seconds:,.0f} events/s; yardstick: 150,000 events/s",
            )
        dataset = datasets["parquet"]
        seconds = engine_seconds(app, ProjectId("import_parquet"), dataset)
        yield Row(
            "the engine alone, from parquet",
            seconds,
            note=f"{dataset.events / seconds:,.0f} rows/s; nothing cleaned, identified, checked",
        )


@contextmanager
def open_fresh(context: BenchContext) -> Iterator[App]:
    """An app on an empty data folder that goes away afterwards."""
    folder = context.folder / "import"
    shutil.rmtree(folder, ignore_errors=True)
    app = open_app(load_settings({"data": str(folder)}, {}), command="stayflow bench import")
    try:
        yield app
    finally:
        app.close()
        shutil.rmtree(folder, ignore_errors=True)


def import_seconds(app: App, project: ProjectId, dataset: Dataset, context: BenchContext) -> float:
    """Import into a new project once; importing again would only find what is there."""
    context.progress(f"importing {dataset.file.name}")
    new = NewProject(project, zone=ZONE, currency="CNY")
    create_project(new, relational=app.relational, warehouse=app.warehouse, clock=app.clock)
    with stopwatch() as watch:
        run_import(
            dataset.file,
            dataset.mapping.read_text(encoding="utf-8"),
            pipeline=app.pipeline(project),
            zone=ZoneInfo(ZONE),
        )
    stored = app.facts(project).value("SELECT count() FROM events")
    if stored != dataset.events:
        message = f"{dataset.events:,} events were imported and {stored:,} are stored"
        raise RuntimeError(message)
    return watch.seconds


def engine_seconds(app: App, project: ProjectId, dataset: Dataset) -> float:
    """Insert the file's rows, group by group, into a table with the file's columns."""
    facts = app.facts(project)
    file = parquet.ParquetFile(dataset.file)
    columns = ", ".join(f"`{field.name}` {_column_type(field)}" for field in file.schema_arrow)
    facts.execute(
        f"CREATE TABLE {ENGINE_TABLE} ({columns}) ENGINE = MergeTree "
        "PARTITION BY toYYYYMM(fromUnixTimestamp64Milli(time_ms)) "
        "ORDER BY (event, user_id, time_ms)"
    )
    with stopwatch() as watch:
        for group in range(file.num_row_groups):
            facts.insert(ENGINE_TABLE, file.read_row_group(group), token=None)
    return watch.seconds


def _column_type(field: pa.Field) -> str:
    if field.name == "event":
        return "LowCardinality(String)"
    names = {"int64": "Int64", "string": "String", "double": "Nullable(Float64)"}
    return names[str(field.type)]


TARGET = BenchTarget("import", "a file into identified, stored events", measure_import)
