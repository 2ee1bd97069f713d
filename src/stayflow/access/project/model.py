"""What a project is."""

from dataclasses import dataclass
from datetime import datetime

from stayflow.kernel.ids import ProjectId
from stayflow.stores.warehouse import Bounds


@dataclass(frozen=True, slots=True)
class QueryBounds:
    """What one question of a project may cost, as its owner chose; None is as much as the server allows.

    Attributes:
        seconds: Longest it may run.
        memory_bytes: Most memory it may take.
        rows: Most rows it may read.
        at_once: How many run at once.
    """

    seconds: int | None = None
    memory_bytes: int | None = None
    rows: int | None = None
    at_once: int | None = None

    def within(self, most: Bounds) -> Bounds:
        """The bounds in force: the smaller ones of the owner's and the server's."""
        return Bounds(
            seconds=min(self.seconds or most.seconds, most.seconds),
            memory_bytes=min(self.memory_bytes or most.memory_bytes, most.memory_bytes),
            rows=min(self.rows or most.rows, most.rows or self.rows or 0),
            at_once=min(self.at_once or most.at_once, most.at_once),
        )


@dataclass(frozen=True, slots=True)
class Project:
    """The isolation boundary: data, settings, users and keys belong to one project.

    Attributes:
        id: Slug, also the end of its ClickHouse database's name.
        zone: IANA time zone in which days are cut; fixed, because the daily tables are cut in it.
        currency: ISO 4217 code of revenue.
        note: What readers of its numbers must know, such as that the demo's dates were moved.
        query_seconds: With the other three, its `bounds`; None is as much as the server allows.
    """

    id: ProjectId
    name: str
    zone: str
    currency: str
    note: str | None
    created_at: datetime
    query_seconds: int | None = None
    query_memory_bytes: int | None = None
    query_rows: int | None = None
    query_at_once: int | None = None

    @property
    def bounds(self) -> QueryBounds:
        """What one question may cost."""
        return QueryBounds(
            self.query_seconds, self.query_memory_bytes, self.query_rows, self.query_at_once
        )


@dataclass(frozen=True, slots=True)
class NewProject:
    """A project to be made; `name` defaults to the id."""

    id: str
    name: str | None = None
    zone: str = "Asia/Shanghai"
    currency: str = "CNY"
    note: str | None = None
