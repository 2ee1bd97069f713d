"""What scores hold of persons, and how they let go of them."""

from typing import Final

from stayflow.access.erasure import FactTable, Holdings

SCORE_HOLDINGS: Final = Holdings(facts=(FactTable("person_scores"), FactTable("score_changes")))
