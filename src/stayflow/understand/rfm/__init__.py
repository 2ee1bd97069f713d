"""RFM: how recently, how often and for how much a person bought, in eight classes.

Owns `rfm_models` (PostgreSQL), `rfm_people` (the newest run) and `rfm_changes` (every change of class; ClickHouse),
which are told as facts.
Whoever buys is classified at once by the cuts of the newest run; the cuts move with the next run of everybody.
Reads `events`. High recency is a recent purchase; who is exactly at a cut is high.
"""

from stayflow.understand.rfm.facet import RfmClause, RfmFacet
from stayflow.understand.rfm.facts import rfm_facts
from stayflow.understand.rfm.holdings import RFM_HOLDINGS
from stayflow.understand.rfm.live import live_rfm
from stayflow.understand.rfm.model import (
    ClassSize,
    Cuts,
    PersonRfm,
    RfmClass,
    RfmDefinition,
    RfmModel,
    RfmMove,
    RfmResult,
    ScoreCell,
    Threshold,
    Thresholds,
)
from stayflow.understand.rfm.panel import RfmPanel
from stayflow.understand.rfm.parse import parse_rfm
from stayflow.understand.rfm.queries import (
    compare_classes,
    count_classes,
    count_scores,
    find_person_rfm,
    list_moves,
    people_of_class,
    people_of_scores,
    people_who_moved,
)
from stayflow.understand.rfm.refresh import refresh_rfm
from stayflow.understand.rfm.split import RfmSplit
from stayflow.understand.rfm.store import (
    RfmModelNotFound,
    find_rfm_model,
    get_rfm_model,
    list_rfm_models,
    save_rfm_model,
)
from stayflow.understand.rfm.traits import rfm_traits_sql, rfm_words

__all__ = [
    "RFM_HOLDINGS",
    "ClassSize",
    "Cuts",
    "PersonRfm",
    "RfmClass",
    "RfmClause",
    "RfmDefinition",
    "RfmFacet",
    "RfmModel",
    "RfmModelNotFound",
    "RfmMove",
    "RfmPanel",
    "RfmResult",
    "RfmSplit",
    "ScoreCell",
    "Threshold",
    "Thresholds",
    "compare_classes",
    "count_classes",
    "count_scores",
    "find_person_rfm",
    "find_rfm_model",
    "get_rfm_model",
    "list_moves",
    "list_rfm_models",
    "live_rfm",
    "parse_rfm",
    "people_of_class",
    "people_of_scores",
    "people_who_moved",
    "refresh_rfm",
    "rfm_facts",
    "rfm_traits_sql",
    "rfm_words",
    "save_rfm_model",
]
