"""Cleaning: each event ends accepted, repaired, duplicate or rejected, with a counted reason.

Owns no table; asks `events` of `record` for what is stored already, by way of `incoming_ids`.
`STEPS` is the visible list; `clean_events` runs it and tells the duplicates apart.
"""

import numpy as np

from stayflow.intake.clean.duplicates import Lookup, mark_duplicates
from stayflow.intake.clean.model import (
    FIELDS,
    MESSAGES,
    REASONS,
    Cleaning,
    CleanLimits,
    IntakeCounts,
    Outcome,
    Reason,
    count_outcomes,
)
from stayflow.intake.clean.steps import STEPS
from stayflow.intake.columns import EventColumns

__all__ = [
    "FIELDS",
    "MESSAGES",
    "REASONS",
    "STEPS",
    "CleanLimits",
    "Cleaning",
    "IntakeCounts",
    "Lookup",
    "Outcome",
    "Reason",
    "clean_events",
    "count_outcomes",
    "mark_duplicates",
]


def clean_events(events: EventColumns, limits: CleanLimits) -> Cleaning:
    """Run every step that needs nothing but the batch itself; `mark_duplicates` comes after."""
    rows = len(events)
    cleaning = Cleaning(
        events=events,
        rejected=np.zeros(rows, dtype=np.int8),
        repaired=np.zeros(rows, dtype=np.int8),
        is_duplicate=np.zeros(rows, dtype=bool),
        limits=limits,
    )
    for step in STEPS:
        cleaning = step(cleaning)
    return cleaning
