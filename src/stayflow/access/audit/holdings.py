"""What the audit log holds of persons: who looked at them, and what was done, by number."""

from typing import Final

from stayflow.access.erasure import Holdings, StateTable, Way, Why

AUDIT_HOLDINGS: Final = Holdings(
    state=(
        StateTable(
            "audit_entries",
            "subject = any(%(people)s::text[]) and action ~ 'person|people'",
            way=Way.KEPT,
            reason=Why.AUDIT,
        ),
    )
)
