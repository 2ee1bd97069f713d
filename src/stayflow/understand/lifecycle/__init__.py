"""Lifecycle: which stage of a model a person is in, since when, and why.

Owns `lifecycle_models`, `lifecycle_runs` (PostgreSQL) and `stage_changes` (ClickHouse: changes only). The stages of a
model stand in the order of a life; a person is in the last one whose condition they meet, and in the first otherwise:
exactly one at any time. The conditions are those of the Condition language.
"""

from stayflow.understand.lifecycle.default import DefaultThresholds, default_definition
from stayflow.understand.lifecycle.facet import StageClause, StageFacet
from stayflow.understand.lifecycle.model import (
    LifecycleModel,
    Run,
    Stage,
    StageChange,
    StageMove,
    StagePoint,
    StageSize,
    StageStay,
)
from stayflow.understand.lifecycle.panel import StageEntry, StageHistory, StagePanel
from stayflow.understand.lifecycle.parse import ModelInvalid, parse_model
from stayflow.understand.lifecycle.queries import (
    count_stages,
    list_changes,
    list_moves,
    list_sizes,
    list_stays,
    people_in_stages,
    people_who_moved,
)
from stayflow.understand.lifecycle.refresh import (
    StagesRecordedLater,
    end_of_day,
    preview_stages,
    refresh_stages,
    replay_stages,
    save_model,
)
from stayflow.understand.lifecycle.store import (
    LifecycleModelNotFound,
    find_definition,
    find_model,
    find_run,
    get_model,
    list_model_names,
)

__all__ = [
    "DefaultThresholds",
    "LifecycleModel",
    "LifecycleModelNotFound",
    "ModelInvalid",
    "Run",
    "Stage",
    "StageChange",
    "StageClause",
    "StageEntry",
    "StageFacet",
    "StageHistory",
    "StageMove",
    "StagePanel",
    "StagePoint",
    "StageSize",
    "StageStay",
    "StagesRecordedLater",
    "count_stages",
    "default_definition",
    "end_of_day",
    "find_definition",
    "find_model",
    "find_run",
    "get_model",
    "list_changes",
    "list_model_names",
    "list_moves",
    "list_sizes",
    "list_stays",
    "parse_model",
    "people_in_stages",
    "people_who_moved",
    "preview_stages",
    "refresh_stages",
    "replay_stages",
    "save_model",
]
