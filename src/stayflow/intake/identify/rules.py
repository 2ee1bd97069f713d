"""The rules of a project's identities: its kinds, and the values that say nothing of who it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from stayflow.intake.identify.model import (
    DEFAULT_KINDS,
    PRIORITY_DEFAULT,
    IdentityKind,
    Ids,
    Mask,
)
from stayflow.kernel.errors import InvalidInput
from stayflow.language.event import PERSON_KIND
from stayflow.stores.relational import Transaction

EVERY_KIND: Final = ""
LIMIT_MAX: Final = 1_000_000
"""Most identities of a kind that a person may be allowed; `contest.py` counts up to it."""
_NAME_MAX: Final = 64
_BLOCKED_MAX: Final = 10_000


class IdentityRulesInvalid(InvalidInput):
    """The kinds of identity do not make sense as given."""

    code = "identity_rules_invalid"


@dataclass(frozen=True, slots=True)
class IdentityRules:
    """What a project's identities are weighed by.

    Attributes:
        kinds: Every kind, the weightiest first.
        blocked: By kind: values that join nobody; under `EVERY_KIND` those of any kind.
    """

    kinds: tuple[IdentityKind, ...]
    blocked: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def limited(self) -> tuple[IdentityKind, ...]:
        """Kinds of which a person has a bounded number."""
        return tuple(kind for kind in self.kinds if kind.most is not None)

    @property
    def limits(self) -> list[int]:
        """The bounds of `limited`, alike."""
        return [kind.most or 0 for kind in self.limited]

    def by_name(self) -> dict[str, IdentityKind]:
        """The kinds by name."""
        return {kind.kind: kind for kind in self.kinds}

    def find_blocked(self, kind: str, values: pa.Array) -> Mask:
        """Which of the values of a kind are blocked."""
        blocked = self.blocked.get(kind, frozenset()) | self.blocked.get(EVERY_KIND, frozenset())
        if not blocked:
            return np.zeros(len(values), dtype=bool)
        found = pc.is_in(values.cast(pa.string()), pa.array(sorted(blocked), pa.string()))
        return np.asarray(found).astype(bool)


@dataclass(frozen=True, slots=True)
class KindCodes:
    """The rules by the number of a kind, as columns of identities have it.

    Attributes:
        names: By code.
        sharable: By code.
        shared_from: By code.
    """

    names: Sequence[str]
    sharable: Mask
    shared_from: Ids

    @classmethod
    def of(cls, rules: IdentityRules, names: Sequence[str]) -> "KindCodes":
        """Lay the rules out by code.

        Args:
            rules: The project's.
            names: The kind of each code.
        """
        known = rules.by_name()
        fallback = IdentityKind("", unique_per_person=False, priority=PRIORITY_DEFAULT)
        kinds = [known.get(name, fallback) for name in names]
        return cls(
            names,
            np.array([kind.sharable for kind in kinds], dtype=bool),
            np.array([kind.shared_from for kind in kinds], dtype=np.int64),
        )


def read_rules(tx: Transaction, seen: Iterable[str] = ()) -> IdentityRules:
    """The rules in force; kinds `seen` for the first time are added."""
    known = tx.all(
        IdentityKind,
        "select kind, unique_per_person, priority, limit_per_person, sharable, shared_from"
        " from identity_kinds",
    )
    if not known:
        known = list(DEFAULT_KINDS)
        _save_kinds(tx, known)
    names = {kind.kind for kind in known}
    fresh = [
        IdentityKind(name, unique_per_person=False, priority=PRIORITY_DEFAULT)
        for name in sorted(set(seen) - names)
    ]
    _save_kinds(tx, fresh)
    blocked: dict[str, set[str]] = {}
    for kind, value in tx.rows("select kind, value from identity_blocked"):
        blocked.setdefault(kind, set()).add(value)
    return IdentityRules(
        tuple(sorted([*known, *fresh], key=lambda kind: (kind.priority, kind.kind))),
        {kind: frozenset(values) for kind, values in blocked.items()},
    )


def save_rules(tx: Transaction, rules: IdentityRules) -> IdentityRules:
    """Put rules in force for what comes from now on; kinds that identities have cannot be left out.

    Raises:
        IdentityRulesInvalid: A name twice, a bound below 1, or a kind in use that is missing.
    """
    check_rules(tx, rules)
    names = [kind.kind for kind in rules.kinds]
    tx.execute("delete from identity_kinds where kind <> all(%s)", (names,))
    _save_kinds(tx, rules.kinds)
    tx.execute("delete from identity_blocked")
    pairs = [(kind, value) for kind, values in rules.blocked.items() for value in sorted(values)]
    tx.execute(
        "insert into identity_blocked (kind, value)"
        " select * from unnest(%(kinds)s::text[], %(values)s::text[])",
        {"kinds": [kind for kind, _ in pairs], "values": [value for _, value in pairs]},
    )
    return read_rules(tx)


def check_rules(tx: Transaction, rules: IdentityRules) -> None:
    """Say what is wrong with rules before they are put in force.

    Raises:
        IdentityRulesInvalid: A name twice, a bound below 1, or a kind in use that is missing.
    """
    _check(rules)
    names = [kind.kind for kind in rules.kinds]
    in_use = tx.rows(
        "select kind from identity_kinds k where kind <> all(%s)"
        " and exists (select from identities i where i.kind = k.kind) order by kind",
        (names,),
    )
    if in_use:
        raise IdentityRulesInvalid(
            f"kind {in_use[0][0]!r} has identities and cannot be left out", path="kinds"
        )


def _check(rules: IdentityRules) -> None:
    names: set[str] = set()
    for place, kind in enumerate(rules.kinds):
        _check_kind(kind, f"kinds[{place}]")
        if kind.kind in names:
            raise IdentityRulesInvalid(f"{kind.kind!r} is there twice", path=f"kinds[{place}].kind")
        names.add(kind.kind)
    for kind_name, values in rules.blocked.items():
        if kind_name not in names | {EVERY_KIND}:
            raise IdentityRulesInvalid(f"no kind {kind_name!r}", path="blocked")
        if len(values) > _BLOCKED_MAX:
            raise IdentityRulesInvalid(f"at most {_BLOCKED_MAX} blocked values", path="blocked")


def _check_kind(kind: IdentityKind, path: str) -> None:
    if not kind.kind or len(kind.kind) > _NAME_MAX or kind.kind != kind.kind.strip():
        raise IdentityRulesInvalid(
            f"a kind's name has 1 to {_NAME_MAX} characters", path=f"{path}.kind"
        )
    if kind.kind == PERSON_KIND:
        raise IdentityRulesInvalid(f"{PERSON_KIND} is our own number", path=f"{path}.kind")
    if kind.limit_per_person is not None and not 1 <= kind.limit_per_person <= LIMIT_MAX:
        raise IdentityRulesInvalid("a limit is at least 1", path=f"{path}.limit_per_person")
    if not 1 <= kind.shared_from <= LIMIT_MAX:
        raise IdentityRulesInvalid("shared_from is at least 1", path=f"{path}.shared_from")


def count_identities(tx: Transaction) -> dict[str, int]:
    """How many identities there are of each kind."""
    return dict(tx.rows("select kind, count(*) from identities group by kind"))


def _save_kinds(tx: Transaction, kinds: Iterable[IdentityKind]) -> None:
    for kind in kinds:
        tx.execute(
            """
            insert into identity_kinds
              (kind, unique_per_person, priority, limit_per_person, sharable, shared_from)
            values (%s, %s, %s, %s, %s, %s)
            on conflict (project_id, kind) do update set
              unique_per_person = excluded.unique_per_person, priority = excluded.priority,
              limit_per_person = excluded.limit_per_person, sharable = excluded.sharable,
              shared_from = excluded.shared_from
            """,
            (
                kind.kind,
                kind.unique_per_person,
                kind.priority,
                kind.limit_per_person,
                kind.sharable,
                kind.shared_from,
            ),
        )
