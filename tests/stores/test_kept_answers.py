"""Answers that are kept: given again in the same state, never in another."""

import threading
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest

from stayflow.kernel.clock import FixedClock
from stayflow.stores.warehouse import KeptAnswers, ProjectWarehouse, QueryAnswer, keep_answers
from stayflow.stores.warehouse.kept import ANSWER_CELLS_MAX, ENTRY_CELLS

AT = datetime(2026, 5, 1, tzinfo=UTC)
SUM = "SELECT sum(n) FROM numbers_kept"
MOVED = "SELECT sum(dictGetOrDefault('person_overrides', 'to', n, n)) FROM numbers_kept"


@pytest.fixture
def warehouse(engines, project) -> ProjectWarehouse:
    handle = engines.warehouse.project(project)
    handle.execute("CREATE TABLE numbers_kept (n UInt64) ENGINE = MergeTree ORDER BY n")
    add(handle, 1, 2)
    return handle


def add(warehouse: ProjectWarehouse, *numbers: int) -> None:
    warehouse.insert("numbers_kept", pa.table({"n": pa.array(numbers, pa.uint64())}))


def test_an_answer_is_given_again_until_something_is_written(warehouse):
    clock = FixedClock(AT)
    answers = KeptAnswers(clock)

    def ask(sql: str = SUM) -> tuple[object, datetime | None]:
        handle = keep_answers(warehouse, answers)
        return handle.value(sql), handle.computed_at

    assert ask() == (3, AT)
    clock.advance(timedelta(hours=1))
    assert ask() == (3, AT)  # nothing was written: as of when it was computed
    add(warehouse, 10)
    assert ask() == (13, clock.now())
    warehouse.execute("OPTIMIZE TABLE numbers_kept FINAL")
    assert ask()[0] == 13
    warehouse.execute("ALTER TABLE numbers_kept DELETE WHERE n = 2 SETTINGS mutations_sync = 1")
    assert ask()[0] == 11
    warehouse.execute("TRUNCATE TABLE numbers_kept")
    assert ask()[0] == 0


def test_a_merge_shows_when_the_dictionary_is_read_anew(warehouse):
    """Between the write and the reload the engine still answers the old way, and that must not be kept."""
    answers = KeptAnswers(FixedClock(AT))
    ask = lambda: keep_answers(warehouse, answers).value(MOVED)  # noqa: E731
    assert ask() == 3
    merge = {"from": [2], "to": [40], "at": [0]}
    warehouse.insert(
        "person_merges",
        pa.table(
            {
                "from": pa.array(merge["from"], pa.uint64()),
                "to": pa.array(merge["to"], pa.uint64()),
                "at": pa.array(merge["at"]).cast(pa.timestamp("ms", tz="UTC")),
            }
        ),
    )
    assert ask() == 3
    warehouse.execute("SYSTEM RELOAD DICTIONARY person_overrides")
    assert ask() == 41


def test_what_another_process_writes_is_seen_by_each(warehouse):
    """Every process keeps answers of its own, and asks the engine each time how the database stands."""
    here, there = (KeptAnswers(FixedClock(AT)) for _ in range(2))
    assert [keep_answers(warehouse, each).value(SUM) for each in (here, there)] == [3, 3]
    add(warehouse, 10)
    assert [keep_answers(warehouse, each).value(SUM) for each in (there, here)] == [13, 13]
    assert len(here) == len(there) == 2


def test_parameters_and_projects_have_answers_of_their_own(warehouse):
    answers = KeptAnswers(FixedClock(AT))
    handle = keep_answers(warehouse, answers)
    sql = "SELECT {n:UInt8} + sum(n) FROM numbers_kept"
    assert [handle.value(sql, {"n": n}) for n in (1, 2, 1)] == [4, 5, 4]
    assert len(answers) == 2


def test_a_statement_asked_by_many_at_once_is_computed_once():
    answers, asked = KeptAnswers(FixedClock(AT)), []
    started = threading.Barrier(4)

    def compute() -> QueryAnswer:
        asked.append(1)
        return QueryAnswer(("n",), [(1,)], 5, 0.0)

    def ask() -> None:
        started.wait()
        answers.get("same", compute)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(asked) == 1


def test_what_is_kept_is_bounded():
    answers = KeptAnswers(FixedClock(AT), cells_max=2 * (3 + ENTRY_CELLS))
    for name in "abcd":
        answers.get(name, lambda: QueryAnswer(("n",), [(1,)] * 3, 0, 0.0))
    assert len(answers) == 2
    answers.get("big", lambda: QueryAnswer(("n",), [(1,)] * (ANSWER_CELLS_MAX + 1), 0, 0.0))
    answers.get("long", lambda: QueryAnswer(("n",), [([1] * ANSWER_CELLS_MAX,)], 0, 0.0))
    assert len(answers) == 2


def test_a_long_statement_is_not_kept_with_its_small_answer(warehouse):
    answers = KeptAnswers(FixedClock(AT))
    keep_answers(warehouse, answers).value(
        f"{SUM} WHERE n IN ({', '.join(map(str, range(9_000)))})"
    )
    (key,) = answers._kept
    assert len(key) == 64
