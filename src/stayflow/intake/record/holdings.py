"""What recording holds of persons, and how it lets go of them."""

from typing import Final

from stayflow.access.erasure import BitmapTable, FactTable, Holdings, TextTable

RECORD_HOLDINGS: Final = Holdings(
    facts=(
        FactTable("events"),
        BitmapTable("event_people_daily"),
        BitmapTable("event_survivors_daily"),
        FactTable("person_attributes"),
        FactTable("attribute_days"),
        FactTable("attribute_operations"),
        # It stays as an event that was rejected, with its reason, as it is counted.
        TextTable(
            "rejected_events",
            raw="raw",
            text="payload",
            emptied="raw = '', payload = '', grounds = '', event_id = toFixedString('', 16)",
        ),
        TextTable("duplicate_events", raw="raw"),
    )
)
