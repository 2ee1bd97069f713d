"""Projects cannot see each other: not through the API, not in PostgreSQL, not in ClickHouse."""

import asyncio
import re

import httpx
import pytest

from stayflow.access import NewProject, Role, create_project
from stayflow.access.key import KeyKind, NewKey, issue_key
from stayflow.app import Stores, assemble, migrations_of
from stayflow.interfaces.http import build_server
from stayflow.interfaces.http.route import ALL
from stayflow.kernel.ids import ProjectId, new_id
from tests.conftest import Engines

# Asked before a project is entered, to decide whether it may be; reached only through `access`,
# the log and the job table, whose statements name the project.
OUTSIDE_OF_PROJECTS = {"projects", "keys", "memberships", "jobs", "log_entries", "log_heads"}


@pytest.fixture
def two(engines: Engines) -> tuple[ProjectId, ProjectId]:
    made = []
    for name in ("left", "right"):
        project = create_project(
            NewProject(f"{name}_{new_id()}"),
            relational=engines.relational,
            warehouse=engines.warehouse,
            clock=engines.clock,
        )
        made.append(project.id)
    return made[0], made[1]


def test_a_key_of_one_project_opens_no_route_of_another(
    engines: Engines, two: tuple[ProjectId, ProjectId]
) -> None:
    left, right = two
    stores = Stores(engines.folder, engines.relational, engines.warehouse, engines.log)
    server = build_server(assemble(engines.settings, stores, engines.clock))
    new = NewKey(KeyKind.API, "owner of right", Role.OWNER)
    _, secret = issue_key(right, new, relational=engines.relational, clock=engines.clock)

    async def call_all() -> dict[str, int]:
        transport = httpx.ASGITransport(app=server)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            found = {}
            for route in ALL:
                if "{project}" in route.path:
                    path = route.path.replace("{project}", left).replace("{person_id}", "1")
                    answer = await client.request(
                        route.method,
                        re.sub(r"\{\w+\}", "none", path),
                        headers={"Authorization": f"Bearer {secret}"},
                        json={} if route.method != "GET" else None,
                    )
                    found[f"{route.method} {route.path}"] = answer.status_code
            return found

    statuses = asyncio.run(call_all())
    assert len(statuses) > 50
    assert {name: status for name, status in statuses.items() if status != 403} == {}


def project_tables(engines: Engines) -> list[tuple[str, bool, bool]]:
    with engines.relational.system() as tx:
        return [
            (str(name), bool(enabled), bool(forced))
            for name, enabled, forced in tx.rows(
                """
                select relname, relrowsecurity, relforcerowsecurity from pg_class
                join pg_namespace on pg_namespace.oid = relnamespace
                join pg_attribute on attrelid = pg_class.oid and attname = 'project_id'
                where nspname = 'stayflow' and relkind in ('r', 'p') order by relname
                """
            )
        ]


def test_every_table_of_a_project_forces_row_level_security(engines: Engines) -> None:
    tables = project_tables(engines)
    assert len(tables) > 20
    assert [name for name, enabled, forced in tables if not (enabled and forced)] == []


def test_tables_without_a_project_column_are_known_by_name(engines: Engines) -> None:
    guarded = {name for name, _, _ in project_tables(engines)}
    with engines.relational.system() as tx:
        everything = {
            str(name)
            for (name,) in tx.rows(
                "select relname from pg_class join pg_namespace on pg_namespace.oid = relnamespace "
                "where nspname = 'stayflow' and relkind in ('r', 'p')"
            )
        }
    assert everything - guarded == OUTSIDE_OF_PROJECTS | {
        "migrations",
        "users",
        "sessions",
        "sign_in_failures",
        "audit_system_entries",
        "log_offsets",
    }


def test_the_only_policy_of_every_table_is_the_own_project(engines: Engines) -> None:
    """One permissive policy more would open the table again."""
    own = "(project_id = current_setting('stayflow.project'::text, true))"
    with engines.relational.system() as tx:
        policies = {
            str(table): (str(permissive), str(command), str(using), str(check))
            for table, permissive, command, using, check in tx.rows(
                "select tablename, permissive, cmd, qual, with_check from pg_policies "
                "where schemaname = 'stayflow'"
            )
        }
        count = tx.value("select count(*) from pg_policies where schemaname = 'stayflow'")
    tables = [name for name, _, _ in project_tables(engines)]
    assert count == len(tables)
    assert policies == dict.fromkeys(tables, ("PERMISSIVE", "ALL", own, own))


def test_the_application_can_not_step_around_the_policies(engines: Engines) -> None:
    with engines.relational.system() as tx:
        rights = tx.rows("select rolsuper, rolbypassrls from pg_roles where rolname = current_user")
        owned = tx.value(
            "select count(*) from pg_tables where schemaname = 'stayflow' "
            "and tableowner = current_user"
        )
    assert rights == [(False, False)]
    assert owned == 0


def test_a_row_cannot_be_written_into_another_project(
    engines: Engines, two: tuple[ProjectId, ProjectId]
) -> None:
    left, right = two
    with (
        pytest.raises(Exception, match="row-level security"),
        engines.relational.project(right) as tx,
    ):
        tx.execute("insert into identity_kinds (project_id, kind) values (%s, 'smuggled')", (left,))


def test_rows_of_one_project_are_there_for_it_alone(
    engines: Engines, two: tuple[ProjectId, ProjectId]
) -> None:
    left, right = two
    with engines.relational.project(left) as tx:
        tx.execute("insert into identity_kinds (kind) values ('ours')")
        assert tx.rows("select kind from identity_kinds where kind = 'ours'") == [("ours",)]
    with engines.relational.project(right) as tx:
        assert tx.rows("select kind from identity_kinds where kind = 'ours'") == []
        assert tx.execute("delete from identity_kinds where kind = 'ours'") == 0
    with engines.relational.system() as tx:
        assert tx.rows("select kind from identity_kinds where kind = 'ours'") == []


def test_a_statement_that_names_another_projects_database_is_refused(
    engines: Engines, two: tuple[ProjectId, ProjectId]
) -> None:
    left, right = two
    facts = engines.warehouse.project(left)
    for statement in (
        f"SELECT count() FROM p_{right}.events",
        f"SELECT count() FROM `p_{right}`.`events`",
        f"SELECT count() FROM events WHERE person_id IN (SELECT person_id FROM p_{right} . people)",
        f"INSERT INTO p_{right}.events SELECT * FROM events",
        "SELECT * FROM remote('localhost', 'system', 'one')",
        "SELECT * FROM file('/etc/passwd', 'LineAsString')",
    ):
        with pytest.raises(Exception, match=r"names|calls"):
            facts.query(statement)


def test_every_rooms_migrations_are_in_the_composition_root() -> None:
    """A room whose tables the application forgets would exist in tests alone."""
    from tests.conftest import migrations_of as found_in_the_tree

    for engine in ("relational", "warehouse"):
        known = {(step.room, step.number) for step in migrations_of(engine)}
        found = {(step.room, step.number) for step in found_in_the_tree(engine)}
        assert known == found
