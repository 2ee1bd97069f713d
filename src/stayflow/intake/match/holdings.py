"""What matching holds of persons, and how it lets go of them."""

from typing import Final

from stayflow.access.erasure import Holdings, StateTable

MATCH_HOLDINGS: Final = Holdings(
    state=(
        StateTable(
            "match_proposals", "left_person = any(%(people)s) or right_person = any(%(people)s)"
        ),
    )
)
