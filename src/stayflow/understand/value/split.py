"""The breakdown `{"value": "tier"}`: people by the tier of their value at the newest run."""

from typing import Final

from stayflow.language.facet import Choice, FacetField, FieldKind
from stayflow.language.raw import read_choice
from stayflow.language.scope import Scope, Split
from stayflow.language.sentence import Sentence
from stayflow.language.statement import Binder
from stayflow.understand.value.model import Tier
from stayflow.understand.value.queries import standing_sql

TIER: Final = "tier"
LABEL: Final = Sentence("价值层级", "Value tier")


class ValueSplit:
    """The tiers; they are the same for every project."""

    name = "value"

    def read(self, raw: object, path: str) -> Split:
        """Read `tier`.

        Raises:
            Malformed: It is something else.
        """
        return Split(
            name=read_choice(raw, path, (TIER,)),
            said=Sentence("目前的价值层级", "value tier as it is now"),
            sql=_tiers_sql,
            values={
                each.value: Sentence(each.describe("zh"), each.describe("en")) for each in Tier
            },
        )

    def offer(self) -> FacetField:
        """The one way there is."""
        return FacetField(
            self.name, FieldKind.CHOICE, Sentence("价值", "Value"), (Choice(TIER, LABEL),)
        )


def _tiers_sql(scope: Scope, binder: Binder) -> str:
    standing = standing_sql(scope, binder, until=scope.until)
    return f"SELECT person, toString(tier) AS value FROM ({standing}) WHERE value != ''"
