"""What lifecycle holds of persons, and how it lets go of them."""

from typing import Final

from stayflow.access.erasure import FactTable, Holdings

STAGE_HOLDINGS: Final = Holdings(facts=(FactTable("stage_changes"),))
