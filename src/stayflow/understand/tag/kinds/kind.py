"""What a kind of tag is: how its definition is read, and how people come by its values."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from stayflow.kernel.registry import Registry
from stayflow.language.condition import Condition
from stayflow.language.raw import JsonObject, join, read_object, read_text
from stayflow.language.scope import Facet, Scope
from stayflow.language.sentence import Lang, Sentence
from stayflow.language.statement import Binder
from stayflow.understand.tag.model import TagValue


@dataclass(frozen=True, slots=True)
class Classes:
    """Values with a condition each: the first that holds wins. They are computed together with those of other tags."""

    values: tuple[TagValue, ...]
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """Values that a statement of their own finds.

    Attributes:
        values: The values that are known by name; others may be found.
        definition: What the kind read.
    """

    definition: object
    values: tuple[TagValue, ...] = field(default=())


Found = Classes | Listed


class TagKind(Protocol):
    """One way a tag's values come about; all are listed in `kinds/__init__.py`."""

    @property
    def name(self) -> str:
        """As a tag's `kind` says."""

    @property
    def label(self) -> Sentence:
        """As people read it."""

    @property
    def is_given(self) -> bool:
        """True when values are given by file or hand, not computed of what people did."""

    def parse(self, raw: JsonObject, path: str, facets: Registry[Facet]) -> Found:
        """Read a definition; every error names its place."""

    def people_sql(self, tag_id: str, definition: object, scope: Scope, binder: Binder) -> str:
        """A SELECT of `person_id` and `value`, for a definition that is `Listed`."""

    def conditions(self, raw: JsonObject) -> Sequence[JsonObject]:
        """The conditions in a definition, as JSON: what it is computed from stands in them."""

    def describe(self, raw: JsonObject, found: Found, lang: Lang) -> str:
        """How a person comes by a value, in words."""


def read_label(raw: object, path: str, default: str) -> Sentence:
    """A label: `{zh, en}`, or one text for both; nothing is the value itself.

    Raises:
        Malformed: It is neither.
    """
    if raw is None:
        return Sentence(default, default)
    if isinstance(raw, str):
        return Sentence(raw, raw)
    node = read_object(raw, path, known=("zh", "en"))
    said = {key: read_text(node[key], join(path, key)) for key in node}
    zh, en = said.get("zh", default), said.get("en", default)
    return Sentence(zh, en)
