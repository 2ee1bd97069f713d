"""How far a lane is."""

from collections.abc import Mapping
from dataclasses import dataclass

from stayflow.act.outbox.model import MessageState
from stayflow.stores.relational import Transaction


@dataclass(frozen=True, slots=True)
class LaneCounts:
    """People of a lane by where their message is; `audience` is the sum of all.

    Attributes:
        waiting: Queued, claimed or being sent.
        waiting_for: Of those waiting, the ones with a reason: `quiet_hours`, or `retry` after a
            transient refusal.
        holdout: Withheld at random, and those who will be when their turn comes.
        dropped: By reason.
        failed: By reason.
    """

    audience: int
    waiting: int
    sent: int
    in_doubt: int
    holdout: int
    dropped: Mapping[str, int]
    failed: Mapping[str, int]
    waiting_for: Mapping[str, int]

    @property
    def is_over(self) -> bool:
        """Nothing more will happen."""
        return self.waiting == 0


_WAITING = (MessageState.QUEUED, MessageState.CLAIMED, MessageState.SENDING)


def count_lane(tx: Transaction, lane: str) -> LaneCounts:
    """Count a lane's messages."""
    rows = tx.rows(
        """
        select state, reason, is_holdout, count(*) from messages
        where lane = %(lane)s group by state, reason, is_holdout
        """,
        {"lane": lane},
    )
    counted = [
        (MessageState(state), reason, held, int(number)) for state, reason, held, number in rows
    ]

    def by_reason(*wanted: MessageState) -> dict[str, int]:
        sums: dict[str, int] = {}
        for state, reason, _, number in counted:
            if state in wanted and reason is not None:
                sums[reason] = sums.get(reason, 0) + number
        return sums

    def total(*wanted: MessageState) -> int:
        return sum(number for state, _, _, number in counted if state in wanted)

    return LaneCounts(
        audience=total(*MessageState),
        waiting=total(*_WAITING),
        sent=total(MessageState.SENT),
        in_doubt=total(MessageState.IN_DOUBT),
        holdout=total(MessageState.WITHHELD),
        dropped=by_reason(MessageState.DROPPED),
        failed=by_reason(MessageState.FAILED),
        waiting_for=by_reason(MessageState.QUEUED),
    )


def list_waiting(tx: Transaction, lane: str, reason: str | None = None) -> tuple[int, ...]:
    """The living persons whose message waits, ascending; with a reason, those waiting for it."""
    rows = tx.rows(
        """
        select distinct coalesce(persons.merged_into, messages.person_id) as person
        from messages left join persons on persons.project_id = messages.project_id
            and persons.person_id = messages.person_id
        where lane = %(lane)s and state = any(%(states)s)
            and (%(reason)s::text is null or (state = 'queued' and reason = %(reason)s))
        order by person
        """,
        {"lane": lane, "states": [state.value for state in _WAITING], "reason": reason},
    )
    return tuple(int(person) for (person,) in rows)


def count_states(tx: Transaction) -> list[tuple[str, int]]:
    """All messages of the project by state."""
    rows = tx.rows("select state, count(*) from messages group by state")
    return [(str(state), int(number)) for state, number in rows]
