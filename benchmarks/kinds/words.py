"""What the statements have in common."""

from benchmarks.loaded import ZONE

PERSON = "dictGetOrDefault('person_overrides', 'to', person_id, person_id)"
WITHIN = (
    "time >= fromUnixTimestamp64Milli({start:Int64}, 'UTC')"
    " AND time < fromUnixTimestamp64Milli({end:Int64}, 'UTC')"
)
DUCK_WITHIN = "ms >= $start AND ms < $end"

__all__ = ["DUCK_WITHIN", "PERSON", "WITHIN", "ZONE"]
