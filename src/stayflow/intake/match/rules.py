"""The rules of matching: what is compared and from when a pair is proposed."""

from collections.abc import Collection
from typing import Final

from stayflow.intake.match.errors import MatchRulesInvalid
from stayflow.intake.match.model import (
    ATTRIBUTES_OF_KIND,
    IDENTITIES_OF_KIND,
    FieldKind,
    MatchField,
    MatchRules,
)

FIELDS_MIN: Final = 2
FIELDS_MAX: Final = 16


def check_rules(rules: MatchRules) -> MatchRules:
    """The same rules.

    Raises:
        MatchRulesInvalid: They name too few or too many fields, one twice, one without a source,
            or a probability that is none.
    """
    if not FIELDS_MIN <= len(rules.fields) <= FIELDS_MAX:
        raise MatchRulesInvalid(
            f"compare {FIELDS_MIN} to {FIELDS_MAX} fields, not {len(rules.fields)}", path="fields"
        )
    names: set[str] = set()
    for place, each in enumerate(rules.fields):
        path = f"fields[{place}]"
        if not each.name or each.name in names:
            raise MatchRulesInvalid("give each field a name of its own", path=f"{path}.name")
        if not each.attributes and not each.identities:
            raise MatchRulesInvalid(
                f"say which attributes or identity kinds hold {each.name}",
                path=f"{path}.attributes",
            )
        names.add(each.name)
    _check_probability(rules.propose_at, "propose_at")
    if rules.accept_at is not None:
        _check_probability(rules.accept_at, "accept_at")
        if rules.accept_at < rules.propose_at:
            raise MatchRulesInvalid(
                "a pair that is accepted must be one that is proposed: raise accept_at to propose_at",
                path="accept_at",
            )
    return rules


def _check_probability(value: float, path: str) -> None:
    if not 0 < value < 1:
        raise MatchRulesInvalid("a probability lies between 0 and 1", path=path)


def draft_rules(attributes: Collection[str], identity_kinds: Collection[str]) -> MatchRules:
    """Rules for a project that has none: every field that its attributes and identities name.

    A whole name is not compared beside its parts, and each code is a field of its own.

    >>> [f.kind.value for f in draft_rules({"first_name", "phone", "age"}, {"email"}).fields]
    ['given_name', 'phone', 'email']
    """
    fields: list[MatchField] = []
    for kind, known in ATTRIBUTES_OF_KIND.items():
        held = tuple(name for name in known if name in attributes)
        named = tuple(name for name in IDENTITIES_OF_KIND.get(kind, ()) if name in identity_kinds)
        if kind is FieldKind.CODE:
            fields += [MatchField(name, kind, (name,)) for name in held]
        elif held or named:
            fields.append(MatchField(held[0] if held else kind.value, kind, held, named))
    kinds = {each.kind for each in fields}
    if {FieldKind.GIVEN_NAME, FieldKind.FAMILY_NAME} <= kinds:
        fields = [each for each in fields if each.kind is not FieldKind.NAME]
    order = list(FieldKind)
    return MatchRules(tuple(sorted(fields, key=lambda each: order.index(each.kind)))[:FIELDS_MAX])
