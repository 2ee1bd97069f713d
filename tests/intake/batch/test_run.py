"""Files through the real engines: what is read, what is refused, and what a second time changes."""

import gzip
import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
import zstandard
from pyarrow import parquet

from stayflow.intake.batch import (
    ColumnUnknown,
    FileMissing,
    FileTruncated,
    FileUnreadable,
    ImportState,
    dry_run,
    list_imports,
    run_import,
)
from stayflow.intake.invariants import FACT_LAWS, STATE_LAWS
from stayflow.intake.pipeline import Pipeline
from stayflow.kernel.errors import InvalidInput
from stayflow.kernel.ids import ProjectId
from tests.conftest import Engines

SHANGHAI = ZoneInfo("Asia/Shanghai")
MAPPING = """
format: csv
event: {column: behavior, map: {pv: view, buy: purchase}}
time: {column: ts, format: unix_s}
identities: {user_id: {column: user}}
properties:
  item: {column: item}
  price: {column: price, type: number}
  total: {column: price, times: quantity, type: number}
attributes: {city: {column: city}}
revenue: {column: price, times: quantity, currency: CNY}
"""
HEADER = "user,behavior,ts,item,price,quantity,city"
LINES = (
    "u1,pv,1781000000,i1,,,杭州",
    'u1,buy,1781000100,"i""1",2.55,6,杭州',
    "u2,pv,1781000200,i2,,,",
    "u2,pv,1781000200,i2,,,",
    ",pv,1781000300,i3,,,",
)


@pytest.fixture
def pipeline(engines: Engines, project: ProjectId) -> Pipeline:
    return Pipeline(
        project,
        zone=SHANGHAI.key,
        relational=engines.relational,
        warehouse=engines.warehouse.project(project),
        clock=engines.clock,
    )


def write(folder: Path, *lines: str, name="e.csv", header=HEADER) -> Path:
    file = folder / name
    file.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return file


def run(pipeline: Pipeline, file: Path, mapping=MAPPING, **more):
    return run_import(file, mapping, pipeline=pipeline, zone=SHANGHAI, **more)


def count(pipeline: Pipeline) -> int:
    return pipeline.warehouse.value("SELECT count() FROM events")


def test_rows_become_events_and_the_counts_add_up(pipeline, tmp_path):
    done = run(pipeline, write(tmp_path, *LINES))
    assert done.state is ImportState.DONE
    assert done.counts.received == 5
    assert done.counts.accepted == 4
    assert done.counts.rejected == {"no_identity": 1}
    rows = pipeline.warehouse.query(
        "SELECT event, toUnixTimestamp(time), toString(revenue), currency, properties, property_total"
        " FROM events WHERE event = 'purchase'"
    ).rows
    properties = '{"item":"i\\"1","price":2.55,"total":15.3}'
    assert rows == [("purchase", 1781000100, "15.3", "CNY", properties, 15.3)]
    (payload,) = pipeline.warehouse.one("SELECT payload FROM rejected_events")
    assert json.loads(payload)["item"] == "i3"
    assert pipeline.warehouse.one("SELECT text, origin FROM person_attributes FINAL") == (
        "杭州",
        "import",
    )


def test_identical_lines_stay_and_a_second_or_longer_file_adds_only_what_is_new(pipeline, tmp_path):
    run(pipeline, write(tmp_path, *LINES))
    assert count(pipeline) == 4
    again = run(pipeline, write(tmp_path, *LINES, name="copy.csv"))
    assert (again.counts.duplicate, again.counts.accepted) == (4, 0)
    longer = run(
        pipeline, write(tmp_path, "u9,pv,1781000000,i9,,,", LINES[2], *LINES, name="l.csv")
    )
    assert (longer.counts.duplicate, longer.counts.accepted) == (4, 2)
    assert count(pipeline) == 6


def test_ids_of_the_mapping_make_a_row_count_once(pipeline, tmp_path):
    mapping = MAPPING + "event_id: {columns: [item, ts]}\n"
    done = run(pipeline, write(tmp_path, *LINES, "u2,pv,1781000200,i2,9,9,x"), mapping)
    assert (done.counts.accepted, done.counts.duplicate) == (3, 2)


