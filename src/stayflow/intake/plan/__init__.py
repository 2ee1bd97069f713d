"""The tracking plan 埋点方案: which events and properties are expected, with types, rules and owners.

Owns `tracking_plans`, one row a saved version. Finds in a batch what is not as planned, repairs
properties, is drafted from what was observed, compared with it, and written as YAML and as a
spreadsheet.
"""

from stayflow.intake.plan.diff import Difference, PlanDifference, compare_plan
from stayflow.intake.plan.draft import draft_plan
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
from stayflow.intake.plan.observed import ObservedEvent, ObservedProperty
from stayflow.intake.plan.parse import parse_plan, plan_as_json
from stayflow.intake.plan.repair import repair_properties
from stayflow.intake.plan.sheet import plan_as_xlsx, plan_from_xlsx
from stayflow.intake.plan.store import plan_version, read_plan, save_plan
from stayflow.intake.plan.text import plan_as_yaml, plan_from_yaml

__all__ = [
    "Check",
    "Difference",
    "Fault",
    "Finding",
    "ObservedEvent",
    "ObservedProperty",
    "PlanChanged",
    "PlanDifference",
    "PlanInvalid",
    "PlannedEvent",
    "PlannedProperty",
    "SavedPlan",
    "Status",
    "TrackingPlan",
    "compare_plan",
    "draft_plan",
    "find_faults",
    "parse_plan",
    "plan_as_json",
    "plan_as_xlsx",
    "plan_as_yaml",
    "plan_from_xlsx",
    "plan_from_yaml",
    "plan_version",
    "read_plan",
    "repair_properties",
    "save_plan",
]
