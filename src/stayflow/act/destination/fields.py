"""What a row holds: the fields that the destination asks for, or all there are."""

from collections.abc import Mapping, Sequence

from stayflow.act.content import read_attributes
from stayflow.act.destination.feeds import Fact, Facts
from stayflow.act.destination.model import Row
from stayflow.stores.relational import Transaction
from stayflow.understand.profile import list_identities

_PROPERTY, _ATTRIBUTE, _IDENTITY = "property.", "attribute.", "identity."

Identities = Mapping[str, Sequence[str]]
Attributes = Mapping[str, object]


def dress(
    found: Sequence[Fact], fields: Mapping[str, str] | None, *, facts: Facts, tx: Transaction
) -> tuple[Row, ...]:
    """The facts as rows, with what is known of their people now."""
    people = sorted({fact.person_id for fact in found if not fact.erases})
    sources = set(fields.values()) if fields is not None else {"identities"}
    identities: dict[int, dict[str, list[str]]] = {person: {} for person in people}
    if any(source == "identities" or source.startswith(_IDENTITY) for source in sources):
        for person, known in list_identities(tx, people).items():
            for each in known:
                identities[person].setdefault(each.kind, []).append(each.value)
    names = {name for fact in found for name in fact.changed}
    names |= {each.removeprefix(_ATTRIBUTE) for each in sources if each.startswith(_ATTRIBUTE)}
    attributes: dict[int, dict[str, object]] = {}
    if names:
        attributes = read_attributes(
            people, scope=facts.scope, warehouse=facts.warehouse, names=names
        )
    return tuple(
        Row(
            fact.key,
            fact.row_id,
            fact.person_id,
            _body(fact, fields, identities[fact.person_id], attributes.get(fact.person_id, {})),
        )
        if not fact.erases
        else _erasing(fact, fields)
        for fact in found
    )


def _erasing(fact: Fact, fields: Mapping[str, str] | None) -> Row:
    """Whom to forget, whole: fields of the definition may not say by what they know the person."""
    known = fact.body["identities"]
    identities: Identities = known if isinstance(known, Mapping) else {}
    own = fields if fields is not None else {"person_id": "person_id"}
    mapped = {
        name: _value(source, fact.body, identities, {})
        for name, source in own.items()
        if source == "person_id" or source.startswith(_IDENTITY)
    }
    person_field = next((name for name, source in own.items() if source == "person_id"), "")
    body = {**fact.body, **mapped}
    return Row(fact.key, fact.row_id, fact.person_id, body, fact.erases, person_field)


def _body(
    fact: Fact, fields: Mapping[str, str] | None, identities: Identities, attributes: Attributes
) -> dict[str, object]:
    facts = dict(fact.body)
    if fact.changed:
        facts["attributes"] = {name: attributes.get(name) for name in fact.changed}
    if fields is None:
        return {**facts, "identities": dict(identities)}
    return {name: _value(source, facts, identities, attributes) for name, source in fields.items()}


def _value(
    source: str, facts: Mapping[str, object], identities: Identities, attributes: Attributes
) -> object:
    if source.startswith(_PROPERTY):
        properties = facts.get("properties")
        name = source.removeprefix(_PROPERTY)
        return properties.get(name) if isinstance(properties, Mapping) else None
    if source.startswith(_ATTRIBUTE):
        return attributes.get(source.removeprefix(_ATTRIBUTE))
    if source.startswith(_IDENTITY):
        known = identities.get(source.removeprefix(_IDENTITY), ())
        return known[-1] if known else None  # the one seen first most lately
    if source == "identities":
        return dict(identities)
    return facts.get(source)