@pytest.mark.parametrize("chunk_rows", [1, 2, 3])
def test_the_cut_into_chunks_changes_nothing(pipeline, tmp_path, chunk_rows):
    run(pipeline, write(tmp_path, *LINES), chunk_rows=chunk_rows)
    again = run(pipeline, write(tmp_path, *LINES, name="copy.csv"))
    assert again.counts.duplicate == 4
    with pipeline.relational.project(pipeline.project_id) as tx:
        numbers = [row[0] for row in tx.rows("select batch from batches order by batch")]
    assert numbers == list(range(1, len(numbers) + 1))


def test_packed_files(pipeline, tmp_path):
    text = write(tmp_path, *LINES).read_bytes()
    (tmp_path / "e.csv.gz").write_bytes(gzip.compress(text[:60]) + gzip.compress(text[60:]))
    (tmp_path / "e.csv.zst").write_bytes(zstandard.compress(text))
    assert run(pipeline, tmp_path / "e.csv.gz").counts.accepted == 4
    assert run(pipeline, tmp_path / "e.csv.zst").counts.duplicate == 4


def test_json_lines_with_a_broken_one(pipeline, tmp_path):
    file = tmp_path / "e.jsonl"
    rows = [
        {"who": {"id": 7}, "ts": "2026-06-01T08:00:00+08:00", "tags": ["a", "b"], "n": 1.5},
        {"who": {"id": 8}, "ts": "2026-06-01 08:00:00", "tags": None, "n": "x"},
    ]
    file.write_text("\n".join([json.dumps(rows[0]), "{oh", json.dumps(rows[1])]))
    mapping = """
        format: jsonl
        event: {value: visit}
        time: {column: ts}
        identities: {user_id: {column: who.id}}
        properties: {tags: {column: tags, type: list}, n: {column: n, type: number}}
    """
    done = run(pipeline, file, mapping)
    assert done.counts.rejected == {"unreadable": 1}
    assert done.counts.accepted == 2
    rows = pipeline.warehouse.query(
        "SELECT toUnixTimestamp(time), property_tags, property_n, properties FROM events ORDER BY person_id"
    ).rows
    assert rows == [
        (1780272000, ["a", "b"], 1.5, '{"tags":["a","b"],"n":1.5}'),
        (1780272000, [], None, '{"n":"x"}'),
    ]


def test_parquet_keeps_its_types(pipeline, tmp_path):
    table = pa.table(
        {
            "user": pa.array([1.0, 2.0, None]),
            "at": pa.array([1780272000000] * 3, pa.timestamp("ms", tz="UTC")),
            "ok": [True, False, None],
            "n": pa.array([1, 2, 3], pa.int32()),
        }
    )
    parquet.write_table(table, tmp_path / "e.parquet")
    mapping = """
        format: parquet
        event: {value: visit}
        time: {column: at}
        identities: {user_id: {column: user}}
        properties: {ok: {column: ok}, n: {column: n}}
    """
    done = run(pipeline, tmp_path / "e.parquet", mapping)
    assert (done.counts.accepted, done.counts.rejected) == (2, {"no_identity": 1})
    rows = pipeline.warehouse.query(
        "SELECT property_ok, property_n FROM events ORDER BY person_id"
    ).rows
    assert rows == [(True, 1.0), (False, 2.0)]
    with pipeline.relational.project(pipeline.project_id) as tx:
        assert tx.rows("select value from identities order by value") == [("1",), ("2",)]


def test_rows_left_out_by_where_are_not_received(pipeline, tmp_path):
    mapping = MAPPING + "where: {column: behavior, op: eq, value: buy}\n"
    done = run(pipeline, write(tmp_path, *LINES), mapping)
    assert (done.counts.received, done.counts.skipped) == (1, 4)


def test_a_value_of_another_type_loses_no_event(pipeline, tmp_path):
    done = run(pipeline, write(tmp_path, "u1,buy,1781000000,i,free,1,", "u1,pv,soon,i,1,1,"))
    assert done.counts.repaired == {"revenue_unreadable": 1}
    assert done.counts.rejected == {"time_unreadable": 1}
    assert pipeline.warehouse.one("SELECT properties, revenue FROM events") == (
        '{"item":"i","price":"free","total":"free"}',
        None,
    )


