"""Opening PostgreSQL: migrations as the owner, all else as a role bound by row-level security."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg_pool import ConnectionPool

from stayflow.kernel.ids import ProjectId
from stayflow.kernel.settings import Settings
from stayflow.stores.migrations import Migration, load_migrations
from stayflow.stores.relational.embedded import EmbeddedPostgres
from stayflow.stores.relational.patience import PATIENCE_SECONDS, patience
from stayflow.stores.relational.transaction import Transaction
from stayflow.stores.relational.wall import translated

CONNECTIONS_MAX = 40
_MIGRATION_LOCK = 8420
_PREPARE = """
do $$ begin
  if not exists (select from pg_roles where rolname = 'stayflow_app') then
    create role stayflow_app nologin;
  end if;
exception when duplicate_object or unique_violation then null;
end $$;
create schema if not exists stayflow;
grant stayflow_app to current_user;
grant usage on schema stayflow to stayflow_app;
alter default privileges in schema stayflow grant usage, select on sequences to stayflow_app;
create table if not exists stayflow.migrations (
  room text, number int, name text not null, applied_at timestamptz not null default now(),
  primary key (room, number));
"""


class Relational:
    """PostgreSQL, one transaction at a time per connection of a bounded pool."""

    def __init__(self, url: str, embedded: EmbeddedPostgres | None = None) -> None:
        self._url = url
        self._embedded = embedded
        self._pool = ConnectionPool(
            url,
            min_size=1,
            max_size=CONNECTIONS_MAX,
            timeout=PATIENCE_SECONDS,
            open=False,
            kwargs={"options": "-c role=stayflow_app -c search_path=stayflow -c timezone=UTC"},
        )

    def migrate(self, migrations: Sequence[Migration]) -> None:
        """Bring the schema to the newest step, each in one transaction with its record.

        Several processes may start at once; an advisory lock lets one of them do it.
        """
        with (
            translated(),
            psycopg.connect(
                self._url, autocommit=True, options="-c search_path=stayflow -c timezone=UTC"
            ) as connection,
        ):
            connection.execute("select pg_advisory_lock(%s)", (_MIGRATION_LOCK,))
            connection.execute(_PREPARE.encode())
            done = set(
                connection.execute("select room, number from stayflow.migrations").fetchall()
            )
            for step in (*load_migrations("stayflow.stores.relational", "relational"), *migrations):
                if (step.room, step.number) in done:
                    continue
                with connection.transaction():
                    connection.execute(step.sql.encode())
                    connection.execute(
                        "insert into stayflow.migrations (room, number, name) values (%s, %s, %s)",
                        (step.room, step.number, step.name),
                    )
        self._pool.open(wait=True)

    @contextmanager
    def project(self, project_id: ProjectId) -> Iterator[Transaction]:
        """One transaction bound to a project: rows of other projects do not exist in it.

        Commits when the block ends, rolls back when it raises.
        """
        with self._transaction() as transaction:
            transaction.execute("select set_config('stayflow.project', %s, true)", (project_id,))
            yield transaction

    @contextmanager
    def system(self) -> Iterator[Transaction]:
        """One transaction that sees no project's rows: for projects, users, keys and the log."""
        with self._transaction() as transaction:
            yield transaction

    def ping(self) -> None:
        """Ask for a sign of life.

        Raises:
            StoreUnavailable: There is none.
        """
        with self._transaction() as transaction:
            transaction.execute("select 1")

    def close(self) -> None:
        """Close the pool and stop the embedded server."""
        self._pool.close()
        if self._embedded:
            self._embedded.stop()

    @contextmanager
    def _transaction(self) -> Iterator[Transaction]:
        with translated(), self._pool.connection(patience()) as connection:
            yield Transaction(connection)


def open_relational(
    settings: Settings, folder: Path, migrations: Sequence[Migration]
) -> Relational:
    """Open the server named by `postgres_url`, or the wheel's in `folder`, and migrate it.

    Args:
        settings: Reads `postgres_url`.
        folder: Where the wheel's server keeps its cluster; unused with a URL.
        migrations: Steps of all rooms, in order.
    """
    url = settings.text("postgres_url")
    embedded = None if url else EmbeddedPostgres(folder)
    relational = Relational(embedded.url if embedded else url, embedded)
    relational.migrate(migrations)
    if embedded:
        embedded.keep_running()
    return relational
