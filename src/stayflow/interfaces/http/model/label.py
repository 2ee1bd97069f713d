"""What the shapes of tags and scores share."""

from pydantic import Field

from stayflow.interfaces.http.model.common import Answer, Body, Instant, Json, Sentence

Definition = dict[str, Json]


class LabelBody(Body):
    """What people read; an empty text is the name itself."""

    zh: str = Field(default="", max_length=200)
    en: str = Field(default="", max_length=200)


class LabelCreateBody(Body):
    """What a new one is called, and what it is."""

    name: str = Field(min_length=1, max_length=200)
    definition: Definition
    label: LabelBody = LabelBody()
    description: str = Field(default="", max_length=2000)
    owner: str = Field(default="", max_length=200)


class LabelChangeBody(Body):
    """What changes; another definition is a new version, computed at once."""

    name: str | None = Field(default=None, min_length=1, max_length=200)
    definition: Definition | None = None
    label: LabelBody | None = None
    description: str | None = Field(default=None, max_length=2000)
    owner: str | None = Field(default=None, max_length=200)


class LabelLine(Answer):
    """What every line of the lists has."""

    name: str
    label: Sentence
    description: str
    owner: str
    version: int
    changed_at: Instant
    changed_by: str
    refreshed_at: Instant | None


class DefinitionVersionShape(Answer):
    """A definition that was in force from `changed_at` on."""

    version: int
    definition: Definition
    changed_at: Instant
    changed_by: str


class NamedShape(Answer):
    """A name a ready set uses, with what it means."""

    name: str
    label: Sentence
