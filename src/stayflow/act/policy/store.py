"""This room's statements on the policy itself."""

from dataclasses import dataclass
from datetime import time, timedelta

from stayflow.act.policy.model import Policy, QuietHours
from stayflow.stores.relational import Transaction


@dataclass(frozen=True, slots=True)
class _Row:
    cooldown_seconds: int
    quiet_from: time | None
    quiet_to: time | None


def get_policy(tx: Transaction) -> Policy:
    """The project's policy; a project that set none has no cooldown and no quiet hours."""
    row = tx.one(_Row, "select cooldown_seconds, quiet_from, quiet_to from policies")
    if row is None:
        return Policy()
    cooldown = timedelta(seconds=row.cooldown_seconds)
    if row.quiet_from is None or row.quiet_to is None:
        return Policy(cooldown)
    return Policy(cooldown, QuietHours(row.quiet_from, row.quiet_to))


def change_policy(tx: Transaction, policy: Policy) -> None:
    """Replace the project's policy; what is queued already follows it from its next decision on."""
    quiet = policy.quiet_hours
    tx.execute(
        """
        insert into policies (cooldown_seconds, quiet_from, quiet_to)
        values (%(cooldown)s, %(quiet_from)s, %(quiet_to)s)
        on conflict (project_id) do update set
            cooldown_seconds = excluded.cooldown_seconds,
            quiet_from = excluded.quiet_from,
            quiet_to = excluded.quiet_to
        """,
        {
            "cooldown": int(policy.cooldown.total_seconds()),
            "quiet_from": quiet.start if quiet else None,
            "quiet_to": quiet.end if quiet else None,
        },
    )
