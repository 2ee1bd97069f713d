"""A warehouse that gives the tables of a dropped project to the next one made, emptied."""

from collections import defaultdict
from dataclasses import dataclass

from stayflow.kernel.ids import ProjectId
from stayflow.stores.warehouse import ProjectWarehouse, Warehouse

_SHAPE = """
SELECT name, cityHash64(create_table_query), coalesce(total_rows, 0) > 0 AND name != 'migrations'
FROM system.tables
WHERE database = currentDatabase()
"""
# Rows that were changed in place may all be gone: nothing is there to empty, and the tokens they came with stay known.
_MUTATED = """
SELECT count() FROM system.mutations
WHERE database = currentDatabase() AND NOT (is_done AND startsWith(command, '(DROP COLUMN'))
"""
_COLUMNS = """
SELECT name FROM system.columns WHERE database = currentDatabase() AND table = 'events'
"""
_LOADED = """
SELECT name FROM system.dictionaries WHERE database = currentDatabase() AND element_count > 0
"""

Shape = dict[str, int]
"""What each table of a database is, by its name."""


@dataclass(frozen=True)
class Made:
    """A database as the migrations make it.

    Attributes:
        zone: In which its days are cut.
        shape: Its tables.
        columns: Of its events; further ones are those of a project's properties.
    """

    zone: str
    shape: Shape
    columns: frozenset[str]


class SparingWarehouse(Warehouse):
    """Spares a test the eighty statements that make a project: most tests fill a few of its tables.

    The id of a project is new each time; only its database is not. Columns of a project's properties
    are taken away with its rows; a database whose tables are then not those that the migrations
    make, or in which rows were changed in place, is dropped.
    """

    def __init__(self, opened: Warehouse) -> None:
        vars(self).update(vars(opened))
        self._made: dict[str, Made] = {}
        self._spare: dict[str, list[ProjectWarehouse]] = defaultdict(list)

    def names(self) -> set[ProjectId]:
        """The projects there are."""
        return {ProjectId(name.removeprefix("p_")) for name in self._projects}

    def create_project(self, project_id: ProjectId, zone: str) -> None:
        name = f"p_{project_id}"
        handle = self._projects.get(name)
        if handle is None and self._spare[zone]:
            self._projects[name] = self._spare[zone].pop()
        elif handle is None or handle.database == name:
            super().create_project(project_id, zone)
            if handle is None:
                handle = self.project(project_id)
                shape = {table: what for table, what, _ in handle.query(_SHAPE).rows}
                self._made[name] = Made(zone, shape, _columns(handle))

    def drop_project(self, project_id: ProjectId) -> None:
        handle = self._projects.pop(f"p_{project_id}", None)
        made = self._made.get(handle.database) if handle else None
        if handle is None:
            super().drop_project(project_id)
        elif made and _emptied(handle, made):
            self._spare[made.zone].append(handle)
        else:
            handle.close()
            self._made.pop(handle.database, None)
            super().drop_project(ProjectId(handle.database.removeprefix("p_")))

    def close(self) -> None:
        for handles in self._spare.values():
            for handle in handles:
                handle.close()
        super().close()


def _emptied(handle: ProjectWarehouse, made: Made) -> bool:
    """Make the database what it was; False when it has other tables, or rules for rows to come."""
    tables = handle.query(_SHAPE).rows
    other = {(name, what) for name, what, _ in tables} ^ made.shape.items()
    if {name for name, _ in other} - {"events"}:
        return False
    for name, _, is_filled in tables:
        if is_filled:
            handle.execute(f"TRUNCATE TABLE `{name}`")
    if other and not _without_properties(handle, made):
        return False
    if handle.value(_MUTATED):
        return False
    for (name,) in handle.query(_LOADED).rows:
        handle.execute(f"SYSTEM RELOAD DICTIONARY `{name}`")
    return True


def _without_properties(handle: ProjectWarehouse, made: Made) -> bool:
    """Take the columns of properties away; whether the events are then as they were made."""
    dropped = ", ".join(f"DROP COLUMN `{name}`" for name in _columns(handle) - made.columns)
    if not dropped:
        return False
    handle.execute(f"ALTER TABLE events {dropped}")
    return {name: what for name, what, _ in handle.query(_SHAPE).rows} == made.shape


def _columns(handle: ProjectWarehouse) -> frozenset[str]:
    return frozenset(str(name) for (name,) in handle.query(_COLUMNS).rows)
