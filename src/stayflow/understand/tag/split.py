"""The breakdown `{"tag": name}`: people by the value of a tag, as last computed.

Who has several values of it stands under one: the heaviest, where the tag knows their order, else the first by name.
"""

from dataclasses import dataclass
from functools import partial

from stayflow.kernel.ids import ProjectId
from stayflow.language.facet import Choice, FacetField, FieldKind
from stayflow.language.raw import read_text
from stayflow.language.scope import Split
from stayflow.language.sentence import Sentence
from stayflow.stores.relational import Relational
from stayflow.understand.tag.facet import labels_of
from stayflow.understand.tag.queries import leading_values_sql
from stayflow.understand.tag.store import get_tag, list_tags


@dataclass(frozen=True, slots=True)
class TagSplit:
    """The tags of one project."""

    relational: Relational
    project_id: ProjectId
    name: str = "tag"

    def read(self, raw: object, path: str) -> Split:
        """Read the name or id of a tag.

        Raises:
            TagNotFound: There is none; the message lists the nearest.
        """
        with self.relational.project(self.project_id) as tx:
            tag = get_tag(tx, read_text(raw, path), path=path)
        said = Sentence(f"标签“{tag.label.zh}”", f"tag “{tag.label.en}”")
        return Split(tag.name, said, partial(leading_values_sql, tag.tag_id), labels_of(tag))

    def offer(self) -> FacetField:
        """The tags."""
        with self.relational.project(self.project_id) as tx:
            tags = list_tags(tx)
        choices = tuple(Choice(each.name, each.label) for each in tags)
        return FacetField(self.name, FieldKind.CHOICE, Sentence("标签", "Tag"), choices)
