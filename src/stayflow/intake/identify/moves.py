"""What a change did to persons, as others tell it: who became one with whom, and who parted from whom.

It is what the history of persons holds, and who was led along. An id that was made for an identity
of somebody known, and led to them from its first day, is no news of anybody.
"""

from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from stayflow.intake.columns import as_instants
from stayflow.intake.identify.model import Ids, Mask
from stayflow.language.event import MERGED, PARTED
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse

TABLE: Final = "identity_changes"
_TYPES: Final = {
    **dict.fromkeys(("person", "former", "now"), pa.int64()),
    "is_new": pa.bool_(),
    "at": pa.int64(),
    **dict.fromkeys(("cause", "actor", "note"), pa.string()),
}
# Who was led along with another has no row of history: what moved the other moved them.
# A survivor is found by `case` and not by `coalesce`, which row-level security takes for leaky: it would look at every
# person of the project for each who moved. History is looked up by its key, person by person: of a batch that merged
# tens of thousands nothing is known to the planner yet, which would hold each of them against each.
_MOVED: Final = """
    select p.person_id as person, coalesce(p.led_from, p.person_id) as former, s.person_id as now,
      s.batch = %(batch)s as is_new,
      (extract(epoch from coalesce(m.at, f.at, b.opened_at)) * 1000)::bigint as at,
      coalesce(m.cause, f.cause, '') as cause,
      coalesce(case when coalesce(m.cause, f.cause) = 'unmerged' then c.withdrawn_by end, c.actor, '')
        as actor,
      coalesce(c.note, '') as note
    from persons p
    join persons s
      on s.person_id = case when p.merged_into is null then p.person_id else p.merged_into end
    join batches b on b.batch = %(batch)s
    left join lateral (
      select at, cause, claim_id, batch from identity_merges where "from" = p.person_id and batch = %(batch)s
      order by at desc, "to" limit 1
    ) m on true
    left join lateral (
      select at, cause, claim_id from identity_merges where "from" = p.led_from and batch = %(batch)s
      order by at desc, "to" limit 1
    ) f on true
    left join identity_claims c on c.claim_id = coalesce(m.claim_id, f.claim_id)
    where p.merged_batch = %(batch)s
      and case when p.led_from is null then m.batch is not null else p.led_from <> s.person_id end
    order by p.person_id
"""


def publish_moves(warehouse: ProjectWarehouse, tx: Transaction, *, batch: int) -> None:
    """Write what a batch did to persons; safe to repeat.

    Args:
        warehouse: The project's.
        tx: The change is committed, and no later one.
        batch: Its number.
    """
    moved = tx.table(_MOVED, _TYPES, {"batch": batch})
    rows = _changes(moved)
    warehouse.insert(
        TABLE,
        rows.append_column("number", pa.array(np.full(rows.num_rows, batch, dtype=np.uint64))),
        token=f"identity-{batch}",
        named_by=("person_id", "other", "number", "change"),
    )


def _changes(moved: pa.Table) -> pa.Table:
    """By person and other: that they are one now, or two."""
    person, former, now = (np.asarray(moved[name]) for name in ("person", "former", "now"))
    after = _lookup(former, person, now)
    parted = after != now
    is_old = ~np.isin(now, person) & ~np.asarray(moved["is_new"]).astype(bool)
    left, came, went = ~parted, parted & is_old, parted
    sides = [(left, now, former), (came, now, person), (went, now, after), (went, after, now)]
    is_apart = np.repeat([False, False, True, True], [int(which.sum()) for which, _, _ in sides])
    place = np.concatenate([np.flatnonzero(which) for which, _, _ in sides])
    ones = np.concatenate([one[which] for which, one, _ in sides])
    others = np.concatenate([other[which] for which, _, other in sides])
    once = _first_of_each(is_apart, ones, others)
    place = place[once]
    return pa.table(
        {
            "change": pa.array(np.where(is_apart[once], PARTED, MERGED), pa.string()),
            "person_id": ones[once].astype(np.uint64),
            "other": others[once].astype(np.uint64),
            "at": as_instants(np.asarray(moved["at"])[place]),
            **{name: moved[name].take(pa.array(place)) for name in ("cause", "actor", "note")},
        }
    )


def _lookup(wanted: Ids, person: Ids, now: Ids) -> Ids:
    """Where ids lead, by what moved: itself for whoever did not; `person` is in order."""
    if not len(person):
        return wanted
    places = np.minimum(np.searchsorted(person, wanted), len(person) - 1)
    found: Ids = np.where(person[places] == wanted, now[places], wanted)
    return found


def _first_of_each(is_apart: Mask, one: Ids, other: Ids) -> npt.NDArray[np.int64]:
    """Places of rows that are alike in nothing."""
    rows = np.stack((is_apart.astype(np.int64), one, other), axis=1)
    return np.sort(np.unique(rows, axis=0, return_index=True)[1])
