"""ClickHouse: facts. In-process as chDB, or a server by URL, through one client and one dialect.

A project is one database; the handle a room gets is bound to it and cannot see another.
"""

from stayflow.stores.warehouse.bounds import Bounds, Gate, TooManyQueries
from stayflow.stores.warehouse.engine import (
    Warehouse,
    memory_together,
    most_of,
    open_warehouse,
)
from stayflow.stores.warehouse.kept import KeepingWarehouse, KeptAnswers, NotKept, keep_answers
from stayflow.stores.warehouse.project import ProjectWarehouse, QueryAnswer
from stayflow.stores.warehouse.reading import Reading, ReadingStopped, read_as

__all__ = [
    "Bounds",
    "Gate",
    "KeepingWarehouse",
    "KeptAnswers",
    "NotKept",
    "ProjectWarehouse",
    "QueryAnswer",
    "Reading",
    "ReadingStopped",
    "TooManyQueries",
    "Warehouse",
    "keep_answers",
    "memory_together",
    "most_of",
    "open_warehouse",
    "read_as",
]
