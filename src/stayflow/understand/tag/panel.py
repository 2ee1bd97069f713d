"""Which tags a person has, for their page."""

from dataclasses import dataclass
from datetime import datetime

from stayflow.language.sentence import Sentence
from stayflow.understand.profile import Reading
from stayflow.understand.tag.facet import labels_of
from stayflow.understand.tag.queries import list_person_values
from stayflow.understand.tag.store import list_tags


@dataclass(frozen=True, slots=True)
class PersonTag:
    """A value of a tag the person has.

    Attributes:
        tag_id: The tag; `name` and `label` are what it is called.
        family: `explicit` or `implicit`.
        value: The value, `value_label` as people read it.
        since: From when on.
        cause: What it came of.
    """

    tag_id: str
    name: str
    label: Sentence
    family: str
    value: str
    value_label: Sentence
    since: datetime
    cause: str


class TagPanel:
    """The person's tags, in the order of the catalogue; several values in the order of their weight."""

    name = "tags"

    def read(self, reading: Reading) -> tuple[PersonTag, ...] | None:
        """The tags; None when the project has none."""
        tags = {each.tag_id: each for each in list_tags(reading.tx)}
        if not tags:
            return None
        values = list_person_values(reading.warehouse, person_id=reading.person_id)
        order = {tag_id: place for place, tag_id in enumerate(tags)}
        found = []
        for each in sorted(
            (value for value in values if value.tag_id in tags),
            key=lambda value: order[value.tag_id],  # the values of a tag keep theirs
        ):
            tag = tags[each.tag_id]
            label = labels_of(tag).get(each.value, Sentence(each.value, each.value))
            found.append(
                PersonTag(
                    tag.tag_id,
                    tag.name,
                    tag.label,
                    tag.family,
                    each.value,
                    label,
                    each.at,
                    each.cause,
                )
            )
        return tuple(found)
