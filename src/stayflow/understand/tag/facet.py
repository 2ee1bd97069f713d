"""The condition `tag: {name: …, in: […]}`: who has one of these values, or any value, as last computed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from stayflow.kernel.ids import ProjectId
from stayflow.language.facet import Choice, FacetEditor, FacetField, FieldKind, named_field
from stayflow.language.raw import JsonObject, Malformed, join, read_object, read_text, read_texts
from stayflow.language.scope import Scope
from stayflow.language.sentence import Lang, Sentence, say_list
from stayflow.language.statement import Binder
from stayflow.stores.relational import Relational
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.tag.kinds.rule import rows_of
from stayflow.understand.tag.model import Tag
from stayflow.understand.tag.queries import holders_sql
from stayflow.understand.tag.store import get_tag, list_tags

VALUES_OFFERED: Final = 200
"""Values of a tag that an editor offers, the most frequent first."""
SAID_ANY = Sentence("有标签“{tag}”", "has the tag “{tag}”")
SAID = Sentence("标签“{tag}”是 {values}", "tag “{tag}” is {values}")


@dataclass(frozen=True, slots=True)
class TagClause:
    """A tag, by its id, and some of its values, sorted; no values: any."""

    tag_id: str
    label: Sentence
    values: tuple[str, ...]
    said: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class TagFacet:
    """The facet of one project.

    Attributes:
        facts: Opens the project's tables, so that the editor offers the values people have; None: those of definitions.
    """

    relational: Relational
    project_id: ProjectId
    facts: Callable[[], ProjectWarehouse] | None = None
    name: str = "tag"

    def parse(self, raw: object, path: str) -> TagClause:
        """Read `{"name": …}` or `{"id": …}`, with the values `in`; `value` is the same with one.

        Raises:
            Malformed: It is neither, or the tag's definition has no such value.
            TagNotFound: There is no such tag.
        """
        node = read_object(raw, path, known=("name", "id", "in", "value"))
        if ("name" in node) == ("id" in node):
            raise Malformed("expected name or id", path=path)
        key = "name" if "name" in node else "id"
        with self.relational.project(self.project_id) as tx:
            tag = get_tag(tx, read_text(node[key], join(path, key)), path=join(path, key))
        asked = "in" if "in" in node else "value"
        wanted = read_texts(node[asked], join(path, asked)) if asked in node else ()
        labels = labels_of(tag)
        for place, value in enumerate(wanted):
            if labels and value not in labels:
                known = ", ".join(labels)
                raise Malformed(
                    f'"{tag.name}" has no value "{value}"; known: {known}',
                    path=f"{join(path, asked)}[{place}]",
                )
        values = tuple(sorted(set(wanted)))
        said = tuple(labels.get(each, Sentence(each, each)) for each in values)
        return TagClause(tag.tag_id, tag.label, values, said)

    def definition(self, clause: object) -> JsonObject | None:
        """It is a set of people."""
        del clause
        return None

    def people_sql(self, clause: object, scope: Scope, binder: Binder) -> str:
        """Who has it."""
        assert isinstance(clause, TagClause)  # noqa: S101 - read by parse
        return holders_sql(clause.tag_id, clause.values, scope, binder)

    def describe(self, clause: object, lang: Lang) -> str:
        """Naming the tag and its values."""
        assert isinstance(clause, TagClause)  # noqa: S101 - read by parse
        tag = clause.label.say(lang)
        if not clause.values:
            return SAID_ANY.say(lang, tag=tag)
        return SAID.say(
            lang, tag=tag, values=say_list([each.say(lang) for each in clause.said], lang)
        )

    def editor(self, clause: JsonObject) -> FacetEditor:
        """The tag, and its values: those of its definition, or those that people have."""
        with self.relational.project(self.project_id) as tx:
            tags = list_tags(tx)
        asked = (clause.get("name"), clause.get("id"))
        chosen = next(
            (each for each in tags if each.name == asked[0] or each.tag_id == asked[1]), None
        )
        labels = {} if chosen is None else labels_of(chosen)
        is_found = chosen is not None and not labels
        sizes = {} if chosen is None else self._sizes(chosen.tag_id)
        if is_found:
            labels = {value: Sentence(value, value) for value in sizes}
        choices = {each.tag_id: Choice(each.name, each.label) for each in tags}
        named = named_field(clause, Sentence("标签", "Tag"), choices)
        places = f"{{{named.name}}} {{in}}"
        return FacetEditor(
            label=Sentence("标签", "Tag"),
            hint=Sentence(
                "有某个标签或标签值的人", "people with a tag, or with some of its values"
            ),
            said=Sentence("有标签 " + places, "have the tag " + places),
            denied=Sentence("没有标签 " + places, "do not have the tag " + places),
            fields=(
                named,
                FacetField(
                    "in",
                    FieldKind.CHOICES,
                    Sentence("值", "Values"),
                    tuple(
                        Choice(value, label, sizes.get(value)) for value, label in labels.items()
                    ),
                    is_required=False,
                    default=Sentence("任意值", "any value"),
                    lead=Sentence("，值为", "with the value"),
                    is_free=is_found,
                ),
            ),
        )

    def _sizes(self, tag_id: str) -> Mapping[str, int]:
        if self.facts is None:
            return {}
        found = self.facts().query(
            "SELECT value, count() AS people FROM person_tags FINAL WHERE tag_id = {tag:String}"
            " GROUP BY value ORDER BY people DESC, value LIMIT {most:UInt32}",
            {"tag": tag_id, "most": VALUES_OFFERED},
        )
        return {str(value): int(people) for value, people in found.rows}


def labels_of(tag: Tag) -> dict[str, Sentence]:
    """The values a tag's definition names, with what they are called; none where values are found."""
    rows = [*rows_of(tag.definition, "values"), *rows_of(tag.definition, "bands")]
    listed = tag.definition.get("values")
    plain = [each for each in listed if isinstance(each, str)] if isinstance(listed, list) else []
    labels = {each: Sentence(each, each) for each in plain}
    for row in rows:
        value, label = str(row["value"]), row.get("label")
        if isinstance(label, dict):
            labels[value] = Sentence(str(label.get("zh", value)), str(label.get("en", value)))
        else:
            labels[value] = Sentence(str(label or value), str(label or value))
    return labels
