"""Facts of change: who entered a segment, whose tag, band or stage changed, as events like any other (ADR 0015).

A room that records changes writes each under a number taken from `take_number` in the transaction that holds what it
computes; 0 means that nobody is told, for what changed is the definition and not the people. `FactReactor` reads what
was written under numbers that are committed, and puts it into the log under ids made of the change: a crash anywhere
tells it again, under the same ids, and intake takes each once. More than `FACTS_MAX` changes of one thing under one
number are no news of persons: they are held back, until an operator has them told after all or drops them.

Owns in PostgreSQL `fact_numbers`, `fact_marks` and `fact_held`. Reads the tables of changes that the rooms'
`FactSource`s name.
Facts: `segment.entered`, `segment.left`, `tag.changed`, `score.changed`, `stage.changed`, `rfm.changed`, and of
ONE-ID, whose changes carry the number of their batch, `identity.merged` and `identity.parted`.
"""

from stayflow.understand.fact.held import (
    HeldDecided,
    HeldFacts,
    HeldNotFound,
    HeldState,
    decide_held,
    list_held,
)
from stayflow.understand.fact.identity import identity_facts
from stayflow.understand.fact.model import FactGroup, FactSource
from stayflow.understand.fact.number import take_number
from stayflow.understand.fact.reactor import FACTS_MAX, FactReactor

__all__ = [
    "FACTS_MAX",
    "FactGroup",
    "FactReactor",
    "FactSource",
    "HeldDecided",
    "HeldFacts",
    "HeldNotFound",
    "HeldState",
    "decide_held",
    "identity_facts",
    "list_held",
    "take_number",
]
