"""The condition `value: {in: [high]}`: who was in one of these tiers at the newest run."""

from dataclasses import dataclass

from stayflow.language.facet import Choice, FacetEditor, FacetField, FieldKind
from stayflow.language.raw import JsonObject, join, read_choice, read_object, read_texts
from stayflow.language.scope import Scope
from stayflow.language.sentence import Lang, Sentence, say_list
from stayflow.language.statement import Binder
from stayflow.understand.value.model import Tier
from stayflow.understand.value.queries import standing_sql

SAID = Sentence("价值层级是{tiers}", "value tier is {tiers}")


@dataclass(frozen=True, slots=True)
class ValueClause:
    """Some tiers."""

    tiers: tuple[Tier, ...]


@dataclass(frozen=True, slots=True)
class ValueFacet:
    """The facet; it is the same for every project."""

    name: str = "value"

    def parse(self, raw: object, path: str) -> ValueClause:
        """Read `{"in": […]}`.

        Raises:
            Malformed: It is not a list of tiers.
        """
        node = read_object(raw, path, known=("in",))
        at = join(path, "in")
        known = [each.value for each in Tier]
        named = read_texts(node.get("in"), at)
        return ValueClause(
            tuple(Tier(read_choice(each, f"{at}[{n}]", known)) for n, each in enumerate(named))
        )

    def definition(self, clause: object) -> JsonObject | None:
        """It is a set of people."""
        del clause
        return None

    def people_sql(self, clause: object, scope: Scope, binder: Binder) -> str:
        """The people of the tiers."""
        assert isinstance(clause, ValueClause)  # noqa: S101 - read by parse
        chosen = binder.bind([each.value for each in clause.tiers], "Array(String)")
        standing = standing_sql(scope, binder, until=scope.until)
        return f"SELECT person FROM ({standing}) WHERE tier IN {chosen}"

    def describe(self, clause: object, lang: Lang) -> str:
        """Naming the tiers."""
        assert isinstance(clause, ValueClause)  # noqa: S101 - read by parse
        return SAID.say(lang, tiers=say_list([each.describe(lang) for each in clause.tiers], lang))

    def editor(self, clause: JsonObject) -> FacetEditor:
        """Some tiers."""
        del clause
        choices = tuple(
            Choice(each.value, Sentence(each.describe("zh"), each.describe("en"))) for each in Tier
        )
        return FacetEditor(
            label=Sentence("价值层级", "Value tier"),
            hint=Sentence("高、中、低价值", "high, middle, low"),
            said=Sentence("价值层级是 {in}", "are of the value tier {in}"),
            denied=Sentence("价值层级不是 {in}", "are not of the value tier {in}"),
            fields=(FacetField("in", FieldKind.CHOICES, Sentence("层级", "Tier"), choices),),
        )
