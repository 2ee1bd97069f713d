"""Cleaning: each event ends accepted, repaired, duplicate or rejected, with a counted reason.

Owns in PostgreSQL `cleaning_rules`; in ClickHouse `recent_fingerprints` and `recent_rates`. Asks
`events` of `record` for what is stored already, by way of `incoming_ids`. `STEPS` is the visible
list; `clean_events` runs it, and `compare_events` what has to ask the stores.
"""

from stayflow.intake.clean.compare import COMPARISONS, compare_events
from stayflow.intake.clean.duplicates import Lookup
from stayflow.intake.clean.guide import CleanGuide
from stayflow.intake.clean.holdings import CLEAN_HOLDINGS
from stayflow.intake.clean.model import Cleaning, IntakeCounts, count_outcomes
from stayflow.intake.clean.notes import Notes
from stayflow.intake.clean.reasons import FIELDS, MESSAGES, REASONS, WORDS_ZH, Outcome, Reason
from stayflow.intake.clean.recent import forget_recent, note_recent
from stayflow.intake.clean.rules import CleanRuleInvalid, CleanRules, parse_rules, rules_as_json
from stayflow.intake.clean.steps import STEPS
from stayflow.intake.clean.store import read_rules, save_rules
from stayflow.intake.columns import EventColumns

__all__ = [
    "CLEAN_HOLDINGS",
    "COMPARISONS",
    "FIELDS",
    "MESSAGES",
    "REASONS",
    "STEPS",
    "WORDS_ZH",
    "CleanGuide",
    "CleanRuleInvalid",
    "CleanRules",
    "Cleaning",
    "IntakeCounts",
    "Lookup",
    "Notes",
    "Outcome",
    "Reason",
    "clean_events",
    "compare_events",
    "count_outcomes",
    "forget_recent",
    "note_recent",
    "parse_rules",
    "read_rules",
    "rules_as_json",
    "save_rules",
]


def clean_events(
    events: EventColumns, guide: CleanGuide, *, came: EventColumns | None = None
) -> Cleaning:
    """Run every step that needs nothing but the batch itself; `compare_events` comes after.

    Args:
        events: The batch, enriched.
        guide: What it is cleaned by.
        came: The batch as it came, for those that are rejected; None when nothing was filled in.
    """
    cleaning = Cleaning.begin(events, guide, came or events)
    for step in STEPS:
        cleaning = step(cleaning)
    return cleaning
