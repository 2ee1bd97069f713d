"""Nouns of the room."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from stayflow.language.raw import JsonObject
from stayflow.language.sentence import Sentence
from stayflow.understand.label import UNNAMED, Labelled


class Family(StrEnum):
    """Explicit: stated facts. Implicit: derived from what people do."""

    EXPLICIT = "explicit"
    IMPLICIT = "implicit"


class Schedule(StrEnum):
    """When a tag is computed: for the people of each batch and every night, every hour, or every night."""

    LIVE = "live"
    HOURLY = "hourly"
    DAILY = "daily"


@dataclass(frozen=True, slots=True)
class TagValue:
    """One value a tag can have, and what it is called."""

    value: str
    label: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag(Labelled):
    """A label of people.

    Attributes:
        tag_id: Stable.
        family: `explicit` or `implicit`.
        folder_id: Where it stands in the catalogue; None is the top.
        position: Its place among its neighbours.
        kind: How its values come about: `rule`, `statistic`, `preference`, `import`, `manual`; it reads the definition.
    """

    tag_id: str
    family: str
    folder_id: str | None
    position: int
    kind: str


@dataclass(frozen=True, slots=True)
class TagDraft:
    """A tag that is to be made; see `Tag` for the fields."""

    name: str
    kind: str
    definition: JsonObject
    label: Sentence = UNNAMED
    note: str = ""
    owner: str = ""
    family: Family = Family.IMPLICIT
    schedule: Schedule = Schedule.DAILY
    folder_id: str | None = None
    position: int = 0


@dataclass(frozen=True, slots=True)
class TagsWanted:
    """Which tags of the catalogue.

    Attributes:
        word: In the name or a label; '' is all.
        folder_id: In this folder or below it; '' in none, None anywhere.
        kind: Of this kind; None is any.
    """

    word: str = ""
    folder_id: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class FolderSize:
    """How many tags stand in a folder itself; '' is in none."""

    folder_id: str
    tags: int


@dataclass(frozen=True, slots=True)
class TagFolder:
    """A folder of the catalogue; `parent_id` None is the top."""

    folder_id: str
    name: str
    parent_id: str | None
    position: int


@dataclass(frozen=True, slots=True)
class ValueSize:
    """How many people have a value."""

    value: str
    people: int


@dataclass(frozen=True, slots=True)
class Spread:
    """How a tag's values are spread over people.

    Attributes:
        sizes: By value, the largest first.
        covered: People with any value.
        total: People of the project.
    """

    sizes: tuple[ValueSize, ...]
    covered: int
    total: int


@dataclass(frozen=True, slots=True)
class HistoryPoint:
    """How many people had each value at the end of a day of the project's zone."""

    day: date
    people: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class TagMove:
    """How many people gained and lost a value on a day."""

    day: date
    value: str
    gained: int
    lost: int


@dataclass(frozen=True, slots=True)
class PersonValue:
    """A value one person has, since when and why.

    Attributes:
        cause: `batch 12`, `version 2`, `daily`, `hourly`, `import`, `by hand`, `by request`.
    """

    tag_id: str
    value: str
    at: datetime
    cause: str
