"""Probabilistic matching: who may be one person without sharing an identity, for people to decide.

Owns in PostgreSQL `match_rules`, `match_runs`, `match_proposals`. Reads `persons`, `identities`,
`identity_kinds` (PostgreSQL) and `person_attributes` (ClickHouse). Gives out runs and proposals;
an accepted proposal becomes a claim in `intake.identify`, with the cause `match`.

The model is that of Fellegi and Sunter, trained without labels by Splink on DuckDB, both behind
`engine.py` and both an extra of the package (`stayflow[match]`).
"""

from stayflow.intake.match.errors import (
    MatchDecided,
    MatchingNotInstalled,
    MatchNotFound,
    MatchRulesInvalid,
)
from stayflow.intake.match.holdings import MATCH_HOLDINGS
from stayflow.intake.match.model import (
    Contribution,
    FieldKind,
    LevelWeight,
    MatchField,
    MatchRules,
    NewRun,
    Proposal,
    ProposalState,
    Run,
    RunCounts,
    RunState,
)
from stayflow.intake.match.review import (
    AUTOMATIC_ACTOR,
    accept_automatic,
    accept_match,
    reject_match,
    undo_match,
)
from stayflow.intake.match.rules import check_rules, draft_rules
from stayflow.intake.match.run import MatchPlace, check_installed, run_match
from stayflow.intake.match.store import (
    add_run,
    count_proposals,
    get_proposal,
    get_run,
    get_saved_rules,
    list_held_kinds,
    list_proposals,
    list_runs,
    save_rules,
    save_run,
)

__all__ = [
    "AUTOMATIC_ACTOR",
    "MATCH_HOLDINGS",
    "Contribution",
    "FieldKind",
    "LevelWeight",
    "MatchDecided",
    "MatchField",
    "MatchNotFound",
    "MatchPlace",
    "MatchRules",
    "MatchRulesInvalid",
    "MatchingNotInstalled",
    "NewRun",
    "Proposal",
    "ProposalState",
    "Run",
    "RunCounts",
    "RunState",
    "accept_automatic",
    "accept_match",
    "add_run",
    "check_installed",
    "check_rules",
    "count_proposals",
    "draft_rules",
    "get_proposal",
    "get_run",
    "get_saved_rules",
    "list_held_kinds",
    "list_proposals",
    "list_runs",
    "reject_match",
    "run_match",
    "save_rules",
    "save_run",
    "undo_match",
]
