"""The statements on `tracking_plans`."""

import json
from dataclasses import dataclass
from datetime import datetime

from stayflow.intake.plan.model import PlanChanged, SavedPlan, TrackingPlan
from stayflow.intake.plan.parse import parse_plan, plan_as_json
from stayflow.stores.relational import Transaction


@dataclass(frozen=True, slots=True)
class _Row:
    plan: dict[str, object]
    version: int
    changed_at: datetime
    changed_by: str


def read_plan(tx: Transaction) -> SavedPlan:
    """The plan in force; an empty one of version 0 while none was saved."""
    row = tx.one(
        _Row,
        "select plan, version, changed_at, changed_by from tracking_plans"
        " order by version desc limit 1",
    )
    if row is None:
        return SavedPlan()
    return SavedPlan(parse_plan(row.plan), row.version, row.changed_at, row.changed_by)


def plan_version(tx: Transaction) -> int:
    """Version of the plan in force; 0 while none was saved."""
    return int(tx.value("select coalesce(max(version), 0) from tracking_plans"))


def save_plan(
    tx: Transaction, plan: TrackingPlan, *, after: int | None, by: str, now: datetime
) -> SavedPlan:
    """Put a plan in force; the ones before stay as its history.

    Args:
        tx: The project's.
        plan: The whole plan.
        after: Version that was changed; None to replace whatever is there.
        by: Who did it.
        now: The present instant.

    Raises:
        PlanChanged: The plan in force is of another version than `after`.
    """
    tx.execute(
        "select pg_advisory_xact_lock(hashtext('tracking_plans' || current_setting('stayflow.project')))"
    )
    version = plan_version(tx)
    if after is not None and after != version:
        raise PlanChanged(
            f"the plan is at version {version}, yours began at {after}: read it again",
            path="version",
        )
    tx.execute(
        "insert into tracking_plans (version, plan, changed_at, changed_by)"
        " values (%s, %s, %s, %s)",
        (version + 1, json.dumps(plan_as_json(plan), ensure_ascii=False), now, by),
    )
    return SavedPlan(plan, version + 1, now, by)
