"""Rule: a Condition for each value; the first that holds wins."""

from collections.abc import Sequence

from stayflow.kernel.registry import Registry
from stayflow.language.condition import Condition, describe_condition, parse_condition
from stayflow.language.raw import JsonObject, Malformed, join, read_list, read_object, read_text
from stayflow.language.scope import Facet, Scope
from stayflow.language.sentence import Lang, Sentence
from stayflow.language.statement import Binder
from stayflow.understand.tag.kinds.kind import Classes, Found, read_label
from stayflow.understand.tag.model import TagValue

VALUES_MAX = 50


class RuleKind:
    """`{values: [{value, label?, when: Condition}]}`."""

    name = "rule"
    label = Sentence("规则", "rule")
    is_given = False

    def parse(self, raw: JsonObject, path: str, facets: Registry[Facet]) -> Found:
        """Read the values and their conditions.

        Raises:
            Malformed: A part has the wrong shape, a value stands twice, or there are none.
        """
        node = read_object(raw, path, known=("values",))
        at = join(path, "values")
        rows = read_list(node.get("values"), at)
        if not 0 < len(rows) <= VALUES_MAX:
            raise Malformed(f"expected 1 to {VALUES_MAX} values, got {len(rows)}", path=at)
        values: list[TagValue] = []
        conditions: list[Condition] = []
        for index, each in enumerate(rows):
            here = f"{at}[{index}]"
            row = read_object(each, here, known=("value", "label", "when"))
            name = read_text(row.get("value"), join(here, "value"))
            if name in {value.value for value in values}:
                raise Malformed(f'"{name}" stands twice', path=join(here, "value"))
            values.append(TagValue(name, read_label(row.get("label"), join(here, "label"), name)))
            when = read_object(row.get("when"), join(here, "when"))
            conditions.append(parse_condition(when, join(here, "when"), facets=facets))
        return Classes(tuple(values), tuple(conditions))

    def people_sql(self, tag_id: str, definition: object, scope: Scope, binder: Binder) -> str:
        """Never asked: its values are classes."""
        raise NotImplementedError

    def conditions(self, raw: JsonObject) -> Sequence[JsonObject]:
        """One a value."""
        found = (each.get("when") for each in rows_of(raw, "values"))
        return [when for when in found if isinstance(when, dict)]

    def describe(self, raw: JsonObject, found: Found, lang: Lang) -> str:
        """Each value with its condition."""
        del raw
        assert isinstance(found, Classes)  # noqa: S101 - read by parse
        parts = [
            f"{value.label.say(lang)}{'：' if lang == 'zh' else ': '}{describe_condition(when, lang)}"
            for value, when in zip(found.values, found.conditions, strict=True)
        ]
        return ("；" if lang == "zh" else "; ").join(parts)


def rows_of(raw: JsonObject, key: str) -> list[dict[str, object]]:
    """The objects in a list of a definition that was read before."""
    rows = raw.get(key)
    return [each for each in rows if isinstance(each, dict)] if isinstance(rows, list) else []
