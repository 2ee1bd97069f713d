"""What a project is."""

from dataclasses import dataclass
from datetime import datetime

from stayflow.kernel.ids import ProjectId


@dataclass(frozen=True, slots=True)
class Project:
    """The isolation boundary: data, settings, users and keys belong to one project.

    Attributes:
        id: Slug, also the end of its ClickHouse database's name.
        zone: IANA time zone in which days are cut; fixed, because the daily tables are cut in it.
        currency: ISO 4217 code of revenue.
        note: What readers of its numbers must know, such as that the demo's dates were moved.
    """

    id: ProjectId
    name: str
    zone: str
    currency: str
    note: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class NewProject:
    """A project to be made; `name` defaults to the id."""

    id: str
    name: str | None = None
    zone: str = "Asia/Shanghai"
    currency: str = "CNY"
    note: str | None = None
