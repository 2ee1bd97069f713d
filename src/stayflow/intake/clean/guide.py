"""What a batch is cleaned by: the project's rules, its tracking plan, and ranges of addresses."""

from dataclasses import dataclass, field

from stayflow.intake.clean.rules import CleanRules
from stayflow.intake.enrich import AddressRanges
from stayflow.intake.plan import TrackingPlan


@dataclass(frozen=True, slots=True)
class CleanGuide:
    """What the steps go by.

    Attributes:
        rules: The project's.
        plan: The tracking plan in force.
        data_centres: Ranges of addresses in which no people are.
    """

    rules: CleanRules = field(default_factory=CleanRules)
    plan: TrackingPlan = field(default_factory=TrackingPlan)
    data_centres: AddressRanges = field(default_factory=lambda: AddressRanges(()))
