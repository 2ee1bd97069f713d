"""Cleaning that has to ask the stores: what came before, and how much of it."""

from collections.abc import Callable
from typing import Final

from stayflow.intake.clean.duplicates import Lookup, mark_duplicates
from stayflow.intake.clean.model import Cleaning
from stayflow.intake.clean.recent import drop_inhuman_rates, mark_near_duplicates

Comparison = Callable[[Cleaning, Lookup], Cleaning]

COMPARISONS: Final[tuple[Comparison, ...]] = (
    drop_inhuman_rates,
    mark_duplicates,
    mark_near_duplicates,
)
"""In order, after `STEPS`."""


def compare_events(cleaning: Cleaning, lookup: Lookup) -> Cleaning:
    """Tell apart what is stored already, looks like what is, or is too much for a human."""
    for compare in COMPARISONS:
        cleaning = compare(cleaning, lookup)
    return cleaning
