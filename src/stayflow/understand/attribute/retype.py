"""Giving an attribute another type than its values first looked like.

Every value is kept as it was stated; the type says how it is read. So a change can be looked at before it is made, is
made by reading everything again, and can be undone. Until all is read the former type stands, so nobody drops out of
a segment meanwhile.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from stayflow.intake.record import fits_sql, read_again, set_attribute_type
from stayflow.kernel.ids import ProjectId
from stayflow.language.scope import Scope, ValueType
from stayflow.language.statement import Binder
from stayflow.stores.relational import Relational, Transaction
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.attribute.errors import AttributeInvalid
from stayflow.understand.attribute.model import Attribute
from stayflow.understand.attribute.store import get_attribute
from stayflow.understand.attribute.values import held_sql

EXAMPLES: Final = 5
_COLUMNS: Final = "name, type, former, asked_at, asked_by, done_at, fits, misfits"


@dataclass(frozen=True, slots=True)
class TypeFit:
    """How the values of an attribute would read as a type.

    Attributes:
        fits: People whose value does.
        misfits: People whose value would count as missing.
        examples: The most frequent values that do not fit.
    """

    fits: int
    misfits: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TypeChange:
    """A type that somebody gave to an attribute.

    Attributes:
        former: The type before.
        done_at: When everything was read again; None while it is.
        fits: People whose value did; None until then, like `misfits`.
    """

    name: str
    type: ValueType
    former: ValueType
    asked_at: datetime
    asked_by: str
    done_at: datetime | None
    fits: int | None
    misfits: int | None


def look_at_type(
    attribute: Attribute, kind: ValueType, *, scope: Scope, warehouse: ProjectWarehouse
) -> TypeFit:
    """How many people's values would fit a type, and what would not; nothing is changed."""
    binder = Binder()
    held = held_sql(scope, binder, name=attribute.name)
    row = warehouse.one(
        f"SELECT countIf(fits), countIf(NOT fits), topKIf({EXAMPLES})(text, NOT fits)\n"
        f"FROM (SELECT text, {fits_sql(kind)} AS fits FROM (\n{held}\n))",
        binder.parameters,
    )
    return TypeFit(int(row[0]), int(row[1]), tuple(str(each) for each in row[2]))


def ask_for_type(
    tx: Transaction, name: str, kind: ValueType, *, by: str, now: datetime
) -> TypeChange:
    """Write down that an attribute is to have a type; `carry_out_type` makes it so.

    Raises:
        UnknownAttribute: Nobody has one of this name.
        AttributeInvalid: It has this type already.
    """
    attribute = get_attribute(tx, name)
    pending = find_type_change(tx, name)
    is_open = pending is not None and pending.done_at is None
    if attribute.type is kind and not is_open:
        raise AttributeInvalid(f'"{name}" is read as {kind.value} already', path="type")
    tx.execute(
        """
        insert into attribute_types (name, type, former, asked_at, asked_by)
        values (%(name)s, %(type)s, %(former)s, %(at)s, %(by)s)
        on conflict (project_id, name) do update set type = excluded.type, former = excluded.former,
            asked_at = excluded.asked_at, asked_by = excluded.asked_by, done_at = null, fits = null, misfits = null
        """,
        {
            "name": name,
            "type": kind.value,
            "former": attribute.type.value,
            "at": now,
            "by": by,
        },
    )
    return TypeChange(name, kind, attribute.type, now, by, None, None, None)


@dataclass(frozen=True, slots=True)
class Rereading:
    """Where values are read again: a project, with what compiles and stores."""

    project: ProjectId
    scope: Scope
    relational: Relational
    warehouse: ProjectWarehouse


def carry_out_type(name: str, place: Rereading, *, now: datetime) -> TypeChange | None:
    """Read every value as the type that was asked for; done twice, or cut off anywhere, it has the effect of once.

    What is stored while it runs is read by the type that the catalogue has when it is stored, so all is read once more
    when the catalogue has the new one.

    Returns:
        What was done; None when nobody asked, or it is done already.
    """
    with place.relational.project(place.project) as tx:
        asked = find_type_change(tx, name)
        if asked is None or asked.done_at is not None:
            return None
        attribute = get_attribute(tx, name)
    read_again(place.warehouse, name, asked.type, clears=False)
    with place.relational.project(place.project) as tx:
        set_attribute_type(tx, name, asked.type)
    read_again(place.warehouse, name, asked.type)
    fit = look_at_type(attribute, asked.type, scope=place.scope, warehouse=place.warehouse)
    with place.relational.project(place.project) as tx:
        tx.execute(
            "update attribute_types set done_at = %(at)s, fits = %(fits)s, misfits = %(misfits)s"
            " where name = %(name)s and asked_at = %(asked)s",
            {
                "at": now,
                "fits": fit.fits,
                "misfits": fit.misfits,
                "name": name,
                "asked": asked.asked_at,
            },
        )
    return replace(asked, done_at=now, fits=fit.fits, misfits=fit.misfits)


def find_type_change(tx: Transaction, name: str) -> TypeChange | None:
    """The newest type that somebody gave to an attribute; None when nobody did."""
    found = tx.one(
        TypeChange, f"select {_COLUMNS} from attribute_types where name = %(name)s", {"name": name}
    )
    if found is None:
        return None
    return replace(found, type=ValueType(found.type), former=ValueType(found.former))
