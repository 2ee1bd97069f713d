"""What a person's page says of their value tier, and what a segment's profile compares."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from stayflow.language.scope import Scope
from stayflow.language.sentence import Sentence
from stayflow.language.statement import Binder
from stayflow.stores.relational import Transaction
from stayflow.understand.profile import Reading
from stayflow.understand.value.model import Tier
from stayflow.understand.value.queries import standing_sql


@dataclass(frozen=True, slots=True)
class PersonTier:
    """The value tier of a person, and since when."""

    tier: Tier
    since: datetime


class TierPanel:
    """The person's value tier at the newest run."""

    name = "tier"

    def read(self, reading: Reading) -> PersonTier | None:
        """The tier; None for somebody who brings nothing, or before the first run."""
        binder = Binder()
        row = reading.warehouse.one(
            "SELECT argMax(tier, (at, amount, person_id)), max(at) FROM value_changes"
            f" WHERE {reading.scope.people_sql(binder) or '1'}",
            binder.parameters,
        )
        return PersonTier(Tier(row[0]), row[1]) if row and row[0] else None


def tier_traits_sql(scope: Scope, binder: Binder) -> str:
    """A SELECT of `person`, `name` and `value` (the tier), each person once, of the people of the scope."""
    standing = standing_sql(scope, binder, until=scope.until)
    return f"SELECT person, '' AS name, toString(tier) AS value FROM ({standing}) WHERE tier != ''"


def tier_words(tx: Transaction) -> Mapping[tuple[str, str], Sentence]:
    """What tiers are called, by (name, value) of the trait; without a value the trait itself."""
    del tx
    named = {("", each.value): Sentence(each.describe("zh"), each.describe("en")) for each in Tier}
    return {("", ""): Sentence("价值层级", "Value tier"), **named}
