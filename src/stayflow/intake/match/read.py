"""People as records to be compared: their attributes and identities, slice by slice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from stayflow.intake.match import store
from stayflow.intake.match.model import MatchField
from stayflow.intake.match.standardise import MAIN, standardise
from stayflow.language.scope import Scope
from stayflow.language.statement import Binder
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse

SLICE_PEOPLE: Final = 50_000
FIELDS_KNOWN_MIN: Final = 2
"""Someone of whom less is known is not compared: nothing could follow from it."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Records of the canonical persons of one range of ids; columns as `MatchEngine.add` takes them."""

    records: pa.Table
    asked: int
    end: int


def read_people(
    fields: Sequence[MatchField],
    *,
    tx: Transaction,
    scope: Scope,
    warehouse: ProjectWarehouse,
    only_kind: str | None = None,
) -> Iterator[Slice]:
    """Every person of whom at least two fields are known, standardised.

    Args:
        fields: What is compared.
        tx: The project's transaction.
        scope: The project.
        warehouse: Holds the attributes.
        only_kind: Persons with an identity of this kind are the asked ones; None: all are.
    """
    bound = store.person_id_bound(tx)
    for first in range(0, bound, SLICE_PEOPLE):
        end = min(first + SLICE_PEOPLE, bound)
        raw = _attributes(fields, scope, warehouse, first, end)
        raw = _with_identities(raw, fields, store.list_held(tx, _kinds(fields), first, end))
        asked = None
        if only_kind is not None:
            asked = [row[0] for row in store.list_held(tx, [only_kind], first, end)]
        records = _records(raw, fields, asked)
        yield Slice(records, pc.sum(records["asked"]).as_py() or 0, end)


def _attributes(
    fields: Sequence[MatchField], scope: Scope, warehouse: ProjectWarehouse, first: int, end: int
) -> pa.Table:
    """`person` and one text column a field, by place; empty where no attribute holds it."""
    binder = Binder()
    names = sorted({name for each in fields for name in each.attributes})
    columns = [_newest(each, binder) for each in fields]
    return warehouse.arrow(
        f"SELECT {scope.person} AS person, {', '.join(f'{sql} AS v{n}' for n, sql in enumerate(columns))}\n"
        f"FROM person_attributes FINAL WHERE name IN {binder.bind(names, 'Array(String)')}"
        f" AND person >= {binder.bind(first, 'UInt64')} AND person < {binder.bind(end, 'UInt64')}\n"
        "GROUP BY person",
        binder.parameters,
    )


def _newest(each: MatchField, binder: Binder) -> str:
    """SQL of the newest value of the first of the field's attributes that has any."""
    texts = [
        f"nullIf(argMaxIf(text, (at, person_id), name = {binder.bind(name, 'String')}), '')"
        for name in each.attributes
    ]
    return f"coalesce({', '.join([*texts, repr('')])})"


def _kinds(fields: Sequence[MatchField]) -> list[str]:
    return sorted({kind for each in fields for kind in each.identities})


def _with_identities(
    raw: pa.Table, fields: Sequence[MatchField], held: Sequence[tuple[int, str, str]]
) -> pa.Table:
    """The same, gaps filled from identities; persons known by identities alone are added."""
    by_person: dict[int, dict[str, str]] = {}
    for person, kind, value in held:
        by_person.setdefault(person, {})[kind] = value
    persons = pc.cast(raw["person"], pa.int64()).to_pylist()
    added = sorted(set(by_person) - set(persons))
    columns: dict[str, pa.Array] = {"person": pa.array([*persons, *added], pa.int64())}
    for place, each in enumerate(fields):
        texts = [*raw[f"v{place}"].to_pylist(), *([""] * len(added))]
        if each.identities:
            texts = [
                text or _identity(by_person.get(person), each)
                for person, text in zip([*persons, *added], texts, strict=True)
            ]
        columns[f"v{place}"] = pa.array(texts, pa.string())
    return pa.table(columns)


def _identity(held: dict[str, str] | None, each: MatchField) -> str:
    return next((held[kind] for kind in each.identities if kind in held), "") if held else ""


def _records(raw: pa.Table, fields: Sequence[MatchField], asked: Sequence[int] | None) -> pa.Table:
    persons = raw["person"].combine_chunks()
    columns: dict[str, pa.Array] = {
        "record_id": persons,
        "asked": pa.array([True] * len(persons))
        if asked is None
        else pc.is_in(persons, value_set=pa.array(asked, pa.int64())),
    }
    known = pa.array([0] * len(persons), pa.int64())
    for place, each in enumerate(fields):
        values = raw[f"v{place}"].combine_chunks()
        standard = standardise(each.kind, pc.if_else(pc.equal(values, ""), None, values))
        known = pc.add(known, pc.cast(pc.is_valid(standard[MAIN]), pa.int64()))
        columns |= {f"f{place}{suffix}": column for suffix, column in standard.items()}
    return pa.table(columns).filter(pc.greater_equal(known, FIELDS_KNOWN_MIN))
