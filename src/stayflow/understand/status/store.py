"""This room's statements on PostgreSQL."""

from datetime import datetime

from stayflow.stores.relational import Transaction
from stayflow.understand.status.model import StatusRules


def read_status_rules(tx: Transaction) -> StatusRules:
    """The rules of the project; the defaults when it has none."""
    rows = tx.rows("select active_days, churn_days, drop_share from status_rules")
    return StatusRules(*rows[0]) if rows else StatusRules()


def save_status_rules(tx: Transaction, rules: StatusRules, *, by: str, at: datetime) -> None:
    """Keep the rules of the project."""
    tx.execute(
        """
        insert into status_rules (active_days, churn_days, drop_share, changed_at, changed_by)
        values (%(active)s, %(churn)s, %(drop)s, %(at)s, %(by)s)
        on conflict (project_id) do update set active_days = excluded.active_days,
            churn_days = excluded.churn_days, drop_share = excluded.drop_share,
            changed_at = excluded.changed_at, changed_by = excluded.changed_by
        """,
        {
            "active": rules.active_days,
            "churn": rules.churn_days,
            "drop": rules.drop,
            "at": at,
            "by": by,
        },
    )
