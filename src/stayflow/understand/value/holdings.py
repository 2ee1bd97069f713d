"""What value holds of persons, and how it lets go of them."""

from typing import Final

from stayflow.access.erasure import FactTable, Holdings

VALUE_HOLDINGS: Final = Holdings(facts=(FactTable("value_changes"),))
