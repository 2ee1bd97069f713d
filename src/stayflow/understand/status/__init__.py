"""Status 用户状态: new, active, at risk, silent, churned or returned; everybody with an event is in exactly one.

Owns `status_rules` (PostgreSQL). Reads `event_people_daily` and `events`. Nothing is stored of persons: a status is
told of the days on which a person did anything, at the moment of asking; so real time and the rebuild cannot differ.
The accounts of periods (new + kept + returned = active) are a question of `measure`.
"""

from stayflow.understand.status.facet import StatusClause, StatusFacet
from stayflow.understand.status.model import Status, StatusInvalid, StatusRules, StatusSize
from stayflow.understand.status.panel import StatusPanel, status_traits, status_words
from stayflow.understand.status.queries import count_statuses, statuses_sql
from stayflow.understand.status.store import read_status_rules, save_status_rules

__all__ = [
    "Status",
    "StatusClause",
    "StatusFacet",
    "StatusInvalid",
    "StatusPanel",
    "StatusRules",
    "StatusSize",
    "count_statuses",
    "read_status_rules",
    "save_status_rules",
    "status_traits",
    "status_words",
    "statuses_sql",
]
