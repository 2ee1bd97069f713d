"""The statements on `projects`, and the verbs over them."""

import re
from zoneinfo import available_timezones

from stayflow.access.project.errors import (
    BoundsInvalid,
    ProjectExists,
    ProjectInvalid,
    ProjectNotFound,
)
from stayflow.access.project.model import NewProject, Project, QueryBounds
from stayflow.kernel.clock import Clock
from stayflow.kernel.errors import nearest
from stayflow.kernel.ids import ProjectId
from stayflow.stores.relational import Relational, Transaction
from stayflow.stores.warehouse import Bounds, Warehouse

_SLUG = re.compile(r"[a-z][a-z0-9_]{0,40}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_COLUMNS = "id, name, zone, currency, note, created_at"
_BOUNDS = ("seconds", "memory_bytes", "rows", "at_once")
_ALL = f"{_COLUMNS}, " + ", ".join(f"query_{each}" for each in _BOUNDS)


def create_project(
    new: NewProject, *, relational: Relational, warehouse: Warehouse, clock: Clock
) -> Project:
    """Make a project and its ClickHouse database with every room's tables.

    The row is committed last: after a crash in between, the same call finishes the work.

    Raises:
        ProjectExists: The id is taken.
    """
    _check(new)
    project = Project(
        ProjectId(new.id), new.name or new.id, new.zone, new.currency, new.note, clock.now()
    )
    with relational.system() as tx:
        made = tx.execute(
            f"insert into projects ({_COLUMNS}) "
            "values (%(id)s, %(name)s, %(zone)s, %(currency)s, %(note)s, %(created_at)s) "
            "on conflict do nothing",
            {name: getattr(project, name) for name in _COLUMNS.split(", ")},
        )
        if not made:
            raise ProjectExists(f"project {new.id!r} exists already", path="project")
        warehouse.create_project(project.id, project.zone)
    return project


def get_project(project_id: str, *, relational: Relational) -> Project:
    """One project.

    Raises:
        ProjectNotFound: There is none.
    """
    with relational.system() as tx:
        project = tx.one(Project, f"select {_ALL} from projects where id = %s", (project_id,))
    if project is None:
        raise ProjectNotFound(f"there is no project {project_id!r}", path="project")
    return project


def list_projects(*, relational: Relational) -> list[Project]:
    """All projects, oldest first."""
    with relational.system() as tx:
        return tx.all(Project, f"select {_ALL} from projects order by created_at, id")


def change_project(
    project_id: ProjectId,
    *,
    name: str | None = None,
    currency: str | None = None,
    note: str | None = None,
    relational: Relational,
) -> Project:
    """Change what may change; None leaves a field as it is."""
    if currency is not None:
        _check_currency(currency)
    with relational.system() as tx:
        tx.execute(
            "update projects set name = coalesce(%(name)s, name), "
            "currency = coalesce(%(currency)s, currency), note = coalesce(%(note)s, note) "
            "where id = %(id)s",
            {"id": project_id, "name": name, "currency": currency, "note": note},
        )
    return get_project(project_id, relational=relational)


def change_bounds(
    project_id: ProjectId, bounds: QueryBounds, *, most: Bounds, tx: Transaction
) -> None:
    """Set what one question of a project may cost, in place of what was set before.

    Args:
        project_id: The project.
        bounds: As its owner wants them.
        most: What the server allows.
        tx: A transaction of the system.

    Raises:
        BoundsInvalid: One is not above 0, or above what the server allows.
    """
    for name in _BOUNDS:
        wanted, allowed = getattr(bounds, name), getattr(most, name)
        if wanted is not None and not 0 < wanted <= (allowed or wanted):
            upto = f" to {allowed}" if allowed else " on"
            raise BoundsInvalid(f"expected 1{upto}, or nothing for the server's", path=name)
    tx.execute(
        f"update projects set {', '.join(f'query_{each} = %({each})s' for each in _BOUNDS)}"
        " where id = %(id)s",
        {"id": project_id, **{name: getattr(bounds, name) for name in _BOUNDS}},
    )


def _check(new: NewProject) -> None:
    if not _SLUG.fullmatch(new.id):
        raise ProjectInvalid(
            f"{new.id!r} does not fit: a-z first, then a-z, 0-9 or _, at most 41 characters",
            path="project",
        )
    zones = available_timezones()
    if new.zone not in zones:
        raise ProjectInvalid(
            f"unknown time zone {new.zone!r}{nearest(new.zone, sorted(zones))}", path="zone"
        )
    _check_currency(new.currency)


def _check_currency(currency: str) -> None:
    if not _CURRENCY.fullmatch(currency):
        raise ProjectInvalid(
            f"{currency!r} is not an ISO 4217 code such as CNY or USD", path="currency"
        )
