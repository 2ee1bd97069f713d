"""Analyses: one question, one answer, and the people behind every number that counts people.

Reads `events`, `event_people_daily`, `person_merges`, `person_attributes`, and what conditions name; owns no table
and emits no fact. A kind is one file in `kinds/` and one line in `ANALYSES`.
"""

from stayflow.measure.analysis.answer import (
    ANALYSES,
    answer_query,
    describe_query,
    read_query,
    who_people,
)
from stayflow.measure.analysis.errors import QueryInvalid, TooMuchAsked, UnknownCell, Unsupported
from stayflow.measure.analysis.kinds.attribution import AttributionResult
from stayflow.measure.analysis.kinds.funnel import FunnelResult
from stayflow.measure.analysis.kinds.path import PathResult
from stayflow.measure.analysis.kinds.retention import RetentionResult
from stayflow.measure.analysis.kinds.revenue import RevenueResult
from stayflow.measure.analysis.kinds.rfm import RfmAnswer
from stayflow.measure.analysis.kinds.session import SessionResult
from stayflow.measure.analysis.kinds.stage import StageAnswer, StagePeople
from stayflow.measure.analysis.kinds.status import StatusResult
from stayflow.measure.analysis.kinds.trend import TrendResult
from stayflow.measure.analysis.model import (
    Analysis,
    Desk,
    Frame,
    Precision,
    QueryAnswer,
    Sample,
)
from stayflow.measure.analysis.who import describe_who

__all__ = [
    "ANALYSES",
    "Analysis",
    "AttributionResult",
    "Desk",
    "Frame",
    "FunnelResult",
    "PathResult",
    "Precision",
    "QueryAnswer",
    "QueryInvalid",
    "RetentionResult",
    "RevenueResult",
    "RfmAnswer",
    "Sample",
    "SessionResult",
    "StageAnswer",
    "StagePeople",
    "StatusResult",
    "TooMuchAsked",
    "TrendResult",
    "UnknownCell",
    "Unsupported",
    "answer_query",
    "describe_query",
    "describe_who",
    "read_query",
    "who_people",
]
