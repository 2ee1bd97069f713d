"""No table of PostgreSQL shows one project's rows to another, whatever the statement forgets."""

from collections.abc import Iterator
from typing import LiteralString

import psycopg
import pytest
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from tests.conftest import Engines

# Tables that belong to no project, each with the reason why it may be read across projects.
OF_NO_PROJECT = {
    "audit_system_entries": "what was done to no project: accounts, sign-ins",
    "jobs": "the worker takes the next one, whose ever it is; the API asks by project",
    "keys": "a key says which project it opens, so it is looked up before one is known",
    "log_entries": "the consumer goes from project to project",
    "log_heads": "likewise",
    "log_offsets": "likewise",
    "memberships": "which projects somebody may choose from",
    "migrations": "what ran on the whole schema",
    "projects": "which projects there are",
    "sessions": "somebody signs in before choosing a project",
    "sign_in_failures": "likewise",
    "users": "likewise",
}
TABLES = """
    select c.relname, c.relrowsecurity, c.relforcerowsecurity,
           exists (select from pg_attribute a where a.attrelid = c.oid
                   and a.attname = 'project_id' and not a.attisdropped)
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'stayflow' and c.relkind in ('r', 'p') and not c.relispartition
    order by 1
"""
COLUMNS = """
    select column_name, data_type from information_schema.columns
    where table_schema = 'stayflow' and table_name = %s and is_generated = 'NEVER'
    and (identity_generation is null or identity_generation = 'BY DEFAULT')
"""
CONSTRAINTS = """
    select conname from pg_constraint
    where conrelid = ('stayflow.' || quote_ident(%s))::regclass and contype in ('c', 'f')
"""
SAMPLES = {
    "jsonb": "{}",
    "json": "{}",
    "boolean": True,
    "bytea": b"x",
    "ARRAY": "{}",
    "date": "2026-01-01",
    "timestamp with time zone": "2026-01-01T00:00Z",
    "time without time zone": "08:00",
    "interval": "1 day",
    "uuid": "00000000-0000-0000-0000-000000000001",
}
TEXTS = {"text", "character varying", "character"}


@pytest.fixture
def owner(engines: Engines) -> Iterator[psycopg.Connection]:
    """A connection of the tables' owner; everything is rolled back."""
    options = "-c search_path=stayflow"
    with psycopg.connect(engines.relational._url, options=options) as connection:
        yield connection
        connection.rollback()


def tables(connection: psycopg.Connection) -> list[tuple[str, bool, bool, bool]]:
    return connection.execute(TABLES).fetchall()


def test_there_are_tables(owner: psycopg.Connection) -> None:
    assert len(tables(owner)) > 20


def test_every_table_says_whose_it_is(owner: psycopg.Connection) -> None:
    unsaid = {name for name, *_, has_project in tables(owner) if not has_project}
    assert unsaid <= set(OF_NO_PROJECT)


def test_every_projects_table_is_forced_behind_its_policy(owner: psycopg.Connection) -> None:
    open_tables = [
        name
        for name, is_enabled, is_forced, has_project in tables(owner)
        if has_project and not (is_enabled and is_forced) and name not in OF_NO_PROJECT
    ]
    assert open_tables == []


def test_the_application_cannot_pass_by_a_policy(owner: psycopg.Connection) -> None:
    role = owner.execute(
        "select rolsuper, rolbypassrls from pg_roles where rolname = 'stayflow_app'"
    ).fetchone()
    assert role == (False, False)
    owned = owner.execute(
        "select count(*) from pg_tables where schemaname = 'stayflow' and tableowner = 'stayflow_app'"
    ).fetchone()
    assert owned == (0,)


def put_row(connection: psycopg.Connection, table: str, project: str) -> None:
    """Put a row of made-up values into a table, as its owner."""
    row = {
        name: SAMPLES.get(kind, "x" if kind in TEXTS else 1)
        for name, kind in connection.execute(COLUMNS, (table,)).fetchall()
    } | {"project_id": project}
    connection.execute(
        sql.SQL("insert into {} ({}) overriding system value values ({})").format(
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, row)),
            sql.SQL(", ").join(map(sql.Placeholder, row)),
        ),
        row,
    )


def touched(connection: psycopg.Connection, statement: LiteralString, table: str) -> int:
    """How many rows a statement reaches; none where the application may not even ask."""
    try:
        with connection.transaction():
            return connection.execute(sql.SQL(statement).format(sql.Identifier(table))).rowcount
    except InsufficientPrivilege:
        return 0


def test_a_row_of_one_project_does_not_exist_in_another(owner: psycopg.Connection) -> None:
    names = [name for name, _, is_forced, _ in tables(owner) if is_forced]
    assert len(names) > 15
    for name in names:
        table = sql.Identifier(name)
        with owner.transaction(force_rollback=True):
            for (constraint,) in owner.execute(CONSTRAINTS, (name,)).fetchall():
                drop = sql.SQL("alter table {} drop constraint if exists {} cascade")
                owner.execute(drop.format(table, sql.Identifier(constraint)))
            owner.execute(sql.SQL("alter table {} disable trigger user").format(table))
            put_row(owner, name, "mine")
            put_row(owner, name, "theirs")
            owner.execute("set local role stayflow_app")
            owner.execute("select set_config('stayflow.project', 'mine', true)")
            count = owner.execute(sql.SQL("select count(*) from {}").format(table)).fetchone()
            assert count == (1,), name
            assert touched(owner, "update {} set project_id = project_id", name) <= 1, name
            assert touched(owner, "delete from {} where project_id = 'theirs'", name) == 0, name
            with pytest.raises(InsufficientPrivilege), owner.transaction():
                put_row(owner, name, "theirs")
            owner.execute("select set_config('stayflow.project', '', true)")
            nothing = owner.execute(sql.SQL("select count(*) from {}").format(table)).fetchone()
            assert nothing == (0,), name
