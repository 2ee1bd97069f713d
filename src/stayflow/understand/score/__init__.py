"""Scores: weighted behaviour of people, with bounds by day, decay by half-life, bands, and their reasons.

Owns in PostgreSQL `scores` and `score_versions`; in ClickHouse `person_scores` (everybody's score as last computed) and
`score_changes` (changes of band). Reads `events`, `people` and what conditions name. A score is whole numbers all the
way, so what is computed for the people of a batch equals what the night computes of the whole history, to the digit.
"""

from stayflow.understand.score.change import (
    change_score,
    check_definition,
    create_score,
    labels_of,
    remove_score,
    scores_naming,
    thing_of,
)
from stayflow.understand.score.compile import compile_score
from stayflow.understand.score.errors import (
    ScoreInvalid,
    ScoreNameTaken,
    ScoreNotFound,
    ScoreSetNotFound,
)
from stayflow.understand.score.facet import ScoreClause, ScoreFacet
from stayflow.understand.score.facts import score_facts
from stayflow.understand.score.holdings import SCORE_HOLDINGS
from stayflow.understand.score.model import (
    BandPoint,
    BandSize,
    Bar,
    DayPart,
    Explanation,
    PersonScore,
    RulePart,
    Schedule,
    Score,
    ScoreDefinition,
    ScoreDraft,
    ScoreMove,
    ScoreRule,
    ScoreSpread,
)
from stayflow.understand.score.panel import ScorePanel, StandingScore
from stayflow.understand.score.parse import parse_score
from stayflow.understand.score.queries import (
    explain_score,
    list_person_moves,
    people_between,
    people_in_band_at,
    people_of_draft,
    preview_score,
    read_history,
    read_spread,
)
from stayflow.understand.score.refresh import SkippedScore, refresh_live, refresh_scores
from stayflow.understand.score.sets import (
    ReadyScore,
    ReadyScoreState,
    ScoreSet,
    get_score_set,
    install_score_set,
    list_score_sets,
    look_at_score_set,
)
from stayflow.understand.score.split import ScoreSplit
from stayflow.understand.score.store import (
    SCORES,
    get_score,
    has_live_scores,
    list_scores,
    page_scores,
)
from stayflow.understand.score.traits import (
    band_words,
    bands_held_sql,
    points_held_sql,
    score_words,
)

__all__ = [
    "SCORES",
    "SCORE_HOLDINGS",
    "BandPoint",
    "BandSize",
    "Bar",
    "DayPart",
    "Explanation",
    "PersonScore",
    "ReadyScore",
    "ReadyScoreState",
    "RulePart",
    "Schedule",
    "Score",
    "ScoreClause",
    "ScoreDefinition",
    "ScoreDraft",
    "ScoreFacet",
    "ScoreInvalid",
    "ScoreMove",
    "ScoreNameTaken",
    "ScoreNotFound",
    "ScorePanel",
    "ScoreRule",
    "ScoreSet",
    "ScoreSetNotFound",
    "ScoreSplit",
    "ScoreSpread",
    "SkippedScore",
    "StandingScore",
    "band_words",
    "bands_held_sql",
    "change_score",
    "check_definition",
    "compile_score",
    "create_score",
    "explain_score",
    "get_score",
    "get_score_set",
    "has_live_scores",
    "install_score_set",
    "labels_of",
    "list_person_moves",
    "list_score_sets",
    "list_scores",
    "look_at_score_set",
    "page_scores",
    "parse_score",
    "people_between",
    "people_in_band_at",
    "people_of_draft",
    "points_held_sql",
    "preview_score",
    "read_history",
    "read_spread",
    "refresh_live",
    "refresh_scores",
    "remove_score",
    "score_facts",
    "score_words",
    "scores_naming",
    "thing_of",
]
