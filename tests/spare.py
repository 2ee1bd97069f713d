"""A warehouse that gives the tables of a dropped project to the next one made, emptied."""

from collections import defaultdict

from stayflow.kernel.ids import ProjectId
from stayflow.stores.warehouse import ProjectWarehouse, Warehouse

_SHAPE = """
SELECT name, cityHash64(create_table_query), coalesce(total_rows, 0) > 0 AND name != 'migrations'
FROM system.tables
WHERE database = currentDatabase()
"""
_MUTATED = "SELECT count() FROM system.mutations WHERE database = currentDatabase()"
_LOADED = """
SELECT name FROM system.dictionaries WHERE database = currentDatabase() AND element_count > 0
"""

Shape = dict[str, int]
"""What each table of a database is, by its name."""


class SparingWarehouse(Warehouse):
    """Spares a test the eighty statements that make a project: most tests fill a few of its tables.

    The id of a project is new each time; only its database is not. One whose tables are no longer
    those that the migrations make, or in which rows were changed in place, is dropped.
    """

    def __init__(self, opened: Warehouse) -> None:
        vars(self).update(vars(opened))
        self._made: dict[str, tuple[str, Shape]] = {}
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
                self._made[name] = (
                    zone,
                    {table: what for table, what, _ in handle.query(_SHAPE).rows},
                )

    def drop_project(self, project_id: ProjectId) -> None:
        handle = self._projects.pop(f"p_{project_id}", None)
        zone, shape = self._made.get(handle.database, ("", {})) if handle else ("", {})
        if handle is None:
            super().drop_project(project_id)
        elif shape and _emptied(handle, shape):
            self._spare[zone].append(handle)
        else:
            handle.close()
            self._made.pop(handle.database, None)
            super().drop_project(ProjectId(handle.database.removeprefix("p_")))

    def close(self) -> None:
        for handles in self._spare.values():
            for handle in handles:
                handle.close()
        super().close()


def _emptied(handle: ProjectWarehouse, shape: Shape) -> bool:
    """Empty every table; False when they are not what they were, or have rules for rows to come."""
    tables = handle.query(_SHAPE).rows
    if {name: what for name, what, _ in tables} != shape or handle.value(_MUTATED):
        return False
    for name, _, is_filled in tables:
        if is_filled:
            handle.execute(f"TRUNCATE TABLE `{name}`")
    for (name,) in handle.query(_LOADED).rows:
        handle.execute(f"SYSTEM RELOAD DICTIONARY `{name}`")
    return True
