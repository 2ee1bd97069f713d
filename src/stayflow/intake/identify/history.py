"""The history of persons: which ids came to lead elsewhere, when and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa

from stayflow.intake.columns import as_instants
from stayflow.intake.identify.model import Ids, MergeCause
from stayflow.kernel.paging import LAST_NUMBER, Listing, Page
from stayflow.stores.relational import Transaction

_MERGES = Listing("merges", (LAST_NUMBER, 0))
_REFUSALS = Listing("refusals", (0, 0))


def merge_rows(
    losers: Ids, led_to: Ids, at: Ids, event_ids: pa.Array, cause: MergeCause
) -> pa.Table:
    """Rows of `identity_merges`, but for the batch."""
    return pa.table(
        {
            "from": losers,
            "to": led_to,
            "at": as_instants(at),
            "event_id": event_ids,
            "cause": pa.array([str(cause)] * len(losers), pa.string()),
        }
    )


def merge_table(parts: Sequence[pa.Table], batch: int) -> pa.Table:
    """All rows of a batch."""
    empty = np.empty(0, dtype=np.int64)
    none = merge_rows(empty, empty, empty, pa.array([], pa.string()), MergeCause.NAMED_TOGETHER)
    merges = pa.concat_tables([*parts, none])
    return merges.append_column("batch", pa.array([batch] * merges.num_rows, pa.int64()))


@dataclass(frozen=True, slots=True)
class MergeEntry:
    """A person's id that led elsewhere since a change.

    Attributes:
        batch: The change; newer ones have larger numbers.
        person_id: The id.
        to: The living person since then; itself where it stands alone again.
        at: When what decided it happened.
        recorded_at: When we learned of it.
        cause: Why.
        event_id: The event that named both, 32 hexadecimal digits; None for other causes.
        actor: Who said so, by hand.
        claim_id: What they said.
        in_force: Whether that is not withdrawn.
    """

    batch: int
    person_id: int
    to: int
    at: datetime
    recorded_at: datetime
    cause: str
    event_id: str | None
    actor: str | None
    note: str | None
    claim_id: str | None
    in_force: bool


@dataclass(frozen=True, slots=True)
class RefusalEntry:
    """A pair that does not join its persons.

    Attributes:
        high: Number of the weightier identity.
        low: Of the other one.
        reason: Why.
        kind: Whose rule it is; empty where somebody keeps them apart.
        at: When the first event that named both happened.
        event_id: That event.
    """

    high: int
    high_kind: str
    high_value: str
    high_person: int
    low: int
    low_kind: str
    low_value: str
    low_person: int
    reason: str
    kind: str
    at: datetime
    event_id: str


def list_merges(
    tx: Transaction, *, limit: int, cursor: str | None = None, person_id: int | None = None
) -> Page[MergeEntry]:
    """What happened to persons, newest first; of one person, by any id, where one is given.

    Raises:
        InvalidInput: The cursor is of another list.
    """
    batch, person = _MERGES.behind(cursor)
    entries = tx.all(
        MergeEntry,
        """
        select m.batch, m."from" as person_id, m."to", m.at, b.opened_at as recorded_at, m.cause,
          encode(m.event_id, 'hex') as event_id,
          case when m.cause = 'unmerged' then coalesce(c.withdrawn_by, c.actor) else c.actor end
            as actor,
          c.note, m.claim_id, m.claim_id is not null and c.withdrawn_at is null as in_force
        from identity_merges m
        left join batches b on b.batch = m.batch
        left join identity_claims c on c.claim_id = m.claim_id
        where (m.batch, -m."from") < (%(batch)s, -%(person)s::bigint)
          and (%(of)s::bigint is null or m."from" in (select person_id from persons
              where coalesce(merged_into, person_id) = (select coalesce(merged_into, person_id)
                from persons where person_id = %(of)s))
            or m."to" = %(of)s)
        order by m.batch desc, m."from" limit %(limit)s
        """,
        {"batch": batch, "person": person, "of": person_id, "limit": limit + 1},
    )
    shown = tuple(entries[:limit])
    more = len(entries) > limit
    return Page(shown, _MERGES.cursor(shown[-1].batch, shown[-1].person_id) if more else None)


def list_refusals(
    tx: Transaction, *, limit: int, cursor: str | None = None, reason: str | None = None
) -> Page[RefusalEntry]:
    """The pairs that do not join their persons, in the order of their identities."""
    high, low = _REFUSALS.behind(cursor)
    entries = tx.all(
        RefusalEntry,
        """
        select r.high, h.kind as high_kind, h.value as high_value,
          coalesce(hp.merged_into, hp.person_id) as high_person,
          r.low, l.kind as low_kind, l.value as low_value,
          coalesce(lp.merged_into, lp.person_id) as low_person,
          r.reason, r.kind, e.first_at as at, encode(e.event_id, 'hex') as event_id
        from merge_refusals r
        join identity_edges e on e.high = r.high and e.low = r.low
        join identities h on h.identity_id = r.high join persons hp on hp.person_id = h.person_id
        join identities l on l.identity_id = r.low join persons lp on lp.person_id = l.person_id
        where (r.high, r.low) > (%(high)s, %(low)s)
          and (%(reason)s::text is null or r.reason = %(reason)s)
        order by r.high, r.low limit %(limit)s
        """,
        {"high": high, "low": low, "reason": reason, "limit": limit + 1},
    )
    shown = tuple(entries[:limit])
    more = len(entries) > limit
    return Page(shown, _REFUSALS.cursor(shown[-1].high, shown[-1].low) if more else None)


def count_refusals(tx: Transaction) -> dict[str, int]:
    """How many pairs do not join their persons, by reason."""
    return dict(tx.rows("select reason, count(*) from merge_refusals group by reason"))
