"""What every PostgreSQL behind `Relational` must do, embedded or by URL."""

import threading
from dataclasses import dataclass

import pytest

from stayflow.kernel.ids import ProjectId
from stayflow.stores.errors import AlreadyThere, StoreFailed, ValueRefused
from stayflow.stores.migrations import Migration
from stayflow.stores.relational import Relational

THINGS = Migration(
    "contract",
    1,
    "things",
    """
    create table things (
      project_id text not null default current_setting('stayflow.project'),
      number int check (number > 0), word text not null default '',
      primary key (project_id, number));
    select stayflow_protect('things');
    """,
)
A, B = ProjectId("contract_a"), ProjectId("contract_b")


@dataclass(frozen=True)
class Thing:
    number: int
    word: str


class RelationalContract:
    """Give a `store` fixture that has applied `THINGS`."""

    @pytest.fixture(autouse=True)
    def empty(self, store: Relational) -> None:
        for project in (A, B):
            with store.project(project) as tx:
                tx.execute("delete from things")

    def test_a_project_sees_only_its_rows(self, store: Relational) -> None:
        with store.project(A) as tx:
            tx.execute("insert into things (number) values (1)")
        with store.project(B) as tx:
            assert tx.rows("select * from things") == []
            assert tx.execute("update things set word = 'taken'") == 0
            assert tx.execute("delete from things") == 0
        with store.system() as tx:
            assert tx.rows("select * from things") == []
        with store.project(A) as tx:
            assert tx.all(Thing, "select number, word from things") == [Thing(1, "")]

    def test_a_row_cannot_be_written_into_another_project(self, store: Relational) -> None:
        with pytest.raises(StoreFailed), store.project(A) as tx:
            tx.execute("insert into things (project_id, number) values (%s, 1)", (B,))
        with pytest.raises(StoreFailed), store.system() as tx:
            tx.execute("insert into things (project_id, number) values (%s, 1)", (B,))

    def test_the_project_is_forgotten_with_the_transaction(self, store: Relational) -> None:
        with store.project(A) as tx:
            tx.execute("insert into things (number) values (1)")
        for _ in range(30):
            with store.system() as tx:
                assert tx.rows("select * from things") == []

    def test_an_exception_rolls_back(self, store: Relational) -> None:
        with pytest.raises(RuntimeError), store.project(A) as tx:
            tx.execute("insert into things (number) values (1)")
            raise RuntimeError
        with store.project(A) as tx:
            assert tx.value("select count(*) from things") == 0

    def test_errors_are_ours(self, store: Relational) -> None:
        with store.project(A) as tx:
            tx.execute("insert into things (number) values (1)")
        with pytest.raises(AlreadyThere), store.project(A) as tx:
            tx.execute("insert into things (number) values (1)")
        with pytest.raises(ValueRefused), store.project(A) as tx:
            tx.execute("insert into things (number) values (-1)")
        with pytest.raises(ValueRefused), store.project(A) as tx:
            tx.execute("insert into things (number, word) values (2, null)")
        with pytest.raises(ValueRefused), store.project(A) as tx:
            tx.execute("select 'x'::int")
        with pytest.raises(StoreFailed), store.project(A) as tx:
            tx.execute("select nothing from nowhere")

    def test_copy_loads_many_rows(self, store: Relational) -> None:
        with store.project(A) as tx:
            assert (
                tx.copy("things", ("number", "word"), ((n, f"w{n}") for n in range(1, 5001)))
                == 5000
            )
            assert tx.value("select sum(number) from things") == 5000 * 5001 // 2

    def test_many_threads(self, store: Relational) -> None:
        def add(number: int) -> None:
            with store.project(A) as tx:
                tx.execute("insert into things (number) values (%s)", (number,))

        threads = [threading.Thread(target=add, args=(n,)) for n in range(1, 61)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with store.project(A) as tx:
            assert tx.value("select count(*) from things") == 60

    def test_migrating_again_changes_nothing(self, store: Relational) -> None:
        with store.project(A) as tx:
            tx.execute("insert into things (number) values (1)")
        store.migrate([THINGS])
        with store.project(A) as tx:
            assert tx.value("select count(*) from things") == 1
