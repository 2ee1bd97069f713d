"""Nouns of the room."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from stayflow.language.raw import JsonObject
from stayflow.language.sentence import Sentence

UNNAMED = Sentence("", "")
"""A tag without labels is called by its name."""


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


@dataclass(frozen=True, slots=True)
class Tag:
    """A label of people.

    Attributes:
        tag_id: Stable.
        name: Unique in the project; conditions name tags by it.
        label_zh: What people read in Chinese; '' is the name. `label_en` the same in English.
        note: What it says and what it is for.
        owner: Who answers for it.
        family: `explicit` or `implicit`.
        folder_id: Where it stands in the catalogue; None is the top.
        position: Its place among its neighbours.
        kind: How its values come about: `rule`, `statistic`, `preference`, `import`, `manual`.
        definition: As it was posted; its kind reads it.
        schedule: `live`, `hourly` or `daily`.
        version: Counts the definitions.
        refreshed_at: When everybody was last computed; None before the first time.
    """

    tag_id: str
    name: str
    label_zh: str
    label_en: str
    note: str
    owner: str
    family: str
    folder_id: str | None
    position: int
    kind: str
    definition: JsonObject
    schedule: str
    version: int
    created_at: datetime
    created_by: str
    changed_at: datetime
    changed_by: str
    refreshed_at: datetime | None

    @property
    def label(self) -> Sentence:
        """What it is called."""
        return Sentence(self.label_zh or self.name, self.label_en or self.name)


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
class TagVersion:
    """A definition the tag had from `changed_at` on."""

    version: int
    definition: JsonObject
    changed_at: datetime
    changed_by: str


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


@dataclass(frozen=True, slots=True)
class PersonChange:
    """A value one person gained or lost."""

    tag_id: str
    value: str
    is_gained: bool
    at: datetime
    cause: str
