"""Merging and parting persons by hand: a claim is put in force or withdrawn, and weighed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa

from stayflow.intake.identify import claims, store
from stayflow.intake.identify.claims import ClaimKind, NewClaim
from stayflow.intake.identify.history import merge_table
from stayflow.intake.identify.memory import GraphMemory
from stayflow.intake.identify.model import Ids, MergeCause, PeopleChange
from stayflow.intake.identify.naming import no_names
from stayflow.intake.identify.people import Member, PersonNotFound, PersonPart, list_parts
from stayflow.intake.identify.reweigh import reweigh
from stayflow.intake.identify.rules import IdentityRules, read_rules
from stayflow.intake.identify.store import milliseconds
from stayflow.intake.identify.work import Resolving, save_work
from stayflow.kernel.errors import Conflict, InvalidInput
from stayflow.kernel.ids import new_id
from stayflow.stores.relational import Transaction


class MergeRefused(Conflict):
    """A rule forbids that these persons are one."""

    code = "merge_refused"


class MergeInvalid(InvalidInput):
    """What is to be merged or parted does not make sense."""

    code = "merge_invalid"


@dataclass(frozen=True, slots=True)
class ByHand:
    """Who does it, when and why.

    Attributes:
        actor: As the audit log names them.
        at: Now.
        note: In their words.
        cause: By hand, or by accepting a match.
    """

    actor: str
    at: datetime
    note: str = ""
    cause: MergeCause = MergeCause.MANUAL


@dataclass(frozen=True, slots=True)
class Regrouped:
    """What a change by hand did to persons.

    Attributes:
        before: The persons it touched, as they were.
        after: The persons that have their identities and events now.
        claims: Claims put in force.
        withdrawn: Claims that no longer hold.
        change: What the warehouse must learn.
    """

    before: tuple[PersonPart, ...]
    after: tuple[PersonPart, ...]
    claims: tuple[str, ...]
    withdrawn: tuple[str, ...]
    change: PeopleChange


def merge_people(tx: Transaction, batch: int, one: int, other: int, by: ByHand) -> Regrouped:
    """Make two persons one, as far as the rules allow; what kept them apart by hand is withdrawn.

    Args:
        tx: The transaction that also holds the batch's row.
        batch: Number of the change.
        one: A person, by any of their ids.
        other: The other one.
        by: Who says so.

    Raises:
        PersonNotFound: There is no such person.
        MergeInvalid: They are one person already.
        MergeRefused: A limit forbids it.
    """
    work = begin_work(tx, batch)
    before = tuple(_part(tx, person) for person in (one, other))
    if before[0].person_id == before[1].person_id:
        raise MergeInvalid("they are one person already", path="other")
    some, others = (_numbers(part.identities) for part in before)
    withdrawn = claims.list_apart_claims_between(tx, some, others)
    claims.withdraw_claims(tx, withdrawn, at=by.at, actor=by.actor)
    starts = np.concatenate((some, others))
    _check_limits(work.rules, before)
    rows = [reweigh(work, starts, by.cause, milliseconds(by.at))]
    made: tuple[str, ...] = ()
    if not _are_one(work, starts):
        sides = (_heaviest_first([each.identities[0] for each in before], work.rules),)
        made = (_claim(tx, ClaimKind.SAME, sides, by),)
        rows.append(reweigh(work, starts, by.cause, milliseconds(by.at)))
    if not _are_one(work, starts):
        raise MergeRefused(
            "an earlier merge, a limit or a parting by hand keeps them two persons", path="other"
        )
    return _finish(work, _as_one(rows), before, Regrouped(before, (), made, tuple(withdrawn), _NO))


def part_people(
    tx: Transaction, batch: int, person: int, detached: Sequence[int], by: ByHand
) -> Regrouped:
    """Make some identities of a person another person, and keep the two apart from now on.

    The events stored under the ids of the detached identities go with them. Where the two were
    merged by hand, that merge is withdrawn; they stay apart whatever events name both later.

    Args:
        tx: The transaction that also holds the batch's row.
        batch: Number of the change.
        person: By any of their ids.
        detached: Numbers of the identities to be detached.
        by: Who says so.

    Raises:
        PersonNotFound: There is no such person.
        MergeInvalid: None of the identities, all of them, or one of somebody else.
    """
    work = begin_work(tx, batch)
    before = _part(tx, person)
    wanted = set(detached)
    leaving = [each for each in before.identities if each.identity_id in wanted]
    staying = [each for each in before.identities if each.identity_id not in wanted]
    if len(leaving) != len(wanted):
        raise MergeInvalid("an identity is not this person's", path="identities")
    if not leaving or not staying:
        raise MergeInvalid("detach some of the identities, not none and not all", path="identities")
    out, rest = _numbers(leaving), _numbers(staying)
    withdrawn = claims.list_same_claims_between(tx, out, rest)
    claims.withdraw_claims(tx, withdrawn, at=by.at, actor=by.actor)
    starts = np.concatenate((out, rest))
    sides = tuple(_heaviest_first(side, work.rules) for side in (leaving, staying))
    made = (_claim(tx, ClaimKind.APART, sides, by),)
    rows = reweigh(work, starts, MergeCause.UNMERGED, milliseconds(by.at))
    found = Regrouped((before,), (), made, tuple(withdrawn), _NO)
    return _finish(work, rows, (before,), found)


def withdraw_claim(tx: Transaction, batch: int, claim_id: str, by: ByHand) -> Regrouped:
    """Take back a merge or a parting by hand, as if it had never been said.

    Raises:
        MergeInvalid: No such claim is in force.
    """
    work = begin_work(tx, batch)
    members = claims.list_members(tx, claim_id)
    if not len(members):
        raise MergeInvalid("no such merge or parting by hand is in force", path="claim_id")
    before = tuple(list_parts(tx, members))
    starts = np.unique(np.concatenate([_numbers(part.identities) for part in before]))
    claims.withdraw_claims(tx, [claim_id], at=by.at, actor=by.actor)
    rows = [reweigh(work, starts, MergeCause.UNMERGED, milliseconds(by.at))]
    return _finish(work, _as_one(rows), before, Regrouped(before, (), (), (claim_id,), _NO))


def begin_work(tx: Transaction, batch: int) -> Resolving:
    """A change of persons that no event brings; it remembers nothing of others."""
    work = Resolving(
        tx=tx,
        memory=GraphMemory(is_complete=False),
        counters=store.lock_counters(tx),
        batch=batch,
        named=no_names(),
        rules=read_rules(tx),
        has_unbinds=store.has_unbinds(tx),
        has_claims=True,
    )
    work.make_room()
    return work


_NO = PeopleChange()


def _part(tx: Transaction, person: int) -> PersonPart:
    members = store.list_identities_of(tx, person)
    if not len(members):
        raise PersonNotFound(f"no person {person}", path="person_id")
    return list_parts(tx, members)[0]


def _are_one(work: Resolving, identities: Ids) -> bool:
    return len(np.unique(work.memory.component(identities))) == 1


def _check_limits(rules: IdentityRules, parts: Sequence[PersonPart]) -> None:
    for kind in rules.limited:
        values = [
            each.value for part in parts for each in part.identities if each.kind == kind.kind
        ]
        if len(values) > (kind.most or 0) and all(
            any(each.kind == kind.kind for each in part.identities) for part in parts
        ):
            raise MergeRefused(
                f"a person has at most {kind.most} {kind.kind}; together they have {len(values)}",
                path="other",
            )


def _claim(tx: Transaction, kind: ClaimKind, sides: tuple[tuple[int, ...], ...], by: ByHand) -> str:
    claim = NewClaim(new_id(), kind, by.cause, by.at, by.actor, by.note, sides)
    claims.add_claim(tx, claim)
    return claim.claim_id


def _heaviest_first(identities: Sequence[Member], rules: IdentityRules) -> tuple[int, ...]:
    weight = {kind.kind: kind.priority for kind in rules.kinds}
    ordered = sorted(identities, key=lambda each: (weight[each.kind], each.kind, each.value))
    return tuple(each.identity_id for each in ordered)


def _as_one(rows: Sequence[pa.Table]) -> pa.Table:
    """Each person's last row: where an intermediate weighing led them is of no interest."""
    every = pa.concat_tables(rows)
    persons = np.asarray(every.column("from"))[::-1]
    _, last = np.unique(persons, return_index=True)
    return every.take(pa.array(len(persons) - 1 - last))


def _finish(
    work: Resolving, rows: pa.Table, before: tuple[PersonPart, ...], found: Regrouped
) -> Regrouped:
    change = save_work(work, merge_table([rows], work.batch))
    store.sign_merges(
        work.tx, work.batch, claim=next(iter((*found.claims, *found.withdrawn)), None)
    )
    numbers = np.concatenate([_numbers(part.identities) for part in before])
    after = tuple(list_parts(work.tx, numbers))
    return Regrouped(found.before, after, found.claims, found.withdrawn, change)


def _numbers(identities: Sequence[Member]) -> Ids:
    return np.array([each.identity_id for each in identities], dtype=np.int64)
