"""What segments hold of persons, and how they let go of them."""

from typing import Final

from stayflow.access.erasure import BitmapTable, FactTable, Holdings

SEGMENT_HOLDINGS: Final = Holdings(
    facts=(BitmapTable("segment_members", keeps_empty=True), FactTable("segment_changes"))
)
