"""Attributes: what is stated of people, how it is spread, and how that went."""

from datetime import date
from typing import Literal

from pydantic import Field

from stayflow.interfaces.http.model.common import Answer, Body, Instant, Sentence
from stayflow.interfaces.http.model.label import LabelBody
from stayflow.interfaces.http.model.segment import UseShape
from stayflow.interfaces.http.model.tag import FamilyName, TagFolderShape

TypeName = Literal["text", "number", "boolean", "time", "list"]


class AttributeSummary(Answer):
    """An attribute as the catalogue lists it; `people` of `total` have a value."""

    name: str
    type: TypeName
    label: Sentence
    own_label: Sentence = Field(description="As an operator named it; '' where nobody did")
    description: str
    owner: str
    family: FamilyName
    folder_id: str | None
    position: int
    is_sensitive: bool = Field(description="Values are masked for roles below operator")
    is_marked: bool = Field(description="Sensitive because an operator marked it")
    mismatches: int = Field(description="Batches that stated another type")
    first_seen_at: Instant
    newest_at: Instant | None
    people: int
    total: int
    changed_at: Instant | None
    changed_by: str


class AttributeCatalogue(Answer):
    """Every attribute in the order of the catalogue, and the folders, which tags share."""

    attributes: list[AttributeSummary]
    folders: list[TagFolderShape]


class ValueShareShape(Answer):
    """People with a value, or with a number of a band from `start` on and below `end`."""

    value: str
    label: str = Field(description="The value or the band as the history names it")
    people: int
    start: float | None
    end: float | None
    masked: bool = False


class OriginShareShape(Answer):
    """How many newest values came by a way."""

    origin: str
    people: int


class TypeChangeShape(Answer):
    """A type that somebody gave to an attribute; `done_at` and the counts of people come when all values are read."""

    type: TypeName
    former: TypeName
    asked_at: Instant
    asked_by: str
    done_at: Instant | None
    fits: int | None
    misfits: int | None


class TypeBody(Body):
    """A type."""

    type: TypeName


class TypeFitAnswer(Answer):
    """How people's values would read as a type; those that do not fit are kept and count as missing."""

    fits: int
    misfits: int
    examples: list[str] = Field(description="The most frequent values that do not fit")


class AttributeAnswer(AttributeSummary):
    """An attribute, whole."""

    shares: list[ValueShareShape]
    other: int = Field(description="People whose value is not among the shares")
    origins: list[OriginShareShape]
    uses: list[UseShape]
    type_change: TypeChangeShape | None


class AttributeDayShape(Answer):
    """The end of a day of the project's zone; values that few ever had are under ''."""

    day: date
    covered: int
    people: dict[str, int]
    changed: int = Field(description="People whose value became another on that day")


class AttributeHistory(Answer):
    """Days, the oldest first."""

    days: list[AttributeDayShape]


class AttributeChangeBody(Body):
    """What changes; an empty label is the well-known word or the name."""

    label: LabelBody | None = None
    description: str | None = Field(default=None, max_length=2000)
    owner: str | None = Field(default=None, max_length=200)
    family: FamilyName | None = None
    folder_id: str | None = Field(default=None, description="'' is the top")
    position: int | None = Field(default=None, ge=0, le=100_000)
    is_sensitive: bool | None = None


class AttributeArrangeBody(Body):
    """The language of new folders."""

    language: Literal["zh", "en"] = "zh"


class AttributesArranged(Answer):
    """How many attributes were put into a folder."""

    attributes: int


class PersonStatementShape(Answer):
    """What was last stated of a person on a day; '' says it was unset."""

    day: date
    value: str
    origin: str
    at: Instant
    masked: bool = False


class PersonAttributeHistory(Answer):
    """Changes of one attribute of a person, the newest first."""

    name: str
    changes: list[PersonStatementShape]
