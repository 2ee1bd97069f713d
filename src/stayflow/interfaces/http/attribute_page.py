"""An attribute as the API shows it, and the people behind its numbers."""

from collections.abc import Sequence

from stayflow.access.masking import is_personal_attribute
from stayflow.app import USES
from stayflow.interfaces.http.context import ProjectContext
from stayflow.interfaces.http.model.attribute import (
    AttributeAnswer,
    AttributeDayShape,
    AttributeHistory,
    AttributeSummary,
    OriginShareShape,
    PersonStatementShape,
    ValueShareShape,
)
from stayflow.interfaces.http.model.common import Sentence
from stayflow.interfaces.http.model.people import AttributePeople
from stayflow.interfaces.http.model.segment import UseShape
from stayflow.interfaces.http.segment_source import Sourced
from stayflow.interfaces.http.shown import show_attribute
from stayflow.language.sentence import Sentence as Words
from stayflow.stores.relational import Transaction
from stayflow.understand import attribute as room
from stayflow.understand.attribute import (
    Attribute,
    AttributeDay,
    Coverage,
    PersonStatement,
    ValueShare,
    Wanted,
)
from stayflow.understand.usage import find_uses

NOBODY = Coverage(0, None)
HIDDEN = "*"


def draw_attribute_line(attribute: Attribute, coverage: Coverage, total: int) -> AttributeSummary:
    """A line of the catalogue."""
    return AttributeSummary.model_validate(_facts(attribute, coverage, total))


def draw_attribute(
    context: ProjectContext, tx: Transaction, attribute: Attribute
) -> AttributeAnswer:
    """One attribute with how its values are spread, and who names it."""
    scope, warehouse = context.scope(), context.warehouse()
    spread = room.read_spread(attribute, scope=scope, warehouse=warehouse)
    uses = dict.fromkeys(find_uses(tx, room.thing_of(attribute), USES))
    coverage = Coverage(spread.covered, None)
    return AttributeAnswer.model_validate(
        _facts(attribute, coverage, spread.total)
        | {
            "shares": _shares(context, attribute, spread.shares),
            "other": spread.other,
            "origins": [OriginShareShape.model_validate(each) for each in spread.origins],
            "uses": [UseShape.model_validate(each) for each in uses],
            "type_change": room.find_type_change(tx, attribute.name),
        }
    )


def draw_attribute_history(
    context: ProjectContext, attribute: Attribute, days: tuple[AttributeDay, ...]
) -> AttributeHistory:
    """The days; values that the caller may not see are one."""
    hides = not context.sees_personal_data and is_sensitive(attribute)
    return AttributeHistory(
        days=[
            AttributeDayShape(
                day=each.day,
                covered=each.covered,
                people={HIDDEN: each.covered} if hides else _seen(context, attribute, each),
                changed=each.changed,
            )
            for each in days
        ]
    )


def draw_statement(
    context: ProjectContext, attribute: Attribute, found: PersonStatement
) -> PersonStatementShape:
    """What was stated of a person on a day."""
    value, masked = show_attribute(context, attribute.name, found.value)
    return PersonStatementShape(
        day=found.day, value=value, origin=found.origin, at=found.at, masked=masked
    )


def attribute_source(context: ProjectContext, asked: AttributePeople) -> Sourced:
    """Who has a value of an attribute, or had it at the end of a day."""
    with context.transaction() as tx:
        attribute = room.get_attribute(tx, asked.name, path="source.attribute.name")
    wanted = Wanted(asked.value, asked.start, asked.end, asked.on, asked.origin)
    label = room.label_of(attribute)
    what = _said(asked)
    zh, en = (f"{asked.on} 的", f" on {asked.on}") if asked.on else ("", "")
    return Sourced(
        room.holders(attribute, wanted, context.scope()),
        Words(f"{zh}“{label.zh}”{what}的人", f"those with “{label.en}”{what}{en}"),
    )


def is_sensitive(attribute: Attribute) -> bool:
    """Whether roles below operator see its values masked."""
    return attribute.is_sensitive or is_personal_attribute(attribute.name, None)


def _said(asked: AttributePeople) -> str:
    if asked.origin is not None:
        return f" ({asked.origin})"
    if asked.value is not None:
        return f" = {asked.value}"
    low = "" if asked.start is None else f" ≥ {asked.start:g}"
    return low if asked.end is None else f"{low} < {asked.end:g}"


def _seen(context: ProjectContext, attribute: Attribute, day: AttributeDay) -> dict[str, int]:
    """Values that look alike when they are masked are counted together."""
    shown: dict[str, int] = {}
    for value, people in day.people.items():
        name = show_attribute(context, attribute.name, value)[0] if value else value
        shown[name] = shown.get(name, 0) + people
    return shown


def _shares(
    context: ProjectContext, attribute: Attribute, shares: Sequence[ValueShare]
) -> list[ValueShareShape]:
    """The values as the caller may see them; those that look alike when they are masked are one."""
    shown: dict[str, ValueShareShape] = {}
    for share in shares:
        text = room.band_text(share)
        label, masked = show_attribute(context, attribute.name, text)
        is_band = share.start is not None or share.end is not None
        shape = ValueShareShape(
            value="" if is_band else label,
            label=label,
            people=share.people + (shown[label].people if label in shown else 0),
            start=None if masked else share.start,
            end=None if masked else share.end,
            masked=masked,
        )
        shown[label] = shape
    return list(shown.values())


def _facts(attribute: Attribute, coverage: Coverage, total: int) -> dict[str, object]:
    label = room.label_of(attribute)
    return {
        "name": attribute.name,
        "type": attribute.type.value,
        "label": Sentence(zh=label.zh, en=label.en),
        "own_label": Sentence(zh=attribute.label_zh, en=attribute.label_en),
        "description": attribute.note,
        "owner": attribute.owner,
        "family": attribute.family,
        "folder_id": attribute.folder_id,
        "position": attribute.position,
        "is_sensitive": is_sensitive(attribute),
        "is_marked": attribute.is_sensitive,
        "mismatches": attribute.mismatches,
        "first_seen_at": attribute.first_seen_at,
        "newest_at": coverage.newest_at,
        "people": coverage.people,
        "total": total,
        "changed_at": attribute.changed_at,
        "changed_by": attribute.changed_by,
    }