def test_a_half_written_gz_says_so_and_keeps_what_was_read(pipeline, tmp_path):
    lines = [f"u{n},pv,{1781000000 + n},i{n * 7919 % 1000},{n},1," for n in range(5000)]
    whole = gzip.compress(write(tmp_path, *lines).read_bytes())
    file = tmp_path / "half.csv.gz"
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(FileTruncated) as raised:
        run(pipeline, file)
    assert (raised.value.code, raised.value.path) == ("file_truncated", "file")
    kept = count(pipeline)
    assert 1000 < kept < 5000
    with pipeline.relational.project(pipeline.project_id) as tx:
        (failed,) = list_imports(tx)
    assert (failed.state, failed.error_code) == (ImportState.FAILED, "file_truncated")
    assert failed.counts.received == kept
    file.write_bytes(whole)
    assert run(pipeline, file).counts.accepted == 5000 - kept
    assert count(pipeline) == 5000


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", FileUnreadable),
        (HEADER.encode("utf-16"), InvalidInput),
        (HEADER.encode() + b"\n\xff\xfe,pv,1,i,1,1,x\n", FileUnreadable),
    ],
)
def test_a_file_that_is_no_csv(pipeline, tmp_path, content, error):
    file = tmp_path / "e.csv"
    file.write_bytes(content)
    with pytest.raises(error) as raised:
        run(pipeline, file)
    assert raised.value.path


def test_a_missing_file_and_a_missing_column(pipeline, tmp_path):
    with pytest.raises(FileMissing):
        run(pipeline, tmp_path / "nowhere.csv")
    file = write(tmp_path, header=HEADER.replace("behavior", "behaviour"))
    with pytest.raises(ColumnUnknown, match="did you mean behaviour") as raised:
        run(pipeline, file)
    assert raised.value.path == "event.column"


def test_a_dry_run_stores_nothing(pipeline, tmp_path):
    found = dry_run(write(tmp_path, *LINES), MAPPING, pipeline=pipeline, zone=SHANGHAI)
    assert found.counts.received == 5
    assert [event.name for event in found.sample] == ["view", "purchase", "view", "view"]
    assert found.sample[0].identities == {"user_id": "u1"}
    (problem,) = found.problems
    assert (problem.reason, problem.field) == ("no_identity", "identities")
    assert count(pipeline) == 0


def test_an_interrupted_import_goes_on_where_it_stopped(pipeline, tmp_path, monkeypatch):
    lines = [f"u{n % 7},pv,{1781000000 + n % 50},i{n % 3},,," for n in range(100)]
    file = write(tmp_path, *lines)
    written = []
    from stayflow.intake import record

    original = record.write_events

    def dies(*arguments, batch, **more):
        original(*arguments, batch=batch, **more)
        written.append(batch)
        if len(written) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(record, "write_events", dies)
    with pytest.raises(KeyboardInterrupt):
        run(pipeline, file, chunk_rows=20)
    monkeypatch.setattr(record, "write_events", original)
    assert pipeline.find_open().chunk == 2
    done = run(pipeline, file, chunk_rows=20)
    assert (done.counts.received, done.counts.accepted) == (100, 100)
    assert count(pipeline) == 100
    with pipeline.relational.project(pipeline.project_id) as tx:
        assert tx.value("select count(*) from imports") == 1
        assert tx.value("select sum(count) from intake_counts") == 100


def test_many_months_in_one_chunk(pipeline, tmp_path):
    lines = [f"u1,pv,{800_000_000 + n * 2_600_000},i,,," for n in range(300)]
    assert run(pipeline, write(tmp_path, *lines)).counts.accepted == 300
    assert count(pipeline) == 300


def test_an_import_nobody_goes_on_with_gives_way(engines, pipeline, tmp_path, monkeypatch):
    from stayflow.intake import record

    original = record.write_events

    def dies(*arguments, **more):
        original(*arguments, **more)
        raise KeyboardInterrupt

    monkeypatch.setattr(record, "write_events", dies)
    file = write(tmp_path, *LINES)
    with pytest.raises(KeyboardInterrupt):
        run(pipeline, file)
    monkeypatch.setattr(record, "write_events", original)
    other = run(pipeline, write(tmp_path, "u5,pv,1781000000,i,,,", name="other.csv"))
    assert other.counts.accepted == 1
    done = run(pipeline, file)
    assert (done.counts.duplicate, done.counts.accepted) == (4, 0)
    assert count(pipeline) == 5
    with pipeline.relational.project(pipeline.project_id) as tx:
        assert [law(tx) for law in STATE_LAWS] == [[]] * len(STATE_LAWS)
        assert [law(tx, pipeline.warehouse) for law in FACT_LAWS] == [[]] * len(FACT_LAWS)
