"""Nouns of the room."""

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Generic, Literal, TypeVar

from stayflow.kernel.errors import Conflict, InvalidInput, NotFound
from stayflow.language.raw import JsonObject
from stayflow.language.sentence import Sentence

UNNAMED = Sentence("", "")
"""What has no labels is called by its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """What a tag and a score both are.

    Attributes:
        name: Unique in the project; conditions name it.
        label_zh: What people read in Chinese; '' is the name. `label_en` the same in English.
        note: What it says and what it is for.
        owner: Who answers for it.
        definition: As it was posted.
        schedule: When it is computed.
        version: Counts the definitions.
        refreshed_at: When everybody was last computed; None before the first time.
    """

    name: str
    label_zh: str
    label_en: str
    note: str
    owner: str
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


Some = TypeVar("Some", bound=Labelled)


@dataclass(frozen=True, slots=True)
class Shelf(Generic[Some]):
    """Where the labels of one kind stand, and what is raised about them.

    Attributes:
        kind: Their tables are `<kind>s` and `<kind>_versions`, their id is `<kind>_id`.
        row: What they are; its fields are the columns of the table.
        order: Columns that a list of all of them goes by.
        invalid: Its name is none.
        not_found: There is none of the name or id.
        name_taken: Another has the name.
        set_not_found: No ready set for the industry.
        sets: What ready sets of the kind are called in a message.
    """

    kind: Literal["tag", "score"]
    row: type[Some]
    order: str
    invalid: type[InvalidInput]
    not_found: type[NotFound]
    name_taken: type[Conflict]
    set_not_found: type[NotFound]
    sets: str

    @property
    def key(self) -> str:
        """The column, and the field, of the id."""
        return f"{self.kind}_id"

    @property
    def columns(self) -> tuple[str, ...]:
        """All of them, the id among them."""
        return tuple(each.name for each in fields(self.row))

    def id_of(self, thing: Some) -> str:
        """The id of one of them."""
        return str(getattr(thing, self.key))


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelChange:
    """What to change; None leaves it."""

    name: str | None = None
    label: Sentence | None = None
    note: str | None = None
    owner: str | None = None
    schedule: StrEnum | None = None
    definition: JsonObject | None = None


@dataclass(frozen=True, slots=True)
class DefinitionVersion:
    """A definition that was in force from `changed_at` on."""

    version: int
    definition: JsonObject
    changed_at: datetime
    changed_by: str
