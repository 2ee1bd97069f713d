"""What tags hold of persons, and how they let go of them."""

from typing import Final

from stayflow.access.erasure import FactTable, Holdings

TAG_HOLDINGS: Final = Holdings(
    facts=(
        FactTable("tag_changes"),
        FactTable("person_tags"),
        FactTable("tag_entries"),
        FactTable("tag_orders"),
    )
)
