"""The tracking plan 埋点方案: which events and properties are expected, with types, rules and owners.

Owns `tracking_plans`, one row a saved version. Finds in a batch what is not as planned, repairs
properties, is drafted from what was observed, compared with it, and written as YAML and as a
spreadsheet.
"""

from stayflow.intake.plan.findings import Fault, Finding, find_faults
from stayflow.intake.plan.model import (
    Check,
    PlanChanged,
    PlanInvalid,
    PlannedEvent,
    PlannedProperty,
    SavedPlan,
    Status,
    TrackingPlan,
)
from stayflow.intake.plan.parse import parse_plan, plan_as_json
from stayflow.intake.plan.repair import repair_properties
from stayflow.intake.plan.store import plan_version, read_plan, save_plan

__all__ = [
    "Check",
    "Fault",
    "Finding",
    "PlanChanged",
    "PlanInvalid",
    "PlannedEvent",
    "PlannedProperty",
    "SavedPlan",
    "Status",
    "TrackingPlan",
    "find_faults",
    "parse_plan",
    "plan_as_json",
    "plan_version",
    "read_plan",
    "repair_properties",
    "save_plan",
]
