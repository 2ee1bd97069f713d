"""Pirate: acquisition, activation, retention, revenue and referral side by side.

Owns `pirate_steps` (PostgreSQL): which events a project means by each. Every number is asked as an ordinary question
of the analyses and carries it, so that it leads to its people; the room counts nothing itself. Emits no fact.
"""

from stayflow.measure.pirate.answer import (
    PirateAnswer,
    PirateNumber,
    PiratePoint,
    PirateStage,
    answer_pirate,
)
from stayflow.measure.pirate.model import PirateInvalid, Step, Steps, parse_steps, suggest_steps
from stayflow.measure.pirate.store import SavedSteps, find_steps, save_steps

__all__ = [
    "PirateAnswer",
    "PirateInvalid",
    "PirateNumber",
    "PiratePoint",
    "PirateStage",
    "SavedSteps",
    "Step",
    "Steps",
    "answer_pirate",
    "find_steps",
    "parse_steps",
    "save_steps",
    "suggest_steps",
]
