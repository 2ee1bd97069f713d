"""Tags: what people are called, how their values are spread, and what they are computed from."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from stayflow.interfaces.http.model.common import Answer, Body, Instant, Sentence
from stayflow.interfaces.http.model.label import (
    Definition,
    DefinitionVersionShape,
    LabelChangeBody,
    LabelCreateBody,
    LabelLine,
    NamedShape,
)
from stayflow.interfaces.http.model.segment import UseShape
from stayflow.understand.tag import KINDS


def _known(kind: str) -> str:
    KINDS.get(kind, path="kind")
    return kind


Kind = Annotated[str, AfterValidator(_known), Field(json_schema_extra={"enum": [*KINDS.names()]})]
FamilyName = Literal["explicit", "implicit"]
ScheduleName = Literal["live", "hourly", "daily"]


class TagCreateBody(LabelCreateBody):
    """A new tag, computed at once."""

    kind: Kind
    family: FamilyName = "implicit"
    schedule: ScheduleName = "daily"
    folder_id: str | None = None
    position: int = Field(default=0, ge=0, le=100_000)


class TagChangeBody(LabelChangeBody):
    """What changes; another definition is a new version, computed at once."""

    family: FamilyName | None = None
    schedule: ScheduleName | None = None
    folder_id: str | None = Field(default=None, description="'' is the top")
    position: int | None = Field(default=None, ge=0, le=100_000)


class TagsWantedShape(Body):
    """Which tags of the catalogue, page by page."""

    search: str = Field(default="", max_length=200, description="In the name or a label")
    folder_id: str | None = Field(default=None, description="With those below; '' is in none")
    kind: Kind | None = None
    cursor: str | None = None
    limit: int = Field(default=50, ge=1, le=500)


class TagPreviewBody(Body):
    """A definition to look at; nothing is saved."""

    kind: Kind
    definition: Definition


class ValueSizeShape(Answer):
    """People with a value."""

    value: str
    label: Sentence
    people: int


class SpreadShape(Answer):
    """How the values are spread; `covered` of `total` people have any."""

    sizes: list[ValueSizeShape]
    covered: int
    total: int


class TagPreview(Answer):
    """What a definition would give now."""

    spread: SpreadShape
    sentence: Sentence


class TagLine(LabelLine):
    """A tag as the catalogue lists it."""

    tag_id: str
    family: FamilyName
    folder_id: str | None
    position: int
    kind: Kind
    schedule: ScheduleName
    spread: SpreadShape


class TagFolderShape(Answer):
    """A folder; `parent_id` None is the top."""

    folder_id: str
    name: str
    parent_id: str | None
    position: int


class FolderSizeShape(Answer):
    """Tags in a folder itself; '' is in none."""

    folder_id: str
    tags: int


class TagCatalogue(Answer):
    """A page of the tags in the order of the catalogue; folders and their sizes are whole on every page."""

    tags: list[TagLine]
    next: str | None
    folders: list[TagFolderShape]
    sizes: list[FolderSizeShape] = Field(description="Folders without tags are left out")


class SourceShape(Answer):
    """One thing a tag is computed from."""

    kind: str
    name: str


class TagAnswer(TagLine):
    """A tag, whole."""

    definition: Definition
    sentence: Sentence
    sources: list[SourceShape]
    uses: list[UseShape]
    versions: list[DefinitionVersionShape] = Field(description="Newest first")
    created_at: Instant
    created_by: str
    problem: str | None = Field(default=None, description="Why it cannot be computed any more")


class TagDayShape(Answer):
    """People with each value at the end of a day."""

    day: date
    people: dict[str, int]


class TagMoveShape(Answer):
    """Who gained and lost a value on a day."""

    day: date
    value: str
    gained: int
    lost: int


class TagHistory(Answer):
    """Days oldest first, moves newest first."""

    days: list[TagDayShape]
    moves: list[TagMoveShape]


class TagGiveBody(Body):
    """A value for people, or taken from them: name them by id or by a segment."""

    value: str = Field(min_length=1, max_length=200)
    people: list[int] | None = Field(default=None, min_length=1, max_length=10_000)
    segment: str | None = Field(default=None, description="Id or name")
    take: bool = False


class TagGiven(Answer):
    """How many people it was."""

    people: int


class TagImportBody(Body):
    """A part of a CSV file with a header: the identity in the first column, the value in the second."""

    identity: str = Field(min_length=1, max_length=100, description="Kind, such as user_id")
    text: str = Field(min_length=1, max_length=4_000_000)


class TagImported(Answer):
    """What became of the rows."""

    rows: int
    people: int
    unknown: int = Field(description="Rows whose identity nobody has")
    refused: int = Field(description="Rows without a value the tag knows")
    examples: list[str] = Field(description="The first identities nobody has")


class TagFolderBody(Body):
    """A new folder."""

    name: str = Field(min_length=1, max_length=100)
    parent_id: str | None = None
    position: int = Field(default=0, ge=0, le=100_000)


class TagFolderChangeBody(Body):
    """What changes; `parent_id` '' puts it at the top."""

    name: str | None = Field(default=None, min_length=1, max_length=100)
    parent_id: str | None = None
    position: int | None = Field(default=None, ge=0, le=100_000)


class ReadyTagShape(Answer):
    """A tag of a ready set; `why` says what it lacks."""

    name: str
    label: Sentence
    folder: Sentence
    kind: Kind
    family: FamilyName
    is_installed: bool
    why: str


class TagSetShape(Answer):
    """A ready set."""

    industry: str
    label: Sentence
    about: Sentence
    events: list[NamedShape]
    properties: list[NamedShape]
    tags: int


class TagSetList(Answer):
    """Every ready set."""

    sets: list[TagSetShape]


class TagSetBody(Body):
    """What the project calls the set's events and properties; who is missing is called as in the set."""

    events: dict[str, str] = Field(default_factory=dict)
    properties: dict[str, str] = Field(default_factory=dict)
    language: Literal["zh", "en"] = "zh"


class TagSetState(Answer):
    """What became, or would become, of each tag."""

    tags: list[ReadyTagShape]
