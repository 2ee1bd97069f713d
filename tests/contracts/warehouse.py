"""What every ClickHouse behind `Warehouse` must do, in our process or as a server."""

import threading
from datetime import UTC, datetime

import pyarrow as pa
import pytest

from stayflow.kernel.errors import InvalidInput
from stayflow.kernel.ids import ProjectId
from stayflow.stores.errors import QueryTooLong, StoreFailed
from stayflow.stores.migrations import Migration
from stayflow.stores.warehouse import ProjectWarehouse, Warehouse
from stayflow.stores.warehouse.wall import LeavesProject

NOTES = Migration(
    "contract",
    1,
    "notes",
    """
    CREATE TABLE notes
    (n UInt64, at DateTime64(3, 'UTC'), day Date MATERIALIZED toDate(at, '$zone'))
    ENGINE = MergeTree PARTITION BY toYYYYMM(at) ORDER BY n
    SETTINGS non_replicated_deduplication_window = 100;
    CREATE TABLE words (word String) ENGINE = Memory;
    """,
)
A, B = ProjectId("contract_a"), ProjectId("contract_b")


def rows(*numbers: int, month: int = 1) -> pa.Table:
    at = datetime(2026, month, 1, 20, tzinfo=UTC)
    return pa.table(
        {
            "n": pa.array(numbers, pa.uint64()),
            "at": pa.array([at] * len(numbers), pa.timestamp("ms", "UTC")),
        }
    )


class WarehouseContract:
    """Give an `engine` fixture whose migrations hold `NOTES`."""

    @pytest.fixture
    def a(self, engine: Warehouse) -> ProjectWarehouse:
        for project in (A, B):
            engine.drop_project(project)
            engine.create_project(project, "Asia/Shanghai")
        return engine.project(A)

    def test_a_project_is_a_database(self, engine: Warehouse, a: ProjectWarehouse) -> None:
        a.insert("notes", rows(1, 2))
        assert a.value("SELECT count() FROM notes") == 2
        assert engine.project(B).value("SELECT count() FROM notes") == 0

    @pytest.mark.parametrize(
        "statement",
        [
            "SELECT * FROM p_contract_b.notes",
            "SELECT * FROM `p_contract_b`.`notes`",
            'SELECT * FROM "p_contract_b" . notes',
            "SELECT * FROM url('http://127.0.0.1/', CSV)",
            "SELECT * FROM remote ('127.0.0.1', notes)",
            "SELECT * FROM merge('p_.*', 'notes')",
            "INSERT INTO p_contract_b.notes (n) VALUES (1)",
        ],
    )
    def test_a_statement_stays_in_its_project(self, a: ProjectWarehouse, statement: str) -> None:
        with pytest.raises(LeavesProject):
            a.query(statement)
        with pytest.raises(LeavesProject):
            a.execute(statement)

    def test_creating_again_changes_nothing(self, engine: Warehouse, a: ProjectWarehouse) -> None:
        a.insert("notes", rows(1))
        engine.create_project(A, "Asia/Shanghai")
        assert a.value("SELECT count() FROM notes") == 1
        assert a.value("SELECT count() FROM migrations WHERE room = 'contract'") == 1

    def test_a_creation_that_was_cut_off_begins_anew(
        self, engine: Warehouse, a: ProjectWarehouse
    ) -> None:
        a.execute("TRUNCATE TABLE migrations")
        a.execute("DROP TABLE notes")
        a.execute("CREATE TABLE notes (half Int64) ENGINE = MergeTree ORDER BY half")
        engine.create_project(A, "Asia/Shanghai")
        again = engine.project(A)
        again.insert("notes", rows(1))
        assert again.value("SELECT count() FROM notes") == 1
        assert again.value("SELECT count() FROM migrations WHERE room = 'contract'") == 1

    def test_the_zone_reaches_the_tables(self, a: ProjectWarehouse) -> None:
        a.insert("notes", rows(1))  # 20:00 UTC is the next day in Shanghai
        assert str(a.value("SELECT day FROM notes")) == "2026-01-02"

    def test_a_token_inserts_once_over_partitions(self, a: ProjectWarehouse) -> None:
        block = pa.concat_tables([rows(1, 2, month=1), rows(3, month=2)])
        for _ in range(3):
            a.insert("notes", block, token="batch-1")
        assert a.value("SELECT count() FROM notes") == 3
        a.insert("notes", block, token="batch-2")
        a.insert("notes", block)
        a.insert("notes", block)
        assert a.value("SELECT count() FROM notes") == 12

    def test_values_are_bound(self, a: ProjectWarehouse) -> None:
        nasty = "a'b\"c\\d{x:String};--\n\t雪"
        at = datetime(2026, 3, 4, 5, 6, 7, 891000, tzinfo=UTC)
        answer = a.query(
            "SELECT {word:String}, {at:DateTime64(3, 'UTC')}, {ids:Array(UInt64)},"
            " {none:Nullable(Float64)}",
            {"word": nasty, "at": at, "ids": [1, 2], "none": None},
        )
        assert answer.rows == [(nasty, at, [1, 2], None)]

    def test_an_answer_says_how_many_rows_were_read(self, a: ProjectWarehouse) -> None:
        a.insert("notes", rows(*range(500)))
        assert a.query("SELECT sum(n) FROM notes").rows_read == 500

    def test_arrow_comes_back_typed(self, a: ProjectWarehouse) -> None:
        a.insert("notes", rows(7))
        table = a.arrow("SELECT n, at, toString(n) AS word FROM notes")
        assert table.to_pylist() == [
            {"n": 7, "at": datetime(2026, 1, 1, 20, tzinfo=UTC), "word": "7"}
        ]

    def test_errors_are_ours(self, a: ProjectWarehouse) -> None:
        with pytest.raises(StoreFailed):
            a.query("SELECT nothing FROM nowhere")
        with pytest.raises(QueryTooLong):
            a.query(
                "SELECT max(sipHash64(number)) FROM numbers(1000000000000)"
                " SETTINGS max_execution_time = 0.2"
            )
        assert a.value("SELECT 1") == 1

    def test_a_project_needs_a_plain_name(self, engine: Warehouse) -> None:
        for name in ("", "A", "a-b", "a;b", "1a", "a" * 42):
            with pytest.raises(InvalidInput):
                engine.project(ProjectId(name))
        with pytest.raises(InvalidInput):
            engine.create_project(A, "Asia/Shanghai'; DROP")

    def test_reading_and_writing_in_threads(self, a: ProjectWarehouse) -> None:
        failures: list[BaseException] = []

        def write(part: int) -> None:
            try:
                for n in range(20):
                    a.insert("notes", rows(part * 100 + n), token=f"{part}-{n}")
            except BaseException as error:
                failures.append(error)

        def read() -> None:
            try:
                for _ in range(40):
                    assert a.value("SELECT count() = uniqExact(n) FROM notes") == 1
            except BaseException as error:
                failures.append(error)

        threads = [threading.Thread(target=write, args=(part,)) for part in range(3)]
        threads += [threading.Thread(target=read) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        assert a.value("SELECT count() FROM notes") == 60
